//! The drill: a region fails at a stated minute; who loses what until everything is as before?
//!
//! All regions run step by step through the time loop of [`scaling`](crate::scaling): health checks
//! find the failure, names are changed, clients follow as their cached answers expire, survivors
//! scale with their cold starts and limits, the region comes back and takes its users again.
//!
//! # Where to start
//!
//! - [`DrillSetup`]: the regions with their fleets and loads, the [`Incident`], the [`Detection`].
//! - [`run_drill`], or [`Drill`] in slices: a [`DrillOutcome`] with named [`Phases`].
//! - [`Recovery`]: whether it got over it by itself, or is stuck in a metastable overload.
//! - [`WorstMinute`]: the same loss at every ten minutes of a week.

mod outcome;
mod overload;
mod phases;
mod run;
mod setup;
mod strip;
#[cfg(test)]
mod tests;
mod traffic;

pub use outcome::{Alert, DrillOutcome, Recovery, RegionOutcome, Timeline, Totals};
pub use overload::Feedback;
pub use phases::Phases;
pub use run::{Drill, run_drill};
pub use setup::{Detection, DrillRegion, DrillSetup, Incident, IncidentKind, Routing};
pub use strip::{StripPlan, StripPoint, WorstMinute};
