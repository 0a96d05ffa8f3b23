//! Long work off the main thread: one worker, which runs the same module as the page.
//!
//! - [`protocol`] says what page and worker tell each other: a [`protocol::Job`] goes in;
//!   [`protocol::Progress`] comes back while it runs, and an [`protocol::Answer`] at its end.
//! - [`jobs`] does the work, as plain functions that know neither page nor worker.
//! - [`client`] is the page's side: one job at a time, cancelled by ending the worker, which is
//!   started anew when it is next needed, as it is after a trap.
//! - [`follow`] keeps a question with the worker while a page shows it.
//! - [`simulate`], [`drill`] and [`picture`] carry runs, drills and traces to the page as columns of numbers.
//!
//! A new study is a file in the core's studies, a variant of `Job`, one of `Answer`, and a line in [`jobs`].

pub mod client;
pub mod drill;
pub mod follow;
pub mod jobs;
mod outcome;
pub mod picture;
pub mod protocol;
mod server;
pub mod simulate;

pub use outcome::Outcome;
pub use server::{cannot_start, serve};
