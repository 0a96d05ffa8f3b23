//! The autoscaling time loop: laws, and answers that were found in other ways.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod events;
#[path = "../reference/oracle/fluid.rs"]
mod fluid;
mod laws;
mod scenes;
