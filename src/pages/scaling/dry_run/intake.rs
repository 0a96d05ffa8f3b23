//! The ways in: typed or pasted text, a chosen file, a dropped one.

use super::DryRunState;
use gloo_timers::callback::Timeout;
use headroom_core::formulas::autoscaler::hpa::manifest::{MAX_TEXT_BYTES, ManifestError};
use leptos::ev;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{File, FileList};

/// Pause in typing after which the text is read, in milliseconds.
const PAUSE_MILLISECONDS: u32 = 350;

/// A place for text, and a button for a file.
#[component]
pub fn Intake(
    /// The dry run.
    state: DryRunState,
) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let pause = StoredValue::new_local(None::<Timeout>);
    let on_input = move |event: ev::Event| {
        let text = event_target_value(&event);
        let wait = Timeout::new(PAUSE_MILLISECONDS, move || {
            pause.try_update_value(|pause| *pause = None);
            state.take(text);
        });
        pause.update_value(|pause| *pause = Some(wait));
    };
    let on_change = move |event: ev::Event| {
        pause.update_value(|pause| *pause = None);
        state.take(event_target_value(&event));
    };
    let on_file = move |event: ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        if let Some(input) = input {
            if let Some(files) = input.files() {
                take_files(state, &files);
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
        <p class="dry-run-line" id="dry-run-hint">
            "Paste a HorizontalPodAutoscaler here, or drop its file, and see whether it would meet the SLO on this service's load before you deploy it. It is read in this browser; nothing is uploaded."
        </p>
        <div class="field words">
            <label for="dry-run-text">"Manifest (autoscaling/v2, YAML or JSON)"</label>
            <textarea id="dry-run-text" rows="7" spellcheck="false" autocomplete="off" aria-describedby="dry-run-hint"
                aria-invalid=move || state.read.with(|read| matches!(read, Some(Err(_))).to_string())
                prop:value=state.text on:input=on_input on:change=on_change></textarea>
        </div>
        <div class="dry-run-actions">
            <button type="button" id="dry-run-choose" on:click=choose>"Choose a file"</button>
            <Show when=move || state.text.with(|text| !text.is_empty())>
                <button type="button" id="dry-run-clear" on:click=move |_| state.take(String::new())>"Clear"</button>
            </Show>
        </div>
        <input class="hidden-input" type="file" id="dry-run-file" tabindex="-1" aria-label="Choose a file with a HorizontalPodAutoscaler"
            accept=".yaml,.yml,.json,.txt,text/yaml,application/yaml,application/json,text/plain" node_ref=field on:change=on_file/>
    }
}

/// Takes what is dropped: a file, or text.
pub fn on_drop_of(state: DryRunState, event: &ev::DragEvent) {
    event.prevent_default();
    let Some(data) = event.data_transfer() else { return };
    match data.files().filter(|files| files.length() > 0) {
        Some(files) => take_files(state, &files),
        None => match data.get_data("text/plain") {
            Ok(text) if !text.is_empty() => state.take(text),
            _ => state.refuse("neither a file nor text"),
        },
    }
}

/// Takes a pasted file; pasted text goes where it is pasted.
pub fn on_paste_of(state: DryRunState, event: &ev::Event) {
    let data = event.dyn_ref::<web_sys::ClipboardEvent>().and_then(web_sys::ClipboardEvent::clipboard_data);
    if let Some(files) = data.and_then(|data| data.files()).filter(|files| files.length() > 0) {
        event.prevent_default();
        take_files(state, &files);
    }
}

fn take_files(state: DryRunState, files: &FileList) {
    match (files.get(0), files.length()) {
        (Some(file), 1) => take_file(state, file),
        (_, n) => state.refuse(&format!("{n} files were given; choose one, which may hold several autoscalers")),
    }
}

fn take_file(state: DryRunState, file: File) {
    let name = file.name();
    if file.size() > MAX_TEXT_BYTES as f64 {
        return state.refuse(&format!("{name}: {}", ManifestError::TooLarge));
    }
    spawn_local(async move {
        match gloo_file::futures::read_as_bytes(&gloo_file::File::from(file)).await.map(String::from_utf8) {
            Ok(Ok(text)) => state.take(text),
            Ok(Err(_)) => state.refuse(&format!("{name} is not UTF-8 text")),
            Err(error) => state.refuse(&format!("{name} cannot be read: {error}")),
        }
    });
}
