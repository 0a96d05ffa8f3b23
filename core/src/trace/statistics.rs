//! x
use super::{Arrivals, HourOfWeek, LocalTime, Meaning, NoTrend, ProfileBasis, Step, Trace, Trend};

/// Figures of values in one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// Mean over the points.
    pub mean: f64,
    /// Largest value.
    pub peak: f64,
    /// Time of the first point with the largest value.
    pub peak_at: LocalTime,
    /// Smallest value.
    pub min: f64,
    /// Median.
    pub p50: f64,
    /// 95th percentile.
    pub p95: f64,
    /// 99th percentile.
    pub p99: f64,
    /// Peak over mean; `None` where the mean is not positive.
    pub peak_to_average: Option<f64>,
}

/// Figures of single requests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ArrivalStatistics {
    /// Events, mean time between them and its squared coefficient of variation.
    pub arrivals: Arrivals,
    /// Beginning of the busiest interval.
    pub busiest_at: LocalTime,
    /// Events in it.
    pub busiest: u64,
}

/// What the load is compared with to find its unevenness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsualShape {
    /// Weekly profile on the compound trend.
    ProfileAndTrend,
    /// Profile alone.
    Profile,
    /// Trend alone.
    Trend,
    /// The mean.
    Flat,
}

/// Everything a planner wants to know about a trace.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceStatistics {
    /// Points of the trace.
    pub n_points: usize,
    /// Time of the first point.
    pub start: LocalTime,
    /// End of the last point's step.
    pub end: LocalTime,
    /// The step between points.
    pub step: Step,
    /// What the values say.
    pub meaning: Meaning,
    /// Figures in the trace's own unit.
    pub values: Summary,
    /// Figures in requests/s; `None` for gauges, whose unit is their own.
    pub load: Option<Summary>,
    /// Mean of each hour of the week over the mean of the trace.
    pub hour_of_week: HourOfWeek,
    /// What that profile rests on.
    pub profile_basis: ProfileBasis,
    /// Growth a month, or why it cannot be told.
    pub trend: Result<Trend, NoTrend>,
    /// Standard deviation of load over usual shape.
    pub unevenness: Option<f64>,
    /// The usual shape that unevenness is measured around.
    pub usual_shape: UsualShape,
    /// Figures of single requests, where the trace was counted from an event log.
    pub arrivals: Option<ArrivalStatistics>,
}

impl TraceStatistics {
    /// Summarises a trace.
    pub fn of(_trace: &Trace) -> Self {
        todo!()
    }
}
