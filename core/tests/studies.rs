//! Laws of every study that a worker runs: it says how far it is, never falls back, comes to the same again,
//! and refuses a plan that cannot be read in words.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use headroom_core::plan::evaluate::evaluate;
use headroom_core::plan::scenario::adjust::Axis;
use headroom_core::plan::scenario::{codec, examples};
use headroom_core::studies::Over;
use headroom_core::studies::Study;
use headroom_core::studies::drill::{DrillLevers, DrillOrder, DrillStudy, DrillWeek};
use headroom_core::studies::long_run::LongRun;
use headroom_core::studies::policy_map::{CliffSearch, PolicyLevers, PolicyMap, PolicyOrder, TriedIn};
use headroom_core::studies::sensitivity::Sensitivity;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

fn keeps_the_laws<S: Study<Finding: PartialEq + Debug, Part: PartialEq + Debug>>(study: &S) {
    let run = || {
        let mut told = Vec::new();
        let found = study.run(&mut |share, part| told.push((share, part))).unwrap();
        (found, told)
    };
    let (first, second) = (run(), run());
    assert_eq!(first, second);
    let shares = || first.1.iter().map(|(share, _)| *share);
    assert!(shares().is_sorted() && shares().all(|share| (0.0..=1.0).contains(&share)), "{:?}", first.1);
}

/// The study that a page would send, with a plan that is none.
fn refuses<S: Study<Finding: Debug> + DeserializeOwned>(damaged: serde_json::Value) {
    let study: S = serde_json::from_value(damaged).unwrap();
    let why = study.run(&mut |_, _| {}).unwrap_err();
    assert!(why.contains("line 1"), "{why}");
}

#[test]
fn a_study_comes_to_the_same_again_and_says_how_far_it_is() {
    let payments = examples::find("three-region-payments").unwrap().scenario();
    let (service, drill) = (payments.services.first(), payments.drill.unwrap());
    let order = DrillOrder::new(&payments, service.id, &drill).unwrap();
    keeps_the_laws(&DrillStudy { drill: order.clone(), baseline: Some(order.clone()) });
    keeps_the_laws(&DrillLevers(order));
    keeps_the_laws(&DrillWeek(DrillOrder::of_week(&payments, service.id, &drill).unwrap()));

    let answers = evaluate(&payments);
    let place = TriedIn::of(&answers.services[0], None);
    let order = PolicyOrder::new(&payments, service, place.clone(), &[]);
    keeps_the_laws(&CliffSearch { order: order.clone(), bursts: vec![1.0, 2.0] });
    keeps_the_laws(&PolicyLevers { order, whole: None });
    let (x, y) = ((Axis::Target, vec![0.5, 0.7]), (Axis::MinReplicas, vec![2.0, 4.0, 8.0]));
    keeps_the_laws(&PolicyMap::new(&payments, service, place, x, y));

    let plan = codec::to_json(&payments);
    let over = Over::Span { start: 0.0, step: 60.0, steps: 1_000 };
    keeps_the_laws(&LongRun { plan: &plan, service: service.id, over, trace: &[] });
    keeps_the_laws(&Sensitivity { plan });
}

#[test]
fn a_plan_that_cannot_be_read_is_refused_in_words() {
    use serde_json::json;
    let damaged = "{\"services\":";
    refuses::<DrillStudy>(json!({ "drill": damaged, "baseline": null }));
    refuses::<DrillLevers>(json!(damaged));
    refuses::<DrillWeek>(json!(damaged));
    let order = json!({ "plan": damaged, "tried_in": { "parts": [], "capped": 0, "cap": null } });
    refuses::<CliffSearch>(json!({ "order": order, "bursts": [] }));
    refuses::<PolicyLevers>(json!({ "order": order.clone() }));
    refuses::<PolicyMap>(json!({ "order": order, "x": ["target", [0.5]], "y": ["window", [60.0]] }));
    refuses::<Sensitivity>(json!({ "plan": damaged }));
    let service = examples::seed_service().services.first().id;
    let over = Over::Trace { step: 60.0 };
    assert!(LongRun { plan: damaged, service, over, trace: &[] }.run(&mut |_, ()| {}).unwrap_err().contains("line 1"));
}
