//! Area `cloud_autoscaling`: rules of cloud autoscalers, node batching, cold starts.

use super::compare::number;
use super::oracle::cloud::{batch_windows, effective_max, new_jobs, sine_rise};
use super::source::Case;
use super::{Answer, Families};
use headroom_core::formulas::autoscaler::cloud::Group;
use headroom_core::formulas::autoscaler::cloud::keda::QueueScaler;
use headroom_core::formulas::autoscaler::cloud::step::{
    AdjustmentType, StepAdjustment, Steps, capacity_change, matching_step, new_capacity,
};
use headroom_core::formulas::autoscaler::cloud::target_tracking::{TargetTracking, TargetTrackingState};
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
        let latency = |datapoints: u32, period: f64| f64::from(datapoints) * period;
        return Ok(json!({
            "out_detailed_s": latency(out, detailed),
            "in_detailed_s": latency(in_, detailed),
            "out_basic_s": latency(out, basic),
            "in_basic_s": latency(in_, basic),
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
    let buffer = match case.inputs.get("behavior").and_then(Value::as_str) {
        Some("HonorMaxCapacity") => None,
        Some("IncreaseMaxCapacity") => Some(case.count("buffer_pct")?),
        other => return Err(format!("behavior {other:?}")),
    };
    let effective = effective_max(buffer, small(case, "forecast_capacity")?, small(case, "max_capacity")?);
    Ok(json!({ "effective_max": effective }))
}

fn queue(case: &Case) -> Answer {
    if case.has("last_active_at_s") {
        let (active, cooldown, polling) =
            (case.number("last_active_at_s")?, case.number("cooldown_s")?, case.number("polling_s")?);
        // The cooldown runs from the last look that found the queue active; the next look after its end may
        // come a polling interval later.
        let scaler = QueueScaler { cooldown, ..QueueScaler::usual(1.0) };
        if (scaler.replicas(0.0, 1, cooldown - 1.0), scaler.replicas(0.0, 1, cooldown)) != (1, 0) {
            return Err("the last replica goes at another time".to_owned());
        }
        let earliest = active + cooldown;
        return Ok(json!({ "earliest_zero_s": number(earliest), "latest_zero_s": number(earliest + polling) }));
    }
    let length = case.number("queue_length")?;
    if case.has("running") {
        let jobs = (small(case, "running")?, small(case, "pending")?, small(case, "max")?);
        let accurate = case.case.contains("accurate");
        return Ok(json!({ "new_jobs": new_jobs(accurate, length, case.number("target")?, jobs) }));
    }
    let scaler = QueueScaler {
        activation: case.number("activation_threshold")?,
        min: small(case, "min")?,
        max: small(case, "max")?,
        ..QueueScaler::usual(case.number("target_per_replica")?)
    };
    Ok(json!({ "desired": scaler.replicas(length, small(case, "current")?, 0.0) }))
}

/// A message at the end of the queue waits as long as an instance takes for its share of it.
fn backlog(case: &Case) -> Answer {
    let target = case.number("acceptable_latency_s")? / case.number("avg_processing_s")?;
    let (messages, instances) = (case.number("messages")?, small(case, "instances")?);
    let scaler = QueueScaler { max: u32::MAX, ..QueueScaler::usual(target) };
    Ok(json!({
        "target_backlog": number(target),
        "current_backlog": number(messages / f64::from(instances)),
        "desired": scaler.replicas(messages, instances, 0.0),
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
    let parts: Option<Vec<f64>> = parts.values().map(Value::as_f64).collect();
    // Nothing of it overlaps.
    let total: f64 = parts.ok_or("a part is no number")?.into_iter().sum();
    Ok(json!({ "total_s": number(total) }))
}

fn lag(case: &Case) -> Answer {
    let (mean, amplitude) = (case.number("mean")?, case.number("relative_amplitude")?);
    let (period, lag) = (case.number("period_h")? * 3600.0, case.number("provisioning_lag_s")?);
    let (exact, linearised) = sine_rise(mean, amplitude, period, lag);
    Ok(json!({
        "max_load_rise_during_lag_over_mean": number(exact / mean),
        "linearised": number(linearised / mean),
    }))
}
