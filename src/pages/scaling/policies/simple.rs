//! The fields of rules that are a few settings each.

use super::super::fields::metric::TRACKED;
use super::super::fields::rules::{PREDICTIVE, QUEUE, REPAIR, SCHEDULE, STATIC, THRESHOLD, TRACKING, TRACKING_METRIC};
use crate::browser::focus_on;
use crate::components::form::{fields_at, fields_of};
use crate::edit::{Change, Part, Place};
use headroom_core::base::units::{PeakHour, Quantity};
use headroom_core::plan::scaling::presets::Facts;
use headroom_core::plan::scenario::scaling::{
    MAX_SCHEDULES, PredictiveRule, QueueRule, Schedule, ScheduledRule, StaticRule, TargetTrackingRule, ThresholdRule,
};
use leptos::prelude::*;

/// A fixed number.
pub fn static_fields(rule: Part<StaticRule>, place: Place, facts: Signal<Facts>) -> AnyView {
    fields_at(rule.knowing(facts), place, STATIC)
}

/// The published rule, or its repair.
pub fn threshold_fields(rule: Part<ThresholdRule>, place: Place) -> AnyView {
    let crossed = rule.read(|rule| rule.down.get() > rule.up.get());
    let crossed = move || {
        crossed.get().then(|| view! { <p class="refusal" role="status">"The lower threshold is above the upper one: the rule scales up and down in turn."</p> })
    };
    view! {
        {fields_at(rule, place, THRESHOLD)}
        {crossed}
        {fields_of(rule, place, |rule| rule.repair.as_ref(), |rule| rule.repair.as_mut(), REPAIR)}
    }
    .into_any()
}

/// Target tracking.
pub fn tracking_fields(rule: Part<TargetTrackingRule>, place: Place, facts: Signal<Facts>) -> AnyView {
    let rule = rule.knowing(facts);
    [TRACKING_METRIC, TRACKED, TRACKING].map(|rows| fields_at(rule, place, rows)).collect_view().into_any()
}

/// Backlog a replica.
pub fn queue_fields(rule: Part<QueueRule>, place: Place) -> AnyView {
    fields_at(rule, place, QUEUE)
}

/// The usual load of the hours ahead.
pub fn predictive_fields(rule: Part<PredictiveRule>, place: Place) -> AnyView {
    fields_at(rule, place, PREDICTIVE)
}

/// Numbers at stated times.
pub fn scheduled_fields(rule: Part<ScheduledRule>, place: Place) -> AnyView {
    let count = rule.read(|rule| rule.entries.len());
    let full = move || count.get() >= MAX_SCHEDULES;
    let add_id = place.id("policy-schedule-add");
    let add = move |_| {
        rule.edit(Change::Edit, |rule| {
            if let Some(last) = rule.entries.last().copied().filter(|_| rule.entries.len() < MAX_SCHEDULES) {
                rule.entries.push(Schedule { from: PeakHour::clamped((last.from.get() + 1.0) % 24.0), ..last });
            }
        });
    };
    view! {
        {move || (0..count.get()).filter_map(|at| schedule_entry(rule, place, at, count.get() > 1)).collect_view()}
        <button type="button" class="small" id=add_id disabled=full on:click=add>"Add a time"</button>
    }
    .into_any()
}

fn schedule_entry(rule: Part<ScheduledRule>, place: Place, at: usize, removable: bool) -> Option<impl IntoView> {
    let entry = rule.focus(move |rule| rule.entries.get(at), move |rule| rule.entries.get_mut(at))?;
    let add_id = place.id("policy-schedule-add");
    let place = place.nth(at);
    let remove = move |_| {
        rule.edit(Change::Edit, move |rule| {
            if rule.entries.len() > 1 && at < rule.entries.len() {
                rule.entries.remove(at);
            }
        });
        focus_on(add_id);
    };
    Some(view! {
        <fieldset class="item" aria-label=format!("Time {}", at + 1)>
            {fields_at(entry, place, SCHEDULE)}
            {removable.then(|| view! { <button type="button" class="quiet small" aria-label=format!("Remove time {}", at + 1) on:click=remove>"Remove"</button> })}
        </fieldset>
    })
}
