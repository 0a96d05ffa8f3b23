//! Batch services, worked by hand, and what a service of a kind begins with.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/fleet.rs"]
mod fleet;

use headroom_core::base::explain::Standing;
use headroom_core::base::id::ServiceId;
use headroom_core::base::units::Quantity;
use headroom_core::formulas::autoscaler::hpa::HpaSource;
use headroom_core::plan::evaluate::{Evaluation, evaluate};
use headroom_core::plan::scenario::scaling::{Policies, PolicyChoice, Rule, StaticRule, Weekdays};
use headroom_core::plan::scenario::{Scenario, Service, ServiceKind, codec, examples};
use headroom_core::plan::sizing::Rows;
use proptest::prelude::*;

fn of(plan: &mut Scenario, change: impl FnOnce(&mut Service)) {
    let id = plan.services.first().id;
    change(plan.services.get_mut(id).unwrap());
}

/// 36 million items in two hours from 01:00, at 100 a second a replica and $1 a replica-hour.
fn nightly() -> Scenario {
    let mut plan = fleet::scenario(1_000.0, &[]);
    of(&mut plan, |service| {
        service.become_kind(ServiceKind::Batch);
        let work = service.demand.work.as_mut().unwrap();
        (work.items, work.window) = (Quantity::clamped(36e6), Quantity::clamped(2.0));
        service.demand.growth.monthly = Quantity::clamped(0.0);
        service.scaling.price = Some(Quantity::clamped(1.0));
    });
    plan
}

fn compute(evaluation: &Evaluation) -> f64 {
    evaluation.services[0].cost.compute.unwrap()
}

#[test]
fn work_over_window_over_throughput_are_the_replicas() {
    let evaluation = evaluate(&nightly());
    let service = &evaluation.services[0];
    // 36e6 / 7,200 s = 5,000 a second, over 100: 50, without headroom or spares.
    assert_eq!(service.demand.peak, 5_000.0);
    assert_eq!(service.ledger.planned(), Rows { load: 50, ..Rows::default() });
    assert_eq!(service.demand.verdict.findings[0].sentence, "36 M items in 2 h from 01:00, every day: 5,000 a second.");
    assert_eq!(service.sizing.verdict.standing, Standing::Holds, "{:?}", service.sizing.verdict);
    // Two hours in twenty-four.
    assert!((service.demand.average - 5_000.0 / 12.0).abs() < 1e-9);
}

#[test]
fn replicas_run_in_the_window_and_none_outside_it() {
    let evaluation = evaluate(&nightly());
    let service = &evaluation.services[0];
    let outcome = &service.scaling.outcome;
    assert_eq!((outcome.fewest, outcome.most), (0, 50));
    assert_eq!((outcome.lost, outcome.unanswered), (0.0, 0.0), "{:?}", service.scaling.verdict);
    assert_eq!(outcome.longest_queue, 0.0);
    // Seven runs of two hours with 50, and the half minute in which they start before each: in steps of a minute.
    let hours = outcome.spend.paid();
    assert!((700.0..=700.0 + 7.0 * 50.0 * 3.0 / 60.0).contains(&hours), "{hours}");
    // A month has 730 hours, of which a twelfth is open.
    let monthly = 50.0 * 730.0 / 12.0;
    assert!((1.0..1.03).contains(&(compute(&evaluation) / monthly)), "{}", compute(&evaluation));
}

#[test]
fn a_batch_that_ends_after_its_window_is_told_by_how_much() {
    let with = |replicas: f64| {
        let mut plan = nightly();
        of(&mut plan, |service| {
            let rule = Rule::Static(StaticRule { replicas: Some(Quantity::clamped(replicas)) });
            service.scaling.policies = Policies::of_one(PolicyChoice::of_rule("Fixed", rule));
        });
        let scaling = evaluate(&plan).services[0].scaling.clone();
        let told = scaling.verdict.findings.iter().find(|finding| finding.sentence.contains("after")).cloned();
        (scaling.plan.outcome.overruns, scaling.plan.outcome.overrun, told)
    };
    assert_eq!(with(50.0), (0, 0.0, None));
    // 40 do 28.8 of the 36 million in two hours; the other 7.2 take them 1,800 s more, every night of the week.
    let (runs, longest, told) = with(40.0);
    assert_eq!((runs, longest), (7, 1_800.0));
    let says = "7 runs of the batch end after their windows, by up to 30 min: start replicas earlier, allow more, or open \
                the window longer.";
    assert_eq!(told.map(|finding| (finding.standing, finding.sentence)), Some((Standing::Fails, says.to_owned())));
}

#[test]
fn a_static_fleet_pays_all_day() {
    let mut plan = nightly();
    of(&mut plan, |service| service.scaling.policies = Policies::of_one(PolicyChoice::as_sized()));
    assert_eq!(compute(&evaluate(&plan)), 50.0 * 730.0);
}

#[test]
fn a_window_over_midnight_and_on_weekdays_only() {
    let mut plan = nightly();
    of(&mut plan, |service| {
        let work = service.demand.work.as_mut().unwrap();
        (work.opens, work.days) = (Quantity::clamped(23.0), Weekdays::Weekend);
    });
    let evaluation = evaluate(&plan);
    let service = &evaluation.services[0];
    let week = service.curve.week();
    let at = |day: f64, hour: f64| week.factor_at((day * 24.0 + hour) * 3_600.0);
    // Sunday's run reaches into Monday.
    assert!(at(6.0, 23.5) > 0.0 && at(0.0, 0.5) > 0.0 && at(5.0, 23.5) > 0.0);
    assert_eq!((at(0.0, 1.0), at(4.0, 23.5), at(6.0, 22.9)), (0.0, 0.0, 0.0));
    assert_eq!((service.demand.peak, service.ledger.planned().needed()), (5_000.0, 50));
    assert_eq!((service.scaling.outcome.fewest, service.scaling.outcome.most), (0, 50));
}

#[test]
fn a_reserve_is_kept_only_where_it_is_stated() {
    let mut plan = nightly();
    plan.regions = fleet::scenario(1.0, &[0.0, 5.0]).regions;
    let rows = |plan: &Scenario| evaluate(plan).services[0].ledger.planned();
    // 25 in each region, whatever their clocks are.
    assert_eq!(rows(&plan), Rows { load: 50, ..Rows::default() });
    of(&mut plan, |service| service.regions.survive = Quantity::clamped(1.0));
    assert_eq!(rows(&plan), Rows { load: 50, reserve: 50, ..Rows::default() });
}

#[test]
fn a_language_model_is_scaled_by_the_requests_in_it_and_starts_in_minutes() {
    let mut service = examples::plain_service(ServiceId(1));
    service.become_kind(ServiceKind::Llm);
    assert_eq!(service.sizing.replica.gpus.get(), 1);
    assert!(service.scaling.fleet.startup.total() >= 180.0);
    assert!(matches!(service.scaling.policies.active().rules[..], [Rule::Queue(_)]));
    let on_cpu = |rule: &Rule| match rule {
        Rule::Hpa(hpa) => hpa
            .metrics
            .iter()
            .any(|metric| matches!(&metric.source, HpaSource::Resource(name) if name.as_str() == "cpu")),
        Rule::TargetTracking(_) => true,
        _ => false,
    };
    for example in examples::ALL {
        for service in &example.scenario().services {
            let policies = service.scaling.policies.iter().flat_map(|policy| &policy.rules);
            let is_on_cpu = policies.into_iter().any(on_cpu);
            assert!(service.kind != ServiceKind::Llm || !is_on_cpu, "{}: {}", example.slug, service.name);
        }
    }
}

#[test]
fn a_service_that_was_a_batch_answers_requests_again() {
    let before = examples::plain_service(ServiceId(1));
    let mut service = before.clone();
    service.become_kind(ServiceKind::Batch);
    assert_ne!(service, before);
    service.become_kind(ServiceKind::RealTime);
    assert_eq!(service, before);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_planned_does_the_work_in_its_window(
        items in 1.0..1e9_f64, quarters in 1_u32..96, opens in 0_u32..96, days in 0_usize..3,
    ) {
        let mut plan = nightly();
        of(&mut plan, |service| {
            let work = service.demand.work.as_mut().unwrap();
            work.items = Quantity::clamped(items);
            work.window = Quantity::clamped(f64::from(quarters) / 4.0);
            work.opens = Quantity::clamped(f64::from(opens) / 4.0);
            work.days = Weekdays::ALL[days];
        });
        let evaluation = evaluate(&plan);
        let (service, work) = (&evaluation.services[0], plan.services.first().demand.work.unwrap());
        let planned = f64::from(service.ledger.planned().needed());
        prop_assert!(planned * 100.0 * work.window.get() * 3_600.0 >= work.items.get() * (1.0 - 1e-9));
        prop_assert!((planned - 1.0) * 100.0 * work.window.get() * 3_600.0 <= work.items.get() * (1.0 + 1e-9));
        let runs = work.windows().len() as f64;
        prop_assert!((service.demand.average * 604_800.0 / runs - work.items.get()).abs() <= 1e-6 * work.items.get() + 1e-6);
        prop_assert_eq!(service.scaling.outcome.lost, 0.0);
        prop_assert_eq!(codec::from_json(&codec::to_json(&plan)).unwrap(), plan);
    }
}

#[test]
fn policies_and_a_start_that_were_entered_stay() {
    let payments = examples::find("three-region-payments").unwrap().scenario();
    let mut service = payments.services.first().clone();
    service.scaling.fleet.startup.warm_up = Quantity::clamped(99.0);
    let before = service.clone();
    for kind in [ServiceKind::Batch, ServiceKind::Llm] {
        service.become_kind(kind);
        let kept: Vec<&PolicyChoice> = service.scaling.policies.iter().skip(1).collect();
        assert_eq!(kept, before.scaling.policies.iter().collect::<Vec<_>>(), "{kind:?}");
    }
    assert_eq!(service.scaling.fleet.startup, before.scaling.fleet.startup);
    // A batch of before states its work, and lets it go again.
    let platform = examples::find("ai-platform").unwrap().scenario();
    let mut batch = platform.services.iter().find(|service| service.kind == ServiceKind::Batch).unwrap().clone();
    assert_eq!(batch.demand.work, None);
    batch.set_windowed(true);
    assert!(batch.demand.work.is_some() && batch.kind == ServiceKind::Batch);
    batch.set_windowed(false);
    assert_eq!((batch.demand.work, batch.kind), (None, ServiceKind::Batch));
}

#[test]
fn a_gpu_is_not_answered_with_another_kind_of_chip() {
    use headroom_core::machines::catalog::Catalog;
    use headroom_core::machines::chip::Chip;
    use headroom_core::machines::fit::{NodeReserve, ReplicaNeed, pack};
    let catalog = Catalog::read(include_str!("../../public/catalog/catalog.txt")).unwrap();
    let fits = |chip: Option<Chip>| {
        let need = ReplicaNeed { gpus: 1, chip, ..ReplicaNeed::default() };
        let types = catalog.types().iter().filter(|node| pack(&need, node, NodeReserve::default()).is_ok());
        let models = types.filter_map(|node| Some(node.accelerators.as_ref()?.model.clone()));
        models.collect::<std::collections::BTreeSet<String>>()
    };
    let any = fits(None);
    assert!(any.contains("T4") && any.contains("H100-80GB-SXM"), "{any:?}");
    assert!(!any.iter().any(|model| model.starts_with("TPU") || model.starts_with("Inferentia")), "{any:?}");
    let h100 = fits(Some(Chip::H100));
    assert!(!h100.is_empty() && h100.iter().all(|model| model.starts_with("H100")), "{h100:?}");
    assert!(fits(Some(Chip::Tpu)).iter().all(|model| model.starts_with("TPU")));
}
