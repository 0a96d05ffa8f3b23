//! Formulas: pure functions on numbers and base types, each used by a plan, a study or a report above.

pub mod autoscaler;
pub mod availability;
pub mod buying;
pub mod finance;
pub mod placement;
pub mod published;
pub mod queueing;
pub mod recovery;
pub mod regions;
