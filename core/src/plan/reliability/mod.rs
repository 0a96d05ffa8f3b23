//! What the parts promise together, and what spends the error budget.
//!
//! Built on the formulas of [`crate::formulas::availability`]; what is stated is
//! [`ReliabilityInputs`](crate::plan::scenario::reliability::ReliabilityInputs).

mod plan;
mod structure;

pub use plan::{
    BudgetRow, PartAnswer, PlanReliability, ReliabilityBasis, ReliabilityPlan, Spender, Spending, TierSpending,
    plan_reliability,
};
