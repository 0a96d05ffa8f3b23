//! Area `seeds`: the published planner formulas, as printed.

use super::compare::{number, numbers};
use super::source::Case;
use super::{Answer, Families};
use headroom_core::seeds::*;
use serde_json::json;

/// Every family of the area that the core can compute.
pub const FAMILIES: Families = &[
    ("forecast_resource_needs", forecast_resource_needs),
    ("headroom", headroom),
    ("plan_capacity", plan_capacity),
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
    let provisioned = provisioned_load_as_printed(case.number("peak_qps")?, case.number("headroom")?);
    Ok(json!({ "provisioned_qps": number(provisioned) }))
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
