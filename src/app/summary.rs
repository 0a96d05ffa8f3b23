//! The summary bar, always in view: the key answers, each with its difference from the baseline.

use crate::components::{Stat, TOTALS};
use crate::session::Session;
use headroom_core::base::id::ServiceId;
use headroom_core::base::money::Money;
use headroom_core::base::text;
use headroom_core::plan::evaluate::{Evaluation, ServiceEvaluation};
use headroom_core::plan::sizing::Lasts;
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
    kept: f64,
    availability_target: Option<f64>,
    /// The period, where all that is summed up has the same.
    length: Option<f64>,
    hours: f64,
    cost: Option<f64>,
    /// The bill of a month where every price is known, and that of the plan where this is a part of it.
    monthly: Option<f64>,
    of_plan: Option<f64>,
    saving: Option<f64>,
    /// Regions of the plan, and how many may be lost; none where everything is in one place.
    regions: Option<Lossable>,
}

/// How many regions there are with capacity, and how many of them may be lost.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Lossable {
    hosts: u32,
    survivable: Option<u32>,
    target: u32,
}

impl Lossable {
    fn of(service: &ServiceEvaluation) -> Option<Self> {
        let plan = service.regions.as_ref()?;
        Some(Self { hosts: plan.n_hosts, survivable: plan.survivable.regions, target: plan.survive })
    }

    /// The worst of two.
    fn worse(self, other: Self) -> Self {
        // `None` is less than any number: not even all regions together hold.
        if other.survivable < self.survivable { other } else { self }
    }

    fn words(self) -> String {
        match self.survivable {
            None => "overloaded with all regions up".to_owned(),
            Some(0) => "no region".to_owned(),
            Some(lost) => format!("any {lost} of {}", self.hosts),
        }
    }
}

fn key_of(evaluation: &Evaluation, service: Option<ServiceId>) -> Option<Key> {
    let Some(id) = service else {
        return Some(Key {
            peak: evaluation.totals.peak,
            provisioned: evaluation.totals.provisioned,
            replicas: evaluation.totals.replicas as f64,
            gpus: evaluation.totals.resources.gpus as f64,
            lasts: evaluation.totals.lasts.clone(),
            kept: evaluation.totals.scaling.kept_of_requests(),
            length: evaluation.totals.scaling.length,
            hours: evaluation.totals.scaling.replica_hours,
            cost: evaluation.totals.scaling.cost,
            monthly: evaluation.cost.monthly.map(Money::dollars),
            saving: evaluation.totals.scaling.saving(),
            regions: evaluation.services.iter().map(Lossable::of).reduce(|a, b| Some(a?.worse(b?))).flatten(),
            ..Key::default()
        });
    };
    let service = evaluation.service(id)?;
    let (sizing, scaling) = (&service.sizing, &service.scaling);
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
        kept: scaling.outcome.kept_of_requests(),
        availability_target: None,
        length: Some(scaling.outcome.length),
        hours: scaling.outcome.spend.paid(),
        cost: scaling.cost(),
        monthly: bill_of(evaluation, id),
        of_plan: evaluation.cost.monthly.map(Money::dollars).filter(|_| evaluation.services.len() > 1),
        saving: scaling.saving(),
        regions: Lossable::of(service),
    })
}

/// A service's own lines of the bill; the whole bill where it is the only one.
fn bill_of(evaluation: &Evaluation, id: ServiceId) -> Option<f64> {
    let cost = &evaluation.cost;
    let bill = if evaluation.services.len() > 1 { cost.service(id)?.monthly } else { cost.monthly };
    bill.map(Money::dollars)
}

/// The summary bar.
#[component]
pub fn SummaryBar() -> impl IntoView {
    let session = Session::here();
    let scope = move || (!session.shows_whole_plan()).then(|| session.service_id());
    let key = Memo::new(move |_| {
        let id = scope();
        let mut key = key_of(&session.evaluation(), id).unwrap_or_default();
        let scenario = session.scenario();
        match id.and_then(|id| scenario.services.get(id)) {
            Some(service) => {
                key.target = service.sizing.slo.latency.map(|objective| objective.target.get());
                key.availability_target = Some(service.sizing.slo.availability.get());
            }
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
                    Some(change) => format!("{change} vs baseline"),
                    None => "no change".to_owned(),
                },
                (None, None) => "no change".to_owned(),
                (Some(_), None) => "baseline: none".to_owned(),
                (None, Some(before)) => format!("baseline: {}", show(before)),
            }
        })
    };
    let whole =
        move |topic: &'static str| Signal::derive(move || if session.shows_whole_plan() { TOTALS } else { topic });
    let (demand, sizing, scaling) = (whole("demand"), whole("sizing"), whole("scaling"));
    let regions = whole("regions");
    let spent = Signal::derive(move || {
        let now = key.get();
        let Some(before) = before.get() else { return part_or_saved(&now) };
        let change = match (now.monthly, before.monthly) {
            (Some(now), Some(before)) => text::difference(now, before, text::dollars),
            (Some(_), None) => return "baseline: unknown".to_owned(),
            _ => spent_on_period(&now, &before),
        };
        change.map_or_else(|| "no change".to_owned(), |change| format!("{change} vs baseline"))
    });
    let lossable = move |key: &Key| key.regions.and_then(|regions| regions.survivable).map(f64::from);
    let loss_note = Signal::derive(move || {
        let now = key.get();
        match before.get().map(|before| (lossable(&now), lossable(&before))) {
            Some((now, before)) if now == before => "no change".to_owned(),
            Some((_, before)) => before.map_or_else(|| "baseline: none".to_owned(), |n| format!("baseline: {n}")),
            None => now.regions.map_or_else(String::new, |regions| format!("target {}", regions.target)),
        }
    });
    let has_regions = move || key.with(|key| key.regions.is_some());
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
                <Stat label="Utilization at peak" topic=sizing
                    value=Signal::derive(move || key.with(|key| key.utilization.map(text::percent).unwrap_or_default()))
                    note=noted(|key| key.utilization, text::points, |_| "of all replicas".to_owned())/>
                <Stat topic=sizing
                    label=Signal::derive(move || key.with(|key| key.latency.map_or_else(|| "Latency".to_owned(), |(percentile, _)| format!("P{} at peak", text::significant(percentile * 100.0, 6)))))
                    value=Signal::derive(move || key.with(|key| text::or_unknown(key.latency, |(_, latency)| text::seconds(latency))))
                    note=noted(|key| key.latency.map(|latency| latency.1), text::seconds, |key| key.target.map_or_else(|| "no target".to_owned(), |target| format!("target {}", text::seconds(target))))/>
            </Show>
            <Stat label="Sufficient until" topic=sizing
                value=Signal::derive(move || key.with(|key| key.lasts.as_ref().map_or_else(|| "no end".to_owned(), |lasts| text::date_short(lasts.day))))
                note=noted(|key| key.lasts.as_ref().map(|lasts| f64::from(lasts.days)), days, |key| key.lasts.as_ref().map_or_else(|| "beyond 10 years of growth".to_owned(), |lasts| lasts.because.clone()))/>
            <Stat label="Within SLO" topic=scaling
                value=Signal::derive(move || key.with(|key| text::percent(key.kept)))
                note=noted(|key| Some(key.kept), fine_points, |key| key.availability_target.map_or_else(|| "of all requests".to_owned(), |target| format!("target {}", text::percent(target))))/>
            <Show when=has_regions>
                <Stat label="Survivable loss" topic=regions
                    value=Signal::derive(move || key.with(|key| key.regions.map_or_else(String::new, Lossable::words)))
                    note=loss_note/>
            </Show>
            <Stat
                topic=Signal::derive(move || if key.with(|key| key.monthly.is_some()) { "cost" } else { scaling.get() })
                label=Signal::derive(move || key.with(spending))
                value=Signal::derive(move || key.with(|key| key.monthly.or(key.cost).map_or_else(|| text::number(key.hours), text::dollars)))
                note=spent/>
        </section>
    }
}

/// What the last number is: the bill of a month, else the cost of the period, else its replica-hours.
fn spending(key: &Key) -> String {
    match (key.monthly, key.cost, key.length) {
        (Some(_), ..) => "Cost per month".to_owned(),
        (None, Some(_), Some(length)) => format!("Cost of {}", text::seconds(length)),
        (None, Some(_), None) => "Cost of the periods".to_owned(),
        (None, None, Some(length)) => format!("Replica-hours in {}", text::seconds(length)),
        (None, None, None) => "Replica-hours".to_owned(),
    }
}

/// How the period's cost, or its replica-hours, differ from before.
fn spent_on_period(now: &Key, before: &Key) -> Option<String> {
    match now.cost.zip(before.cost) {
        Some((now, before)) => text::difference(now, before, text::dollars),
        None => text::difference(now.hours, before.hours, hours),
    }
}

/// Of which bill it is a part; without one, what the policies save.
fn part_or_saved(key: &Key) -> String {
    match key.of_plan.filter(|_| key.monthly.is_some()) {
        Some(all) => format!("of {} for the plan", text::dollars(all)),
        None => saved(key),
    }
}

/// What the policies save against fleets that stay as sized.
fn saved(key: &Key) -> String {
    key.saving.map_or_else(|| "no comparison".to_owned(), |saving| text::against(saving, "static"))
}

fn hours(value: f64) -> String {
    format!("{} replica-hours", text::number(value))
}

/// A difference of two shares close to 1: `0.01 points`.
fn fine_points(fraction: f64) -> String {
    format!("{} points", text::significant(fraction * 100.0, 6))
}

fn days(value: f64) -> String {
    text::counted(value as u64, "day", "days")
}
