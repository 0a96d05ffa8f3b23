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
//! - [`mmc`]: waits and response times of one pool of servers, with tails and percentiles.
//! - [`servers_for_response`] and [`max_arrival_rate_for_response`]: the same, solved for the pool
//!   or for the load.
//! - [`spike_backlog`]: what happens while the load exceeds the capacity.
//! - [`allen_cunneen`], [`sakasegawa`], [`kimura_mgc`]: traffic that is burstier or smoother than
//!   Poisson, service times that vary less or more than exponential ones.
//! - [`batch_server`]: a server that takes what waits as one batch; [`busy_share`] of its time.
//!
//! # What has no answer
//!
//! A queue that grows without bound has no steady state, so [`mmc`] gives `None`, and a target that
//! the bare service time already exceeds gives [`Unachievable`]. Nothing here returns NaN or a
//! negative wait. Rates are finite and at least zero, and service rates above zero; what is not is
//! answered as overload.

mod batch_chain;
mod batch_server;
mod erlang;
mod erlang_large;
mod finite;
mod fluid;
mod general;
mod markov;
mod sizing;
mod staffing;

pub use batch_server::{BatchServer, BusyShareTable, MAX_BATCH, batch_server, busy_share};
pub use erlang::{erlang_b, erlang_c, offered_load_for_blocking};
pub use finite::{Mmck, mmck};
pub use fluid::{FluidStep, SpikeBacklog, fluid_step, spike_backlog};
pub use general::{Mg1, allen_cunneen, cosmetatos_mdc, kimura_mgc, mg1, sakasegawa};
pub use markov::{Mmc, mm1, mmc};
pub use sizing::{Unachievable, max_arrival_rate_for_response, servers_for_response, servers_for_wait};
pub use staffing::{halfin_whitt_p_wait, little, replicas_for_concurrency, square_root_staffing};

#[cfg(test)]
mod simulation;
