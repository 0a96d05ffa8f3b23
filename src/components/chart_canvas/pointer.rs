//! The pointer over a plot: moving reads values, dragging selects a range to zoom into.

use leptos::prelude::*;
use web_sys::PointerEvent;

use super::ChartState;
use crate::charts::readout::snap;

/// Dragging less than this many pixels is a click.
const LEAST_DRAG: f64 = 6.0;

/// Position of the pointer within the plot's box, in CSS pixels.
fn position(state: ChartState, event: &PointerEvent) -> Option<f64> {
    let plot = state.plot.try_get_untracked().flatten()?;
    Some(f64::from(event.client_x()) - plot.get_bounding_client_rect().left())
}

/// The position held inside the axes, if the chart is drawn.
fn inside(state: ChartState, at: f64) -> Option<f64> {
    let plot = state.frame.try_get_untracked().flatten()?.plot;
    Some(at.clamp(plot.left, plot.right.max(plot.left)))
}

/// A press begins a drag.
pub fn down(state: ChartState, event: &PointerEvent) {
    let Some(at) = position(state, event).and_then(|at| inside(state, at)) else { return };
    if event.button() != 0 || !event.is_primary() {
        return;
    }
    if let Some(plot) = state.plot.try_get_untracked().flatten() {
        // Without capture, a drag that leaves the plot only ends there.
        let _ = plot.set_pointer_capture(event.pointer_id());
    }
    let _ = state.drag.try_set(Some((at, at)));
    read(state, at);
}

/// Moving reads the values there, or widens the dragged range.
pub fn moved(state: ChartState, event: &PointerEvent) {
    let Some(at) = position(state, event).and_then(|at| inside(state, at)) else { return };
    if event.is_primary() {
        if let Some(Some((from, _))) = state.drag.try_get_untracked() {
            let _ = state.drag.try_set(Some((from, at)));
        }
        read(state, at);
    }
}

/// Letting go zooms into the dragged range.
pub fn up(state: ChartState, event: &PointerEvent) {
    let dragged = state.drag.try_get_untracked().flatten();
    cancelled(state);
    let (Some((from, to)), true, Some(Some(frame))) = (dragged, event.is_primary(), state.frame.try_get_untracked())
    else {
        return;
    };
    if (to - from).abs() >= LEAST_DRAG {
        state.show((frame.x.value_from_position(from), frame.x.value_from_position(to)));
        let _ = state.cursor.try_set(None);
    }
}

/// The browser took the gesture over, to scroll the page.
pub fn cancelled(state: ChartState) {
    if state.drag.try_get_untracked().flatten().is_some() {
        let _ = state.drag.try_set(None);
    }
}

/// A mouse that leaves takes the cursor with it; after a tap the values stay to be read.
pub fn left(state: ChartState, event: &PointerEvent) {
    let is_idle = state.drag.try_get_untracked().flatten().is_none();
    if is_idle && event.pointer_type() != "touch" {
        let _ = state.cursor.try_set(None);
    }
}

fn read(state: ChartState, at: f64) {
    let Some(Some(frame)) = state.frame.try_get_untracked() else { return };
    let Some(hidden) = state.hidden.try_get_untracked() else { return };
    let wanted = frame.x.value_from_position(at);
    let place = state.chart.try_with_untracked(|chart| snap(chart, &hidden, &frame, wanted));
    if let (Some(place), Some(before)) = (place, state.cursor.try_get_untracked())
        && before != Some(place)
    {
        let _ = state.cursor.try_set(Some(place));
    }
}
