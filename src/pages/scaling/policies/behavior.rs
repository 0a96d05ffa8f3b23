//! The autoscaler's behavior: how fast replicas come and go.

use super::super::fields::behavior::{DIRECTION, DOWN, LIMIT, TOLERANCE, UP, limit_words};
use crate::browser::focus_on;
use crate::components::form::{Field, fields_at, one_field};
use crate::edit::{Change, Part, Place};
use headroom_core::formulas::autoscaler::hpa::defaults::{self, EffectiveRules};
use headroom_core::formulas::autoscaler::hpa::{HpaBehavior, HpaPolicy, HpaRules, HpaScalingPolicy, MAX_POLICIES};
use leptos::prelude::*;

/// The rules of both directions, where any are stated.
pub fn behavior_fields(rule: Part<HpaPolicy>, place: Place) -> AnyView {
    let stated = rule.read(|rule| rule.behavior.is_some());
    let shown = move || {
        let behavior = stated.get().then(|| rule.focus(|rule| rule.behavior.as_ref(), |rule| rule.behavior.as_mut()));
        let behavior = behavior.flatten()?;
        let up = (place.named("up"), &UP, defaults::scale_up_rules(None));
        let down = (place.named("down"), &DOWN, defaults::scale_down_rules(None));
        Some(view! {
            <div class="nested">
                {direction("Scale up", behavior, up, |behavior| behavior.scale_up.as_ref(), |behavior| behavior.scale_up.as_mut())}
                {direction("Scale down", behavior, down, |behavior| behavior.scale_down.as_ref(), |behavior| behavior.scale_down.as_mut())}
            </div>
        })
    };
    shown.into_any()
}

fn direction(
    title: &'static str,
    behavior: Part<HpaBehavior>,
    (place, flag, usual): (Place, &'static Field<HpaBehavior>, EffectiveRules),
    get: fn(&HpaBehavior) -> Option<&HpaRules>,
    get_mut: fn(&mut HpaBehavior) -> Option<&mut HpaRules>,
) -> AnyView {
    let stated = behavior.read(move |behavior| get(behavior).is_some());
    let shown = move || {
        let rules = stated.get().then(|| behavior.focus(get, get_mut)).flatten()?;
        Some(view! { <div class="nested">{direction_fields(rules, place, usual.clone())}</div> })
    };
    view! {
        <fieldset class="item">
            <legend>{title}</legend>
            {one_field(behavior, place, flag)}
            {shown}
        </fieldset>
    }
    .into_any()
}

fn direction_fields(rules: Part<HpaRules>, place: Place, usual: EffectiveRules) -> AnyView {
    let words = usual.policies.iter().map(limit_words).collect::<Vec<_>>().join(", ");
    let stated = rules.read(|rules| rules.policies.is_some());
    let unstated = move || (!stated.get()).then(|| view! { <p class="hint">{format!("Default: {words}.")}</p> });
    let limits = move || {
        let limits =
            stated.get().then(|| rules.focus(|rules| rules.policies.as_ref(), |rules| rules.policies.as_mut()));
        let limits = limits.flatten()?;
        Some(view! { <div class="nested">{limit_list(limits, place)}</div> })
    };
    view! {
        {fields_at(rules.knowing(Signal::stored(usual)), place, DIRECTION)}
        {unstated}
        {limits}
        {fields_at(rules, place, TOLERANCE)}
    }
    .into_any()
}

fn limit_list(limits: Part<Vec<HpaScalingPolicy>>, place: Place) -> AnyView {
    let count = limits.read(Vec::len);
    let full = move || count.get() >= MAX_POLICIES;
    let add_id = place.id("policy-hpa-limit-add");
    let add = move |_| {
        limits.edit(Change::Edit, |limits| {
            if let Some(last) = limits.last().copied().filter(|_| limits.len() < MAX_POLICIES) {
                limits.push(last);
            }
        });
    };
    view! {
        {move || (0..count.get()).filter_map(|at| one_limit(limits, place, at, count.get() > 1)).collect_view()}
        <button type="button" class="small" id=add_id disabled=full on:click=add>"Add a limit"</button>
    }
    .into_any()
}

fn one_limit(limits: Part<Vec<HpaScalingPolicy>>, place: Place, at: usize, removable: bool) -> Option<impl IntoView> {
    let limit = limits.focus(move |limits| limits.get(at), move |limits| limits.get_mut(at))?;
    let add_id = place.id("policy-hpa-limit-add");
    let place = place.nth(at);
    let remove = move |_| {
        limits.edit(Change::Edit, move |limits| {
            if limits.len() > 1 && at < limits.len() {
                limits.remove(at);
            }
        });
        focus_on(add_id);
    };
    Some(view! {
        <fieldset class="item" aria-label=format!("Limit {}", at + 1)>
            {fields_at(limit, place, LIMIT)}
            {removable.then(|| view! { <button type="button" class="quiet small" aria-label=format!("Remove limit {}", at + 1) on:click=remove>"Remove"</button> })}
        </fieldset>
    })
}
