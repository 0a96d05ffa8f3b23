//! Why a file is refused: which limit or which place, what was found, and what to do.

use super::report::Place;
use crate::base::csv::{CsvError, CsvLimits};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What an import may cost; each refusal names the limit that it met.
pub mod limits {
    /// Bytes of a file: 50 MB.
    pub const BYTES: u64 = 50_000_000;
    /// Rows of a file, samples of a Prometheus answer, points of a trace.
    pub const ROWS: u64 = 5_000_000;
    /// Columns of a row.
    pub const COLUMNS: usize = 100;
    /// Bytes of a row, with all its quoted line breaks: 64 KB.
    pub const ROW_BYTES: usize = 65_536;
    /// Objects and lists within each other in JSON; a Prometheus answer needs six.
    pub const JSON_DEPTH: usize = 16;
    /// Series of a Prometheus answer.
    pub const SERIES: usize = 10_000;
    /// Gaps that are listed one by one; more are counted.
    pub const LISTED_GAPS: usize = 1000;
    /// Bytes of a trace's name.
    pub const NAME_BYTES: usize = 200;
    /// The largest value, either side of zero, that is read.
    pub const VALUE: f64 = 1e15;
    /// The longest interval for which events are counted: a week.
    pub const EVENT_INTERVAL_SECONDS: u32 = 604_800;
}

/// What a row of a table may be.
pub(super) const ROW_LIMITS: CsvLimits = CsvLimits { columns: limits::COLUMNS, row_bytes: limits::ROW_BYTES };

impl From<CsvError> for ImportError {
    fn from(error: CsvError) -> Self {
        match error {
            CsvError::Binary { line } => Self::Binary { line },
            CsvError::TooManyColumns { line } => Self::TooManyColumns { line },
            CsvError::RowTooLong { line } => Self::RowTooLong { line },
            CsvError::UnclosedQuote { line } => Self::UnclosedQuote { line },
        }
    }
}

/// Why a file, or a layout, is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportError {
    /// The file has nothing in it but blanks and perhaps a header.
    Empty,
    /// The file is larger than [`limits::BYTES`].
    TooManyBytes,
    /// The file has more rows than [`limits::ROWS`].
    TooManyRows {
        /// Line or sample at which the limit was passed.
        at: u64,
        /// What `at` counts.
        place: Place,
    },
    /// A row has more cells than [`limits::COLUMNS`].
    TooManyColumns {
        /// Line on which the row begins.
        line: u64,
    },
    /// A row is longer than [`limits::ROW_BYTES`].
    RowTooLong {
        /// Line on which the row begins.
        line: u64,
    },
    /// A quoted cell has no end.
    UnclosedQuote {
        /// Line on which the quote was opened.
        line: u64,
    },
    /// The file is UTF-16.
    Utf16,
    /// The file is of a kind that must be unpacked or exported first.
    Packed(
        /// What it looks like.
        String,
    ),
    /// The file is no text.
    Binary {
        /// Line with the first byte that text does not have.
        line: u64,
    },
    /// The layout names a column, an interval or a name that cannot be.
    Layout(
        /// What is wrong with it.
        String,
    ),
    /// More than half of the rows could not be used.
    MostRowsSkipped {
        /// Rows that were skipped.
        skipped: u64,
        /// Rows in all.
        rows: u64,
        /// The most frequent reason, with its first place and what stood there.
        reason: String,
    },
    /// Fewer than two points are left.
    TooFewPoints {
        /// Points that are left.
        points: u64,
    },
    /// Events lie so far apart that the counts would have more than [`limits::ROWS`] intervals.
    IntervalTooShort {
        /// Intervals between the first and the last event.
        intervals: u64,
    },
    /// All events fall into one interval.
    IntervalTooLong {
        /// Events in all.
        events: u64,
    },
    /// JSON that cannot be read.
    Json {
        /// What is wrong, with line and column.
        problem: String,
    },
    /// JSON nested deeper than [`limits::JSON_DEPTH`].
    JsonTooDeep {
        /// Byte at which the limit was passed, counted from 1.
        byte: u64,
    },
    /// An answer of Prometheus that is no matrix of series.
    NotAMatrix {
        /// Its `resultType`.
        found: String,
    },
    /// Prometheus answered with an error.
    PrometheusError(
        /// Its words.
        String,
    ),
    /// The answer has more series than [`limits::SERIES`].
    TooManySeries {
        /// How many.
        series: u64,
    },
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the file has no rows"),
            Self::TooManyBytes => {
                f.write_str("the file is larger than the limit of 50 MB; export a shorter time or a longer step")
            }
            Self::TooManyRows { at, place } => write!(
                f,
                "the file has more than the limit of 5,000,000 rows ({} {at}); export a shorter time or a longer step",
                place.word()
            ),
            Self::TooManyColumns { line } => {
                write!(f, "line {line} has more than the limit of {} columns; is the delimiter right?", limits::COLUMNS)
            }
            Self::RowTooLong { line } => write!(
                f,
                "the row that begins on line {line} is longer than the limit of 64 KB; is this a table of rows?"
            ),
            Self::UnclosedQuote { line } => {
                write!(f, "a cell that begins with a double quote on line {line} has no closing quote")
            }
            Self::Utf16 => f.write_str("the file is UTF-16 text; save it as UTF-8 (in a spreadsheet: \"CSV UTF-8\")"),
            Self::Packed(what) => write!(f, "the file is {what}, not text; {}", unpack_hint(what)),
            Self::Binary { line } => {
                write!(f, "the file is not text: line {line} has an invalid byte; export it as CSV")
            }
            Self::Layout(problem) => f.write_str(problem),
            Self::MostRowsSkipped { skipped, rows, reason } => write!(
                f,
                "{skipped} of {rows} rows cannot be used, which is more than half: {reason}; are the columns and formats right?"
            ),
            Self::TooFewPoints { points } => {
                write!(f, "a trace needs at least two points at different times, but only {points} can be read")
            }
            Self::IntervalTooShort { intervals } => write!(
                f,
                "counting these events would give {intervals} intervals, but at most 5,000,000 are kept; choose a longer interval"
            ),
            Self::IntervalTooLong { events } => write!(
                f,
                "all {events} events fall into one interval, and a trace needs at least two; choose a shorter interval"
            ),
            Self::Json { problem } => write!(f, "the JSON cannot be read: {problem}"),
            Self::JsonTooDeep { byte } => {
                write!(f, "the JSON is nested deeper than the limit of {} levels at byte {byte}", limits::JSON_DEPTH)
            }
            Self::NotAMatrix { found } => write!(
                f,
                "Prometheus returned a {}, which has no timestamps; use /api/v1/query_range, which returns a matrix",
                if found.is_empty() { "result of no type" } else { found }
            ),
            Self::PrometheusError(words) => write!(f, "Prometheus returned an error instead of data: {words}"),
            Self::TooManySeries { series } => write!(
                f,
                "the response has {series} series, but at most {} are read; sum them in the query, as in sum(rate(...))",
                limits::SERIES
            ),
        }
    }
}

impl std::error::Error for ImportError {}

fn unpack_hint(what: &str) -> &'static str {
    if what.contains("workbook") || what.contains("Parquet") { "export it as CSV" } else { "unpack it first" }
}
