//! A service region by region, worked by hand and over random plans: a replica carries 100 requests/s, headroom 25 %,
//! one spare in each region.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/fleet.rs"]
mod fleet;
#[path = "support/random.rs"]
mod random;

use headroom_core::base::explain::Standing;
use headroom_core::base::id::RegionId;
use headroom_core::base::units::Quantity;
use headroom_core::formulas::autoscaler::hpa::HpaTarget;
use headroom_core::formulas::autoscaler::hpa::manifest::read_manifests;
use headroom_core::formulas::recovery::RecoveryTier;
use headroom_core::plan::evaluate::{ServiceEvaluation, evaluate};
use headroom_core::plan::scaling::Scene;
use headroom_core::plan::scaling::presets::{Facts, Preset};
use headroom_core::plan::scenario::demand::{Growth, GrowthKind};
use headroom_core::plan::scenario::limits::Limit;
use headroom_core::plan::scenario::regions::{Strategy, UserShare};
use headroom_core::plan::scenario::scaling::{Policies, PolicyChoice, Rule};
use headroom_core::plan::scenario::{Scenario, Service, examples};
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};

/// One service that grows, with an average load, in regions whose clocks are so many hours ahead.
fn scenario(average: f64, clocks: &[f64]) -> Scenario {
    let mut scenario = fleet::scenario(average, clocks);
    let growth = Growth { kind: GrowthKind::Compound, monthly: Quantity::clamped(0.02) };
    of(&mut scenario, |service| service.demand.growth = growth);
    scenario
}

fn of(scenario: &mut Scenario, change: impl FnOnce(&mut Service)) {
    let id = scenario.services.first().id;
    change(scenario.services.get_mut(id).unwrap());
}

fn answers(scenario: &Scenario) -> ServiceEvaluation {
    evaluate(scenario).services.remove(0).as_ref().clone()
}

/// Running replicas, the highest own peak that is carried, and the standing, of each region.
fn told(scenario: &Scenario) -> Vec<(u32, f64, Standing)> {
    let answers = answers(scenario);
    let places = answers.places.iter();
    places.map(|place| (place.sizing.running, place.sizing.runway.limit, place.sizing.verdict.standing)).collect()
}

#[test]
fn a_region_lasts_until_the_load_after_a_loss_is_more_than_it_carries() {
    // 600 each; after a loss 900, for which 13 are planned: without the spare they carry 1,200 / 1.5 = 800.
    let mut plan = scenario(1_800.0, &[0.0; 3]);
    assert_eq!(told(&plan), vec![(13, 800.0, Standing::Holds); 3]);
    let answers = answers(&plan);
    assert!((answers.sizing.utilization.unwrap().peak - 600.0 / 1_300.0).abs() < 1e-12);
    let said = &answers.sizing.verdict.findings[0].sentence;
    let expected =
        "13 replicas in R handle its usual peak with 33 % to spare even with one replica lost, the least of 3 regions.";
    assert_eq!(said, expected);
    // 1.02^(d / 30.4375) > 800 / 600 after 442.2 days.
    assert_eq!(answers.sizing.runway.days, Some(443));
    // Cold standby keeps no reserve: nine run, and carry 800 without their spare; all planned ones the same after a loss.
    of(&mut plan, |service| service.recovery.tier = Some(RecoveryTier::Cold));
    assert_eq!(told(&plan), vec![(9, 800.0, Standing::Holds); 3]);
}

#[test]
fn a_limit_below_the_need_ends_a_region_at_once_where_the_loss_is_not_carried() {
    let limited = |limit: f64| {
        let mut plan = scenario(1_800.0, &[0.0; 3]);
        of(&mut plan, |service| service.demand.growth.monthly = Quantity::clamped(0.0));
        plan.limits.push(Limit::of_each_service(None, Quantity::clamped(limit)));
        plan
    };
    // 10 less a spare carry 900, which is what a loss brings: 900 / 1.5.
    assert_eq!(told(&limited(10.0)), vec![(10, 600.0, Standing::Tight); 3]);
    // 8 less a spare carry 700 / 1.5; 5 less a spare not even the own peak.
    for (limit, running, carried, why) in
        [(8.0, 8, 700.0 / 1.5, " with the losses to be survived"), (5.0, 5, 500.0 / 1.5, "")]
    {
        let answers = answers(&limited(limit));
        let place = &answers.places[0].sizing;
        assert_eq!(place.running, running);
        assert!((place.runway.limit - carried).abs() < 1e-9, "{}", place.runway.limit);
        let lasts = answers.sizing.lasts.clone().unwrap();
        assert_eq!((lasts.days, lasts.because.as_str()), (0, "fewer replicas than are needed in R"));
        let said = format!("{running} replicas in R do not handle its usual peak{why} even with one replica lost.");
        assert_eq!(answers.sizing.verdict.findings[1].sentence, said);
    }
}

#[test]
fn regions_peak_by_their_own_clocks() {
    let mut plan = scenario(1_200.0, &[0.0, 6.0]);
    of(&mut plan, |service| {
        service.demand.peak_to_average = Quantity::clamped(2.0);
        service.regions.survive = Quantity::clamped(0.0);
        service.regions.local_time = true;
    });
    let both = answers(&plan);
    let (here, there) = (&both.places[0], &both.places[1]);
    // Half of the users each, six hours apart.
    assert_eq!((here.demand.peak, there.demand.peak), (1_200.0, 1_200.0));
    assert_eq!((here.demand.average, there.demand.average), (600.0, 600.0));
    assert_eq!((here.demand.peak_hour - there.demand.peak_hour).rem_euclid(24.0), 6.0);
    let at = |service: &ServiceEvaluation, hour: f64| service.places[1].curve.usual_load_at(hour * 3_600.0);
    let alone = |hour: f64| both.curve.usual_load_at(hour * 3_600.0) / 2.0;
    for hour in [0.0, 5.25, 12.0, 23.75, 100.0] {
        assert!((at(&both, hour) - alone(hour + 6.0)).abs() < 1e-9);
    }
    // Where every region serves everybody, both have the mean of the two clocks, and need less.
    of(&mut plan, |service| service.regions.strategy = Strategy::ActiveActive);
    let even = answers(&plan);
    let expected = |hour: f64| (alone(hour) + alone(hour + 6.0)) / 2.0;
    for hour in [0.0, 5.25, 12.0, 23.75, 100.0] {
        assert!((at(&even, hour) - expected(hour)).abs() < 1e-9);
    }
    assert!(even.places[0].demand.peak < 1_200.0 && even.ledger.planned().normal() < both.ledger.planned().normal());
}

#[test]
fn an_event_comes_by_the_clock_of_the_users_and_needs_replicas_in_every_region() {
    let mut plan = scenario(1_200.0, &[0.0, 6.0]);
    let peak_day = examples::find("black-friday-shop").unwrap().scenario();
    let event = peak_day.services.iter().flat_map(|service| &service.demand.events).next().unwrap().clone();
    let lift = event.lift.get();
    of(&mut plan, |service| {
        service.demand.events = vec![event];
        service.demand.growth.monthly = Quantity::clamped(0.0);
        service.regions.survive = Quantity::clamped(0.0);
        service.regions.local_time = true;
    });
    let answers = answers(&plan);
    let starts: Vec<f64> = answers.places.iter().map(|place| place.curve.event_spans().next().unwrap().start).collect();
    assert_eq!(starts[0] - starts[1], 6.0 * 3_600.0);
    let need = &answers.sizing.events[0];
    // 600 in each region, lifted: ⌈600 · lift · 1.25 / 100⌉ + 1 each, nine of which stand there.
    let each = (600.0 * lift * 1.25 / 100.0).ceil() as u32 + 1;
    assert_eq!((need.replicas, need.extra, need.carried), (2 * each, 2 * (each - 9), false));
    assert_eq!((&need.day, need.peak), (&answers.alone.events[0].day, answers.alone.events[0].peak));
}

#[test]
fn a_policy_runs_in_each_region_for_the_load_after_a_loss() {
    // 600 each, 900 after a loss: 80 % of a replica's 100 for the one is 53 % for the other, in whole percent.
    let mut plan = scenario(1_800.0, &[0.0; 3]);
    let policy = Preset::find("kubernetes").unwrap();
    of(&mut plan, |service| {
        let mut choice = policy.policy(&Facts::of(&service.sizing, 27));
        let Rule::Hpa(hpa) = &mut choice.rules[0] else { unreachable!() };
        hpa.metrics[0].target = HpaTarget::Utilization(Quantity::clamped(80.0));
        (choice.min, choice.max) = (Some(Quantity::clamped(6.0)), Some(Quantity::clamped(39.0)));
        service.scaling.policies = Policies::of_one(choice);
    });
    let told = |plan: &Scenario| {
        let answers = answers(plan);
        let of = |place: &headroom_core::plan::places::Place| {
            let bounds = place.scaling.bounds;
            (bounds.min, bounds.max, place.scaling.outcome.fewest, place.scaling.outcome.most)
        };
        answers.places.iter().map(of).collect::<Vec<_>>()
    };
    // It begins with all 13; then 600 / 53 = 11.3, so 12 replicas, which carry 900 at 75 %.
    assert_eq!(told(&plan), vec![(3, 13, 12, 13); 3]);
    // With nothing ready it aims at its own load, 600 / 80.
    of(&mut plan, |service| service.recovery.tier = Some(RecoveryTier::Cold));
    assert_eq!(told(&plan), vec![(2, 13, 8, 9); 3]);
    // A maximum below what is planned cuts what runs, and is said by all whom it concerns.
    of(&mut plan, |service| {
        service.recovery.tier = Some(RecoveryTier::ActiveActive);
        service.scaling.policies.get_mut(0).unwrap().max = Some(Quantity::clamped(27.0));
    });
    assert_eq!(told(&plan), vec![(3, 9, 9, 9); 3]);
    let answers = answers(&plan);
    let said = "The policy's maximum of 27 is below the planned 39: the reserve cannot run.";
    for verdict in [
        &answers.sizing.verdict,
        &answers.scaling.verdict,
        &answers.regions.as_ref().unwrap().verdict,
        &answers.recovery.verdict,
    ] {
        assert!(verdict.findings.iter().any(|finding| finding.sentence == said), "{verdict:?}");
        assert_eq!(verdict.standing, Standing::Fails);
    }
}

#[test]
fn the_object_that_is_exported_for_a_region_gives_what_runs_there() {
    let payments = examples::find("three-region-payments").unwrap().scenario();
    let (service, answers) = (payments.services.first(), answers(&payments));
    for place in answers.places.iter() {
        let name = format!("{}, {}", place.inputs.policies.active().name, place.name);
        let exported = answers.exported(service).into_iter().find(|exported| exported.name == name).unwrap();
        let yaml = exported.policy.yaml(exported.bounds, service.name.as_str()).unwrap();
        let read = PolicyChoice::from_manifest(&read_manifests(&yaml).unwrap().manifests[0]);
        let scene = Scene::of_period(&place.inputs, place.basis(service));
        let run = scene.simulation(&read, scene.table()).finish().0;
        assert_eq!(run, place.scaling.outcome, "{}", place.name);
    }
}

fn follow_at_once(policy: &mut PolicyChoice) {
    for rule in policy.rules.iter_mut() {
        if let Rule::Hpa(hpa) = rule {
            let behavior = hpa.behavior.get_or_insert_default();
            for rules in [&mut behavior.scale_up, &mut behavior.scale_down] {
                rules.get_or_insert_default().tolerance = Some(Quantity::clamped(0.0));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_runs_in_a_region_is_in_the_ledger_and_its_load_is_that_of_the_regions(plan in random::plans()) {
        let answers = answers(&plan);
        let regions = answers.regions.as_ref().unwrap();
        for place in answers.places.iter() {
            let row = answers.ledger.regions.iter().find(|row| row.region == Some(place.region)).unwrap();
            prop_assert_eq!(place.sizing.running, row.planned.normal() + row.kept.ready);
            let region = regions.regions.iter().find(|region| region.id == place.region).unwrap();
            prop_assert!((place.demand.peak - region.normal_load).abs() <= 1e-9 * region.normal_load);
            // The load by the clock never passes what the hours of the regions say, and meets it up to their width.
            let peak = place.curve.usual_peak_on(0);
            prop_assert!(peak <= region.normal_load * (1.0 + 1e-9), "{peak} {}", region.normal_load);
            prop_assert!(place.sizing.replicas == row.needed.normal());
        }
        let running: u64 = answers.places.iter().map(|place| u64::from(place.sizing.running)).sum();
        prop_assert_eq!(running, answers.ledger.running());
        let serving = answers.ledger.regions.iter().filter(|row| row.needed.normal() > 0).count();
        prop_assert_eq!(answers.places.len(), serving);
        let averages: f64 = answers.places.iter().map(|place| place.demand.average).sum();
        prop_assert!((averages - answers.demand.average).abs() < 1e-6 * averages);
    }

    #[test]
    fn a_limit_that_cuts_fails_sizing_and_the_regions_alike(plan in random::plans()) {
        let answers = answers(&plan);
        if answers.ledger.cut() > 0 {
            prop_assert_eq!(answers.sizing.verdict.standing, Standing::Fails);
            prop_assert_eq!(answers.regions.as_ref().unwrap().verdict.standing, Standing::Fails);
        }
    }

    #[test]
    fn a_service_in_one_region_of_several_answers_as_it_does_alone(
        average in 1.0..9_000.0_f64, ratio in 1.0..4.0_f64, n in 1_usize..4,
    ) {
        let mut plan = scenario(average, &vec![0.0; n]);
        of(&mut plan, |service| {
            service.demand.peak_to_average = Quantity::clamped(ratio);
            service.regions.survive = Quantity::clamped(0.0);
            service.regions.strategy = Strategy::Proportional;
            service.regions.shares = vec![UserShare { region: RegionId(1), weight: Quantity::clamped(1.0) }];
        });
        let mut several = answers(&plan);
        plan.regions.clear();
        let alone = answers(&plan);
        // What an hour costs is said for each region of a plan that has some.
        several.cost.plan.price.regions.clear();
        prop_assert_eq!(&several.places[0].sizing.plan.runway, &alone.sizing.plan.runway);
        prop_assert_eq!(&several.places[0].sizing.plan, &alone.sizing.plan);
        prop_assert_eq!(several.ledger.planned(), alone.ledger.planned());
        prop_assert_eq!(&several.scaling.plan, &alone.scaling.plan);
        prop_assert_eq!(&several.cost.plan, &alone.cost.plan);
    }

    #[test]
    fn a_tier_that_keeps_less_ready_never_costs_more(plan in random::plans(), is_scaled in any::<bool>()) {
        let mut plan = plan;
        of(&mut plan, |service| {
            service.scaling.price = Some(Quantity::clamped(1.0));
            if is_scaled {
                let mut policy = Preset::find("kubernetes").unwrap().policy(&Facts::of(&service.sizing, 10));
                // An HPA holds still within a tenth of its target, so a small difference of what it aims at may fall
                // either way; this one follows at once.
                follow_at_once(&mut policy);
                service.scaling.policies = Policies::of_one(policy);
            }
        });
        let mut costs = Vec::new();
        let tiers = [RecoveryTier::HotStandby, RecoveryTier::WarmStandby, RecoveryTier::PilotLight, RecoveryTier::Cold];
        // A pilot light is paid for all the time; a warm reserve that scales with the load may cost less.
        for tier in tiers.into_iter().filter(|tier| !is_scaled || *tier != RecoveryTier::PilotLight) {
            of(&mut plan, |service| service.recovery.tier = Some(tier));
            costs.push(evaluate(&plan).cost.total);
        }
        prop_assert!(costs.is_sorted_by(|more, less| more >= less), "{costs:?}");
    }
}
