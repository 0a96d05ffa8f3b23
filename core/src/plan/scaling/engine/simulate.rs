//! The time loop: load in, fleet and queue move on, the policy looks and decides.

mod cause;
mod incident;

pub use incident::{CapacityLoss, Sums};

use super::controller::Controller;
use super::failures::poisson;
use super::fleet::{Fleet, FleetState};
use super::outcome::Outcome;
use super::record::{Columns, Row};
use super::response::response;
use super::setup::{Aim, RunSetup};
use super::signal::Signals;
use super::slo::SloTable;
use super::tally::{Step, Tally};
use super::work::{StepOfWork, Work};
use crate::formulas::autoscaler::hpa::FleetSeen;
use crate::formulas::autoscaler::metric::{Metric, Seen};
use crate::formulas::queueing::BusyShareTable;
use incident::Struck;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use std::sync::Arc;

/// Largest fleet that the ideal is looked for in.
const LARGEST_IDEAL: u32 = 1 << 20;

/// How far a policy went: where its bounds did not hold it, others that would not either change nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Met {
    /// Fewest replicas desired.
    pub lowest: u32,
    /// Most that the rules desired before any bound.
    pub highest: u32,
}

/// A run: made from a setup and a load, moved on in slices, finished to an [`Outcome`].
#[derive(Clone, Debug)]
pub struct Simulation {
    setup: RunSetup,
    loads: Arc<[f64]>,
    table: SloTable,
    busy_share: Option<BusyShareTable>,
    throughput: f64,
    fleet: Fleet,
    work: Work,
    signals: Signals,
    controllers: Vec<Controller>,
    random: Xoshiro256PlusPlus,
    tally: Tally,
    columns: Option<Columns>,
    place: usize,
    /// `1 / dt` and `1 / μ`: multiplied with in every step.
    per_step: f64,
    per_throughput: f64,
    /// Share of the requests that may be lost.
    may_be_lost: f64,
    /// What the rules are shown, brought up to date in every step and never copied.
    view: FleetSeen,
    /// The fleet for which `within` holds, and the load that it carries within the objective.
    ready: u32,
    within: f64,
    /// The loads for which `ideal` is the ideal fleet: above the first, up to the second.
    ideal_for: (f64, f64),
    has_ideal: bool,
    desired: u32,
    /// What the rules desired before any bound.
    unbounded: u32,
    overridden: bool,
    met: Met,
    frozen: Option<u32>,
    /// Whether any rule looks at what happens.
    follows_load: bool,
    ideal: u32,
    failed: u32,
    failed_until: u64,
    struck: Struck,
}

impl Simulation {
    /// A run over `loads`, one a step, in requests/s; the table may come from an earlier run with
    /// the same replica.
    pub fn new(setup: RunSetup, loads: Arc<[f64]>, table: SloTable) -> Self {
        let mut metrics = Vec::new();
        for rule in &setup.rules {
            Controller::metrics(rule, &mut metrics);
        }
        let busy_share = setup
            .replica
            .batching
            .filter(|_| metrics.contains(&Metric::GpuUtilization))
            .and_then(|batching| BusyShareTable::new(batching.fixed_share.get(), batching.max_batch.get()));
        // An override may be active when the period begins.
        let follows_load = !metrics.is_empty();
        let first = setup.initial.saturating_add(if follows_load { 0 } else { setup.lot_at(0.0) });
        let (initial, held) = setup.overruled(first, first, None, 0.0);
        Self {
            throughput: setup.replica.capacity.throughput(),
            fleet: Fleet::new(&setup.fleet, setup.fleet.limit.map_or(initial, |limit| initial.min(limit))),
            work: Work::new(&setup.work),
            signals: Signals::new(setup.signal, &metrics),
            controllers: setup.rules.iter().map(Controller::new).collect(),
            random: Xoshiro256PlusPlus::seed_from_u64(u64::from(setup.seed)),
            tally: Tally::new(setup.step),
            columns: None,
            place: 0,
            per_step: 1.0 / setup.step,
            per_throughput: 1.0 / (setup.replica.capacity.throughput() * setup.step),
            may_be_lost: 1.0 - setup.replica.availability,
            view: FleetSeen {
                now: 0.0,
                replicas: initial,
                ready: initial,
                unready: 0,
                pending: 0,
                min: setup.min,
                max: setup.max_at(0.0),
                seen: Seen::default(),
            },
            ready: u32::MAX,
            within: 0.0,
            ideal_for: (0.0, 0.0),
            has_ideal: false,
            desired: initial,
            unbounded: first,
            overridden: initial < first,
            met: Met { lowest: initial, highest: first },
            frozen: held,
            ideal: initial,
            follows_load,
            failed: 0,
            failed_until: 0,
            struck: Struck::nothing(),
            busy_share,
            table,
            loads,
            setup,
        }
    }

    /// Keeps the run's columns.
    #[must_use]
    pub fn with_columns(mut self) -> Self {
        self.columns = Some(Columns::new(self.loads.len(), self.setup.step));
        self
    }

    /// Moves on by at most so many steps; whether there is more to do.
    pub fn advance(&mut self, steps: usize) -> bool {
        let end = self.place.saturating_add(steps).min(self.loads.len());
        while self.place < end {
            self.one_step();
        }
        self.place < self.loads.len()
    }

    /// Share of the run that is done.
    pub fn progress(&self) -> f64 {
        if self.loads.is_empty() { 1.0 } else { self.place as f64 / self.loads.len() as f64 }
    }

    /// The sums, the columns where they were kept, and the table for the next run.
    pub fn finish(mut self) -> (Outcome, Option<Columns>, SloTable) {
        while self.advance(usize::MAX) {}
        let waiting = self.waiting();
        let unanswered = if self.will_be_late() { waiting } else { 0.0 };
        (self.tally.finish(waiting, unanswered), self.columns, self.struck.usual_table(self.table))
    }

    /// Whether what waits at the end can no longer be answered within the SLO; without a latency target, whether
    /// it is more than a step serves.
    fn will_be_late(&self) -> bool {
        let last = self.last();
        match &self.setup.replica.objective {
            _ if last.capacity <= 0.0 => true,
            Some(objective) => last.wait > objective.target.get(),
            None => last.queue > last.capacity,
        }
    }

    /// How far the policy went so far.
    pub const fn met(&self) -> Met {
        self.met
    }

    /// Replica-hours paid for so far.
    pub fn replica_hours(&self) -> f64 {
        self.tally.replica_hours()
    }

    /// The fleet as it stands.
    pub fn fleet(&self) -> FleetState {
        self.fleet.state(self.place as u64)
    }

    /// What the policies see at the moment.
    pub const fn seen(&self) -> &Seen {
        &self.view.seen
    }

    /// Replicas desired at the moment.
    pub const fn desired(&self) -> u32 {
        self.desired
    }

    /// Requests that wait: in the queue, or for their next attempt.
    pub fn waiting(&self) -> f64 {
        self.last().queue + self.work.between_attempts()
    }

    /// What happened in the last step.
    pub const fn last(&self) -> &StepOfWork {
        self.work.last()
    }

    fn one_step(&mut self) {
        let (step, load) = (self.setup.step, self.loads[self.place]);
        let begin = self.place as u64;
        if !self.setup.incidents.is_empty() {
            self.strike();
        }
        let is_gone = self.struck.is_total();
        self.fleet.advance(begin);
        if self.setup.fleet.failure > 0.0 {
            self.fail(begin);
        }
        let ready = self.fleet.ready();
        if ready != self.ready {
            (self.ready, self.within) = (ready, self.table.load_within(ready) * (1.0 + 1e-12));
        }
        let arrivals = load * step;
        let (waiting, waited) = (self.work.last().queue, self.work.last().wait);
        if is_gone {
            self.work.fail_all(arrivals);
        } else {
            self.work.step(arrivals, ready, self.throughput);
        }
        self.place += 1;
        let end = self.place as f64 * step;
        let ideal = self.ideal(self.setup.aim.of(self.within_rate_limit(load)));
        let (work, is_calm) = (self.work.last(), self.work.is_calm());
        let gain = if work.reduced { self.setup.work.reduced.map_or(1.0, |reduced| reduced.gain) } else { 1.0 };
        let served = work.served * self.per_throughput;
        let busy = (if is_calm { served } else { served / gain }).min(f64::from(ready));
        let (paid, between) = (self.fleet.paid(), self.fleet.between());
        self.tally.add(&Step { end, arrivals, ready, paid, between, ideal, work, is_calm, busy });
        if !self.setup.lots.is_empty() {
            self.tally.unused_lot(self.setup.unused_lot_at(end - step, paid));
        }
        let late = self.is_late(work, is_calm, ready, gain);
        // What waited too long before counts as late in the step in which it is served.
        let carried = if is_calm || late { 0.0 } else { self.carried_late(work, waiting, waited) };
        let outside = late || carried > 0.0 || (!is_calm && work.lost > self.may_be_lost * load * step + 1e-9);
        if outside {
            let late = if late { work.served - work.served_in_vain } else { carried };
            self.breach(late, load, ideal, ready, end);
        }
        if let Some(columns) = &mut self.columns {
            let (size, ideal, work) = (self.fleet.size(), self.ideal, self.work.last());
            let ideal = if self.has_ideal { f64::from(ideal) } else { f64::NAN };
            columns.push(&Row { load, ready, size, paid, ideal, work, step, outside });
        }
        if is_gone {
            return;
        }
        self.report(ready);
        self.decide(end, ready);
    }

    /// Requests of the queue before the step that are answered in it, too late.
    fn carried_late(&self, work: &StepOfWork, waiting: f64, waited: f64) -> f64 {
        let Some(objective) = &self.setup.replica.objective else { return 0.0 };
        let target = objective.target.get();
        let takes_too_long = waiting * self.setup.step > target * work.capacity;
        let is_late = waiting > 0.0 && (waited > target || takes_too_long);
        if is_late { waiting.min(work.served - work.served_in_vain) } else { 0.0 }
    }

    /// What a rate limit lets through: no fleet serves more.
    fn within_rate_limit(&self, load: f64) -> f64 {
        self.setup.work.rate_limit.map_or(load, |limit| load.min(limit))
    }

    #[cold]
    fn breach(&mut self, late: f64, load: f64, ideal: Option<u32>, ready: u32, end: f64) {
        let work = *self.work.last();
        // What the load itself takes, without a reserve.
        let is_own = self.setup.aim == Aim::default();
        let load = self.within_rate_limit(load);
        let needed = if is_own { ideal } else { self.table.replicas_for(load, self.ideal, LARGEST_IDEAL) };
        let cause = self.cause(&work, needed, ready, end);
        self.tally.breach(end, cause, late, work.lost, needed.unwrap_or(ready).saturating_sub(ready));
    }

    /// The ideal fleet for a load; none where no fleet keeps the objective.
    #[inline]
    fn ideal(&mut self, load: f64) -> Option<u32> {
        if !(self.has_ideal && self.ideal_for.0 < load && load <= self.ideal_for.1) {
            let found = self.table.replicas_for(load, self.ideal, LARGEST_IDEAL);
            self.has_ideal = found.is_some();
            if let Some(ideal) = found {
                self.ideal = ideal;
                let below = ideal.checked_sub(1).map_or(f64::NEG_INFINITY, |fewer| self.table.load_within(fewer));
                self.ideal_for = (below, if ideal == 0 { 0.0 } else { self.table.load_within(ideal) });
            }
        }
        self.has_ideal.then_some(self.ideal)
    }

    /// Whether requests of this step are answered later than the SLO allows.
    #[inline]
    fn is_late(&self, work: &StepOfWork, is_calm: bool, ready: u32, gain: f64) -> bool {
        let Some(objective) = &self.setup.replica.objective else { return false };
        if is_calm {
            return work.attempts * self.per_step > self.within;
        }
        let load = work.attempts - work.limited - work.shed;
        if load <= 0.0 && work.queue <= 0.0 {
            return false;
        }
        let rate = load * self.per_step;
        if rate > self.within * gain || work.wait > objective.target.get() {
            return true;
        }
        work.wait > 0.0
            && work.wait + response(&self.setup.replica, self.throughput, rate / gain, ready) > objective.target.get()
    }

    fn fail(&mut self, now: u64) {
        let expected = f64::from(self.fleet.ready()) * self.setup.fleet.failure;
        let failed = poisson(expected, &mut self.random);
        if now >= self.failed_until {
            self.failed = 0;
        }
        if failed > 0 {
            self.fleet.fail(failed);
            self.failed = self.failed.saturating_add(failed);
            self.failed_until = now + self.setup.fleet.startup + 1;
        }
    }

    #[inline]
    fn report(&mut self, ready: u32) {
        let work = self.work.last();
        let served_by = f64::from(ready.max(1));
        let utilization = || if ready == 0 { 1.0 } else { (work.served / work.capacity.max(1e-300)).min(1.0) };
        let rate = work.attempts * self.per_step;
        let (per_step, busy_share) = (self.per_step, self.busy_share.as_ref());
        let (replica, throughput) = (&self.setup.replica, self.throughput);
        self.signals.report(&mut self.view.seen, |metric| match metric {
            Metric::LoadPerReplica => rate / served_by,
            Metric::CpuUtilization => utilization(),
            Metric::GpuUtilization => busy_share.map_or_else(utilization, |share| share.at(utilization())),
            Metric::InFlight => (work.queue + work.served * per_step * replica.capacity.service_time()) / served_by,
            Metric::QueueDepth => work.queue,
            Metric::Latency => response(replica, throughput, rate, ready) + work.wait,
        });
    }

    #[inline]
    fn decide(&mut self, now: f64, ready: u32) {
        if !self.setup.ordered.is_empty() {
            self.view.max = self.setup.max_at(now);
        }
        let view = &mut self.view;
        (view.now, view.replicas, view.ready) = (now, self.desired, ready);
        (view.unready, view.pending) = (self.fleet.unready(), self.fleet.pending());
        let (mut desired, mut unbounded) = (None, 0);
        for controller in &mut self.controllers {
            let wish = controller.wish(view, self.setup.step, &self.setup.known);
            desired = desired.max(wish.replicas());
            unbounded = unbounded.max(wish.unbounded());
        }
        let mut wished = desired.unwrap_or(self.desired).clamp(self.setup.min.min(self.view.max), self.view.max);
        if !self.setup.lots.is_empty() && !self.follows_load {
            wished = wished.saturating_add(self.setup.lot_at(now));
        }
        self.unbounded = unbounded.max(wished);
        let desired = if self.setup.overrides.is_empty() { wished } else { self.overrule(wished, now) };
        self.met.highest = self.met.highest.max(self.unbounded);
        if desired != self.desired {
            self.tally.change(now, desired > self.desired);
            self.desired = desired;
            self.met.lowest = self.met.lowest.min(desired);
        }
        if desired != self.fleet.size() || self.setup.fleet.warm.is_some() {
            self.fleet.resize(desired, self.place as u64);
        }
    }

    fn overrule(&mut self, wished: u32, now: f64) -> u32 {
        let (desired, held) = self.setup.overruled(wished, self.desired, self.frozen, now);
        self.frozen = held;
        self.overridden = desired < wished;
        desired
    }
}
