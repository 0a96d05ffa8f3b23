//! What a recovery tier amounts to in the regions of a plan, what its data takes, and its accelerators, in sentences that
//! can be worked by hand. A replica carries 100 requests/s, headroom 25 %, one spare in each region.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/fleet.rs"]
mod fleet;

use headroom_core::base::explain::Standing;
use headroom_core::base::id::RegionId;
use headroom_core::base::units::{Quantity, ReplicaThroughput};
use headroom_core::formulas::recovery::{Part, RecoveryTier};
use headroom_core::machines::places::catalog::{Provider, find};
use headroom_core::plan::answered::Answered;
use headroom_core::plan::evaluate::evaluate;
use headroom_core::plan::recovery::RecoveryPlan;
use headroom_core::plan::scenario::recovery::{ArtefactPreset, RecoveryInputs};
use headroom_core::plan::scenario::regions::PlanRegion;
use headroom_core::plan::scenario::sizing::ReplicaCapacity;
use headroom_core::plan::scenario::{Scenario, Service};

fn recovery(plan: &Scenario) -> Answered<RecoveryPlan> {
    evaluate(plan).services.into_iter().next().unwrap().recovery.clone()
}

fn of(plan: &mut Scenario, change: impl FnOnce(&mut Service)) {
    let id = plan.services.first().id;
    change(plan.services.get_mut(id).unwrap());
}

/// Three regions that all serve 600 requests/s, with a tier.
fn all_serve(tier: RecoveryTier) -> Scenario {
    let mut plan = fleet::scenario(1800.0, &[0.0; 3]);
    of(&mut plan, |service| service.recovery.tier = Some(tier));
    plan
}

/// 600 requests/s in Frankfurt, recovered in Ireland.
fn in_two(tier: RecoveryTier) -> Scenario {
    let region = |id, name| PlanRegion::of_catalog(RegionId(id), find(Provider::Aws, name).unwrap(), &[]);
    let mut plan = fleet::scenario(600.0, &[]);
    plan.run_in(region(1, "eu-central-1"));
    plan.recover_in_new(plan.services.first().id, region(2, "eu-west-1"));
    of(&mut plan, |service| service.recovery.tier = Some(tier));
    plan
}

/// The same with something stated of its recovery.
fn in_two_with(tier: RecoveryTier, state: impl FnOnce(&mut RecoveryInputs)) -> Answered<RecoveryPlan> {
    let mut plan = in_two(tier);
    of(&mut plan, |service| state(&mut service.recovery));
    plan.cost.inter_region = Some(Quantity::clamped(0.02));
    plan.cost.storage_price = Some(Quantity::clamped(0.023));
    recovery(&plan)
}

#[track_caller]
fn says(recovery: &Answered<RecoveryPlan>, standing: Standing, sentence: &str) {
    let found = recovery.verdict.findings.iter().any(|one| one.standing == standing && one.sentence == sentence);
    assert!(found, "{:#?}", recovery.verdict.findings);
}

#[test]
fn active_active_where_a_region_stands_by_is_hot_standby() {
    let plan = recovery(&in_two(RecoveryTier::ActiveActive));
    assert_eq!(plan.tier, Some(RecoveryTier::HotStandby));
    says(&plan, Standing::Holds, "Active-active with a region that serves nobody until the loss is hot standby.");
    assert_eq!(recovery(&all_serve(RecoveryTier::ActiveActive)).tier, Some(RecoveryTier::ActiveActive));
}

#[test]
fn a_lower_tier_where_all_serve_keeps_their_reserve_partly_ready() {
    // 4 in each region for what a lost one sends; a half, a tenth of it rounded up.
    for (tier, kept) in [
        (RecoveryTier::WarmStandby, "6 of the 12 replicas reserved for a loss are ready (warm standby)"),
        (
            RecoveryTier::PilotLight,
            "3 of the 12 replicas reserved for a loss are paid for and serve nothing (pilot light)",
        ),
        (RecoveryTier::Cold, "none of the 12 replicas reserved for a loss are ready (cold standby)"),
    ] {
        let said = format!("All regions serve; {kept}.");
        says(&recovery(&all_serve(tier)), Standing::Holds, &said);
    }
}

#[test]
fn without_a_loss_to_survive_there_is_nothing_to_keep_ready() {
    let mut plan = all_serve(RecoveryTier::HotStandby);
    of(&mut plan, |service| service.regions.survive = Quantity::clamped(0.0));
    let said = "No loss of a region is planned for, so the 3 regions have no reserve and the tier keeps nothing ready.";
    says(&recovery(&plan), Standing::Tight, said);
}

#[test]
fn a_missed_rpo_names_what_to_shorten() {
    // A warm standby replicates all the time and is 10 s behind.
    let lag = in_two_with(RecoveryTier::WarmStandby, |stated| stated.rpo = Some(Quantity::clamped(4.0)));
    says(&lag, Standing::Fails, "RPO missed by 6 s: shorten the replication lag from 10 s to at most 4 s.");
    // Cold standby copies once a day, which takes an hour: 25 h, of which 4 h are allowed.
    let interval = in_two_with(RecoveryTier::Cold, |stated| stated.rpo = Some(Quantity::clamped(14_400.0)));
    says(&interval, Standing::Fails, "RPO missed by 21 h: copy the data at least every 3 h instead of every 24 h.");
}

#[test]
fn an_rpo_of_zero_is_synchronous_and_each_write_waits() {
    let asks = |stated: &mut RecoveryInputs| stated.rpo = Some(Quantity::clamped(0.0));
    let missed = in_two_with(RecoveryTier::HotStandby, asks);
    let waits = "each write waits for a round trip to Dublin, ";
    let fails = missed.verdict.findings.iter().find(|one| one.sentence.starts_with("RPO missed by 5 s")).unwrap();
    assert!(fails.sentence.contains("needs synchronous replication, without interval or lag"), "{}", fails.sentence);
    assert!(fails.sentence.contains(waits), "{}", fails.sentence);
    let kept = in_two_with(RecoveryTier::HotStandby, |stated| {
        asks(stated);
        let mut run = stated.tier(RecoveryTier::HotStandby);
        (run.interval, run.lag) = (Quantity::clamped(0.0), Quantity::clamped(0.0));
        stated.set_tier(RecoveryTier::HotStandby, run);
    });
    assert_eq!(kept.active().unwrap().rpo_miss, None);
    let said = kept.verdict.findings.iter().find(|one| one.sentence.starts_with("Replication is synchronous")).unwrap();
    assert!(said.sentence.contains(waits) && said.standing == Standing::Holds, "{}", said.sentence);
}

#[test]
fn what_is_rebuilt_from_its_source_is_not_copied_and_waited_for() {
    let copied = in_two_with(RecoveryTier::Cold, |stated| {
        stated.artefacts = ArtefactPreset::find("recommender").unwrap().artefacts();
    });
    let rebuilt = in_two_with(RecoveryTier::Cold, |stated| {
        stated.artefacts = ArtefactPreset::find("recommender").unwrap().artefacts();
        stated.artefacts[1].rebuild = Some(Quantity::clamped(7200.0));
    });
    // 200 GB less at 10 Gbit/s · 80 % = 1 GB/s, and two hours more.
    let rto = |plan: &RecoveryPlan, tier| plan.of(tier).unwrap().rto.unwrap();
    let cold = RecoveryTier::Cold;
    assert!((rto(&rebuilt, cold) - (rto(&copied, cold) - 200.0 + 7200.0)).abs() < 1e-6);
    let hot = RecoveryTier::HotStandby;
    assert_eq!(rto(&rebuilt, hot), rto(&copied, hot));
    assert!(rebuilt.of(cold).unwrap().parts.iter().any(|time| time.part == Part::Rebuild));
    let monthly = |plan: &RecoveryPlan| plan.replication.as_ref().unwrap().monthly_cost.unwrap();
    // 200 GB are 186.26 GiB: each costs 1.5 copies · $0.02 + $0.023.
    assert!((monthly(&copied) - monthly(&rebuilt) - 200e9 / 1_073_741_824.0 * 0.053).abs() < 1e-9);
}

#[test]
fn accelerators_of_the_reserve_are_counted_and_paid_for_where_reserved() {
    let with = |reserved: bool, provision: Option<f64>| {
        let mut plan = in_two(RecoveryTier::WarmStandby);
        of(&mut plan, |service| {
            service.sizing.replica.gpus = Quantity::clamped(8.0);
            service.scaling.price = Some(Quantity::clamped(1.0));
            service.recovery.reserved = reserved;
            if let Some(provision) = provision {
                let mut run = service.recovery.tier(RecoveryTier::WarmStandby);
                run.provision = Quantity::clamped(provision);
                service.recovery.set_tier(RecoveryTier::WarmStandby, run);
            }
        });
        let evaluation = evaluate(&plan);
        (evaluation.services[0].recovery.clone(), evaluation.cost.total.dollars())
    };
    // 9 replicas of 8, of which 5 run; 9 at home and 5 or 9 there are paid for.
    let (open, cost) = with(false, None);
    says(
        &open,
        Standing::Tight,
        "The reserve takes 72 accelerators: 40 run, 32 are not reserved and may be unavailable.",
    );
    assert_eq!((open.active().unwrap().rto, cost), (None, 14.0 * 730.0));
    let (reserved, cost) = with(true, None);
    says(&reserved, Standing::Holds, "The reserve takes 72 accelerators: 40 run, 32 are reserved and paid for unused.");
    assert!(reserved.active().unwrap().rto.is_some());
    assert_eq!(cost, 18.0 * 730.0);
    // A time that somebody states is known.
    assert!(with(false, Some(1800.0)).0.active().unwrap().rto.is_some());
}

#[test]
fn more_accelerators_than_a_count_can_hold_are_no_less_than_those_that_run() {
    // 1.4 billion replicas in each of three regions, and twice as many more for the loss of the two others.
    let mut plan = fleet::scenario(3.0 * 1.4e9 / 1.25 * ReplicaThroughput::MIN, &[0.0; 3]);
    of(&mut plan, |service| {
        let concurrency = service.sizing.replica.capacity.concurrency();
        service.sizing.replica.capacity =
            ReplicaCapacity::Throughput { throughput: Quantity::clamped(0.0), concurrency, variability: None };
        service.sizing.replica.gpus = Quantity::clamped(8.0);
        service.regions.survive = Quantity::clamped(2.0);
        service.recovery.tier = Some(RecoveryTier::HotStandby);
    });
    let plan = recovery(&plan);
    let counted = plan.verdict.findings.iter().find(|one| one.sentence.contains("accelerators")).unwrap();
    // All of them run, however many.
    assert!(counted.sentence.ends_with(" run.") && counted.standing == Standing::Holds, "{}", counted.sentence);
}
