//! What nobody stated is unknown: never green, and never a failure either.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use headroom_core::base::explain::{Finding, Standing};
use headroom_core::base::units::Quantity;
use headroom_core::formulas::recovery::RecoveryTier;
use headroom_core::plan::evaluate::{evaluate, evaluate_from};
use headroom_core::plan::scenario::sizing::LatencyObjective;
use headroom_core::plan::scenario::{Scenario, Service, ServiceKind, codec, examples};
use headroom_core::plan::topics::TOPICS;
use headroom_core::studies::diff::{Check, diff};
use headroom_core::studies::effect::suggestions;
use jiff::civil::date;
use proptest::prelude::*;

fn new_plan() -> Scenario {
    examples::blank(date(2026, 12, 1))
}

fn with_first(mut plan: Scenario, change: impl FnOnce(&mut Service)) -> Scenario {
    let id = plan.services.first().id;
    change(plan.services.get_mut(id).unwrap());
    plan
}

fn state_all(service: &mut Service) {
    service.demand.average_load_assumed = false;
    service.sizing.replica.throughput_assumed = false;
    service.sizing.replica.concurrency_assumed = false;
}

fn sentences(plan: &Scenario) -> Vec<String> {
    let findings = evaluate(plan).verdict.findings;
    findings.iter().map(|finding| format!("{}: {}", finding.standing.words(), finding.sentence)).collect()
}

#[test]
fn a_new_plan_waits_for_its_load_and_its_replica() {
    let plan = new_plan();
    let evaluation = evaluate(&plan);
    assert_eq!(evaluation.verdict.standing, Standing::Unknown);
    assert_eq!(
        evaluation.verdict.findings[0].sentence,
        "Enter the average load (1,000 requests/s is assumed), the throughput of one replica (200 requests/s is assumed) and its \
         concurrency (10 is assumed): until then the answer is unknown."
    );
    assert!(evaluation.verdict.findings.iter().all(|finding| finding.standing == Standing::Unknown));
    let demand = &evaluation.services[0].demand.verdict.findings[0];
    assert_eq!(
        demand.sentence,
        "Enter the average load (1,000 requests/s is assumed): until then the answer is unknown."
    );
    assert!(suggestions(&plan, &evaluation).is_empty(), "nothing is suggested about numbers that nobody stated");
}

#[test]
fn each_quantity_that_is_entered_is_asked_for_no_more() {
    let plan = with_first(new_plan(), |service| service.demand.average_load_assumed = false);
    assert_eq!(evaluate(&plan).services[0].demand.verdict.standing, Standing::Holds);
    let asked = sentences(&plan).remove(0);
    assert!(
        asked.starts_with("unknown: Enter the throughput of one replica (200 requests/s is assumed) and its"),
        "{asked}"
    );

    let plan = with_first(plan, |service| service.sizing.replica.throughput_assumed = false);
    assert_eq!(
        sentences(&plan)[0],
        "unknown: Enter its concurrency (10 is assumed): until then the answer is unknown."
    );
    // Without a response time to keep, and with a stated throughput, nothing hangs on the concurrency.
    let batch = with_first(plan.clone(), |service| service.sizing.slo.latency = None);
    assert_eq!(evaluate(&batch).services[0].waits_for, None);

    let plan = with_first(plan, state_all);
    assert!(sentences(&plan)[0].starts_with("holds: "), "{:?}", sentences(&plan));
}

#[test]
fn a_latency_out_of_reach_on_an_assumed_concurrency_is_no_failure() {
    let slow = |service: &mut Service| {
        service.sizing.slo.latency =
            Some(LatencyObjective { target: Quantity::clamped(0.01), ..LatencyObjective::usual() });
    };
    let stated = with_first(with_first(new_plan(), state_all), slow);
    assert_eq!(evaluate(&stated).verdict.standing, Standing::Fails);
    let assumed = with_first(stated, |service| service.sizing.replica.concurrency_assumed = true);
    assert_eq!(evaluate(&assumed).verdict.standing, Standing::Unknown);
}

#[test]
fn a_plan_of_several_says_of_how_many_it_cannot_tell() {
    let mut plan = examples::find("three-products").unwrap().scenario();
    let before = evaluate(&plan);
    let floor = plan.services.next_id();
    plan.services.add(examples::new_service(floor), floor).unwrap();
    let after = evaluate_from(Some((&examples::find("three-products").unwrap().scenario(), &before)), &plan);
    let said = |sentence: &str| after.verdict.findings.iter().any(|finding| finding.sentence.contains(sentence));
    assert!(said("Service: Enter the average load (1,000 requests/s is assumed)"));
    assert!(after.verdict.standing >= Standing::Unknown && before.verdict.standing <= after.verdict.standing);
    assert_eq!(after.cost.verdict.findings[0].standing, Standing::Unknown, "a total of which a part is unknown");
}

#[test]
fn an_unknown_price_and_an_unknown_time_to_recover_are_grey_with_what_to_enter() {
    let seed = examples::seed_service();
    let plan = with_first(seed, |service| {
        service.recovery.rto = Some(Quantity::clamped(900.0));
    });
    let evaluation = evaluate(&plan);
    let recovery = &evaluation.services[0].recovery.verdict.findings;
    assert_eq!(recovery, &[Finding::unknown("RTO and RPO are unknown: select a recovery tier.")]);
    assert!(evaluation.verdict.findings.contains(&recovery[0]), "what a topic says, the plan says");
}

#[test]
fn a_batch_waits_for_its_items_and_not_for_its_window() {
    let mut plan = with_first(new_plan(), |service| service.become_kind(ServiceKind::Batch));
    let waits = |plan: &Scenario| evaluate(plan).services[0].waits_for.clone().unwrap_or_default();
    assert!(waits(&plan).starts_with("Enter the work of a window (86.4 M items are assumed)"), "{}", waits(&plan));
    plan = with_first(plan, |service| service.demand.work.as_mut().unwrap().items_assumed = false);
    assert!(waits(&plan).starts_with("Enter the throughput of one replica"), "{}", waits(&plan));
}

#[test]
fn an_offer_to_compare_costs_makes_no_plan_unknown() {
    let plan = with_first(examples::seed_service(), |service| {
        service.recovery.tier = Some(RecoveryTier::WarmStandby);
        service.recovery.rto = Some(Quantity::clamped(86_400.0));
    });
    let findings = evaluate(&plan).verdict.findings;
    assert!(
        findings.iter().any(|finding| finding.sentence.starts_with("Enter the cost of an hour of outage")),
        "{findings:?}"
    );
    assert!(findings.iter().all(|finding| finding.standing != Standing::Unknown), "{findings:?}");
}

#[test]
fn a_verdict_that_is_no_longer_known_is_worse_than_one_that_holds() {
    let before = with_first(new_plan(), |service| {
        state_all(service);
        service.demand.growth.monthly = Quantity::clamped(0.0);
    });
    assert_eq!(evaluate(&before).verdict.standing, Standing::Holds, "{:?}", sentences(&before));
    let after = with_first(before.clone(), |service| service.sizing.replica.throughput_assumed = true);
    let check = Check::of_verdict(&diff(&before, &after));
    assert!(!check.passed);
    assert_eq!(check.sentence, "The verdict is worse: holds before, unknown now.");
    assert!(Check::of_verdict(&diff(&after, &before)).passed);
}

#[test]
fn what_is_assumed_is_part_of_the_file_and_older_files_state_all() {
    let plan = new_plan();
    let text = codec::to_json(&plan);
    assert!(text.contains("\"average_load_assumed\": true"), "{text}");
    assert_eq!(codec::from_json(&text).unwrap(), plan);
    for example in examples::ALL {
        assert!(
            evaluate(&example.scenario()).services.iter().all(|service| service.waits_for.is_none()),
            "{}",
            example.slug
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_about_a_service_that_waits_holds_or_fails(plan in support::scenario(), flags in any::<(bool, bool, bool)>()) {
        let before = evaluate(&plan);
        let assumed = with_first(plan.clone(), |service| {
            service.demand.average_load_assumed = flags.0;
            service.sizing.replica.throughput_assumed = flags.1;
            service.sizing.replica.concurrency_assumed = flags.2;
        });
        let evaluation = evaluate_from(Some((&plan, &before)), &assumed);
        prop_assert_eq!(&evaluation, &evaluate(&assumed));
        let service = &evaluation.services[0];
        if service.waits_for.is_some() {
            for topic in TOPICS.iter().filter(|topic| topic.id != "demand") {
                let answer = (topic.answer)(&evaluation, service.id);
                let standing = answer.map_or(Standing::Unknown, |answer| answer.verdict.standing);
                // An instance type that is too small is so at any load, and the plan's cost is that of others too.
                let is_too_small = standing != Standing::Holds
                    && (topic.id == "cost" || topic.id == "purchasing" && service.cost.price.refusal.is_some());
                prop_assert!(standing == Standing::Unknown || is_too_small, "{}", topic.id);
            }
            prop_assert!(evaluation.verdict.standing >= Standing::Unknown);
        }
        // Stated again, it is what it was.
        prop_assert_eq!(evaluate_from(Some((&assumed, &evaluation)), &plan), before);
    }
}
