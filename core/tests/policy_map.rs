//! What-if runs: every cell is the run that the page would show, and what is promised was tried.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use headroom_core::base::units::{Quantity, TimeStep};
use headroom_core::plan::evaluate::evaluate;
use headroom_core::plan::scaling::presets::{Facts, Preset};
use headroom_core::plan::scenario::adjust::Axis;
use headroom_core::plan::scenario::scaling::Policies;
use headroom_core::plan::scenario::scaling::Rule;
use headroom_core::plan::scenario::{Service, examples};
use headroom_core::studies::Study;
use headroom_core::studies::policy_map::levers::levers;
use headroom_core::studies::policy_map::{PolicyMap, Present, Testbed, Trial, TriedIn, cliff, edge};
use jiff::civil::Date;
use proptest::prelude::*;
use support::plan_of;

const START: Date = jiff::civil::date(2026, 12, 1);

fn example(slug: &str) -> Service {
    examples::find(slug).unwrap().scenario().services.first().clone()
}

/// A week of a shop with a preset in force.
fn shop(preset: &str) -> Service {
    let mut service = example("black-friday-shop");
    let sizing = evaluate(&plan_of(&service, START)).services.remove(0).sizing.clone();
    let capacity = service.sizing.replica.capacity;
    let facts = Facts {
        throughput: capacity.throughput(),
        service_time: capacity.service_time(),
        sized: sizing.replicas,
        target_utilization: sizing.target_utilization,
    };
    service.scaling.policies = Policies::of_one(Preset::find(preset).unwrap().policy(&facts));
    service
}

fn present(service: &Service) -> Present {
    Present::of(service, &evaluate(&plan_of(service, START)).services[0])
}

/// The same run by the way that the page takes.
fn by_the_chain(service: &Service) -> Trial {
    let evaluation = evaluate(&plan_of(service, START));
    let scaling = &evaluation.services[0].scaling;
    Trial::of(&scaling.outcome, service, scaling.price)
}

fn with(service: &Service, axis: Axis, value: f64) -> Service {
    let mut service = service.clone();
    axis.apply(&mut service, value);
    service
}

#[test]
fn a_setting_that_is_set_is_read_back() {
    for preset in Preset::ALL {
        let service = shop(preset.id);
        let present = present(&service);
        for axis in Axis::ALL.into_iter().filter(|axis| axis.is_input() && axis.refusal(&service).is_none()) {
            let now = present.value_of(axis, &service).unwrap();
            assert_eq!(by_the_chain(&with(&service, axis, now)), by_the_chain(&service), "{}: {axis:?}", preset.id);
            for value in axis.values(&service, present, None) {
                let read = self::present(&with(&service, axis, value)).value_of(axis, &with(&service, axis, value));
                let tolerance = match axis {
                    // A target that is not the only one is a whole percentage.
                    Axis::Target => 0.006,
                    // Target tracking has at least one datapoint.
                    Axis::Window => 60.0,
                    _ => 1e-9,
                };
                assert!((read.unwrap() - value).abs() <= tolerance, "{}: {axis:?} {value} {read:?}", preset.id);
            }
        }
    }
}

#[test]
fn axes_that_do_nothing_say_why() {
    let applies = |preset| Axis::ALL.map(|axis| axis.refusal(&shop(preset)).is_none());
    // Target, min, max, fixed, window, start-up, burst, headroom.
    assert_eq!(applies("static"), [false, false, false, true, false, false, true, true]);
    let all_but_fixed = [true, true, true, false, true, true, true, true];
    assert_eq!(applies("kubernetes"), all_but_fixed);
    assert_eq!(applies("target-50"), all_but_fixed);
    assert_eq!(applies("keda"), [false, true, true, false, false, true, true, true]);
    assert_eq!(applies("scheduled"), [false, true, true, false, false, true, true, true]);
    assert_eq!(applies("threshold"), [false, true, true, false, false, true, true, true]);
    assert_eq!(applies("threshold-repaired"), all_but_fixed);
    assert_eq!(applies("predictive"), all_but_fixed);
}

#[test]
fn several_targets_move_together() {
    let service = shop("predictive");
    let now = present(&service).value_of(Axis::Target, &service).unwrap();
    let moved = with(&service, Axis::Target, now / 2.0);
    let [Rule::Predictive(ahead), Rule::Hpa(hpa)] = moved.scaling.policies.active().rules.as_slice() else { panic!() };
    assert_eq!(ahead.target.get(), now / 2.0);
    assert_eq!(serde_json::to_value(hpa.metrics[0].target).unwrap(), serde_json::json!({"utilization": 40}));
}

#[test]
fn start_up_keeps_its_parts() {
    let mut service = example("llm-chat");
    Axis::StartUp.apply(&mut service, 180.0);
    let startup = service.scaling.fleet.startup;
    assert_eq!([startup.image_pull.get(), startup.model_load.get(), startup.warm_up.get()], [90.0, 54.0, 36.0]);
    for total in [0.0, 45.0] {
        Axis::StartUp.apply(&mut service, total);
        assert_eq!(service.scaling.fleet.startup.total(), total);
    }
    // From nothing, all of it is warm-up.
    assert_eq!(service.scaling.fleet.startup.warm_up.get(), 45.0);
}

#[test]
fn usual_values_are_round_hold_the_present_and_rise() {
    for example in examples::ALL {
        for service in example.scenario().services.iter() {
            let present = present(service);
            for axis in Axis::ALL.into_iter().filter(|axis| axis.refusal(service).is_none()) {
                let values = axis.values(service, present, None);
                let now = present.value_of(axis, service).unwrap();
                let case = format!("{} {}: {axis:?} {now} {values:?}", example.slug, service.name);
                assert!(values.windows(2).all(|pair| pair[0] < pair[1]), "{case}");
                assert!(values.len() >= 2 && values[0] <= now && now <= values[values.len() - 1], "{case}");
            }
        }
    }
}

#[test]
fn a_cell_is_the_run_that_the_page_would_show() {
    for (preset, x, y) in [
        ("kubernetes", Axis::Target, Axis::MinReplicas),
        ("target-50", Axis::StartUp, Axis::Window),
        ("predictive", Axis::Headroom, Axis::Target),
    ] {
        let service = shop(preset);
        let present = present(&service);
        let thin = |axis: Axis| axis.values(&service, present, None).into_iter().step_by(5).collect::<Vec<_>>();
        let map = PolicyMap::new(&plan_of(&service, START), &service, TriedIn::default(), (x, thin(x)), (y, thin(y)));
        let mut cells = Vec::new();
        let mut last = 0.0;
        let done = map.run(&mut |share, more| {
            assert!(share > last);
            last = share;
            cells.extend(more);
        });
        assert_eq!(done, Ok(()));
        assert_eq!((cells.len(), last), (thin(x).len() * thin(y).len(), 1.0));
        for (cell, trial) in cells {
            let (row, column) = (cell as usize / thin(x).len(), cell as usize % thin(x).len());
            let changed = with(&with(&service, x, thin(x)[column]), y, thin(y)[row]);
            assert_eq!(trial, by_the_chain(&changed), "{preset} {row} {column}");
        }
    }
}

#[test]
fn a_taken_setting_asks_the_same_question() {
    let service = shop("kubernetes");
    let order = |service: &Service| {
        let present = present(service);
        let values = |axis: Axis| (axis, axis.values(service, present, None));
        PolicyMap::new(
            &plan_of(service, START),
            service,
            TriedIn::default(),
            values(Axis::Target),
            values(Axis::MinReplicas),
        )
    };
    let mut other = with(&with(&service, Axis::Target, 0.55), Axis::MinReplicas, 6.0);
    other.name = headroom_core::base::name::Name::cut("Renamed");
    assert_eq!(order(&other), order(&service));
    assert_ne!(order(&with(&service, Axis::StartUp, 300.0)), order(&service));
    let asked = order(&service);
    let text = serde_json::to_string(&asked).unwrap();
    assert_eq!(serde_json::from_str::<PolicyMap>(&text).unwrap(), asked);
}

#[test]
fn a_burst_lifts_half_an_hour_of_the_highest_hour() {
    let service = shop("kubernetes");
    let mut bed = Testbed::new(&service, START, &TriedIn::default());
    let plain = bed.try_settings(&[]).1;
    let burst = bed.try_settings(&[(Axis::Burst, 2.0)]).1;
    let evaluation = evaluate(&plan_of(&service, START));
    let loads = evaluation.services[0].scene(&service).loads;
    let highest = loads.chunks(60).map(|hour| hour.iter().sum::<f64>()).enumerate();
    let (hour, _) = highest.fold((0, 0.0), |best, next| if next.1 > best.1 { next } else { best });
    let more: f64 = loads[hour * 60..hour * 60 + 30].iter().sum::<f64>() * 60.0;
    assert!((burst.requests - plain.requests - more).abs() < 1e-6 * more);
    assert_eq!(bed.try_settings(&[(Axis::Burst, 1.0)]).1, plain);
}

#[test]
fn the_cliff_is_where_it_says() {
    let mut service = shop("kubernetes");
    service.scaling.period = headroom_core::plan::scenario::scaling::Period::new(
        service.scaling.period.start(),
        Quantity::clamped(48.0),
        TimeStep::new(60.0).unwrap(),
    )
    .unwrap();
    let mut bed = Testbed::new(&service, START, &TriedIn::default());
    let found = cliff(&mut bed, &[1.0, 1.2, 3.0]);
    assert_eq!((found.now, found.step), (30.0, 60.0));
    for row in &found.rows {
        let mut keeps = |start_up| bed.try_settings(&[(Axis::StartUp, start_up), (Axis::Burst, row.burst)]).0.keeps;
        match row.start_up {
            Some(start_up) => {
                assert!(keeps(start_up), "{row:?}");
                assert!(row.is_open || !keeps(start_up + 60.0), "{row:?}");
            }
            None => assert!(!keeps(0.0), "{row:?}"),
        }
        assert_eq!(row.cause.is_none(), row.is_open, "{row:?}");
    }
}

#[test]
fn levers_do_what_they_promise() {
    let (mut repaired, mut saved) = (0, 0);
    for preset in Preset::ALL {
        for start_up in [30.0, 600.0] {
            let service = with(&shop(preset.id), Axis::StartUp, start_up);
            let before = by_the_chain(&service);
            for lever in levers(&mut Testbed::new(&service, START, &TriedIn::default()), None) {
                let mut changed = service.clone();
                lever.adjustment.apply_to(&mut changed);
                let after = by_the_chain(&changed);
                assert!(after.keeps, "{}: {lever:?}", preset.id);
                if before.keeps {
                    saved += 1;
                    assert!(after.hours < before.hours, "{}: {lever:?}", preset.id);
                } else {
                    repaired += 1;
                }
            }
        }
    }
    assert!(repaired >= 5 && saved > 3, "{repaired} repaired, {saved} saved");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_edge_stands_between_a_yes_and_a_no(answers in prop::collection::vec(any::<bool>(), 1..200)) {
        let most = answers.len() as u32 - 1;
        let mut asked = 0;
        let found = edge(most, |place| { asked += 1; answers[place as usize] });
        match found.last {
            Some(last) => {
                prop_assert!(answers[last as usize]);
                let ends = if found.is_open { last == most } else { !answers[last as usize + 1] };
                prop_assert!(ends);
            }
            None => prop_assert!(!answers[0]),
        }
        prop_assert!(asked <= answers.len());
    }

    #[test]
    fn an_even_row_has_its_edge_found_with_few_questions(yes in 0_u32..5000, most in 0_u32..5000) {
        let mut asked = 0;
        let found = edge(most, |place| { asked += 1; place < yes });
        let expected = if yes > most { Some(most) } else { yes.checked_sub(1) };
        prop_assert_eq!((found.last, found.is_open, found.is_uneven), (expected, yes > most, false));
        prop_assert!(asked <= 36, "{} asked", asked);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    // Holds for policies that do not look at their own fleet, on a load without chance and for clients
    // that do not try again. A policy that looks at its fleet may order more while replicas start
    // slowly, and have them when the next rise comes; `Slowest::is_uneven` is for those.
    #[test]
    fn more_start_up_never_helps_a_policy_that_does_not_look(
        preset in prop::sample::select(vec!["scheduled", "predictive-alone", "static"]),
        burst in 1.0..3.0f64, one in 0.0..1800.0f64, other in 0.0..1800.0f64,
    ) {
        let mut service = shop(if preset == "predictive-alone" { "predictive" } else { preset });
        service.demand.variability = Quantity::clamped(0.0);
        service.scaling.fleet.failures = Quantity::clamped(0.0);
        service.scaling.period = headroom_core::plan::scenario::scaling::Period::new(
            Quantity::clamped(0.0), Quantity::clamped(48.0), TimeStep::new(60.0).unwrap(),
        ).unwrap();
        if preset == "predictive-alone" {
            service.scaling.policies.get_mut(0).unwrap().rules.truncate(1);
        }
        let mut bed = Testbed::new(&service, START, &TriedIn::default());
        let mut bad = |start_up| bed.try_settings(&[(Axis::StartUp, start_up), (Axis::Burst, burst)]).0.bad;
        let (fast, slow) = (bad(one.min(other)), bad(one.max(other)));
        prop_assert!(slow + 1e-9 >= fast, "{} below {}", slow, fast);
    }
}
