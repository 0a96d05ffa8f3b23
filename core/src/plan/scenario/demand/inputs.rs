//! What a person states about demand: the level, the shape of day and week, growth and events.

use super::{BatchWork, DayShape, Event, Growth, MeasuredWeek, WeekShape, event};
use crate::base::numeric::is_default;
use crate::base::units::{AverageLoad, PeakToAverage, Variability};
use serde::{Deserialize, Serialize};

/// The load that a service must carry, as a person states it or as a trace measured it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Demand {
    /// Mean load of the usual week on the first day of the plan, `λ̄`.
    pub average_load: AverageLoad,
    /// Whether that is what a new service begins with and nobody stated it; what follows from it is then unknown.
    #[serde(default, skip_serializing_if = "is_default")]
    pub average_load_assumed: bool,
    /// Peak of the usual week over its mean, `p`.
    pub peak_to_average: PeakToAverage,
    /// How the load moves within a day.
    pub day: DayShape,
    /// How the days of the week differ.
    pub week: WeekShape,
    /// The shape of a measured week; where set, it replaces `day` and `week`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured: Option<MeasuredWeek>,
    /// Work of a batch, to be done within a window; where set, the load follows from it alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<BatchWork>,
    /// What lifts the load for a time.
    #[serde(default, deserialize_with = "event::at_most_forty", skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = super::MAX_EVENTS)))]
    pub events: Vec<Event>,
    /// How the level of the load changes from month to month.
    pub growth: Growth,
    /// Variability of the load around its shape (CV), `v`: standard deviation over the shape.
    pub variability: Variability,
}
