//! The fields of rules that are a few settings each.

use super::metric;
use crate::browser::focus_on;
use crate::components::form::{choice, flag, number, optional, while_stated};
use crate::edit::Change;
use crate::edit::{Part, Place};
use headroom_core::base::text;
use headroom_core::base::units::{MaxReplicas, PeakHour, Quantity};
use headroom_core::plan::scaling::presets::Facts;
use headroom_core::plan::scenario::scaling::{
    MAX_SCHEDULES, PredictiveRule, QueueRule, Repair, Schedule, ScheduledRule, StaticRule, TargetTrackingRule,
    ThresholdRule, Weekdays,
};
use leptos::prelude::*;

/// A fixed number.
pub fn static_fields(rule: Part<StaticRule>, place: Place, facts: Signal<Facts>) -> AnyView {
    let sized = move || facts.get().sized;
    let unstated = Signal::derive(move || format!("from sizing: {}", text::count(sized())));
    optional(
        rule,
        place.key("policy-static-replicas"),
        |rule| rule.replicas,
        |rule, value| rule.replicas = value,
        move || MaxReplicas::clamped(f64::from(facts.get_untracked().sized)),
        unstated,
    )
}

/// The published rule, or its repair.
pub fn threshold_fields(rule: Part<ThresholdRule>, place: Place) -> AnyView {
    let key = move |setting| place.key(setting);
    let forms = vec![(false, "As published"), (true, "Repaired")];
    let crossed = rule.read(|rule| rule.down.get() > rule.up.get());
    let crossed = move || {
        crossed.get().then(|| view! { <p class="refusal" role="status">"The lower threshold is above the upper one: the rule does both in turn."</p> })
    };
    view! {
        {choice(rule, key("policy-threshold-repair"), forms, |rule| rule.repair.is_some(), |rule, repaired| rule.repair = repaired.then(usual_repair))}
        {number(rule, key("policy-threshold-up"), |rule| rule.up, |rule, value| rule.up = value)}
        {number(rule, key("policy-threshold-down"), |rule| rule.down, |rule, value| rule.down = value)}
        {crossed}
        {while_stated(rule, |rule| rule.repair.as_ref(), |rule| rule.repair.as_mut(), move |repair| view! {
            {number(repair, key("policy-threshold-target"), |repair| repair.target, |repair, value| repair.target = value)}
            {number(repair, key("policy-threshold-cooldown"), |repair| repair.cooldown, |repair, value| repair.cooldown = value)}
        }.into_any())}
    }
    .into_any()
}

fn usual_repair() -> Repair {
    Repair { target: Quantity::clamped(0.65), cooldown: Quantity::clamped(300.0) }
}

/// Target tracking.
pub fn tracking_fields(rule: Part<TargetTrackingRule>, place: Place, facts: Signal<Facts>) -> AnyView {
    let key = move |setting| place.key(setting);
    let look_at = move |rule: &mut TargetTrackingRule, metric| {
        rule.target = metric::retargeted(rule.metric, rule.target, metric, &facts.get_untracked());
        rule.metric = metric;
    };
    let metric = rule.read(|rule| rule.metric);
    view! {
        {choice(rule, key("policy-target-metric"), metric::choices(), |rule| rule.metric, look_at)}
        {metric::target_field(rule, key("policy-target-target"), metric, |rule| rule.target, |rule, value| rule.target = value)}
        {number(rule, key("policy-target-period"), |rule| rule.period, |rule, value| rule.period = value)}
        {number(rule, key("policy-target-out-datapoints"), |rule| rule.out_datapoints, |rule, value| rule.out_datapoints = value)}
        {number(rule, key("policy-target-out-cooldown"), |rule| rule.out_cooldown, |rule, value| rule.out_cooldown = value)}
        {flag(rule, key("policy-target-scale-in"), |rule| rule.scale_in, |rule, on| rule.scale_in = on)}
        {number(rule, key("policy-target-in-datapoints"), |rule| rule.in_datapoints, |rule, value| rule.in_datapoints = value)}
        {number(rule, key("policy-target-in-cooldown"), |rule| rule.in_cooldown, |rule, value| rule.in_cooldown = value)}
    }
    .into_any()
}

/// Backlog a replica.
pub fn queue_fields(rule: Part<QueueRule>, place: Place) -> AnyView {
    let key = move |setting| place.key(setting);
    view! {
        {number(rule, key("policy-queue-backlog"), |rule| rule.backlog_per_replica, |rule, value| rule.backlog_per_replica = value)}
        {number(rule, key("policy-queue-polling"), |rule| rule.polling, |rule, value| rule.polling = value)}
        {number(rule, key("policy-queue-activation"), |rule| rule.activation, |rule, value| rule.activation = value)}
        {number(rule, key("policy-queue-cooldown"), |rule| rule.cooldown, |rule, value| rule.cooldown = value)}
    }
    .into_any()
}

/// The usual load of the hours ahead.
pub fn predictive_fields(rule: Part<PredictiveRule>, place: Place) -> AnyView {
    view! {
        {number(rule, place.key("policy-predictive-lead"), |rule| rule.lead, |rule, value| rule.lead = value)}
        {number(rule, place.key("policy-predictive-target"), |rule| rule.target, |rule, value| rule.target = value)}
    }
    .into_any()
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
    let days = vec![
        (Weekdays::Daily, "Every day"),
        (Weekdays::Weekdays, "Monday to Friday"),
        (Weekdays::Weekend, "Saturday and Sunday"),
    ];
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
            {choice(entry, place.key("policy-schedule-days"), days, |entry| entry.days, |entry, days| entry.days = days)}
            {number(entry, place.key("policy-schedule-from"), |entry| entry.from, |entry, from| entry.from = from)}
            {number(entry, place.key("policy-schedule-replicas"), |entry| entry.replicas, |entry, replicas| entry.replicas = replicas)}
            {removable.then(|| view! { <button type="button" class="quiet small" aria-label=format!("Remove time {}", at + 1) on:click=remove>"Remove"</button> })}
        </fieldset>
    })
}
