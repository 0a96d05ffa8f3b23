//! The printed autoscaler: two thresholds, an instance count a step, and what it takes to repair it.

use crate::base::numeric::ceil_count;

/// What `simulate_autoscale` is given, but for the load; from its signature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrintedThresholds {
    /// Requests / second / instance.
    pub capacity: f64,
    /// Utilization above which instances are added, fraction; 0.8 as printed.
    pub up: f64,
    /// Utilization below which instances are removed, fraction; 0.3 as printed.
    pub down: f64,
    /// The least instances that a removal leaves.
    pub min: i64,
    /// The most instances that an addition leaves.
    pub max: i64,
}

/// One step of `simulate_autoscale`, as printed: the instances after a load has been seen.
///
/// With `u = q/(n·μ)`, and 1 without instances: `min(max, ⌈q/(μ·up)⌉)` where `u > up`, `max(min, ⌈q/(μ·down)⌉)` where
/// `u < down`, else `n`.
///
/// | symbol | input        | unit                         |
/// |--------|--------------|------------------------------|
/// | `q`    | `load`       | requests / second            |
/// | `n`    | `instances`  | instances                    |
/// | `μ`    | `capacity`   | requests / second / instance |
///
/// **What is wrong with it.** It scales down to the scale-down threshold, not to a target: with 0.8 and
/// 0.3 that leaves 2.67 times the instances that scaling up would buy, so little busy that the next
/// dip triggers again. A removal may leave more than `max`, an addition fewer than `min`. Without
/// instances the utilization is 1 whatever the load. The plain `ceil` buys an instance for the last
/// bit of a float. Where Python would stop (a capacity of zero), counts saturate here, and a load that
/// is no number changes nothing.
///
/// **What the product does instead.** [`ThresholdRule`] sizes to a target between the thresholds, rounds
/// by [`ceil_count`], keeps the bounds both ways, and waits between removals.
///
/// # Source
///
/// Seed 003, `simulate_autoscale`, the body of its loop.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::published::{PrintedThresholds, threshold_rule_as_printed};
///
/// let printed = PrintedThresholds { capacity: 2000.0, up: 0.8, down: 0.3, min: 1, max: 100 };
/// // 16 000 of 20 000 is not above 0.8; a bit more is. 5000 is 25 %, and buys ⌈8.33⌉.
/// let next = |load| threshold_rule_as_printed(load, 10, &printed);
/// assert_eq!((next(16_000.0), next(16_000.1), next(5000.0)), (10, 11, 9));
/// ```
pub fn threshold_rule_as_printed(load: f64, instances: i64, thresholds: &PrintedThresholds) -> i64 {
    let PrintedThresholds { capacity, up, down, min, max } = *thresholds;
    let utilization = if instances > 0 { load / (instances as f64 * capacity) } else { 1.0 };
    // A cast from float to integer saturates, and maps NaN to zero.
    if utilization > up {
        max.min((load / (capacity * up)).ceil() as i64)
    } else if utilization < down {
        min.max((load / (capacity * down)).ceil() as i64)
    } else {
        instances
    }
}

/// Two thresholds, repaired: size to a target between them, and wait between removals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThresholdRule {
    /// Requests / second / instance.
    pub capacity: f64,
    /// Utilization above which instances are added, fraction.
    pub up: f64,
    /// Utilization below which instances are removed, fraction.
    pub down: f64,
    /// Utilization to size for, fraction; what is not between the thresholds counts as the nearer one.
    pub target: f64,
    /// The least instances.
    pub min: u32,
    /// The most instances; where the bounds contradict, it wins.
    pub max: u32,
    /// Seconds since the last change before instances are removed; adding never waits.
    pub cooldown: f64,
}

impl ThresholdRule {
    /// The instances to have after a load has been seen.
    ///
    /// `⌈q/(μ·target)⌉` within the bounds, where `u = q/(n·μ)` is above `up`, or is below `down` and nothing has
    /// changed for `cooldown`; else `n` within the bounds. What would remove instances above `up`, or add
    /// some below `down`, is not done.
    ///
    /// | symbol | input          | unit                         |
    /// |--------|----------------|------------------------------|
    /// | `q`    | `load`         | requests / second            |
    /// | `n`    | `instances`    | instances                    |
    /// | `μ`    | `capacity`     | requests / second / instance |
    /// |        | `since_change` | seconds                      |
    ///
    /// Without instances any load is above `up`. A load that is no number, and a capacity that is not above
    /// zero, leave what there is.
    ///
    /// # Source
    ///
    /// The fixed point of the Kubernetes autoscaler's rule ("Horizontal Pod Autoscaling", algorithm
    /// details), with the band of a threshold policy.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::formulas::published::ThresholdRule;
    ///
    /// let rule = ThresholdRule {
    ///     capacity: 2000.0, up: 0.8, down: 0.3, target: 0.6, min: 1, max: 100, cooldown: 300.0,
    /// };
    /// // 18 000 / 1200 = 15; 5000 / 1200 = 4.2, where the printed rule keeps 9.
    /// assert_eq!((rule.count(18_000.0, 10, 0.0), rule.count(5000.0, 10, 300.0)), (15, 5));
    /// assert_eq!(rule.count(5000.0, 10, 299.0), 10);
    /// ```
    pub fn count(&self, load: f64, instances: u32, since_change: f64) -> u32 {
        let within = |count: u32| count.max(self.min).min(self.max);
        let kept = within(instances);
        let target = self.target.max(self.down).min(self.up);
        let wanted = within(ceil_count(load / (self.capacity * target)));
        if !(load >= 0.0 && self.capacity > 0.0 && target > 0.0) {
            return kept;
        }
        let offered = load / self.capacity;
        let (most, least) = (self.up * f64::from(instances), self.down * f64::from(instances));
        if offered > most {
            wanted.max(kept)
        } else if offered < least && since_change >= self.cooldown {
            wanted.min(kept)
        } else {
            kept
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PRINTED: PrintedThresholds = PrintedThresholds { capacity: 2000.0, up: 0.8, down: 0.3, min: 1, max: 100 };
    const REPAIRED: ThresholdRule =
        ThresholdRule { capacity: 2000.0, up: 0.8, down: 0.3, target: 0.65, min: 1, max: 100, cooldown: 0.0 };

    #[test]
    fn quirks_are_kept() {
        let next = |load, instances, thresholds| threshold_rule_as_printed(load, instances, &thresholds);
        // A removal above the maximum: 30 000 / 600 = 50.
        assert_eq!(next(30_000.0, 200, PrintedThresholds { max: 40, ..PRINTED }), 50);
        // An addition below the minimum.
        assert_eq!(next(2000.0, 1, PrintedThresholds { min: 5, ..PRINTED }), 2);
        // Without instances the utilization is 1, whatever the load.
        assert_eq!((next(0.0, 0, PRINTED), next(4000.0, 0, PRINTED)), (0, 3));
        assert_eq!(next(4000.0, 0, PrintedThresholds { up: 1.0, ..PRINTED }), 0);
        assert_eq!(next(f64::NAN, 7, PRINTED), 7);
        assert_eq!(next(1.0, 7, PrintedThresholds { capacity: 0.0, ..PRINTED }), 100);
    }

    #[test]
    fn the_repaired_rule_keeps_its_bounds() {
        for (load, instances, count) in [
            (0.0, 10, 1),
            (0.0, 0, 1),
            (1e9, 10, 100),
            (13_000.0, 0, 10),
            (f64::NAN, 10, 10),
            (-5.0, 10, 10),
            (1.0, 200, 1),
        ] {
            assert_eq!(REPAIRED.count(load, instances, 0.0), count, "{load} on {instances}");
        }
        assert_eq!(ThresholdRule { capacity: 0.0, ..REPAIRED }.count(1.0, 7, 0.0), 7);
        assert_eq!(ThresholdRule { target: f64::NAN, ..REPAIRED }.count(5000.0, 10, 0.0), 9);
        assert_eq!(ThresholdRule { min: 9, max: 3, ..REPAIRED }.count(0.0, 10, 0.0), 3);
    }

    proptest! {
        #[test]
        fn a_load_seen_again_changes_nothing(load in 0.0..3e5_f64, instances in 0_u32..200) {
            let once = REPAIRED.count(load, instances, 0.0);
            prop_assert_eq!(REPAIRED.count(load, once, 0.0), once);
            let printed = threshold_rule_as_printed(load, instances.into(), &PRINTED);
            prop_assert!(printed == 0 || threshold_rule_as_printed(load, printed, &PRINTED) == printed);
        }

        #[test]
        fn the_repaired_rule_carries_the_load_or_is_at_its_maximum(load in 0.0..3e5_f64, instances in 0_u32..200) {
            let count = REPAIRED.count(load, instances, 0.0);
            prop_assert!(count == 100 || load / (f64::from(count) * 2000.0) <= 0.8 + 1e-9);
            prop_assert!((1..=100).contains(&count));
        }

        #[test]
        fn a_removal_as_printed_leaves_more_than_a_target_does(load in 3000.0..1e5_f64) {
            // Both remove from 100 instances that are less than 30 % busy.
            let printed = threshold_rule_as_printed(load.min(59_000.0), 100, &PRINTED);
            let repaired = i64::from(REPAIRED.count(load.min(59_000.0), 100, 0.0));
            prop_assert!(printed >= 2 * repaired - 1, "{printed} {repaired}");
        }

        #[test]
        fn nothing_panics(load: f64, n: u32, capacity: f64, up: f64, down: f64, target: f64, min: u32, max: u32) {
            let rule = ThresholdRule { capacity, up, down, target, min, max, cooldown: 0.0 };
            prop_assert!(rule.count(load, n, 1.0) <= max);
            let printed = PrintedThresholds { capacity, up, down, min: min.into(), max: max.into() };
            threshold_rule_as_printed(load, n.into(), &printed);
        }
    }
}
