//! What a HorizontalPodAutoscaler states: its metrics, tolerances and behavior.

use super::Reading;
use super::manifest::Kept;
use crate::base::name::Words;
use crate::base::units::{HpaPercent, HpaPeriod, HpaPods, HpaQuantity, HpaTargetUtilization, HpaWindow, Tolerance};
use crate::formulas::autoscaler::metric::Metric;
use serde::{Deserialize, Deserializer, Serialize, de::Error};

/// Most metrics that an autoscaler looks at here.
pub const MAX_METRICS: usize = 8;
/// Most policies of one direction.
pub const MAX_POLICIES: usize = 8;

/// A name in the cluster: of a metric, a resource, a container or an object.
pub type HpaName = Words<253>;

/// A HorizontalPodAutoscaler without its bounds, which belong to the fleet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HpaPolicy {
    /// The metrics; the largest proposal wins. None at all means CPU at 80 %, as the API defaults.
    #[cfg_attr(feature = "schema", schemars(length(max = 8)))]
    #[serde(deserialize_with = "metrics")]
    pub metrics: Vec<HpaMetric>,
    /// Rules for both directions; without them the older fixed rules apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behavior: Option<HpaBehavior>,
    /// What the manifest held beside this, given back on export.
    #[serde(default, skip_serializing_if = "Kept::is_empty")]
    pub kept: Kept,
}

impl HpaPolicy {
    /// A policy of these metrics and this behavior, with nothing else to keep.
    pub fn new(metrics: Vec<HpaMetric>, behavior: Option<HpaBehavior>) -> Self {
        Self { metrics, behavior, kept: Kept::default() }
    }
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
    /// What it reads for a value of that signal.
    #[serde(default, skip_serializing_if = "Reading::is_plain")]
    pub reading: Reading,
    /// What it should be.
    pub target: HpaTarget,
    /// What the manifest held beside this, such as a selector; given back on export.
    #[serde(default, skip_serializing_if = "Kept::is_empty")]
    pub kept: Kept,
}

impl HpaMetric {
    /// A metric with nothing else to keep.
    pub fn new(source: HpaSource, signal: Option<Metric>, target: HpaTarget) -> Self {
        Self { source, signal, reading: Reading::default(), target, kept: Kept::default() }
    }
}

/// Where a metric is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum HpaSource {
    /// A resource of the pods: `cpu`, `memory`.
    Resource(HpaName),
    /// A resource of one container of the pods.
    ContainerResource {
        /// The resource.
        resource: HpaName,
        /// The container.
        container: HpaName,
    },
    /// A metric of each pod, averaged.
    Pods(HpaName),
    /// A metric of another object.
    Object {
        /// The metric.
        metric: HpaName,
        /// The object's kind, API version and name, as `kind/version/name` states them.
        kind: HpaName,
        /// The object's API version.
        api_version: HpaName,
        /// The object's name.
        name: HpaName,
    },
    /// A metric from outside the cluster.
    External(HpaName),
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
    /// Looks back this long, and takes the most conservative recommendation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stabilization_window: Option<HpaWindow>,
    /// Which policy counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub select_policy: Option<SelectPolicy>,
    /// Limits on how fast; stated ones replace the defaults as a whole.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 8)))]
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "policies")]
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

impl HpaSource {
    /// The source as manifests name it.
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Resource(_) => "Resource",
            Self::ContainerResource { .. } => "ContainerResource",
            Self::Pods(_) => "Pods",
            Self::Object { .. } => "Object",
            Self::External(_) => "External",
        }
    }

    /// Whether the API has this target for the source: utilization and averages of resources,
    /// averages of pods, totals and averages of everything else.
    pub const fn takes(&self, target: &HpaTarget) -> bool {
        match self {
            Self::Resource(_) | Self::ContainerResource { .. } => !matches!(target, HpaTarget::Value(_)),
            Self::Pods(_) => matches!(target, HpaTarget::AverageValue(_)),
            Self::Object { .. } | Self::External(_) => !matches!(target, HpaTarget::Utilization(_)),
        }
    }
}

/// Reads metrics, and refuses what the API or this model does not have.
fn metrics<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<HpaMetric>, D::Error> {
    let metrics = Vec::<HpaMetric>::deserialize(deserializer)?;
    if metrics.len() > MAX_METRICS {
        let n = metrics.len();
        return Err(Error::custom(format!("an autoscaler must have at most {MAX_METRICS} metrics, but has {n}")));
    }
    match metrics.iter().position(|metric| !metric.source.takes(&metric.target)) {
        None => Ok(metrics),
        Some(place) => {
            let targets = match metrics[place].source {
                HpaSource::Resource(_) | HpaSource::ContainerResource { .. } => "a utilization or an average value",
                HpaSource::Pods(_) => "an average value",
                HpaSource::Object { .. } | HpaSource::External(_) => "a value or an average value",
            };
            let (number, source) = (place + 1, metrics[place].source.words());
            Err(Error::custom(format!("metric {number} is of type {source}, whose target must be {targets}")))
        }
    }
}

/// Reads policies; the API refuses an empty list, which would allow everything or nothing.
fn policies<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<HpaScalingPolicy>>, D::Error> {
    let policies = Option::<Vec<HpaScalingPolicy>>::deserialize(deserializer)?;
    match policies.as_ref().map_or(1, Vec::len) {
        n if n > MAX_POLICIES => {
            Err(Error::custom(format!("a direction must have at most {MAX_POLICIES} policies, but has {n}")))
        }
        0 => Err(Error::custom("a direction must have at least one policy; leave the list out for the defaults")),
        _ => Ok(policies),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_api_refuses_is_refused() {
        let cpu = r#"{"source":{"resource":"cpu"},"signal":"cpu_utilization","target":{"utilization":60}}"#;
        let pods = r#"{"source":{"pods":"qps"},"target":{"utilization":60}}"#;
        let policy = r#"{"amount":{"pods":4},"period":15}"#;
        let rules = |n: usize| {
            let list = vec![policy; n].join(",");
            format!(r#"{{"metrics":[],"behavior":{{"scale_down":{{"policies":[{list}]}}}}}}"#)
        };
        let metrics = |list: &[&str]| format!(r#"{{"metrics":[{}]}}"#, list.join(","));
        for (text, refusal) in [
            (metrics(&[]), None),
            (metrics(&[cpu; 8]), None),
            (metrics(&[cpu; 9]), Some("an autoscaler must have at most 8 metrics, but has 9")),
            (metrics(&[cpu, pods]), Some("metric 2 is of type Pods, whose target must be an average value")),
            (rules(1), None),
            (rules(8), None),
            (rules(9), Some("a direction must have at most 8 policies, but has 9")),
            (rules(0), Some("a direction must have at least one policy; leave the list out for the defaults")),
        ] {
            match (serde_json::from_str::<HpaPolicy>(&text), refusal) {
                (Ok(policy), None) => {
                    let again = serde_json::to_string(&policy).unwrap();
                    assert_eq!(serde_json::from_str::<HpaPolicy>(&again).unwrap(), policy);
                }
                (Err(error), Some(refusal)) => assert!(error.to_string().starts_with(refusal), "{error}"),
                (got, expected) => panic!("{text}: {got:?}, expected {expected:?}"),
            }
        }
    }
}
