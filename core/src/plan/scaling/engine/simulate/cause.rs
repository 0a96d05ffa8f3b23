//! Why a step is outside the objective.

use super::Simulation;
use crate::plan::scaling::engine::outcome::Cause;
use crate::plan::scaling::engine::work::StepOfWork;

impl Simulation {
    pub(super) fn cause(&mut self, work: &StepOfWork, ideal: Option<u32>, ready: u32, end: f64) -> Cause {
        if self.struck.is_active() && ideal.is_none_or(|needed| ready < needed) {
            return Cause::Incident;
        }
        let Some(needed) = ideal else { return Cause::OutOfReach };
        if ready >= needed {
            return if work.limited + work.shed > 0.0 && work.queue <= 0.0 {
                Cause::Dropped
            } else if work.attempts <= 1.01 * self.loads[self.place - 1] * self.setup.step {
                Cause::Backlog
            } else if work.queue > 0.0 || work.served_in_vain > 0.0 {
                if self.tally.cause_so_far(end).is_none() { Cause::Retries } else { Cause::Backlog }
            } else {
                Cause::Retries
            };
        }
        if ready + self.failed >= needed && self.failed > 0 {
            return Cause::Failures;
        }
        if self.fleet.size() >= needed {
            let without_waiting = self.fleet.size() - self.fleet.waiting_for_nodes();
            return if without_waiting < needed { Cause::NoRoom } else { Cause::ColdStart };
        }
        // A policy whose metric saturates asks for little more than it has: what counts is that it asked.
        if self.fleet.is_short_of_limit() {
            return Cause::Limit;
        }
        if self.overridden {
            return Cause::Override;
        }
        if work.limited + work.shed > 0.0 {
            return Cause::Dropped;
        }
        // At its maximum it can ask for no more, whether or not its rules would.
        let is_at_its_most = self.follows_load && self.desired >= self.view.max && needed > self.view.max;
        if self.unbounded > self.desired || is_at_its_most {
            return if self.desired < self.view.max {
                Cause::HeldBack
            } else if self.view.max < self.setup.max {
                Cause::NotOrdered
            } else {
                Cause::Ceiling
            };
        }
        if !self.follows_load {
            return Cause::Blind;
        }
        if self.fleet.coming() > 0 {
            // It waits for those that start, and they are not enough yet.
            return if self.fleet.waiting_for_nodes() > 0 { Cause::NoRoom } else { Cause::ColdStart };
        }
        let carried = self.table.load_within(self.fleet.size());
        if self.seen_load() <= carried { Cause::MetricDelay } else { Cause::Timid }
    }

    /// Mean load of the readings that the policy has seen last.
    fn seen_load(&self) -> f64 {
        let signal = self.setup.signal;
        let late = self.place.saturating_sub(signal.delay as usize);
        let read = late - late % signal.interval as usize;
        let window = &self.loads[read.saturating_sub(signal.window)..read];
        if window.is_empty() { self.loads[0] } else { window.iter().sum::<f64>() / window.len() as f64 }
    }
}
