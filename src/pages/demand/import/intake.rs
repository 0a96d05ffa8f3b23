//! The ways in: a chosen file, a dropped one, pasted text.

use super::state::{ImportState, Phase};
use leptos::ev;
use leptos::html::{Input, Textarea};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Blob, DataTransfer, HtmlElement};

/// What pasted text is called.
const PASTED: &str = "pasted text";

/// What can be imported, and the buttons for it.
#[component]
pub fn Intake(
    /// The import.
    state: ImportState,
) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let on_file = move |event: ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        if let Some(input) = input {
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                state.take(file.name(), file.into());
            }
            // The same file can be chosen again.
            input.set_value("");
        }
    };
    let choose = move |_| {
        if let Some(field) = field.get_untracked() {
            field.click();
        }
    };
    view! {
        <p class="import-line">
            "Drop a CSV file or the JSON response of Prometheus' query_range here, up to 50 MB and 5 million rows. It is read in this browser; nothing is uploaded."
        </p>
        <div class="import-actions">
            <button type="button" id="import-choose" on:click=choose>"Choose a file"</button>
            <button type="button" id="import-paste" on:click=move |_| state.phase.set(Phase::Pasting)>"Paste"</button>
        </div>
        <input class="hidden-input" type="file" id="trace-file" tabindex="-1" aria-label="Choose a file with measured load"
            accept=".csv,.tsv,.txt,.log,.json,text/csv,text/plain,application/json" node_ref=field on:change=on_file/>
    }
}

/// A place to paste text.
#[component]
pub fn PasteField(
    /// The import.
    state: ImportState,
) -> impl IntoView {
    let area = NodeRef::<Textarea>::new();
    Effect::new(move |_| {
        if let Some(area) = area.get() {
            // Fails only for an element that has left the page.
            let _ = HtmlElement::focus(&area);
        }
    });
    let read = move |_| {
        if let Some(area) = area.get_untracked() {
            take_text(state, &area.value());
        }
    };
    view! {
        <label for="import-text">"Paste rows of a CSV file, or the JSON response of Prometheus' query_range; it is read immediately."</label>
        <textarea id="import-text" class="import-text" rows="6" spellcheck="false" autocomplete="off" node_ref=area></textarea>
        <div class="import-actions">
            <button type="button" class="primary" id="import-read" on:click=read>"Read the text"</button>
            <button type="button" id="import-close" on:click=move |_| state.close()>"Cancel"</button>
        </div>
    }
}

/// Takes what is dropped.
pub fn on_drop_of(state: ImportState, event: &ev::DragEvent) {
    event.prevent_default();
    if let Some(data) = event.data_transfer() {
        take_transfer(state, &data);
    }
}

/// Takes what is pasted, unless it is meant for a field.
pub fn on_paste_of(state: ImportState, event: &ev::Event) {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let is_for_field = target.is_some_and(|target| target.tag_name() == "INPUT");
    let data = event.dyn_ref::<web_sys::ClipboardEvent>().and_then(web_sys::ClipboardEvent::clipboard_data);
    if let (false, Some(data)) = (is_for_field, data) {
        // Fifty megabytes in a text field would stop the page; they go straight to the worker.
        event.prevent_default();
        take_transfer(state, &data);
    }
}

fn take_transfer(state: ImportState, data: &DataTransfer) {
    let files = data.files();
    match (files.as_ref().and_then(|files| files.get(0)), files.map_or(0, |files| files.length())) {
        (Some(_), n) if n > 1 => {
            state.refuse(
                "Nothing was read",
                &format!("{n} files were given, and a trace is one file; choose one of them"),
            );
        }
        (Some(file), _) => state.take(file.name(), file.into()),
        (None, _) => match data.get_data("text/plain") {
            Ok(text) if !text.is_empty() => take_text(state, &text),
            _ => state.refuse("Nothing was read", "neither a file nor text"),
        },
    }
}

fn take_text(state: ImportState, text: &str) {
    let blob: Blob = gloo_file::Blob::new_with_options(text, Some("text/plain")).into();
    state.take(PASTED.to_owned(), blob);
}
