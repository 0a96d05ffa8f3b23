//! Longer runs: a year, or an imported trace, in the worker.

use super::study::{Length, Study};
use crate::components::{Segmented, Select};
use headroom_core::base::text;
use leptos::prelude::*;

const STEPS: [(f64, &str); 7] =
    [(1.0, "1 s"), (5.0, "5 s"), (15.0, "15 s"), (60.0, "1 min"), (300.0, "5 min"), (900.0, "15 min"), (3600.0, "1 h")];

/// What to run over, how far the run is, and what is shown now.
#[component]
pub fn LongRun() -> impl IntoView {
    let study = Study::here();
    let choose = move |length| {
        study.length.set(length);
        if length == Length::Period {
            study.close();
        }
    };
    let explained = move || match study.length.get() {
        Length::Period => None,
        Length::Year => Some("The year from the plan's start, minute by minute, with growth and events."),
        Length::Trace => {
            Some("The trace that this browser keeps for this service, value for value, instead of the model of it.")
        }
    };
    let step = move || {
        (study.length.get() == Length::Trace).then(|| {
            view! {
                <Select id="run-step" label="Step" choices=STEPS.to_vec() value=study.trace_step
                    set=move |step| study.trace_step.set(step)/>
            }
        })
    };
    let is_asked = Memo::new(move |_| study.length.get() != Length::Period);
    let is_running = Memo::new(move |_| study.state.is_under_way());
    let done = move || study.state.fraction.get().unwrap_or(0.0);
    let action = move || {
        if is_running.get() {
            view! {
                <div class="long-run-progress">
                    <progress max="1" aria-label="Share of the run that is done" prop:value=done></progress>
                    <span id="run-progress">{move || format!("{} done", text::percent((done() * 100.0).floor() / 100.0))}</span>
                    <button type="button" id="run-cancel" on:click=move |_| study.cancel()>"Cancel"</button>
                </div>
            }
            .into_any()
        } else {
            view! { <button type="button" class="primary" id="run-start" on:click=move |_| study.run()>"Run it"</button> }
                .into_any()
        }
    };
    let refused = move || {
        let why = study.state.trouble.get()?;
        Some(view! { <p class="refusal" role="alert">{text::capitalised(&why)} "."</p> })
    };
    let about = Memo::new(move |_| study.shown.with(|shown| shown.about.clone()));
    let shown = move || {
        let about = about.get()?;
        let again = move || {
            if is_running.get() {
                " Running again after the edit; until then this is the plan before it."
            } else {
                " It follows every edit."
            }
        };
        let verdict = about.all.verdict.findings.into_iter().next().map(|finding| format!(" {}", finding.sentence));
        Some(view! {
            <div class="long-run-shown">
                <p id="run-about">"This is " {about.name} ": " {about.sentence} {verdict} {again}</p>
                <button type="button" id="run-close" on:click=move |_| study.close()>"Back to the entered period"</button>
            </div>
        })
    };
    view! {
        <div class="long-run">
            <div class="long-run-choice">
                <span class="long-run-label" aria-hidden="true">"Run over"</span>
                <Segmented id="run-over" label="Run over"
                    choices=vec![(Length::Period, "Entered period"), (Length::Year, "Year"), (Length::Trace, "Imported trace")]
                    value=Signal::derive(move || Some(study.length.get())) set=choose/>
                {step}
                {move || is_asked.get().then(action)}
            </div>
            {move || explained().map(|words| view! { <p class="hint">{words}</p> })}
            {refused}
            <div role="status">{shown}</div>
        </div>
    }
}
