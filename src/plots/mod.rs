//! Charts of the plan: each turns answers into a specification, and computes nothing but pixels' worth of points.

pub mod cost;
pub mod cost_bars;
mod day;
pub mod drill;
mod drill_picture;
mod duration;
mod measured;
pub mod purchase;
pub mod purchase_dollars;
pub mod purchase_prices;
pub mod recovery;
pub mod recovery_bars;
pub mod recovery_losses;
mod region_bars;
mod regions;
pub mod scaling;
mod week;
mod year;

pub use day::usual_day;
pub use drill_picture::{DrillPicture, RegionPicture};
pub use duration::{load_duration, load_duration_ghost};
pub use measured::{MeasuredTrace, measured_against_model, measured_week};
pub use region_bars::region_capacity;
pub use regions::busiest_day;
pub use week::usual_week;
pub use year::{BaselineYear, year_to_come};

use crate::charts::spec::{Role, Rule, YAxis};
use headroom_core::plan::sizing::SizingPlan;

fn load_axis() -> YAxis {
    YAxis::new("requests/s").with_label("Load")
}

/// The load that still holds with the spare replicas lost and the objective kept, where that is
/// visibly less than all replicas sustain.
fn holds(sizing: &SizingPlan) -> Option<Rule> {
    (sizing.runway.limit < 0.985 * sizing.capacity).then(|| Rule::new("holds", Role::Event, sizing.runway.limit))
}
