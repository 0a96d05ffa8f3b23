//! What is suggested was applied to the whole plan first, and says what it changes there.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use headroom_core::base::explain::Standing;
use headroom_core::base::id::RegionId;
use headroom_core::base::name::Name;
use headroom_core::base::units::Quantity;
use headroom_core::plan::evaluate::{Evaluation, evaluate};
use headroom_core::plan::regions::RegionsPlan;
use headroom_core::plan::scenario::adjust::Adjustment;
use headroom_core::plan::scenario::deployed::Deployed;
use headroom_core::plan::scenario::regions::{Jurisdiction, Place, PlanRegion, Residency, UserShare};
use headroom_core::plan::scenario::{Scenario, codec, examples};
use headroom_core::plan::topics::{TOPICS, key_answers, plan_answers};
use headroom_core::studies::Study;
use headroom_core::studies::effect::{Answers, Changed, CheckChanges, Effect, suggestions};
use headroom_core::studies::ways_to_buy::Way;
use proptest::prelude::*;

fn between(before: &Scenario, after: &Scenario, service: headroom_core::base::id::ServiceId) -> Effect {
    let (was, is) = (evaluate(before), evaluate(after));
    let of = |scenario, evaluation| Answers { scenario, evaluation };
    Effect::between(of(before, &was), of(after, &is), service)
}

/// Sentences of a plan about something that fails.
fn failures(evaluation: &Evaluation) -> Vec<String> {
    let mut all = Vec::new();
    for service in &evaluation.services {
        let answers = TOPICS.iter().filter_map(|topic| (topic.answer)(evaluation, service.id));
        let findings = answers.filter(|answer| answer.is_stated).flat_map(|answer| answer.verdict.findings.iter());
        let failing = findings.filter(|finding| finding.standing == Standing::Fails);
        all.extend(failing.map(|finding| finding.sentence.clone()));
    }
    all
}

/// By how much users wait too long, and how many replicas are short, in all services.
fn missed(evaluation: &Evaluation) -> (f64, u64) {
    let plans = || evaluation.services.iter().filter_map(|service| service.regions.as_deref());
    let over = |plan: &RegionsPlan| {
        let Some(response) = &plan.response else { return 0.0 };
        let over = plan.judged(response).filter_map(|wait| response.too_long(wait.seconds()?));
        over.fold(0.0, f64::max)
    };
    let short = plans().flat_map(|plan| &plan.shortfalls).map(|shortfall| u64::from(shortfall.replicas)).sum();
    (plans().map(over).fold(0.0, f64::max), short)
}

/// That a plan says of no more things that they fail, and misses nothing by more.
fn fails_no_more(change: &str, before: &Evaluation, after: &Evaluation) {
    let (was, now) = (failures(before), failures(after));
    assert!(now.len() <= was.len(), "{change}: {now:#?}, before {was:#?}");
    let ((was_over, was_short), (over, short)) = (missed(before), missed(after));
    assert!(over <= was_over * (1.0 + 1e-6) + 1e-12, "{change}: {over} s over, before {was_over}");
    assert!(short <= was_short, "{change}: {short} short, before {was_short}");
}

#[test]
fn what_makes_a_miss_larger_is_no_advice_though_the_same_sentence_says_it() {
    // Users in Sydney, whom Singapore serves, wait too long as it is; without Singapore they would wait longer.
    let mut before = examples::find("three-region-payments").unwrap().scenario();
    let ledger = before.services.iter().nth(1).unwrap().id;
    before.services.remove(ledger).unwrap();
    let place = Place::Own {
        latitude: Quantity::clamped(-33.9),
        longitude: Quantity::clamped(151.2),
        utc_offset: Quantity::clamped(10.0),
        jurisdiction: Default::default(),
    };
    let sydney = PlanRegion { hosts: false, ..PlanRegion::new(RegionId(4), Name::from_static("Sydney"), place) };
    before.regions.push(sydney);
    let id = before.services.first().id;
    let service = before.services.get_mut(id).unwrap();
    let share = |(region, weight)| UserShare { region: RegionId(region), weight: Quantity::clamped(weight) };
    service.regions.shares = [(1, 45.0), (2, 35.0), (4, 40.0)].map(share).to_vec();
    service.regions.survive = Quantity::clamped(0.0);
    service.sizing.slo.latency.as_mut().unwrap().target = Quantity::clamped(0.38);
    let known = evaluate(&before);
    let (over, _) = missed(&known);
    assert!(over > 0.0);
    for found in suggestions(&before, &known) {
        let mut after = before.clone();
        found.lever.adjustment.apply(&mut after, id);
        fails_no_more(&found.lever.change, &known, &evaluate(&after));
    }
    let mut far = before.clone();
    far.services.get_mut(id).unwrap().regions.deployed = vec![Deployed::as_needed(RegionId(1))];
    let effect = between(&before, &far, id);
    assert!(effect.breaks() && effect.words().contains("Over the target at the user"), "{}", effect.words());
}

#[test]
fn the_cheaper_placement_of_payments_says_that_it_breaks_the_availability() {
    let before = examples::find("three-region-payments").unwrap().scenario();
    let id = before.services.first().id;
    let lever = evaluate(&before).services[0].regions.as_ref().unwrap().cheapest_lever().unwrap();
    let mut after = before.clone();
    lever.adjustment.apply(&mut after, id);
    let effect = between(&before, &after, id);
    assert!(effect.breaks());
    let said = effect.words();
    assert!(
        said.contains("Cost per month $51,004") && said.contains("then fails (Reliability of Payments API)"),
        "{said}"
    );
    // So it is no advice, though it is cheaper.
    assert!(suggestions(&before, &evaluate(&before)).iter().all(|found| found.lever != lever));
}

#[test]
fn what_mends_more_than_it_breaks_is_advised_and_says_what_it_breaks() {
    // Residency leaves Irish users no region when theirs is lost. One more in the EU mends that, but stands by, so that the
    // tier amounts to hot standby, which takes longer.
    let mut before = examples::find("three-region-payments").unwrap().scenario();
    let id = before.services.first().id;
    let eu = Jurisdiction::from_static("EU");
    before.services.get_mut(id).unwrap().regions.residency = vec![Residency { users: eu.clone(), within: vec![eu] }];
    let found = suggestions(&before, &evaluate(&before));
    let added = found.iter().find(|found| matches!(found.lever.adjustment, Adjustment::AddRegion(_))).unwrap();
    let words = added.whole_plan.words();
    assert!(words.contains("better: Regions of Payments API") && words.contains("then fails (Recovery"), "{words}");
}

#[test]
fn a_way_to_buy_says_which_other_services_it_moves() {
    let mut before = examples::find("ai-platform").unwrap().scenario();
    let ids: Vec<_> = before.services.iter().map(|service| service.id).collect();
    let name = |id| before.services.get(id).unwrap().name.to_string();
    let (feed, embeddings) = (ids[0], *ids.iter().find(|id| name(**id) == "Embeddings").unwrap());
    Way::find("spot-80-20").unwrap().apply(&mut before, embeddings);
    let mut after = before.clone();
    Way::find("best-year").unwrap().apply(&mut after, feed);
    let effect = between(&before, &after, feed);
    assert!(effect.others.contains(&"Embeddings".to_owned()), "{:?}", effect.others);
    // What purchasing and cost both say is said once.
    let mut said: Vec<&str> = effect.worse.iter().map(|one| one.sentence.rsplit(": ").next().unwrap()).collect();
    let all = said.len();
    said.sort_unstable();
    said.dedup();
    assert_eq!(said.len(), all, "{:?}", effect.worse);
}

#[test]
fn the_study_answers_as_the_comparison_does() {
    let before = examples::find("ai-platform").unwrap().scenario();
    let id = before.services.first().id;
    let mut after = before.clone();
    Way::find("best-year").unwrap().apply(&mut after, id);
    let plans = [codec::to_json(&after), codec::to_json(&before), "{}".to_owned()];
    let changed = plans.map(Changed::Plan).to_vec();
    let mut shares = Vec::new();
    let study = CheckChanges { plan: codec::to_json(&before), service: id, changed };
    let found = study.run(&mut |share, ()| shares.push(share)).unwrap();
    assert_eq!(found, [Some(between(&before, &after, id)), Some(Effect::default()), None]);
    assert_eq!(shares, [1.0 / 3.0, 2.0 / 3.0, 1.0]);

    // Another instance type, as the plan with it.
    let machine = |plan: &Scenario| plan.services.iter().find_map(|service| service.cost.machine.clone());
    let machine = examples::ALL.iter().find_map(|example| machine(&example.scenario())).unwrap();
    let mut after = before.clone();
    after.services.get_mut(id).unwrap().cost.machine = Some(machine.clone());
    let changed = vec![Changed::Machine(Box::new(machine))];
    let study = CheckChanges { plan: codec::to_json(&before), service: id, changed };
    assert_eq!(study.run(&mut |_, ()| {}).unwrap(), [Some(between(&before, &after, id))]);
    let broken = CheckChanges { plan: "{".into(), service: id, changed: Vec::new() };
    assert!(broken.run(&mut |_, ()| {}).is_err());
}

#[test]
fn what_the_examples_suggest_mends_or_saves_and_breaks_nothing() {
    for example in examples::ALL {
        let before = example.scenario();
        let known = evaluate(&before);
        for found in suggestions(&before, &known) {
            let mut after = before.clone();
            found.lever.adjustment.apply(&mut after, found.service);
            fails_no_more(&found.lever.change, &known, &evaluate(&after));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_suggestion_does_what_its_line_says(before in support::scenario()) {
        let known = evaluate(&before);
        for found in suggestions(&before, &known) {
            let mut after = before.clone();
            found.lever.adjustment.apply(&mut after, found.service);
            // As a person would take it: in a plan that is written, read and answered anew.
            let after = codec::from_json(&codec::to_json(&after)).unwrap();
            let now = evaluate(&after);
            fails_no_more(&found.lever.change, &known, &now);
            let said = &found.whole_plan;
            prop_assert_eq!(&between(&before, &after, found.service), said);
            // Numbers that it does not name read as before.
            let shown = |evaluation: &Evaluation| {
                let service = evaluation.service(found.service).unwrap();
                let own = key_answers().map(|row| (row.id, row.label, (row.of)(service)));
                own.chain(plan_answers().map(|row| (row.id, row.label, (row.of)(evaluation)))).collect::<Vec<_>>()
            };
            for ((id, label, was), (_, _, is)) in shown(&known).into_iter().zip(shown(&now)) {
                let is_named = said.numbers.iter().any(|number| number.label == label);
                let is_weighed = ["replicas", "cost", "horizon_cost", "slo_kept", "rto"].contains(&id);
                prop_assert!(!is_weighed || is_named || same(was, is), "{}: {label} {was:?} {is:?}", found.lever.change);
            }
        }
    }
}

/// Whether two numbers read the same, to the digits that are shown.
fn same(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= 0.01 * one.abs().max(1e-9),
        _ => one.is_none() == other.is_none(),
    }
}
