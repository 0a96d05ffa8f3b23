//! Owned machines, to compare with.

use crate::components::form::number;
use crate::components::form::{Field, Kind};
use crate::edit::Knowing;
use headroom_core::plan::scenario::cost::{CostInputs, OwnedInputs};

/// Whether they are compared with.
pub const COMPARED: &[Field<Compared>] = &[Field::<Compared>::new(
    "cost-owned",
    Kind::Flag {
        get: |plan| plan.stated.owned.is_some(),
        set: |plan, is_on| plan.stated.owned = is_on.then_some(plan.known),
    },
)];

/// The plan's cost, beside machines like those that the selected service rents.
pub type Compared = Knowing<CostInputs, OwnedInputs>;

/// What they cost: the purchase, its capital, power, space, maintenance, people.
pub const OWNED: &[Field<OwnedInputs>] = &[
    number!(OwnedInputs, "owned-replaces", replaces).unit("nodes"),
    number!(OwnedInputs, "owned-purchase", purchase),
    number!(OwnedInputs, "owned-residual", residual),
    number!(OwnedInputs, "owned-lifetime", lifetime),
    number!(OwnedInputs, "owned-capital", capital),
    number!(OwnedInputs, "owned-power", power).unit("kW"),
    number!(OwnedInputs, "owned-power-price", power_price),
    number!(OwnedInputs, "owned-pue", pue),
    number!(OwnedInputs, "owned-space", space),
    number!(OwnedInputs, "owned-maintenance", maintenance),
    number!(OwnedInputs, "owned-engineers", engineers).unit("FTE"),
    number!(OwnedInputs, "owned-engineer-monthly", engineer_monthly),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::form::checks::keep_what_they_take;

    #[test]
    fn fields_keep_what_they_take() {
        keep_what_they_take(COMPARED, &[Compared { stated: CostInputs::default(), known: OwnedInputs::default() }]);
        keep_what_they_take(OWNED, &[OwnedInputs::default()]);
    }
}
