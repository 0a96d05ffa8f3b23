//! Regions: what losing some of them costs, who then carries the load, and where to place capacity.
//!
//! Formulas only, as in [`queueing`](crate::queueing): plain numbers in, plain numbers out. Loads and
//! capacities share one unit, usually requests / second; latencies are round trips in seconds.
//! Regions are places `0..n` in a list of at most [`MAX_REGIONS`], geographies are places in a list
//! of groups of users; where every geography is the home of one region, both lists are the same.
//!
//! # Where to start
//!
//! - [`even_spread`] and [`need`]: capacity of each region so that any `k` may be lost.
//! - [`redistribute`] and [`cascade`]: where the load of lost regions goes, and whether it stops there.
//! - [`plan_placement`]: the cheapest capacities that survive, with a proof that nothing is cheaper.
//! - [`catalog`]: the regions that clouds sell, and [`round_trip`] between them.
//!
//! # What has no answer
//!
//! Lists that do not fit together are refused ([`Refusal`]). That nothing can survive is an answer
//! ([`Placement::Impossible`]) that names what is in the way. Nothing here returns NaN.

mod answers;
mod assignment;
mod cascade;
pub mod catalog;
mod cheapest;
mod distance;
mod failover;
mod inputs;
mod latency;
mod losses;
mod placement;
mod plan;
mod redistribution;
mod refusal;
mod residency;
mod set;
mod spread;
mod traffic;
mod verdict;

pub use crate::id::RegionId;
pub(crate) use crate::list::few;
pub use answers::{
    Flow, LatencyOfUsers, Loss, RegionAdjustment, RegionAnswer, RegionLever, RegionsPlan, Shortfall, ShortfallReason,
    Survivable,
};
pub use assignment::{Assignment, assign};
pub use cascade::{Cascade, CascadeStep, Overload, cascade};
pub use cheapest::{Blocked, CheapestPlacement, Driver};
pub use distance::{RoundTrip, estimate_round_trip, great_circle, round_trip};
pub use failover::{DnsFailover, dns_failover};
pub use inputs::{
    FailoverInputs, Jurisdiction, MAX_PLAN_REGIONS, MAX_RESIDENCY_RULES, Overflow, Place, PlanRegion, Residency,
    ServiceRegions, Strategy, UserShare,
};
pub use latency::{LatencySeen, latency_seen};
pub use placement::{
    Certificate, Cut, Obstacle, Offer, Placement, PlacementInputs, PlacementPlan, WeightedCut, WholePlacement,
    plan_placement, round_placement,
};
pub use plan::{RegionsBasis, plan_regions};
pub(crate) use redistribution::Router;
pub use redistribution::{Redistribution, Rule, redistribute};
pub use refusal::Refusal;
pub(crate) use refusal::{check_amounts, check_length, check_regions};
pub use residency::{Permissions, ResidencyRule};
pub use set::{MAX_REGIONS, RegionSet, loss_sets};
pub use spread::{EvenSpread, FollowTheSun, Need, Worst, even_replicas, even_spread, follow_the_sun, need};
pub use traffic::Traffic;
