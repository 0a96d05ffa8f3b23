//! How many of the replicas that may fail do, drawn at random from a seed.

use rand_distr::{Distribution, StandardNormal};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::Rng;

/// A Poisson number: by inversion where few are expected, otherwise by the normal it comes close to.
pub(super) fn poisson(mean: f64, random: &mut Xoshiro256PlusPlus) -> u32 {
    if mean > 500.0 {
        let deviate: f64 = StandardNormal.sample(random);
        return libm::round(mean + mean.sqrt() * deviate).max(0.0) as u32;
    }
    let uniform = (random.next_u64() >> 11) as f64 / 9_007_199_254_740_992.0;
    let mut term = libm::exp(-mean);
    let (mut sum, mut count) = (term, 0);
    while uniform > sum && count < 10_000 {
        count += 1;
        term *= mean / f64::from(count);
        sum += term;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_xoshiro::rand_core::SeedableRng;

    #[test]
    fn as_many_fail_as_are_expected() {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(7);
        for mean in [0.01, 3.0, 400.0, 600.0, 7500.0] {
            let sum: u64 = (0..4000).map(|_| u64::from(poisson(mean, &mut random))).sum();
            let off = (sum as f64 / 4000.0 - mean).abs();
            // Five deviations of a mean of 4,000.
            assert!(off < 5.0 * (mean / 4000.0).sqrt(), "{mean}: off by {off}");
        }
    }
}
