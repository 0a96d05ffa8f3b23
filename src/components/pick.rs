//! A list of choices that may change while it is shown, such as the columns of a file.

use leptos::prelude::*;

/// One of several choices from a list.
#[component]
pub fn Pick<T: Clone + PartialEq + Send + Sync + 'static>(
    /// Unique on the page.
    id: &'static str,
    /// What is chosen.
    label: &'static str,
    /// The choices with their words.
    #[prop(into)]
    choices: Signal<Vec<(T, String)>>,
    /// The present choice.
    #[prop(into)]
    value: Signal<T>,
    /// Takes a choice.
    set: impl Fn(T) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let options = move || {
        choices
            .get()
            .into_iter()
            .enumerate()
            .map(|(place, (choice, words))| {
                view! { <option value=place.to_string() prop:selected=move || value.with(|value| *value == choice)>{words}</option> }
            })
            .collect_view()
    };
    let on_change = move |event| {
        let place = event_target_value(&event).parse::<usize>().ok();
        if let Some((choice, _)) = place.and_then(|place| choices.with_untracked(|choices| choices.get(place).cloned()))
        {
            set(choice);
        }
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id on:change=on_change>{options}</select>
        </div>
    }
}
