//! The drill step by step: users move, regions serve, clients that try again follow.

use super::outcome::{alerts, budget_spent};
use super::overload::Watch;
use super::phases::Shift;
use super::traffic::Traffic;
use super::{DrillOutcome, DrillSetup, Phases, Recovery, RegionOutcome, Timeline, Totals};
use crate::formulas::regions::Refusal;
use crate::plan::scaling::engine::{CapacityLoss, Simulation, SloTable, Sums};
use std::sync::Arc;

/// Runs a drill to its end.
///
/// In each step: the share `m` of users that has moved follows from detection, decision, propagation
/// and the lifetime of cached answers; the load of every region from `m` and the routing rule; every
/// region then takes its step of the time loop, with its queue, its policy and its limits. Where the
/// region is lost, the share `1 − m` still goes there and fails at once; of its clients that try
/// again those go elsewhere that have moved since.
///
/// | symbol | is                                        | unit              |
/// |--------|-------------------------------------------|-------------------|
/// | `m`    | share of the users that has moved         | fraction          |
/// | `λ_i`  | load of the users at home in region `i`   | requests / second |
/// | `dt`   | length of a step                          | s                 |
///
/// # Assumptions
///
/// As in the time loop: `fluid-queue`, `steps`, `even-spread`. Detection takes as long as at worst.
/// Zones hold equal shares. The policy of a lost region freezes; it begins anew with as many replicas
/// as it wanted then. What it scales down to while its users are away is what it has when they come
/// back. Round trips are reported, but not added to latencies.
///
/// # Errors
///
/// [`Refusal`] where lists do not fit together or an amount is not one.
///
/// # Example
///
/// ```
/// use headroom_core::studies::drill::*;
/// use headroom_core::plan::evaluate::evaluate;
/// use headroom_core::formulas::regions::{Permissions, Rule};
/// use headroom_core::plan::scenario::scaling::PolicyChoice;
/// use headroom_core::plan::scaling::{Scene, Span};
/// use headroom_core::plan::scenario::examples;
///
/// // Two regions with 57 replicas each, which carry 114,000 requests/s; 40,000 arrive at each.
/// let scenario = examples::seed_service();
/// let evaluation = evaluate(&scenario);
/// let (service, answers) = (scenario.services.first(), &evaluation.services[0]);
/// let span = Span { start: 0.0, step: 10.0, steps: 360 };
/// let (inputs, basis) = answers.policies(service);
/// let scene = Scene::of_loads(inputs, basis, span, vec![40_000.0; 360].into());
/// let region = |name: &str| DrillRegion {
///     name: name.into(),
///     setup: scene.setup(&PolicyChoice::as_sized()),
///     table: scene.table(),
///     loads: scene.loads.clone(),
///     capacity_planned: 57.0 * 2000.0,
///     stands_by: false,
///     held_back: None,
/// };
/// let drill = run_drill(&DrillSetup {
///     step: 10.0,
///     regions: vec![region("east"), region("west")],
///     latency: vec![vec![0.0, 0.06], vec![0.06, 0.0]],
///     routing: Routing::Rule(Rule::ProportionalToTraffic),
///     permissions: Permissions::all(2, 2),
///     incident: Incident { region: 0, start: 600.0, length: 1200.0, kind: IncidentKind::RegionLost, evacuate: false },
///     detection: Detection { interval: 10.0, threshold: 3, ttl: 60.0, ..Detection::INSTANT },
///     objective: 0.999,
///     mean_load: None,
///     history: [].into(),
/// })?;
/// // 40,000 a second for 30 s until it is detected, and on average for half of the 60 s of the TTL.
/// assert_eq!(drill.totals.lost.round(), 40_000.0 * (30.0 + 30.0));
/// assert_eq!(drill.phases.shifted, Some(690.0));
/// assert!(matches!(drill.recovery, Recovery::ByItself { .. }));
/// # Ok::<(), headroom_core::formulas::regions::Refusal>(())
/// ```
pub fn run_drill(setup: &DrillSetup) -> Result<DrillOutcome, Refusal> {
    Ok(Drill::new(setup.clone())?.with_timeline().finish())
}

/// A drill: made from a setup, moved on in slices, finished to a [`DrillOutcome`].
#[derive(Clone, Debug)]
pub struct Drill {
    step: f64,
    objective: f64,
    mean_load: Option<f64>,
    history: Arc<[f64]>,
    /// The regions' loads at home, and names.
    regions: Vec<(String, Arc<[f64]>)>,
    runs: Vec<Simulation>,
    before: Vec<Sums>,
    watches: Vec<Watch>,
    traffic: Traffic,
    shift: Shift,
    phases: Phases,
    /// The region of the incident, and what it loses.
    left: usize,
    loss: CapacityLoss,
    /// Whether nothing is left of the region.
    is_total: bool,
    /// How many steps later clients try again; none where they do not.
    retry_steps: Option<usize>,
    /// The share that had moved at each step so far.
    moved: Vec<f64>,
    homes: Vec<f64>,
    place: usize,
    steps: usize,
    totals: Totals,
    timeline: Option<Timeline>,
}

impl Drill {
    /// A drill that has not begun.
    ///
    /// # Errors
    ///
    /// [`Refusal`] where lists do not fit together or an amount is not one.
    pub fn new(mut setup: DrillSetup) -> Result<Self, Refusal> {
        setup.check()?;
        let loss = setup.incident.loss(setup.step);
        let mut phases = Phases { failure: loss.start, ..Phases::default() };
        let shift = Shift::planned(&setup, &mut phases);
        let traffic = Traffic::new(&setup)?;
        let (left, steps) = (setup.incident.region, setup.n_steps());
        let work = setup.regions[left].setup.work;
        setup.regions[left].setup.incidents.push(loss);
        let n = setup.regions.len();
        let until = phases.decided.unwrap_or(f64::INFINITY);
        for region in setup.regions.iter_mut().filter(|region| region.stands_by) {
            let nothing = CapacityLoss { start: 0.0, end: until, share_lost: 1.0, throughput_factor: 1.0 };
            region.setup.incidents.push(nothing);
        }
        for region in &mut setup.regions {
            let held = region.held_back.map(|held| held.until(until + held.after));
            region.setup.overrides.extend(held);
        }
        let (mut regions, mut runs) = (Vec::with_capacity(n), Vec::with_capacity(n));
        for region in setup.regions {
            regions.push((region.name, region.loads.clone()));
            // Copied, as every step is given the load of the users who are sent there.
            runs.push(Simulation::new(region.setup, region.loads[..].into(), region.table));
        }
        Ok(Self {
            step: setup.step,
            objective: setup.objective,
            mean_load: setup.mean_load,
            history: setup.history,
            regions,
            runs,
            before: vec![Sums::default(); n],
            watches: vec![Watch::default(); n],
            traffic,
            shift,
            phases,
            left,
            is_total: loss.share_lost >= 1.0,
            loss,
            retry_steps: (work.retries > 0).then_some(work.retry_steps.max(1)),
            moved: Vec::with_capacity(steps),
            homes: vec![0.0; n],
            place: 0,
            steps,
            totals: Totals::default(),
            timeline: None,
        })
    }

    /// Keeps what happens at every step.
    #[must_use]
    pub fn with_timeline(mut self) -> Self {
        self.runs = self.runs.into_iter().map(Simulation::with_columns).collect();
        self.timeline = Some(Timeline { step: self.step, ..Timeline::default() });
        self
    }

    /// Moves on by at most so many steps; whether there is more to do.
    pub fn advance(&mut self, steps: usize) -> bool {
        let end = self.place.saturating_add(steps).min(self.steps);
        while self.place < end {
            self.one_step();
        }
        self.place < self.steps
    }

    /// Share of the drill that is done.
    pub fn progress(&self) -> f64 {
        if self.steps == 0 { 1.0 } else { self.place as f64 / self.steps as f64 }
    }

    fn one_step(&mut self) {
        let now = self.place as f64 * self.step;
        let next = now + self.step;
        if self.phases.healthy.is_none() && now > self.loss.end && self.runs[self.left].is_healthy() {
            self.shift.recover(now, &mut self.phases);
        }
        let moved = self.shift.mean_moved(now, next);
        let active = self.loss.start < next - 1e-9 * self.step && now < self.loss.end - 1e-9 * self.step;
        for (home, (_, loads)) in self.homes.iter_mut().zip(&self.regions) {
            *home = loads[self.place];
        }
        self.traffic.route(&self.homes, moved, self.is_total && active);
        let mut now_all = Sums { lost: self.traffic.unplaced * self.step, ..Sums::default() };
        now_all.lost += self.send_retries(moved);
        self.totals.unplaced += now_all.lost;
        let (unplaced, mut elsewhere) = (now_all.lost, (now_all.lost, now_all.lost));
        let mut waiting = 0.0;
        // Where nobody is sent elsewhere, what happens in the region itself decides.
        let stays = self.phases.updated.is_none();
        let is_back = self.phases.normal.is_some_and(|normal| normal <= now);
        for (place, run) in self.runs.iter_mut().enumerate() {
            run.set_load(self.traffic.loads[place]);
            run.advance(1);
            let sums = run.sums();
            let step = difference(&sums, &self.before[place]);
            self.before[place] = sums;
            now_all.late += step.late;
            now_all.lost += step.lost;
            now_all.served += step.served;
            if place != self.left || stays {
                elsewhere.0 += step.late + step.lost;
                elsewhere.1 += step.served + step.lost;
            }
            waiting += run.waiting();
            if is_back {
                self.watches[place].look(&step, run, self.step);
            }
        }
        self.moved.push(moved);
        self.place += 1;
        if self.phases.scaled.is_none() && self.phases.shifted.is_some_and(|shifted| shifted <= next) {
            let others = self.runs.iter().enumerate().filter(|(place, _)| *place != self.left);
            let ready = others.into_iter().all(|(_, run)| run.is_healthy());
            self.phases.scaled = ready.then_some(next);
        }
        let is_outside = self.add_up(next, &now_all, unplaced, waiting);
        let has_moved = self.phases.shifted.is_some_and(|shifted| shifted <= now + 1e-9 * self.step);
        if has_moved || (stays && self.phases.failure <= now) {
            self.totals.bad_once_moved += elsewhere.0;
            self.totals.ended_once_moved += elsewhere.1;
        }
        // Rounding leaves traces of requests in queues that are as good as empty.
        if is_back && self.phases.calm.is_none() && !is_outside && waiting <= 1e-9 * (1.0 + now_all.served) {
            self.phases.calm = Some(next);
        }
    }

    /// Retries of the region's clients that have moved since they failed go where these are sent now;
    /// what finds no place is lost.
    fn send_retries(&mut self, moved: f64) -> f64 {
        let Some(delay) = self.retry_steps else { return 0.0 };
        let then = self.place.checked_sub(delay).map_or(0.0, |place| self.moved[place]);
        if moved <= then || then >= 1.0 {
            return 0.0;
        }
        let taken = self.runs[self.left].take_retries((moved - then) / (1.0 - then));
        let mut lost: f64 = taken.iter().sum();
        if lost <= 0.0 {
            return 0.0;
        }
        for (run, share) in self.runs.iter_mut().zip(&self.traffic.leaving).filter(|(_, share)| **share > 0.0) {
            let back = run.add_retries(&taken, *share);
            lost -= taken.iter().sum::<f64>() * share - back;
        }
        lost.max(0.0)
    }

    /// Adds a step to what is kept; whether more was lost or late in it than promised.
    fn add_up(&mut self, end: f64, now: &Sums, unplaced: f64, waiting: f64) -> bool {
        let demand: f64 = self.homes.iter().sum();
        let (bad, ended) = (now.lost + now.late, now.served + now.lost);
        let is_outside = bad > (1.0 - self.objective) * ended + 1e-9;
        let is_return = self.phases.failing_back.is_some_and(|back| back < end);
        let totals = &mut self.totals;
        totals.length = end;
        totals.bad_on_return += if is_return { bad } else { 0.0 };
        totals.requests += demand * self.step;
        totals.lost += now.lost;
        totals.late += now.late;
        if is_outside {
            totals.outside += self.step;
            if is_return {
                totals.outside_on_return = Some(end);
            } else if end > self.phases.failure {
                totals.outside_until = Some(end);
            }
        }
        totals.waiting = waiting;
        if waiting > totals.peak_backlog {
            (totals.peak_backlog, totals.peak_backlog_at) = (waiting, end);
        }
        if let Some(timeline) = &mut self.timeline {
            timeline.demand.push(demand);
            timeline.moved.push(self.moved[self.place - 1]);
            timeline.unplaced.push(unplaced / self.step);
            timeline.round_trip.push(self.traffic.round_trip);
            timeline.backlog.push(waiting);
            timeline.bad.push(bad);
            timeline.ended.push(ended);
        }
        is_outside
    }

    fn recovery(&self) -> Recovery {
        let stuck = |(place, watch): (usize, &Watch)| watch.feedback(self.step).map(|feedback| (place, feedback));
        let regions: Vec<_> = self.watches.iter().enumerate().filter_map(stuck).collect();
        match self.phases.calm.zip(self.phases.cause_over) {
            _ if !regions.is_empty() => Recovery::Metastable { regions },
            Some((calm, over)) => Recovery::ByItself { after: calm - over },
            None => Recovery::NotWithinDrill,
        }
    }

    /// Phases that the drill reaches before its end.
    fn reached(&self) -> Phases {
        let end = self.steps as f64 * self.step;
        let within = |phase: Option<f64>| phase.filter(|at| *at <= end);
        let phases = &self.phases;
        Phases {
            failure: phases.failure,
            detected: within(phases.detected),
            decided: within(phases.decided),
            updated: within(phases.updated),
            shifted: within(phases.shifted),
            scaled: phases.scaled,
            cause_over: within(Some(self.loss.end)),
            healthy: within(phases.healthy),
            failing_back: within(phases.failing_back),
            normal: within(phases.normal),
            calm: within(phases.calm),
        }
    }

    /// Runs what is left of the drill.
    pub fn finish(mut self) -> DrillOutcome {
        while self.advance(usize::MAX) {}
        self.phases = self.reached();
        let recovery = self.recovery();
        let timeline = self.timeline.unwrap_or_default();
        let totals = self.totals;
        let length = totals.length.max(self.step);
        let mean_load = self.mean_load.unwrap_or(totals.requests / length);
        let alerts = if timeline.step > 0.0 {
            alerts(&timeline, self.objective, self.phases.failure, &self.history)
        } else {
            Vec::new()
        };
        let regions = self.runs.into_iter().zip(self.regions).map(|(run, (name, _))| {
            let (outcome, columns, _) = run.finish();
            RegionOutcome { name, columns: columns.unwrap_or_default(), outcome }
        });
        DrillOutcome {
            regions: regions.collect(),
            budget_spent: budget_spent(totals.bad(), self.objective, mean_load),
            alerts,
            recovery,
            phases: self.phases,
            totals,
            timeline,
        }
    }

    /// The sums and the end of the drill, and the tables for the next.
    pub(super) fn finish_briefly(mut self) -> (Totals, Recovery, Vec<SloTable>) {
        while self.advance(usize::MAX) {}
        self.phases = self.reached();
        let recovery = self.recovery();
        (self.totals, recovery, self.runs.into_iter().map(|run| run.finish().2).collect())
    }
}

/// What happened between two looks at the sums.
fn difference(after: &Sums, before: &Sums) -> Sums {
    Sums {
        requests: after.requests - before.requests,
        attempts: after.attempts - before.attempts,
        served: after.served - before.served,
        late: after.late - before.late,
        lost: after.lost - before.lost,
        outside: after.outside - before.outside,
    }
}
