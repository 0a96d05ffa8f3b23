//! Fields for one of several choices: a row of buttons, or a list.

use leptos::prelude::*;

/// The choices and their words apart, and what takes a choice by its place: the views below are
/// written once for all kinds of choices.
fn by_place<T: Copy + Send + Sync + 'static>(
    choices: Vec<(T, &'static str)>,
    set: impl Fn(T) + Send + Sync + 'static,
) -> (Vec<T>, Vec<&'static str>, Callback<usize>) {
    let (choices, words): (Vec<T>, Vec<&'static str>) = choices.into_iter().unzip();
    let taken = choices.clone();
    let take = Callback::new(move |place: usize| {
        if let Some(choice) = taken.get(place) {
            set(*choice);
        }
    });
    (choices, words, take)
}

/// One of a few choices, all in view.
#[component]
pub fn Segmented<T: Copy + PartialEq + Send + Sync + 'static>(
    /// Unique on the page; names the group of buttons.
    id: &'static str,
    /// What is chosen.
    label: &'static str,
    /// The choices with their words.
    choices: Vec<(T, &'static str)>,
    /// The present choice, where one of these is made.
    #[prop(into)]
    value: Signal<Option<T>>,
    /// Takes a choice.
    set: impl Fn(T) + Send + Sync + 'static,
) -> impl IntoView {
    let (places, words, set) = by_place(choices, set);
    let place = Signal::derive(move || value.get().and_then(|value| places.iter().position(|choice| *choice == value)));
    segments(id, label.to_owned(), words, place, set)
}

/// A row of buttons.
pub(super) fn segments(
    id: &'static str,
    label: String,
    words: Vec<&'static str>,
    chosen: Signal<Option<usize>>,
    set: Callback<usize>,
) -> AnyView {
    let buttons = words
        .into_iter()
        .enumerate()
        .map(|(place, words)| {
            let is_chosen = move || chosen.get() == Some(place);
            view! {
                <label class="segment" class:chosen=is_chosen>
                    <input type="radio" name=id id=format!("{id}-{place}") prop:checked=is_chosen on:change=move |_| set.run(place)/>
                    {words}
                </label>
            }
        })
        .collect_view();
    view! { <div class="segmented" role="radiogroup" aria-label=label id=id>{buttons}</div> }.into_any()
}

/// One of several choices from a list.
#[component]
pub fn Select<T: Copy + PartialEq + Send + Sync + 'static>(
    /// Unique on the page.
    id: &'static str,
    /// What is chosen.
    label: &'static str,
    /// The choices with their words.
    choices: Vec<(T, &'static str)>,
    /// The present choice.
    #[prop(into)]
    value: Signal<T>,
    /// Takes a choice.
    set: impl Fn(T) + Send + Sync + 'static,
) -> impl IntoView {
    let (places, words, set) = by_place(choices, set);
    let place = Signal::derive(move || {
        let value = value.get();
        places.iter().position(|choice| *choice == value)
    });
    list(id, label.to_owned(), words, place, set)
}

/// Letters that a label and the longest of its words have room for side by side.
const MOST_BESIDE: usize = 28;

/// A list, below its label where the two are long.
pub(super) fn list(
    id: &'static str,
    label: String,
    words: Vec<&'static str>,
    chosen: Signal<Option<usize>>,
    set: Callback<usize>,
) -> AnyView {
    let longest = words.iter().map(|words| words.chars().count()).max().unwrap_or(0);
    let is_long = label.chars().count() + longest > MOST_BESIDE;
    let options = words
        .into_iter()
        .enumerate()
        .map(|(place, words)| view! { <option value=place.to_string() prop:selected=move || chosen.get() == Some(place)>{words}</option> })
        .collect_view();
    let on_change = move |event| {
        if let Ok(place) = event_target_value(&event).parse() {
            set.run(place);
        }
    };
    view! {
        <div class="field" class:long=is_long>
            <label for=id>{label}</label>
            <select id=id on:change=on_change>{options}</select>
        </div>
    }
    .into_any()
}
