//! Times the chain natively: one JSON object a line, for `cargo xtask bench`.

use headroom_core::base::units::Quantity;
use headroom_core::formulas::buying::LoadDuration;
use headroom_core::machines::catalog::{Catalog, Purchase};
use headroom_core::machines::fit::ReplicaNeed;
use headroom_core::plan::demand::HORIZON_DAYS;
use headroom_core::plan::evaluate::{evaluate, evaluate_from};
use headroom_core::plan::scaling::presets::{Facts, Preset};
use headroom_core::plan::scaling::{Scene, Span};
use headroom_core::plan::scenario::cost::Reserve;
use headroom_core::plan::scenario::{DrillInputs, codec, examples};
use headroom_core::studies::drill::{Drill, WorstMinute, plan_drill, plan_week};
use headroom_core::studies::machine_choice::{Fleet, Terms, Where, compare};
use std::hint::black_box;
use std::time::Instant;

const RUNS: usize = 41;

/// Median time of a piece of work that is repeated `batch` times between two looks at the clock.
fn median_seconds(batch: u32, work: impl FnMut()) -> f64 {
    median_of(RUNS, batch, work)
}

/// The same of so many runs.
fn median_of(runs: usize, batch: u32, mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..batch {
                work();
            }
            start.elapsed().as_secs_f64() / f64::from(batch)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[runs / 2]
}

/// A year at one-minute steps.
const YEAR: usize = 525_600;

/// The time loop over a year with the Kubernetes default, a queue and cold starts: name, seconds, note.
fn scaling_rows() -> Vec<(&'static str, f64, String)> {
    let Some(scenario) = examples::find("black-friday-shop").map(examples::Example::scenario) else {
        return Vec::new();
    };
    let (evaluation, service) = (evaluate(&scenario), scenario.services.first());
    let service_evaluation = &evaluation.services[0];
    let replica = &service.sizing.replica.capacity;
    let facts = Facts {
        throughput: replica.throughput(),
        service_time: replica.service_time(),
        sized: service_evaluation.sizing.replicas,
        target_utilization: service_evaluation.sizing.target_utilization,
    };
    let span = Span { start: 0.0, step: 60.0, steps: YEAR };
    let (inputs, basis) = service_evaluation.policies(service);
    let scene = Scene::of_span(inputs, basis, span);
    let Some(choice) = Preset::find("kubernetes").map(|preset| preset.policy(&facts)) else { return Vec::new() };
    let started = Instant::now();
    let (_, _, table) = black_box(scene.simulation(&choice, scene.table()).finish());
    let first = started.elapsed().as_secs_f64();
    let warm = median_seconds(1, || drop(black_box(scene.simulation(&choice, table.clone()).finish())));
    let columns =
        median_seconds(1, || drop(black_box(scene.simulation(&choice, table.clone()).with_columns().finish())));
    let loads = median_seconds(1, || drop(black_box(Scene::of_span(inputs, basis, span))));
    let rate = |seconds: f64| format!("{:.1} million ticks/s; HPA, queue, cold starts", YEAR as f64 / seconds / 1e6);
    vec![
        ("scaling: a year of minutes, first call", first, rate(first)),
        ("scaling: a year of minutes, warm", warm, rate(warm)),
        ("scaling: the same with its columns", columns, rate(columns)),
        ("scaling: the loads of a year of minutes", loads, "with gusts".to_owned()),
    ]
}

/// Purchasing: every type in every region for ten services, and the best commitment over a year of hours.
fn purchase_rows() -> Vec<(&'static str, f64, String, f64)> {
    let Ok(mut catalog) = Catalog::read(include_str!("../../public/catalog/catalog.txt")) else { return Vec::new() };
    if catalog.extend(include_str!("../../public/catalog/aws-regions.txt")).is_err() {
        return Vec::new();
    }
    let (terms, place) = (Terms { purchase: Purchase::OnDemand, negotiated: 0.0 }, Where::Cheapest { provider: None });
    let fleets: Vec<Fleet> = (1..=10)
        .map(|n| Fleet {
            need: ReplicaNeed {
                vcpus: f64::from(n),
                memory_gib: f64::from(4 * n),
                gpus: n / 8,
                gpu_memory_gib: if n < 8 { 0.0 } else { 24.0 },
                architecture: None,
                chip: None,
            },
            reserve: Reserve { vcpus: Some(Quantity::clamped(0.5)), memory: Some(Quantity::clamped(1.0)) },
            replicas: 40,
            sites: Vec::new(),
        })
        .collect();
    let ranked = || fleets.iter().map(|fleet| compare(&catalog, fleet, &place, terms)).collect::<Vec<_>>();
    let fits: usize = ranked().iter().map(|choice| choice.fits.len()).sum();
    // A day's swing over the year, with a trend and a ripple.
    let hours: Vec<f64> = (0..8760_u32)
        .map(|hour| {
            let swing = f64::from((hour % 24).abs_diff(14)) / 12.0;
            (40.0 - 25.0 * swing + f64::from(hour) / 400.0 + f64::from(hour * 7919 % 13) / 4.0).round()
        })
        .collect();
    let best = || LoadDuration::from_series(&hours).and_then(|curve| curve.best_commitment(0.62, 1.0));
    vec![
        (
            "every type in every region, ten services",
            median_seconds(5, || drop(black_box(ranked()))),
            format!("{} prices, {fits} types fit; aim: under 5 ms", catalog.prices().len()),
            5e-3,
        ),
        (
            "best commitment over 8,760 hours",
            median_seconds(20, || _ = black_box(best())),
            "with its load-duration curve; aim: under 2 ms".to_owned(),
            2e-3,
        ),
    ]
}

/// The drill of six regions: name, seconds, note.
fn drill_rows() -> Vec<(&'static str, f64, String)> {
    let scenario = examples::payments_in_six_regions();
    let (evaluation, service) = (evaluate(&scenario), scenario.services.first().id);
    let inputs = DrillInputs::of(scenario.regions[0].id);
    let Ok((mut setup, plan)) = plan_week(&scenario, &evaluation, service, &inputs) else { return Vec::new() };
    let strip = || {
        let Ok(mut strip) = WorstMinute::new(setup.clone(), plan) else { return };
        while strip.advance(64).is_ok_and(|more| more) {}
        black_box(strip.worst());
    };
    let week = median_seconds(1, strip);
    let planned = median_seconds(1, || drop(black_box(plan_drill(&scenario, &evaluation, service, &inputs))));
    setup.incident.start = 3.0 * 86_400.0;
    let drill =
        median_seconds(1, || drop(black_box(Drill::new(setup.clone()).map(|run| run.with_timeline().finish()))));
    vec![
        ("drill: made from a plan of six regions", planned, "with three days of history for the alerts".to_owned()),
        ("drill: a week of six regions", drill, "10,080 minutes, with its columns".to_owned()),
        ("drill: every ten minutes of a week", week, "1,008 drills of six regions".to_owned()),
    ]
}

/// The largest plan that is allowed, and an edit in it: name, seconds, note.
fn largest_rows() -> Vec<(&'static str, f64, &'static str)> {
    let before = examples::largest_plan();
    let known = evaluate(&before);
    let mut after = before.clone();
    let id = after.services.first().id;
    if let Some(service) = after.services.get_mut(id) {
        service.demand.variability = Quantity::clamped(0.08);
    }
    // Seconds each: few runs tell as much.
    let whole = median_of(3, 1, || drop(black_box(evaluate(black_box(&before)))));
    let edit = median_of(9, 1, || drop(black_box(evaluate_from(Some((&before, &known)), black_box(&after)))));
    vec![
        ("evaluate, the largest plan", whole, "40 services in 12 regions"),
        ("an edit in the largest plan", edit, "one service of 40; the others are known"),
    ]
}

fn main() {
    if std::env::args().any(|argument| argument == "--largest-plan") {
        return println!("{}", codec::to_json(&examples::largest_plan()));
    }
    let Some(largest) = examples::find("ai-platform").map(examples::Example::scenario) else { return };
    let evaluation = evaluate(&largest);
    let curve = &evaluation.services[0].curve;
    let link = codec::to_fragment(&largest);
    let Some(payments) = examples::find("three-region-payments").map(examples::Example::scenario) else { return };
    let rows: [(&str, f64, &str, Option<f64>); 5] = [
        (
            "evaluate, five services",
            median_seconds(20, || drop(black_box(evaluate(black_box(&largest))))),
            "aim: under 1 ms",
            Some(1e-3),
        ),
        (
            "evaluate, three-region payments",
            median_seconds(20, || drop(black_box(evaluate(black_box(&payments))))),
            "two services, their policies in every region",
            None,
        ),
        (
            "a year at quarter hours",
            median_seconds(20, || drop(black_box(curve.daily_extremes(HORIZON_DAYS)))),
            "35,040 loads",
            None,
        ),
        ("write a link", median_seconds(5, || drop(black_box(codec::to_fragment(&largest)))), "five services", None),
        ("read a link", median_seconds(5, || drop(black_box(codec::from_fragment(&link)))), "five services", None),
    ];
    for (name, median, note, reference) in rows {
        let mut row = serde_json::json!({ "name": name, "median_s": median, "note": note });
        if let Some(reference) = reference {
            row["reference_s"] = reference.into();
        }
        println!("{row}");
    }
    for (name, median, note) in largest_rows() {
        println!("{}", serde_json::json!({ "name": name, "median_s": median, "note": note }));
    }
    for (name, median, note, reference) in purchase_rows() {
        println!("{}", serde_json::json!({ "name": name, "median_s": median, "note": note, "reference_s": reference }));
    }
    for (name, median, note) in scaling_rows().into_iter().chain(drill_rows()) {
        println!("{}", serde_json::json!({ "name": name, "median_s": median, "note": note }));
    }
}
