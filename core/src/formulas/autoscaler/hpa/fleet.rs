//! What the autoscaler sees of a simulated fleet, and how that becomes pods and metrics.

use super::proposal::{
    Failure, PodClass, PodGroup, Proposal, Tolerances, of_average_value, of_pods_alike, of_total_average,
    of_utilization, of_value,
};
use super::{HpaMetric, HpaSource, HpaTarget, Reading};
use crate::formulas::autoscaler::metric::{Metric, Seen};

/// What a simulated pod requests of its resource, so that a utilization of 1 is 1,000 milli-units.
const REQUEST_MILLI: i64 = 1000;

/// The fleet at a sync.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FleetSeen {
    /// Seconds since the start; must not fall from sync to sync.
    pub now: f64,
    /// The replicas that the workload shall have, which the autoscaler set.
    pub replicas: u32,
    /// Pods that serve.
    pub ready: u32,
    /// Pods whose container runs but that do not serve yet.
    pub unready: u32,
    /// Pods without a container yet.
    pub pending: u32,
    /// The fewest replicas.
    pub min: u32,
    /// The most replicas.
    pub max: u32,
    /// What the metrics system last reported.
    pub seen: Seen,
}

impl FleetSeen {
    fn existing(&self) -> u32 {
        self.ready.saturating_add(self.unready).saturating_add(self.pending)
    }
}

/// A metric of the policy with the signal that stands for it, ready for use at every sync.
///
/// Every ready pod reports the same value. Of starting pods nothing is reported: while pending they
/// are unready; once their container runs they are unready for CPU, and missing for every other metric.
#[derive(Clone, Copy, Debug)]
pub(super) struct Watched {
    signal: Metric,
    reading: Reading,
    target: Target,
}

#[derive(Clone, Copy, Debug)]
enum Target {
    Utilization { percent: i64, is_cpu: bool },
    ResourceAverage { milli: i64, is_cpu: bool },
    PodsAverage { milli: i64 },
    Value { milli: i64 },
    TotalAverage { milli: i64 },
    Unfit,
}

impl Watched {
    /// `None` for a metric without a signal: nothing in the fleet stands for it, so it takes no part.
    pub(super) fn new(metric: &HpaMetric) -> Option<Self> {
        let target = match (&metric.source, metric.target) {
            (
                HpaSource::Resource(resource) | HpaSource::ContainerResource { resource, .. },
                HpaTarget::Utilization(percent),
            ) => Target::Utilization { percent: i64::from(percent.get()), is_cpu: resource.as_str() == "cpu" },
            (
                HpaSource::Resource(resource) | HpaSource::ContainerResource { resource, .. },
                HpaTarget::AverageValue(quantity),
            ) => Target::ResourceAverage { milli: milli_up(quantity.get()), is_cpu: resource.as_str() == "cpu" },
            (HpaSource::Pods(_), HpaTarget::AverageValue(quantity)) => {
                Target::PodsAverage { milli: milli_up(quantity.get()) }
            }
            (HpaSource::Object { .. } | HpaSource::External(_), HpaTarget::Value(quantity)) => {
                Target::Value { milli: milli_up(quantity.get()) }
            }
            (HpaSource::Object { .. } | HpaSource::External(_), HpaTarget::AverageValue(quantity)) => {
                Target::TotalAverage { milli: milli_up(quantity.get()) }
            }
            _ => Target::Unfit,
        };
        Some(Self { signal: metric.signal?, reading: metric.reading, target })
    }

    /// The replicas that the metric asks for; `None` where it cannot tell.
    #[inline]
    pub(super) fn replicas(&self, fleet: &FleetSeen, tolerances: Tolerances) -> Option<u32> {
        let alike = self.replicas_alike(fleet, tolerances);
        if alike.is_some() {
            return alike;
        }
        self.propose(fleet, tolerances).ok().map(|proposal| proposal.replicas)
    }

    /// The same in short, for what pods report where none is missing: nearly always. `None` where there
    /// is no short way.
    #[inline]
    fn replicas_alike(&self, fleet: &FleetSeen, tolerances: Tolerances) -> Option<u32> {
        let reported = self.reported(fleet)?;
        let (is_cpu, is_percentage, target) = match self.target {
            Target::Utilization { percent, is_cpu } => (is_cpu, true, percent),
            Target::ResourceAverage { milli, is_cpu } => (is_cpu, false, milli),
            Target::PodsAverage { milli } => (false, false, milli),
            Target::Value { .. } | Target::TotalAverage { .. } | Target::Unfit => return None,
        };
        if fleet.unready > 0 && !is_cpu {
            return None;
        }
        let used = self.of_a_pod(reported, fleet);
        let is_resource = !matches!(self.target, Target::PodsAverage { .. });
        let usage = if is_resource { milli_down(used) } else { milli_up(used) };
        let pods = (fleet.ready, fleet.unready.saturating_add(fleet.pending));
        of_pods_alike(usage, is_percentage, pods, fleet.replicas, target, tolerances)
    }

    /// What the metric asks for.
    pub(super) fn propose(&self, fleet: &FleetSeen, tolerances: Tolerances) -> Result<Proposal, Failure> {
        let reported = self.reported(fleet).ok_or(Failure::NotReported)?;
        let current = fleet.replicas;
        match self.target {
            Target::Utilization { percent, is_cpu } => {
                let pods = pods(fleet, is_cpu, milli_down(self.of_a_pod(reported, fleet)));
                of_utilization(&pods, current, percent, tolerances)
            }
            Target::ResourceAverage { milli, is_cpu } => {
                let pods = pods(fleet, is_cpu, milli_down(self.of_a_pod(reported, fleet)));
                of_average_value(&pods, current, milli, tolerances)
            }
            Target::PodsAverage { milli } => {
                let pods = pods(fleet, false, milli_up(self.of_a_pod(reported, fleet)));
                of_average_value(&pods, current, milli, tolerances)
            }
            Target::Value { .. } if current > 0 && fleet.existing() == 0 => Err(Failure::NoPods),
            Target::Value { milli } => {
                let value = if self.is_a_mean() { reported } else { self.total(reported, fleet) };
                of_value(milli_up(value), milli, current, fleet.ready.into(), tolerances)
            }
            Target::TotalAverage { milli } => {
                of_total_average(milli_up(self.total(reported, fleet)), milli, fleet.existing(), tolerances)
            }
            Target::Unfit => Err(Failure::UnfitTarget),
        }
    }

    /// What the metric reads; of the one of a whole service, its scale applies to the whole.
    #[inline]
    fn reported(&self, fleet: &FleetSeen) -> Option<f64> {
        let signal = fleet.seen.get(self.signal).filter(|value| !value.is_nan())?;
        Some(self.reading.of(signal))
    }

    /// Whether the signal is a level that does not add up over pods, so that as a `Value` it is itself.
    fn is_a_mean(&self) -> bool {
        matches!(self.signal, Metric::CpuUtilization | Metric::GpuUtilization | Metric::Latency)
    }

    /// What is read of all pods together: at rest once, however many there are.
    fn total(&self, reported: f64, fleet: &FleetSeen) -> f64 {
        let base = self.reading.base.get();
        if self.signal == Metric::QueueDepth { reported } else { base + (reported - base) * f64::from(fleet.ready) }
    }

    fn of_a_pod(&self, reported: f64, fleet: &FleetSeen) -> f64 {
        if self.signal == Metric::QueueDepth { reported / f64::from(fleet.ready.max(1)) } else { reported }
    }
}

fn pods(fleet: &FleetSeen, is_cpu: bool, usage_milli: i64) -> [PodGroup; 3] {
    let group = |count: u32, class| PodGroup { count: count.into(), request_milli: REQUEST_MILLI, class };
    let running = if is_cpu { PodClass::Unready } else { PodClass::Missing };
    [
        group(fleet.ready, PodClass::Ready { usage_milli }),
        group(fleet.unready, running),
        group(fleet.pending, PodClass::Unready),
    ]
}

/// Milli-units of a quantity: Kubernetes rounds them up (`Quantity.MilliValue`). A few last bits are
/// forgiven, as `0.07 × 1000` is `70.00000000000001`.
fn milli_up(value: f64) -> i64 {
    let milli = value * (1000.0 * (1.0 - 1e-15));
    let whole = milli as i64;
    whole.saturating_add(i64::from((whole as f64) < milli))
}

/// Milli-units of a resource that a pod uses: what is not whole is not seen.
fn milli_down(value: f64) -> i64 {
    (value * (1000.0 * (1.0 + 1e-15))) as i64
}

#[cfg(test)]
mod tests {
    use super::super::HpaName;
    use super::*;
    use crate::base::units::Quantity;

    const TEN_PERCENT: Tolerances = Tolerances { up: 0.1, down: 0.1 };

    #[test]
    fn milli_units_forgive_the_last_bits_and_nothing_more() {
        for (value, up, down) in [
            (0.07, 70, 70),
            (0.57, 570, 570),
            (1.001, 1001, 1001),
            (0.0001, 1, 0),
            (428.0 / 7.0 * 7.0, 428_000, 428_000),
        ] {
            assert_eq!((milli_up(value), milli_down(value)), (up, down), "{value}");
        }
        assert_eq!(milli_up(f64::INFINITY), i64::MAX);
        assert_eq!(milli_up(1e300), i64::MAX);
    }

    #[test]
    fn signals_become_the_metrics_they_stand_for() {
        let name = || HpaName::from_static("x");
        let target = |value: f64| Quantity::clamped(value);
        let cpu = || HpaSource::Resource(HpaName::from_static("cpu"));
        let (value, average) = (|x| HpaTarget::Value(target(x)), |x| HpaTarget::AverageValue(target(x)));
        // 10 ready pods, 2 unready, 3 pending, and the value as reported.
        for (source, target, signal, reported, expected) in [
            // 90 / 60 = 1.5, with 5 unready pods at 0: ⌊900 / 15⌋ = 60 %, exactly the target: held.
            (cpu(), HpaTarget::Utilization(Quantity::clamped(60.0)), Metric::CpuUtilization, 0.9, Ok(15)),
            // Down, the unready are left out: ⌈0.5 · 10⌉.
            (cpu(), HpaTarget::Utilization(Quantity::clamped(60.0)), Metric::CpuUtilization, 0.3, Ok(5)),
            // 2 missing pods at the target of 100: (10 · 40 + 200) / 12 = 50, ⌈0.5 · 12⌉.
            (HpaSource::Pods(name()), average(100.0), Metric::LoadPerReplica, 40.0, Ok(6)),
            // 1,600 in all, with 5 pods at 0: 106.6 is within tolerance.
            (HpaSource::Pods(name()), average(100.0), Metric::LoadPerReplica, 160.0, Ok(15)),
            // 900 in all against 100 for each of 15 pods.
            (HpaSource::External(name()), average(100.0), Metric::LoadPerReplica, 90.0, Ok(9)),
            // 600 waiting against 20 for each of 15 pods.
            (HpaSource::External(name()), average(20.0), Metric::QueueDepth, 600.0, Ok(30)),
            // 600 waiting against 200 in all: 3 times the ready pods.
            (HpaSource::External(name()), value(200.0), Metric::QueueDepth, 600.0, Ok(30)),
            // A response time is itself, not ten times itself: 0.6 / 0.4 of the ready pods.
            (HpaSource::External(name()), value(0.4), Metric::Latency, 0.6, Ok(15)),
            (
                HpaSource::External(name()),
                HpaTarget::Utilization(Quantity::clamped(60.0)),
                Metric::Latency,
                0.6,
                Err(Failure::UnfitTarget),
            ),
            (cpu(), average(0.5), Metric::CpuUtilization, f64::NAN, Err(Failure::NotReported)),
        ] {
            let mut seen = Seen::default();
            seen.set(signal, Some(reported));
            let fleet = FleetSeen { now: 0.0, replicas: 15, ready: 10, unready: 2, pending: 3, min: 1, max: 100, seen };
            let metric = HpaMetric::new(source, Some(signal), target);
            let answer = Watched::new(&metric).unwrap().propose(&fleet, TEN_PERCENT);
            assert_eq!(answer.map(|proposal| proposal.replicas), expected, "{metric:?}");
        }
    }

    #[test]
    fn a_metric_reads_what_its_unit_its_request_and_its_rest_make_of_the_signal() {
        let resource = |name| HpaSource::Resource(HpaName::from_static(name));
        let percent = |percent| HpaTarget::Utilization(Quantity::clamped(percent));
        let reading = |base, scale| Reading { base: Quantity::clamped(base), scale: Quantity::clamped(scale) };
        // Ten pods, all of which serve.
        for (source, target, signal, value, reading, expected) in [
            // Four times the request at full throughput: 0.9 of it reads 360 %, and 360 / 300 · 10 = 12.
            (resource("cpu"), percent(300.0), Metric::CpuUtilization, 0.9, reading(0.0, 4.0), 12),
            // 0.4 at rest and 30 · 0.02 more: 100 %, and 100 / 80 · 10 = 12.5.
            (resource("memory"), percent(80.0), Metric::InFlight, 30.0, reading(0.4, 0.02), 13),
            // 0.9 of the time is 90 of 100, against 60.
            (
                HpaSource::Pods(HpaName::from_static("DCGM_FI_DEV_GPU_UTIL")),
                HpaTarget::AverageValue(Quantity::clamped(60.0)),
                Metric::GpuUtilization,
                0.9,
                reading(0.0, 100.0),
                15,
            ),
            // 0.6 s are 600 ms, against 400.
            (
                HpaSource::External(HpaName::from_static("latency_ms")),
                HpaTarget::Value(Quantity::clamped(400.0)),
                Metric::Latency,
                0.6,
                reading(0.0, 1000.0),
                15,
            ),
        ] {
            let mut seen = Seen::default();
            seen.set(signal, Some(value));
            let fleet = FleetSeen { now: 0.0, replicas: 10, ready: 10, unready: 0, pending: 0, min: 1, max: 100, seen };
            let metric = HpaMetric { reading, ..HpaMetric::new(source, Some(signal), target) };
            let watched = Watched::new(&metric).unwrap();
            assert_eq!(
                watched.propose(&fleet, TEN_PERCENT).map(|proposal| proposal.replicas),
                Ok(expected),
                "{metric:?}"
            );
            assert_eq!(watched.replicas(&fleet, TEN_PERCENT), Some(expected), "{metric:?}");
        }
    }
}
