//! Rows and laws of step scaling.

use super::*;
use proptest::prelude::*;

fn step(lower: Option<f64>, upper: Option<f64>, adjustment: i32) -> StepAdjustment {
    StepAdjustment { lower, upper, adjustment }
}

#[test]
fn lists_that_aws_refuses_are_refused_in_words() {
    for (steps, message) in [
        (vec![], "a policy must have 1 to 20 step adjustments, but has 0"),
        (vec![step(Some(0.0), None, 1); 21], "a policy must have 1 to 20 step adjustments, but has 21"),
        (vec![step(None, None, 1)], "a step adjustment must have a lower or an upper bound, but one has neither"),
        (vec![step(Some(f64::NAN), None, 1)], "the bound of a step adjustment must be a finite number, or left out"),
        (
            vec![step(Some(5.0), Some(5.0), 1)],
            "the lower bound of a step adjustment must be below its upper bound, but 5 is not below 5",
        ),
        (
            vec![step(Some(5.0), None, 1), step(Some(0.0), Some(10.0), 1)],
            "step adjustments must not overlap, but one goes up to 10 and another starts at 5",
        ),
        (
            vec![step(Some(5.0), None, 1), step(Some(0.0), None, 2)],
            "step adjustments must not overlap, but one goes up to infinity and another starts at 5",
        ),
        (
            vec![step(Some(-10.0), Some(0.0), -1), step(Some(-30.0), Some(-20.0), -2)],
            "step adjustments must not leave a gap, but none covers −20 to −10 from the threshold",
        ),
        (
            vec![step(Some(-10.0), Some(0.0), -1)],
            "where a step adjustment starts below the threshold, the lowest must have no lower bound, but it has −10",
        ),
        (
            vec![step(Some(0.0), Some(15.0), 1)],
            "where a step adjustment ends above the threshold, the highest must have no upper bound, but it has 15",
        ),
    ] {
        assert_eq!(Steps::new(steps).unwrap_err().to_string(), message);
    }
}

#[test]
fn a_list_survives_a_link_and_a_wrong_one_does_not() {
    let steps = Steps::new(vec![step(None, Some(-20.0), -30), step(Some(-20.0), Some(0.0), -10)]).unwrap();
    let text = serde_json::to_string(&steps).unwrap();
    assert_eq!(serde_json::from_str::<Steps>(&text).unwrap(), steps);
    for wrong in [
        "[]",
        r#"[{"lower": 0, "upper": 5, "adjustment": 1}]"#,
        r#"[{"lower": 0, "upper": null, "adjustment": 1.5}]"#,
        r#"[{"lower": 0, "upper": null, "adjustment": 1, "extra": 1}]"#,
    ] {
        assert!(serde_json::from_str::<Steps>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn the_bound_nearer_to_the_threshold_belongs_to_the_step() {
    let both =
        Steps::new(vec![step(None, Some(-10.0), -2), step(Some(-10.0), Some(10.0), 0), step(Some(10.0), None, 2)])
            .unwrap();
    for (metric, adjustment) in [
        (60.0, Some(2)),
        (59.0, Some(0)),
        (50.0, Some(0)),
        (40.5, Some(0)),
        (40.0, Some(-2)),
        (f64::INFINITY, None),
        (f64::NAN, None),
    ] {
        assert_eq!(matching_step(&both, metric, 50.0).map(|step| step.adjustment), adjustment, "{metric}");
    }
}

#[test]
fn percentages_round_towards_zero_but_not_to_it() {
    let percent =
        |percent, capacity, least| capacity_change(AdjustmentType::PercentChangeInCapacity, percent, capacity, least);
    for (p, capacity, least, change) in [
        (127, 10, None, 12),
        (-67, 10, None, -6),
        (-5, 10, None, -1),
        (0, 3, Some(5), 0),
        (50, 0, None, 0),
        (-25, 4, Some(2), -2),
        (25, 40, Some(2), 10),
        (25, 40, Some(0), 10),
        (i32::MIN, u32::MAX, None, -92_233_720_347_072_921),
    ] {
        assert_eq!(percent(p, capacity, least), change, "{p} of {capacity}, {least:?}");
    }
}

#[test]
fn bounds_and_warm_up_hold() {
    let group = Group { ready: 10, desired: 12, min: 4, max: 15 };
    let exact = |count| new_capacity(AdjustmentType::ExactCapacity, count, None, &group);
    // 12 are on their way: less is not taken back, more stops at 15.
    assert_eq!((exact(11), exact(3), exact(-5), exact(14), exact(400)), (12, 12, 12, 14, 15));
    let settled = Group { ready: 12, ..group };
    assert_eq!(new_capacity(AdjustmentType::ChangeInCapacity, -20, None, &settled), 4);
    assert_eq!(new_capacity(AdjustmentType::ChangeInCapacity, i32::MAX, None, &settled), 15);
}

proptest! {
    #[test]
    fn a_step_covers_every_metric_on_its_side(
        widths in proptest::collection::vec(0.1..50.0_f64, 0..19), threshold in -1e3..1e3_f64, distance in 0.0..1e4_f64
    ) {
        let (mut steps, mut start) = (Vec::new(), 0.0);
        for width in &widths {
            steps.push(step(Some(start), Some(start + width), 1));
            start += width;
        }
        steps.push(step(Some(start), None, 1));
        let mirrored = steps.iter().map(|one| step(one.upper.map(|b| -b), one.lower.map(|b| -b), -1)).collect();
        let (out, in_) = (Steps::new(steps).unwrap(), Steps::new(mirrored).unwrap());
        prop_assert!(matching_step(&out, threshold + distance, threshold).is_some());
        if threshold - distance < threshold {
            prop_assert!(matching_step(&in_, threshold - distance, threshold).is_some());
        }
    }

    #[test]
    fn a_repeated_breach_orders_once(ready in 0_u32..1000, percent in -200_i32..400, least in proptest::option::of(0_u32..20)) {
        let group = Group { ready, desired: ready, min: 0, max: 5000 };
        let order = |group: &Group| new_capacity(AdjustmentType::PercentChangeInCapacity, percent, least, group);
        let once = order(&group);
        let again = order(&Group { desired: once.max(ready), ..group });
        prop_assert_eq!(again, if once < ready { once } else { once.max(ready) });
        prop_assert!(once <= 5000);
    }

    #[test]
    fn nothing_panics(
        kind in prop_oneof![
            Just(AdjustmentType::ChangeInCapacity),
            Just(AdjustmentType::ExactCapacity),
            Just(AdjustmentType::PercentChangeInCapacity)
        ],
        adjustment: i32, least: Option<u32>, ready: u32, desired: u32, min: u32, max: u32
    ) {
        let group = Group { ready, desired, min, max };
        let count = new_capacity(kind, adjustment, least, &group);
        prop_assert!(count <= max || count == desired);
    }
}
