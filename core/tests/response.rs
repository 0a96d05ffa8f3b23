//! Response time at the user, worked by hand: the service's own time and one round trip, normally and after a loss.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods, missing_docs)]

#[path = "support/fleet.rs"]
mod fleet;

use headroom_core::base::explain::{Finding, Standing};
use headroom_core::base::id::RegionId;
use headroom_core::base::text;
use headroom_core::base::units::{Latitude, Longitude, Quantity, UtcOffset};
use headroom_core::machines::places::round_trip;
use headroom_core::plan::answered::Answered;
use headroom_core::plan::evaluate::{Evaluation, evaluate};
use headroom_core::plan::regions::{RegionAnswer, RegionsPlan};
use headroom_core::plan::scenario::Scenario;
use headroom_core::plan::scenario::adjust::Adjustment;
use headroom_core::plan::scenario::deployed::Deployed;
use headroom_core::plan::scenario::examples;
use headroom_core::plan::scenario::regions::{MAX_PLAN_REGIONS, Overflow, Place, PlanRegion, Strategy, UserShare};
use headroom_core::plan::scenario::sizing::{HeadroomRule, LatencyObjective, MeasuredAt, ReplicaCapacity};

const USERS: RegionId = RegionId(1);
const NEAR: RegionId = RegionId(2);
/// Degrees east.
const FRANKFURT: f64 = 8.7;

fn at(longitude: f64) -> Place {
    Place::Own {
        latitude: Latitude::clamped(50.0),
        longitude: Longitude::clamped(longitude),
        utc_offset: UtcOffset::clamped(0.0),
        jurisdiction: Default::default(),
    }
}

/// The place on the 50th parallel whose round trip to Frankfurt takes so long.
fn away(seconds: f64) -> Place {
    let trip =
        |longitude: f64| round_trip(&at(FRANKFURT).region().unwrap(), &at(longitude).region().unwrap()).seconds();
    let (mut low, mut high) = (FRANKFURT, 179.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if trip(middle) < seconds { low = middle } else { high = middle }
    }
    assert!((trip(high) - seconds).abs() < 1e-6, "{}", trip(high));
    at(high)
}

/// Users in one place, served 20 ms away, and 90 ms away where that region is lost; the service answers 95 % within 180 ms
/// and is to within 250.
fn plan(measured: MeasuredAt) -> Scenario {
    let mut scenario = fleet::scenario(600.0, &[0.0; 3]);
    let places = [at(FRANKFURT), away(0.02), away(0.09)];
    scenario.regions.iter_mut().zip(places).for_each(|(region, place)| region.place = place);
    scenario.regions[0].hosts = false;
    let id = scenario.services.first().id;
    let service = scenario.services.get_mut(id).unwrap();
    service.regions.shares = vec![UserShare { region: USERS, weight: Quantity::clamped(1.0) }];
    // Without queueing 95 % are answered within ln 20 mean service times.
    let service_time = Quantity::clamped(0.18 / 20.0_f64.ln());
    service.sizing.replica.capacity =
        ReplicaCapacity::ServiceTime { service_time, concurrency: Quantity::clamped(50.0), variability: None };
    service.sizing.slo.latency =
        Some(LatencyObjective { percentile: Quantity::clamped(0.95), target: Quantity::clamped(0.25), measured });
    scenario
}

fn regions(evaluation: &Evaluation) -> &Answered<RegionsPlan> {
    evaluation.services[0].regions.as_ref().unwrap()
}

#[test]
fn twenty_milliseconds_away_holds_and_ninety_after_a_loss_miss_by_twenty() {
    let evaluation = evaluate(&plan(MeasuredAt::AtUser));
    let plan = regions(&evaluation);
    let normally = plan.longest_response().unwrap();
    assert_eq!((normally.users, text::seconds(normally.seconds().unwrap()).as_str()), (USERS, "200 ms"));
    let after = plan.longest_response_after_loss().unwrap();
    assert_eq!(after.loss.unwrap().lost, [NEAR]);
    assert_eq!(text::seconds(after.seconds().unwrap()), "270 ms");
    let fails: Vec<&str> = plan
        .verdict
        .findings
        .iter()
        .filter(|found| found.standing == Standing::Fails)
        .map(|found| &*found.sentence)
        .collect();
    let [only] = fails.as_slice() else { panic!("{fails:?}") };
    assert!(only.contains("P95 is 270 ms") && only.contains("20 ms over the target of 250 ms at the user"), "{only}");
    assert!(only.contains("180 ms at the service and ≈ 90 ms round trip"), "{only}");
    assert_eq!(evaluation.verdict.standing, Standing::Fails);
}

/// The same with a third region 50 ms away; users go to the nearest with room, and so many regions must be survived.
fn three_away(survive: f64) -> Scenario {
    let mut scenario = plan(MeasuredAt::AtUser);
    let mut between = scenario.regions[1].clone();
    (between.id, between.place) = (RegionId(4), away(0.05));
    scenario.regions.push(between);
    let id = scenario.services.first().id;
    let regions = &mut scenario.services.get_mut(id).unwrap().regions;
    regions.overflow = Overflow::NearestWithRoom;
    regions.survive = Quantity::clamped(survive);
    scenario
}

#[test]
fn where_two_must_be_survived_users_wait_as_with_two_lost() {
    let evaluation = evaluate(&three_away(1.0));
    let one = regions(&evaluation);
    let after = one.longest_response_after_loss().unwrap();
    assert_eq!(
        (after.loss.unwrap().lost.as_slice(), text::seconds(after.seconds().unwrap())),
        (&[NEAR][..], "230 ms".into())
    );
    assert!(one.together.is_empty() && one.verdict.findings.iter().all(|found| found.standing < Standing::Fails));
    let evaluation = evaluate(&three_away(2.0));
    let two = regions(&evaluation);
    let after = two.longest_response_after_loss().unwrap();
    assert_eq!(after.loss.unwrap().lost, [NEAR, RegionId(4)]);
    assert_eq!(text::seconds(after.seconds().unwrap()), "270 ms");
    let said = |found: &&Finding| found.standing == Standing::Fails && found.sentence.contains("20 ms over the target");
    assert_eq!(two.verdict.findings.iter().filter(said).count(), 1, "{:?}", two.verdict);
    // Three regions: each pair once; all three lost leave nobody who could answer.
    assert_eq!((two.losses.len(), two.together.len()), (3, 3));
}

#[test]
fn measured_at_the_service_the_same_plan_holds_and_says_what_users_wait() {
    let evaluation = evaluate(&plan(MeasuredAt::AtService));
    let plan = regions(&evaluation);
    assert!(plan.verdict.findings.iter().all(|found| found.standing < Standing::Fails), "{:?}", plan.verdict);
    let said = plan.verdict.findings.iter().any(|found| {
        found.sentence.contains("P95 at the user is at most 200 ms") && found.sentence.contains("judged at the service")
    });
    assert!(said, "{:?}", plan.verdict);
}

#[test]
fn replicas_follow_the_services_own_time_wherever_it_is_measured() {
    let planned = |measured| evaluate(&plan(measured)).services[0].ledger.planned();
    assert_eq!(planned(MeasuredAt::AtUser), planned(MeasuredAt::AtService));
    // And what is offered adds none: a nearer region, or a target that is kept.
    let evaluation = evaluate(&plan(MeasuredAt::AtUser));
    for lever in &regions(&evaluation).levers {
        let is_of_the_network = matches!(
            lever.adjustment,
            Adjustment::NearerRegion(_) | Adjustment::NearestWithRoom | Adjustment::LatencyTarget(_)
        );
        assert!(is_of_the_network, "{lever:?}");
    }
}

#[test]
fn every_lever_of_the_network_keeps_the_target_when_taken() {
    let before = plan(MeasuredAt::AtUser);
    let levers = regions(&evaluate(&before)).levers.clone();
    assert!(levers.iter().any(|lever| matches!(lever.adjustment, Adjustment::NearerRegion(_))), "{levers:?}");
    for lever in levers {
        let mut after = before.clone();
        lever.adjustment.apply(&mut after, before.services.first().id);
        let evaluation = evaluate(&after);
        let (plan, target) = (regions(&evaluation), after.services.first().sizing.slo.latency.unwrap().target.get());
        let longest = plan.longest_response_after_loss().unwrap().seconds().unwrap();
        assert!(longest <= target, "{}: {longest} s", lever.change);
        if let Some(said) = lever.effect.strip_prefix("P95 at the user is then at most ") {
            let longest = longest.max(plan.longest_response().unwrap().seconds().unwrap());
            assert_eq!(said, text::seconds(longest), "{}", lever.change);
        }
    }
}

#[test]
fn growth_ends_what_holds_when_the_users_wait_too_long_not_when_the_service_takes_too_long() {
    let mut scenario = plan(MeasuredAt::AtUser);
    let id = scenario.services.first().id;
    let service = scenario.services.get_mut(id).unwrap();
    // So slow that a day tells apart what queues of so many in parallel hardly do.
    service.demand.growth.monthly = Quantity::clamped(0.003);
    // After a loss 90 ms away 270 ms are to be kept too.
    service.sizing.slo.latency.as_mut().unwrap().target = Quantity::clamped(0.3);
    let evaluation = evaluate(&scenario);
    let lasts = evaluation.services[0].sizing.lasts.clone().unwrap();
    assert_eq!(lasts.because, format!("growth, latency target at users in {}", scenario.regions[0].name));
    assert!(Some(lasts.day) < evaluation.services[0].sizing.runway.exhausted, "{lasts:?}");
    assert!(lasts.days > 30);
    let said = format!("at the user exceed its target by {}", text::date(lasts.day));
    assert!(evaluation.verdict.findings.iter().any(|finding| finding.sentence.contains(&said)), "{said}");
    // The same fleet under the load of that day misses it, and under that of the day before keeps it.
    let growth = scenario.services.first().demand.growth;
    // With the spare of each region lost.
    let left = |region: &RegionAnswer| Deployed {
        region: region.id,
        replicas: Some(Quantity::clamped(f64::from(region.ready - 1))),
    };
    let running: Vec<Deployed> = regions(&evaluation).regions[1..].iter().map(left).collect();
    let waits_on = |days: i32| {
        let mut then = scenario.clone();
        let service = then.services.get_mut(id).unwrap();
        service.demand.average_load = Quantity::clamped(service.demand.average_load.get() * growth.factor_after(days));
        service.regions.deployed.clone_from(&running);
        let evaluation = evaluate(&then);
        regions(&evaluation).longest_response_after_loss().unwrap().seconds().unwrap_or(f64::INFINITY)
    };
    let [late, kept] = [waits_on(lasts.days), waits_on(lasts.days - 1)];
    assert!(late > 0.3 && kept <= 0.3, "{late} {kept} {running:?} {lasts:?}");
}

#[test]
fn users_of_several_regions_are_judged_together() {
    let mut scenario = plan(MeasuredAt::AtUser);
    let id = scenario.services.first().id;
    scenario.services.get_mut(id).unwrap().regions.strategy = Strategy::ActiveActive;
    let evaluation = evaluate(&scenario);
    let response = regions(&evaluation).response.as_ref().unwrap();
    let served = &response.users[0].normally;
    assert_eq!(served.served.iter().map(|from| from.share).collect::<Vec<_>>(), [0.5, 0.5]);
    // Half wait 20 ms more, half 90: the percentile of all lies between 200 and 270.
    let seconds = served.seconds.unwrap();
    assert!(seconds > 0.2 && seconds < 0.27, "{seconds}");
    // By hand, without queueing: (e^{−(t − 20)/S} + e^{−(t − 90)/S}) / 2 = 5 %, S = 60.09 ms: t = 241 ms.
    let mean = 0.18 / 20.0_f64.ln();
    let by_hand = mean * (((0.02 / mean).exp() + (0.09 / mean).exp()) / 0.1).ln();
    assert!((seconds - by_hand).abs() < 1e-3, "{seconds} {by_hand}");
}

#[test]
fn a_relaxed_target_is_kept_where_latency_decides_the_fleet() {
    // A longer target takes fewer replicas, which answer later: what is offered was tried with them.
    let mut before = examples::find("three-region-payments").unwrap().scenario();
    let id = before.services.first().id;
    let service = before.services.get_mut(id).unwrap();
    service.sizing.replica.capacity = ReplicaCapacity::ServiceTime {
        service_time: Quantity::clamped(0.06),
        concurrency: Quantity::clamped(1.0),
        variability: None,
    };
    service.sizing.headroom = HeadroomRule::Fraction(Quantity::clamped(0.0));
    service.sizing.spare_replicas = Quantity::clamped(0.0);
    service.demand.average_load = Quantity::clamped(300.0);
    service.sizing.slo.latency.as_mut().unwrap().target = Quantity::clamped(0.3);
    let levers = regions(&evaluate(&before)).levers.clone();
    let relaxed = levers.iter().find(|lever| matches!(lever.adjustment, Adjustment::LatencyTarget(_))).unwrap();
    relaxed.adjustment.apply(&mut before, id);
    let evaluation = evaluate(&before);
    let (plan, target) = (regions(&evaluation), before.services.first().sizing.slo.latency.unwrap().target.get());
    let longest = plan.longest_response_after_loss().unwrap().seconds().unwrap();
    assert!(longest <= target, "{}: {longest} s", relaxed.change);
}

#[test]
fn users_who_are_not_served_in_time_are_not_left_out_of_the_longest() {
    let mut scenario = plan(MeasuredAt::AtUser);
    let id = scenario.services.first().id;
    // Far fewer replicas than the load takes: one carries 83 of 600 requests/s.
    let service = scenario.services.get_mut(id).unwrap();
    let ReplicaCapacity::ServiceTime { concurrency, .. } = &mut service.sizing.replica.capacity else { panic!() };
    *concurrency = Quantity::clamped(5.0);
    let one = |id| Deployed { region: RegionId(id), replicas: Some(Quantity::clamped(1.0)) };
    service.regions.deployed = [2, 3].map(one).to_vec();
    let evaluation = evaluate(&scenario);
    let plan = regions(&evaluation);
    assert_eq!(plan.longest_response().unwrap().seconds(), None);
    let said = plan.verdict.findings.iter().any(|found| found.sentence.contains("at the user is at most"));
    assert!(!said, "{:?}", plan.verdict);
    assert_eq!(evaluation.services[0].judged_response(), None);
}

#[test]
fn users_are_judged_at_their_own_peak_whoever_sleeps_at_the_peak_of_all() {
    let payments = examples::find("three-region-payments").unwrap().scenario();
    let evaluation = evaluate(&payments);
    for users in &regions(&evaluation).response.as_ref().unwrap().users {
        assert_eq!(users.normally.served.iter().map(|from| from.region).collect::<Vec<_>>(), [users.region]);
        assert!(users.after.iter().all(|at| at.seconds.is_some()));
    }
}

#[test]
fn no_region_is_offered_beyond_what_a_plan_holds() {
    let mut scenario = plan(MeasuredAt::AtUser);
    while scenario.regions.len() < MAX_PLAN_REGIONS {
        let id = scenario.next_region_id();
        scenario.regions.push(PlanRegion { id, hosts: false, ..scenario.regions[0].clone() });
    }
    let levers = &regions(&evaluate(&scenario)).levers.clone();
    let adds =
        levers.iter().any(|lever| matches!(lever.adjustment, Adjustment::NearerRegion(_) | Adjustment::AddRegion(_)));
    assert!(!adds, "{levers:?}");
}

#[test]
fn a_survivor_without_anything_to_spare_answers_nobody_in_time() {
    // The cheapest placement of payments survives a loss with every replica busy: the load is carried, and the queue grows.
    let mut scenario = examples::find("three-region-payments").unwrap().scenario();
    let id = scenario.services.first().id;
    let lever = regions(&evaluate(&scenario)).cheapest_lever().unwrap();
    lever.adjustment.apply(&mut scenario, id);
    let said = |scenario: &Scenario| {
        let evaluation = evaluate(scenario);
        let plan = regions(&evaluation);
        assert_eq!(plan.survivable.regions, Some(1));
        let mut fails = plan.verdict.findings.iter().filter(|found| found.standing == Standing::Fails);
        fails.any(|found| found.sentence.contains("are not answered in time"))
    };
    assert!(said(&scenario));
    let objective = scenario.services.get_mut(id).unwrap().sizing.slo.latency.as_mut().unwrap();
    objective.measured = MeasuredAt::AtService;
    assert!(!said(&scenario));
}
