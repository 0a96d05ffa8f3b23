//! Laws of the drill that is made from a plan, on the examples and on random plans.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use headroom_core::base::units::Quantity;
use headroom_core::formulas::placement::round_placement;
use headroom_core::formulas::placement::{Offer, Placement, PlacementInputs, plan_placement};
use headroom_core::formulas::recovery::RecoveryTier;
use headroom_core::plan::evaluate::{Evaluation, evaluate};
use headroom_core::plan::regions::Traffic;
use headroom_core::plan::scenario::recovery::TierInputs;
use headroom_core::plan::scenario::scaling::{Policies, PolicyChoice};
use headroom_core::plan::scenario::scaling::{Rule, StaticRule};
use headroom_core::plan::scenario::{DrillFleets, DrillInputs, DrillKind, Scenario, examples};
use headroom_core::studies::drill::*;
use proptest::prelude::*;

fn payments() -> Scenario {
    examples::find("three-region-payments").unwrap().scenario()
}

fn stated(scenario: &Scenario) -> DrillInputs {
    scenario.drill.unwrap_or_else(|| DrillInputs::of(scenario.regions[0].id))
}

fn run(scenario: &Scenario, evaluation: &Evaluation, inputs: &DrillInputs) -> (DrillAnswer, DrillOutcome) {
    answer_drill(scenario, evaluation, scenario.services.first().id, inputs, &mut |_| {}).unwrap()
}

fn changed(scenario: &Scenario, change: impl FnOnce(&mut headroom_core::plan::scenario::Service)) -> Scenario {
    let mut other = scenario.clone();
    let id = other.services.first().id;
    change(other.services.get_mut(id).unwrap());
    other
}

/// Requests that came to an end or wait are those that came.
fn balance(answer: &DrillAnswer, outcome: &DrillOutcome) {
    let served: f64 = outcome.regions.iter().map(|region| region.outcome.served).sum();
    let totals = answer.totals;
    let ended = served + totals.lost + totals.waiting;
    assert!((ended - totals.requests).abs() <= 1e-6 * totals.requests.max(1.0), "{ended} {totals:?}");
}

#[test]
fn by_hand_the_payments_lose_what_is_sent_to_virginia_in_vain() {
    let scenario = payments();
    let (answer, outcome) = run(&scenario, &evaluate(&scenario), &stated(&scenario));
    balance(&answer, &outcome);
    let phases = answer.phases;
    // 3 checks of 30 s, 60 s for all name servers, 60 s of cached answers.
    assert_eq!(
        (answer.since_failure(phases.detected.unwrap()), answer.since_failure(phases.shifted.unwrap())),
        (90.0, 210.0)
    );
    // All of its load for 150 s, and on average half of it for 60 s more; the load falls a little.
    let by_hand = answer.struck_load * 180.0;
    assert!((answer.totals.lost / by_hand - 1.0).abs() < 0.02, "{} {by_hand}", answer.totals.lost);
    assert_eq!((answer.served_again(), answer.is_survived()), (Some(210.0), true));
    // While nobody came to Virginia its policy scaled it in: users who return find it so.
    assert!(answer.totals.late > 0.0 && answer.totals.late == answer.totals.bad_on_return);
    assert_eq!(answer.at, "Tuesday 20:00 UTC");
    let verdict = drill_verdict(&answer);
    assert_eq!(
        verdict.findings[0].sentence,
        "Losing Virginia at 20:00 UTC on Tuesday loses or delays 222 k requests over 4.75 min and spends 7.14 % of the 30-day error budget; full service resumes 3.5 min after the loss."
    );
    assert_eq!(
        verdict.findings[1].sentence,
        "But for failback, all losses fall in the 3.5 min before users have moved; after that the other regions meet the SLO."
    );
    let working = drill_working(&answer);
    let spent = working.steps.last().unwrap();
    assert_eq!((spent.label, spent.value), ("Share of the error budget spent", answer.budget_spent.unwrap()));
}

#[test]
fn alerts_look_back_on_the_days_before() {
    let scenario = payments();
    let (answer, _) = run(&scenario, &evaluate(&scenario), &stated(&scenario));
    // A third of all fails, and the page on an hour exceeds 14.4 × 0.05 % of that hour after some 1.3 min.
    let after = answer.since_failure(answer.alerts[0].fired.unwrap());
    assert!((60.0..=120.0).contains(&after), "{after}");
    // Three days with 0.05 % allowed hold far more than was lost: 2.5 % of them would be needed for the ticket.
    assert_eq!(answer.alerts[2].fired, None);
}

#[test]
fn instant_detection_with_fleets_ready_loses_nothing() {
    for slug in ["three-region-payments", "global-llm"] {
        let scenario = changed(&examples::find(slug).unwrap().scenario(), |service| {
            let failover = &mut service.regions.failover;
            (failover.interval, failover.threshold) = (Quantity::clamped(1.0), Quantity::clamped(1.0));
            (failover.propagation, failover.ttl) = (Quantity::clamped(0.0), Quantity::clamped(0.0));
            service.scaling.policies = Policies::of_one(PolicyChoice::as_sized());
        });
        let evaluation = evaluate(&scenario);
        for region in scenario.regions.iter().filter(|region| region.hosts) {
            for start in [3.0, 44.0, 68.5, 167.9] {
                let inputs = DrillInputs { region: region.id, start: Quantity::clamped(start), ..stated(&scenario) };
                let mut setup = plan_drill(&scenario, &evaluation, scenario.services.first().id, &inputs).unwrap();
                setup.detection = Detection { failback_after: 60.0, ..Detection::INSTANT };
                let outcome = run_drill(&setup).unwrap();
                assert!(outcome.totals.bad() < 1e-6, "{slug} {} {start}: {:?}", region.name, outcome.totals);
            }
        }
    }
}

#[test]
fn capacities_of_the_placement_survive_any_region_at_any_minute() {
    for slug in ["three-region-payments", "global-llm"] {
        let scenario = changed(&examples::find(slug).unwrap().scenario(), |service| service.sizing.slo.latency = None);
        let evaluation = evaluate(&scenario);
        let service = scenario.services.first();
        let traffic = Traffic::new(
            &scenario.regions,
            &service.regions,
            &evaluation.services[0].caps,
            &service.sizing,
            &evaluation.services[0].curve,
        );
        let throughput = service.sizing.replica.capacity.throughput();
        let offer = |region: &headroom_core::plan::scenario::regions::PlanRegion| Offer {
            replica_throughput: throughput,
            replica_cost: region.price.map_or(1.0, |price| price.get()).max(0.1),
            max_replicas: (!region.hosts).then_some(0),
            installed: 0,
        };
        let inputs = PlacementInputs {
            demand: traffic.loads.clone(),
            offers: scenario.regions.iter().map(offer).collect(),
            permissions: traffic.permissions.clone(),
            n_lost: 1,
        };
        let Placement::Survives(plan) = plan_placement(&inputs).unwrap() else { panic!("{slug} has no placement") };
        let placed = round_placement(&inputs, &plan).unwrap().replicas;
        for region in scenario.regions.iter().filter(|region| region.hosts) {
            for start in (0..168).step_by(5).map(|hour| f64::from(hour) + 0.37) {
                let drill = DrillInputs { region: region.id, start: Quantity::clamped(start), ..stated(&scenario) };
                let mut setup = plan_drill(&scenario, &evaluation, service.id, &drill).unwrap();
                setup.routing = Routing::Assigned;
                for (region, replicas) in setup.regions.iter_mut().zip(&placed) {
                    region.capacity_planned = f64::from(*replicas) * throughput;
                    region.setup.rules = vec![Rule::Static(StaticRule { replicas: None })];
                    region.setup.known.sized = *replicas;
                    (region.setup.min, region.setup.max, region.setup.initial) = (0, *replicas, *replicas);
                    region.stands_by = false;
                }
                let outcome = run_drill(&setup).unwrap();
                let (phases, step) = (outcome.phases, setup.step);
                let moving = |at: f64| at + step > phases.failure && phases.shifted.is_none_or(|shifted| at < shifted);
                for (place, bad) in outcome.timeline.bad.iter().enumerate() {
                    let at = place as f64 * step;
                    // The last bit of a sum of loads over a capacity that it just fills.
                    assert!(
                        moving(at) || *bad < 1e-3,
                        "{slug}, {} at {start} h: {bad} at {at}, {phases:?}",
                        region.name
                    );
                }
            }
        }
    }
}

#[test]
fn users_go_where_the_plan_of_the_regions_sends_them() {
    // On one clock for all, survivors share the load in the same proportion all the time, so that the highest
    // loads of the plan's hour are those of the drill.
    let scenario = changed(&payments(), |service| service.regions.local_time = false);
    let evaluation = evaluate(&scenario);
    let plan = evaluation.services[0].regions.as_ref().unwrap();
    for (place, loss) in plan.losses.iter().enumerate() {
        // All users have moved when the hour begins.
        let inputs = DrillInputs {
            region: scenario.regions[place].id,
            start: Quantity::clamped(loss.hour as f64 - 210.0 / 3600.0),
            ..stated(&scenario)
        };
        let (answer, outcome) = run(&scenario, &evaluation, &inputs);
        let from = (answer.phases.shifted.unwrap() / answer.step) as usize;
        for (at, planned) in loss.load.iter().enumerate() {
            let hour = &outcome.regions[at].columns.load[from..=from + (3600.0 / answer.step) as usize];
            let most = hour.iter().copied().fold(0.0, f64::max);
            assert!((most - planned).abs() <= 1e-6 * planned, "{:?} {at}: {most} {planned}", loss.lost);
        }
    }
}

#[test]
fn levers_do_what_they_say() {
    let scenario = payments();
    let evaluation = evaluate(&scenario);
    let inputs = DrillInputs { fleets: DrillFleets::ByPolicy, ..stated(&scenario) };
    let (answer, _) = run(&scenario, &evaluation, &inputs);
    let id = scenario.services.first().id;
    let mut told = Vec::new();
    let levers = drill_levers(&scenario, &evaluation, &inputs, id, &answer, &mut |share| told.push(share));
    assert!(told.last() == Some(&1.0) && (1..=4).contains(&levers.len()));
    let mut before = 0.0;
    for lever in &levers {
        let mut tried = scenario.clone();
        tried.drill = Some(inputs);
        lever.adjustment.apply(&mut tried, id);
        let (then, _) = run(&tried, &evaluate(&tried), &tried.drill.unwrap());
        assert!(then.totals.bad() < answer.totals.bad() && then.totals.bad() >= before, "{}", lever.change);
        before = then.totals.bad();
    }
}

#[test]
fn a_metastable_overload_is_named_and_a_lever_breaks_it() {
    // Capacity for normal times only, clients that try again, and replicas that work for those who have left.
    let scenario = changed(&payments(), |service| {
        service.regions.survive = Quantity::clamped(0.0);
        service.scaling.policies = Policies::of_one(PolicyChoice::as_sized());
        service.sizing.headroom =
            headroom_core::plan::scenario::sizing::HeadroomRule::Fraction(Quantity::clamped(0.05));
        let work = &mut service.scaling.work;
        (work.timeout, work.serves_abandoned) = (Some(Quantity::clamped(20.0)), true);
        (work.retries, work.retry_delay) = (Quantity::clamped(3.0), Quantity::clamped(10.0));
        work.queue_limit = Some(Quantity::clamped(6000.0));
    });
    let evaluation = evaluate(&scenario);
    let inputs = DrillInputs { start: Quantity::clamped(19.0), fleets: DrillFleets::Ready, ..stated(&scenario) };
    let (answer, outcome) = run(&scenario, &evaluation, &inputs);
    balance(&answer, &outcome);
    let Recovery::Metastable { regions } = &answer.recovery else { panic!("{:?}", answer.recovery) };
    let verdict = drill_verdict(&answer);
    assert_eq!(verdict.standing, headroom_core::base::explain::Standing::Fails);
    let stuck = &answer.regions[regions[0].0].name;
    let sentence = &verdict.findings[1].sentence;
    assert!(sentence.starts_with(&format!("{stuck} is stuck in a metastable overload")), "{sentence}");
    let levers = drill_levers(&scenario, &evaluation, &inputs, scenario.services.first().id, &answer, &mut |_| {});
    assert!(levers.iter().any(|lever| lever.effect.ends_with("; the overload ends by itself")), "{levers:?}");
}

#[test]
fn the_week_finds_its_worst_minute() {
    let scenario = payments();
    let evaluation = evaluate(&scenario);
    let id = scenario.services.first().id;
    let week = answer_week(&scenario, &evaluation, id, &stated(&scenario), &mut |_, _| {}).unwrap();
    assert!(week.is_whole() && week.points.len() == 1008);
    let (worst, finding) = (week.worst().unwrap(), week.finding().unwrap());
    assert!(
        finding.sentence.starts_with("Losing Virginia is survived at every minute of the week; the worst is "),
        "{}",
        finding.sentence
    );
    // The drill of that very minute loses a little less at failback, where its steps are shorter than a minute.
    let inputs = DrillInputs { start: Quantity::clamped(worst.start / 3600.0), ..stated(&scenario) };
    let (answer, _) = run(&scenario, &evaluation, &inputs);
    let share = answer.totals.bad() / worst.bad();
    assert!((0.9..1.0).contains(&share), "{share}");
    // Where fleets stay, and nobody comes back to a fleet that scaled in, it loses the same.
    let ready = DrillInputs { fleets: DrillFleets::Ready, ..stated(&scenario) };
    let week = answer_week(&scenario, &evaluation, id, &ready, &mut |_, _| {}).unwrap();
    for point in week.points.iter().step_by(50).chain(week.worst()) {
        let inputs = DrillInputs { start: Quantity::clamped(point.start / 3600.0), ..ready };
        let (answer, _) = run(&scenario, &evaluation, &inputs);
        let share = answer.totals.bad() / point.bad();
        assert!((share - 1.0).abs() < 0.02, "{share} at {}", point.start);
    }
}

#[test]
fn there_is_no_drill_without_regions_or_capacity() {
    let refusal = |scenario: &Scenario, inputs: &DrillInputs| {
        let evaluation = evaluate(scenario);
        plan_drill(scenario, &evaluation, scenario.services.first().id, inputs).unwrap_err().to_string()
    };
    let inputs = stated(&payments());
    assert_eq!(
        refusal(&examples::seed_service(), &inputs),
        "the plan has a single region; a drill needs a plan with regions"
    );
    let mut scenario = payments();
    scenario.regions[0].hosts = false;
    assert_eq!(
        refusal(&scenario, &inputs),
        "Virginia hosts no capacity, so nothing can fail there; choose another region"
    );
    scenario.regions.remove(0);
    assert_eq!(refusal(&scenario, &inputs), "the plan has no such region");
}

fn kind() -> impl Strategy<Value = DrillKind> {
    prop_oneof![
        3 => Just(DrillKind::RegionLost),
        1 => Just(DrillKind::ZoneLost),
        1 => Just(DrillKind::HalfCapacity),
        1 => Just(DrillKind::SlowNetwork),
    ]
}

fn fleets() -> impl Strategy<Value = DrillFleets> {
    prop_oneof![Just(DrillFleets::ByTier), Just(DrillFleets::Ready), Just(DrillFleets::ByPolicy)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_or_made(
        scenario in support::regions::plan(), kind in kind(), fleets in fleets(), at in 0_usize..5,
        start in 0.0..168.0_f64, length in 0.01..6.0_f64, evacuate: bool,
    ) {
        let region = scenario.regions[at % scenario.regions.len()].id;
        let inputs = DrillInputs {
            kind, fleets, evacuate, region,
            start: Quantity::clamped(start), length: Quantity::clamped(length), ..DrillInputs::of(region)
        };
        let evaluation = evaluate(&scenario);
        let service = scenario.services.first().id;
        match answer_drill(&scenario, &evaluation, service, &inputs, &mut |_| {}) {
            Err(refusal) => prop_assert!(matches!(refusal, NoDrill::NothingToLose { .. }), "{refusal}"),
            Ok((answer, outcome)) => {
                balance(&answer, &outcome);
                if let Err(problem) = support::holds_only_finite_numbers(&answer) {
                    panic!("{problem}");
                }
                for finding in drill_verdict(&answer).findings {
                    prop_assert!(finding.sentence.ends_with('.') && !finding.sentence.contains("NaN"), "{}", finding.sentence);
                }
                prop_assert!(drill_working(&answer).steps.iter().all(|step| step.value.is_finite()));
                // Every user is somewhere at every step.
                for step in 0..outcome.timeline.demand.len() {
                    let sent: f64 = outcome.regions.iter().map(|region| region.columns.load[step]).sum();
                    let demand = outcome.timeline.demand[step];
                    prop_assert!(sent <= demand * (1.0 + 1e-9) + 1e-9);
                    prop_assert!(sent + outcome.timeline.unplaced[step] >= demand * (1.0 - 1e-9) - 1e-9);
                }
            }
        }
    }
}

#[test]
fn hostile_drills_have_an_answer() {
    let base = payments();
    for highest in [false, true] {
        let end = |min: f64, max: f64| if highest { max } else { min };
        let scenario = changed(&base, |service| {
            let failover = &mut service.regions.failover;
            failover.interval = Quantity::clamped(end(1.0, 3600.0));
            failover.threshold = Quantity::clamped(end(1.0, 100.0));
            failover.propagation = Quantity::clamped(end(0.0, 86_400.0));
            failover.ttl = Quantity::clamped(end(0.0, 86_400.0));
            failover.stale = Quantity::clamped(end(0.0, 1.0));
            failover.failback = Quantity::clamped(end(0.0, 86_400.0));
            let tier = service.recovery.tier.unwrap_or(RecoveryTier::ActiveActive);
            let decide = Quantity::clamped(end(0.0, 86_400.0));
            service.recovery.set_tier(tier, TierInputs { decide, ..service.recovery.tier(tier) });
            service.scaling.fleet.startup.model_load = Quantity::clamped(end(0.0, 1e9));
            service.demand.average_load = Quantity::clamped(end(0.0, 1e9));
        });
        let evaluation = evaluate(&scenario);
        for length in [0.0, 1e9] {
            for slowdown in [0.0, 1e9] {
                for kind in
                    [DrillKind::RegionLost, DrillKind::ZoneLost, DrillKind::HalfCapacity, DrillKind::SlowNetwork]
                {
                    let inputs = DrillInputs {
                        kind,
                        length: Quantity::clamped(length),
                        slowdown: Quantity::clamped(slowdown),
                        start: Quantity::clamped(168.0),
                        ..stated(&scenario)
                    };
                    let (answer, outcome) = run(&scenario, &evaluation, &inputs);
                    balance(&answer, &outcome);
                    assert!(outcome.timeline.demand.len() <= 6_000);
                    let _ = (drill_verdict(&answer), drill_working(&answer));
                }
            }
        }
    }
}
