//! Colours and line styles of charts, read from the page's CSS custom properties.

use super::scene::{Color, Dash, Stroke};
use super::spec::{BandRole, Role, Tone};

/// All colours that a chart uses.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Background: `--surface`.
    pub surface: Color,
    /// Titles: `--ink`.
    pub ink: Color,
    /// Labels: `--ink-2`.
    pub ink_2: Color,
    /// Numbers on axes: `--ink-3`.
    pub ink_3: Color,
    /// Grid: `--line`.
    pub line: Color,
    /// Frames: `--line-strong`.
    pub line_strong: Color,
    /// Demand: `--load`.
    pub load: Color,
    /// Supply: `--capacity`.
    pub capacity: Color,
    /// Headroom, translucent: `--band`.
    pub band: Color,
    /// Imported data: `--measured`.
    pub measured: Color,
    /// The baseline: `--ghost`.
    pub ghost: Color,
    /// Events: `--event`.
    pub event: Color,
    /// Verdicts: `--holds`.
    pub holds: Color,
    /// Verdicts: `--tight`.
    pub tight: Color,
    /// Verdicts: `--fails`.
    pub fails: Color,
    /// What is selected: `--accent`.
    pub accent: Color,
    /// Further lines: `--series-1` to `--series-6`.
    pub others: [Color; 6],
    /// Font family as in CSS: `--font`.
    pub font: String,
}

const FONT: &str = "system-ui, \"Segoe UI\", Roboto, sans-serif";

/// Dashes for further lines, so that they differ by more than colour.
const OTHER_DASHES: [Dash; 6] =
    [&[], &[9.0, 3.0], &[2.0, 3.0], &[9.0, 3.0, 2.0, 3.0], &[5.0, 2.0], &[14.0, 3.0, 2.0, 3.0, 2.0, 3.0]];

impl Theme {
    /// Colours on white, used for exports and where the page defines none.
    pub fn light() -> Self {
        Self {
            surface: Color::hex(0xffffff),
            ink: Color::hex(0x141a24),
            ink_2: Color::hex(0x4a5568),
            ink_3: Color::hex(0x5f6b7e),
            line: Color::hex(0xdfe3ea),
            line_strong: Color::hex(0xc3c9d4),
            load: Color::hex(0x2457d6),
            capacity: Color::hex(0x0f7a4d),
            band: Color::hex(0x0f7a4d).faded(0.133),
            measured: Color::hex(0x6d3fc4),
            ghost: Color::hex(0x6f7a8d),
            event: Color::hex(0xb4690e),
            holds: Color::hex(0x0f7a4d),
            tight: Color::hex(0x9a5b00),
            fails: Color::hex(0xb3261e),
            accent: Color::hex(0x2457d6),
            others: [0x0b7285, 0xa83279, 0x8a5a00, 0x4f6f00, 0x3b5bdb, 0x6b4f3a].map(Color::hex),
            font: FONT.to_owned(),
        }
    }

    /// Colours on a dark ground.
    pub fn dark() -> Self {
        Self {
            surface: Color::hex(0x151b24),
            ink: Color::hex(0xe8edf5),
            ink_2: Color::hex(0xb1bccd),
            ink_3: Color::hex(0x8e9bb0),
            line: Color::hex(0x27303d),
            line_strong: Color::hex(0x3a4658),
            load: Color::hex(0x7ea6ff),
            capacity: Color::hex(0x52c793),
            band: Color::hex(0x52c793).faded(0.133),
            measured: Color::hex(0xb597f5),
            ghost: Color::hex(0x8792a6),
            event: Color::hex(0xe7b15a),
            holds: Color::hex(0x52c793),
            tight: Color::hex(0xe7b15a),
            fails: Color::hex(0xff8a80),
            accent: Color::hex(0x7ea6ff),
            others: [0x5fd0e0, 0xf09acb, 0xe0b860, 0xb3d465, 0x9db4ff, 0xd8b49a].map(Color::hex),
            font: FONT.to_owned(),
        }
    }

    /// Asks for each custom property; what is missing or unreadable keeps a built-in value that
    /// suits the background.
    pub fn read(property: impl Fn(&str) -> Option<String>) -> Self {
        let color = |name: &str| property(name).as_deref().and_then(parse_color);
        let mut theme = match color("--surface") {
            Some(surface) if lightness(surface) < 0.5 => Self::dark(),
            _ => Self::light(),
        };
        let fields = [
            ("--surface", &mut theme.surface),
            ("--ink", &mut theme.ink),
            ("--ink-2", &mut theme.ink_2),
            ("--ink-3", &mut theme.ink_3),
            ("--line", &mut theme.line),
            ("--line-strong", &mut theme.line_strong),
            ("--load", &mut theme.load),
            ("--capacity", &mut theme.capacity),
            ("--band", &mut theme.band),
            ("--measured", &mut theme.measured),
            ("--ghost", &mut theme.ghost),
            ("--event", &mut theme.event),
            ("--holds", &mut theme.holds),
            ("--tight", &mut theme.tight),
            ("--fails", &mut theme.fails),
            ("--accent", &mut theme.accent),
        ];
        for (name, field) in fields {
            *field = color(name).unwrap_or(*field);
        }
        for (index, field) in theme.others.iter_mut().enumerate() {
            *field = color(&format!("--series-{}", index + 1)).unwrap_or(*field);
        }
        if let Some(font) = property("--font").filter(|font| !font.trim().is_empty()) {
            theme.font = font.trim().to_owned();
        }
        theme
    }

    /// How a line of this role looks.
    pub fn stroke(&self, role: Role) -> Stroke {
        let (color, width, dash): (Color, f64, Dash) = match role {
            Role::Load => (self.load, 2.0, &[]),
            Role::Capacity => (self.capacity, 2.0, &[]),
            Role::Ghost => (self.ghost, 1.25, &[4.0, 4.0]),
            Role::Measured => (self.measured, 1.25, &[]),
            Role::Event => (self.event, 1.75, &[2.0, 3.0]),
            Role::Other(index) => {
                let n = self.others.len();
                let (round, index) = (usize::from(index) / n, usize::from(index) % n);
                // The colours come again after the last one, each with another dash.
                (self.others[index], 1.75, OTHER_DASHES[(index + round) % n])
            }
        };
        Stroke { color, width, dash }
    }

    /// Colour of an area.
    pub fn band(&self, role: BandRole) -> Color {
        match role {
            BandRole::Headroom => self.band,
            BandRole::Range => self.load.faded(0.16),
            BandRole::Deficit => self.fails.faded(0.22),
            BandRole::Neutral => self.ink_3.faded(0.12),
            BandRole::Part(index) => self.others[usize::from(index) % self.others.len()].faded(0.3),
        }
    }

    /// Colour of a mark.
    pub fn tone(&self, tone: Tone) -> Color {
        match tone {
            Tone::Neutral => self.ink_2,
            Tone::Event => self.event,
            Tone::Holds => self.holds,
            Tone::Tight => self.tight,
            Tone::Fails => self.fails,
        }
    }
}

/// Reads `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, `rgb(…)` and `rgba(…)`.
pub fn parse_color(text: &str) -> Option<Color> {
    let text = text.trim();
    if let Some(digits) = text.strip_prefix('#') {
        let nibbles: Vec<u8> = digits.chars().map(|c| c.to_digit(16).map(|d| d as u8)).collect::<Option<_>>()?;
        let byte = |index: usize| match nibbles.len() {
            3 | 4 => nibbles.get(index).map(|n| n * 17),
            _ => Some(nibbles.get(index * 2)? * 16 + nibbles.get(index * 2 + 1)?),
        };
        let alpha = match nibbles.len() {
            3 | 6 => 1.0,
            4 | 8 => f64::from(byte(3)?) / 255.0,
            _ => return None,
        };
        return Some(Color { rgb: (byte(0)?, byte(1)?, byte(2)?), alpha });
    }
    let inside = text.strip_prefix("rgba").or_else(|| text.strip_prefix("rgb"))?;
    let inside = inside.trim().strip_prefix('(')?.strip_suffix(')')?;
    let mut parts = inside.split([',', '/', ' ']).filter(|part| !part.is_empty()).map(|part| {
        let (number, scale) = part.strip_suffix('%').map_or((part, 1.0), |number| (number, 0.01));
        number.parse::<f64>().ok().map(|value| (value * scale, scale < 1.0))
    });
    let mut channel = || {
        let (value, is_share) = parts.next()??;
        Some((if is_share { value * 255.0 } else { value }).round().clamp(0.0, 255.0) as u8)
    };
    let rgb = (channel()?, channel()?, channel()?);
    let alpha = match parts.next() {
        Some(part) => part?.0.clamp(0.0, 1.0),
        None => 1.0,
    };
    Some(Color { rgb, alpha })
}

/// From 0 for black to 1 for white, good enough to tell a dark ground.
fn lightness(color: Color) -> f64 {
    let (r, g, b) = color.rgb;
    (f64::from(r) * 0.299 + f64::from(g) * 0.587 + f64::from(b) * 0.114) / 255.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_as_css_writes_them() {
        let rows = [
            ("#fff", Some(Color::hex(0xffffff))),
            (" #2457d6 ", Some(Color::hex(0x2457d6))),
            ("#0f7a4d33", Some(Color::hex(0x0f7a4d).faded(0.2))),
            ("rgb(36, 87, 214)", Some(Color::hex(0x2457d6))),
            ("rgb(36 87 214 / 50%)", Some(Color::hex(0x2457d6).faded(0.5))),
            ("rgba(36,87,214,.25)", Some(Color::hex(0x2457d6).faded(0.25))),
            ("oklch(60% 0.1 200)", None),
            ("#12", None),
            ("#ggg", None),
            ("", None),
        ];
        for (text, expected) in rows {
            assert_eq!(parse_color(text), expected, "{text}");
        }
    }

    #[test]
    fn missing_properties_suit_the_background() {
        assert_eq!(Theme::read(|_| None), Theme::light());
        let dark = Theme::read(|name| (name == "--surface").then(|| "#101010".to_owned()));
        assert_eq!(dark.load, Theme::dark().load);
        assert_eq!(dark.surface, Color::hex(0x101010));
    }
}
