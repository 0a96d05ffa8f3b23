//! One time loop for everything that scales: fleet, work, signal, policy.

mod controller;
mod failures;
mod fleet;
mod outcome;
mod record;
mod response;
mod setup;
mod signal;
mod simulate;
mod slo;
mod tally;
mod work;

pub use controller::{Controller, Known, Wish};
pub use fleet::{Fleet, FleetState};
pub use outcome::{Breach, ByCause, Cause, MAX_BREACHES, Outcome, Spend};
pub use record::{Columns, MAX_ROWS, is_retried};
pub(crate) use response::response;
pub use setup::{
    Aim, FleetSetup, LotSetup, NodeSetup, OverrideSetup, ReducedSetup, ReplicaSetup, RunSetup, SignalSetup, WarmSetup,
    WorkSetup,
};
pub use signal::Signals;
pub use simulate::{CapacityLoss, Met, Simulation, Sums};
pub use slo::SloTable;
pub use work::{ByAttempt, LONGEST_WAIT, StepOfWork, Work};
