//! The Kubernetes autoscaler: its metrics; its behavior is in `behavior`.

use super::metric::{self, metric_at, place_of};
use crate::components::form::{Field, Kind, NumberKind};
use headroom_core::base::name::Words;
use headroom_core::base::units::{HpaQuantity, HpaTargetUtilization, Quantity, ReadingAtRest, ReadingPerSignal};
use headroom_core::formulas::autoscaler::hpa::{HpaBehavior, HpaMetric, HpaPolicy, HpaSource, HpaTarget, Reading};
use headroom_core::formulas::autoscaler::metric::Metric;

/// A name that some sources have beside the metric's.
macro_rules! further_name {
    ($setting:literal, $kind:ident, $field:ident) => {
        Field::<HpaMetric>::new(
            $setting,
            Kind::Words {
                get: |metric| match &metric.source {
                    HpaSource::$kind { $field, .. } => $field.to_string(),
                    _ => String::new(),
                },
                set: |metric, text| {
                    if let HpaSource::$kind { $field, .. } = &mut metric.source {
                        *$field = named(text)?;
                    }
                    Ok(())
                },
            },
        )
        .when(|metric| matches!(metric.source, HpaSource::$kind { .. }))
    };
}

/// The kinds of target that the API has for some sources.
macro_rules! target_kinds {
    ($words:expr, $targets:expr, $($source:ident)|+) => {
        Field::<HpaMetric>::new(
            "policy-hpa-target-kind",
            Kind::Choice {
                words: $words,
                in_view: false,
                get: |metric| $targets.iter().position(|one| *one == target_kind(&metric.target)).unwrap_or_default(),
                set: |metric, place| {
                    if let Some(kind) = $targets.get(place) {
                        metric.target = target_of(*kind, &metric.target);
                    }
                },
            },
        )
        .when(|metric| matches!(kind_of(&metric.source), $(Source::$source)|+))
    };
}

/// Where a metric is read, and its names in the cluster.
pub const SOURCE: &[Field<HpaMetric>] = &[
    Field::new(
        "policy-hpa-source",
        Kind::Choice {
            words: &["Resource", "ContainerResource", "Pods", "Object", "External"],
            in_view: false,
            get: |metric| SOURCES.iter().position(|one| *one == kind_of(&metric.source)).unwrap_or_default(),
            set: |metric, place| move_to(metric, SOURCES.get(place).copied().unwrap_or(Source::Resource)),
        },
    ),
    Field::new(
        "policy-hpa-name",
        Kind::Words {
            get: |metric| metric.source.name().to_owned(),
            set: |metric, text| {
                match &mut metric.source {
                    HpaSource::Resource(name) | HpaSource::Pods(name) | HpaSource::External(name) => {
                        *name = named(text)?
                    }
                    HpaSource::ContainerResource { resource, .. } => *resource = named(text)?,
                    HpaSource::Object { metric, .. } => *metric = named(text)?,
                }
                Ok(())
            },
        },
    ),
    further_name!("policy-hpa-container", ContainerResource, container),
    further_name!("policy-hpa-object-kind", Object, kind),
    further_name!("policy-hpa-object-version", Object, api_version),
    further_name!("policy-hpa-object-name", Object, name),
];

/// Which simulated signal the metric stands for, and what it reads for it.
pub const STANDS_FOR: &[Field<HpaMetric>] = &[
    Field::new(
        "policy-hpa-signal",
        Kind::Choice {
            words: &SIGNALS,
            in_view: false,
            get: |metric| metric.signal.map_or(Metric::ALL.len(), place_of),
            set: |metric, place| {
                metric.signal = (place < Metric::ALL.len()).then(|| metric_at(place));
                metric.reading = Reading::guessed(metric.source.name(), metric.signal, metric.target);
            },
        },
    ),
    Field::<HpaMetric>::new(
        "policy-hpa-scale",
        Kind::Number {
            get: |metric| metric.reading.scale.value(),
            set: |metric, value| metric.reading.scale = Quantity::clamped(value),
            quantity: NumberKind::of::<ReadingPerSignal>(),
        },
    )
    .when(|metric| metric.signal.is_some())
    .hint(|metric| scale_hint(metric).to_owned()),
    Field::<HpaMetric>::new(
        "policy-hpa-base",
        Kind::Number {
            get: |metric| metric.reading.base.value(),
            set: |metric, value| metric.reading.base = Quantity::clamped(value),
            quantity: NumberKind::of::<ReadingAtRest>(),
        },
    )
    .when(|metric| metric.signal.is_some())
    .hint(|metric| match metric.source.name() {
        "memory" => "Memory of an idle pod, over its request.".to_owned(),
        _ => String::new(),
    }),
];

/// Its target.
pub const TARGET: &[Field<HpaMetric>] = &[
    target_kinds!(&["Utilization", "AverageValue"], [Target::Utilization, Target::AverageValue], Resource | Container),
    target_kinds!(&["AverageValue"], [Target::AverageValue], Pods),
    target_kinds!(&["AverageValue", "Value"], [Target::AverageValue, Target::Value], Object | External),
    Field::<HpaMetric>::new(
        "policy-hpa-target",
        Kind::Number {
            get: |metric| number_of(&metric.target) * 100.0,
            set: |metric, value| metric.target = HpaTarget::Utilization(Quantity::clamped(value)),
            quantity: NumberKind::of::<HpaTargetUtilization>(),
        },
    )
    .when(is_utilization)
    .hint(|_| "Share of what the pods request.".to_owned()),
    Field::<HpaMetric>::new(
        "policy-hpa-target",
        Kind::Number {
            get: |metric| number_of(&metric.target),
            set: |metric, value| {
                let value = HpaQuantity::clamped(value);
                metric.target = match metric.target {
                    HpaTarget::Value(_) => HpaTarget::Value(value),
                    _ => HpaTarget::AverageValue(value),
                };
            },
            quantity: NumberKind::of::<HpaQuantity>(),
        },
    )
    .when(|metric| !is_utilization(metric))
    .hint(|metric| match (metric.source.name(), metric.signal) {
        ("cpu", _) => "Cores per pod.".to_owned(),
        (_, Some(Metric::CpuUtilization | Metric::GpuUtilization)) => "As a fraction: 0.7 is 70 %.".to_owned(),
        (_, Some(signal)) => format!("In {}.", metric::unit_words(signal)),
        (_, None) => "In the metric's own unit.".to_owned(),
    }),
];

/// Whether its behavior is stated.
pub const BEHAVIOR: Field<HpaPolicy> = Field::new(
    "policy-hpa-behavior",
    Kind::Flag { get: |rule| rule.behavior.is_some(), set: |rule, on| rule.behavior = on.then(HpaBehavior::default) },
);

/// The words of the simulated signals, and of none.
const SIGNALS: [&str; Metric::ALL.len() + 1] = {
    let mut words = ["Nothing that is simulated"; Metric::ALL.len() + 1];
    let mut place = 0;
    while place < metric::WORDS.len() {
        words[place] = metric::WORDS[place];
        place += 1;
    }
    words
};

/// What the scale of a metric is, by what stands for it.
fn scale_hint(metric: &HpaMetric) -> &'static str {
    match (metric.source.name(), metric.signal) {
        ("cpu", Some(Metric::CpuUtilization)) => "CPU used at full throughput, over the request.",
        ("memory", _) => "Memory of one request in flight, over the request.",
        (_, Some(Metric::CpuUtilization | Metric::GpuUtilization)) => {
            "100 where the metric is in percent, 1 for a share."
        }
        (_, Some(Metric::Latency)) => "1,000 where the metric is in milliseconds, 1 for seconds.",
        _ => "What the metric counts for one of its signal.",
    }
}

fn is_utilization(metric: &HpaMetric) -> bool {
    matches!(metric.target, HpaTarget::Utilization(_))
}

/// A name in the cluster, which must not be empty.
fn named<const MAX: usize>(text: &str) -> Result<Words<MAX>, String> {
    if text.is_empty() {
        return Err("A name must not be empty".to_owned());
    }
    Words::new(text).map_err(|error| error.to_string())
}

/// The kinds of source, without their names.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Source {
    Resource,
    Container,
    Pods,
    Object,
    External,
}

const SOURCES: [Source; 5] = [Source::Resource, Source::Container, Source::Pods, Source::Object, Source::External];

/// The kinds of target, without their numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Target {
    Utilization,
    AverageValue,
    Value,
}

fn kind_of(source: &HpaSource) -> Source {
    match source {
        HpaSource::Resource(_) => Source::Resource,
        HpaSource::ContainerResource { .. } => Source::Container,
        HpaSource::Pods(_) => Source::Pods,
        HpaSource::Object { .. } => Source::Object,
        HpaSource::External(_) => Source::External,
    }
}

/// The same metric read elsewhere; what further names it then needs are those of the API's own examples.
fn source_of(kind: Source, before: &HpaSource) -> HpaSource {
    let name = before.name();
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

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::formulas::autoscaler::hpa::defaults;

    #[test]
    fn a_metric_that_is_read_elsewhere_keeps_its_name_and_has_a_target_that_the_api_takes() {
        for first in SOURCES {
            for kind in SOURCES {
                let mut metric = defaults::metric();
                move_to(&mut metric, first);
                move_to(&mut metric, kind);
                assert_eq!((kind_of(&metric.source), metric.source.name()), (kind, "cpu"));
                assert!(metric.source.takes(&metric.target), "{first:?} to {kind:?}");
                let offered = TARGET.iter().filter(|field| field.applies.is_some_and(|applies| applies(&metric)));
                let kinds = offered.filter_map(|field| match &field.kind {
                    Kind::Choice { words, set, .. } => Some((words.len(), *set)),
                    _ => None,
                });
                let kinds: Vec<_> = kinds.collect();
                let [(count, set)] = kinds[..] else { panic!("one choice of target for {kind:?}") };
                let mut taken = Vec::new();
                for place in 0..count {
                    set(&mut metric, place);
                    assert!(metric.source.takes(&metric.target), "{kind:?} {place}");
                    taken.push(target_kind(&metric.target));
                }
                for other in [Target::Utilization, Target::AverageValue, Target::Value] {
                    let takes = metric.source.takes(&target_of(other, &metric.target));
                    assert_eq!(taken.contains(&other), takes, "{kind:?} {other:?}");
                }
            }
        }
        assert_eq!(number_of(&target_of(Target::AverageValue, &defaults::metric().target)), 0.8);
    }
}
