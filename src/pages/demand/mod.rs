//! Demand: how much load comes, and when.

mod events;
mod import;
mod shape;

use crate::components::{NumberField, Segmented, Select, TextField, VerdictSentence, WorkingTable};
use crate::edit::Change;
use crate::pages::shared::YearChart;
use crate::plots;
use crate::session::Session;
use events::EventFields;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::name::Name;
use headroom_core::base::text;
use headroom_core::plan::scenario::ServiceKind;
use headroom_core::plan::scenario::demand::GrowthKind;
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
    let session = Session::here();
    let name = session.service_part(|service| service.name.to_string());
    let team = session.service_part(|service| service.team.to_string());
    let kind = session.service_part(|service| service.kind);
    let set_name = move |text: &str| {
        if text.is_empty() {
            return Err("A service must have a name".to_owned());
        }
        let name = Name::new(text).map_err(|error| error.to_string())?;
        session.edit_service(Change::Edit, |service| service.name = name);
        Ok(())
    };
    let set_team = move |text: &str| {
        let team = Name::new(text).map_err(|error| error.to_string())?;
        session.edit_service(Change::Edit, |service| service.team = team);
        Ok(())
    };
    view! {
        <fieldset>
            <legend>"Service"</legend>
            <TextField id="service-name" label="Name" value=name set=set_name/>
            <TextField id="service-team" label="Team" value=team set=set_team/>
            <Select id="service-kind" label="Kind" value=kind
                choices=vec![(ServiceKind::RealTime, "Real-time"), (ServiceKind::Batch, "Batch"), (ServiceKind::Llm, "LLM")]
                set=move |kind| session.edit_service(Change::Edit, |service| service.kind = kind)/>
        </fieldset>
    }
}

#[component]
fn LoadFields() -> impl IntoView {
    let session = Session::here();
    let demand = session.service_part(|service| service.demand.clone());
    let p95 = session.answer(|service| service.demand.p95);
    let gust = session.answer(|service| (service.demand.gust, service.demand.peak));
    let gust_hint = move || match gust.get() {
        Some((gust, peak)) if gust > peak => {
            format!("One interval in twenty at the peak exceeds {} requests/s.", text::si(gust))
        }
        _ => "How far the load strays from its shape.".to_owned(),
    };
    view! {
        <fieldset>
            <legend>"Load"</legend>
            <NumberField id="average-load" label="Average load" value=Signal::derive(move || demand.with(|demand| demand.average_load))
                set=move |change, value| session.edit_service(change, |service| service.demand.average_load = value)
                hint=Signal::derive(move || p95.get().map(|p95| format!("Above {} requests/s in one minute in twenty.", text::si(p95))).unwrap_or_default())/>
            <NumberField id="peak-to-average" label="Peak to average" slider=(1.0, 10.0) value=Signal::derive(move || demand.with(|demand| demand.peak_to_average))
                set=move |change, value| session.edit_service(change, |service| service.demand.peak_to_average = value)
                hint="Usual: 1.5-2 × in one region, 2-3 × across the world."/>
            <NumberField id="unevenness" label="Unevenness" slider=(0.0, 0.5) value=Signal::derive(move || demand.with(|demand| demand.unevenness))
                set=move |change, value| session.edit_service(change, |service| service.demand.unevenness = value)
                hint=Signal::derive(gust_hint)/>
            <NumberField id="growth" label="Growth" slider=(-0.1, 0.3) value=Signal::derive(move || demand.with(|demand| demand.growth.monthly))
                set=move |change, value| session.edit_service(change, |service| service.demand.growth.monthly = value)/>
            <Segmented id="growth-kind" label="Kind of growth" choices=vec![(GrowthKind::Compound, "Compound"), (GrowthKind::Linear, "Linear")]
                value=Signal::derive(move || Some(demand.with(|demand| demand.growth.kind)))
                set=move |kind| session.edit_service(Change::Edit, |service| service.demand.growth.kind = kind)/>
        </fieldset>
    }
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
