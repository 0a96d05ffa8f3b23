//! How a chart is looked at, and where its plot lies: what the parts of the layout share.

use super::projection::Projection;
use super::scene::{Font, Rect};
use super::spec::{Chart, Series};
use super::theme::Theme;
use std::collections::BTreeSet;

/// How a chart is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// Visible range of x; `None` shows all.
    pub x: Option<(f64, f64)>,
    /// Names of lines and areas that are switched off.
    pub hidden: BTreeSet<String>,
    /// Colours and font.
    pub theme: Theme,
    /// Units of the drawing backend in a CSS pixel.
    pub scale: f64,
    /// Units of the drawing backend in a pixel of the device.
    pub device: f64,
    /// Whether the title is drawn too, as in exported files.
    pub titled: bool,
}

impl View {
    /// Everything visible, one unit to the pixel.
    pub fn new(theme: Theme) -> Self {
        Self { x: None, hidden: BTreeSet::new(), theme, scale: 1.0, device: 1.0, titled: false }
    }
}

/// Where the plot lies within the picture, and how values map to it. In CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Width and height of the picture.
    pub size: (f64, f64),
    /// The part inside the axes.
    pub plot: Rect,
    /// Horizontal axis.
    pub x: Projection,
    /// Vertical axis.
    pub y: Projection,
}

/// Answers the width of a text in CSS pixels.
pub type Measure<'a> = &'a dyn Fn(&str, Font) -> f64;

/// Everything that the parts of the layout read.
pub(super) struct Scene<'a> {
    pub chart: &'a Chart,
    pub shown: Vec<&'a Series>,
    pub view: &'a View,
    pub measure: Measure<'a>,
    pub font: Font,
}

impl Scene<'_> {
    /// The usual font, heavier.
    pub fn bold(&self) -> Font {
        Font { bold: true, ..self.font }
    }

    /// Whether a line or area is switched on.
    pub fn shows(&self, name: &str) -> bool {
        !self.view.hidden.contains(name)
    }
}
