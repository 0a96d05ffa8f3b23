//! Long work off the main thread: one worker, which runs the same module as the page.
//!
//! - [`protocol`] says what page and worker tell each other: a [`protocol::Job`] goes in;
//!   [`protocol::Progress`] comes back while it runs, and an [`protocol::Answer`] at its end.
//! - [`jobs`] does the work, as plain functions that know neither page nor worker.
//! - [`client`] is the page's side: one job at a time, cancelled by ending the worker, which is
//!   started anew when it is next needed, as it is after a trap.
//! - [`simulate`] runs the policies over a year or a trace.
//! - [`drill`] lets a region fail, once or at every ten minutes of a week.
//! - [`picture`] carries a trace's points from the worker to the charts.
//!
//! A new kind of job is a variant of `Job`, one of `Answer`, and a function in [`jobs`].

pub mod client;
pub mod drill;
pub mod jobs;
pub mod picture;
pub mod protocol;
mod server;
pub mod simulate;

pub use server::serve;
