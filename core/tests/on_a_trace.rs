//! A policy is tuned on a trace itself: every trial is what the long run over that trace comes to.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use headroom_core::plan::evaluate::evaluate;
use headroom_core::plan::scenario::adjust::Axis;
use headroom_core::plan::scenario::{Scenario, codec, examples};
use headroom_core::studies::long_run::LongRun;
use headroom_core::studies::policy_map::{OnTrace, PolicyLevers, PolicyMap, PolicyOrder, Trial};
use headroom_core::studies::{Over, Study};
use headroom_core::trace::{LocalTime, Meaning, Step, Times, Trace};
use std::time::Duration;

const STEP: f64 = 60.0;

/// A trace of two hours in minutes: a third of the service's average load, then twice its peak for half an hour.
fn trace(scenario: &Scenario) -> Vec<u8> {
    let demand = &evaluate(scenario).services[0].demand;
    let minutes =
        (0..120).map(|minute| if (60..90).contains(&minute) { 2.0 * demand.peak } else { demand.average / 3.0 });
    let counts = minutes.map(|load| load * STEP).collect();
    let start = LocalTime::from_seconds(1_750_000_000.0).unwrap();
    let step = Step::Every(Duration::from_secs(60));
    Trace::new("door", Meaning::CountPerInterval, step, Times::Regular { start }, counts, None).unwrap().encode()
}

fn order(scenario: &Scenario) -> PolicyOrder {
    let evaluation = evaluate(scenario);
    let answers = &evaluation.services[0];
    let place = (answers.simulated().map(|place| &place.part), &answers.caps);
    PolicyOrder::new(scenario, scenario.services.first(), place, &[]).over(Some(Over::Trace { step: STEP }))
}

/// What the long run over the trace comes to for the active policy.
fn long_run(scenario: &Scenario, trace: &[u8]) -> Trial {
    let (plan, over) = (codec::to_json(scenario), Over::Trace { step: STEP });
    let run = LongRun { plan: &plan, service: scenario.services.first().id, over, trace };
    let outcome = run.run(&mut |_, ()| {}).unwrap().answer.outcomes.swap_remove(0);
    let evaluation = evaluate(scenario);
    let (_, basis) = evaluation.services[0].policies(scenario.services.first());
    Trial::of(&outcome, scenario.services.first(), basis.price)
}

#[test]
fn a_trial_on_a_trace_is_the_run_that_the_page_shows() {
    for example in examples::ALL {
        let scenario = example.scenario();
        let trace = trace(&scenario);
        let mut bed = order(&scenario).testbed(&trace).unwrap();
        let service = bed.service().clone();
        assert_eq!(bed.try_service(&service, 1.0).0, long_run(&scenario, &trace), "{}", example.slug);
    }
}

#[test]
fn what_is_suggested_on_a_trace_holds_on_that_trace() {
    let mut found = 0;
    for example in examples::ALL {
        let scenario = example.scenario();
        let trace = trace(&scenario);
        let before = long_run(&scenario, &trace);
        let whole = Some((codec::to_json(&scenario), scenario.services.first().id));
        let levers = PolicyLevers { order: order(&scenario), whole };
        for lever in OnTrace(&levers, &trace).run(&mut |_, ()| {}).unwrap() {
            let mut changed = scenario.clone();
            lever.adjustment.apply(&mut changed, scenario.services.first().id);
            let after = long_run(&changed, &trace);
            assert!(after.keeps, "{}: {}: {after:?}", example.slug, lever.change);
            assert!(!before.keeps || after.hours < before.hours, "{}: {}", example.slug, lever.change);
            found += 1;
        }
    }
    assert!(found > 3, "{found}");
}

#[test]
fn a_map_over_a_trace_is_of_the_trace() {
    let scenario = examples::seed_service();
    let trace = trace(&scenario);
    let evaluation = evaluate(&scenario);
    let place = (None, &evaluation.services[0].caps);
    let (x, y) = ((Axis::Target, vec![0.5, 0.7]), (Axis::MinReplicas, vec![2.0, 8.0]));
    let cells = |over, trace: &[u8]| {
        let map = PolicyMap::new(&scenario, scenario.services.first(), place, x.clone(), y.clone()).over(over);
        let mut all = Vec::new();
        OnTrace(&map, trace).run(&mut |_, cells| all.extend(cells)).unwrap();
        all
    };
    let (on_trace, on_demand) = (cells(Some(Over::Trace { step: STEP }), &trace), cells(None, &[]));
    assert_eq!(on_trace.len(), 4);
    // Two hours take a fraction of what the week takes.
    assert!(on_trace.iter().zip(&on_demand).all(|(one, other)| one.1.hours < 0.5 * other.1.hours));
    let damaged =
        PolicyMap::new(&scenario, scenario.services.first(), place, x, y).over(Some(Over::Trace { step: STEP }));
    assert!(OnTrace(&damaged, b"HRTR").run(&mut |_, _| {}).is_err());
}

#[test]
fn of_several_regions_each_gets_its_share_of_the_trace() {
    let scenario = examples::find("three-region-payments").unwrap().scenario();
    let trace = trace(&scenario);
    let (plan, over) = (codec::to_json(&scenario), Over::Trace { step: STEP });
    let run = LongRun { plan: &plan, service: scenario.services.first().id, over, trace: &trace };
    let found = run.run(&mut |_, ()| {}).unwrap();
    let answers = &evaluate(&scenario).services[0];
    let here = answers.simulated().unwrap().demand.average;
    assert!(here < answers.demand.average);
    // A third of the average of all users, of which the region serves its share.
    assert!((found.courses[0].load[0] / (here / 3.0) - 1.0).abs() < 1e-9);
}
