//! The chance that interruptions leave a fleet short.

use crate::base::numeric::is_rate;

/// Most pools that are looked at one by one.
const MAX_POOLS: u32 = 100_000;

/// Chance that more spot capacity is missing than can be spared, at a random moment.
///
/// `P(K > k)` for `K` binomial with `n` pools and the chance `q = λ·m/(1 + λ·m)` that one is
/// missing; `k = ⌊spare·n/s⌋` pools can be spared.
///
/// | symbol  | input               | unit                                        |
/// |---------|---------------------|---------------------------------------------|
/// | `s`     | `spot_instances`    | instances                                   |
/// | `n`     | `pools`             | groups that are reclaimed together          |
/// | `spare` | `spare_instances`   | instances that may be missing without harm  |
/// | `λ`     | `interruptions`     | of a pool an hour                           |
/// | `m`     | `replacement_hours` | hours until a pool is there again           |
///
/// A *pool* is one type in one zone: clouds take such capacity back together, so a fleet in one pool
/// is all there or all gone, and more pools make a shortage rarer. As many pools as instances means that
/// each is reclaimed by itself, which is the most favourable case.
///
/// `None` where an input is negative or not finite, or there are no pools for instances.
///
/// # Assumptions
///
/// Pools are reclaimed independently of each other. A shortage of the whole region breaks that, and
/// no number of pools helps then.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::buying::shortage_probability;
///
/// // Two pools, each missing for 0.1/1.1 = 1/11 of the time; none can be spared.
/// let chance = shortage_probability(10.0, 2, 0.0, 0.1, 1.0).expect("stated");
/// assert!((chance - (1.0 - (10.0_f64 / 11.0).powi(2))).abs() < 1e-12);
/// ```
pub fn shortage_probability(
    spot_instances: f64,
    pools: u32,
    spare_instances: f64,
    interruptions: f64,
    replacement_hours: f64,
) -> Option<f64> {
    let stated = [spot_instances, spare_instances, interruptions, replacement_hours].into_iter().all(is_rate);
    if !stated || pools > MAX_POOLS || (pools == 0 && spot_instances > 0.0) {
        return None;
    }
    if spot_instances == 0.0 || spare_instances >= spot_instances {
        return Some(0.0);
    }
    let waiting = interruptions * replacement_hours;
    let missing = if waiting.is_finite() { waiting / (1.0 + waiting) } else { 1.0 };
    let pools_f = f64::from(pools);
    // As in `ceil_count`: what is whole but for the last bits is whole.
    let spared = (spare_instances / spot_instances * pools_f + 1e-9 * pools_f.max(1.0)).floor() as u32;
    Some(binomial_above(pools, missing, spared.min(pools)))
}

/// `P(K > k)` for `K` binomial, by logarithms so that no power underflows before its term counts.
fn binomial_above(n: u32, q: f64, k: u32) -> f64 {
    if q <= 0.0 || k >= n {
        return 0.0;
    }
    if q >= 1.0 {
        return 1.0;
    }
    let (log_q, log_p, total) = (libm::log(q), libm::log1p(-q), f64::from(n));
    let whole = libm::lgamma(total + 1.0);
    let term = |i: u32| {
        let i = f64::from(i);
        let ways = whole - libm::lgamma(i + 1.0) - libm::lgamma(total - i + 1.0);
        libm::exp(ways + i * log_q + (total - i) * log_p)
    };
    // The shorter tail is summed, so that a small chance keeps its digits.
    let above = if f64::from(k) >= q * total {
        (k + 1..=n).map(term).sum::<f64>()
    } else {
        1.0 - (0..=k).map(term).sum::<f64>()
    };
    above.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_ends_are_whole() {
        assert_eq!(shortage_probability(0.0, 0, 0.0, 1.0, 1.0), Some(0.0));
        assert_eq!(shortage_probability(10.0, 0, 0.0, 1.0, 1.0), None);
        assert_eq!(shortage_probability(10.0, 5, f64::NAN, 1.0, 1.0), None);
        assert_eq!(shortage_probability(10.0, 5, 10.0, 1.0, 1.0), Some(0.0));
        assert_eq!(shortage_probability(10.0, 5, 9.0, f64::MAX, f64::MAX), Some(1.0));
        assert_eq!(shortage_probability(10.0, 5, 0.0, 0.0, 1.0), Some(0.0));
        // One pool: all or nothing.
        assert!((shortage_probability(10.0, 1, 9.0, 1.0, 1.0).unwrap() - 0.5).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn it_is_the_sum_of_all_cases(q in 0.01..0.99_f64, n in 1..12_u32, k in 0..12_u32) {
            // Every pool there or missing, case by case.
            let direct: f64 = (0..1_u32 << n)
                .filter(|case| case.count_ones() > k)
                .map(|case| q.powi(case.count_ones() as i32) * (1.0 - q).powi((n - case.count_ones()) as i32))
                .sum();
            prop_assert!((binomial_above(n, q, k) - direct).abs() < 1e-10);
        }

        #[test]
        fn more_to_spare_is_never_riskier(spot in 1.0..500.0_f64, pools in 1..200_u32, spare in 0.0..400.0_f64, rate in 0.0..1.0_f64) {
            let chance = |spare| shortage_probability(spot, pools, spare, rate, 0.5).unwrap();
            prop_assert!(chance(spare + 5.0) <= chance(spare) + 1e-9);
        }
    }
}
