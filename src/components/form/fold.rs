//! Fields that are not always there: of something that may be left open, and those that stay folded away.

use super::Stated;
use crate::edit::Part;
use headroom_core::base::text;
use leptos::prelude::*;

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

/// Settings that stay folded away under a line that says what is set; their fields are made when it first opens.
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
    view! {
        <details class="fold" id=id on:toggle=move |_| opened.set(true)>
            <summary><span class="fold-title">{title}</span><small>{move || text::capitalised(&says.get())}</small></summary>
            <div class="fold-body" role="group" aria-label=title>
                <Show when=move || opened.get()>{move || children.with_value(|children| children())}</Show>
            </div>
        </details>
    }
}
