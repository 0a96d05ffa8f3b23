//! A policy is tuned on a trace itself: every trial is what the long run over that trace comes to.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use headroom_core::base::dimension::Dimension;
use headroom_core::base::explain::Standing;
use headroom_core::base::text;
use headroom_core::base::units::Quantity;
use headroom_core::plan::evaluate::evaluate;
use headroom_core::plan::scaling::engine::Outcome;
use headroom_core::plan::scenario::adjust::Axis;
use headroom_core::plan::scenario::{Scenario, codec, examples};
use headroom_core::studies::long_run::{LongRun, LongRunAnswer};
use headroom_core::studies::policy_map::{OnTrace, PolicyLevers, PolicyMap, PolicyOrder, Trial, TriedIn};
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

/// A question about the active policy over the trace.
fn order(scenario: &Scenario, trace: &[u8]) -> PolicyOrder {
    let evaluation = evaluate(scenario);
    let answers = &evaluation.services[0];
    let tried_in = TriedIn::of(answers, answer(scenario, trace).shown);
    PolicyOrder::new(scenario, scenario.services.first(), tried_in, &[]).over(Some(Over::Trace { step: STEP }))
}

/// What the long run over the trace comes to.
fn answer(scenario: &Scenario, trace: &[u8]) -> LongRunAnswer {
    let (plan, over) = (codec::to_json(scenario), Over::Trace { step: STEP });
    let run = LongRun { plan: &plan, service: scenario.services.first().id, over, trace };
    run.run(&mut |_, ()| {}).unwrap().answer
}

/// What it comes to for the active policy wherever the service runs.
fn everywhere(scenario: &Scenario, trace: &[u8]) -> Trial {
    let answer = answer(scenario, trace);
    let evaluation = evaluate(scenario);
    let (answers, service) = (&evaluation.services[0], scenario.services.first());
    let price = |place| answers.policies_at(service, place).1.price;
    let each: Vec<(Outcome, Option<f64>)> = match &answers.places[..] {
        [] => vec![(answer.outcomes[0].clone(), price(None))],
        several => {
            let runs = several.iter().zip(&answer.regions);
            runs.map(|(place, run)| (run.outcome.clone(), price(Some(place)))).collect()
        }
    };
    Trial::of_all(&each, service).0
}

#[test]
fn a_trial_on_a_trace_is_the_run_that_the_page_shows() {
    for example in examples::ALL {
        let scenario = example.scenario();
        let trace = trace(&scenario);
        let mut bed = order(&scenario, &trace).testbed(&trace).unwrap();
        let service = bed.service().clone();
        assert_eq!(bed.try_service(&service, 1.0).0, everywhere(&scenario, &trace), "{}", example.slug);
    }
}

#[test]
fn what_is_suggested_on_a_trace_holds_on_that_trace() {
    let mut found = 0;
    for example in examples::ALL {
        let scenario = example.scenario();
        let trace = trace(&scenario);
        let before = everywhere(&scenario, &trace);
        let whole = Some((codec::to_json(&scenario), scenario.services.first().id));
        let levers = PolicyLevers { order: order(&scenario, &trace), whole };
        for lever in OnTrace(&levers, &trace).run(&mut |_, ()| {}).unwrap() {
            let mut changed = scenario.clone();
            lever.adjustment.apply(&mut changed, scenario.services.first().id);
            let after = everywhere(&changed, &trace);
            assert!(after.keeps, "{}: {}: {after:?}", example.slug, lever.change);
            assert!(!before.keeps || after.hours < before.hours, "{}: {}", example.slug, lever.change);
            // What it costs or saves is that of all regions, as the verdict's cost is.
            if let Some((after, before)) = after.cost.zip(before.cost) {
                let amount = text::quantity((after - before).abs(), Dimension::Dollars);
                let share = text::percent((after / before - 1.0).abs());
                let by_hand = lever.effect.contains(&amount) && lever.effect.contains(&share);
                assert!(by_hand, "{}: {}: {amount} ({share})", example.slug, lever.effect);
            }
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
    let place = TriedIn::of(&evaluation.services[0], None);
    let (x, y) = ((Axis::Target, vec![0.5, 0.7]), (Axis::MinReplicas, vec![2.0, 8.0]));
    let cells = |over, trace: &[u8]| {
        let map = PolicyMap::new(&scenario, scenario.services.first(), place.clone(), x.clone(), y.clone()).over(over);
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
fn every_region_runs_over_its_share_of_the_trace_and_the_one_that_keeps_least_is_shown() {
    let mut several = 0;
    for example in examples::ALL {
        let scenario = example.scenario();
        let trace = trace(&scenario);
        let (evaluation, answer) = (evaluate(&scenario), answer(&scenario, &trace));
        let answers = &evaluation.services[0];
        assert_eq!(answer.regions.len(), answers.places.len(), "{}", example.slug);
        for (run, place) in answer.regions.iter().zip(&*answers.places) {
            // A third of the average of all users, of which the region serves its share.
            assert!((run.first_load / (place.demand.average / 3.0) - 1.0).abs() < 1e-9, "{}", example.slug);
        }
        let least = answer.regions.iter().map(|run| run.outcome.kept_of_requests()).min_by(f64::total_cmp);
        assert!(least.is_none_or(|least| answer.outcomes[0].kept_of_requests() == least), "{}", example.slug);
        several += usize::from(answer.regions.len() > 1);
    }
    assert!(several > 1, "{several}");
}

#[test]
fn what_is_said_of_a_trace_is_said_of_all_regions() {
    let scenario = examples::find("three-region-payments").unwrap().scenario();
    let trace = trace(&scenario);
    let (evaluation, answer) = (evaluate(&scenario), answer(&scenario, &trace));
    let said = answer.beside(scenario.services.first(), &evaluation.services[0]).unwrap();
    let each: f64 = said.regions.iter().map(|region| region.scaling.cost().unwrap()).sum();
    let (requests, bad) = answer
        .regions
        .iter()
        .fold((0.0, 0.0), |(requests, bad), run| (requests + run.outcome.requests, bad + run.outcome.bad()));
    let all: Vec<&str> = said.all.verdict.findings.iter().map(|finding| finding.sentence.as_str()).collect();
    let cost = text::quantity(each, Dimension::Dollars);
    assert!(all.iter().any(|sentence| sentence.contains(&cost)), "{cost}: {all:?}");
    let kept = text::percent(1.0 - bad / requests);
    assert!(all[0].contains(&kept), "{kept}: {all:?}");
    // One region after another is as long as the trace is, not three times.
    assert!(all[0].contains("in 2 h from"), "{all:?}");
    // A plan that has lost the region has nothing to say of the run.
    let mut other = scenario.clone();
    other.regions.clear();
    assert!(answer.beside(other.services.first(), &evaluate(&other).services[0]).is_none());
}

#[test]
fn the_verdict_and_the_trials_say_alike_whether_the_policy_meets_the_slo() {
    let mut missed = 0;
    for example in examples::ALL {
        for target in [0.54, 0.8, 0.97] {
            let mut scenario = example.scenario();
            let id = scenario.services.first().id;
            let service = scenario.services.get_mut(id).unwrap();
            // Nothing is kept ready for a loss, so that a high target does miss.
            service.regions.survive = Quantity::clamped(0.0);
            Axis::Target.apply(service, target);
            let trace = trace(&scenario);
            let (evaluation, answer) = (evaluate(&scenario), answer(&scenario, &trace));
            let said = answer.beside(scenario.services.first(), &evaluation.services[0]).unwrap();
            if said.all.verdict.standing == Standing::Unknown {
                continue;
            }
            let slo = scenario.services.first().sizing.slo.availability.get();
            let meets = said.all.outcome.kept_of_requests() + 1e-12 >= slo;
            assert_eq!(everywhere(&scenario, &trace).keeps, meets, "{} at {target}", example.slug);
            missed += usize::from(!meets);
        }
    }
    assert!(missed > 3, "{missed}");
}
