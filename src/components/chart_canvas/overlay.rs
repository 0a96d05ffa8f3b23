//! The layer above a chart: crosshair, dots at the cursor, the range being dragged. The chart
//! beneath is not drawn again.

use leptos::html::Canvas;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::ChartState;
use super::surface::fit;
use crate::charts::frame::Frame;
use crate::charts::readout::{Reading, reading};
use crate::charts::scene::Color;
use crate::charts::theme::Theme;

/// Draws the cursor.
#[component]
pub fn Overlay(state: ChartState) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    Effect::new(move |_| {
        let (frame, cursor, drag, theme) = (state.frame.get(), state.cursor.get(), state.drag.get(), state.theme.get());
        let (Some(canvas), Some(frame)) = (canvas.get(), frame) else { return };
        let hidden = state.hidden.get();
        let read = |x| state.chart.with(|chart| reading(chart, &hidden, &frame, x));
        let reading = cursor.filter(|x| frame.x.contains(*x)).map(read);
        // A canvas that cannot be drawn on only lacks its cursor.
        let _ = draw(&canvas, &frame, reading.as_ref(), drag, &theme);
    });
    view! { <canvas class="chart-overlay" node_ref=canvas aria-hidden="true"></canvas> }
}

fn draw(
    canvas: &HtmlCanvasElement,
    frame: &Frame,
    reading: Option<&Reading>,
    drag: Option<(f64, f64)>,
    theme: &Theme,
) -> Option<()> {
    let ratio = fit(canvas, frame.size)?;
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).ok()?;
    context.clear_rect(0.0, 0.0, frame.size.0 + 1.0, frame.size.1 + 1.0);
    let plot = frame.plot;
    if let Some((from, to)) = drag.filter(|(from, to)| (to - from).abs() > 2.0) {
        let (left, right) = (from.min(to), from.max(to));
        context.set_fill_style_str(&css(theme.accent.faded(0.14)));
        context.fill_rect(left, plot.top, right - left, plot.height());
        context.set_fill_style_str(&css(theme.accent));
        for edge in [left, right] {
            context.fill_rect(edge - 0.5, plot.top, 1.0, plot.height());
        }
    }
    let reading = reading?;
    let at = frame.x.position_from_value(reading.x);
    // One pixel of the device, on its grid.
    let left = (at * ratio).floor() / ratio;
    context.set_fill_style_str(&css(theme.ink_3));
    context.fill_rect(left, plot.top, 1.0 / ratio, plot.height());
    for row in reading.rows.iter().filter(|row| !row.is_rule) {
        let color = theme.stroke(row.role).color;
        let (low, high) = (frame.y.position_from_value(row.range.0), frame.y.position_from_value(row.range.1));
        let ends = if (low - high).abs() < 3.0 { vec![low] } else { vec![low, high] };
        for end in ends {
            context.begin_path();
            context.arc(at, end, 4.0, 0.0, std::f64::consts::TAU).ok()?;
            context.set_fill_style_str(&css(color));
            context.fill();
            // A ring in the colour of the ground parts the dot from its line.
            context.set_line_width(1.5);
            context.set_stroke_style_str(&css(theme.surface));
            context.stroke();
        }
    }
    Some(())
}

/// A colour as CSS writes it.
pub fn css(color: Color) -> String {
    let (r, g, b) = color.rgb;
    format!("rgba({r},{g},{b},{:.3})", color.alpha)
}
