//! Policies: how many replicas there should be, from what can be seen.

mod rules;

pub use rules::{
    MAX_SCHEDULES, PredictiveRule, QueueRule, Repair, Rule, Schedule, ScheduledRule, StaticRule, StepIn, StepRule,
    TargetTrackingRule, ThresholdRule, Weekdays, WindowRule,
};

use crate::base::name::Name;
use crate::base::units::{MaxReplicas, MinReplicas};
use crate::formulas::autoscaler::hpa::HpaName;
use serde::{Deserialize, Deserializer, Serialize};

/// Most rules of one policy.
pub const MAX_RULES: usize = 3;

/// A policy with its name and its bounds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PolicyChoice {
    /// What it is called.
    pub name: Name,
    /// The rules; of several, the one that asks for most wins.
    #[serde(deserialize_with = "one_to_three")]
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = MAX_RULES)))]
    pub rules: Vec<Rule>,
    /// Fewest replicas; where it is not stated, what the quietest hour needs with its headroom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<MinReplicas>,
    /// Most replicas; where it is not stated, what the peak or the highest event needs with its headroom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<MaxReplicas>,
    /// The workload that a manifest named, to write it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workload: Option<Workload>,
}

/// What a manifest is called and what it scales.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Workload {
    /// The autoscaler's name.
    pub name: HpaName,
    /// Its namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<HpaName>,
    /// The API version of what it scales.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_version: Option<HpaName>,
    /// The kind of what it scales.
    pub kind: HpaName,
    /// The name of what it scales.
    pub target: HpaName,
}

impl PolicyChoice {
    /// As many replicas as sized, always.
    pub fn as_sized() -> Self {
        Self::of_rule("Static, as sized", Rule::Static(StaticRule { replicas: None }))
    }

    /// Replicas that it is stated to run at all times: its minimum, or its fixed count where that is more.
    pub fn always(&self) -> u32 {
        let fixed = self.rules.iter().filter_map(|rule| match rule {
            Rule::Static(rule) => rule.replicas.map(|replicas| replicas.get()),
            _ => None,
        });
        let most = self.max.map_or(u32::MAX, |max| max.get());
        fixed.chain(self.min.map(|min| min.get())).max().unwrap_or(0).min(most)
    }

    /// Whether it adds and removes replicas, and is not a fixed count.
    pub fn scales(&self) -> bool {
        self.rules.iter().any(|rule| !matches!(rule, Rule::Static(_)))
    }

    /// A policy of one rule, with the bounds that follow from sizing.
    pub fn of_rule(name: &str, rule: Rule) -> Self {
        Self { name: Name::cut(name), rules: vec![rule], min: None, max: None, workload: None }
    }
}

fn one_to_three<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Rule>, D::Error> {
    let rules = Vec::<Rule>::deserialize(deserializer)?;
    match rules.len() {
        1..=MAX_RULES => Ok(rules),
        n => Err(serde::de::Error::custom(format!("a policy must have 1 to {MAX_RULES} rules, but has {n}"))),
    }
}
