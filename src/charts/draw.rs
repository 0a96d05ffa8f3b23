//! Draws a chart, or any picture, on any plotters backend: a canvas in the page, an SVG document in a test or export.

use std::cell::Cell;

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters_backend::DrawingBackend;

use super::frame::{Frame, Measure, View};
use super::layout::layout;
use super::paint::Painting;
use super::spec::Chart;
use super::theme::Theme;

pub use super::paint::Lay;

/// Draws a chart over a whole drawing area and says where the plot came to lie.
///
/// # Errors
///
/// What the backend reports.
pub fn draw<DB: DrawingBackend>(
    chart: &Chart,
    view: &View,
    area: &DrawingArea<DB, Shift>,
) -> Result<Frame, DrawingAreaErrorKind<DB::ErrorType>> {
    let frame = Cell::new(None);
    let lay = |size: (f64, f64), measure: Measure<'_>| {
        let picture = layout(chart, view, size, measure);
        frame.set(Some(picture.frame));
        picture.items
    };
    paint(&lay, view, area)?;
    frame.get().ok_or(DrawingAreaErrorKind::LayoutError)
}

/// Draws a picture over a whole drawing area, in the font and units of a view.
///
/// # Errors
///
/// What the backend reports.
pub fn paint<DB: DrawingBackend>(
    lay: Lay<'_>,
    view: &View,
    area: &DrawingArea<DB, Shift>,
) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
    area.draw(&Painting { lay, view, origin: (0, 0) })?;
    area.present()
}

/// Units of an SVG document in a CSS pixel: plotters has whole units only, and a curve needs finer ones.
const SVG_UNITS: u32 = 8;

/// The chart as an SVG document of this size in CSS pixels, on white, with its title.
pub fn svg(
    chart: &Chart,
    x: Option<(f64, f64)>,
    hidden: &std::collections::BTreeSet<String>,
    size: (u32, u32),
) -> String {
    let view = View { x, hidden: hidden.clone(), titled: true, ..svg_view() };
    let lay = |size: (f64, f64), measure: Measure<'_>| layout(chart, &view, size, measure).items;
    svg_of(&chart.title, &chart.summary, size, &lay)
}

/// A view in the units of an SVG document, on white.
fn svg_view() -> View {
    let units = f64::from(SVG_UNITS);
    View { scale: units, device: units, ..View::new(Theme::light()) }
}

/// A picture as an SVG document of this size in CSS pixels.
pub fn svg_of(title: &str, summary: &str, size: (u32, u32), lay: Lay<'_>) -> String {
    let size = (size.0.clamp(1, 10_000), size.1.clamp(1, 10_000));
    let mut document = String::new();
    {
        let backend = SVGBackend::with_string(&mut document, (size.0 * SVG_UNITS, size.1 * SVG_UNITS));
        // Writing to a string cannot fail.
        let _ = paint(lay, &svg_view(), &backend.into_drawing_area());
    }
    let content = document.find('>').and_then(|end| document.get(end + 1..)).unwrap_or_default();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" role=\"img\" \
         stroke-linejoin=\"round\">\n<title>{}</title>\n<desc>{}</desc>{content}",
        size.0,
        size.1,
        size.0 * SVG_UNITS,
        size.1 * SVG_UNITS,
        escaped(title),
        escaped(summary),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
#[path = "draw_tests.rs"]
mod tests;
