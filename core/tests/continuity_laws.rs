//! Laws of regions, recovery and reliability in the chain, on random plans.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use headroom_core::base::id::RegionId;
use headroom_core::base::name::Name;
use headroom_core::base::units::Quantity;
use headroom_core::formulas::recovery::RecoveryTier;
use headroom_core::plan::evaluate::{Evaluation, evaluate};
use headroom_core::plan::scenario::adjust::Adjustment;
use headroom_core::plan::scenario::limits::{Limit, LimitOf};
use headroom_core::plan::scenario::regions::{Jurisdiction, Residency, ServiceRegions};
use headroom_core::plan::scenario::{Scenario, codec, examples};
use proptest::prelude::*;
use support::regions::plan;

fn changed(scenario: &Scenario, change: impl Fn(&mut ServiceRegions)) -> Scenario {
    let mut other = scenario.clone();
    let id = other.services.first().id;
    change(&mut other.services.get_mut(id).unwrap().regions);
    other
}

fn regions(
    evaluation: &Evaluation,
) -> &headroom_core::plan::answered::Answered<headroom_core::plan::regions::RegionsPlan> {
    evaluation.services[0].regions.as_ref().unwrap()
}

fn eu_stays(asked: &mut ServiceRegions) {
    asked.residency = vec![Residency { users: Jurisdiction::cut("EU"), within: vec![Jurisdiction::cut("EU")] }];
}

#[test]
fn a_loss_that_is_not_survived_is_named_beside_those_that_are() {
    let mut scenario = examples::find("three-region-payments").unwrap().scenario();
    // Virginia needs 31 replicas for its load when Ireland is lost, and fewer when Singapore is.
    for region in &scenario.regions {
        let most = Quantity::clamped(if region.name.to_string() == "Virginia" { 28.0 } else { 40.0 });
        scenario.limits.push(Limit::of_each_service(Some(region.id), most));
    }
    let evaluation = evaluate(&scenario);
    let plan = regions(&evaluation);
    let survived: Vec<bool> = plan.losses.iter().map(|loss| loss.missing <= 0.0).collect();
    assert_eq!((survived, plan.survivable.regions), (vec![true, false, true], Some(0)));
    let first = &plan.verdict.findings[0].sentence;
    assert!(
        first.starts_with("Losing Ireland is not survived; Virginia or Singapore would be: 94 replicas"),
        "{first}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plans_read_back_and_hold_numbers(scenario in plan()) {
        let scenario = changed(&scenario, eu_stays);
        prop_assert_eq!(codec::from_json(&codec::to_json(&scenario)), Ok(scenario.clone()));
        prop_assert_eq!(codec::from_fragment(&codec::to_fragment(&scenario)), Ok(scenario.clone()));
        let evaluation = evaluate(&scenario);
        if let Err(problem) = support::holds_only_finite_numbers(&evaluation) {
            panic!("{problem}");
        }
    }

    #[test]
    fn surviving_more_never_takes_less(scenario in plan()) {
        let mut before: Option<Evaluation> = None;
        // Two and more lost are looked at over a day, so only the week is compared.
        for survive in [0.0, 1.0] {
            let now = evaluate(&changed(&scenario, |asked| asked.survive = Quantity::clamped(survive)));
            if let Some(before) = &before {
                for (less, more) in regions(before).regions.iter().zip(&regions(&now).regions) {
                    prop_assert!(less.needed_replicas <= more.needed_replicas);
                    prop_assert_eq!(less.normal_load, more.normal_load);
                }
                if let (Some(less), Some(more)) = (regions(before).cheapest.linear, regions(&now).cheapest.linear) {
                    prop_assert!(less <= more * (1.0 + 1e-9) + 1e-9);
                }
            }
            before = Some(now);
        }
    }

    #[test]
    fn residency_never_makes_the_cheapest_placement_cheaper(scenario in plan()) {
        let (free, bound) = (evaluate(&scenario), evaluate(&changed(&scenario, eu_stays)));
        match (regions(&free).cheapest.linear, regions(&bound).cheapest.linear) {
            (Some(free), Some(bound)) => prop_assert!(free <= bound * (1.0 + 1e-9) + 1e-9, "{free} {bound}"),
            (free, bound) => prop_assert!(free.is_some() || bound.is_none()),
        }
    }

    #[test]
    fn nothing_is_lost_or_made(scenario in plan()) {
        let plan = evaluate(&scenario);
        let plan = regions(&plan);
        for loss in &plan.losses {
            let (served, on): (f64, f64) = (loss.flows.iter().map(|flow| flow.load).sum(), loss.load.iter().sum());
            let scale = 1e-9 * (on + loss.unplaced).max(1.0);
            prop_assert!((served - on).abs() <= scale, "{served} {on}");
            prop_assert!(loss.flows.iter().all(|flow| !loss.lost.contains(&flow.to)));
            prop_assert!(loss.missing >= 0.0 && loss.missing + scale >= loss.unplaced);
        }
    }

    #[test]
    fn what_can_be_had_is_enough_and_proved_cheapest(scenario in plan()) {
        let evaluation = evaluate(&scenario);
        let plan = regions(&evaluation);
        if plan.n_hosts > plan.survive && plan.shortfalls.is_empty() {
            prop_assert!(plan.survivable.regions.is_some_and(|survived| survived >= plan.survive), "{plan:?}");
            prop_assert!(plan.verdict.standing < headroom_core::base::explain::Standing::Fails);
        }
        if let Some(gap) = plan.cheapest.gap {
            prop_assert!(gap <= 1e-9);
        }
        let in_all: f64 = plan.regions.iter().map(|region| region.share).sum();
        prop_assert!((in_all - 1.0).abs() < 1e-12);
    }

    #[test]
    fn tiers_get_faster_and_parts_only_harm(scenario in plan(), worse in 0.9..1.0_f64) {
        let evaluation = evaluate(&scenario);
        let rtos: Vec<f64> = evaluation.services[0].recovery.tiers.iter().filter_map(|tier| tier.rto).collect();
        prop_assert!(rtos.windows(2).all(|pair| pair[0] >= pair[1]));
        let mut needy = scenario.clone();
        let id = needy.services.first().id;
        let on = headroom_core::plan::scenario::reliability::Supplier::External { name: Name::cut("x"), availability: Quantity::clamped(worse) };
        needy.services.get_mut(id).unwrap().reliability.dependencies = vec![headroom_core::plan::scenario::reliability::Dependency { on }];
        let (alone, needing) = (evaluation.reliability.services[0].availability, evaluate(&needy).reliability.services[0].availability);
        prop_assert!((needing - alone * worse).abs() < 1e-12);
    }
}

#[test]
fn equal_regions_on_one_clock_need_the_closed_form() {
    let mut scenario = examples::find("three-region-payments").unwrap().scenario();
    let id = scenario.services.first().id;
    scenario.services.get_mut(id).unwrap().regions = ServiceRegions { local_time: false, ..ServiceRegions::default() };
    let evaluation = evaluate(&scenario);
    let plan = regions(&evaluation);
    assert_eq!((plan.closed_form, plan.follow_the_sun), (Some(1.5), Some(0.0)));
    assert!((plan.exact.unwrap() - 1.5).abs() < 1e-12);
    // ⌈5,760 / 2 · 1.3 / 120⌉ + 1 spare = ⌈31.2⌉ + 1 in each of three regions.
    assert_eq!(plan.regions.iter().map(|region| region.replicas).collect::<Vec<_>>(), [33, 33, 33]);
    assert_eq!(plan.regions[0].normal_replicas, 22); // ⌈1,920 · 1.3 / 120⌉ + 1
}

#[test]
fn a_limit_is_named_and_its_lever_mends_it() {
    let mut scenario = examples::find("three-region-payments").unwrap().scenario();
    let id = scenario.services.first().id;
    scenario.limits.push(Limit {
        of: LimitOf::Service(id),
        ..Limit::of_each_service(Some(scenario.regions[1].id), Quantity::clamped(20.0))
    });
    let evaluation = evaluate(&scenario);
    let plan = regions(&evaluation);
    assert_eq!(plan.verdict.standing, headroom_core::base::explain::Standing::Fails);
    let lever = plan.levers.iter().find(|lever| matches!(lever.adjustment, Adjustment::Limit(..))).unwrap();
    assert_eq!(lever.change, "Raise the limit of 20 replicas of Payments API in Ireland to 39");
    lever.adjustment.apply(&mut scenario, id);
    assert_eq!(regions(&evaluate(&scenario)).survivable.regions, Some(1));
}

#[test]
fn users_who_may_be_served_nowhere_are_named_with_what_is_missing() {
    let mut scenario = examples::find("global-llm").unwrap().scenario();
    scenario.remove_region(RegionId(4));
    let evaluation = evaluate(&scenario);
    let plan = regions(&evaluation);
    assert_eq!(plan.survivable.regions, Some(0));
    assert!(plan.levers.iter().any(|lever| lever.change == "Add one region in EU or EEA"), "{:?}", plan.levers);
    assert_eq!(plan.cheapest.blocked[0].more_regions, 1);
    assert_eq!(codec::from_json(&codec::to_json(&scenario)), Ok(scenario));
}

#[test]
fn accelerators_that_nobody_reserved_leave_the_recovery_unknown() {
    let mut scenario = examples::find("global-llm").unwrap().scenario();
    let id = scenario.services.first().id;
    let recovery = &mut scenario.services.get_mut(id).unwrap().recovery;
    (recovery.reserved, recovery.tier) = (false, Some(RecoveryTier::WarmStandby));
    let evaluation = evaluate(&scenario);
    let plan = &evaluation.services[0].recovery;
    assert_eq!(plan.of(RecoveryTier::WarmStandby).unwrap().rto, None);
    assert!(plan.verdict.findings[0].sentence.contains("not reserved"), "{:?}", plan.verdict);
    assert!(plan.of(RecoveryTier::HotStandby).unwrap().rto.is_some());
}

#[test]
fn a_service_that_two_others_need_counts_once() {
    let scenario = examples::find("three-region-payments").unwrap().scenario();
    let evaluation = evaluate(&scenario);
    let of = |at: usize| &evaluation.reliability.services[at];
    // Both stand in the same regions: together they are better than their product, and no better than one.
    let card = 0.9999;
    assert!(of(0).availability > of(0).own * of(1).own * card && of(0).availability <= of(1).own * card + 1e-15);
    assert!(!of(0).is_lower_bound);
}

#[test]
fn references_to_what_there_is_not_are_refused_with_their_place() {
    let text = codec::to_json(&examples::find("three-region-payments").unwrap().scenario());
    for (pointer, wrong, message) in [
        ("/services/0/regions/shares/1/region", 9, "services[0].regions.shares[1].region: the plan has no region 9"),
        ("/services/0/regions/shares/1/region", 1, "services[0].regions.shares[1].region: region 1 has two shares"),
        (
            "/services/1/regions/strategy/active_passive/primary",
            9,
            "services[1].regions.strategy.active_passive.primary: the plan has no region 9",
        ),
        (
            "/services/0/reliability/dependencies/0/on/service",
            9,
            "services[0].reliability.dependencies[0].on.service: the plan has no service 9",
        ),
        (
            "/services/0/reliability/dependencies/0/on/service",
            1,
            "services[0].reliability.dependencies[0].on.service: circular dependency between services",
        ),
        ("/regions/1/id", 1, "regions: every region must have its own id, but two have 1"),
        ("/drill/region", 7, "drill.region: the plan has no region 7"),
        ("/drill/service", 7, "drill.service: the plan has no such service"),
    ] {
        let mut document: serde_json::Value = serde_json::from_str(&text).unwrap();
        *document.pointer_mut(pointer).unwrap() = serde_json::json!(wrong);
        assert_eq!(codec::from_json(&document.to_string()).unwrap_err().to_string(), message);
    }
    let unknown = text.replace("us-east-1", "us-east-9");
    assert_eq!(
        codec::from_json(&unknown).unwrap_err().to_string(),
        "regions[0].place.catalog.id: the catalog has no such region"
    );
}
