//! Laws of the drill, and rows by hand.

use super::*;
use crate::base::units::Quantity;
use crate::formulas::placement::{Offer, Placement, PlacementInputs, plan_placement, round_placement};
use crate::formulas::regions::{Permissions, Rule};
use crate::plan::scaling::engine::{Aim, FleetSetup, Known, ReplicaSetup, RunSetup, SignalSetup, SloTable, WorkSetup};
use crate::plan::scenario::scaling::{FleetInputs, Rule as Policy, SignalInputs, StaticRule, WorkInputs};
use crate::plan::scenario::sizing::{LatencyObjective, ReplicaCapacity};
use proptest::prelude::*;
use std::sync::Arc;

const STEP: f64 = 10.0;

fn fixed(replicas: u32, throughput: f64) -> RunSetup {
    let (stated, concurrency) = (Quantity::clamped(throughput), Quantity::clamped(10.0));
    let capacity = ReplicaCapacity::Throughput { throughput: stated, concurrency, variability: None };
    RunSetup {
        step: STEP,
        replica: ReplicaSetup { capacity, objective: None, availability: 0.999, batching: None },
        fleet: FleetSetup { startup: 0, image_pull: 0, ..FleetSetup::new(&FleetInputs::default(), STEP) },
        work: WorkSetup::new(&WorkInputs::default(), STEP),
        signal: SignalSetup::new(&SignalInputs::default(), STEP),
        rules: vec![Policy::Static(StaticRule { replicas: Some(Quantity::clamped(f64::from(replicas))) })],
        min: 0,
        max: replicas,
        initial: replicas,
        aim: Aim::default(),
        known: Known { throughput, sized: replicas, usual_week: Arc::new([0.0; 168]), week_offset: 0.0, windows: None },
        overrides: Vec::new(),
        ordered: Vec::new(),
        lots: Vec::new(),
        incidents: Vec::new(),
        price: None,
        seed: 1,
    }
}

/// Equal regions of fixed fleets on a line, half used; all of the first is lost at 100 s for 300 s.
pub(super) fn setup(n: usize, replicas: u32, throughput: f64, steps: usize) -> DrillSetup {
    let run = fixed(replicas, throughput);
    let capacity = f64::from(replicas) * throughput;
    let region = |place: usize| DrillRegion {
        name: format!("r{place}"),
        table: SloTable::new(run.replica),
        setup: run.clone(),
        loads: vec![0.5 * capacity; steps].into(),
        capacity_planned: capacity,
        stands_by: false,
        held_back: None,
    };
    DrillSetup {
        step: STEP,
        regions: (0..n).map(region).collect(),
        latency: (0..n).map(|row: usize| (0..n).map(|column| 0.01 * row.abs_diff(column) as f64).collect()).collect(),
        routing: Routing::Rule(Rule::ProportionalToTraffic),
        permissions: Permissions::all(n, n),
        incident: Incident { region: 0, start: 100.0, length: 300.0, kind: IncidentKind::RegionLost, evacuate: false },
        detection: Detection::INSTANT,
        objective: 0.999,
        mean_load: None,
        history: [].into(),
    }
}

fn change_work(setup: &mut DrillSetup, change: impl Fn(&mut WorkInputs)) {
    let mut work = WorkInputs::default();
    change(&mut work);
    for region in &mut setup.regions {
        region.setup.work = WorkSetup::new(&work, STEP);
    }
}

fn set_latency_objective(setup: &mut DrillSetup, seconds: f64) {
    for region in &mut setup.regions {
        let (percentile, target) = (Quantity::clamped(0.95), Quantity::clamped(seconds));
        region.setup.replica.objective = Some(LatencyObjective { percentile, target, ..LatencyObjective::usual() });
        region.table = SloTable::new(region.setup.replica);
    }
}

#[test]
fn every_phase_has_its_time() {
    let mut setup = setup(3, 10, 100.0, 200);
    setup.detection = Detection {
        interval: 10.0,
        threshold: 3,
        propagation: 20.0,
        ttl: 60.0,
        stale_share: 0.0,
        decide: 40.0,
        failback_after: 100.0,
    };
    setup.regions.iter_mut().for_each(|region| region.setup.fleet.startup = 3);
    let drill = run_drill(&setup).unwrap();
    let phases = drill.phases;
    assert_eq!((phases.failure, phases.detected, phases.decided), (100.0, Some(130.0), Some(170.0)));
    assert_eq!((phases.updated, phases.shifted, phases.cause_over), (Some(190.0), Some(250.0), Some(400.0)));
    // 30 s of cold start from 400 s on, a step to be seen; back after another 100 s, 20 s and 60 s.
    assert_eq!((phases.healthy, phases.failing_back, phases.normal), (Some(440.0), Some(540.0), Some(620.0)));
    assert_eq!((phases.calm, drill.recovery.clone()), (Some(630.0), Recovery::ByItself { after: 230.0 }));
    // 500 a second for 90 s, and for half of 60 s.
    assert!((drill.totals.lost - 500.0 * 120.0).abs() < 1e-6, "{}", drill.totals.lost);
    let fired: Vec<_> = drill.alerts.iter().map(|alert| alert.fired).collect();
    // A third of all fails: 333 times what is allowed; every rule fires after the first step.
    assert_eq!(fired, [Some(110.0), Some(110.0), Some(110.0)]);
    // 1,500 a second for 30 days allow 3.9 million bad requests.
    let allowed = 0.001 * 1500.0 * 30.0 * 86_400.0;
    assert!((drill.budget_spent.unwrap() - 60_000.0 / allowed).abs() < 1e-9);
    assert_eq!(drill.timeline.round_trip[5], 0.0);
    // The users of the first go one and two places further: (10 + 20) / 2 of a third, in ms.
    assert!((drill.timeline.round_trip[30] - 0.005).abs() < 1e-12);
    assert_eq!(drill.regions[0].outcome.causes[0].0, crate::plan::scaling::engine::Cause::Incident);
}

#[test]
fn a_region_that_is_back_before_anybody_acts_keeps_its_users() {
    let mut setup = setup(2, 10, 100.0, 100);
    setup.incident.length = 50.0;
    setup.detection = Detection { interval: 30.0, threshold: 3, ..Detection::INSTANT };
    let drill = run_drill(&setup).unwrap();
    assert_eq!(
        (drill.phases.detected, drill.phases.updated, drill.timeline.moved.iter().sum::<f64>()),
        (None, None, 0.0)
    );
    assert!((drill.totals.lost - 500.0 * 50.0).abs() < 1e-6);
    assert_eq!(drill.recovery, Recovery::ByItself { after: 20.0 });
}

#[test]
fn partial_incidents_by_hand() {
    let run = |kind, evacuate, load: f64| {
        let mut setup = setup(2, 9, 100.0, 100);
        setup.incident.kind = kind;
        setup.incident.evacuate = evacuate;
        setup.regions[0].loads = vec![load; 100].into();
        change_work(&mut setup, |work| work.queue_limit = Some(Quantity::clamped(0.0)));
        let drill = run_drill(&setup).unwrap();
        assert_eq!(drill.totals.is_survived(0.999), drill.totals.lost == 0.0);
        (drill.regions[0].columns.ready[20], drill.totals.lost.round())
    };
    // Six of nine replicas carry 600 of 700 for 300 s.
    assert_eq!(run(IncidentKind::ZoneLost { zones: 3 }, false, 700.0), (6.0, 30_000.0));
    assert_eq!(run(IncidentKind::ZoneLost { zones: 3 }, true, 400.0), (6.0, 0.0));
    // Half of nine, rounded up, are gone.
    assert_eq!(run(IncidentKind::CapacityHalved, false, 500.0), (4.0, 30_000.0));
    // Nine that serve 100 each serve 60 each: 540 of 640.
    assert_eq!(run(IncidentKind::SlowNetwork { factor: 1.0 / 0.6 }, false, 640.0), (9.0, 30_000.0));
}

#[test]
fn stale_clients_fail_for_as_long_as_it_lasts() {
    let mut setup = setup(2, 10, 100.0, 100);
    setup.detection.stale_share = 0.1;
    let drill = run_drill(&setup).unwrap();
    assert!((drill.totals.lost - 50.0 * 300.0).abs() < 1e-6, "{}", drill.totals.lost);
    // The other region has nothing to do with that.
    assert!(drill.totals.is_survived(0.999) && drill.totals.bad_once_moved == 0.0);
}

#[test]
fn clients_that_try_again_find_the_other_region() {
    let mut setup = setup(2, 10, 100.0, 100);
    setup.detection = Detection { interval: 10.0, threshold: 2, ..Detection::INSTANT };
    change_work(&mut setup, |work| {
        work.retries = Quantity::clamped(3.0);
        work.retry_delay = Quantity::clamped(STEP);
    });
    // All fail for two steps, then all go elsewhere, with what is tried again: nobody is lost.
    let drill = run_drill(&setup).unwrap();
    assert_eq!(drill.totals.lost, 0.0);
    // 1,000 a second of its own and of the others, 500 and 500 tried again: 20,000 in one step of 10,000.
    assert!((drill.totals.peak_backlog - 10_000.0).abs() < 1e-6, "{}", drill.totals.peak_backlog);
}

/// Two regions at three quarters of what they carry; ten minutes without one, half an hour after it.
fn fragile() -> DrillSetup {
    let mut setup = setup(2, 10, 100.0, 400);
    setup.regions.iter_mut().for_each(|region| region.loads = vec![750.0; 400].into());
    setup.incident.length = 600.0;
    setup.detection = Detection { interval: 10.0, threshold: 3, ttl: 60.0, ..Detection::INSTANT };
    set_latency_objective(&mut setup, 5.0);
    change_work(&mut setup, |work| {
        work.timeout = Some(Quantity::clamped(20.0));
        work.serves_abandoned = true;
        work.retries = Quantity::clamped(3.0);
        work.retry_delay = Quantity::clamped(STEP);
        // 30 s of work for each replica: longer than any client waits.
        work.queue_limit = Some(Quantity::clamped(3000.0));
    });
    setup
}

#[test]
fn retries_and_work_in_vain_are_metastable() {
    let drill = run_drill(&fragile()).unwrap();
    let Recovery::Metastable { regions } = &drill.recovery else { panic!("{:?} {:?}", drill.recovery, drill.phases) };
    assert!(regions.contains(&(1, Feedback::ServedInVain)), "{regions:?}");
    assert!(drill.phases.normal.is_some() && drill.phases.calm.is_none());
}

#[test]
fn shedding_or_no_retries_cures_it() {
    let mut shedding = fragile();
    shedding.regions.iter_mut().for_each(|region| region.setup.work.shed_above = Some(0.95));
    let mut patient = fragile();
    patient.regions.iter_mut().for_each(|region| region.setup.work.retries = 0);
    for (name, setup) in [("shedding", shedding), ("no retries", patient)] {
        let drill = run_drill(&setup).unwrap();
        assert!(matches!(drill.recovery, Recovery::ByItself { .. }), "{name}: {:?} {:?}", drill.recovery, drill.phases);
    }
}

#[test]
fn the_strip_finds_the_worst_minute() {
    let mut setup = setup(3, 10, 100.0, 1440);
    change_work(&mut setup, |work| work.queue_limit = Some(Quantity::clamped(0.0)));
    // Four hours: all carry 300, but 900 for the third.
    for region in &mut setup.regions {
        region.loads = (0..1440).map(|step| if step / 360 == 2 { 900.0 } else { 300.0 }).collect();
    }
    setup.detection = Detection { interval: 10.0, threshold: 3, ..Detection::INSTANT };
    let plan = StripPlan { every: 600.0, window: 1800.0, lead: 300.0 };
    let mut strip = WorstMinute::new(setup.clone(), plan).unwrap();
    let mut slices = 0;
    while strip.advance(2).unwrap() {
        slices += 1;
    }
    assert_eq!((strip.points().len(), slices, strip.progress()), (24, 13, 1.0));
    let failed: Vec<usize> = (0..24).filter(|point| !strip.points()[*point].survived).collect();
    // The third hour; what fails 600 s before it is back in time.
    assert_eq!(failed, [12, 13, 14, 15, 16, 17]);
    let worst = strip.worst().unwrap();
    // 30 s of 900, then 700 a second too many on two regions of 1,000, until the step after the end.
    assert_eq!((worst.start, worst.lost.round()), (7200.0, 900.0 * 30.0 + 700.0 * 280.0));
    let mut whole = WorstMinute::new(setup, plan).unwrap();
    assert!(!whole.advance(1000).unwrap());
    assert_eq!(whole.points(), strip.points());
}

#[test]
fn what_does_not_fit_together_is_refused() {
    let message = |change: fn(&mut DrillSetup)| {
        let mut setup = setup(2, 10, 100.0, 10);
        change(&mut setup);
        run_drill(&setup).unwrap_err().to_string()
    };
    assert_eq!(message(|setup| setup.incident.region = 2), "there are 2 regions, but number 3 is meant");
    assert_eq!(
        message(|setup| setup.regions[1].loads = vec![1.0; 3].into()),
        "the list of loads must have 10 entries, but has 3"
    );
    assert!(message(|setup| setup.regions[1].loads = vec![f64::NAN; 10].into()).starts_with("load must be"));
    assert!(message(|setup| setup.detection.ttl = -1.0).starts_with("a time of the detection"));
    assert!(message(|setup| setup.incident.kind = IncidentKind::SlowNetwork { factor: 0.0 }).starts_with("factor"));
}

fn loads(n: usize, steps: usize) -> impl Strategy<Value = Vec<Vec<f64>>> {
    prop::collection::vec(prop::collection::vec(0.0..1000.0_f64, steps), n)
}

fn detection() -> impl Strategy<Value = Detection> {
    (0.0..40.0_f64, 1_u32..4, 0.0..60.0_f64, 0.0..200.0_f64, 0.0..0.3_f64, 0.0..100.0_f64, 0.0..200.0_f64).prop_map(
        |(interval, threshold, propagation, ttl, stale_share, decide, failback_after)| Detection {
            interval,
            threshold,
            propagation,
            ttl,
            stale_share,
            decide,
            failback_after,
        },
    )
}

fn kind() -> impl Strategy<Value = IncidentKind> {
    prop_oneof![
        2 => Just(IncidentKind::RegionLost),
        1 => (1_u32..5).prop_map(|zones| IncidentKind::ZoneLost { zones }),
        1 => Just(IncidentKind::CapacityHalved),
        1 => (0.5..5.0_f64).prop_map(|factor| IncidentKind::SlowNetwork { factor }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn instant_detection_and_room_for_all_lose_nothing(
        loads in loads(4, 60), region in 0_usize..4, start in 0.0..500.0_f64, length in 0.0..400.0_f64, which in 0_usize..3,
    ) {
        let mut setup = setup(4, 45, 100.0, 60);
        set_latency_objective(&mut setup, 5.0);
        for (region, loads) in setup.regions.iter_mut().zip(&loads) {
            region.loads = loads.as_slice().into();
        }
        setup.routing = match which {
            0 => Routing::Rule(Rule::ProportionalToTraffic),
            1 => Routing::Rule(Rule::NearestWithRoom { latency: setup.latency.clone() }),
            _ => Routing::Assigned,
        };
        setup.incident = Incident { region, start, length, kind: IncidentKind::RegionLost, evacuate: false };
        let drill = run_drill(&setup).unwrap();
        prop_assert_eq!((drill.totals.lost, drill.totals.late, drill.totals.outside), (0.0, 0.0, 0.0));
    }

    #[test]
    fn nothing_is_lost_or_made_and_runs_are_alike(
        loads in loads(3, 60), detection in detection(), kind in kind(), evacuate: bool, length in 0.0..500.0_f64,
        retries in 0.0..4.0_f64, slice in 1_usize..20, startup in 0_u64..8,
    ) {
        let mut setup = setup(3, 6, 100.0, 60);
        for (region, loads) in setup.regions.iter_mut().zip(&loads) {
            region.loads = loads.as_slice().into();
            region.setup.fleet.startup = startup;
        }
        (setup.detection, setup.incident.kind, setup.incident.length) = (detection, kind, length);
        setup.incident.evacuate = evacuate;
        setup.permissions.forbid(0, 2);
        change_work(&mut setup, |work| {
            work.retries = Quantity::clamped(retries);
            work.retry_delay = Quantity::clamped(20.0);
            work.timeout = Some(Quantity::clamped(30.0));
        });
        let drill = run_drill(&setup).unwrap();
        for step in 0..60 {
            let sent: f64 = drill.regions.iter().map(|region| region.columns.load[step]).sum();
            let total: f64 = loads.iter().map(|loads| loads[step]).sum();
            // What finds no place includes clients that try again, which are not new.
            prop_assert!(sent <= total + 1e-9 && sent + drill.timeline.unplaced[step] >= total - 1e-9);
        }
        // Each request ends once, or waits.
        let totals = drill.totals;
        let served: f64 = drill.regions.iter().map(|region| region.outcome.served).sum();
        prop_assert!((served + totals.lost + totals.waiting - totals.requests).abs() <= 1e-6 * totals.requests, "{:?} {}", totals, served);
        let mut sliced = Drill::new(setup).unwrap().with_timeline();
        while sliced.advance(slice) {}
        prop_assert_eq!(sliced.finish(), drill);
    }

    #[test]
    fn a_longer_time_to_live_never_loses_less(
        loads in loads(3, 80), detection in detection(), longer in 0.0..300.0_f64, length in 0.0..600.0_f64, retries in 0.0..4.0_f64,
    ) {
        // Where the survivors have room: otherwise those who stay behind may spare them.
        let mut setup = setup(3, 100, 100.0, 80);
        for (region, loads) in setup.regions.iter_mut().zip(&loads) {
            region.loads = loads.as_slice().into();
        }
        (setup.detection, setup.incident.length) = (detection, length);
        change_work(&mut setup, |work| work.retries = Quantity::clamped(retries));
        let lost = run_drill(&setup).unwrap().totals.lost;
        setup.detection.ttl += longer;
        prop_assert!(run_drill(&setup).unwrap().totals.lost >= lost - 1e-6);
    }

    #[test]
    fn capacities_of_the_placement_survive_any_region_at_any_minute(
        loads in loads(4, 12), prices in prop::collection::vec(1.0..9.0_f64, 4), minute in 0_usize..120, region in 0_usize..4,
        detection in detection(), forbidden in prop::option::of((0_usize..4, 0_usize..4)), assigned: bool,
    ) {
        let mut setup = setup(4, 1, 10.0, 180);
        // Loads of ten steps each: the placement carries every one.
        for (region, loads) in setup.regions.iter_mut().zip(&loads) {
            region.loads = (0..180).map(|step| loads[step / 10 % 12]).collect();
        }
        // With everything permitted the nearest rule finds a place for all as well.
        setup.routing = if assigned {
            forbidden.into_iter().for_each(|(from, to)| setup.permissions.forbid(from, to));
            Routing::Assigned
        } else {
            Routing::Rule(Rule::NearestWithRoom { latency: setup.latency.clone() })
        };
        let offer = |price: &f64| Offer { replica_throughput: 10.0, replica_cost: *price, max_replicas: None, installed: 0 };
        let inputs = PlacementInputs {
            demand: loads.clone(),
            offers: prices.iter().map(offer).collect(),
            permissions: setup.permissions.clone(),
            n_lost: 1,
        };
        let Placement::Survives(plan) = plan_placement(&inputs).unwrap() else { return Err(TestCaseError::fail("impossible")) };
        let whole = round_placement(&inputs, &plan).unwrap();
        for (region, replicas) in setup.regions.iter_mut().zip(&whole.replicas) {
            region.setup = fixed(*replicas, 10.0);
            region.capacity_planned = f64::from(*replicas) * 10.0;
        }
        setup.incident = Incident {
            region, start: minute as f64 * STEP, length: 300.0, kind: IncidentKind::RegionLost, evacuate: false,
        };
        setup.detection = Detection { stale_share: 0.0, ..detection };
        let drill = run_drill(&setup).unwrap();
        let (failure, shifted) = (drill.phases.failure, drill.phases.shifted.unwrap_or(f64::INFINITY));
        let back = drill.phases.normal.unwrap_or(f64::INFINITY);
        for (step, bad) in drill.timeline.bad.iter().enumerate() {
            let now = step as f64 * STEP;
            let moving = now + STEP > failure && now < shifted && now < back;
            prop_assert!(moving || *bad <= 1e-6, "step {} loses {}: {:?}", step, bad, drill.phases);
        }
    }
}
