//! The autoscaler's behavior: how fast replicas come and go.

use crate::browser::focus_on;
use crate::components::form::{choice, flag, number, optional, while_stated};
use crate::edit::Change;
use crate::edit::{Part, Place};
use headroom_core::base::text;
use headroom_core::base::units::{HpaPercent, HpaPods, Quantity};
use headroom_core::formulas::autoscaler::hpa::defaults;
use headroom_core::formulas::autoscaler::hpa::defaults::EffectiveRules;
use headroom_core::formulas::autoscaler::hpa::{
    HpaAmount, HpaBehavior, HpaRules, HpaScalingPolicy, MAX_POLICIES, SelectPolicy,
};
use leptos::prelude::*;

/// The rules of both directions.
pub fn behavior_fields(behavior: Part<HpaBehavior>, place: Place) -> AnyView {
    let (up, down) = (place.named("up"), place.named("down"));
    view! {
        <fieldset class="item">
            <legend>"Scale up"</legend>
            {flag(behavior, up.key("policy-hpa-direction"), |behavior| behavior.scale_up.is_some(), |behavior, on| behavior.scale_up = on.then(HpaRules::default))}
            {while_stated(behavior, |behavior| behavior.scale_up.as_ref(), |behavior| behavior.scale_up.as_mut(),
                move |rules| direction_fields(rules, up, defaults::scale_up_rules(None)))}
        </fieldset>
        <fieldset class="item">
            <legend>"Scale down"</legend>
            {flag(behavior, down.key("policy-hpa-direction"), |behavior| behavior.scale_down.is_some(), |behavior, on| behavior.scale_down = on.then(HpaRules::default))}
            {while_stated(behavior, |behavior| behavior.scale_down.as_ref(), |behavior| behavior.scale_down.as_mut(),
                move |rules| direction_fields(rules, down, defaults::scale_down_rules(None)))}
        </fieldset>
    }
    .into_any()
}

fn direction_fields(rules: Part<HpaRules>, place: Place, usual: EffectiveRules) -> AnyView {
    let selects = vec![
        (None, "Max (default)"),
        (Some(SelectPolicy::Max), "Max"),
        (Some(SelectPolicy::Min), "Min"),
        (Some(SelectPolicy::Disabled), "Disabled"),
    ];
    let window = usual.window;
    let policies = usual.policies;
    let words = policies.iter().map(limit_words).collect::<Vec<_>>().join(", ");
    let policies = StoredValue::new(policies);
    let stated = rules.read(|rules| rules.policies.is_some());
    let state = move |rules: &mut HpaRules, on: bool| rules.policies = on.then(|| policies.get_value());
    let unstated = move || (!stated.get()).then(|| view! { <p class="hint">{format!("Default: {words}.")}</p> });
    view! {
        {optional(rules, place.key("policy-hpa-window"), |rules| rules.stabilization_window, |rules, value| rules.stabilization_window = value,
            move || Quantity::clamped(window), format!("default: {}", text::seconds(window)))}
        {choice(rules, place.key("policy-hpa-select"), selects, |rules| rules.select_policy, |rules, select| rules.select_policy = select)}
        {flag(rules, place.key("policy-hpa-policies"), |rules| rules.policies.is_some(), state)}
        {unstated}
        {while_stated(rules, |rules| rules.policies.as_ref(), |rules| rules.policies.as_mut(), move |policies| limit_list(policies, place))}
        {optional(rules, place.key("policy-hpa-tolerance"), |rules| rules.tolerance, |rules, value| rules.tolerance = value,
            || Quantity::clamped(defaults::TOLERANCE), format!("default: {}", text::percent(defaults::TOLERANCE)))}
    }
    .into_any()
}

/// A limit as people say it: `4 pods in 15 s`.
fn limit_words(limit: &HpaScalingPolicy) -> String {
    let period = text::seconds(limit.period.get());
    match limit.amount {
        HpaAmount::Pods(pods) => format!("{} in {period}", text::counted(pods.get().into(), "pod", "pods")),
        HpaAmount::Percent(percent) => format!("{} % in {period}", text::count(percent.get())),
    }
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

/// The same number counted otherwise.
fn counted_in(pods: bool, amount: HpaAmount) -> HpaAmount {
    let number = match amount {
        HpaAmount::Pods(pods) => pods.get(),
        HpaAmount::Percent(percent) => percent.get(),
    };
    if pods {
        HpaAmount::Pods(HpaPods::clamped(f64::from(number)))
    } else {
        HpaAmount::Percent(HpaPercent::clamped(f64::from(number)))
    }
}

fn one_limit(limits: Part<Vec<HpaScalingPolicy>>, place: Place, at: usize, removable: bool) -> Option<impl IntoView> {
    let limit = limits.focus(move |limits| limits.get(at), move |limits| limits.get_mut(at))?;
    let add_id = place.id("policy-hpa-limit-add");
    let place = place.nth(at);
    let in_pods = limit.read(|limit| matches!(limit.amount, HpaAmount::Pods(_)));
    let kinds = vec![(true, "Pods"), (false, "% of the pods")];
    let amount = move || {
        let key = place.key("policy-hpa-amount");
        if in_pods.get() {
            let read = |limit: &HpaScalingPolicy| match limit.amount {
                HpaAmount::Pods(pods) => pods,
                HpaAmount::Percent(_) => HpaPods::clamped(1.0),
            };
            number(limit, key, read, |limit, pods| limit.amount = HpaAmount::Pods(pods))
        } else {
            let read = |limit: &HpaScalingPolicy| match limit.amount {
                HpaAmount::Percent(percent) => percent,
                HpaAmount::Pods(_) => HpaPercent::clamped(1.0),
            };
            number(limit, key, read, |limit, percent| limit.amount = HpaAmount::Percent(percent))
        }
    };
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
            {amount}
            {choice(limit, place.key("policy-hpa-amount-kind"), kinds, |limit| matches!(limit.amount, HpaAmount::Pods(_)),
                |limit, pods| limit.amount = counted_in(pods, limit.amount))}
            {number(limit, place.key("policy-hpa-period"), |limit| limit.period, |limit, period| limit.period = period)}
            {removable.then(|| view! { <button type="button" class="quiet small" aria-label=format!("Remove limit {}", at + 1) on:click=remove>"Remove"</button> })}
        </fieldset>
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_read_as_people_say_them() {
        let words: Vec<String> = defaults::scale_up_rules(None).policies.iter().map(limit_words).collect();
        assert_eq!(words, ["4 pods in 15 s", "100 % in 15 s"]);
        assert_eq!(
            counted_in(true, HpaAmount::Percent(Quantity::clamped(50.0))),
            HpaAmount::Pods(Quantity::clamped(50.0))
        );
    }
}
