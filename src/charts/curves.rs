//! The data itself: lines, dots, rules, and the areas between edges.

use super::columns::{Piece, extremes_between, trace, value_at};
use super::frame::{Frame, Scene};
use super::pyramid::Extremes;
use super::scene::{Color, Dash, Item, Place, Rect, Stroke};
use super::spec::{Band, BandRole, Dot, Edge, Role, Series, Shape};
use std::ops::Range;

/// Adds the lines, the ghosts of the baseline lowest.
pub(super) fn lines(scene: &Scene<'_>, frame: &Frame, items: &mut Vec<Item>) {
    let theme = &scene.view.theme;
    let column = column(scene);
    let (ghosts, others): (Vec<&Series>, Vec<&Series>) = scene.shown.iter().partition(|s| s.role == Role::Ghost);
    for series in ghosts.into_iter().chain(others) {
        let stroke = theme.stroke(series.role);
        for piece in trace(series, &frame.x, &frame.y, column) {
            match piece {
                Piece::Line(line) if series.shape == Shape::Dots || line.len() == 1 => {
                    dots(series.dot, line, stroke.color, theme.surface, items);
                }
                Piece::Line(line) => items.push(Item::Line(line, stroke)),
                Piece::Dense(upper, lower) => {
                    let thin = |share| Stroke { color: stroke.color.faded(share), width: column, dash: &[] };
                    let mut stripe = |upper: Vec<Place>, lower: Vec<Place>| {
                        items.push(Item::Line(serpentine(&upper, &lower), thin(0.5)));
                        items.push(Item::Line(upper, thin(1.0)));
                        items.push(Item::Line(lower, thin(1.0)));
                    };
                    if stroke.dash.is_empty() {
                        stripe(upper, lower);
                        continue;
                    }
                    // What is dashed is so here too, as stripes; nothing of it is hidden in the gaps, only paler.
                    for run in runs(&upper, stroke.dash) {
                        stripe(upper[run.clone()].to_vec(), lower[run].to_vec());
                    }
                    items.push(Item::Line(serpentine(&upper, &lower), thin(0.35)));
                }
            }
        }
    }
}

/// The stretches of a border that a dash leaves to be drawn, counted from the left edge.
fn runs(border: &[Place], dash: Dash) -> Vec<Range<usize>> {
    let period: f64 = dash.iter().sum();
    let is_drawn = |place: &Place| {
        let mut rest = place.0.rem_euclid(period);
        let part = dash.iter().position(|length| {
            rest -= length;
            rest < 0.0
        });
        part.is_none_or(|part| part % 2 == 0)
    };
    let drawn: Vec<bool> = border.iter().map(is_drawn).collect();
    let mut start = 0;
    let ranges = drawn.chunk_by(|one, other| one == other).map(|run| {
        start += run.len();
        (run[0], start - run.len()..start)
    });
    ranges.filter(|(is_drawn, _)| *is_drawn).map(|(_, run)| run).collect()
}

/// Adds the dots of a series.
fn dots(dot: Dot, places: Vec<Place>, color: Color, surface: Color, items: &mut Vec<Item>) {
    let is_ringed = matches!(dot, Dot::LargeRinged | Dot::CrossRinged);
    if is_ringed {
        items.push(Item::Dots(places.clone(), 20.0, color));
        items.push(Item::Dots(places.clone(), 16.0, surface));
    }
    match dot {
        Dot::Small => items.push(Item::Dots(places, 6.0, color)),
        Dot::Large | Dot::LargeRinged => items.push(Item::Dots(places, 10.0, color)),
        Dot::Cross | Dot::CrossRinged => {
            for (x, y) in places {
                let stroke = Stroke { color, width: 2.5, dash: &[] };
                items.push(Item::Line(vec![(x - 4.5, y - 4.5), (x + 4.5, y + 4.5)], stroke));
                items.push(Item::Line(vec![(x - 4.5, y + 4.5), (x + 4.5, y - 4.5)], stroke));
            }
        }
    }
}

/// Fills the stretch between two borders, column by column, with one line that runs down and up.
///
/// Browsers fill an area with a ragged border slowly (50 ms for 800 columns in Chromium) and draw a
/// line one pixel wide fast (1 ms).
fn serpentine(upper: &[Place], lower: &[Place]) -> Vec<Place> {
    let turn = |(index, (top, bottom)): (usize, (&Place, &Place))| {
        if index % 2 == 0 { [*top, *bottom] } else { [*bottom, *top] }
    };
    upper.iter().zip(lower).enumerate().flat_map(turn).collect()
}

/// Adds the horizontal lines.
pub(super) fn rules(scene: &Scene<'_>, frame: &Frame, items: &mut Vec<Item>) {
    for rule in scene.chart.rules.iter().filter(|rule| rule.value.is_finite()) {
        let at = frame.y.position_from_value(rule.value);
        let stroke = scene.view.theme.stroke(rule.role);
        items.push(Item::Hair((frame.plot.left, at), (frame.plot.right, at), stroke));
    }
}

/// Adds the areas.
pub(super) fn bands(scene: &Scene<'_>, frame: &Frame, items: &mut Vec<Item>) {
    for band in scene.chart.bands.iter().filter(|band| scene.shows(&band.name)) {
        let (from, to) = band.x.unwrap_or((frame.x.low, frame.x.high));
        let (from, to) = (from.max(frame.x.low), to.min(frame.x.high));
        if from.is_nan() || to.is_nan() || from > to {
            continue;
        }
        let color = scene.view.theme.band(band.role);
        if let (Edge::Constant(lower), Edge::Constant(upper)) = (&band.lower, &band.upper) {
            let (low, high) = (lower.min(*upper), lower.max(*upper));
            let rect = Rect {
                left: frame.x.position_from_value(from),
                right: frame.x.position_from_value(to),
                top: frame.y.position_from_value(high),
                bottom: frame.y.position_from_value(low),
            };
            items.push(Item::Box(rect, color));
            continue;
        }
        for (above, below) in borders(scene, frame, band, (from, to)) {
            // A ragged border is cheaper to draw in columns; a smooth one looks better as an area.
            let climb = |line: &[Place]| line.windows(2).map(|pair| (pair[1].1 - pair[0].1).abs()).sum::<f64>();
            if climb(&above) + climb(&below) > 4.0 * frame.plot.width() {
                items.push(Item::Line(serpentine(&above, &below), Stroke { color, width: column(scene), dash: &[] }));
            } else {
                items.push(Item::Area(above.into_iter().chain(below.into_iter().rev()).collect(), color));
            }
        }
    }
}

/// Upper and lower border of a stretch.
type Borders = (Vec<Place>, Vec<Place>);

/// Width of a pixel of the device.
fn column(scene: &Scene<'_>) -> f64 {
    (scene.view.device / scene.view.scale).clamp(0.05, 1.0)
}

/// Borders of an area whose edges vary, looked at once a pixel of the device.
fn borders(scene: &Scene<'_>, frame: &Frame, band: &Band, (from, to): (f64, f64)) -> Vec<Borders> {
    let left = frame.x.position_from_value(from);
    let right = frame.x.position_from_value(to);
    let steps = ((right - left) / column(scene)).clamp(1.0, 20_000.0).ceil() as usize;
    // Headroom is what surely lies free; any other area takes in all that its edges reach.
    let is_inner = band.role == BandRole::Headroom;
    let lower = EdgeLine::new(scene, &band.lower, is_inner);
    let upper = EdgeLine::new(scene, &band.upper, !is_inner);
    let half = frame.x.values_per(column(scene) / 2.0);
    let mut found = Vec::new();
    let (mut above, mut below): (Vec<Place>, Vec<Place>) = (Vec::new(), Vec::new());
    for step in 0..=steps {
        let position = left + (right - left) * step as f64 / steps as f64;
        let x = frame.x.value_from_position(position).clamp(from, to);
        match (lower.at(x, half), upper.at(x, half)) {
            (Some(low), Some(high)) => {
                above.push((position, frame.y.position_from_value(high.max(low))));
                below.push((position, frame.y.position_from_value(low)));
            }
            _ => close(&mut above, &mut below, &mut found),
        }
    }
    close(&mut above, &mut below, &mut found);
    found
}

fn close(above: &mut Vec<Place>, below: &mut Vec<Place>, found: &mut Vec<Borders>) {
    let borders = (std::mem::take(above), std::mem::take(below));
    if borders.0.len() > 1 {
        found.push(borders);
    }
}

/// The lower and the upper edge of an area at a place of x.
pub(super) fn reach(scene: &Scene<'_>, band: &Band, x: f64) -> Option<(f64, f64)> {
    let (lower, upper) = (EdgeLine::new(scene, &band.lower, true), EdgeLine::new(scene, &band.upper, false));
    Some((lower.at(x, 0.0)?, upper.at(x, 0.0)?))
}

/// An edge that can be asked for its height.
enum EdgeLine {
    Constant(f64),
    Line { series: Series, is_dense: bool, take_high: bool },
    Missing,
}

impl EdgeLine {
    fn new(scene: &Scene<'_>, edge: &Edge, take_high: bool) -> Self {
        let series = match edge {
            Edge::Constant(value) => return Self::Constant(*value),
            Edge::Series(index) => scene.chart.series.get(*index).cloned(),
            Edge::Points(points) => Some(Series::unnamed(points.clone())),
        };
        match series {
            Some(series) => Self::Line { is_dense: series.points.len() > 2_000, take_high, series },
            None => Self::Missing,
        }
    }

    fn at(&self, x: f64, half: f64) -> Option<f64> {
        match self {
            Self::Constant(value) => Some(*value).filter(|value| value.is_finite()),
            Self::Line { series, is_dense: true, take_high } => {
                let Extremes { low, high } = extremes_between(series, x - half, x + half).found()?;
                Some(if *take_high { high } else { low })
            }
            Self::Line { series, .. } => value_at(series, x),
            Self::Missing => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dense_line_has_the_gaps_of_its_dash() {
        let border: Vec<Place> = (0..12).map(|at| (f64::from(at) + 0.5, 10.0)).collect();
        // Three drawn and two left out: 0 to 2, 5 to 7, 10 and 11.
        assert_eq!(runs(&border, &[3.0, 2.0]), [0..3, 5..8, 10..12]);
    }
}
