//! M/M/c/K: servers with a waiting room of limited size, which turns requests away when full.

use super::erlang::carried_odds;
use super::markov::offered_load;

/// Steady state of an M/M/c/K queue; from [`mmck`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mmck {
    /// Share of requests that find the system full and are turned away.
    pub p_block: f64,
    /// Requests / second that are served.
    pub throughput: f64,
    /// Mean number of busy servers over all servers, fraction.
    pub utilization: f64,
    /// `Lq`, requests waiting.
    pub mean_queue: f64,
    /// `L`, requests waiting or in service.
    pub mean_in_system: f64,
    /// `Wq`, seconds: mean wait of the requests that are let in.
    pub mean_wait: f64,
    /// `W`, seconds: mean response time of the requests that are let in.
    pub mean_response: f64,
}

/// Steady state of `servers` servers that hold at most `capacity` requests, those in service
/// included.
///
/// `pₙ ∝ pₙ₋₁·a/min(n, c)` for `n ≤ K`; `P(block) = p_K`; `W = L / (λ·(1 − p_K))`. States beyond `c`
/// form a geometric series with ratio `ρ`, summed in closed form, so that the time does not grow
/// with `K`. Every load has a steady state, also `ρ > 1`.
///
/// | symbol | input          | unit                       |
/// |--------|----------------|----------------------------|
/// | `λ`    | `arrival_rate` | requests / second          |
/// | `μ`    | `service_rate` | requests / second / server |
/// | `c`    | `servers`      | servers                    |
/// | `K`    | `capacity`     | requests                   |
///
/// `None` without servers, where `K < c`, or where an input is not a rate.
///
/// # Assumptions
///
/// `poisson-arrivals`, `exponential-service`; a request turned away does not come back.
///
/// # Source
///
/// D. Gross and C. Harris, *Fundamentals of Queueing Theory*, section 2.5. `K = c` is Erlang B.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::queueing::mmck;
///
/// // One server, no waiting room, a = 1: by hand half of the requests are turned away.
/// let queue = mmck(1.0, 1.0, 1, 1).expect("rates");
/// assert_eq!((queue.p_block, queue.throughput, queue.mean_wait), (0.5, 0.5, 0.0));
/// ```
pub fn mmck(arrival_rate: f64, service_rate: f64, servers: u64, capacity: u64) -> Option<Mmck> {
    let offered_load = offered_load(arrival_rate, service_rate);
    if servers == 0 || !(0.0..f64::INFINITY).contains(&offered_load) {
        return None;
    }
    let places = capacity.checked_sub(servers)? as f64;
    if offered_load == 0.0 {
        return Some(idle(service_rate));
    }
    // Weights relative to p_c, or to p_K where ρ > 1, so that none overflows.
    let log_ratio = libm::log(offered_load / servers as f64);
    let scale = libm::exp(-places * log_ratio.max(0.0));
    let below = carried_odds(offered_load, servers) * scale;
    let queueing = geometric_sum(places + 1.0, -log_ratio.abs());
    let last = libm::exp(places * log_ratio.min(0.0));
    let total = below + queueing;
    if total == f64::INFINITY {
        // The servers are so rarely all busy that no request is turned away or waits.
        return Some(Mmck {
            throughput: arrival_rate,
            utilization: offered_load / servers as f64,
            mean_in_system: offered_load,
            ..idle(service_rate)
        });
    }
    // The share let in: all weights but the last, summed without subtracting.
    let all_but_last = if log_ratio > 0.0 {
        geometric_sum(places, -log_ratio) / (offered_load / servers as f64)
    } else {
        geometric_sum(places, log_ratio)
    };
    let carried = (below + all_but_last) / total;
    let throughput = arrival_rate * carried;
    let busy = offered_load * carried;
    let mean_queue = truncated_geometric_mean(places, log_ratio) * queueing / total;
    let mean_wait = mean_queue / throughput;
    Some(Mmck {
        p_block: last / total,
        throughput,
        utilization: busy / servers as f64,
        mean_queue,
        mean_in_system: mean_queue + busy,
        mean_wait,
        mean_response: mean_wait + 1.0 / service_rate,
    })
}

/// No load: nothing waits, and a request would take its service time.
fn idle(service_rate: f64) -> Mmck {
    Mmck {
        p_block: 0.0,
        throughput: 0.0,
        utilization: 0.0,
        mean_queue: 0.0,
        mean_in_system: 0.0,
        mean_wait: 0.0,
        mean_response: 1.0 / service_rate,
    }
}

/// `Σ_{j=0}^{n−1} e^{jθ}` for `θ ≤ 0`.
fn geometric_sum(n: f64, theta: f64) -> f64 {
    if theta == 0.0 { n } else { libm::expm1(n * theta) / libm::expm1(theta) }
}

/// Mean of `j` on `0..=n` with weights `e^{jθ}`: `g(−θ) − (n+1)·g(−(n+1)θ)` with `g(x) = 1/(eˣ − 1)`.
///
/// Near `θ = 0`, where all weights are equal, `g(x) − 1/x` takes the place of `g`: the poles cancel
/// exactly, so no digits are lost.
fn truncated_geometric_mean(n: f64, theta: f64) -> f64 {
    let has_pole = theta.abs() > 0.1;
    let f = |x: f64| {
        if has_pole {
            1.0 / libm::expm1(x)
        } else if x.abs() > 0.1 {
            1.0 / libm::expm1(x) - 1.0 / x
        } else {
            let square = x * x;
            -0.5 + x / 12.0 * (1.0 - square / 60.0 * (1.0 - square / 42.0 * (1.0 - square / 40.0)))
        }
    };
    (f(-theta) - (n + 1.0) * f(-(n + 1.0) * theta)).clamp(0.0, n)
}

#[cfg(test)]
mod tests {
    use super::super::{erlang_b, mmc};
    use super::*;
    use proptest::prelude::*;

    fn close(got: f64, expected: f64, relative: f64) -> bool {
        (got - expected).abs() <= relative * expected.abs() + f64::MIN_POSITIVE
    }

    /// The birth-death chain summed state by state: `(P(block), Lq)`.
    fn chain(offered_load: f64, servers: u64, capacity: u64) -> (f64, f64) {
        let (mut weight, mut total, mut queue) = (1.0, 1.0, 0.0);
        for n in 1..=capacity {
            weight *= offered_load / n.min(servers) as f64;
            total += weight;
            queue += weight * n.saturating_sub(servers) as f64;
        }
        (weight / total, queue / total)
    }

    #[test]
    fn what_cannot_be_is_none() {
        assert_eq!(mmck(1.0, 1.0, 0, 4), None);
        assert_eq!(mmck(1.0, 1.0, 4, 3), None);
        assert_eq!(mmck(1.0, f64::NAN, 4, 4), None);
        assert_eq!(mmck(0.0, 2.0, 4, 8).map(|queue| queue.mean_response), Some(0.5));
    }

    #[test]
    fn huge_rooms_are_as_quick_as_small_ones() {
        let overloaded = mmck(2e9, 1.0, 1_000_000_000, 3_000_000_000).unwrap();
        assert!(close(overloaded.p_block, 0.5, 1e-8) && close(overloaded.mean_queue, 2e9 - 1.0, 1e-8));
        let balanced = mmck(1e6, 1.0, 1_000_000, 1_001_000_000).unwrap();
        // All 10⁹ places are equally likely, beside some thousand states below.
        assert!(close(balanced.mean_queue, 5e8, 1e-5));
    }

    proptest! {
        #[test]
        fn it_is_the_birth_death_chain(rho in 0.05..3.0_f64, servers in 1_u64..40, places in 0_u64..60) {
            let load = rho * servers as f64;
            let queue = mmck(3.0 * load, 3.0, servers, servers + places).unwrap();
            let (p_block, mean_queue) = chain(load, servers, servers + places);
            prop_assert!(close(queue.p_block, p_block, 1e-11));
            prop_assert!(close(queue.mean_queue, mean_queue, 1e-11), "{} {mean_queue}", queue.mean_queue);
            prop_assert!(close(queue.throughput, 3.0 * load * (1.0 - p_block), 1e-11));
            prop_assert!(close(queue.mean_in_system, queue.throughput * queue.mean_response, 1e-11));
        }

        #[test]
        fn the_balanced_middle_is_smooth(nudge in -1e-6..1e-6_f64, places in 0_u64..1000) {
            let queue = mmck(5.0 * (1.0 + nudge), 1.0, 5, 5 + places).unwrap();
            let (p_block, mean_queue) = chain(5.0 * (1.0 + nudge), 5, 5 + places);
            prop_assert!(close(queue.p_block, p_block, 1e-11) && close(queue.mean_queue, mean_queue, 1e-11));
        }

        #[test]
        fn no_room_is_erlang_b(load in 0.01..3000.0_f64, servers in 1_u64..2000) {
            let queue = mmck(load, 1.0, servers, servers).unwrap();
            prop_assert!(close(queue.p_block, erlang_b(load, servers), 1e-12) && queue.mean_queue == 0.0);
        }

        #[test]
        fn endless_room_is_mmc(rho in 0.05..0.95_f64, servers in 1_u64..500) {
            let load = rho * servers as f64;
            let finite = mmck(load, 1.0, servers, servers + 2000).unwrap();
            let endless = mmc(load, 1.0, servers).unwrap();
            prop_assert!((finite.mean_wait - endless.mean_wait).abs() <= 1e-10 * endless.mean_wait.max(1e-290));
        }
    }
}
