//! What a person states about cost: for the plan as a whole, and for each service.

mod machine;
mod owned;
mod plan;
mod purchase;
mod rates;
mod regional;
mod service;

pub use machine::{Machine, MachineAccelerators};
pub use owned::OwnedInputs;
pub use plan::{
    Budget, ChargeRule, ControlPlanes, CostInputs, IdleRule, LoadBalancers, MAX_BUDGETS, MAX_TIERS, People, PriceTier,
    SupportInputs, SupportTier, rising_tiers,
};
pub use purchase::{
    CommitmentInputs, CommitmentLevel, CommitmentPrice, CommitmentTerm, DollarCommitment, NodeCommitment, SpotInputs,
    Upfront,
};
pub use rates::{RatePart, ResourceRates};
pub use regional::RegionalPrice;
pub use service::{Egress, MAX_STORED, MAX_TAGS, Reserve, ServiceCost, StoredData, StoredKind, Tag};
