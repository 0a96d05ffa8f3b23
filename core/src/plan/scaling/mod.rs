//! Will an autoscaling policy hold on this very load, what does it cost, and what breaks it?
//!
//! # Where to start
//!
//! - [`ScalingInputs`](crate::plan::scenario::scaling::ScalingInputs): what is stated about the fleet, its work, its
//!   signals and its policies.
//! - [`engine`]: the time loop; [`engine::Simulation`] runs it in slices.
//! - [`Scene`]: a load and a fleet on which any policy can be tried; [`plan_scaling`] tries the active one.
//! - [`presets`]: policies that people really run; [`settings`]: every setting in a sentence.
//!
//! What autoscalers ask for is in [`crate::formulas::autoscaler`]; trying many settings is
//! [`crate::studies::policy_map`].

pub mod engine;
mod hours;
mod kept_run;
mod manifest;
mod measured;
mod no_verdict;
mod ordered;
mod plan;
mod prepare;
pub mod presets;
mod regional;
mod report;
mod scene;
pub mod settings;
mod together;
mod verdict;

pub use engine::Aim;
pub use hours::FleetHour;
pub use kept_run::KeptRun;
pub use manifest::notes_of;
pub use measured::{MAX_STUDY_STEPS, MeasuredLoads, UnfitTrace, loads_from_trace};
pub use ordered::ordered_in;
pub use plan::{ScalingPlan, plan_scaling};
pub use prepare::{Basis, Bounds, Span};
pub use regional::RegionalShare;
pub use report::{lines, spent};
pub use scene::{Run, Scene};
pub use together::{together, together_outcome};
