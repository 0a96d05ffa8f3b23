//! Step scaling: its alarms; the lists of steps are in `steps`.

use super::metric;
use super::steps::step_list;
use crate::components::form::{choice, flag, number, optional, while_stated};
use crate::edit::{Part, Place};
use headroom_core::base::units::{MetricTarget, Quantity};
use headroom_core::formulas::autoscaler::cloud::step::{AdjustmentType, StepAdjustment, Steps};
use headroom_core::formulas::autoscaler::metric::Metric;
use headroom_core::plan::scaling::presets::Facts;
use headroom_core::plan::scenario::scaling::{StepIn, StepRule};
use leptos::prelude::*;

/// The fields of the rule.
pub fn step_fields(rule: Part<StepRule>, place: Place, facts: Signal<Facts>) -> AnyView {
    let key = move |setting| place.key(setting);
    let metric = rule.read(|rule| rule.metric);
    let types = vec![
        (AdjustmentType::PercentChangeInCapacity, "% of the fleet"),
        (AdjustmentType::ChangeInCapacity, "Replicas to add"),
        (AdjustmentType::ExactCapacity, "Replicas to have"),
    ];
    let look_at = move |rule: &mut StepRule, metric| look_at(rule, metric, &facts.get_untracked());
    let percent = rule.read(|rule| rule.adjustment == AdjustmentType::PercentChangeInCapacity);
    let least = move || {
        percent.get().then(|| {
            let unstated = "one replica".to_owned();
            optional(
                rule,
                key("policy-step-min-magnitude"),
                |rule| rule.min_magnitude,
                |rule, value| rule.min_magnitude = value,
                || Quantity::clamped(1.0),
                unstated,
            )
        })
    };
    let out_steps = rule.focus(|rule| Some(&rule.out_steps), |rule| Some(&mut rule.out_steps));
    view! {
        {choice(rule, key("policy-step-metric"), metric::choices(), |rule| rule.metric, look_at)}
        {number(rule, key("policy-step-period"), |rule| rule.period, |rule, value| rule.period = value)}
        {metric::target_field(rule, key("policy-step-out-above"), metric, |rule| rule.out_above, |rule, value| rule.out_above = value)}
        {number(rule, key("policy-step-out-datapoints"), |rule| rule.out_datapoints, |rule, value| rule.out_datapoints = value)}
        {choice(rule, key("policy-step-adjustment"), types, |rule| rule.adjustment, |rule, value| rule.adjustment = value)}
        {least}
        {out_steps.map(|steps| step_list(steps, place, "policy-step-out-steps", metric, rule.read(|rule| rule.out_above)))}
        {number(rule, key("policy-step-warm-up"), |rule| rule.warm_up, |rule, value| rule.warm_up = value)}
        {flag(rule, key("policy-step-scale-in"), |rule| rule.scale_in.is_some(), |rule, on| rule.scale_in = on.then(|| usual_in(rule)))}
        {while_stated(rule, |rule| rule.scale_in.as_ref(), |rule| rule.scale_in.as_mut(), move |alarm| in_fields(alarm, place, metric))}
    }
    .into_any()
}

fn in_fields(alarm: Part<StepIn>, place: Place, metric: Signal<Metric>) -> AnyView {
    let key = move |setting| place.key(setting);
    let steps = alarm.focus(|alarm| Some(&alarm.steps), |alarm| Some(&mut alarm.steps));
    view! {
        {metric::target_field(alarm, key("policy-step-in-below"), metric, |alarm| alarm.below, |alarm, value| alarm.below = value)}
        {number(alarm, key("policy-step-in-datapoints"), |alarm| alarm.datapoints, |alarm, value| alarm.datapoints = value)}
        {steps.map(|steps| step_list(steps, place, "policy-step-in-steps", metric, alarm.read(|alarm| alarm.below)))}
        {number(alarm, key("policy-step-in-cooldown"), |alarm| alarm.cooldown, |alarm, value| alarm.cooldown = value)}
    }
    .into_any()
}

/// An alarm that scales in, to begin with: below half of what scales out.
fn usual_in(rule: &StepRule) -> StepIn {
    let adjustment = if rule.adjustment == AdjustmentType::ExactCapacity { 1 } else { -10 };
    let steps = Steps::new(vec![StepAdjustment { lower: None, upper: Some(0.0), adjustment }]);
    StepIn {
        below: MetricTarget::clamped(rule.out_above.get() / 2.0),
        datapoints: Quantity::clamped(15.0),
        steps: steps.unwrap_or_else(|_| Steps::always(adjustment)),
        cooldown: Quantity::clamped(300.0),
    }
}

/// The same rule for another metric: thresholds and steps in its unit.
fn look_at(rule: &mut StepRule, metric: Metric, facts: &Facts) {
    let target = metric::retargeted(rule.metric, rule.out_above, metric, facts);
    let factor = target.get() / rule.out_above.get();
    rule.metric = metric;
    rule.out_above = target;
    rule.out_steps = metric::scaled_steps(&rule.out_steps, factor);
    if let Some(alarm) = &mut rule.scale_in {
        alarm.below = MetricTarget::clamped(alarm.below.get() * factor);
        alarm.steps = metric::scaled_steps(&alarm.steps, factor);
    }
}
