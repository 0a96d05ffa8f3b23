//! Will an autoscaling policy hold on this very load, what does it cost, and what breaks it?
//!
//! # Where to start
//!
//! - [`ScalingInputs`]: what is stated about the fleet, its work, its signals and its policies.
//! - [`engine`]: the time loop; [`engine::Simulation`] runs it in slices.
//! - [`Scene`]: a load and a fleet on which any policy can be tried; [`plan_scaling`] tries the one in force.
//! - [`cloud`]: what cloud autoscalers do, as plain rules; the Kubernetes one is [`crate::hpa`].
//! - [`presets`]: policies that people really run; [`settings`]: every setting in a sentence.
//! - [`map`]: what if? Two settings against each other, and the slowest start-up that still holds.
//! - [`levers`]: the smallest changes that would help.

pub mod cloud;
pub mod engine;
mod hours;
mod inputs;
pub mod levers;
mod manifest;
pub mod map;
mod measured;
mod metric;
mod period;
mod plan;
mod policies;
mod policy;
mod prepare;
pub mod presets;
mod scene;
pub mod settings;
mod snapshot;
mod verdict;

pub use hours::{FleetHour, plan_scaling_by_hour};
pub use inputs::{
    Batching, FleetInputs, MAX_OVERRIDES, NodeInputs, Override, OverrideAction, ReducedMode, ScalingInputs,
    SignalInputs, Startup, WarmInputs, WorkInputs,
};
pub use manifest::notes_of;
pub use measured::{MAX_STUDY_STEPS, MeasuredLoads, UnfitTrace, loads_from_trace};
pub use metric::{Metric, Seen};
pub use period::{MAX_LIVE_STEPS, Period};
pub use plan::{ScalingPlan, plan_scaling};
pub use policies::{MAX_POLICIES_COMPARED, Policies};
pub use policy::{
    MAX_RULES, MAX_SCHEDULES, PolicyChoice, PredictiveRule, QueueRule, Repair, Rule, Schedule, ScheduledRule,
    StaticRule, StepIn, StepRule, TargetTrackingRule, ThresholdRule, Weekdays, Workload,
};
pub use prepare::{Basis, Bounds, Span};
pub use scene::{Run, Scene};
pub use snapshot::{ResponseTime, SeenMetric, Snapshot, snapshot_at};
pub use verdict::worst;

pub use crate::time::HOURS_PER_WEEK;
