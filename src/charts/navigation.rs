//! Moving the cursor and the visible range, by keys and by dragging.

use std::collections::BTreeSet;

use super::frame::Frame;
use super::readout::guide;
use super::spec::{Chart, XAxis};

/// A range of x; `None` is all of it.
pub type Zoom = Option<(f64, f64)>;

/// Where the cursor goes from a place by so many points. Where points are denser than pixels, a step
/// is a pixel's worth of them, so that the cursor is seen to move.
pub fn stepped(chart: &Chart, hidden: &BTreeSet<String>, frame: &Frame, from: f64, steps: i64) -> f64 {
    let (low, high) = chart.full_x_range();
    let Some(points) = guide(chart, hidden).map(|series| &series.points) else {
        return (from + frame.x.values_per(steps as f64)).clamp(low, high);
    };
    let shown = points.first_after(frame.x.high).saturating_sub(points.first_at(frame.x.low));
    let each = (shown as f64 / frame.plot.width().max(1.0)).round().max(1.0) as i64;
    let next = points.first_at(from);
    let here = match (next.checked_sub(1).and_then(|index| points.get(index)), points.get(next)) {
        (Some(before), Some(after)) if from - before.0 < after.0 - from => next - 1,
        (Some(_), None) => next - 1,
        _ => next,
    };
    let last = points.len().saturating_sub(1) as i64;
    let index = (here as i64).saturating_add(steps.saturating_mul(each)).clamp(0, last);
    points.get(index as usize).map_or(from, |point| point.0)
}

/// The visible range made narrower (`factor` below one) or wider about a place.
pub fn zoomed(chart: &Chart, visible: (f64, f64), about: f64, factor: f64) -> Zoom {
    let (low, high) = visible;
    let about = about.clamp(low, high);
    if matches!(chart.x, XAxis::Log { .. }) && low > 0.0 {
        return within(chart, (about * libm::pow(low / about, factor), about * libm::pow(high / about, factor)));
    }
    within(chart, (about - (about - low) * factor, about + (high - about) * factor))
}

/// The visible range moved just so far that it shows a place.
pub fn panned(chart: &Chart, zoom: Zoom, x: f64) -> Zoom {
    let (low, high) = zoom?;
    let shift = if x < low {
        x - low
    } else if x > high {
        x - high
    } else {
        return zoom;
    };
    within(chart, (low + shift, high + shift))
}

/// A range kept inside the whole one; `None` if it is nearly the whole, and never too narrow to draw.
pub fn within(chart: &Chart, range: (f64, f64)) -> Zoom {
    let (low, high) = chart.full_x_range();
    let whole = high - low;
    let (from, to) = (range.0.min(range.1).max(low), range.0.max(range.1).min(high));
    let is_sound = range.0.is_finite() && range.1.is_finite() && whole > 0.0;
    if !is_sound || to - from >= whole * 0.999 {
        return None;
    }
    // A hundred-millionth of the whole is far finer than any data and still exact in floating point.
    let least = whole * 1e-8;
    if to - from >= least {
        return Some((from, to));
    }
    let middle = (from / 2.0 + to / 2.0).clamp(low + least / 2.0, high - least / 2.0);
    Some((middle - least / 2.0, middle + least / 2.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::examples;
    use crate::charts::frame::View;
    use crate::charts::layout::layout;
    use crate::charts::theme::Theme;

    const WEEK: f64 = 7.0 * 86_400.0;

    fn frame(chart: &Chart) -> Frame {
        layout(chart, &View::new(Theme::light()), (800.0, 300.0), &|text, _| text.len() as f64 * 6.0).frame
    }

    #[test]
    fn the_cursor_goes_from_point_to_point() {
        let chart = examples::year();
        let (frame, hidden, start) = (frame(&chart), BTreeSet::new(), examples::NOVEMBER);
        assert_eq!(stepped(&chart, &hidden, &frame, start, 1), start + WEEK);
        assert_eq!(stepped(&chart, &hidden, &frame, start + WEEK * 3.4, -1), start + WEEK * 2.0);
        assert_eq!(stepped(&chart, &hidden, &frame, start, -10), start);
        assert_eq!(stepped(&chart, &hidden, &frame, start, i64::MAX), start + WEEK * 52.0);
        assert_eq!(stepped(&chart, &hidden, &frame, start + WEEK * 99.0, 0), start + WEEK * 52.0);
    }

    #[test]
    fn dense_points_are_stepped_by_pixels() {
        let chart = examples::long_year();
        let frame = frame(&chart);
        let moved = stepped(&chart, &BTreeSet::new(), &frame, examples::NOVEMBER, 1) - examples::NOVEMBER;
        let pixel = frame.x.values_per(1.0);
        assert!(moved > pixel * 0.9 && moved < pixel * 1.1, "{moved} for {pixel}");
    }

    #[test]
    fn zooming_stays_inside() {
        let chart = examples::week();
        let whole = chart.full_x_range();
        assert_eq!(zoomed(&chart, whole, 0.0, 0.5), Some((0.0, WEEK / 2.0)));
        assert_eq!(zoomed(&chart, (0.0, WEEK / 2.0), 0.0, 4.0), None);
        assert_eq!(panned(&chart, Some((0.0, 100.0)), 150.0), Some((50.0, 150.0)));
        assert_eq!(panned(&chart, Some((0.0, 100.0)), 50.0), Some((0.0, 100.0)));
        assert_eq!(panned(&chart, None, 50.0), None);
        assert_eq!(within(&chart, (f64::NAN, 3.0)), None);
        let narrow = within(&chart, (5.0, 5.0)).expect("a range");
        assert!(narrow.1 > narrow.0);
    }
}
