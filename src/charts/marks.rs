//! Marks: flags above the plot, each on a pole that stands at its moment; spans as shaded columns.

use super::frame::{Frame, Scene};
use super::projection::Projection;
use super::scene::{Align, Font, Item, Rect, Stroke, Text};
use super::spec::{Mark, Tone};

/// Height of a row of flags, and how many rows there may be.
const ROW: f64 = 17.0;
const MOST_ROWS: usize = 3;

/// Distance from the lowest row's middle to the plot, so that it clears the highest number.
pub(super) const ABOVE_PLOT: f64 = 18.0;

/// Where each flag flies.
pub(super) struct Flags {
    /// Room that the flags and the unit of the vertical axis take above the plot.
    pub height: f64,
    places: Vec<Flag>,
}

/// A mark and the place of its label.
#[derive(Clone)]
struct Flag {
    mark: usize,
    pole: f64,
    width: f64,
    /// Row counted upwards, and left end of the text; `None` if there was no room: the pole stands bare.
    place: Option<(usize, f64)>,
}

/// One way to look for room: which mark first, which side first, which row first, and whether the
/// other side is tried before the next row.
#[derive(Clone, Copy)]
struct Manner {
    from_right: bool,
    left_first: bool,
    top_first: bool,
    keep_row: bool,
}

/// More labels than this would cover the picture; the poles of further marks stand bare.
const MOST_FLAGS: usize = 60;

/// Finds room for the label of each visible mark.
///
/// No label covers another, and no pole passes through a label. Several simple orders are tried and
/// the one that seats the most labels, in the fewest rows, is taken.
pub(super) fn place(scene: &Scene<'_>, x: &Projection, width: f64) -> Flags {
    let chart = scene.chart;
    let unit_width = match chart.y.unit.as_str() {
        "" => 0.0,
        unit => 4.0 + (scene.measure)(unit, scene.font) + 8.0,
    };
    let mut flags: Vec<Flag> = Vec::new();
    for (index, mark) in chart.marks.iter().enumerate().filter(|(_, mark)| is_visible(mark, x)) {
        let pole = x.position_from_value(mark.at.max(x.low));
        flags.push(Flag { mark: index, pole, width: (scene.measure)(&mark.label, font(scene, mark)), place: None });
    }
    flags.sort_by(|a, b| a.pole.total_cmp(&b.pole));
    let bare = flags.split_off(flags.len().min(MOST_FLAGS));
    let mut places = best_seats(&flags, unit_width, width);
    places.extend(bare);
    let rows = rows(&places).max(usize::from(unit_width > 0.0));
    Flags { height: if rows == 0 { 8.0 } else { ABOVE_PLOT + rows as f64 * ROW - ROW / 2.0 + 1.0 }, places }
}

/// Tries all manners.
fn best_seats(flags: &[Flag], unit_width: f64, width: f64) -> Vec<Flag> {
    let mut best: Option<((usize, usize), Vec<Flag>)> = None;
    for number in 0..16 {
        let has = |bit: u32| number & (1 << bit) != 0;
        let manner = Manner { from_right: has(0), keep_row: has(1), left_first: has(2), top_first: has(3) };
        let seated = seat(flags, manner, unit_width, width);
        let missing = seated.iter().filter(|flag| flag.place.is_none()).count();
        let score = (missing, rows(&seated));
        if best.as_ref().is_none_or(|(least, _)| score < *least) {
            best = Some((score, seated));
        }
    }
    best.map(|(_, seated)| seated).unwrap_or_default()
}

fn rows(flags: &[Flag]) -> usize {
    flags.iter().filter_map(|flag| flag.place).map(|(row, _)| row + 1).max().unwrap_or(0)
}

/// Seats the flags one after another in one manner.
fn seat(flags: &[Flag], manner: Manner, unit_width: f64, width: f64) -> Vec<Flag> {
    let mut seated = flags.to_vec();
    // What each row holds: texts, and poles that pass.
    let mut texts: Vec<Vec<(f64, f64)>> = vec![Vec::new(); MOST_ROWS];
    let mut poles: Vec<Vec<f64>> = vec![Vec::new(); MOST_ROWS];
    let order: Vec<usize> =
        if manner.from_right { (0..flags.len()).rev().collect() } else { (0..flags.len()).collect() };
    for index in order {
        let flag = &mut seated[index];
        let right = flag.pole + 6.0;
        let left = flag.pole - 6.0 - flag.width;
        let sides = if manner.left_first { [left, right] } else { [right, left] };
        for step in 0..2 * MOST_ROWS {
            let (step, side) =
                if manner.keep_row { (step / 2, step % 2) } else { (step % MOST_ROWS, step / MOST_ROWS) };
            let row = if manner.top_first { MOST_ROWS - 1 - step } else { step };
            let (from, to) = (sides[side], sides[side] + flag.width);
            // The unit of the axis stands in the lowest row; a pole may pass it, a text may not.
            let leftmost = if row == 0 { unit_width.max(2.0) } else { 2.0 };
            let is_clear = |row: usize| texts[row].iter().all(|(a, b)| flag.pole + 3.0 <= *a || flag.pole - 3.0 >= *b);
            let fits = from >= leftmost
                && to <= width - 2.0
                && texts[row].iter().all(|(a, b)| to + 8.0 <= *a || from - 8.0 >= *b)
                && poles[row].iter().all(|pole| to + 3.0 <= *pole || from - 3.0 >= *pole)
                && (0..=row).all(is_clear);
            if fits {
                flag.place = Some((row, from));
                texts[row].push((from, to));
                poles.iter_mut().take(row + 1).for_each(|row| row.push(flag.pole));
                break;
            }
        }
    }
    // What was seated from the top comes down to where there is room.
    if manner.top_first {
        let used: Vec<usize> =
            (0..MOST_ROWS).filter(|row| seated.iter().any(|f| f.place.is_some_and(|p| p.0 == *row))).collect();
        let unit_is_alone = !used.contains(&0) && unit_width > 0.0;
        for flag in &mut seated {
            flag.place = flag.place.map(|(row, left)| {
                let position = used.iter().position(|other| *other == row).unwrap_or(row);
                (position + usize::from(unit_is_alone), left)
            });
        }
    }
    seated
}

fn is_visible(mark: &Mark, x: &Projection) -> bool {
    let end = mark.until.unwrap_or(mark.at).max(mark.at);
    mark.at <= x.high && end >= x.low
}

fn font(scene: &Scene<'_>, mark: &Mark) -> Font {
    Font { bold: matches!(mark.tone, Tone::Tight | Tone::Fails), ..scene.font }
}

/// Shades the spans.
pub(super) fn spans(scene: &Scene<'_>, frame: &Frame, items: &mut Vec<Item>) {
    for mark in &scene.chart.marks {
        if let Some(until) = mark.until.filter(|_| is_visible(mark, &frame.x)) {
            let left = frame.x.position_from_value(mark.at.max(frame.x.low));
            // A span shorter than a pixel still shows.
            let right = frame.x.position_from_value(until.min(frame.x.high)).max(left + 1.0);
            let color = scene.view.theme.tone(mark.tone).faded(0.13);
            items.push(Item::Box(Rect { left, right, ..frame.plot }, color));
        }
    }
}

/// Draws the poles and their flags.
pub(super) fn poles(scene: &Scene<'_>, frame: &Frame, flags: &Flags, items: &mut Vec<Item>) {
    let plot = &frame.plot;
    for flag in &flags.places {
        let Some(mark) = scene.chart.marks.get(flag.mark) else { continue };
        let color = scene.view.theme.tone(mark.tone);
        let row = flag.place.map(|(row, _)| plot.top - ABOVE_PLOT - row as f64 * ROW);
        let stroke = Stroke { color, width: 1.25, dash: &[2.0, 3.0] };
        if mark.at >= frame.x.low {
            let pole = frame.x.position_from_value(mark.at);
            items.push(Item::Hair((pole, row.map_or(plot.top, |row| row - 6.0)), (pole, plot.bottom), stroke));
        }
        if let (Some(row), Some((_, left))) = (row, flag.place) {
            let font = font(scene, mark);
            let text = mark.label.clone();
            items.push(Item::Text(Text { text, at: (left, row), align: Align::Left, font, color }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(places: &[(f64, f64)]) -> Vec<Flag> {
        places
            .iter()
            .enumerate()
            .map(|(mark, (pole, width))| Flag { mark, pole: *pole, width: *width, place: None })
            .collect()
    }

    /// Seats flags and checks that no text covers another and that no pole passes through a text.
    fn check(places: &[(f64, f64)], width: f64) -> (usize, usize) {
        let seated = best_seats(&flags(places), 80.0, width);
        for (index, flag) in seated.iter().enumerate() {
            let Some((row, left)) = flag.place else { continue };
            assert!(left >= 0.0 && left + flag.width <= width);
            for (other_index, other) in seated.iter().enumerate().filter(|(other, _)| *other != index) {
                let Some((other_row, other_left)) = other.place else { continue };
                let is_apart = left + flag.width <= other_left || other_left + other.width <= left;
                assert!(row != other_row || is_apart, "{index} covers {other_index}");
                let is_through = (left..left + flag.width).contains(&other.pole);
                assert!(other_row < row || !is_through, "the pole of {other_index} passes through {index}");
            }
        }
        (seated.iter().filter(|flag| flag.place.is_some()).count(), rows(&seated))
    }

    #[test]
    fn labels_and_poles_keep_apart() {
        assert_eq!(check(&[(1_008.0, 53.0), (1_082.0, 97.0), (1_155.0, 76.0)], 1_300.0), (3, 2));
        assert_eq!(check(&[(82.0, 70.0), (185.0, 85.0), (230.0, 130.0)], 330.0), (3, 2));
        assert_eq!(check(&[(500.0, 50.0), (500.0, 60.0), (500.0, 70.0)], 1_000.0).0, 3);
        assert_eq!(check(&[(10.0, 900.0)], 300.0).0, 0);
        let many: Vec<_> = (0..40).map(|index| (f64::from(index) * 20.0, 60.0)).collect();
        assert!(check(&many, 900.0).0 >= 12);
    }
}
