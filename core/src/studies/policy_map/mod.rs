//! What if? Many runs of the policy in force, with one or two settings changed.
//!
//! - [`Axis`](crate::plan::scenario::adjust::Axis): a setting that can be varied, with its words, its usual values and how it is set.
//! - [`Testbed`]: a service that is prepared once and then tried with many settings.
//! - [`PolicyMapRun`]: two settings against each other, coarse to fine, in slices.
//! - [`cliff()`]: the slowest start-up that still keeps the objective, by the size of a burst.
//! - [`Study`]: what a worker is asked to find out, and what it answers.
//!
//! All of it starts from the scenario and never feeds back into the chain.

mod cliff;
pub mod levers;
mod present;
mod run;
mod study;
mod testbed;
mod values;

pub use cliff::{Cliff, Edge, Slowest, cliff, edge};
pub use present::Present;
pub use run::{MAX_VALUES, PolicyMapRun};
pub use study::{Finding, Study, StudyOrder};
pub use testbed::{BURST_SECONDS, Testbed, Trial};
