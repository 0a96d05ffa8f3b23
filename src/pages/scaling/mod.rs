//! Scaling: will the policy hold on this very load, at what cost, and what breaks it?

mod answers;
mod by_region;
mod dry_run;
pub(super) mod explore;
pub mod fields;
pub(super) mod inputs;
mod load;
mod policies;
mod timeline;
mod view;

use crate::components::{VerdictSentence, WorkingTable};
use crate::session::Session;
use answers::{Breaches, Comparison, SpendSplit};
use by_region::ByRegion;
use dry_run::DryRun;
use explore::Explore;
use inputs::{FleetFields, OverrideFields, PeriodFields, SignalFields, WorkFields};
use leptos::prelude::*;
use load::LoadLine;
use policies::PolicyFields;
use timeline::{Study, Timeline};
use view::ScalingView;

/// The page.
#[component]
pub fn ScalingPage() -> impl IntoView {
    let session = Session::here();
    let page = ScalingView::new(session);
    provide_context(page);
    let study = Study::new(session, page);
    provide_context(study);
    let verdict = session.answer(|service| service.scaling.verdict.clone());
    let working = session.answer(|service| service.scaling.working.clone());
    let baseline_working = session.baseline_answer(|service| service.scaling.working.clone());
    // On a trace that was run, what is said of the active policy is said of its run there.
    let verdict = Memo::new(move |_| {
        let on_other = study.shown.with(|shown| shown.about.as_ref().map(|about| about.all.verdict.clone()));
        on_other.or_else(|| verdict.get())
    });
    let working = Memo::new(move |_| {
        let on_other = study.shown.with(|shown| shown.about.as_ref().map(|about| about.all.working.clone()));
        on_other.or_else(|| working.get())
    });
    let baseline_working = Memo::new(move |_| baseline_working.get().filter(|_| !study.is_long()));
    view! {
        <LoadLine/>
        <VerdictSentence lead=1 verdict=Signal::derive(move || verdict.get())/>
        <div class="columns">
            <form class="inputs" aria-label="Scaling inputs" on:submit=|event| event.prevent_default()>
                <PolicyFields/>
                <PeriodFields/>
                <FleetFields/>
                <WorkFields/>
                <SignalFields/>
                <OverrideFields/>
            </form>
            <div class="answers">
                <ByRegion/>
                <Comparison/>
                <Timeline/>
                <Breaches/>
                <SpendSplit/>
                <Explore/>
                <DryRun/>
                <WorkingTable caption="How the active policy performed" working=Signal::derive(move || working.get()) baseline=Signal::derive(move || baseline_working.get())/>
            </div>
        </div>
    }
}
