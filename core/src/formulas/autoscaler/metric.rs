//! What a policy may look at: the signals that a fleet gives off.

use serde::{Deserialize, Serialize};

/// A signal of the fleet, as a metrics system would report it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Requests that arrive a second, over the replicas that are ready; retries included.
    LoadPerReplica,
    /// Share of the ready replicas' throughput in use, as CPU time shows it; at most 1.
    CpuUtilization,
    /// Share of time that a batching accelerator is busy: near 1 long before its throughput is used up.
    GpuUtilization,
    /// Requests in the system, waiting or worked on, over the replicas that are ready.
    InFlight,
    /// Requests that wait, of the whole service.
    QueueDepth,
    /// Response time at the objective's percentile, in seconds.
    Latency,
}

impl Metric {
    /// All metrics.
    pub const ALL: [Self; 6] = [
        Self::LoadPerReplica,
        Self::CpuUtilization,
        Self::GpuUtilization,
        Self::InFlight,
        Self::QueueDepth,
        Self::Latency,
    ];

    /// The metric in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::LoadPerReplica => "load per replica",
            Self::CpuUtilization => "CPU utilization",
            Self::GpuUtilization => "GPU utilization",
            Self::InFlight => "in-flight requests per replica",
            Self::QueueDepth => "queue depth",
            Self::Latency => "latency",
        }
    }

    /// Its place among [`Metric::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// What a policy sees of the metrics when it decides; `None` where nothing has been reported yet.
///
/// A bit for each value that is known, as six `Option<f64>` would take twice the room.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Seen {
    /// Zero where nothing is known.
    values: [f64; Metric::ALL.len()],
    known: u8,
}

impl Seen {
    /// The last value reported.
    #[inline]
    pub const fn get(&self, metric: Metric) -> Option<f64> {
        let place = metric.index();
        if self.known >> place & 1 == 1 { Some(self.values[place]) } else { None }
    }

    /// Reports a value.
    #[inline]
    pub const fn set(&mut self, metric: Metric, value: Option<f64>) {
        let place = metric.index();
        match value {
            Some(value) => (self.values[place], self.known) = (value, self.known | 1 << place),
            None => (self.values[place], self.known) = (0.0, self.known & !(1 << place)),
        }
    }
}
