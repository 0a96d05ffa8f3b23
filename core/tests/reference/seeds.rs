//! Area `seeds`: the published planner formulas, as printed.

use super::compare::{number, numbers};
use super::oracle::seeds::*;
use super::source::Case;
use super::{Answer, Families};
use headroom_core::formulas::published::{PrintedThresholds, plan_capacity_as_printed};
use serde_json::{Value, json};

/// Every family of the area that the core can compute.
pub const FAMILIES: Families = &[
    ("forecast_resource_needs", forecast_resource_needs),
    ("headroom", headroom),
    ("plan_capacity", plan_capacity),
    ("simulate_autoscale", simulate_autoscale),
    ("trace", trace),
];

fn plan_capacity(case: &Case) -> Answer {
    let plan = plan_capacity_as_printed(
        case.number("avg_qps")?,
        case.number("peak_to_avg")?,
        case.number("headroom")?,
        case.number("qps_per_instance")?,
    );
    Ok(json!({
        "peak_qps": number(plan.peak_load),
        "provisioned_qps": number(plan.provisioned_load),
        "instances": plan.instances,
    }))
}

fn headroom(case: &Case) -> Answer {
    let plan = plan_capacity_as_printed(case.number("peak_qps")?, 1.0, case.number("headroom")?, 1.0);
    Ok(json!({ "provisioned_qps": number(plan.provisioned_load) }))
}

/// The only trace there is; its input is a description.
fn trace(_: &Case) -> Answer {
    let day = diurnal_statistics(&diurnal_trace_as_printed()).ok_or("the trace is empty")?;
    Ok(json!({
        "max": number(day.max),
        "argmax": day.max_index,
        "min": number(day.min),
        "mean": number(day.mean),
        "points_at_floor": day.points_at_floor,
        "peak_to_avg": number(day.peak_to_average),
        "step_hours": number(day.step_hours),
    }))
}

fn forecast_resource_needs(case: &Case) -> Answer {
    let need = |name| case.number_in("resources_per_request", name);
    let needs = PrintedNeeds { cpu: need("cpu")?, memory: need("memory")?, gpu: need("gpu")? };
    let buffer = case.number("buffer_multiplier")?;
    let points: Vec<_> = case
        .numbers("yhat")?
        .into_iter()
        .map(|forecast| forecast_resource_needs_as_printed(forecast, &needs, buffer))
        .collect();
    let column = |value: fn(&PrintedForecast) -> f64| numbers(points.iter().map(value));
    Ok(json!({
        "cpu_cores": column(|point| point.cpu_cores),
        "memory_gb": column(|point| point.memory_gb),
        "gpu_count": column(|point| point.gpus),
        "cpu_cores_with_buffer": column(|point| point.cpu_cores_with_buffer),
        "memory_gb_with_buffer": column(|point| point.memory_gb_with_buffer),
        "gpu_count_with_buffer": column(|point| point.gpus_with_buffer),
    }))
}

fn simulate_autoscale(case: &Case) -> Answer {
    let thresholds = PrintedThresholds {
        capacity: case.number("qps_per_instance")?,
        up: case.number("scale_up_threshold")?,
        down: case.number("scale_down_threshold")?,
        min: case.count("min_instances")? as i64,
        max: case.count("max_instances")? as i64,
    };
    let trace = autoscale_trace(case)?;
    let history = simulate_autoscale_as_printed(&trace, case.count("initial_instances")? as i64, &thresholds);
    let steps = || history.iter().zip(history.iter().skip(1));
    let utilization: Vec<f64> =
        trace.iter().zip(&history).map(|(load, &n)| load / (n as f64 * thresholds.capacity)).collect();
    let last = history.get(history.len().saturating_sub(20)..).unwrap_or(&[]);
    let sum: i64 = history.iter().sum();
    Ok(json!({
        "history": history,
        "length": history.len(),
        "min": history.iter().min(),
        "max": history.iter().max(),
        "sum": sum,
        "mean": number(sum as f64 / history.len() as f64),
        "first20": history.iter().take(20).collect::<Vec<_>>(),
        "last20": last,
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

/// The loads of a case: listed, those of a trace times a factor, or else the printed day.
fn autoscale_trace(case: &Case) -> Result<Vec<f64>, String> {
    if case.has("qps_trace") {
        return case.numbers("qps_trace");
    }
    if case.has("file") {
        // The shared layout states the factor in words.
        let factor = if case.has("qps_per_value") { case.number("qps_per_value")? } else { 100.0 };
        let loads: Vec<f64> = case.trace_values()?.into_iter().map(|value| value * factor).collect();
        let rows = case.count("rows")?;
        return if loads.len() as u64 == rows { Ok(loads) } else { Err(format!("{} rows, not {rows}", loads.len())) };
    }
    match case.inputs.get("trace") {
        Some(Value::String(_)) => Ok(diurnal_trace_as_printed()),
        _ => Err("no trace".to_owned()),
    }
}
