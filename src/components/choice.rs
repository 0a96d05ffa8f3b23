//! Fields for one of several choices: a row of buttons, or a list.

use leptos::prelude::*;

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
    set: impl Fn(T) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let buttons = choices
        .into_iter()
        .enumerate()
        .map(|(place, (choice, words))| {
            let chosen = move || value.get() == Some(choice);
            view! {
                <label class="segment" class:chosen=chosen>
                    <input type="radio" name=id id=format!("{id}-{place}") prop:checked=chosen on:change=move |_| set(choice)/>
                    {words}
                </label>
            }
        })
        .collect_view();
    view! { <div class="segmented" role="radiogroup" aria-label=label id=id>{buttons}</div> }
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
    set: impl Fn(T) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let choices = StoredValue::new(choices);
    let options = move || {
        choices.with_value(|choices| {
            choices
                .iter()
                .enumerate()
                .map(|(place, (choice, words))| {
                    let choice = *choice;
                    view! { <option value=place.to_string() prop:selected=move || value.get() == choice>{*words}</option> }
                })
                .collect_view()
        })
    };
    let on_change = move |event| {
        let chosen = event_target_value(&event).parse().ok().and_then(|place: usize| choices.with_value(|choices| choices.get(place).map(|row| row.0)));
        if let Some(chosen) = chosen {
            set(chosen);
        }
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id on:change=on_change>{options()}</select>
        </div>
    }
}
