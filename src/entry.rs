//! Turns what people type into a quantity, and a quantity into the text that its field shows.

use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::base::time::{DAYS_PER_MONTH, SECONDS_PER_DAY, SECONDS_PER_WEEK};
use headroom_core::base::units::Quantity;

/// What words multiply a number by.
type Words = [(&'static str, f64)];
#[rustfmt::skip]
const MULTIPLIERS: &Words = &[("", 1.0), ("k thousand", 1e3), ("m mn million", 1e6), ("b bn g billion", 1e9), ("t trillion", 1e12)];
#[rustfmt::skip]
const SECONDS: &Words = &[
    ("µs μs us", 1e-6), ("ms", 1e-3), ("s sec secs second seconds", 1.0), ("m min mins minute minutes", 60.0), ("h hr hrs hour hours", 3600.0),
    ("d day days", SECONDS_PER_DAY), ("w week weeks", SECONDS_PER_WEEK), ("mo month months", DAYS_PER_MONTH * SECONDS_PER_DAY), ("y year years", 365.0 * SECONDS_PER_DAY),
];
#[rustfmt::skip]
const BYTES: &Words = &[("mib mi", GIB / 1024.0), ("gib gi", GIB), ("tib ti", GIB * 1024.0), ("mb", 1e6), ("gb", 1e9), ("tb", 1e12)];
const GIB: f64 = 1_073_741_824.0;
const CORES: &Words = &[("m mcpu", 1e-3), ("vcpu vcpus cpu cpus core cores", 1.0)];

/// Reads what was typed into a field.
///
/// # Errors
///
/// The message to show: which quantity, what it can be or how to write it, what was given.
pub fn parse<Q: Quantity>(text: &str) -> Result<Q, String> {
    let (words, given) = (Q::WORDS, text.trim());
    let form = match Q::DIMENSION {
        Dimension::Rate => "a number such as 1,500 or 10M/day",
        Dimension::Fraction => "a percentage such as 30",
        Dimension::FractionPerMonth => "a percentage such as 4",
        Dimension::Seconds => "a time such as 250 ms",
        Dimension::Hours => "a time such as 6 h",
        Dimension::Days => "a time such as 60 days",
        Dimension::HourOfDay => "a time of day such as 20:30",
        Dimension::Gib => "an amount such as 16 GiB",
        Dimension::Count(_) => "a whole number such as 3",
        Dimension::DollarsPerHour | Dimension::DollarsPerThousand | Dimension::Dollars => "an amount such as $2.50",
        Dimension::Times | Dimension::Vcpu | Dimension::Plain => "a number such as 2.5",
    };
    if given.is_empty() {
        return Err(format!("{words} must not be empty; write {form}"));
    }
    let value = parse_number(given, Q::DIMENSION).ok_or_else(|| {
        let given = given.replace(char::is_control, " ");
        let start: String = given.chars().take(40).collect();
        let rest = if start == given { "" } else { "…" };
        format!("{words} must be {form}, but is \"{start}{rest}\"")
    })?;
    Q::new(value).map_err(|out| out.to_string())
}

/// Reads a number, in the dimension's unit; `None` where any part of the text is not understood.
pub fn parse_number(text: &str, dimension: Dimension) -> Option<f64> {
    let uniform = text.trim().chars().map(|c| match c {
        '−' | '–' => '-',
        space if space.is_whitespace() && !space.is_control() => ' ',
        other => other.to_ascii_lowercase(),
    });
    let text: String = uniform.collect();
    let (number, unit) = match dimension {
        _ if text.chars().count() > 64 => return None,
        Dimension::HourOfDay => (clock(&text)?, String::new()),
        Dimension::Plain | Dimension::Dollars | Dimension::DollarsPerHour => {
            number(text.trim_matches(['$', '€', '£', '¥', ' ']))?
        }
        _ => number(&text)?,
    };
    let value = match scale(&unit, dimension)? {
        _ if dimension == Dimension::Fraction && unit.is_empty() && number.abs() < 1.0 => number,
        // Fifteen digits hide that 1.1 times a million is 1100000.0000000001.
        scale => rounded(number * scale, 15),
    };
    value.is_finite().then_some(value)
}

/// The text of a field, which reads back as the same number.
pub fn show(value: f64, dimension: Dimension) -> String {
    let (number, percentage) = (show_number(value), show_number(value * 100.0));
    let (short, exact) = match dimension {
        Dimension::FractionPerMonth => return percentage,
        // A share below 1 without its sign would be read as a fraction.
        Dimension::Fraction => (percentage.clone(), percentage + " %"),
        Dimension::Seconds if value.abs() >= 1.0 => (text::seconds(value), number + " s"),
        Dimension::Seconds => (text::seconds(value), show_number(value * 1e3) + " ms"),
        Dimension::HourOfDay => (text::time_of_day(value), number),
        _ => return number,
    };
    let same = |back: f64| (back - value).abs() <= 1e-9 * value.abs();
    let reads_back = parse_number(&short, dimension).is_some_and(same);
    if reads_back { short } else { exact }
}

/// The unit that stands beside a field; empty where there is none or the field's text carries it.
pub fn unit(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Seconds | Dimension::HourOfDay => "",
        other => other.unit(),
    }
}

/// Where an arrow key leads, `large` with shift: to a round number, which the caller clamps.
pub fn step(value: f64, dimension: Dimension, up: bool, large: bool) -> f64 {
    let (size, many) = match dimension {
        Dimension::Fraction | Dimension::FractionPerMonth => (0.01, 10.0),
        Dimension::HourOfDay => (0.25, 4.0),
        Dimension::Times => (0.1, 10.0),
        Dimension::Count(_) => (1.0, 10.0),
        // Towards zero, the step of what lies just below, so that down undoes up.
        _ if up == (value > 0.0) => (round_step(value.abs() * 0.02), 10.0),
        _ => (round_step(value.abs() * 0.019_999_9), 10.0),
    };
    let count = if large { many } else { 1.0 };
    let above = (value / size + 1e-6).floor() + count;
    let below = (value / size - 1e-6).ceil() - count;
    rounded(size * if up { above } else { below }, 10)
}

/// The largest of 1, 2 and 5 times a power of ten that does not exceed `size`; 1 for zero.
fn round_step(size: f64) -> f64 {
    let text = format!("{size:.9e}");
    let (digits, exponent) = text.split_once('e').unwrap_or(("1", "0"));
    let digit = ["5", "2"].into_iter().find(|digit| digits >= *digit);
    let step = format!("{}e{exponent}", digit.unwrap_or("1"));
    step.parse().unwrap_or(1.0)
}

/// The nearest number of so many significant digits.
fn rounded(value: f64, digits: usize) -> f64 {
    format!("{value:.*e}", digits - 1).parse().unwrap_or(value) + 0.0
}

fn show_number(value: f64) -> String {
    let value = rounded(value, 10);
    // `plain` keeps twelve decimals, which for small numbers are not ten digits.
    let small = matches!(value.abs(), 1e-6..1e-3).then(|| value.to_string());
    small.unwrap_or_else(|| text::plain(value))
}

/// Reads the number at the start of a text; gives what stands behind it, without spaces.
fn number(text: &str) -> Option<(f64, String)> {
    let (sign, rest) = text.split_at(usize::from(text.starts_with(['+', '-'])));
    let or = |others: &'static str| move |c: char| c.is_ascii_digit() || others.contains(c);
    let tail = rest.trim_start_matches(or(" .,'’_"));
    let unit = tail.trim_start_matches(or("e+-"));
    let mantissa = rest[..rest.len() - tail.len()].trim();
    let exponent = &tail[..tail.len() - unit.len()];
    let read = |mark: char, point: char| {
        let (whole, decimals) = mantissa.split_once(point).unwrap_or((mantissa, ""));
        let (first, groups) = whole.split_once(mark).unwrap_or(("1", "000"));
        let leads = (1..4).contains(&first.len()) && !first.starts_with('0');
        let grouped = leads && groups.split(mark).all(|group| group.len() == 3);
        let text = format!("{sign}{}.{decimals}{exponent}", whole.replace(mark, ""));
        text.parse().ok().filter(|_| grouped)
    };
    // Thousands are tried before decimals: `1,000` has groups; `2,5` and `0,125` have not.
    let mut marks = [',', '.', ' ', '\'', '’', '_'].into_iter();
    let value = marks.find_map(|mark| read(mark, '.').or_else(|| read(mark, ',')))?;
    Some((value, unit.replace(' ', "")))
}

fn find(words: &Words, word: &str) -> Option<f64> {
    let named = |names: &str| names.split(' ').any(|name| name == word);
    let (_, value) = words.iter().find(|(names, _)| named(names))?;
    Some(*value)
}

/// What a unit, with a multiplier before it or without, multiplies a number by.
fn scale(unit: &str, dimension: Dimension) -> Option<f64> {
    use Dimension::{Count, Dollars, DollarsPerHour, Plain, Rate, Times};
    let many = matches!(dimension, Rate | Times | Count(_) | Plain | Dollars | DollarsPerHour);
    (0..=if many { unit.len() } else { 0 }).find_map(|end| {
        let (multiplier, unit) = unit.split_at_checked(end)?;
        Some(find(MULTIPLIERS, multiplier)? * unit_scale(unit, dimension)?)
    })
}

fn unit_scale(unit: &str, dimension: Dimension) -> Option<f64> {
    let time = |base: f64| find(SECONDS, unit).map(|seconds| seconds / base);
    let share = unit.strip_prefix("percent").or(unit.strip_prefix('%'));
    match (dimension, share.unwrap_or(unit)) {
        (Dimension::Fraction | Dimension::FractionPerMonth, "") => Some(0.01),
        (Dimension::FractionPerMonth, "amonth" | "permonth" | "/month") => Some(0.01),
        (_, "") => Some(1.0).filter(|_| unit.is_empty()),
        (Dimension::Rate, "rps" | "qps") | (Dimension::Times, "×" | "x" | "times") => Some(1.0),
        (Dimension::Rate, "rpm" | "qpm") => Some(1.0 / 60.0),
        (Dimension::Rate, _) => {
            let nouns = ["requests", "request", "reqs", "req", "queries", ""];
            let by = nouns.iter().find_map(|noun| unit.strip_prefix(noun))?;
            ["/", "per", "an", "a"].iter().find_map(|word| {
                let time = by.strip_prefix(word)?;
                // `5 am` is no rate, and `5/m` might be meant by the month.
                let clear = time.len() > 2 || *word != "a" && time != "m";
                Some(1.0 / find(SECONDS, time).filter(|_| clear)?)
            })
        }
        (Dimension::DollarsPerHour, "/h" | "/hour" | "perhour" | "anhour" | "usd") | (Dimension::Dollars, "usd") => {
            Some(1.0)
        }
        (Dimension::Seconds, _) => time(1.0),
        (Dimension::Hours, _) => time(3600.0),
        // `m` would be minutes to some and months to others.
        (Dimension::Days, word) if word != "m" => time(SECONDS_PER_DAY),
        (Dimension::Vcpu, _) => find(CORES, unit),
        (Dimension::Gib, _) => find(BYTES, unit).map(|bytes| bytes / GIB),
        (Dimension::Count(things), _) => {
            let things = things.replace(' ', "").to_ascii_lowercase();
            (unit.trim_end_matches('s') == things.trim_end_matches('s')).then_some(1.0)
        }
        _ => None,
    }
}

/// Reads a local time of day, in hours.
fn clock(text: &str) -> Option<f64> {
    let halves = [("am", 0.0), ("pm", 12.0)];
    let half = halves.iter().find(|(word, _)| text.ends_with(word));
    let time = half.map_or(text, |_| &text[..text.len() - 2]);
    let (hours, minutes) = time.split_once([':', 'h']).unwrap_or((time, ""));
    let minute = match minutes.trim().as_bytes() {
        [] => 0,
        [tens @ b'0'..=b'5', ones @ b'0'..=b'9'] => 10 * (tens - b'0') + (ones - b'0'),
        _ => return None,
    };
    let (hour, unit) = number(hours.trim_end())?;
    let clear = hour.fract() == 0.0 || minutes.is_empty() && half.is_none();
    let known = half.is_none() || (1.0..13.0).contains(&hour);
    let hour = half.map_or(hour, |(_, noon)| hour % 12.0 + noon);
    (clear && known && unit.is_empty()).then_some(hour + f64::from(minute) / 60.0)
}

#[cfg(test)]
#[rustfmt::skip] // Tables.
mod tests {
    use super::*;
    use Dimension::{Count, Days, Fraction, FractionPerMonth, Gib, HourOfDay, Hours, Plain, Rate, Seconds, Times, Vcpu};
    use headroom_core::base::units::{PeakHour, PeakToAverage};
    /// What is accepted: `text = value`.
    const ACCEPTED: [(Dimension, &str); 12] = [
        (Rate, "100k = 1e5 | 1.5M = 1.5e6 | 2 bn = 2e9 | 1,000 = 1000 | 1 000 = 1000 | 1\u{a0}000 = 1000 | 1\u{202f}000\u{2009}000 = 1e6 | 1'000 = 1000 | 1’000 = 1000
            | 1_000 = 1000 | 1.234,5 = 1234.5 | 1,234.5 = 1234.5 | 1.234.567 = 1234567 | 1e3 = 1000 | 1e-3/s = 0.001 | +5 = 5 | −5 = -5 | 5 /s = 5 | 5 rps = 5
            | 5qps = 5 | 5 req/s = 5 | 5 requests/s = 5 | 5 per second = 5 | 5 a second = 5 | 60/min = 1 | 60 rpm = 1 | 60 requests per minute = 1 | 36/h = 0.01
            | 36 an hour = 0.01 | 36 per hour = 0.01 | 10M/day = 115.740740740741 | 8.64k requests / day = 0.1 | 86400 per day = 1 | 864 k a day = 10 | 1.1M = 1100000"),
        (Fraction, "30 % = 0.3 | 0.3 = 0.3 | 0,3 = 0.3 | 99.9 = 0.999 | 1 = 0.01 | 1.0 = 0.01 | 0 = 0 | 250 = 2.5 | .5 = 0.5 | 0.5 % = 0.005
            | 99.99999 = 0.9999999 | 30 percent = 0.3 | -5 = -0.05 | -0.3 = -0.3"), (FractionPerMonth, "4 = 0.04 | 0.5 = 0.005 | 4 % a month = 0.04 | 4%/month = 0.04 | -2 % per month = -0.02"),
        (Seconds, "90 s = 90 | 5 min = 300 | 250ms = 0.25 | 35 ms = 0.035 | 1.5 h = 5400 | 0.04 = 0.04 | 20 µs = 0.00002 | 2 days = 172800"),
        (Hours, "6 = 6 | 6 h = 6 | 90 min = 1.5 | 2 days = 48 | 1 week = 168"), (Days, "60 = 60 | 60 days = 60 | 2 months = 60.875 | 8 weeks = 56 | 1 year = 365 | 36 hours = 1.5"),
        (HourOfDay, "20:30 = 20.5 | 20.5 = 20.5 | 20,5 = 20.5 | 8pm = 20 | 8:15 pm = 20.25 | 8 am = 8 | 12am = 0 | 12 pm = 12 | 12:30am = 0.5 | 20h = 20
            | 20h30 = 20.5 | 20 h 30 = 20.5 | 00:00 = 0 | 24:00 = 24"), (Times, "2,5 = 2.5 | 2.5× = 2.5 | 3 x = 3 | 0,125 = 0.125 | 1234,567 = 1234.567 | 1 234,567 = 1234.567 | 5. = 5"),
        (Vcpu, "4 = 4 | 0.5 vCPU = 0.5 | 500m = 0.5 | 2 cores = 2"), (Gib, "2 GiB = 2 | 16 GB = 14.9011611938477 | 512 MiB = 0.5 | 512Mi = 0.5 | 1 TiB = 1024 | 16 = 16"),
        (Count("concurrency"), "8 = 8 | 1,000 = 1000 | 8 concurrency = 8 | 1k = 1000 | 1.5 = 1.5"), (Plain, "$2.50 = 2.5 | 2,50 € = 2.5 | $-5 = -5 | $1.5M = 1.5e6"),
    ];
    /// What is refused, whatever the dimension.
    const REFUSED: &str = "abc | NaN | inf | -inf | ∞ | 0x10 | 1 2 | 20 30 | 1e999 | 1e99999999999999999999 | 1e | 1e3.5 | 1e3 4 | 1e3-2 | - | -- 5 | +-5
        | 5- | . | , | ' | % | k | 1,00,000 | 1,000,00 | 1.2.3 | 1,2.3,4 | 1 000,0 0 | 1__000 | 1_ | 1' | 1'000_000 | 0.000 001 | 5 parsecs | 5 kk | 5 % %
        | 1\t2 | 1\n000 | 5\0 | ٣ | ５ | 5\u{200b} | é | 🦀5 | 5🦀 | 5é/s | e5 | ½ | 1/2 | 5 /fortnight | 5/m | 20:3 | 20:60 | 13 pm | 0 am | 8.5 pm | 20h3
        | 20.5:30 | 20:30:00 | 20:+5 | : | h | -h | pm | a 5 | 1 min 30 s | 5 am/s | 5 s s | 2$50 | 1e308k | 1e-9x9 | 8 pmpm";

    #[test]
    fn what_people_write_is_understood_and_the_rest_refused() {
        for (dimension, cases) in ACCEPTED {
            for (text, value) in cases.split('|').filter_map(|case| case.split_once('=')) {
                assert_eq!(parse_number(text, dimension), value.trim().parse().ok(), "{text} {dimension:?}");
            }
            let understood = |text: &&str| parse_number(text, dimension).is_some();
            assert_eq!(REFUSED.split('|').chain(["", " ", &"1".repeat(65)]).find(understood), None, "{dimension:?}");
        }
    }

    #[test]
    fn messages_say_what_is_allowed_and_what_was_given() {
        let refused = |given: &str| format!("peak to average must be a number such as 2.5, but is \"{given}\"");
        assert_eq!(parse::<PeakToAverage>(" abc"), Err(refused("abc")));
        assert_eq!(parse::<PeakToAverage>(&"é".repeat(41)), Err(refused(&("é".repeat(40) + "…"))));
        assert_eq!(parse::<PeakToAverage>(" "), Err("peak to average must not be empty; write a number such as 2.5".into()));
        assert_eq!(parse::<PeakToAverage>("0.5"), Err("peak to average must be between 1 × and 100 ×, but is 0.5 ×".into()));
        assert_eq!(parse::<PeakHour>("8\tx"), Err("peak hour must be a time of day such as 20:30, but is \"8 x\"".into()));
    }

    #[test]
    fn what_a_field_shows_reads_back() {
        for (dimension, value, text) in [
            (Rate, 30_000.0, "30,000"), (Rate, -1.5e-5, "-0.000015"), (Fraction, 0.5, "50"), (Fraction, 0.005, "0.5 %"), (Fraction, 0.999_999_9, "99.99999"),
            (FractionPerMonth, 0.04, "4"), (Seconds, 0.04, "40 ms"), (Seconds, 6.0, "6 s"), (Seconds, 300.0, "5 min"), (Seconds, 0.012_55, "12.55 ms"),
            (Seconds, 0.0, "0 s"), (Seconds, 1234.0, "1,234 s"), (HourOfDay, 20.5, "20:30"), (HourOfDay, 20.123, "20.123"), (Times, 0.1 + 0.2, "0.3"),
        ] {
            assert_eq!(show(value, dimension), text);
        }
        for (round, (dimension, _)) in (1..6000).zip(ACCEPTED.into_iter().cycle()) {
            let scale: f64 = format!("{}e{}", 1 - round / 480 % 2 * 2, round / 12 % 40 - 20).parse().expect("a float");
            let value = (f64::from(round) * 0.618_033_988_75).fract() * scale;
            let same = |back: f64| (back - value).abs() <= 1e-9 * value.abs();
            assert!(parse_number(&show(value, dimension), dimension).is_some_and(same), "{value} {dimension:?}");
        }
    }

    #[test]
    fn arrows_lead_to_round_numbers() {
        for (value, dimension, expected) in [
            (0.2, Times, [0.3, 0.1, 1.2, -0.8]), (2.55, Times, [2.6, 2.5, 3.5, 1.6]), (0.29, Fraction, [0.3, 0.28, 0.39, 0.19]), (0.0, Rate, [1.0, -1.0, 10.0, -10.0]),
            (20.25, HourOfDay, [20.5, 20.0, 21.25, 19.25]), (3.0, Count("GPUs"), [4.0, 2.0, 13.0, -7.0]), (-0.02, FractionPerMonth, [-0.01, -0.03, 0.08, -0.12]),
            (30_000.0, Rate, [30_500.0, 29_500.0, 35_000.0, 25_000.0]), (0.04, Seconds, [0.0405, 0.0395, 0.045, 0.035]), (50.0, Days, [51.0, 49.5, 60.0, 45.0]),
        ] {
            assert_eq!([(true, false), (false, false), (true, true), (false, true)].map(|(up, large)| step(value, dimension, up, large)), expected, "{value}");
        }
    }
}
