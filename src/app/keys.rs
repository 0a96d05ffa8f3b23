//! The list of keys.

use crate::actions;
use crate::components::Modal;
use crate::pages::PAGES;
use crate::shell::Shell;
use leptos::prelude::*;

/// Keys that belong to a part of the page rather than to all of it.
const ELSEWHERE: &[(&str, &str)] = &[
    ("↑ ↓", "In a number: step; with Shift in large steps"),
    ("Enter, Escape", "In a number: take it, or go back to what was"),
    ("← →", "In a chart: move the cursor; with Shift ten points"),
    ("Home, End", "In a chart: first and last point"),
    ("+ −", "In a chart: zoom in and out at the cursor; Escape shows all"),
];

/// The dialog with all keys.
#[component]
pub fn KeyList() -> impl IntoView {
    let shell = Shell::here();
    view! {
        <Modal open=Signal::derive(move || shell.keys.get()) close=move || shell.keys.set(false) title="Keys">
            <table class="keys">
                <tbody>
                    {actions::ALL.iter().map(|action| {
                        let keys = action.keys.iter().map(|key| key.words()).collect::<Vec<_>>().join(", ");
                        view! { <tr><td><kbd>{keys}</kbd></td><td>{action.words}</td></tr> }
                    }).collect_view()}
                    {PAGES.iter().map(|page| view! { <tr><td><kbd>{page.key}</kbd></td><td>{page.title}</td></tr> }).collect_view()}
                    {ELSEWHERE.iter().map(|(keys, words)| view! { <tr><td><kbd>{*keys}</kbd></td><td>{*words}</td></tr> }).collect_view()}
                </tbody>
            </table>
        </Modal>
    }
}
