//! A field for a quantity: takes what people type, steps with the arrow keys, slides where that helps.

use crate::entry;
use crate::session::{Change, Session};
use gloo_timers::callback::Timeout;
use headroom_core::units::Quantity;
use leptos::ev;
use leptos::prelude::*;

/// Pause in typing after which a valid entry counts, in milliseconds.
const PAUSE_MILLISECONDS: u32 = 350;
/// Steps of a slider from end to end.
const SLIDER_STEPS: f64 = 200.0;

/// A field for a quantity.
///
/// What is typed stays in the field; it counts after a short pause, on Enter, or when the field is
/// left. What the quantity cannot hold is refused below the field and changes nothing.
#[component]
pub fn NumberField<Q: Quantity + Send + Sync>(
    /// Unique on the page.
    id: &'static str,
    /// What it is, as the person reads it.
    #[prop(into)]
    label: Signal<String>,
    /// The present value.
    #[prop(into)]
    value: Signal<Q>,
    /// Takes a new value: one undo step, or one of a gesture.
    set: impl Fn(Change, Q) + Copy + Send + Sync + 'static,
    /// Ends of the slider; no slider without.
    #[prop(optional)]
    slider: Option<(f64, f64)>,
    /// A line under the field.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// The unit beside the field, where it is not the quantity's own.
    #[prop(optional)]
    unit: Option<&'static str>,
) -> impl IntoView {
    let session = Session::here();
    let typed = RwSignal::new(None::<String>);
    let refused = RwSignal::new(None::<String>);
    let pause = StoredValue::new_local(None::<Timeout>);
    let unit = unit.unwrap_or_else(|| entry::unit(Q::DIMENSION));
    let shown = move || typed.get().unwrap_or_else(|| entry::show(value.get().value(), Q::DIMENSION));

    let take = move |finished: bool| {
        pause.update_value(|pause| *pause = None);
        let Some(text) = typed.try_get_untracked().flatten() else { return };
        match entry::parse::<Q>(&text) {
            Ok(quantity) => {
                refused.set(None);
                set(Change::Drag(id), quantity);
                if finished {
                    typed.set(None);
                    session.end_gesture();
                }
            }
            Err(message) => refused.set(Some(message)),
        }
    };
    let on_input = move |event: ev::Event| {
        typed.set(Some(event_target_value(&event)));
        pause.update_value(|pause| *pause = Some(Timeout::new(PAUSE_MILLISECONDS, move || take(false))));
    };
    let step = move |up: bool, large: bool| {
        take(false);
        let next = Q::clamped(entry::step(value.get_untracked().value(), Q::DIMENSION, up, large));
        refused.set(None);
        typed.set(None);
        set(Change::Drag(id), next);
    };
    let on_key = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "ArrowUp" | "ArrowDown" => {
            event.prevent_default();
            step(event.key() == "ArrowUp", event.shift_key());
        }
        "Enter" => take(true),
        "Escape" if typed.get_untracked().is_some() => {
            event.stop_propagation();
            typed.set(None);
            refused.set(None);
        }
        _ => {}
    };
    let on_leave = move |_| {
        take(true);
        session.end_gesture();
    };
    let message_id = format!("{id}-message");
    let described = message_id.clone();

    view! {
        <div class="field">
            <label for=id>{label}</label>
            <span class="number" class:refused=move || refused.with(Option::is_some)>
                <input
                    id=id
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=shown
                    data-typed=move || typed.with(|typed| typed.is_some().to_string())
                    aria-invalid=move || refused.with(|refused| refused.is_some().to_string())
                    aria-describedby=described
                    on:input=on_input
                    on:keydown=on_key
                    on:blur=on_leave
                />
                {(!unit.is_empty()).then(|| view! { <span class="unit" aria-hidden="true">{unit}</span> })}
            </span>
            {slider.map(|(from, to)| slider_view(id, label, value, set, from, to, session))}
            <div class="message" id=message_id>
                {move || refused.get().map(|message| view! {
                    <p class="refusal" role="alert">
                        {capitalised(&message)} ". Still using " {entry::show(value.get().value(), Q::DIMENSION)} "."
                    </p>
                })}
                {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
            </div>
        </div>
    }
}

fn slider_view<Q: Quantity + Send + Sync>(
    id: &'static str,
    label: Signal<String>,
    value: Signal<Q>,
    set: impl Fn(Change, Q) + Copy + Send + Sync + 'static,
    from: f64,
    to: f64,
    session: Session,
) -> impl IntoView {
    let on_slide = move |event: ev::Event| {
        if let Ok(number) = event_target_value(&event).parse::<f64>() {
            set(Change::Drag(id), Q::clamped(number));
        }
    };
    view! {
        <input
            class="slider"
            type="range"
            id=format!("{id}-slider")
            aria-label=move || format!("{}, slider", label.get())
            aria-valuetext=move || headroom_core::text::quantity(value.get().value(), Q::DIMENSION)
            min=from.to_string()
            max=to.to_string()
            step=((to - from) / SLIDER_STEPS).to_string()
            prop:value=move || value.get().value().to_string()
            on:input=on_slide
            on:change=move |_| session.end_gesture()
        />
    }
}

/// The message with a capital, as a sentence begins.
fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
