//! Which machine to buy, and how: on demand, committed, spot, or layers of them.
//!
//! Rates are USD an hour for one unit of capacity, demand is units in use in each hour. Plain
//! numbers in, plain numbers out; what becomes a line of a bill is rounded there
//! ([`tco`](crate::tco)).
//!
//! # Where to start
//!
//! - [`rank_types`], [`rank_everywhere`]: which type, with the constraint that refuses each other one.
//! - [`LoadDuration`]: for how much of the time how much is in use, and
//!   [`best_commitment`](LoadDuration::best_commitment).
//! - [`plan_layers`]: a committed floor, spot for what can be interrupted, on demand for the rest.
//! - [`savings_plan`], [`best_savings_plan`]: commitments in dollars an hour.
//! - [`effective_terms`], [`compare_payments`]: what a commitment really costs, and when it pays.
//! - [`spot_run`], [`spot_fleet`], [`shortage_probability`]: interruptions, re-work, fallback, running short.
//! - [`read_spot_history`]: past spot prices, and what they say.
//! - [`recommend_as_printed`], [`bids_as_printed`], [`cost_as_printed`]: the published formulas.
//!
//! # What has no answer
//!
//! No demand, prices that are negative or not finite, a type without a price: `None`, or a
//! [`Refusal`] that says why.

mod advisor;
mod commitment;
mod fit;
mod history;
mod layers;
mod printed;
mod ranking;
mod savings_plan;
pub mod settings;
mod shortage;
mod spot;
mod terms;

pub(crate) use crate::numeric::is_rate;
pub use advisor::{ADVISOR_BANDS, interruptions_of_monthly};
pub use commitment::{Commitment, LoadDuration, RateTier, cheapest_rates};
pub use fit::{NodeReserve, Packing, Refusal, ReplicaNeed, pack};
pub use history::{
    BidAnswer, HistoryError, SpotHistory, SpotSeries, SpotStatistics, limits as history_limits, read_spot_history,
    spot_statistics,
};
pub use layers::{LayerCost, LayerPrices, Layers, plan_layers};
pub use printed::{
    PrintedBids, PrintedCost, PrintedPrices, PrintedType, PrintedUsage, bids_as_printed, cost_as_printed,
    recommend_as_printed, recommend_with_gpus, spot_saving,
};
pub use ranking::{Offer, RankedOffer, RankedType, Ranking, RefusedType, Site, rank_everywhere, rank_types};
pub use savings_plan::{SavingsPlan, best_savings_plan, savings_plan};
pub use shortage::shortage_probability;
pub use spot::{SpotFleet, SpotFleetInputs, SpotRun, breakeven_interruptions, spot_fleet, spot_run};
pub use terms::{CommitmentOffer, EffectiveTerms, PaymentComparison, compare_payments, effective_terms};
