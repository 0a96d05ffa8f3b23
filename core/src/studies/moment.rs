//! One moment of a run: the fleet, what the policy sees of it and what is true, and the response
//! time at any row of a run's columns.

use crate::formulas::autoscaler::metric::Metric;
use crate::formulas::queueing::BusyShareTable;
use crate::plan::scaling::Bounds;
use crate::plan::scaling::Scene;
use crate::plan::scaling::engine::{
    Cause, Columns, Controller, FleetState, Outcome, RunSetup, Simulation, StepOfWork, response,
};
use crate::plan::scenario::scaling::PolicyChoice;
use std::ops::Range;
use std::sync::Arc;

/// Largest fleet that the ideal is looked for in, as in the time loop.
const LARGEST_IDEAL: u32 = 1 << 20;

/// A metric as the policy sees it, beside what it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeenMetric {
    /// Which.
    pub metric: Metric,
    /// What the policy sees: averaged and late; none before anything was reported.
    pub seen: Option<f64>,
    /// Its value in this very step.
    pub now: f64,
}

/// The state of a run in one step; the fleet is that at the step's end, after the policy has decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// Beginning of the step, in seconds from the period's start.
    pub start: f64,
    /// Length of the step, in seconds.
    pub step: f64,
    /// How many replicas are in which state.
    pub fleet: FleetState,
    /// Replicas that served in this step.
    pub serving: u32,
    /// The metrics that the policy looks at.
    pub metrics: Vec<SeenMetric>,
    /// Replicas that the policy and its overrides want.
    pub desired: u32,
    /// Between how many replicas the policy chooses.
    pub bounds: Bounds,
    /// New requests a second.
    pub load: f64,
    /// Attempts a second, retries included.
    pub attempts: f64,
    /// Requests a second that the fleet could serve.
    pub capacity: f64,
    /// Share of the throughput in use; none where nothing serves.
    pub utilization: Option<f64>,
    /// Share of time that a batching accelerator is busy, where batching is stated.
    pub busy_share: Option<f64>,
    /// Requests that wait.
    pub queue: f64,
    /// Time that the last of them will wait, in seconds.
    pub wait: f64,
    /// Response time at the objective's percentile, in seconds; none where nothing serves.
    pub latency: Option<f64>,
    /// Requests lost a second.
    pub lost: f64,
    /// Whether features were dropped.
    pub reduced: bool,
    /// Replicas of the ideal fleet; none where no fleet keeps the objective.
    pub ideal: Option<u32>,
    /// Why the objective was missed, where it was.
    pub outside: Option<Cause>,
    /// Places of the overrides that are active, in the order in which they are stated.
    pub overrides: Vec<usize>,
}

/// The state of a policy's run at a time in seconds from the period's start.
///
/// Runs the simulation anew up to that step, so it costs what a run over that part costs. `None`
/// where nothing is simulated. A time before the start or after the end is taken as the first or the
/// last step.
///
/// # Example
///
/// ```
/// use headroom_core::plan::scenario::scaling::PolicyChoice;
/// use headroom_core::plan::scaling::Scene;
/// use headroom_core::studies::moment::snapshot_at;
/// use headroom_core::plan::evaluate::evaluate;
/// use headroom_core::plan::scenario::examples;
///
/// let scenario = examples::seed_service();
/// let service = scenario.services.first();
/// let evaluation = evaluate(&scenario);
/// let scene = evaluation.services[0].scene(service);
/// let noon = snapshot_at(&scene, &PolicyChoice::as_sized(), 12.0 * 3600.0);
/// // Static, as sized: 57 replicas at any time.
/// assert_eq!(noon.map(|snapshot| snapshot.fleet.ready), Some(57));
/// ```
pub fn snapshot_at(scene: &Scene<'_>, choice: &PolicyChoice, seconds: f64) -> Option<Snapshot> {
    let step = scene.span.step;
    let last = scene.loads.len().checked_sub(1)?;
    // The cast saturates: what is before the start is the first step.
    let place = ((seconds / step + 1e-9) as usize).min(last);
    let until = |steps: usize| -> Arc<[f64]> { scene.loads[..steps].into() };
    let setup = scene.setup(choice);
    let mut now = Simulation::new(setup.clone(), until(place + 1), scene.table());
    while now.advance(usize::MAX) {}
    let work = *now.last();
    let (fleet, seen, desired) = (now.fleet(), *now.seen(), now.desired());
    let (outcome, _, mut table) = now.finish();
    // What the sums have gained by this step is what happened in it.
    let before = Simulation::new(setup.clone(), until(place), scene.table()).finish().0;

    let gain = gain_of(&work, &setup);
    let throughput = setup.replica.capacity.throughput();
    let serving = (work.capacity / (throughput * gain * step)).round() as u32;
    let response_time = ResponseTime::new(&setup);
    let truth = Truth { work: &work, serving, setup: &setup, response_time: &response_time };
    let mut looked_at = Vec::new();
    for rule in &setup.rules {
        Controller::metrics(rule, &mut looked_at);
    }
    let metrics = looked_at.iter().map(|metric| SeenMetric {
        metric: *metric,
        seen: seen.get(*metric),
        now: truth.value(*metric),
    });
    let load = scene.loads[place];
    let end = (place + 1) as f64 * step;
    let utilization = (work.capacity > 0.0).then(|| (work.served / work.capacity).min(1.0));
    let active = setup.overrides.iter().enumerate().filter(|(_, rule)| rule.start <= end && end < rule.end);
    let admitted = (work.attempts - work.limited - work.shed) / step;
    Some(Snapshot {
        start: place as f64 * step,
        step,
        fleet,
        serving,
        metrics: metrics.collect(),
        desired,
        bounds: scene.basis.bounds(choice, scene.loads[0]),
        load,
        attempts: work.attempts / step,
        capacity: work.capacity / step,
        utilization,
        busy_share: truth.busy_share(),
        queue: work.queue,
        wait: work.wait,
        latency: (serving > 0).then(|| response_time.at(admitted, gain, serving) + work.wait),
        lost: work.lost / step,
        reduced: work.reduced,
        ideal: table.replicas_for(scene.basis.aim.of(load), serving, LARGEST_IDEAL),
        outside: cause_of_last_step(&before, &outcome),
        overrides: active.map(|(place, _)| place).collect(),
    })
}

/// How much more a replica serves while features are dropped.
fn gain_of(work: &StepOfWork, setup: &RunSetup) -> f64 {
    setup.work.reduced.filter(|_| work.reduced).map_or(1.0, |reduced| reduced.gain)
}

fn cause_of_last_step(before: &Outcome, after: &Outcome) -> Option<Cause> {
    let time = |outcome: &Outcome, cause: Cause| {
        outcome.causes.iter().find(|(other, _)| *other == cause).map_or(0.0, |(_, time)| *time)
    };
    after.causes.iter().map(|(cause, _)| *cause).find(|cause| time(after, *cause) > time(before, *cause))
}

/// The metrics of one step, as they are before anything averages or delays them.
struct Truth<'a> {
    work: &'a StepOfWork,
    serving: u32,
    setup: &'a RunSetup,
    response_time: &'a ResponseTime,
}

impl Truth<'_> {
    fn value(&self, metric: Metric) -> f64 {
        let step = self.setup.step;
        let served_by = f64::from(self.serving.max(1));
        let rate = self.work.attempts / step;
        match metric {
            Metric::LoadPerReplica => rate / served_by,
            Metric::CpuUtilization => self.utilization(),
            Metric::GpuUtilization => self.busy_share().unwrap_or(self.utilization()),
            Metric::InFlight => {
                let service_time = self.setup.replica.capacity.service_time();
                (self.work.queue + self.work.served / step * service_time) / served_by
            }
            Metric::QueueDepth => self.work.queue,
            Metric::Latency => self.response_time.at(rate, 1.0, self.serving) + self.work.wait,
        }
    }

    fn utilization(&self) -> f64 {
        if self.serving == 0 { 1.0 } else { (self.work.served / self.work.capacity.max(1e-300)).min(1.0) }
    }

    /// What an accelerator's own counter shows at this share of the throughput.
    fn busy_share(&self) -> Option<f64> {
        let batching = self.setup.replica.batching?;
        let table = BusyShareTable::new(batching.fixed_share.get(), batching.max_batch.get())?;
        Some(table.at(self.utilization()))
    }
}

/// The response time at the objective's percentile (P99 without one), at any row of a run.
#[derive(Clone, Debug)]
pub struct ResponseTime {
    setup: RunSetup,
    throughput: f64,
}

impl ResponseTime {
    /// For the runs of a setup.
    pub fn new(setup: &RunSetup) -> Self {
        Self { throughput: setup.replica.capacity.throughput(), setup: setup.clone() }
    }

    /// By M/G/c, of so many requests/s at so many replicas, apart from what has piled up.
    fn at(&self, rate: f64, gain: f64, ready: u32) -> f64 {
        response(&self.setup.replica, self.throughput, rate / gain, ready)
    }

    /// The response time in a row: M/G/c for what is let in, and the wait for what has piled up, as
    /// the time loop judges it. `None` where nothing serves.
    pub fn in_row(&self, columns: &Columns, row: usize) -> Option<f64> {
        let ready = columns.ready.get(row).copied().filter(|ready| *ready > 0.0)?;
        let (attempts, utilization) = (*columns.attempts.get(row)?, *columns.utilization.get(row)?);
        // Utilization is attempts over what the fleet could serve, so the two give the gain back.
        let usual = attempts / (ready * self.throughput);
        let most = self.setup.work.reduced.map_or(1.0, |reduced| reduced.gain);
        let gain = if utilization > 0.0 { (usual / utilization).clamp(1.0, most.max(1.0)) } else { 1.0 };
        let limit = self.setup.work.rate_limit.unwrap_or(f64::INFINITY);
        let share = self.setup.work.shed_above.unwrap_or(f64::INFINITY);
        let admitted = attempts.min(limit).min(share * ready * self.throughput * gain);
        Some(self.at(admitted, gain, ready as u32) + columns.wait.get(row)?)
    }

    /// At most `most` rows of a range, each with its response time: of neighbours the one that waits
    /// longest, or, where none waits, the busiest. A formula for each row of a year would take too long
    /// and could not be seen.
    pub fn worst_rows(&self, columns: &Columns, rows: Range<usize>, most: usize) -> Vec<(usize, f64)> {
        let end = rows.end.min(columns.rows());
        let start = rows.start.min(end);
        let each = (end - start).div_ceil(most.max(1)).max(1);
        let load = |row: &usize| (columns.wait[*row], columns.utilization[*row]);
        (start..end)
            .step_by(each)
            .filter_map(|first| {
                let worst = (first..end.min(first + each))
                    .max_by(|one, other| load(one).partial_cmp(&load(other)).unwrap_or(std::cmp::Ordering::Equal))?;
                Some((worst, self.in_row(columns, worst)?))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::units::{MetricDelay, MetricWindow, Quantity, ScrapeInterval};
    use crate::plan::evaluate::evaluate;
    use crate::plan::scaling::Run;
    use crate::plan::scenario::{Scenario, examples};

    /// Calls `check` with the first service's scene of a plan and its runs.
    fn with_scene(scenario: &Scenario, check: impl FnOnce(&Scene<'_>, &[Run])) {
        let service = scenario.services.first();
        let evaluation = evaluate(scenario);
        let scene = evaluation.services[0].scene(service);
        check(&scene, &scene.runs());
    }

    fn plans() -> Vec<Scenario> {
        examples::ALL.iter().map(|example| example.scenario()).collect()
    }

    #[test]
    fn a_snapshot_agrees_with_the_run() {
        for plan in plans() {
            with_scene(&plan, |scene, runs| {
                for (choice, run) in scene.scaling.policies.iter().zip(runs) {
                    for place in [0, 1, 500, 4_321, scene.loads.len() - 1] {
                        let found = snapshot_at(scene, choice, (place as f64 + 0.5) * scene.span.step).unwrap();
                        let columns = &run.columns;
                        assert_eq!(found.start, place as f64 * scene.span.step);
                        assert_eq!(f64::from(found.serving), columns.ready[place]);
                        assert_eq!(found.load, columns.load[place]);
                        assert_eq!(found.queue, columns.queue[place]);
                        assert_eq!(found.wait, columns.wait[place]);
                        assert_eq!(found.outside.is_some(), columns.outside[place] > 0.0);
                        if let Some(ideal) = found.ideal {
                            assert_eq!(f64::from(ideal), columns.ideal[place]);
                        }
                        let latency = ResponseTime::new(&scene.setup(choice)).in_row(columns, place);
                        assert_eq!(found.latency.is_some(), latency.is_some());
                        if let Some((one, other)) = found.latency.zip(latency) {
                            assert!((one - other).abs() <= 1e-9 * other, "{one} and {other}");
                        }
                    }
                }
            });
        }
    }

    #[test]
    fn what_is_seen_at_once_is_what_is_true() {
        for mut plan in plans() {
            let id = plan.services.first().id;
            if let Some(service) = plan.services.get_mut(id) {
                let signal = &mut service.scaling.signal;
                // Shorter than a step: every step is read, alone, at once.
                signal.interval = ScrapeInterval::clamped(1.0);
                signal.window = MetricWindow::clamped(1.0);
                signal.delay = MetricDelay::clamped(0.0);
            }
            with_scene(&plan, |scene, _| {
                for choice in scene.scaling.policies.iter() {
                    for metric in snapshot_at(scene, choice, 90_000.0).unwrap().metrics {
                        let seen = metric.seen.unwrap();
                        assert!((seen - metric.now).abs() <= 1e-9 * seen.abs().max(1e-9), "{metric:?}");
                    }
                }
            });
        }
    }

    #[test]
    fn moments_outside_the_period_are_its_ends() {
        with_scene(&examples::seed_service(), |scene, _| {
            let choice = scene.scaling.policies.active();
            assert_eq!(snapshot_at(scene, choice, -5.0), snapshot_at(scene, choice, 0.0));
            let end = snapshot_at(scene, choice, 1e12).unwrap();
            assert_eq!(end.start, (scene.loads.len() - 1) as f64 * scene.span.step);
            let nothing = Scene { loads: Arc::from([]), ..scene.clone() };
            assert_eq!(snapshot_at(&nothing, choice, 0.0), None);
        });
    }

    #[test]
    fn few_rows_stand_for_many_and_keep_the_worst() {
        with_scene(&examples::seed_service(), |scene, runs| {
            let response = ResponseTime::new(&scene.setup(scene.scaling.policies.active()));
            let columns = &runs[0].columns;
            let all = response.worst_rows(columns, 0..columns.rows(), usize::MAX);
            let few = response.worst_rows(columns, 0..columns.rows(), 100);
            assert_eq!((all.len(), few.len()), (columns.rows(), 100));
            let highest = |rows: &[(usize, f64)]| rows.iter().map(|row| row.1).fold(0.0, f64::max);
            assert_eq!(highest(&all), highest(&few));
            assert_eq!(response.worst_rows(columns, 50..50, 100), []);
        });
    }
}
