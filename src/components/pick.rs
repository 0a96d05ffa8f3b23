//! A list of choices that may change while it is shown, such as the columns of a file or the regions of the plan.

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
    /// What the page calls a choice, so that it is the same one wherever it stands; its place without.
    #[prop(optional)]
    key: Option<fn(&T) -> String>,
) -> impl IntoView {
    let key_of = move |place: usize, choice: &T| key.map_or_else(|| place.to_string(), |key| key(choice));
    let options = move || {
        choices
            .get()
            .into_iter()
            .enumerate()
            .map(|(place, (choice, words))| {
                view! { <option value=key_of(place, &choice) prop:selected=move || value.with(|value| *value == choice)>{words}</option> }
            })
            .collect_view()
    };
    let on_change = move |event| {
        let given = event_target_value(&event);
        let chosen = choices.with_untracked(|choices| {
            let mut all = choices.iter().enumerate();
            all.find(|(place, (choice, _))| key_of(*place, choice) == given).map(|(_, (choice, _))| choice.clone())
        });
        if let Some(choice) = chosen {
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
