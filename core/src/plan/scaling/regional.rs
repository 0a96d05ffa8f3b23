//! The policies of a service as they run in one of its regions.

use crate::base::numeric::{ceil_count, shared_out};
use crate::base::units::{MetricTarget, MinReplicas, Quantity};
use crate::formulas::autoscaler::hpa::{HpaPolicy, HpaTarget};
use crate::plan::scenario::scaling::{
    OverrideAction, Policies, PolicyChoice, Repair, Rule, ScalingInputs, ScheduledRule, StaticRule, StepRule,
    TargetTrackingRule,
};

/// The part of a service that one of its regions has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RegionalShare<'a> {
    /// Replicas planned in each region.
    pub planned: &'a [u32],
    /// Which of them it is.
    pub at: usize,
    /// Its share of the load.
    pub load: f64,
    /// How many times its own load its policy aims at.
    pub factor: f64,
    /// Fewest replicas, for what may come from other regions in an hour that is quiet here.
    pub least: u32,
}

impl RegionalShare<'_> {
    /// The region's part of a count that is stated for the service, by planned replicas: the parts add up to the count.
    fn part(&self, count: u32) -> u32 {
        shared_out(count, self.planned).get(self.at).copied().unwrap_or(count)
    }

    fn part_of<Q: Quantity>(&self, count: Q) -> Q {
        Q::clamped(f64::from(self.part(count.value() as u32)))
    }

    /// The same, raised for the load after a loss.
    fn raised<Q: Quantity>(&self, count: Q) -> Q {
        let raised = ceil_count(f64::from(self.part(count.value() as u32)) * self.factor);
        Q::clamped(f64::from(raised.max(self.least)))
    }

    /// A target for the load after a loss: lower, as the region's own load is what is seen.
    fn aimed<Q: Quantity>(&self, target: Q) -> Q {
        if self.factor > 1.0 { Q::clamped(target.value() / self.factor) } else { target }
    }

    /// Everything that is stated about scaling, as it runs in the region.
    ///
    /// Minimum, maximum, fixed and scheduled counts, overrides, spare nodes and warm pool are split by planned
    /// replicas. Where the recovery tier keeps a reserve ready, the policy [aims](super::Aim) at `f` times the region's
    /// own load: minimum, fixed and scheduled counts are `f` times as high, and at least as many as the least load takes;
    /// targets and thresholds are `1/f` (an autoscaler's utilization in whole percent, rounded down).
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::base::units::*;
    /// use headroom_core::plan::scaling::RegionalShare;
    /// use headroom_core::plan::scenario::scaling::ScalingInputs;
    ///
    /// let mut stated = ScalingInputs::unstated();
    /// let policy = stated.policies.get_mut(0).expect("there is one");
    /// (policy.min, policy.max) = (Some(MinReplicas::new(6)?), Some(MaxReplicas::new(28)?));
    /// let share = RegionalShare { planned: &[13, 13, 13], at: 0, load: 1.0 / 3.0, factor: 1.5, least: 0 };
    /// let here = share.of(&stated);
    /// // 6 / 3 = 2 for the own load, 3 for one and a half times as much; 28 are 10, 9 and 9.
    /// let policy = here.policies.active();
    /// assert_eq!((policy.min.map(|n| n.get()), policy.max.map(|n| n.get())), (Some(3), Some(10)));
    /// # Ok::<(), OutOfRange>(())
    /// ```
    pub fn of(&self, stated: &ScalingInputs) -> ScalingInputs {
        let mut here = stated.clone();
        let policies = stated.policies.iter().map(|choice| self.policy(choice)).collect();
        here.policies = Policies::new(policies).unwrap_or_else(|_| stated.policies.clone());
        let fleet = &mut here.fleet;
        if let Some(nodes) = &mut fleet.nodes {
            nodes.spare = self.part_of(nodes.spare);
        }
        if let Some(warm) = &mut fleet.warm {
            warm.size = self.part_of(warm.size);
        }
        if let Some(limit) = &mut here.work.rate_limit {
            *limit = Quantity::clamped(limit.get() * self.load);
        }
        for each in &mut here.overrides {
            each.action = match each.action {
                OverrideAction::Freeze => OverrideAction::Freeze,
                OverrideAction::Floor(floor) => OverrideAction::Floor(self.part_of(floor)),
                OverrideAction::Ceiling(ceiling) => OverrideAction::Ceiling(self.part_of(ceiling)),
                OverrideAction::Spend(limit) => {
                    let all: u64 = self.planned.iter().map(|planned| u64::from(*planned)).sum();
                    let own = self.planned.get(self.at).copied().unwrap_or_default();
                    let share = if all > 0 { f64::from(own) / all as f64 } else { 1.0 };
                    OverrideAction::Spend(Quantity::clamped(limit.get() * share))
                }
            };
        }
        here
    }

    /// A policy as it runs in the region.
    pub fn policy(&self, choice: &PolicyChoice) -> PolicyChoice {
        PolicyChoice {
            rules: choice.rules.iter().map(|rule| self.rule(rule)).collect(),
            min: choice.min.map(|min| self.raised(min)),
            max: choice.max.map(|max| self.part_of(max)),
            ..choice.clone()
        }
    }

    fn rule(&self, rule: &Rule) -> Rule {
        match rule {
            Rule::Static(rule) => Rule::Static(StaticRule { replicas: rule.replicas.map(|fixed| self.raised(fixed)) }),
            Rule::Threshold(rule) => {
                let mut rule = *rule;
                (rule.up, rule.down) = (self.aimed(rule.up), self.aimed(rule.down));
                rule.repair = rule.repair.map(|repair| Repair { target: self.aimed(repair.target), ..repair });
                Rule::Threshold(rule)
            }
            Rule::Step(rule) => Rule::Step(self.steps(rule)),
            Rule::TargetTracking(rule) => {
                Rule::TargetTracking(TargetTrackingRule { target: self.aimed(rule.target), ..*rule })
            }
            Rule::Hpa(policy) => Rule::Hpa(self.hpa(policy)),
            Rule::Queue(rule) => {
                let mut rule = *rule;
                rule.backlog_per_replica = self.aimed(rule.backlog_per_replica);
                Rule::Queue(rule)
            }
            Rule::Scheduled(rule) => {
                let mut entries = rule.entries.clone();
                for entry in &mut entries {
                    entry.replicas = self.raised::<MinReplicas>(entry.replicas);
                }
                Rule::Scheduled(ScheduledRule { entries })
            }
            Rule::Window(rule) => Rule::Window(*rule),
            Rule::Predictive(rule) => {
                let mut rule = *rule;
                rule.target = self.aimed(rule.target);
                Rule::Predictive(rule)
            }
        }
    }

    fn steps(&self, rule: &StepRule) -> StepRule {
        let mut rule = rule.clone();
        rule.out_above = self.aimed::<MetricTarget>(rule.out_above);
        rule.out_steps = rule.out_steps.scaled(1.0 / self.factor);
        if let Some(down) = &mut rule.scale_in {
            down.below = self.aimed::<MetricTarget>(down.below);
            down.steps = down.steps.scaled(1.0 / self.factor);
        }
        rule
    }

    fn hpa(&self, policy: &HpaPolicy) -> HpaPolicy {
        let mut policy = policy.clone();
        for metric in &mut policy.metrics {
            metric.target = match metric.target {
                HpaTarget::Utilization(target) if self.factor > 1.0 => {
                    HpaTarget::Utilization(Quantity::clamped((f64::from(target.get()) / self.factor + 1e-9).floor()))
                }
                HpaTarget::Utilization(target) => HpaTarget::Utilization(target),
                HpaTarget::AverageValue(target) => HpaTarget::AverageValue(self.aimed(target)),
                HpaTarget::Value(target) => HpaTarget::Value(self.aimed(target)),
            };
        }
        policy
    }
}
