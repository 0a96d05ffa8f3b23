//! Round numbers for the axes.

use super::clock::DAY;
use super::figures::Format;

/// Evenly spaced round numbers that cover a range.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticks {
    /// Distance between neighbours.
    pub step: f64,
    /// Decimals needed to tell neighbours apart.
    pub decimals: usize,
    /// The numbers, in ascending order.
    pub values: Vec<f64>,
}

/// Round numbers inside `low..=high`, at most `most` of them (two at least).
///
/// Steps are 1, 2, 2.5 or 5 times a power of ten.
pub fn ticks_within(low: f64, high: f64, most: usize) -> Ticks {
    let (step, decimals) = round_step(high - low, most);
    let first = (low / step - 1e-9).ceil();
    let last = (high / step + 1e-9).floor();
    Ticks { step, decimals, values: multiples(first, last, step) }
}

/// Round numbers that reach from at or below `low` to at or above `high`.
pub fn ticks_around(low: f64, high: f64, most: usize) -> Ticks {
    let (step, decimals) = round_step(high - low, most);
    let first = (low / step + 1e-9).floor();
    let last = (high / step - 1e-9).ceil();
    Ticks { step, decimals, values: multiples(first, last, step) }
}

/// Round numbers of a logarithmic axis inside `low..=high`: as many digits of each power of ten as stay
/// at most `most`; of durations the round ones of the clock.
pub fn log_ticks(format: &Format, low: f64, high: f64, most: usize) -> Vec<f64> {
    if !(low > 0.0 && high > low && high.is_finite()) {
        return Vec::new();
    }
    let inside = |values: Vec<f64>| -> Vec<f64> {
        values.into_iter().filter(|value| (low * (1.0 - 1e-9)..=high * (1.0 + 1e-9)).contains(value)).collect()
    };
    let exponents = libm::log10(low).floor() as i32..=libm::log10(high).ceil() as i32;
    let decimal = |digits: &[f64]| -> Vec<f64> {
        let each = |exponent: i32| digits.iter().map(move |digit| digit * 10f64.powi(exponent)).collect::<Vec<_>>();
        inside(exponents.clone().flat_map(each).collect())
    };
    let levels = match format {
        Format::Seconds => {
            [inside(FINE_SECONDS.to_vec()), inside(CLOCK_SECONDS.to_vec()), inside(FEW_SECONDS.to_vec())]
        }
        _ => [decimal(&[1.0, 2.0, 5.0]), decimal(&[1.0, 3.0]), decimal(&[1.0])],
    };
    let [.., coarsest] = &levels;
    let coarsest = coarsest.clone();
    levels.into_iter().find(|level| level.len() <= most).unwrap_or_else(|| {
        let apart = coarsest.len().div_ceil(most.max(1));
        coarsest.into_iter().step_by(apart).collect()
    })
}

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3_600.0;

/// Round durations, from many to few.
#[rustfmt::skip]
const FINE_SECONDS: [f64; 22] = [
    0.001, 0.01, 0.1, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, MINUTE, 2.0 * MINUTE, 5.0 * MINUTE, 10.0 * MINUTE, 20.0 * MINUTE,
    30.0 * MINUTE, HOUR, 2.0 * HOUR, 5.0 * HOUR, 12.0 * HOUR, DAY, 3.0 * DAY, 10.0 * DAY,
];
#[rustfmt::skip]
const CLOCK_SECONDS: [f64; 15] = [
    0.001, 0.01, 0.1, 1.0, 5.0, 10.0, 30.0, MINUTE, 5.0 * MINUTE, 10.0 * MINUTE, 30.0 * MINUTE, 2.0 * HOUR, 5.0 * HOUR, DAY, 7.0 * DAY,
];
const FEW_SECONDS: [f64; 8] = [0.001, 0.1, 1.0, 10.0, MINUTE, 10.0 * MINUTE, 2.0 * HOUR, DAY];

/// The range of an axis that shows `low..=high`: wide enough to draw, with zero if wanted.
pub fn axis_range(low: f64, high: f64, from_zero: bool) -> (f64, f64) {
    // Beyond this a difference could overflow; no capacity plan comes near.
    let held = |value: f64| if value.is_finite() { value.clamp(-1e300, 1e300) } else { 0.0 };
    let (mut low, mut high) = (held(low).min(held(high)), held(low).max(held(high)));
    if from_zero {
        (low, high) = (low.min(0.0), high.max(0.0));
    }
    // A difference that floating point can hardly express would give ticks that repeat.
    let magnitude = low.abs().max(high.abs());
    if high - low > magnitude * 1e-9 {
        return (low, high);
    }
    match magnitude {
        0.0 => (0.0, 1.0),
        _ => (low - magnitude * 0.1, high + magnitude * 0.1),
    }
}

fn multiples(first: f64, last: f64, step: f64) -> Vec<f64> {
    let count = (last - first).clamp(0.0, 1_000.0) as usize;
    // Adding zero turns a negative zero into a plain one.
    (0..=count).map(|index| (first + index as f64) * step + 0.0).collect()
}

/// The smallest round step that divides `span` into fewer than `most` parts, and its decimals.
fn round_step(span: f64, most: usize) -> (f64, usize) {
    let span = if span > 0.0 && span.is_finite() { span } else { 1.0 };
    let rough = span / (most.max(2) - 1) as f64;
    // The power of ten is read from the number as it is written, which is exact.
    let written = format!("{rough:e}");
    let exponent: i32 = written.rsplit('e').next().and_then(|digits| digits.parse().ok()).unwrap_or(0);
    let decimals = |exponent: i32| exponent.min(0).unsigned_abs() as usize;
    for (factor, shift, extra) in [(1.0, 0, 0), (2.0, 0, 0), (2.5, 0, 1), (5.0, 0, 0), (1.0, 1, 0), (2.0, 1, 0)] {
        let step = factor * power_of_ten(exponent + shift);
        if step >= rough * (1.0 - 1e-9) {
            let needed = if exponent + shift < 1 { decimals(exponent + shift) + extra } else { 0 };
            return (step, needed);
        }
    }
    (rough, 3)
}

/// Exact where floating point is: a negative power is one over a positive one.
fn power_of_ten(exponent: i32) -> f64 {
    if exponent < 0 { 1.0 / 10f64.powi(-exponent) } else { 10f64.powi(exponent) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_numbers() {
        assert_eq!(ticks_around(0.0, 150_000.0, 5).values, [0.0, 50e3, 100e3, 150e3]);
        assert_eq!(ticks_around(0.0, 0.9, 6).values, [0.0, 0.2, 0.4, 0.2 * 3.0, 0.8, 1.0]);
        assert_eq!(ticks_within(0.0, 10.0, 5).values, [0.0, 2.5, 5.0, 7.5, 10.0]);
        assert_eq!(ticks_within(-3.0, 3.0, 4).values, [-2.0, 0.0, 2.0]);
    }

    #[test]
    fn decimals_tell_neighbours_apart() {
        for (low, high) in [(0.0, 1.0), (0.0, 0.3), (2.0, 2.01), (0.0, 7e-4), (0.0, 9.0), (100.0, 900.0), (0.0, 25.0)] {
            for most in 2..12 {
                let ticks = ticks_around(low, high, most);
                let texts: Vec<_> = ticks.values.iter().map(|v| format!("{:.*}", ticks.decimals, v)).collect();
                assert!(texts.windows(2).all(|pair| pair[0] != pair[1]), "{texts:?}");
                for (text, value) in texts.iter().zip(&ticks.values) {
                    let written: f64 = text.parse().expect("a number");
                    // What is written is what is meant, to a millionth of a step.
                    assert!((written - value).abs() <= ticks.step * 1e-6, "{text} for {value}");
                }
            }
        }
    }

    #[test]
    fn never_too_many_and_always_covering() {
        for exponent in -300..300 {
            for lead in [1.0, 1.3, 2.4, 4.9, 7.7, 9.99] {
                let high = lead * power_of_ten(exponent);
                for most in [2, 3, 5, 9] {
                    assert!(ticks_within(0.0, high, most).values.len() <= most);
                    let around = ticks_around(0.0, high, most).values;
                    assert!(around.last().is_some_and(|last| *last >= high * 0.999_999), "{high} {around:?}");
                    assert!(around.len() <= most + 1);
                }
            }
        }
    }

    #[test]
    fn a_logarithmic_axis_has_round_numbers() {
        let money = |low, high, most| log_ticks(&Format::Money("$".into()), low, high, most);
        assert_eq!(money(1.0, 100.0, 9), [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0]);
        assert_eq!(money(1.0, 1e4, 5), [1.0, 10.0, 100.0, 1e3, 1e4]);
        assert_eq!(money(1.0, 1e8, 5), [1.0, 100.0, 1e4, 1e6, 1e8]);
        assert_eq!(log_ticks(&Format::Seconds, 50.0, 3_000.0, 4), [60.0, 300.0, 600.0, 1_800.0]);
        assert_eq!(log_ticks(&Format::Seconds, 50.0, 3_000.0, 3), [60.0, 600.0]);
        assert!(money(0.0, 1.0, 5).is_empty());
    }

    #[test]
    fn an_axis_always_has_width() {
        assert_eq!(axis_range(0.0, 0.0, true), (0.0, 1.0));
        assert_eq!(axis_range(50.0, 50.0, true), (0.0, 50.0));
        assert_eq!(axis_range(50.0, 50.0, false), (45.0, 55.0));
        assert_eq!(axis_range(9.0, 3.0, false), (3.0, 9.0));
        assert_eq!(axis_range(f64::NAN, f64::INFINITY, false), (0.0, 1.0));
        let (low, high) = axis_range(1e12, 1e12 + 1e-3, false);
        assert!(high - low > 1e11);
    }
}
