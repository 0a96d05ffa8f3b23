//! Why a price history is refused: which limit or which place, and what stood there.

use super::limits;
use crate::base::text;
use std::fmt;

/// Longest piece of a file that a message shows, in characters.
const SHOWN: usize = 40;

/// Why a price history is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HistoryError {
    /// It has no prices.
    Empty,
    /// It is larger than [`limits::BYTES`].
    TooManyBytes,
    /// It has more rows than [`limits::ROWS`].
    TooManyRows,
    /// It has more machines, zones and systems than [`limits::SERIES`].
    TooManySeries,
    /// It is not UTF-8 text.
    NotText,
    /// The header of a CSV file names no column of prices.
    NoPrices,
    /// A line of a CSV file is longer than [`limits::LINE_BYTES`].
    LineTooLong {
        /// Which, from 1.
        line: usize,
    },
    /// A quoted cell has no end on its line.
    UnclosedQuote {
        /// Which, from 1.
        line: usize,
    },
    /// A value cannot be read.
    Value {
        /// What it is.
        what: &'static str,
        /// Where: `line 3`, `SpotPriceHistory[2]`.
        place: String,
        /// What it must be.
        allowed: String,
        /// What stands there.
        given: String,
    },
    /// The JSON is none, or not that of a price history.
    Json(
        /// Why, with its place.
        String,
    ),
}

impl HistoryError {
    /// A price that is none.
    pub(super) fn price(place: String, given: &str) -> Self {
        let allowed = format!("a number from 0 to {}", text::number(limits::PRICE));
        Self::Value { what: "price", place, allowed, given: cut(given) }
    }

    /// A time that is none.
    pub(super) fn time(place: String, given: &str) -> Self {
        Self::Value { what: "time", place, allowed: "written as 2026-11-01T12:34:56Z".to_owned(), given: cut(given) }
    }

    /// A name that is too long.
    pub(super) fn name(place: String, given: &str) -> Self {
        let allowed = format!("at most {} bytes long", limits::NAME_BYTES);
        Self::Value { what: "name", place, allowed, given: cut(given) }
    }
}

fn cut(given: &str) -> String {
    let mut shown: String = given.chars().take(SHOWN).collect();
    if shown.len() < given.len() {
        shown.push('…');
    }
    shown
}

impl fmt::Display for HistoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "the file has no prices"),
            Self::TooManyBytes => write!(f, "the file is larger than {} MB", limits::BYTES / 1_000_000),
            Self::TooManyRows => write!(f, "the file has more than {} rows", text::count(limits::ROWS as u64)),
            Self::TooManySeries => {
                write!(
                    f,
                    "the file has prices for more than {} combinations of instance type, zone and system",
                    limits::SERIES
                )
            }
            Self::NotText => write!(f, "the file is not text in UTF-8"),
            Self::NoPrices => write!(f, "line 1 has no price column, such as SpotPrice"),
            Self::LineTooLong { line } => {
                write!(f, "line {} is longer than {} bytes", text::count(*line as u64), limits::LINE_BYTES)
            }
            Self::UnclosedQuote { line } => {
                write!(f, "a quote on line {} has no end on that line", text::count(*line as u64))
            }
            Self::Value { what, place, allowed, given } => {
                write!(f, "the {what} on {place} must be {allowed}, but it is \u{201c}{given}\u{201d}")
            }
            Self::Json(why) => write!(f, "this is not the JSON of a price history: {why}"),
        }
    }
}

impl std::error::Error for HistoryError {}
