//! Redistribution: where the load of lost regions goes.

use super::refusal::{check_amounts, check_length, check_regions};
use super::{Permissions, Refusal, RegionSet};

/// How the users of a region that cannot serve them are sent elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// In proportion to the load that each survivor has of its own.
    ProportionalToTraffic,
    /// In proportion to these weights, one a region: capacities, or the weights of a DNS policy.
    ByWeight(Vec<f64>),
    /// To the nearest survivor, as far as it has room, then to the next nearest.
    NearestWithRoom {
        /// Round trip in seconds from the users of each region (rows) to each region (columns).
        latency: Vec<Vec<f64>>,
    },
}

/// Who serves whom after a loss; from [`Router::route`].
#[derive(Clone, Debug, PartialEq)]
pub struct Redistribution {
    /// Load from the users of each region (rows) on each region (columns).
    pub flow: Vec<Vec<f64>>,
    /// Load on each region.
    pub load: Vec<f64>,
    /// Load of the users of each region that finds no place.
    pub dropped: Vec<f64>,
}

/// Sends the users of lost regions elsewhere; prepared for one loss, done for the loads of many steps.
///
/// `load_r = d_r + Σ_{i lost} d_i · w_r / Σ_{s alive, permitted for i} w_s`. With the weights all zero,
/// the survivors share evenly. Under [`Rule::NearestWithRoom`] users at home come first, up to the
/// room of their region; what is left over then fills the room elsewhere, pair by pair in the order
/// of their latency, ties in the order of the lists.
///
/// | symbol | input    | unit                                       |
/// |--------|----------|--------------------------------------------|
/// | `d_i`  | `demand` | requests / second of the users of region i |
/// |        | `room`   | requests / second that each region takes, infinite for no limit; only for the nearest rule |
/// |        | `lost`   | regions that serve nobody                  |
/// | `w_r`  | `rule`   | weights, pure numbers                      |
///
/// Users whose region is alive but not permitted to serve them are sent elsewhere as well. Nothing
/// is made or lost: loads and what is dropped add up to the demand.
///
/// # Source
///
/// Weighted and latency routing as managed DNS and global load balancers document them: Amazon Route
/// 53 developer guide, "Choosing a routing policy"; Google Cloud Load Balancing, "Waterfall by region".
///
/// # Example
///
/// ```
/// use headroom_core::formulas::regions::{Permissions, Refusal, Router, Rule};
///
/// // Half the world's users lose their region; the others share them 30 to 20.
/// let lost = [0].into_iter().collect();
/// let mut router = Router::new(3, lost, &Rule::ProportionalToTraffic, &Permissions::all(3, 3))?;
/// assert_eq!(router.route(&[50.0, 30.0, 20.0], &[f64::INFINITY; 3]).load, [0.0, 60.0, 40.0]);
/// # Ok::<(), Refusal>(())
/// ```
#[derive(Clone, Debug)]
pub struct Router {
    alive: RegionSet,
    permissions: Permissions,
    order: Order,
    after: Redistribution,
}

/// A rule, prepared for one loss.
#[derive(Clone, Debug)]
enum Order {
    Traffic,
    Weights(Vec<f64>),
    /// Pairs of home and region, the first to be filled first.
    Nearest(Vec<(usize, usize)>),
}

impl Router {
    /// Prepares the redistribution after the loss of some of `n` regions.
    ///
    /// # Errors
    ///
    /// [`Refusal`] where lists differ in length or a weight or latency is not an amount.
    pub fn new(n: usize, lost: RegionSet, rule: &Rule, permissions: &Permissions) -> Result<Self, Refusal> {
        check_regions(n)?;
        permissions.check_shape(n, n)?;
        let alive = RegionSet::first(n).minus(lost);
        let order = match rule {
            Rule::ProportionalToTraffic => Order::Traffic,
            Rule::ByWeight(weights) => {
                check_length("weights", weights, n)?;
                check_amounts("weight", weights)?;
                Order::Weights(weights.clone())
            }
            Rule::NearestWithRoom { latency } => {
                check_length("latencies", latency, n)?;
                for row in latency {
                    check_length("latencies of a region's users", row, n)?;
                    check_amounts("latency", row)?;
                }
                Order::Nearest(nearest_first(alive, latency, permissions))
            }
        };
        let after = Redistribution { flow: vec![vec![0.0; n]; n], load: vec![0.0; n], dropped: vec![0.0; n] };
        Ok(Self { alive, permissions: permissions.clone(), order, after })
    }

    /// Sends these loads where they go. Both lists have one amount a region.
    pub fn route(&mut self, demand: &[f64], room: &[f64]) -> &Redistribution {
        let after = &mut self.after;
        after.flow.iter_mut().for_each(|row| row.fill(0.0));
        after.load.fill(0.0);
        after.dropped.copy_from_slice(demand);
        match &self.order {
            Order::Traffic => after.share_out(self.alive, demand, &self.permissions),
            Order::Weights(weights) => after.share_out(self.alive, weights, &self.permissions),
            Order::Nearest(pairs) => {
                for &(from, to) in pairs {
                    let amount = after.dropped[from].min((room[to] - after.load[to]).max(0.0));
                    after.send(from, to, amount);
                }
            }
        }
        after
    }
}

/// Pairs of home and region: users at home come before all others, then the nearest.
fn nearest_first(alive: RegionSet, latency: &[Vec<f64>], permissions: &Permissions) -> Vec<(usize, usize)> {
    let open = |from: usize| alive.intersection(permissions.of(from)).iter().map(move |to| (from, to));
    let mut pairs: Vec<(usize, usize)> = (0..latency.len()).flat_map(open).collect();
    // A stable sort keeps the order of the lists among equals.
    pairs.sort_by(|&(a, b), &(c, d)| (a != b).cmp(&(c != d)).then(latency[a][b].total_cmp(&latency[c][d])));
    pairs
}

impl Redistribution {
    /// Serves `amount` of the users of one region from another.
    fn send(&mut self, from: usize, to: usize, amount: f64) {
        self.flow[from][to] += amount;
        self.load[to] += amount;
        self.dropped[from] = (self.dropped[from] - amount).max(0.0);
    }

    fn share_out(&mut self, alive: RegionSet, weights: &[f64], permissions: &Permissions) {
        for from in 0..self.dropped.len() {
            let demand = self.dropped[from];
            let open = alive.intersection(permissions.of(from));
            if open.contains(from) {
                self.send(from, from, demand);
                continue;
            }
            let total: f64 = open.iter().map(|to| weights[to]).sum();
            for to in open.iter() {
                let share = if total > 0.0 { weights[to] / total } else { 1.0 / open.len() as f64 };
                self.flow[from][to] += demand * share;
                self.load[to] += demand * share;
            }
            if !open.is_empty() {
                self.dropped[from] = 0.0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn redistribute(
        demand: &[f64],
        room: &[f64],
        lost: RegionSet,
        rule: &Rule,
        permissions: &Permissions,
    ) -> Result<Redistribution, Refusal> {
        Router::new(demand.len(), lost, rule, permissions).map(|mut router| router.route(demand, room).clone())
    }

    fn check(demand: &[f64], room: &[f64], lost: &[usize], rule: &Rule) -> (Vec<f64>, f64) {
        let permissions = Permissions::all(demand.len(), demand.len());
        let after = redistribute(demand, room, lost.iter().copied().collect(), rule, &permissions).unwrap();
        (after.load, after.dropped.iter().sum())
    }

    #[test]
    fn rows_by_hand() {
        let unlimited = [f64::INFINITY; 3];
        let far = Rule::NearestWithRoom {
            latency: vec![vec![0.0, 0.09, 0.16], vec![0.09, 0.0, 0.18], vec![0.16, 0.18, 0.0]],
        };
        // Even where nobody has traffic of their own: 30 / 2.
        assert_eq!(
            check(&[30.0, 0.0, 0.0], &unlimited, &[0], &Rule::ProportionalToTraffic),
            (vec![0.0, 15.0, 15.0], 0.0)
        );
        // 40 : 20 of the lost 30.
        let weights = Rule::ByWeight(vec![9.0, 40.0, 20.0]);
        assert_eq!(check(&[30.0, 1.0, 1.0], &unlimited, &[0], &weights), (vec![0.0, 21.0, 11.0], 0.0));
        // The nearest takes 5 up to its 10, the next 3 up to its 4, 2 find no place.
        assert_eq!(check(&[10.0, 5.0, 1.0], &[20.0, 10.0, 4.0], &[0], &far), (vec![0.0, 10.0, 4.0], 2.0));
        // A region too small for its own users overflows although nothing is lost.
        assert_eq!(check(&[10.0, 5.0, 1.0], &[8.0, 10.0, 4.0], &[], &far), (vec![8.0, 7.0, 1.0], 0.0));
        // Nobody is left.
        assert_eq!(check(&[1.0, 2.0, 3.0], &unlimited, &[0, 1, 2], &far), (vec![0.0; 3], 6.0));
    }

    #[test]
    fn what_may_not_move_is_dropped() {
        let mut permissions = Permissions::all(2, 2);
        permissions.forbid(0, 1);
        let lost = [0].into_iter().collect();
        let rule = Rule::ProportionalToTraffic;
        let after = redistribute(&[7.0, 2.0], &[f64::INFINITY; 2], lost, &rule, &permissions).unwrap();
        assert_eq!((after.load, after.dropped), (vec![0.0, 2.0], vec![7.0, 0.0]));
    }

    #[test]
    fn what_does_not_fit_together_is_refused() {
        let run = |demand: &[f64], room: &[f64], rule| {
            redistribute(demand, room, RegionSet::EMPTY, &rule, &Permissions::all(2, 2)).unwrap_err().to_string()
        };
        assert_eq!(
            run(&[1.0], &[1.0], Rule::ProportionalToTraffic),
            "the list of geographies with permissions must have 1 entries, but has 2"
        );
        assert!(run(&[1.0; 2], &[1.0; 2], Rule::ByWeight(vec![-1.0, 0.0])).starts_with("weight must be"));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_made(
            demand in prop::collection::vec(0.0..1e6_f64, 1..9),
            seed in prop::collection::vec(0.0..1e6_f64, 64..65),
            lost in 0_usize..256,
            which in 0_usize..3,
            forbidden in prop::collection::vec((0_usize..9, 0_usize..9), 0..12),
        ) {
            let n = demand.len();
            let mut permissions = Permissions::all(n, n);
            forbidden.into_iter().for_each(|(geography, region)| permissions.forbid(geography, region));
            let latency = (0..n).map(|row| seed[row * 8 % 56..][..n].to_vec()).collect();
            let rule = match which {
                0 => Rule::ProportionalToTraffic,
                1 => Rule::ByWeight(seed[..n].to_vec()),
                _ => Rule::NearestWithRoom { latency },
            };
            let lost: RegionSet = (0..n).filter(|place| lost >> place & 1 == 1).collect();
            let after = redistribute(&demand, &seed[20..20 + n], lost, &rule, &permissions).unwrap();
            let total: f64 = demand.iter().sum();
            let found = after.load.iter().sum::<f64>() + after.dropped.iter().sum::<f64>();
            prop_assert!((found - total).abs() <= 1e-12 * total.max(1.0), "{found} {total}");
            prop_assert!(lost.iter().all(|region| after.load[region] == 0.0));
            for (from, row) in after.flow.iter().enumerate() {
                for (to, &flow) in row.iter().enumerate() {
                    prop_assert!(flow >= 0.0 && (flow == 0.0 || permissions.of(from).contains(to)));
                }
                let sent = row.iter().sum::<f64>() + after.dropped[from];
                prop_assert!((sent - demand[from]).abs() <= 1e-12 * demand[from].max(1.0));
            }
        }
    }
}
