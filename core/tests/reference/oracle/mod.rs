//! Formulas that the product does not use: independent checks of those it does, and answers to
//! vectors of which nothing in it has need.
//!
//! Where it can, an oracle calls what ships. Those of the autoscaler's history and of the fluid queue are
//! used by other tests too, each by its path.

pub mod batch;
pub mod erlang;
pub mod fluid;
pub mod hpa_lists;
pub mod pods;
pub mod scale_events;
