//! Marks: flags above the plot, each on a pole that stands at its moment; spans as shaded columns.

use super::layout::{Frame, Scene};
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

/// One way to look for room: which mark first, which side first, which row first.
#[derive(Clone, Copy)]
struct Manner {
    from_right: bool,
    left_first: bool,
    top_first: bool,
}

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
    let mut best: Option<((usize, usize), Vec<Flag>)> = None;
    for number in 0..8 {
        let manner = Manner { from_right: number & 1 == 1, left_first: number & 2 == 2, top_first: number & 4 == 4 };
        let seated = seat(&flags, manner, unit_width, width);
        let missing = seated.iter().filter(|flag| flag.place.is_none()).count();
        let score = (missing, rows(&seated));
        if best.as_ref().is_none_or(|(least, _)| score < *least) {
            best = Some((score, seated));
        }
    }
    let places = best.map(|(_, seated)| seated).unwrap_or_default();
    let rows = rows(&places).max(usize::from(unit_width > 0.0));
    Flags { height: if rows == 0 { 8.0 } else { ABOVE_PLOT + rows as f64 * ROW - ROW / 2.0 + 1.0 }, places }
}

fn rows(flags: &[Flag]) -> usize {
    flags.iter().filter_map(|flag| flag.place).map(|(row, _)| row + 1).max().unwrap_or(0)
}

/// Seats the flags one after another in one manner.
fn seat(flags: &[Flag], manner: Manner, unit_width: f64, width: f64) -> Vec<Flag> {
    let mut seated = flags.to_vec();
    // Taken parts of each row: texts, and poles that pass.
    let mut taken: Vec<Vec<(f64, f64)>> = vec![Vec::new(); MOST_ROWS];
    let order: Vec<usize> =
        if manner.from_right { (0..flags.len()).rev().collect() } else { (0..flags.len()).collect() };
    for index in order {
        let flag = &mut seated[index];
        let pole = (flag.pole - 3.0, flag.pole + 3.0);
        let right = flag.pole + 6.0;
        let left = flag.pole - 6.0 - flag.width;
        let sides = if manner.left_first { [left, right] } else { [right, left] };
        for step in 0..MOST_ROWS {
            let row = if manner.top_first { MOST_ROWS - 1 - step } else { step };
            let is_free = |row: usize, (from, to): (f64, f64)| taken[row].iter().all(|(a, b)| to <= *a || from >= *b);
            let fits = |left: &f64| {
                let text = (*left - 4.0, *left + flag.width + 4.0);
                // The unit of the axis stands in the lowest row; a pole may pass it, a text may not.
                *left >= if row == 0 { unit_width.max(2.0) } else { 2.0 }
                    && *left + flag.width <= width - 2.0
                    && is_free(row, text)
                    && (0..row).all(|below| is_free(below, pole))
            };
            if let Some(left) = sides.into_iter().find(fits) {
                flag.place = Some((row, left));
                taken[row].push(((left - 4.0).min(pole.0), (left + flag.width + 4.0).max(pole.1)));
                taken.iter_mut().take(row).for_each(|below| below.push(pole));
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
