//! Fields of this page: a list whose entries come and go, and a quantity that may be unknown.

use crate::components::NumberField;
use crate::edit::Change;
use headroom_core::base::units::Quantity;
use leptos::prelude::*;

/// One of several entries that are not known beforehand.
#[component]
pub fn ListField(
    /// Unique on the page.
    id: &'static str,
    /// What is chosen.
    label: &'static str,
    /// The entries: what they stand for, and their words.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// What the present entry stands for.
    #[prop(into)]
    value: Signal<String>,
    /// Takes a choice.
    set: impl Fn(String) + Send + Sync + 'static,
) -> impl IntoView {
    let entries = move || {
        options
            .get()
            .into_iter()
            .map(|(stands_for, words)| {
                let own = stands_for.clone();
                view! { <option value=stands_for prop:selected=move || value.with(|value| *value == own)>{words}</option> }
            })
            .collect_view()
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id on:change=move |event| set(event_target_value(&event))>{entries}</select>
        </div>
    }
}

/// A quantity that may be unknown; a box states it, or takes it back.
#[component]
pub fn OptionalField<Q: Quantity + Send + Sync>(
    /// Unique on the page.
    id: &'static str,
    /// What it is.
    label: &'static str,
    /// The present value.
    #[prop(into)]
    value: Signal<Option<Q>>,
    /// Where it begins when it is stated.
    first: f64,
    /// What is read while it is not.
    #[prop(default = "unknown")]
    unstated: &'static str,
    /// The unit beside the field, where it is not the quantity's own.
    #[prop(optional, into)]
    unit: Option<&'static str>,
    /// Takes a value, or that there is none.
    set: impl Fn(Change, Option<Q>) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let stated = Memo::new(move |_| value.with(Option::is_some));
    let box_id = format!("{id}-stated");
    let for_box = box_id.clone();
    let toggle = move |event| set(Change::Edit, event_target_checked(&event).then(|| Q::clamped(first)));
    let number = Signal::derive(move || value.get().unwrap_or_else(|| Q::clamped(first)));
    let unit = unit.unwrap_or_else(|| crate::entry::unit(Q::DIMENSION));
    let field = move || {
        if stated.get() {
            view! { <NumberField id=id label=label value=number unit=unit set=move |change, value| set(change, Some(value))/> }
                .into_any()
        } else {
            view! { <label class="unstated" for=for_box.clone()><span>{label}</span><small>{unstated}</small></label> }
                .into_any()
        }
    };
    view! {
        <div class="optional">
            <input type="checkbox" id=box_id aria-label=format!("State: {label}") prop:checked=stated on:change=toggle/>
            {field}
        </div>
    }
}
