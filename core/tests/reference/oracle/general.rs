//! Waits when arrivals or service times vary more, or less, than M/M/c supposes.
//!
//! Variation enters as squared coefficients of variation (variance over squared mean): 1 for
//! Poisson arrivals and exponential service times, 0 for a metronome, above 1 for bursts. The product
//! does not use it, since nobody states a variation. Kept as the reference for a plan that does, and as a
//! check of [`mmc`], which each of these is where both variations are 1.

use headroom_core::formulas::queueing::mmc;
use proptest::prelude::*;

/// Means of an M/G/1 queue; from [`mg1`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mg1 {
    /// `ρ`, fraction of time that the server is busy.
    pub utilization: f64,
    /// `Wq`, seconds.
    pub mean_wait: f64,
    /// `W = Wq + s`, seconds.
    pub mean_response: f64,
    /// `Lq = λ·Wq`, requests waiting.
    pub mean_queue: f64,
    /// `L = λ·W`, requests waiting or in service.
    pub mean_in_system: f64,
}

/// One server with any distribution of service times; exact.
///
/// `Wq = ρ·s·(1 + cs²) / (2·(1 − ρ))`: at the same utilization, service times without variation
/// halve the wait.
///
/// | symbol | input          | unit              |
/// |--------|----------------|-------------------|
/// | `λ`    | `arrival_rate` | requests / second |
/// | `s`    | `service_time` | seconds           |
/// | `cs²`  | `service_scv`  | pure number       |
///
/// `None` at `ρ ≥ 1`, or where an input is not a number its symbol can hold.
///
/// # Assumptions
///
/// `poisson-arrivals`; requests are served in order of arrival.
///
/// # Source
///
/// F. Pollaczek (1930), A. Khinchine (1932); L. Kleinrock, *Queueing Systems*, vol. 1, section 5.6.
pub fn mg1(arrival_rate: f64, service_time: f64, service_scv: f64) -> Option<Mg1> {
    let utilization = arrival_rate * service_time;
    if !(arrival_rate >= 0.0 && service_time > 0.0 && is_variation(service_scv) && utilization < 1.0) {
        return None;
    }
    let mean_wait = utilization * service_time * (1.0 + service_scv) / (2.0 * (1.0 - utilization));
    let mean_response = mean_wait + service_time;
    Some(Mg1 {
        utilization,
        mean_wait,
        mean_response,
        mean_queue: arrival_rate * mean_wait,
        mean_in_system: arrival_rate * mean_response,
    })
}

/// Mean wait of a G/G/c queue after Allen and Cunneen: `Wq(M/M/c)·(ca² + cs²)/2`.
///
/// | symbol | input          | unit                       |
/// |--------|----------------|----------------------------|
/// | `λ`    | `arrival_rate` | requests / second          |
/// | `μ`    | `service_rate` | requests / second / server |
/// | `c`    | `servers`      | servers                    |
/// | `ca²`  | `arrival_scv`  | pure number                |
/// | `cs²`  | `service_scv`  | pure number                |
///
/// Seconds; `None` where there is no steady state. Exact for M/M/c and M/G/1; with many servers at
/// low utilization and little variation it is a few percent too low.
///
/// # Source
///
/// A. O. Allen, *Probability, Statistics, and Queueing Theory*, 2nd ed. (1990), section 5.3.
pub fn allen_cunneen(
    arrival_rate: f64,
    service_rate: f64,
    servers: u64,
    arrival_scv: f64,
    service_scv: f64,
) -> Option<f64> {
    let variation = mean_variation(arrival_scv, service_scv)?;
    Some(mmc(arrival_rate, service_rate, servers)?.mean_wait * variation)
}

/// Mean wait of a G/G/c queue after Sakasegawa, without Erlang's formula:
/// `(ca² + cs²)/2 · ρ^(√(2(c+1)) − 1) / (c·(1 − ρ)) · 1/μ`.
///
/// Inputs, unit and `None` as in [`allen_cunneen`]. Exact for M/G/1. For M/M/c it is within 2 % with
/// up to 20 servers at least 90 % busy, but far too high for large pools with time to spare: half as
/// much again for 50 servers that are 80 % busy.
///
/// # Source
///
/// H. Sakasegawa, "An approximation formula L_q ≃ α·ρ^β/(1−ρ)", Ann. Inst. Statist. Math. 29 (1977).
pub fn sakasegawa(
    arrival_rate: f64,
    service_rate: f64,
    servers: u64,
    arrival_scv: f64,
    service_scv: f64,
) -> Option<f64> {
    let variation = mean_variation(arrival_scv, service_scv)?;
    let c = servers as f64;
    let load = arrival_rate / service_rate;
    if !(load >= 0.0 && load < c) {
        return None;
    }
    let power = libm::pow(load / c, (2.0 * (c + 1.0)).sqrt() - 1.0);
    Some(variation * power / ((c - load) * service_rate))
}

/// Mean wait of an M/D/c queue, where all service times are equal, after Cosmetatos:
/// `½·[1 + (1−ρ)(c−1)(√(4+5c) − 2)/(16ρc)]·Wq(M/M/c)`.
///
/// Seconds; `None` where there is no steady state. Within 0.2 % for busy pools. The bracket grows
/// without bound as the load goes to zero; it is held at 2, because service times without variation
/// cannot wait longer than exponential ones.
///
/// # Source
///
/// G. P. Cosmetatos, "Approximate explicit formulae for the average queueing time in the processes
/// M/D/r and D/M/r", INFOR 13 (1975).
pub fn cosmetatos_mdc(arrival_rate: f64, service_rate: f64, servers: u64) -> Option<f64> {
    let queue = mmc(arrival_rate, service_rate, servers)?;
    if queue.mean_wait == 0.0 {
        return Some(0.0);
    }
    let (c, rho) = (servers as f64, queue.utilization);
    let correction = (1.0 - rho) * (c - 1.0) * ((4.0 + 5.0 * c).sqrt() - 2.0) / (16.0 * rho * c);
    Some(0.5 * (1.0 + correction.min(1.0)) * queue.mean_wait)
}

/// Mean wait of an M/G/c queue after Kimura, from the two cases that are known well:
/// `(1 + cs²) / (2·cs²/Wq(M/M/c) + (1 − cs²)/Wq(M/D/c))`.
///
/// | symbol | input          | unit                       |
/// |--------|----------------|----------------------------|
/// | `λ`    | `arrival_rate` | requests / second          |
/// | `μ`    | `service_rate` | requests / second / server |
/// | `c`    | `servers`      | servers                    |
/// | `cs²`  | `service_scv`  | pure number                |
///
/// Seconds; `None` where there is no steady state. `Wq(M/D/c)` is [`cosmetatos_mdc`]; it is at least
/// half of `Wq(M/M/c)`, so the denominator stays positive. One server gives [`mg1`].
///
/// # Source
///
/// T. Kimura, "A two-moment approximation for the mean waiting time in the GI/G/s queue",
/// Management Science 32 (1986).
pub fn kimura_mgc(arrival_rate: f64, service_rate: f64, servers: u64, service_scv: f64) -> Option<f64> {
    if !is_variation(service_scv) {
        return None;
    }
    let exponential = mmc(arrival_rate, service_rate, servers)?.mean_wait;
    let constant = cosmetatos_mdc(arrival_rate, service_rate, servers)?;
    if exponential == 0.0 {
        return Some(0.0);
    }
    // Multiplied by Wq(M/M/c), so that a wait near the smallest float does not overflow.
    Some((1.0 + service_scv) * exponential / (2.0 * service_scv + (1.0 - service_scv) * (exponential / constant)))
}

fn is_variation(scv: f64) -> bool {
    (0.0..f64::INFINITY).contains(&scv)
}

fn mean_variation(arrival_scv: f64, service_scv: f64) -> Option<f64> {
    (is_variation(arrival_scv) && is_variation(service_scv)).then_some(0.5 * (arrival_scv + service_scv))
}

fn close(got: f64, expected: f64, relative: f64) -> bool {
    (got - expected).abs() <= relative * expected.abs() + f64::MIN_POSITIVE
}

#[test]
fn overload_and_nonsense_have_no_wait() {
    for (arrival_rate, scv) in [(20.0, 1.0), (21.0, 1.0), (-1.0, 1.0), (f64::NAN, 1.0), (5.0, -1.0), (5.0, f64::NAN)] {
        assert_eq!(mg1(arrival_rate, 0.05, scv), None);
        assert_eq!(allen_cunneen(arrival_rate, 10.0, 2, 1.0, scv), None);
        assert_eq!(sakasegawa(arrival_rate, 10.0, 2, 1.0, scv), None);
        assert_eq!(kimura_mgc(arrival_rate, 10.0, 2, scv), None);
    }
    assert_eq!((sakasegawa(0.0, 1.0, 4, 1.0, 1.0), kimura_mgc(0.0, 1.0, 4, 0.5)), (Some(0.0), Some(0.0)));
}

proptest! {
    #[test]
    fn one_server_is_pollaczek_khinchine(rho in 0.01..0.99_f64, rate in 0.1..100.0_f64, scv in 0.0..20.0_f64) {
        let exact = mg1(rho * rate, 1.0 / rate, scv).unwrap().mean_wait;
        prop_assert!(close(allen_cunneen(rho * rate, rate, 1, 1.0, scv).unwrap(), exact, 1e-12));
        prop_assert!(close(sakasegawa(rho * rate, rate, 1, 1.0, scv).unwrap(), exact, 1e-12));
        prop_assert!(close(kimura_mgc(rho * rate, rate, 1, scv).unwrap(), exact, 1e-12));
    }

    #[test]
    fn exponential_service_is_mmc(rho in 0.01..0.99_f64, servers in 1_u64..2000) {
        let exact = mmc(rho * servers as f64, 1.0, servers).unwrap().mean_wait;
        prop_assert!(close(kimura_mgc(rho * servers as f64, 1.0, servers, 1.0).unwrap(), exact, 1e-12));
        prop_assert!(close(allen_cunneen(rho * servers as f64, 1.0, servers, 1.0, 1.0).unwrap(), exact, 1e-12));
    }

    #[test]
    fn variation_lengthens_waits(
        rho in 0.01..0.99_f64, servers in 1_u64..2000, scv in 0.0..10.0_f64, step in 0.01..5.0_f64
    ) {
        let wait = |scv| kimura_mgc(rho * servers as f64, 1.0, servers, scv).unwrap();
        prop_assert!(wait(scv) >= 0.0 && wait(scv + step) >= wait(scv) * (1.0 - 1e-12));
    }

    #[test]
    fn sakasegawa_is_near_erlang_for_busy_pools(rho in 0.9..0.999_f64, servers in 1_u64..=20) {
        let exact = mmc(rho * servers as f64, 1.0, servers).unwrap().mean_wait;
        prop_assert!(close(sakasegawa(rho * servers as f64, 1.0, servers, 1.0, 1.0).unwrap(), exact, 0.02));
    }
}
