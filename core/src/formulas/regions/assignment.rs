//! The assignment of users to regions with the least latency, within given capacities.

use super::refusal::{check_amounts, check_length, check_regions};
use super::{Permissions, Refusal, RegionSet};

/// Who serves whom; from [`assign`].
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// Load from each geography (rows) on each region (columns).
    pub flow: Vec<Vec<f64>>,
    /// Load of each geography that finds no place.
    pub dropped: Vec<f64>,
}

/// Amounts below this share of all load are rounding errors.
const NEGLIGIBLE: f64 = 1e-12;

/// Serves as much load as fits, and of all ways to do so the one with the least mean latency.
///
/// The transport problem `min Σ l·f` over `f ≥ 0` with `Σ_r f_ir ≤ d_i`, `Σ_i f_ir ≤ c_r`, most
/// load first: successive shortest paths, each found by the Bellman–Ford method in the graph of what
/// may still be added or taken back.
///
/// | symbol | input      | unit                                                      |
/// |--------|------------|-----------------------------------------------------------|
/// | `d_i`  | `demand`   | requests / second of each geography                       |
/// | `c_r`  | `capacity` | requests / second of each region                          |
/// | `l_ir` | `latency`  | seconds from each geography (rows) to each region (columns) |
///
/// # Errors
///
/// [`Refusal`] where lists do not fit together or an amount is not one.
///
/// # Source
///
/// R. Ahuja, T. Magnanti and J. Orlin, *Network Flows* (1993), section 9.7.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::*;
/// use headroom_core::formulas::regions::*;
/// use headroom_core::machines::places::*;
/// use headroom_core::plan::regions::*;
/// use headroom_core::plan::scenario::*;
///
/// // Both would rather use the first region; the second geography loses less by giving way.
/// let latency = [vec![0.01, 0.20], vec![0.02, 0.05]];
/// let all = Permissions::all(2, 2);
/// let found = assign(&[6.0, 6.0], &[8.0, 10.0], RegionSet::EMPTY, &all, &latency)?;
/// assert_eq!(found.flow, [vec![6.0, 0.0], vec![2.0, 4.0]]);
/// # Ok::<(), Refusal>(())
/// ```
pub fn assign(
    demand: &[f64],
    capacity: &[f64],
    lost: RegionSet,
    permissions: &Permissions,
    latency: &[Vec<f64>],
) -> Result<Assignment, Refusal> {
    check_regions(capacity.len())?;
    check_amounts("demand", demand)?;
    check_amounts("capacity", capacity)?;
    check_length("latencies", latency, demand.len())?;
    for row in latency {
        check_length("latencies of a geography", row, capacity.len())?;
        check_amounts("latency", row)?;
    }
    permissions.check_shape(demand.len(), capacity.len())?;
    let mut search = Search {
        latency,
        open: (0..demand.len()).map(|geography| permissions.of(geography).minus(lost)).collect(),
        room: capacity.to_vec(),
        found: Assignment { flow: vec![vec![0.0; capacity.len()]; demand.len()], dropped: demand.to_vec() },
        negligible: NEGLIGIBLE * demand.iter().sum::<f64>(),
    };
    // Each path uses up a demand, a capacity or a flow; the bound only guards against endless rounding.
    for _ in 0..64 * (demand.len() + 1) * (capacity.len() + 1) {
        let Some(path) = search.shortest_path() else { break };
        search.augment(&path);
    }
    Ok(search.found)
}

struct Search<'a> {
    latency: &'a [Vec<f64>],
    open: Vec<RegionSet>,
    room: Vec<f64>,
    found: Assignment,
    negligible: f64,
}

/// From the geography that gains to the region that has room: `(geography, region)` pairs, where each
/// geography but the first gives up what it has in the region of the pair before.
type Path = Vec<(usize, usize)>;

impl Search<'_> {
    fn shortest_path(&self) -> Option<Path> {
        let (n_geographies, n_regions) = (self.open.len(), self.room.len());
        let mut to_geography: Vec<f64> = (0..n_geographies)
            .map(|geography| if self.found.dropped[geography] > self.negligible { 0.0 } else { f64::INFINITY })
            .collect();
        let mut to_region = vec![f64::INFINITY; n_regions];
        let (mut entered_from, mut displaced_from) = (vec![0_usize; n_regions], vec![None; n_geographies]);
        // A shortest path enters no region twice, so as many rounds as regions find it.
        for _ in 0..=n_regions {
            let mut changed = false;
            for (geography, open) in self.open.iter().enumerate() {
                for region in open.iter() {
                    let length = to_geography[geography] + self.latency[geography][region];
                    if length < to_region[region] - 1e-12 {
                        (to_region[region], entered_from[region], changed) = (length, geography, true);
                    }
                }
            }
            for (geography, flows) in self.found.flow.iter().enumerate() {
                for (region, &flow) in flows.iter().enumerate() {
                    let length = to_region[region] - self.latency[geography][region];
                    if flow > self.negligible && length < to_geography[geography] - 1e-12 {
                        (to_geography[geography], displaced_from[geography], changed) = (length, Some(region), true);
                    }
                }
            }
            if !changed {
                break;
            }
        }
        let free = (0..n_regions).filter(|&r| self.room[r] > self.negligible && to_region[r].is_finite());
        let mut region = free.min_by(|&a, &b| to_region[a].total_cmp(&to_region[b]))?;
        let mut path = Vec::new();
        while path.len() <= n_regions {
            let geography = entered_from[region];
            path.push((geography, region));
            match displaced_from[geography] {
                Some(before) => region = before,
                None => {
                    path.reverse();
                    return Some(path);
                }
            }
        }
        None
    }

    fn augment(&mut self, path: &Path) {
        let (Some(&(first, _)), Some(&(_, last))) = (path.first(), path.last()) else { return };
        let mut amount = self.found.dropped[first].min(self.room[last]);
        for pair in path.windows(2) {
            amount = amount.min(self.found.flow[pair[1].0][pair[0].1]);
        }
        self.found.dropped[first] -= amount;
        self.room[last] -= amount;
        for pair in path.windows(2) {
            self.found.flow[pair[1].0][pair[0].1] -= amount;
        }
        for &(geography, region) in path {
            self.found.flow[geography][region] += amount;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::latency_seen;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rows_by_hand() {
        let latency = vec![vec![0.01, 0.2], vec![0.02, 0.05]];
        let all = Permissions::all(2, 2);
        let run = |demand: &[f64], capacity: &[f64], lost: &[usize]| {
            assign(demand, capacity, lost.iter().copied().collect(), &all, &latency).unwrap()
        };
        // One region left: 10 of 12 fit.
        let left = run(&[6.0, 6.0], &[8.0, 10.0], &[0]);
        assert_eq!((left.dropped.iter().sum::<f64>(), left.flow[1][1]), (2.0, 6.0));
        assert_eq!(run(&[0.0, 0.0], &[8.0, 10.0], &[]).flow, vec![vec![0.0; 2]; 2]);
        assert!(assign(&[1.0], &[1.0], RegionSet::EMPTY, &all, &latency).is_err());
    }

    proptest! {
        #[test]
        fn nobody_gains_by_swapping(
            demand in prop::collection::vec(0.0..100.0_f64, 1..6),
            capacity in prop::collection::vec(0.0..100.0_f64, 1..6),
            seconds in prop::collection::vec(0.0..1.0_f64, 25),
        ) {
            let latency: Vec<Vec<f64>> = seconds.chunks(5).take(demand.len()).map(|row| row[..capacity.len()].to_vec()).collect();
            let all = Permissions::all(demand.len(), capacity.len());
            let found = assign(&demand, &capacity, RegionSet::EMPTY, &all, &latency).unwrap();
            // All that fits is served, and nothing more.
            let (wanted, room): (f64, f64) = (demand.iter().sum(), capacity.iter().sum());
            let served: f64 = found.flow.iter().flatten().sum();
            prop_assert!((served - wanted.min(room)).abs() < 1e-9 * wanted.max(1.0));
            for (region, capacity) in capacity.iter().enumerate() {
                let load: f64 = found.flow.iter().map(|row| row[region]).sum();
                prop_assert!(load <= capacity + 1e-9);
            }
            for a in 0..demand.len() {
                for b in 0..demand.len() {
                    for r in 0..capacity.len() {
                        for s in 0..capacity.len() {
                            if found.flow[a][r] > 1e-6 && found.flow[b][s] > 1e-6 {
                                let now = latency[a][r] + latency[b][s];
                                prop_assert!(now <= latency[a][s] + latency[b][r] + 1e-9);
                            }
                        }
                    }
                }
            }
            prop_assert!(latency_seen(&found.flow, &latency).is_ok());
        }
    }
}
