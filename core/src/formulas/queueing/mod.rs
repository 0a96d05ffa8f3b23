//! Queueing formulas: plain numbers in, plain numbers out, nothing about services or money.
//!
//! Symbols, the same in every file: `λ` requests arriving per second, `μ` requests one server
//! finishes per second (the inverse of the mean service time), `c` servers, `a = λ/μ` the offered
//! load in erlangs, `ρ = a/c` the utilization. A *server* is one place where a request can be
//! worked on: replicas times the requests a replica works on at once. Server counts are therefore
//! `u64`, and every formula here stays at a microsecond or so whether there are five servers or a
//! billion.
//!
//! # Where to start
//!
//! - [`mgc`]: waits and response times of one pool of servers, with percentiles.
//! - [`servers_for_response`] and [`max_arrival_rate_for_response`]: the same, solved for the pool
//!   or for the load.
//! - [`busy_share`]: how busy a server is that takes what waits as one batch.
//!
//! # What has no answer
//!
//! A queue that grows without bound has no steady state, so [`mgc`] gives `None`, and a target that
//! the bare service time already exceeds gives [`Unachievable`]. Nothing here returns NaN or a
//! negative wait. Rates are finite and at least zero, and service rates above zero; what is not is
//! answered as overload.

mod batch_chain;
mod busy_share;
mod erlang;
mod erlang_large;
mod queue;
mod service;
mod sizing;
mod tail;

pub use busy_share::{BusyShareTable, busy_share};
pub use erlang::erlang_c;
pub use queue::{Queue, mgc};
pub use service::ServiceTimes;
pub use sizing::{Unachievable, max_arrival_rate_for_response, servers_for_response};

#[cfg(test)]
mod simulation;
