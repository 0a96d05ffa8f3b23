//! Demand: how much load comes, and when.

mod events;
pub mod fields;
mod import;
mod shape;

use self::fields::{LOAD, SERVICE, WORK};
use crate::components::form::{FieldSet, fields, fields_with, while_stated};
use crate::components::table::{Column, Row, Table};
use crate::components::{TableView, VerdictSentence, WorkingTable};
use crate::pages::shared::YearChart;
use crate::plots;
use crate::session::Session;
use events::EventFields;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::explain::Standing;
use headroom_core::base::text;
use headroom_core::plan::answered::Answered;
use headroom_core::plan::demand::{DemandPlan, EventPeak};
use headroom_core::plan::evaluate::ServiceEvaluation;
use import::ImportPanel;
use jiff::civil::DateTime;
use leptos::prelude::*;
use shape::ShapeFields;
use std::sync::Arc;

/// The page.
#[component]
pub fn DemandPage() -> impl IntoView {
    let session = Session::here();
    let verdict = session.answer(|service| service.demand.verdict.clone());
    let working = session.answer(|service| service.demand.working.clone());
    let baseline_working = session.baseline_answer(|service| service.demand.working.clone());
    let now = session.service_answers();
    let before = session.baseline_service_answers();
    let measured = session.service_part(|service| service.demand.measured.clone());
    let day = Memo::new(move |_| {
        now.with(|now| {
            now.as_ref().map(|now| {
                Arc::new(before.with(|before| {
                    plots::usual_day(now.of_all_users(), before.as_deref().map(ServiceEvaluation::of_all_users))
                }))
            })
        })
    });
    let week = Memo::new(move |_| {
        now.with(|now| {
            now.as_ref().map(|now| {
                Arc::new(measured.with(|measured| {
                    before.with(|before| {
                        plots::usual_week(
                            now.of_all_users(),
                            measured.as_ref(),
                            before.as_deref().map(ServiceEvaluation::of_all_users),
                        )
                    })
                }))
            })
        })
    });
    let ghost = Memo::new(move |_| {
        before.with(|before| before.as_ref().map(|before| plots::load_duration_ghost(before.of_all_users())))
    });
    let duration = Memo::new(move |_| {
        now.with(|now| {
            now.as_ref()
                .map(|now| Arc::new(ghost.with(|ghost| plots::load_duration(now.of_all_users(), ghost.as_ref()))))
        })
    });
    view! {
        <VerdictSentence lead=1 verdict=Signal::derive(move || verdict.get())/>
        <div class="columns">
            <form class="inputs" aria-label="Demand inputs" on:submit=|event| event.prevent_default()>
                <ServiceFields/>
                <LoadFields/>
                <ShapeFields/>
                <EventFields/>
            </form>
            <div class="answers">
                <YearChart read=ServiceEvaluation::of_all_users/>
                <crate::components::Figure chart=week/>
                <crate::components::Figure chart=day/>
                <ImportPanel/>
                <EventTable/>
                <crate::components::Figure chart=duration/>
                <WorkingTable caption="How the load is computed" working=Signal::derive(move || working.get()) baseline=Signal::derive(move || baseline_working.get())/>
            </div>
        </div>
    }
}

#[component]
fn ServiceFields() -> impl IntoView {
    let service = Session::here().selected_part(|service| service, |service| service);
    view! { <FieldSet title="Service">{fields(service, SERVICE)}</FieldSet> }
}

/// What stands below the fields of the load.
#[derive(Clone, Debug, PartialEq)]
struct LoadNotes {
    average: String,
    bursts: String,
}

impl LoadNotes {
    fn of(demand: &Answered<DemandPlan>) -> Self {
        let assumed = if demand.verdict.standing == Standing::Unknown { "Assumed; enter yours. " } else { "" };
        let [p95, burst] = [demand.p95, demand.burst].map(text::si);
        let bursts = format!("One interval in twenty at the peak exceeds {burst} requests/s.");
        Self {
            average: format!("{assumed}Above {p95} requests/s in one minute in twenty."),
            bursts: if demand.burst > demand.peak { bursts } else { String::new() },
        }
    }
}

#[component]
fn LoadFields() -> impl IntoView {
    let session = Session::here();
    let demand = session.selected_part(|service| &service.demand, |service| &mut service.demand);
    let notes = session.answer(|service| LoadNotes::of(&service.demand));
    let note = move |read: fn(&LoadNotes) -> &String| {
        Signal::derive(move || notes.with(|notes| notes.as_ref().map(read).cloned().unwrap_or_default()))
    };
    let (average, strays) = (note(|notes| &notes.average), note(|notes| &notes.bursts));
    let work = while_stated(
        demand,
        |demand| demand.work.as_ref(),
        |demand| demand.work.as_mut(),
        |work| fields(work, WORK).into_any(),
    );
    view! { <FieldSet title="Load">{work}{fields_with(demand, LOAD, &[("average-load", average), ("variability", strays)])}</FieldSet> }
}

/// The events of the coming year: when, how high.
fn events(events: &[EventPeak]) -> Table {
    let row = |event: &EventPeak| {
        let moment = |at: DateTime| {
            let hour = f64::from(at.hour()) + f64::from(at.minute()) / 60.0;
            format!("{}, {}", text::date_short(at.date()), text::time_of_day(hour))
        };
        Row::of([
            event.name.to_string(),
            text::date_short(event.day),
            moment(event.rises),
            text::quantity(event.peak, Dimension::Rate),
            text::quantity(event.over_usual, Dimension::Times),
            text::quantity(event.over_average, Dimension::Times),
            moment(event.peak_at),
        ])
    };
    let columns = [
        Column::words("Event"),
        Column::words("Day"),
        Column::words("Rises from"),
        Column::number("Peak"),
        Column::number("vs usual peak"),
        Column::number("vs average"),
        Column::words("Peaks at"),
    ];
    Table::new("year-events", "Events of the coming year").with_columns(columns).with_rows(events.iter().map(row))
}

#[component]
fn EventTable() -> impl IntoView {
    let session = Session::here();
    let found = session.answer(|service| service.demand.events.clone());
    let table = Memo::new(move |_| found.with(|found| events(found.as_deref().unwrap_or_default())));
    view! { <Show when=move || table.with(|table| !table.rows.is_empty())><TableView table=table/></Show> }
}
