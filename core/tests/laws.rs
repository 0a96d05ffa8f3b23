//! What every scenario and its evaluation keep, whatever is in them.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use headroom_core::base::units::{LatencyTarget, Quantity};
use headroom_core::plan::demand::{Clock, LoadCurve};
use headroom_core::plan::evaluate::{ServiceEvaluation, evaluate, evaluate_from};
use headroom_core::plan::scenario::demand::Growth;
use headroom_core::plan::scenario::sizing::{HeadroomRule, ReplicaCapacity};
use headroom_core::plan::scenario::{Service, codec};
use headroom_core::plan::sizing::ReplicasForLatency;
use headroom_core::report::report;
use proptest::prelude::*;
use support::{any_date, holds_only_finite_numbers, plan_of, scenario, service};

const DAY: f64 = 86_400.0;

fn answer(service: &Service) -> ServiceEvaluation {
    evaluate(&plan_of(service, jiff::civil::date(2026, 12, 1))).services.remove(0).as_ref().clone()
}

fn is_out_of_reach(answer: &ServiceEvaluation) -> bool {
    matches!(answer.sizing.replicas_for_latency, ReplicasForLatency::OutOfReach { .. })
}

fn without_events(service: &Service) -> Service {
    let mut service = service.clone();
    service.demand.events.clear();
    service.demand.growth = Growth { monthly: Quantity::clamped(0.0), ..service.demand.growth };
    service
}

#[test]
fn no_target_is_offered_that_no_plan_can_state() {
    let mut service = headroom_core::plan::scenario::examples::plain_service(headroom_core::base::id::ServiceId(1));
    // 852 in parallel at 0.01 requests/s: 85,200 s each, of which one in ten thousand takes 9.2 times as long: nine days.
    service.sizing.replica.capacity = ReplicaCapacity::Throughput {
        throughput: Quantity::clamped(0.01),
        concurrency: Quantity::clamped(852.0),
        variability: None,
    };
    let objective = service.sizing.slo.latency.as_mut().unwrap();
    (objective.percentile, objective.target) = (Quantity::clamped(0.9999), Quantity::clamped(36_000.0));
    let levers = answer(&service).sizing.levers.clone();
    let offered: Vec<&str> = levers.iter().map(|lever| lever.change.as_str()).collect();
    assert!(offered.iter().any(|change| change.starts_with("Reduce the service time")), "{offered:?}");
    assert!(!offered.iter().any(|change| change.starts_with("Relax the target")), "a week is the longest: {offered:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn equal_plans_have_equal_finite_answers(scenario in scenario()) {
        let evaluation = evaluate(&scenario);
        holds_only_finite_numbers(&evaluation).map_err(TestCaseError::fail)?;
        prop_assert_eq!(&evaluate(&scenario), &evaluation);
        let from_file = codec::from_json(&codec::to_json(&scenario)).unwrap();
        prop_assert_eq!(&from_file, &scenario);
        let from_link = codec::from_fragment(&codec::to_fragment(&scenario)).unwrap();
        prop_assert_eq!(&from_link, &scenario);
        prop_assert_eq!(&evaluate(&from_link), &evaluation);
        prop_assert!(!report(&scenario, &evaluation).contains("NaN"));
    }

    #[test]
    fn answers_of_before_are_taken_over_unchanged(
        before in scenario(), other in service(), place in 0usize..4, day in proptest::option::weighted(0.2, any_date()),
    ) {
        let known = evaluate(&before);
        let mut after = before.clone();
        let ids: Vec<_> = after.services.iter().map(|service| service.id).collect();
        match ids.get(place) {
            Some(id) => *after.services.get_mut(*id).unwrap() = Service { id: *id, ..other },
            None if ids.len() > 1 => after.services.remove(ids[0]).unwrap(),
            None => drop(after.services.add(other, ids[0]).unwrap()),
        }
        after.services.shift(ids[ids.len() - 1], false);
        after.start = day.unwrap_or(before.start);
        let anew = evaluate(&after);
        prop_assert_eq!(&evaluate_from(Some((&before, &known)), &after), &anew);
        // What is taken over serves as well as what was computed.
        prop_assert_eq!(evaluate_from(Some((&after, &anew)), &before), known);
    }

    #[test]
    fn more_load_more_headroom_and_tighter_targets_never_need_fewer(
        service in service(), load in 1.0..3.0f64, more in 0.0..2.0f64, tighter in 0.3..1.0f64,
    ) {
        let before = answer(&service).sizing;
        let mut busier = service.clone();
        busier.demand.average_load = Quantity::clamped(service.demand.average_load.get() * load);
        prop_assert!(answer(&busier).sizing.replicas >= before.replicas);
        let mut safer = service.clone();
        safer.sizing.headroom = HeadroomRule::Fraction(Quantity::clamped(service.sizing.headroom.fraction() + more));
        prop_assert!(answer(&safer).sizing.replicas >= before.replicas);
        if let Some(objective) = &service.sizing.slo.latency {
            let mut faster = service.clone();
            let target = LatencyTarget::clamped(objective.target.get() * tighter);
            faster.sizing.slo.latency = Some(headroom_core::plan::scenario::sizing::LatencyObjective { target, ..*objective });
            let faster = answer(&faster);
            // A target out of reach at any number of replicas asks for none.
            prop_assert!(is_out_of_reach(&faster) || faster.sizing.replicas >= before.replicas);
        }
    }

    #[test]
    fn faster_replicas_never_need_more(service in service(), faster in 1.0..3.0f64) {
        let before = answer(&service);
        let mut after = service.clone();
        after.sizing.replica.capacity = match service.sizing.replica.capacity {
            by @ ReplicaCapacity::Throughput { throughput, .. } =>
                by.with_throughput(Quantity::clamped(throughput.get() * faster)),
            by @ ReplicaCapacity::ServiceTime { service_time, .. } =>
                by.with_service_time(Quantity::clamped(service_time.get() / faster)),
        };
        let after = answer(&after);
        prop_assert!(after.sizing.replicas_for_throughput <= before.sizing.replicas_for_throughput);
        prop_assert!(is_out_of_reach(&before) || after.sizing.replicas <= before.sizing.replicas);
    }

    #[test]
    fn the_fleet_carries_what_it_promises(service in service()) {
        let answer = answer(&service);
        let (demand, sizing) = (&answer.demand, &answer.sizing);
        if sizing.carrying == u32::MAX {
            return Ok(());
        }
        let carries = f64::from(sizing.carrying) * service.sizing.replica.capacity.throughput();
        prop_assert!(carries >= sizing.provisioned * (1.0 - 1e-9), "{carries} for {}", sizing.provisioned);
        if !is_out_of_reach(&answer) {
            prop_assert!(demand.peak <= sizing.runway.limit, "{} > {}", demand.peak, sizing.runway.limit);
            if let (Some(objective), Some(latency)) = (&service.sizing.slo.latency, &sizing.latency_spares_lost) {
                // The search and the percentile round differently.
                prop_assert!(latency.at_percentile <= objective.target.get() * (1.0 + 1e-9));
            }
        }
    }

    #[test]
    fn the_runway_ends_on_the_first_day_beyond_the_limit(service in service(), start in any_date()) {
        let evaluation = evaluate(&plan_of(&service, start));
        let answer = &evaluation.services[0];
        let runway = &answer.sizing.runway;
        let peak = |day| answer.demand.peak * service.demand.growth.factor_after(day);
        // Peak · factor and limit / peak round differently.
        let (above, below) = (runway.limit * (1.0 - 1e-12), runway.limit * (1.0 + 1e-12));
        match (runway.days, runway.exhausted, runway.order_by, runway.order_in_days) {
            (Some(days), Some(exhausted), Some(order_by), Some(order_in)) => {
                prop_assert!(peak(days) > above);
                prop_assert!(days == 0 || peak(days - 1) <= below);
                prop_assert_eq!(start.until(exhausted).unwrap().get_days(), days);
                prop_assert_eq!(start.until(order_by).unwrap().get_days(), order_in);
                prop_assert_eq!(days - order_in, service.sizing.lead_time.get().ceil() as i32);
            }
            (None, None, None, None) => prop_assert!(peak(3652) <= below),
            other => prop_assert!(false, "half a runway: {other:?}"),
        }
    }

    #[test]
    fn loads_are_the_load_at_their_times(
        service in service(), start in any_date(), from in 0.0..1000.0f64, step in 1.0..1e5f64,
        clocks in proptest::collection::vec((0.1..1.0f64, -48..48i32), 0..4),
    ) {
        let clock = |(share, quarters): (f64, i32)| Clock { share, ahead: f64::from(quarters) * 900.0 };
        let clocks: Vec<Clock> = clocks.into_iter().map(clock).collect();
        let all = LoadCurve::new(&service.demand, start);
        let curve = if clocks.is_empty() { all } else { all.of_users(&clocks) };
        let loads = curve.loads(from * DAY, step, 200);
        for (place, load) in loads.iter().enumerate() {
            prop_assert_eq!(*load, curve.load_at(from * DAY + step * place as f64));
        }
    }

    #[test]
    fn summaries_of_the_curve_are_those_of_its_loads(service in service(), start in any_date(), days in 1i32..40) {
        let curve = LoadCurve::new(&service.demand, start);
        let (lowest, highest) = curve.daily_extremes(days);
        let mut hours = curve.loads(0.0, 3600.0, days as usize * 24);
        hours.sort_by(|one, other| other.total_cmp(one));
        prop_assert_eq!(curve.duration(days), hours);
        for day in 0..days as usize {
            let loads = curve.loads(day as f64 * DAY, 900.0, 96);
            prop_assert_eq!(highest[day], loads.iter().copied().fold(0.0, f64::max));
            prop_assert_eq!(lowest[day], loads.iter().copied().fold(f64::INFINITY, f64::min));
        }
    }

    #[test]
    fn a_week_without_growth_has_its_mean_and_its_peak(service in service(), start in any_date()) {
        let service = without_events(&service);
        let evaluation = evaluate(&plan_of(&service, start));
        let answer = &evaluation.services[0];
        let average = answer.curve.average();
        // From one corner of the curve to the next it is straight, so the mean of the corners is the mean.
        let peak_at = answer.curve.week().peak_at();
        let loads = answer.curve.loads(peak_at, 300.0, 2016);
        let mean = loads.iter().sum::<f64>() / 2016.0;
        prop_assert!((mean - average).abs() <= 1e-6 * average, "{mean} for {average}");
        let peak = loads.iter().copied().fold(0.0, f64::max);
        prop_assert!((peak - answer.demand.peak).abs() <= 1e-6 * peak, "{peak} for {}", answer.demand.peak);
        prop_assert!(answer.demand.trough <= average && average <= answer.demand.peak * (1.0 + 1e-9));
        prop_assert!(answer.demand.trough <= answer.demand.p95 && answer.demand.p95 <= answer.demand.peak * (1.0 + 1e-9));
    }

    #[test]
    fn an_event_that_lasts_weeks_needs_no_fewer_than_usual(service in service(), lift in 1.0..10.0f64, days in 8.0..60.0f64) {
        let mut service = without_events(&service);
        let start = jiff::civil::date(2027, 2, 3).at(7, 20, 0, 0);
        service.demand.events = vec![headroom_core::plan::scenario::demand::Event {
            name: headroom_core::base::name::Name::from_static("Season"),
            start,
            ramp: Quantity::clamped(2.0),
            length: Quantity::clamped(days * 24.0),
            lift: Quantity::clamped(lift),
            of: Default::default(),
            repeat: headroom_core::plan::scenario::demand::Repeat::Once,
            ready: Default::default(),
            lot: Default::default(),
        }];
        let answer = answer(&service);
        let [event] = answer.sizing.events.as_slice() else { panic!("one event") };
        let usual = answer.demand.peak;
        prop_assert!((event.peak - lift * usual).abs() <= 1e-6 * lift * usual, "{} for {lift} · {usual}", event.peak);
        prop_assert!(usual <= 0.0 || f64::from(event.replicas) >= f64::from(answer.sizing.replicas) * (1.0 - 1e-6) - 1e-9);
        prop_assert_eq!(event.extra, event.replicas.saturating_sub(answer.sizing.replicas));
        prop_assert_eq!(event.carried, event.peak <= answer.sizing.runway.limit);
        // As many as it needs are ordered: so it is carried, where they come in time.
        prop_assert_eq!(event.lot, if event.carried { 0 } else { event.extra });
        let is_in_time = event.order_in_days >= 0;
        // More than can be counted cannot be ordered either.
        let can_be = !matches!(answer.sizing.replicas_for_latency, ReplicasForLatency::OutOfReach { .. })
            && event.replicas < u32::MAX;
        prop_assert!(event.held == (event.carried || is_in_time) || !can_be, "{event:?}");
    }

    #[test]
    fn every_lever_does_what_it_says(service in service()) {
        let before = answer(&service);
        for lever in &before.sizing.levers {
            let mut tried = service.clone();
            lever.adjustment.apply_to(&mut tried);
            let after = answer(&tried).sizing;
            let what = format!("{}: {}", lever.change, lever.effect);
            if lever.effect.contains("saved") || lever.effect.contains("saves") {
                prop_assert!(after.replicas < before.sizing.replicas, "{what}: {} then {}", before.sizing.replicas, after.replicas);
            } else if lever.effect.contains("the service can") {
                prop_assert!(!matches!(after.replicas_for_latency, ReplicasForLatency::OutOfReach { .. }), "{what}");
            } else if lever.effect.contains("year of growth") {
                prop_assert!(after.runway.days.is_none_or(|days| days > 365), "{what}: {:?}", after.runway);
            } else {
                prop_assert!(after.runway.order_in_days.is_none_or(|days| days >= 0), "{what}: {:?}", after.runway);
            }
        }
    }
}
