//! Who is charged for shared costs and idle compute, and what teams may spend.

use crate::components::form::{Field, Kind, NumberKind};
use crate::components::form::{choice, number};
use headroom_core::base::units::{FixedPart, Quantity};
use headroom_core::plan::scenario::cost::{Budget, ChargeRule, CostInputs, IdleRule};

/// The rules of chargeback.
pub const CHARGEBACK: &[Field<CostInputs>] = &[
    Field::<CostInputs>::new(
        "cost-charging",
        Kind::Choice {
            words: &["services, by usage", "services, evenly", "services, part fixed, part by usage", "the platform"],
            in_view: false,
            get: |plan| match plan.charging {
                ChargeRule::ByUsage => 0,
                ChargeRule::Evenly => 1,
                ChargeRule::FixedPlusVariable { .. } => 2,
                ChargeRule::Direct => 3,
            },
            set: |plan, place| {
                plan.charging = match place {
                    0 => ChargeRule::ByUsage,
                    1 => ChargeRule::Evenly,
                    2 => ChargeRule::FixedPlusVariable { fixed: fixed(plan) },
                    _ => ChargeRule::Direct,
                };
            },
        },
    ),
    Field::<CostInputs>::new(
        "cost-fixed",
        Kind::Number {
            get: |plan| fixed(plan).value(),
            set: |plan, value| plan.charging = ChargeRule::FixedPlusVariable { fixed: Quantity::clamped(value) },
            quantity: NumberKind::of::<FixedPart>(),
        },
    )
    .when(|plan| matches!(plan.charging, ChargeRule::FixedPlusVariable { .. })),
    choice!(
        CostInputs,
        "cost-idle",
        idle,
        [
            (IdleRule::Own, "its own service"),
            (IdleRule::ByUsage, "all services, by usage"),
            (IdleRule::Evenly, "all services, evenly"),
            (IdleRule::Apart, "the platform"),
        ]
    ),
];

/// The fixed part, or what it begins as.
fn fixed(plan: &CostInputs) -> FixedPart {
    match plan.charging {
        ChargeRule::FixedPlusVariable { fixed } => fixed,
        _ => FixedPart::clamped(0.5),
    }
}

/// What one team may spend, or the whole plan.
pub const BUDGET: &[Field<Budget>] = &[number!(Budget, "cost-budget", monthly).unit("$")];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::form::checks::keep_what_they_take;
    use headroom_core::base::name::Name;

    #[test]
    fn fields_keep_what_they_take() {
        let charged = |charging| CostInputs { charging, ..CostInputs::default() };
        let fixed = ChargeRule::FixedPlusVariable { fixed: FixedPart::clamped(0.2) };
        keep_what_they_take(CHARGEBACK, &[charged(ChargeRule::Direct), charged(fixed)]);
        keep_what_they_take(BUDGET, &[Budget { team: Name::default(), monthly: Quantity::clamped(500.0) }]);
    }

    #[test]
    fn the_fixed_part_stays_when_the_rule_is_chosen_again() {
        let Kind::Choice { get, set, .. } = CHARGEBACK[0].kind else { panic!("a choice") };
        let mut plan = CostInputs::default();
        set(&mut plan, 2);
        assert_eq!((get(&plan), fixed(&plan).get()), (2, 0.5));
        plan.charging = ChargeRule::FixedPlusVariable { fixed: FixedPart::clamped(0.2) };
        set(&mut plan, 2);
        assert_eq!((get(&plan), fixed(&plan).get()), (2, 0.2));
    }
}
