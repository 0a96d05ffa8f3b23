//! Demand: how much load comes, and when.

mod events;
pub mod fields;
mod import;
mod shape;

use self::fields::{LOAD, SERVICE};
use crate::components::form::{FieldSet, fields, fields_with};
use crate::components::{VerdictSentence, WorkingTable};
use crate::pages::shared::YearChart;
use crate::plots;
use crate::session::Session;
use events::EventFields;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use import::ImportPanel;
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
    let now = session.answer(Clone::clone);
    let before = session.baseline_answer(Clone::clone);
    let measured = session.service_part(|service| service.demand.measured.clone());
    let day = Memo::new(move |_| {
        now.with(|now| now.as_ref().map(|now| Arc::new(before.with(|before| plots::usual_day(now, before.as_ref())))))
    });
    let week =
        Memo::new(move |_| {
            now.with(|now| {
                now.as_ref().map(|now| {
                    Arc::new(measured.with(|measured| {
                        before.with(|before| plots::usual_week(now, measured.as_ref(), before.as_ref()))
                    }))
                })
            })
        });
    let ghost = Memo::new(move |_| before.with(|before| before.as_ref().map(plots::load_duration_ghost)));
    let duration = Memo::new(move |_| {
        now.with(|now| now.as_ref().map(|now| Arc::new(ghost.with(|ghost| plots::load_duration(now, ghost.as_ref())))))
    });
    view! {
        <VerdictSentence lead=1 verdict=Signal::derive(move || verdict.get())/>
        <div class="columns">
            <form class="inputs" aria-label="What is stated about demand" on:submit=|event| event.prevent_default()>
                <ServiceFields/>
                <LoadFields/>
                <ShapeFields/>
                <EventFields/>
            </form>
            <div class="answers">
                <YearChart/>
                <crate::components::Figure chart=week/>
                <crate::components::Figure chart=day/>
                <ImportPanel/>
                <EventTable/>
                <crate::components::Figure chart=duration/>
                <WorkingTable caption="Where the load comes from" working=Signal::derive(move || working.get()) baseline=Signal::derive(move || baseline_working.get())/>
            </div>
        </div>
    }
}

#[component]
fn ServiceFields() -> impl IntoView {
    let service = Session::here().selected_part(|service| service, |service| service);
    view! { <FieldSet title="Service">{fields(service, SERVICE)}</FieldSet> }
}

#[component]
fn LoadFields() -> impl IntoView {
    let session = Session::here();
    let demand = session.selected_part(|service| &service.demand, |service| &mut service.demand);
    let answers = session.answer(|service| (service.demand.p95, service.demand.gust, service.demand.peak));
    let average = Signal::derive(move || match answers.get() {
        Some((p95, ..)) => format!("Above {} requests/s in one minute in twenty.", text::si(p95)),
        None => String::new(),
    });
    let strays = Signal::derive(move || match answers.get() {
        Some((_, gust, peak)) if gust > peak => {
            format!("One interval in twenty at the peak exceeds {} requests/s.", text::si(gust))
        }
        _ => String::new(),
    });
    view! { <FieldSet title="Load">{fields_with(demand, LOAD, &[("average-load", average), ("unevenness", strays)])}</FieldSet> }
}

/// The events of the coming year as answers: when, how high.
#[component]
fn EventTable() -> impl IntoView {
    let session = Session::here();
    let events = session.answer(|service| service.demand.events.clone());
    let rows = move || {
        events
            .get()
            .unwrap_or_default()
            .into_iter()
            .map(|event| {
                view! {
                    <tr>
                        <th scope="row">{event.name}</th>
                        <td>{text::date(event.day)}</td>
                        <td class="value">{text::quantity(event.peak, Dimension::Rate)}</td>
                        <td class="value">{text::quantity(event.over_usual, Dimension::Times)}</td>
                        <td>{format!("{}, {}", text::date(event.peak_at.date()), text::time_of_day(f64::from(event.peak_at.hour()) + f64::from(event.peak_at.minute()) / 60.0))}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    view! {
        <Show when=move || events.with(|events| events.as_ref().is_some_and(|events| !events.is_empty()))>
            <div class="scroll-x" tabindex="0" role="region" aria-label="Table">
                <table>
                    <caption>"Events of the coming year"</caption>
                    <thead><tr><th scope="col">"Event"</th><th scope="col">"Begins"</th><th scope="col" class="value">"Peak"</th><th scope="col" class="value">"Over the usual peak"</th><th scope="col">"Highest"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </Show>
    }
}
