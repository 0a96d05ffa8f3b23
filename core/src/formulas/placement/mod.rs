//! The cheapest capacities that survive every loss of so many regions, with a proof.

mod certificate;
mod cuts;
#[cfg(test)]
mod laws;
mod simplex;
mod whole;

pub use certificate::{Certificate, WeightedCut};
pub use cuts::{Cut, Obstacle};
pub use whole::{WholePlacement, round_placement};

use super::regions::{Permissions, Refusal};
use super::regions::{check_amounts, check_length, check_regions};

/// What one region sells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offer {
    /// Load that one replica carries, requests / second, at the target utilization.
    pub replica_throughput: f64,
    /// Price of one replica, in any currency per any time, the same for all regions.
    pub replica_cost: f64,
    /// Most replicas that can be had: quota or stock; `None` for no limit.
    pub max_replicas: Option<u32>,
    /// Replicas that are there already and cost nothing more; 0 to plan from nothing.
    pub installed: u32,
}

impl Offer {
    /// Cost of capacity for one request / second.
    fn unit_cost(&self) -> f64 {
        self.replica_cost / self.replica_throughput
    }

    /// Most capacity that can be had; infinite for no limit, and never below what is there.
    fn ceiling(&self) -> f64 {
        let most = |replicas: u32| f64::from(replicas.max(self.installed)) * self.replica_throughput;
        self.max_replicas.map_or(f64::INFINITY, most)
    }

    /// Capacity that is there already.
    fn installed_capacity(&self) -> f64 {
        f64::from(self.installed) * self.replica_throughput
    }
}

/// What [`plan_placement`] starts from.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacementInputs {
    /// Load of each geography, requests / second: one series each, all of one length. The capacities
    /// carry every step, so peaks at different hours share capacity.
    pub demand: Vec<Vec<f64>>,
    /// What each region sells.
    pub offers: Vec<Offer>,
    /// Which regions may serve which geography.
    pub permissions: Permissions,
    /// Regions that may be lost at once.
    pub n_lost: usize,
}

/// Capacities that survive at the least cost; from [`plan_placement`].
#[derive(Clone, Debug, PartialEq)]
pub struct PlacementPlan {
    /// Capacity of each region, requests / second. The cost is unique, the capacities may not be.
    pub capacity: Vec<f64>,
    /// Cost of all capacity beyond what is installed.
    pub cost: f64,
    /// Why nothing is cheaper.
    pub certificate: Certificate,
}

/// The answer of [`plan_placement`].
#[derive(Clone, Debug, PartialEq)]
pub enum Placement {
    /// These capacities survive.
    Survives(PlacementPlan),
    /// No capacities survive; what is in the way, the narrowest first. Never empty.
    Impossible(Vec<Obstacle>),
}

/// The cheapest capacities with which the survivors of every loss of at most `k` regions serve all
/// geographies, at every step, each from permitted regions.
///
/// ```text
/// minimise    Σ_r p_r · (c_r − h_r)
/// subject to  for every loss S of at most k regions and every step t:
///             Σ_{r ∉ S, permitted} f_ir = d_i(t),   Σ_i f_ir ≤ c_r,   h_r ≤ c_r ≤ u_r
/// ```
///
/// The flows `f` need not be solved for. They exist exactly when every set of geographies fits into
/// what it may use: with `D(N)` the highest load at one time of all geographies that are permitted
/// only within `N`, `Σ_{r ∈ N∖S} c_r ≥ D(N)` for every `N` and `S`. The worst `S` for an `N` takes its
/// `k` largest capacities, so the most violated condition is found by sorting. That leaves a linear
/// programme in the capacities alone, solved by a simplex method on its dual, where each condition
/// enters as it proves violated; the multipliers are the [`Certificate`]. With replicas installed,
/// the plan is the cheapest change that mends what is there.
///
/// | symbol   | input                                     | unit                           |
/// |----------|-------------------------------------------|--------------------------------|
/// | `d_i(t)` | `demand`                                  | requests / second              |
/// | `k`      | `n_lost`                                  | regions                        |
/// | `p_r`    | `replica_cost / replica_throughput`       | money per requests / second    |
/// | `u_r`    | `max_replicas · replica_throughput`       | requests / second              |
/// | `h_r`    | `installed · replica_throughput`          | requests / second              |
/// | `c_r`    | `capacity` of the plan                    | requests / second              |
///
/// # Errors
///
/// [`Refusal`] where lists do not fit together or an amount is not one.
///
/// # Source
///
/// D. Gale, "A theorem on flows in networks", Pacific Journal of Mathematics 7 (1957), for the
/// conditions; V. Chvátal, *Linear Programming* (1983), for duality and the lexicographic rule.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::placement::*;
/// use headroom_core::formulas::regions::*;
///
/// let offer = Offer { replica_throughput: 1.0, replica_cost: 1.0, max_replicas: None, installed: 0 };
/// let inputs = PlacementInputs {
///     demand: vec![vec![90.0]],
///     offers: vec![offer; 3],
///     permissions: Permissions::all(1, 3),
///     n_lost: 1,
/// };
/// let Placement::Survives(plan) = plan_placement(&inputs)? else { panic!("one of three may go") };
/// // Any two carry 90, so each has 45: N/(N−k) = 1.5 times the demand.
/// assert_eq!(plan.cost, 135.0);
/// assert_eq!(plan.certificate.dual_bound, 135.0);
/// # Ok::<(), Refusal>(())
/// ```
pub fn plan_placement(inputs: &PlacementInputs) -> Result<Placement, Refusal> {
    inputs.check()?;
    let bundles = cuts::bundles(&inputs.demand, &inputs.permissions);
    let ceilings: Vec<f64> = inputs.offers.iter().map(Offer::ceiling).collect();
    let obstacles = cuts::obstacles(&bundles, &ceilings, inputs.n_lost);
    if !obstacles.is_empty() {
        return Ok(Placement::Impossible(obstacles));
    }
    let prices: Vec<f64> = inputs.offers.iter().map(Offer::unit_cost).collect();
    let installed: Vec<f64> = inputs.offers.iter().map(Offer::installed_capacity).collect();
    let limits = simplex::Limits { installed: &installed, ceilings: &ceilings, n_lost: inputs.n_lost };
    let optimum = simplex::solve(&prices, &limits, &bundles).ok_or(Refusal::NotProved)?;
    let cost = optimum.added.iter().zip(&prices).map(|(added, price)| added * price).sum();
    let capacity = optimum.added.iter().zip(&installed).map(|(added, installed)| installed + added).collect();
    let certificate = Certificate::new(inputs, optimum.weights, optimum.ceiling_weights, cost);
    Ok(Placement::Survives(PlacementPlan { capacity, cost, certificate }))
}

impl PlacementInputs {
    fn check(&self) -> Result<(), Refusal> {
        check_regions(self.offers.len())?;
        self.permissions.check_shape(self.demand.len(), self.offers.len())?;
        let n_steps = self.demand.first().map_or(0, Vec::len);
        for series in &self.demand {
            check_length("steps of a geography", series, n_steps)?;
            check_amounts("demand", series)?;
        }
        check_amounts("replica cost", self.offers.iter().map(|offer| &offer.replica_cost))?;
        check_amounts("replica throughput", self.offers.iter().map(|offer| &offer.replica_throughput))?;
        match self.offers.iter().find(|offer| offer.replica_throughput < 1e-9) {
            Some(offer) => Err(Refusal::TooSmall { of: "replica throughput", given: offer.replica_throughput }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::regions::RegionSet;
    use super::*;

    fn inputs(demand: &[f64], cost: &[f64], allowed: &[&[usize]], n_lost: usize) -> PlacementInputs {
        let offer =
            |&replica_cost: &f64| Offer { replica_throughput: 1.0, replica_cost, max_replicas: None, installed: 0 };
        let allowed = allowed.iter().map(|places| places.iter().copied().collect()).collect();
        PlacementInputs {
            demand: demand.iter().map(|&load| vec![load]).collect(),
            offers: cost.iter().map(offer).collect(),
            permissions: Permissions::new(cost.len(), allowed).unwrap(),
            n_lost,
        }
    }

    fn check(inputs: &PlacementInputs) -> PlacementPlan {
        match plan_placement(inputs).unwrap() {
            Placement::Survives(plan) => {
                assert!(plan.certificate.gap() <= 1e-9);
                plan
            }
            Placement::Impossible(obstacles) => panic!("{obstacles:?}"),
        }
    }

    #[test]
    fn rows_by_hand() {
        // Nothing may be lost: all in the cheapest.
        assert_eq!(check(&inputs(&[60.0, 40.0], &[2.0, 1.0], &[&[0, 1], &[0, 1]], 0)).capacity, [0.0, 100.0]);
        // Two regions, one may go: everything twice.
        assert_eq!(check(&inputs(&[10.0], &[1.0, 5.0], &[&[0, 1]], 1)).cost, 60.0);
        // The dear region is not worth a third share: 2·10·1 against 3·5·(1 + 1 + 9)/3.
        assert_eq!(check(&inputs(&[10.0], &[1.0, 1.0, 9.0], &[&[0, 1, 2]], 1)).capacity, [10.0, 10.0, 0.0]);
        // Nobody there, nothing bought.
        assert_eq!(check(&inputs(&[0.0], &[1.0], &[&[0]], 1)).capacity, [0.0]);
        assert_eq!(check(&inputs(&[], &[], &[], 1)).cost, 0.0);
    }

    #[test]
    fn peaks_in_turn_share_capacity() {
        let mut both = inputs(&[0.0, 0.0], &[1.0, 1.0], &[&[0, 1], &[0, 1]], 0);
        both.demand = vec![vec![100.0, 10.0], vec![10.0, 90.0]];
        assert_eq!(check(&both).cost, 110.0);
    }

    #[test]
    fn a_ceiling_moves_capacity_elsewhere_and_has_a_price() {
        let mut short = inputs(&[90.0], &[1.0, 2.0], &[&[0, 1]], 0);
        short.offers[0].max_replicas = Some(60);
        let plan = check(&short);
        assert_eq!((plan.capacity, plan.cost), (vec![60.0, 30.0], 120.0));
        // One more unit of the cheap region would save the difference.
        assert_eq!(plan.certificate.ceiling_weights, [1.0, 0.0]);
    }

    #[test]
    fn what_is_there_is_mended_at_the_least_cost() {
        let mut short = inputs(&[90.0], &[1.0, 2.0, 3.0], &[&[0, 1, 2]], 1);
        for (offer, installed) in short.offers.iter_mut().zip([60, 40, 30]) {
            offer.installed = installed;
        }
        // Without the first, 70 of 90 are left: 20 more in the second, since more in the first is lost with it.
        let plan = check(&short);
        assert_eq!((plan.capacity, plan.cost), (vec![60.0, 60.0, 30.0], 40.0));
        short.demand = vec![vec![70.0]];
        assert_eq!(check(&short).cost, 0.0);
    }

    #[test]
    fn impossible_names_what_is_in_the_way() {
        let Placement::Impossible(obstacles) =
            plan_placement(&inputs(&[5.0, 7.0], &[1.0, 1.0, 1.0], &[&[0, 1, 2], &[2]], 1)).unwrap()
        else {
            panic!("the second geography has one region")
        };
        let only: RegionSet = [2].into_iter().collect();
        assert_eq!(obstacles.len(), 1);
        assert_eq!((obstacles[0].cut.within, obstacles[0].cut.lost, obstacles[0].short_by), (only, only, 7.0));
        assert_eq!((obstacles[0].more_regions_needed(1), obstacles[0].available), (1, 0.0));

        let mut full = inputs(&[90.0], &[1.0, 1.0, 1.0], &[&[0, 1, 2]], 1);
        full.offers.iter_mut().for_each(|offer| offer.max_replicas = Some(40));
        let Placement::Impossible(obstacles) = plan_placement(&full).unwrap() else { panic!("80 < 90") };
        assert_eq!((obstacles[0].short_by, obstacles[0].more_regions_needed(1)), (10.0, 0));
    }

    #[test]
    fn what_does_not_fit_together_is_refused() {
        let mut wrong = inputs(&[1.0], &[1.0], &[&[0]], 0);
        wrong.offers[0].replica_throughput = 0.0;
        let text = plan_placement(&wrong).unwrap_err().to_string();
        assert_eq!(text, "replica throughput must be at least 10⁻⁹, but is 0");
        wrong.offers.clear();
        assert!(matches!(plan_placement(&wrong), Err(Refusal::WrongLength { .. })));
    }
}
