//! Draws a chart on any plotters backend: a canvas in the page, an SVG document in a test or export.

use std::cell::Cell;

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters_backend::DrawingBackend;

use super::frame::{Frame, View};
use super::paint::Painting;
use super::spec::Chart;
use super::theme::Theme;

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
    let painting = Painting { chart, view, origin: (0, 0), frame: Cell::new(None) };
    area.draw(&painting)?;
    area.present()?;
    painting.frame.get().ok_or(DrawingAreaErrorKind::LayoutError)
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
    let size = (size.0.clamp(1, 10_000), size.1.clamp(1, 10_000));
    let units = f64::from(SVG_UNITS);
    let view = View { x, hidden: hidden.clone(), theme: Theme::light(), scale: units, device: units, titled: true };
    let mut document = String::new();
    {
        let backend = SVGBackend::with_string(&mut document, (size.0 * SVG_UNITS, size.1 * SVG_UNITS));
        // Writing to a string cannot fail.
        let _ = draw(chart, &view, &backend.into_drawing_area());
    }
    let content = document.find('>').and_then(|end| document.get(end + 1..)).unwrap_or_default();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" role=\"img\" \
         stroke-linejoin=\"round\">\n<title>{}</title>\n<desc>{}</desc>{content}",
        size.0,
        size.1,
        size.0 * SVG_UNITS,
        size.1 * SVG_UNITS,
        escaped(&chart.title),
        escaped(&chart.summary),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
#[path = "draw_tests.rs"]
mod tests;
