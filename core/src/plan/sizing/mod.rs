//! How many replicas, at what headroom, and until when.

pub mod enlarged;
mod latency;
mod levers;
mod lots;
mod plan;
mod report;
mod rows;
mod runway;
pub mod settings;
mod soon;
mod stands;
mod steps;
mod verdict;

pub use latency::{LatencyAnswer, ReplicasForLatency, replicas_for};
pub(crate) use latency::{load_within_objective, queue_at};
pub use lots::EventNeed;
pub use plan::{Binding, Resources, SizingPlan, Utilization, plan_sizing};
pub use report::{lines, resources};
pub use rows::Rows;
pub use runway::{Lasts, Runway};
pub use stands::Stands;
pub(crate) use steps::service_times;
pub use verdict::{Tightest, verdict};
