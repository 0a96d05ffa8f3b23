//! What a rule looks at, and a target in that metric's own unit.

use crate::components::form::{Field, Kind, NumberKind};
use crate::edit::Knowing;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::units::{LatencyTarget, MetricTarget, Quantity, UtilizationThreshold};
use headroom_core::formulas::autoscaler::cloud::step::{StepAdjustment, Steps};
use headroom_core::formulas::autoscaler::metric::Metric;
use headroom_core::plan::scaling::presets::Facts;
use headroom_core::plan::scenario::scaling::{StepRule, TargetTrackingRule};

/// A tracking rule, beside what a new target follows from.
pub type Tracking = Knowing<TargetTrackingRule, Facts>;
/// A step rule, beside what a new threshold follows from.
pub type Step = Knowing<StepRule, Facts>;

/// The words of the metrics, in their order.
pub const WORDS: [&str; Metric::ALL.len()] = {
    let mut words = [""; Metric::ALL.len()];
    let mut place = 0;
    while place < words.len() {
        words[place] = label(Metric::ALL[place]);
        place += 1;
    }
    words
};

/// The place of a metric among all.
pub fn place_of(metric: Metric) -> usize {
    Metric::ALL.iter().position(|one| *one == metric).unwrap_or_default()
}

/// The metric at a place.
pub fn metric_at(place: usize) -> Metric {
    Metric::ALL.get(place).copied().unwrap_or(Metric::CpuUtilization)
}

const fn label(metric: Metric) -> &'static str {
    match metric {
        Metric::LoadPerReplica => "Load per replica",
        Metric::CpuUtilization => "CPU utilization",
        Metric::GpuUtilization => "GPU utilization",
        Metric::InFlight => "In-flight requests per replica",
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
        Metric::LoadPerReplica => "requests/s per replica",
        Metric::CpuUtilization | Metric::GpuUtilization => "% of a replica",
        Metric::InFlight => "requests per replica",
        Metric::QueueDepth => "queued requests of the whole service",
        Metric::Latency => "seconds",
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

/// Rows for a target in the unit of the metric that is chosen: the quantity, the metric and where the target is.
macro_rules! target_rows {
    ($of:ty, $setting:expr, $metric:expr, $get:expr, $set:expr) => {
        &[
            // The sign beside the field says it all for a share.
            target_row!(
                $of,
                $setting,
                UtilizationThreshold,
                $metric,
                $get,
                $set,
                CpuUtilization | Metric::GpuUtilization
            ),
            target_row!($of, $setting, LatencyTarget, $metric, $get, $set, Latency)
                .hint(|_| "Response time at the objective's percentile.".to_owned()),
            target_row!($of, $setting, MetricTarget, $metric, $get, $set, LoadPerReplica)
                .unit("req/s")
                .hint(|_| format!("In {}.", unit_words(Metric::LoadPerReplica))),
            target_row!($of, $setting, MetricTarget, $metric, $get, $set, InFlight)
                .unit("requests")
                .hint(|_| format!("In {}.", unit_words(Metric::InFlight))),
            target_row!($of, $setting, MetricTarget, $metric, $get, $set, QueueDepth)
                .unit("requests")
                .hint(|_| format!("In {}.", unit_words(Metric::QueueDepth))),
        ]
    };
}

/// One of them, which is there while one of these metrics is chosen.
macro_rules! target_row {
    ($of:ty, $setting:expr, $quantity:ty, $metric:expr, $get:expr, $set:expr, $first:ident $(| $more:path)?) => {
        Field::<$of>::new(
            $setting,
            Kind::Number { get: $get, set: $set, quantity: NumberKind::of::<$quantity>() },
        )
        .when(|whole| {
            let metric: fn(&$of) -> Option<Metric> = $metric;
            matches!(metric(whole), Some(Metric::$first $(| $more)?))
        })
    };
}

/// The target of a tracking rule.
pub const TRACKED: &[Field<Tracking>] = target_rows!(
    Tracking,
    "policy-target-target",
    |rule| Some(rule.stated.metric),
    |rule| rule.stated.target.get(),
    |rule, value| rule.stated.target = Quantity::clamped(value)
);

/// The threshold above which a step rule scales out.
pub const OUT_ABOVE: &[Field<Step>] = target_rows!(
    Step,
    "policy-step-out-above",
    |rule| Some(rule.stated.metric),
    |rule| rule.stated.out_above.get(),
    |rule, value| rule.stated.out_above = Quantity::clamped(value)
);

/// The threshold below which a step rule scales in.
pub const IN_BELOW: &[Field<Step>] = target_rows!(
    Step,
    "policy-step-in-below",
    |rule| rule.stated.scale_in.as_ref().map(|_| rule.stated.metric),
    |rule| rule.stated.scale_in.as_ref().map_or(0.0, |alarm| alarm.below.get()),
    |rule, value| rule.stated.scale_in.iter_mut().for_each(|alarm| alarm.below = Quantity::clamped(value))
);

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
