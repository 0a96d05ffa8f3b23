//! The beginning of a table under one delimiter, and what its columns look like.

use super::error::ROW_LIMITS;
use super::number::read_number;
use super::timestamp::{is_date, read_time};
use super::{Column, DecimalMark, ImportError, IssueKind, Meaning, TimeFormat};
use crate::base::csv::{Record, Splitter};

/// Rows that are looked at.
const ROWS: usize = 500;
/// Cells of each column that are shown.
const SHOWN: usize = 8;
/// Characters of a shown cell.
const SHOWN_LENGTH: usize = 80;

/// The first rows of a file under one delimiter.
#[derive(Debug)]
pub(super) struct Table {
    /// The delimiter.
    pub delimiter: u8,
    rows: Vec<Vec<Vec<u8>>>,
    width: usize,
}

/// Reads the first rows; of a file that goes on, the last row may be cut, and is left out.
pub(super) fn read_table(sample: &[u8], whole: bool, delimiter: u8) -> Result<Table, ImportError> {
    let mut rows: Vec<Vec<Vec<u8>>> = Vec::new();
    let mut splitter = Splitter::new(delimiter, ROW_LIMITS);
    let mut take = |record: Record<'_>| {
        if rows.len() < ROWS && !record.is_empty() {
            rows.push((0..record.len()).filter_map(|column| record.cell(column)).map(<[u8]>::to_vec).collect());
        }
        Ok::<(), ImportError>(())
    };
    splitter.push(sample, &mut take)?;
    if whole {
        splitter.finish(&mut take)?;
    }
    if rows.is_empty() {
        // Either blanks alone, or a first row that is longer than what is looked at.
        return Err(if whole { ImportError::Empty } else { ImportError::RowTooLong { line: 1 } });
    }
    let width = usual_width(&rows);
    Ok(Table { delimiter, rows, width })
}

fn usual_width(rows: &[Vec<Vec<u8>>]) -> usize {
    let mut widths: Vec<usize> = rows.iter().map(Vec::len).collect();
    let middle = widths.len() / 2;
    *widths.select_nth_unstable(middle).1
}

impl Table {
    /// Columns of the usual row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// How well the delimiter fits, greatest is best: whether a column reads as timestamps, the
    /// share of columns that read as times or numbers, the share of rows with the usual number of
    /// cells, whether it is more than a space, the number of columns.
    pub fn fit(&self) -> (bool, u32, u32, bool, usize) {
        let even = self.rows.iter().filter(|row| row.len() == self.width).count();
        let readable = (0..self.width)
            .filter(|column| {
                self.is_numeric(*column) || self.share(*column, is_time_like) > 0.6 || self.is_clock(*column)
            })
            .count();
        let percent = |part: usize, of: usize| (100 * part / of.max(1)) as u32;
        // Beyond nine rows in ten, evenness decides nothing.
        let even = percent(even, self.rows.len()).min(90);
        (self.time_column().is_some(), percent(readable, self.width), even, self.delimiter != b' ', self.width)
    }

    /// The column that reads as timestamps: ISO before numbers since 1970, a telling name before
    /// others, left before right; else a telling name over numbers, which count from some start.
    pub fn time_column(&self) -> Option<usize> {
        let named = |column: usize| is_time_name(&self.name(column, true));
        let iso = |column: usize| self.share(column, is_iso) > 0.6;
        let epoch = |column: usize| self.share(column, is_recent_epoch) > 0.6;
        let ranks = (0..self.width).filter_map(|column| match (named(column), iso(column), epoch(column)) {
            (true, true, _) => Some((0, column)),
            (_, true, _) => Some((1, column)),
            (true, _, true) => Some((2, column)),
            (_, _, true) => Some((3, column)),
            (true, ..) if self.is_numeric(column) => Some((4, column)),
            _ => None,
        });
        ranks.min().map(|(_, column)| column)
    }

    /// The column of the time of day beside a column of dates.
    pub fn clock_column(&self, time_column: usize) -> Option<usize> {
        let dates = self.share(time_column, is_date) > 0.6;
        (dates && self.is_clock(time_column + 1)).then_some(time_column + 1)
    }

    /// Whether the first row names the columns: its time reads as none, and it has no number.
    pub fn has_header(&self, time_column: usize) -> bool {
        let Some(first) = self.rows.first() else { return false };
        let reads = first.get(time_column).is_some_and(|cell| read_time(cell, TimeFormat::Auto).is_some());
        !reads && first.iter().all(|cell| read_any_number(cell).is_err())
    }

    /// The name of a column.
    pub fn name(&self, column: usize, header: bool) -> String {
        match self.rows.first().and_then(|row| row.get(column)) {
            Some(cell) if header && !cell.is_empty() => shown(cell),
            _ => format!("column {}", column + 1),
        }
    }

    /// All columns with their first cells.
    pub fn columns(&self, header: bool) -> Vec<Column> {
        let cell = |row: &Vec<Vec<u8>>, column: usize| row.get(column).map_or(String::new(), |cell| shown(cell));
        let rows = || self.rows.iter().skip(usize::from(header)).take(SHOWN);
        (0..self.width)
            .map(|column| Column {
                name: self.name(column, header),
                cells: rows().map(|row| cell(row, column)).collect(),
            })
            .collect()
    }

    /// Whether a column holds numbers, or blanks among some numbers.
    pub fn is_numeric(&self, column: usize) -> bool {
        let blank = |cell: &[u8]| {
            matches!(read_any_number(cell), Err(IssueKind::BlankValue | IssueKind::NotANumber | IssueKind::TooLarge))
        };
        let numbers = self.share(column, |cell| read_any_number(cell).is_ok());
        numbers > 0.1 && numbers + self.share(column, blank) > 0.6
    }

    /// The decimal mark of a column: a comma where one stands before a number of digits that is no
    /// group, or where cells are separated by semicolons and some cell has a comma and none a point.
    pub fn decimal_mark(&self, column: usize) -> DecimalMark {
        let has = |byte: u8| self.body().filter_map(|row| row.get(column)).any(|cell| cell.contains(&byte));
        let by = |mark| self.share(column, |cell| read_number(cell, mark).is_ok());
        let commas_only = self.delimiter != b',' && has(b',') && !has(b'.');
        let comma = by(DecimalMark::Comma) > by(DecimalMark::Point) || commas_only;
        if comma { DecimalMark::Comma } else { DecimalMark::Point }
    }

    /// What values suggest: whole numbers are counts, negative ones levels, others rates.
    pub fn meaning_from_values(&self, column: usize) -> Meaning {
        let mark = self.decimal_mark(column);
        let read = || self.body().filter_map(|row| row.get(column)).filter_map(|cell| read_number(cell, mark).ok());
        if read().any(|value| value < 0.0) {
            Meaning::Gauge
        } else if read().all(|value| value.trunc() == value) {
            Meaning::CountPerInterval
        } else {
            Meaning::Rate
        }
    }

    /// The times of the rows that have one, in microseconds.
    pub fn times(&self, time_column: usize, clock_column: Option<usize>) -> Vec<i64> {
        let time = |row: &Vec<Vec<u8>>| {
            let mut written = row.get(time_column)?.clone();
            if let Some(clock) = clock_column {
                written.push(b' ');
                written.extend_from_slice(row.get(clock)?);
            }
            read_time(&written, TimeFormat::Auto).map(|(micros, _)| micros)
        };
        self.rows.iter().filter_map(time).collect()
    }

    /// Whether times are dates without separators, `20140410`, which alone read as numbers.
    pub fn has_compact_dates(&self, column: usize) -> bool {
        self.share(column, is_compact_date) > 0.9
    }

    fn is_clock(&self, column: usize) -> bool {
        let clock = |cell: &[u8]| {
            let joined = [b"2000-01-01 ", cell].concat();
            cell.get(2) == Some(&b':') && read_time(&joined, TimeFormat::Iso).is_some()
        };
        self.share(column, clock) > 0.6
    }

    /// Rows below the first, which may be a header; all rows of a table of one.
    fn body(&self) -> impl Iterator<Item = &Vec<Vec<u8>>> {
        self.rows.iter().skip(usize::from(self.rows.len() > 1))
    }

    fn share(&self, column: usize, holds: impl Fn(&[u8]) -> bool) -> f64 {
        let holding = self.body().filter(|row| row.get(column).is_some_and(|cell| holds(cell))).count();
        holding as f64 / self.body().count().max(1) as f64
    }
}

fn shown(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).chars().take(SHOWN_LENGTH).collect()
}

fn read_any_number(cell: &[u8]) -> Result<f64, IssueKind> {
    read_number(cell, DecimalMark::Point).or_else(|kind| match kind {
        IssueKind::UnreadableValue => read_number(cell, DecimalMark::Comma),
        other => Err(other),
    })
}

fn is_time_like(cell: &[u8]) -> bool {
    is_iso(cell) || is_recent_epoch(cell)
}

/// ISO with separators, or a compact date of the last or this century; other digits are numbers.
fn is_iso(cell: &[u8]) -> bool {
    let separated = cell.contains(&b'-') || cell.contains(&b'/');
    (separated && read_time(cell, TimeFormat::Iso).is_some()) || is_compact_date(cell)
}

/// A number that is a time of the years 1990 to 2100 in its unit; small numbers are anything.
fn is_recent_epoch(cell: &[u8]) -> bool {
    const YEARS: std::ops::Range<i64> = 631_152_000_000_000..4_102_444_800_000_000;
    let number = cell.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'E' | b'e' | b'+'));
    number && read_time(cell, TimeFormat::Auto).is_some_and(|(micros, _)| YEARS.contains(&micros))
}

fn is_compact_date(cell: &[u8]) -> bool {
    cell.len() == 8
        && (cell.starts_with(b"19") || cell.starts_with(b"20"))
        && read_time(cell, TimeFormat::Iso).is_some()
}

fn is_time_name(name: &str) -> bool {
    const WORDS: [&str; 13] =
        ["time", "timestamp", "date", "datetime", "ts", "ds", "when", "day", "hour", "minute", "month", "t", "arrival"];
    let lower = name.to_lowercase();
    lower.contains("time") || lower.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word))
}
