//! A picture as a list of simple things to paint, in CSS pixels: what layout makes and painting reads.

/// Red, green, blue and opacity from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Color {
    /// Red, green and blue.
    pub rgb: (u8, u8, u8),
    /// 0 is invisible.
    pub alpha: f64,
}

impl Color {
    /// An opaque colour from `0xRRGGBB`.
    pub const fn hex(value: u32) -> Self {
        Self { rgb: ((value >> 16) as u8, (value >> 8) as u8, value as u8), alpha: 1.0 }
    }

    /// The same colour at this share of its opacity.
    pub const fn faded(self, share: f64) -> Self {
        Self { rgb: self.rgb, alpha: self.alpha * share }
    }
}

/// A place in CSS pixels from the upper left corner.
pub type Place = (f64, f64);

/// Lengths of dashes and of the spaces between them, in turn; empty for a solid line.
pub type Dash = &'static [f64];

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Colour.
    pub color: Color,
    /// Width.
    pub width: f64,
    /// Pattern.
    pub dash: Dash,
}

/// Which point of a text its place means; vertically it is the middle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Its left end.
    #[default]
    Left,
    /// Its middle.
    Middle,
    /// Its right end.
    Right,
}

/// Size and weight of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Font {
    /// Height of the letters' box.
    pub size: f64,
    /// Whether it is heavy.
    pub bold: bool,
}

/// A text in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// What is written.
    pub text: String,
    /// Where.
    pub at: Place,
    /// Which point of the text that is.
    pub align: Align,
    /// Size and weight.
    pub font: Font,
    /// Colour.
    pub color: Color,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Rect {
    /// Distance between left and right edge, never negative.
    pub fn width(&self) -> f64 {
        (self.right - self.left).max(0.0)
    }

    /// Distance between upper and lower edge, never negative.
    pub fn height(&self) -> f64 {
        (self.bottom - self.top).max(0.0)
    }

    /// Whether the two share any area.
    pub fn meets(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// Whether the other lies wholly inside.
    pub fn holds(&self, other: &Self) -> bool {
        self.left <= other.left && self.top <= other.top && self.right >= other.right && self.bottom >= other.bottom
    }
}

/// One thing to paint.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A line through these places.
    Line(Vec<Place>, Stroke),
    /// A straight horizontal or vertical line, moved onto whole device pixels.
    Hair(Place, Place, Stroke),
    /// Dots of this width.
    Dots(Vec<Place>, f64, Color),
    /// A filled outline.
    Area(Vec<Place>, Color),
    /// A filled rectangle.
    Box(Rect, Color),
    /// A text.
    Text(Text),
}
