//! The placement in whole replicas, checked again.

use super::cuts::{Bundle, bundles, worst_cuts};
use super::{Offer, PlacementInputs, PlacementPlan};
use crate::base::numeric::ceil_count;
use crate::formulas::regions::Refusal;
use crate::formulas::regions::check_length;

/// Replicas to buy; from [`round_placement`].
#[derive(Clone, Debug, PartialEq)]
pub struct WholePlacement {
    /// Replicas in each region.
    pub replicas: Vec<u32>,
    /// What they carry, requests / second.
    pub capacity: Vec<f64>,
    /// What they cost beyond those installed.
    pub cost: f64,
    /// Whether every loss can be served with them.
    pub survives: bool,
    /// Least capacity that any loss leaves beyond what it must carry, requests / second; `None`
    /// without load.
    pub least_spare: Option<f64>,
    /// Replicas that rounding up had added in vain and that were taken away again.
    pub n_removed: u32,
}

impl WholePlacement {
    /// Cost beyond that of the linear plan, as a share: no whole replicas are cheaper by more than
    /// this. `None` where the plan costs nothing.
    pub fn rounding_cost(&self, plan: &PlacementPlan) -> Option<f64> {
        (plan.cost > 0.0).then(|| self.cost / plan.cost - 1.0)
    }
}

/// Rounds a plan up to whole replicas and checks it against every loss.
///
/// Rounding up all regions may buy more than is needed: replicas are then taken away, the dearest
/// first, as long as every loss can still be served. The result survives but need not be the
/// cheapest in whole replicas; [`WholePlacement::rounding_cost`] bounds what that can cost.
///
/// # Errors
///
/// [`Refusal`] where lists do not fit together or an amount is not one.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::placement::*;
/// use headroom_core::formulas::regions::*;
///
/// let offer = Offer { replica_throughput: 10.0, replica_cost: 3.0, max_replicas: None, installed: 0 };
/// let inputs = PlacementInputs {
///     demand: vec![vec![90.0]],
///     offers: vec![offer; 3],
///     permissions: Permissions::all(1, 3),
///     n_lost: 1,
/// };
/// let Placement::Survives(plan) = plan_placement(&inputs)? else { panic!("one of three may go") };
/// let whole = round_placement(&inputs, &plan)?;
/// // 4.5 each, so 5; one of the fifteen is not needed, since 5 + 4 carry 90.
/// assert_eq!((whole.replicas.iter().sum::<u32>(), whole.n_removed, whole.survives), (14, 1, true));
/// # Ok::<(), Refusal>(())
/// ```
pub fn round_placement(inputs: &PlacementInputs, plan: &PlacementPlan) -> Result<WholePlacement, Refusal> {
    inputs.check()?;
    check_length("capacities", &plan.capacity, inputs.offers.len())?;
    let bundles = bundles(&inputs.demand, &inputs.permissions);
    let rounded = |(offer, capacity): (&Offer, &f64)| {
        let most = offer.max_replicas.unwrap_or(u32::MAX);
        ceil_count(capacity / offer.replica_throughput).min(most).max(offer.installed)
    };
    let mut replicas: Vec<u32> = inputs.offers.iter().zip(&plan.capacity).map(rounded).collect();
    let mut dearest_first: Vec<usize> = (0..replicas.len()).collect();
    dearest_first.sort_by(|&a, &b| inputs.offers[b].replica_cost.total_cmp(&inputs.offers[a].replica_cost));
    let mut n_removed = 0;
    if holds(inputs, &bundles, &replicas) {
        for region in dearest_first {
            let bought = replicas[region];
            // The fewest that still hold, by halving: more replicas never harm.
            let (mut low, mut high) = (inputs.offers[region].installed, bought);
            while low < high {
                replicas[region] = low + (high - low) / 2;
                if holds(inputs, &bundles, &replicas) { high = replicas[region] } else { low = replicas[region] + 1 }
            }
            replicas[region] = high;
            n_removed += bought - high;
        }
    }
    let found = spare(inputs, &bundles, &replicas);
    let price = |(offer, &n): (&Offer, &u32)| f64::from(n - offer.installed) * offer.replica_cost;
    Ok(WholePlacement {
        capacity: carried(inputs, &replicas),
        cost: inputs.offers.iter().zip(&replicas).map(price).sum(),
        survives: holds(inputs, &bundles, &replicas),
        least_spare: found.map(|spare| spare.least),
        n_removed,
        replicas,
    })
}

fn holds(inputs: &PlacementInputs, bundles: &[Bundle], replicas: &[u32]) -> bool {
    spare(inputs, bundles, replicas).is_none_or(|spare| spare.holds)
}

struct Spare {
    least: f64,
    holds: bool,
}

fn carried(inputs: &PlacementInputs, replicas: &[u32]) -> Vec<f64> {
    inputs.offers.iter().zip(replicas).map(|(offer, &n)| f64::from(n) * offer.replica_throughput).collect()
}

/// Capacity that the worst loss leaves beyond its load; `None` where there is no load at all.
fn spare(inputs: &PlacementInputs, bundles: &[Bundle], replicas: &[u32]) -> Option<Spare> {
    let capacity = carried(inputs, replicas);
    worst_cuts(bundles, &capacity, inputs.n_lost)
        // As everywhere, a billionth of a load counts as rounding, so that whole counts stay whole.
        .map(|(cut, left)| Spare { least: left - cut.demand, holds: cut.demand <= left * (1.0 + 1e-9) })
        .reduce(|a, b| Spare { least: a.least.min(b.least), holds: a.holds && b.holds })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulas::placement::{Placement, plan_placement};
    use crate::formulas::regions::Permissions;

    #[test]
    fn rows_by_hand() {
        let offer = |replica_cost| Offer { replica_throughput: 4.0, replica_cost, max_replicas: Some(9), installed: 0 };
        let inputs = PlacementInputs {
            demand: vec![vec![10.0], vec![0.0]],
            offers: vec![offer(1.0), offer(2.0)],
            permissions: Permissions::all(2, 2),
            n_lost: 1,
        };
        let Placement::Survives(plan) = plan_placement(&inputs).unwrap() else { panic!("two regions, one lost") };
        let whole = round_placement(&inputs, &plan).unwrap();
        // 10 / 4 = 2.5 each, so 3 of each, 12 against 10.
        assert_eq!((whole.replicas, whole.cost, whole.least_spare), (vec![3, 3], 9.0, Some(2.0)));
        let dead = PlacementPlan { capacity: vec![4.0, 4.0], ..plan };
        assert!(!round_placement(&inputs, &dead).unwrap().survives);
        let idle = PlacementInputs { demand: vec![vec![0.0], vec![0.0]], ..inputs };
        assert_eq!(round_placement(&idle, &dead).unwrap().least_spare, None);
    }
}
