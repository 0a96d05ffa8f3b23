//! The utilization that a policy aims at, found in its rules and set in them.

use crate::base::units::Quantity;
use crate::formulas::autoscaler::hpa::{HpaMetric, HpaTarget};
use crate::formulas::autoscaler::metric::Metric;
use crate::plan::scenario::Service;
use crate::plan::scenario::scaling::Rule;

/// The lowest target utilization of the rules of the active policy.
pub fn target_of(service: &Service) -> Option<f64> {
    let throughput = service.sizing.replica.capacity.throughput();
    let lowest = |found: Option<f64>, target: f64| Some(found.map_or(target, |found: f64| found.min(target)));
    let mut found = None;
    for rule in &service.scaling.policies.active().rules {
        found = targets_of(rule, throughput).into_iter().fold(found, lowest);
    }
    found
}

fn targets_of(rule: &Rule, throughput: f64) -> Vec<f64> {
    match rule {
        Rule::Threshold(rule) => rule.repair.iter().map(|repair| repair.target.get()).collect(),
        Rule::TargetTracking(rule) => of_metric(rule.metric, rule.target.get(), throughput).into_iter().collect(),
        Rule::Hpa(policy) => policy.metrics.iter().filter_map(|metric| of_hpa(metric, throughput)).collect(),
        Rule::Predictive(rule) => vec![rule.target.get()],
        Rule::Static(_) | Rule::Step(_) | Rule::Queue(_) | Rule::Scheduled(_) | Rule::Window(_) => Vec::new(),
    }
}

/// The utilization that the target of a metric means, where it means one.
fn of_metric(metric: Metric, target: f64, throughput: f64) -> Option<f64> {
    match metric {
        Metric::CpuUtilization | Metric::GpuUtilization => Some(target),
        Metric::LoadPerReplica => Some(target / throughput),
        Metric::InFlight | Metric::QueueDepth | Metric::Latency => None,
    }
}

fn of_hpa(metric: &HpaMetric, throughput: f64) -> Option<f64> {
    match (metric.signal?, metric.target) {
        (Metric::CpuUtilization | Metric::GpuUtilization, HpaTarget::Utilization(percent)) => {
            Some(metric.reading.signal_at(f64::from(percent.get()) / 100.0)).filter(|share| *share > 0.0)
        }
        (Metric::LoadPerReplica, HpaTarget::AverageValue(value)) => {
            Some(metric.reading.signal_at(value.get()) / throughput).filter(|share| *share > 0.0)
        }
        _ => None,
    }
}

/// Brings the lowest target of the active policy to a value, and the others along in proportion.
pub(super) fn scale_target(service: &mut Service, value: f64) {
    let throughput = service.sizing.replica.capacity.throughput();
    let Some(before) = target_of(service) else { return };
    // Exact for the lowest target itself, which is the only one of most policies.
    let moved = |target: f64| if target == before { value } else { target * (value / before) };
    service.with_active_policy(|choice| {
        for rule in &mut choice.rules {
            set_targets(rule, throughput, &moved);
        }
    });
}

fn set_targets(rule: &mut Rule, throughput: f64, moved: &impl Fn(f64) -> f64) {
    match rule {
        Rule::Threshold(rule) => {
            if let Some(repair) = &mut rule.repair {
                // The thresholds keep their distance, or the rule would be at odds with itself.
                let (before, after) = (repair.target.get(), moved(repair.target.get()));
                rule.up = Quantity::clamped(rule.up.get() * after / before);
                rule.down = Quantity::clamped(rule.down.get() * after / before);
                repair.target = Quantity::clamped(after);
            }
        }
        Rule::TargetTracking(rule) => match rule.metric {
            Metric::CpuUtilization | Metric::GpuUtilization => {
                rule.target = Quantity::clamped(moved(rule.target.get()))
            }
            Metric::LoadPerReplica => {
                rule.target = Quantity::clamped(moved(rule.target.get() / throughput) * throughput);
            }
            Metric::InFlight | Metric::QueueDepth | Metric::Latency => {}
        },
        Rule::Hpa(policy) => {
            for metric in &mut policy.metrics {
                let Some(after) = of_hpa(metric, throughput).map(moved) else { continue };
                let reading = metric.reading;
                match &mut metric.target {
                    HpaTarget::Utilization(percent) => *percent = Quantity::clamped(reading.of(after) * 100.0),
                    HpaTarget::AverageValue(target) => *target = Quantity::clamped(reading.of(after * throughput)),
                    HpaTarget::Value(_) => {}
                }
            }
        }
        Rule::Predictive(rule) => rule.target = Quantity::clamped(moved(rule.target.get())),
        Rule::Static(_) | Rule::Step(_) | Rule::Queue(_) | Rule::Scheduled(_) | Rule::Window(_) => {}
    }
}
