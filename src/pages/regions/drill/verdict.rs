//! What the drill came to: its sentences, and the numbers that matter.

use super::state::{DrillView, Drilled};
use crate::components::{Mark, Progress, WorkingTable, unbroken};
use crate::session::Session;
use headroom_core::base::explain::{Standing, Verdict};
use headroom_core::base::text;
use headroom_core::formulas::availability::Severity;
use headroom_core::plan::stated::withheld;
use headroom_core::studies::drill::{DrillAnswer, drill_verdict, drill_working};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// The sentences, the numbers and, folded away, the arithmetic.
#[component]
pub fn DrillVerdict() -> impl IntoView {
    let drill = DrillView::here();
    // What was assumed proves nothing.
    let waits_for = Session::here().answer(|service| service.waits_for.clone());
    let said = move |answer: &DrillAnswer| {
        let verdict = drill_verdict(answer);
        waits_for.get().flatten().map_or_else(|| verdict.clone(), |missing| withheld(&verdict, &missing))
    };
    let verdict = Memo::new(move |_| drill.drilled.with(|found| found.as_ref().map(|found| said(&found.answer))));
    let working =
        Memo::new(move |_| drill.drilled.with(|found| found.as_ref().map(|found| drill_working(&found.answer))));
    let before = Memo::new(move |_| {
        drill.drilled.with(|found| found.as_ref().and_then(|found| found.baseline.as_ref().map(drill_working)))
    });
    view! {
        <Progress state=drill.asked what="The regions run"/>
        <div class="drill-answer" aria-busy=move || drill.asked.is_under_way().to_string()>
            <div aria-live="polite">{move || verdict.get().map(sentences)}</div>
            {move || drill.drilled.get().map(|found| numbers(&found))}
            <Show when=move || verdict.with(Option::is_some)>
                <details class="drill-more" id="drill-working">
                    <summary>"How these numbers are computed"</summary>
                    <WorkingTable caption="The drill" working=working baseline=before/>
                </details>
            </Show>
        </div>
    }
}

fn sentences(verdict: Verdict) -> AnyView {
    let mut findings = verdict.findings.into_iter();
    let lead = findings.next().map(|finding| finding.sentence).unwrap_or_default();
    let standing: Standing = verdict.standing;
    let further = findings
        .map(|finding| view! { <li><Mark standing=finding.standing/><span>{unbroken(&finding.sentence)}</span></li> })
        .collect_view();
    view! {
        <p class="drill-verdict" id="drill-verdict"><Mark standing=standing/><span>{unbroken(&lead)}</span></p>
        <ul class="findings">{further}</ul>
    }
    .into_any()
}

type Show = fn(&DrillAnswer) -> String;

/// The numbers: what each is called, how it reads.
const NUMBERS: [(&str, Show); 6] = [
    ("Requests lost", |answer| count(answer.totals.lost)),
    ("Requests late", |answer| count(answer.totals.late)),
    ("SLO violation", |answer| text::seconds(answer.totals.outside)),
    ("Of the 30-day error budget", |answer| answer.budget_spent.map_or_else(|| "no budget".to_owned(), text::percent)),
    ("First page after", |answer| answer.first_alert(Severity::Page).map_or_else(|| "none".to_owned(), text::seconds)),
    ("Longest backlog", |answer| count(answer.totals.peak_backlog)),
];

/// Whole requests.
pub fn count(requests: f64) -> String {
    if requests < 0.5 { "none".to_owned() } else { text::si(requests.round()) }
}

fn numbers(found: &Arc<Drilled>) -> AnyView {
    let cells = NUMBERS
        .iter()
        .map(|(label, show)| {
            let value = show(&found.answer);
            let was = found.baseline.as_ref().map(show).filter(|was| *was != value);
            view! {
                <button type="button" class="stat" title="Show the calculation" on:click=open_working>
                    <span class="stat-label">{*label}</span>
                    <span class="stat-value">{value}</span>
                    <span class="stat-note">{was.map(|was| format!("baseline {was}"))}</span>
                </button>
            }
        })
        .collect_view();
    view! { <div class="drill-numbers">{cells}</div> }.into_any()
}

/// Opens the arithmetic and puts the focus there.
fn open_working(_: leptos::ev::MouseEvent) {
    let details = document().get_element_by_id("drill-working");
    if let Some(details) = details.and_then(|details| details.dyn_into::<web_sys::HtmlDetailsElement>().ok()) {
        details.set_open(true);
        let summary = details.query_selector("summary").ok().flatten();
        if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<web_sys::HtmlElement>().ok()) {
            // Fails only for an element that has left the page.
            let _ = summary.focus();
        }
    }
}
