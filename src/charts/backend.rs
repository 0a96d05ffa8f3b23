//! A plotters backend for the page: `plotters_canvas` with whole paths in one call, cached text
//! widths, and units finer than a pixel.

use std::cell::RefCell;
use std::collections::HashMap;

use plotters::drawing::IntoDrawingArea;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::draw::{Lay, draw, paint};
use super::frame::{Frame, View};
use super::paint::PLOTTERS_EM;
use super::spec::Chart;

/// Units of this backend in a pixel of the canvas: plotters has whole units only, curves need finer ones.
pub const UNITS: u32 = 8;

/// Stands for "lift the pen" in a list of coordinates.
const LIFT: i32 = i32::MIN;

#[wasm_bindgen(inline_js = r"
function trace(context, path) {
  context.beginPath();
  let lifted = true;
  for (let i = 0; i + 1 < path.length; i += 2) {
    if (path[i] === -2147483648) lifted = true;
    else if (lifted) { context.moveTo(path[i], path[i + 1]); lifted = false; }
    else context.lineTo(path[i], path[i + 1]);
  }
}
export function stroke_path(context, path, color, width) {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.lineJoin = 'round';
  trace(context, path);
  context.stroke();
}
export function fill_path(context, path, color) {
  context.fillStyle = color;
  trace(context, path);
  context.fill();
}
")]
extern "C" {
    fn stroke_path(context: &CanvasRenderingContext2d, path: &[i32], color: &str, width: f64);
    fn fill_path(context: &CanvasRenderingContext2d, path: &[i32], color: &str);
}

/// What the collected path is for.
#[derive(Clone, Copy, PartialEq)]
enum Pen {
    Stroke { rgb: (u8, u8, u8), alpha: f64, width: u32 },
    Fill { rgb: (u8, u8, u8), alpha: f64 },
}

/// Draws on a canvas element. Its unit is an eighth of a pixel of the canvas.
pub struct PageCanvas {
    inner: CanvasBackend,
    context: CanvasRenderingContext2d,
    size: (u32, u32),
    pen: Option<Pen>,
    path: Vec<i32>,
    font: String,
}

type Failure = DrawingErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>;

impl PageCanvas {
    /// `None` if the canvas gives no two-dimensional context.
    pub fn new(canvas: &HtmlCanvasElement) -> Option<Self> {
        let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        let inner = CanvasBackend::with_canvas_object(canvas.clone())?;
        let unit = 1.0 / f64::from(UNITS);
        context.set_transform(unit, 0.0, 0.0, unit, 0.0, 0.0).ok()?;
        let size = (canvas.width().saturating_mul(UNITS), canvas.height().saturating_mul(UNITS));
        Some(Self { inner, context, size, pen: None, path: Vec::new(), font: String::new() })
    }

    /// Draws the collected path.
    fn flush(&mut self) {
        match self.pen.take() {
            Some(Pen::Stroke { rgb, alpha, width }) => {
                stroke_path(&self.context, &self.path, &css(BackendColor { alpha, rgb }), f64::from(width));
            }
            Some(Pen::Fill { rgb, alpha }) => {
                fill_path(&self.context, &self.path, &css(BackendColor { alpha, rgb }));
            }
            None => {}
        }
        self.path.clear();
    }

    /// Adds a path; paths that look the same are drawn together.
    fn collect(&mut self, pen: Pen, path: impl IntoIterator<Item = BackendCoord>) {
        if self.pen != Some(pen) {
            self.flush();
            self.pen = Some(pen);
        }
        if !self.path.is_empty() {
            self.path.extend([LIFT, 0]);
        }
        self.path.extend(path.into_iter().flat_map(|(x, y)| [x, y]));
    }
}

impl DrawingBackend for PageCanvas {
    type ErrorType = <CanvasBackend as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Result<(), Failure> {
        self.inner.ensure_prepared()
    }

    fn present(&mut self) -> Result<(), Failure> {
        self.flush();
        self.inner.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Result<(), Failure> {
        self.flush();
        self.inner.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Result<(), Failure> {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), Failure> {
        self.flush();
        self.inner.draw_rect(upper_left, bottom_right, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), Failure> {
        let BackendColor { alpha, rgb } = style.color();
        self.collect(Pen::Stroke { rgb, alpha, width: style.stroke_width() }, path);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), Failure> {
        let BackendColor { alpha, rgb } = style.color();
        self.collect(Pen::Fill { rgb, alpha }, path);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Result<(), Failure> {
        self.flush();
        self.inner.draw_circle(center, radius, style, fill)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, pos: BackendCoord) -> Result<(), Failure> {
        self.flush();
        let size = style.size() / PLOTTERS_EM;
        let font = css_font(style);
        if font != self.font {
            self.context.set_font(&font);
            self.font = font;
        }
        self.context.set_text_align(match style.anchor().h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        });
        self.context.set_text_baseline("alphabetic");
        self.context.set_fill_style_str(&css(style.color()));
        // The same shifts as the SVG backend's, so that both pictures agree.
        let shift = match style.anchor().v_pos {
            VPos::Top => 0.76,
            VPos::Center => 0.27,
            VPos::Bottom => -0.27,
        };
        // A text that cannot be drawn leaves a picture without it; that is no reason to stop.
        let _ = self.context.fill_text(text, f64::from(pos.0), f64::from(pos.1) + size * shift);
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(&self, text: &str, style: &S) -> Result<(u32, u32), Failure> {
        let size = style.size() / PLOTTERS_EM;
        let width = text_width(&self.context, &self.font, css_font(style), text);
        Ok((width.ceil().max(0.0) as u32, size.ceil().max(0.0) as u32))
    }

    fn blit_bitmap(&mut self, pos: BackendCoord, size: (u32, u32), src: &[u8]) -> Result<(), Failure> {
        self.flush();
        self.inner.blit_bitmap(pos, size, src)
    }
}

/// Texts remembered before the widths are forgotten; axes repeat the same few.
const MOST_TEXTS: usize = 4_096;

thread_local! {
    static WIDTHS: RefCell<HashMap<String, HashMap<String, f64>>> = RefCell::new(HashMap::new());
}

/// Width of a text in units; asks the canvas once for each text and font. Leaves `current` set.
fn text_width(context: &CanvasRenderingContext2d, current: &str, font: String, text: &str) -> f64 {
    WIDTHS.with_borrow_mut(|widths| {
        if let Some(width) = widths.get(&font).and_then(|texts| texts.get(text)) {
            return *width;
        }
        context.set_font(&font);
        let width = context.measure_text(text).map_or(0.0, |metrics| metrics.width());
        if !current.is_empty() {
            context.set_font(current);
        }
        let texts = widths.entry(font).or_default();
        if texts.len() >= MOST_TEXTS {
            texts.clear();
        }
        texts.insert(text.to_owned(), width);
        width
    })
}

fn css_font<S: BackendTextStyle>(style: &S) -> String {
    let weight = if matches!(style.style(), FontStyle::Bold) { "600" } else { "400" };
    format!("{weight} {}px {}", style.size() / PLOTTERS_EM, style.family().as_str())
}

fn css(color: BackendColor) -> String {
    let (r, g, b) = color.rgb;
    format!("rgba({r},{g},{b},{:.4})", color.alpha)
}

/// Draws a chart over a whole canvas whose pixel ratio is given. `None` if the canvas refuses.
pub fn draw_on(canvas: &HtmlCanvasElement, chart: &Chart, view: &View, pixel_ratio: f64) -> Option<Frame> {
    draw(chart, &scaled(view, pixel_ratio), &PageCanvas::new(canvas)?.into_drawing_area()).ok()
}

/// Draws a picture over a whole canvas, likewise.
pub fn paint_on(canvas: &HtmlCanvasElement, lay: Lay<'_>, view: &View, pixel_ratio: f64) -> Option<()> {
    paint(lay, &scaled(view, pixel_ratio), &PageCanvas::new(canvas)?.into_drawing_area()).ok()
}

/// The view in units of this backend.
fn scaled(view: &View, pixel_ratio: f64) -> View {
    let ratio = if pixel_ratio.is_finite() { pixel_ratio.clamp(0.25, 16.0) } else { 1.0 };
    let units = f64::from(UNITS);
    View { scale: ratio * units, device: units, ..view.clone() }
}
