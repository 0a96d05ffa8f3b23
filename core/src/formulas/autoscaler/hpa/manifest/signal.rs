//! Which signal of the simulated fleet a metric's name speaks of.

use crate::formulas::autoscaler::metric::Metric;

/// The signal that a metric stands for by its name; none where the name says nothing that is simulated.
///
/// A guess, which the person may change: `http_requests_total` is a rate by custom, not by rule.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::autoscaler::hpa::manifest::signal_from_name;
/// use headroom_core::formulas::autoscaler::metric::Metric;
///
/// assert_eq!(signal_from_name("ml_prediction_requests_per_second"), Some(Metric::LoadPerReplica));
/// assert_eq!(signal_from_name("vllm:num_requests_waiting"), Some(Metric::QueueDepth));
/// assert_eq!(signal_from_name("memory"), None);
/// ```
pub fn signal_from_name(name: &str) -> Option<Metric> {
    let name = name.to_ascii_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    // Short words count only where they stand alone: `flag` is no `lag`.
    let has_word =
        |words: &[&str]| name.split(|letter: char| !letter.is_ascii_alphanumeric()).any(|word| words.contains(&word));
    if name == "cpu" {
        Some(Metric::CpuUtilization)
    } else if has(&["gpu", "dcgm", "accelerator"]) {
        let is_busy = has(&["util", "active", "busy", "duty"]) && !has(&["mem", "fb_"]);
        is_busy.then_some(Metric::GpuUtilization)
    } else if has(&["inflight", "in_flight", "in-flight", "concurren", "running"]) {
        Some(Metric::InFlight)
    } else if has(&["latency", "duration", "time_to_first"]) || has_word(&["ttft", "p95", "p99", "p50", "p90"]) {
        Some(Metric::Latency)
    } else if has(&["requests_per_second", "requests-per-second", "http_requests", "request_rate"])
        || has_word(&["rps", "qps"])
    {
        Some(Metric::LoadPerReplica)
    } else if has(&["queue_time", "per_second"]) {
        None
    } else if has(&["queue", "backlog", "messages", "undelivered", "waiting"]) || has_word(&["lag", "sqs"]) {
        Some(Metric::QueueDepth)
    } else {
        None
    }
}
