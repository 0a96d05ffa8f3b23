//! How long a policy waits before it scales in, found in its rules and set in them.

use crate::base::units::Quantity;
use crate::formulas::autoscaler::hpa::defaults::{DOWNSCALE_STABILIZATION, scale_down_rules};
use crate::plan::scenario::scaling::PolicyChoice;
use crate::plan::scenario::scaling::Rule;

/// The longest wait of all rules: the rule that asks for most wins, so the slowest one decides.
pub fn window_of(choice: &PolicyChoice) -> Option<f64> {
    choice.rules.iter().filter_map(of_rule).reduce(f64::max)
}

fn of_rule(rule: &Rule) -> Option<f64> {
    match rule {
        Rule::Threshold(rule) => rule.repair.map(|repair| repair.cooldown.get()),
        Rule::Step(rule) => rule.scale_in.as_ref().map(|rule| rule.cooldown.get()),
        Rule::TargetTracking(rule) => rule.scale_in.then(|| f64::from(rule.in_datapoints.get()) * rule.period.get()),
        Rule::Hpa(policy) => Some(match &policy.behavior {
            Some(behavior) => scale_down_rules(behavior.scale_down.as_ref()).window,
            None => DOWNSCALE_STABILIZATION,
        }),
        Rule::Static(_) | Rule::Queue(_) | Rule::Scheduled(_) | Rule::Predictive(_) | Rule::Window(_) => None,
    }
}

/// The grain in which a policy can wait: whole looks of target tracking, whole seconds of all others.
pub fn grain_of(choice: &PolicyChoice) -> f64 {
    let looks = choice.rules.iter().filter_map(|rule| match rule {
        Rule::TargetTracking(rule) => Some(rule.period.get()),
        _ => None,
    });
    looks.fold(1.0, f64::max)
}

/// Makes every rule that can wait wait this long.
pub(super) fn set_window(choice: &mut PolicyChoice, seconds: f64) {
    for rule in &mut choice.rules {
        match rule {
            Rule::Threshold(rule) => {
                if let Some(repair) = &mut rule.repair {
                    repair.cooldown = Quantity::clamped(seconds);
                }
            }
            Rule::Step(rule) => {
                if let Some(scale_in) = &mut rule.scale_in {
                    scale_in.cooldown = Quantity::clamped(seconds);
                }
            }
            Rule::TargetTracking(rule) => {
                if rule.scale_in {
                    rule.in_datapoints = Quantity::clamped(libm::round(seconds / rule.period.get()));
                }
            }
            Rule::Hpa(policy) => {
                let behavior = policy.behavior.get_or_insert_default();
                behavior.scale_down.get_or_insert_default().stabilization_window = Some(Quantity::clamped(seconds));
            }
            Rule::Static(_) | Rule::Queue(_) | Rule::Scheduled(_) | Rule::Predictive(_) | Rule::Window(_) => {}
        }
    }
}
