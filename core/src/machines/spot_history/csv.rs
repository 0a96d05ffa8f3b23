//! Price histories as CSV: a header that names the columns, or prices alone.

use super::{HistoryError, Row, limits, moment, price};
use crate::base::csv::{CsvError, CsvLimits, Record, Splitter};

/// Where the columns are.
#[derive(Clone, Copy, Debug, Default)]
struct Columns {
    price: usize,
    time: Option<usize>,
    machine: Option<usize>,
    zone: Option<usize>,
    system: Option<usize>,
}

/// What a row may be: on a line of so many bytes there are no more cells.
const ROW: CsvLimits = CsvLimits { columns: limits::LINE_BYTES, row_bytes: limits::LINE_BYTES };

impl From<CsvError> for HistoryError {
    fn from(error: CsvError) -> Self {
        match error {
            CsvError::Binary { .. } => Self::NotText,
            CsvError::RowTooLong { line } | CsvError::TooManyColumns { line } => {
                Self::LineTooLong { line: line as usize }
            }
            CsvError::UnclosedQuote { line } => Self::UnclosedQuote { line: line as usize },
        }
    }
}

/// Reads the rows; blank lines are none.
pub(super) fn read(text: &str) -> Result<Vec<Row>, HistoryError> {
    let Some(first) = text.lines().find(|line| !line.trim().is_empty()) else { return Err(HistoryError::Empty) };
    let separator = [b',', b';', b'\t'].into_iter().max_by_key(|mark| first.matches(char::from(*mark)).count());
    let mut columns = price(first).is_some().then(Columns::default);
    let mut rows = Vec::new();
    let mut take = |record: Record<'_>| {
        if record.is_empty() {
            return Ok(());
        }
        let (cells, line) = (cells(&record)?, record.line);
        match &columns {
            None => columns = Some(named(&cells).ok_or(HistoryError::NoPrices)?),
            Some(_) if rows.len() == limits::ROWS => return Err(HistoryError::TooManyRows),
            Some(columns) => rows.push(row(&cells, columns, line)?),
        }
        Ok(())
    };
    let mut splitter = Splitter::new(separator.unwrap_or(b','), ROW);
    splitter.push(text.as_bytes(), &mut take)?;
    splitter.finish(&mut take)?;
    Ok(rows)
}

/// The cells of a row, which stands on one line.
fn cells<'r>(record: &Record<'r>) -> Result<Vec<&'r str>, HistoryError> {
    let cell = |place: usize| {
        let cell = record.cell(place).and_then(|cell| std::str::from_utf8(cell).ok()).ok_or(HistoryError::NotText)?;
        if cell.contains(['\n', '\r']) { Err(CsvError::UnclosedQuote { line: record.line }.into()) } else { Ok(cell) }
    };
    (0..record.len()).map(cell).collect()
}

/// The columns that a header names, in capitals or not, with or without spaces.
fn named(header: &[&str]) -> Option<Columns> {
    let plain = |name: &&str| name.to_lowercase().replace([' ', '_', '-', '"'], "");
    let names: Vec<String> = header.iter().map(plain).collect();
    let find = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
    Some(Columns {
        price: find(&["spotprice", "price", "usd", "priceperhour"])?,
        time: find(&["timestamp", "time", "date", "datetime"]),
        machine: find(&["instancetype", "machine", "type", "instance", "machinetype"]),
        zone: find(&["availabilityzone", "zone", "az", "region"]),
        system: find(&["productdescription", "product", "system", "os"]),
    })
}

fn row(cells: &[&str], columns: &Columns, line: u64) -> Result<Row, HistoryError> {
    let place = || format!("line {}", crate::base::text::count(line));
    let cell = |column: usize| cells.get(column).copied().unwrap_or_default();
    let name = |column: Option<usize>| {
        let name = column.map_or("", cell).trim();
        if name.len() > limits::NAME_BYTES { Err(HistoryError::name(place(), name)) } else { Ok(name.to_owned()) }
    };
    let time = match columns.time.map(cell) {
        Some(written) => Some(moment(written).ok_or_else(|| HistoryError::time(place(), written))?),
        None => None,
    };
    let written = cell(columns.price);
    Ok(Row {
        machine: name(columns.machine)?,
        zone: name(columns.zone)?,
        system: name(columns.system)?,
        time,
        price: price(written).ok_or_else(|| HistoryError::price(place(), written))?,
    })
}
