//! How to buy: on-demand, committed, spot, or layers of them.
//!
//! Rates are USD an hour for one unit of capacity, demand is units in use in each hour. Plain
//! numbers in, plain numbers out; what becomes a line of a bill is rounded there
//! ([`finance`](crate::formulas::finance)).
//!
//! # Where to start
//!
//! - [`LoadDuration`]: for how much of the time how much is in use, and
//!   [`best_commitment`](LoadDuration::best_commitment).
//! - [`plan_layers`]: a committed floor, spot for what can be interrupted, on-demand for the rest.
//! - [`savings_plan`], [`best_savings_plan`]: commitments in dollars an hour.
//! - [`effective_terms`], [`compare_payments`]: what a commitment really costs, and when it pays.
//! - [`spot_fleet`], [`breakeven_interruptions`], [`shortage_probability`]: interruptions, re-work, fallback, break-even, running short.
//!
//! # What has no answer
//!
//! No demand, prices that are negative or not finite: `None`.

mod advisor;
mod commitment;
mod layers;
mod savings_plan;
mod shortage;
mod spot;
mod terms;

pub use advisor::{ADVISOR_BANDS, interruptions_of_monthly};
pub use commitment::{Commitment, LoadDuration};
pub use layers::{LayerCost, LayerPrices, Layers, plan_layers};
pub use savings_plan::{SavingsPlan, best_savings_plan, savings_plan};
pub use shortage::shortage_probability;
pub use spot::{SpotFleet, SpotFleetInputs, breakeven_interruptions, spot_fleet};
pub use terms::{CommitmentOffer, EffectiveTerms, PaymentComparison, compare_payments, effective_terms};
