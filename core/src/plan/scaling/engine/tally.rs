//! Adds up a run while it happens: requests, spend, breaches with their causes, flaps.

use super::Sums;
use super::outcome::{Breach, ByCause, Cause, MAX_BREACHES, Outcome, Spend};
use super::work::StepOfWork;

/// Calm time, in seconds, after which the next step outside the objective is another breach.
const CALM: f64 = 300.0;
/// Changes of direction within this time, in seconds, are flaps.
const FLAP: f64 = 900.0;

/// A breach that may still go on.
#[derive(Clone, Debug)]
struct OpenBreach {
    breach: Breach,
    causes: ByCause,
}

/// The sums so far.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    step: f64,
    steps: u64,
    outside: u64,
    reduced: u64,
    requests: f64,
    attempts: f64,
    served: f64,
    late: f64,
    lost: f64,
    dropped: f64,
    longest_queue: f64,
    longest_queue_at: f64,
    drained_at: Option<f64>,
    /// Whether there was a queue that has not drained yet.
    draining: bool,
    /// Steps for which work has been left since no more came, and the last of them.
    left: u64,
    left_until: u64,
    left_most: u64,
    overruns: u32,
    fewest: u32,
    most: u32,
    busy: f64,
    /// Replicas in service and between, added up in whole numbers.
    ready: u64,
    between: u64,
    peak_utilization: f64,
    ups: u32,
    downs: u32,
    flaps: u32,
    last_change: Option<(f64, bool)>,
    headroom: f64,
    waste: f64,
    unused_lots: f64,
    ideal: u64,
    ideal_is_known: bool,
    ideal_most: u32,
    causes: ByCause,
    open: Option<OpenBreach>,
    breaches: Vec<Breach>,
    n_breaches: u32,
}

/// What the tally is told of a step.
pub(super) struct Step<'a> {
    /// End of the step, in seconds from the period's start.
    pub end: f64,
    pub arrivals: f64,
    pub ready: u32,
    pub paid: f64,
    /// Replicas that are placed but not in service.
    pub between: u32,
    pub ideal: Option<u32>,
    pub work: &'a StepOfWork,
    /// Whether nothing happened but that all was served at once.
    pub is_calm: bool,
    /// Share of the throughput in use, as replicas.
    pub busy: f64,
}

impl Tally {
    pub fn new(step: f64) -> Self {
        Self {
            step,
            steps: 0,
            outside: 0,
            reduced: 0,
            requests: 0.0,
            attempts: 0.0,
            served: 0.0,
            late: 0.0,
            lost: 0.0,
            dropped: 0.0,
            longest_queue: 0.0,
            longest_queue_at: 0.0,
            drained_at: None,
            draining: false,
            left: 0,
            left_until: 0,
            left_most: 0,
            overruns: 0,
            fewest: u32::MAX,
            most: 0,
            busy: 0.0,
            ready: 0,
            between: 0,
            peak_utilization: 0.0,
            ups: 0,
            downs: 0,
            flaps: 0,
            last_change: None,
            headroom: 0.0,
            waste: 0.0,
            unused_lots: 0.0,
            ideal: 0,
            ideal_is_known: true,
            ideal_most: 0,
            causes: ByCause::default(),
            open: None,
            breaches: Vec::new(),
            n_breaches: 0,
        }
    }

    #[inline]
    pub fn add(&mut self, step: &Step<'_>) {
        let work = step.work;
        self.steps += 1;
        self.requests += step.arrivals;
        self.attempts += work.attempts;
        if step.is_calm {
            self.served += work.served;
        } else {
            self.add_trouble(work, step.end);
            if step.arrivals <= 0.0 && work.queue >= 1.0 {
                self.add_left();
            }
        }
        self.fewest = self.fewest.min(step.ready);
        self.most = self.most.max(step.ready);
        self.busy += step.busy;
        self.ready += u64::from(step.ready);
        self.between += u64::from(step.between);
        // Divided only where there is a new peak.
        if work.attempts > self.peak_utilization * work.capacity && work.capacity > 0.0 {
            self.peak_utilization = work.attempts / work.capacity;
        }
        if self.draining && work.queue <= 0.0 {
            (self.drained_at, self.draining) = (Some(step.end), false);
        }
        let ideal = step.ideal.unwrap_or(0);
        let needed = f64::from(step.ready.min(ideal));
        let headroom = if needed > step.busy { needed - step.busy } else { 0.0 };
        self.headroom += headroom;
        self.waste += step.paid - step.busy - headroom - f64::from(step.between);
        self.ideal += u64::from(ideal);
        self.ideal_is_known &= step.ideal.is_some();
        self.ideal_most = self.ideal_most.max(ideal);
    }

    /// So many replicas that are ordered for an event do not run in the step.
    pub fn unused_lot(&mut self, replicas: f64) {
        self.unused_lots += replicas;
    }

    /// What there is to add of a step in which something waited, or was lost or turned away.
    fn add_trouble(&mut self, work: &StepOfWork, end: f64) {
        self.served += work.served - work.served_in_vain;
        self.lost += work.lost;
        self.dropped += work.limited + work.shed;
        self.reduced += u64::from(work.reduced);
        if work.queue > self.longest_queue {
            (self.longest_queue, self.longest_queue_at, self.drained_at) = (work.queue, end, None);
            self.draining = true;
        }
    }

    /// Work is left at the end of a step in which none came.
    fn add_left(&mut self) {
        let goes_on = self.left > 0 && self.left_until + 1 == self.steps;
        self.overruns += u32::from(!goes_on);
        self.left = if goes_on { self.left + 1 } else { 1 };
        self.left_until = self.steps;
        self.left_most = self.left_most.max(self.left);
    }

    /// The step whose numbers were added last was outside the objective.
    pub fn breach(&mut self, end: f64, cause: Cause, late: f64, lost: f64, missing: u32) {
        self.outside += 1;
        self.late += late;
        self.causes.0[cause.index()] += 1;
        let start = end - self.step;
        if self.open.as_ref().is_some_and(|open| start - open.breach.end > CALM) {
            self.close();
        }
        let open = self.open.get_or_insert_with(|| OpenBreach {
            breach: Breach { start, outside: 0.0, end, cause, lost: 0.0, late: 0.0, missing: 0 },
            causes: ByCause::default(),
        });
        open.causes.0[cause.index()] += 1;
        open.breach.end = end;
        open.breach.outside += self.step;
        open.breach.lost += lost;
        open.breach.late += late;
        open.breach.missing = open.breach.missing.max(missing);
    }

    /// The sums so far.
    pub const fn sums(&self) -> Sums {
        Sums {
            requests: self.requests,
            attempts: self.attempts,
            served: self.served,
            late: self.late,
            lost: self.lost,
            outside: self.outside,
        }
    }

    /// Replica-hours paid for so far.
    pub fn replica_hours(&self) -> f64 {
        (self.busy + self.headroom + self.waste + self.between as f64) * (self.step / 3600.0)
    }

    /// What the breach that still goes on is mostly caused by.
    pub fn cause_so_far(&self, end: f64) -> Option<Cause> {
        let open = self.open.as_ref().filter(|open| end - self.step - open.breach.end <= CALM)?;
        open.causes.first()
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let breach = Breach { cause: open.causes.first().unwrap_or(open.breach.cause), ..open.breach };
        self.n_breaches += 1;
        if self.breaches.len() < MAX_BREACHES {
            self.breaches.push(breach);
            return;
        }
        let shortest = (0..self.breaches.len())
            .min_by(|one, other| self.breaches[*one].outside.total_cmp(&self.breaches[*other].outside));
        if let Some(place) = shortest.filter(|place| self.breaches[*place].outside < breach.outside) {
            self.breaches.remove(place);
            self.breaches.push(breach);
        }
    }

    /// The number desired changed.
    pub fn change(&mut self, end: f64, up: bool) {
        if up {
            self.ups += 1;
        } else {
            self.downs += 1;
        }
        if self.last_change.is_some_and(|(at, was_up)| was_up != up && end - at < FLAP) {
            self.flaps += 1;
        }
        self.last_change = Some((end, up));
    }

    pub fn finish(mut self, waiting: f64, unanswered: f64) -> Outcome {
        self.close();
        let hours = self.step / 3600.0;
        let length = self.steps as f64 * self.step;
        let mut causes: Vec<(Cause, f64)> = Cause::ALL
            .into_iter()
            .map(|cause| (cause, f64::from(self.causes.0[cause.index()]) * self.step))
            .filter(|(_, time)| *time > 0.0)
            .collect();
        causes.sort_by(|one, other| other.1.total_cmp(&one.1));
        Outcome {
            length,
            outside: self.outside as f64 * self.step,
            requests: self.requests,
            attempts: self.attempts,
            served: self.served,
            late: self.late,
            lost: self.lost,
            waiting,
            unanswered,
            dropped: self.dropped,
            reduced: self.reduced as f64 * self.step,
            longest_queue: self.longest_queue,
            longest_queue_at: self.longest_queue_at,
            drain: self.drained_at.map(|at| at - self.longest_queue_at),
            // The step in which the last of it is done counts too.
            overrun: if self.left_most > 0 { (self.left_most + 1) as f64 * self.step } else { 0.0 },
            overruns: self.overruns,
            fewest: self.fewest.min(self.most),
            most: self.most,
            utilization: if self.ready > 0 { self.busy / self.ready as f64 } else { 0.0 },
            peak_utilization: self.peak_utilization,
            ups: self.ups,
            downs: self.downs,
            flaps: self.flaps,
            spend: Spend {
                work: self.busy * hours,
                headroom: self.headroom * hours,
                lag: self.between as f64 * hours,
                waste: self.waste * hours,
            },
            unused_lots: self.unused_lots * hours,
            ideal: self.ideal_is_known.then_some(self.ideal as f64 * hours),
            ideal_most: self.ideal_most,
            causes,
            breaches: self.breaches,
            n_breaches: self.n_breaches,
        }
    }
}
