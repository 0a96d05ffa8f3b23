//! Amounts of money, prices and rates in words.

use super::{separated, significant};

/// An amount of money: `$2.50`, `$1,240`; cents only where they matter.
pub fn dollars(value: f64) -> String {
    let amount = match value.abs() {
        size if !(0.005..1000.0).contains(&size) => significant(value, 4),
        _ => format!("{value:.2}").replace('-', "−"),
    };
    with_dollar(&amount)
}

/// Digits behind a dollar sign, which comes after a minus.
pub(crate) fn with_dollar(digits: &str) -> String {
    match digits.strip_prefix('−') {
        Some(rest) => format!("−${rest}"),
        None => format!("${digits}"),
    }
}

/// The digits of an amount of money: so many significant ones, below a thousand at least to the cent, with at most so
/// many decimals.
pub(in crate::base) fn money_with(value: f64, digits: usize, most_decimals: i64) -> String {
    if value == 0.0 || !value.is_finite() {
        return significant(value, digits);
    }
    let places = (digits as i64 - 1 - libm::floor(libm::log10(value.abs())) as i64).clamp(0, most_decimals) as usize;
    let cents = if value.abs() < 1000.0 { 2 } else { 0 };
    let mut text = format!("{value:.*}", places.max(cents));
    while text.contains('.') && text.ends_with('0') && text.len() - text.find('.').unwrap_or(0) > cents + 1 {
        text.pop();
    }
    // Dollars have two decimals or none.
    if text.find('.').is_some_and(|point| text.len() - point == 2) {
        text.push('0');
    }
    separated(text.trim_end_matches('.'))
}

/// Most digits of a price that somebody has stated: what has more is derived.
const STATED_DIGITS: usize = 9;

/// How many digits a price or rate has: as many as somebody has stated, else `digits`.
pub(in crate::base) fn rate_digits(value: f64, digits: usize) -> usize {
    let exact = format!("{value}");
    let stated = exact.trim_start_matches(['-', '0', '.']).chars().filter(char::is_ascii_digit).count();
    if stated <= STATED_DIGITS { digits.max(STATED_DIGITS) } else { digits }
}

/// A price or a rate in dollars: `$0.145`, `$0.00518`, `$2.50`; never cut to cents.
pub fn price(value: f64) -> String {
    with_dollar(&money_with(value, rate_digits(value, 4), 12))
}
