//! From points to pixels: what a series looks like when many points share a pixel column.

use std::ops::Range;

use super::projection::Projection;
use super::pyramid::{Extremes, Indexed};
use super::scene::Place;
use super::spec::{Points, Series, Shape};

/// What the points in one pixel column come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Column {
    /// Number of the column, counted from position zero.
    pub index: i64,
    /// First value.
    pub first: f64,
    /// Smallest and largest value.
    pub extremes: Extremes,
    /// Last value.
    pub last: f64,
}

/// A part of a drawn line.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Places to join, or single dots.
    Line(Vec<Place>),
    /// Upper and lower border of a stretch so dense that the line fills it, both from left to right.
    Dense(Vec<Place>, Vec<Place>),
}

/// The stretches of points, as index ranges, that lie in `low..=high` and are not parted by a gap.
/// With `and_neighbours` the nearest points outside are included, so that lines reach the edge.
pub fn stretches(series: &Series, low: f64, high: f64, and_neighbours: bool) -> Vec<Range<usize>> {
    let points = &series.points;
    let (mut from, mut to) = (points.first_at(low), points.first_after(high));
    if and_neighbours {
        (from, to) = (from.saturating_sub(1), (to + 1).min(points.len()));
    }
    let mut found = Vec::new();
    for (gap_from, gap_to) in &series.gaps {
        let (last, next) = (points.first_after(*gap_from).min(to), points.first_at(*gap_to));
        if last > from {
            found.push(from..last);
        }
        from = from.max(next);
        if from >= to {
            break;
        }
    }
    if from < to {
        found.push(from..to);
    }
    found
}

/// Smallest and largest value that the drawn line takes between two x, ends included.
pub fn extremes_between(series: &Series, low: f64, high: f64) -> Extremes {
    let indexed = Indexed::new(&series.points);
    let mut all = Extremes::NONE;
    for stretch in stretches(series, low, high, false) {
        all.join(indexed.extremes(stretch));
    }
    for x in [low, high] {
        if let Some(value) = value_at(series, x) {
            all.add(value);
        }
    }
    all
}

/// Value of the drawn line at `x`: on the line between two points, or the value that a step holds.
pub fn value_at(series: &Series, x: f64) -> Option<f64> {
    let points = &series.points;
    let next = points.first_at(x);
    if let Some(point) = points.get(next).filter(|point| point.0 == x) {
        return Some(point.1).filter(|value| value.is_finite() && !in_gap(series, x, x));
    }
    let before = points.get(next.checked_sub(1)?)?;
    let after = points.get(next);
    let value = match (series.shape, after) {
        (Shape::Dots, _) => return None,
        (Shape::Step, Some(_)) => before.1,
        (Shape::Step, None) if x <= series.x_range()?.1 => before.1,
        (Shape::Line, Some(after)) => before.1 + (after.1 - before.1) * ((x - before.0) / (after.0 - before.0)),
        (_, None) => return None,
    };
    let reach = after.map_or(x, |after| after.0);
    (value.is_finite() && !in_gap(series, before.0, reach)).then_some(value)
}

/// Whether a gap begins at or after `from` and ends at or before `to`, or lies around both.
fn in_gap(series: &Series, from: f64, to: f64) -> bool {
    series.gaps.iter().any(|(a, b)| if from == to { *a < from && from < *b } else { *a < to && from < *b })
}

/// What each pixel column of this width holds, for the points of one stretch.
pub fn columns(points: &Points, stretch: Range<usize>, x: &Projection, width: f64) -> Vec<Column> {
    let indexed = Indexed::new(points);
    let column_of = |at: f64| (x.position_from_value(at) / width).floor() as i64;
    let mut found = Vec::new();
    let mut from = stretch.start;
    while let Some((at, first)) = points.get(from).filter(|_| from < stretch.end) {
        let index = column_of(at);
        let end = x.value_from_position((index + 1) as f64 * width);
        let mut to = points.first_at(end).clamp(from + 1, stretch.end);
        // The border is rounded; the points beside it decide by their own column.
        let in_column = |at: usize| points.get(at).is_some_and(|point| column_of(point.0) <= index);
        while to > from + 1 && !in_column(to - 1) {
            to -= 1;
        }
        while to < stretch.end && in_column(to) {
            to += 1;
        }
        let last = points.get(to - 1).map_or(first, |point| point.1);
        if let Some(extremes) = indexed.extremes(from..to).found() {
            let known = |value: f64| if value.is_finite() { value } else { extremes.high };
            found.push(Column { index, first: known(first), extremes, last: known(last) });
        }
        from = to;
    }
    found
}

/// The parts of a series that show between the ends of `x`; `column` is the width of a device pixel.
pub fn trace(series: &Series, x: &Projection, y: &Projection, column: f64) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for stretch in stretches(series, x.low, x.high, series.shape != Shape::Dots) {
        let at = |index: usize| series.points.get(index).map_or(x.low, |point| x.position_from_value(point.0));
        let pixels = (at(stretch.end - 1).min(x.to) - at(stretch.start).max(x.from)).max(0.0) / column;
        if (stretch.len() as f64) <= 2.0 * pixels + 64.0 {
            join_points(series, stretch, x, y, &mut pieces);
            continue;
        }
        let inner =
            series.points.first_at(x.low).max(stretch.start)..series.points.first_after(x.high).min(stretch.end);
        join_columns(series.shape, &columns(&series.points, inner, x, column), y, column, &mut pieces);
    }
    pieces
}

fn join_points(series: &Series, stretch: Range<usize>, x: &Projection, y: &Projection, pieces: &mut Vec<Piece>) {
    let place = |(at, value): (f64, f64)| (x.position_from_value(at), y.position_from_value(value));
    let end = series.x_range().map_or(x.high, |range| range.1);
    let mut line: Vec<Place> = Vec::new();
    let mut before: Option<(f64, f64)> = None;
    let is_last = stretch.end == series.points.len();
    for index in stretch {
        let point = series.points.get(index).filter(|point| point.1.is_finite());
        match (series.shape, before, point) {
            (_, _, None) => {}
            (Shape::Dots, _, Some(point)) => line.push(place(point)),
            (_, None, Some(point)) if x.contains(point.0) => line.push(place(point)),
            (_, None, Some(_)) => {}
            (Shape::Step, Some(last), Some(point)) => {
                let (from, to) = (last.0.max(x.low), point.0.min(x.high));
                line.extend([place((from, last.1)), place((to, last.1))]);
                if x.contains(point.0) {
                    line.push(place(point));
                }
            }
            (Shape::Line, Some(last), Some(point)) => {
                if last.0 < x.low {
                    line.push(place((x.low, between(last, point, x.low))));
                }
                line.push(if point.0 > x.high { place((x.high, between(last, point, x.high))) } else { place(point) });
            }
        }
        if point.is_none() && !line.is_empty() {
            pieces.push(Piece::Line(std::mem::take(&mut line)));
        }
        before = point;
    }
    let held = before.filter(|last| is_last && last.0 <= x.high && series.shape == Shape::Step);
    if let Some(last) = held {
        line.extend([place((last.0.max(x.low), last.1)), place((end.clamp(x.low, x.high), last.1))]);
    }
    if !line.is_empty() {
        pieces.push(Piece::Line(line));
    }
}

/// Value at `x` on the straight line through two points.
fn between(a: (f64, f64), b: (f64, f64), x: f64) -> f64 {
    let share = (x - a.0) / (b.0 - a.0);
    if share.is_finite() { a.1 + (b.1 - a.1) * share } else { b.1 }
}

fn join_columns(shape: Shape, columns: &[Column], y: &Projection, width: f64, pieces: &mut Vec<Piece>) {
    let centre = |column: &Column| (column.index as f64 + 0.5) * width;
    let is_filled = columns.windows(2).all(|pair| pair[1].index <= pair[0].index + 1);
    if shape == Shape::Dots || !is_filled {
        let mut line = Vec::with_capacity(columns.len() * 4);
        for column in columns {
            let (at, all) = (centre(column), column.extremes);
            let values: &[f64] = match shape {
                Shape::Dots => &[all.low, all.high],
                _ => &[column.first, all.low, all.high, column.last],
            };
            if let (Shape::Step, Some((_, held))) = (shape, line.last().copied()) {
                line.push((at, held));
            }
            line.extend(values.iter().map(|value| (at, y.position_from_value(*value))));
        }
        pieces.push(Piece::Line(line));
        return;
    }
    let (mut upper, mut lower) = (Vec::with_capacity(columns.len()), Vec::with_capacity(columns.len()));
    for (index, column) in columns.iter().enumerate() {
        let mut all = column.extremes;
        let before = index.checked_sub(1).and_then(|index| columns.get(index));
        // Where the line crosses into the neighbouring column, both must meet.
        if let Some(before) = before {
            all.add(if shape == Shape::Step { before.last } else { (before.last + column.first) / 2.0 });
        }
        if let (Shape::Line, Some(after)) = (shape, columns.get(index + 1)) {
            all.add((column.last + after.first) / 2.0);
        }
        upper.push((centre(column), y.position_from_value(all.high) - width / 2.0));
        lower.push((centre(column), y.position_from_value(all.low) + width / 2.0));
    }
    pieces.push(Piece::Dense(upper, lower));
}

#[cfg(test)]
#[path = "columns_tests.rs"]
mod tests;
