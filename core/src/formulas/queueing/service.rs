//! How long a server works on a request: a mean and a variability, and the distribution that the two stand for.

use super::queue::log_odds_of_exceeding;

/// How long one server works on requests.
///
/// A mean and a coefficient of variation do not make a distribution; these do, in units of the mean:
///
/// | `CV`       | a service time is                                                              |
/// |------------|--------------------------------------------------------------------------------|
/// | 0          | constant                                                                       |
/// | 0 to 1     | a constant part `1 − CV` and an exponential part with mean `CV`                |
/// | 1          | exponential                                                                    |
/// | above 1    | one of two exponential ones with the rates `μ₁, μ₂ = 2(1 ± r)`, `r = √((CV² − ½)/(CV² + 1))`, the first in the share `μ₁(1 − μ₂)/(μ₁ − μ₂)` |
///
/// Each has exactly the mean and the variability that are stated; above 1 also the third moment of the gamma distribution with
/// these. Up to a variability of 1 its P99 is between 7 % shorter and 11 % longer than that of a log-normal distribution with the
/// same two, at 2 it is 17 % longer, at 3 48 %. P99 grows with the variability up to 3, P95 up to 2.5; lower percentiles need not, as
/// with the same mean a few long requests leave the others shorter.
///
/// # Source
///
/// Shifted exponential: K. Lee et al., "Speeding Up Distributed Machine Learning Using Codes", IEEE Trans. Inf. Theory 64
/// (2018); two exponentials with gamma normalization: H. Tijms, *A First Course in Stochastic Models*, appendix B.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ServiceTimes {
    /// `μ`, requests / second / server: the inverse of the mean.
    pub rate: f64,
    /// `CV`, standard deviation over mean.
    pub variability: f64,
}

/// One exponential part of a service time, in units of the mean service time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// Share of the requests.
    pub(super) share: f64,
    /// Its mean.
    pub(super) mean: f64,
}

impl ServiceTimes {
    /// Exponential service times: a variability of 1.
    pub const fn exponential(rate: f64) -> Self {
        Self { rate, variability: 1.0 }
    }

    /// The mean wait over that with exponential service times, before `c` servers that are busy the share `ρ` of the time.
    ///
    /// `f = (1 + CV²)/(2·CV² + (1 − CV²)/d)`, with `d = min(1, ½·[1 + (1 − ρ)(c − 1)(√(4 + 5c) − 2)/(16·ρ·c)])`, the same for
    /// constant service times; with one server `(1 + CV²)/2`.
    ///
    /// # Source
    ///
    /// T. Kimura, "A two-moment approximation for the mean waiting time in the GI/G/s queue", Management Science 32 (1986);
    /// `d`: G. Cosmetatos, "Approximate explicit formulae for the average queueing time in the processes (M/D/r) and
    /// (D/M/r)", INFOR 13 (1975).
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::formulas::queueing::ServiceTimes;
    ///
    /// let times = |variability| ServiceTimes { rate: 10.0, variability };
    /// assert_eq!((times(1.0).wait_factor(10, 0.8), times(0.0).wait_factor(1, 0.8)), (1.0, 0.5));
    /// // Ten servers: d = ½·(1 + 0.2·9·(√54 − 2)/(16·0.8·10)) = 0.53761.
    /// assert!((times(0.0).wait_factor(10, 0.8) - 0.53761).abs() < 1e-5);
    /// ```
    pub fn wait_factor(self, servers: u64, utilization: f64) -> f64 {
        let squared = self.variability * self.variability;
        if squared == 1.0 || utilization <= 0.0 {
            return 1.0;
        }
        let c = servers as f64;
        let more = (1.0 - utilization) * (c - 1.0) * ((4.0 + 5.0 * c).sqrt() - 2.0) / (16.0 * utilization * c);
        let constant = (0.5 * (1.0 + more)).min(1.0);
        (1.0 + squared) / (2.0 * squared + (1.0 - squared) / constant)
    }

    /// The service time in seconds that the share `p` of requests does not exceed, none waiting.
    ///
    /// `S·((1 − CV) + CV·(−ln(1 − p)))` up to a variability of 1; above, where
    /// `q·e^{−μ₁·t/S} + (1 − q)·e^{−μ₂·t/S} = 1 − p`. `p` is held below 1, so the time is finite.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::formulas::queueing::ServiceTimes;
    ///
    /// // 100 ms on average: with half of that as its spread 50 + 50·ln(100) = 280 ms, exponential 461 ms.
    /// let times = |variability| ServiceTimes { rate: 10.0, variability };
    /// assert!((times(0.5).quantile(0.99) - 0.280_258_5).abs() < 1e-7);
    /// assert!((times(1.0).quantile(0.99) - 0.460_517_0).abs() < 1e-7);
    /// assert_eq!(times(0.0).quantile(0.99), 0.1);
    /// ```
    pub fn quantile(self, p: f64) -> f64 {
        self.scaled_quantile(log_odds_of_exceeding(p)) / self.rate
    }

    /// The largest variability at which the share `p` of requests takes no longer than `target` seconds, none waiting, as far
    /// as it is at most 1: `(t/S − 1)/(−ln(1 − p) − 1)`.
    ///
    /// `None` where even constant service times take longer, or where a percentile of an exponential part is below its mean.
    pub fn most_variability(rate: f64, p: f64, target: f64) -> Option<f64> {
        let (beyond, reach) = (target * rate - 1.0, log_odds_of_exceeding(p) - 1.0);
        (beyond >= 0.0 && reach > 0.0).then(|| (beyond / reach).min(1.0))
    }

    /// The constant part, in units of the mean.
    pub(super) fn constant(self) -> f64 {
        (1.0 - self.variability).max(0.0)
    }

    /// The exponential parts; two above a variability of 1.
    pub(super) fn parts(self) -> [Part; 2] {
        let squared = self.variability * self.variability;
        if self.variability <= 1.0 {
            return [Part { share: 1.0, mean: self.variability }, Part { share: 0.0, mean: 0.0 }];
        }
        let r = ((squared - 0.5) / (squared + 1.0)).sqrt();
        let (fast, slow) = (2.0 * (1.0 + r), 2.0 * (1.0 - r));
        let share = (fast * (1.0 - slow) / (fast - slow)).max(0.0);
        [Part { share, mean: 1.0 / fast }, Part { share: slow * (fast - 1.0) / (fast - slow), mean: 1.0 / slow }]
    }

    /// Where the tail of the service time alone is `e^{−goal}`, in units of the mean.
    pub(super) fn scaled_quantile(self, goal: f64) -> f64 {
        let [fast, slow] = self.parts();
        if slow.share == 0.0 {
            return self.constant() + fast.mean * goal;
        }
        // The logarithm of a sum of exponentials is convex: Newton's steps from the left stay there.
        let mut x = 0.0;
        for _ in 0..200 {
            let (first, second) = (libm::log(fast.share) - x / fast.mean, libm::log(slow.share) - x / slow.mean);
            let most = first.max(second);
            let (first, second) = (libm::exp(first - most), libm::exp(second - most));
            let miss = most + libm::log(first + second) + goal;
            let step = miss * (first + second) / (first / fast.mean + second / slow.mean);
            x += step.max(0.0);
            if step <= f64::EPSILON * x {
                break;
            }
        }
        x
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// First and second moment of the parts and the constant, in units of the mean and its square.
    fn moments(times: ServiceTimes) -> (f64, f64) {
        let constant = times.constant();
        let parts = times.parts();
        let first: f64 = parts.iter().map(|part| part.share * (constant + part.mean)).sum();
        let second = |part: &Part| constant * constant + 2.0 * constant * part.mean + 2.0 * part.mean * part.mean;
        (first, parts.iter().map(|part| part.share * second(part)).sum())
    }

    #[test]
    fn a_percentile_worked_by_hand() {
        // CV 2: r = √(3.5/5) = 0.83666, rates 3.67332 and 0.32668, the slow one in 26.0954 %; at t = 9.984575:
        // 0.260954·e^{−3.26176} = 0.01.
        let times = ServiceTimes { rate: 1.0, variability: 2.0 };
        assert!((times.quantile(0.99) - 9.984_574).abs() < 1e-5, "{}", times.quantile(0.99));
        assert_eq!(ServiceTimes::most_variability(10.0, 0.99, 0.1), Some(0.0));
        assert_eq!(ServiceTimes::most_variability(10.0, 0.99, 0.09), None);
        assert_eq!(ServiceTimes::most_variability(10.0, 0.5, 0.2), None);
        assert_eq!(ServiceTimes::most_variability(10.0, 0.99, 9.0), Some(1.0));
    }

    #[test]
    fn up_to_a_variability_of_one_the_99th_percentile_is_near_a_log_normal_one() {
        for tenths in 1..=10 {
            let variability = f64::from(tenths) / 10.0;
            // A log-normal time with mean 1: σ² = ln(1 + CV²), P99 = e^{2.326·σ − σ²/2}.
            let variance = libm::log1p(variability * variability);
            let log_normal = libm::exp(2.326_347_874 * variance.sqrt() - 0.5 * variance);
            let ours = ServiceTimes { rate: 1.0, variability }.quantile(0.99);
            assert!((0.93..1.11).contains(&(ours / log_normal)), "{variability}: {ours} {log_normal}");
        }
    }

    #[test]
    fn more_variable_service_times_have_longer_tails() {
        for (p, most) in [(0.95, 25), (0.99, 30), (0.999, 30)] {
            let times = |tenths: i32| ServiceTimes { rate: 1.0, variability: f64::from(tenths) / 10.0 }.quantile(p);
            assert!((0..most).all(|tenths| times(tenths + 1) > times(tenths)), "{p}");
        }
    }

    proptest! {
        #[test]
        fn the_parts_have_the_mean_and_the_variability_that_are_stated(variability in 0.0..10.0_f64) {
            let (mean, second) = moments(ServiceTimes { rate: 1.0, variability });
            prop_assert!((mean - 1.0).abs() < 1e-12);
            prop_assert!((second - 1.0 - variability * variability).abs() < 1e-9 * (1.0 + variability * variability));
        }

        #[test]
        fn a_percentile_grows_with_its_share(variability in 0.0..10.0_f64, p in 0.0..0.999_f64, more in 0.0..1.0_f64) {
            let times = ServiceTimes { rate: 3.0, variability };
            prop_assert!(times.quantile(p + more * (0.9999 - p)) >= times.quantile(p) * (1.0 - 1e-12));
        }

        #[test]
        fn the_most_variability_is_just_within_the_target(p in 0.7..0.9999_f64, share in 0.0..1.0_f64) {
            let target = 0.1 * (1.0 + share * (-libm::log1p(-p) - 1.0));
            let variability = ServiceTimes::most_variability(10.0, p, target).unwrap();
            let times = ServiceTimes { rate: 10.0, variability };
            prop_assert!((times.quantile(p) / target - 1.0).abs() < 1e-9);
        }
    }
}
