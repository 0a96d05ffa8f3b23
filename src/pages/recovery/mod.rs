//! Recovery: how soon does it come back, what does each tier cost, and what is promised?

use crate::components::{VerdictSentence, WorkingTable};
use crate::session::Session;
use leptos::prelude::*;

/// The page.
#[component]
pub fn RecoveryPage() -> impl IntoView {
    let session = Session::here();
    let verdict = session.answer(|service| service.recovery.verdict.clone());
    let working = session.answer(|service| service.recovery.working.clone());
    let baseline_working = session.baseline_answer(|service| service.recovery.working.clone());
    view! {
        <VerdictSentence lead=1 verdict=Signal::derive(move || verdict.get())/>
        <WorkingTable caption="How it comes back" working=Signal::derive(move || working.get()) baseline=Signal::derive(move || baseline_working.get())/>
    }
}
