//! Incidents in a run: replicas that are gone at once, a provider without room, a slow network.

use super::Simulation;
use crate::base::units::Quantity;
use crate::plan::scaling::engine::FleetSetup;
use crate::plan::scaling::engine::work::ByAttempt;
use crate::plan::scaling::engine::{ReplicaSetup, SloTable};
use crate::plan::scenario::sizing::ReplicaCapacity;
use std::sync::Arc;

/// Capacity that a run is without for a time, in seconds from its start; it counts in whole steps,
/// from the first that begins at or after `start` to the first that begins at or after `end`.
///
/// Of each line of the fleet (in service, starting, warm, nodes) the share is gone at once, rounded up.
/// Until the end at most `⌊(1 − share) · room⌋` replicas can be had, where the room is the limit, or
/// the policy's maximum without one. Where all is lost, whatever arrives or waits fails at once, and
/// the policy, which is in the region too, decides nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CapacityLoss {
    /// When it begins.
    pub start: f64,
    /// When it ends.
    pub end: f64,
    /// Share of the replicas that are gone; 1 for all.
    pub share_lost: f64,
    /// Factor on the throughput of those that are left, and `1 / factor` on their service time.
    pub throughput_factor: f64,
}

/// What the active losses come to.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Force {
    /// Share of the replicas that is left.
    kept: f64,
    throughput: f64,
}

impl Force {
    const NONE: Self = Self { kept: 1.0, throughput: 1.0 };

    /// Losses at one time are independent: of what one leaves, the other takes its share.
    fn at(losses: &[CapacityLoss], now: f64, step: f64) -> Self {
        let active = |loss: &&CapacityLoss| {
            // A time that is a whole step but for rounding is one.
            let late = now + 1e-9 * step;
            loss.start <= late && late < loss.end
        };
        losses.iter().filter(active).fold(Self::NONE, |force, loss| Self {
            kept: force.kept * (1.0 - loss.share_lost).clamp(0.0, 1.0),
            throughput: force.throughput * loss.throughput_factor,
        })
    }
}

/// How a run is struck at the moment.
#[derive(Clone, Debug)]
pub(super) struct Struck {
    force: Force,
    /// The replica and its table while another is active.
    usual: Option<Box<(ReplicaSetup, SloTable)>>,
}

impl Struck {
    pub fn nothing() -> Self {
        Self { force: Force::NONE, usual: None }
    }

    /// Whether anything is lost or slow.
    pub fn is_active(&self) -> bool {
        self.force != Force::NONE
    }

    /// Whether nothing is left.
    pub const fn is_total(&self) -> bool {
        self.force.kept <= 0.0
    }

    /// The table of the usual replica, for the next run.
    pub fn usual_table(self, present: SloTable) -> SloTable {
        self.usual.map_or(present, |usual| usual.1)
    }
}

/// The sums of a run so far; differences of two are what happened between.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    /// New requests.
    pub requests: f64,
    /// Attempts, retries included.
    pub attempts: f64,
    /// Requests answered to somebody.
    pub served: f64,
    /// Of these, answered while the objective was not kept.
    pub late: f64,
    /// Requests lost for good.
    pub lost: f64,
    /// Steps outside the objective.
    pub outside: u64,
}

impl Simulation {
    /// Activates what begins with the present step, and ends what is over.
    pub(super) fn strike(&mut self) {
        let now = self.place as f64 * self.setup.step;
        let force = Force::at(&self.setup.incidents, now, self.setup.step);
        let before = std::mem::replace(&mut self.struck.force, force);
        if force.kept != before.kept {
            if force.kept < before.kept {
                self.fleet.lose(1.0 - force.kept / before.kept);
            }
            self.fleet.set_up(&self.fleet_left(force.kept));
            if force.kept > before.kept {
                self.fleet.resize(self.desired, self.place as u64);
            }
        }
        if force.throughput != before.throughput {
            self.slow(force.throughput);
        }
    }

    /// The fleet's setup while a share of its room is left.
    fn fleet_left(&self, kept: f64) -> FleetSetup {
        let usual = self.setup.fleet;
        if kept >= 1.0 {
            return usual;
        }
        let left = |count: u32| (f64::from(count) * kept + 1e-9) as u32;
        let room = usual.limit.unwrap_or(self.setup.max);
        let warm = usual.warm.map(|mut warm| {
            warm.size = left(warm.size);
            warm
        });
        FleetSetup { limit: Some(left(room)), warm, ..usual }
    }

    fn slow(&mut self, factor: f64) {
        let usual = match self.struck.usual.take() {
            Some(usual) => *usual,
            None => (self.setup.replica, self.table.clone()),
        };
        if factor == 1.0 {
            (self.setup.replica, self.table) = usual;
        } else {
            self.setup.replica = slowed(usual.0, factor);
            self.table = SloTable::new(self.setup.replica);
            self.struck.usual = Some(Box::new(usual));
        }
        self.throughput = self.setup.replica.capacity.throughput();
        self.per_throughput = 1.0 / (self.throughput * self.setup.step);
        // What was looked up for the other replica does not hold.
        (self.ready, self.has_ideal) = (u32::MAX, false);
    }

    /// Gives the next step another load than the run was made with, in requests/s.
    pub fn set_load(&mut self, load: f64) {
        let place = self.place;
        if let Some(next) = Arc::make_mut(&mut self.loads).get_mut(place) {
            *next = load;
        }
    }

    /// The sums so far.
    pub fn sums(&self) -> Sums {
        self.tally.sums()
    }

    /// Load that the replicas of the last step carry within the objective, in requests/s.
    pub const fn carried_within(&self) -> f64 {
        self.within
    }

    /// Whether no incident is active and as many replicas are in service as the policy wants.
    pub fn is_healthy(&self) -> bool {
        !self.struck.is_active() && self.fleet.ready() >= self.desired
    }

    /// Takes a share of the retries that are due in the next step, by their attempt.
    pub fn take_retries(&mut self, share: f64) -> ByAttempt {
        self.work.take_due(share)
    }

    /// Adds retries to those that are due in the next step; what finds no place is given back.
    pub fn add_retries(&mut self, retries: &ByAttempt, share: f64) -> f64 {
        self.work.add_due(retries, share)
    }
}

/// The same replica with its throughput multiplied and its service time divided.
fn slowed(usual: ReplicaSetup, factor: f64) -> ReplicaSetup {
    let capacity = match usual.capacity {
        by @ ReplicaCapacity::Throughput { throughput, .. } => {
            by.with_throughput(Quantity::clamped(throughput.get() * factor))
        }
        by @ ReplicaCapacity::ServiceTime { service_time, .. } => {
            by.with_service_time(Quantity::clamped(service_time.get() / factor))
        }
    };
    ReplicaSetup { capacity, ..usual }
}
