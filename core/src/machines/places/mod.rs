//! Cloud regions with their places, and round trips between them.

pub mod catalog;
mod distance;

pub use distance::{RoundTrip, estimate_round_trip, great_circle, round_trip};
