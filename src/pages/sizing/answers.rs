//! The answers of sizing: the time to come, what would help, what events need, resources and utilization.

use crate::edit::Change;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::plan::evaluate::ServiceEvaluation;
use headroom_core::plan::sizing::{Binding, ReplicasForLatency};
use leptos::prelude::*;

/// What decides, and the smallest changes that would help.
#[component]
pub fn Levers() -> impl IntoView {
    let session = Session::here();
    let plan = session.answer(|service| (service.sizing.binding, service.sizing.levers.clone()));
    let binds = move || {
        plan.get().map(|(binding, _)| match binding {
            Binding::NoLoad => "Nothing binds: there is no load.",
            Binding::Headroom => "The peak and its headroom decide how many replicas there are.",
            Binding::Latency => {
                "The latency objective decides how many replicas there are: the throughput alone would need fewer."
            }
        })
    };
    let rows = move || {
        let levers = plan.get().map(|(_, levers)| levers).unwrap_or_default();
        levers
            .into_iter()
            .map(|lever| {
                let adjustment = lever.adjustment;
                let label = format!("Try it: {}", lever.change);
                let try_it = move |_| {
                    session.edit_service(Change::Edit, |service| adjustment.apply_to(service));
                };
                view! {
                    <li>
                        <span><b>{lever.change}</b>": " {lever.effect} "."</span>
                        <button type="button" class="small" aria-label=label title="Try it; undo takes it back" on:click=try_it>"Try it"</button>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <section class="levers">
            <h2>"What binds, and what would help"</h2>
            <p>{binds}</p>
            <ul>{rows}</ul>
        </section>
    }
}

/// What each event of the coming year needs.
#[component]
pub fn EventNeeds() -> impl IntoView {
    let session = Session::here();
    let events = session.answer(|service| service.sizing.events.clone());
    let rows = move || {
        events
            .get()
            .unwrap_or_default()
            .into_iter()
            .map(|event| {
                let verdict = if event.carried {
                    "within the headroom".to_owned()
                } else {
                    format!("order by {}", text::date(event.order_by))
                };
                let late = event.order_in_days < 0 && !event.carried;
                view! {
                    <tr>
                        <th scope="row">{event.name}</th>
                        <td>{text::date(event.day)}</td>
                        <td class="value">{text::si(event.peak)} " requests/s"</td>
                        <td class="value">{text::count(event.replicas)}</td>
                        <td class="value">{text::count(event.extra)}</td>
                        <td class:fails=late>{verdict}{late.then_some(", too late")}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    view! {
        <Show when=move || events.with(|events| events.as_ref().is_some_and(|events| !events.is_empty()))>
            <div class="scroll-x" tabindex="0" role="region" aria-label="Table">
                <table>
                    <caption>"What events need, at the same headroom"</caption>
                    <thead><tr>
                        <th scope="col">"Event"</th><th scope="col">"Begins"</th><th scope="col" class="value">"Peak"</th>
                        <th scope="col" class="value">"Replicas"</th><th scope="col" class="value">"More than now"</th><th scope="col">"Order"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </Show>
    }
}

/// One answer as a row: its name, and how it reads for a service.
type Row = (&'static str, fn(&ServiceEvaluation) -> String);

const ROWS: &[Row] = &[
    ("Replicas in all", |service| text::count(service.sizing.replicas)),
    ("Replicas for the throughput", |service| text::count(service.sizing.replicas_for_throughput)),
    ("Replicas for the latency objective", |service| match &service.sizing.replicas_for_latency {
        ReplicasForLatency::NotAsked => "no latency promised".to_owned(),
        ReplicasForLatency::Needed(needed) => text::count(*needed),
        ReplicasForLatency::OutOfReach { fastest } => format!("out of reach: {} at best", text::seconds(*fastest)),
    }),
    ("As the published planner prints it", |service| text::number(service.sizing.as_printed as f64)),
    ("Capacity of all replicas", |service| format!("{} requests/s", text::number(service.sizing.capacity))),
    ("Utilization at the average load", |service| {
        percent_or_none(service.sizing.utilization.map(|utilization| utilization.average))
    }),
    ("Utilization at P95 of the week", |service| {
        percent_or_none(service.sizing.utilization.map(|utilization| utilization.p95))
    }),
    ("Utilization at the peak", |service| {
        percent_or_none(service.sizing.utilization.map(|utilization| utilization.peak))
    }),
    ("Utilization at the peak, spares lost", |service| {
        percent_or_none(service.sizing.utilization.map(|utilization| utilization.spares_lost))
    }),
    ("Latency at the peak", |service| latency(service.sizing.latency.as_ref())),
    ("Latency at the peak, spares lost", |service| latency(service.sizing.latency_spares_lost.as_ref())),
    ("Latency in a gust", |service| match &service.sizing.latency_in_gust {
        None if service.demand.gust > service.demand.peak => "more than the fleet carries".to_owned(),
        None => "no gusts are stated".to_owned(),
        answer => latency(answer.as_ref()),
    }),
    ("Requests that wait at the peak", |service| {
        percent_or_none(service.sizing.latency.as_ref().map(|latency| latency.p_wait))
    }),
    ("CPU", |service| format!("{} vCPU", text::number(service.sizing.resources.vcpus))),
    ("Memory", |service| format!("{} GiB", text::number(service.sizing.resources.memory))),
    ("Accelerators", |service| text::count(service.sizing.resources.gpus)),
];

fn percent_or_none(fraction: Option<f64>) -> String {
    fraction.map_or_else(|| "none".to_owned(), text::percent)
}

fn latency(answer: Option<&headroom_core::plan::sizing::LatencyAnswer>) -> String {
    answer.map_or_else(
        || "not applicable".to_owned(),
        |latency| {
            format!(
                "P{} {}, mean {}",
                text::significant(latency.percentile * 100.0, 6),
                text::seconds(latency.at_percentile),
                text::seconds(latency.mean)
            )
        },
    )
}

/// Everything about the fleet in one table, beside the baseline.
#[component]
pub fn CapacityTable() -> impl IntoView {
    let session = Session::here();
    let now = session.answer(|service| ROWS.iter().map(|(_, read)| read(service)).collect::<Vec<_>>());
    let before = session.baseline_answer(|service| ROWS.iter().map(|(_, read)| read(service)).collect::<Vec<_>>());
    let pinned = move || before.with(Option::is_some);
    let rows = move || {
        let (now, before) = (now.get().unwrap_or_default(), before.get());
        ROWS.iter()
            .enumerate()
            .map(|(place, (name, _))| {
                let value = now.get(place).cloned().unwrap_or_default();
                let was = before.as_ref().map(|before| before.get(place).cloned().unwrap_or_default());
                let differs = was.as_ref().is_some_and(|was| *was != value);
                view! {
                    <tr class:differs=differs><th scope="row">{*name}</th><td class="value">{value}</td>{was.map(|was| view! { <td class="value was">{was}</td> })}</tr>
                }
            })
            .collect_view()
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label="Table">
            <table id="capacity">
                <caption>"The fleet"</caption>
                <thead><tr><th scope="col">"Answer"</th><th scope="col" class="value">"Now"</th>{move || pinned().then(|| view! { <th scope="col" class="value">"Baseline"</th> })}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
