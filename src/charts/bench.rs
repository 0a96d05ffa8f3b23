//! One redraw, to be timed from outside: the same work as in the page, without waiting for a frame.

use web_sys::HtmlCanvasElement;

use super::backend::draw_on;
use super::frame::View;
use super::pyramid;
use super::spec::Chart;
use super::theme::Theme;

/// Draws the chart as after a change of its data: reads every point and builds its pyramid.
/// Answers whether something was drawn.
pub fn redraw(canvas: &HtmlCanvasElement, chart: &Chart) -> bool {
    pyramid::forget();
    redraw_cached(canvas, chart)
}

/// Draws the chart as after a change of size or theme, or while zooming: the points are known.
pub fn redraw_cached(canvas: &HtmlCanvasElement, chart: &Chart) -> bool {
    let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
    draw_on(canvas, chart, &View::new(Theme::light()), ratio).is_some()
}
