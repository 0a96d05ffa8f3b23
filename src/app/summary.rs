//! The summary bar, always in view: the key answers, each with its difference from the baseline.

use crate::components::{Stat, Topic};
use crate::session::Session;
use crate::session::route::Page;
use headroom_core::evaluate::Evaluation;
use headroom_core::scenario::ServiceId;
use headroom_core::sizing::Lasts;
use headroom_core::text;
use leptos::prelude::*;

/// One set of key answers: of a service, or of the whole plan.
#[derive(Clone, Debug, Default, PartialEq)]
struct Key {
    scope: String,
    peak: f64,
    provisioned: f64,
    replicas: f64,
    utilization: Option<f64>,
    latency: Option<(f64, f64)>,
    target: Option<f64>,
    gpus: f64,
    headroom: Option<f64>,
    lasts: Option<Lasts>,
}

fn key_of(evaluation: &Evaluation, service: Option<ServiceId>) -> Option<Key> {
    let Some(id) = service else {
        return Some(Key {
            peak: evaluation.totals.peak,
            provisioned: evaluation.totals.provisioned,
            replicas: evaluation.totals.replicas as f64,
            gpus: evaluation.totals.resources.gpus as f64,
            lasts: evaluation.totals.lasts.clone(),
            ..Key::default()
        });
    };
    let service = evaluation.service(id)?;
    let sizing = &service.sizing;
    Some(Key {
        scope: service.name.clone(),
        peak: service.demand.peak,
        provisioned: sizing.provisioned,
        replicas: f64::from(sizing.replicas),
        utilization: sizing.utilization.map(|utilization| utilization.peak),
        latency: sizing.latency.as_ref().map(|latency| (latency.percentile, latency.at_percentile)),
        target: None,
        gpus: sizing.resources.gpus as f64,
        headroom: Some(sizing.headroom),
        lasts: sizing.lasts.clone(),
    })
}

/// The summary bar.
#[component]
pub fn SummaryBar() -> impl IntoView {
    let session = Session::here();
    let scope = move || (session.page() != Page::Overview).then(|| session.service_id());
    let key = Memo::new(move |_| {
        let id = scope();
        let mut key = key_of(&session.evaluation(), id).unwrap_or_default();
        let scenario = session.scenario();
        match id.and_then(|id| scenario.services.get(id)) {
            Some(service) => key.target = service.sizing.slo.latency.map(|objective| objective.target.get()),
            None => {
                key.scope = match scenario.services.count() {
                    1 => scenario.services.first().name.to_string(),
                    n => format!("whole plan, {n} services"),
                }
            }
        }
        key
    });
    let before = Memo::new(move |_| session.baseline_evaluation().and_then(|evaluation| key_of(&evaluation, scope())));
    // The difference where both are known, else what it was.
    let noted = move |read: fn(&Key) -> Option<f64>, show: fn(f64) -> String, otherwise: fn(&Key) -> String| {
        Signal::derive(move || {
            let now = key.get();
            let Some(before) = before.get() else { return otherwise(&now) };
            match (read(&now), read(&before)) {
                (Some(now), Some(before)) => match text::difference(now, before, show) {
                    Some(change) => format!("{change} on baseline"),
                    None => "as in the baseline".to_owned(),
                },
                (None, None) => "as in the baseline".to_owned(),
                (Some(_), None) => "baseline: none".to_owned(),
                (None, Some(before)) => format!("baseline: {}", show(before)),
            }
        })
    };
    let whole =
        move |topic: Topic| Signal::derive(move || if session.page() == Page::Overview { Topic::Plan } else { topic });
    let (demand, sizing) = (whole(Topic::Demand), whole(Topic::Sizing));
    let one_service = move || key.with(|key| key.utilization.is_some());
    view! {
        <section class="summary" aria-label="Key answers">
            <Stat label="Peak load" topic=demand unit="requests/s"
                value=Signal::derive(move || key.with(|key| text::si(key.peak)))
                note=noted(|key| Some(key.peak), text::si, |key| key.scope.clone())/>
            <Stat label="Provisioned" topic=sizing unit="requests/s"
                value=Signal::derive(move || key.with(|key| text::si(key.provisioned)))
                note=noted(|key| Some(key.provisioned), text::si, |key| key.headroom.map(|headroom| format!("{} above the peak", text::percent(headroom))).unwrap_or_default())/>
            <Stat label="Replicas" topic=sizing
                value=Signal::derive(move || key.with(|key| text::number(key.replicas)))
                note=noted(|key| Some(key.replicas), text::number, |key| if key.gpus > 0.0 { format!("{} GPUs", text::number(key.gpus)) } else { String::new() })/>
            <Show when=one_service>
                <Stat label="Busy at the peak" topic=sizing
                    value=Signal::derive(move || key.with(|key| key.utilization.map(text::percent).unwrap_or_default()))
                    note=noted(|key| key.utilization, text::points, |_| "of all replicas".to_owned())/>
                <Stat topic=sizing
                    label=Signal::derive(move || key.with(|key| key.latency.map_or_else(|| "Latency".to_owned(), |(percentile, _)| format!("P{} at the peak", text::significant(percentile * 100.0, 6)))))
                    value=Signal::derive(move || key.with(|key| key.latency.map_or_else(|| "unknown".to_owned(), |(_, latency)| text::seconds(latency))))
                    note=noted(|key| key.latency.map(|latency| latency.1), text::seconds, |key| key.target.map_or_else(|| "no target".to_owned(), |target| format!("target {}", text::seconds(target))))/>
            </Show>
            <Stat label="Holds until" topic=sizing
                value=Signal::derive(move || key.with(|key| key.lasts.as_ref().map_or_else(|| "no end".to_owned(), |lasts| text::date_short(lasts.day))))
                note=noted(|key| key.lasts.as_ref().map(|lasts| f64::from(lasts.days)), days, |key| key.lasts.as_ref().map_or_else(|| "in ten years of growth".to_owned(), |lasts| lasts.because.clone()))/>
        </section>
    }
}

fn days(value: f64) -> String {
    text::counted(value as u64, "day", "days")
}
