//! Keys of a focused plot: everything that the pointer can do.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::ChartState;
use crate::charts::navigation::{panned, stepped};

/// Answers a key, and keeps it from scrolling the page if it was meant for the chart.
pub fn pressed(state: ChartState, event: &KeyboardEvent) {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let steps = if event.shift_key() { 10 } else { 1 };
    let is_ours = match event.key().as_str() {
        "ArrowLeft" => step(state, -steps),
        "ArrowRight" => step(state, steps),
        "Home" => go_to_end(state, false),
        "End" => go_to_end(state, true),
        "+" | "=" => zoom(state, 0.5),
        "-" | "_" => zoom(state, 2.0),
        "Escape" => clear(state),
        _ => false,
    };
    if is_ours {
        event.prevent_default();
        event.stop_propagation();
    }
}

fn step(state: ChartState, steps: i64) -> bool {
    let (Some(Some(frame)), Some(hidden)) = (state.frame.try_get_untracked(), state.hidden.try_get_untracked()) else {
        return false;
    };
    let cursor = state.cursor.try_get_untracked().flatten();
    // The first key shows the cursor where the eye enters: at the end from which it comes.
    let (from, steps) = match cursor {
        Some(x) => (x, steps),
        None if steps > 0 => (frame.x.low, 0),
        None => (frame.x.high, 0),
    };
    match state.chart.try_with_untracked(|chart| stepped(chart, &hidden, &frame, from, steps)) {
        Some(x) => go_to(state, x),
        None => false,
    }
}

fn go_to_end(state: ChartState, is_last: bool) -> bool {
    let Some(Some(frame)) = state.frame.try_get_untracked() else { return false };
    let Some(hidden) = state.hidden.try_get_untracked() else { return false };
    let end = if is_last { frame.x.high } else { frame.x.low };
    let x = state.chart.try_with_untracked(|chart| crate::charts::readout::snap(chart, &hidden, &frame, end));
    x.is_some_and(|x| go_to(state, x))
}

/// Puts the cursor somewhere, brings it into view, and says what is there.
fn go_to(state: ChartState, x: f64) -> bool {
    let zoom = state.zoom.try_get_untracked().flatten();
    if let Some(moved) = state.chart.try_with_untracked(|chart| panned(chart, zoom, x)) {
        state.set_zoom(moved);
    }
    let _ = state.cursor.try_set(Some(x));
    let unit = state.chart.try_with_untracked(|chart| chart.y.unit.clone()).unwrap_or_default();
    if let Some(reading) = state.reading_at(x) {
        let _ = state.live.try_set(reading.sentence(&unit));
    }
    true
}

fn zoom(state: ChartState, factor: f64) -> bool {
    state.zoom_by(factor);
    true
}

fn clear(state: ChartState) -> bool {
    let had_cursor = state.cursor.try_get_untracked().flatten().is_some();
    let had_zoom = state.zoom.try_get_untracked().flatten().is_some();
    super::pointer::cancelled(state);
    if had_cursor {
        let _ = state.cursor.try_set(None);
    } else if had_zoom {
        state.set_zoom(None);
    }
    had_cursor || had_zoom
}
