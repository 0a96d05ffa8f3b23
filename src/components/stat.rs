//! An answer: its name, its value, its difference from the baseline; a click opens its working.

use super::Explained;
use leptos::prelude::*;

/// One key answer.
#[component]
pub fn Stat(
    /// What it is.
    #[prop(into)]
    label: Signal<String>,
    /// The value.
    #[prop(into)]
    value: Signal<String>,
    /// The unit behind it.
    #[prop(optional, into)]
    unit: Signal<String>,
    /// A line below: the difference from the baseline, or a remark.
    #[prop(optional, into)]
    note: Signal<String>,
    /// The id of the topic whose working explains it.
    #[prop(into)]
    topic: Signal<&'static str>,
) -> impl IntoView {
    let explained = Explained::here();
    view! {
        <button type="button" class="stat" on:click=move |_| explained.0.set(Some(topic.get_untracked())) title="Show the calculation">
            <span class="stat-label">{label}</span>
            <span class="stat-value">{value} <small>{unit}</small></span>
            <span class="stat-note">{note}</span>
        </button>
    }
}
