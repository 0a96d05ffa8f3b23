//! Import of a measured trace: dropped, chosen or pasted, looked at, corrected, read, used.

mod csv_fields;
mod edits;
mod figures;
mod intake;
mod keeping;
mod kept;
mod outcome;
mod preview;
mod report;
mod state;
mod words;

use crate::session::Session;
use crate::session::traces::TraceKey;
use crate::worker::protocol::Partial;
use headroom_core::base::text;
use intake::{Intake, PasteField, on_drop_of, on_paste_of};
use kept::KeptTrace;
use leptos::ev;
use leptos::html::H2;
use leptos::prelude::*;
use outcome::Outcome;
use preview::Preview;
use state::{ImportState, Phase};

/// The panel: what can be imported, and everything on the way from a file to a plan.
#[component]
pub fn ImportPanel() -> impl IntoView {
    let session = Session::here();
    let key = TraceKey { entry: session.open_id(), service: untrack(|| session.service_id()) };
    let state = ImportState::of(key);
    ImportState::lighten(key);
    state.look_for_kept();
    let over = RwSignal::new(false);
    let drop = move |event: ev::DragEvent| {
        over.set(false);
        on_drop_of(state, &event);
    };
    let drag = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    crate::browser::guard_page();
    let heading = NodeRef::<H2>::new();
    // The button that was pressed is gone with its phase; the focus goes to the panel's heading.
    Effect::new(move |before: Option<Phase>| {
        let phase = state.phase.get();
        if before.is_some_and(|before| before != phase)
            && is_focus_lost()
            && let Some(heading) = heading.get_untracked()
        {
            // Fails only for an element that has left the page.
            let _ = web_sys::HtmlElement::focus(&heading);
        }
        phase
    });
    // A phase that is set again is the same phase: its fields stay, and so does the focus.
    let phase = Memo::new(move |_| state.phase.get());
    let body = move || match phase.get() {
        Phase::Closed => view! { <Intake state/> }.into_any(),
        Phase::Pasting => view! { <PasteField state/> }.into_any(),
        Phase::Preview => view! { <Preview state/> }.into_any(),
        Phase::Importing => view! { <Progress state/> }.into_any(),
        Phase::Outcome => match state.imported.get_untracked() {
            Some(measured) => view! { <Outcome state measured/> }.into_any(),
            None => view! { <Intake state/> }.into_any(),
        },
    };
    let title = move || match phase.get() {
        Phase::Closed | Phase::Pasting => "Measured load",
        Phase::Preview => "How the file is read",
        Phase::Importing => "Importing",
        Phase::Outcome => "Imported",
    };
    view! {
        <KeptTrace state/>
        <section class="import" class:is-over=over aria-label="Import of measured load" id="import"
            on:dragenter=drag on:dragover=drag on:dragleave=move |_| over.set(false) on:drop=drop
            on:paste=move |event| on_paste_of(state, &event)>
            <h2 tabindex="-1" node_ref=heading>{title}</h2>
            <p class="visually-hidden" role="status">{move || status(state)}</p>
            <Refused state/>
            {move || state.looking.get().map(|name| view! { <p class="import-line">{format!("Inspecting {name} …")}</p> })}
            {body}
        </section>
    }
}

/// Whether nothing on the page has the focus.
fn is_focus_lost() -> bool {
    document().active_element().is_none_or(|element| element.tag_name() == "BODY")
}

/// What is told to people who cannot see the panel change.
fn status(state: ImportState) -> String {
    match state.phase.get() {
        Phase::Importing => "Importing".into(),
        Phase::Outcome => "The file was imported".into(),
        Phase::Preview => "The file was recognised; check how it is read, then import".into(),
        Phase::Closed | Phase::Pasting => String::new(),
    }
}

#[component]
fn Refused(state: ImportState) -> impl IntoView {
    move || {
        state.refusal.get().map(|refusal| {
            view! {
                <div class="import-refusal" role="alert" id="import-refusal">
                    <p><strong>{refusal.title}</strong></p>
                    <p>{refusal.why}</p>
                </div>
            }
        })
    }
}

/// How far the import is.
#[component]
fn Progress(state: ImportState) -> impl IntoView {
    let total = state.input.with_untracked(|input| input.as_ref().map_or(0, |input| input.bytes));
    let name = state.input.with_untracked(|input| input.as_ref().map(|input| input.name.clone()).unwrap_or_default());
    let line = move || match state.progress.get().partial {
        Partial::Nothing | Partial::Cells(_) | Partial::Minutes(_) | Partial::RegionSets(_) => "Starting …".to_owned(),
        // Of a Prometheus response the samples are counted at the end.
        Partial::Reading { bytes, rows: 0 } => format!("{} of {}", words::megabytes(bytes), words::megabytes(total)),
        Partial::Reading { bytes, rows } => {
            format!("{} of {}, {} rows", words::megabytes(bytes), words::megabytes(total), text::count(rows))
        }
        Partial::Concluding { rows: 0 } => "All read; computing statistics …".to_owned(),
        Partial::Concluding { rows } => {
            format!("{} rows read; sorting and computing statistics …", text::count(rows))
        }
    };
    view! {
        <p class="import-file">{name}</p>
        <progress max="1" aria-label="Share of the import that is done" prop:value=move || state.progress.get().fraction></progress>
        <p class="import-line" id="import-progress">{line}</p>
        <div class="import-actions"><button type="button" id="import-cancel" on:click=move |_| state.cancel()>"Cancel"</button></div>
    }
}
