//! The cheapest placement of a service that survives, in whole replicas, beside what is planned.

use super::Traffic;
use super::answers::RegionAnswer;
use super::plan::RegionsBasis;
use super::traffic::{hosting, permissions};
use crate::base::id::RegionId;
use crate::formulas::placement::{Offer, Placement, PlacementInputs, plan_placement, round_placement};
use crate::formulas::regions::RegionSet;
use serde::Serialize;

/// A load that decides where capacity must stand.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Driver {
    /// Regions within which it must be served.
    pub within: Vec<RegionId>,
    /// Regions lost then.
    pub lost: Vec<RegionId>,
    /// The load, requests/s.
    pub load: f64,
    /// What one request/s more of it costs an hour.
    pub weight: f64,
}

/// Why nothing survives.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Blocked {
    /// Regions within which a load must be served.
    pub within: Vec<RegionId>,
    /// Regions lost then.
    pub lost: Vec<RegionId>,
    /// The load, requests/s.
    pub load: f64,
    /// Most that the others can carry, requests/s; `None` where there is no limit.
    pub available: Option<f64>,
    /// What is missing, requests/s.
    pub short_by: f64,
    /// Regions to add, where regions are what is missing.
    pub more_regions: u32,
}

/// The cheapest capacities that survive the losses asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CheapestPlacement {
    /// Replicas in each region, spare ones included; empty where nothing survives.
    pub replicas: Vec<u32>,
    /// What they cost an hour; `None` where the price is not known, or nothing survives.
    pub cost: Option<f64>,
    /// The linear programme's cost without spare replicas; of prices relative to each other where no
    /// price is stated. `None` where nothing survives.
    pub linear: Option<f64>,
    /// How far the proof leaves open that something is cheaper, as a share of the cost.
    pub gap: Option<f64>,
    /// What rounding to whole replicas adds, as a share of the linear cost.
    pub rounding: Option<f64>,
    /// Share of what is planned that it would save; negative where what is planned survives less.
    pub saving: Option<f64>,
    /// What drives the cost, the most first.
    pub drivers: Vec<Driver>,
    /// Why nothing survives, the narrowest first.
    pub blocked: Vec<Blocked>,
}

impl CheapestPlacement {
    /// What the dual proves that nothing is below: `linear · (1 − gap)`.
    pub fn bound(&self) -> Option<f64> {
        Some(self.linear? * (1.0 - self.gap?))
    }

    /// Replicas in all regions.
    pub fn in_all(&self) -> u64 {
        self.replicas.iter().map(|replicas| u64::from(*replicas)).sum()
    }
}

/// Finds it, for the same load and the same losses as planned.
///
/// It may stand in every region that hosts capacity, wherever the service is deployed now. One replica counts for what it
/// carries at the usual peak of everything in one place, headroom and latency objective considered: `min(μ / (1 + h), peak / n)`.
pub(super) fn cheapest(basis: &RegionsBasis<'_>, traffic: &Traffic, planned: &[RegionAnswer]) -> CheapestPlacement {
    let sizing = basis.sizing;
    let spare = basis.inputs.spare_replicas.get();
    let hosts = hosting(basis.regions);
    let alone = basis.inputs.replica.capacity.throughput() / (1.0 + sizing.headroom);
    let peak = sizing.provisioned / (1.0 + sizing.headroom);
    let carried = if sizing.carrying > 0 && peak > 0.0 { alone.min(peak / f64::from(sizing.carrying)) } else { alone };
    // Rounding up in sizing is no property of a replica.
    let carried = if sizing.carrying == sizing.replicas_for_throughput { alone } else { carried };
    let weights = weights(basis, hosts);
    let offer = |(at, region): (usize, &crate::plan::scenario::regions::PlanRegion)| Offer {
        replica_throughput: carried,
        replica_cost: weights.prices[at],
        max_replicas: if hosts.contains(at) {
            basis.caps.most(Some(region.id)).map(|most| most.saturating_sub(spare))
        } else {
            Some(0)
        },
        installed: 0,
    };
    let inputs = PlacementInputs {
        demand: traffic.loads.clone(),
        offers: basis.regions.iter().enumerate().map(offer).collect(),
        permissions: permissions(basis.regions, basis.stated, hosts),
        n_lost: basis.stated.survive.get() as usize,
    };
    let ids = |set: RegionSet| set.iter().filter_map(|at| Some(basis.regions.get(at)?.id)).collect::<Vec<_>>();
    let plan = match plan_placement(&inputs) {
        Ok(Placement::Survives(plan)) => plan,
        Ok(Placement::Impossible(obstacles)) => {
            let blocked = obstacles.iter().map(|obstacle| Blocked {
                within: ids(obstacle.cut.within),
                lost: ids(obstacle.cut.lost),
                load: obstacle.cut.demand,
                available: obstacle.available.is_finite().then_some(obstacle.available),
                short_by: obstacle.short_by,
                more_regions: obstacle.more_regions_needed(inputs.n_lost) as u32,
            });
            return CheapestPlacement { blocked: blocked.collect(), ..CheapestPlacement::default() };
        }
        // Amounts beyond all measure have no placement.
        Err(_) => return CheapestPlacement::default(),
    };
    let Ok(whole) = round_placement(&inputs, &plan) else { return CheapestPlacement::default() };
    let with_spare = |replicas: &u32| if *replicas > 0 { replicas.saturating_add(spare) } else { 0 };
    let replicas: Vec<u32> = whole.replicas.iter().map(with_spare).collect();
    // Whole nodes, each as dear as the replicas that fit it.
    let relative = |count: &dyn Fn(usize) -> u32| -> f64 {
        let prices = inputs.offers.iter().map(|offer| offer.replica_cost).enumerate();
        prices.map(|(at, price)| price * basis.price.replicas_paid(f64::from(count(at)))).sum()
    };
    let (cost, present) = (relative(&|at| replicas[at]), relative(&|at| planned[at].replicas));
    let drivers = plan.certificate.weights.iter().map(|weighted| Driver {
        within: ids(weighted.cut.within),
        lost: ids(weighted.cut.lost),
        load: weighted.cut.demand,
        weight: weighted.weight,
    });
    let mut drivers: Vec<Driver> = drivers.collect();
    drivers.sort_by(|one, other| (other.load * other.weight).total_cmp(&(one.load * one.weight)));
    CheapestPlacement {
        cost: weights.is_priced.then_some(cost),
        linear: Some(plan.cost),
        gap: Some(plan.certificate.gap()),
        rounding: whole.rounding_cost(&plan),
        saving: (present > 0.0 && weights.is_comparable).then(|| 1.0 - cost / present),
        drivers,
        blocked: Vec::new(),
        replicas,
    }
}

/// What a replica counts for in each region.
struct Weights {
    prices: Vec<f64>,
    /// Whether these are prices of every region with capacity.
    is_priced: bool,
    /// Whether what they sum up to can be compared.
    is_comparable: bool,
}

/// Prices where that of every region with capacity is known; where none is, what is stated of the regions relative to each
/// other; where only some are, a replica counts the same everywhere, and nothing is said of what it saves.
fn weights(basis: &RegionsBasis<'_>, hosts: RegionSet) -> Weights {
    let price = |at: usize| basis.price.replica_in(Some(basis.regions[at].id));
    let all = 0..basis.regions.len();
    let is_priced = hosts.iter().all(|at| price(at).is_some());
    let is_unpriced = !is_priced && hosts.iter().all(|at| price(at).is_none());
    let stated = |at: usize| basis.regions[at].price.map_or(1.0, |factor| factor.get());
    let weight = |at: usize| match (is_priced, is_unpriced) {
        (true, _) => price(at).unwrap_or(1.0),
        (false, true) => stated(at),
        (false, false) => 1.0,
    };
    Weights { prices: all.map(weight).collect(), is_priced, is_comparable: is_priced || is_unpriced }
}
