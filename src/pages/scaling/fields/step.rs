//! Step scaling: what its alarms look at and how much they do; the thresholds are in `metric`.

use super::metric::{self, Step, metric_at, place_of, retargeted, scaled_steps};
use crate::components::form::{Field, Kind, NumberKind};
use crate::components::form::{choice, number};
use headroom_core::base::units::{Cooldown, Datapoints, HpaPods, MetricTarget, Quantity};
use headroom_core::formulas::autoscaler::cloud::step::{AdjustmentType, StepAdjustment, Steps};
use headroom_core::formulas::autoscaler::metric::Metric;
use headroom_core::plan::scaling::presets::Facts;
use headroom_core::plan::scenario::scaling::{StepIn, StepRule};

/// What the alarms look at, and how often.
pub const LOOKS_AT: &[Field<Step>] = &[
    Field::new(
        "policy-step-metric",
        Kind::Choice {
            words: &metric::WORDS,
            in_view: false,
            get: |rule| place_of(rule.stated.metric),
            set: |rule, place| look_at(&mut rule.stated, metric_at(place), &rule.known),
        },
    ),
    number!(Step, "policy-step-period", stated.period),
];

/// How the steps count.
pub const ADJUSTS: &[Field<Step>] = &[
    number!(Step, "policy-step-out-datapoints", stated.out_datapoints),
    choice!(
        Step,
        "policy-step-adjustment",
        stated.adjustment,
        [
            (AdjustmentType::PercentChangeInCapacity, "% of the fleet"),
            (AdjustmentType::ChangeInCapacity, "Replicas to add"),
            (AdjustmentType::ExactCapacity, "Replicas in total"),
        ]
    ),
    Field::<Step>::new(
        "policy-step-min-magnitude",
        Kind::Optional {
            get: |rule| rule.stated.min_magnitude.map(Quantity::value),
            set: |rule, value| rule.stated.min_magnitude = value.map(Quantity::clamped),
            first: |_| 1.0,
            unstated: |_| "one replica".to_owned(),
            quantity: NumberKind::of::<HpaPods>(),
        },
    )
    .when(|rule| rule.stated.adjustment == AdjustmentType::PercentChangeInCapacity),
];

/// Warm-up, and whether it also scales in.
pub const SCALES_IN: &[Field<Step>] = &[
    number!(Step, "policy-step-warm-up", stated.warm_up),
    Field::new(
        "policy-step-scale-in",
        Kind::Flag {
            get: |rule| rule.stated.scale_in.is_some(),
            set: |rule, on| rule.stated.scale_in = on.then(|| usual_in(&rule.stated)),
        },
    ),
];

/// How often the alarm that scales in must be raised.
pub const IN_DATAPOINTS: &[Field<Step>] = &[Field::new(
    "policy-step-in-datapoints",
    Kind::Number {
        get: |rule| rule.stated.scale_in.as_ref().map_or(1.0, |alarm| alarm.datapoints.value()),
        set: |rule, value| {
            rule.stated.scale_in.iter_mut().for_each(|alarm| alarm.datapoints = Quantity::clamped(value))
        },
        quantity: NumberKind::of::<Datapoints>(),
    },
)];

/// How long it waits before it scales in again.
pub const IN_COOLDOWN: &[Field<Step>] = &[Field::new(
    "policy-step-in-cooldown",
    Kind::Number {
        get: |rule| rule.stated.scale_in.as_ref().map_or(0.0, |alarm| alarm.cooldown.value()),
        set: |rule, value| rule.stated.scale_in.iter_mut().for_each(|alarm| alarm.cooldown = Quantity::clamped(value)),
        quantity: NumberKind::of::<Cooldown>(),
    },
)];

/// An alarm that scales in, to begin with: below half of what scales out.
fn usual_in(rule: &StepRule) -> StepIn {
    let adjustment = if rule.adjustment == AdjustmentType::ExactCapacity { 1 } else { -10 };
    let steps = Steps::new(vec![StepAdjustment { lower: None, upper: Some(0.0), adjustment }]);
    StepIn {
        below: MetricTarget::clamped(rule.out_above.get() / 2.0),
        datapoints: Quantity::clamped(15.0),
        steps: steps.unwrap_or_else(|_| Steps::always(adjustment)),
        cooldown: Quantity::clamped(300.0),
    }
}

/// The same rule for another metric: thresholds and steps in its unit.
fn look_at(rule: &mut StepRule, metric: Metric, facts: &Facts) {
    let target = retargeted(rule.metric, rule.out_above, metric, facts);
    let factor = target.get() / rule.out_above.get();
    rule.metric = metric;
    rule.out_above = target;
    rule.out_steps = scaled_steps(&rule.out_steps, factor);
    if let Some(alarm) = &mut rule.scale_in {
        alarm.below = MetricTarget::clamped(alarm.below.get() * factor);
        alarm.steps = scaled_steps(&alarm.steps, factor);
    }
}
