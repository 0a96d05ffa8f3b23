//! The usual week of a trace: how each hour compares with the mean.

use super::time::MICROS_PER_HOUR;
use super::{LocalTime, Step, Trace};
use crate::base::time::{HOURS_PER_WEEK, SECONDS_PER_DAY};
use serde::{Deserialize, Serialize};

/// Mean of each hour of the week over the mean of the trace; hour 0 begins on Monday at midnight.
/// `None` where the trace has no observation.
pub type HourOfWeek = [Option<f64>; HOURS_PER_WEEK];

/// What a profile rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProfileBasis {
    /// Each hour of the week was observed.
    Observed,
    /// The trace is a week or longer, but some hours of the week have no observation.
    Partial,
    /// The trace is shorter than a week: hours of the day, repeated on each day.
    HourOfDay,
    /// The step is longer than a day, so nothing is known of hours.
    TooCoarse,
    /// The mean is not above zero, so nothing can be put in proportion to it.
    NoLoad,
}

impl ProfileBasis {
    /// What a person should know about a profile on this basis.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Observed => "every hour of the week was observed",
            Self::Partial => "some hours of the week have no observation",
            Self::HourOfDay => "the trace is shorter than a week, so its daily hours are repeated on each day",
            Self::TooCoarse => "the step is longer than a day, so hours are unknown",
            Self::NoLoad => "the mean is zero or less, so hours cannot be compared with it",
        }
    }
}

/// The usual week: `f[h] = mean of the values in hour h / mean of all values`.
///
/// A point belongs to the hour in which it begins; where the step is longer than an hour, it
/// counts for each hour that it covers, so a trace of days has flat days. A trace shorter than a
/// week gives hours of the day, averaged over its days and repeated on each day of the week.
pub(super) fn profile_of(trace: &Trace, values: &[f64], mean: f64) -> (HourOfWeek, ProfileBasis) {
    let mut factors = [None; HOURS_PER_WEEK];
    let Some(covered) = hours_covered(trace.step()) else { return (factors, ProfileBasis::TooCoarse) };
    if mean.is_nan() || mean <= 0.0 {
        return (factors, ProfileBasis::NoLoad);
    }
    let days = (trace.end().micros() - trace.start().micros()) as f64 / MICROS_PER_HOUR as f64 / 24.0;
    // One minute of forgiveness: a log of a week seldom ends at the very moment it began.
    let period = if days + 1.0 / 1440.0 < 7.0 { 24 } else { HOURS_PER_WEEK };
    let mut sums = [(0.0, 0u64); HOURS_PER_WEEK];
    for (index, value) in values.iter().enumerate() {
        let hour = trace.time_at(index).hour_of_week();
        for ahead in 0..covered {
            let (sum, count) = &mut sums[(hour + ahead) % period];
            *sum += value;
            *count += 1;
        }
    }
    for (hour, factor) in factors.iter_mut().enumerate() {
        let (sum, count) = sums[hour % period];
        *factor = (count > 0).then(|| sum / count as f64 / mean);
    }
    let basis = match (period, factors.iter().all(Option::is_some)) {
        (24, _) => ProfileBasis::HourOfDay,
        (_, true) => ProfileBasis::Observed,
        (_, false) => ProfileBasis::Partial,
    };
    (factors, basis)
}

/// What a profile says of the point at `time`.
pub(super) fn factor_at(profile: &HourOfWeek, step: Step, time: LocalTime) -> Option<f64> {
    let covered = hours_covered(step)?;
    let hour = time.hour_of_week();
    let sum: Option<f64> = (0..covered).map(|ahead| profile[(hour + ahead) % HOURS_PER_WEEK]).sum();
    sum.map(|sum| sum / covered as f64)
}

/// Whole hours that a point stands for, at least one; none where the step is longer than a day.
fn hours_covered(step: Step) -> Option<usize> {
    match step {
        Step::Every(duration) if duration.as_secs() <= SECONDS_PER_DAY as u64 => {
            Some((duration.as_secs_f64() / 3600.0).round().max(1.0) as usize)
        }
        Step::Every(_) | Step::Months(_) => None,
    }
}
