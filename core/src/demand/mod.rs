//! How much load comes, and when: the usual week, growth, events.

mod curve;
mod event;
mod form;
mod growth;
mod inputs;
mod plan;
mod week;

pub use crate::time::{DAYS_PER_MONTH, SECONDS_PER_DAY};
pub use curve::{LoadCurve, MAX_SPAN_DAYS};
pub use event::{Event, EventPreset, MAX_EVENTS, Repeat};
pub use growth::{Growth, GrowthKind};
pub use inputs::Demand;
pub(crate) use plan::later;
pub use plan::{DemandPlan, EventPeak, HORIZON_DAYS, plan_demand};
pub use week::{DayCurve, DayShape, MeasuredWeek, UsualWeek, WeekShape};
