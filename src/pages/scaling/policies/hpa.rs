//! The Kubernetes autoscaler: its list of metrics; its behavior is in `behavior`.

use super::super::fields::hpa::{BEHAVIOR, SOURCE, STANDS_FOR, TARGET};
use super::behavior::behavior_fields;
use crate::browser::focus_on;
use crate::components::form::{fields_at, one_field};
use crate::edit::{Change, Part, Place};
use headroom_core::formulas::autoscaler::hpa::{HpaPolicy, MAX_METRICS, defaults};
use leptos::prelude::*;

/// The fields of the autoscaler.
pub fn hpa_fields(rule: Part<HpaPolicy>, place: Place) -> AnyView {
    let count = rule.read(|rule| rule.metrics.len());
    let full = move || count.get() >= MAX_METRICS;
    let add_id = place.id("policy-hpa-add");
    let add = move |_| {
        rule.edit(Change::Edit, |rule| {
            if rule.metrics.len() < MAX_METRICS {
                rule.metrics.push(defaults::metric());
            }
        });
    };
    let none = move || {
        (count.get() == 0).then(|| view! { <p class="hint">"Without a metric the API defaults to CPU at 80 %."</p> })
    };
    view! {
        {none}
        {move || (0..count.get()).filter_map(|at| metric_fields(rule, place, at)).collect_view()}
        <button type="button" class="small" id=add_id disabled=full on:click=add>"Add a metric"</button>
        {one_field(rule, place, &BEHAVIOR)}
        {behavior_fields(rule, place)}
    }
    .into_any()
}

fn metric_fields(rule: Part<HpaPolicy>, place: Place, at: usize) -> Option<impl IntoView> {
    let metric = rule.focus(move |rule| rule.metrics.get(at), move |rule| rule.metrics.get_mut(at))?;
    let add_id = place.id("policy-hpa-add");
    let place = place.nth(at);
    let title = metric.read(move |metric| format!("Metric {}: {}", at + 1, metric.source.name()));
    let remove = move |_| {
        rule.edit(Change::Edit, move |rule| {
            if at < rule.metrics.len() {
                rule.metrics.remove(at);
            }
        });
        focus_on(add_id);
    };
    Some(view! {
        <fieldset class="item">
            <legend>{title}</legend>
            {fields_at(metric, place, SOURCE)}
            {fields_at(metric, place, STANDS_FOR)}
            {fields_at(metric, place, TARGET)}
            <button type="button" class="quiet small" aria-label=move || format!("Remove {}", title.get()) on:click=remove>"Remove"</button>
        </fieldset>
    })
}
