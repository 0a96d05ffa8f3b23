//! x
use serde::{Deserialize, Serialize};

/// Hours of a week.
pub const HOURS_PER_WEEK: usize = 168;

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
    /// The mean is zero, so nothing can be put in proportion to it.
    NoLoad,
}
