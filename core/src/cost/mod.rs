//! What does it cost, how is it best bought, and who pays?
//!
//! The last link of the chain: it reads what all others answered, and calculates with the formulas of
//! [`tco`](crate::tco) and [`purchase`](crate::purchase).
//!
//! # Where to start
//!
//! - [`CostInputs`] and [`ServiceCost`]: what is stated, for the plan and for each service.
//! - [`Machine`]: the snapshot of a catalogue's row that a service runs on; [`hour_price`] decides what an hour costs.
//! - [`FleetForecast`]: how many nodes in how many hours of the months to come.
//! - [`plan_service_cost`]: a service by itself; [`PurchasePlan`] says how its nodes are bought.
//! - [`study_levels`], [`compare_upfront`], [`compare_ways`], [`dollar_use`]: how else they could be bought.
//! - [`plan_cost`]: the bill of a month, the years, chargeback, budgets, own hardware.
//! - [`compare_cost`], [`sensitivity`], [`chargeback_csv`]: against a baseline, what moves it most, for spreadsheets.
//!
//! # What has no answer
//!
//! A line whose price nobody knows has no amount, and the plan then no monthly cost; what is known of it
//! is still summed, and says so.

mod budgets;
mod charges;
mod compare;
mod fleet;
mod horizon;
mod inputs;
mod levels;
mod lines;
mod machine;
mod owned;
mod plan;
mod price;
mod purchase;
mod savings;
mod sensitivity;
mod service;
pub mod settings;
mod usage;
mod verdict;
mod ways;

pub use budgets::BudgetAnswer;
pub use charges::{Charge, Chargeback, TeamCharge, chargeback_csv};
pub use compare::{CostComparison, WaterfallRow, compare_cost};
pub use fleet::{FleetBasis, FleetForecast, FleetStep, MonthOfNodes};
pub use horizon::{CostHorizon, CostMonth, EnlargedFleet};
pub use inputs::{
    Budget, ChargeRule, CommitmentInputs, CommitmentLevel, CommitmentPrice, CommitmentTerm, ControlPlanes, CostInputs,
    DollarCommitment, Egress, IdleRule, LoadBalancers, MAX_BUDGETS, MAX_STORED, MAX_TAGS, MAX_TIERS, NodeCommitment,
    OwnedInputs, People, PriceTier, Reserve, ServiceCost, SpotInputs, StoredData, StoredKind, SupportInputs,
    SupportTier, Tag, Upfront, rising_tiers,
};
pub use levels::{LevelCost, LevelKind, LevelStudy, UpfrontCost, compare_upfront, study_levels};
pub use lines::CostedService;
pub use machine::{Machine, MachineAccelerators};
pub use owned::OwnedAnswer;
pub use plan::{CostBasis, CostLine, CostPlan, ServiceBill, plan_cost};
pub use price::{HourPrice, PriceSource, hour_price};
pub use purchase::{
    CommitmentAnswer, Layer, LevelAnswer, PurchaseBasis, PurchasePlan, SpotAnswer, TermAnswer, plan_purchase,
};
pub use savings::SavingsPlanAnswer;
pub use sensitivity::{sensitivity, sensitivity_telling};
pub use service::{HeadroomCost, ServiceCostBasis, ServiceCostPlan, plan_service_cost};
pub use usage::{DollarUse, dollar_use};
pub use ways::{WAYS, Way, WayAnswer, compare_ways, purchase_basis};
