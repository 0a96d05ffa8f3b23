//! What a person states about sizing: one replica, the objective, how much is kept free.

use super::HeadroomRule;
use crate::base::numeric::is_default;
use crate::base::units::Quantity;
use crate::base::units::{
    Availability, Concurrency, GpuMemory, Gpus, LatencyPercentile, LatencyTarget, LeadTime, Memory, ReplicaThroughput,
    ServiceTime, ServiceVariability, SpareReplicas, Vcpus,
};
use crate::formulas::availability::BudgetWindow;
use crate::formulas::queueing::ServiceTimes;
use crate::machines::catalog::Architecture;
use crate::machines::chip::Chip;
use crate::machines::fit::ReplicaNeed;
use serde::{Deserialize, Serialize};

/// Throughput of one replica: stated, or following from its service time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ReplicaCapacity {
    /// A throughput as a load test measured it; the service time is `k / μ`.
    Throughput {
        /// `μ`.
        throughput: ReplicaThroughput,
        /// `k`, concurrency.
        concurrency: Concurrency,
        /// `CV` of the service times; that of exponential ones where not set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        variability: Option<ServiceVariability>,
    },
    /// A mean service time; the throughput is `k / S`.
    ServiceTime {
        /// `S`.
        service_time: ServiceTime,
        /// `k`, concurrency.
        concurrency: Concurrency,
        /// `CV` of the service times; that of exponential ones where not set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        variability: Option<ServiceVariability>,
    },
}

impl ReplicaCapacity {
    /// Throughput of one replica, in requests/s.
    pub fn throughput(self) -> f64 {
        match self {
            Self::Throughput { throughput, .. } => throughput.get(),
            Self::ServiceTime { service_time, concurrency, .. } => f64::from(concurrency.get()) / service_time.get(),
        }
    }

    /// Mean time that a replica works on one request, in seconds.
    pub fn service_time(self) -> f64 {
        match self {
            Self::Throughput { throughput, concurrency, .. } => f64::from(concurrency.get()) / throughput.get(),
            Self::ServiceTime { service_time, .. } => service_time.get(),
        }
    }

    /// Requests that a replica serves in parallel.
    pub fn concurrency(self) -> Concurrency {
        match self {
            Self::Throughput { concurrency, .. } | Self::ServiceTime { concurrency, .. } => concurrency,
        }
    }

    /// Variability of the service times, where it is stated.
    pub fn variability(self) -> Option<ServiceVariability> {
        match self {
            Self::Throughput { variability, .. } | Self::ServiceTime { variability, .. } => variability,
        }
    }

    /// How long one request is worked on: with the variability of exponential service times where none is stated.
    pub fn service(self) -> ServiceTimes {
        let exponential = ServiceTimes::exponential(1.0 / self.service_time());
        match self.variability() {
            Some(variability) => ServiceTimes { variability: variability.get(), ..exponential },
            None => exponential,
        }
    }

    /// The same by this throughput, whichever way it was stated before.
    #[must_use]
    pub fn with_throughput(self, throughput: ReplicaThroughput) -> Self {
        Self::Throughput { throughput, concurrency: self.concurrency(), variability: self.variability() }
    }

    /// The same by this service time, whichever way it was stated before.
    #[must_use]
    pub fn with_service_time(self, service_time: ServiceTime) -> Self {
        Self::ServiceTime { service_time, concurrency: self.concurrency(), variability: self.variability() }
    }

    /// The same with another concurrency; by throughput the service time is another then, by service time the throughput.
    #[must_use]
    pub fn with_concurrency(mut self, stated: Concurrency) -> Self {
        match &mut self {
            Self::Throughput { concurrency, .. } | Self::ServiceTime { concurrency, .. } => *concurrency = stated,
        }
        self
    }

    /// The same with service times that vary so much; `None` takes them as exponential.
    #[must_use]
    pub fn with_variability(mut self, stated: Option<ServiceVariability>) -> Self {
        match &mut self {
            Self::Throughput { variability, .. } | Self::ServiceTime { variability, .. } => *variability = stated,
        }
        self
    }
}

/// One replica: its throughput and the resources it requests.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Replica {
    /// Its throughput.
    pub capacity: ReplicaCapacity,
    /// Whether throughput or service time is what a new service begins with and nobody stated it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub throughput_assumed: bool,
    /// Whether the concurrency is what a new service begins with and nobody stated it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub concurrency_assumed: bool,
    /// Virtual CPUs it asks for.
    pub vcpus: Vcpus,
    /// Memory it asks for.
    pub memory: Memory,
    /// Accelerators it asks for.
    pub gpus: Gpus,
    /// Memory that each accelerator must have; any where not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gpu_memory: Option<GpuMemory>,
    /// Accelerator that it is built for; any GPU where not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chip: Option<Chip>,
    /// Instruction set that it is built for; any where not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arch: Option<Architecture>,
}

impl From<Replica> for ReplicaNeed {
    fn from(replica: Replica) -> Self {
        Self {
            vcpus: replica.vcpus.get(),
            memory_gib: replica.memory.get(),
            gpus: replica.gpus.get(),
            // Zero asks for no memory at all, so any will do.
            chip: replica.chip,
            gpu_memory_gib: replica.gpu_memory.map_or(0.0, GpuMemory::get),
            architecture: replica.arch,
        }
    }
}

/// Where a response time is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MeasuredAt {
    /// Where the request comes from: a round trip to the region that serves it is part of the time.
    AtUser,
    /// Where it is served: the network is not part of the time. So in files that do not say it.
    #[default]
    AtService,
}

impl MeasuredAt {
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// In words: `at the user`.
    pub const fn words(self) -> &'static str {
        match self {
            Self::AtUser => "at the user",
            Self::AtService => "at the service",
        }
    }
}

/// How soon a share of the requests must be answered.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LatencyObjective {
    /// The share of requests.
    pub percentile: LatencyPercentile,
    /// The response time that they must not exceed.
    pub target: LatencyTarget,
    /// Where it is measured. Replicas are sized on the service's own time wherever that is.
    #[serde(default, skip_serializing_if = "MeasuredAt::is_usual")]
    pub measured: MeasuredAt,
}

impl LatencyObjective {
    /// The one that a new service begins with: P99 within 300 ms at the user.
    pub fn usual() -> Self {
        Self { percentile: Quantity::clamped(0.99), target: Quantity::clamped(0.3), measured: MeasuredAt::AtUser }
    }
}

impl Slo {
    /// Whether there is a latency target, and it is measured at the user.
    pub fn is_at_user(&self) -> bool {
        self.latency.is_some_and(|objective| objective.measured == MeasuredAt::AtUser)
    }

    /// Error budget of 30 days, in seconds: `(1 − A) · 30 d`.
    pub fn error_budget(self) -> f64 {
        // Rounded to milliseconds: 1 − 0.999 is not exactly 0.001.
        libm::round((1.0 - self.availability.get()) * BudgetWindow::ThirtyDays.seconds() * 1e3) / 1e3
    }
}

/// The service level objective.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Slo {
    /// Share of requests that must meet the objective.
    pub availability: Availability,
    /// Latency target; none where work may wait, as in batches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latency: Option<LatencyObjective>,
}

/// What sizing asks of a service, beside its demand.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SizingInputs {
    /// One replica.
    pub replica: Replica,
    /// The service level objective (SLO).
    pub slo: Slo,
    /// Capacity beyond the peak.
    pub headroom: HeadroomRule,
    /// Replicas that may be lost without harm, `s`.
    pub spare_replicas: SpareReplicas,
    /// Time from ordering capacity to having it.
    pub lead_time: LeadTime,
}
