//! The drill: a region fails at a stated minute; who loses what until everything is as before?
//!
//! All regions run step by step through the time loop of [`scaling`](crate::plan::scaling): health checks
//! find the failure, names are changed, clients follow as their cached answers expire, survivors
//! scale with their cold starts and limits, the region comes back and takes its users again.
//!
//! # Where to start
//!
//! - [`plan_drill`]: the drill of a plan; [`answer_drill`] runs it and [`drill_verdict`] says what it came to;
//!   [`answer_week`] tries every ten minutes of the week, [`drill_levers`] what would help.
//! - [`DrillStudy`], [`DrillLevers`] and [`DrillWeek`]: the same as studies of a [`DrillOrder`], which a worker runs.
//! - [`DrillSetup`]: the regions with their fleets and loads, the [`Incident`], the [`Detection`].
//! - [`run_drill`], or [`Drill`] in slices: a [`DrillOutcome`] with named [`Phases`].
//! - [`Recovery`]: whether it got over it by itself, or is stuck in a metastable overload.
//! - [`WorstMinute`]: the same loss at every ten minutes of a week.

mod answer;
mod fleets;
mod levers;
mod moments;
mod order;
mod outcome;
mod overload;
mod phases;
mod plan;
mod planned;
mod run;
mod setup;
mod strip;
mod study;
#[cfg(test)]
mod tests;
mod traffic;
mod verdict;
mod week;

pub use answer::{DrillAnswer, RegionInDrill};
pub use levers::{DrillLevers, drill_levers};
pub use moments::Phase;
pub use order::DrillOrder;
pub use outcome::{Alert, DrillOutcome, Recovery, RegionOutcome, Timeline, Totals};
pub use overload::Feedback;
pub use phases::Phases;
pub use plan::{DrillOutline, NoDrill, outline_drill, plan_drill, plan_week};
pub use run::{Drill, run_drill};
pub use setup::{Detection, DrillRegion, DrillSetup, Incident, IncidentKind, PlannedRouting, Routing};
pub use strip::{StripPlan, StripPoint, WorstMinute};
pub use study::{DrillFound, DrillStudy, answer_drill};
pub use verdict::{alert_words, drill_verdict, drill_working};
pub use week::{DrillWeek, WeekAnswer, answer_week};
