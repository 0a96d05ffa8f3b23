//! Fields that are not always there: of something that may be left open, and those that stay folded away.

use super::Stated;
use crate::edit::Part;
use headroom_core::base::text;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The fields of something that is there or not.
pub fn while_stated<T: Stated, U: Stated>(
    whole: Part<T>,
    get: impl for<'a> Fn(&'a T) -> Option<&'a U> + Copy + Send + Sync + 'static,
    get_mut: impl for<'a> Fn(&'a mut T) -> Option<&'a mut U> + Copy + Send + Sync + 'static,
    fields: impl Fn(Part<U>) -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let stated = whole.read(move |whole| get(whole).is_some());
    move || {
        let part = stated.get().then(|| whole.focus(get, get_mut)).flatten();
        part.map(|part| view! { <div class="nested">{fields(part)}</div> })
    }
}

/// Settings that stay folded away under a line that says what is set; their fields are there while it is open.
#[component]
pub fn Fold(
    /// Unique on the page.
    id: &'static str,
    /// What they are about.
    title: &'static str,
    /// What is set, in a line.
    #[prop(into)]
    says: Signal<String>,
    /// The fields.
    children: ChildrenFn,
) -> impl IntoView {
    let opened = RwSignal::new(false);
    let children = StoredValue::new(children);
    // The next page may be given this very element: `open` is set, so that it is closed there as its fields are.
    view! {
        <details class="fold" id=id prop:open=opened on:toggle=move |event| follow_toggle(opened, &event)>
            <summary><span class="fold-title">{title}</span><small>{move || text::capitalised(&says.get())}</small></summary>
            <div class="fold-body" role="group" aria-label=title>
                <Show when=move || opened.get()>{move || children.with_value(|children| children())}</Show>
            </div>
        </details>
    }
}

/// Says whether the part that this event is of stands open.
pub fn follow_toggle(open: RwSignal<bool>, event: &ev::Event) {
    let details = event.current_target().and_then(|target| target.dyn_into::<web_sys::HtmlDetailsElement>().ok());
    // A part within a part tells of its own opening too, but not as the target of this listener.
    if let Some(details) = details {
        open.set(details.open());
    }
}
