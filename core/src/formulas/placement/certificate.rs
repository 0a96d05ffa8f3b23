//! Why no placement is cheaper: weights on the conditions that add up to a lower bound.

use super::PlacementInputs;
use super::cuts::Cut;
use crate::formulas::regions::RegionSet;

/// A condition and its multiplier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedCut {
    /// The condition.
    pub cut: Cut,
    /// What one more request / second of its load costs.
    pub weight: f64,
}

/// A proof that a placement is the cheapest, which needs no trust in how it was found.
///
/// Additions `c` to what is installed, `h`, that survive meet every cut, so with weights `w ≥ 0` on
/// cuts and `z ≥ 0` on ceilings
/// `Σ w·(D − h of the carriers) − Σ z·(u − h) ≤ Σ_r (Σ_{cuts that r carries} w − z_r)·c_r ≤ Σ p_r·c_r`,
/// as long as the bracket is at most the price `p_r`. The left side is a lower bound on every cost; where it equals
/// the cost of a placement, that placement is the cheapest.
#[derive(Clone, Debug, PartialEq)]
pub struct Certificate {
    /// The conditions that bind, with their weights: what drives the cost, and from where.
    pub weights: Vec<WeightedCut>,
    /// Weight of each region's ceiling: what one more request / second of it would save.
    pub ceiling_weights: Vec<f64>,
    /// Cost of the placement.
    pub primal_cost: f64,
    /// The lower bound, computed from the inputs and the weights alone.
    pub dual_bound: f64,
}

impl Certificate {
    pub(super) fn new(
        inputs: &PlacementInputs,
        weights: Vec<WeightedCut>,
        ceiling_weights: Vec<f64>,
        primal_cost: f64,
    ) -> Self {
        let mut certificate = Self { weights, ceiling_weights, primal_cost, dual_bound: 0.0 };
        certificate.dual_bound = certificate.lower_bound(inputs);
        certificate
    }

    /// Cost minus lower bound, as a share of the cost; 0 where both are.
    pub fn gap(&self) -> f64 {
        let scale = self.primal_cost.abs().max(self.dual_bound.abs());
        if scale > 0.0 { (self.primal_cost - self.dual_bound).abs() / scale } else { 0.0 }
    }

    /// The lower bound that these weights prove for these inputs, whatever they are.
    ///
    /// Loads are summed anew from the geographies that each cut confines, cuts that lose too many
    /// regions count for nothing, and weights that exceed a price are scaled down together until they
    /// do not.
    pub fn lower_bound(&self, inputs: &PlacementInputs) -> f64 {
        let fair = |weighted: &&WeightedCut| weighted.cut.lost.len() <= inputs.n_lost && weighted.weight > 0.0;
        let cuts: Vec<&WeightedCut> = self.weights.iter().filter(fair).collect();
        let (mut scale, mut given_back) = (1.0_f64, 0.0);
        for (region, offer) in inputs.offers.iter().enumerate() {
            let carries = |weighted: &&&WeightedCut| weighted.cut.carriers().contains(region);
            let bought: f64 = cuts.iter().filter(carries).map(|weighted| weighted.weight).sum();
            let (price, ceiling) = (offer.unit_cost(), offer.ceiling());
            let weight = self.ceiling_weights.get(region).copied().unwrap_or(0.0).max(0.0);
            if ceiling.is_finite() && weight > 0.0 {
                // Whatever a ceiling does not give back of the excess is scaled away below.
                given_back += weight * (ceiling - offer.installed_capacity());
                scale = scale.min(at_most_one(price + weight, bought));
            } else {
                scale = scale.min(at_most_one(price, bought));
            }
        }
        let installed = |cut: &Cut| -> f64 {
            let carriers = cut.carriers();
            let there = inputs.offers.iter().enumerate().filter(|(region, _)| carriers.contains(*region));
            there.map(|(_, offer)| offer.installed_capacity()).sum()
        };
        let load = |cut: &Cut| confined_load(inputs, cut.within, cut.step) - installed(cut);
        scale * cuts.iter().map(|weighted| weighted.weight * load(&weighted.cut)).sum::<f64>() - given_back
    }
}

/// `price / bought`, but no more than one.
fn at_most_one(price: f64, bought: f64) -> f64 {
    if bought > price { price / bought } else { 1.0 }
}

/// Load at one step of the geographies that may be served only within some regions.
fn confined_load(inputs: &PlacementInputs, within: RegionSet, step: usize) -> f64 {
    let confined = inputs.demand.iter().enumerate();
    let confined = confined.filter(|(geography, _)| inputs.permissions.of(*geography).is_subset_of(within));
    confined.filter_map(|(_, series)| series.get(step)).sum()
}

/// Whether these capacities survive: no condition short by more than a billionth of its load.
#[cfg(test)]
pub(super) fn survives(inputs: &PlacementInputs, capacity: &[f64]) -> bool {
    let bundles = super::cuts::bundles(&inputs.demand, &inputs.permissions);
    let mut worst = super::cuts::worst_cuts(&bundles, capacity, inputs.n_lost);
    let within =
        capacity.iter().zip(&inputs.offers).all(|(capacity, offer)| *capacity <= offer.ceiling() * (1.0 + 1e-9));
    within && worst.all(|(cut, left)| cut.demand <= left * (1.0 + 1e-9))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulas::placement::Offer;
    use crate::formulas::regions::Permissions;

    fn inputs() -> PlacementInputs {
        let offer = Offer { replica_throughput: 1.0, replica_cost: 1.0, max_replicas: None, installed: 0 };
        let permissions = Permissions::all(1, 3);
        PlacementInputs { demand: vec![vec![90.0]], offers: vec![offer; 3], permissions, n_lost: 1 }
    }

    fn certificate(weight: f64, lost: &[&[usize]]) -> Certificate {
        let cut = |lost: &&[usize]| WeightedCut {
            // The load written on a cut is not believed.
            cut: Cut { within: RegionSet::first(3), lost: lost.iter().copied().collect(), demand: 1e9, step: 0 },
            weight,
        };
        Certificate {
            weights: lost.iter().map(cut).collect(),
            ceiling_weights: vec![0.0; 3],
            primal_cost: 135.0,
            dual_bound: 0.0,
        }
    }

    #[test]
    fn a_bound_is_what_its_weights_prove() {
        let each: [&[usize]; 3] = [&[0], &[1], &[2]];
        // Each region carries two of three cuts, so half a unit on each is all that prices allow.
        assert_eq!(certificate(0.5, &each).lower_bound(&inputs()), 135.0);
        assert_eq!(certificate(0.1, &each).lower_bound(&inputs()), 27.0);
    }

    #[test]
    fn too_much_weight_and_losses_too_large_prove_nothing_more() {
        let each: [&[usize]; 3] = [&[0], &[1], &[2]];
        assert_eq!(certificate(7.0, &each).lower_bound(&inputs()), 135.0);
        assert_eq!(certificate(0.5, &[&[0, 1]]).lower_bound(&inputs()), 0.0);
        assert_eq!(certificate(f64::NAN, &each).lower_bound(&inputs()), 0.0);
    }

    #[test]
    fn survival_is_checked_against_every_loss() {
        assert!(survives(&inputs(), &[45.0; 3]) && !survives(&inputs(), &[45.0, 45.0, 44.0]));
    }
}
