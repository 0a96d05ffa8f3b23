//! What stands in a region beyond what its own peak needs, and what that carries.

use super::latency::load_within_objective;
use super::rows::Rows;
use crate::base::dimension::Dimension;
use crate::base::explain::{Letter, Working, by, letter};
use crate::plan::scenario::scaling::ScalingInputs;
use crate::plan::scenario::sizing::{LatencyObjective, Replica, SizingInputs};

/// The fleet that stands in a region.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stands {
    /// Replicas that are needed, whatever can be had.
    pub needed: u32,
    /// What is planned, row by row, within the limit.
    pub planned: Rows,
    /// Of the reserve, what the recovery tier keeps ready.
    pub ready: u32,
    /// The load after the worst loss to be survived over the region's own peak; 1 where none is.
    pub after_loss: f64,
    /// Its zones, where the loss of one must be survived.
    pub zones: Option<u32>,
    /// Most replicas that can be had there.
    pub limit: Option<u32>,
    /// Replicas that the policy is stated to run at all times, whatever is planned.
    pub always: u32,
    /// Time until a replica that is added serves, in seconds, its node included.
    pub startup: f64,
    /// Whether the policy adds and removes replicas.
    pub scales: bool,
}

impl Stands {
    /// Everything in one place, sized for a peak, within what can be had.
    pub fn alone(inputs: &SizingInputs, peak: f64, limit: Option<u32>) -> Self {
        let needed = Rows::of(inputs, peak, peak);
        let planned = needed.within(limit);
        Self {
            needed: needed.needed(),
            planned,
            ready: 0,
            after_loss: 1.0,
            zones: None,
            limit,
            always: 0,
            startup: 0.0,
            scales: false,
        }
    }

    /// The same where the policy is stated to run so many replicas at all times.
    #[must_use]
    pub fn running_always(self, always: u32) -> Self {
        Self { always, ..self }
    }

    /// The same under what a service says of its fleet and its policy: how soon an added replica serves, and whether any is.
    #[must_use]
    pub fn scaled_as(self, scaling: &ScalingInputs) -> Self {
        Self { startup: scaling.fleet.time_to_serve(), scales: scaling.policies.active().scales(), ..self }
    }

    /// Most replicas that can be had.
    pub(super) fn most(&self) -> f64 {
        self.limit.map_or(f64::INFINITY, f64::from)
    }

    /// Replicas that run all the time where none are added or removed: normal ones, and the ready reserve.
    pub(super) fn running(&self, working: &mut Working) -> u32 {
        if self.planned.reserve == 0 {
            return self.planned.normal();
        }
        let replicas = Dimension::Count("replicas");
        let operands = [
            letter(
                "n_r",
                "normal replicas of the region, within its limit",
                f64::from(self.planned.normal()),
                replicas,
            ),
            letter("r", "reserve that the recovery tier keeps ready", f64::from(self.ready), replicas),
        ];
        working.step("Replicas that run", by("n_r + r", operands, |[normal, ready]| normal + ready), replicas) as u32
    }

    /// What the highest own peak of a fleet that runs so many is a limit of, in words.
    pub(super) fn limited_by(&self, limit: f64, running: u32, replica: &Replica) -> &'static str {
        let full = self.limit(running, replica, None, &mut Working::default());
        match self.planned.needed() < self.needed {
            true => "replicas limited",
            false if limit < full * (1.0 - 1e-9) => "latency target",
            false => "full throughput",
        }
    }

    /// The highest own peak of the region at which its fleet keeps the objective with its spares lost: what runs in
    /// normal times, and all that is planned after the worst loss.
    pub(super) fn limit(
        &self,
        running: u32,
        replica: &Replica,
        objective: Option<LatencyObjective>,
        working: &mut Working,
    ) -> f64 {
        let carries = |replicas: u32| load_within_objective(replicas, replica.capacity, objective);
        let mut within = |label: &'static str, replicas: u32| {
            let letter = Letter::given("m", "replicas without spares", f64::from(replicas), Dimension::Plain);
            let search = "highest load on m replicas within the latency target";
            working.found(label, search, [letter], carries(replicas), Dimension::Rate)
        };
        let normal = within("Limit with spares lost", running.saturating_sub(self.planned.spares));
        let zone = self.zones.map(|zones| {
            let all = self.planned.needed();
            within("Limit with a zone lost", (all - all.div_ceil(zones)).saturating_sub(self.planned.spares))
        });
        let normal = match zone {
            None => normal,
            Some(zone) => {
                let operands = [
                    letter("l_s", "highest load with spares lost", normal, Dimension::Rate),
                    letter("l_z", "highest load with a zone lost", zone, Dimension::Rate),
                ];
                let arithmetic = by("min(l_s, l_z)", operands, |[normal, zone]| normal.min(zone));
                working.step("Limit, the loss of a zone survived", arithmetic, Dimension::Rate)
            }
        };
        if self.after_loss <= 1.0 {
            return normal;
        }
        let mut within = |label: &'static str, replicas: u32| {
            let letter = Letter::given("m", "replicas without spares", f64::from(replicas), Dimension::Plain);
            let search = "highest load on m replicas within the latency target";
            working.found(label, search, [letter], carries(replicas), Dimension::Rate)
        };
        let after = within("Limit after the worst loss", self.planned.needed() - self.planned.spares);
        let operands = [
            letter("l_n", "highest load in normal times", normal, Dimension::Rate),
            letter("l_a", "highest load after the worst loss", after, Dimension::Rate),
            letter("f", "load after the worst loss / own peak", self.after_loss, Dimension::Times),
        ];
        let arithmetic = by("min(l_n, l_a / f)", operands, |[normal, after, factor]| normal.min(after / factor));
        working.step("Highest own peak, losses survived", arithmetic, Dimension::Rate)
    }
}
