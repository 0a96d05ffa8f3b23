//! How many replicas, at what headroom, and until when.

mod latency;
mod levers;
mod plan;
mod report;
mod rows;
mod runway;
pub mod settings;
mod steps;
mod verdict;

pub(crate) use latency::load_within_objective;
pub use latency::{LatencyAnswer, ReplicasForLatency, replicas_for};
pub use plan::{Binding, Resources, SizingPlan, Utilization, plan_sizing};
pub use report::{lines, resources};
pub use rows::Rows;
pub use runway::{EventNeed, Lasts, Runway};
