//! The rules that a policy is made of, as they are stated and saved.

use crate::base::units::*;
use crate::formulas::autoscaler::cloud::keda::QueueScaler;
use crate::formulas::autoscaler::cloud::step::{AdjustmentType, Steps};
use crate::formulas::autoscaler::cloud::target_tracking::TargetTracking;
use crate::formulas::autoscaler::hpa::{HpaBehavior, HpaMetric, HpaName, HpaPolicy, HpaSource, HpaTarget};
use crate::formulas::autoscaler::metric::Metric;
use serde::{Deserialize, Deserializer, Serialize};

/// Most entries of a schedule.
pub const MAX_SCHEDULES: usize = 20;

/// One rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Rule {
    /// A fixed number.
    Static(StaticRule),
    /// Up above one utilization, down below another, with or without a target between them.
    Threshold(ThresholdRule),
    /// Steps by how far a metric is from its alarm's threshold.
    Step(StepRule),
    /// Holds a metric at a target, as AWS documents it.
    TargetTracking(TargetTrackingRule),
    /// The Kubernetes HorizontalPodAutoscaler.
    Hpa(HpaPolicy),
    /// A number of waiting requests for each replica, as KEDA asks of the HorizontalPodAutoscaler.
    Queue(QueueRule),
    /// Numbers at stated times.
    Scheduled(ScheduledRule),
    /// The usual load of the hours ahead.
    Predictive(PredictiveRule),
    /// As many as sized while the window of a batch is open, and none outside it.
    Window(WindowRule),
}

impl Rule {
    /// The kind of rule in words.
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Static(_) => "static",
            Self::Threshold(ThresholdRule { repair: None, .. }) => "threshold",
            Self::Threshold(_) => "threshold with target",
            Self::Step(_) => "step scaling",
            Self::TargetTracking(_) => "target tracking",
            Self::Hpa(_) => "HPA",
            Self::Queue(_) => "queue-driven",
            Self::Scheduled(_) => "scheduled",
            Self::Predictive(_) => "predictive",
            Self::Window(_) => "batch window",
        }
    }
}

/// A fixed number of replicas.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StaticRule {
    /// How many; where it is not stated, as many as sizing asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replicas: Option<MaxReplicas>,
}

/// Up above one utilization, down below another.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ThresholdRule {
    /// Scales up when the utilization is above it.
    pub up: UtilizationThreshold,
    /// Scales down when it is below.
    pub down: UtilizationThreshold,
    /// The repaired form; without it the rule is the published one, which sizes to the threshold
    /// that was crossed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repair: Option<Repair>,
}

/// A target of the threshold rule: it sizes to a utilization between the thresholds, and then waits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Repair {
    /// The utilization that it sizes to.
    pub target: UtilizationThreshold,
    /// Time after a change in which it does not scale down.
    pub cooldown: Cooldown,
}

/// Steps by how far a metric is from its alarm's threshold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StepRule {
    /// The metric.
    pub metric: Metric,
    /// Time between two evaluations.
    pub period: PolicyPeriod,
    /// The alarm that scales out: its threshold, in the metric's unit.
    pub out_above: MetricTarget,
    /// Consecutive datapoints that it needs.
    pub out_datapoints: Datapoints,
    /// What the numbers of the steps are.
    pub adjustment: AdjustmentType,
    /// Fewest replicas that a percentage adds or removes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_magnitude: Option<HpaPods>,
    /// What it does.
    pub out_steps: Steps,
    /// The alarm that scales in; none where the rule only scales out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale_in: Option<StepIn>,
    /// Time in which a new replica counts as capacity but not yet in the metric.
    pub warm_up: Cooldown,
}

/// The alarm of step scaling that scales in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StepIn {
    /// The alarm's threshold, in the metric's unit.
    pub below: MetricTarget,
    /// Consecutive datapoints that it needs.
    pub datapoints: Datapoints,
    /// What it does.
    pub steps: Steps,
    /// Time after a change in which it does nothing.
    pub cooldown: Cooldown,
}

/// Holds a metric at a target.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TargetTrackingRule {
    /// The metric; it must fall as replicas are added.
    pub metric: Metric,
    /// What it should be, in its unit.
    pub target: MetricTarget,
    /// Time between two evaluations.
    pub period: PolicyPeriod,
    /// Consecutive datapoints above the target that scale out.
    pub out_datapoints: Datapoints,
    /// Consecutive datapoints well below it that scale in.
    pub in_datapoints: Datapoints,
    /// Time after it scaled out in which only a larger need counts.
    pub out_cooldown: Cooldown,
    /// Time after it scaled in in which it does not scale in again.
    pub in_cooldown: Cooldown,
    /// Whether it scales in at all.
    pub scale_in: bool,
}

impl TargetTrackingRule {
    /// The rule as the model of target tracking takes it.
    pub(crate) fn policy(&self) -> TargetTracking {
        TargetTracking {
            out_datapoints: self.out_datapoints.get(),
            in_datapoints: self.in_datapoints.get(),
            out_cooldown: self.out_cooldown.get(),
            in_cooldown: self.in_cooldown.get(),
            scales_in: self.scale_in,
            ..TargetTracking::usual(self.target.get())
        }
    }
}

/// A number of waiting requests for each replica.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct QueueRule {
    /// Waiting requests that one replica may have.
    pub backlog_per_replica: BacklogPerReplica,
    /// Time between two readings of the queue.
    pub polling: PolicyPeriod,
    /// Waiting requests above which an idle fleet starts.
    pub activation: QueueLimit,
    /// Time without work after which the fleet goes to zero, where its minimum is zero.
    pub cooldown: Cooldown,
}

impl QueueRule {
    /// The part that KEDA does by itself.
    pub(crate) fn keda(&self) -> QueueScaler {
        QueueScaler {
            activation: self.activation.get(),
            cooldown: self.cooldown.get(),
            max: u32::MAX,
            ..QueueScaler::usual(self.backlog_per_replica.get())
        }
    }

    /// The part that it leaves to the autoscaler: an external metric with an average value.
    pub(crate) fn hpa(&self) -> HpaPolicy {
        HpaPolicy::new(
            vec![HpaMetric::new(
                HpaSource::External(HpaName::from_static("queue")),
                Some(Metric::InFlight),
                HpaTarget::AverageValue(HpaQuantity::clamped(self.backlog_per_replica.get())),
            )],
            Some(HpaBehavior::default()),
        )
    }
}

/// Numbers at stated times.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScheduledRule {
    /// What holds from when; the one that began last counts.
    #[serde(deserialize_with = "some_schedules")]
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = MAX_SCHEDULES)))]
    pub entries: Vec<Schedule>,
}

fn some_schedules<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Schedule>, D::Error> {
    let entries = Vec::<Schedule>::deserialize(deserializer)?;
    match entries.len() {
        1..=MAX_SCHEDULES => Ok(entries),
        n => Err(serde::de::Error::custom(format!("a schedule must have 1 to {MAX_SCHEDULES} entries, but has {n}"))),
    }
}

/// From a time on some days: so many replicas.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// On which days.
    pub days: Weekdays,
    /// From when.
    pub from: PeakHour,
    /// How many replicas.
    pub replicas: MinReplicas,
}

/// Which days of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Weekdays {
    /// Every day.
    Daily,
    /// Monday to Friday.
    Weekdays,
    /// Saturday and Sunday.
    Weekend,
}

impl Weekdays {
    /// All choices.
    pub const ALL: [Self; 3] = [Self::Daily, Self::Weekdays, Self::Weekend];

    /// The choice in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Daily => "every day",
            Self::Weekdays => "Monday to Friday",
            Self::Weekend => "Saturday and Sunday",
        }
    }

    /// Whether a day belongs to it; Monday is 0.
    pub const fn includes(self, weekday: u32) -> bool {
        match self {
            Self::Daily => true,
            Self::Weekdays => weekday < 5,
            Self::Weekend => weekday >= 5,
        }
    }
}

/// As many replicas as sized while the window of a batch is open: started so that they serve when it opens, and kept
/// until nothing is left to do. A service without a window always has them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WindowRule {}

/// The usual load of the hours ahead.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PredictiveRule {
    /// How long before an hour its capacity is asked for.
    pub lead: LeadSeconds,
    /// The utilization that the forecast load should give.
    pub target: UtilizationThreshold,
}
