//! Every setting of sizing in a sentence, with its default and where that comes from.

use crate::base::setting::{Setting, row};

const OURS: &str = "Our own choice";
const GUIDE: &str = "The published capacity guide, headroom by kind of product";
const MEASURE: &str = "A load test of one replica; the figure is our own choice";

/// Every setting, in the order of the page.
#[rustfmt::skip] // A table.
pub const SETTINGS: &[Setting] = &[
    row("headroom-way", "Headroom stated as", "As is usual for a kind of product, as a share above the peak, or as the utilization at the peak.", "by product", OURS),
    row("product-kind", "Product", "What kind of product it is: each has a usual range of headroom.", "growing", GUIDE),
    row("headroom-level", "Within its range", "Whether the low end, the middle or the high end of that range applies.", "low", OURS),
    row("headroom", "Above the peak", "Capacity beyond the usual peak, as a share of the peak.", "50 %", GUIDE),
    row("target-utilization", "Utilization at peak", "How busy the fleet may be at the usual peak; the rest is headroom.", "66.7 %, which is 50 % above the peak", OURS),
    row("spare-replicas", "Spare replicas", "Replicas that may be lost without harm (N+1, N+2).", "1", OURS),
    row("lead-time", "Lead time", "From ordering capacity to having it.", "30 days", OURS),
    row("capacity-way", "Capacity stated as", "By the throughput of one replica, or by the time that a request takes.", "throughput", OURS),
    row("replica-throughput", "Throughput", "The highest load that one replica carries.", "200 requests/s", MEASURE),
    row("service-time", "Service time", "How long a request takes on average while nothing waits.", "50 ms", MEASURE),
    row("concurrency", "Concurrency", "Requests that one replica works on at the same time.", "10", MEASURE),
    row("vcpus", "CPU", "vCPUs that one replica requests.", "4 vCPU", OURS),
    row("memory", "Memory", "Memory that one replica requests.", "8 GiB", OURS),
    row("gpus", "Accelerators", "GPUs that one replica takes, whole.", "0", OURS),
    row("availability", "Availability", "Share of requests that must be answered within the objective. The rest is the error budget; it does not change the replicas.", "99.9 %", OURS),
    row("latency-promised", "Latency", "Whether there is a latency target, or requests may wait as those of a batch do.", "latency target", OURS),
    row("latency-percentile", "Percentile", "Share of the requests that must be answered within the target.", "99 %", OURS),
    row("latency-target", "Latency target", "Response time, queueing included, within which that share must be answered.", "300 ms", OURS),
];
