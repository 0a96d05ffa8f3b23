//! Values as people and machines write them.

use super::error::limits;
use super::{DecimalMark, IssueKind, Meaning};

/// The longest number that is read, in bytes.
const MAX_LENGTH: usize = 64;
const POWERS_OF_TEN: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// Reads a value, or says what is wrong with it.
///
/// Whole numbers, fractions, exponents, digits grouped by three. A negative value is refused
/// where `meaning` does not allow it.
pub(super) fn read_value(cell: &[u8], mark: DecimalMark, meaning: Meaning) -> Result<f64, IssueKind> {
    accept(read_number(cell, mark)?, meaning)
}

/// Passes a value that a trace can hold, or says what is wrong with it.
pub(super) fn accept(value: f64, meaning: Meaning) -> Result<f64, IssueKind> {
    if value.is_nan() {
        Err(IssueKind::NotANumber)
    } else if value.abs() > limits::VALUE {
        Err(IssueKind::TooLarge)
    } else if value < 0.0 && meaning != Meaning::Gauge {
        Err(IssueKind::Negative)
    } else {
        // Adding zero turns -0.0 into 0.0.
        Ok(value + 0.0)
    }
}

/// Reads a finite number within [`limits::VALUE`], or says what is wrong with it.
pub(super) fn read_number(cell: &[u8], mark: DecimalMark) -> Result<f64, IssueKind> {
    let cell = cell.trim_ascii();
    match read_plain(cell, mark) {
        Some(value) => Ok(value),
        None => read_any(cell, mark).and_then(|value| accept(value, Meaning::Gauge)),
    }
}

/// The fast path: up to 15 digits with an optional mark.
///
/// Both the digits and the power of ten are exact floats, so one division rounds correctly
/// (Clinger 1990), as the standard library's parser does.
fn read_plain(cell: &[u8], mark: DecimalMark) -> Option<f64> {
    let mark = if mark == DecimalMark::Point { b'.' } else { b',' };
    let (negative, digits) = match cell.split_first() {
        Some((b'-', rest)) => (true, rest),
        _ => (false, cell),
    };
    if digits.len() > 16 {
        return None;
    }
    let (mut all, mut n_digits, mut fraction) = (0u64, 0usize, None);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                all = all * 10 + u64::from(byte - b'0');
                n_digits += 1;
            }
            _ if *byte == mark && fraction.is_none() => fraction = Some(n_digits),
            _ => return None,
        }
    }
    if n_digits == 0 || n_digits > 15 {
        return None;
    }
    let value = all as f64 / POWERS_OF_TEN[n_digits - fraction.unwrap_or(n_digits)];
    Some(if negative { -value } else { value })
}

fn read_any(cell: &[u8], mark: DecimalMark) -> Result<f64, IssueKind> {
    const BLANKS: [&str; 9] = ["", "-", "--", "null", "none", "na", "n/a", "#n/a", "nil"];
    if cell.len() > MAX_LENGTH {
        return Err(IssueKind::UnreadableValue);
    }
    let text = std::str::from_utf8(cell).map_err(|_| IssueKind::UnreadableValue)?;
    if BLANKS.iter().any(|blank| text.eq_ignore_ascii_case(blank)) {
        return Err(IssueKind::BlankValue);
    }
    let parsed = match mark {
        DecimalMark::Point if text.contains(',') => ungrouped(text, ',', '.').and_then(|text| text.parse().ok()),
        DecimalMark::Point => text.parse().ok(),
        DecimalMark::Comma => ungrouped(text, '.', ',').and_then(|text| text.replace(',', ".").parse().ok()),
    };
    parsed.ok_or(IssueKind::UnreadableValue)
}

/// The number without its group marks; `None` where groups are not of three digits.
fn ungrouped(text: &str, group: char, mark: char) -> Option<String> {
    let (whole, rest) = text.find(mark).map_or((text, ""), |at| text.split_at(at));
    let mut groups = whole.split(group);
    let first = groups.next()?.trim_start_matches(['-', '+']).len();
    let even = groups.clone().all(|digits| digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit()));
    let grouped = groups.next().is_some();
    if grouped && (!even || !(1..=3).contains(&first)) || rest.contains(group) {
        return None;
    }
    Some(whole.replace(group, "") + rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use DecimalMark::{Comma, Point};
    use proptest::prelude::*;

    #[test]
    fn values_as_they_are_written() {
        for (text, mark, value) in [
            ("94.0", Point, Ok(94.0)),
            (" 9.59076113897809 ", Point, Ok(9.59076113897809)),
            ("1,234,567.5", Point, Ok(1_234_567.5)),
            ("1,5", Point, Err(IssueKind::UnreadableValue)),
            ("1,5", Comma, Ok(1.5)),
            ("1.234,5", Comma, Ok(1234.5)),
            ("1.5", Comma, Err(IssueKind::UnreadableValue)),
            ("1e3", Point, Ok(1000.0)),
            ("-3", Point, Ok(-3.0)),
            ("", Point, Err(IssueKind::BlankValue)),
            ("NULL", Point, Err(IssueKind::BlankValue)),
            ("nan", Point, Err(IssueKind::NotANumber)),
            ("+Inf", Point, Err(IssueKind::TooLarge)),
            ("1e308", Point, Err(IssueKind::TooLarge)),
            ("12 %", Point, Err(IssueKind::UnreadableValue)),
            (".", Point, Err(IssueKind::UnreadableValue)),
        ] {
            assert_eq!(read_number(text.as_bytes(), mark), value, "{text:?} {mark:?}");
        }
        assert_eq!(read_value(b"-3", Point, Meaning::Rate), Err(IssueKind::Negative));
        assert_eq!(read_value(b"-0", Point, Meaning::Rate).map(f64::to_bits), Ok(0));
    }

    proptest! {
        #[test]
        fn the_fast_path_is_the_standard_librarys(text in "-?[0-9]{1,15}(\\.[0-9]{0,8})?") {
            if let Some(value) = read_plain(text.as_bytes(), Point) {
                prop_assert_eq!(Ok(value), text.parse::<f64>());
            }
        }
    }
}
