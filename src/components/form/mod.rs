//! Forms: tables of [`Field`]s, each of which finds its name, its sentence, its default and its source by its setting.
//!
//! - [`Field`]: a row; [`number!`](crate::number), [`optional!`](crate::optional), [`flag!`](crate::flag),
//!   [`choice!`](crate::choice) and [`choice_of!`](crate::choice_of) make the usual ones.
//! - [`fields`]: a table becomes fields of a [`Part`](crate::edit::Part) of the plan.
//! - [`fields_of`]: the same for something that is there or not; [`List`]: for each of a list.

#[cfg(test)]
pub mod checks;
mod field;
mod list;
mod number_field;
mod rows;

pub use field::{Field, Kind, NumberKind};
pub use list::{Adding, List, item};
pub use number_field::NumberField;
pub use rows::{FieldSet, explained, field_of_list, fields, fields_at, fields_of, fields_with, name, one_field};

use super::{Select, TextField};
use crate::edit::Change;
use crate::edit::{Key, Part};
use headroom_core::base::text;
use headroom_core::base::units::Quantity;
use leptos::prelude::*;
use number_field::{NumberRow, number_row};

/// What can be stated: a value that is compared and shared among signals.
pub trait Stated: Clone + PartialEq + Send + Sync + 'static {}
impl<T: Clone + PartialEq + Send + Sync + 'static> Stated for T {}

/// A field's further words and its slider.
#[derive(Clone, Copy, Default)]
pub struct Extra {
    /// Ends of the slider.
    pub slider: Option<(f64, f64)>,
    /// The unit, where it is not the quantity's own.
    pub unit: Option<&'static str>,
    /// A line under the field.
    pub hint: Option<Signal<String>>,
}

fn bare_number<T: Stated, Q: Quantity + Send + Sync>(
    part: Part<T>,
    key: Key,
    extra: Extra,
    read: impl Fn(&T) -> Q + Send + Sync + 'static,
    write: impl Fn(&mut T, Q) + Copy + Send + Sync + 'static,
) -> AnyView {
    let value = part.read(read);
    let set = move |change, value| part.edit(change, move |part| write(part, value));
    let number = Signal::derive(move || value.get().value());
    let set = Callback::new(move |(change, number): (Change, f64)| set(change, Q::clamped(number)));
    let kind = NumberKind { slider: extra.slider, unit: extra.unit, ..NumberKind::of::<Q>() };
    number_row(NumberRow { id: key.id, label: name(key).to_owned(), kind, value: number, set, hint: extra.hint })
}

/// A field for a quantity.
pub fn number<T: Stated, Q: Quantity + Send + Sync>(
    part: Part<T>,
    key: impl Into<Key>,
    read: impl Fn(&T) -> Q + Send + Sync + 'static,
    write: impl Fn(&mut T, Q) + Copy + Send + Sync + 'static,
) -> AnyView {
    number_with(part, key, Extra::default(), read, write)
}

/// A field for a quantity, with a slider, a unit or a hint.
pub fn number_with<T: Stated, Q: Quantity + Send + Sync>(
    part: Part<T>,
    key: impl Into<Key>,
    extra: Extra,
    read: impl Fn(&T) -> Q + Send + Sync + 'static,
    write: impl Fn(&mut T, Q) + Copy + Send + Sync + 'static,
) -> AnyView {
    let key = key.into();
    explained(key, bare_number(part, key, extra, read, write))
}

/// A field for a quantity that may be left open; a box states it, or takes it back.
pub fn optional<T: Stated, Q: Quantity + Send + Sync>(
    part: Part<T>,
    key: impl Into<Key>,
    read: impl Fn(&T) -> Option<Q> + Copy + Send + Sync + 'static,
    write: impl Fn(&mut T, Option<Q>) + Copy + Send + Sync + 'static,
    first: impl Fn() -> Q + Copy + Send + Sync + 'static,
    unstated: impl Into<Signal<String>>,
) -> AnyView {
    let (key, unstated) = (key.into(), unstated.into());
    let box_id = format!("{}-stated", key.id);
    let stated = part.read(move |part| read(part).is_some());
    let toggle = move |event| {
        let value = event_target_checked(&event).then(first);
        part.edit(Change::Edit, move |part| write(part, value));
    };
    let for_box = box_id.clone();
    let field = move || {
        if stated.get() {
            let value = move |part: &T| read(part).unwrap_or_else(first);
            bare_number(part, key, Extra::default(), value, move |part, value| write(part, Some(value)))
        } else {
            view! { <label class="unstated" for=for_box.clone()><span>{name(key)}</span><small>{unstated}</small></label> }.into_any()
        }
    };
    let label = format!("State: {}", name(key));
    let field = view! {
        <div class="optional">
            <input type="checkbox" id=box_id aria-label=label prop:checked=stated on:change=toggle/>
            {field}
        </div>
    };
    explained(key, field.into_any())
}

/// A box that is ticked or not.
pub fn flag<T: Stated>(
    part: Part<T>,
    key: impl Into<Key>,
    read: impl Fn(&T) -> bool + Send + Sync + 'static,
    write: impl Fn(&mut T, bool) + Copy + Send + Sync + 'static,
) -> AnyView {
    let key = key.into();
    let toggle = move |event| {
        let on = event_target_checked(&event);
        part.edit(Change::Edit, move |part| write(part, on));
    };
    let field = view! {
        <label class="flag"><input type="checkbox" id=key.id prop:checked=part.read(read) on:change=toggle/><span>{name(key)}</span></label>
    };
    explained(key, field.into_any())
}

/// One of several choices.
pub fn choice<T: Stated, C: Copy + PartialEq + Send + Sync + 'static>(
    part: Part<T>,
    key: impl Into<Key>,
    choices: Vec<(C, &'static str)>,
    read: impl Fn(&T) -> C + Send + Sync + 'static,
    write: impl Fn(&mut T, C) + Copy + Send + Sync + 'static,
) -> AnyView {
    let key = key.into();
    let set = move |choice| part.edit(Change::Edit, move |part| write(part, choice));
    explained(
        key,
        view! { <Select id=key.id label=name(key) choices=choices value=part.read(read) set=set/> }.into_any(),
    )
}

/// A line of words.
pub fn words<T: Stated>(
    part: Part<T>,
    key: impl Into<Key>,
    read: impl Fn(&T) -> String + Send + Sync + 'static,
    write: impl Fn(&mut T, &str) -> Result<(), String> + Copy + Send + Sync + 'static,
) -> AnyView {
    let key = key.into();
    let set = move |text: &str| part.try_edit(Change::Edit, |part| write(part, text));
    explained(key, view! { <TextField id=key.id label=name(key) value=part.read(read) set=set/> }.into_any())
}

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
