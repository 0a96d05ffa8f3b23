//! The Kubernetes autoscaler: its metrics; its behavior is in `behavior`.

use super::behavior::behavior_fields;
use super::metric;
use crate::browser::focus_on;
use crate::components::form::{Extra, choice, flag, number_with, while_stated, words};
use crate::edit::Change;
use crate::edit::{Part, Place};
use headroom_core::base::name::Words;
use headroom_core::base::units::{HpaQuantity, HpaTargetUtilization, Quantity};
use headroom_core::formulas::autoscaler::hpa::{
    HpaBehavior, HpaMetric, HpaPolicy, HpaSource, HpaTarget, MAX_METRICS, defaults,
};
use headroom_core::formulas::autoscaler::metric::Metric;
use leptos::prelude::*;

/// The kinds of source, without their names.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Source {
    Resource,
    Container,
    Pods,
    Object,
    External,
}

const SOURCES: [(Source, &str); 5] = [
    (Source::Resource, "Resource"),
    (Source::Container, "ContainerResource"),
    (Source::Pods, "Pods"),
    (Source::Object, "Object"),
    (Source::External, "External"),
];

/// The kinds of target, without their numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Target {
    Utilization,
    AverageValue,
    Value,
}

const TARGETS: [(Target, &str); 3] =
    [(Target::Utilization, "Utilization"), (Target::AverageValue, "AverageValue"), (Target::Value, "Value")];

fn kind_of(source: &HpaSource) -> Source {
    match source {
        HpaSource::Resource(_) => Source::Resource,
        HpaSource::ContainerResource { .. } => Source::Container,
        HpaSource::Pods(_) => Source::Pods,
        HpaSource::Object { .. } => Source::Object,
        HpaSource::External(_) => Source::External,
    }
}

fn name_of(source: &HpaSource) -> &str {
    match source {
        HpaSource::Resource(name) | HpaSource::Pods(name) | HpaSource::External(name) => name.as_str(),
        HpaSource::ContainerResource { resource, .. } => resource.as_str(),
        HpaSource::Object { metric, .. } => metric.as_str(),
    }
}

/// The same metric read elsewhere; what further names it then needs are those of the API's own examples.
fn source_of(kind: Source, before: &HpaSource) -> HpaSource {
    let name = name_of(before);
    match kind {
        _ if kind == kind_of(before) => before.clone(),
        Source::Resource => HpaSource::Resource(Words::cut(name)),
        Source::Container => {
            HpaSource::ContainerResource { resource: Words::cut(name), container: Words::from_static("application") }
        }
        Source::Pods => HpaSource::Pods(Words::cut(name)),
        Source::Object => HpaSource::Object {
            metric: Words::cut(name),
            kind: Words::from_static("Ingress"),
            api_version: Words::from_static("networking.k8s.io/v1"),
            name: Words::from_static("main-route"),
        },
        Source::External => HpaSource::External(Words::cut(name)),
    }
}

fn target_kind(target: &HpaTarget) -> Target {
    match target {
        HpaTarget::Utilization(_) => Target::Utilization,
        HpaTarget::AverageValue(_) => Target::AverageValue,
        HpaTarget::Value(_) => Target::Value,
    }
}

fn number_of(target: &HpaTarget) -> f64 {
    match target {
        HpaTarget::Utilization(percent) => f64::from(percent.get()) / 100.0,
        HpaTarget::AverageValue(value) | HpaTarget::Value(value) => value.get(),
    }
}

/// The same number as another kind of target; 80 % and 0.8 are the same.
fn target_of(kind: Target, before: &HpaTarget) -> HpaTarget {
    let number = number_of(before);
    match kind {
        _ if kind == target_kind(before) => *before,
        Target::Utilization => HpaTarget::Utilization(HpaTargetUtilization::clamped(number * 100.0)),
        Target::AverageValue => HpaTarget::AverageValue(HpaQuantity::clamped(number)),
        Target::Value => HpaTarget::Value(HpaQuantity::clamped(number)),
    }
}

/// Reads the metric elsewhere, with a target that the API has for that source.
fn move_to(metric: &mut HpaMetric, kind: Source) {
    metric.source = source_of(kind, &metric.source);
    if !metric.source.takes(&metric.target) {
        metric.target = target_of(Target::AverageValue, &metric.target);
    }
}

/// The targets that the API has for a source.
fn targets_for(kind: Source) -> Vec<(Target, &'static str)> {
    let has = |target: Target| match kind {
        Source::Resource | Source::Container => target != Target::Value,
        Source::Pods => target == Target::AverageValue,
        Source::Object | Source::External => target != Target::Utilization,
    };
    TARGETS.into_iter().filter(|(target, _)| has(*target)).collect()
}

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
    let none =
        move || (count.get() == 0).then(|| view! { <p class="hint">"Without a metric the API takes CPU at 80 %."</p> });
    view! {
        {none}
        {move || (0..count.get()).filter_map(|at| metric_fields(rule, place, at)).collect_view()}
        <button type="button" class="small" id=add_id disabled=full on:click=add>"Add a metric"</button>
        {flag(rule, place.key("policy-hpa-behavior"), |rule| rule.behavior.is_some(), |rule, on| rule.behavior = on.then(HpaBehavior::default))}
        {while_stated(rule, |rule| rule.behavior.as_ref(), |rule| rule.behavior.as_mut(), move |behavior| behavior_fields(behavior, place))}
    }
    .into_any()
}

fn metric_fields(rule: Part<HpaPolicy>, place: Place, at: usize) -> Option<impl IntoView> {
    let metric = rule.focus(move |rule| rule.metrics.get(at), move |rule| rule.metrics.get_mut(at))?;
    let add_id = place.id("policy-hpa-add");
    let place = place.nth(at);
    let source = metric.read(|metric| kind_of(&metric.source));
    let title = metric.read(move |metric| format!("Metric {}: {}", at + 1, name_of(&metric.source)));
    let remove = move |_| {
        rule.edit(Change::Edit, move |rule| {
            if at < rule.metrics.len() {
                rule.metrics.remove(at);
            }
        });
        focus_on(add_id);
    };
    let mut signals: Vec<(Option<Metric>, &str)> =
        metric::choices().into_iter().map(|(metric, words)| (Some(metric), words)).collect();
    signals.push((None, "Nothing that is simulated"));
    let name = words(
        metric,
        place.key("policy-hpa-name"),
        |metric| name_of(&metric.source).to_owned(),
        |metric, text| {
            match &mut metric.source {
                HpaSource::Resource(name) | HpaSource::Pods(name) | HpaSource::External(name) => *name = named(text)?,
                HpaSource::ContainerResource { resource, .. } => *resource = named(text)?,
                HpaSource::Object { metric, .. } => *metric = named(text)?,
            }
            Ok(())
        },
    );
    let kinds = move || {
        let kinds = targets_for(source.get());
        let set = |metric: &mut HpaMetric, kind| metric.target = target_of(kind, &metric.target);
        choice(metric, place.key("policy-hpa-target-kind"), kinds, |metric| target_kind(&metric.target), set)
    };
    Some(view! {
        <fieldset class="item">
            <legend>{title}</legend>
            {choice(metric, place.key("policy-hpa-source"), SOURCES.to_vec(), |metric| kind_of(&metric.source), move_to)}
            {name}
            {move || further_names(metric, place, source.get())}
            {choice(metric, place.key("policy-hpa-signal"), signals, |metric| metric.signal, |metric, signal| metric.signal = signal)}
            {kinds}
            {target_field(metric, place)}
            <button type="button" class="quiet small" aria-label=move || format!("Remove {}", title.get()) on:click=remove>"Remove"</button>
        </fieldset>
    })
}

/// A name in the cluster, which must not be empty.
fn named<const MAX: usize>(text: &str) -> Result<Words<MAX>, String> {
    if text.is_empty() {
        return Err("A name must not be empty".to_owned());
    }
    Words::new(text).map_err(|error| error.to_string())
}

/// What some sources name beside the metric.
fn further_names(metric: Part<HpaMetric>, place: Place, source: Source) -> Option<AnyView> {
    /// One such field: its setting, and the name that it reads and writes.
    macro_rules! named_field {
        ($setting:literal, $kind:ident, $field:ident) => {
            words(
                metric,
                place.key($setting),
                |metric| match &metric.source {
                    HpaSource::$kind { $field, .. } => $field.to_string(),
                    _ => String::new(),
                },
                |metric, text| {
                    if let HpaSource::$kind { $field, .. } = &mut metric.source {
                        *$field = named(text)?;
                    }
                    Ok(())
                },
            )
        };
    }
    match source {
        Source::Container => Some(named_field!("policy-hpa-container", ContainerResource, container)),
        Source::Object => {
            let fields = [
                named_field!("policy-hpa-object-kind", Object, kind),
                named_field!("policy-hpa-object-version", Object, api_version),
                named_field!("policy-hpa-object-name", Object, name),
            ];
            Some(fields.collect_view().into_any())
        }
        Source::Resource | Source::Pods | Source::External => None,
    }
}

fn target_field(metric: Part<HpaMetric>, place: Place) -> impl IntoView {
    let kind = metric.read(|metric| target_kind(&metric.target));
    let unit = metric.read(|metric| match (name_of(&metric.source), metric.signal) {
        ("cpu", _) => "In cores a pod.".to_owned(),
        (_, Some(Metric::CpuUtilization | Metric::GpuUtilization)) => "As a fraction: 0.7 is 70 %.".to_owned(),
        (_, Some(signal)) => format!("In {}.", metric::unit_words(signal)),
        (_, None) => "In the metric's own unit.".to_owned(),
    });
    move || {
        let key = place.key("policy-hpa-target");
        if kind.get() == Target::Utilization {
            let hint = Signal::stored("Of what the pods request.".to_owned());
            return number_with(
                metric,
                key,
                Extra { hint: Some(hint), ..Extra::default() },
                |metric| HpaTargetUtilization::clamped(number_of(&metric.target) * 100.0),
                |metric, value| metric.target = HpaTarget::Utilization(value),
            );
        }
        number_with(
            metric,
            key,
            Extra { hint: Some(unit), ..Extra::default() },
            |metric| HpaQuantity::clamped(number_of(&metric.target)),
            |metric, value| {
                metric.target = match metric.target {
                    HpaTarget::Value(_) => HpaTarget::Value(value),
                    _ => HpaTarget::AverageValue(value),
                };
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_that_is_read_elsewhere_keeps_its_name_and_has_a_target_that_the_api_takes() {
        for (first, _) in SOURCES {
            for (kind, _) in SOURCES {
                let mut metric = defaults::metric();
                move_to(&mut metric, first);
                move_to(&mut metric, kind);
                assert_eq!((kind_of(&metric.source), name_of(&metric.source)), (kind, "cpu"));
                assert!(metric.source.takes(&metric.target), "{first:?} to {kind:?}");
                for (target, _) in TARGETS {
                    let offered = targets_for(kind).iter().any(|(offered, _)| *offered == target);
                    let taken = metric.source.takes(&target_of(target, &metric.target));
                    assert_eq!(offered, taken, "{kind:?} {target:?}");
                }
            }
        }
        assert_eq!(number_of(&target_of(Target::AverageValue, &defaults::metric().target)), 0.8);
    }
}
