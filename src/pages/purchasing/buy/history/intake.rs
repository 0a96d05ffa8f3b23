//! The ways in: a chosen file, a dropped one, pasted text.

use super::state::HistoryState;
use leptos::ev;
use leptos::html::{Input, Textarea};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Blob;

/// The command whose answer can be read.
const COMMAND: &str = "aws ec2 describe-spot-price-history --instance-types m5.large --product-descriptions Linux/UNIX --start-time 2026-11-15";

/// What can be read, and the buttons for it.
#[component]
pub fn Intake(
    /// The history.
    state: HistoryState,
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
    let drop = move |event: ev::DragEvent| {
        event.prevent_default();
        let files = event.data_transfer().and_then(|data| data.files());
        match files.as_ref().map_or(0, |files| files.length()) {
            1 => {
                if let Some(file) = files.and_then(|files| files.get(0)) {
                    state.take(file.name(), file.into());
                }
            }
            0 => state.refuse("what was dropped is not a file"),
            n => state.refuse(&format!("{n} files were given, and a history is one file")),
        }
    };
    let area = NodeRef::<Textarea>::new();
    let read = move |_| {
        if let Some(area) = area.get_untracked() {
            let blob = gloo_file::Blob::new_with_options(area.value().as_str(), Some("text/plain"));
            state.take("pasted text".to_owned(), Blob::from(blob));
        }
    };
    view! {
        <div class="buy-drop" on:dragover=|event: ev::DragEvent| event.prevent_default() on:drop=drop>
            <p class="import-line">"Drop the JSON response of "<code class="buy-command">{COMMAND}</code>" here, or a CSV file with a column SpotPrice and, where it has them, Timestamp, InstanceType, AvailabilityZone: up to 10 MB and 100,000 rows. It is read in this browser; nothing is uploaded."</p>
            <div class="import-actions">
                <button type="button" id="spot-history-choose" on:click=choose>"Choose a file"</button>
                <button type="button" id="spot-history-paste" aria-expanded=move || state.pasting.get().to_string()
                    on:click=move |_| state.pasting.update(|open| *open = !*open)>"Paste"</button>
            </div>
            <Show when=move || state.pasting.get()>
                <label for="spot-history-text">"Paste the JSON response, or rows of a CSV file."</label>
                <textarea id="spot-history-text" class="import-text" rows="5" spellcheck="false" autocomplete="off" node_ref=area></textarea>
                <div class="import-actions"><button type="button" class="primary" id="spot-history-read" on:click=read>"Read the text"</button></div>
            </Show>
        </div>
        <input class="hidden-input" type="file" id="spot-history-file" tabindex="-1" aria-label="Choose a file with past spot prices"
            accept=".csv,.tsv,.txt,.json,text/csv,text/plain,application/json" node_ref=field on:change=on_file/>
    }
}
