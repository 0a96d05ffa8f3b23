//! Regions: how much stands where, and which loss is survived?

mod drill;

use crate::components::{VerdictSentence, WorkingTable};
use crate::session::Session;
use drill::DrillSection;
use leptos::prelude::*;

/// The page.
#[component]
pub fn RegionsPage() -> impl IntoView {
    let session = Session::here();
    let verdict = session.answer(|service| service.regions.as_ref().map(|plan| plan.verdict.clone()));
    let working = session.answer(|service| service.regions.as_ref().map(|plan| plan.working.clone()));
    let baseline_working = session.baseline_answer(|service| service.regions.as_ref().map(|plan| plan.working.clone()));
    view! {
        <VerdictSentence lead=1 verdict=Signal::derive(move || verdict.get().flatten())/>
        <DrillSection/>
        <WorkingTable caption="What the loss of a region takes" working=Signal::derive(move || working.get().flatten()) baseline=Signal::derive(move || baseline_working.get().flatten())/>
    }
}
