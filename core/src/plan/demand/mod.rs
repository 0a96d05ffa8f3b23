//! How much load comes, and when: the usual week, growth, events.

mod curve;
mod plan;
mod report;
pub mod settings;

pub use curve::{Clock, EventSpan, LoadCurve, MAX_SPAN_DAYS};
pub(crate) use plan::later;
pub use plan::{DemandPlan, EventPeak, HORIZON_DAYS, plan_demand};
pub use report::lines;
