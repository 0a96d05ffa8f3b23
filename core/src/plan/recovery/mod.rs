//! How long until a lost region is replaced, what standing ready costs, and which tier is the cheapest.
//!
//! Built on the formulas of [`crate::formulas::recovery`]; what is stated is
//! [`RecoveryInputs`](crate::plan::scenario::recovery::RecoveryInputs).

mod curve;
mod data;
mod kept;
mod plan;
mod report;
pub mod settings;
mod steps;
mod verdict;

pub use plan::{RecoveryBasis, RecoveryPlan, TierAnswer, TierChange, plan_recovery};
pub use report::lines;
