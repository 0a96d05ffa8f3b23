//! The autoscaling time loop: laws, and answers that were found in other ways.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod events;
mod laws;
mod scenes;
