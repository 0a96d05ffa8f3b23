//! Timestamps as files write them, read into microseconds since 1970.

use super::TimeFormat;
use super::time::{MICROS_PER_DAY, MICROS_PER_SECOND, days_from_civil, days_in_month};
use jiff::fmt::temporal::Pieces;

/// The look of a timestamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeForm {
    /// A date without time of day.
    Date,
    /// Date and time without an offset.
    Local,
    /// Date and time with an offset.
    Offset,
    /// A number of seconds.
    Seconds,
    /// A number of milliseconds.
    Millis,
    /// A number of microseconds.
    Micros,
    /// A number of nanoseconds.
    Nanos,
}

impl TimeForm {
    /// How many there are.
    pub const COUNT: usize = 7;
}

/// Reads a timestamp: microseconds since 1970-01-01 00:00, in UTC where it has an offset and on
/// its own clock where it has none. Digits beyond microseconds are cut off.
pub(super) fn read_time(cell: &[u8], format: TimeFormat) -> Option<(i64, TimeForm)> {
    let cell = cell.trim_ascii();
    match format {
        TimeFormat::Iso => read_iso(cell),
        TimeFormat::EpochSeconds => read_epoch(cell, Some(TimeForm::Seconds)),
        TimeFormat::EpochMillis => read_epoch(cell, Some(TimeForm::Millis)),
        TimeFormat::Auto if is_number(cell) => read_epoch(cell, None),
        TimeFormat::Auto => read_iso(cell),
    }
}

/// A date alone, as stands beside a clock column.
pub(super) fn is_date(cell: &[u8]) -> bool {
    matches!(read_time(cell, TimeFormat::Auto), Some((_, TimeForm::Date)))
}

fn is_number(cell: &[u8]) -> bool {
    let unsigned = cell.strip_prefix(b"-").unwrap_or(cell);
    unsigned.first().is_some_and(u8::is_ascii_digit)
        && unsigned.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+'))
}

/// A number since 1970 in the given unit, or in the unit that its size suggests: 10¹¹ s would be
/// the year 5138, and 10¹¹ ms is 1973.
fn read_epoch(cell: &[u8], form: Option<TimeForm>) -> Option<(i64, TimeForm)> {
    let (negative, unsigned) = match cell.strip_prefix(b"-") {
        Some(rest) => (true, rest),
        None => (false, cell),
    };
    let Some((whole, billionths)) = read_decimal(unsigned) else {
        // Spreadsheets write long numbers with an exponent.
        let number: f64 = std::str::from_utf8(cell).ok()?.parse().ok()?;
        let form = form.unwrap_or_else(|| form_from_size(number.abs()));
        let micros = (number * micros_per_unit(form)).floor();
        return (micros.abs() < 1e18).then_some((micros as i64, form));
    };
    let form = form.unwrap_or_else(|| form_from_size(whole as f64));
    let whole = i64::try_from(whole).ok()?;
    let magnitude = match form {
        TimeForm::Millis => whole.checked_mul(1000)?.checked_add(billionths / 1_000_000)?,
        TimeForm::Micros => whole,
        TimeForm::Nanos => whole / 1000,
        _ => whole.checked_mul(MICROS_PER_SECOND)?.checked_add(billionths / 1000)?,
    };
    Some((if negative { -magnitude } else { magnitude }, form))
}

fn form_from_size(size: f64) -> TimeForm {
    match size {
        s if s < 1e11 => TimeForm::Seconds,
        s if s < 1e14 => TimeForm::Millis,
        s if s < 1e17 => TimeForm::Micros,
        _ => TimeForm::Nanos,
    }
}

fn micros_per_unit(form: TimeForm) -> f64 {
    match form {
        TimeForm::Millis => 1e3,
        TimeForm::Micros => 1.0,
        TimeForm::Nanos => 1e-3,
        _ => 1e6,
    }
}

/// Digits and an optional fraction: the whole part, and billionths.
fn read_decimal(cell: &[u8]) -> Option<(u64, i64)> {
    let (whole, fraction) = match cell.iter().position(|b| *b == b'.') {
        Some(at) => (&cell[..at], &cell[at + 1..]),
        None => (cell, &cell[cell.len()..]),
    };
    if whole.is_empty() || whole.len() > 19 || !fraction.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let mut number = 0u64;
    for byte in whole {
        number = number.checked_mul(10)?.checked_add(u64::from(digit(*byte)?))?;
    }
    Some((number, billionths(fraction)?))
}

fn digit(byte: u8) -> Option<u8> {
    byte.is_ascii_digit().then(|| byte - b'0')
}

/// The first nine digits of a fraction.
fn billionths(fraction: &[u8]) -> Option<i64> {
    let mut all = 0;
    for place in 0..9 {
        all = all * 10 + i64::from(fraction.get(place).map_or(Some(0), |byte| digit(*byte))?);
    }
    Some(all)
}

fn read_iso(cell: &[u8]) -> Option<(i64, TimeForm)> {
    // BigQuery and some others write the zone's name, which jiff does not read.
    let (cell, utc) = match cell.strip_suffix(b" UTC") {
        Some(rest) => (rest.trim_ascii_end(), true),
        None => (cell, false),
    };
    let (micros, form) = match read_common_iso(cell) {
        Some(read) => read,
        None => read_any_iso(cell)?,
    };
    Some((micros, if utc { TimeForm::Offset } else { form }))
}

/// The fast path: `2014-04-10`, `2014-04-10 00:04`, with seconds, a fraction of one to nine digits,
/// `Z` or an offset; dashes or slashes in the date.
fn read_common_iso(cell: &[u8]) -> Option<(i64, TimeForm)> {
    let two = |at: usize| -> Option<u8> { Some(digit(*cell.get(at)?)? * 10 + digit(*cell.get(at + 1)?)?) };
    let is = |at: usize, byte: u8| cell.get(at) == Some(&byte);
    let separator = *cell.get(4)?;
    if !matches!(separator, b'-' | b'/') || !is(7, separator) {
        return None;
    }
    let year = i64::from(two(0)?) * 100 + i64::from(two(2)?);
    let (month, day) = (two(5)?, two(8)?);
    if !(1..=12).contains(&month) || day == 0 || day > days_in_month(year, month) {
        return None;
    }
    let date = days_from_civil(year, month, day) * MICROS_PER_DAY;
    if cell.len() == 10 {
        return Some((date, TimeForm::Date));
    }
    if !matches!(cell[10], b' ' | b'T' | b't') || !is(13, b':') {
        return None;
    }
    let (hour, minute) = (two(11)?, two(14)?);
    let (second, mut at) = if is(16, b':') { (two(17)?, 19) } else { (0, 16) };
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let mut micros = (i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second)) * MICROS_PER_SECOND;
    if at == 19 && is(19, b'.') {
        let fraction = &cell[20..];
        let n_digits = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
        if !(1..=9).contains(&n_digits) {
            return None;
        }
        micros += billionths(&fraction[..n_digits])? / 1000;
        at += 1 + n_digits;
    }
    match offset_micros(&cell[at..])? {
        Some(offset) => Some((date + micros - offset, TimeForm::Offset)),
        None => Some((date + micros, TimeForm::Local)),
    }
}

/// What follows the time: nothing, `Z`, or `+02`, `+0200`, `+02:00`; the outer `None` for anything else.
fn offset_micros(rest: &[u8]) -> Option<Option<i64>> {
    let (negative, hours, minutes) = match rest {
        [] => return Some(None),
        b"Z" | b"z" => return Some(Some(0)),
        [sign @ (b'+' | b'-'), hours @ ..] => match hours {
            [a, b] => (*sign == b'-', [*a, *b], [b'0', b'0']),
            [a, b, c, d] | [a, b, b':', c, d] => (*sign == b'-', [*a, *b], [*c, *d]),
            _ => return None,
        },
        _ => return None,
    };
    let two =
        |digits: [u8; 2]| -> Option<i64> { Some(i64::from(digit(digits[0])?) * 10 + i64::from(digit(digits[1])?)) };
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let offset = (hours * 60 + minutes) * 60 * MICROS_PER_SECOND;
    Some(Some(if negative { -offset } else { offset }))
}

/// Everything else that is ISO 8601 as jiff reads it: compact dates, leap seconds, zone names in
/// brackets beside an offset.
fn read_any_iso(cell: &[u8]) -> Option<(i64, TimeForm)> {
    let pieces = Pieces::parse(cell).ok()?;
    let time = pieces.time();
    let offset = pieces.to_numeric_offset();
    if offset.is_none() && pieces.time_zone_annotation().is_some() {
        // The rules of zones are not at hand, and guessing would shift the whole day.
        return None;
    }
    let form = match (time, offset) {
        (_, Some(_)) => TimeForm::Offset,
        (Some(_), None) => TimeForm::Local,
        (None, None) => TimeForm::Date,
    };
    let date = pieces.date();
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    let days = days_from_civil(i64::from(date.year()), month, day);
    let within = time.map_or(0, |time| {
        let seconds = i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
        seconds * MICROS_PER_SECOND + i64::from(time.subsec_nanosecond()) / 1000
    });
    let offset = offset.map_or(0, |offset| i64::from(offset.seconds()) * MICROS_PER_SECOND);
    Some((days * MICROS_PER_DAY + within - offset, form))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn timestamps_as_they_are_written() {
        use TimeForm::*;
        let moment = 1_397_088_240_000_000; // 2014-04-10 00:04:00
        for (text, expected) in [
            ("2014-04-10 00:04:00", Some((moment, Local))),
            ("2014-04-10T00:04", Some((moment, Local))),
            ("2014/04/10 00:04:00", Some((moment, Local))),
            ("2014-04-10T02:04:00+02:00", Some((moment, Offset))),
            ("2014-04-09T19:04:00-0500", Some((moment, Offset))),
            ("2014-04-10 00:04:00 UTC", Some((moment, Offset))),
            ("2014-04-10T00:04:00.1234567Z", Some((moment + 123_456, Offset))),
            ("2014-04-10T00:04:00+00:00[UTC]", Some((moment, Offset))),
            ("2014-04-10T00:04:00[Europe/Berlin]", None),
            ("2014-04-10", Some((moment - 240_000_000, Date))),
            ("1397088240", Some((moment, Seconds))),
            ("1397088240.25", Some((moment + 250_000, Seconds))),
            ("1397088240000", Some((moment, Millis))),
            ("1.39708824E+12", Some((moment, Millis))),
            ("1397088240000000", Some((moment, Micros))),
            ("1397088240000000999", Some((moment, Nanos))),
            ("-1", Some((-1_000_000, Seconds))),
            ("2014-02-30", None),
            ("10/04/2014", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(read_time(text.as_bytes(), TimeFormat::Auto), expected, "{text:?}");
        }
        assert_eq!(read_time(b"20140410", TimeFormat::Iso), Some((moment - 240_000_000, Date)));
        assert_eq!(read_time(b"90000", TimeFormat::EpochMillis), Some((90_000_000, Millis)));
    }

    proptest! {
        #[test]
        fn the_fast_path_is_jiffs(
            date in "[0-9]{4}-(0[0-9]|1[0-3])-[0-3][0-9]",
            time in "([T ][0-2][0-9]:[0-6][0-9](:[0-6][0-9](\\.[0-9]{1,10})?)?)?",
            offset in "(Z|z|[+-][0-2][0-9](:?[0-5][0-9])?)?",
        ) {
            let text = format!("{date}{time}{offset}");
            if let Some((micros, form)) = read_common_iso(text.as_bytes()) {
                prop_assert_eq!(Some((micros, form)), read_any_iso(text.as_bytes()), "{}", text);
                if form == TimeForm::Offset && let Ok(timestamp) = text.parse::<jiff::Timestamp>() {
                    prop_assert_eq!(i128::from(micros), timestamp.as_nanosecond().div_euclid(1000), "{}", text);
                }
            }
        }

        #[test]
        fn no_bytes_bring_it_down(cell in proptest::collection::vec(any::<u8>(), 0..40)) {
            for format in [TimeFormat::Auto, TimeFormat::Iso, TimeFormat::EpochSeconds, TimeFormat::EpochMillis] {
                let _ = read_time(&cell, format);
            }
        }
    }
}
