//! The fleet hour by hour: what is paid for, beside the load that it followed.

use super::engine::{Met, Outcome, Simulation, SloTable};
use super::scene::Scene;

/// An hour of a simulated period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FleetHour {
    /// When it begins, in seconds from the plan's start.
    pub start: f64,
    /// Mean load, in requests/s.
    pub load: f64,
    /// Replicas paid for, on average.
    pub replicas: f64,
}

/// Moves a run of the scene to its end and keeps what each hour took; the last may be a part of one. The table is left to the next run of the same replica.
pub(super) fn by_hour(
    mut simulation: Simulation,
    scene: &Scene<'_>,
    table: &mut Option<SloTable>,
) -> (Outcome, Met, Vec<FleetHour>) {
    let (step, steps) = (scene.span.step, scene.loads.len());
    let mut hours = Vec::with_capacity((steps as f64 * step / 3600.0) as usize + 1);
    let (mut place, mut paid) = (0_usize, 0.0);
    while place < steps {
        // The first step that begins in a later hour ends this one.
        let hour = ((place as f64 * step + 1e-6) / 3600.0).floor() + 1.0;
        let end = (libm::ceil(hour * 3600.0 / step - 1e-9) as usize).clamp(place + 1, steps);
        simulation.advance(end - place);
        let total = simulation.replica_hours();
        let length = (end - place) as f64 * step / 3600.0;
        let load = scene.loads[place..end].iter().sum::<f64>() / (end - place) as f64;
        let start = scene.span.start + place as f64 * step;
        hours.push(FleetHour { start, load, replicas: whole((total - paid) / length) });
        (place, paid) = (end, total);
    }
    let met = simulation.met();
    let (outcome, _, used) = simulation.finish();
    *table = Some(used);
    (outcome, met, hours)
}

/// A difference of sums, without what is left of their last bits: to the billionth.
fn whole(replicas: f64) -> f64 {
    (libm::round(replicas * 1e9) / 1e9).max(0.0)
}
