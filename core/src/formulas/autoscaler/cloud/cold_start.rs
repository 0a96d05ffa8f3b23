//! The time until ordered capacity serves, and the headroom that bridges it.

use std::f64::consts::TAU;

/// What a cold start comes to; from [`cold_start`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ColdStart<'a> {
    /// Seconds from the need to the first request served.
    pub total: f64,
    /// The part that takes longest, the first of equals; `None` without parts.
    pub longest: Option<(&'a str, f64)>,
}

/// Adds up the named parts of a cold start, which come one after the other.
///
/// `total = Σ part`, seconds. `None` where a part is not a finite number of seconds, zero or more.
///
/// Typical parts: the metric's own delay and the autoscaler's next look at it (half its period on
/// average), batching and ordering a node, its boot, scheduling, pulling the image, starting the
/// program, loading the model. For what is moved, see [`transfer_time`].
///
/// # Source
///
/// Definition: nothing of it overlaps.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::autoscaler::cloud::cold_start::cold_start;
///
/// let parts = [("autoscaler", 7.5), ("metric", 15.0), ("scheduling", 1.0), ("image", 10.0), ("start", 5.0)];
/// let start = cold_start(parts).expect("durations");
/// assert_eq!((start.total, start.longest), (38.5, Some(("metric", 15.0))));
/// ```
pub fn cold_start<'a>(parts: impl IntoIterator<Item = (&'a str, f64)>) -> Option<ColdStart<'a>> {
    let mut start = ColdStart { total: 0.0, longest: None };
    for (name, seconds) in parts {
        if !(0.0..f64::INFINITY).contains(&seconds) {
            return None;
        }
        start.total += seconds;
        if start.longest.is_none_or(|(_, longest)| seconds > longest) {
            start.longest = Some((name, seconds));
        }
    }
    start.total.is_finite().then_some(start)
}

/// Seconds to move an image or a model: `bytes / bandwidth`, with `bandwidth` in bytes / second.
///
/// `None` without bandwidth, or where one of them is not an amount.
///
/// ```
/// use headroom_core::formulas::autoscaler::cloud::cold_start::transfer_time;
///
/// // 140 GB of weights at 2 GB/s.
/// assert_eq!(transfer_time(140e9, 2e9), Some(70.0));
/// assert_eq!(transfer_time(140e9, 0.0), None);
/// ```
pub fn transfer_time(bytes: f64, bandwidth: f64) -> Option<f64> {
    let seconds = bytes / bandwidth;
    (bytes >= 0.0 && bandwidth > 0.0 && seconds.is_finite()).then_some(seconds)
}

/// How far a daily rise gets during a lag; from [`sine_rise`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SineRise {
    /// The largest rise during the lag, in the load's unit.
    pub exact: f64,
    /// What the steepest slope would reach, in the load's unit; never less than `exact`.
    pub linearised: f64,
}

/// The most that a load that swings evenly rises from one moment to `lag` later.
///
/// For `λ(t) = m·(1 + a·sin ωt)` with `ω = 2π/T`: `max over t of λ(t + L) − λ(t) = 2·m·a·|sin(ω·L/2)|`, and for short lags
/// about `m·a·ω·L`. It is the headroom, in the load's unit, that a fleet needs which follows the load with
/// that lag.
///
/// | symbol | input       | unit                       |
/// |--------|-------------|----------------------------|
/// | `m`    | `mean`      | the load's                 |
/// | `a`    | `amplitude` | fraction of the mean       |
/// | `T`    | `period`    | seconds                    |
/// | `L`    | `lag`       | seconds                    |
///
/// `None` where one of them is not an amount, or the period is zero.
///
/// # Source
///
/// Sum-to-product identity of the sine.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::autoscaler::cloud::cold_start::sine_rise;
///
/// // A day that swings by 80 %, five minutes late: by hand 0.8 · 2π · 300 / 86 400.
/// let rise = sine_rise(1.0, 0.8, 86_400.0, 300.0).expect("amounts");
/// assert!((rise.linearised - 0.017_453_3).abs() < 1e-7);
/// assert!((rise.exact - 0.017_452_9).abs() < 1e-7);
/// ```
pub fn sine_rise(mean: f64, amplitude: f64, period: f64, lag: f64) -> Option<SineRise> {
    let is_amount = |value: f64| (0.0..f64::INFINITY).contains(&value);
    if ![mean, amplitude, period, lag].into_iter().all(is_amount) || period == 0.0 {
        return None;
    }
    let (swing, turn) = (mean * amplitude, TAU * (lag / period));
    let rise = SineRise { exact: 2.0 * swing * libm::sin(turn / 2.0).abs(), linearised: swing * turn };
    (rise.exact.is_finite() && rise.linearised.is_finite()).then_some(rise)
}

/// The most that a load series rises from one moment to `lag` later: `max over t of λ(t + L) − λ(t)`.
///
/// What has been ordered for the load at `t` serves at `t + L`; by then the load has risen by this much at
/// most, which is the headroom that bridges the lag, in the load's unit. Between the points the load
/// is taken as a straight line, so that any lag will do; no moment is before the first point or
/// after the last. A load that only falls needs no headroom: 0.
///
/// | symbol | input   | unit                                |
/// |--------|---------|-------------------------------------|
/// | `λ`    | `loads` | any, at even steps                  |
/// |        | `step`  | seconds between two points          |
/// | `L`    | `lag`   | seconds                             |
///
/// `None` where the series is shorter than the lag, or the step is not above zero. Points that are no
/// finite number are left out, with what lies beside them.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::autoscaler::cloud::cold_start::max_rise;
///
/// let loads = [100.0, 110.0, 150.0, 140.0];
/// // From 110 to 150 within a step; half a step of that; from 100 to 150 within two.
/// assert_eq!(max_rise(&loads, 60.0, 60.0), Some(40.0));
/// assert_eq!(max_rise(&loads, 60.0, 30.0), Some(20.0));
/// assert_eq!(max_rise(&loads, 60.0, 120.0), Some(50.0));
/// assert_eq!(max_rise(&loads, 60.0, 200.0), None);
/// ```
pub fn max_rise(loads: &[f64], step: f64, lag: f64) -> Option<f64> {
    let last = loads.len().checked_sub(1)?;
    let distance = lag / step;
    if !(step > 0.0 && (0.0..=last as f64).contains(&distance)) {
        return None;
    }
    let (whole, part) = (distance.floor() as usize, distance - distance.floor());
    let between = |place: usize, part: f64| {
        let here = *loads.get(place)?;
        if part == 0.0 { Some(here) } else { loads.get(place + 1).map(|next| here + (next - here) * part) }
    };
    // The rise is a polygon in t, so its largest value has a point of the series at its start or end.
    let from_points = (0..=last).filter_map(|place| Some(between(place + whole, part)? - *loads.get(place)?));
    let to_points = (whole + 1..=last)
        .filter(|_| part > 0.0)
        .filter_map(|place| Some(*loads.get(place)? - between(place - whole - 1, 1.0 - part)?));
    from_points.chain(to_points).filter(|rise| rise.is_finite()).reduce(f64::max).map(|rise| rise.max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_duration_is_no_start() {
        assert_eq!(cold_start([("a", 1.0), ("b", -1.0)]), None);
        assert_eq!(cold_start([("a", f64::NAN)]), None);
        assert_eq!(cold_start([("a", 1e308), ("b", 1e308)]), None);
        assert_eq!(cold_start([]), Some(ColdStart { total: 0.0, longest: None }));
        assert_eq!(cold_start([("a", 2.0), ("b", 2.0)]).and_then(|start| start.longest), Some(("a", 2.0)));
    }

    #[test]
    fn what_cannot_rise_is_none() {
        assert_eq!(max_rise(&[], 1.0, 0.0), None);
        assert_eq!(max_rise(&[1.0, 2.0], 0.0, 0.0), None);
        assert_eq!(max_rise(&[1.0, 2.0], 1.0, f64::NAN), None);
        assert_eq!(max_rise(&[1.0, 2.0], 1.0, -1.0), None);
        assert_eq!(max_rise(&[1.0], 1.0, 0.0), Some(0.0));
        assert_eq!(max_rise(&[9.0, 5.0, 1.0], 1.0, 1.5), Some(0.0));
        assert_eq!(max_rise(&[1.0, f64::NAN, 2.0, 4.0], 1.0, 1.0), Some(2.0));
        assert_eq!(sine_rise(1.0, 0.5, 0.0, 1.0), None);
        assert_eq!(sine_rise(1.0, 0.5, f64::NAN, 1.0), None);
        // Half a period is from trough to top.
        assert_eq!(sine_rise(100.0, 0.5, 60.0, 30.0).map(|rise| rise.exact), Some(100.0));
    }

    proptest! {
        #[test]
        fn a_sampled_sine_rises_as_its_formula_says(amplitude in 0.0..1.0_f64, lag in 1.0..40_000.0_f64) {
            let step = 60.0;
            let loads: Vec<f64> =
                (0..=2880).map(|i| 1.0 + amplitude * libm::sin(TAU * f64::from(i) * step / 86_400.0)).collect();
            let (sampled, rise) = (max_rise(&loads, step, lag).unwrap(), sine_rise(1.0, amplitude, 86_400.0, lag).unwrap());
            // A chord of a minute misses the sine by (2π/1440)²/8 of its amplitude.
            prop_assert!((sampled - rise.exact).abs() < 1e-5, "{sampled} {}", rise.exact);
            prop_assert!(rise.exact <= rise.linearised * (1.0 + 1e-12));
        }

        #[test]
        fn no_moment_rises_more(
            loads in proptest::collection::vec(0.0..1000.0_f64, 2..50), lag in 0.0..1.0_f64, at in 0.0..1.0_f64
        ) {
            let span = (loads.len() - 1) as f64;
            let (lag, line) = (lag * span, |t: f64| {
                let place = (t as usize).min(loads.len() - 2);
                loads[place] + (loads[place + 1] - loads[place]) * (t - place as f64)
            });
            let start = at * (span - lag);
            let rise = max_rise(&loads, 1.0, lag).unwrap();
            prop_assert!(line(start + lag) - line(start) <= rise + 1e-9);
        }
    }
}
