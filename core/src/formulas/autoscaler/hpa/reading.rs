//! What a metric reads for a value of the signal that stands for it: its unit, and what it reads at rest.

use super::HpaTarget;
use crate::base::units::{Quantity, ReadingAtRest, ReadingPerSignal};
use crate::formulas::autoscaler::metric::Metric;
use serde::{Deserialize, Serialize};

/// From this target on an average of a GPU or CPU is taken for percent, where its name does not say so: no share is above it.
const LEAST_PERCENT: f64 = 1.5;
/// From this target on a latency is taken for milliseconds, where its name does not say so.
const LEAST_MILLISECONDS: f64 = 50.0;

/// How a metric follows its signal: `reading = base + scale · signal`.
///
/// | symbol   | is                                                                                             | unit                        |
/// |----------|------------------------------------------------------------------------------------------------|-----------------------------|
/// | `signal` | the simulated [`Metric`]: a share of full throughput, requests, seconds                         | its own                     |
/// | `scale`  | CPU: use at full throughput over the request; memory: of one request in flight over the request; else the metric's unit, 1,000 for milliseconds, 100 for percent | the metric's, per signal |
/// | `base`   | what it reads while nothing is done: the memory of an idle pod over its request                | the metric's                |
///
/// # Example
///
/// ```
/// use headroom_core::base::units::Quantity;
/// use headroom_core::formulas::autoscaler::hpa::Reading;
///
/// // A pod that may use four times what it requests reads 300 % at three quarters of its throughput.
/// let cpu = Reading { scale: Quantity::clamped(4.0), ..Reading::default() };
/// assert_eq!((cpu.of(0.75), cpu.signal_at(3.0)), (3.0, 0.75));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Reading {
    /// What it reads at rest.
    pub base: ReadingAtRest,
    /// What it reads more for one unit of its signal.
    pub scale: ReadingPerSignal,
}

impl Default for Reading {
    /// The signal itself.
    fn default() -> Self {
        Self { base: ReadingAtRest::clamped(0.0), scale: ReadingPerSignal::clamped(1.0) }
    }
}

impl Reading {
    /// What the metric reads for a value of its signal.
    #[inline]
    pub fn of(self, signal: f64) -> f64 {
        self.base.get() + self.scale.get() * signal
    }

    /// The value of the signal at which the metric reads so much.
    pub fn signal_at(self, reading: f64) -> f64 {
        (reading - self.base.get()) / self.scale.get()
    }

    /// Whether the metric is its signal, in the signal's own unit.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// The one that a metric's name and target speak of: percent, milliseconds, or the signal's own unit.
    ///
    /// A guess, which the person may change.
    pub fn guessed(name: &str, signal: Option<Metric>, target: HpaTarget) -> Self {
        let lower = name.to_ascii_lowercase();
        let ends = |ends: &[&str]| ends.iter().any(|end| lower.ends_with(end) || lower.contains(&format!("{end}_")));
        let (HpaTarget::AverageValue(value) | HpaTarget::Value(value)) = target else { return Self::default() };
        let scale = match signal {
            Some(Metric::GpuUtilization | Metric::CpuUtilization) if lower != "cpu" => {
                let is_percent = ends(&["dev_gpu_util", "_percent", "_percentage", "_pct"]);
                let is_share = ends(&["_ratio", "_fraction", "_active"]);
                if is_percent || !is_share && value.get() > LEAST_PERCENT { 100.0 } else { 1.0 }
            }
            Some(Metric::Latency) => match () {
                () if ends(&["_ms", "_millis", "_milliseconds", "_msec"]) => 1e3,
                () if lower.ends_with("_us") || ends(&["_micros", "_microseconds"]) => 1e6,
                () if ends(&["_seconds", "_s"]) => 1.0,
                () if value.get() >= LEAST_MILLISECONDS => 1e3,
                () => 1.0,
            },
            _ => 1.0,
        };
        Self { scale: ReadingPerSignal::clamped(scale), ..Self::default() }
    }

    /// In words, for a metric of which it is not the signal itself: `4 at full throughput`.
    pub fn words(self, signal: Metric) -> Option<String> {
        let number = crate::base::text::number;
        let (base, scale) = (self.base.get(), self.scale.get());
        let rest = if base > 0.0 { format!("{} at rest and ", number(base)) } else { String::new() };
        let more = if base > 0.0 { " more" } else { "" };
        let unit = match signal {
            Metric::CpuUtilization | Metric::GpuUtilization => "at full throughput",
            Metric::LoadPerReplica => "per request/s per replica",
            Metric::InFlight => "per request in flight per replica",
            Metric::QueueDepth => "per queued request",
            Metric::Latency => "per second",
        };
        (!self.is_plain()).then(|| format!("reads {rest}{}{more} {unit}", number(scale)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_is_that_of_the_name_and_else_of_the_target() {
        let average = |value| HpaTarget::AverageValue(Quantity::clamped(value));
        let (gpu, latency) = (Some(Metric::GpuUtilization), Some(Metric::Latency));
        for (name, signal, target, scale) in [
            ("DCGM_FI_DEV_GPU_UTIL", gpu, average(80.0), 100.0),
            ("DCGM_FI_DEV_GPU_UTIL", gpu, average(0.8), 100.0),
            ("DCGM_FI_PROF_GR_ENGINE_ACTIVE", gpu, average(0.8), 1.0),
            ("gpu_busy", gpu, average(70.0), 100.0),
            ("gpu_utilization_ratio", gpu, average(0.7), 1.0),
            ("http_request_duration_ms_p95", latency, average(30.0), 1000.0),
            ("request_latency_p99", latency, average(250.0), 1000.0),
            ("request_latency_p99", latency, average(0.25), 1.0),
            ("request_latency_us_west_2", latency, average(0.25), 1.0),
            ("request_latency_us", latency, average(0.25), 1e6),
            ("request_duration_seconds", latency, average(60.0), 1.0),
            ("rps", Some(Metric::LoadPerReplica), average(700.0), 1.0),
            ("cpu", Some(Metric::CpuUtilization), average(2.0), 1.0),
        ] {
            assert_eq!(Reading::guessed(name, signal, target).scale.get(), scale, "{name}");
        }
    }
}
