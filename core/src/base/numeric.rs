//! The few float operations that need care.

/// Smallest count that covers `x`, forgiving the last bits of a float.
///
/// `⌈x − ε·max(1, |x|)⌉` with `ε = 10⁻⁹`: `2.1 / 0.7` is `3.0000000000000004`, and a bare `ceil`
/// would buy a fourth replica. Negative values and NaN give 0; what exceeds `u32` gives `u32::MAX`.
///
/// # Example
///
/// ```
/// use headroom_core::base::numeric::ceil_count;
///
/// assert_eq!(ceil_count(2.1 / 0.7), 3);
/// assert_eq!(ceil_count(56.25), 57);
/// ```
pub fn ceil_count(x: f64) -> u32 {
    // A cast from float to integer saturates, and maps NaN to zero. Rounded up by hand, as without
    // SSE 4.1 `ceil` would be a call.
    let forgiven = x - 1e-9 * x.abs().max(1.0);
    let whole = forgiven as u32;
    whole.saturating_add(u32::from(f64::from(whole) < forgiven))
}

/// The next number of two digits: 48,052 becomes 49,000.
pub fn two_digits_up(x: f64) -> f64 {
    let mut size = 1.0;
    while x / size >= 100.0 {
        size *= 10.0;
    }
    (x / size).ceil() * size
}

/// Splits a count in proportion to weights; the parts are whole and add up to it.
///
/// Each part is rounded down, and what remains goes one each to the largest remainders, the first of equal ones first;
/// where no weight is above zero, the parts are even. No parts for no weights.
///
/// # Source
///
/// The method of largest remainders (Hare quota), as for seats in a parliament.
///
/// # Example
///
/// ```
/// use headroom_core::base::numeric::shared_out;
///
/// // By hand: 4.29, 4.29 and 1.43; the one left goes to the third.
/// assert_eq!(shared_out(10, &[3, 3, 1]), [4, 4, 2]);
/// ```
pub fn shared_out(count: u32, weights: &[u32]) -> Vec<u32> {
    let all: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
    let n = weights.len() as u64;
    let (weights, all): (Vec<u64>, u64) = match all {
        0 => (vec![1; weights.len()], n),
        all => (weights.iter().map(|weight| u64::from(*weight)).collect(), all),
    };
    let exact = |weight: &u64| u64::from(count) * weight;
    let mut parts: Vec<u32> = weights.iter().map(|weight| (exact(weight) / all) as u32).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(exact(&weights[*at]) % all));
    let left = count.saturating_sub(parts.iter().sum()) as usize;
    order.into_iter().take(left).for_each(|at| parts[at] += 1);
    parts
}

/// Linear interpolation between the values at sorted positions: the quantile `p` of `sorted`.
///
/// Position `(n − 1)·p`, as spreadsheets (`PERCENTILE.INC`), pandas and R (type 7) do.
/// `None` where there are no values.
pub fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let position = last as f64 * p.clamp(0.0, 1.0);
    let below = position.floor() as usize;
    let low = *sorted.get(below)?;
    let high = *sorted.get((below + 1).min(last))?;
    Some(low + (high - low) * (position - below as f64))
}

/// The largest number of so many significant digits that does not exceed a positive `x`.
pub fn round_down(x: f64, digits: usize) -> f64 {
    rounded(x, digits, f64::floor, 1e-9)
}

/// The smallest number of so many significant digits that is not below a positive `x`.
pub fn round_up(x: f64, digits: usize) -> f64 {
    rounded(x, digits, f64::ceil, -1e-9)
}

fn rounded(x: f64, digits: usize, to: fn(f64) -> f64, forgiven: f64) -> f64 {
    if !(x.is_finite() && x > 0.0) {
        return x;
    }
    let places = digits as i32 - 1 - libm::floor(libm::log10(x)) as i32;
    let scale = libm::pow(10.0, f64::from(places.abs()));
    let scaled = if places >= 0 { x * scale } else { x / scale };
    let whole = to(scaled + forgiven);
    if places >= 0 { whole / scale } else { whole * scale }
}

/// Writes whole numbers without `.0`, which keeps saved files readable and links short.
pub(crate) fn serialize_shortest<S: serde::Serializer>(value: f64, serializer: S) -> Result<S::Ok, S::Error> {
    if value.trunc() == value && value.abs() < 9e15 {
        serializer.serialize_i64(value as i64)
    } else {
        serializer.serialize_f64(value)
    }
}

/// Whether a part of a plan is as it is where nobody has said anything.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Writes only the fields that differ from where nobody has said anything, which keeps links short.
pub(crate) fn only_changes<T, S>(value: &T, serializer: S) -> Result<S::Ok, S::Error>
where
    T: Default + serde::Serialize,
    S: serde::Serializer,
{
    use serde::{Serialize, ser::Error};
    let stated = serde_json::to_value(value).map_err(S::Error::custom)?;
    let unstated = serde_json::to_value(T::default()).map_err(S::Error::custom)?;
    match (stated, unstated) {
        (serde_json::Value::Object(mut fields), serde_json::Value::Object(start)) => {
            fields.retain(|name, field| start.get(name) != Some(&*field));
            fields.serialize(serializer)
        }
        (other, _) => other.serialize(serializer),
    }
}

/// A finite number, or `None`.
pub(crate) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// Whether a rate can be calculated with.
pub(crate) fn is_rate(rate: f64) -> bool {
    rate.is_finite() && rate >= 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_two_digits_is_not_below() {
        for (x, up) in [(48_051.7, 49_000.0), (99.5, 100.0), (0.0, 0.0), (100.0, 100.0), (1e9 + 1.0, 1.1e9)] {
            assert_eq!(two_digits_up(x), up, "{x}");
        }
    }

    #[test]
    fn counts_forgive_the_last_bits_and_nothing_more() {
        for (x, count) in [(0.0, 0), (1e-12, 0), (0.5, 1), (3.0000000000000004, 3), (3.001, 4), (-2.0, 0)] {
            assert_eq!(ceil_count(x), count, "{x}");
        }
        assert_eq!(ceil_count(f64::NAN), 0);
        assert_eq!(ceil_count(1e300), u32::MAX);
    }

    #[test]
    fn rounding_keeps_its_direction() {
        for (x, digits, down, up) in [
            (1551.72, 4, 1551.0, 1552.0),
            (0.023_69, 3, 0.0236, 0.0237),
            (2000.0, 4, 2000.0, 2000.0),
            (123_456.0, 2, 120_000.0, 130_000.0),
        ] {
            assert_eq!((round_down(x, digits), round_up(x, digits)), (down, up), "{x}");
        }
    }

    #[test]
    fn quantiles_interpolate_as_a_spreadsheet_does() {
        // PERCENTILE.INC({1,2,3,4}, 0.95) = 3.85
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0], 0.95), Some(3.8499999999999996));
        assert_eq!(quantile(&[7.0], 0.5), Some(7.0));
        assert_eq!(quantile(&[], 0.5), None);
    }
}
