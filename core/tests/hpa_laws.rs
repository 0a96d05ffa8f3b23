//! What the autoscaler keeps, whatever its policy and its fleet.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[path = "reference/oracle/hpa_lists.rs"]
mod hpa_lists;
#[path = "reference/oracle/scale_events.rs"]
mod scale_events;

use headroom_core::base::units::{HpaPeriod, HpaWindow, Quantity};
use headroom_core::formulas::autoscaler::hpa::HpaName;
use headroom_core::formulas::autoscaler::hpa::defaults::EffectiveRules;
use headroom_core::formulas::autoscaler::hpa::rate_limit::{scale_down_limit, scale_up_limit};
use headroom_core::formulas::autoscaler::hpa::*;
use headroom_core::formulas::autoscaler::metric::{Metric, Seen};
use hpa_lists::{ListController, Recommendation, Windows, stabilize};
use proptest::prelude::*;

/// Round times meet the ends of windows exactly; the others never do.
fn duration<Q: Quantity + std::fmt::Debug>() -> impl Strategy<Value = Q> {
    prop_oneof![
        prop::sample::select(vec![0.0, 1.0, 15.0, 30.0, 45.0, 60.0, 120.0, 300.0, 1800.0]),
        (1.0..400.0f64),
        (1u32..40).prop_map(|ticks| f64::from(ticks) * 15.0),
    ]
    .prop_map(Quantity::clamped)
}

fn scaling_policy() -> impl Strategy<Value = HpaScalingPolicy> {
    let amount = prop_oneof![
        (1.0..30.0f64).prop_map(|pods| HpaAmount::Pods(Quantity::clamped(pods))),
        (1.0..250.0f64).prop_map(|percent| HpaAmount::Percent(Quantity::clamped(percent))),
    ];
    (amount, duration::<HpaPeriod>()).prop_map(|(amount, period)| HpaScalingPolicy { amount, period })
}

fn rules() -> impl Strategy<Value = HpaRules> {
    use SelectPolicy::{Disabled, Max, Min};
    let select = prop::sample::select(vec![Max, Max, Max, Min, Min, Disabled]);
    (
        prop::option::of(duration::<HpaWindow>()),
        prop::option::of(select),
        prop::option::of(prop::collection::vec(scaling_policy(), 1..4)),
        prop::option::of((0.0..0.3f64).prop_map(Quantity::clamped)),
    )
        .prop_map(|(stabilization_window, select_policy, policies, tolerance)| HpaRules {
            stabilization_window,
            select_policy,
            policies,
            tolerance,
        })
}

fn metric() -> impl Strategy<Value = HpaMetric> {
    let name = || HpaName::from_static("x");
    let source = prop::sample::select(vec![
        HpaSource::Resource(HpaName::from_static("cpu")),
        HpaSource::Resource(HpaName::from_static("memory")),
        HpaSource::Pods(name()),
        HpaSource::External(name()),
    ]);
    let target = prop_oneof![
        (20.0..150.0f64).prop_map(|percent| HpaTarget::Utilization(Quantity::clamped(percent))),
        (0.1..30.0f64).prop_map(|value| HpaTarget::AverageValue(Quantity::clamped(value))),
        (0.1..300.0f64).prop_map(|value| HpaTarget::Value(Quantity::clamped(value))),
    ];
    (source, prop::option::weighted(0.9, prop::sample::select(Metric::ALL.to_vec())), target)
        .prop_map(|(source, signal, target)| HpaMetric::new(source, signal, target))
}

fn policy() -> impl Strategy<Value = HpaPolicy> {
    let behavior = (prop::option::of(rules()), prop::option::of(rules()))
        .prop_map(|(scale_up, scale_down)| HpaBehavior { scale_up, scale_down });
    (prop::collection::vec(metric(), 0..4), prop::option::weighted(0.85, behavior))
        .prop_map(|(metrics, behavior)| HpaPolicy::new(metrics, behavior))
}

/// What happens between two syncs: time, load, starting pods, what is reported, and now and then a
/// scaling by hand.
type Step = (f64, f64, (u8, u8), [Option<f64>; 6], Option<u32>);

fn step() -> impl Strategy<Value = Step> {
    let wait = prop_oneof![3 => Just(15.0), 1 => Just(0.0), 1 => 0.1..200.0f64, 1 => Just(300.0)];
    let load = prop_oneof![0.0..50.0f64, 0.0..5000.0f64];
    let reported = prop::array::uniform6(prop::option::weighted(0.97, 0.0..2.0f64));
    (wait, load, (0..4u8, 0..4u8), reported, prop::option::weighted(0.03, 0..80u32))
}

fn seen(reported: [Option<f64>; 6], load: f64, ready: u32) -> Seen {
    let mut seen = Seen::default();
    let per_replica = load / f64::from(ready.max(1));
    for (metric, value) in Metric::ALL.into_iter().zip(reported) {
        let scale = match metric {
            Metric::LoadPerReplica | Metric::InFlight => per_replica,
            Metric::QueueDepth => load,
            _ => 1.0,
        };
        seen.set(metric, value.map(|value| value * scale));
    }
    seen
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_fast_controller_decides_as_the_lists_do_and_stays_within_bounds(
        policy in policy(), start in 0..60u32, min in 0..20u32, more in 0..80u32,
        steps in prop::collection::vec(step(), 1..300),
    ) {
        let (mut fast, mut lists) = (HpaController::new(&policy), ListController::new(&policy));
        let (mut now, mut replicas, max) = (0.0, start, min + more);
        for (n, (wait, load, (unready, pending), reported, by_hand)) in steps.into_iter().enumerate() {
            now += wait;
            let (unready, pending) = (u32::from(unready).min(replicas), u32::from(pending));
            let ready = replicas - unready;
            let seen = seen(reported, load, ready);
            let fleet = FleetSeen { now, replicas, ready, unready, pending, min, max, seen };
            let decision = fast.sync(&fleet);
            prop_assert_eq!(decision, lists.sync(&fleet), "sync {} at {}", n, now);
            let off = decision.reason == Reason::Disabled;
            prop_assert!(off || (min..=max).contains(&decision.replicas), "{:?} of {:?}", decision, fleet);
            replicas = by_hand.unwrap_or(decision.replicas);
        }
    }

    #[test]
    fn no_fleet_is_too_absurd(
        policy in policy(), times in prop::collection::vec(any::<f64>(), 1..20),
        numbers in prop::array::uniform6(any::<u32>()), reported in prop::array::uniform6(prop::option::of(any::<f64>())),
    ) {
        let (mut fast, mut lists) = (HpaController::new(&policy), ListController::new(&policy));
        let [replicas, ready, unready, pending, min, max] = numbers;
        let mut seen = Seen::default();
        Metric::ALL.into_iter().zip(reported).for_each(|(metric, value)| seen.set(metric, value));
        for now in times {
            let fleet = FleetSeen { now, replicas, ready, unready, pending, min, max, seen };
            let _ = (fast.sync(&fleet), lists.sync(&fleet));
        }
    }

    #[test]
    fn max_allows_at_least_the_change_that_min_does(
        policies in prop::collection::vec(scaling_policy(), 1..6), current in 0..2000u32,
        starts in prop::collection::vec(-500..2500i64, 6),
    ) {
        let rules = |select| EffectiveRules { window: 0.0, select, policies: policies.clone() };
        let (max, min) = (rules(SelectPolicy::Max), rules(SelectPolicy::Min));
        let start = |place: usize, _| starts[place];
        prop_assert!(scale_up_limit(current, &max, start) >= scale_up_limit(current, &min, start));
        prop_assert!(scale_down_limit(current, &max, start) <= scale_down_limit(current, &min, start));
    }

    #[test]
    fn longer_windows_are_calmer(
        ages in prop::collection::vec((0.0..700.0f64, 0..100u32), 0..30), current in 0..100u32, desired in 0..100u32,
        up in 0.0..600.0f64, down in 0.0..600.0f64, longer in 0.0..300.0f64,
    ) {
        let recommendations: Vec<_> =
            ages.into_iter().map(|(age, replicas)| Recommendation { replicas, at: 1000.0 - age }).collect();
        let stabilized = |up, down| stabilize(&mut recommendations.clone(), 1000.0, current, desired, Windows { up, down });
        let before = stabilized(up, down);
        prop_assert!(stabilized(up, down + longer) >= before);
        prop_assert!(stabilized(up + longer, down) <= before);
    }

    #[test]
    fn without_tolerance_and_windows_a_constant_load_gets_what_it_needs(
        load_milli in 0..50_000_000u64, target_milli in 1000..500_000u64, start in 1..300u32,
    ) {
        let calm = HpaRules {
            stabilization_window: Some(Quantity::clamped(0.0)),
            tolerance: Some(Quantity::clamped(0.0)),
            ..HpaRules::default()
        };
        let metric = HpaMetric::new(HpaSource::External(HpaName::from_static("load")), Some(Metric::LoadPerReplica), HpaTarget::AverageValue(Quantity::clamped(target_milli as f64 / 1000.0)));
        let behavior = Some(HpaBehavior { scale_up: Some(calm.clone()), scale_down: Some(calm) });
        let mut controller = HpaController::new(&HpaPolicy::new(vec![metric], behavior));
        let mut replicas = start;
        // Doubling from one pod reaches 2¹⁶ within twenty syncs.
        for sync in 0..24 {
            let mut seen = Seen::default();
            seen.set(Metric::LoadPerReplica, Some(load_milli as f64 / 1000.0 / f64::from(replicas)));
            let now = f64::from(sync) * 15.0;
            let fleet = FleetSeen { now, replicas, ready: replicas, unready: 0, pending: 0, min: 1, max: 100_000, seen };
            replicas = controller.sync(&fleet).replicas;
        }
        prop_assert_eq!(u64::from(replicas), load_milli.div_ceil(target_milli).max(1));
    }
}
