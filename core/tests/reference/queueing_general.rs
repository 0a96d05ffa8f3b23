//! Area `queueing`: service and arrivals that are not exponential.

use super::case::Given;
use super::compare::number;
use super::queueing::mmc;
use super::shapes::{Answer, Families};
use headroom_core::formulas::queueing::{Queue, ServiceTimes, mgc};
use serde_json::json;
use std::f64::consts::TAU;

/// Queues with times of any variation.
pub const FAMILIES: Families = &[
    ("ggc", &[("lambda_ mu servers ca2 cs2", general_arrivals)]),
    ("mdc", &[("lambda_ service servers", constant_service)]),
    ("mg1", &[("lambda_ mean_service cs2", one_server)]),
    ("mgc", &[("lambda_ mu servers cs2", general_service)]),
];

/// Pollaczek and Khinchine: `Wq = ρ·s·(1 + cs²)/(2·(1 − ρ))`.
fn one_server(given: &Given) -> Answer {
    let (arrival_rate, service) = (given.number("lambda_")?, given.number("mean_service")?);
    let times = ServiceTimes { rate: 1.0 / service, variability: given.number("cs2")?.sqrt() };
    let queue = mgc(arrival_rate, times, 1);
    let or_never = |value: fn(&Queue) -> f64| number(queue.as_ref().map_or(f64::INFINITY, value));
    Ok(json!({
        "rho": number(arrival_rate * service),
        "Wq": or_never(|queue| queue.mean_wait),
        "W": or_never(|queue| queue.mean_response),
        "Lq": or_never(|queue| queue.mean_queue),
        "L": or_never(|queue| queue.mean_in_system),
    }))
}

/// Mean wait with exponential times, `C/(c·μ − λ)`; infinite without a steady state.
fn exponential_wait(arrival_rate: f64, service_rate: f64, servers: u64) -> f64 {
    let spare_rate = servers as f64 * service_rate - arrival_rate;
    mmc(arrival_rate, service_rate, servers).map_or(f64::INFINITY, |queue| queue.p_wait / spare_rate)
}

/// Allen and Cunneen, and Sakasegawa's closed form.
fn general_arrivals(given: &Given) -> Answer {
    let (arrival_rate, service_rate, servers) =
        (given.number("lambda_")?, given.number("mu")?, given.count("servers")?);
    let variation = (given.number("ca2")? + given.number("cs2")?) / 2.0;
    let (utilization, c) = (arrival_rate / service_rate / servers as f64, servers as f64);
    let exponent = (2.0 * (c + 1.0)).sqrt() - 1.0;
    let closed = variation * libm::pow(utilization, exponent) / (c * (1.0 - utilization) * service_rate);
    Ok(json!({
        "allen_cunneen_Wq": number(variation * exponential_wait(arrival_rate, service_rate, servers)),
        "sakasegawa_Wq": number(if utilization < 1.0 { closed } else { f64::INFINITY }),
    }))
}

/// Cosmetatos for constant service: `½·[1 + (1 − ρ)·(c − 1)·(√(4 + 5c) − 2)/(16·ρ·c)]` of the exponential wait.
fn cosmetatos(arrival_rate: f64, service_rate: f64, servers: u64) -> f64 {
    let c = servers as f64;
    let utilization = arrival_rate / service_rate / c;
    let more = (1.0 - utilization) * (c - 1.0) * ((4.0 + 5.0 * c).sqrt() - 2.0) / (16.0 * utilization * c);
    0.5 * (1.0 + more) * exponential_wait(arrival_rate, service_rate, servers)
}

/// Kimura, between constant and exponential service: `(1 + cs²)/(2·cs²/Wq(M) + (1 − cs²)/Wq(D))`.
fn general_service(given: &Given) -> Answer {
    let (arrival_rate, service_rate, servers) =
        (given.number("lambda_")?, given.number("mu")?, given.count("servers")?);
    let scv = given.number("cs2")?;
    let exponential = exponential_wait(arrival_rate, service_rate, servers);
    let constant = cosmetatos(arrival_rate, service_rate, servers);
    let times = ServiceTimes { rate: service_rate, variability: scv.sqrt() };
    let queue = mgc(arrival_rate, times, servers);
    Ok(json!({
        "kimura_Wq": number(queue.map_or(f64::INFINITY, |queue| queue.mean_wait)),
        "cosmetatos_mdc_Wq": number(constant),
        "mmc_Wq": number(exponential),
    }))
}

/// M/D/c exactly, and how far two approximations are from it.
fn constant_service(given: &Given) -> Answer {
    let (arrival_rate, service, servers) =
        (given.number("lambda_")?, given.number("service")?, given.count("servers")?);
    let (exact_wait, p_wait) = exact_constant_service(arrival_rate, service, servers)?;
    let (service_rate, error) = (1.0 / service, |wait: f64| number(wait / reference(given, exact_wait) - 1.0));
    Ok(json!({
        "exact_Wq": number(exact_wait),
        "exact_p_wait": number(p_wait),
        "cosmetatos_rel_error": error(cosmetatos(arrival_rate, service_rate, servers)),
        "allen_cunneen_rel_error": error(exponential_wait(arrival_rate, service_rate, servers) / 2.0),
    }))
}

/// The wait that relative errors refer to: the one that the case states, which is compared by itself.
///
/// With one server both approximations are exact, and their error is what the stated wait is off.
fn reference(given: &Given, exact_wait: f64) -> f64 {
    given.case.expected.get("exact_Wq").and_then(|wait| wait.as_f64()).unwrap_or(exact_wait)
}

/// Mean wait and share that waits, from the `c − 1` roots of `zᶜ = e^{a(z−1)}` within the unit circle.
///
/// Of the requests `N` at any moment those beyond `c` are there a service time later, with what has arrived
/// meanwhile: `N' = max(N − c, 0) + Poisson(a)` with `a = λ·D` (Crommelin 1932). So `max(N − c, 0)` has the generating
/// function `K·(z − 1)·Π(z − z_k)/(zᶜ − e^{a(z−1)})`, and with its value of 1 at `z = 1`
/// `P(N < c) = K = (c − a)/Π(1 − z_k)` and `Lq = Σ 1/(1 − z_k) − (c·(c − 1) − a²)/(2·(c − a))`.
fn exact_constant_service(arrival_rate: f64, service: f64, servers: u64) -> Result<(f64, f64), String> {
    let (c, a) = (servers as f64, arrival_rate * service);
    if !(a > 0.0 && a < c) {
        return Err(format!("{a} erlangs on {servers} servers have no steady state"));
    }
    // Product of 1 − z_k and sum of their inverses; roots come in conjugate pairs, so both are real.
    let (mut product, mut inverses) = ((1.0, 0.0), 0.0);
    for k in 1..servers {
        let turn = TAU * k as f64 / c;
        let (mut re, mut im) = (0.0, 0.0);
        // z = e^{2πik/c}·e^{(a/c)(z−1)} shrinks distances by less than a/c.
        for _ in 0..100_000 {
            let (size, angle) = (libm::exp(a / c * (re - 1.0)), a / c * im + turn);
            let next = (size * libm::cos(angle), size * libm::sin(angle));
            let moved = (next.0 - re).abs() + (next.1 - im).abs();
            (re, im) = next;
            if moved < 1e-16 {
                break;
            }
        }
        let away = (1.0 - re, -im);
        product = (product.0 * away.0 - product.1 * away.1, product.0 * away.1 + product.1 * away.0);
        inverses += away.0 / (away.0 * away.0 + away.1 * away.1);
    }
    let waiting = inverses - (c * (c - 1.0) - a * a) / (2.0 * (c - a));
    Ok((waiting / arrival_rate, 1.0 - (c - a) / product.0))
}
