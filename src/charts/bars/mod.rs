//! Bars that lie across the page: a name, a bar of pieces and an amount in each row. A plain specification;
//! [`scene`](scene()) lays it out, and the same code as for charts paints it on canvas and SVG.

mod scene;

pub use scene::{Laid, scene};

use super::spec::Tone;
use headroom_core::base::csv::CsvWriter;

/// A picture of bars.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bars {
    /// The element's id, unique on the page.
    pub id: String,
    /// The title.
    pub title: String,
    /// What the bars show, in a few words.
    pub hint: String,
    /// One sentence that says what there is to see.
    pub summary: String,
    /// Headings of the data file: what a row is, what a piece is, what is counted.
    pub heads: [&'static str; 3],
    /// The values at the left and at the right end of every bar.
    pub range: (f64, f64),
    /// The rows from the top.
    pub rows: Vec<Bar>,
    /// What fills and lines mean.
    pub legend: Vec<Key>,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// What it is.
    pub name: String,
    /// A line under the name.
    pub note: String,
    /// Whether the note says that something is wrong.
    pub is_wrong: bool,
    /// What it comes to, in words.
    pub amount: String,
    /// Its pieces. One without pieces is unknown or zero, as its amount says.
    pub pieces: Vec<Piece>,
    /// Lines across it: a value, and what it stands for.
    pub marks: Vec<(f64, Tone)>,
    /// Whether the length is unknown: the bar is hatched.
    pub is_unknown: bool,
}

/// A piece of a bar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Piece {
    /// What it is.
    pub name: String,
    /// What it comes to, in the unit of the data file.
    pub value: f64,
    /// The value at which it begins.
    pub from: f64,
    /// The value at which it ends, on either side.
    pub to: f64,
    /// Labels for it, the fullest first; one that fits is written into it.
    pub labels: Vec<String>,
    /// How it is filled.
    pub fill: Fill,
    /// Whether it lies beside what the others wait for: it is drawn as a strip below them.
    pub is_aside: bool,
}

/// A colour and a pattern, so that pieces differ by more than colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fill(pub Ink, pub Pattern);

/// A colour of the theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ink {
    /// A sum.
    #[default]
    Sum,
    /// Demand.
    Load,
    /// Supply.
    Capacity,
    /// Events.
    Event,
    /// What was measured.
    Measured,
    /// What fails, is missing or wasted.
    Fails,
}

/// How a piece is filled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pattern {
    /// Evenly.
    #[default]
    Plain,
    /// With stripes that rise.
    Rising,
    /// With stripes that fall.
    Falling,
    /// With upright stripes.
    Upright,
}

/// An entry of the legend.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    /// A fill and what it means.
    Fill(Fill, String),
    /// A line across a bar and what it means.
    Mark(Tone, String),
}

impl Bars {
    /// The values as a file: a row for each piece; a bar without pieces says its amount in words.
    pub fn csv(&self) -> String {
        let mut file = CsvWriter::default();
        for head in self.heads {
            file.text(head);
        }
        file.end_row();
        for bar in &self.rows {
            if bar.pieces.is_empty() {
                file.text(&bar.name).text("").text(&bar.amount);
                file.end_row();
            }
            for piece in &bar.pieces {
                file.text(&bar.name).text(&piece.name).value(piece.value);
                file.end_row();
            }
        }
        file.finish()
    }
}

#[cfg(test)]
pub(super) fn example() -> Bars {
    let piece = |name: &str, from: f64, to: f64, pattern| Piece {
        name: name.to_owned(),
        value: to - from,
        from,
        to,
        labels: vec![format!("{name} {} s", to - from), name.to_owned()],
        fill: Fill(Ink::Load, pattern),
        is_aside: false,
    };
    let bar = |name: &str, note: &str, amount: &str, pieces| Bar {
        name: name.to_owned(),
        note: note.to_owned(),
        amount: amount.to_owned(),
        pieces,
        ..Bar::default()
    };
    Bars {
        id: "example".into(),
        title: "Recovery time".into(),
        summary: "Hot standby takes 90 s.".into(),
        heads: ["Tier", "Step", "Seconds"],
        range: (0.0, 120.0),
        rows: vec![
            Bar {
                marks: vec![(60.0, Tone::Fails), (500.0, Tone::Fails)],
                ..bar(
                    "Hot standby",
                    "RTO missed by 30 s: shorten \u{201c}redirect\u{201d}",
                    "90 s",
                    vec![piece("detect", 0.0, 3.0, Pattern::Plain), piece("redirect", 3.0, 90.0, Pattern::Rising)],
                )
            },
            Bar { is_unknown: true, ..bar("Cold standby", "", "unknown", Vec::new()) },
        ],
        legend: vec![
            Key::Fill(Fill(Ink::Load, Pattern::Rising), "redirect".into()),
            Key::Mark(Tone::Fails, "RTO target, 60 s".into()),
        ],
        ..Bars::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_a_row_for_each_piece_and_unknown_is_a_word() {
        assert_eq!(
            example().csv(),
            "Tier,Step,Seconds\r\nHot standby,detect,3\r\nHot standby,redirect,87\r\nCold standby,,unknown\r\n"
        );
    }
}
