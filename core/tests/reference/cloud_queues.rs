//! Area `cloud_autoscaling`: replicas and jobs from the length of a queue, and nodes from pending pods.

use super::case::Given;
use super::compare::number;
use super::shapes::{Answer, Families};
use headroom_core::base::numeric::ceil_count;
use headroom_core::formulas::autoscaler::cloud::keda::QueueScaler;
use serde_json::{Value, json};

/// KEDA, queues of messages, and Karpenter.
pub const FAMILIES: Families = &[
    ("karpenter", &[("pending_pod_arrival_s batch_idle_s batch_max_s", batches)]),
    (
        "keda",
        &[
            ("queue_length target_per_replica min max activation_threshold current", replicas),
            ("last_active_at_s polling_s cooldown_s", scale_to_zero),
            ("queue_length target max running pending?", jobs),
        ],
    ),
    ("sqs", &[("acceptable_latency_s avg_processing_s messages instances", backlog)]),
];

fn replicas(given: &Given) -> Answer {
    let scaler = QueueScaler {
        activation: given.number("activation_threshold")?,
        min: given.small("min")?,
        max: given.small("max")?,
        ..QueueScaler::usual(given.number("target_per_replica")?)
    };
    Ok(json!({ "desired": scaler.replicas(given.number("queue_length")?, given.small("current")?, 0.0) }))
}

/// After the cooldown, at the next look at the queue.
fn scale_to_zero(given: &Given) -> Answer {
    let earliest = given.number("last_active_at_s")? + given.number("cooldown_s")?;
    let latest = earliest + given.number("polling_s")?;
    Ok(json!({ "earliest_zero_s": number(earliest), "latest_zero_s": number(latest) }))
}

/// How a scaled job counts the jobs that there are.
#[derive(Clone, Copy, PartialEq)]
enum Strategy {
    Default,
    Accurate,
    Other,
}

/// With `s = min(max, ⌈q/t⌉)`: by default `s − running`; accurately `max − running` where `s + running` exceeds
/// `max`, else `s − pending`.
///
/// The strategy is that in the case's name; where it has none, pending jobs matter to the accurate one only.
fn jobs(given: &Given) -> Answer {
    let words = [("accurate", Strategy::Accurate), ("default", Strategy::Default)];
    let others = [("eager", Strategy::Other), ("custom", Strategy::Other)];
    let implied = if given.has("pending") { Strategy::Accurate } else { Strategy::Default };
    let strategy = given.case.named(&[words, others].concat()).unwrap_or(implied);
    let (max, running) = (given.small("max")?, given.small("running")?);
    let pending = if given.has("pending") { given.small("pending")? } else { 0 };
    let scale = ceil_count(given.number("queue_length")? / given.number("target")?).min(max);
    let more = match strategy {
        Strategy::Default => scale.saturating_sub(running),
        Strategy::Accurate if scale.saturating_add(running) > max => max.saturating_sub(running),
        Strategy::Accurate => scale.saturating_sub(pending),
        Strategy::Other => {
            return Err(format!("the strategy of `{}` is neither default nor accurate", given.case.case));
        }
    };
    Ok(json!({ "new_jobs": more }))
}

/// An acceptable wait divided by the time of a message is how many may wait for each instance.
fn backlog(given: &Given) -> Answer {
    let (messages, instances) = (given.number("messages")?, given.number("instances")?);
    let target = given.number("acceptable_latency_s")? / given.number("avg_processing_s")?;
    Ok(json!({
        "target_backlog": number(target),
        "current_backlog": if instances > 0.0 { number(messages / instances) } else { Value::Null },
        "desired": ceil_count(messages / target),
    }))
}

/// A batch of pending pods closes a while after its last one, or a longer while after its first.
fn batches(given: &Given) -> Answer {
    let (idle, max) = (given.number("batch_idle_s")?, given.number("batch_max_s")?);
    let mut arrivals = given.numbers("pending_pod_arrival_s")?;
    arrivals.sort_by(f64::total_cmp);
    let mut batches: Vec<(f64, u32, f64)> = Vec::new();
    for time in arrivals {
        match batches.last_mut() {
            Some((first, count, closes)) if time < *closes => {
                *count += 1;
                *closes = (time + idle).min(*first + max);
            }
            _ => batches.push((time, 1, time + idle.min(max))),
        }
    }
    let row = |(first, count, closes): &(f64, u32, f64)| json!({ "first": number(*first), "count": count, "closes_at": number(*closes) });
    Ok(json!({ "batches": batches.iter().map(row).collect::<Vec<_>>() }))
}
