//! Fields for words and dates.

use jiff::civil::Date;
use leptos::ev;
use leptos::prelude::*;

/// A field for a line of words; what is refused is said below it and changes nothing.
#[component]
pub fn TextField(
    /// Unique on the page.
    id: &'static str,
    /// What it is.
    label: &'static str,
    /// The present words.
    #[prop(into)]
    value: Signal<String>,
    /// Takes new words, or says why not.
    set: impl Fn(&str) -> Result<(), String> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    words_row(id, label.to_owned(), value, Callback::new(move |text: String| set(&text)))
}

/// The same, written once.
pub(super) fn words_row(
    id: &'static str,
    label: String,
    value: Signal<String>,
    set: Callback<String, Result<(), String>>,
) -> AnyView {
    let refused = RwSignal::new(None::<String>);
    let take = move |event: ev::Event| refused.set(set.run(event_target_value(&event).trim().to_owned()).err());
    view! {
        <div class="field words">
            <label for=id>{label}</label>
            <input id=id type="text" autocomplete="off" prop:value=value on:change=take
                aria-invalid=move || refused.with(|refused| refused.is_some().to_string())/>
            {move || refused.get().map(|message| view! { <p class="refusal" role="alert">{message} ". Nothing was changed."</p> })}
        </div>
    }
    .into_any()
}

/// A field for several lines.
#[component]
pub fn TextArea(
    /// Unique on the page.
    id: &'static str,
    /// What it is.
    label: &'static str,
    /// The present words.
    #[prop(into)]
    value: Signal<String>,
    /// Takes new words, or says why not.
    set: impl Fn(&str) -> Result<(), String> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let refused = RwSignal::new(None::<String>);
    view! {
        <div class="field words">
            <label for=id>{label}</label>
            <textarea id=id rows="3" prop:value=value on:change=move |event| refused.set(set(&event_target_value(&event)).err())/>
            {move || refused.get().map(|message| view! { <p class="refusal" role="alert">{message} ". Nothing was changed."</p> })}
        </div>
    }
}

/// A field for a day.
#[component]
pub fn DateField(
    /// Unique on the page.
    id: &'static str,
    /// What it is.
    label: &'static str,
    /// The present day.
    #[prop(into)]
    value: Signal<Date>,
    /// Takes a new day.
    set: impl Fn(Date) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let refused = RwSignal::new(None::<String>);
    let take = move |event: ev::Event| {
        let text = event_target_value(&event);
        match text.parse::<Date>() {
            Ok(day) if (1970..=2200).contains(&day.year()) => {
                refused.set(None);
                set(day);
            }
            _ => refused.set(Some("The date must be a day between 1970 and 2200. Nothing was changed.".to_owned())),
        }
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input id=id type="date" min="1970-01-01" max="2200-12-31" prop:value=move || value.get().to_string() on:change=take
                aria-invalid=move || refused.with(|refused| refused.is_some().to_string())/>
            {move || refused.get().map(|message| view! { <p class="refusal" role="alert">{message}</p> })}
        </div>
    }
}
