//! Steps of the sizing: headroom, what one replica sustains, replicas for the latency and in all.

use super::{LatencyAnswer, ReplicasForLatency};
use crate::base::dimension::Dimension;
use crate::base::explain::{Letter, Operand, Working, by, letter, word};
use crate::base::numeric::ceil_count;
use crate::base::text;
use crate::plan::scenario::ReadyBy;
use crate::plan::scenario::sizing::{HeadroomRule, ReplicaCapacity, SizingInputs};

/// Headroom by its rule.
pub(super) fn headroom_step(rule: HeadroomRule, working: &mut Working) -> f64 {
    let share = Dimension::Fraction;
    match rule {
        HeadroomRule::Product { kind, .. } => {
            working.assume("headroom-ranges");
            if kind.ready() == ReadyBy::Minutes {
                working.assume("ready-within-minutes");
            }
            let [low, _, high] = kind.range();
            let range = format!("{} to {}", text::percent(low), text::percent(high));
            let letters = [Letter::named("product", kind.words().to_owned()), Letter::named("range", range)];
            working.found("Headroom", "typical for the product", letters, rule.fraction(), share)
        }
        HeadroomRule::Fraction(_) => working.found("Headroom", "as entered", [], rule.fraction(), share),
        HeadroomRule::Utilization(target) => {
            let target = letter("u", "target utilization at peak", target.get(), share);
            working.step("Headroom", by("1 / u − 1", [target], |[target]| 1.0 / target - 1.0), share)
        }
    }
}

/// What `μ` means.
const ONE_SUSTAINS: &str = "throughput of one replica";

/// `μ`, as an operand.
pub(super) fn sustained(throughput: f64) -> Operand {
    letter("μ", ONE_SUSTAINS, throughput, Dimension::Rate)
}

/// What one replica sustains.
pub(super) fn throughput_step(inputs: &SizingInputs, working: &mut Working) -> f64 {
    let capacity = inputs.replica.capacity;
    let label = "Throughput of one replica";
    match capacity {
        ReplicaCapacity::Throughput { throughput, .. } => {
            working.found(label, "as entered", [], throughput.get(), Dimension::Rate)
        }
        ReplicaCapacity::ServiceTime { service_time, concurrency, .. } => {
            let at_once = f64::from(concurrency.get());
            let operands = [
                letter("k", "concurrency of one replica", at_once, Dimension::Plain),
                letter("S", "mean service time", service_time.get(), Dimension::Seconds),
            ];
            working.step(label, by("k / S", operands, |[at_once, time]| at_once / time), Dimension::Rate)
        }
    }
}

/// Replicas for the latency, where there is an objective that can be kept.
pub(super) fn latency_step(inputs: &SizingInputs, answer: &ReplicasForLatency, working: &mut Working) {
    let (Some(objective), ReplicasForLatency::Needed(needed)) = (inputs.slo.latency, answer) else { return };
    working.found(
        "Replicas for the latency",
        "fewest with P(response > T) ≤ 1 − p",
        [
            Letter::open("P", "share of requests"),
            Letter::given("p", "percentile", objective.percentile.get(), Dimension::Fraction),
            Letter::given("T", "latency target", objective.target.get(), Dimension::Seconds),
        ],
        f64::from(*needed),
        Dimension::Count("replicas"),
    );
}

/// Replicas in all, the spare ones included.
pub(super) fn all_step(
    for_throughput: u32,
    for_latency: &ReplicasForLatency,
    spare: u32,
    working: &mut Working,
) -> u32 {
    let replicas = Dimension::Count("replicas");
    let needed = letter("n", "replicas for the throughput", f64::from(for_throughput), replicas);
    let spare = letter("s", "spare replicas", f64::from(spare), replicas);
    let arithmetic = match for_latency {
        ReplicasForLatency::Needed(slo) => {
            let slo = letter("n_SLO", "replicas for the latency", f64::from(*slo), replicas);
            by("max(n, n_SLO) + s", [needed, slo, spare], |[needed, slo, spare]| needed.max(slo) + spare)
        }
        _ => by("n + s", [needed, spare], |[needed, spare]| needed + spare),
    };
    // A cast to an integer saturates.
    working.step("Replicas in all", arithmetic, replicas) as u32
}

/// The provisioned load, and the replicas that its throughput takes.
pub(super) fn provisioned_steps(peak: f64, headroom: f64, throughput: f64, working: &mut Working) -> (f64, u32) {
    let provisioned = working.step(
        "Provisioned load",
        by(
            "peak · (1 + h)",
            [
                word("peak", peak, Dimension::Rate),
                letter("h", "headroom above the peak", headroom, Dimension::Fraction),
            ],
            |[peak, headroom]| peak * (1.0 + headroom),
        ),
        Dimension::Rate,
    );
    // A load too small for the count to see still takes a replica.
    let least = u32::from(peak > 0.0);
    let replicas = working.step(
        "Replicas for the throughput",
        by(
            "⌈provisioned / μ⌉",
            [word("provisioned", provisioned, Dimension::Rate), sustained(throughput)],
            |[provisioned, throughput]| f64::from(ceil_count(provisioned / throughput).max(least)),
        ),
        Dimension::Count("replicas"),
    );
    (provisioned, replicas as u32)
}

/// The utilization at the peak.
pub(super) fn utilization_step(peak: f64, replicas: u32, throughput: f64, working: &mut Working) -> f64 {
    working.step(
        "Utilization at peak",
        by(
            "peak / (replicas · μ)",
            [
                word("peak", peak, Dimension::Rate),
                word("replicas", f64::from(replicas), Dimension::Count("replicas")),
                sustained(throughput),
            ],
            |[peak, replicas, throughput]| peak / (replicas * throughput),
        ),
        Dimension::Fraction,
    )
}

/// Tells how the response time at the peak is found, and what is assumed for it.
pub(super) fn response_step(latency: &LatencyAnswer, replicas: u32, capacity: ReplicaCapacity, working: &mut Working) {
    for id in ["poisson-arrivals", "no-abandonment", service_times(capacity), "slots-as-servers", "slo-at-the-peak"] {
        working.assume(id);
    }
    let servers = f64::from(replicas) * f64::from(capacity.concurrency().get());
    working.found(
        "Response time at peak",
        "percentile p of M/G/c",
        [
            Letter::open("M/G/c", "queue with random arrivals and c servers"),
            Letter::given("p", "percentile", latency.percentile, Dimension::Fraction),
            Letter::given("c", "concurrency of all replicas", servers, Dimension::Plain),
            Letter::given("S", "mean service time", capacity.service_time(), Dimension::Seconds),
            Letter::given("CV", "variability of service times", latency.variability, Dimension::Fraction),
        ],
        latency.at_percentile,
        Dimension::Seconds,
    );
}

/// The assumption about the service times: exponential where nobody stated their variability.
pub(crate) fn service_times(capacity: ReplicaCapacity) -> &'static str {
    if capacity.variability().is_some() { "service-time-variability" } else { "exponential-service" }
}
