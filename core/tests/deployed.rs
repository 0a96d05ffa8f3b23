//! Where a service is deployed, worked by hand: a replica carries 100 requests/s, headroom 25 %, one spare in each region.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/fleet.rs"]
mod fleet;
#[path = "support/random.rs"]
mod random;

use headroom_core::base::explain::Standing;
use headroom_core::base::id::{RegionId, ServiceId};
use headroom_core::base::units::Quantity;
use headroom_core::plan::evaluate::{ServiceEvaluation, evaluate};
use headroom_core::plan::regions::Traffic;
use headroom_core::plan::scenario::deployed::Deployed;
use headroom_core::plan::scenario::regions::{Overflow, UserShare};
use headroom_core::plan::scenario::{Scenario, Service, codec, examples};
use headroom_core::plan::sizing::Rows;
use proptest::prelude::{ProptestConfig, prop_assert, prop_assert_eq, proptest};
use std::sync::Arc;

fn scenario(load: f64, clocks: &[f64]) -> Scenario {
    fleet::scenario(load, clocks)
}

fn of(scenario: &mut Scenario, change: impl FnOnce(&mut Service)) {
    let id = scenario.services.first().id;
    change(scenario.services.get_mut(id).unwrap());
}

fn answers(scenario: &Scenario) -> ServiceEvaluation {
    evaluate(scenario).services[0].as_ref().clone()
}

fn in_region(region: u32, replicas: Option<f64>) -> Deployed {
    Deployed { region: RegionId(region), replicas: replicas.map(Quantity::clamped) }
}

/// Three regions that all serve a third of 1,800 requests/s each, with so many replicas in each.
fn three_with(replicas: f64) -> Scenario {
    let mut plan = scenario(1800.0, &[0.0; 3]);
    of(&mut plan, |service| {
        service.regions.deployed = (1..=3).map(|region| in_region(region, Some(replicas))).collect();
        service.scaling.price = Some(Quantity::clamped(1.0));
    });
    plan
}

#[test]
fn more_replicas_than_needed_stand_run_and_are_paid_for() {
    let answers = answers(&three_with(20.0));
    // 6 for 600 requests/s, 2 headroom, 1 spare, 4 for what a lost region sends: 13 needed, so 7 more.
    let rows = Rows { load: 6, headroom: 2, spares: 1, surplus: 7, reserve: 4, ..Rows::default() };
    assert!(answers.ledger.regions.iter().all(|region| region.planned == rows), "{:?}", answers.ledger);
    assert_eq!((answers.ledger.needed().needed(), answers.ledger.planned().needed()), (39, 60));
    assert_eq!(answers.ledger.paid(), 60);
    assert_eq!(answers.places.iter().map(|place| place.sizing.running).collect::<Vec<_>>(), [20, 20, 20]);
    // 60 · 730 · $1.00.
    assert_eq!(evaluate(&three_with(20.0)).cost.total.dollars(), 43_800.0);
    assert_eq!(answers.regions.unwrap().verdict.standing, Standing::Holds);
}

#[test]
fn fewer_replicas_than_needed_are_cut_as_by_a_limit_and_said() {
    let plan = three_with(8.0);
    let answers = answers(&plan);
    let rows = Rows { load: 6, headroom: 1, spares: 1, ..Rows::default() };
    assert!(answers.ledger.regions.iter().all(|region| region.planned == rows), "{:?}", answers.ledger);
    let said = "The replicas deployed cover 24 of 39 replicas; missing: 3 headroom, 12 reserve for a loss.";
    assert_eq!(answers.ledger.says_cut().as_deref(), Some(said));
    let regions = answers.regions.unwrap();
    let short = "R is 5 replicas short when R is lost: 8 are deployed and 13 needed.";
    assert!(regions.verdict.findings.iter().any(|finding| finding.sentence == short), "{:?}", regions.verdict);
    let lever = &regions.levers[0];
    assert_eq!(lever.change, "Deploy 13 replicas in R instead of 8");
    let mut mended = plan.clone();
    for lever in &regions.levers[..3] {
        lever.adjustment.apply(&mut mended, plan.services.first().id);
    }
    assert_eq!(evaluate(&mended).services[0].regions.as_ref().unwrap().verdict.standing, Standing::Holds);
}

#[test]
fn the_loss_of_a_zone_is_checked_or_reserved_for() {
    let mut plan = scenario(1800.0, &[0.0; 3]);
    let before = answers(&plan);
    of(&mut plan, |service| service.regions.survive_zone = true);
    let after = answers(&plan);
    let rows = |reserve| Rows { load: 6, headroom: 2, spares: 1, reserve, ..Rows::default() };
    let each = |answers: &ServiceEvaluation, reserve| {
        answers.ledger.regions.iter().for_each(|region| assert_eq!(region.planned, rows(reserve)));
    };
    // 13 planned stand 5, 4, 4: 8 carry 600. To be survived with the spare kept 9 must be left: 14 − 5, so 5 more, which is
    // more than the 4 that the loss of a region takes.
    each(&before, 4);
    each(&after, 5);
    let says = |answers: &ServiceEvaluation, sentence: &str| {
        answers.regions.as_ref().unwrap().verdict.findings.iter().any(|finding| finding.sentence == sentence)
    };
    assert!(says(&after, "Survives the loss of any one zone."));
    assert_eq!(after.places[0].sizing.running, 14);
    // 14 − 5 − 1 spare carry 8 · 100 when a zone is lost; (14 − 1) · 100 / 1.5 = 866.7 when a region is.
    assert_eq!(after.places[0].sizing.runway.limit, 800.0);
    // Without a loss of a region the zone alone decides, and a policy keeps what it takes: 1.5 times the load.
    of(&mut plan, |service| service.regions.survive = Quantity::clamped(0.0));
    let alone = answers(&plan);
    each(&alone, 5);
    assert_eq!(alone.places[0].scaling.aim.factor, 1.5);
    // One zone of one cannot be survived within its region, and nobody says that it is.
    plan.regions.iter_mut().for_each(|region| region.zones = Quantity::clamped(1.0));
    let one_each = answers(&plan);
    each(&one_each, 0);
    assert!(says(&one_each, "R and R and R have only one zone each: losing it is losing the region."));
    assert!(!says(&one_each, "Survives the loss of any one zone."));
}

#[test]
fn where_it_is_not_deployed_users_are_served_elsewhere() {
    let mut plan = scenario(1800.0, &[0.0; 3]);
    of(&mut plan, |service| {
        let user = |region| UserShare { region: RegionId(region), weight: Quantity::clamped(1.0) };
        service.regions.shares = (1..=3).map(user).collect();
        service.regions.deployed = vec![in_region(1, None), in_region(3, None)];
    });
    let answers = answers(&plan);
    // 10 degrees apart: the users of the second have the first and the third equally near, and go to the first.
    let normal: Vec<u32> = answers.ledger.regions.iter().map(|region| region.needed.normal()).collect();
    // 1,200 · 1.25 / 100 + 1 and 600 · 1.25 / 100 + 1.
    assert_eq!(normal, [16, 9]);
    // Each carries all 1,800 after the loss of the other: 1,800 · 1.25 / 100 = 22.5, so 23 and 1 spare.
    assert!(answers.ledger.regions.iter().all(|region| region.needed.needed() == 24));
    assert_eq!(answers.regions.unwrap().regions[1].replicas, 0);
}

#[test]
fn users_beyond_the_room_of_a_region_are_served_in_the_nearest_with_room_in_normal_times_too() {
    let mut plan = scenario(1800.0, &[0.0; 3]);
    of(&mut plan, |service| {
        service.regions.overflow = Overflow::NearestWithRoom;
        service.regions.survive = Quantity::clamped(0.0);
        service.regions.deployed = vec![in_region(1, Some(5.0)), in_region(2, None), in_region(3, Some(8.0))];
    });
    let plan_of = answers(&plan).regions.unwrap();
    // (5 − 1) · 100 / 1.25 = 320 of 600 stay in the first, (8 − 1) · 80 = 560 in the third: 280 and 40 go to the second.
    let loads: Vec<f64> = plan_of.regions.iter().map(|region| region.normal_load).collect();
    for (load, hand) in loads.iter().zip([320.0, 920.0, 560.0]) {
        assert!((load - hand).abs() < 1e-9, "{loads:?}");
    }
    // 920 · 1.25 / 100 = 11.5, so 12 and a spare; the others have as many as are stated, none too many.
    assert_eq!(plan_of.regions.iter().map(|region| region.replicas).collect::<Vec<_>>(), [5, 13, 8]);
    assert_eq!(plan_of.survivable.regions, Some(0));
    assert_eq!(plan_of.shortfalls, []);
}

#[test]
fn a_placement_changes_one_service_and_no_other() {
    for example in examples::ALL.iter().filter(|example| !example.scenario().regions.is_empty()) {
        let before = example.scenario();
        let known = evaluate(&before);
        let id = before.services.first().id;
        let mut after = before.clone();
        let Some(lever) = known.services[0].regions.as_ref().unwrap().cheapest_lever() else { continue };
        lever.adjustment.apply(&mut after, id);
        assert_eq!(after.regions, before.regions, "{}", example.slug);
        let now = evaluate(&after);
        let other = |service: &&Arc<ServiceEvaluation>| service.id != id;
        let others = known.services.iter().filter(other).zip(now.services.iter().filter(other));
        others.for_each(|(was, is)| assert_eq!(was, is, "{}", example.slug));
        let cheapest = &known.services[0].regions.as_ref().unwrap().cheapest.replicas;
        let regions = &now.services[0].regions.as_ref().unwrap().regions;
        assert_eq!(&regions.iter().map(|region| region.replicas).collect::<Vec<_>>(), cheapest, "{}", example.slug);
    }
}

#[test]
fn a_region_that_is_not_there_or_listed_twice_is_refused_with_its_place() {
    let payments = codec::to_json(&examples::find("three-region-payments").unwrap().scenario());
    let refused = |deployed: &str| {
        let mut document: serde_json::Value = serde_json::from_str(&payments).unwrap();
        document["services"][0]["regions"]["deployed"] = serde_json::from_str(deployed).unwrap();
        codec::from_json(&document.to_string()).unwrap_err().to_string()
    };
    let place = "services[0].regions.deployed";
    for (deployed, says) in [
        ("[{\"region\": 9}]", format!("{place}[0].region: the plan has no region 9")),
        ("[{\"region\": 1}, {\"region\": 1}]", format!("{place}[1].region: region 1 is listed twice")),
        (
            "[{\"region\": 1, \"replicas\": 0}]",
            format!("{place}[0].replicas: deployed replicas must be between 1 and 100,000"),
        ),
        ("[{\"region\": 1, \"zones\": 3}]", format!("{place}[0].zones: unknown field `zones`")),
    ] {
        let refused = refused(deployed);
        assert!(refused.contains(&says), "{refused}");
    }
}

#[test]
fn a_region_added_for_one_service_moves_no_other() {
    let before = examples::find("three-region-payments").unwrap().scenario();
    let ids: Vec<ServiceId> = before.services.iter().map(|service| service.id).collect();
    let mut after = before.clone();
    after.add_region_for(
        ids[0],
        headroom_core::plan::scenario::regions::PlanRegion { id: before.next_region_id(), ..before.regions[0].clone() },
    );
    let (was, is) = (evaluate(&before), evaluate(&after));
    let (was, is) = (was.service(ids[1]).unwrap(), is.service(ids[1]).unwrap());
    assert_eq!((&was.ledger, &was.scaling), (&is.ledger, &is.scaling));
    assert_eq!((was.cost.compute, was.cost.nodes), (is.cost.compute, is.cost.nodes));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn everyone_is_served_once_and_no_region_is_filled_above_its_room(plan in random::plans()) {
        let answers = answers(&plan);
        let service = plan.services.first();
        let traffic = Traffic::new(&plan.regions, &service.regions, &answers.caps, &service.sizing, &answers.curve);
        for row in &traffic.served {
            let served: f64 = row.iter().sum();
            prop_assert!(served == 0.0 || (served - 1.0).abs() < 1e-9, "{served}");
        }
        // What the weights add to a region, it has room for; what it has no room for is its own.
        let mut at_home = service.regions.clone();
        at_home.overflow = Overflow::Proportional;
        let home = Traffic::new(&plan.regions, &at_home, &answers.caps, &service.sizing, &answers.curve);
        for (at, region) in plan.regions.iter().enumerate() {
            let Some(most) = service.regions.most_replicas(region.id, &answers.caps) else { continue };
            let room = f64::from(most.saturating_sub(1)) * 80.0;
            let (mut was, mut is) = (vec![0.0; plan.regions.len()], vec![0.0; plan.regions.len()]);
            for hour in 0..traffic.n_hours() {
                home.normal(hour, &mut was);
                traffic.normal(hour, &mut is);
                prop_assert!(is[at] <= was[at].max(room) * (1.0 + 1e-9), "{} {} {room}", is[at], was[at]);
            }
        }
    }

    #[test]
    fn a_stated_number_of_replicas_is_what_is_planned(plan in random::plans()) {
        let answers = answers(&plan);
        for row in &answers.ledger.regions {
            if let Some(stated) = row.stated {
                let limit = answers.caps.most(row.region).unwrap_or(u32::MAX);
                prop_assert_eq!(row.planned.needed(), stated.min(limit));
            }
        }
    }
}
