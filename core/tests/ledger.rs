//! The ledger of a fleet, worked by hand: a replica carries 100 requests/s, headroom 25 %, one spare in each region.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/fleet.rs"]
mod fleet;

use headroom_core::base::id::RegionId;
use headroom_core::base::units::Quantity;
use headroom_core::formulas::recovery::RecoveryTier;
use headroom_core::plan::evaluate::evaluate;
use headroom_core::plan::ledger::Ledger;
use headroom_core::plan::scenario::Scenario;
use headroom_core::plan::scenario::limits::Limit;
use headroom_core::plan::scenario::regions::Strategy;
use headroom_core::plan::scenario::sizing::HeadroomRule;
use headroom_core::plan::sizing::Rows;

const TIERS: [Option<RecoveryTier>; 5] = [
    None,
    Some(RecoveryTier::HotStandby),
    Some(RecoveryTier::WarmStandby),
    Some(RecoveryTier::PilotLight),
    Some(RecoveryTier::Cold),
];

/// One service whose usual peak is `peak`, all day and every day.
fn scenario(peak: f64) -> Scenario {
    fleet::scenario(peak, &[])
}

/// The same in `n` regions that all serve, one of which may be lost, with so many replicas in each at most.
fn in_regions(peak: f64, n: usize, limit: Option<f64>) -> Scenario {
    let mut scenario = fleet::scenario(peak, &vec![0.0; n]);
    scenario.limits.extend(limit.map(|most| Limit::of_each_service(None, Quantity::clamped(most))));
    scenario
}

fn with_tier(mut scenario: Scenario, tier: Option<RecoveryTier>) -> Ledger {
    let id = scenario.services.first().id;
    scenario.services.get_mut(id).unwrap().recovery.tier = tier;
    evaluate(&scenario).services[0].ledger.clone()
}

fn rows(load: u32, headroom: u32, spares: u32, reserve: u32) -> Rows {
    Rows { load, headroom, spares, reserve, ..Rows::default() }
}

#[test]
fn one_region() {
    let ledger = with_tier(scenario(600.0), None);
    assert_eq!(ledger.regions.len(), 1);
    assert_eq!((ledger.planned(), ledger.paid()), (rows(6, 2, 1, 0), 9));
}

#[test]
fn one_region_with_a_tier_is_two_of_which_one_stands_by() {
    // Warm: half of 9, rounded up. Pilot light: a tenth of it, rounded up, serves nothing.
    for (tier, ready, paid) in
        TIERS.into_iter().zip([0, 9, 5, 0, 0]).zip([9, 18, 14, 10, 9]).map(|((t, r), p)| (t, r, p))
    {
        let ledger = with_tier(scenario(600.0), tier);
        assert_eq!(ledger.regions[0].planned, rows(6, 2, 1, 0), "{tier:?}");
        assert_eq!(ledger.regions.get(1).map(|other| other.planned), tier.map(|_| rows(0, 0, 0, 9)), "{tier:?}");
        assert_eq!((ledger.ready(), ledger.paid()), (ready, paid), "{tier:?}");
    }
}

#[test]
fn two_regions_active_passive_are_the_same() {
    for tier in TIERS.into_iter().flatten() {
        let mut two = in_regions(600.0, 2, None);
        let id = two.services.first().id;
        let primary = RegionId(1);
        two.services.get_mut(id).unwrap().regions.strategy = Strategy::ActivePassive { primary };
        let (two, one) = (with_tier(two, Some(tier)), with_tier(scenario(600.0), Some(tier)));
        let of = |ledger: &Ledger| {
            let regions = ledger.regions.iter();
            regions.map(|region| (region.planned, region.kept, region.stands_by)).collect::<Vec<_>>()
        };
        assert_eq!(of(&two), of(&one), "{tier:?}");
    }
}

#[test]
fn three_regions_that_all_serve_keep_a_reserve_each() {
    // Without one each survivor carries 900: ⌈900 · 1.25 / 100⌉ + 1 = 13 = 9 + 4.
    for ((tier, ready), paid) in TIERS.into_iter().zip([12, 12, 6, 0, 0]).zip([39, 39, 33, 30, 27]) {
        let ledger = with_tier(in_regions(1_800.0, 3, None), tier);
        assert!(ledger.regions.iter().all(|region| region.planned == rows(6, 2, 1, 4) && !region.stands_by));
        assert_eq!((ledger.ready(), ledger.paid()), (ready, paid), "{tier:?}");
    }
}

#[test]
fn a_limit_cuts_reserve_then_headroom_then_spares_then_load() {
    for (limit, planned, cut) in [
        (10.0, rows(6, 2, 1, 1), 3),
        (8.0, rows(6, 1, 1, 0), 5),
        (5.0, rows(5, 0, 0, 0), 8),
        (13.0, rows(6, 2, 1, 4), 0),
    ] {
        let ledger = with_tier(in_regions(1_800.0, 3, Some(limit)), None);
        let region = &ledger.regions[0];
        assert_eq!((region.planned, region.cut()), (planned, cut), "{limit}");
        assert_eq!(ledger.needed().needed(), 39);
    }
}

/// The first month of a static fleet at a dollar an hour, in cents.
fn month(mut scenario: Scenario, tier: Option<RecoveryTier>) -> i64 {
    let id = scenario.services.first().id;
    let service = scenario.services.get_mut(id).unwrap();
    service.recovery.tier = tier;
    service.scaling.price = Some(Quantity::clamped(1.0));
    (service.cost.machine, scenario.cost) = (None, Default::default());
    evaluate(&scenario).cost.total.cents()
}

#[test]
fn the_bill_is_the_ledger_at_its_prices() {
    for (tier, dollars) in TIERS.into_iter().zip([6_570, 13_140, 10_220, 7_300, 6_570]) {
        assert_eq!(month(scenario(600.0), tier), dollars * 100, "{tier:?}");
    }
    for (tier, dollars) in TIERS.into_iter().zip([28_470, 28_470, 24_090, 21_900, 19_710]) {
        assert_eq!(month(in_regions(1_800.0, 3, None), tier), dollars * 100, "{tier:?}");
    }
    for (limit, replicas) in [(10.0, 30), (8.0, 24), (5.0, 15)] {
        assert_eq!(month(in_regions(1_800.0, 3, Some(limit)), None), replicas * 730 * 100, "{limit}");
    }
}

#[test]
fn a_loss_is_survived_by_what_is_ready() {
    // Two survivors have 26, 22 or 18 replicas of 100 for 1,800; the last would be busy to the last.
    for (tier, survived) in TIERS.into_iter().zip([1, 1, 1, 0, 0]) {
        let mut scenario = in_regions(1_800.0, 3, None);
        let id = scenario.services.first().id;
        scenario.services.get_mut(id).unwrap().recovery.tier = tier;
        let plan = evaluate(&scenario).services[0].regions.clone().unwrap();
        assert_eq!(plan.survivable.regions, Some(survived), "{tier:?}");
    }
    // At 1,830 each has 610 / 100 · 1.25 = 7.6, so 8 and a spare; two of them carry 1,800 and not 1,830.
    for (tier, survived) in TIERS.into_iter().zip([1, 1, 1, 0, 0]) {
        let mut scenario = in_regions(1_830.0, 3, None);
        let id = scenario.services.first().id;
        scenario.services.get_mut(id).unwrap().recovery.tier = tier;
        let plan = evaluate(&scenario).services[0].regions.clone().unwrap();
        assert_eq!((plan.survivable.regions, plan.survivable.once_recovered), (Some(survived), Some(1)), "{tier:?}");
    }
}

#[test]
fn without_a_selected_tier_only_a_ready_reserve_has_a_recovery_time() {
    let active = |scenario: &Scenario| evaluate(scenario).services[0].recovery.tier;
    assert_eq!(active(&scenario(600.0)), None);
    let mut three = in_regions(1_800.0, 3, None);
    assert_eq!(active(&three), Some(RecoveryTier::ActiveActive));
    let id = three.services.first().id;
    three.services.get_mut(id).unwrap().regions.strategy = Strategy::ActivePassive { primary: RegionId(1) };
    assert_eq!(active(&three), Some(RecoveryTier::HotStandby));
    // No loss to survive, no reserve.
    three.services.get_mut(id).unwrap().regions.survive = Quantity::clamped(0.0);
    assert_eq!(active(&three), None);
    let plan = &evaluate(&three).reliability.services[0];
    assert!(plan.spent_in_words().starts_with("at least "), "{}", plan.spent_in_words());
}

#[test]
fn what_a_limit_cuts_is_said_and_fails_sizing() {
    for (limit, said) in [
        (10.0, "Limits leave 30 of 39 replicas; missing: 9 reserve for a loss."),
        (8.0, "Limits leave 24 of 39 replicas; missing: 3 headroom, 12 reserve for a loss."),
        (5.0, "Limits leave 15 of 39 replicas; missing: 3 for the load, 3 spares, 6 headroom, 12 reserve for a loss."),
    ] {
        let evaluation = evaluate(&in_regions(1_800.0, 3, Some(limit)));
        assert_eq!(evaluation.services[0].sizing.verdict.findings[0].sentence, said);
        assert_eq!(evaluation.services[0].sizing.verdict.standing, headroom_core::base::explain::Standing::Fails);
        assert_eq!(evaluation.services[0].recovery.verdict.findings[0].sentence, said);
        assert_eq!(
            evaluation.services[0].regions.as_ref().unwrap().verdict.standing,
            headroom_core::base::explain::Standing::Fails
        );
    }
}

#[test]
fn a_latency_target_has_a_row_of_its_own() {
    let mut inputs = scenario(600.0).services.first().sizing;
    let carried = Rows::of(&inputs, 600.0, 600.0);
    inputs.slo.latency = Some(headroom_core::plan::scenario::sizing::LatencyObjective {
        percentile: Quantity::clamped(0.99),
        target: Quantity::clamped(inputs.replica.capacity.service_time() * 4.7),
        measured: headroom_core::plan::scenario::sizing::MeasuredAt::AtService,
    });
    inputs.headroom = HeadroomRule::Fraction(Quantity::clamped(0.0));
    let strict = Rows::of(&inputs, 600.0, 600.0);
    assert_eq!((strict.load, strict.headroom, strict.spares), (carried.load, 0, carried.spares));
    assert_eq!(strict.normal(), headroom_core::plan::sizing::replicas_for(&inputs, 600.0));
    assert_eq!(Rows::of(&inputs, 0.0, 0.0), Rows::default());
}

#[test]
fn what_is_planned_later_is_what_a_static_fleet_runs_then() {
    // 600 requests/s in each of three regions, 2 % more a month: 13 each carry 900 after a loss with 25 % to spare, and the
    // spare lost, so up to 1,200 / 900. 1.02^14 is 1.32 and 1.02^15 is 1.35: in the fifteenth month, of which the last day
    // counts, they are sized anew.
    let mut plan = in_regions(1_800.0, 3, None);
    let id = plan.services.first().id;
    plan.services.get_mut(id).unwrap().demand.growth.monthly = Quantity::clamped(0.02);
    let service = &evaluate(&plan).services[0];
    let months = &service.ledger.months;
    assert_eq!((months[0].month, months[0].planned.as_slice(), months[0].lots), (0, [13, 13, 13].as_slice(), 0));
    assert_eq!(months[1].month, 14);
    for month in 0..36 {
        let row = months.iter().take_while(|row| row.month <= month).last().unwrap();
        let running = service.fleet.replicas(month);
        // A forecast has parts of a replica, the ledger whole ones.
        assert!((0.0..3.0).contains(&(row.all() as f64 - running)), "month {month}: {} {running}", row.all());
    }
}
