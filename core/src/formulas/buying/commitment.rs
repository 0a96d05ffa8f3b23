//! How much to commit to: the load-duration curve and the critical ratio.

use crate::base::numeric::is_rate;

/// Demand sorted by size: for how much of the time how many units are in use.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadDuration {
    /// Units in use, the fewest first.
    sorted: Vec<f64>,
    /// `sums[k]` is the sum of the `k` smallest, each times how long it lasts.
    sums: Vec<f64>,
    /// `times[k]` is how long the `k` smallest last together.
    times: Vec<f64>,
}

/// A level of commitment and what it costs; from [`LoadDuration::commitment`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Commitment {
    /// `C`: units committed.
    pub level: f64,
    /// All of it, over the time of the curve.
    pub cost: f64,
    /// Of that, for the commitment.
    pub committed_cost: f64,
    /// Share of all demand that the commitment covers; `None` without demand.
    pub coverage: Option<f64>,
    /// Share of the commitment that is used; `None` where there is none.
    pub utilization: Option<f64>,
    /// Share saved against buying everything on-demand; `None` without demand or at no price.
    pub saving: Option<f64>,
}

impl LoadDuration {
    /// The curve of a series of equal intervals, such as hours; `None` where there is none, or an
    /// interval is negative or not finite.
    pub fn from_series(demand: &[f64]) -> Option<Self> {
        if demand.is_empty() || !demand.iter().copied().all(is_rate) {
            return None;
        }
        Self::from_weighted(demand.iter().map(|units| (*units, 1.0)).collect())
    }

    /// The curve of levels of demand and how many intervals each lasts; `None` where there is none, they
    /// last no time, or a number is negative or not finite.
    pub fn from_weighted(mut levels: Vec<(f64, f64)>) -> Option<Self> {
        if levels.is_empty() || !levels.iter().all(|(units, time)| is_rate(*units) && is_rate(*time)) {
            return None;
        }
        sort_levels(&mut levels);
        let (mut sums, mut times) = (Vec::with_capacity(levels.len() + 1), Vec::with_capacity(levels.len() + 1));
        let (mut sum, mut lasted) = (0.0, 0.0);
        sums.push(sum);
        times.push(lasted);
        for (units, time) in &levels {
            sum += units * time;
            lasted += time;
            sums.push(sum);
            times.push(lasted);
        }
        let sorted = levels.into_iter().map(|(units, _)| units).collect();
        crate::base::numeric::finite(sum + lasted).filter(|_| lasted > 0.0).map(|_| Self { sorted, sums, times })
    }

    /// How many intervals there are: how long all levels last together.
    pub fn intervals(&self) -> f64 {
        self.times.last().copied().unwrap_or(0.0)
    }

    /// Mean demand.
    pub fn average(&self) -> f64 {
        self.sum() / self.intervals()
    }

    /// Lowest demand.
    pub fn floor(&self) -> f64 {
        self.sorted.first().copied().unwrap_or(0.0)
    }

    /// Highest demand.
    pub fn peak(&self) -> f64 {
        self.sorted.last().copied().unwrap_or(0.0)
    }

    /// The curve for a chart: at most `points` of time share and the demand exceeded for that long,
    /// from the highest.
    pub fn curve(&self, points: usize) -> Vec<(f64, f64)> {
        let points = points.clamp(2, 100_000).min(self.sorted.len().max(2));
        let at = |i: usize| {
            let share = i as f64 / (points - 1) as f64;
            // The level in use when so much of the time has a higher one.
            let lower = self.intervals() * (1.0 - share);
            let place = self.times.partition_point(|time| *time < lower * (1.0 - 1e-12));
            self.sorted.get(place.saturating_sub(1)).map(|units| (share, *units))
        };
        (0..points).filter_map(at).collect()
    }

    /// What a commitment of `level` units costs, in `O(log n)`.
    ///
    /// `cost(C) = r·C·T + p·Σ max(0, d_t − C)`.
    ///
    /// | symbol | input       | unit                                   |
    /// |--------|-------------|----------------------------------------|
    /// | `C`    | `level`     | units                                  |
    /// | `r`    | `reserved`  | USD a unit and interval, used or not   |
    /// | `p`    | `on_demand` | USD a unit and interval, where used    |
    /// | `d_t`  | the curve   | units in interval `t` of `T`           |
    ///
    /// `None` where a number is negative or not finite.
    pub fn commitment(&self, level: f64, reserved: f64, on_demand: f64) -> Option<Commitment> {
        if ![level, reserved, on_demand].into_iter().all(is_rate) {
            return None;
        }
        let (n, total) = (self.intervals(), self.sum());
        let beyond = self.beyond(level);
        let (covered, committed_cost) = ((total - beyond).max(0.0), reserved * level * n);
        let (cost, all_on_demand) = (committed_cost + on_demand * beyond, on_demand * total);
        crate::base::numeric::finite(cost + all_on_demand)?;
        Some(Commitment {
            level,
            cost,
            committed_cost,
            coverage: (total > 0.0).then(|| (covered / total).min(1.0)),
            utilization: (level > 0.0).then(|| (covered / (level * n)).min(1.0)),
            saving: (all_on_demand > 0.0).then(|| (all_on_demand - cost) / all_on_demand),
        })
    }

    /// The cheapest commitment: the smallest `C` with `P(D > C) ≤ r/p`.
    ///
    /// The cost is convex in `C`: one more unit costs `r` always and saves `p` while it is in use, so
    /// it pays while it is in use for more than `r/p` of the time. `1 − r/p` is the *critical ratio*,
    /// and the optimum is that quantile of demand: an observed level, or none where `r ≥ p`. Of
    /// levels that cost the same, the smallest. A commitment pays over its whole term, so give it the
    /// demand that is forecast for all of that, growth included.
    ///
    /// # Source
    ///
    /// The newsvendor problem: K. J. Arrow, T. Harris and J. Marschak, "Optimal inventory policy",
    /// Econometrica 19 (1951).
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::formulas::buying::LoadDuration;
    ///
    /// let day = [40, 42, 45, 50, 60, 75, 90, 100, 95, 80, 62, 48].map(f64::from);
    /// let best = LoadDuration::from_series(&day).and_then(|curve| curve.best_commitment(0.6, 1.0)).expect("demand");
    /// // By hand: above 50 in 7 of 12 hours, at most 0.6 of them; 0.6 · 50 · 12 + 212.
    /// assert_eq!((best.level, best.cost), (50.0, 572.0));
    /// ```
    pub fn best_commitment(&self, reserved: f64, on_demand: f64) -> Option<Commitment> {
        if !(is_rate(reserved) && is_rate(on_demand)) {
            return None;
        }
        let n = self.intervals();
        // The longest that more may be in use; a tie but for the last bits is one.
        let allowed = if on_demand > 0.0 { n * (reserved / on_demand) * (1.0 + 1e-12) } else { f64::INFINITY };
        let level = if allowed >= n {
            0.0
        } else {
            let place = self.times.partition_point(|time| n - time > allowed);
            self.sorted.get(place.saturating_sub(1)).copied().unwrap_or(0.0)
        };
        self.commitment(level, reserved, on_demand)
    }

    fn sum(&self) -> f64 {
        self.sums.last().copied().unwrap_or(0.0)
    }

    /// In how many intervals more than `level` is in use.
    fn above(&self, level: f64) -> f64 {
        let below = self.sorted.partition_point(|units| *units <= level);
        self.intervals() - self.times.get(below).copied().unwrap_or(0.0)
    }

    /// `Σ max(0, d_t − C)`.
    fn beyond(&self, level: f64) -> f64 {
        let below = self.sorted.partition_point(|units| *units <= level);
        let kept = self.sums.get(below).copied().unwrap_or(0.0);
        (self.sum() - kept - level * self.above(level)).max(0.0)
    }
}

/// Levels that are sorted at once; more are first dealt into piles of neighbours.
const FEW_LEVELS: usize = 256;

/// Sorts levels by size. They spread over their range, so dealing them into as many piles as there are
/// levels leaves little to compare, which is several times faster than to compare them all.
fn sort_levels(levels: &mut Vec<(f64, f64)>) {
    let by_size = |one: &(f64, f64), other: &(f64, f64)| one.0.total_cmp(&other.0);
    let most = levels.iter().map(|level| level.0).fold(0.0, f64::max);
    if levels.len() <= FEW_LEVELS || most <= 0.0 {
        return levels.sort_unstable_by(by_size);
    }
    let piles = levels.len();
    let scale = (piles - 1) as f64 / most;
    let pile = |level: &(f64, f64)| ((level.0 * scale) as usize).min(piles - 1);
    let mut ends = vec![0_usize; piles + 1];
    for level in levels.iter() {
        ends[pile(level) + 1] += 1;
    }
    for place in 1..=piles {
        ends[place] += ends[place - 1];
    }
    let (mut next, mut dealt) = (ends.clone(), vec![(0.0, 0.0); levels.len()]);
    for level in levels.iter() {
        let place = &mut next[pile(level)];
        dealt[*place] = *level;
        *place += 1;
    }
    for pair in ends.windows(2).filter(|pair| pair[1] - pair[0] > 1) {
        dealt[pair[0]..pair[1]].sort_unstable_by(by_size);
    }
    *levels = dealt;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_ends_are_whole() {
        for series in [&[][..], &[f64::NAN], &[-1.0], &[f64::INFINITY], &[f64::MAX, f64::MAX]] {
            assert_eq!(LoadDuration::from_series(series), None);
        }
        let curve = LoadDuration::from_series(&[0.0, 4.0]).unwrap();
        assert_eq!(curve.best_commitment(1.0, 1.0).unwrap().level, 0.0);
        assert_eq!(curve.best_commitment(2.0, 1.0).unwrap().level, 0.0);
        assert_eq!(curve.best_commitment(0.0, 1.0).unwrap().level, 4.0);
        assert_eq!(curve.best_commitment(0.0, 0.0).unwrap().saving, None);
        assert_eq!((curve.commitment(f64::NAN, 1.0, 1.0), curve.best_commitment(1.0, f64::NAN)), (None, None));
        let idle = LoadDuration::from_series(&[0.0]).unwrap().best_commitment(0.5, 1.0).unwrap();
        assert_eq!((idle.coverage, idle.utilization, idle.cost), (None, None, 0.0));
        assert_eq!(curve.curve(2), [(0.0, 4.0), (1.0, 0.0)]);
    }

    #[test]
    fn many_levels_are_sorted_as_few_are() {
        let level =
            |i: u64| (i.wrapping_mul(2_654_435_761) % 1009) as f64 * if i.is_multiple_of(97) { 1e6 } else { 0.37 };
        let mut dealt: Vec<(f64, f64)> = (0..3000).map(|i| (level(i), 1.0)).collect();
        let mut sorted = dealt.clone();
        sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
        sort_levels(&mut dealt);
        assert_eq!(dealt, sorted);
    }

    fn series() -> impl Strategy<Value = Vec<f64>> {
        prop::collection::vec((0..200_u32).prop_map(f64::from), 1..200)
    }

    proptest! {
        #[test]
        fn the_cost_is_convex_and_best_at_an_observed_level(demand in series(), reserved in 0.01..1.5_f64, at in 0.0..1.0_f64) {
            let curve = LoadDuration::from_series(&demand).unwrap();
            let cost = |level: f64| curve.commitment(level, reserved, 1.0).unwrap().cost;
            let best = curve.best_commitment(reserved, 1.0).unwrap();
            prop_assert!(best.level == 0.0 || demand.contains(&best.level));
            for level in 0..210 {
                let level = f64::from(level) + at;
                prop_assert!(best.cost <= cost(level) * (1.0 + 1e-12), "{level}");
                let (below, above) = ((level - 1.0).max(0.0), level + 1.0);
                let middle = cost(0.5 * (below + above));
                prop_assert!(2.0 * middle <= (cost(below) + cost(above)) * (1.0 + 1e-12));
            }
            // The direct sum is the same.
            let direct = demand.iter().map(|units| reserved * best.level + (units - best.level).max(0.0)).sum::<f64>();
            prop_assert!((direct - best.cost).abs() <= 1e-9 * direct.max(1.0));
            if let Some(saving) = best.saving {
                prop_assert!(saving >= -1e-12 && saving <= (1.0 - reserved).max(0.0) + 1e-12);
            }
        }

        #[test]
        fn unit_by_unit_is_the_same_optimum(demand in series(), reserved in 0.01..1.0_f64) {
            let curve = LoadDuration::from_series(&demand).unwrap();
            // A unit is worth committing to while it is in use for more than the share that it costs.
            let busy = |unit: &u32| demand.iter().filter(|units| **units > f64::from(*unit)).count() as f64;
            let worth = (0..200).filter(|unit| reserved < busy(unit) / demand.len() as f64);
            prop_assert_eq!(worth.count() as f64, curve.best_commitment(reserved, 1.0).unwrap().level);
        }
    }
}
