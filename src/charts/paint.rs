//! Paints a laid out picture with any plotters backend: rounds to its units, cuts dashes.

use std::convert::Infallible;
use std::iter::{Once, once};

use plotters::element::{Drawable, PointCollection};
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily, FontStyle,
};

use super::frame::{Measure, View};
use super::scene::{Align, Color, Font, Item, Place, Stroke, Text};

/// Plotters sizes a font by a box that is this many times as high as CSS does.
pub const PLOTTERS_EM: f64 = 1.24;

/// Backends centre a text on its small letters; this share of the font size centres its digits.
const DIGIT_SHIFT: f64 = 0.08;

/// Lays a picture of this size in CSS pixels out: what to paint, the lowest first.
pub type Lay<'a> = &'a dyn Fn((f64, f64), Measure<'_>) -> Vec<Item>;

/// A plotters element that is a whole picture.
pub(super) struct Painting<'a> {
    pub lay: Lay<'a>,
    pub view: &'a View,
    pub origin: BackendCoord,
}

impl<'a> PointCollection<'a, BackendCoord> for &'a Painting<'_> {
    type Point = &'a BackendCoord;
    type IntoIter = Once<&'a BackendCoord>;

    fn point_iter(self) -> Self::IntoIter {
        once(&self.origin)
    }
}

impl<DB: DrawingBackend> Drawable<DB> for Painting<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut points: I,
        backend: &mut DB,
        (width, height): (u32, u32),
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        let scale = if self.view.scale > 0.0 { self.view.scale } else { 1.0 };
        let device = if self.view.device > 0.0 { self.view.device } else { 1.0 };
        let origin = points.next().unwrap_or(self.origin);
        let brush = Brush { scale, device, origin, family: &self.view.theme.font };
        let measure = |text: &str, font: Font| {
            let words = Words { font, color: self.view.theme.ink, align: Align::Left, family: brush.family, scale };
            backend.estimate_text_size(text, &words).map_or(0.0, |(width, _)| f64::from(width) / scale)
        };
        let size = (f64::from(width) / scale, f64::from(height) / scale);
        (self.lay)(size, &measure).iter().try_for_each(|item| brush.paint(item, backend))
    }
}

/// Converts CSS pixels to units of the backend.
struct Brush<'a> {
    scale: f64,
    device: f64,
    origin: BackendCoord,
    family: &'a str,
}

impl Brush<'_> {
    fn place(&self, (x, y): Place) -> BackendCoord {
        ((x * self.scale).round() as i32 + self.origin.0, (y * self.scale).round() as i32 + self.origin.1)
    }

    fn pen(&self, stroke: &Stroke) -> Pen {
        Pen { color: color(stroke.color), width: (stroke.width * self.scale).round().max(1.0) as u32 }
    }

    fn paint<DB: DrawingBackend>(&self, item: &Item, backend: &mut DB) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        match item {
            Item::Line(line, stroke) => self.line(line, stroke, self.pen(stroke), backend),
            Item::Hair(from, to, stroke) => {
                let device = self.device / self.scale;
                let pixels = (stroke.width / device).round().max(1.0);
                let snapped = Stroke { width: pixels * device, ..*stroke };
                // The middle of an odd number of pixels is the middle of a pixel.
                let half = if pixels as i64 % 2 == 1 { 0.5 } else { 0.0 };
                let snap = |at: f64| ((at / device - half).round() + half) * device;
                let (mut from, mut to) = (*from, *to);
                if from.0 == to.0 {
                    (from.0, to.0) = (snap(from.0), snap(to.0));
                } else {
                    (from.1, to.1) = (snap(from.1), snap(to.1));
                }
                self.line(&[from, to], &snapped, self.pen(&snapped), backend)
            }
            Item::Dots(dots, width, ink) => {
                let radius = (width / 2.0 * self.scale).round().max(1.0) as u32;
                dots.iter().try_for_each(|dot| backend.draw_circle(self.place(*dot), radius, &color(*ink), true))
            }
            Item::Area(outline, ink) if outline.len() > 2 => {
                backend.fill_polygon(outline.iter().map(|place| self.place(*place)), &color(*ink))
            }
            Item::Area(..) => Ok(()),
            Item::Box(rect, ink) => {
                let (from, to) = (self.place((rect.left, rect.top)), self.place((rect.right, rect.bottom)));
                backend.draw_rect(from, to, &color(*ink), true)
            }
            Item::Text(text) => {
                let Text { font, color, align, at: (x, y), .. } = *text;
                let words = Words { font, color, align, family: self.family, scale: self.scale };
                backend.draw_text(&text.text, &words, self.place((x, y + font.size * DIGIT_SHIFT)))
            }
        }
    }

    fn line<DB: DrawingBackend>(
        &self,
        line: &[Place],
        stroke: &Stroke,
        pen: Pen,
        backend: &mut DB,
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        if stroke.dash.is_empty() {
            return backend.draw_path(line.iter().map(|place| self.place(*place)), &pen);
        }
        cut(line, stroke.dash)
            .iter()
            .try_for_each(|dash| backend.draw_path(dash.iter().map(|place| self.place(*place)), &pen))
    }
}

/// Cuts a line into dashes.
///
/// Lengths count along the line. Where it runs up and down so much that dashes along it would blur,
/// they count along x instead.
pub fn cut(line: &[Place], pattern: &[f64]) -> Vec<Vec<Place>> {
    let Some((first, last)) = line.first().zip(line.last()) else { return Vec::new() };
    let total: f64 = line.windows(2).map(|pair| along(pair[0], pair[1])).sum();
    let is_busy = total > 8.0 * (last.0 - first.0).abs().max(40.0);
    let length = |a: Place, b: Place| if is_busy { (b.0 - a.0).abs() } else { along(a, b) };
    let mut dashes = Vec::new();
    let mut dash = vec![*first];
    let (mut index, mut left) = (0, pattern.first().copied().unwrap_or(1.0).max(0.5));
    for pair in line.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let (whole, mut done) = (length(from, to), 0.0);
        while whole - done > left {
            done += left;
            let share = done / whole;
            let place = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
            if index % 2 == 0 {
                dash.push(place);
                dashes.push(std::mem::take(&mut dash));
            } else {
                dash = vec![place];
            }
            index += 1;
            left = pattern.get(index % pattern.len().max(1)).copied().unwrap_or(1.0).max(0.5);
        }
        left -= whole - done;
        if index % 2 == 0 {
            dash.push(to);
        }
    }
    if dash.len() > 1 {
        dashes.push(dash);
    }
    dashes
}

fn along(a: Place, b: Place) -> f64 {
    (b.0 - a.0).hypot(b.1 - a.1)
}

fn color(color: Color) -> BackendColor {
    BackendColor { alpha: color.alpha, rgb: color.rgb }
}

struct Pen {
    color: BackendColor,
    width: u32,
}

impl BackendStyle for Pen {
    fn color(&self) -> BackendColor {
        self.color
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

/// The style of a text as plotters wants it.
struct Words<'a> {
    font: Font,
    color: Color,
    align: Align,
    family: &'a str,
    scale: f64,
}

impl BackendTextStyle for Words<'_> {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        color(self.color)
    }

    fn size(&self) -> f64 {
        self.font.size * self.scale * PLOTTERS_EM
    }

    fn style(&self) -> FontStyle {
        if self.font.bold { FontStyle::Bold } else { FontStyle::Normal }
    }

    fn anchor(&self) -> Pos {
        let across = match self.align {
            Align::Left => HPos::Left,
            Align::Middle => HPos::Center,
            Align::Right => HPos::Right,
        };
        Pos::new(across, VPos::Center)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(self.family)
    }

    /// For backends that cannot measure: the average width of a letter in common fonts.
    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        let size = self.font.size * self.scale;
        let width = estimated_width(text, Font { size, ..self.font });
        Ok(((0, 0), (width.ceil() as i32, size.ceil() as i32)))
    }

    fn draw<E, F: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _: &str,
        _: BackendCoord,
        _: F,
    ) -> Result<Result<(), E>, Infallible> {
        Ok(Ok(()))
    }
}

/// Width of a text where no font can be asked, a little generous.
pub fn estimated_width(text: &str, font: Font) -> f64 {
    let letter = |c: char| match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'I' => 0.29,
        'f' | 't' | 'r' | ' ' | '\u{a0}' | '(' | ')' | '/' | '-' => 0.36,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.88,
        'A'..='Z' => 0.7,
        _ => 0.62,
    };
    let width: f64 = text.chars().map(letter).sum();
    width * font.size * if font.bold { 1.12 } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_along_a_straight_line() {
        let dashes = cut(&[(0.0, 0.0), (20.0, 0.0)], &[4.0, 4.0]);
        let ends: Vec<_> = dashes.iter().map(|dash| (dash[0].0, dash[dash.len() - 1].0)).collect();
        assert_eq!(ends, [(0.0, 4.0), (8.0, 12.0), (16.0, 20.0)]);
    }

    #[test]
    fn a_dash_follows_a_corner() {
        let dashes = cut(&[(0.0, 0.0), (3.0, 0.0), (3.0, 9.0)], &[5.0, 2.0]);
        assert_eq!(dashes[0], [(0.0, 0.0), (3.0, 0.0), (3.0, 2.0)]);
        assert_eq!(dashes[1], [(3.0, 4.0), (3.0, 9.0)]);
    }

    #[test]
    fn busy_lines_stay_few_dashes() {
        let line: Vec<_> = (0..800).map(|x| (f64::from(x), if x % 2 == 0 { 0.0 } else { 200.0 })).collect();
        assert!(cut(&line, &[4.0, 4.0]).len() <= 101);
        assert!(cut(&[], &[4.0]).is_empty());
        assert!(cut(&[(1.0, 1.0)], &[4.0, 4.0]).is_empty());
    }
}
