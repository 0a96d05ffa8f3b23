//! Area `queueing`: batching, backlogs of a fluid, and what load tests show.

use super::case::Given;
use super::compare::{number, numbers};
use super::oracle::batch::batch_server;
use super::shapes::{Answer, Families};
use super::usl;
use serde_json::{Value, json};

/// Batches, overloads and load tests.
pub const FAMILIES: Families = &[
    (
        "batch_server",
        &[("lambda_ alpha_s beta_s max_batch policy?", batching), ("alpha_s beta_s batches", batch_sizes)],
    ),
    (
        "fluid",
        &[
            ("arrival_rate capacity dt q0? queue_max?", backlog),
            ("base spike capacity spike_duration_s drain_capacity", spike),
        ],
    ),
    ("knee", &[("offered throughput", knee_of_throughput), ("offered latency_ms", knee_of_latency)]),
    ("usl", &[("load throughput", usl_fit), ("gamma alpha beta N", usl_curve)]),
];

fn batching(given: &Given) -> Answer {
    given.describes("policy", &["immediately on completion"])?;
    let (fixed, per_item) = (given.number("alpha_s")?, given.number("beta_s")?);
    let (arrival_rate, full) = (given.number("lambda_")?, given.small("max_batch")?);
    let max_throughput = f64::from(full) / (fixed + per_item * f64::from(full));
    if arrival_rate >= max_throughput {
        let (never, busy) = (number(f64::INFINITY), number(1.0));
        return Ok(json!({
            "max_throughput": number(max_throughput), "mean_batch": full, "utilization": busy,
            "mean_latency": never, "L": never,
        }));
    }
    if arrival_rate > 0.99 * max_throughput {
        return Err("the load is too close to what the server can do for the chain to be solved".into());
    }
    let server = batch_server(arrival_rate, fixed, per_item, full as usize);
    Ok(json!({
        "max_throughput": number(max_throughput),
        "mean_latency": number(server.mean_in_system / arrival_rate),
        "mean_batch": number(server.mean_batch),
        "utilization": number(server.utilization),
        "L": number(server.mean_in_system),
    }))
}

/// A batch of `b` takes `α + β·b`, so that `b/(α + β·b)` a second get through, and `1/β` at most.
fn batch_sizes(given: &Given) -> Answer {
    let (fixed, per_item, batches) = (given.number("alpha_s")?, given.number("beta_s")?, given.numbers("batches")?);
    let latency = |batch: &f64| fixed + per_item * batch;
    Ok(json!({
        "latency": numbers(batches.iter().map(latency)),
        "throughput": numbers(batches.iter().map(|batch| batch / latency(batch))),
        "asymptote": number(1.0 / per_item),
    }))
}

/// `served = min(q + λ·dt, c·dt)`; what is left waits, up to the limit, and the rest is dropped.
fn backlog(given: &Given) -> Answer {
    let (rates, capacities) = (given.numbers("arrival_rate")?, given.numbers("capacity")?);
    if rates.len() != capacities.len() {
        return Err(format!("{} rates, but {} capacities", rates.len(), capacities.len()));
    }
    let (duration, limit) = (given.number("dt")?, given.number_or("queue_max", f64::INFINITY)?);
    // Nothing waits at first unless stated.
    let mut waiting = given.number_or("q0", 0.0)?;
    let (mut most, mut steps) = (waiting, Vec::new());
    for (rate, capacity) in rates.into_iter().zip(capacities) {
        let present = waiting + rate * duration;
        let served = present.min(capacity * duration);
        waiting = (present - served).min(limit);
        most = waiting.max(most);
        let wait = if waiting > 0.0 { waiting / capacity } else { 0.0 };
        steps.push((waiting, served, present - served - waiting, wait));
    }
    let dropped = || steps.iter().map(|step| step.2);
    let is_total = given.case.expected.get("dropped").is_some_and(Value::is_number);
    Ok(json!({
        "backlog": numbers(steps.iter().map(|step| step.0)),
        "served": numbers(steps.iter().map(|step| step.1)),
        "dropped": if is_total { number(dropped().sum()) } else { numbers(dropped()) },
        "wait_s": numbers(steps.iter().map(|step| step.3)),
        "total_served": number(steps.iter().map(|step| step.1).sum()),
        "max_backlog": number(most),
    }))
}

/// A spike above the capacity, from whose end another capacity works off what waits.
fn spike(given: &Given) -> Answer {
    let (base, spike, capacity) = (given.number("base")?, given.number("spike")?, given.number("capacity")?);
    let (duration, drain) = (given.number("spike_duration_s")?, given.number("drain_capacity")?);
    let peak = ((spike - capacity) * duration).max(0.0);
    if peak == 0.0 {
        return Ok(json!({ "peak_backlog": 0.0, "drain_time_s": 0.0, "max_wait_s": 0.0, "affected_requests": 0.0 }));
    }
    let time = if drain > base { peak / (drain - base) } else { f64::INFINITY };
    // In order of arrival nobody waits for more than what came at the spike's own rate.
    let wait = if time.is_finite() { peak / drain.min(spike) } else { f64::INFINITY };
    Ok(json!({
        "peak_backlog": number(peak),
        "drain_time_s": number(time),
        "max_wait_s": number(wait),
        "affected_requests": number(spike * duration + base * time),
    }))
}

/// Throughput flattens at its knee: it lies highest above the diagonal.
fn knee_of_throughput(given: &Given) -> Answer {
    knee(given, "throughput", |load, throughput| throughput - load)
}

/// Latency takes off at its knee: it lies deepest below the diagonal.
fn knee_of_latency(given: &Given) -> Answer {
    knee(given, "latency_ms", |load, latency| load - latency)
}

/// Kneedle (Satopaa 2011): both brought to 0..1, the first point that is farthest from the diagonal; none
/// for what is flat.
fn knee(given: &Given, name: &str, distance: fn(f64, f64) -> f64) -> Answer {
    let (offered, measured) = (given.numbers("offered")?, given.numbers(name)?);
    if offered.len() != measured.len() {
        return Err(format!("{} loads, but {} measurements", offered.len(), measured.len()));
    }
    let (Some(loads), Some(values)) = (normalised(&offered), normalised(&measured)) else {
        return Ok(json!({ "index": null, "knee_offered": null, "difference_curve": null }));
    };
    let curve: Vec<f64> = loads.iter().zip(&values).map(|(load, value)| distance(*load, *value)).collect();
    let farther = |best: usize, next: usize| if curve[next] > curve[best] { next } else { best };
    let index = (0..curve.len()).reduce(farther);
    Ok(json!({
        "index": index,
        "knee_offered": index.map(|index| number(offered[index])),
        "difference_curve": numbers(curve),
    }))
}

/// Values from 0 to 1; `None` where they are all the same.
fn normalised(values: &[f64]) -> Option<Vec<f64>> {
    let (low, high) =
        values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &v| (v.min(low), v.max(high)));
    (high > low).then(|| values.iter().map(|value| (value - low) / (high - low)).collect())
}

fn usl_fit(given: &Given) -> Answer {
    let (load, throughput) = (given.numbers("load")?, given.numbers("throughput")?);
    let (curve, sse) = usl::fit(&load, &throughput)?;
    let degrees = load.len() as f64 - 3.0;
    let mut answer = of_curve(&curve);
    answer["sse"] = number(sse);
    answer["residual_standard_error"] = number((sse / degrees).sqrt());
    Ok(answer)
}

fn usl_curve(given: &Given) -> Answer {
    let curve =
        usl::Curve { gamma: given.number("gamma")?, alpha: given.number("alpha")?, beta: given.number("beta")? };
    let mut answer = of_curve(&curve);
    answer["X"] = numbers(given.numbers("N")?.into_iter().map(|n| curve.at(n)));
    answer["efficiency_at_32"] = number(curve.at(32.0) / (32.0 * curve.gamma));
    Ok(answer)
}

/// The curve, where it peaks, and what Amdahl's law alone would give.
fn of_curve(curve: &usl::Curve) -> Value {
    let optimal = 1.0 / curve.alpha;
    json!({
        "alpha": number(curve.alpha),
        "beta": number(curve.beta),
        "gamma": number(curve.gamma),
        "n_star": number(curve.peak()),
        "peak_load": number(curve.peak()),
        "x_max": number(curve.highest()),
        "peak_throughput": number(curve.highest()),
        "amdahl_limit": number(curve.gamma / curve.alpha),
        "opt_load": number(optimal),
        "opt_throughput": number(curve.at(optimal)),
    })
}
