//! What a rule looks at, and a target in that metric's own unit.

use crate::components::form::{Extra, Stated, number_with};
use crate::edit::{Key, Part};
use headroom_core::base::dimension::Dimension;
use headroom_core::base::units::{LatencyTarget, MetricTarget, Quantity, UtilizationThreshold};
use headroom_core::formulas::autoscaler::cloud::step::{StepAdjustment, Steps};
use headroom_core::formulas::autoscaler::metric::Metric;
use headroom_core::plan::scaling::presets::Facts;
use leptos::prelude::*;

/// The metrics with their words.
pub fn choices() -> Vec<(Metric, &'static str)> {
    Metric::ALL.iter().map(|metric| (*metric, label(*metric))).collect()
}

const fn label(metric: Metric) -> &'static str {
    match metric {
        Metric::LoadPerReplica => "Load a replica",
        Metric::CpuUtilization => "CPU utilization",
        Metric::GpuUtilization => "GPU utilization",
        Metric::InFlight => "In flight a replica",
        Metric::QueueDepth => "Queue depth",
        Metric::Latency => "Latency",
    }
}

/// How values of a metric are typed and read.
pub const fn dimension(metric: Metric) -> Dimension {
    match metric {
        Metric::CpuUtilization | Metric::GpuUtilization => Dimension::Fraction,
        Metric::Latency => Dimension::Seconds,
        Metric::LoadPerReplica | Metric::InFlight | Metric::QueueDepth => Dimension::Plain,
    }
}

/// The unit of a metric, in words.
pub const fn unit_words(metric: Metric) -> &'static str {
    match metric {
        Metric::LoadPerReplica => "requests/s a replica",
        Metric::CpuUtilization | Metric::GpuUtilization => "per cent of a replica",
        Metric::InFlight => "requests a replica",
        Metric::QueueDepth => "requests that wait, of the whole service",
        Metric::Latency => "seconds",
    }
}

/// What a value of a metric means, as a line under its field.
fn hint(metric: Metric) -> String {
    match metric {
        Metric::Latency => "Response time at the objective's percentile.".to_owned(),
        other => format!("In {}.", unit_words(other)),
    }
}

const fn chip(metric: Metric) -> &'static str {
    match metric {
        Metric::LoadPerReplica => "req/s",
        Metric::CpuUtilization | Metric::GpuUtilization => "%",
        Metric::InFlight | Metric::QueueDepth => "requests",
        Metric::Latency => "",
    }
}

/// A target to begin with when another metric is chosen.
pub fn usual_target(metric: Metric, facts: &Facts) -> MetricTarget {
    MetricTarget::clamped(match metric {
        Metric::CpuUtilization | Metric::GpuUtilization => facts.target_utilization,
        Metric::LoadPerReplica => facts.throughput * facts.target_utilization,
        Metric::InFlight => facts.throughput * facts.service_time * facts.target_utilization,
        Metric::QueueDepth => facts.throughput,
        Metric::Latency => facts.service_time * 2.0,
    })
}

/// The target for another metric: one share of a replica serves for another, the rest begins anew.
pub fn retargeted(before: Metric, target: MetricTarget, metric: Metric, facts: &Facts) -> MetricTarget {
    let both_shares = [before, metric].iter().all(|metric| dimension(*metric) == Dimension::Fraction);
    if before == metric || both_shares { target } else { usual_target(metric, facts) }
}

/// The same steps for a threshold in another unit.
pub fn scaled_steps(steps: &Steps, factor: f64) -> Steps {
    let scaled = steps.as_slice().iter().map(|step| StepAdjustment {
        lower: step.lower.map(|bound| bound * factor),
        upper: step.upper.map(|bound| bound * factor),
        adjustment: step.adjustment,
    });
    Steps::new(scaled.collect()).unwrap_or_else(|_| steps.clone())
}

/// A field for a target in the unit of the metric that is chosen.
pub fn target_field<T: Stated>(
    part: Part<T>,
    key: Key,
    metric: Signal<Metric>,
    read: fn(&T) -> MetricTarget,
    write: fn(&mut T, MetricTarget),
) -> impl IntoView {
    let get = move |part: &T| read(part).get();
    let set = move |part: &mut T, value: f64| write(part, MetricTarget::clamped(value));
    move || {
        let metric = metric.get();
        // The sign beside the field says it all for a share.
        let hint = (dimension(metric) != Dimension::Fraction).then(|| Signal::stored(hint(metric)));
        let extra = Extra { unit: Some(chip(metric)), hint, slider: None };
        match dimension(metric) {
            Dimension::Fraction => number_with(
                part,
                key,
                extra,
                move |part| UtilizationThreshold::clamped(get(part)),
                move |part, value: UtilizationThreshold| set(part, value.get()),
            ),
            Dimension::Seconds => number_with(
                part,
                key,
                extra,
                move |part| LatencyTarget::clamped(get(part)),
                move |part, value: LatencyTarget| set(part, value.get()),
            ),
            _ => number_with(part, key, extra, read, write),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_metric_begins_at_a_like_target() {
        let facts = Facts { throughput: 200.0, service_time: 0.04, sized: 6, target_utilization: 0.5 };
        for (metric, target) in [
            (Metric::CpuUtilization, 0.5),
            (Metric::LoadPerReplica, 100.0),
            (Metric::InFlight, 4.0),
            (Metric::QueueDepth, 200.0),
            (Metric::Latency, 0.08),
        ] {
            assert!((usual_target(metric, &facts).get() - target).abs() < 1e-12, "{metric:?}");
        }
        let kept = MetricTarget::clamped(0.6);
        assert_eq!(retargeted(Metric::CpuUtilization, kept, Metric::GpuUtilization, &facts), kept);
        assert_eq!(retargeted(Metric::CpuUtilization, kept, Metric::QueueDepth, &facts).get(), 200.0);
        let step = |lower, upper, adjustment| StepAdjustment { lower, upper, adjustment };
        let steps = Steps::new(vec![step(Some(0.0), Some(0.25), 30), step(Some(0.25), None, 60)]).expect("steps");
        let scaled = scaled_steps(&steps, 8.0);
        assert_eq!(scaled.as_slice(), [step(Some(0.0), Some(2.0), 30), step(Some(2.0), None, 60)]);
    }
}
