//! Area `queueing`: Erlang's formulas, one queue before equal servers, and how many servers it takes.

use super::case::Given;
use super::compare::number;
use super::oracle::erlang::erlang_b;
use super::shapes::{Answer, Families};
use headroom_core::base::numeric::ceil_count;
use headroom_core::formulas::queueing::{Queue, ServiceTimes, erlang_c, mgc};
use serde_json::{Map, Value, json};
use std::f64::consts::{PI, SQRT_2};

/// A pool with exponential service times.
pub(super) fn mmc(arrival_rate: f64, service_rate: f64, servers: u64) -> Option<Queue> {
    mgc(arrival_rate, ServiceTimes::exponential(service_rate), servers)
}

/// Queues with exponential times.
pub const FAMILIES: Families = &[
    ("erlang_b", &[("servers blocking", load_for_blocking), ("servers erlangs", blocking)]),
    ("erlang_c", &[("servers erlangs", waiting)]),
    (
        "little",
        &[("lambda_ W", in_system), ("qps mean_latency_s per_replica_concurrency target_utilization", in_flight)],
    ),
    ("mm1", &[("mean_service_ms rho", one_server)]),
    (
        "mmc",
        &[
            ("lambda_ mu servers", by_rates),
            ("lambda_ mu servers t", tail),
            ("lambda_per_s mean_service_s servers target_s", call_centre),
        ],
    ),
    ("mmck", &[("lambda_ mu servers capacity", finite_room)]),
    ("sizing", &[("lambda_ mu wait_target max_prob_exceed", servers_for_wait), ("erlangs beta", square_root)]),
];

fn blocking(given: &Given) -> Answer {
    Ok(json!({ "blocking": number(erlang_b(given.number("erlangs")?, given.count("servers")?)) }))
}

/// The load at which so much is blocked: Erlang's B rises with the load, so that halving finds it.
fn load_for_blocking(given: &Given) -> Answer {
    let (servers, goal) = (given.count("servers")?, given.number("blocking")?);
    if servers == 0 || !(0.0..1.0).contains(&goal) {
        return Err(format!("no load has {goal} blocked at {servers} servers"));
    }
    let (mut low, mut high) = (0.0, 1.0);
    while erlang_b(high, servers) < goal {
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if erlang_b(middle, servers) < goal { low = middle } else { high = middle }
    }
    Ok(json!({ "offered_erlangs": number(high) }))
}

fn waiting(given: &Given) -> Answer {
    let (load, servers) = (given.number("erlangs")?, given.count("servers")?);
    // Without a rate the mean wait counts in mean service times.
    let mean_wait = mmc(load, 1.0, servers).map_or(f64::INFINITY, |queue| queue.mean_wait);
    Ok(json!({ "p_wait": number(erlang_c(load, servers)), "Wq": number(mean_wait) }))
}

fn by_rates(given: &Given) -> Answer {
    pool(given, given.number("lambda_")?, given.number("mu")?)
}

fn call_centre(given: &Given) -> Answer {
    let (arrival_rate, service_rate) = (given.number("lambda_per_s")?, 1.0 / given.number("mean_service_s")?);
    let (target, mut answer) = (given.number("target_s")?, pool(given, arrival_rate, service_rate)?);
    let queue = mmc(arrival_rate, service_rate, given.count("servers")?);
    answer["service_level"] = number(queue.map_or(0.0, |queue| 1.0 - wait_tail(&queue, target)));
    Ok(answer)
}

fn pool(given: &Given, arrival_rate: f64, service_rate: f64) -> Answer {
    let servers = given.count("servers")?;
    let load = arrival_rate / service_rate;
    let queue = mmc(arrival_rate, service_rate, servers);
    let quantiles = |name: &str, quantile: fn(&Queue, f64) -> f64| -> Answer {
        let mut values = Map::new();
        for asked in given.case.asked(name) {
            let p = asked.parse().map_err(|_| format!("`{asked}` is not a percentile of `{name}`"))?;
            values.insert(asked.to_owned(), number(queue.as_ref().map_or(f64::INFINITY, |queue| quantile(queue, p))));
        }
        Ok(Value::Object(values))
    };
    // Without a steady state everybody waits, for ever.
    let or_never = |value: fn(&Queue) -> f64| number(queue.as_ref().map_or(f64::INFINITY, value));
    Ok(json!({
        "erlangs": number(load),
        "rho": number(load / servers as f64),
        "occupancy": number(load / servers as f64),
        "p_wait": number(queue.map_or(1.0, |queue| queue.p_wait)),
        "P0": number(queue.as_ref().map_or(0.0, empty)),
        "Wq": or_never(|queue| queue.mean_wait),
        "asa_s": or_never(|queue| queue.mean_wait),
        "W": or_never(|queue| queue.mean_response),
        "Lq": or_never(|queue| queue.mean_queue),
        "L": or_never(|queue| queue.mean_in_system),
        "wait": quantiles("wait", wait_quantile)?,
        "response": quantiles("response", |queue, p| queue.response_quantile(p))?,
    }))
}

/// Share of time without any request: Erlang's C is that of all servers busy, `P₀·aᶜ/(c!·(1 − ρ))`.
fn empty(queue: &Queue) -> f64 {
    if queue.offered_load == 0.0 {
        return 1.0;
    }
    let servers = queue.servers as f64;
    let log_c = libm::log(queue.p_wait) + libm::log1p(-queue.utilization);
    libm::exp(log_c + libm::lgamma(servers + 1.0) - servers * libm::log(queue.offered_load))
}

/// How much faster than it arrives work is done while all servers are busy, requests / second.
fn spare_rate(queue: &Queue) -> f64 {
    queue.servers as f64 * queue.service.rate - queue.arrival_rate
}

fn wait_tail(queue: &Queue, t: f64) -> f64 {
    queue.p_wait * libm::exp(-spare_rate(queue) * t)
}

fn wait_quantile(queue: &Queue, p: f64) -> f64 {
    (libm::log(queue.p_wait / (1.0 - p)) / spare_rate(queue)).max(0.0)
}

/// `e^{−μt}·[1 + C·(1 − e^{−μtd})/d]` with `d = c − 1 − a`; where `d` is 0, `e^{−μt}·(1 + C·μt)`.
fn response_tail(queue: &Queue, t: f64) -> f64 {
    let (x, d) = (queue.service.rate * t, queue.servers as f64 - 1.0 - queue.offered_load);
    let grown = if d == 0.0 { x } else { -libm::expm1(-x * d) / d };
    libm::exp(-x) * (1.0 + queue.p_wait * grown)
}

/// Share of requests that take longer than `t`; of the wait alone where the case's name says so.
fn tail(given: &Given) -> Answer {
    let t = given.number("t")?;
    let Some(queue) = mmc(given.number("lambda_")?, given.number("mu")?, given.count("servers")?) else {
        return Ok(json!({ "tail": 1.0 }));
    };
    if given.case.named(&[("wait", ())]).is_ok() {
        return Ok(json!({ "tail": number(wait_tail(&queue, t)) }));
    }
    let tail = response_tail(&queue, t);
    // The core has the inverse, which must lead back; near 1 and 0 the share has no digits for that.
    if (1e-6..0.999).contains(&tail) && (queue.response_quantile(1.0 - tail) - t).abs() > 1e-7 * t {
        return Err(format!("{tail} exceeds {t}, but its quantile is {}", queue.response_quantile(1.0 - tail)));
    }
    Ok(json!({ "tail": number(tail) }))
}

fn one_server(given: &Given) -> Answer {
    let service_rate = 1000.0 / given.number("mean_service_ms")?;
    let queue = mmc(given.number("rho")? * service_rate, service_rate, 1);
    let milliseconds =
        |seconds: &dyn Fn(&Queue) -> f64| number(queue.as_ref().map_or(f64::INFINITY, |queue| 1000.0 * seconds(queue)));
    let percentile = |p: f64| milliseconds(&|queue: &Queue| queue.response_quantile(p));
    Ok(json!({
        "mean_ms": milliseconds(&|queue: &Queue| queue.mean_response),
        "p50_ms": percentile(0.5),
        "p90_ms": percentile(0.9),
        "p95_ms": percentile(0.95),
        "p99_ms": percentile(0.99),
        "p999_ms": percentile(0.999),
    }))
}

/// M/M/c/K: `p_n ∝ p_{n−1}·a/min(n, c)`, in logarithms, as the weights exceed floats.
fn finite_room(given: &Given) -> Answer {
    let (arrival_rate, service_rate) = (given.number("lambda_")?, given.number("mu")?);
    let (servers, capacity) = (given.count("servers")?, given.count("capacity")?);
    if servers == 0 || capacity < servers {
        return Err(format!("{servers} servers need room for as many, not for {capacity}"));
    }
    let (mut log, mut logs) = (0.0, vec![0.0]);
    for n in 1..=capacity {
        log += libm::log(arrival_rate / service_rate / n.min(servers) as f64);
        logs.push(log);
    }
    let highest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logs.iter().map(|log| libm::exp(log - highest)).collect();
    let all: f64 = weights.iter().sum();
    let mean = |of: &dyn Fn(f64) -> f64| {
        weights.iter().enumerate().map(|(n, weight)| of(n as f64) * weight / all).sum::<f64>()
    };
    let p_block = weights[capacity as usize] / all;
    let throughput = arrival_rate * (1.0 - p_block);
    let (in_system, waiting) = (mean(&|n| n), mean(&|n| (n - servers as f64).max(0.0)));
    Ok(json!({
        "p_block": number(p_block),
        "throughput": number(throughput),
        "L": number(in_system),
        "Lq": number(waiting),
        "W": number(in_system / throughput),
        "Wq": number(waiting / throughput),
    }))
}

fn in_system(given: &Given) -> Answer {
    Ok(json!({ "L": number(given.number("lambda_")? * given.number("W")?) }))
}

fn in_flight(given: &Given) -> Answer {
    let in_flight = given.number("qps")? * given.number("mean_latency_s")?;
    let each = given.number("per_replica_concurrency")? * given.number("target_utilization")?;
    Ok(json!({ "inflight": number(in_flight), "replicas": ceil_count(in_flight / each) }))
}

/// The fewest servers with which few enough wait longer than the target.
fn servers_for_wait(given: &Given) -> Answer {
    let (arrival_rate, service_rate) = (given.number("lambda_")?, given.number("mu")?);
    let (target, most) = (given.number("wait_target")?, given.number("max_prob_exceed")?);
    let fewest = (arrival_rate / service_rate).floor() as u64 + 1;
    let exceed = |servers: u64| mmc(arrival_rate, service_rate, servers).map(|queue| wait_tail(&queue, target));
    let enough = |servers: u64| exceed(servers).filter(|exceed| *exceed <= most).map(|exceed| (servers, exceed));
    let (servers, exceed) = (fewest..fewest + 100_000).find_map(enough).ok_or("no number of servers is enough")?;
    Ok(json!({ "servers": servers, "prob": number(exceed) }))
}

/// Square-root staffing, `⌈a + β·√a⌉`, and the share that waits by Halfin and Whitt.
fn square_root(given: &Given) -> Answer {
    let (load, beta) = (given.number("erlangs")?, given.number("beta")?);
    let servers = ceil_count(load + beta * load.sqrt());
    let below = 0.5 * libm::erfc(-beta / SQRT_2);
    let density = libm::exp(-0.5 * beta * beta) / (2.0 * PI).sqrt();
    Ok(json!({
        "servers": servers,
        "p_wait_approx": number(1.0 / (1.0 + beta * below / density)),
        "p_wait_exact": number(erlang_c(load, u64::from(servers))),
    }))
}
