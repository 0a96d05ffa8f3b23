//! Studies: questions that try a whole plan many times, or compare plans. None feeds the plan.
//!
//! Those that take long implement [`Study`]; a worker runs them.

pub mod alerts;
pub mod cost_change;
pub mod diff;
pub mod dollar_use;
pub mod drill;
pub mod effect;
pub mod long_run;
pub mod machine_choice;
pub mod measured_demand;
pub mod moment;
mod over;
pub mod policy_map;
pub mod region_sets;
pub mod sensitivity;
mod study;
pub mod ways_to_buy;

pub use over::{Over, TraceLoad};
pub use study::Study;
