//! KEDA: replicas and jobs from the length of a queue, down to zero and back.

use crate::base::numeric::ceil_count;
use serde::{Deserialize, Serialize};

/// Seconds between two looks at the queue, unless stated otherwise (`pollingInterval`).
pub const USUAL_POLLING: f64 = 30.0;
/// Seconds without activity before the last replica goes, unless stated otherwise (`cooldownPeriod`).
pub const USUAL_COOLDOWN: f64 = 300.0;

/// A `ScaledObject` with one trigger on the length of a queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QueueScaler {
    /// Messages per replica; above zero.
    pub target: f64,
    /// The queue must be longer than this before there is a first replica, messages.
    pub activation: f64,
    /// The least replicas; 0 lets the last one go.
    pub min: u32,
    /// The most replicas.
    pub max: u32,
    /// Seconds without activity before the last replica goes.
    pub cooldown: f64,
}

impl QueueScaler {
    /// A scaler with KEDA's defaults: active at the first message, 0 to 100 replicas, 300 s of cooldown.
    pub fn usual(target: f64) -> Self {
        Self { target, activation: 0.0, min: 0, max: 100, cooldown: USUAL_COOLDOWN }
    }

    /// Whether the queue keeps the last replica, or starts the first one: it is longer than `activation`.
    ///
    /// **A trap.** The activation is a threshold of its own: with a target of 5 and an activation of 50
    /// there is no replica for 40 messages, although the target asks for 8.
    pub fn is_active(&self, queue: f64) -> bool {
        queue > self.activation
    }

    /// Replicas for a queue, before the autoscaler's own tolerance, rate limits and stabilization.
    ///
    /// `⌈q/t⌉` within 1 (or `min`) and `max` while there is a replica. The step from none to one is taken at
    /// once where the queue is active, the step to none only where it has been inactive for `cooldown`.
    /// With `min` of 1 or more the activation does not count.
    ///
    /// | symbol | input         | unit                                                     |
    /// |--------|---------------|----------------------------------------------------------|
    /// | `q`    | `queue`       | messages                                                 |
    /// | `t`    | `target`      | messages / replica                                       |
    /// |        | `current`     | replicas                                                 |
    /// |        | `inactive_for`| seconds since the queue was last active                  |
    ///
    /// A queue that is not a number changes nothing.
    ///
    /// # Source
    ///
    /// KEDA, "ScaledObject specification" and "Scaling deployments": KEDA itself activates and
    /// deactivates, and between 1 and N the Kubernetes autoscaler works on an external metric of type
    /// `AverageValue`.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::formulas::autoscaler::cloud::keda::QueueScaler;
    ///
    /// let scaler = QueueScaler::usual(30.0);
    /// // 91 / 30 = 3.03.
    /// assert_eq!((scaler.replicas(91.0, 1, 0.0), scaler.replicas(1.0, 0, 0.0)), (4, 1));
    /// // The last replica stays until the queue has been empty for 300 s.
    /// assert_eq!((scaler.replicas(0.0, 1, 299.0), scaler.replicas(0.0, 1, 300.0)), (1, 0));
    /// ```
    pub fn replicas(&self, queue: f64, current: u32, inactive_for: f64) -> u32 {
        if queue.is_nan() {
            return current;
        }
        let may_be_none = self.min == 0 && !self.is_active(queue);
        if may_be_none && (current == 0 || inactive_for >= self.cooldown) {
            return 0;
        }
        replicas_for(queue, self.target).max(self.min).max(1).min(self.max)
    }
}

/// `⌈q/t⌉`; nothing to share among is as many as there may be.
fn replicas_for(queue: f64, target: f64) -> u32 {
    if target > 0.0 { ceil_count(queue / target) } else { u32::MAX }
}

/// When the last replica goes: the earliest and the latest moment, seconds.
///
/// `(a + c, a + c + p)`: the cooldown runs from the last look that found the queue active, and the next look
/// after its end comes within one polling interval.
///
/// | symbol | input         | unit    |
/// |--------|---------------|---------|
/// | `a`    | `last_active` | seconds |
/// | `c`    | `cooldown`    | seconds |
/// | `p`    | `polling`     | seconds |
///
/// `None` where one of them is not finite, or a duration is negative.
///
/// # Source
///
/// KEDA, "ScaledObject specification", `pollingInterval` and `cooldownPeriod`.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::autoscaler::cloud::keda::*;
///
/// assert_eq!(scale_to_zero_window(1000.0, USUAL_COOLDOWN, USUAL_POLLING), Some((1300.0, 1330.0)));
/// ```
pub fn scale_to_zero_window(last_active: f64, cooldown: f64, polling: f64) -> Option<(f64, f64)> {
    let earliest = last_active + cooldown;
    let latest = earliest + polling;
    (cooldown >= 0.0 && polling >= 0.0 && earliest.is_finite() && latest.is_finite()).then_some((earliest, latest))
}

/// How a `ScaledJob` counts the jobs that there are already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum JobStrategy {
    /// Every running job, pending ones included, still has a message in the queue.
    Default,
    /// A running job has taken its message off the queue; only pending ones have not.
    Accurate,
}

/// The jobs of a `ScaledJob`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jobs {
    /// Jobs that have not finished, the pending ones included.
    pub running: u32,
    /// Jobs of these that have not started.
    pub pending: u32,
    /// The most at once.
    pub max: u32,
}

/// Jobs to start for a queue.
///
/// With `s = min(max, ⌈q/t⌉)`: by default `s − running`; accurately `max − running` where `s + running` is over
/// `max`, else `s − pending`. Never below zero.
///
/// | symbol | input    | unit           |
/// |--------|----------|----------------|
/// | `q`    | `queue`  | messages       |
/// | `t`    | `target` | messages / job |
///
/// # Source
///
/// KEDA, "ScaledJob specification", scaling strategies.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::autoscaler::cloud::keda::*;
///
/// // ⌈60 / 5⌉ is 12, but 10 are allowed, of which 7 run.
/// let jobs = Jobs { running: 7, pending: 0, max: 10 };
/// assert_eq!(new_jobs(JobStrategy::Accurate, 60.0, 5.0, jobs), 3);
/// // 10 messages are 2 jobs; by default 7 running ones are thought to be enough for them.
/// assert_eq!(new_jobs(JobStrategy::Accurate, 10.0, 5.0, jobs), 2);
/// assert_eq!(new_jobs(JobStrategy::Default, 10.0, 5.0, jobs), 0);
/// ```
pub fn new_jobs(strategy: JobStrategy, queue: f64, target: f64, jobs: Jobs) -> u32 {
    let scale = if queue.is_nan() { 0 } else { replicas_for(queue, target).min(jobs.max) };
    match strategy {
        JobStrategy::Default => scale.saturating_sub(jobs.running),
        JobStrategy::Accurate if scale.saturating_add(jobs.running) > jobs.max => jobs.max.saturating_sub(jobs.running),
        JobStrategy::Accurate => scale.saturating_sub(jobs.pending),
    }
}

/// How a queue stands against the wait that is acceptable; from [`backlog_per_instance`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backlog {
    /// Messages that may wait for each instance: the target to track.
    pub target: f64,
    /// Messages that wait for each instance; `None` without instances.
    pub current: Option<f64>,
    /// Instances that bring the one down to the other.
    pub desired: u32,
}

/// The target for a queue from the wait that is acceptable: a message at the end of the queue waits as
/// long as an instance takes for its share.
///
/// `target = W/s`, `current = q/n`, `desired = ⌈q/target⌉`.
///
/// | symbol | input             | unit              |
/// |--------|-------------------|-------------------|
/// | `W`    | `acceptable_wait` | seconds           |
/// | `s`    | `service_time`    | seconds / message |
/// | `q`    | `queue`           | messages          |
/// | `n`    | `instances`       | instances         |
///
/// `None` where the times are not above zero, or the queue is no number of messages.
///
/// # Source
///
/// Amazon EC2 Auto Scaling User Guide, "Scaling policy based on Amazon SQS".
///
/// # Example
///
/// ```
/// use headroom_core::formulas::autoscaler::cloud::keda::backlog_per_instance;
///
/// // 10 s / 0.1 s; 1500 / 10; 1500 / 100.
/// let backlog = backlog_per_instance(10.0, 0.1, 1500.0, 10).expect("times");
/// assert_eq!((backlog.target, backlog.current, backlog.desired), (100.0, Some(150.0), 15));
/// ```
pub fn backlog_per_instance(acceptable_wait: f64, service_time: f64, queue: f64, instances: u32) -> Option<Backlog> {
    let target = acceptable_wait / service_time;
    let is_amount = |value: f64| (0.0..f64::INFINITY).contains(&value);
    if !(acceptable_wait > 0.0 && service_time > 0.0 && target > 0.0 && is_amount(target) && is_amount(queue)) {
        return None;
    }
    Some(Backlog {
        target,
        current: (instances > 0).then(|| queue / f64::from(instances)),
        desired: ceil_count(queue / target),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rows() {
        let usual = QueueScaler::usual(30.0);
        let wide = QueueScaler { activation: 100.0, ..usual };
        let two = QueueScaler { min: 2, ..wide };
        let trap = QueueScaler { activation: 50.0, ..QueueScaler::usual(5.0) };
        for (scaler, queue, current, inactive_for, replicas) in [
            (usual, 0.0, 0, 1e9, 0),
            (usual, 1.0, 0, 1e9, 1),
            (usual, 90.0, 3, 0.0, 3),
            (usual, 1e6, 3, 0.0, 100),
            (usual, -5.0, 3, 10.0, 1),
            (usual, f64::NAN, 3, 0.0, 3),
            (wide, 100.0, 0, 1e9, 0),
            (wide, 101.0, 0, 1e9, 4),
            // Scaled as usual between 1 and N, but gone after the cooldown with 100 messages left.
            (wide, 100.0, 4, 299.0, 4),
            (wide, 100.0, 4, 300.0, 0),
            (two, 10.0, 2, 1e9, 2),
            (two, 0.0, 0, 1e9, 2),
            (trap, 40.0, 0, 1e9, 0),
            (QueueScaler { target: 0.0, ..usual }, 1.0, 0, 0.0, 100),
            (QueueScaler { min: 9, max: 3, ..usual }, 1.0, 0, 0.0, 3),
        ] {
            assert_eq!(scaler.replicas(queue, current, inactive_for), replicas, "{scaler:?} {queue} {current}");
        }
    }

    #[test]
    fn jobs_never_exceed_the_most() {
        for (strategy, queue, running, pending, more) in [
            (JobStrategy::Default, 60.0, 7, 0, 3),
            (JobStrategy::Default, 60.0, 12, 0, 0),
            (JobStrategy::Accurate, 25.0, 4, 3, 2),
            (JobStrategy::Accurate, 5.0, 4, 3, 0),
            (JobStrategy::Accurate, 60.0, 12, 0, 0),
            (JobStrategy::Accurate, f64::NAN, 4, 0, 0),
        ] {
            let jobs = Jobs { running, pending, max: 10 };
            assert_eq!(new_jobs(strategy, queue, 5.0, jobs), more, "{strategy:?} {queue} {jobs:?}");
        }
    }

    #[test]
    fn what_has_no_times_has_no_target() {
        for (wait, service, queue) in [(10.0, 0.0, 1.0), (0.0, 0.1, 1.0), (f64::NAN, 0.1, 1.0), (10.0, 0.1, -1.0)] {
            assert_eq!(backlog_per_instance(wait, service, queue, 1), None, "{wait} {service} {queue}");
        }
        assert_eq!(backlog_per_instance(10.0, 0.1, 250.0, 0).map(|b| (b.current, b.desired)), Some((None, 3)));
        assert_eq!(scale_to_zero_window(f64::NAN, 300.0, 30.0), None);
        assert_eq!(scale_to_zero_window(0.0, -300.0, 30.0), None);
    }

    proptest! {
        #[test]
        fn each_replica_has_its_target_or_less(queue in 0.0..2900.0_f64, current in 0_u32..100) {
            let scaler = QueueScaler::usual(30.0);
            let replicas = scaler.replicas(queue, current, 0.0);
            prop_assert!(queue <= f64::from(replicas) * 30.0 * (1.0 + 1e-6));
        }

        #[test]
        fn jobs_stay_within_the_most(
            queue in 0.0..1e4_f64, target in 0.1..50.0_f64, running in 0_u32..200, pending in 0_u32..200, max in 0_u32..200
        ) {
            let jobs = Jobs { running, pending: pending.min(running), max };
            for strategy in [JobStrategy::Default, JobStrategy::Accurate] {
                let more = new_jobs(strategy, queue, target, jobs);
                prop_assert!(more == 0 || running + more <= max, "{strategy:?} {more}");
            }
        }
    }
}
