//! What if? Many runs of the active policy, with one or two settings changed.
//!
//! - [`Axis`](crate::plan::scenario::adjust::Axis): a setting that can be varied, with its words, its usual values and how it is set.
//! - [`Testbed`]: a service that is prepared once and then tried with many settings, wherever it runs ([`TriedIn`]).
//! - [`PolicyMapRun`]: two settings against each other, coarse to fine, in slices.
//! - [`cliff()`]: the slowest start-up that still keeps the objective, by the size of a burst.
//! - [`PolicyOrder`]: the service that a study is about; [`PolicyMap`], [`CliffSearch`] and [`PolicyLevers`] are the
//!   studies of it that a worker runs.
//!
//! All of it starts from the scenario and never feeds back into the chain.

mod cliff;
pub mod levers;
mod order;
mod present;
mod run;
mod test_place;
mod testbed;
mod trial;
mod values;

pub use cliff::{Cliff, CliffSearch, Edge, Slowest, cliff, edge};
pub use levers::PolicyLevers;
pub use order::{OnTrace, PolicyOrder, TriedIn, TriesSettings};
pub use present::Present;
pub use run::{MAX_VALUES, PolicyMap, PolicyMapRun};
pub use test_place::BURST_SECONDS;
pub use testbed::Testbed;
pub use trial::Trial;
