//! How much capacity each region needs so that some may be lost: the closed form and the exact need.

use super::refusal::{check_amounts, check_length, check_regions};
use super::{Permissions, Refusal, RegionSet, Rule, loss_sets, redistribute};
use crate::base::numeric::ceil_count;

/// What surviving a loss asks of equal regions; from [`even_spread`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EvenSpread {
    /// Capacity over demand, all regions together.
    pub overprovision_factor: f64,
    /// Highest share of its capacity that a region may use while none is lost.
    pub safe_utilization: f64,
}

/// Equal regions that share the load evenly: `N/(N−k)` times the demand in all, used to `(N−k)/N`.
///
/// | symbol | input       | unit    |
/// |--------|-------------|---------|
/// | `N`    | `n_regions` | regions |
/// | `k`    | `n_lost`    | regions |
///
/// `None` where no region survives.
///
/// # Source
///
/// Each survivor carries `D/(N−k)`, and every region may be a survivor. AWS whitepaper "Static
/// stability using Availability Zones" works the case of three zones, one of them lost: 50 % more.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::regions::even_spread;
///
/// assert_eq!(even_spread(3, 1).map(|spread| spread.overprovision_factor), Some(1.5));
/// assert_eq!(even_spread(2, 2), None);
/// ```
pub fn even_spread(n_regions: u32, n_lost: u32) -> Option<EvenSpread> {
    let survivors = f64::from(n_regions.checked_sub(n_lost).filter(|survivors| *survivors > 0)?);
    let all = f64::from(n_regions);
    Some(EvenSpread { overprovision_factor: all / survivors, safe_utilization: survivors / all })
}

/// Replicas in each of `N` equal regions so that any `N − k` carry the demand: `⌈D / ((N−k)·μ·u)⌉`.
///
/// Rounded up before it is multiplied by the number of regions, since replicas are not shared.
/// `D` is `demand` and `μ` is `replica_throughput` in requests / second, `u` is
/// `target_utilization`, a fraction. `None` where no region survives or one replica carries nothing.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::regions::even_replicas;
///
/// // 900 over two survivors, 75 a replica: 6 each, 18 in three regions.
/// assert_eq!(even_replicas(900.0, 3, 1, 100.0, 0.75), Some(6));
/// ```
pub fn even_replicas(
    demand: f64,
    n_regions: u32,
    n_lost: u32,
    replica_throughput: f64,
    target_utilization: f64,
) -> Option<u32> {
    let survivors = n_regions.checked_sub(n_lost).filter(|survivors| *survivors > 0)?;
    let carried = f64::from(survivors) * replica_throughput * target_utilization;
    (carried > 0.0 && demand.is_finite()).then(|| ceil_count(demand / carried))
}

/// The moment and the loss at which a region carries most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worst {
    /// Regions that are lost then.
    pub lost: RegionSet,
    /// Step of the series.
    pub step: usize,
}

/// Capacity that each region needs; from [`need`].
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// Capacity of each region, in the unit of the demand.
    pub capacity: Vec<f64>,
    /// Most that each region carries while none is lost.
    pub normal: Vec<f64>,
    /// When each region carries its capacity; `None` for a region that never carries anything.
    pub worst: Vec<Option<Worst>>,
    /// Most load that finds no permitted region, with when; `None` where all always does.
    pub unplaced: Option<(f64, Worst)>,
    /// Highest load of all regions together.
    pub peak_of_all: f64,
}

impl Need {
    /// All capacity over the highest load: what [`even_spread`] says for equal regions; `None` without load.
    pub fn overprovision_factor(&self) -> Option<f64> {
        (self.peak_of_all > 0.0).then(|| self.capacity.iter().sum::<f64>() / self.peak_of_all)
    }
}

/// Capacity of each region so that the survivors of every loss of at most `n_lost` regions carry the
/// load at every step, wherever `rule` sends it.
///
/// `c_r = max_{S, |S| ≤ k} max_t load_r(S, t)`, the case `S = ∅` included, since a region may be
/// busiest when none is lost. Regions differ in size and peak at different hours, so the exact need
/// is usually below `N/(N−k)` times the sum of their peaks.
///
/// | symbol         | input    | unit                                           |
/// |----------------|----------|------------------------------------------------|
/// | `d_r(t)`       | `demand` | requests / second, one series for each region  |
/// | `k`            | `n_lost` | regions                                        |
/// | `load_r(S, t)` |          | [`redistribute`] of step `t` with `S` lost     |
///
/// Under [`Rule::NearestWithRoom`] rooms are without limit, since they are what is asked for.
///
/// # Errors
///
/// [`Refusal`] where series differ in length or an amount is not one.
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
/// // Two regions that peak in turn: each must carry the larger sum, 110, not 200.
/// let demand = [vec![100.0, 10.0], vec![10.0, 90.0]];
/// let need = need(&demand, 1, &Rule::ProportionalToTraffic, &Permissions::all(2, 2))?;
/// assert_eq!((need.capacity, need.normal), (vec![110.0, 110.0], vec![100.0, 90.0]));
/// # Ok::<(), Refusal>(())
/// ```
pub fn need(demand: &[Vec<f64>], n_lost: usize, rule: &Rule, permissions: &Permissions) -> Result<Need, Refusal> {
    let (n, n_steps) = check_series(demand)?;
    let unlimited = vec![f64::INFINITY; n];
    let mut need =
        Need { capacity: vec![0.0; n], normal: vec![0.0; n], worst: vec![None; n], unplaced: None, peak_of_all: 0.0 };
    for step in 0..n_steps {
        let now: Vec<f64> = demand.iter().map(|series| series[step]).collect();
        need.peak_of_all = need.peak_of_all.max(now.iter().sum());
        for lost in loss_sets(n, n_lost) {
            let after = redistribute(&now, &unlimited, lost, rule, permissions)?;
            for (region, &load) in after.load.iter().enumerate() {
                if load > need.capacity[region] {
                    need.capacity[region] = load;
                    need.worst[region] = Some(Worst { lost, step });
                }
                if lost.is_empty() {
                    need.normal[region] = need.normal[region].max(load);
                }
            }
            let dropped = after.total_dropped();
            if dropped > need.unplaced.map_or(0.0, |(most, _)| most) {
                need.unplaced = Some((dropped, Worst { lost, step }));
            }
        }
    }
    Ok(need)
}

/// What peaks at different hours save; from [`follow_the_sun`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FollowTheSun {
    /// Capacity if each region had to carry its own peak alone.
    pub sum_of_peaks: f64,
    /// Highest load of all regions together.
    pub peak_of_sum: f64,
}

impl FollowTheSun {
    /// Share of the sum of peaks that is not needed where any region may serve all; `None` without load.
    pub fn gain(self) -> Option<f64> {
        (self.sum_of_peaks > 0.0).then(|| 1.0 - self.peak_of_sum / self.sum_of_peaks)
    }
}

/// The sum of the regions' own peaks beside the peak of their sum, from one series for each region.
///
/// # Errors
///
/// [`Refusal`] where series differ in length or an amount is not one.
pub fn follow_the_sun(demand: &[Vec<f64>]) -> Result<FollowTheSun, Refusal> {
    let (_, n_steps) = check_series(demand)?;
    let sum_of_peaks = demand.iter().map(|series| series.iter().copied().fold(0.0, f64::max)).sum();
    let together = |step: usize| demand.iter().map(|series| series[step]).sum::<f64>();
    Ok(FollowTheSun { sum_of_peaks, peak_of_sum: (0..n_steps).map(together).fold(0.0, f64::max) })
}

fn check_series(demand: &[Vec<f64>]) -> Result<(usize, usize), Refusal> {
    check_regions(demand.len())?;
    let n_steps = demand.first().map_or(0, Vec::len);
    for series in demand {
        check_length("steps of a region", series, n_steps)?;
        check_amounts("demand", series)?;
    }
    Ok((demand.len(), n_steps))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn proportional(demand: &[Vec<f64>], n_lost: usize) -> Need {
        need(demand, n_lost, &Rule::ProportionalToTraffic, &Permissions::all(demand.len(), demand.len())).unwrap()
    }

    #[test]
    fn rows_by_hand() {
        // 50, 30, 20: the loss of the first leaves 60 and 40, that of the second 500/7 on the first.
        let need = proportional(&[vec![50.0], vec![30.0], vec![20.0]], 1);
        assert_eq!((need.capacity[1], need.capacity[2]), (60.0, 40.0));
        assert!((need.capacity[0] - 500.0 / 7.0).abs() < 1e-12);
        assert_eq!(need.worst[0], Some(Worst { lost: [1].into_iter().collect(), step: 0 }));
        let mut home = Permissions::all(2, 2);
        home.forbid(0, 1);
        let (lost, demand) = ([0].into_iter().collect(), [vec![5.0, 8.0], vec![1.0, 1.0]]);
        let stuck = super::super::spread::need(&demand, 1, &Rule::ProportionalToTraffic, &home).unwrap();
        assert_eq!(stuck.unplaced, Some((8.0, Worst { lost, step: 1 })));
        assert_eq!(proportional(&[], 1).overprovision_factor(), None);
        assert_eq!(even_replicas(900.0, 3, 3, 100.0, 0.75), None);
        let sun = follow_the_sun(&[vec![100.0, 10.0], vec![10.0, 90.0]]).unwrap();
        assert_eq!((sun.sum_of_peaks, sun.peak_of_sum), (190.0, 110.0));
    }

    proptest! {
        #[test]
        fn equal_regions_need_the_closed_form(n in 2_u32..9, lost in 0_u32..4, load in 0.1..1e6_f64) {
            prop_assume!(lost < n);
            let need = proportional(&vec![vec![load]; n as usize], lost as usize);
            let factor = even_spread(n, lost).unwrap().overprovision_factor;
            prop_assert!((need.overprovision_factor().unwrap() - factor).abs() < 1e-12 * factor);
        }

        #[test]
        fn it_grows_with_the_loss_and_never_beats_the_peak(
            demand in prop::collection::vec(prop::collection::vec(0.0..1e3_f64, 4), 2..7),
        ) {
            let needs: Vec<_> = (0..3).map(|k| proportional(&demand, k)).collect();
            for pair in needs.windows(2) {
                prop_assert!(pair[0].capacity.iter().zip(&pair[1].capacity).all(|(less, more)| less <= more));
            }
            prop_assert!(needs[0].overprovision_factor().unwrap_or(1.0) >= 1.0 - 1e-12);
            prop_assert_eq!(&needs[0].capacity, &needs[0].normal);
        }
    }
}
