//! Area `seeds`: the published planner formulas, as printed.

use super::case::Given;
use super::compare::{number, numbers};
use super::shapes::{Answer, Families};
use super::source;
use headroom_core::base::numeric::ceil_count;
use headroom_core::formulas::published::{PrintedThresholds, plan_capacity_as_printed, threshold_rule_as_printed};
use serde_json::{Value, json};
use std::f64::consts::TAU;

/// Capacity, autoscaling and training as printed.
pub const FAMILIES: Families = &[
    ("forecast_resource_needs", &[("yhat resources_per_request buffer_multiplier?", forecast_resource_needs)]),
    ("gpu_sizing", &[("training_time_hours target_wall_hours", gpu_sizing)]),
    ("headroom", &[("peak_qps headroom", headroom)]),
    ("plan_capacity", &[("avg_qps peak_to_avg headroom qps_per_instance", plan_capacity)]),
    (
        "simulate_autoscale",
        &[
            (
                "qps_trace initial_instances qps_per_instance scale_up_threshold scale_down_threshold min_instances \
                 max_instances",
                |given| simulate_autoscale(given, given.numbers("qps_trace")?),
            ),
            (
                "trace initial_instances qps_per_instance scale_up_threshold scale_down_threshold min_instances \
                 max_instances",
                |given| simulate_autoscale(given, printed_day(given)?),
            ),
            (
                "file qps rows initial_instances qps_per_instance scale_up_threshold scale_down_threshold min_instances \
                 max_instances",
                |given| simulate_autoscale(given, trace_of_file(given)?),
            ),
        ],
    ),
    ("trace", &[("trace", trace)]),
    (
        "training_70B_1T_8K",
        &[
            ("gpus hours usd_per_gpu_hour", training_cost),
            ("params tokens gpus peak_flops hours", training_use),
            ("params tokens gpus peak_flops mfu usd_per_gpu_hour", training_time),
        ],
    ),
];

fn plan_capacity(given: &Given) -> Answer {
    let (average, peak_to_average) = (given.number("avg_qps")?, given.number("peak_to_avg")?);
    let (headroom, throughput) = (given.number("headroom")?, given.number("qps_per_instance")?);
    let plan = plan_capacity_as_printed(average, peak_to_average, headroom, throughput);
    Ok(json!({
        "peak_qps": number(plan.peak_load),
        "provisioned_qps": number(plan.provisioned_load),
        "instances": plan.instances,
    }))
}

fn headroom(given: &Given) -> Answer {
    Ok(json!({ "provisioned_qps": number(given.number("peak_qps")? * (1.0 + given.number("headroom")?)) }))
}

/// The printed formula cancels to the training time; hours of all accelerators over those at hand do not.
fn gpu_sizing(given: &Given) -> Answer {
    let (training, wall) = (given.number("training_time_hours")?, given.number("target_wall_hours")?);
    Ok(json!({ "seed_formula_gpus": number(training * wall / wall), "corrected_gpus": ceil_count(training / wall) }))
}

fn training_cost(given: &Given) -> Answer {
    let hours = given.number("gpus")? * given.number("hours")?;
    Ok(json!({ "cost_usd": number(hours * given.number("usd_per_gpu_hour")?) }))
}

/// Six operations for each parameter and token.
fn operations(given: &Given) -> Result<f64, String> {
    Ok(6.0 * given.number("params")? * given.number("tokens")?)
}

fn training_use(given: &Given) -> Answer {
    let (operations, seconds) = (operations(given)?, 3600.0 * given.number("hours")?);
    let most = given.number("gpus")? * given.number("peak_flops")? * seconds;
    Ok(json!({ "total_flops": number(operations), "implied_mfu": number(operations / most) }))
}

fn training_time(given: &Given) -> Answer {
    let (gpus, each) = (given.number("gpus")?, given.number("peak_flops")? * given.number("mfu")?);
    let hours = operations(given)? / (gpus * each) / 3600.0;
    let gpu_hours = hours * gpus;
    Ok(json!({
        "hours": number(hours),
        "gpu_hours": number(gpu_hours),
        "cost_usd": number(gpu_hours * given.number("usd_per_gpu_hour")?),
    }))
}

/// The printed buffer, for a case that states none.
const PRINTED_BUFFER: f64 = 1.3;

/// As printed, where a forecast below zero passes through and GPUs are rounded up twice, and as is advised.
fn forecast_resource_needs(given: &Given) -> Answer {
    let needs = given.numbers_in("resources_per_request", &["cpu", "memory", "gpu"])?;
    let (forecast, buffer) = (given.numbers("yhat")?, given.number_or("buffer_multiplier", PRINTED_BUFFER)?);
    let of_each = |of: &dyn Fn(f64) -> f64| numbers(forecast.iter().map(|load| of(*load)));
    let gpus = |load: f64| (load * needs[2]).ceil();
    let verbatim = json!({
        "cpu_cores": of_each(&|load| load * needs[0]),
        "memory_gb": of_each(&|load| load * needs[1]),
        "gpu_count": of_each(&gpus),
        "cpu_cores_with_buffer": of_each(&|load| load * needs[0] * buffer),
        "memory_gb_with_buffer": of_each(&|load| load * needs[1] * buffer),
        "gpu_count_with_buffer": of_each(&|load| (gpus(load) * buffer).ceil()),
    });
    let present = |load: f64| load.max(0.0);
    let recommended = json!({
        "cpu_cores": of_each(&|load| present(load) * needs[0]),
        "memory_gb": of_each(&|load| present(load) * needs[1]),
        "gpu_count": of_each(&|load| f64::from(ceil_count(load * needs[2]))),
        "cpu_cores_with_buffer": of_each(&|load| present(load) * needs[0] * buffer),
        "memory_gb_with_buffer": of_each(&|load| present(load) * needs[1] * buffer),
        "gpu_count_with_buffer": of_each(&|load| f64::from(ceil_count(load * needs[2] * buffer))),
    });
    let mut answer = verbatim.clone();
    for (name, needs) in [("verbatim", verbatim), ("recommended", recommended)] {
        let asked = given.case.expected.get(name).is_none_or(Value::is_object);
        if !asked {
            return Err(format!("`{name}` is known as an object of resources only"));
        }
        answer[name] = of_one_point(given, name, needs);
    }
    Ok(answer)
}

/// The needs as a case asks for them: a list, or for a single point of the forecast its only number.
fn of_one_point(given: &Given, name: &str, mut needs: Value) -> Value {
    for resource in given.case.asked(name) {
        if given.case.expected[name][resource].is_number() && needs[resource].as_array().is_some_and(|n| n.len() == 1) {
            needs[resource] = needs[resource][0].take();
        }
    }
    needs
}

fn simulate_autoscale(given: &Given, trace: Vec<f64>) -> Answer {
    let thresholds = PrintedThresholds {
        capacity: given.number("qps_per_instance")?,
        up: given.number("scale_up_threshold")?,
        down: given.number("scale_down_threshold")?,
        min: given.count("min_instances")? as i64,
        max: given.count("max_instances")? as i64,
    };
    let mut history = vec![given.count("initial_instances")? as i64];
    // The first load is never looked at.
    for load in trace.iter().skip(1) {
        history.push(threshold_rule_as_printed(*load, history[history.len() - 1], &thresholds));
    }
    let steps = || history.iter().zip(history.iter().skip(1));
    let utilization: Vec<f64> =
        trace.iter().zip(&history).map(|(load, &n)| load / (n as f64 * thresholds.capacity)).collect();
    let sum: i64 = history.iter().sum();
    Ok(json!({
        "history": history,
        "length": history.len(),
        "min": history.iter().min(),
        "max": history.iter().max(),
        "sum": sum,
        "mean": number(sum as f64 / history.len() as f64),
        "first20": history.iter().take(20).collect::<Vec<_>>(),
        "last20": history[history.len().saturating_sub(20)..],
        "changes": steps().filter(|(before, after)| before != after).count(),
        "ups": steps().filter(|(before, after)| after > before).count(),
        "downs": steps().filter(|(before, after)| after < before).count(),
        "run_lengths": history.chunk_by(|a, b| a == b).map(|run| (run[0], run.len())).collect::<Vec<_>>(),
        "steps_util_below_0p3": utilization.iter().filter(|&&busy| busy < 0.3).count(),
        "steps_util_above_0p8": utilization.iter().filter(|&&busy| busy > 0.8).count(),
        "util_min": number(utilization.iter().copied().fold(f64::INFINITY, f64::min)),
        "util_max": number(utilization.iter().copied().fold(0.0, f64::max)),
    }))
}

/// The values of a trace, each times what the case says a row counts.
fn trace_of_file(given: &Given) -> Result<Vec<f64>, String> {
    let factor =
        given.text("qps")?.strip_prefix("value*").and_then(|rest| rest.split_whitespace().next()?.parse().ok());
    let factor: f64 =
        factor.ok_or_else(|| format!("`qps` must be \"value*…\": {}", given.text("qps").unwrap_or("")))?;
    let loads: Vec<f64> = source::trace_values(given)?.into_iter().map(|value| value * factor).collect();
    let rows = given.count("rows")?;
    if loads.len() as u64 == rows { Ok(loads) } else { Err(format!("{} rows, not {rows}", loads.len())) }
}

/// The only day there is: 240 points with both midnights, 30 000 on average and cut off below 5000.
fn printed_day(given: &Given) -> Result<Vec<f64>, String> {
    let formula = "30000*(1+0.8*sin(2*pi*(t-6)/24)) for t in linspace(0,24,240), floored at 5000";
    given.word("trace", &[("same as the seed example", ()), (formula, ())])?;
    let hour = |i: u32| if i == 239 { 24.0 } else { f64::from(i) * (24.0 / 239.0) };
    let load = |hour: f64| 30_000.0 * (1.0 + 0.8 * libm::sin(TAU * (hour - 6.0) / 24.0));
    Ok((0..240).map(|i| load(hour(i)).max(5000.0)).collect())
}

fn trace(given: &Given) -> Answer {
    let day = printed_day(given)?;
    let largest = |best: usize, next: usize| if day[next] > day[best] { next } else { best };
    let argmax = (0..day.len()).reduce(largest).ok_or("the trace is empty")?;
    let mean = day.iter().sum::<f64>() / day.len() as f64;
    Ok(json!({
        "max": number(day[argmax]),
        "argmax": argmax,
        "min": number(day.iter().copied().fold(f64::INFINITY, f64::min)),
        "mean": number(mean),
        "points_at_floor": day.iter().filter(|load| **load <= 5000.0).count(),
        "peak_to_avg": number(day[argmax] / mean),
        "step_hours": number(24.0 / (day.len() - 1) as f64),
    }))
}
