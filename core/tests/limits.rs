//! Limits by hand: a replica carries 100 requests/s, headroom 25 %, one spare in each region, $1 an hour.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/fleet.rs"]
mod fleet;

use headroom_core::base::explain::Standing;
use headroom_core::base::id::{RegionId, ServiceId};
use headroom_core::base::name::{Name, Words};
use headroom_core::base::units::{LimitAmount, NodeMemory, NodePrice, NodeVcpus, Quantity};
use headroom_core::formulas::recovery::RecoveryTier;
use headroom_core::machines::chip::Chip;
use headroom_core::plan::evaluate::{Evaluation, evaluate, evaluate_from};
use headroom_core::plan::limits::caps;
use headroom_core::plan::scenario::adjust::Adjustment;
use headroom_core::plan::scenario::cost::Machine;
use headroom_core::plan::scenario::demand::{Growth, GrowthKind};
use headroom_core::plan::scenario::deployed::Deployed;
use headroom_core::plan::scenario::limits::{Limit, LimitOf, LimitUnit};
use headroom_core::plan::scenario::recovery::ArtefactPreset;
use headroom_core::plan::scenario::regions::{Overflow, UserShare};
use headroom_core::plan::scenario::scaling::{PolicyChoice, Rule, StaticRule};
use headroom_core::plan::scenario::{Scenario, codec};
use proptest::prelude::*;

fn limit(of: LimitOf, most: f64, unit: LimitUnit) -> Limit {
    Limit { region: None, of, most: LimitAmount::clamped(most), unit }
}

/// A node of 16 vCPUs at $4 an hour, which holds four replicas.
fn four_to_a_node(plan: &mut Scenario) {
    let ids: Vec<ServiceId> = plan.services.iter().map(|service| service.id).collect();
    for id in ids {
        let service = plan.services.get_mut(id).unwrap();
        service.sizing.replica.vcpus = Quantity::clamped(4.0);
        service.sizing.replica.memory = Quantity::clamped(4.0);
        service.cost.reserve = headroom_core::plan::scenario::cost::Reserve::nothing();
        service.cost.machine = Some(Machine {
            vcpus: Some(NodeVcpus::clamped(16.0)),
            memory: Some(NodeMemory::clamped(64.0)),
            on_demand: Some(NodePrice::clamped(4.0)),
            ..Machine::named("aws", "c7g.4xlarge")
        });
    }
}

/// The three regions of the ledger's case C: 13 needed in each, of which 4 are the reserve.
fn three() -> Scenario {
    fleet::scenario(1_800.0, &[0.0; 3])
}

/// The same with a second service that needs as much.
fn two_services() -> Scenario {
    let mut plan = three();
    let mut second = plan.services.first().clone();
    second.name = Name::from_static("Second");
    plan.services.add(second, ServiceId(2)).unwrap();
    plan
}

fn planned(plan: &Scenario) -> Vec<u32> {
    let evaluation = evaluate(plan);
    let first = evaluation.services.iter().map(|service| service.ledger.regions[0].planned.needed());
    first.collect()
}

#[test]
fn a_limit_in_any_unit_is_a_number_of_replicas() {
    // 13 needed: ⌊3⌋ nodes hold 12, and so do 3 · 16 = 48 vCPUs; 50 vCPUs are no more.
    for (most, unit, expected) in [
        (3.0, LimitUnit::Nodes, 12),
        (48.0, LimitUnit::Vcpus, 12),
        (50.0, LimitUnit::Vcpus, 12),
        (64.0, LimitUnit::Vcpus, 13),
        (10.0, LimitUnit::Replicas, 10),
        (0.0, LimitUnit::Gpus, 13),
    ] {
        let mut plan = three();
        four_to_a_node(&mut plan);
        plan.limits.push(limit(LimitOf::EachService, most, unit));
        assert_eq!(planned(&plan), [expected], "{most} {unit:?}");
    }
    // Without an instance type what replicas request counts: 4 vCPUs each.
    let mut plan = three();
    plan.services.get_mut(ServiceId(1)).unwrap().sizing.replica.vcpus = Quantity::clamped(4.0);
    plan.limits.push(limit(LimitOf::Service(ServiceId(1)), 42.0, LimitUnit::Vcpus));
    assert_eq!(planned(&plan), [10]);
}

#[test]
fn services_share_a_limit_row_by_row_in_the_order_of_the_plan() {
    let mut plan = two_services();
    four_to_a_node(&mut plan);
    // 6 + 6 for the load, 1 + 1 spares, 2 + 2 headroom are 18; of the reserve the first has the 2 that are left.
    let family = || LimitOf::Family(Words::cut("c7g"));
    plan.limits = vec![limit(family(), 20.0, LimitUnit::Replicas)];
    assert_eq!(planned(&plan), [11, 9]);
    // Five nodes of four: 7 need two each, the fifth is the first's for its headroom, and holds three of its reserve.
    plan.limits = vec![limit(family(), 5.0, LimitUnit::Nodes)];
    assert_eq!(planned(&plan), [12, 8]);
    let evaluation = evaluate(&plan);
    let used = &evaluation.limits[0];
    assert_eq!((used.needed, used.planned, used.short()), (8.0, 5.0, 3.0));
    assert_eq!(used.says_services(), "Service 3, Second 2");
    // A family that nobody runs on binds nobody.
    plan.limits = vec![limit(LimitOf::Family(Words::cut("m7i")), 1.0, LimitUnit::Nodes)];
    assert_eq!((planned(&plan), evaluate(&plan).limits.len()), (vec![13, 13], 0));
}

#[test]
fn what_is_left_of_a_shared_limit_is_shared_too() {
    let mut plan = two_services();
    four_to_a_node(&mut plan);
    plan.limits = vec![limit(LimitOf::Family(Words::cut("c")), 40.0, LimitUnit::Replicas)];
    let caps = caps(&plan);
    let region = Some(RegionId(1));
    assert_eq!((caps[0].most(region), caps[1].most(region)), (Some(20), Some(20)));
}

#[test]
fn gpus_of_a_kind_are_counted_whatever_they_are_in() {
    let mut plan = two_services();
    for id in [ServiceId(1), ServiceId(2)] {
        let replica = &mut plan.services.get_mut(id).unwrap().sizing.replica;
        (replica.gpus, replica.chip) = (Quantity::clamped(2.0), Some(Chip::L4));
    }
    plan.limits = vec![limit(LimitOf::Gpu(Chip::L4), 40.0, LimitUnit::Gpus)];
    assert_eq!(planned(&plan), [11, 9]);
    plan.services.get_mut(ServiceId(2)).unwrap().sizing.replica.chip = Some(Chip::H100);
    assert_eq!(planned(&plan), [13, 13]);
}

fn failing(evaluation: &Evaluation) -> [Standing; 4] {
    let service = &evaluation.services[0];
    let regions = service.regions.as_ref().map_or(Standing::Fails, |regions| regions.verdict.standing);
    [service.sizing.verdict.standing, evaluation.verdict.standing, regions, service.recovery.verdict.standing]
}

#[test]
fn a_limit_below_the_need_fails_in_one_place_too() {
    let mut plan = fleet::scenario(600.0, &[]);
    let service = plan.services.get_mut(ServiceId(1)).unwrap();
    service.recovery.tier = Some(RecoveryTier::WarmStandby);
    service.scaling.price = Some(Quantity::clamped(1.0));
    assert_eq!(failing(&evaluate(&plan))[0], Standing::Holds);
    plan.limits.push(limit(LimitOf::EachService, 5.0, LimitUnit::Replicas));
    let evaluation = evaluate(&plan);
    assert_eq!(failing(&evaluation), [Standing::Fails; 4]);
    let service = &evaluation.services[0];
    // 6 for the load: 5 are planned, run, and are paid for; the recovery region has as few.
    assert_eq!((service.ledger.planned().load, service.sizing.running, service.scaling.outcome.most), (5, 5, 5));
    assert_eq!(service.ledger.regions[1].planned.reserve, 5);
    assert_eq!(service.sizing.runway.days, Some(0));
    let cut = "Limits leave 10 of 18 replicas; missing: 1 for the load, 1 spare, 2 headroom, 4 reserve for a loss.";
    assert_eq!(service.sizing.verdict.findings[0].sentence.replace("spares", "spare"), cut);
    // 5 at home, and a half of the 5 in the recovery region, rounded up.
    assert_eq!(evaluation.totals.monthly.map(|bill| bill.dollars()), Some(8.0 * 730.0));
}

#[test]
fn no_policy_has_more_than_can_be_had() {
    let mut plan = fleet::scenario(600.0, &[]);
    plan.services.get_mut(ServiceId(1)).unwrap().with_active_policy(|choice| {
        *choice = PolicyChoice::of_rule("Fixed", Rule::Static(StaticRule { replicas: Some(Quantity::clamped(30.0)) }));
    });
    plan.limits.push(limit(LimitOf::EachService, 12.0, LimitUnit::Replicas));
    let evaluation = evaluate(&plan);
    assert_eq!(
        (evaluation.services[0].ledger.planned().needed(), evaluation.services[0].scaling.outcome.most),
        (9, 12)
    );
}

#[test]
fn the_lever_of_a_shared_limit_is_enough_for_all() {
    let mut plan = two_services();
    four_to_a_node(&mut plan);
    plan.limits = vec![limit(LimitOf::Family(Words::cut("c7g")), 5.0, LimitUnit::Nodes)];
    let evaluation = evaluate(&plan);
    let second = evaluation.services[1].regions.as_ref().unwrap();
    let lever = second.levers.iter().find(|lever| matches!(lever.adjustment, Adjustment::Limit(..))).unwrap();
    assert_eq!(lever.change, "Raise the limit of 5 nodes of c7g in each region to 8");
    lever.adjustment.apply(&mut plan, ServiceId(2));
    assert_eq!(planned(&plan), [13, 13]);
}

#[test]
fn a_change_of_one_service_is_seen_by_those_that_share_its_limit() {
    let mut plan = two_services();
    four_to_a_node(&mut plan);
    plan.limits = vec![limit(LimitOf::Family(Words::cut("c7g")), 8.0, LimitUnit::Nodes)];
    let before = evaluate(&plan);
    let mut after = plan.clone();
    after.services.get_mut(ServiceId(1)).unwrap().demand.average_load = Quantity::clamped(3_000.0);
    let anew = evaluate(&after);
    assert_eq!(evaluate_from(Some((&plan, &before)), &after), anew);
    assert!(anew.services[1].ledger.cut() > before.services[1].ledger.cut());
}

#[test]
fn older_plans_open_with_their_limits() {
    let mut old: serde_json::Value = serde_json::from_str(&codec::to_json(&three())).unwrap();
    old["headroom"] = 5.into();
    old["regions"][1]["max_replicas"] = 10.into();
    old["services"][0]["scaling"]["fleet"] = serde_json::json!({
        "startup": { "image_pull": 10, "model_load": 0, "warm_up": 20 }, "drain": 30, "failures": 0, "quota": 12,
    });
    let opened = codec::open_json(&old.to_string()).unwrap();
    let planned: Vec<u32> =
        evaluate(&opened.scenario).services[0].ledger.regions.iter().map(|row| row.planned.needed()).collect();
    assert_eq!((planned, opened.notices.len()), (vec![12, 10, 12], 1));
}

fn limits() -> impl Strategy<Value = Vec<Limit>> {
    let of = prop_oneof![
        Just(LimitOf::EachService),
        Just(LimitOf::Service(ServiceId(1))),
        Just(LimitOf::Family(Words::cut("c7g"))),
        Just(LimitOf::Gpu(Chip::L4)),
    ];
    let region = proptest::option::of((1_u32..=3).prop_map(RegionId));
    let unit = proptest::sample::select(LimitUnit::ALL.to_vec());
    let one = (region, of, 0.0..60.0_f64, unit).prop_map(|(region, of, most, unit)| Limit {
        region,
        of,
        most: LimitAmount::clamped(most),
        unit,
    });
    proptest::collection::vec(one, 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_is_planned_beyond_a_limit_and_enough_changes_nothing(
        limits in limits(), peaks in (0.0..4_000.0_f64, 0.0..4_000.0_f64), on_nodes in any::<bool>(), strategy in 0_u8..2
    ) {
        let mut plan = two_services();
        if on_nodes {
            four_to_a_node(&mut plan);
        }
        for (id, peak) in [(1, peaks.0), (2, peaks.1)] {
            let service = plan.services.get_mut(ServiceId(id)).unwrap();
            service.demand.average_load = Quantity::clamped(peak);
            if strategy == 1 {
                service.regions.overflow = Overflow::NearestWithRoom;
            }
        }
        let free = evaluate(&plan);
        plan.limits = limits;
        let evaluation = evaluate(&plan);
        for used in &evaluation.limits {
            prop_assert!(used.planned <= used.most + 1e-6, "{used:?}");
        }
        for answers in &evaluation.services {
            for row in &answers.ledger.regions {
                if let Some(cap) = answers.caps.cap(row.region) {
                    prop_assert!(row.planned.needed() <= cap.most);
                }
            }
            for place in answers.places.iter() {
                let most = answers.caps.most(Some(place.region)).unwrap_or(u32::MAX);
                prop_assert!(place.scaling.outcome.most <= most, "{} {most}", place.scaling.outcome.most);
            }
        }
        // Users who go where there is room move for a limit that then is short of nothing.
        if strategy == 0 && evaluation.limits.iter().all(|used| used.short() <= 0.0) {
            let rows = |evaluation: &Evaluation| -> Vec<u32> {
                evaluation.services.iter().map(|service| service.ledger.planned().needed()).collect()
            };
            prop_assert_eq!(rows(&evaluation), rows(&free));
        }
    }
}

#[test]
fn growth_beyond_a_limit_is_told_with_its_month() {
    let mut plan = fleet::scenario(600.0, &[]);
    plan.services.get_mut(ServiceId(1)).unwrap().demand.growth =
        Growth { kind: GrowthKind::Compound, monthly: Quantity::clamped(0.1) };
    plan.limits.push(limit(LimitOf::EachService, 12.0, LimitUnit::Replicas));
    let evaluation = evaluate(&plan);
    let ledger = &evaluation.services[0].ledger;
    // 8 carry 800 without the spare: 600 · 1.1³ = 798.6 still holds, the fourth month needs ⌈8 · 1.4641⌉ + 1 = 13.
    let months: Vec<(u32, u64, u64)> =
        ledger.months.iter().take(2).map(|month| (month.month, month.all(), month.short)).collect();
    assert_eq!(months, [(0, 9, 0), (3, 12, 1)]);
    let told = ledger.says_outgrown().unwrap();
    assert!(told.contains(" limits leave 12 of the 13 replicas that growth needs, and 12 of "), "{told}");
    let service = &evaluation.services[0];
    for verdict in [&service.sizing.verdict, &service.cost.verdict] {
        assert!(verdict.findings.iter().any(|finding| finding.sentence == told && finding.standing == Standing::Tight));
    }
}

#[test]
fn a_shared_limit_holds_where_users_come_only_for_want_of_room() {
    let mut plan = three();
    four_to_a_node(&mut plan);
    let service = plan.services.get_mut(ServiceId(1)).unwrap();
    service.regions.survive = Quantity::clamped(0.0);
    service.regions.overflow = Overflow::NearestWithRoom;
    service.regions.shares = vec![UserShare { region: RegionId(1), weight: Quantity::clamped(1.0) }];
    service.demand.average_load = Quantity::clamped(6_000.0);
    plan.limits = vec![limit(LimitOf::Family(Words::cut("c7g")), 5.0, LimitUnit::Nodes)];
    // 6,000 · 1.25 / 100 = 75 and a spare are 19 nodes; 15 can be had, 5 in each region.
    let evaluation = evaluate(&plan);
    let nodes: Vec<f64> = evaluation.limits.iter().map(|used| used.planned).collect();
    assert_eq!(nodes, [5.0; 3]);
    assert_eq!(failing(&evaluation)[..3], [Standing::Fails; 3]);
}

#[test]
fn growth_that_passes_a_limit_at_once_and_replicas_that_are_stated_are_told_as_they_are() {
    let told = |change: &dyn Fn(&mut Scenario)| {
        let mut plan = fleet::scenario(600.0, &[0.0]);
        let service = plan.services.get_mut(ServiceId(1)).unwrap();
        service.regions.survive = Quantity::clamped(0.0);
        service.demand.growth = Growth { kind: GrowthKind::Compound, monthly: Quantity::clamped(0.4) };
        change(&mut plan);
        evaluate(&plan).services[0].ledger.says_outgrown().unwrap_or_default()
    };
    // 8 carry 800; 600 · 1.4 = 840 in the first month: ⌈8 · 1.4⌉ + 1 = 13 of which 12 can be had.
    let limited = told(&|plan| plan.limits.push(limit(LimitOf::EachService, 12.0, LimitUnit::Replicas)));
    assert!(limited.contains(" limits leave 12 of the 13 replicas that growth needs"), "{limited}");
    let stated = told(&|plan| {
        let deployed = Deployed { region: RegionId(1), replicas: Some(Quantity::clamped(12.0)) };
        plan.services.get_mut(ServiceId(1)).unwrap().regions.deployed = vec![deployed];
    });
    assert!(stated.contains(" the replicas deployed cover 12 of the "), "{stated}");
}

#[test]
fn a_lever_beyond_the_need_asks_for_the_part_that_others_get_too() {
    let mut plan = two_services();
    plan.limits = vec![limit(LimitOf::Gpu(Chip::L4), 26.0, LimitUnit::Replicas)];
    for id in [ServiceId(1), ServiceId(2)] {
        let replica = &mut plan.services.get_mut(id).unwrap().sizing.replica;
        (replica.gpus, replica.chip) = (Quantity::clamped(1.0), Some(Chip::L4));
    }
    let region = Some(RegionId(1));
    let cap = caps(&plan)[0].cap(region).unwrap().clone();
    // 13 each are needed; for four more of one there must be eight more.
    assert_eq!((cap.most, cap.enough_beyond(17), cap.left_of(34.0)), (13, 34.0, 17));
    plan.limits[0].most = LimitAmount::clamped(34.0);
    assert_eq!(caps(&plan)[0].most(region), Some(17));
}

#[test]
fn copies_whose_price_is_unknown_leave_the_bill_open() {
    let mut plan = fleet::scenario(600.0, &[]);
    let service = plan.services.get_mut(ServiceId(1)).unwrap();
    service.scaling.price = Some(Quantity::clamped(1.0));
    service.recovery.tier = Some(RecoveryTier::HotStandby);
    service.recovery.storage = Quantity::clamped(6_000.0);
    service.recovery.artefacts = ArtefactPreset::find("llm-70b").unwrap().artefacts();
    let evaluation = evaluate(&plan);
    // 9 here and 9 there; the storage's second copy is known, what is sent and kept is not.
    assert_eq!(evaluation.totals.monthly, None);
    assert_eq!(evaluation.totals.known_monthly.dollars(), 18.0 * 730.0 + 6_000.0);
}
