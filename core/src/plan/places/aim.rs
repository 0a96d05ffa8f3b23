//! What a policy aims at, so that a loss in any hour finds the ready reserve in service.

use crate::plan::scaling::Aim;

/// The aim of a region whose own load and load after the worst loss are known hour by hour, where a share of the reserve
/// is ready.
///
/// In every hour `max(f · own, least) ≥ own + share · (after − own)`, with as little as possible over the week: where
/// regions peak at different hours, a factor alone would be high all day for the sake of a quiet hour.
pub(super) fn aim(hours: &[(f64, f64)], share: f64) -> Aim {
    let target = |(own, after): &(f64, f64)| own + share * (after - own).max(0.0);
    // The hours by how many times their own load they need, the most first; and the loads from the lowest, added up.
    let ratio = |hour: &(f64, f64)| if hour.0 > 0.0 { target(hour) / hour.0 } else { f64::INFINITY };
    let mut needs: Vec<(f64, f64)> = hours.iter().map(|hour| (ratio(hour), target(hour))).collect();
    needs.sort_by(|one, other| other.0.total_cmp(&one.0));
    let mut loads: Vec<f64> = hours.iter().map(|(own, _)| *own).collect();
    loads.sort_by(f64::total_cmp);
    let mut sums = vec![0.0; loads.len() + 1];
    for at in (0..loads.len()).rev() {
        sums[at] = sums[at + 1] + loads[at];
    }
    let mut best = (f64::INFINITY, Aim::default());
    let (mut left, mut least) = (0, 0.0_f64);
    let factors = needs.iter().map(|need| need.0).filter(|ratio| ratio.is_finite());
    for factor in factors.chain([1.0]) {
        // Hours that the factor leaves in need, for which there must be the least load.
        while let Some((_, target)) = needs.get(left).filter(|(ratio, _)| *ratio > factor * (1.0 + 1e-9)) {
            (left, least) = (left + 1, least.max(*target));
        }
        let below = loads.partition_point(|own| factor * own < least);
        let sum = below as f64 * least + factor * sums[below];
        // Of equals the lower least load, as more of the fleet then follows the load, and the lower factor.
        let is_better = sum < best.0 * (1.0 - 1e-9)
            || (sum <= best.0 * (1.0 + 1e-9) && (least, factor) < (best.1.least, best.1.factor));
        if is_better {
            best = (sum, Aim { factor: factor.max(1.0), least });
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_clock_needs_a_factor_and_other_clocks_a_least_load() {
        // After the loss half as much again in every hour.
        let day = [(100.0, 150.0), (600.0, 900.0), (300.0, 450.0)];
        assert_eq!(aim(&day, 1.0), Aim { factor: 1.5, least: 0.0 });
        assert_eq!(aim(&day, 0.5), Aim { factor: 1.25, least: 0.0 });
        assert_eq!(aim(&day, 0.0), Aim::default());
        // By night 800 may come on top of 100: nine times would be 6,300 in all, a least of 900 is 1,800.
        assert_eq!(aim(&[(100.0, 900.0), (600.0, 700.0)], 1.0), Aim { factor: 1.0, least: 900.0 });
    }

    /// Every factor tried on every hour.
    fn plain(hours: &[(f64, f64)], share: f64) -> f64 {
        let target = |(own, after): &(f64, f64)| own + share * (after - own).max(0.0);
        let ratios = hours.iter().filter(|(own, _)| *own > 0.0).map(|hour| target(hour) / hour.0);
        let sum = |factor: f64| {
            let is_left = |hour: &&(f64, f64)| target(hour) > factor * hour.0 * (1.0 + 1e-9);
            let least = hours.iter().filter(is_left).map(target).fold(0.0, f64::max);
            hours.iter().map(|(own, _)| (factor * own).max(least)).sum::<f64>()
        };
        ratios.chain([1.0]).map(sum).fold(f64::INFINITY, f64::min)
    }

    proptest! {
        #[test]
        fn no_other_factor_takes_less_over_the_week(
            hours in proptest::collection::vec((0..50_u32, 0..50_u32), 1..40), share in 0.0..=1.0_f64,
        ) {
            let hours: Vec<(f64, f64)> = hours.into_iter().map(|(own, after)| (own.into(), after.into())).collect();
            let found = aim(&hours, share);
            let sum: f64 = hours.iter().map(|(own, _)| (found.factor * own).max(found.least)).sum();
            prop_assert!(sum <= plain(&hours, share) * (1.0 + 1e-8) + 1e-9, "{found:?}");
        }

        #[test]
        fn every_hour_is_provided_for(
            hours in proptest::collection::vec((0.0..1e4_f64, 0.0..1e4_f64), 1..40), share in 0.0..=1.0_f64,
        ) {
            let aim = aim(&hours, share);
            for (own, after) in hours {
                let target = own + share * (after - own).max(0.0);
                prop_assert!((aim.factor * own).max(aim.least) >= target * (1.0 - 1e-6), "{aim:?} {own} {after}");
            }
        }
    }
}
