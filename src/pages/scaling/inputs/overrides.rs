//! Windows in which somebody takes over from the policy.

use super::super::fields::overrides::{ACTION, NAME, action_words};
use super::summaries;
use crate::browser::focus_on;
use crate::components::form::{Fold, explained, fields_at, name, one_field};
use crate::edit::Change;
use crate::edit::{Part, Place};
use crate::session::Session;
use headroom_core::base::name::Name;
use headroom_core::base::units::Quantity;
use headroom_core::plan::scenario::scaling::{MAX_OVERRIDES, Override, OverrideAction, ScalingInputs};
use jiff::civil::DateTime;
use leptos::prelude::*;

/// The list of overrides and the fields of each.
#[component]
pub fn OverrideFields() -> impl IntoView {
    let scaling = Session::here().selected_part(|service| &service.scaling, |service| &mut service.scaling);
    let says = scaling.read(|scaling| summaries::overrides(&scaling.overrides));
    view! { <Fold id="overrides" title="Overrides" says=says>{move || override_list(scaling)}</Fold> }
}

fn override_list(scaling: Part<ScalingInputs>) -> impl IntoView {
    let session = Session::here();
    let count = scaling.read(|scaling| scaling.overrides.len());
    let full = move || count.get() >= MAX_OVERRIDES;
    let start = session.part(|scenario| scenario.start);
    let add = move |_| {
        let hours = scaling.now().period.start().get();
        let first = start.get_untracked().at(0, 0, 0, 0);
        let begins = first.saturating_add(jiff::Span::new().hours(hours as i64));
        scaling.edit(Change::Edit, move |scaling| {
            scaling.overrides.push(Override {
                name: Name::default(),
                start: begins,
                length: Quantity::clamped(24.0),
                action: OverrideAction::Floor(Quantity::clamped(0.0)),
            });
        });
    };
    view! {
        {move || (0..count.get()).filter_map(|place| one_override(scaling, place)).collect_view()}
        <button type="button" id="override-add" on:click=add disabled=full>"Add an override"</button>
        {move || full().then(|| view! { <p class="hint">{format!("A service has at most {MAX_OVERRIDES} overrides.")}</p> })}
    }
}

fn one_override(scaling: Part<ScalingInputs>, at: usize) -> Option<impl IntoView> {
    let session = Session::here();
    let place = Place::TOP.nth(at);
    let part = scaling.focus(move |all| all.overrides.get(at), move |all| all.overrides.get_mut(at))?;
    let sized = session.answer(|service| service.sizing.replicas);
    let title = part.read(move |one| {
        let name = if one.name.is_empty() { format!("Override {}", at + 1) } else { one.name.to_string() };
        format!("{name}: {}", action_words(one.action))
    });
    let remove = move |_| {
        scaling.edit(Change::Edit, move |scaling| {
            if at < scaling.overrides.len() {
                scaling.overrides.remove(at);
            }
        });
        focus_on("override-add");
    };
    Some(view! {
        <fieldset class="item">
            <legend>{title}</legend>
            {one_field(part, place, &NAME)}
            {start_field(part, place)}
            {fields_at(part.knowing(Signal::derive(move || sized.get().unwrap_or(1))), place, ACTION)}
            <button type="button" class="quiet small" aria-label=move || format!("Remove {}", title.get()) on:click=remove>"Remove"</button>
        </fieldset>
    })
}

fn start_field(part: Part<Override>, place: Place) -> AnyView {
    let key = place.key("override-start");
    let start = part.read(|one| one.start.to_string());
    let refused = RwSignal::new(false);
    let take = move |event| {
        let start = event_target_value(&event).parse::<DateTime>().ok();
        let start = start.filter(|start| (1970..=2200).contains(&start.year()));
        refused.set(start.is_none());
        if let Some(start) = start {
            part.edit(Change::Edit, move |one| one.start = start);
        }
    };
    let field = view! {
        <div class="field long">
            <label for=key.id>{name(key)}</label>
            <input id=key.id type="datetime-local" prop:value=start on:change=take aria-invalid=move || refused.get().to_string()/>
            {move || refused.get().then(|| view! { <p class="refusal" role="alert">"An override must begin between 1970 and 2200. Nothing was changed."</p> })}
        </div>
    };
    explained(key, field.into_any())
}
