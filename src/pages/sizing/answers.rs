//! The answers of sizing: the time to come, what would help, what events need, resources and utilization.

use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, RowKind, Table};
use crate::pages::shared::{Offer, Offers, Shown};
use crate::session::Session;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::explain::Standing;
use headroom_core::base::text;
use headroom_core::plan::evaluate::ServiceEvaluation;
use headroom_core::plan::regions::{RegionsPlan, Wait};
use headroom_core::plan::scenario::ReadyBy;
use headroom_core::plan::scenario::adjust::Lever;
use headroom_core::plan::sizing::{Binding, EventNeed, ReplicasForLatency};
use leptos::prelude::*;

/// What decides, and the smallest changes that would help.
#[component]
pub fn Levers() -> impl IntoView {
    let session = Session::here();
    let plan = session.answer(|service| (service.sizing.binding, service.sizing.levers.clone()));
    let standing = session.answer(|service| service.sizing.verdict.standing);
    let offers = Memo::new(move |_| {
        let (levers, scenario, id) = (plan.get().map(|(_, levers)| levers), session.scenario(), session.service_id());
        let offer = |lever: Lever| Offer::of(lever, &scenario, id);
        levers.into_iter().flatten().map(offer).collect::<Vec<_>>()
    });
    let binds = move || {
        plan.get().map(|(binding, _)| match binding {
            Binding::NoLoad => "Nothing: there is no load.",
            Binding::Headroom => "Throughput: the peak load and its headroom set the number of replicas.",
            Binding::Latency => {
                "Latency: the latency target sets the number of replicas; throughput alone would need fewer."
            }
        })
    };
    let shown = Signal::derive(move || Shown::Advice(standing.get().unwrap_or(Standing::Holds)));
    view! {
        <section class="levers" id="sizing-levers">
            <h2>"What limits this plan, and fixes"</h2>
            <p>{binds}</p>
            <Offers offers shown/>
        </section>
    }
}

/// What each event of the coming year needs and what is ordered for it, as a table.
fn event_needs(service: &ServiceEvaluation) -> Table {
    let ordered = |event: &EventNeed| match event.lot {
        0 if event.carried => Cell::from("none").with_note("within the headroom"),
        0 => Cell::from("none").toned(Standing::Fails),
        lot => {
            let [from, until] = [event.from, event.until].map(text::date_short);
            let when = if from == until { from } else { format!("{from}–{until}") };
            let cell = Cell::from(text::count(lot)).with_note(when);
            if event.held { cell } else { cell.toned(Standing::Fails) }
        }
    };
    let costs = |place: usize| service.cost.lots.iter().find(|lot| lot.place == place);
    let order = |(place, event): (usize, &EventNeed)| match event.lot {
        _ if event.late.is_some() && !event.held => {
            Cell::from(format!("{}, too late", text::date(event.order_by))).toned(Standing::Fails)
        }
        0 => Cell::from("nothing to order"),
        _ if event.ready == ReadyBy::Minutes => Cell::from("as its load rises"),
        _ if costs(place).is_none() => Cell::from("on-demand"),
        _ if event.order_in_days < 0 => Cell::from("on the first day"),
        _ => Cell::from(text::date(event.order_by)),
    };
    let cost = |(place, event): (usize, &EventNeed)| match costs(place) {
        Some(lot) => match lot.cost {
            Some(cost) => {
                Cell::from(text::quantity(cost, Dimension::Dollars)).with_note(lot.working().unwrap_or_default())
            }
            None => Cell::from("unknown"),
        },
        None if event.lot > 0 && event.held => Cell::from("as it scales"),
        None => Cell::from("none"),
    };
    let row = |(place, event): (usize, &EventNeed)| {
        Row::of([
            Cell::from(event.name.to_string()).with_note(text::date_short(event.day)),
            Cell::from(format!("{} requests/s", text::si(event.peak))),
            Cell::from(text::count(event.replicas)),
            Cell::from(text::count(event.extra)),
            ordered(event),
            order((place, event)).with_note(format!("must be there {}", event.ready.words())),
            cost((place, event)),
        ])
    };
    let columns = [
        Column::words("Event"),
        Column::number("Peak"),
        Column::number("Needed"),
        Column::number("Additional"),
        Column::number("Ordered"),
        Column::words("Order by"),
        Column::number("Cost"),
    ];
    let caption = "Capacity for events: needed and ordered";
    Table::new("event-needs", caption)
        .with_columns(columns)
        .with_rows(service.sizing.events.iter().enumerate().map(row))
}

/// What each event of the coming year needs.
#[component]
pub fn EventNeeds() -> impl IntoView {
    let session = Session::here();
    let table = session.answer(event_needs);
    let table = Memo::new(move |_| table.get().unwrap_or_default());
    view! { <Show when=move || table.with(|table| !table.rows.is_empty())><TableView table=table/></Show> }
}

/// One answer as a row: its name, and how it reads for a service.
type Answer = (&'static str, fn(&ServiceEvaluation) -> String);

const ANSWERS: &[Answer] = &[
    ("Replicas planned, all regions", |service| text::count(service.ledger.planned().needed())),
    ("Replicas, if all ran in one region", |service| text::count(service.alone.replicas)),
    ("Replicas that run all the time", |service| text::count(service.sizing.running)),
    ("Replicas for throughput", |service| text::count(service.sizing.replicas_for_throughput)),
    ("Replicas for the latency target", |service| match &service.sizing.replicas_for_latency {
        ReplicasForLatency::NotAsked => "no latency target".to_owned(),
        ReplicasForLatency::Needed(needed) => text::count(*needed),
        ReplicasForLatency::OutOfReach { fastest } => format!("unreachable: {} at best", text::seconds(*fastest)),
    }),
    ("Capacity of the running replicas", |service| format!("{} requests/s", text::number(service.sizing.capacity))),
    ("Utilization at average load", |service| {
        percent_or_none(service.sizing.utilization.map(|utilization| utilization.average))
    }),
    ("Utilization at weekly P95 load", |service| {
        percent_or_none(service.sizing.utilization.map(|utilization| utilization.p95))
    }),
    ("Utilization at peak", |service| percent_or_none(service.sizing.utilization.map(|utilization| utilization.peak))),
    ("Utilization at peak, spares lost", |service| {
        percent_or_none(service.sizing.utilization.map(|utilization| utilization.spares_lost))
    }),
    ("Latency at peak", |service| latency(service.sizing.latency.as_ref())),
    ("Service time variability", |service| match &service.sizing.latency {
        Some(latency) => latency.service_times(),
        None => "not applicable".to_owned(),
    }),
    ("Latency at peak, spares lost", |service| latency(service.sizing.latency_spares_lost.as_ref())),
    ("Latency at the user, all regions up", |service| {
        at_the_user(service, service.regions.as_deref().and_then(RegionsPlan::longest_response))
    }),
    ("Latency at the user, after the worst loss", |service| {
        at_the_user(service, service.regions.as_deref().and_then(RegionsPlan::longest_response_after_loss))
    }),
    ("Latency in a burst", |service| match &service.sizing.latency_in_burst {
        None if service.demand.burst > service.demand.peak => "over capacity".to_owned(),
        None => "no burst entered".to_owned(),
        answer => latency(answer.as_ref()),
    }),
    ("Requests that queue at peak", |service| {
        service.sizing.latency.as_ref().map_or("none".to_owned(), |latency| text::small_percent(latency.p_wait))
    }),
    ("vCPU, all planned", |service| text::number(service.ledger.resources.vcpus)),
    ("Memory, all planned", |service| format!("{} GiB", text::number(service.ledger.resources.memory))),
    ("GPUs, all planned", |service| text::count(service.ledger.resources.gpus)),
];

/// The longest wait with a round trip; without regions none is known.
fn at_the_user(service: &ServiceEvaluation, wait: Option<Wait<'_>>) -> String {
    match (service.regions.as_deref(), wait) {
        (None, _) => "no regions entered, no round trip counted".to_owned(),
        (Some(_), None) => "not applicable".to_owned(),
        (Some(plan), Some(wait)) => {
            let time = wait.seconds().map_or_else(|| "not served in time".to_owned(), text::seconds);
            format!("{time}, users in {}", plan.called(wait.users))
        }
    }
}

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
fn capacity(now: &ServiceEvaluation, before: Option<&ServiceEvaluation>) -> Table {
    let columns = [Column::words("Answer"), Column::number("Now")];
    let columns = columns.into_iter().chain(before.map(|_| Column::number("Baseline")));
    let row = |(name, read): &Answer| {
        let (now, was) = (read(now), before.map(read));
        let kind = if was.as_ref().is_some_and(|was| *was != now) { RowKind::Differs } else { RowKind::Plain };
        let cells = [Cell::from(*name), Cell::from(now)].into_iter().chain(was.map(|was| Cell::from(was).quiet()));
        Row { kind, ..Row::of(cells) }
    };
    let caption = match now.place() {
        Some(place) if now.places.len() > 1 => {
            format!("The fleet; where nothing else is said, in {}, the region with the least to spare", place.name)
        }
        Some(place) => format!("The fleet in {}", place.name),
        None => "The fleet".to_owned(),
    };
    Table::new("capacity", caption).with_columns(columns).with_rows(ANSWERS.iter().map(row))
}

/// Everything about the fleet in one table, beside the baseline.
#[component]
pub fn CapacityTable() -> impl IntoView {
    let session = Session::here();
    let table = Memo::new(move |_| {
        let (evaluation, before, id) = (session.evaluation(), session.baseline_evaluation(), session.service_id());
        let before = before.as_ref().and_then(|before| before.service(id));
        evaluation.service(id).map(|service| capacity(service, before)).unwrap_or_default()
    });
    view! { <TableView table=table/> }
}
