//! Disaster recovery: how long until a lost region is replaced, what standing ready costs, and which
//! tier is the cheapest.
//!
//! Formulas only: plain numbers in, plain numbers out; durations in seconds, money in any currency.
//!
//! # Where to start
//!
//! - [`RecoveryTier`] and [`recovery_time`]: the RTO of a tier from its named parts.
//! - [`data_loss`]: the RPO, from how data is copied.
//! - [`standby_cost`] and [`compare_tiers`]: cost, expected loss, the cheapest tier and where that changes.
//! - [`replicate`]: what must lie in the other region, how long it takes to get there, at what price.
//!
//! # What has no answer
//!
//! A part that a tier needs and that nobody knows, such as the time to get accelerators that are not
//! reserved, makes the RTO `None`: unbounded until it is known. Such a tier is never the cheapest.

mod artefacts;
mod choice;
mod cost;
mod data;
mod tier;

pub use artefacts::{Artefact, ArtefactKind, Link, Replication, ReplicationRow, replicate, transfer_time};
pub use choice::{BreakEven, TierComparison, TierOption, Winner, compare_tiers};
pub use cost::{StandbyCost, StandbyInputs, annual_loss, standby_cost};
pub use data::{DataLoss, data_loss};
pub use tier::{Miss, Order, Part, PartTime, Parts, RecoveryTier, RecoveryTime, recovery_time};
