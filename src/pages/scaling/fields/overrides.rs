//! Windows in which somebody takes over from the policy.

use crate::components::form::number;
use crate::components::form::{Field, Kind, NumberKind};
use crate::edit::Knowing;
use headroom_core::base::name::Name;
use headroom_core::base::text;
use headroom_core::base::units::{MaxReplicas, MinReplicas, Quantity, SpendLimit};
use headroom_core::plan::scenario::scaling::{Override, OverrideAction};

/// An override, beside the replicas that sizing asks for, at which a new limit begins.
pub type OneOverride = Knowing<Override, u32>;

/// What it is called.
pub const NAME: Field<Override> = Field::new(
    "override-name",
    Kind::Words {
        get: |one| one.name.to_string(),
        set: |one, text| {
            one.name = Name::new(text).map_err(|error| error.to_string())?;
            Ok(())
        },
    },
);

/// How long it lasts and what it does.
pub const ACTION: &[Field<OneOverride>] = &[
    number!(OneOverride, "override-length", stated.length),
    Field::<OneOverride>::new(
        "override-action",
        Kind::Choice {
            words: &["Freeze", "At least", "At most", "Spend at most"],
            in_view: false,
            get: |one| kind_of(one.stated.action),
            set: |one, kind| one.stated.action = action_of(kind, one.stated.action, one.known),
        },
    ),
    Field::<OneOverride>::new(
        "override-floor",
        Kind::Number {
            get: |one| number_of(one.stated.action),
            set: |one, value| one.stated.action = OverrideAction::Floor(Quantity::clamped(value)),
            quantity: NumberKind::of::<MinReplicas>(),
        },
    )
    .when(|one| matches!(one.stated.action, OverrideAction::Floor(_))),
    Field::<OneOverride>::new(
        "override-ceiling",
        Kind::Number {
            get: |one| number_of(one.stated.action),
            set: |one, value| one.stated.action = OverrideAction::Ceiling(Quantity::clamped(value)),
            quantity: NumberKind::of::<MaxReplicas>(),
        },
    )
    .when(|one| matches!(one.stated.action, OverrideAction::Ceiling(_))),
    Field::<OneOverride>::new(
        "override-spend",
        Kind::Number {
            get: |one| number_of(one.stated.action),
            set: |one, value| one.stated.action = OverrideAction::Spend(Quantity::clamped(value)),
            quantity: NumberKind::of::<SpendLimit>(),
        },
    )
    .when(|one| matches!(one.stated.action, OverrideAction::Spend(_))),
];

fn kind_of(action: OverrideAction) -> usize {
    match action {
        OverrideAction::Freeze => 0,
        OverrideAction::Floor(_) => 1,
        OverrideAction::Ceiling(_) => 2,
        OverrideAction::Spend(_) => 3,
    }
}

fn number_of(action: OverrideAction) -> f64 {
    match action {
        OverrideAction::Freeze => 0.0,
        OverrideAction::Floor(min) => min.value(),
        OverrideAction::Ceiling(max) => max.value(),
        OverrideAction::Spend(limit) => limit.value(),
    }
}

/// An action of a kind; what was there stays.
fn action_of(kind: usize, before: OverrideAction, sized: u32) -> OverrideAction {
    let replicas = match before {
        OverrideAction::Floor(_) | OverrideAction::Ceiling(_) => number_of(before),
        OverrideAction::Freeze | OverrideAction::Spend(_) => f64::from(sized),
    };
    match kind {
        0 => OverrideAction::Freeze,
        1 => OverrideAction::Floor(Quantity::clamped(replicas)),
        2 => OverrideAction::Ceiling(Quantity::clamped(replicas)),
        _ if kind_of(before) == 3 => before,
        _ => OverrideAction::Spend(Quantity::clamped(100.0)),
    }
}

/// What an override does, in a few words.
pub fn action_words(action: OverrideAction) -> String {
    match action {
        OverrideAction::Freeze => "freeze".to_owned(),
        OverrideAction::Floor(min) => format!("at least {}", text::count(min.get())),
        OverrideAction::Ceiling(max) => format!("at most {}", text::count(max.get())),
        OverrideAction::Spend(limit) => format!("at most {} an hour", text::dollars(limit.get())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_kind_of_override_keeps_the_number() {
        let floor = action_of(1, OverrideAction::Freeze, 57);
        assert_eq!(action_words(floor), "at least 57");
        let floor = OverrideAction::Floor(Quantity::clamped(12.0));
        assert_eq!(action_words(action_of(2, floor, 57)), "at most 12");
        assert_eq!(action_words(action_of(3, floor, 57)), "at most $100.00 an hour");
        for kind in 0..4 {
            assert_eq!(kind_of(action_of(kind, floor, 0)), kind);
        }
    }
}
