//! Rules of thumb: Little's law and square-root staffing.

use crate::base::numeric::ceil_count;

/// Little's law: the mean number of requests in a system is the arrival rate times the mean time
/// that each spends there, `L = λ·W`.
///
/// | symbol | input           | unit              |
/// |--------|-----------------|-------------------|
/// | `λ`    | `arrival_rate`  | requests / second |
/// | `W`    | `mean_response` | seconds           |
///
/// # Assumptions
///
/// None but a steady state: it holds for any arrivals, any service and any order.
///
/// # Source
///
/// J. D. C. Little, "A proof for the queuing formula L = λW", Operations Research 9 (1961).
///
/// # Example
///
/// ```
/// use headroom_core::formulas::queueing::little;
///
/// assert_eq!(little(40.0, 3.2), 128.0);
/// ```
pub fn little(arrival_rate: f64, mean_response: f64) -> f64 {
    arrival_rate * mean_response
}

/// Replicas that hold the requests in flight: `⌈λ·W / (k·u)⌉`.
///
/// | symbol | input                | unit                         |
/// |--------|----------------------|------------------------------|
/// | `λ`    | `arrival_rate`       | requests / second            |
/// | `W`    | `mean_response`      | seconds                      |
/// | `k`    | `concurrency`        | requests at once per replica |
/// | `u`    | `target_utilization` | fraction                     |
///
/// Rounded up by [`ceil_count`]. A first guess: it says nothing about waits.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::queueing::replicas_for_concurrency;
///
/// // 500 · 1.8 = 900 in flight, 16 · 0.7 = 11.2 on each.
/// assert_eq!(replicas_for_concurrency(500.0, 1.8, 16, 0.7), 81);
/// ```
pub fn replicas_for_concurrency(
    arrival_rate: f64,
    mean_response: f64,
    concurrency: u32,
    target_utilization: f64,
) -> u32 {
    ceil_count(little(arrival_rate, mean_response) / (f64::from(concurrency) * target_utilization))
}

/// Square-root staffing: `c = ⌈a + β·√a⌉` servers.
///
/// | symbol | input             | unit        |
/// |--------|-------------------|-------------|
/// | `a`    | `offered_load`    | erlangs     |
/// | `β`    | `service_quality` | pure number |
///
/// Reserve grows with the root of the load, so larger pools run hotter at the same quality; the
/// share that then waits is about [`halfin_whitt_p_wait`]. A value a billionth above a whole number
/// counts as that number.
///
/// # Source
///
/// S. Halfin and W. Whitt, "Heavy-traffic limits for queues with many exponential servers",
/// Operations Research 29 (1981).
///
/// # Example
///
/// ```
/// use headroom_core::formulas::queueing::square_root_staffing;
///
/// assert_eq!(square_root_staffing(100.0, 2.0), 120);
/// ```
pub fn square_root_staffing(offered_load: f64, service_quality: f64) -> u64 {
    let servers = offered_load + service_quality * offered_load.sqrt();
    // As in `ceil_count`, but no more than a thousandth of a server for the largest pools.
    (servers - (1e-9 * servers.abs().max(1.0)).min(1e-3)).ceil() as u64
}

/// Share of requests that wait under square-root staffing of a large pool:
/// `[1 + β·Φ(β)/φ(β)]⁻¹`, with the normal distribution function `Φ` and density `φ`.
///
/// 1 for `β ≤ 0`, where the pool is not stable. Source as in [`square_root_staffing`].
///
/// # Example
///
/// ```
/// use headroom_core::formulas::queueing::{erlang_c, halfin_whitt_p_wait};
///
/// assert!((halfin_whitt_p_wait(1.0) - 0.22336).abs() < 1e-5);
/// assert!((halfin_whitt_p_wait(1.0) - erlang_c(1e8, 100_010_000)).abs() < 1e-4);
/// ```
pub fn halfin_whitt_p_wait(service_quality: f64) -> f64 {
    let beta = service_quality;
    if beta.is_nan() || beta <= 0.0 {
        return 1.0;
    }
    let density = libm::exp(-0.5 * beta * beta) / (2.0 * std::f64::consts::PI).sqrt();
    let distribution = 0.5 * libm::erfc(-beta * std::f64::consts::FRAC_1_SQRT_2);
    density / (density + beta * distribution)
}

#[cfg(test)]
mod tests {
    use super::super::erlang_c;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_ends_are_whole() {
        assert_eq!(
            (halfin_whitt_p_wait(0.0), halfin_whitt_p_wait(f64::NAN), halfin_whitt_p_wait(50.0)),
            (1.0, 1.0, 0.0)
        );
        assert_eq!((square_root_staffing(0.0, 2.0), square_root_staffing(f64::NAN, 1.0)), (0, 0));
        assert_eq!(replicas_for_concurrency(0.0, 1.0, 16, 0.7), 0);
        assert_eq!(square_root_staffing(1e10, 1.0), 10_000_100_000);
    }

    proptest! {
        #[test]
        fn the_limit_is_near_erlang_c(load in 1e4..1e8_f64, beta in 0.1..2.5_f64) {
            let servers = square_root_staffing(load, beta);
            let rounded_beta = (servers as f64 - load) / load.sqrt();
            // The error of the limit falls with the root of the load; at β = 2.5 a tenth of C remains.
            let error = (halfin_whitt_p_wait(rounded_beta) - erlang_c(load, servers)).abs();
            prop_assert!(error < 1.0 / load.sqrt(), "{error}");
        }
    }
}
