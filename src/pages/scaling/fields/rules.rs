//! The rules that are a few settings each, and the policy that holds them.

use super::metric;
use super::metric::{Tracking, metric_at, place_of, retargeted};
use crate::components::form::{Field, Kind};
use crate::components::form::{choice, flag, number, optional};
use crate::edit::Knowing;
use headroom_core::base::name::Name;
use headroom_core::base::text;
use headroom_core::base::units::Quantity;
use headroom_core::plan::scaling::Bounds;
use headroom_core::plan::scaling::presets::Facts;
use headroom_core::plan::scenario::scaling::{
    PolicyChoice, PredictiveRule, QueueRule, Repair, Schedule, StaticRule, ThresholdRule, Weekdays,
};

/// A policy, beside the bounds that follow from sizing.
pub type Policy = Knowing<PolicyChoice, Option<Bounds>>;

/// What a policy is called, and between which numbers it moves.
pub const POLICY: &[Field<Policy>] = &[
    Field::new(
        "policy-name",
        Kind::Words {
            get: |policy| policy.stated.name.to_string(),
            set: |policy, text| {
                if text.is_empty() {
                    return Err("A policy must have a name".to_owned());
                }
                policy.stated.name = Name::new(text).map_err(|error| error.to_string())?;
                Ok(())
            },
        },
    ),
    optional!(
        Policy,
        "policy-min",
        stated.min,
        |policy| policy.known.map_or(1.0, |bounds| f64::from(bounds.min)),
        |policy| from_sizing(policy.known.map(|bounds| bounds.min))
    ),
    optional!(
        Policy,
        "policy-max",
        stated.max,
        |policy| policy.known.map_or(1.0, |bounds| f64::from(bounds.max)),
        |policy| from_sizing(policy.known.map(|bounds| bounds.max))
    ),
];

fn from_sizing(replicas: Option<u32>) -> String {
    replicas.map_or_else(String::new, |replicas| format!("from sizing: {}", text::count(replicas)))
}

/// A static rule, beside the replicas that sizing asks for.
pub type Static = Knowing<StaticRule, Facts>;

/// A fixed number.
pub const STATIC: &[Field<Static>] =
    &[optional!(Static, "policy-static-replicas", stated.replicas, |rule| f64::from(rule.known.sized), |rule| {
        from_sizing(Some(rule.known.sized))
    })];

/// The published rule, or its repair.
pub const THRESHOLD: &[Field<ThresholdRule>] = &[
    Field::new(
        "policy-threshold-repair",
        Kind::Choice {
            words: &["As published", "Repaired"],
            in_view: false,
            get: |rule| usize::from(rule.repair.is_some()),
            set: |rule, place| rule.repair = (place == 1).then(usual_repair),
        },
    ),
    number!(ThresholdRule, "policy-threshold-up", up),
    number!(ThresholdRule, "policy-threshold-down", down),
];

/// What the repaired rule further needs.
pub const REPAIR: &[Field<Repair>] =
    &[number!(Repair, "policy-threshold-target", target), number!(Repair, "policy-threshold-cooldown", cooldown)];

fn usual_repair() -> Repair {
    Repair { target: Quantity::clamped(0.65), cooldown: Quantity::clamped(300.0) }
}

/// What a tracking rule looks at; its target follows in [`metric::TRACKED`].
pub const TRACKING_METRIC: &[Field<Tracking>] = &[Field::new(
    "policy-target-metric",
    Kind::Choice {
        words: &metric::WORDS,
        in_view: false,
        get: |rule| place_of(rule.stated.metric),
        set: |rule, place| {
            let chosen = metric_at(place);
            rule.stated.target = retargeted(rule.stated.metric, rule.stated.target, chosen, &rule.known);
            rule.stated.metric = chosen;
        },
    },
)];

/// How a tracking rule moves.
pub const TRACKING: &[Field<Tracking>] = &[
    number!(Tracking, "policy-target-period", stated.period),
    number!(Tracking, "policy-target-out-datapoints", stated.out_datapoints),
    number!(Tracking, "policy-target-out-cooldown", stated.out_cooldown),
    flag!(Tracking, "policy-target-scale-in", stated.scale_in),
    number!(Tracking, "policy-target-in-datapoints", stated.in_datapoints),
    number!(Tracking, "policy-target-in-cooldown", stated.in_cooldown),
];

/// Backlog a replica.
pub const QUEUE: &[Field<QueueRule>] = &[
    number!(QueueRule, "policy-queue-backlog", backlog_per_replica),
    number!(QueueRule, "policy-queue-polling", polling),
    number!(QueueRule, "policy-queue-activation", activation),
    number!(QueueRule, "policy-queue-cooldown", cooldown),
];

/// The usual load of the hours ahead.
pub const PREDICTIVE: &[Field<PredictiveRule>] = &[
    number!(PredictiveRule, "policy-predictive-lead", lead),
    number!(PredictiveRule, "policy-predictive-target", target),
];

/// A number at a stated time.
pub const SCHEDULE: &[Field<Schedule>] = &[
    choice!(
        Schedule,
        "policy-schedule-days",
        days,
        [
            (Weekdays::Daily, "Every day"),
            (Weekdays::Weekdays, "Monday to Friday"),
            (Weekdays::Weekend, "Saturday and Sunday"),
        ]
    ),
    number!(Schedule, "policy-schedule-from", from),
    number!(Schedule, "policy-schedule-replicas", replicas),
];
