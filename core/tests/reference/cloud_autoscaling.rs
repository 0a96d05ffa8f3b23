//! Area `cloud_autoscaling`: rules of cloud autoscalers, node batching, cold starts.

use super::compare::number;
use super::source::Case;
use super::{Answer, Families};
use headroom_core::formulas::autoscaler::cloud::Group;
use headroom_core::formulas::autoscaler::cloud::cold_start::{cold_start, sine_rise};
use headroom_core::formulas::autoscaler::cloud::keda::{
    JobStrategy, Jobs, QueueScaler, backlog_per_instance, new_jobs, scale_to_zero_window,
};
use headroom_core::formulas::autoscaler::cloud::nodes::batch_windows;
use headroom_core::formulas::autoscaler::cloud::predictive::{MaxCapacityBehavior, effective_max};
use headroom_core::formulas::autoscaler::cloud::step::{
    AdjustmentType, StepAdjustment, Steps, capacity_change, matching_step, new_capacity,
};
use headroom_core::formulas::autoscaler::cloud::target_tracking::{
    TargetTracking, TargetTrackingState, detection_latency,
};
use serde_json::{Value, json};

/// Every family of the area that the core can compute.
pub const FAMILIES: Families = &[
    ("cold_start", start),
    ("karpenter", batches),
    ("keda", queue),
    ("lag_headroom", lag),
    ("predictive", maximum),
    ("sqs", backlog),
    ("step", step),
    ("target_tracking", tracking),
];

fn small(case: &Case, input: &str) -> Result<u32, String> {
    u32::try_from(case.count(input)?).map_err(|error| error.to_string())
}

/// Steps as the vectors write them, with percentages.
fn steps(case: &Case, input: &str) -> Result<Steps, String> {
    let rows = case.inputs.get(input).and_then(Value::as_array).ok_or_else(|| format!("no {input}"))?;
    let row = |row: &Value| {
        let adjustment = row["adjust_pct"].as_i64().and_then(|percent| i32::try_from(percent).ok());
        let adjustment = adjustment.ok_or_else(|| format!("{row} has no percentage"))?;
        Ok(StepAdjustment { lower: row["lower"].as_f64(), upper: row["upper"].as_f64(), adjustment })
    };
    let rows: Result<Vec<_>, String> = rows.iter().map(row).collect();
    Steps::new(rows?).map_err(|error| error.to_string())
}

fn step(case: &Case) -> Answer {
    let percent = AdjustmentType::PercentChangeInCapacity;
    let settled = |count| Group { ready: count, desired: count, min: 0, max: u32::MAX };
    if case.has("percent") {
        let (capacity, adjustment) = (small(case, "current_capacity")?, case.number("percent")? as i32);
        return Ok(json!({
            "delta": capacity_change(percent, adjustment, capacity, None),
            "new_capacity": new_capacity(percent, adjustment, None, &settled(capacity)),
        }));
    }
    let threshold = case.number("threshold")?;
    if case.has("metric") {
        let steps = steps(case, "steps")?;
        let found = matching_step(&steps, case.number("metric")?, threshold).ok_or("no step matches")?;
        return Ok(json!({ "adjust_pct": found.adjustment }));
    }
    let (out, in_) = (steps(case, "scale_out")?, steps(case, "scale_in")?);
    let mut capacity = small(case, "start")?;
    let mut after = Vec::new();
    for metric in case.numbers("sequence")? {
        let side = if metric >= threshold { &out } else { &in_ };
        if let Some(found) = matching_step(side, metric, threshold) {
            capacity = new_capacity(percent, found.adjustment, None, &settled(capacity));
        }
        after.push(capacity);
    }
    Ok(json!({ "capacity_after": after }))
}

fn tracking(case: &Case) -> Answer {
    let (out, in_) = (small(case, "high_datapoints")?, small(case, "low_datapoints")?);
    if case.has("period_s_detailed") {
        let (detailed, basic) = (case.number("period_s_detailed")?, case.number("period_s_basic")?);
        return Ok(json!({
            "out_detailed_s": detection_latency(out, detailed),
            "in_detailed_s": detection_latency(in_, detailed),
            "out_basic_s": detection_latency(out, basic),
            "in_basic_s": detection_latency(in_, basic),
        }));
    }
    let policy = TargetTracking {
        target: case.number("target")?,
        out_datapoints: out,
        in_datapoints: in_,
        in_threshold: case.number("low_factor")?,
        out_cooldown: case.number("scale_out_cooldown_s")?,
        in_cooldown: case.number("scale_in_cooldown_s")?,
        scales_in: true,
    };
    let (min, max) = (small(case, "min")?, small(case, "max")?);
    let (mut capacity, mut now, mut state) = (small(case, "start")?, 0.0, TargetTrackingState::default());
    let mut after = Vec::new();
    for load in case.numbers("load_per_min")? {
        let group = Group { ready: capacity, desired: capacity, min, max };
        capacity = state.observe(&policy, now, Some(load / f64::from(capacity)), &group).unwrap_or(capacity);
        now += 60.0;
        after.push(capacity);
    }
    Ok(json!({ "capacity_after_each_minute": after }))
}

fn maximum(case: &Case) -> Answer {
    let behavior = match case.inputs.get("behavior").and_then(Value::as_str) {
        Some("HonorMaxCapacity") => MaxCapacityBehavior::Honor,
        Some("IncreaseMaxCapacity") => MaxCapacityBehavior::Increase {
            buffer_percent: case.count("buffer_pct")?.try_into().map_err(|_| "too much")?,
        },
        other => return Err(format!("behavior {other:?}")),
    };
    let effective = effective_max(behavior, small(case, "forecast_capacity")?, small(case, "max_capacity")?);
    Ok(json!({ "effective_max": effective }))
}

fn queue(case: &Case) -> Answer {
    if case.has("last_active_at_s") {
        let (active, cooldown, polling) =
            (case.number("last_active_at_s")?, case.number("cooldown_s")?, case.number("polling_s")?);
        let (earliest, latest) = scale_to_zero_window(active, cooldown, polling).ok_or("no window")?;
        return Ok(json!({ "earliest_zero_s": number(earliest), "latest_zero_s": number(latest) }));
    }
    let length = case.number("queue_length")?;
    if case.has("running") {
        let jobs =
            Jobs { running: small(case, "running")?, pending: small(case, "pending")?, max: small(case, "max")? };
        let strategy = if case.case.contains("accurate") { JobStrategy::Accurate } else { JobStrategy::Default };
        return Ok(json!({ "new_jobs": new_jobs(strategy, length, case.number("target")?, jobs) }));
    }
    let scaler = QueueScaler {
        activation: case.number("activation_threshold")?,
        min: small(case, "min")?,
        max: small(case, "max")?,
        ..QueueScaler::usual(case.number("target_per_replica")?)
    };
    Ok(json!({ "desired": scaler.replicas(length, small(case, "current")?, 0.0) }))
}

fn backlog(case: &Case) -> Answer {
    let (wait, service) = (case.number("acceptable_latency_s")?, case.number("avg_processing_s")?);
    let found = backlog_per_instance(wait, service, case.number("messages")?, small(case, "instances")?);
    let found = found.ok_or("no target")?;
    Ok(json!({
        "target_backlog": number(found.target),
        "current_backlog": found.current,
        "desired": found.desired,
    }))
}

fn batches(case: &Case) -> Answer {
    let (idle, max) = (case.number("batch_idle_s")?, case.number("batch_max_s")?);
    let windows = batch_windows(&case.numbers("pending_pod_arrival_s")?, idle, max);
    let rows: Vec<_> = windows
        .iter()
        .map(|window| json!({ "first": window.first, "count": window.count, "closes_at": window.closes_at }))
        .collect();
    Ok(json!({ "batches": rows }))
}

fn start(case: &Case) -> Answer {
    let parts = case.inputs.get("components_s").and_then(Value::as_object).ok_or("no parts")?;
    let parts: Option<Vec<_>> = parts.iter().map(|(name, value)| Some((name.as_str(), value.as_f64()?))).collect();
    let start = cold_start(parts.ok_or("a part is no number")?).ok_or("a part is no duration")?;
    Ok(json!({ "total_s": number(start.total) }))
}

fn lag(case: &Case) -> Answer {
    let (mean, amplitude) = (case.number("mean")?, case.number("relative_amplitude")?);
    let (period, lag) = (case.number("period_h")? * 3600.0, case.number("provisioning_lag_s")?);
    let rise = sine_rise(mean, amplitude, period, lag).ok_or("no amounts")?;
    Ok(json!({
        "max_load_rise_during_lag_over_mean": number(rise.exact / mean),
        "linearised": number(rise.linearised / mean),
    }))
}
