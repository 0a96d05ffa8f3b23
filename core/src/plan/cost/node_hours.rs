//! What an hour of a node costs in the end where it is not bought by the hour: committed, and on spot.

use super::purchase::{PurchaseBasis, SpotAnswer};
use crate::formulas::buying::{SpotFleetInputs, breakeven_interruptions, spot_fleet};
use crate::formulas::finance::{over_a_month, saving};
use crate::machines::catalog::Purchase;
use crate::plan::scenario::cost::{CommitmentPrice, CommitmentTerm, NodeCommitment, SpotInputs};

/// What a committed node costs an hour of its term in the end.
pub(super) fn reserved(basis: &PurchaseBasis<'_>, wanted: &NodeCommitment) -> Option<f64> {
    let purchase = match wanted.term {
        CommitmentTerm::OneYear => Purchase::OneYear,
        CommitmentTerm::ThreeYears => Purchase::ThreeYears,
    };
    match wanted.price {
        CommitmentPrice::Discount(off) => Some(basis.on_demand * (1.0 - off.get())),
        CommitmentPrice::Machine => basis.prices.of(purchase),
    }
}

/// One spot node: what it costs an hour in the end, and of what. Amounts a month are of one node.
pub(super) fn spot_hour(basis: &PurchaseBasis<'_>, spot: &SpotInputs) -> Option<SpotAnswer> {
    let price = match spot.price {
        CommitmentPrice::Discount(off) => basis.on_demand * (1.0 - off.get()),
        CommitmentPrice::Machine => basis.prices.spot?,
    };
    let fraction = if basis.on_demand > 0.0 { price / basis.on_demand } else { 1.0 };
    let one = spot_fleet(&SpotFleetInputs {
        instances: 1.0,
        on_demand_base: 0.0,
        on_demand_above_base: 0.0,
        on_demand: basis.on_demand,
        price_fraction: fraction,
        interruptions: spot.interruptions.get(),
        lost_hours: spot.lost.get(),
        replacement_hours: spot.replacement.get(),
    })?;
    let fallback = if spot.fallback { one.fallback_cost } else { 0.0 };
    let hourly = one.spot_cost + one.rework_cost + fallback;
    Some(SpotAnswer {
        share: spot.share.get(),
        price,
        hourly,
        nodes: 0.0,
        saving: saving(basis.on_demand, hourly),
        interruptions: 0.0,
        missing: one.missing_fraction,
        fallback_monthly: over_a_month(fallback),
        rework_monthly: over_a_month(one.rework_cost),
        breakeven_interruptions: breakeven_interruptions(fraction, spot.lost.get()),
        shortage: None,
    })
}
