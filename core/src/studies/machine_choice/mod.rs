//! Which machine: every type of a catalogue that a service's replica fits, ranked by what its whole
//! fleet costs, and why each other one is refused.
//!
//! # Where to start
//!
//! - [`Fleet::of`]: what must be placed, and where, from a scenario and its answers.
//! - [`compare`]: every type, cheapest fleet first, with the constraint that refuses each other one.
//! - [`Choice::rows`], [`Choice::refused_by`]: what is left of it under a [`Filter`], in an order.
//! - [`active_machine`], [`verdict`]: the machine that the service has, in sentences.
//! - [`price_facts`]: date, age, source and standing of a price.
//! - [`lesson`]: what the published recommender would have answered.
//!
//! # What has no answer
//!
//! A type without a price where the fleet stands is refused for that, never ranked at zero.

mod active;
mod compare;
mod facts;
mod fleet;
mod lesson;
mod own;
mod rows;
mod verdict;

pub use crate::machines::catalog::provider_name;
pub use active::{Active, active_machine};
pub use compare::{Candidate, Choice, Refused, SiteNodes, Terms, Where, compare};
pub use facts::{PriceFacts, an_hour, months_old, price_facts};
pub use fleet::{Fleet, Site};
pub use lesson::{Lesson, PrintedAnswer, lesson};
pub use own::{own_machine, state_price};
pub use rows::{Constraint, Filter, SortBy};
pub use verdict::{a_month, specs, unused, verdict};

#[cfg(test)]
mod tests;
