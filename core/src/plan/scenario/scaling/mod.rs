//! What is stated about scaling.

mod inputs;
mod period;
mod policies;
mod policy;

pub use inputs::{
    Batching, FleetInputs, MAX_OVERRIDES, NodeInputs, Override, OverrideAction, ReducedMode, ScalingInputs,
    SignalInputs, Startup, WarmInputs, WorkInputs,
};
pub use period::{MAX_LIVE_STEPS, Period};
pub use policies::{MAX_POLICIES_COMPARED, Policies};
pub use policy::{
    MAX_RULES, MAX_SCHEDULES, PolicyChoice, PredictiveRule, QueueRule, Repair, Rule, Schedule, ScheduledRule,
    StaticRule, StepIn, StepRule, TargetTrackingRule, ThresholdRule, Weekdays, WindowRule, Workload,
};
