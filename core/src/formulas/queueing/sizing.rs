//! The queueing formulas solved for the pool or for the load that keeps a promise.

use super::erlang::erlang_c;
use super::queue::{log_odds_of_exceeding, offered_load};
use super::service::ServiceTimes;
use super::tail::log_response_tail;

/// No number of servers meets the target, because service alone takes longer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unachievable {
    /// Seconds that the percentile of the bare service time takes: the response time of a pool
    /// without any waiting, and the smallest target that can be met.
    pub floor: f64,
}

/// Fewest servers with which the share `percentile` of requests is answered within `target` seconds.
///
/// Smallest `c` with `P(response > t) ≤ 1 − p`, where the tail is that of
/// [`Queue::response_quantile`](crate::formulas::queueing::Queue::response_quantile).
///
/// | symbol | input          | unit                       |
/// |--------|----------------|----------------------------|
/// | `λ`    | `arrival_rate` | requests / second          |
/// | `μ`, `CV` | `service`   | requests / second / server, and standard deviation / mean |
/// | `p`    | `percentile`   | fraction, 0.99 for p99     |
/// | `t`    | `target`       | seconds                    |
///
/// Galloping from the smallest stable pool in steps of the square root of the load, then bisection:
/// some thirty evaluations however large the load. At least one server. An offered load above 2⁵³
/// erlangs, or one that is no number, gives `u64::MAX`.
///
/// # Errors
///
/// [`Unachievable`] where `t` is below [`ServiceTimes::quantile`], the time that service alone takes.
///
/// # Assumptions
///
/// `poisson-arrivals`, `service-time-variability`, `no-abandonment`, one shared queue.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::queueing::{ServiceTimes, mgc, servers_for_response};
///
/// // 80 requests/s of 0.1 s each, 99 % within 0.5 s.
/// let service = ServiceTimes::exponential(10.0);
/// let servers = servers_for_response(80.0, service, 0.99, 0.5).expect("0.46 s of service fit");
/// assert_eq!(servers, 10);
/// assert!(mgc(80.0, service, 10).is_some_and(|queue| queue.response_quantile(0.99) <= 0.5));
/// assert!(mgc(80.0, service, 9).is_some_and(|queue| queue.response_quantile(0.99) > 0.5));
/// // Service alone takes ln(100)/10 s.
/// let floor = servers_for_response(80.0, service, 0.99, 0.4).expect_err("too tight").floor;
/// assert!((floor - 0.4605).abs() < 1e-4);
/// // Half as variable they are within reach: 0.28 s of service.
/// let even = ServiceTimes { variability: 0.5, ..service };
/// assert_eq!(servers_for_response(80.0, even, 0.99, 0.4), Ok(10));
/// ```
pub fn servers_for_response(
    arrival_rate: f64,
    service: ServiceTimes,
    percentile: f64,
    target: f64,
) -> Result<u64, Unachievable> {
    let goal = achievable_goal(service, percentile, target)?;
    let load = offered_load(arrival_rate, service.rate);
    Ok(fewest_servers(load, |servers| responds(load, servers, service, service.rate * target, goal)))
}

/// Largest arrival rate, in requests / second, at which `servers` still answer the share
/// `percentile` of requests within `target` seconds: [`servers_for_response`] solved for `λ`.
///
/// The promise holds at the rate given, which is within a relative 10⁻¹⁴ of the largest.
///
/// # Errors
///
/// [`Unachievable`] where service alone takes longer than the target.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::queueing::{ServiceTimes, max_arrival_rate_for_response};
///
/// // One server: −ln(0.01)/(μ − λ) = 1 s gives λ = 20 − 4.605.
/// let rate = max_arrival_rate_for_response(1, ServiceTimes::exponential(20.0), 0.99, 1.0).expect("0.23 s of service fit");
/// assert!((rate - 15.394829814011908).abs() < 1e-12);
/// ```
pub fn max_arrival_rate_for_response(
    servers: u64,
    service: ServiceTimes,
    percentile: f64,
    target: f64,
) -> Result<f64, Unachievable> {
    let goal = achievable_goal(service, percentile, target)?;
    let (mut low, mut high) = (0.0, servers as f64);
    while high - low > 1e-14 * high {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if responds(middle, servers, service, service.rate * target, goal) {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(low * service.rate)
}

/// `−ln(1 − p)`, which the exponent of the tail has to reach, if service alone leaves time for it.
fn achievable_goal(service: ServiceTimes, percentile: f64, target: f64) -> Result<f64, Unachievable> {
    let floor = if service.rate > 0.0 { service.quantile(percentile) } else { f64::INFINITY };
    if target >= floor { Ok(log_odds_of_exceeding(percentile)) } else { Err(Unachievable { floor }) }
}

/// Whether `P(response > x/μ) ≤ e^{−goal}`, compared as logarithms.
fn responds(load: f64, servers: u64, service: ServiceTimes, x: f64, goal: f64) -> bool {
    let p_wait = erlang_c(load, servers);
    let decay = (servers as f64 - load) / service.wait_factor(servers, load / servers as f64);
    // Without waiting the response is the service, which `achievable_goal` has let pass.
    p_wait == 0.0 || (p_wait < 1.0 && log_response_tail(service, decay, p_wait, x).0 <= -goal)
}

/// Smallest number of servers above `load` that is `enough`, given that more stay enough.
fn fewest_servers(load: f64, enough: impl Fn(u64) -> bool) -> u64 {
    /// Above this, neighbouring counts are the same float.
    const COUNTABLE: f64 = 9_007_199_254_740_992.0;
    if !(0.0..COUNTABLE).contains(&load) {
        return u64::MAX;
    }
    // `too_few` is not stable or not enough throughout.
    let mut too_few = load.floor() as u64;
    let mut step = ((load.sqrt() / 8.0) as u64).max(1);
    let mut candidate = too_few + 1;
    while !enough(candidate) {
        too_few = candidate;
        candidate = too_few.saturating_add(step);
        step = step.saturating_mul(2);
    }
    while candidate - too_few > 1 {
        let middle = too_few + (candidate - too_few) / 2;
        if enough(middle) {
            candidate = middle;
        } else {
            too_few = middle;
        }
    }
    candidate
}

#[cfg(test)]
mod tests {
    use super::super::mgc;
    use super::*;
    use proptest::prelude::*;

    const fn exponential(rate: f64) -> ServiceTimes {
        ServiceTimes::exponential(rate)
    }

    #[test]
    fn nothing_to_do_takes_one_server() {
        assert_eq!(servers_for_response(0.0, exponential(10.0), 0.99, 1.0), Ok(1));
        assert_eq!(max_arrival_rate_for_response(0, exponential(10.0), 0.99, 1.0), Ok(0.0));
    }

    #[test]
    fn a_target_at_the_floor_buys_a_pool_without_waits() {
        let floor = servers_for_response(50.0, exponential(1.0), 0.99, 0.1).unwrap_err().floor;
        let servers = servers_for_response(50.0, exponential(1.0), 0.99, floor).unwrap();
        // What is left to wait is lost in the last bit of the exponent.
        assert!(mgc(50.0, exponential(1.0), servers).unwrap().p_wait < 1e-12);
        assert!(servers < 200);
    }

    #[test]
    fn nonsense_is_overload() {
        assert_eq!(servers_for_response(f64::NAN, exponential(10.0), 0.99, 1.0), Ok(u64::MAX));
        assert_eq!(servers_for_response(1e300, exponential(10.0), 0.99, 1.0), Ok(u64::MAX));
        for service_rate in [0.0, -1.0, f64::NAN] {
            let floor = Unachievable { floor: f64::INFINITY };
            assert_eq!(servers_for_response(10.0, exponential(service_rate), 0.99, 1.0), Err(floor), "{service_rate}");
        }
        assert!(servers_for_response(10.0, exponential(1.0), 0.99, f64::NAN).is_err());
    }

    /// Service times from constant to ten times as variable as exponential ones.
    fn services() -> impl Strategy<Value = ServiceTimes> {
        let variability = prop_oneof![Just(0.0), Just(1.0), 0.0..1.0_f64, 1.0..10.0_f64];
        (0.01..100.0_f64, variability).prop_map(|(rate, variability)| ServiceTimes { rate, variability })
    }

    proptest! {
        #[test]
        fn the_pool_is_enough_and_one_less_is_not(
            load in 0.01..3e5_f64, service in services(), p in 0.5..0.9999_f64, room in 1.0001..20.0_f64
        ) {
            let target = service.quantile(p) * room;
            let servers = servers_for_response(load * service.rate, service, p, target).unwrap();
            let quantile = |servers| mgc(load * service.rate, service, servers).map(|queue| queue.response_quantile(p));
            // The quantile and the tail round differently.
            prop_assert!(quantile(servers).unwrap() <= target * (1.0 + 1e-11));
            prop_assert!(servers == 1 || quantile(servers - 1).is_none_or(|quantile| quantile > target * (1.0 - 1e-11)));
        }

        #[test]
        fn more_load_or_a_tighter_target_never_needs_fewer(
            load in 0.01..1e4_f64, service in services(), p in 0.5..0.999_f64, room in 1.01..10.0_f64, step in 1.0..1.5_f64
        ) {
            let (target, load) = (service.quantile(p) * room, load * service.rate);
            let servers = servers_for_response(load, service, p, target).unwrap();
            prop_assert!(servers_for_response(load * step, service, p, target).unwrap() >= servers);
            prop_assert!(servers_for_response(load, service, p, target * step).unwrap() <= servers);
        }

        #[test]
        fn the_largest_rate_needs_exactly_these_servers(
            servers in 1_u64..20_000, service in services(), p in 0.5..0.9999_f64, room in 1.001..20.0_f64
        ) {
            let target = service.quantile(p) * room;
            let largest = max_arrival_rate_for_response(servers, service, p, target).unwrap();
            prop_assert!(servers_for_response(largest * (1.0 - 1e-9), service, p, target).unwrap() <= servers);
            prop_assert!(servers_for_response(largest * (1.0 + 1e-9), service, p, target).unwrap() > servers);
        }
    }
}
