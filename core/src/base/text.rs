//! Turns numbers into text, once for the page, the terminal and the goldens, so that all three say the same.

mod money;

pub(crate) use money::with_dollar;
pub use money::{dollars, price};
pub(super) use money::{money_with, rate_digits};

use super::dimension::Dimension;
use jiff::civil::Date;

/// A number with thousands separated and at most `digits` significant digits, but never fewer
/// than its whole part: `112,500`, `65.79`, `0.0312`.
pub fn significant(value: f64, digits: usize) -> String {
    // What is too small for twelve decimals reads as nothing.
    with_digits(value, digits, 12)
}

/// A number with so many significant digits, and at most so many decimals.
pub(super) fn with_digits(value: f64, digits: usize, most_decimals: i64) -> String {
    if value == 0.0 || !value.is_finite() {
        return if value == 0.0 { "0".into() } else { unbounded(value) };
    }
    let magnitude = libm::floor(libm::log10(value.abs())) as i64;
    let decimals = (digits as i64 - 1 - magnitude).clamp(0, most_decimals) as usize;
    let text = format!("{value:.decimals$}");
    let text = if decimals > 0 { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    // What is too small for the decimals has no sign.
    separated(if text == "-0" { "0" } else { text })
}

/// A number as it is in a message: up to ten significant digits.
pub fn plain(value: f64) -> String {
    if value != 0.0 && value.is_finite() && (value.abs() >= 1e15 || value.abs() < 1e-6) {
        return format!("{value:e}");
    }
    significant(value, 10)
}

/// A number for reading: four significant digits, whole numbers in full.
pub fn number(value: f64) -> String {
    significant(value, 4)
}

/// A value in words, or that it is unknown: what is not known is never zero and never left out.
///
/// ```
/// use headroom_core::base::text;
///
/// assert_eq!(text::or_unknown(Some(0.5), text::percent), "50 %");
/// assert_eq!(text::or_unknown(None, text::percent), "unknown");
/// ```
pub fn or_unknown<T>(value: Option<T>, show: impl FnOnce(T) -> String) -> String {
    value.map_or_else(|| "unknown".to_owned(), show)
}

/// Words on one line, with single spaces between them.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name, or something else where it is blank.
pub fn named<'a>(name: &'a str, otherwise: &'a str) -> &'a str {
    if name.trim().is_empty() { otherwise } else { name }
}

/// A whole count with thousands separated.
pub fn count(value: impl Into<u64>) -> String {
    separated(&value.into().to_string())
}

fn unbounded(value: f64) -> String {
    if value.is_nan() {
        "not a number".into()
    } else if value > 0.0 {
        "infinite".into()
    } else {
        "minus infinite".into()
    }
}

fn separated(text: &str) -> String {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("−", rest),
        None => ("", text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = String::with_capacity(text.len() + 8);
    out.push_str(sign);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A large number with its prefix, for places where room is short: `75 k`, `112.5 k`, `1.5 M`.
pub fn si(value: f64) -> String {
    let (scale, prefix) = match value.abs() {
        size if size >= 999.95e9 => (1e12, " T"),
        size if size >= 999.95e6 => (1e9, " G"),
        size if size >= 999_950.0 => (1e6, " M"),
        size if size >= 9_999.5 => (1e3, " k"),
        _ => return number(value),
    };
    format!("{}{prefix}", number(value / scale))
}

/// A fraction as a percentage: `65.8 %`; close to 1, with two digits of what is missing: `99.972 %`.
pub fn percent(fraction: f64) -> String {
    format!("{} %", significant(fraction * 100.0, percent_digits(fraction)))
}

/// A share that may be too small to read: `less than 0.0001 %` for anything below it.
pub fn small_percent(fraction: f64) -> String {
    if fraction < 1e-6 { "less than 0.0001 %".to_owned() } else { percent(fraction) }
}

/// Significant digits that a percentage reads best with.
pub(crate) fn percent_digits(fraction: f64) -> usize {
    match (fraction * 100.0).abs() {
        size if (99.0..100.0).contains(&size) => {
            // 0.0284 is missing: its first digit is the second decimal, its second the third.
            let missing = libm::floor(libm::log10(100.0 - size)).max(-8.0);
            (3.0 - missing) as usize
        }
        size if size < 1000.0 => 3,
        _ => 4,
    }
}

/// A difference of two percentages: `9.87 points`.
pub fn points(fraction: f64) -> String {
    format!("{} points", significant(fraction * 100.0, 3))
}

/// A duration in the unit in which it reads best.
pub fn seconds(value: f64) -> String {
    let (scale, unit) = unit_of_seconds(value);
    format!("{} {unit}", significant(value / scale, 3))
}

/// The unit in which a duration reads best, and its length in seconds.
pub(crate) fn unit_of_seconds(value: f64) -> (f64, &'static str) {
    match value.abs() {
        0.0 => (1.0, "s"),
        size if size < 0.999_5e-3 => (1e-6, "µs"),
        size if size < 0.999_5 => (1e-3, "ms"),
        size if size < 120.0 => (1.0, "s"),
        size if size < 7200.0 => (60.0, "min"),
        size if size < 172_800.0 => (3600.0, "h"),
        _ => (86_400.0, "days"),
    }
}

/// A day as people write it: `14 March 2027`.
pub fn date(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = MONTHS.get(date.month() as usize - 1).copied().unwrap_or_default();
    format!("{} {month} {}", date.day(), date.year())
}

/// A day where room is short: `14 Mar 2027`.
pub fn date_short(day: Date) -> String {
    let long = date(day);
    let mut words = long.split(' ');
    match (words.next(), words.next(), words.next()) {
        (Some(day), Some(month), Some(year)) => format!("{day} {} {year}", month.get(..3).unwrap_or(month)),
        _ => long,
    }
}

/// A local time of day, given in hours: `20:30`.
pub fn time_of_day(hours: f64) -> String {
    let minutes = libm::round(hours * 60.0) as i64;
    format!("{:02}:{:02}", minutes.div_euclid(60).rem_euclid(24), minutes.rem_euclid(60))
}

/// A moment as people say it: `Friday 27 November, 20:03`.
pub fn moment(time: jiff::civil::DateTime) -> String {
    let weekday = super::time::WEEKDAYS[time.date().weekday().to_monday_zero_offset() as usize % 7];
    let long = date(time.date());
    let day = long.rsplit_once(' ').map_or(long.as_str(), |(day, _)| day);
    format!("{weekday} {day}, {:02}:{:02}", time.hour(), time.minute())
}

/// A quantity with its unit.
pub fn quantity(value: f64, dimension: Dimension) -> String {
    match dimension {
        Dimension::Fraction => percent(value),
        Dimension::FractionPerMonth => format!("{} a month", percent(value)),
        Dimension::Seconds => seconds(value),
        Dimension::HourOfDay => time_of_day(value),
        Dimension::Times => format!("{} ×", number(value)),
        Dimension::Plain => number(value),
        Dimension::Dollars => dollars(value),
        Dimension::DollarsPerHour => format!("{} an hour", price(value)),
        Dimension::DollarsPerThousand => format!("{} per 1,000", price(value)),
        Dimension::Count(many) if number(value) == "1" => format!("1 {}", singular(many)),
        other => format!("{} {}", number(value), other.unit()),
    }
}

/// `replica` for `replicas`, `retry` for `retries`.
fn singular(many: &str) -> String {
    match many.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => many.strip_suffix('s').unwrap_or(many).to_owned(),
    }
}

/// A quantity in a message about a field: exact, with the unit only where the number needs one.
pub fn bound(value: f64, dimension: Dimension) -> String {
    if !value.is_finite() {
        return unbounded(value);
    }
    match dimension {
        Dimension::Fraction | Dimension::FractionPerMonth => format!("{} %", plain(value * 100.0)),
        // Three digits are exact enough for a limit; what was typed beyond them is said in full.
        Dimension::Seconds if value >= 0.0 && significant(value, 3) == plain(value) => seconds(value),
        Dimension::Seconds => format!("{} s", plain(value)),
        Dimension::HourOfDay if (0.0..24.0).contains(&value) => time_of_day(value),
        Dimension::Count(_) | Dimension::Plain | Dimension::HourOfDay => plain(value),
        other => format!("{} {}", plain(value), other.unit()),
    }
}

/// How a value differs from an earlier one, with its sign: `+5,000`; `None` where it reads the same.
pub fn difference(now: f64, before: f64, show: impl Fn(f64) -> String) -> Option<String> {
    if show(now) == show(before) {
        return None;
    }
    let size = show((now - before).abs());
    Some(if now > before { format!("+{size}") } else { format!("−{size}") })
}

/// Whether two amounts that differ by so large a share are said to be as much: below a twentieth of a percent.
pub fn is_no_change(share: f64) -> bool {
    share.abs() < 0.0005
}

/// A share saved as people compare: `62.4 % less than static`, `31.1 % more than ideal`.
pub fn against(saving: f64, what: &str) -> String {
    if is_no_change(saving) {
        format!("as much as {what}")
    } else if saving > 0.0 {
        format!("{} less than {what}", percent(saving))
    } else {
        format!("{} more than {what}", percent(-saving))
    }
}

/// A sentence with a capital, as sentences begin.
pub fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Names in a sentence: `Frankfurt`, `Frankfurt and Dublin`, `Frankfurt, Dublin and Oregon`.
pub fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `one replica`, `57 replicas`.
pub fn counted(n: u64, one: &str, many: &str) -> String {
    if n == 1 { format!("one {one}") } else { format!("{} {many}", count(n)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_something_is_one_and_a_tiny_share_is_no_string_of_zeros() {
        assert_eq!(quantity(1.0, Dimension::Count("sites")), "1 site");
        assert_eq!(quantity(1.0, Dimension::Count("retries")), "1 retry");
        assert_eq!(quantity(2.0, Dimension::Count("sites")), "2 sites");
        assert_eq!(small_percent(2.95e-10), "less than 0.0001 %");
        assert_eq!(small_percent(0.05), "5 %");
    }

    #[test]
    fn differences_carry_their_sign_or_are_none() {
        assert_eq!(difference(57.0, 53.0, number).as_deref(), Some("+4"));
        assert_eq!(difference(0.5, 0.65, percent).as_deref(), Some("−15 %"));
        assert_eq!(difference(1e9, 1e9 + 1.0, si), None);
    }

    #[test]
    fn numbers_read_as_people_write_them() {
        for (value, text) in [
            (0.0, "0"),
            (75_000.0, "75,000"),
            (65.789_47, "65.79"),
            (0.03125, "0.03125"),
            (-1234.6, "−1,235"),
            (-1e-15, "0"),
            (1e12, "1,000,000,000,000"),
        ] {
            assert_eq!(number(value), text);
        }
        for (value, text) in [
            (75_000.0, "75 k"),
            (112_500.0, "112.5 k"),
            (1.5e6, "1.5 M"),
            (999_999.0, "1 M"),
            (2_000.0, "2,000"),
            (3e12, "3 T"),
        ] {
            assert_eq!(si(value), text);
        }
        for (value, text) in [
            (0.657_894, "65.8 %"),
            (0.9997, "99.97 %"),
            (0.999_716_2, "99.972 %"),
            (0.998_167_8, "99.82 %"),
            (0.5, "50 %"),
            (2.5, "250 %"),
            (0.9999999, "99.99999 %"),
        ] {
            assert_eq!(percent(value), text);
        }
        for (value, text) in [
            (0.184, "184 ms"),
            (90.0, "90 s"),
            (300.0, "5 min"),
            (2e-5, "20 µs"),
            (0.9996, "1 s"),
            (86400.0 * 3.0, "3 days"),
        ] {
            assert_eq!(seconds(value), text);
        }
        for (value, text) in [
            (2.5, "$2.50"),
            (1240.0, "$1,240"),
            (0.0, "$0"),
            (0.0012, "$0.0012"),
            (-3.0, "−$3.00"),
            (12_345.6, "$12,346"),
        ] {
            assert_eq!(dollars(value), text);
        }
        for (value, text) in [
            (0.145, "$0.145"),
            (0.0958, "$0.0958"),
            (0.005_178_3, "$0.0051783"),
            (0.005_178_345_678_9, "$0.005178"),
            (0.7 * 0.68, "$0.476"),
            (2.5, "$2.50"),
            (0.0, "$0"),
            (12.345_678_901_2, "$12.35"),
            (31.0 / 7.0, "$4.429"),
            (-0.1283, "−$0.1283"),
            (400_000.0, "$400,000"),
        ] {
            assert_eq!(price(value), text);
        }
        assert_eq!(time_of_day(20.5), "20:30");
        assert_eq!(time_of_day(23.9999), "00:00");
        assert_eq!(date(jiff::civil::date(2027, 3, 14)), "14 March 2027");
        assert_eq!(moment(jiff::civil::date(2026, 11, 27).at(20, 3, 0, 0)), "Friday 27 November, 20:03");
        assert_eq!(date_short(jiff::civil::date(2027, 3, 14)), "14 Mar 2027");
    }
}
