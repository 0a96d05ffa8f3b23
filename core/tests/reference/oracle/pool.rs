//! What there is to say of a pool of servers beyond what the product asks.
//!
//! Waits by themselves, an empty pool, a waiting room of limited size, rules of thumb. The product sizes
//! by response times and does not use them. Kept as an independent check of [`mmc`] and [`erlang_c`].

use super::erlang::erlang_b;
use headroom_core::formulas::queueing::{Mmc, erlang_c, mmc};
use proptest::prelude::*;

/// `L = λ·W`: the mean number of requests in a system.
///
/// # Source
///
/// J. D. C. Little, "A proof for the queuing formula L = λW", Operations Research 9 (1961).
pub fn little(arrival_rate: f64, mean_response: f64) -> f64 {
    arrival_rate * mean_response
}

/// `cμ − λ`: how fast a busy pool gets rid of what waits, requests / second.
fn spare_rate(queue: &Mmc) -> f64 {
    (queue.servers as f64 - queue.offered_load) * queue.service_rate
}

/// Share of requests that wait longer than `t` seconds: `C·e^{−(cμ−λ)t}`.
pub fn wait_tail(queue: &Mmc, t: f64) -> f64 {
    queue.p_wait * libm::exp(-spare_rate(queue) * t)
}

/// The wait in seconds that the share `p` of requests does not exceed: `max(0, ln(C/(1−p)) / (cμ−λ))`.
pub fn wait_quantile(queue: &Mmc, p: f64) -> f64 {
    (libm::log(queue.p_wait) - libm::log1p(-p)).max(0.0) / spare_rate(queue)
}

/// Share of time in which all servers are idle: `[Σ_{k<c} aᵏ/k! + aᶜ/(c!·(1−ρ))]⁻¹`.
pub fn p_empty(queue: &Mmc) -> f64 {
    let (mut term, mut sum) = (1.0, 0.0);
    for k in 1..=queue.servers {
        sum += term;
        term *= queue.offered_load / k as f64;
    }
    1.0 / (sum + term / (1.0 - queue.utilization))
}

/// Fewest servers with which at most the share `max_exceedance` of requests waits longer than
/// `wait_target` seconds, tried one by one.
pub fn servers_for_wait(arrival_rate: f64, service_rate: f64, wait_target: f64, max_exceedance: f64) -> Option<u64> {
    let keeps = |servers: &u64| {
        mmc(arrival_rate, service_rate, *servers).is_some_and(|queue| wait_tail(&queue, wait_target) <= max_exceedance)
    };
    (1..100_000).find(keeps)
}

/// Square-root staffing: `c = ⌈a + β·√a⌉` servers for an offered load of `a` erlangs.
///
/// # Source
///
/// S. Halfin and W. Whitt, "Heavy-traffic limits for queues with many exponential servers",
/// Operations Research 29 (1981).
pub fn square_root_staffing(offered_load: f64, service_quality: f64) -> u64 {
    (offered_load + service_quality * offered_load.sqrt() - 1e-9).ceil() as u64
}

/// Share of requests that wait under square-root staffing of a large pool:
/// `[1 + β·Φ(β)/φ(β)]⁻¹`, with the normal distribution function `Φ` and density `φ`; `β > 0`.
pub fn halfin_whitt_p_wait(service_quality: f64) -> f64 {
    let beta = service_quality;
    let density = libm::exp(-0.5 * beta * beta) / (2.0 * std::f64::consts::PI).sqrt();
    let distribution = 0.5 * libm::erfc(-beta * std::f64::consts::FRAC_1_SQRT_2);
    density / (density + beta * distribution)
}

/// Steady state of an M/M/c/K queue; from [`mmck`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mmck {
    /// Share of requests that find the system full and are turned away.
    pub p_block: f64,
    /// Requests / second that are served.
    pub throughput: f64,
    /// `Lq`, requests waiting.
    pub mean_queue: f64,
    /// `L`, requests waiting or in service.
    pub mean_in_system: f64,
}

/// Servers that hold at most `capacity` requests, those in service included: the birth-death chain
/// `pₙ ∝ pₙ₋₁·a/min(n, c)`, state by state.
///
/// # Source
///
/// D. Gross and C. Harris, *Fundamentals of Queueing Theory*, section 2.5. `K = c` is Erlang B.
pub fn mmck(arrival_rate: f64, service_rate: f64, servers: u64, capacity: u64) -> Mmck {
    let load = arrival_rate / service_rate;
    let (mut weight, mut total, mut queue) = (1.0, 1.0, 0.0);
    for n in 1..=capacity {
        weight *= load / n.min(servers) as f64;
        total += weight;
        queue += weight * n.saturating_sub(servers) as f64;
    }
    let (p_block, mean_queue) = (weight / total, queue / total);
    let throughput = arrival_rate * (1.0 - p_block);
    Mmck { p_block, throughput, mean_queue, mean_in_system: mean_queue + throughput / service_rate }
}

/// A stable queue of any size and load.
fn queues() -> impl Strategy<Value = Mmc> {
    (1e-3..0.999_f64, 0.01..100.0_f64, 1_u64..150)
        .prop_map(|(rho, rate, servers)| mmc(rho * rate * servers as f64, rate, servers).unwrap())
}

proptest! {
    #[test]
    fn little_holds_for_wait_and_response(queue in queues()) {
        let close = |got: f64, expected: f64| (got - expected).abs() <= 1e-12 * expected;
        prop_assert!(close(queue.mean_queue, little(queue.arrival_rate, queue.mean_wait)));
        prop_assert!(close(queue.mean_in_system, little(queue.arrival_rate, queue.mean_response)));
    }

    #[test]
    fn waits_add_up_to_their_mean_and_are_part_of_the_response(queue in queues(), p in 0.001..0.9999_f64) {
        // ∫ C·e^{−(cμ−λ)t} dt.
        prop_assert!((wait_tail(&queue, 0.0) / spare_rate(&queue) - queue.mean_wait).abs() <= 1e-12 * queue.mean_wait);
        let wait = wait_quantile(&queue, p);
        let tail = wait_tail(&queue, wait);
        let inverted = if wait > 0.0 { (tail / (1.0 - p) - 1.0).abs() < 1e-9 } else { tail <= 1.0 - p + 1e-12 };
        prop_assert!(inverted);
        prop_assert!(queue.response_quantile(p) >= wait);
    }

    #[test]
    fn who_waits_finds_every_server_busy(queue in queues()) {
        // `C = p₀·aᶜ/(c!·(1 − ρ))`.
        let all_busy = (1..=queue.servers).fold(p_empty(&queue), |p, k| p * (queue.offered_load / k as f64));
        prop_assert!((all_busy / (1.0 - queue.utilization) - queue.p_wait).abs() <= 1e-9 * queue.p_wait);
    }

    #[test]
    fn no_room_turns_away_and_endless_room_is_mmc(rho in 0.05..0.9_f64, servers in 1_u64..200) {
        let load = rho * servers as f64;
        prop_assert!((mmck(load, 1.0, servers, servers).p_block - erlang_b(load, servers)).abs() < 1e-12);
        let (room, endless) = (mmck(load, 1.0, servers, servers + 2000), mmc(load, 1.0, servers).unwrap());
        prop_assert!((room.mean_in_system - endless.mean_in_system).abs() <= 1e-9 * endless.mean_in_system);
    }

    #[test]
    fn the_limit_of_large_pools_is_near_erlang_c(load in 1e4..1e8_f64, beta in 0.1..2.5_f64) {
        let servers = square_root_staffing(load, beta);
        let rounded_beta = (servers as f64 - load) / load.sqrt();
        // The error of the limit falls with the root of the load; at β = 2.5 a tenth of C remains.
        let error = (halfin_whitt_p_wait(rounded_beta) - erlang_c(load, servers)).abs();
        prop_assert!(error < 1.0 / load.sqrt(), "{error}");
    }
}
