//! The trace that this browser keeps for the service, beside the model of the plan.

use super::figures::Figures;
use super::report::Report;
use super::state::{ImportState, Kept, Measured};
use super::words;
use crate::plots;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::trace::ProfileBasis;
use leptos::prelude::*;
use std::sync::Arc;

/// What is kept, if anything.
#[component]
pub fn KeptTrace(
    /// The import.
    state: ImportState,
) -> impl IntoView {
    let session = Session::here();
    let forget = move || {
        view! { <button type="button" id="import-forget" on:click=move |_| state.forget_kept(session)>"Forget the trace"</button> }
    };
    move || {
        match state.kept.get() {
        Kept::Unknown | Kept::None => ().into_any(),
        Kept::Opening => view! { <p class="import-line" role="status">"Opening the trace that this browser keeps …"</p> }.into_any(),
        Kept::Large(bytes) => view! {
            <div class="import-kept">
                <p class="import-line">{format!("This browser keeps the trace of this service: {}.", words::size(bytes))}</p>
                <div class="import-actions">
                    <button type="button" id="import-open" on:click=move |_| state.open_kept()>"Show it beside the model"</button>
                    {forget()}
                </div>
            </div>
        }
        .into_any(),
        Kept::Unreadable(why) => view! {
            <div class="import-kept">
                <p class="refusal" role="alert">{format!("The trace that this browser keeps cannot be read: {why}. It stays where it is.")}</p>
                <div class="import-actions">{forget()}</div>
            </div>
        }
        .into_any(),
        Kept::Open(measured) => view! {
            <div class="import-kept">
                <Shown measured/>
                <div class="import-actions">{forget()}</div>
            </div>
        }
        .into_any(),
    }
    }
}

/// The trace beside the model as it is now.
#[component]
fn Shown(measured: Arc<Measured>) -> impl IntoView {
    let session = Session::here();
    // A step longer than a day shows nothing of a week.
    let is_coarse = measured.statistics.profile_basis == ProfileBasis::TooCoarse;
    let week = session.answer(move |service| (!is_coarse).then(|| service.curve.week().clone()));
    let zoom = RwSignal::new(None);
    let chart = {
        let measured = Arc::clone(&measured);
        Memo::new(move |_| {
            let zoom = zoom.get();
            Some(Arc::new(week.with(|week| {
                plots::measured_against_model(&measured.trace, week.as_ref().and_then(Option::as_ref), zoom)
            })))
        })
    };
    let found = &measured.statistics;
    let line = format!(
        "{}, kept in this browser: {} points from {} to {}, with a step of {}.",
        measured.name,
        text::count(found.n_points as u64),
        found.start,
        found.end,
        found.step
    );
    let report = measured.report.clone().map(|report| view! { <Report report/> });
    view! {
        <crate::components::Figure chart zoom/>
        <p class="import-line">{line}</p>
        <details class="import-details">
            <summary>"Statistics of the trace"</summary>
            <Figures measured=Arc::clone(&measured)/>
            {report}
        </details>
    }
}
