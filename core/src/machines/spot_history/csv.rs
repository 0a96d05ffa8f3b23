//! Price histories as CSV: a header that names the columns, or prices alone.

use super::{HistoryError, Row, limits, moment, price};

/// Where the columns are.
#[derive(Clone, Copy, Debug, Default)]
struct Columns {
    price: usize,
    time: Option<usize>,
    machine: Option<usize>,
    zone: Option<usize>,
    system: Option<usize>,
}

/// Reads the rows; blank lines are none.
pub(super) fn read(text: &str) -> Result<Vec<Row>, HistoryError> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).peekable();
    let Some((_, first)) = lines.peek().copied() else { return Err(HistoryError::Empty) };
    let separator = [',', ';', '\t'].into_iter().max_by_key(|mark| first.matches(*mark).count()).unwrap_or(',');
    let columns = if price(first).is_some() {
        Columns::default()
    } else {
        lines.next();
        columns(&cells(first, separator, 1)?).ok_or(HistoryError::NoPrices)?
    };
    let mut rows = Vec::new();
    for (place, line) in lines {
        if rows.len() == limits::ROWS {
            return Err(HistoryError::TooManyRows);
        }
        rows.push(row(&cells(line, separator, place + 1)?, &columns, place + 1)?);
    }
    Ok(rows)
}

/// The columns that a header names, in capitals or not, with or without spaces.
fn columns(header: &[String]) -> Option<Columns> {
    let plain = |name: &String| name.to_lowercase().replace([' ', '_', '-', '"'], "");
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

fn row(cells: &[String], columns: &Columns, line: usize) -> Result<Row, HistoryError> {
    let place = || format!("line {}", crate::base::text::count(line as u64));
    let cell = |column: usize| cells.get(column).map_or("", String::as_str);
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

/// The cells of a line. A quoted cell may hold the separator, and `""` for a quote.
fn cells(line: &str, separator: char, number: usize) -> Result<Vec<String>, HistoryError> {
    if line.len() > limits::LINE_BYTES {
        return Err(HistoryError::LineTooLong { line: number });
    }
    let (mut found, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = line.trim_end_matches('\r').chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            letter if letter == separator && !quoted => found.push(std::mem::take(&mut cell)),
            letter => cell.push(letter),
        }
    }
    if quoted {
        return Err(HistoryError::UnclosedQuote { line: number });
    }
    found.push(cell);
    Ok(found)
}
