//! KEDA: replicas from the length of a queue, down to zero and back.

use crate::base::numeric::ceil_count;

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

    proptest! {
        #[test]
        fn each_replica_has_its_target_or_less(queue in 0.0..2900.0_f64, current in 0_u32..100) {
            let scaler = QueueScaler::usual(30.0);
            let replicas = scaler.replicas(queue, current, 0.0);
            prop_assert!(queue <= f64::from(replicas) * 30.0 * (1.0 + 1e-6));
        }
    }
}
