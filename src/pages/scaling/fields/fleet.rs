//! How replicas come and go, and how late the numbers are that a policy sees.

use crate::components::form::{Field, Kind};
use crate::components::form::{number, optional};
use headroom_core::base::text;
use headroom_core::base::units::Quantity;
use headroom_core::plan::scenario::scaling::{FleetInputs, NodeInputs, ScalingInputs, SignalInputs, WarmInputs};

/// Start-up and shutdown.
pub const START_UP: &[Field<FleetInputs>] = &[
    number!(FleetInputs, "fleet-image-pull", startup.image_pull),
    number!(FleetInputs, "fleet-model-load", startup.model_load),
    number!(FleetInputs, "fleet-warm-up", startup.warm_up)
        .hint(|fleet| format!("{} in total, on a node with capacity.", text::seconds(fleet.startup.total()))),
    number!(FleetInputs, "fleet-drain", drain),
];

/// Whether nodes are counted.
pub const WITH_NODES: &[Field<FleetInputs>] = &[Field::new(
    "fleet-nodes",
    Kind::Flag { get: |fleet| fleet.nodes.is_some(), set: |fleet, on| fleet.nodes = on.then(usual_nodes) },
)];

/// How many replicas a node holds, where no instance type says so.
pub const PER_NODE: &[Field<NodeInputs>] = &[number!(NodeInputs, "fleet-replicas-per-node", replicas_per_node)];

/// The nodes.
pub const NODES: &[Field<NodeInputs>] = &[
    number!(NodeInputs, "fleet-provisioning", provisioning),
    number!(NodeInputs, "fleet-spare-nodes", spare),
    number!(NodeInputs, "fleet-unneeded", unneeded),
];

/// Whether there is a warm pool.
pub const WITH_WARM: &[Field<FleetInputs>] = &[Field::new(
    "fleet-warm",
    Kind::Flag { get: |fleet| fleet.warm.is_some(), set: |fleet, on| fleet.warm = on.then(usual_warm) },
)];

/// The warm pool.
pub const WARM: &[Field<WarmInputs>] = &[
    number!(WarmInputs, "fleet-warm-size", size),
    number!(WarmInputs, "fleet-warm-startup", startup),
    number!(WarmInputs, "fleet-warm-price", price),
];

/// What breaks it.
pub const FAILURES: &[Field<FleetInputs>] = &[number!(FleetInputs, "fleet-failures", failures)];

/// What a replica costs.
pub const PRICE: &[Field<ScalingInputs>] =
    &[optional!(ScalingInputs, "fleet-price", price, |_| 1.0, |_| "unknown".to_owned())];

/// The signal.
pub const SIGNAL: &[Field<SignalInputs>] = &[
    number!(SignalInputs, "signal-interval", interval),
    number!(SignalInputs, "signal-window", window),
    number!(SignalInputs, "signal-delay", delay),
];

/// The seed of the simulated period.
pub const SEED: &[Field<ScalingInputs>] = &[number!(ScalingInputs, "period-seed", seed).unit("")];

/// Nodes to begin with: what a managed cluster usually does.
fn usual_nodes() -> NodeInputs {
    NodeInputs {
        replicas_per_node: Quantity::clamped(4.0),
        provisioning: Quantity::clamped(120.0),
        spare: Quantity::clamped(0.0),
        unneeded: Quantity::clamped(600.0),
    }
}

/// A small warm pool to begin with.
fn usual_warm() -> WarmInputs {
    WarmInputs { size: Quantity::clamped(2.0), startup: Quantity::clamped(5.0), price: Quantity::clamped(0.3) }
}
