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
pub use year::{BaselineYear, YearLoad, year_to_come};

use crate::charts::spec::{Band, Chart, Role, Rule, YAxis};
use headroom_core::plan::places::LoadAndFleet;

fn load_axis() -> YAxis {
    YAxis::new("requests/s").with_label("Load")
}

/// The chart with what the fleet sustains, the headroom, and the load that still holds with the spare replicas lost and
/// the objective kept, where that is visibly less.
fn with_capacity(chart: Chart, of: LoadAndFleet<'_>) -> Chart {
    let Some(sizing) = of.sizing else { return chart };
    let (capacity, limit) = (sizing.capacity, sizing.runway.limit);
    let chart = chart.with_rule(Rule::new("capacity", Role::Capacity, capacity)).with_band(Band::headroom(
        "Headroom",
        of.demand.peak,
        limit,
    ));
    if limit < 0.985 * capacity { chart.with_rule(Rule::new("holds", Role::Event, limit)) } else { chart }
}
