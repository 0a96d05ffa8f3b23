//! The work in time: a queue with a limit and a time-out, retries, shedding, a rate limit.

mod loss;

use super::setup::WorkSetup;
use std::collections::VecDeque;

/// Most attempts of one request: the first and five retries.
const ATTEMPTS: usize = 6;

/// Longest wait that is told apart from longer ones, in seconds: where nothing serves, a wait has no end.
pub const LONGEST_WAIT: f64 = 1e6;

/// Requests by the number of their attempt.
pub type ByAttempt = [f64; ATTEMPTS];

/// What happened to the requests of one step.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StepOfWork {
    /// Attempts that arrived: new requests and retries.
    pub attempts: f64,
    /// Requests answered.
    pub served: f64,
    /// Of these, answered after their client had given up; they are no answers to anybody.
    pub served_in_vain: f64,
    /// Requests lost for good.
    pub lost: f64,
    /// Attempts turned away by the rate limit.
    pub limited: f64,
    /// Attempts turned away because the fleet was too busy.
    pub shed: f64,
    /// Attempts turned away because the queue was full.
    pub overflowed: f64,
    /// Attempts whose client gave up.
    pub timed_out: f64,
    /// Attempts that failed at once, arriving or waiting, as nothing was there any more.
    pub refused: f64,
    /// Requests in the queue at the end.
    pub queue: f64,
    /// Time that the last request in the queue will wait, in seconds; at most the time-out where
    /// requests leave then, and [`LONGEST_WAIT`] anyway.
    pub wait: f64,
    /// Whether features were dropped.
    pub reduced: bool,
    /// What the fleet could have served in this step.
    pub capacity: f64,
}

/// The queue of a service in time.
///
/// A fluid: requests are not counted one by one but flow, `served = min(q + a, c·dt)`.
#[derive(Clone, Debug)]
pub struct Work {
    setup: WorkSetup,
    queue: f64,
    /// The mix of attempts in the queue; only kept where clients retry.
    mix: ByAttempt,
    /// Retries on their way, the next step's first.
    retries: VecDeque<ByAttempt>,
    /// Arrivals of the last steps, as many as the time-out is long, where they can give up.
    recent: VecDeque<f64>,
    recent_sum: f64,
    reduced: bool,
    /// Whether nothing can happen to a request but to be served or to wait: no retries, no limit on
    /// the rate, no shedding, no reduced mode.
    plain: bool,
    /// What happened in the last step. It stays here, as it is too large to be handed on in every step.
    last: StepOfWork,
    calm: bool,
}

impl Work {
    /// An empty queue.
    pub fn new(setup: &WorkSetup) -> Self {
        Self {
            setup: *setup,
            queue: 0.0,
            mix: [0.0; ATTEMPTS],
            retries: VecDeque::from(vec![[0.0; ATTEMPTS]; setup.retry_steps.max(1)]),
            recent: VecDeque::new(),
            recent_sum: 0.0,
            reduced: false,
            plain: setup.retries == 0
                && setup.rate_limit.is_none()
                && setup.shed_above.is_none()
                && setup.reduced.is_none(),
            last: StepOfWork::default(),
            calm: true,
        }
    }

    /// What happened in the last step.
    #[inline]
    pub const fn last(&self) -> &StepOfWork {
        &self.last
    }

    /// Whether in the last step all that arrived was served at once: nothing waited, was lost or
    /// turned away.
    #[inline]
    pub const fn is_calm(&self) -> bool {
        self.calm
    }

    /// Requests that wait for their next attempt.
    pub fn between_attempts(&self) -> f64 {
        if self.setup.retries == 0 { 0.0 } else { self.retries.iter().flatten().sum() }
    }

    /// One step: `arrivals` new requests at `ready` replicas that serve `throughput` requests/s each.
    #[inline]
    pub fn step(&mut self, arrivals: f64, ready: u32, throughput: f64) {
        let capacity = f64::from(ready) * throughput * self.setup.step;
        if !(self.plain && self.queue <= 0.0 && arrivals <= capacity) {
            self.last = self.any_step(arrivals, ready, capacity);
            self.calm = false;
            return;
        }
        // Most steps are like this, and all but three numbers stay zero.
        if !self.calm {
            (self.last, self.calm) = (StepOfWork::default(), true);
        }
        (self.last.attempts, self.last.served, self.last.capacity) = (arrivals, arrivals, capacity);
        if self.setup.timeout_steps > 0 && !self.setup.serves_abandoned {
            self.remember(arrivals);
        }
    }

    /// A step in which anything may happen.
    fn any_step(&mut self, arrivals: f64, ready: u32, usual: f64) -> StepOfWork {
        let setup = self.setup;
        let mut fresh: ByAttempt = [0.0; ATTEMPTS];
        let mut attempts = arrivals;
        let retrying = setup.retries > 0;
        if retrying {
            fresh = self.retries.pop_front().unwrap_or_default();
            attempts += fresh.iter().sum::<f64>();
            fresh[0] += arrivals;
        }
        let mut now = StepOfWork { attempts, ..StepOfWork::default() };
        let mut admitted = attempts;
        if let Some(limit) = setup.rate_limit {
            now.limited = (admitted - limit * setup.step).max(0.0);
            admitted -= now.limited;
        }
        let mut capacity = usual;
        if let Some(reduced) = setup.reduced {
            // It ends where the load has fallen a tenth below where it begins.
            let threshold = if self.reduced { 0.9 * reduced.above } else { reduced.above };
            self.reduced = admitted + self.queue > threshold * usual;
            if self.reduced {
                capacity *= reduced.gain;
            }
        }
        if let Some(share) = setup.shed_above {
            now.shed = (admitted - share * capacity).max(0.0);
            admitted -= now.shed;
        }
        let before = self.queue;
        let total = before + admitted;
        now.served = total.min(capacity);
        let mut queue = total - now.served;
        if queue > 0.0 {
            if let Some(timeout) = setup.timeout {
                if setup.serves_abandoned {
                    let oldest = if capacity > 0.0 { before * setup.step / capacity } else { 0.0 };
                    if oldest > timeout {
                        now.served_in_vain = now.served;
                    }
                } else {
                    // Nobody in the queue arrived longer ago than the time-out.
                    let young = self.recent_sum + admitted * setup.timeout_share;
                    now.timed_out = (queue - young).max(0.0);
                    queue -= now.timed_out;
                }
            }
            if let Some(limit) = setup.queue_limit {
                now.overflowed = (queue - limit * f64::from(ready.max(1))).max(0.0);
                queue -= now.overflowed;
            }
        } else if setup.serves_abandoned
            && before > 0.0
            && setup.timeout.is_some_and(|timeout| before * setup.step > timeout * capacity)
        {
            now.served_in_vain = now.served;
        }
        if setup.timeout_steps > 0 && !setup.serves_abandoned {
            self.remember(admitted);
        }
        self.queue = queue;
        now.queue = queue;
        now.wait = match (capacity > 0.0, setup.timeout) {
            _ if queue <= 0.0 => 0.0,
            (true, Some(timeout)) if !setup.serves_abandoned => (queue * setup.step / capacity).min(timeout),
            (true, _) => (queue * setup.step / capacity).min(LONGEST_WAIT),
            (false, Some(timeout)) if !setup.serves_abandoned => timeout,
            (false, _) => LONGEST_WAIT,
        };
        now.reduced = self.reduced;
        now.capacity = capacity;
        if retrying {
            self.retry(&mut now, fresh, before, total);
        } else {
            now.lost = now.limited + now.shed + now.overflowed + now.timed_out + now.served_in_vain;
        }
        now
    }

    /// Arrivals of the last whole steps of the time-out.
    fn remember(&mut self, admitted: f64) {
        self.recent.push_back(admitted);
        self.recent_sum += admitted;
        if self.recent.len() > self.setup.timeout_steps {
            self.recent_sum -= self.recent.pop_front().unwrap_or(0.0);
        }
        if self.recent_sum < 0.0 {
            // What rounding has left over.
            self.recent_sum = self.recent.iter().sum();
        }
    }

    /// Sends what failed back to the queue of retries, or counts it as lost.
    fn retry(&mut self, now: &mut StepOfWork, fresh: ByAttempt, before: f64, total: f64) {
        let tries = self.setup.retries as usize;
        let dropped = now.limited + now.shed + now.overflowed;
        let admitted_share = if now.attempts > 0.0 { 1.0 - (now.limited + now.shed) / now.attempts } else { 0.0 };
        let mut next: ByAttempt = [0.0; ATTEMPTS];
        let mut mix: ByAttempt = [0.0; ATTEMPTS];
        let queue_share = if before > 0.0 { 1.0 / before } else { 0.0 };
        let in_queue_or_new = if total > 0.0 { 1.0 / total } else { 0.0 };
        for attempt in 0..ATTEMPTS {
            let of_fresh = if now.attempts > 0.0 { fresh[attempt] / now.attempts } else { 0.0 };
            let of_all = (self.mix[attempt] * queue_share * before + fresh[attempt] * admitted_share) * in_queue_or_new;
            let failed = dropped * of_fresh + (now.timed_out + now.served_in_vain) * of_all;
            if attempt < tries && attempt + 1 < ATTEMPTS {
                next[attempt + 1] += failed;
            } else {
                now.lost += failed;
            }
            mix[attempt] = of_all * now.queue;
        }
        self.mix = mix;
        self.retries.push_back(next);
    }
}
