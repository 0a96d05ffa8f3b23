//! Every setting of sizing in a sentence, with its default and where that comes from.

use crate::base::setting::{Setting, row};

const OURS: &str = "Headroom's default";
const GUIDE: &str = "Capacity planning for ML systems, typical headroom";
const MEASURE: &str = "A load test of one replica; the figure is Headroom's default";

/// Every setting, in the order of the page.
#[rustfmt::skip] // A table.
pub const SETTINGS: &[Setting] = &[
    row("headroom-way", "Headroom by", "Typical value for a type of product, a share above the peak, or the utilization at peak.", "by product", OURS),
    row("product-kind", "Product", "Type of product: each has a typical range of headroom.", "growing", GUIDE),
    row("headroom-level", "Within its range", "Low end, middle or high end of the range.", "low", OURS),
    row("headroom", "Above the peak", "Capacity beyond the usual peak, as a share of the peak.", "50 %", GUIDE),
    row("target-utilization", "Utilization at peak", "Maximum utilization of the fleet at the usual peak; the rest is headroom.", "66.7 %, which is 50 % above the peak", OURS),
    row("spare-replicas", "Spare replicas", "Replicas that may fail without impact (N+1, N+2).", "1", OURS),
    row("lead-time", "Lead time", "Time from ordering capacity until it is available; 0 if it is available on-demand. With a lead time, no policy uses more than was planned and ordered. Start-up of a replica comes on top: see Scaling.", "30 days", OURS),
    row("capacity-way", "Capacity by", "Throughput of one replica, or service time of a request.", "throughput", OURS),
    row("replica-throughput", "Throughput", "The highest load that one replica carries.", "200 requests/s", MEASURE),
    row("service-time", "Service time", "Average time of a request without queueing.", "50 ms", MEASURE),
    row("concurrency", "Concurrency", "Requests that one replica serves in parallel.", "10", MEASURE),
    row("service-variability", "Service time variability (CV)", "Coefficient of variation: standard deviation over mean of the service times. 0 % where every request takes the same, 100 % for exponential ones, more where a few take far longer. P99 hangs on it.", "100 %, exponential", "M/M/c, the queue with exponential service times; a load test's standard deviation over its mean"),
    row("vcpus", "CPU", "vCPUs that one replica requests.", "4 vCPU", OURS),
    row("memory", "Memory", "Memory that one replica requests.", "8 GiB", OURS),
    row("gpus", "Accelerators", "GPUs that one replica takes, whole.", "0", OURS),
    row("availability", "Availability", "Share of requests that must meet the SLO. The rest is the error budget; it does not change the replicas.", "99.9 %", OURS),
    row("latency-objective", "Latency", "A latency target, or none for batch requests that may wait.", "latency target", OURS),
    row("latency-percentile", "Percentile", "Share of requests that must be answered within the target.", "99 %", OURS),
    row("latency-target", "Latency target", "Response time, queueing included, within which that share must be answered.", "300 ms", OURS),
    row("latency-measured", "Measured", "At the user, where a round trip to the serving region counts towards the target, or at the service. Replicas are sized on the service's own time in both cases: where the network breaks the target, a nearer region helps.", "at the user", OURS),
];
