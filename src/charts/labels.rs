//! Direct labels: names at the ends of lines, or on them where nothing is in the way.

use super::columns::{extremes_between, value_at};
use super::curves::reach;
use super::frame::{Frame, Scene};
use super::scene::{Align, Color, Font, Item, Rect, Text};
use super::spec::{Band, Role, Rule, Series, Shape};

/// Height that a label takes.
const HEIGHT: f64 = 15.0;

/// Distance from the middle of a dot to its name.
const DOT_REACH: f64 = 13.0;

/// Names that stand to the right of the plot, at the ends of their lines.
pub(super) struct Ends {
    /// Width of the margin that they need.
    pub width: f64,
    /// Position in the shown series, and the value at the right edge.
    lines: Vec<(usize, f64)>,
}

/// Decides whether names fit to the right of a plot that has this width in all.
pub(super) fn ends(scene: &Scene<'_>, (low, x): (f64, f64), width: f64) -> Option<Ends> {
    let span = x - low;
    let end = |(index, series): (usize, &&Series)| {
        // A line that all but reaches the edge counts as reaching it.
        let last = series.x_range()?.1;
        let at = if last < x && last >= x - span * 0.02 { last } else { x };
        value_at(series, at).map(|value| (index, value))
    };
    let lines: Vec<(usize, f64)> = scene.shown.iter().enumerate().filter_map(end).collect();
    let text = |(index, _): &(usize, f64)| {
        scene.shown.get(*index).map(|series| (scene.measure)(&series.name, font_of(scene, series)))
    };
    let widest = lines.iter().filter_map(text).fold(0.0, f64::max);
    let needed = (widest + 16.0).ceil();
    (!lines.is_empty() && lines.len() <= 8 && needed <= width * 0.28 && width - needed >= 380.0)
        .then_some(Ends { width: needed, lines })
}

/// Colour of a name: that of its line, but for the baseline's, which would be too pale to read.
fn ink_of(scene: &Scene<'_>, series: &Series) -> Color {
    let theme = &scene.view.theme;
    if series.role == Role::Ghost { theme.ink_3 } else { theme.stroke(series.role).color }
}

/// Names are heavy, but for the baseline's.
fn font_of(scene: &Scene<'_>, series: &Series) -> Font {
    if series.role == Role::Ghost { scene.font } else { scene.bold() }
}

/// What is already written, and what must not be written over.
struct Board<'a> {
    scene: &'a Scene<'a>,
    frame: &'a Frame,
    written: Vec<Rect>,
}

impl Board<'_> {
    /// How many lines, rules and labels lie under a label; the line that it names does not count.
    fn hits(&self, rect: &Rect, own: Option<&str>) -> usize {
        let is_other = |name: &str| own != Some(name);
        let (from, to) = (self.frame.x.value_from_position(rect.left), self.frame.x.value_from_position(rect.right));
        let through = |series: &&&Series| {
            extremes_between(series, from, to).found().is_some_and(|all| {
                let top = self.frame.y.position_from_value(all.high) - 2.0;
                let bottom = self.frame.y.position_from_value(all.low) + 2.0;
                top < rect.bottom && bottom > rect.top
            })
        };
        let lines = self.scene.shown.iter().filter(|s| is_other(&s.name)).filter(through).count();
        let rule = |rule: &&Rule| {
            let at = self.frame.y.position_from_value(rule.value);
            is_other(&rule.name) && at + 1.5 > rect.top && at - 1.5 < rect.bottom
        };
        let rules = self.scene.chart.rules.iter().filter(rule).count();
        lines + rules + self.written.iter().filter(|other| other.meets(rect)).count() * 4
    }

    fn poles_hit(&self, rect: &Rect) -> usize {
        let is_under = |at: f64| (rect.left - 2.0..=rect.right + 2.0).contains(&self.frame.x.position_from_value(at));
        self.scene.chart.marks.iter().filter(|mark| is_under(mark.at)).count()
    }
}

/// Writes all direct labels.
pub(super) fn write(scene: &Scene<'_>, frame: &Frame, ends: Option<Ends>, items: &mut Vec<Item>) {
    if frame.plot.width() < 80.0 || frame.plot.height() < 60.0 {
        return;
    }
    let mut board = Board { scene, frame, written: Vec::new() };
    let mut named: Vec<usize> = Vec::new();
    if let Some(ends) = ends {
        named = at_ends(scene, frame, ends, items);
    }
    for rule in scene.chart.rules.iter().filter(|rule| rule.value.is_finite()) {
        write_rule(&mut board, rule, items);
    }
    for (_, series) in scene.shown.iter().enumerate().filter(|(index, _)| !named.contains(index)) {
        let font = font_of(scene, series);
        let place = match beside_dot(&board, series, font) {
            Some(rect) => Some(rect),
            None => beside_line(&board, series, font),
        };
        if let Some(rect) = place {
            board.written.push(rect);
            items.push(label(&series.name, &rect, font, ink_of(scene, series)));
        }
    }
    for band in scene.chart.bands.iter().filter(|band| band.is_named && scene.shows(&band.name)) {
        if let Some(rect) = inside_area(&board, band) {
            board.written.push(rect);
            items.push(label(&band.name, &rect, scene.bold(), scene.view.theme.ink));
        }
    }
}

/// Where an area is highest over the width of its name, if its name fits there.
fn inside_area(board: &Board<'_>, band: &Band) -> Option<Rect> {
    let (frame, plot) = (board.frame, &board.frame.plot);
    let width = (board.scene.measure)(&band.name, board.scene.bold());
    let room = plot.width() - width - 12.0;
    let at = |share: f64| {
        let left = plot.left + 6.0 + room * share;
        let ends = [left, left + width / 2.0, left + width].map(|position| {
            let (low, high) = reach(board.scene, band, frame.x.value_from_position(position))?;
            Some((frame.y.position_from_value(high), frame.y.position_from_value(low)))
        });
        let (mut top, mut bottom) = (plot.top, plot.bottom);
        for end in ends {
            let (high, low) = end?;
            (top, bottom) = (top.max(high), bottom.min(low));
        }
        let middle = (top + bottom) / 2.0;
        let rect = Rect { left, right: left + width, top: middle - HEIGHT / 2.0, bottom: middle + HEIGHT / 2.0 };
        let is_free = bottom - top >= HEIGHT + 2.0 && board.hits(&rect, None) == 0;
        is_free.then_some((bottom - top, rect))
    };
    let places = (0..=20).map(|place| f64::from(place) / 20.0).filter(|_| room >= 0.0).filter_map(at);
    places.max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, rect)| rect)
}

/// Names in the right margin, moved apart where they would overlap. Returns the series named.
fn at_ends(scene: &Scene<'_>, frame: &Frame, ends: Ends, items: &mut Vec<Item>) -> Vec<usize> {
    let mut places: Vec<(usize, f64)> =
        ends.lines.into_iter().map(|(index, value)| (index, frame.y.position_from_value(value))).collect();
    places.sort_by(|a, b| a.1.total_cmp(&b.1));
    let room = ((frame.plot.height() + HEIGHT) / HEIGHT).max(1.0) as usize;
    places.truncate(room);
    let mut lowest = frame.plot.top - HEIGHT / 2.0;
    for place in &mut places {
        place.1 = place.1.max(lowest + HEIGHT / 2.0);
        lowest = place.1 + HEIGHT / 2.0;
    }
    let mut highest = frame.plot.bottom + HEIGHT / 2.0;
    for place in places.iter_mut().rev() {
        place.1 = place.1.min(highest - HEIGHT / 2.0);
        highest = place.1 - HEIGHT / 2.0;
    }
    for (index, middle) in &places {
        if let Some(series) = scene.shown.get(*index) {
            items.push(Item::Text(Text {
                text: series.name.clone(),
                at: (frame.plot.right + 8.0, *middle),
                align: Align::Left,
                font: font_of(scene, series),
                color: ink_of(scene, series),
            }));
        }
    }
    places.into_iter().map(|(index, _)| index).collect()
}

/// A rule is always named: where the least lies under its label.
fn write_rule(board: &mut Board<'_>, rule: &Rule, items: &mut Vec<Item>) {
    let (scene, plot) = (board.scene, board.frame.plot);
    let text = format!("{} {}", rule.name, scene.chart.y.format.value(rule.value));
    let font = scene.bold();
    let width = (scene.measure)(&text, font);
    let at = board.frame.y.position_from_value(rule.value);
    let room = (plot.width() - width - 12.0).max(0.0);
    let mut best: Option<(usize, Rect)> = None;
    for share in [0.0, 1.0, 0.5, 0.25, 0.75] {
        for middle in [at - 10.0, at + 11.0] {
            let left = plot.left + 6.0 + room * share;
            let rect = Rect { left, right: left + width, top: middle - HEIGHT / 2.0, bottom: middle + HEIGHT / 2.0 };
            let is_out = rect.top < plot.top - 12.0 || rect.bottom > plot.bottom;
            let hits = board.hits(&rect, Some(&rule.name)) * 2 + board.poles_hit(&rect) + usize::from(is_out) * 100;
            if best.as_ref().is_none_or(|(fewest, _)| hits < *fewest) {
                best = Some((hits, rect));
            }
        }
    }
    let Some((hits, rect)) = best else { return };
    let theme = &scene.view.theme;
    if hits > 0 {
        let ground = Rect { left: rect.left - 3.0, right: rect.right + 3.0, ..rect };
        items.push(Item::Box(ground, theme.surface.faded(0.82)));
    }
    items.push(label(&text, &rect, font, theme.stroke(rule.role).color));
    board.written.push(rect);
}

/// A place above or below a line where its name covers nothing; `None` if there is none.
fn beside_line(board: &Board<'_>, series: &Series, font: Font) -> Option<Rect> {
    let (frame, plot) = (board.frame, &board.frame.plot);
    let width = (board.scene.measure)(&series.name, font);
    let room = plot.width() - width - 8.0;
    if room < 0.0 {
        return None;
    }
    for share in [0.88, 0.7, 0.5, 0.3, 0.12, 0.96, 0.02] {
        let left = plot.left + 4.0 + room * share;
        let (from, to) = (frame.x.value_from_position(left), frame.x.value_from_position(left + width));
        let Some(all) = extremes_between(series, from, to).found() else { continue };
        let (above, below) = (frame.y.position_from_value(all.high) - 4.0, frame.y.position_from_value(all.low) + 4.0);
        for top in [above - HEIGHT, below] {
            let rect = Rect { left, right: left + width, top, bottom: top + HEIGHT };
            let padded = Rect { left: left - 4.0, right: rect.right + 4.0, ..rect };
            if plot.holds(&rect) && board.hits(&padded, Some(&series.name)) == 0 && board.poles_hit(&rect) == 0 {
                return Some(rect);
            }
        }
    }
    None
}

/// The best place beside a dot that stands for its whole series; `None` if its name would lie on another, or on a dot.
fn beside_dot(board: &Board<'_>, series: &Series, font: Font) -> Option<Rect> {
    let (x, y) = series.points.get(0).filter(|_| series.shape == Shape::Dots && series.points.len() == 1)?;
    let (frame, plot) = (board.frame, &board.frame.plot);
    let (x, y) = (frame.x.position_from_value(x), frame.y.position_from_value(y));
    let width = (board.scene.measure)(&series.name, font);
    let at = |left: f64, middle: f64| Rect {
        left,
        right: left + width,
        top: middle - HEIGHT / 2.0,
        bottom: middle + HEIGHT / 2.0,
    };
    let (right, left, middle) = (x + DOT_REACH, x - DOT_REACH - width, x - width / 2.0);
    let sides = [(right, y), (left, y), (middle, y - 20.0), (middle, y + 20.0), (right, y - 14.0), (right, y + 14.0)];
    let more = [(left, y - 14.0), (left, y + 14.0), (right, y - 28.0), (left, y - 28.0)];
    let places = sides.into_iter().chain(more).map(|(left, middle)| at(left, middle));
    let covers = |rect: &Rect| {
        board.hits(&Rect { top: rect.top - 3.0, bottom: rect.bottom + 3.0, ..*rect }, Some(&series.name)) > 0
    };
    let free = places.filter(|rect| plot.holds(rect) && !covers(rect));
    let crowding = |rect: &Rect| {
        let padded =
            Rect { left: rect.left - 8.0, right: rect.right + 8.0, top: rect.top - 5.0, bottom: rect.bottom + 5.0 };
        board.hits(&padded, Some(&series.name)) + board.poles_hit(rect)
    };
    free.min_by_key(crowding)
}

fn label(text: &str, rect: &Rect, font: Font, color: Color) -> Item {
    let at = (rect.left, (rect.top + rect.bottom) / 2.0);
    Item::Text(Text { text: text.to_owned(), at, align: Align::Left, font, color })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::figures::Format;
    use crate::charts::frame::View;
    use crate::charts::layout::layout;
    use crate::charts::spec::{Chart, Dot, Points, XAxis, YAxis};
    use crate::charts::theme::Theme;

    #[test]
    fn names_of_crowded_dots_lie_on_no_other() {
        let axis = XAxis::Number { label: "x".to_owned(), format: Format::Plain };
        let chart = (0..60).fold(Chart::new("dots", "Dots", axis, YAxis::new("")), |chart, at| {
            let points = Points::pairs(vec![(f64::from(at % 6), f64::from(at % 10))]);
            chart.with_series(Series::new(format!("a long name {at}"), Role::Capacity, points).marked(Dot::Large))
        });
        let wide = |text: &str| text.len() as f64 * 6.5;
        let laid = layout(&chart, &View::new(Theme::light()), (600.0, 160.0), &|text, _| wide(text));
        let rect = |item: &Item| match item {
            Item::Text(text) if text.text.starts_with("a long") => Some(Rect {
                left: text.at.0,
                right: text.at.0 + wide(&text.text),
                top: text.at.1 - HEIGHT / 2.0,
                bottom: text.at.1 + HEIGHT / 2.0,
            }),
            _ => None,
        };
        let names: Vec<Rect> = laid.items.iter().filter_map(rect).collect();
        assert!((2..60).contains(&names.len()), "{}", names.len());
        for (at, name) in names.iter().enumerate() {
            assert!(names[..at].iter().all(|other| !other.meets(name)), "{name:?}");
        }
    }
}
