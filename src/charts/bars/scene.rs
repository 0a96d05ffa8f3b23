//! Where everything of a picture of bars lies. Widths of texts are estimated, a little generously, so that the height
//! is known before anything is drawn and is the same in every file.

use super::super::paint::estimated_width;
use super::super::scene::{Align, Color, Font, Item, Rect, Stroke, Text};
use super::super::spec::Tone;
use super::super::theme::Theme;
use super::{Bar, Bars, Fill, Ink, Key, Pattern, Piece};

/// Narrower pictures have the name above its bar.
const NARROW: f64 = 560.0;
/// The most of the width that names and notes take beside bars.
const NAME_SHARE: f64 = 0.34;
const LINE: f64 = 17.0;
const BAR: f64 = 22.0;
/// A strip below a bar, with its distance.
const ASIDE: f64 = 8.0;
const GAP: f64 = 12.0;
/// Room at the sides of a picture that stands by itself, in a file.
const MARGIN: f64 = 12.0;
const FONT: Font = Font { size: 12.5, bold: false };
const BOLD: Font = Font { size: 12.5, bold: true };

/// A picture that was laid out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Laid {
    /// What to paint, the lowest first.
    pub items: Vec<Item>,
    /// How high it is.
    pub height: f64,
}

/// Lays bars out in a picture of this width, with their title where `titled`.
pub fn scene(bars: &Bars, theme: &Theme, width: f64, titled: bool) -> Laid {
    let width = if width.is_finite() { width.clamp(120.0, 4_000.0) } else { 640.0 };
    let margin = if titled { MARGIN } else { 0.0 };
    let page = Page::of(bars, theme, (margin, width - margin));
    let mut laid = Laid { items: vec![Item::Box(Rect::default(), theme.surface)], height: 4.0 };
    if titled {
        laid.height += 4.0;
        page.lines(&mut laid, &wrapped(&bars.title, BOLD, page.width()), BOLD, theme.ink);
        page.lines(&mut laid, &wrapped(&bars.hint, FONT, page.width()), FONT, theme.ink_3);
        laid.height += GAP / 2.0;
    }
    for bar in &bars.rows {
        page.row(&mut laid, bar);
        laid.height += GAP;
    }
    page.legend(&mut laid, &bars.legend);
    laid.height = laid.height.ceil();
    let ground = Rect { left: 0.0, top: 0.0, right: width, bottom: laid.height };
    laid.items[0] = Item::Box(ground, theme.surface);
    laid
}

/// What all rows share.
struct Page<'a> {
    theme: &'a Theme,
    left: f64,
    right: f64,
    range: (f64, f64),
    /// Room for names beside the bars; none where they stand above.
    beside: Option<f64>,
    /// Room for amounts.
    amounts: f64,
}

impl<'a> Page<'a> {
    fn of(bars: &Bars, theme: &'a Theme, (left, right): (f64, f64)) -> Self {
        let width = right - left;
        let names = bars.rows.iter().flat_map(|bar| [(&bar.name, BOLD), (&bar.note, FONT)]);
        let widest = names.map(|(text, font)| estimated_width(text, font)).fold(0.0, f64::max);
        let amounts = bars.rows.iter().map(|bar| estimated_width(&bar.amount, BOLD)).fold(0.0, f64::max);
        Self {
            theme,
            left,
            right,
            range: bars.range,
            beside: (width >= NARROW).then_some(widest.min(NAME_SHARE * width).ceil()),
            amounts: amounts.min(width * 0.5).ceil(),
        }
    }

    fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Texts below one another at the left edge.
    fn lines(&self, laid: &mut Laid, lines: &[String], font: Font, color: Color) {
        for line in lines {
            laid.items.push(text(line, (self.left, laid.height + LINE / 2.0), Align::Left, font, color));
            laid.height += LINE;
        }
    }

    fn row(&self, laid: &mut Laid, bar: &Bar) {
        let top = laid.height;
        let theme = self.theme;
        let note_color = if bar.is_wrong { theme.fails } else { theme.ink_2 };
        // Beside a bar, the first line stands at the height of its amount.
        laid.height += if self.beside.is_some() { (BAR - LINE) / 2.0 } else { 0.0 };
        let room = self.beside.unwrap_or(self.width() - self.amounts - GAP);
        self.lines(laid, &wrapped(&bar.name, BOLD, room), BOLD, theme.ink);
        let note_room = self.beside.unwrap_or(self.width());
        self.lines(laid, &wrapped(&bar.note, FONT, note_room), FONT, note_color);
        let high = BAR + if bar.pieces.iter().any(|piece| piece.is_aside) { ASIDE } else { 0.0 };
        let (track, amount_at) = match self.beside {
            Some(names) => {
                let left = self.left + names + GAP;
                let track =
                    Rect { left, top, right: (self.right - self.amounts - GAP).max(left + 40.0), bottom: top + BAR };
                laid.height = laid.height.max(top + high);
                (track, top + BAR / 2.0)
            }
            None => {
                let below = laid.height + 1.0;
                let track = Rect { left: self.left, top: below, right: self.right, bottom: below + BAR };
                laid.height += 1.0 + high;
                (track, top + LINE / 2.0)
            }
        };
        laid.items.push(text(&bar.amount, (self.right, amount_at), Align::Right, BOLD, theme.ink));
        self.bar(laid, bar, track);
    }

    fn bar(&self, laid: &mut Laid, bar: &Bar, track: Rect) {
        laid.items.push(Item::Box(track, self.theme.line.faded(0.45)));
        if bar.is_unknown {
            stripes(&mut laid.items, track, Pattern::Rising, self.theme.ink_3.faded(0.5), 10.0, 1.0);
        }
        let (low, high) = self.range;
        let share = |value: f64| if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 0.0 };
        let at = |value: f64| track.left + track.width() * share(value);
        let within = |value: &f64| low <= *value && *value <= high;
        let marks = bar.marks.iter().filter(|(value, _)| within(value));
        let marks: Vec<(f64, Tone)> =
            marks.map(|(value, tone)| (at(*value).clamp(track.left + 1.5, track.right - 1.5), *tone)).collect();
        for piece in &bar.pieces {
            let (one, other) = (at(piece.from), at(piece.to));
            let (left, right) = (one.min(other), one.max(other).max(one.min(other) + 2.0));
            let place = if piece.is_aside {
                Rect { left, top: track.bottom + 2.0, right, bottom: track.bottom + ASIDE }
            } else {
                Rect { left, right, ..track }
            };
            self.fill(&mut laid.items, place, piece.fill);
            if !piece.is_aside {
                laid.items.extend(self.label(piece, place, &marks).into_iter().flatten());
            }
        }
        for (at, tone) in marks {
            laid.items.extend(self.mark(at, (track.top - 3.0, track.bottom + 3.0), tone));
        }
    }

    /// The fullest label that lies wholly inside its piece, on a ground on which it can be read.
    fn label(&self, piece: &Piece, place: Rect, marks: &[(f64, Tone)]) -> Option<[Item; 2]> {
        let middle = (place.top + place.bottom) / 2.0;
        let free = |left: f64, wide: f64| {
            left + wide + 9.0 <= place.right && marks.iter().all(|(at, _)| *at < left - 3.0 || *at > left + wide + 9.0)
        };
        // Beside a line across the bar rather than under it.
        let starts = || std::iter::once(place.left).chain(marks.iter().map(|(at, _)| at.max(place.left) + 3.0));
        let (label, left) = piece.labels.iter().find_map(|label| {
            let wide = estimated_width(label, FONT);
            starts().map(|left| left + 3.0).find(|left| free(*left, wide)).map(|left| (label, left))
        })?;
        let right = left + estimated_width(label, FONT) + 6.0;
        let ground = Rect { left, top: middle - 8.5, right, bottom: middle + 8.5 };
        Some([
            Item::Box(ground, self.theme.surface),
            text(label, (left + 3.0, middle), Align::Left, FONT, self.theme.ink),
        ])
    }

    fn mark(&self, at: f64, (top, bottom): (f64, f64), tone: Tone) -> [Item; 2] {
        let line = |half: f64, color| Item::Box(Rect { left: at - half, top, right: at + half, bottom }, color);
        [line(2.5, self.theme.surface), line(1.5, self.theme.tone(tone))]
    }

    fn fill(&self, items: &mut Vec<Item>, place: Rect, Fill(ink, pattern): Fill) {
        let color = match ink {
            Ink::Sum => self.theme.ink_3,
            Ink::Load => self.theme.load,
            Ink::Capacity => self.theme.capacity,
            Ink::Event => self.theme.event,
            Ink::Measured => self.theme.measured,
            Ink::Fails => self.theme.fails,
        };
        if pattern == Pattern::Plain {
            items.push(Item::Box(place, color));
        } else {
            items.push(Item::Box(place, color.faded(0.4)));
            stripes(items, place, pattern, color, 8.0, 3.0);
        }
        // A hair of the ground parts it from the next.
        items.push(Item::Box(Rect { left: (place.right - 1.0).max(place.left), ..place }, self.theme.surface));
    }

    fn legend(&self, laid: &mut Laid, keys: &[Key]) {
        let mut left = self.left;
        for (at, key) in keys.iter().enumerate() {
            let (Key::Fill(_, words) | Key::Mark(_, words)) = key;
            let wide = 18.0 + estimated_width(words, FONT) + 14.0;
            if at > 0 && left + wide > self.right {
                (left, laid.height) = (self.left, laid.height + LINE + 2.0);
            }
            let middle = laid.height + LINE / 2.0;
            match key {
                Key::Fill(fill, _) => {
                    let place = Rect { left, top: middle - 6.0, right: left + 13.0, bottom: middle + 6.0 };
                    self.fill(&mut laid.items, place, *fill);
                }
                Key::Mark(tone, _) => {
                    laid.items.extend(self.mark(left + 6.0, (middle - 7.0, middle + 7.0), *tone));
                }
            }
            laid.items.push(text(words, (left + 18.0, middle), Align::Left, FONT, self.theme.ink_2));
            left += wide;
        }
        if !keys.is_empty() {
            laid.height += LINE + 4.0;
        }
    }
}

fn text(words: &str, at: (f64, f64), align: Align, font: Font, color: Color) -> Item {
    Item::Text(Text { text: words.to_owned(), at, align, font, color })
}

/// Stripes of a pattern, cut at the edges of their place.
fn stripes(items: &mut Vec<Item>, place: Rect, pattern: Pattern, color: Color, apart: f64, width: f64) {
    let stroke = Stroke { color, width, dash: &[] };
    let lean = if pattern == Pattern::Upright { 0.0 } else { place.height() };
    let mut at = place.left - lean + apart / 2.0;
    while at < place.right {
        // A stripe leads from the lower edge at `at` to the upper one at `at + lean`.
        let (from, to) = (at.max(place.left), (at + lean).min(place.right));
        let height = |x: f64| if lean > 0.0 { place.bottom - (x - at) } else { place.bottom };
        let ends =
            if lean > 0.0 { [(from, height(from)), (to, height(to))] } else { [(at, place.bottom), (at, place.top)] };
        let turned =
            |(x, y): (f64, f64)| if pattern == Pattern::Falling { (x, place.top + place.bottom - y) } else { (x, y) };
        if to > from || lean == 0.0 {
            items.push(Item::Line(ends.map(turned).to_vec(), stroke));
        }
        at += apart;
    }
}

/// The words in lines that fit; a longer word stands alone. No line for no words.
fn wrapped(words: &str, font: Font, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    // A number stays with its sign.
    for word in words.replace(" %", "\u{a0}%").split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if estimated_width(&format!("{line} {word}"), font) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
#[path = "scene_tests.rs"]
mod tests;
