//! How many replicas, at what headroom, and until when.

mod headroom;
mod inputs;
mod latency;
mod levers;
mod plan;
mod runway;
mod verdict;

pub use headroom::{HeadroomLevel, HeadroomRule, ProductKind};
pub use inputs::{LatencyObjective, Replica, ReplicaCapacity, SizingInputs, Slo};
pub(crate) use latency::load_within_objective;
pub use latency::{LatencyAnswer, ReplicasForLatency, replicas_for};
pub use levers::{Adjustment, Lever};
pub use plan::{Binding, Resources, SizingPlan, Utilization, plan_sizing};
pub use runway::{EventNeed, Lasts, Runway};
