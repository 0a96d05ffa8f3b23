//! Laws that every run obeys, whatever fleet, work, policy and load.

use super::scenes::*;
use headroom_core::base::units::Quantity;
use headroom_core::formulas::autoscaler::metric::Metric;
use headroom_core::formulas::queueing;
use headroom_core::plan::scenario::scaling::*;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn requests_in_are_served_or_lost_or_wait(
        fleet in fleet(), work in work(), preset in preset(), step in step(), loads in loads()
    ) {
        let bench = Bench::new(|service| (service.scaling.fleet, service.scaling.work) = (fleet, work));
        let scene = bench.scene(step, &loads);
        let mut run = scene.simulation(&bench.preset(preset), scene.table());
        let (mut came, mut served, mut lost) = (0.0, 0.0, 0.0);
        for load in &loads {
            run.advance(1);
            let now = run.last();
            came += load * step;
            served += now.served - now.served_in_vain;
            lost += now.lost;
            let accounted = served + lost + run.waiting();
            prop_assert!((came - accounted).abs() <= 1e-9 * came.max(1.0), "{came} came, {accounted} are accounted for");
            for value in [now.served, now.lost, now.queue, now.wait, now.limited, now.shed, now.overflowed, now.timed_out] {
                prop_assert!(value >= 0.0 && value.is_finite(), "{now:?}");
            }
            prop_assert!(now.served <= now.capacity * (1.0 + 1e-12) && now.served_in_vain <= now.served);
        }
        let waiting = run.waiting();
        let (outcome, _, _) = run.finish();
        prop_assert!((outcome.served + outcome.lost + waiting - outcome.requests).abs() <= 1e-9 * came.max(1.0));
        prop_assert!(outcome.late <= outcome.served * (1.0 + 1e-12));
        prop_assert!(outcome.attempts >= outcome.requests * (1.0 - 1e-12));
    }

    #[test]
    fn replicas_stay_within_their_bounds_and_what_is_paid_is_explained(
        fleet in fleet(), limit in proptest::option::of(5_u32..80), preset in preset(), step in step(), loads in loads(),
        min in 1_u32..20, more in 0_u32..60
    ) {
        let bench = Bench::new(|service| service.scaling.fleet = fleet).within(limit);
        let mut choice = bench.preset(preset);
        choice.min = Some(Quantity::clamped(f64::from(min)));
        choice.max = Some(Quantity::clamped(f64::from(min + more)));
        let scene = bench.scene(step, &loads);
        let mut run = scene.simulation(&choice, scene.table());
        let most = limit.unwrap_or(u32::MAX);
        for _ in &loads {
            run.advance(1);
            prop_assert!((min..=min + more).contains(&run.desired()), "{} desired", run.desired());
            let state = run.fleet();
            let size = state.ready + state.waiting + state.pulling + state.loading;
            prop_assert!(size <= (min + more).min(most), "{state:?}");
        }
        let spend = run.finish().0.spend;
        for part in [spend.work, spend.headroom, spend.lag, spend.waste] {
            prop_assert!(part >= -1e-9, "{spend:?}");
        }
    }

    #[test]
    fn the_ideal_fleet_costs_no_more_than_a_policy_that_keeps_the_objective(
        preset in preset(), step in step(), loads in loads(), floor in 1_u32..70
    ) {
        let bench = Bench::new(|_| {});
        let mut choice = bench.preset(preset);
        (choice.min, choice.max) = (Some(Quantity::clamped(f64::from(floor))), None);
        let scene = bench.scene(step, &loads);
        let (outcome, columns, _) = scene.simulation(&choice, scene.table()).with_columns().finish();
        let columns = columns.unwrap();
        for row in 0..columns.rows() {
            prop_assert!(columns.outside[row] == 1.0 || columns.ready[row] >= columns.ideal[row], "row {row}");
        }
        if outcome.outside == 0.0 {
            prop_assert!(outcome.ideal.unwrap() <= outcome.spend.paid() * (1.0 + 1e-9));
        }
    }

    #[test]
    fn more_start_up_delay_never_helps_a_fleet_that_grows_by_schedule(
        loads in loads(), step in step(), delay in 0.0..1800.0_f64, more in 0.0..1800.0_f64
    ) {
        // A policy that reacts may profit from a queue that grew longer; one that follows the clock cannot.
        let outside = |seconds: f64| {
            let bench = Bench::new(|service| service.scaling.fleet.startup.warm_up = Quantity::clamped(seconds));
            let mut choice = bench.preset("scheduled");
            choice.min = Some(Quantity::clamped(1.0));
            let scene = bench.scene(step, &loads);
            let outcome = scene.simulation(&choice, scene.table()).finish().0;
            (outcome.outside, outcome.lost, outcome.served)
        };
        let (sooner, later) = (outside(delay), outside(delay + more));
        prop_assert!(later.0 >= sooner.0 && later.1 >= sooner.1 - 1e-6 && later.2 <= sooner.2 + 1e-6, "{sooner:?} {later:?}");
    }

    #[test]
    fn a_longer_queue_loses_no_more_and_a_larger_fleet_serves_no_less(
        loads in loads(), step in step(), replicas in 1_u32..60, limit in 0.0..20_000.0_f64
    ) {
        let run = |replicas: u32, limit: f64| {
            let bench = Bench::new(|service| {
                service.scaling.work.timeout = None;
                service.scaling.work.queue_limit = Some(Quantity::clamped(limit));
            });
            let scene = bench.scene(step, &loads);
            scene.simulation(&fixed(replicas), scene.table()).finish().0
        };
        let (small, long, large) = (run(replicas, limit), run(replicas, limit * 2.0 + 10.0), run(replicas + 5, limit));
        prop_assert!(long.lost <= small.lost + 1e-6);
        prop_assert!(large.served >= small.served - 1e-6 && large.lost <= small.lost + 1e-6);
    }

    #[test]
    fn a_run_is_the_same_in_one_piece_and_in_slices(
        fleet in fleet(), work in work(), preset in preset(), step in step(), loads in loads(), slice in 1_usize..50
    ) {
        let bench = Bench::new(|service| (service.scaling.fleet, service.scaling.work) = (fleet, work));
        let scene = bench.scene(step, &loads);
        let choice = bench.preset(preset);
        let whole = scene.simulation(&choice, scene.table()).with_columns().finish();
        let mut sliced = scene.simulation(&choice, whole.2.clone()).with_columns();
        while sliced.advance(slice) {}
        let sliced = sliced.finish();
        prop_assert_eq!(&whole.0, &sliced.0);
        prop_assert_eq!(whole.1, sliced.1);
    }
}

#[test]
fn a_constant_load_is_kept_up_to_what_mmc_allows() {
    // 57 replicas of 2,000 requests/s; the largest load that M/M/c lets through, and a little more.
    let bench = Bench::new(|service| service.scaling.work.timeout = None);
    let service = bench.service();
    let capacity = service.sizing.replica.capacity;
    let objective = service.sizing.slo.latency.unwrap();
    let servers = 57 * u64::from(capacity.concurrency().get());
    let (percentile, target) = (objective.percentile.get(), objective.target.get());
    let most = queueing::max_arrival_rate_for_response(servers, capacity.service(), percentile, target).unwrap();
    let outside = |load: f64| {
        let loads = vec![load; 500];
        let scene = bench.scene(60.0, &loads);
        let table = scene.table();
        scene.simulation(&fixed(57), table).finish().0
    };
    // A fleet of 57 is interpolated between 56 and 58, which costs less than a thousandth.
    assert_eq!(outside(most * 0.999).outside, 0.0);
    assert_eq!(outside(most * 1.001).outside, 30_000.0);
    // The fluid has no queue below capacity; the one that M/M/c has is as short as its mean wait.
    let mmc = queueing::mgc(most * 0.9, capacity.service(), servers).unwrap();
    let run = outside(most * 0.9);
    assert!(run.longest_queue == 0.0 && mmc.mean_wait < 1e-3 * capacity.service_time(), "{}", mmc.mean_wait);
    assert!((run.utilization - most * 0.9 / (57.0 * 2000.0)).abs() < 1e-12);
}

#[test]
fn requests_that_waited_for_the_first_replica_are_late() {
    use headroom_core::plan::scaling::engine::Cause;
    // Nothing for a minute, then a fleet that starts in one step and serves all that has piled up.
    let bench = Bench::new(|service| {
        service.scaling.work.timeout = None;
        service.scaling.fleet.startup.image_pull = Quantity::clamped(60.0);
        service.scaling.fleet.startup.warm_up = Quantity::clamped(0.0);
    });
    let mut choice = bench.preset("keda");
    (choice.min, choice.max) = (Some(Quantity::clamped(0.0)), Some(Quantity::clamped(100.0)));
    let mut loads = vec![0.0; 30];
    loads.extend([10.0; 30]);
    let scene = bench.scene(60.0, &loads);
    let outcome = scene.simulation(&choice, scene.table()).finish().0;
    assert!(outcome.late >= 600.0, "the first minute alone brought 600 requests: {outcome:?}");
    assert!(outcome.kept_of_requests() < 1.0 && outcome.outside >= 60.0);
    assert!(outcome.causes.iter().any(|(cause, _)| matches!(cause, Cause::ColdStart | Cause::Backlog)));
}

#[test]
fn what_still_waits_at_the_end_is_not_kept() {
    let bench = Bench::new(|service| {
        service.scaling.work.timeout = None;
        service.sizing.slo.latency = None;
    });
    // One replica of 2,000 requests/s under 30,000: 14 of 15 requests are never answered.
    let scene = bench.scene(60.0, &[30_000.0; 1000]);
    let outcome = scene.simulation(&fixed(1), scene.table()).finish().0;
    assert!((outcome.kept_of_requests() - 1.0 / 15.0).abs() < 1e-3, "{}", outcome.kept_of_requests());
    assert_eq!(outcome.requests, outcome.served + outcome.unanswered);
}

#[test]
fn a_limit_binds_from_the_start_and_is_named() {
    use headroom_core::plan::scaling::engine::Cause;
    let bench = Bench::new(|_| {}).within(Some(10));
    let scene = bench.scene(60.0, &[60_000.0; 100]);
    let outcome = scene.simulation(&fixed(57), scene.table()).finish().0;
    assert_eq!((outcome.most, outcome.causes[0].0), (10, Cause::Limit));
}

#[test]
fn causes_name_what_would_help() {
    use headroom_core::formulas::autoscaler::hpa::{
        HpaAmount, HpaBehavior, HpaMetric, HpaName, HpaPolicy, HpaRules, HpaScalingPolicy, HpaSource, HpaTarget,
    };
    use headroom_core::plan::scaling::engine::Cause;
    let bench = Bench::new(|_| {});
    let loads: Vec<f64> = (0..200).map(|place| if place < 20 { 10_000.0 } else { 90_000.0 }).collect();
    let scene = bench.scene(60.0, &loads);
    let first = |choice: &PolicyChoice| scene.simulation(choice, scene.table()).finish().0.causes[0].0;
    assert_eq!(first(&fixed(20)), Cause::Blind);
    // One pod in half an hour: the metrics ask for enough, the rules do not let it happen.
    let slow = HpaScalingPolicy { amount: HpaAmount::Pods(Quantity::clamped(1.0)), period: Quantity::clamped(1800.0) };
    let up = HpaRules { policies: Some(vec![slow]), ..HpaRules::default() };
    let source = HpaSource::Pods(HpaName::from_static("rps"));
    let metric =
        HpaMetric::new(source, Some(Metric::LoadPerReplica), HpaTarget::AverageValue(Quantity::clamped(1400.0)));
    let behavior = HpaBehavior { scale_up: Some(up), scale_down: None };
    let mut choice = PolicyChoice::of_rule("Slow", Rule::Hpa(HpaPolicy::new(vec![metric], Some(behavior))));
    (choice.min, choice.max) = (Some(Quantity::clamped(5.0)), Some(Quantity::clamped(100.0)));
    assert_eq!(first(&choice), Cause::HeldBack);
    choice.max = Some(Quantity::clamped(8.0));
    choice.min = Some(Quantity::clamped(8.0));
    assert_eq!(first(&choice), Cause::Ceiling);
}

#[test]
fn an_accelerator_that_batches_looks_busy_long_before_it_is() {
    use headroom_core::formulas::autoscaler::hpa::{HpaBehavior, HpaMetric, HpaName, HpaPolicy, HpaSource, HpaTarget};
    // The published batching server: α = 5 ms, β = 1 ms, B = 32, at 46 % of its throughput.
    let bench = Bench::new(|service| {
        service.scaling.work.batching =
            Some(Batching { max_batch: Quantity::clamped(32.0), fixed_share: Quantity::clamped(5.0 / 37.0) });
    });
    let hpa = |signal| {
        let source = HpaSource::Pods(HpaName::from_static("utilization"));
        let metric = HpaMetric::new(source, Some(signal), HpaTarget::AverageValue(Quantity::clamped(0.7)));
        let rule = Rule::Hpa(HpaPolicy::new(vec![metric], Some(HpaBehavior::default())));
        let mut choice = PolicyChoice::of_rule("HPA", rule);
        choice.max = Some(Quantity::clamped(100.0));
        choice
    };
    let loads = vec![46_250.0; 400];
    let scene = bench.scene(15.0, &loads);
    let most = |signal| scene.simulation(&hpa(signal), scene.table()).finish().0.most;
    // 46,250 / (2,000 · 0.7) = 33.04; on GPU-busy the fleet grows to its limit and is not one request faster.
    assert!(most(Metric::CpuUtilization) <= 36, "{}", most(Metric::CpuUtilization));
    assert!(most(Metric::GpuUtilization) >= 90, "{}", most(Metric::GpuUtilization));
}
