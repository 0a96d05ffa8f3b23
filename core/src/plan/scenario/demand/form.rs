//! Forms of a day's load: their height, how sharp they must be, and where one day passes into the next.

use super::DayCurve;
use crate::base::time::{SECONDS_PER_DAY, SECONDS_PER_WEEK};

/// Sharper than this a curve is one point; it is where the search ends.
const MAX_SHARPNESS: f64 = 1e9;

/// Where one day's level passes into the next: evenly, around the time when the load is lowest.
///
/// The curve is symmetric there, so the mean of the week stays one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Turn {
    /// Middle of the passage, in seconds after the peak.
    middle: f64,
    /// Half of its length, in seconds.
    half: f64,
}

impl Turn {
    pub(super) const fn of(curve: DayCurve) -> Self {
        match curve {
            DayCurve::OnePeak | DayCurve::WorkingHours | DayCurve::Burst => {
                Self { middle: 12.0 * 3600.0, half: 3.0 * 3600.0 }
            }
            // Between the evening's fall and the rise to midday the curve is level for an hour and a half.
            DayCurve::TwoPeaks => Self { middle: 8.5 * 3600.0, half: 0.75 * 3600.0 },
        }
    }

    /// Level of the day at a time after Monday's peak, in seconds within a week.
    pub(super) fn day_factor(self, days: &[f64; 7], after_peak: f64) -> f64 {
        // Days begin where the passage begins, half its length before its middle.
        let since_turn = wrapped(after_peak - (self.middle - self.half), SECONDS_PER_WEEK);
        let before = ((since_turn / SECONDS_PER_DAY) as usize).min(6);
        let after = if before == 6 { 0 } else { before + 1 };
        let share = ((since_turn - before as f64 * SECONDS_PER_DAY) / (2.0 * self.half)).min(1.0);
        days[before] + (days[after] - days[before]) * share
    }
}

/// Height of a form, at most 0, at a share of a day after its peak, where it is 0.
pub(super) fn curve_height(curve: DayCurve, after_peak: f64) -> f64 {
    let cosine = |turns: f64| libm::cos(core::f64::consts::TAU * turns);
    // Distance from the peak in shares of a day, at most half.
    let away = after_peak.min(1.0 - after_peak);
    match curve {
        DayCurve::OnePeak => cosine(after_peak) - 1.0,
        DayCurve::TwoPeaks => {
            let second = cosine(after_peak + 1.0 / 3.0);
            (1.4 * cosine(after_peak) - 0.4).max(1.4 * second - 0.75).max(-1.0) - 1.0
        }
        DayCurve::WorkingHours => {
            let edge = away / (5.5 / 24.0);
            -(edge * edge * edge * edge).min(12.0) / 3.0 - 0.02 * away
        }
        DayCurve::Burst => {
            let edge = away / (1.0 / 24.0);
            -(edge * edge).min(9.0)
        }
    }
}

/// `exp(κ·heights)` over its mean, with `κ` found such that the highest value is `peak`, or the
/// sharpest curve of this form where none is as sharp.
pub(super) fn sharpened<const N: usize>(heights: &[f64; N], peak: f64) -> [f64; N] {
    let top = heights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mean_at =
        |sharpness: f64| heights.iter().map(|height| libm::exp(sharpness * (height - top))).sum::<f64>() / N as f64;
    // The mean of exp(κ·(height − top)) falls from 1 as κ grows; the peak over the mean is its inverse.
    let wanted = 1.0 / peak.max(1.0);
    let (mut low, mut high) = (0.0, 1.0);
    while mean_at(high) > wanted && high < MAX_SHARPNESS {
        low = high;
        high *= 4.0;
    }
    // Secant steps held inside a bracket: a handful of steps instead of fifty halvings.
    let (mut at_low, mut at_high) = (libm::log(mean_at(low) / wanted), libm::log(mean_at(high) / wanted));
    for _ in 0..60 {
        if at_high >= 0.0 || at_low <= 1e-15 || high - low <= 1e-14 * high {
            break;
        }
        let sharpness = low + (high - low) * (at_low / (at_low - at_high)).clamp(0.02, 0.98);
        let here = libm::log(mean_at(sharpness) / wanted);
        if here > 0.0 {
            (low, at_low) = (sharpness, here);
        } else {
            (high, at_high) = (sharpness, here);
        }
        if here.abs() < 1e-14 {
            (low, high) = (sharpness, sharpness);
            break;
        }
    }
    let sharpness = if at_low.abs() < at_high.abs() { low } else { high };
    let mean = mean_at(sharpness);
    heights.map(|height| libm::exp(sharpness * (height - top)) / mean)
}

/// Values between points on the circle of a week, the first of them `first` seconds from Monday 00:00 and `width` apart;
/// what two points have in common is found once for all times between them.
pub(super) fn along<const N: usize>(
    points: &[f64; N],
    (first, width): (f64, f64),
    time: impl Fn(usize) -> f64,
    into: &mut [f64],
) {
    let mut at = 0;
    while at < into.len() {
        let begin = (time(at) / SECONDS_PER_WEEK).floor() * SECONDS_PER_WEEK;
        let turn = if time(at) - begin < first { SECONDS_PER_WEEK } else { 0.0 };
        let place = |at: usize| (time(at) - begin - first + turn) / width;
        let below = (place(at) as usize).min(N - 1);
        let low = points[below];
        let rise = points[if below + 1 == N { 0 } else { below + 1 }] - low;
        let (from, to) = (below as f64, (below + 1) as f64);
        loop {
            into[at] = low + rise * (place(at) - from);
            at += 1;
            let goes_on = at < into.len() && time(at) < begin + SECONDS_PER_WEEK && place(at) < to;
            if !goes_on {
                break;
            }
        }
    }
}

/// Value between points on a circle, at a place in `0..N`.
pub(super) fn interpolated<const N: usize>(points: &[f64; N], place: f64) -> f64 {
    let below = (place as usize).min(N - 1);
    let above = if below + 1 == N { 0 } else { below + 1 };
    let share = place - below as f64;
    points[below] + (points[above] - points[below]) * share
}

/// The value within a period, from 0 on.
#[inline]
pub(super) fn wrapped(value: f64, period: f64) -> f64 {
    // Mostly nothing is to be done, and the division is what costs.
    if 0.0 <= value && value < period {
        return value;
    }
    let rest = value - (value / period).floor() * period;
    if rest < period { rest } else { 0.0 }
}
