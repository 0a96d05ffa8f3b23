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

struct Flag {
    mark: usize,
    /// Row counted upwards; `None` if no row had room: the pole stands without a flag.
    row: Option<usize>,
    left: f64,
}

/// Finds room for the label of each visible mark.
pub(super) fn place(scene: &Scene<'_>, x: &Projection, width: f64) -> Flags {
    let chart = scene.chart;
    let unit_width = match chart.y.unit.as_str() {
        "" => 0.0,
        unit => 4.0 + (scene.measure)(unit, scene.font) + 8.0,
    };
    // Taken parts of each row; the unit of the axis stands at the left of the lowest.
    let mut taken: Vec<Vec<(f64, f64)>> = vec![Vec::new(); MOST_ROWS];
    if let Some(lowest) = taken.first_mut() {
        lowest.push((0.0, unit_width));
    }
    let mut order: Vec<usize> = (0..chart.marks.len()).filter(|index| is_visible(&chart.marks[*index], x)).collect();
    order.sort_by(|a, b| chart.marks[*a].at.total_cmp(&chart.marks[*b].at));
    let mut places = Vec::new();
    for index in order {
        let mark = &chart.marks[index];
        let pole = x.position_from_value(mark.at.max(x.low));
        let text = (scene.measure)(&mark.label, font(scene, mark));
        // To the right of the pole; to its left where the picture ends.
        let left = if pole + 6.0 + text <= width - 2.0 { pole + 6.0 } else { (pole - 6.0 - text).max(2.0) };
        let (from, to) = ((left - 6.0).min(pole - 2.0), (left + text + 6.0).max(pole + 2.0));
        let is_free = |row: &Vec<(f64, f64)>| row.iter().all(|(a, b)| to <= *a || from >= *b);
        let row = taken.iter().position(is_free);
        // The pole passes through the rows below its flag.
        for row in taken.iter_mut().take(row.unwrap_or(0)) {
            row.push((pole - 2.0, pole + 2.0));
        }
        if let Some(row) = row.and_then(|row| taken.get_mut(row)) {
            row.push((from, to));
        }
        places.push(Flag { mark: index, row, left });
    }
    let rows = places.iter().filter_map(|flag| flag.row).max().map_or(0, |row| row + 1);
    let rows = rows.max(usize::from(unit_width > 0.0));
    Flags { height: if rows == 0 { 8.0 } else { ABOVE_PLOT + rows as f64 * ROW - ROW / 2.0 + 1.0 }, places }
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
        let row = flag.row.map(|row| plot.top - ABOVE_PLOT - row as f64 * ROW);
        let stroke = Stroke { color, width: 1.25, dash: &[2.0, 3.0] };
        if mark.at >= frame.x.low {
            let pole = frame.x.position_from_value(mark.at);
            items.push(Item::Hair((pole, row.map_or(plot.top, |row| row - 6.0)), (pole, plot.bottom), stroke));
        }
        if let Some(row) = row {
            let font = font(scene, mark);
            let text = mark.label.clone();
            items.push(Item::Text(Text { text, at: (flag.left, row), align: Align::Left, font, color }));
        }
    }
}
