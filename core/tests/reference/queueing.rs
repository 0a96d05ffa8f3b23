//! Area `queueing`: Erlang's formulas, queues of all kinds, sizing and backlogs.

use super::compare::{number, numbers};
use super::oracle::batch::batch_server;
use super::oracle::erlang::{erlang_b, offered_load_for_blocking};
use super::oracle::fluid::{fluid_step, spike_backlog};
use super::oracle::general::{allen_cunneen, cosmetatos_mdc, kimura_mgc, mg1, sakasegawa};
use super::oracle::pool::*;
use super::source::Case;
use super::{Answer, Families};
use headroom_core::base::numeric::ceil_count;
use headroom_core::formulas::queueing::{busy_share, erlang_c, mmc};
use serde_json::{Map, Value, json};

/// Every family of the area that the core can compute.
pub const FAMILIES: Families = &[
    ("batch_server", batching),
    ("erlang_b", blocking),
    ("erlang_c", waiting),
    ("fluid", backlog),
    ("ggc", general_arrivals),
    ("little", in_flight),
    ("mg1", one_general_server),
    ("mgc", general_service),
    ("mm1", one_server),
    ("mmc", pool),
    ("mmck", finite_room),
    ("sizing", sizing),
];

fn blocking(case: &Case) -> Answer {
    let servers = case.count("servers")?;
    if case.has("blocking") {
        let load = offered_load_for_blocking(servers, case.number("blocking")?).ok_or("no such load")?;
        return Ok(json!({ "offered_erlangs": number(load) }));
    }
    Ok(json!({ "blocking": number(erlang_b(case.number("erlangs")?, servers)) }))
}

fn waiting(case: &Case) -> Answer {
    let (load, servers) = (case.number("erlangs")?, case.count("servers")?);
    // Without a rate the mean wait counts in mean service times.
    let mean_wait = mmc(load, 1.0, servers).map_or(f64::INFINITY, |queue| queue.mean_wait);
    Ok(json!({ "p_wait": number(erlang_c(load, servers)), "Wq": number(mean_wait) }))
}

fn pool(case: &Case) -> Answer {
    let arrival_rate = case.number_of(&["lambda_", "lambda_per_s"])?;
    let service_rate =
        if case.has("mu") { case.number("mu")? } else { 1.0 / case.number_of(&["mean_service_s", "mean_service"])? };
    let servers = case.count("servers")?;
    let Some(queue) = mmc(arrival_rate, service_rate, servers) else {
        let (never, load) = (number(f64::INFINITY), arrival_rate / service_rate / servers as f64);
        return Ok(json!({
            "rho": number(load), "occupancy": number(load), "p_wait": 1.0, "P0": 0.0, "service_level": 0.0,
            "Wq": never, "asa_s": never, "W": never, "Lq": never, "L": never,
        }));
    };
    let quantiles = |name: &str, quantile: &dyn Fn(f64) -> f64| -> Result<Value, String> {
        let mut values = Map::new();
        for asked in case.asked(name) {
            let p = asked.parse().map_err(|_| format!("{asked} is not a percentile"))?;
            values.insert(asked.to_owned(), number(quantile(p)));
        }
        Ok(Value::Object(values))
    };
    let mut answer = json!({
        "erlangs": number(queue.offered_load),
        "rho": number(queue.utilization),
        "occupancy": number(queue.utilization),
        "p_wait": number(queue.p_wait),
        "P0": number(p_empty(&queue)),
        "Wq": number(queue.mean_wait),
        "asa_s": number(queue.mean_wait),
        "W": number(queue.mean_response),
        "Lq": number(queue.mean_queue),
        "L": number(queue.mean_in_system),
        "wait": quantiles("wait", &|p| wait_quantile(&queue, p))?,
        "response": quantiles("response", &|p| queue.response_quantile(p))?,
    });
    if case.has("target_s") {
        answer["service_level"] = number(1.0 - wait_tail(&queue, case.number("target_s")?));
    }
    Ok(answer)
}

fn one_server(case: &Case) -> Answer {
    let service_rate = 1000.0 / case.number("mean_service_ms")?;
    let queue = mmc(case.number("rho")? * service_rate, service_rate, 1);
    let percentile = |p| number(queue.map_or(f64::INFINITY, |queue| 1000.0 * queue.response_quantile(p)));
    Ok(json!({
        "mean_ms": number(queue.map_or(f64::INFINITY, |queue| 1000.0 * queue.mean_response)),
        "p50_ms": percentile(0.5),
        "p90_ms": percentile(0.9),
        "p95_ms": percentile(0.95),
        "p99_ms": percentile(0.99),
        "p999_ms": percentile(0.999),
    }))
}

fn finite_room(case: &Case) -> Answer {
    let queue = mmck(case.number("lambda_")?, case.number("mu")?, case.count("servers")?, case.count("capacity")?);
    Ok(json!({
        "p_block": number(queue.p_block),
        "throughput": number(queue.throughput),
        "L": number(queue.mean_in_system),
        "Lq": number(queue.mean_queue),
        "W": number(queue.mean_in_system / queue.throughput),
        "Wq": number(queue.mean_queue / queue.throughput),
    }))
}

fn one_general_server(case: &Case) -> Answer {
    let queue = mg1(case.number("lambda_")?, case.number("mean_service")?, case.number("cs2")?).ok_or("not stable")?;
    Ok(json!({
        "rho": number(queue.utilization),
        "Wq": number(queue.mean_wait),
        "W": number(queue.mean_response),
        "Lq": number(queue.mean_queue),
        "L": number(queue.mean_in_system),
    }))
}

fn general_arrivals(case: &Case) -> Answer {
    let (arrival_rate, service_rate, servers) = (case.number("lambda_")?, case.number("mu")?, case.count("servers")?);
    let (arrival_scv, service_scv) = (case.number("ca2")?, case.number("cs2")?);
    let wait = |formula: fn(f64, f64, u64, f64, f64) -> Option<f64>| {
        number(formula(arrival_rate, service_rate, servers, arrival_scv, service_scv).unwrap_or(f64::INFINITY))
    };
    Ok(json!({ "allen_cunneen_Wq": wait(allen_cunneen), "sakasegawa_Wq": wait(sakasegawa) }))
}

fn general_service(case: &Case) -> Answer {
    let (arrival_rate, service_rate, servers) = (case.number("lambda_")?, case.number("mu")?, case.count("servers")?);
    let wait = |wait: Option<f64>| number(wait.unwrap_or(f64::INFINITY));
    Ok(json!({
        "kimura_Wq": wait(kimura_mgc(arrival_rate, service_rate, servers, case.number("cs2")?)),
        "cosmetatos_mdc_Wq": wait(cosmetatos_mdc(arrival_rate, service_rate, servers)),
        "mmc_Wq": wait(mmc(arrival_rate, service_rate, servers).map(|queue| queue.mean_wait)),
    }))
}

fn in_flight(case: &Case) -> Answer {
    if case.has("lambda_") {
        return Ok(json!({ "L": number(little(case.number("lambda_")?, case.number("W")?)) }));
    }
    let (rate, response) = (case.number("qps")?, case.number("mean_latency_s")?);
    let in_flight = little(rate, response);
    let of_a_replica = case.number("per_replica_concurrency")? * case.number("target_utilization")?;
    Ok(json!({ "inflight": number(in_flight), "replicas": ceil_count(in_flight / of_a_replica) }))
}

fn sizing(case: &Case) -> Answer {
    if case.has("beta") {
        let (load, beta) = (case.number("erlangs")?, case.number("beta")?);
        let servers = square_root_staffing(load, beta);
        return Ok(json!({
            "servers": servers,
            "p_wait_approx": number(halfin_whitt_p_wait(beta)),
            "p_wait_exact": number(erlang_c(load, servers)),
        }));
    }
    let (arrival_rate, service_rate) = (case.number("lambda_")?, case.number("mu")?);
    let wait = case.number("wait_target")?;
    let servers = servers_for_wait(arrival_rate, service_rate, wait, case.number("max_prob_exceed")?);
    let servers = servers.ok_or("no pool is enough")?;
    let queue = mmc(arrival_rate, service_rate, servers).ok_or("not stable")?;
    Ok(json!({ "servers": servers, "prob": number(wait_tail(&queue, wait)) }))
}

fn backlog(case: &Case) -> Answer {
    if case.has("spike") {
        let spike = spike_backlog(
            case.number("base")?,
            case.number("spike")?,
            case.number("capacity")?,
            case.number("spike_duration_s")?,
            case.number("drain_capacity")?,
        );
        let ever = |value: Option<f64>| number(value.unwrap_or(f64::INFINITY));
        return Ok(json!({
            "peak_backlog": number(spike.peak_backlog),
            "drain_time_s": ever(spike.drain_time),
            "max_wait_s": ever(spike.max_wait),
            "affected_requests": ever(spike.affected_requests),
        }));
    }
    let mut backlog = case.number("q0")?;
    let duration = case.number("dt")?;
    let mut steps = Vec::new();
    for (rate, capacity) in case.numbers("arrival_rate")?.into_iter().zip(case.numbers("capacity")?) {
        let step = fluid_step(backlog, rate, capacity, duration, None);
        backlog = step.backlog;
        steps.push(step);
    }
    Ok(json!({
        "backlog": numbers(steps.iter().map(|step| step.backlog)),
        "served": numbers(steps.iter().map(|step| step.served)),
        "total_served": number(steps.iter().map(|step| step.served).sum()),
    }))
}

fn batching(case: &Case) -> Answer {
    let max_batch = u32::try_from(case.count("max_batch")?).map_err(|error| error.to_string())?;
    let (rate, fixed, per_item) = (case.number("lambda_")?, case.number("alpha_s")?, case.number("beta_s")?);
    let longest = fixed + per_item * f64::from(max_batch);
    let max_throughput = f64::from(max_batch) / longest;
    let server = batch_server(rate, fixed, per_item, max_batch as usize);
    let busy = busy_share(rate / max_throughput, fixed / longest, max_batch).ok_or("no such server")?;
    Ok(json!({
        "max_throughput": number(max_throughput),
        "mean_latency": number(server.mean_in_system / rate),
        "mean_batch": number(server.mean_batch),
        "utilization": number(busy),
        "L": number(server.mean_in_system),
    }))
}
