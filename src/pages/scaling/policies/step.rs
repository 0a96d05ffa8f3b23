//! Step scaling: its alarms; the lists of steps are in `steps`.

use super::super::fields::metric::{IN_BELOW, OUT_ABOVE};
use super::super::fields::step::{ADJUSTS, IN_COOLDOWN, IN_DATAPOINTS, LOOKS_AT, SCALES_IN};
use super::steps::step_list;
use crate::components::form::fields_at;
use crate::edit::{Part, Place};
use headroom_core::plan::scaling::presets::Facts;
use headroom_core::plan::scenario::scaling::StepRule;
use leptos::prelude::*;

/// The fields of the rule.
pub fn step_fields(stated: Part<StepRule>, place: Place, facts: Signal<Facts>) -> AnyView {
    let metric = stated.read(|rule| rule.metric);
    let rule = stated.knowing(facts);
    let out_steps = stated.field(|rule| &rule.out_steps, |rule| &mut rule.out_steps);
    let out_above = stated.read(|rule| rule.out_above);
    let scales_in = stated.read(|rule| rule.scale_in.is_some());
    let alarm = move || {
        let alarm = scales_in.get().then(|| stated.focus(|rule| rule.scale_in.as_ref(), |rule| rule.scale_in.as_mut()));
        let alarm = alarm.flatten()?;
        let steps = alarm.field(|alarm| &alarm.steps, |alarm| &mut alarm.steps);
        let below = alarm.read(|alarm| alarm.below);
        Some(view! {
            <div class="nested">
                {fields_at(rule, place, IN_BELOW)}
                {fields_at(rule, place, IN_DATAPOINTS)}
                {step_list(steps, place, "policy-step-in-steps", metric, below)}
                {fields_at(rule, place, IN_COOLDOWN)}
            </div>
        })
    };
    view! {
        {[LOOKS_AT, OUT_ABOVE, ADJUSTS].map(|rows| fields_at(rule, place, rows)).collect_view()}
        {step_list(out_steps, place, "policy-step-out-steps", metric, out_above)}
        {fields_at(rule, place, SCALES_IN)}
        {alarm}
    }
    .into_any()
}
