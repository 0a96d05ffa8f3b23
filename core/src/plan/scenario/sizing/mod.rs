//! What is stated about sizing.

mod headroom;
mod inputs;

pub use headroom::{HeadroomLevel, HeadroomRule, ProductKind};
pub use inputs::{LatencyObjective, MeasuredAt, Replica, ReplicaCapacity, SizingInputs, Slo};
