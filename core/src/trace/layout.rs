//! How a file is to be read: plain data, proposed by [`sniff`](crate::trace::sniff), corrected by the person.

use serde::{Deserialize, Serialize};

/// How a file is to be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Layout {
    /// What kind of file it is.
    pub source: Source,
    /// Minutes added to every timestamp to get the trace's local time, after those with an offset
    /// of their own were turned into UTC: 120 for a UTC file of a service in Berlin in summer.
    pub utc_offset_minutes: i32,
}

/// The kinds of file that can be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Source {
    /// Text in rows and columns.
    Csv(CsvLayout),
    /// The answer of Prometheus' `/api/v1/query_range`.
    Prometheus(PrometheusLayout),
}

/// How rows and columns are to be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CsvLayout {
    /// The byte between two cells: comma, semicolon, tab, pipe or space (a run of spaces counts
    /// as one). Cells that contain it stand in double quotes.
    pub delimiter: u8,
    /// Whether the first row names the columns.
    pub header: bool,
    /// The column of the timestamp, counted from 0.
    pub time_column: usize,
    /// The column of the time of day, where it stands apart from the date.
    pub clock_column: Option<usize>,
    /// How timestamps are written.
    pub time_format: TimeFormat,
    /// How fractions are written.
    pub decimal_mark: DecimalMark,
    /// What a row is.
    pub rows: Rows,
}

/// What one row of a file stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rows {
    /// A measured value.
    Value {
        /// Its column, counted from 0.
        column: usize,
        /// What the value says.
        meaning: Meaning,
    },
    /// One request; requests are counted for each interval. Equal timestamps are different
    /// requests. An interval between the first and the last request in which nothing happened is
    /// a true zero; the first and the last interval count like the others, although the log may
    /// cover only a part of them.
    Event {
        /// Length of the interval, 1 s to a week. Intervals begin at whole multiples of it after
        /// midnight of 1970-01-01, so minutes begin at full minutes.
        interval_seconds: u32,
    },
}

/// What a value of a trace says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Meaning {
    /// Requests a second.
    Rate,
    /// Requests counted in the interval that begins at the timestamp and lasts a step.
    CountPerInterval,
    /// A level: requests in flight, share of a CPU, length of a queue.
    Gauge,
}

impl Meaning {
    /// The meaning in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Rate => "rate per second",
            Self::CountPerInterval => "count per interval",
            Self::Gauge => "gauge",
        }
    }
}

/// How timestamps are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TimeFormat {
    /// Each by its own look. Numbers below 10¹¹ are seconds, below 10¹⁴ milliseconds, below 10¹⁷
    /// microseconds, and nanoseconds from there.
    Auto,
    /// ISO 8601: date, or date and time with `T` or a space, up to nine fractional digits, with or
    /// without an offset; slashes between year, month and day are read too.
    Iso,
    /// Seconds since 1970, or since any other start.
    EpochSeconds,
    /// Milliseconds since 1970.
    EpochMillis,
}

/// How fractions are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DecimalMark {
    /// `1,234.5`
    Point,
    /// `1.234,5`
    Comma,
}

/// Which series of a Prometheus answer to read, and what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrometheusLayout {
    /// Which series.
    pub series: SeriesChoice,
    /// What a sample says.
    pub meaning: Meaning,
}

/// Which of several series to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SeriesChoice {
    /// The series at this place of [`ImportReport::series`](crate::trace::ImportReport::series).
    Only(usize),
    /// All, added up at each time over the series that have a sample there.
    Sum,
}
