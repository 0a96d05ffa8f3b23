//! A field for a quantity: takes what people type, steps with the arrow keys, slides where that helps.

use super::field::NumberKind;
use super::typing::Typing;
use crate::edit::{Change, Gestures};
use crate::entry;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::base::units::Quantity;
use leptos::ev;
use leptos::prelude::*;

/// About so many steps has a slider from end to end.
const SLIDER_STEPS: f64 = 200.0;

/// A round step for a slider: quarters of an hour, or 1, 2 or 5 of some power of ten.
fn slider_step(from: f64, to: f64, dimension: Dimension) -> f64 {
    if dimension == Dimension::HourOfDay {
        return 0.25;
    }
    let wanted = (to - from) / SLIDER_STEPS;
    let mut power = 1.0;
    while power > wanted {
        power /= 10.0;
    }
    while power * 10.0 <= wanted {
        power *= 10.0;
    }
    [1.0, 2.0, 5.0].into_iter().map(|digit| digit * power).find(|step| *step >= wanted * 0.999).unwrap_or(10.0 * power)
}

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
    label: String,
    /// The present value.
    #[prop(into)]
    value: Signal<Q>,
    /// Takes a new value: one undo step, or one of a gesture.
    set: impl Fn(Change, Q) + Send + Sync + 'static,
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
    let number = Signal::derive(move || value.get().value());
    let set = Callback::new(move |(change, number): (Change, f64)| set(change, Q::clamped(number)));
    let kind = NumberKind { slider, unit, ..NumberKind::of::<Q>() };
    number_row(NumberRow { id, label, kind, value: number, set, hint })
}

/// The unit as it fits beside a number; a long one is left to the label.
fn chip(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Rate => "req/s",
        Dimension::FractionPerMonth => "%/month",
        Dimension::DollarsPerThousand => "$/1,000",
        other => Some(entry::unit(other)).filter(|unit| unit.len() <= 8).unwrap_or_default(),
    }
}

pub(super) type Take = Callback<(Change, f64)>;

/// A field for a number, whatever it is of.
pub(super) struct NumberRow {
    /// Unique on the page.
    pub id: &'static str,
    /// What it is.
    pub label: String,
    /// Of which quantity.
    pub kind: NumberKind,
    /// The present value.
    pub value: Signal<f64>,
    /// Takes a new value.
    pub set: Take,
    /// A line under the field.
    pub hint: Option<Signal<String>>,
}

/// The field.
pub(super) fn number_row(row: NumberRow) -> AnyView {
    let NumberRow { id, label, kind, value, set, hint } = row;
    let unit = kind.unit.unwrap_or_else(|| chip(kind.dimension));
    let typing = Typing::new(id, kind, value, set);
    let (typed, refused) = (typing.typed, typing.refused);
    let on_leave = move |_| {
        typing.take(true);
        typing.gestures.end();
    };
    let refusal = move || {
        refused.get().map(|message| {
            view! {
                <p class="refusal" role="alert">
                    {text::capitalised(&message)} ". Still using " {text::bound(value.get(), kind.dimension)} "."
                </p>
            }
        })
    };
    let message_id = format!("{id}-message");
    let slide = kind.slider.map(|ends| slider_view(id, &label, kind, value, set, ends));
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <span class="number" class:refused=move || refused.with(Option::is_some)>
                <input
                    id=id
                    type="text"
                    autocapitalize="off"
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=move || typing.shown()
                    data-typed=move || typed.with(|typed| typed.is_some().to_string())
                    aria-invalid=move || refused.with(|refused| refused.is_some().to_string())
                    aria-describedby=message_id.clone()
                    on:input=move |event| typing.goes_on(event_target_value(&event))
                    on:keydown=move |event| typing.key(&event)
                    on:blur=on_leave
                />
                {(!unit.is_empty()).then(|| view! { <span class="unit" aria-hidden="true">{unit}</span> })}
            </span>
            {slide}
            <div class="message" id=message_id>
                {refusal}
                {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
            </div>
        </div>
    }
    .into_any()
}

fn slider_view(
    id: &'static str,
    label: &str,
    kind: NumberKind,
    value: Signal<f64>,
    set: Take,
    (from, to): (f64, f64),
) -> AnyView {
    let gestures = Gestures::here();
    let on_slide = move |event: ev::Event| {
        if let Ok(number) = event_target_value(&event).parse::<f64>() {
            set.run((Change::Drag(id), (kind.clamp)(number)));
        }
    };
    view! {
        <input
            class="slider"
            type="range"
            id=format!("{id}-slider")
            aria-label=format!("{label}, slider")
            aria-valuetext=move || text::quantity(value.get(), kind.dimension)
            min=from.to_string()
            max=to.to_string()
            step=slider_step(from, to, kind.dimension).to_string()
            prop:value=move || value.get().to_string()
            on:input=on_slide
            on:change=move |_| gestures.end()
        />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sliders_step_by_round_numbers() {
        for (from, to, step) in
            [(1.0, 10.0, 0.05), (0.0, 0.5, 0.005), (0.0, 2.0, 0.01), (-0.1, 0.3, 0.002), (1.0, 12.0, 0.1)]
        {
            let found = slider_step(from, to, Dimension::Times);
            assert!((found - step).abs() < 1e-12, "{from} to {to}: {found}");
        }
    }
}
