//! The objectives, what a failure costs, what the primary costs, how a recovery is done, and what must lie in the
//! other region.

use crate::components::form::{Field, Kind};
use crate::components::form::{choice, choice_of, flag, number, optional};
use headroom_core::formulas::recovery::{ArtefactKind, Order, RecoveryTier};
use headroom_core::plan::scenario::cost::CostInputs;
use headroom_core::plan::scenario::recovery::{ArtefactInputs, LinkInputs, RecoveryInputs};
use headroom_core::plan::scenario::scaling::ScalingInputs;

/// RTO, RPO and the active tier.
pub const OBJECTIVES: &[Field<RecoveryInputs>] = &[
    optional!(RecoveryInputs, "recovery-rto", rto, |_| 900.0, |_| "none".to_owned()),
    optional!(RecoveryInputs, "recovery-rpo", rpo, |_| 60.0, |_| "none".to_owned()),
    Field::<RecoveryInputs>::new(
        "recovery-tier",
        Kind::Choice {
            words: &["none selected", "cold standby", "pilot light", "warm standby", "hot standby", "active-active"],
            in_view: false,
            get: |recovery| {
                RecoveryTier::ALL.iter().position(|tier| Some(*tier) == recovery.tier).map_or(0, |place| place + 1)
            },
            set: |recovery, place| {
                recovery.tier = place.checked_sub(1).and_then(|place| RecoveryTier::ALL.get(place).copied());
            },
        },
    ),
];

/// How often a region is lost, and what that costs.
pub const LOSSES: &[Field<RecoveryInputs>] = &[
    number!(RecoveryInputs, "recovery-outages", outages),
    optional!(RecoveryInputs, "recovery-loss", loss, |_| 10_000.0, |_| "unknown".to_owned()),
    optional!(RecoveryInputs, "recovery-data-loss", data_loss, |_| 10_000.0, |_| "unknown".to_owned()),
    optional!(RecoveryInputs, "recovery-writes", writes, |_| 100.0, |_| "unknown".to_owned()),
];

/// What a replica of the primary costs.
pub const PRICE: &[Field<ScalingInputs>] =
    &[optional!(ScalingInputs, "fleet-price", price, |_| 1.0, |_| "unknown".to_owned())];

/// What its storage costs.
pub const STORAGE: &[Field<RecoveryInputs>] = &[number!(RecoveryInputs, "recovery-storage", storage)];

/// The order of the parts, and whether accelerators are reserved.
pub const HOW: &[Field<RecoveryInputs>] = &[
    choice!(
        RecoveryInputs,
        "recovery-order",
        order,
        [(Order::Serial, "in sequence"), (Order::RedirectWhileBuilding, "redirect while capacity is built"),]
    ),
    flag!(RecoveryInputs, "recovery-reserved", reserved),
];

/// One artefact that must lie in the other region.
pub const ARTEFACT: &[Field<ArtefactInputs>] = &[
    choice_of!(ArtefactInputs, "artefact-kind", kind, ArtefactKind, words),
    number!(ArtefactInputs, "artefact-size", size),
    number!(ArtefactInputs, "artefact-copies", copies).when(|artefact| artefact.rebuild.is_none()),
    optional!(ArtefactInputs, "artefact-rebuild", rebuild, |_| 3600.0, |_| "copied".to_owned()),
];

/// The way between the regions.
pub const LINK: &[Field<LinkInputs>] =
    &[number!(LinkInputs, "link-rate", rate), number!(LinkInputs, "link-share", share)];

/// What copies cost: prices of the whole plan.
pub const COPIES: &[Field<CostInputs>] = &[
    optional!(CostInputs, "cost-inter-region", inter_region, |_| 0.02, |_| "unknown".to_owned()),
    optional!(CostInputs, "cost-storage-price", storage_price, |_| 0.023, |_| "unknown".to_owned()),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::form::checks::keep_what_they_take;
    use headroom_core::plan::scenario::recovery::ArtefactPreset;

    #[test]
    fn fields_keep_what_they_take() {
        let stated = [RecoveryInputs::default()];
        for rows in [OBJECTIVES, LOSSES, STORAGE, HOW] {
            keep_what_they_take(rows, &stated);
        }
        keep_what_they_take(PRICE, &[ScalingInputs::unstated()]);
        keep_what_they_take(ARTEFACT, &ArtefactPreset::ALL[0].artefacts());
        keep_what_they_take(LINK, &[LinkInputs::default()]);
        keep_what_they_take(COPIES, &[CostInputs::default()]);
    }
}
