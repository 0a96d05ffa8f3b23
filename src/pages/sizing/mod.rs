//! Sizing: how many replicas, at what headroom, and until when.

mod answers;
mod by_region;
pub mod fields;
mod limits;

use crate::components::form::{FieldSet, fields};
use crate::components::{VerdictSentence, WorkingTable};
use crate::pages::shared::{FleetTable, YearChart};
use crate::session::Session;
use answers::{CapacityTable, EventNeeds, Levers};
use by_region::ByRegion;
use fields::{HEADROOM, REPLICA, SLO};
use headroom_core::plan::evaluate::ServiceEvaluation;
use leptos::prelude::*;
use limits::{LimitFields, LimitUses};

/// The page.
#[component]
pub fn SizingPage() -> impl IntoView {
    let session = Session::here();
    let verdict = session.answer(|service| service.sizing.verdict.clone());
    let working = session.answer(|service| service.sizing.working.clone());
    let baseline_working = session.baseline_answer(|service| service.sizing.working.clone());
    let place = session.answer(|service| service.place().map(|place| place.name.clone()));
    let caption = Signal::derive(move || match place.get().flatten() {
        Some(name) => format!("How the replicas in {name} are computed"),
        None => "How the replicas are computed".to_owned(),
    });
    let sizing = session.selected_part(|service| &service.sizing, |service| &mut service.sizing);
    let replica = session.selected_part(|service| &service.sizing.replica, |service| &mut service.sizing.replica);
    let slo = session.selected_part(|service| &service.sizing.slo, |service| &mut service.sizing.slo);
    view! {
        <VerdictSentence lead=1 verdict=Signal::derive(move || verdict.get())/>
        <div class="columns">
            <form class="inputs" aria-label="Replica inputs" on:submit=|event| event.prevent_default()>
                <FieldSet title="Headroom">{fields(sizing, HEADROOM)}</FieldSet>
                <FieldSet title="One replica">{fields(replica, REPLICA)}</FieldSet>
                <FieldSet title="Objective (SLO)">{fields(slo, SLO)}</FieldSet>
                <LimitFields/>
            </form>
            <div class="answers">
                <YearChart read=ServiceEvaluation::sized/>
                <Levers/>
                <ByRegion/>
                <LimitUses/>
                <EventNeeds/>
                <FleetTable/>
                <CapacityTable/>
                <WorkingTable caption=caption working=Signal::derive(move || working.get()) baseline=Signal::derive(move || baseline_working.get())/>
            </div>
        </div>
    }
}
