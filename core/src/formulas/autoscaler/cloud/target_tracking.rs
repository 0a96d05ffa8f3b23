//! AWS target tracking: capacity in proportion to a metric, quickly out and slowly in.
//!
//! The algorithm is not published. This is a model of what is documented: two alarms on consecutive
//! datapoints, capacity in proportion, and cooldowns.

use super::Group;
use crate::base::numeric::ceil_count;

/// A target tracking policy, as its documentation describes it.
///
/// The metric must fall in inverse proportion to the capacity, as a mean utilization or requests per
/// target do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TargetTracking {
    /// Value of the metric to stay near, in its own unit; above zero.
    pub target: f64,
    /// Consecutive datapoints above the target that scale out; 3 as a rule.
    pub out_datapoints: u32,
    /// Consecutive datapoints below `in_threshold · target` that scale in; 15 as a rule.
    pub in_datapoints: u32,
    /// How far below the target the metric must be before anything is removed, as a fraction of it; 0.9
    /// as a rule.
    pub in_threshold: f64,
    /// Seconds after a scale-out during which only a larger one starts.
    pub out_cooldown: f64,
    /// Seconds after a scale-in during which no other one starts; a scale-out may, at any time.
    pub in_cooldown: f64,
    /// Whether the policy may remove capacity at all.
    pub scales_in: bool,
}

impl TargetTracking {
    /// The usual policy on metrics of a minute: 3 and 15 datapoints, 10 % below, cooldowns of 300 s.
    pub fn usual(target: f64) -> Self {
        Self {
            target,
            out_datapoints: 3,
            in_datapoints: 15,
            in_threshold: 0.9,
            out_cooldown: 300.0,
            in_cooldown: 300.0,
            scales_in: true,
        }
    }
}

/// What a policy remembers from one datapoint to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TargetTrackingState {
    above: u32,
    below: u32,
    /// When it last scaled out, and by how many instances.
    last_out: Option<(f64, u32)>,
    last_in: Option<f64>,
}

impl TargetTrackingState {
    /// Takes one datapoint, and says what capacity to order where that changes.
    ///
    /// With `m` the metric, `T` the target and `c` the capacity that serves, the load is `m·c`, and both alarms
    /// ask for `⌈m·c/T⌉`: out after enough datapoints with `m > T`, in after enough with `m < in_threshold·T`.
    /// Never does what remains exceed the target. A change starts both counts anew.
    ///
    /// | symbol | input         | unit                                      |
    /// |--------|---------------|-------------------------------------------|
    /// | `m`    | `metric`      | the metric's own                          |
    /// | `T`    | `target`      | the metric's own                          |
    /// | `c`    | `group.ready` | instances                                 |
    /// |        | `now`         | seconds, from any start, never falling    |
    ///
    /// Missing data, which is also what is no finite number or negative, changes nothing and breaks off
    /// both counts. Without capacity that serves the metric says nothing, so that a group at zero stays
    /// there. While capacity warms up, none is removed.
    ///
    /// # Source
    ///
    /// Application Auto Scaling User Guide, "Target tracking scaling policies" and "Cooldown period": the
    /// alarms, what blocks what, and that scale-in keeps below the target. That the step is just
    /// proportional is a modelling choice.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::formulas::autoscaler::cloud::Group;
    /// use headroom_core::formulas::autoscaler::cloud::target_tracking::*;
    ///
    /// let (policy, group) = (TargetTracking::usual(60.0), Group { ready: 10, desired: 10, min: 1, max: 50 });
    /// let mut state = TargetTrackingState::default();
    /// let orders: Vec<_> =
    ///     [0.0, 60.0, 120.0].map(|now| state.observe(&policy, now, Some(90.0), &group)).into_iter().collect();
    /// // The third minute above 60: 90 · 10 / 60.
    /// assert_eq!(orders, [None, None, Some(15)]);
    /// ```
    pub fn observe(&mut self, policy: &TargetTracking, now: f64, metric: Option<f64>, group: &Group) -> Option<u32> {
        let metric = metric.filter(|metric| (0.0..f64::INFINITY).contains(metric));
        let Some(metric) = metric.filter(|_| group.ready > 0 && policy.target > 0.0) else {
            (self.above, self.below) = (0, 0);
            return None;
        };
        self.above = if metric > policy.target { self.above.saturating_add(1) } else { 0 };
        self.below = if metric < policy.in_threshold * policy.target { self.below.saturating_add(1) } else { 0 };
        let (out_alarm, in_alarm) =
            (self.above >= policy.out_datapoints.max(1), self.below >= policy.in_datapoints.max(1));
        if !(out_alarm || in_alarm) {
            return None;
        }
        let desired = group.within(ceil_count(metric * f64::from(group.ready) / policy.target));
        let (is_out, is_in) = (out_alarm && desired > group.desired, in_alarm && desired < group.desired);
        if is_out && self.may_scale_out(policy, now, desired - group.desired) {
            *self = Self { last_out: Some((now, desired - group.desired)), ..Self::default() };
        } else if is_in && policy.scales_in && !group.is_warming() && self.may_scale_in(policy, now) {
            *self = Self { last_in: Some(now), last_out: self.last_out, ..Self::default() };
        } else {
            return None;
        }
        Some(desired)
    }

    fn may_scale_out(&self, policy: &TargetTracking, now: f64, more: u32) -> bool {
        self.last_out.is_none_or(|(then, before)| now - then >= policy.out_cooldown || more > before)
    }

    fn may_scale_in(&self, policy: &TargetTracking, now: f64) -> bool {
        self.last_in.is_none_or(|then| now - then >= policy.in_cooldown)
            && self.last_out.is_none_or(|(then, _)| now - then >= policy.out_cooldown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MINUTE: f64 = 60.0;

    fn policy() -> TargetTracking {
        TargetTracking { out_cooldown: 60.0, ..TargetTracking::usual(60.0) }
    }

    /// Runs a load per minute with capacity that serves at once; the capacity after each minute.
    fn run(policy: &TargetTracking, start: u32, loads: &[Option<f64>]) -> Vec<u32> {
        let (mut state, mut capacity, mut now) = (TargetTrackingState::default(), start, 0.0);
        let each = loads.iter().map(|load| {
            let group = Group { ready: capacity, desired: capacity, min: 2, max: 60 };
            let metric = load.map(|load| load / f64::from(capacity));
            capacity = state.observe(policy, now, metric, &group).unwrap_or(capacity);
            now += MINUTE;
            capacity
        });
        each.collect()
    }

    #[test]
    fn out_in_three_minutes_and_in_after_fifteen() {
        // 900 / 60 = 15 instances, then 300 / 60 = 5.
        let loads: Vec<_> = [vec![Some(900.0); 10], vec![Some(300.0); 20]].concat();
        let capacity = run(&policy(), 10, &loads);
        assert_eq!((capacity[1], capacity[2], capacity[23], capacity[24], capacity[29]), (10, 15, 15, 5, 5));
    }

    #[test]
    fn between_the_thresholds_nothing_happens() {
        // 55 is within 10 % below 60.
        assert!(run(&policy(), 10, &[Some(550.0); 60]).iter().all(|&capacity| capacity == 10));
        // 53 of 4 instances is below 54, but 3 would have 70.7 each.
        assert!(run(&policy(), 4, &[Some(212.0); 60]).iter().all(|&capacity| capacity == 4));
    }

    #[test]
    fn missing_data_breaks_off_the_count() {
        let high = Some(900.0);
        for missing in [None, Some(f64::NAN), Some(f64::INFINITY), Some(-1.0)] {
            assert_eq!(run(&policy(), 10, &[high, high, missing, high, high, high]), [10, 10, 10, 10, 10, 15]);
        }
    }

    #[test]
    fn a_cooldown_holds_back_its_own_direction() {
        let slow = TargetTracking { out_datapoints: 1, in_datapoints: 1, out_cooldown: 600.0, ..policy() };
        // 10 more at once; 2 more wait for ten minutes; 20 more do not.
        assert_eq!(run(&slow, 10, &[Some(1200.0), Some(1320.0), Some(2400.0)]), [20, 20, 40]);
        // In at once; further in waits for five minutes; out does not.
        let capacity = run(&slow, 40, &[Some(1800.0), Some(1200.0), Some(2100.0), Some(600.0)]);
        assert_eq!(capacity, [30, 30, 35, 35]);
        let never = TargetTracking { scales_in: false, ..slow };
        assert_eq!(run(&never, 40, &[Some(600.0); 3]), [40, 40, 40]);
    }

    #[test]
    fn while_capacity_warms_up_none_is_removed() {
        let eager = TargetTracking { out_datapoints: 1, in_datapoints: 1, ..policy() };
        let order = |ready, metric| {
            let group = Group { ready, desired: 12, min: 2, max: 60 };
            TargetTrackingState::default().observe(&eager, 0.0, Some(metric), &group)
        };
        // 10 that serve at 66 need 11, and 12 are on their way; at 90 they need 15.
        assert_eq!(
            (order(10, 66.0), order(10, 90.0), order(10, 20.0), order(12, 20.0)),
            (None, Some(15), None, Some(4))
        );
        assert_eq!(order(0, 90.0), None);
    }

    proptest! {
        #[test]
        fn a_steady_load_ends_within_the_target_and_stays(load in 1.0..3000.0_f64, start in 2_u32..60) {
            let capacity = run(&policy(), start, &[Some(load); 120]);
            let last = f64::from(capacity[119]);
            prop_assert!(load / last <= 60.0 * (1.0 + 1e-9), "{} instances", capacity[119]);
            prop_assert!(capacity[60..].iter().all(|&count| count == capacity[119]));
        }

        #[test]
        fn nothing_panics(
            target: f64, threshold: f64, now: f64, metric: Option<f64>, ready: u32, desired: u32, min: u32, max: u32,
            points: u32
        ) {
            let policy = TargetTracking {
                target, in_threshold: threshold, out_datapoints: points, in_datapoints: points, ..policy()
            };
            let mut state = TargetTrackingState::default();
            let order = state.observe(&policy, now, metric, &Group { ready, desired, min, max });
            prop_assert!(order.is_none_or(|count| count <= max));
        }
    }
}
