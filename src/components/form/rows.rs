//! Rows become fields: what is known of their type is forgotten first, so that each control is written once.

use super::super::choice::{list, segments};
use super::super::text_field::words_row;
use super::number_field::{NumberRow, number_row};
use super::{Field, Kind, NumberKind, Stated};
use crate::edit::{Change, Key, Part, Place};
use headroom_core::base::setting::Setting;
use leptos::prelude::*;

/// A field whose type is forgotten.
#[derive(Clone, Copy)]
struct Row {
    key: Key,
    hint: Option<Signal<String>>,
    applies: Option<Signal<bool>>,
    control: Control,
}

/// What is entered, with where it comes from and where it goes.
#[derive(Clone, Copy)]
enum Control {
    Number(Signal<f64>, Callback<(Change, f64)>, NumberKind),
    Optional {
        value: Signal<Option<f64>>,
        set: Callback<(Change, Option<f64>)>,
        first: Signal<f64>,
        unstated: Signal<String>,
        quantity: NumberKind,
    },
    Flag(Signal<bool>, Callback<bool>),
    Choice {
        words: &'static [&'static str],
        in_view: bool,
        value: Signal<usize>,
        set: Callback<usize>,
    },
    Words(Signal<String>, Callback<String, Result<(), String>>),
}

/// The fields of a table, for a part of the plan.
pub fn fields<T: Stated>(part: Part<T>, rows: &'static [Field<T>]) -> AnyView {
    fields_at(part, Place::TOP, rows)
}

/// The fields of a table at a place in a list.
pub fn fields_at<T: Stated>(part: Part<T>, place: Place, rows: &'static [Field<T>]) -> AnyView {
    rows.iter().map(|field| show(forget(part, place, field))).collect_view().into_any()
}

/// The fields of a table with lines under them that follow from answers, by the setting of the field.
pub fn fields_with<T: Stated>(
    part: Part<T>,
    rows: &'static [Field<T>],
    hints: &[(&'static str, Signal<String>)],
) -> AnyView {
    let with_hint = |field: &'static Field<T>| {
        let mut row = forget(part, Place::TOP, field);
        row.hint = hints.iter().find(|(setting, _)| *setting == field.setting).map(|(_, hint)| *hint).or(row.hint);
        show(row)
    };
    rows.iter().map(with_hint).collect_view().into_any()
}

/// The fields of something that is there or not, while it is there.
pub fn fields_of<T: Stated, U: Stated>(
    whole: Part<T>,
    place: Place,
    get: fn(&T) -> Option<&U>,
    get_mut: fn(&mut T) -> Option<&mut U>,
    rows: &'static [Field<U>],
) -> AnyView {
    let is_there = read(whole, move |whole| get(whole).is_some());
    let shown = move || {
        let part = is_there.get().then(|| whole.focus(get, get_mut)).flatten();
        part.map(|part| view! { <div class="nested">{fields_at(part, place, rows)}</div> })
    };
    shown.into_any()
}

/// One field of a table.
pub fn one_field<T: Stated>(part: Part<T>, place: Place, field: &'static Field<T>) -> AnyView {
    show(forget(part, place, field))
}

/// One field of a list that says itself what its fields mean: the label is what this one is of, such as a region.
pub fn field_of_list<T: Stated>(
    part: Part<T>,
    place: Place,
    field: &'static Field<T>,
    label: String,
    hint: Option<Signal<String>>,
) -> AnyView {
    let row = forget(part, place, field);
    bare(Row { hint: hint.or(row.hint), ..row }, label)
}

fn read<T: Stated, U: PartialEq + Send + Sync + 'static>(
    part: Part<T>,
    get: impl Fn(&T) -> U + Send + Sync + 'static,
) -> Signal<U> {
    told(Box::new(move || part.with(&get)))
}

/// One memo for each kind of value, whatever it is read from.
fn told<U: PartialEq + Send + Sync + 'static>(read: Box<dyn Fn() -> U + Send + Sync>) -> Signal<U> {
    Memo::new(move |_| read()).into()
}

fn write<T: Stated, U: Send + 'static>(part: Part<T>, set: fn(&mut T, U)) -> Callback<(Change, U)> {
    Callback::new(move |(change, value): (Change, U)| part.edit(change, move |whole| set(whole, value)))
}

fn forget<T: Stated>(part: Part<T>, place: Place, field: &'static Field<T>) -> Row {
    let control = match &field.kind {
        Kind::Number { get, set, quantity } => Control::Number(read(part, *get), write(part, *set), *quantity),
        Kind::Optional { get, set, first, unstated, quantity } => Control::Optional {
            value: read(part, *get),
            set: write(part, *set),
            first: read(part, *first),
            unstated: read(part, *unstated),
            quantity: *quantity,
        },
        Kind::Flag { get, set } => Control::Flag(read(part, *get), at_once(write(part, *set))),
        Kind::Choice { words, in_view, get, set } => {
            Control::Choice { words, in_view: *in_view, value: read(part, *get), set: at_once(write(part, *set)) }
        }
        Kind::Words { get, set } => {
            let set = *set;
            let take = move |text: String| part.try_edit(Change::Edit, |whole| set(whole, &text));
            Control::Words(read(part, *get), Callback::new(take))
        }
    };
    Row {
        key: place.key(field.setting),
        hint: field.hint.map(|hint| read(part, hint)),
        applies: field.applies.map(|applies| read(part, applies)),
        control,
    }
}

/// Takes a value as one finished change.
fn at_once<U: Send + 'static>(set: Callback<(Change, U)>) -> Callback<U> {
    Callback::new(move |value: U| set.run((Change::Edit, value)))
}

fn show(row: Row) -> AnyView {
    match row.applies {
        None => control(row),
        Some(applies) => (move || applies.get().then(|| control(row))).into_any(),
    }
}

fn control(row: Row) -> AnyView {
    explained(row.key, bare(row, name(row.key).to_owned()))
}

/// The control without what explains it.
fn bare(Row { key, hint, control, .. }: Row, label: String) -> AnyView {
    match control {
        Control::Number(value, set, kind) => number_row(NumberRow { id: key.id, label, kind, value, set, hint }),
        Control::Optional { value, set, first, unstated, quantity } => {
            optional_row(key, label, hint, value, set, first, unstated, quantity)
        }
        Control::Flag(value, set) => {
            let toggle = move |event| set.run(event_target_checked(&event));
            let flag = view! { <label class="flag"><input type="checkbox" id=key.id prop:checked=value on:change=toggle/><span>{label}</span></label> };
            with_hint(flag.into_any(), hint)
        }
        Control::Choice { words, in_view, value, set } => {
            let chosen = Signal::derive(move || Some(value.get()));
            let control = if in_view {
                segments(key.id, label, words.to_vec(), chosen, set)
            } else {
                list(key.id, label, words.to_vec(), chosen, set)
            };
            with_hint(control, hint)
        }
        Control::Words(value, set) => with_hint(words_row(key.id, label, value, set), hint),
    }
}

fn with_hint(field: AnyView, hint: Option<Signal<String>>) -> AnyView {
    match hint {
        Some(hint) => view! { <div>{field}<p class="hint">{hint}</p></div> }.into_any(),
        None => field,
    }
}

#[allow(clippy::too_many_arguments, reason = "the parts of the control, one for one")]
fn optional_row(
    key: Key,
    label: String,
    hint: Option<Signal<String>>,
    value: Signal<Option<f64>>,
    set: Callback<(Change, Option<f64>)>,
    first: Signal<f64>,
    unstated: Signal<String>,
    kind: NumberKind,
) -> AnyView {
    let box_id = format!("{}-stated", key.id);
    let box_label = format!("Enter: {label}");
    let for_box = box_id.clone();
    let stated = Memo::new(move |_| value.with(Option::is_some));
    let toggle = move |event| {
        let value = event_target_checked(&event).then(|| first.get_untracked());
        set.run((Change::Edit, value));
    };
    let number = Signal::derive(move || value.get().unwrap_or_else(|| first.get()));
    let take = Callback::new(move |(change, value): (Change, f64)| set.run((change, Some(value))));
    let field = move || {
        if stated.get() {
            number_row(NumberRow { id: key.id, label: label.clone(), kind, value: number, set: take, hint })
        } else {
            view! { <label class="unstated" for=for_box.clone()><span>{label.clone()}</span><small>{unstated}</small></label> }
                .into_any()
        }
    };
    view! {
        <div class="optional">
            <input type="checkbox" id=box_id aria-label=box_label prop:checked=stated on:change=toggle/>
            {field}
        </div>
    }
    .into_any()
}

/// Fields that belong together, under a title.
#[component]
pub fn FieldSet(
    /// What they are about.
    title: &'static str,
    /// The fields.
    children: Children,
) -> impl IntoView {
    view! { <fieldset><legend>{title}</legend>{children()}</fieldset> }
}

/// What the field of a setting is called.
pub fn name(key: Key) -> &'static str {
    Setting::find(key.setting).map_or(key.setting, |setting| setting.name)
}

/// A field with the button that explains it.
pub fn explained(key: Key, field: AnyView) -> AnyView {
    let open = RwSignal::new(false);
    let label = format!("About {}", name(key));
    let about_id = format!("{}-about", key.id);
    let shown_id = about_id.clone();
    let about = move || {
        let setting = Setting::find(key.setting).filter(|_| open.get())?;
        Some(view! {
            <p class="hint about-text" id=shown_id.clone()>{setting.says}" Default: "{setting.default}". Source: "{setting.source}"."</p>
        })
    };
    view! {
        <div class="setting">
            {field}
            <button type="button" class="quiet about" aria-label=label title="What is this?" aria-controls=about_id
                aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>"?"</button>
            {about}
        </div>
    }
    .into_any()
}
