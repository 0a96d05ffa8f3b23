//! Latency at the peak by queueing, and the replicas that the latency objective needs.

use crate::base::numeric::ceil_count;
use crate::base::text;
use crate::formulas::queueing::{self, Queue};
use crate::plan::scenario::sizing::{LatencyObjective, ReplicaCapacity};
use serde::Serialize;

/// Response times of a fleet under a load.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LatencyAnswer {
    /// Share of requests that wait before they are worked on.
    pub p_wait: f64,
    /// Mean response time, in seconds.
    pub mean: f64,
    /// Response time at the objective's percentile, or at P99 without an objective, in seconds.
    pub at_percentile: f64,
    /// That percentile.
    pub percentile: f64,
    /// Variability of the service times it is computed with, standard deviation over mean.
    pub variability: f64,
    /// Whether nobody stated that, and exponential service times are assumed.
    pub variability_assumed: bool,
}

impl LatencyAnswer {
    /// The variability that is taken for the service times: `CV 100 %, assumed`.
    pub fn service_times(&self) -> String {
        let assumed = if self.variability_assumed { ", assumed" } else { "" };
        format!("CV {}{assumed}", text::percent(self.variability))
    }
}

/// Percentile that is shown where no objective names one.
const USUAL_PERCENTILE: f64 = 0.99;

/// Replicas that a latency objective needs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplicasForLatency {
    /// No latency target.
    NotAsked,
    /// This many keep the objective at the peak.
    Needed(u32),
    /// No number does: the service time alone exceeds the target.
    OutOfReach {
        /// The percentile of the service time alone, in seconds.
        fastest: f64,
    },
}

/// Response times of `replicas` under `load`, by [`mgc`](queueing::mgc); `None` when the load exceeds what they carry.
pub(super) fn latency_at(
    load: f64,
    replicas: u32,
    capacity: ReplicaCapacity,
    objective: Option<LatencyObjective>,
) -> Option<LatencyAnswer> {
    let percentile = objective.map_or(USUAL_PERCENTILE, |objective| objective.percentile.get());
    let queue = queue_at(load, replicas, capacity)?;
    Some(LatencyAnswer {
        p_wait: queue.p_wait,
        mean: queue.mean_response,
        at_percentile: queue.response_quantile(percentile),
        percentile,
        variability: queue.service.variability,
        variability_assumed: capacity.variability().is_none(),
    })
}

/// The queue of `replicas` under `load`; `None` when the load exceeds what they carry.
pub(crate) fn queue_at(load: f64, replicas: u32, capacity: ReplicaCapacity) -> Option<Queue> {
    queueing::mgc(load, capacity.service(), servers_of(replicas, capacity)?)
}

/// Replicas that a load takes with its headroom, within the latency objective, spare ones included.
///
/// `max(⌈λ·(1 + h) / μ⌉, n_SLO) + s`, as [`plan_sizing`](crate::plan::sizing::plan_sizing) counts them for the usual
/// peak; where the objective is out of reach, the throughput alone decides.
pub fn replicas_for(inputs: &crate::plan::scenario::sizing::SizingInputs, load: f64) -> u32 {
    let capacity = inputs.replica.capacity;
    let for_throughput = ceil_count(load * (1.0 + inputs.headroom.fraction()) / capacity.throughput());
    let carrying = match replicas_for_latency(load, capacity, inputs.slo.latency) {
        ReplicasForLatency::Needed(needed) => for_throughput.max(needed),
        _ => for_throughput,
    };
    carrying.max(u32::from(load > 0.0)).saturating_add(inputs.spare_replicas.get())
}

/// Fewest replicas that keep the objective under `load`.
pub(super) fn replicas_for_latency(
    load: f64,
    capacity: ReplicaCapacity,
    objective: Option<LatencyObjective>,
) -> ReplicasForLatency {
    let Some(objective) = objective else { return ReplicasForLatency::NotAsked };
    if load <= 0.0 {
        return ReplicasForLatency::Needed(0);
    }
    match queueing::servers_for_response(load, capacity.service(), objective.percentile.get(), objective.target.get()) {
        Ok(servers) => ReplicasForLatency::Needed(
            u32::try_from(servers.div_ceil(u64::from(capacity.concurrency().get()))).unwrap_or(u32::MAX),
        ),
        Err(error) => ReplicasForLatency::OutOfReach { fastest: error.floor },
    }
}

/// Highest load under which `replicas` keep the objective; their throughput where none is asked.
pub(crate) fn load_within_objective(
    replicas: u32,
    capacity: ReplicaCapacity,
    objective: Option<LatencyObjective>,
) -> f64 {
    let throughput = f64::from(replicas) * capacity.throughput();
    let Some(objective) = objective else { return throughput };
    let Some(servers) = servers_of(replicas, capacity) else { return 0.0 };
    let (percentile, target) = (objective.percentile.get(), objective.target.get());
    queueing::max_arrival_rate_for_response(servers, capacity.service(), percentile, target)
        .map_or(0.0, |load| load.min(throughput))
}

fn servers_of(replicas: u32, capacity: ReplicaCapacity) -> Option<u64> {
    Some(u64::from(replicas) * u64::from(capacity.concurrency().get())).filter(|servers| *servers > 0)
}
