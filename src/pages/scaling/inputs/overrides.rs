//! Windows in which somebody takes over from the policy.

use super::summaries;
use crate::browser::focus_on;
use crate::components::form::{Fold, choice, explained, name, number, words};
use crate::edit::Change;
use crate::edit::{Part, Place};
use crate::session::Session;
use headroom_core::base::name::Name;
use headroom_core::base::text;
use headroom_core::base::units::{MaxReplicas, MinReplicas, Quantity, SpendLimit};
use headroom_core::plan::scenario::scaling::{MAX_OVERRIDES, Override, OverrideAction, ScalingInputs};
use jiff::civil::DateTime;
use leptos::prelude::*;

/// The kinds of action, without their numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Freeze,
    Floor,
    Ceiling,
    Spend,
}

fn kind_of(action: OverrideAction) -> Kind {
    match action {
        OverrideAction::Freeze => Kind::Freeze,
        OverrideAction::Floor(_) => Kind::Floor,
        OverrideAction::Ceiling(_) => Kind::Ceiling,
        OverrideAction::Spend(_) => Kind::Spend,
    }
}

/// An action of a kind; what was there stays.
fn action_of(kind: Kind, before: OverrideAction, sized: u32) -> OverrideAction {
    let replicas = match before {
        OverrideAction::Floor(min) => min.get(),
        OverrideAction::Ceiling(max) => max.get(),
        OverrideAction::Freeze | OverrideAction::Spend(_) => sized,
    };
    match kind {
        Kind::Freeze => OverrideAction::Freeze,
        Kind::Floor => OverrideAction::Floor(MinReplicas::clamped(f64::from(replicas))),
        Kind::Ceiling => OverrideAction::Ceiling(MaxReplicas::clamped(f64::from(replicas))),
        Kind::Spend if kind_of(before) == Kind::Spend => before,
        Kind::Spend => OverrideAction::Spend(SpendLimit::clamped(100.0)),
    }
}

fn action_words(action: OverrideAction) -> String {
    match action {
        OverrideAction::Freeze => "freeze".to_owned(),
        OverrideAction::Floor(min) => format!("at least {}", text::count(min.get())),
        OverrideAction::Ceiling(max) => format!("at most {}", text::count(max.get())),
        OverrideAction::Spend(limit) => format!("at most {} an hour", text::dollars(limit.get())),
    }
}

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
                action: OverrideAction::Floor(headroom_core::base::units::Quantity::clamped(0.0)),
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
    let kind = part.read(|one| kind_of(one.action));
    let choices = vec![
        (Kind::Freeze, "Freeze"),
        (Kind::Floor, "At least"),
        (Kind::Ceiling, "At most"),
        (Kind::Spend, "Spend at most"),
    ];
    let value = move || match kind.get() {
        Kind::Freeze => None,
        Kind::Floor => Some(number(
            part,
            place.key("override-floor"),
            |one| if let OverrideAction::Floor(min) = one.action { min } else { MinReplicas::clamped(0.0) },
            |one, value| one.action = OverrideAction::Floor(value),
        )),
        Kind::Ceiling => Some(number(
            part,
            place.key("override-ceiling"),
            |one| if let OverrideAction::Ceiling(max) = one.action { max } else { MaxReplicas::clamped(1.0) },
            |one, value| one.action = OverrideAction::Ceiling(value),
        )),
        Kind::Spend => Some(number(
            part,
            place.key("override-spend"),
            |one| if let OverrideAction::Spend(limit) = one.action { limit } else { SpendLimit::clamped(0.0) },
            |one, value| one.action = OverrideAction::Spend(value),
        )),
    };
    let set_name = |one: &mut Override, text: &str| {
        one.name = Name::new(text).map_err(|error| error.to_string())?;
        Ok(())
    };
    Some(view! {
        <fieldset class="item">
            <legend>{title}</legend>
            {words(part, place.key("override-name"), |one| one.name.to_string(), set_name)}
            {start_field(part, place)}
            {number(part, place.key("override-length"), |one| one.length, |one, value| one.length = value)}
            {choice(part, place.key("override-action"), choices, |one| kind_of(one.action), move |one, kind| {
                one.action = action_of(kind, one.action, sized.get_untracked().unwrap_or(1));
            })}
            {value}
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_kind_of_override_keeps_the_number() {
        let floor = action_of(Kind::Floor, OverrideAction::Freeze, 57);
        assert_eq!(action_words(floor), "at least 57");
        let floor = OverrideAction::Floor(Quantity::clamped(12.0));
        assert_eq!(action_words(action_of(Kind::Ceiling, floor, 57)), "at most 12");
        assert_eq!(action_words(action_of(Kind::Spend, floor, 57)), "at most $100.00 an hour");
        for kind in [Kind::Freeze, Kind::Floor, Kind::Ceiling, Kind::Spend] {
            assert_eq!(kind_of(action_of(kind, floor, 0)), kind);
        }
    }
}
