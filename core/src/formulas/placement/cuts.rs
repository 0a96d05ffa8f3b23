//! The conditions on capacities alone under which every loss can be served.

use crate::formulas::regions::{Permissions, RegionSet};
use std::collections::BTreeSet;

/// One condition: when `lost` is lost, the rest of `within` must carry what may be served only there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cut {
    /// Regions to which some geographies are confined.
    pub within: RegionSet,
    /// Those of them that are lost.
    pub lost: RegionSet,
    /// Load of the confined geographies, requests / second.
    pub demand: f64,
    /// Step at which that load is highest.
    pub step: usize,
}

impl Cut {
    /// The regions that must carry the load.
    pub fn carriers(&self) -> RegionSet {
        self.within.minus(self.lost)
    }
}

/// A condition that no capacities within the limits can meet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Obstacle {
    /// The condition.
    pub cut: Cut,
    /// Most capacity that the carriers can have, requests / second.
    pub available: f64,
    /// Load minus that.
    pub short_by: f64,
}

impl Obstacle {
    /// Further permitted regions without which the loss of `n_lost` leaves nobody; 0 where it is the
    /// limits on replicas that are too low.
    pub fn more_regions_needed(&self, n_lost: usize) -> usize {
        if self.cut.carriers().is_empty() { (n_lost + 1).saturating_sub(self.cut.within.len()) } else { 0 }
    }
}

/// Load that may be served only within a set of regions, where it is highest.
pub(super) struct Bundle {
    within: RegionSet,
    demand: f64,
    step: usize,
}

impl Bundle {
    /// The load, requests / second.
    pub(super) fn demand(&self) -> f64 {
        self.demand
    }
}

/// Every bundle with load: unions of permitted sets, since others add no condition.
pub(super) fn bundles(demand: &[Vec<f64>], permissions: &Permissions) -> Vec<Bundle> {
    let n_steps = demand.first().map_or(0, Vec::len);
    // Geographies with the same permissions are one.
    let mut classes: Vec<(RegionSet, Vec<f64>)> = Vec::new();
    for (geography, series) in demand.iter().enumerate() {
        let allowed = permissions.of(geography);
        match classes.iter_mut().find(|(set, _)| *set == allowed) {
            Some((_, sum)) => sum.iter_mut().zip(series).for_each(|(sum, load)| *sum += load),
            None => classes.push((allowed, series.clone())),
        }
    }
    let mut unions = BTreeSet::new();
    for (allowed, _) in &classes {
        let grown: Vec<_> = unions.iter().map(|union: &RegionSet| union.union(*allowed)).collect();
        unions.extend(grown);
        unions.insert(*allowed);
    }
    let bundle = |within: RegionSet| {
        let confined: Vec<_> = classes.iter().filter(|(allowed, _)| allowed.is_subset_of(within)).collect();
        let mut highest = Bundle { within, demand: 0.0, step: 0 };
        for step in 0..n_steps {
            let load: f64 = confined.iter().map(|(_, series)| series[step]).sum();
            if load > highest.demand {
                highest = Bundle { within, demand: load, step };
            }
        }
        highest
    };
    unions.into_iter().map(bundle).filter(|bundle| bundle.demand > 0.0).collect()
}

/// For every bundle the loss that leaves it the least of these capacities, as `(cut, left)`.
///
/// That loss takes the `n_lost` largest capacities of the bundle's regions.
pub(super) fn worst_cuts(bundles: &[Bundle], capacity: &[f64], n_lost: usize) -> impl Iterator<Item = (Cut, f64)> {
    let mut largest_first: Vec<usize> = (0..capacity.len()).collect();
    largest_first.sort_by(|&a, &b| capacity[b].total_cmp(&capacity[a]));
    bundles.iter().map(move |bundle| {
        let (mut lost, mut n_taken, mut left) = (RegionSet::EMPTY, 0, 0.0);
        for &region in &largest_first {
            if bundle.within.contains(region) {
                if n_taken < n_lost {
                    (lost, n_taken) = (lost.with(region), n_taken + 1);
                } else {
                    left += capacity[region];
                }
            }
        }
        (Cut { within: bundle.within, lost, demand: bundle.demand, step: bundle.step }, left)
    })
}

/// The most obstacles that are named.
const MOST_OBSTACLES: usize = 16;

/// Conditions that even the highest capacities do not meet, each the narrowest of its kind.
pub(super) fn obstacles(bundles: &[Bundle], ceilings: &[f64], n_lost: usize) -> Vec<Obstacle> {
    let mut unmet: Vec<Obstacle> = worst_cuts(bundles, ceilings, n_lost)
        .filter(|(cut, available)| cut.demand > available * (1.0 + 1e-9))
        .map(|(cut, available)| Obstacle { cut, available, short_by: cut.demand - available })
        .collect();
    unmet.sort_by(|a, b| a.cut.within.len().cmp(&b.cut.within.len()).then(b.short_by.total_cmp(&a.short_by)));
    let mut narrowest: Vec<Obstacle> = Vec::new();
    for obstacle in unmet {
        let is_new = |kept: &Obstacle| !kept.cut.within.is_subset_of(obstacle.cut.within);
        if narrowest.len() < MOST_OBSTACLES && narrowest.iter().all(is_new) {
            narrowest.push(obstacle);
        }
    }
    narrowest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(places: &[usize]) -> RegionSet {
        places.iter().copied().collect()
    }

    #[test]
    fn bundles_are_unions_at_their_highest() {
        let permissions = Permissions::new(3, vec![set(&[0]), set(&[1, 2]), set(&[0])]).unwrap();
        let found = bundles(&[vec![1.0, 5.0], vec![9.0, 0.0], vec![2.0, 1.0]], &permissions);
        let rows: Vec<_> = found.iter().map(|bundle| (bundle.within, bundle.demand, bundle.step)).collect();
        assert_eq!(rows, [(set(&[0]), 6.0, 1), (set(&[1, 2]), 9.0, 0), (set(&[0, 1, 2]), 12.0, 0)]);
    }

    #[test]
    fn the_worst_loss_takes_the_largest() {
        let permissions = Permissions::all(1, 3);
        let found = bundles(&[vec![10.0]], &permissions);
        let (cut, left) = worst_cuts(&found, &[3.0, 8.0, 5.0], 1).next().unwrap();
        assert_eq!((cut.lost, left), (set(&[1]), 8.0));
    }
}
