//! The planning core of Headroom: a [`Scenario`](scenario::Scenario) goes in, [`evaluate`](evaluate::evaluate)
//! runs the chain of questions, an [`Evaluation`](evaluate::Evaluation) comes out.
//!
//! # Where to start
//!
//! - [`scenario`]: what the person states, and how it is saved, linked and read back.
//! - [`evaluate`]: the whole chain on one screen.
//! - [`demand`] and [`sizing`]: the topics, each a pure function with its working.
//! - [`scaling`]: whether a policy holds, simulated; [`hpa`] is the Kubernetes one.
//! - [`regions`], [`recovery`] and [`reliability`]: losing a region, getting over it, and what it
//!   spends of the error budget.
//! - [`catalog`], [`purchase`] and [`tco`]: what machines there are, how to buy them, what all of it costs.
//! - [`choice`]: every machine that a replica fits, ranked by what its fleet costs.
//! - [`cost`]: the bill, the years, who pays; the last link of the chain.
//! - [`diff`]: what changed between two scenarios, input by input and answer by answer.
//! - [`trace`]: measured load, imported and summarised.
//!
//! # Invariants
//!
//! 1. No web, clock or I/O is reachable from here; the only randomness is a seed.
//! 2. A planner is a pure function: the same inputs give the same plan to the last bit, natively
//!    and in the browser. Transcendental functions therefore come from `libm`.
//! 3. No NaN or infinity leaves a constructor ([`units`]).
//! 4. "Does not fit" and "risky" are parts of a plan ([`explain::Verdict`]), not errors.
//! 5. Unknown is never zero: what is not known is `None`.
//! 6. What cannot be read is refused with its place ([`scenario::codec::ReadError`]) and never half applied.

pub mod assumptions;
pub mod calendar;
pub mod catalog;
pub mod choice;
pub mod cost;
pub mod demand;
pub mod diff;
mod dimension;
pub mod drill;
pub mod evaluate;
pub mod explain;
pub mod hpa;
mod id;
mod list;
pub mod money;
pub mod numeric;
pub mod purchase;
pub mod queueing;
pub mod recovery;
pub mod regions;
pub mod reliability;
pub mod report;
pub mod scaling;
pub mod scenario;
pub mod seeds;
mod setting;
pub mod sizing;
pub mod tco;
pub mod text;
mod time;
mod topics;
pub mod trace;
pub mod units;
