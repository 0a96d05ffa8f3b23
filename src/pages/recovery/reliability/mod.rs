//! Reliability: what is target, what the parts give, and what spends the budget.

mod alerts;
mod budget;
mod structure;

use crate::components::{Mark, Stat, WorkingTable};
use crate::session::Session;
use alerts::Alerts;
use budget::Budget;
use headroom_core::base::id::ServiceId;
use headroom_core::base::text;
use headroom_core::plan::answered::Answered;
use headroom_core::plan::evaluate::Evaluation;
use headroom_core::plan::reliability::ReliabilityPlan;
use leptos::prelude::*;
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
    let whole = Memo::new(move |_| {
        let reliability = &session.evaluation().reliability;
        (reliability.availability, reliability.is_lower_bound, reliability.services.len())
    });
    let whole_before = Memo::new(move |_| session.baseline_evaluation().map(|before| before.reliability.availability));
    let read = move |show: fn(&Answered<ReliabilityPlan>) -> String| {
        Signal::derive(move || plan.with(|plan| plan.as_ref().map(show).unwrap_or_default()))
    };
    let at_least = |is_bound: bool| if is_bound { "at least " } else { "" };
    let change = |now: f64, before: Option<f64>| {
        before
            .and_then(|before| text::difference(now, before, text::points))
            .map(|change| format!("{change} vs baseline"))
    };
    let given_note = Signal::derive(move || {
        let Some(plan) = plan.get() else { return String::new() };
        let before = before.with(|before| before.as_ref().map(|before| before.availability));
        change(plan.availability, before).unwrap_or_else(|| format!("{} by itself", text::percent(plan.own)))
    });
    let spent = read(|plan| plan.spent_in_words());
    let spent_note = Signal::derive(move || {
        let now = plan.with(|plan| plan.as_ref().and_then(|plan| plan.spent));
        let before = before.with(|before| before.as_ref().and_then(|before| before.spent));
        now.and_then(|now| change(now, before)).unwrap_or_else(|| "expected in 30 days".to_owned())
    });
    let whole_value = Signal::derive(move || {
        let (availability, is_bound, _) = whole.get();
        format!("{}{}", at_least(is_bound), text::percent(availability))
    });
    let whole_note = Signal::derive(move || {
        let (availability, _, n) = whole.get();
        change(availability, whole_before.get()).unwrap_or_else(|| text::counted(n as u64, "service", "services"))
    });
    let findings = move || {
        let findings = plan.get().map(|plan| plan.verdict.findings).unwrap_or_default();
        findings
            .into_iter()
            .map(|finding| view! { <li><Mark standing=finding.standing/><span>{finding.sentence}</span></li> })
            .collect_view()
    };
    let working = Signal::derive(move || plan.get().map(|plan| plan.working));
    let baseline = Signal::derive(move || before.get().map(|plan| plan.working));
    view! {
        <section class="reliability" aria-labelledby="reliability-heading">
            <h2 id="reliability-heading">"Reliability"</h2>
            <ul class="findings" id="reliability-findings">{findings}</ul>
            <div class="comparison-key">
                <Stat label="Availability target" topic="reliability" value=read(|plan| text::percent(plan.target)) note=Signal::stored("of requests, by the SLO".to_owned())/>
                <Stat label="Availability" topic="reliability" value=read(|plan| format!("{}{}", if plan.is_lower_bound { "at least " } else { "" }, text::percent(plan.availability))) note=given_note/>
                <Stat label="Error budget spent" topic="reliability" value=spent note=spent_note/>
                <Stat label="All services up together" topic="reliability" value=whole_value note=whole_note/>
            </div>
            <StandsOn plan=plan before=before/>
            <Budget plan=plan/>
            <Alerts/>
            <WorkingTable caption="Composite availability" working=working baseline=baseline/>
        </section>
    }
}
