//! The state of the fleet at the moment that is looked at, and what the policy sees of it.

use super::super::view::ScalingView;
use super::fleet::{FleetPicture, doings, sentence};
use super::moment::looked_at;
use super::study::{Study, with_scene};
use crate::components::TableView;
use crate::components::table::{Column, Row, Table};
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::formulas::autoscaler::metric::Metric;
use headroom_core::plan::scaling::engine::{Columns, is_retried};
use headroom_core::studies::moment::{SeenMetric, Snapshot, snapshot_at};
use leptos::prelude::*;

const BUSY_IS_NOT_FULL: &str = "A batching GPU counts as busy whenever a batch runs, however small. GPU utilization nears 100 % long before its throughput is used up: a policy that scales on it cannot see the remaining headroom.";

/// The state at the moment looked at.
#[component]
pub fn MomentState() -> impl IntoView {
    let (session, view, study) = (Session::here(), ScalingView::here(), Study::here());
    let moment = looked_at(view, study);
    let snapshot = Memo::new(move |_| {
        if study.is_long() {
            return None;
        }
        let (at, chosen) = (moment.get()?, view.chosen.get());
        with_scene(session, Some(study.loads.get()), |scene| {
            let policies = &scene.scaling.policies;
            let choice = policies.iter().nth(chosen.min(policies.count() - 1))?;
            snapshot_at(scene, choice, at)
        })
        .flatten()
    });
    let percentile =
        session.service_part(|service| service.sizing.slo.latency.map_or(0.99, |objective| objective.percentile.get()));
    let overrides = session
        .service_part(|service| service.scaling.overrides.iter().map(|rule| rule.name.to_string()).collect::<Vec<_>>());
    // The line stays while what it says changes, so that it is read out.
    let line = move || match snapshot.get() {
        Some(found) => sentence(&found.fleet, found.step),
        None => study
            .shown
            .with(|shown| Some(row_sentence(&shown.run(view.chosen.get())?.columns, moment.get()?)))
            .unwrap_or_default(),
    };
    let rest = move || match snapshot.get() {
        Some(found) => whole_state(&found, percentile.get(), &overrides.get()).into_any(),
        None => {
            study.shown.with(|shown| Some(row_state(&shown.run(view.chosen.get())?.columns, moment.get()?))).into_any()
        }
    };
    view! {
        <div class="moment">
            <p id="moment-state" role="status">{line}</p>
            {rest}
        </div>
    }
}

/// Name and value of a figure.
type Fact = (String, String);

fn list(facts: Vec<Fact>) -> impl IntoView {
    let rows =
        facts.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view();
    view! { <dl class="moment-facts">{rows}</dl> }
}

fn whole_state(found: &Snapshot, percentile: f64, overrides: &[String]) -> impl IntoView {
    let utilization = found.utilization.unwrap_or(0.0);
    let outside = found.outside.map(|cause| {
        view! { <p class="moment-outside">"SLO violation in this step: " <b>{cause.words()}</b> ": " {cause.advice()} "."</p> }
    });
    let active = found.overrides.iter().map(|place| match overrides.get(*place) {
        Some(name) if !name.is_empty() => format!("override “{name}”"),
        _ => format!("override {}", place + 1),
    });
    let active: Vec<String> = active.collect();
    let active = (!active.is_empty()).then(|| {
        let words = text::capitalised(&active.join(" and "));
        view! { <p class="moment-override">{words} " is active."</p> }
    });
    let columns = [Column::words("Metric"), Column::number("Reported"), Column::number("Actual now")];
    let table = Table::new("moment-metrics", "What the policy sees");
    let table = table.with_columns(columns).with_rows(found.metrics.iter().map(seen_row));
    let looks = (!found.metrics.is_empty()).then(|| {
        view! { <TableView table=Signal::stored(table)/> }
    });
    let lesson = found.busy_share.map(|busy| {
        view! {
            <p class="moment-lesson" id="busy-lesson">
                <b>{text::percent(busy)} " busy, " {text::percent(utilization)} " of the throughput in use. "</b>
                {BUSY_IS_NOT_FULL}
            </p>
        }
    });
    view! {
        <FleetPicture doings=doings(&found.fleet, utilization)/>
        {outside}
        {active}
        {list(facts(found, percentile))}
        {lesson}
        {looks}
    }
}

fn seen_row(metric: &SeenMetric) -> Row {
    let seen = metric.seen.map_or_else(|| "nothing yet".to_owned(), |value| metric_text(metric.metric, value));
    Row::of([text::capitalised(metric.metric.words()), seen, metric_text(metric.metric, metric.now)])
}

/// A metric's value as people say it.
fn metric_text(metric: Metric, value: f64) -> String {
    match metric {
        Metric::LoadPerReplica => format!("{} requests/s", text::number(value)),
        Metric::CpuUtilization | Metric::GpuUtilization => text::percent(value),
        Metric::InFlight | Metric::QueueDepth => text::number(value),
        Metric::Latency => text::seconds(value),
    }
}

fn rate(value: f64) -> String {
    format!("{} requests/s", text::si(value))
}

fn facts(found: &Snapshot, percentile: f64) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    let mut add = |name: &str, value: String| facts.push((name.to_owned(), value));
    add(
        "Desired",
        format!(
            "{} (min {}, max {})",
            text::count(found.desired),
            text::count(found.bounds.min),
            text::count(found.bounds.max)
        ),
    );
    add("Ideal", found.ideal.map_or_else(|| "unreachable".to_owned(), text::count));
    add("Load", rate(found.load));
    if is_retried(found.attempts, found.load) {
        add("With retries", rate(found.attempts));
    }
    add("Capacity", rate(found.capacity));
    add("Utilization", found.utilization.map_or_else(|| "no replica in service".to_owned(), text::percent));
    if let Some(busy) = found.busy_share {
        add("GPU utilization", text::percent(busy));
    }
    add("Queued", format!("{} requests", text::number(found.queue)));
    if found.wait > 0.0 {
        add("Longest wait", text::seconds(found.wait));
    }
    let latency = found.latency.map_or_else(|| "no replica in service".to_owned(), text::seconds);
    add(&format!("P{}", text::significant(percentile * 100.0, 6)), latency);
    if found.lost > 0.0 {
        add("Lost", rate(found.lost));
    }
    if found.reduced {
        add("Features", "reduced".to_owned());
    }
    if found.fleet.nodes + found.fleet.nodes_coming > 0 {
        let coming = if found.fleet.nodes_coming > 0 {
            format!(", {} starting", text::count(found.fleet.nodes_coming))
        } else {
            String::new()
        };
        add("Nodes", format!("{}{coming}", text::count(found.fleet.nodes)));
    }
    facts
}

/// The replicas of a row of a long run.
fn row_sentence(columns: &Columns, moment: f64) -> String {
    let row = row_at(columns, moment);
    let value = |column: &[f64]| column.get(row).copied().unwrap_or(0.0);
    let (ready, size) = (value(&columns.ready), value(&columns.size));
    text::capitalised(&format!(
        "{} in service, {} starting.",
        text::counted(ready as u64, "replica", "replicas"),
        text::count((size - ready).max(0.0) as u64)
    ))
}

fn row_at(columns: &Columns, moment: f64) -> usize {
    (moment / columns.row_length + 1e-9) as usize
}

/// What is known of a moment of a long run: a row of its columns.
fn row_state(columns: &Columns, moment: f64) -> impl IntoView + use<> {
    let row = row_at(columns, moment);
    let value = |column: &[f64]| column.get(row).copied().unwrap_or(0.0);
    let mut facts: Vec<Fact> = vec![
        ("Ideal".into(), text::number(value(&columns.ideal))),
        ("Load".into(), rate(value(&columns.load))),
        ("Arrivals / throughput".into(), text::percent(value(&columns.utilization))),
        ("Queued".into(), format!("{} requests", text::number(value(&columns.queue)))),
    ];
    if value(&columns.outside) > 0.0 {
        facts.push(("SLO".into(), "outside".into()));
    }
    let worst = (columns.steps_per_row > 1).then(|| {
        view! { <p class="hint">{format!("The worst of {}.", text::seconds(columns.row_length))}</p> }
    });
    view! {
        {list(facts)}
        {worst}
    }
}
