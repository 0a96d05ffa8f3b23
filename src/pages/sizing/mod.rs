//! Sizing: how many replicas, at what headroom, and until when.

mod answers;
mod headroom;
mod replica;

use crate::components::{VerdictSentence, WorkingTable};
use crate::pages::shared::YearChart;
use crate::session::Session;
use answers::{CapacityTable, EventNeeds, Levers};
use headroom::HeadroomFields;
use leptos::prelude::*;
use replica::{ReplicaFields, SloFields};

/// The page.
#[component]
pub fn SizingPage() -> impl IntoView {
    let session = Session::here();
    let verdict = session.answer(|service| service.sizing.verdict.clone());
    let working = session.answer(|service| service.sizing.working.clone());
    let baseline_working = session.baseline_answer(|service| service.sizing.working.clone());
    view! {
        <VerdictSentence lead=1 verdict=Signal::derive(move || verdict.get())/>
        <div class="columns">
            <form class="inputs" aria-label="What is stated about replicas" on:submit=|event| event.prevent_default()>
                <HeadroomFields/>
                <ReplicaFields/>
                <SloFields/>
            </form>
            <div class="answers">
                <YearChart/>
                <Levers/>
                <EventNeeds/>
                <CapacityTable/>
                <WorkingTable caption="Where the replicas come from" working=Signal::derive(move || working.get()) baseline=Signal::derive(move || baseline_working.get())/>
            </div>
        </div>
    }
}
