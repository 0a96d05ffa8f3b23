//! A menu that opens under its button.

use leptos::ev;
use leptos::html::Details;
use leptos::prelude::*;

/// A button with a panel of further buttons; closes when one is chosen, on Escape, or on a click elsewhere.
#[component]
pub fn Menu(
    /// What the button says.
    #[prop(into)]
    label: Signal<String>,
    /// A name for people who cannot see where the button stands.
    describe: &'static str,
    /// A further class, to lay it out by.
    #[prop(optional)]
    class: &'static str,
    /// What the panel holds.
    children: Children,
) -> impl IntoView {
    let details = NodeRef::<Details>::new();
    let close = move || {
        if let Some(details) = details.get_untracked() {
            details.set_open(false);
        }
    };
    let outside = window_event_listener(ev::pointerdown, move |event| {
        let target = event.target().and_then(|target| wasm_bindgen::JsCast::dyn_into::<web_sys::Node>(target).ok());
        if details.get_untracked().is_some_and(|details| !details.contains(target.as_ref())) {
            close();
        }
    });
    on_cleanup(move || outside.remove());
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && details.get_untracked().is_some_and(|details| details.open()) {
            event.stop_propagation();
            close();
            focus_summary(details);
        }
    };
    let on_click = move |event: ev::MouseEvent| {
        let target = event.target().and_then(|target| wasm_bindgen::JsCast::dyn_into::<web_sys::Element>(target).ok());
        if target.is_some_and(|target| target.closest("button").ok().flatten().is_some()) {
            close();
        }
    };
    view! {
        <details class=format!("menu {class}") node_ref=details on:keydown=on_key>
            <summary aria-label=move || format!("{describe}: {}", label.get())><span class="menu-label">{label}</span><span aria-hidden="true" class="arrow">"▾"</span></summary>
            <div class="menu-panel" on:click=on_click>{children()}</div>
        </details>
    }
}

fn focus_summary(details: NodeRef<Details>) {
    let summary = details.get_untracked().and_then(|details| details.query_selector("summary").ok().flatten());
    if let Some(summary) =
        summary.and_then(|summary| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(summary).ok())
    {
        // Fails only for an element that has left the page.
        let _ = summary.focus();
    }
}
