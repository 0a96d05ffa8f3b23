//! Regions: what losing some of them costs, who then carries the load.
//!
//! Formulas only, as in [`queueing`](crate::formulas::queueing): plain numbers in, plain numbers out. Loads and
//! capacities share one unit, usually requests / second; latencies are round trips in seconds.
//! Regions are places `0..n` in a list of at most [`MAX_REGIONS`], geographies are places in a list
//! of groups of users; where every geography is the home of one region, both lists are the same.
//!
//! # Where to start
//!
//! - [`even_spread`]: capacity of equal regions so that any `k` may be lost.
//! - [`Router`] and [`assign`]: where the load of lost regions goes, by a rule or as it fits best.
//! - [`response_at_users`]: the response time at the user, where several regions serve.
//! - [`dns_failover`]: how long clients keep asking a lost region.
//! - [`crate::formulas::placement`]: the cheapest capacities that survive, with a proof that nothing is cheaper.
//!
//! # What has no answer
//!
//! Lists that do not fit together are refused ([`Refusal`]). Nothing here returns NaN.

mod assignment;
mod failover;
mod latency;
mod redistribution;
mod refusal;
mod residency;
mod response;
mod set;
mod spread;

pub use assignment::{Assignment, assign};
pub use failover::{DnsFailover, dns_failover};
pub use latency::{LatencySeen, latency_seen};
pub use redistribution::{Redistribution, Router, Rule};
pub use refusal::Refusal;
pub(crate) use refusal::{check_amounts, check_length, check_regions};
pub use residency::{Permissions, ResidencyRule};
pub use response::{ServedThere, response_at_users};
pub use set::{MAX_REGIONS, RegionSet};
pub use spread::{EvenSpread, FollowTheSun, even_spread, follow_the_sun};
