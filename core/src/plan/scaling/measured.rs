//! A measured trace as the load of a simulation.

use crate::base::text;
use crate::trace::{Meaning, Trace};
use std::fmt;
use std::sync::Arc;

/// Most steps of a run that is asked for by itself.
pub const MAX_STUDY_STEPS: usize = 4_000_000;

/// The load of each step of a trace.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredLoads {
    /// Requests a second, one value a step.
    pub loads: Arc<[f64]>,
    /// Beginning of the first step, in seconds since 1970 on the trace's clock.
    pub origin: f64,
    /// Time without points, in seconds: the value before it was taken to go on.
    pub missing: f64,
}

/// Why a trace cannot be simulated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum UnfitTrace {
    /// Its values are a level, not requests.
    Gauge,
    /// More steps than [`MAX_STUDY_STEPS`].
    TooManySteps {
        /// Its length, in seconds.
        length: f64,
        /// The step, in seconds.
        step: f64,
    },
}

impl fmt::Display for UnfitTrace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Gauge => {
                f.write_str("the trace holds a gauge, not requests: import it as a rate or as requests per interval")
            }
            Self::TooManySteps { length, step } => write!(
                f,
                "a run must have at most {} steps, but {} in steps of {} have {}; lengthen the step",
                text::count(MAX_STUDY_STEPS as u64),
                text::seconds(length),
                text::seconds(step),
                text::number((length / step).ceil()),
            ),
        }
    }
}

impl std::error::Error for UnfitTrace {}

/// The mean load of each step of a trace.
///
/// A point holds from its time until the next point's; the last one holds for the trace's usual step.
/// A step takes the mean over time of what lies in it, so that no request is lost or counted twice:
/// `λᵢ = ∫ λ(t) dt / dt` over the step. Where points are missing, the value before goes on, because
/// unknown is not zero, and the time is added up in `missing`.
///
/// # Errors
///
/// [`UnfitTrace`] where the trace is a level or has too many steps.
///
/// # Example
///
/// ```
/// use headroom_core::plan::scaling::loads_from_trace;
/// use headroom_core::trace::*;
/// use std::time::Duration;
///
/// let start = LocalTime::from_seconds(0.0).ok_or("no such time")?;
/// let step = Step::Every(Duration::from_secs(60));
/// let counts = vec![60.0, 180.0, 60.0, 0.0];
/// let trace = Trace::new("door", Meaning::CountPerInterval, step, Times::Regular { start }, counts, None)?;
/// // By hand: 240 requests in the first two minutes, 60 in the next two.
/// assert_eq!(*loads_from_trace(&trace, 120.0)?.loads, [2.0, 0.5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn loads_from_trace(trace: &Trace, step: f64) -> Result<MeasuredLoads, UnfitTrace> {
    if trace.meaning() == Meaning::Gauge {
        return Err(UnfitTrace::Gauge);
    }
    let origin = trace.start().seconds();
    let length = trace.end().seconds() - origin;
    let steps = (length / step - 1e-9).ceil().max(1.0);
    if steps > MAX_STUDY_STEPS as f64 {
        return Err(UnfitTrace::TooManySteps { length, step });
    }
    let values = trace.load_values();
    let mut sums = vec![0.0; steps as usize];
    let mut missing = 0.0;
    let time = |index: usize| trace.time_at(index).seconds() - origin;
    for (index, value) in values.iter().enumerate() {
        let from = time(index);
        let to = if index + 1 < values.len() { time(index + 1) } else { length };
        let usual = trace.step().seconds_from(trace.time_at(index));
        if to - from > 1.5 * usual {
            missing += to - from - usual;
        }
        spread(*value, from, to, step, &mut sums);
    }
    let last = steps as usize - 1;
    for (place, sum) in sums.iter_mut().enumerate() {
        // The last step may reach beyond the trace: its mean is over what there is.
        let covered = if place == last { length - last as f64 * step } else { step };
        *sum /= covered.max(1e-9);
    }
    Ok(MeasuredLoads { loads: sums.into(), origin, missing })
}

/// Adds `value · time` to each step that the time from `from` to `to` touches.
fn spread(value: f64, from: f64, to: f64, step: f64, sums: &mut [f64]) {
    let mut place = (from / step) as usize;
    let mut at = from;
    while at < to && place < sums.len() {
        let end = ((place + 1) as f64 * step).min(to);
        sums[place] += value * (end - at).max(0.0);
        at = end.max(at);
        place += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{LocalTime, Step, Times};
    use std::time::Duration;

    fn trace(meaning: Meaning, seconds: u64, values: &[f64]) -> Trace {
        let start = LocalTime::from_seconds(1_000_000.0).unwrap();
        let step = Step::Every(Duration::from_secs(seconds));
        Trace::new("door", meaning, step, Times::Regular { start }, values.to_vec(), None).unwrap()
    }

    #[test]
    fn requests_are_neither_lost_nor_counted_twice() {
        let counts: Vec<f64> = (0..977).map(|place| f64::from(place % 13) * 7.0).collect();
        let trace = trace(Meaning::CountPerInterval, 60, &counts);
        let requests: f64 = counts.iter().sum();
        for step in [1.0, 7.0, 60.0, 90.0, 3600.0] {
            let found = loads_from_trace(&trace, step).unwrap();
            let length = 977.0 * 60.0;
            let last = length - (found.loads.len() - 1) as f64 * step;
            let (tail, head) = found.loads.split_last().unwrap();
            let served: f64 = head.iter().map(|load| load * step).sum::<f64>() + tail * last;
            assert!((served - requests).abs() < 1e-6 * requests, "{step}: {served} of {requests}");
            assert_eq!((found.origin, found.missing), (1_000_000.0, 0.0));
        }
    }

    #[test]
    fn a_finer_step_repeats_the_value() {
        let found = loads_from_trace(&trace(Meaning::Rate, 60, &[3.0, 5.0]), 30.0).unwrap();
        assert_eq!(*found.loads, [3.0, 3.0, 5.0, 5.0]);
    }

    #[test]
    fn where_points_are_missing_the_value_before_goes_on() {
        let at = |seconds: f64| LocalTime::from_seconds(seconds).unwrap();
        let times = Times::Listed(vec![at(0.0), at(60.0), at(240.0), at(300.0)]);
        let step = Step::Every(Duration::from_secs(60));
        let trace = Trace::new("door", Meaning::Rate, step, times, vec![1.0, 2.0, 3.0, 4.0], None).unwrap();
        let found = loads_from_trace(&trace, 60.0).unwrap();
        assert_eq!(*found.loads, [1.0, 2.0, 2.0, 2.0, 3.0, 4.0]);
        assert_eq!(found.missing, 120.0);
    }

    #[test]
    fn levels_and_endless_runs_are_refused_in_words() {
        let level = loads_from_trace(&trace(Meaning::Gauge, 60, &[3.0, 5.0]), 60.0).unwrap_err();
        assert!(level.to_string().starts_with("the trace holds a gauge"), "{level}");
        let year = vec![1.0; 9_000];
        let long = loads_from_trace(&trace(Meaning::Rate, 3600, &year), 1.0).unwrap_err();
        assert_eq!(
            long.to_string(),
            "a run must have at most 4,000,000 steps, but 375 days in steps of 1 s have 32,400,000; lengthen the step"
        );
    }
}
