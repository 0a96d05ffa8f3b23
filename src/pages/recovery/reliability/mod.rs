//! Reliability: what is target, what the parts give, and what spends the budget.

mod alerts;
mod budget;
mod shown;
mod structure;

use crate::components::{Mark, Stat, WorkingTable};
use crate::session::Session;
use alerts::Alerts;
use budget::Budget;
use headroom_core::base::explain::Finding;
use headroom_core::base::id::ServiceId;
use headroom_core::plan::answered::Answered;
use headroom_core::plan::evaluate::Evaluation;
use headroom_core::plan::reliability::ReliabilityPlan;
use leptos::prelude::*;
use shown::Shown;
use structure::StandsOn;

/// The selected service's answers.
fn answer() -> Memo<Option<Answered<ReliabilityPlan>>> {
    let session = Session::here();
    let of = |evaluation: &Evaluation, id: ServiceId| evaluation.reliability.service(id).cloned();
    Memo::new(move |_| of(&session.evaluation(), session.service_id()))
}

/// The same in the baseline.
fn baseline_answer() -> Memo<Option<Answered<ReliabilityPlan>>> {
    let session = Session::here();
    Memo::new(move |_| session.baseline_evaluation()?.reliability.service(session.service_id()).cloned())
}

/// The section.
#[component]
pub fn Reliability() -> impl IntoView {
    let session = Session::here();
    let (plan, before) = (answer(), baseline_answer());
    let shown = Memo::new(move |_| {
        let before = session.baseline_evaluation();
        Shown::of(
            &session.evaluation().reliability,
            before.as_deref().map(|before| &before.reliability),
            session.service_id(),
        )
    });
    let text = move |read: fn(&Shown) -> &String| Signal::derive(move || shown.with(|shown| read(shown).clone()));
    let findings = move || {
        let line =
            |finding: Finding| view! { <li><Mark standing=finding.standing/><span>{finding.sentence}</span></li> };
        shown.with(|shown| shown.findings.clone()).into_iter().map(line).collect_view()
    };
    let working = Signal::derive(move || shown.with(|shown| shown.working.clone()));
    let baseline = Signal::derive(move || shown.with(|shown| shown.baseline.clone()));
    view! {
        <section class="reliability" aria-labelledby="reliability-heading">
            <h2 id="reliability-heading">"Reliability"</h2>
            <ul class="findings" id="reliability-findings">{findings}</ul>
            <div class="comparison-key">
                <Stat label="Availability target" topic="reliability" value=text(|shown| &shown.target) note=Signal::stored("of requests, by the SLO".to_owned())/>
                <Stat label="Availability" topic="reliability" value=text(|shown| &shown.availability) note=text(|shown| &shown.availability_note)/>
                <Stat label="Error budget spent" topic="reliability" value=text(|shown| &shown.spent) note=text(|shown| &shown.spent_note)/>
                <Stat label="All services up together" topic="reliability" value=text(|shown| &shown.together) note=text(|shown| &shown.together_note)/>
            </div>
            <StandsOn plan=plan before=before/>
            <Budget plan=plan/>
            <Alerts/>
            <WorkingTable caption="Composite availability" working=working baseline=baseline/>
        </section>
    }
}
