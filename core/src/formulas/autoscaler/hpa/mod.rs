//! The Kubernetes HorizontalPodAutoscaler (`autoscaling/v2`), as its controller behaves.
//!
//! # Where to start
//!
//! - [`HpaPolicy`]: what a manifest states.
//! - [`HpaController`]: the loop that a simulated fleet runs, a few nanoseconds a sync.
//! - [`proposal`]: one metric to one number of replicas, on counts of pods or pod by pod.
//! - [`combine`], [`rate_limit`]: steps from proposals to a decision.
//! - [`manifest`]: YAML in, YAML out.
//! - [`defaults`]: what applies where a manifest says nothing.
//!
//! # What surprises people
//!
//! - **The last step of a scale-up is left out.** Within the tolerance (10 %) nothing happens. With
//!   the defaults, a target of 100 a pod and a load of 3,000, the fleet goes 3, 7, 14, 28 and stays
//!   there: 3,000 / 28 is 107 % of the target. State the target you want *less* the tolerance.
//! - **Utilization is a whole percentage, truncated,** and a ratio of sums: 58.9 % counts as 58 %,
//!   which moves the edge of the tolerance by up to one point.
//! - **A stabilization window holds its highest proposal.** With the 300 s of the defaults the fleet
//!   of a daily wave stays at the highest proposal of the last five minutes all the way down.
//! - **Outside its bounds the fleet jumps.** Where the replicas exceed the maximum or fall below the
//!   minimum, the controller goes there in one step, without metrics, windows or rate limits.
//! - **Zero switches the autoscaler off** as long as the minimum is not zero.
//! - **A metric that fails can stop a scale-down, never a scale-up.** See [`combine`].
//! - **Percentages are floats.** 10 % more than 100 pods is 111, as `100 × 1.1` exceeds 110 by its
//!   last bit, and 80 % fewer than 10 is 1. See [`rate_limit`].
//! - **`Value` targets ignore direction.** They multiply the *ready* pods, so a fleet that starts
//!   slowly may be made smaller although its metric is far above the target. See [`proposal::of_value`].
//! - **A short scale-up policy can make a long scale-down policy forget.** See `events.rs`.
//! - **Without `behavior` other rules apply**: no defaults of `behavior`, but twice the replicas (four
//!   at least) a sync upwards, no limit downwards, and a window that ends one sync later.
//!
//! # Source
//!
//! kubernetes/kubernetes, `pkg/controller/podautoscaler`: `horizontal.go`, `replica_calculator.go` with
//! the tolerances of version 1.33, `metrics/utilization.go`; `pkg/apis/autoscaling/v2/defaults.go`.

mod controller;
mod decision;
mod events;
mod fleet;
mod policy;
mod reading;
mod recommendations;

pub mod combine;
pub mod defaults;
pub mod manifest;
pub mod proposal;
pub mod rate_limit;

pub use controller::HpaController;
pub use decision::{Decision, Reason};
pub use fleet::FleetSeen;
pub use policy::{
    HpaAmount, HpaBehavior, HpaMetric, HpaName, HpaPolicy, HpaRules, HpaScalingPolicy, HpaSource, HpaTarget,
    MAX_METRICS, MAX_POLICIES, SelectPolicy,
};
pub use reading::Reading;
