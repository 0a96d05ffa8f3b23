//! A dialog over the page: keeps the focus, closes on Escape and gives the focus back.

use leptos::html::Dialog;
use leptos::prelude::*;

/// A dialog that is open while a signal says so.
#[component]
pub fn Modal(
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// Called when the person closes it.
    close: impl Fn() + Copy + Send + Sync + 'static,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// What it shows; made when it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            // Fails only for a dialog that has left the page.
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let children = StoredValue::new(children);
    view! {
        <dialog class="modal" node_ref=dialog aria-label=title on:close=move |_| if open.get_untracked() { close() }>
            <header>
                <h2>{title}</h2>
                <button type="button" class="quiet" on:click=move |_| close() aria-label="Close">"✕"</button>
            </header>
            <div class="modal-body">
                <Show when=move || open.get()>{move || children.with_value(|children| children())}</Show>
            </div>
        </dialog>
    }
}
