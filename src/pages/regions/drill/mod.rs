//! The drill: a region fails at a chosen minute.

use leptos::prelude::*;

/// The drill of losing a region.
#[component]
pub fn DrillSection() -> impl IntoView {
    view! { <section id="drill"></section> }
}
