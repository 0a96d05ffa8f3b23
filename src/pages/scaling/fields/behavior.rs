//! The autoscaler's behavior: how fast replicas come and go.

use crate::components::form::{Field, Kind, NumberKind};
use crate::components::form::{choice, number, optional};
use crate::edit::Knowing;
use headroom_core::base::text;
use headroom_core::base::units::{HpaPercent, HpaPods, Quantity};
use headroom_core::formulas::autoscaler::hpa::defaults::{self, EffectiveRules};
use headroom_core::formulas::autoscaler::hpa::{HpaAmount, HpaBehavior, HpaRules, HpaScalingPolicy, SelectPolicy};

/// Whether scaling up is stated.
pub const UP: Field<HpaBehavior> = Field::new(
    "policy-hpa-direction",
    Kind::Flag {
        get: |behavior| behavior.scale_up.is_some(),
        set: |behavior, on| behavior.scale_up = on.then(HpaRules::default),
    },
);

/// Whether scaling down is stated.
pub const DOWN: Field<HpaBehavior> = Field::new(
    "policy-hpa-direction",
    Kind::Flag {
        get: |behavior| behavior.scale_down.is_some(),
        set: |behavior, on| behavior.scale_down = on.then(HpaRules::default),
    },
);

/// The rules of a direction, beside those that apply where nothing is stated.
pub type Direction = Knowing<HpaRules, EffectiveRules>;

/// Window, choice among limits, and whether limits are stated.
pub const DIRECTION: &[Field<Direction>] = &[
    optional!(
        Direction,
        "policy-hpa-window",
        stated.stabilization_window,
        |rules| rules.known.window,
        |rules| format!("default: {}", text::seconds(rules.known.window))
    ),
    choice!(
        Direction,
        "policy-hpa-select",
        stated.select_policy,
        [
            (None, "Max (default)"),
            (Some(SelectPolicy::Max), "Max"),
            (Some(SelectPolicy::Min), "Min"),
            (Some(SelectPolicy::Disabled), "Disabled"),
        ]
    ),
    Field::new(
        "policy-hpa-policies",
        Kind::Flag {
            get: |rules| rules.stated.policies.is_some(),
            set: |rules, on| rules.stated.policies = on.then(|| rules.known.policies.clone()),
        },
    ),
];

/// How far the metric may be from its target before anything happens.
pub const TOLERANCE: &[Field<HpaRules>] =
    &[optional!(HpaRules, "policy-hpa-tolerance", tolerance, |_| defaults::TOLERANCE, |_| format!(
        "default: {}",
        text::percent(defaults::TOLERANCE)
    ))];

/// A limit: so many pods, or such a share of them, in so much time.
pub const LIMIT: &[Field<HpaScalingPolicy>] = &[
    Field::<HpaScalingPolicy>::new(
        "policy-hpa-amount",
        Kind::Number {
            get: |limit| f64::from(number_of(limit.amount)),
            set: |limit, value| limit.amount = HpaAmount::Pods(Quantity::clamped(value)),
            quantity: NumberKind::of::<HpaPods>(),
        },
    )
    .when(is_in_pods),
    Field::<HpaScalingPolicy>::new(
        "policy-hpa-amount",
        Kind::Number {
            get: |limit| f64::from(number_of(limit.amount)),
            set: |limit, value| limit.amount = HpaAmount::Percent(Quantity::clamped(value)),
            quantity: NumberKind::of::<HpaPercent>(),
        },
    )
    .when(|limit| !is_in_pods(limit)),
    Field::new(
        "policy-hpa-amount-kind",
        Kind::Choice {
            words: &["Pods", "% of the pods"],
            in_view: false,
            get: |limit| usize::from(!is_in_pods(limit)),
            set: |limit, place| limit.amount = counted_in(place == 0, limit.amount),
        },
    ),
    number!(HpaScalingPolicy, "policy-hpa-period", period),
];

fn is_in_pods(limit: &HpaScalingPolicy) -> bool {
    matches!(limit.amount, HpaAmount::Pods(_))
}

fn number_of(amount: HpaAmount) -> u32 {
    match amount {
        HpaAmount::Pods(pods) => pods.get(),
        HpaAmount::Percent(percent) => percent.get(),
    }
}

/// The same number counted otherwise.
fn counted_in(pods: bool, amount: HpaAmount) -> HpaAmount {
    let number = f64::from(number_of(amount));
    if pods { HpaAmount::Pods(HpaPods::clamped(number)) } else { HpaAmount::Percent(HpaPercent::clamped(number)) }
}

/// A limit as people say it: `4 pods in 15 s`.
pub fn limit_words(limit: &HpaScalingPolicy) -> String {
    let period = text::seconds(limit.period.get());
    match limit.amount {
        HpaAmount::Pods(pods) => format!("{} in {period}", text::counted(pods.get().into(), "pod", "pods")),
        HpaAmount::Percent(percent) => format!("{} % in {period}", text::count(percent.get())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_read_as_people_say_them() {
        let words: Vec<String> = defaults::scale_up_rules(None).policies.iter().map(limit_words).collect();
        assert_eq!(words, ["4 pods in 15 s", "100 % in 15 s"]);
        assert_eq!(
            counted_in(true, HpaAmount::Percent(Quantity::clamped(50.0))),
            HpaAmount::Pods(Quantity::clamped(50.0))
        );
    }
}
