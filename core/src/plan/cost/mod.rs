//! What does it cost, how is it best bought, and who pays?
//!
//! The last link of the chain: it reads what all others answered, and calculates with the formulas of
//! [`finance`](crate::formulas::finance) and [`buying`](crate::formulas::buying). What an hour of a replica costs is
//! decided before, in [`price`](crate::plan::price); what is stated is
//! [`CostInputs`](crate::plan::scenario::cost::CostInputs) and [`ServiceCost`](crate::plan::scenario::cost::ServiceCost).
//!
//! # Where to start
//!
//! - [`FleetForecast`]: how many nodes in how many hours of the months to come.
//! - [`plan_pool`]: nodes that services share.
//! - [`plan_service_cost`]: a service by itself; [`PurchasePlan`] says how its nodes are bought.
//! - [`study_levels`], [`compare_upfront`]: how else they could be bought.
//! - [`plan_cost`]: the bill of a month, the years, chargeback, budgets, own hardware.
//!
//! # What has no answer
//!
//! A line whose price nobody knows has no amount, and the plan then no monthly cost; what is known of it
//! is still summed, and says so.

mod bought;
mod budgets;
pub mod buying_settings;
mod charges;
mod compute;
mod event_lots;
mod fleet;
mod horizon;
mod in_pool;
mod levels;
mod lines;
pub mod machine_settings;
mod node_hours;
mod owned;
mod paid_nodes;
mod plan;
mod pool;
mod pool_reserve;
mod purchase;
mod regional;
mod report;
mod savings;
mod service;
pub mod settings;
mod stack;
mod verdict;

pub use budgets::BudgetAnswer;
pub use charges::{Charge, Chargeback, TeamCharge};
pub use event_lots::LotCost;
pub use fleet::{FleetBasis, FleetForecast, FleetStep, MonthOfNodes};
pub use horizon::{CostHorizon, CostMonth, EnlargedFleet};
pub use in_pool::InPool;
pub use levels::{LevelCost, LevelKind, LevelStudy, UpfrontCost, compare_upfront, study_levels};
pub use lines::CostedService;
pub use owned::OwnedAnswer;
pub use paid_nodes::{NodeRow, PaidNodes};
pub use plan::{CostBasis, CostLine, CostPlan, ServiceBill, plan_cost};
pub use pool::{NodePool, PoolBasis, PoolShare, plan_pool};
pub use purchase::{
    CommitmentAnswer, Layer, LevelAnswer, PurchaseBasis, PurchasePlan, PurchaseTerms, SpotAnswer, TermAnswer,
    plan_purchase,
};
pub use regional::UnpricedRegion;
pub use report::{lines, pool_lines, service_lines};
pub use savings::SavingsPlanAnswer;
pub(crate) use savings::usage;
pub use service::{HeadroomCost, ServiceCostBasis, ServiceCostPlan, plan_service_cost};
pub use stack::{Stack, StackPart};
