//! How fast the replicas may change: the policies of `behavior`, and the rules without it.

use super::defaults::EffectiveRules;
use super::{HpaAmount, Reason, SelectPolicy};

/// The most replicas that the scale-up policies allow; never fewer than `current`.
///
/// `start` gives the replicas at the start of a policy's period, from the policy's place in the rules
/// and its period: those there are, less what was added in it, plus what was removed.
///
/// Pods add `S + v`; percent allow `⌈S·(1 + v/100)⌉` in floats, which is why 10 % of 100 is 11
/// (`100 × 1.1 = 110.00000000000001`) though 10 % of 10 is 1. `Max` takes the largest, `Min` the smallest.
///
/// # Source
///
/// `calculateScaleUpLimitWithScalingRules` in `horizontal.go`.
pub fn scale_up_limit(current: u32, rules: &EffectiveRules, start: impl FnMut(usize, f64) -> i64) -> i64 {
    let allowed = |start: i64, amount| match amount {
        HpaAmount::Pods(pods) => start + i64::from(pods.get()),
        HpaAmount::Percent(percent) => (start as f64 * (1.0 + f64::from(percent.get()) / 100.0)).ceil() as i64,
    };
    let current = i64::from(current);
    selected(current, rules, start, allowed, rules.select == SelectPolicy::Max).max(current)
}

/// The fewest replicas that the scale-down policies allow; never more than `current`. `start` is as for
/// [`scale_up_limit`].
///
/// Pods allow `S − v`; percent allow `S·(1 − v/100)`, truncated: 80 % fewer than 10 is 1, as
/// `10 × (1 − 0.8)` is `1.9999999999999996`. `Max`, the largest change, takes the smallest.
///
/// # Source
///
/// `calculateScaleDownLimitWithBehaviors` in `horizontal.go`.
pub fn scale_down_limit(current: u32, rules: &EffectiveRules, start: impl FnMut(usize, f64) -> i64) -> i64 {
    let allowed = |start: i64, amount| match amount {
        HpaAmount::Pods(pods) => start - i64::from(pods.get()),
        HpaAmount::Percent(percent) => (start as f64 * (1.0 - f64::from(percent.get()) / 100.0)) as i64,
    };
    let current = i64::from(current);
    selected(current, rules, start, allowed, rules.select == SelectPolicy::Min).min(current)
}

/// The largest or smallest that the policies allow; `current` where the direction is disabled or,
/// which the API refuses, has no policies.
fn selected(
    current: i64,
    rules: &EffectiveRules,
    mut start: impl FnMut(usize, f64) -> i64,
    allowed: impl Fn(i64, HpaAmount) -> i64,
    largest: bool,
) -> i64 {
    if rules.select == SelectPolicy::Disabled {
        return current;
    }
    let limits = rules
        .policies
        .iter()
        .enumerate()
        .map(|(place, policy)| allowed(start(place, policy.period.get()), policy.amount));
    if largest { limits.max() } else { limits.min() }.unwrap_or(current)
}

/// A stabilized number held within the policies and the bounds, and what bound it.
///
/// `limit` is what the policies of the change's direction allow, [`scale_up_limit`] or
/// [`scale_down_limit`]; the nearer of the limit and the direction's bound holds.
///
/// # Source
///
/// `convertDesiredReplicasWithBehaviorRate` in `horizontal.go`.
pub fn limit_rate(current: u32, desired: u32, (min, max): (u32, u32), limit: i64) -> (u32, Reason) {
    if desired > current {
        return held_below(desired, max, limit);
    }
    if desired < current {
        let (allowed, reason) = if i64::from(min) < limit {
            (limit, Reason::ScaleDownLimit)
        } else {
            (i64::from(min), Reason::TooFewReplicas)
        };
        if i64::from(desired) < allowed {
            return (replicas(allowed), reason);
        }
    }
    (desired, Reason::DesiredWithinRange)
}

/// The most replicas in one sync without `behavior`: twice as many, four at least.
///
/// # Source
///
/// `calculateScaleUpLimit` in `horizontal.go`.
pub fn scale_up_limit_legacy(current: u32) -> i64 {
    (2 * i64::from(current)).max(4)
}

/// A stabilized number held within the bounds and, upwards only, the limit without `behavior`.
///
/// # Source
///
/// `convertDesiredReplicasWithRules` in `horizontal.go`.
pub fn limit_rate_legacy(current: u32, desired: u32, (min, max): (u32, u32)) -> (u32, Reason) {
    if desired < min { (min, Reason::TooFewReplicas) } else { held_below(desired, max, scale_up_limit_legacy(current)) }
}

fn held_below(desired: u32, max: u32, limit: i64) -> (u32, Reason) {
    let (allowed, reason) =
        if i64::from(max) > limit { (limit, Reason::ScaleUpLimit) } else { (i64::from(max), Reason::TooManyReplicas) };
    if i64::from(desired) > allowed { (replicas(allowed), reason) } else { (desired, Reason::DesiredWithinRange) }
}

fn replicas(count: i64) -> u32 {
    u32::try_from(count.max(0)).unwrap_or(u32::MAX)
}
