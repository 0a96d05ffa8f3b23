//! The recovery region of a service that serves from one: chosen, or stated as one of two regions, it is the same fleet at
//! the same price. A replica carries 100 requests/s, headroom 25 %, one spare, $1.00 an hour.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/fleet.rs"]
mod fleet;

use headroom_core::base::explain::Standing;
use headroom_core::base::id::{RegionId, ServiceId};
use headroom_core::base::name::Words;
use headroom_core::base::units::Quantity;
use headroom_core::formulas::recovery::RecoveryTier;
use headroom_core::machines::places::catalog::{Provider, find};
use headroom_core::plan::evaluate::{Evaluation, evaluate};
use headroom_core::plan::ledger::Ledger;
use headroom_core::plan::scenario::cost::{Machine, Reserve};
use headroom_core::plan::scenario::deployed::Deployed;
use headroom_core::plan::scenario::regions::{PlanRegion, Strategy, UserShare};
use headroom_core::plan::scenario::{DrillInputs, Scenario, examples};
use headroom_core::studies::drill::{plan_drill, run_drill};

fn region(id: u32, name: &str, beside: &[PlanRegion]) -> PlanRegion {
    PlanRegion::of_catalog(RegionId(id), find(Provider::Aws, name).unwrap(), beside)
}

/// 600 requests/s all day, in no region yet.
fn alone(tier: RecoveryTier) -> Scenario {
    let mut plan = fleet::scenario(600.0, &[]);
    let service = plan.services.get_mut(plan.services.first().id).unwrap();
    service.scaling.price = Some(Quantity::clamped(1.0));
    service.recovery.tier = Some(tier);
    plan
}

/// The same in Frankfurt.
fn at_home(tier: RecoveryTier) -> Scenario {
    let mut plan = alone(tier);
    plan.run_in(region(1, "eu-central-1", &[]));
    plan
}

/// The same with Ireland chosen as the recovery region.
fn chosen(tier: RecoveryTier) -> Scenario {
    let mut plan = at_home(tier);
    plan.recover_in_new(plan.services.first().id, region(2, "eu-west-1", &plan.regions));
    plan
}

/// The same with both regions stated, active-passive, one loss to survive, all users in the first.
fn stated(tier: RecoveryTier) -> Scenario {
    let mut plan = alone(tier);
    plan.regions.push(region(1, "eu-central-1", &[]));
    plan.regions.push(region(2, "eu-west-1", &[]));
    let asked = &mut plan.services.get_mut(plan.services.first().id).unwrap().regions;
    asked.shares = vec![UserShare { region: RegionId(1), weight: Quantity::clamped(1.0) }];
    asked.strategy = Strategy::ActivePassive { primary: RegionId(1) };
    asked.local_time = false;
    plan
}

fn rows(ledger: &Ledger) -> Vec<(u32, u32, u32, u32, u32)> {
    let regions = ledger.regions.iter();
    regions
        .map(|row| (row.planned.load, row.planned.normal(), row.planned.reserve, row.kept.ready, row.paid()))
        .collect()
}

fn ledger(evaluation: &Evaluation) -> &Ledger {
    &evaluation.services[0].ledger
}

#[test]
fn one_region_with_a_tier_is_two_to_the_replica_and_the_cent() {
    let home = (6, 9, 0, 0, 9);
    for (tier, standby, dollars) in [
        (RecoveryTier::ActiveActive, (0, 0, 9, 9, 9), 18.0 * 730.0),
        (RecoveryTier::HotStandby, (0, 0, 9, 9, 9), 18.0 * 730.0),
        (RecoveryTier::WarmStandby, (0, 0, 9, 5, 5), 14.0 * 730.0),
        (RecoveryTier::PilotLight, (0, 0, 9, 0, 1), 10.0 * 730.0),
        (RecoveryTier::Cold, (0, 0, 9, 0, 0), 9.0 * 730.0),
    ] {
        for plan in [alone(tier), at_home(tier), chosen(tier), stated(tier)] {
            let evaluation = evaluate(&plan);
            assert_eq!(rows(ledger(&evaluation)), [home, standby], "{tier:?}");
            assert_eq!(evaluation.cost.total.dollars(), dollars, "{tier:?}");
        }
        let names = |plan: &Scenario| -> Vec<String> {
            ledger(&evaluate(plan)).regions.iter().map(|row| row.place()).collect()
        };
        assert_eq!(names(&alone(tier)), ["Single region", "Recovery region, not chosen"]);
        assert_eq!(names(&at_home(tier)), ["Frankfurt am Main", "Recovery region, not chosen"]);
        assert_eq!(names(&chosen(tier)), names(&stated(tier)));
    }
}

#[test]
fn a_choice_is_taken_back_whole() {
    let mut plan = chosen(RecoveryTier::WarmStandby);
    let id = plan.services.first().id;
    let before = evaluate(&at_home(RecoveryTier::WarmStandby));
    plan.recover_in(id, None);
    assert_eq!((plan.home_region(id), plan.recovery_region(id)), (Some(RegionId(1)), None));
    assert_eq!(rows(ledger(&evaluate(&plan))), rows(ledger(&before)));
    plan.recover_in(id, Some(RegionId(2)));
    assert_eq!(evaluate(&plan), evaluate(&chosen(RecoveryTier::WarmStandby)));
}

#[test]
fn the_first_region_changes_no_answer() {
    for example in examples::ALL.iter().filter(|example| example.scenario().regions.is_empty()) {
        let before = example.scenario();
        let mut after = before.clone();
        // A price of the catalogue holds in its region only.
        let machine = before.services.iter().find_map(|service| service.cost.machine.as_ref());
        let listed = machine.map(|machine| machine.region.as_str()).filter(|id| find(Provider::Aws, id).is_some());
        after.run_in(region(1, listed.unwrap_or("ap-southeast-2"), &[]));
        let (was, is) = (evaluate(&before), evaluate(&after));
        assert_eq!(was.cost.total, is.cost.total, "{}", example.slug);
        for (was, is) in was.services.iter().zip(&is.services) {
            assert_eq!(rows(&was.ledger), rows(&is.ledger), "{} {}", example.slug, was.name);
            assert_eq!(was.scaling.outcome, is.scaling.outcome, "{} {}", example.slug, was.name);
            assert_eq!(was.sizing.utilization, is.sizing.utilization, "{} {}", example.slug, was.name);
            // Only what users wait has a round trip more, where a place is known from which to count it.
            let fleet = |sizing: &headroom_core::plan::sizing::SizingPlan| sizing.runway.exhausted;
            assert_eq!(fleet(&was.sizing), fleet(&is.sizing), "{} {}", example.slug, was.name);
        }
    }
}

#[test]
fn a_recovery_region_of_one_service_moves_no_other() {
    let mut before = examples::find("ai-platform").unwrap().scenario();
    before.run_in(region(1, "us-east-1", &[]));
    let ids: Vec<ServiceId> = before.services.iter().map(|service| service.id).collect();
    let mut after = before.clone();
    after.recover_in_new(ids[1], region(2, "us-west-2", &before.regions));
    let (was, is) = (evaluate(&before), evaluate(&after));
    for id in ids.iter().filter(|id| **id != ids[1]) {
        let (was, is) = (was.service(*id).unwrap(), is.service(*id).unwrap());
        assert_eq!(was.ledger.regions[0].planned, is.ledger.regions[0].planned, "{}", was.name);
        assert_eq!((was.cost.compute, was.cost.nodes), (is.cost.compute, is.cost.nodes), "{}", was.name);
    }
    assert_eq!(after.recovery_region(ids[1]), Some(RegionId(2)));
    assert_eq!(after.services.get(ids[0]).unwrap().regions.deployed, [Deployed::as_needed(RegionId(1))]);
}

#[test]
fn a_drill_of_the_home_region_is_served_again_from_the_recovery_region() {
    let mut lost = Vec::new();
    for tier in [RecoveryTier::HotStandby, RecoveryTier::Cold] {
        let plan = chosen(tier);
        let evaluation = evaluate(&plan);
        let mut inputs = DrillInputs::of(RegionId(1));
        inputs.length = Quantity::clamped(12.0);
        let setup = plan_drill(&plan, &evaluation, plan.services.first().id, &inputs).unwrap();
        lost.push(run_drill(&setup).unwrap().totals.bad());
    }
    // Hot: until health checks, a decision and DNS have moved all users. Cold: until 9 replicas were had, restored and started.
    let until_moved = 90.0 + 300.0 + 120.0;
    assert!(lost[0] > 0.0 && lost[0] <= 600.0 * until_moved, "{lost:?}");
    // 90 s to detect, 30 min to decide, 60 min to provision, 4 h to restore: then the 30 s of a start are all that is left.
    let until_built = 90.0 + 1_800.0 + 3_600.0 + 14_400.0;
    assert!((600.0 * until_built..=600.0 * (until_built + 60.0)).contains(&lost[1]), "{lost:?}");
}

#[test]
fn the_loss_of_an_only_region_with_a_tier_is_recovered_not_survived() {
    let mut plan = at_home(RecoveryTier::WarmStandby);
    let id = plan.services.first().id;
    plan.services.get_mut(id).unwrap().regions.survive = Quantity::clamped(1.0);
    let regions = evaluate(&plan).services[0].regions.clone().unwrap();
    let first = &regions.verdict.findings[0];
    let said = "Losing Frankfurt am Main is not survived, but recovered in another region (warm standby), which is not chosen.";
    assert_eq!((first.standing, first.sentence.as_str()), (Standing::Tight, said));
}

#[test]
fn a_catalog_price_is_unknown_in_a_recovery_region_that_is_not_chosen() {
    let with_machine = |mut plan: Scenario| {
        let service = plan.services.get_mut(plan.services.first().id).unwrap();
        service.recovery.loss = Some(Quantity::clamped(1000.0));
        (service.sizing.replica.vcpus, service.sizing.replica.memory) =
            (Quantity::clamped(4.0), Quantity::clamped(16.0));
        service.cost.reserve = Reserve::nothing();
        service.cost.machine = Some(Machine {
            vcpus: Some(Quantity::clamped(4.0)),
            memory: Some(Quantity::clamped(16.0)),
            on_demand: Some(Quantity::clamped(2.0)),
            region: Words::cut("eu-central-1"),
            ..Machine::named("aws", "x")
        });
        plan
    };
    for plan in [alone(RecoveryTier::HotStandby), at_home(RecoveryTier::HotStandby)] {
        let evaluation = evaluate(&with_machine(plan));
        let hot = evaluation.services[0].recovery.of(RecoveryTier::HotStandby).unwrap().clone();
        assert_eq!((hot.standby, hot.total), (None, None));
        let line = evaluation.cost.lines.iter().find(|line| line.label.contains("in a region not chosen")).unwrap();
        assert_eq!(line.amount, None);
        // 9 at home at $2.00.
        assert_eq!(evaluation.cost.total.dollars(), 9.0 * 2.0 * 730.0);
        let said = "Enter the recovery region, or a price that holds in any region, to compare the tiers by cost.";
        assert!(evaluation.services[0].recovery.verdict.findings.iter().any(|finding| finding.sentence == said));
    }
}
