//! What a HorizontalPodAutoscaler states: its metrics, tolerances and behavior.

use crate::scaling::Metric;
use crate::scenario::Name;
use crate::units::{HpaPercent, HpaPeriod, HpaPods, HpaQuantity, HpaTargetUtilization, HpaWindow, Tolerance};
use serde::{Deserialize, Serialize};

/// Most metrics that an autoscaler looks at here.
pub const MAX_METRICS: usize = 8;
/// Most policies of one direction.
pub const MAX_POLICIES: usize = 8;

/// A HorizontalPodAutoscaler without its bounds, which belong to the fleet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HpaPolicy {
    /// The metrics; the largest proposal wins. None at all means CPU at 80 %, as the API defaults.
    #[cfg_attr(feature = "schema", schemars(length(max = 8)))]
    pub metrics: Vec<HpaMetric>,
    /// Rules for both directions; without them the older fixed rules apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behavior: Option<HpaBehavior>,
}

/// One metric and what it should be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HpaMetric {
    /// Where the controller reads it.
    pub source: HpaSource,
    /// The signal of the simulated fleet that stands for it; none where nothing does, and then
    /// the metric is kept and named but takes no part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signal: Option<Metric>,
    /// What it should be.
    pub target: HpaTarget,
}

/// Where a metric is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum HpaSource {
    /// A resource of the pods: `cpu`, `memory`.
    Resource(Name),
    /// A resource of one container of the pods.
    ContainerResource {
        /// The resource.
        resource: Name,
        /// The container.
        container: Name,
    },
    /// A metric of each pod, averaged.
    Pods(Name),
    /// A metric of another object.
    Object {
        /// The metric.
        metric: Name,
        /// The object's kind, API version and name, as `kind/version/name` states them.
        kind: Name,
        /// The object's API version.
        api_version: Name,
        /// The object's name.
        name: Name,
    },
    /// A metric from outside the cluster.
    External(Name),
}

/// What a metric should be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum HpaTarget {
    /// Percent of what the pods request, whole.
    Utilization(HpaTargetUtilization),
    /// The mean over the pods, in the metric's unit (CPU: cores).
    AverageValue(HpaQuantity),
    /// The total, in the metric's unit.
    Value(HpaQuantity),
}

/// Rules for both directions; what is not stated has the defaults of the API.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HpaBehavior {
    /// Rules on the way up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale_up: Option<HpaRules>,
    /// Rules on the way down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale_down: Option<HpaRules>,
}

/// Rules for one direction; a field that is not stated has the default of its direction.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HpaRules {
    /// Looks back this long, and takes the calmest recommendation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stabilization_window: Option<HpaWindow>,
    /// Which policy counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub select_policy: Option<SelectPolicy>,
    /// Limits on how fast; stated ones replace the defaults as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policies: Option<Vec<HpaScalingPolicy>>,
    /// How far from its target a metric may be without any action; 10 % unless stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<Tolerance>,
}

/// Which of several policies counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SelectPolicy {
    /// The one that allows the largest change.
    Max,
    /// The one that allows the smallest change.
    Min,
    /// None: no change in this direction.
    Disabled,
}

/// At most so much change in so much time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HpaScalingPolicy {
    /// How much.
    pub amount: HpaAmount,
    /// In how much time.
    pub period: HpaPeriod,
}

/// An amount of change.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HpaAmount {
    /// Pods.
    Pods(HpaPods),
    /// Percent of the pods there are.
    Percent(HpaPercent),
}
