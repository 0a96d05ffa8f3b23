//! Which pods count, and how: the autoscaler's grouping of pods by what is known of each.
//!
//! The product does not use it: its fleets come as numbers of ready, starting and pending pods. Kept as
//! an independent check that such a fleet is proposed for as its pods, one by one, would be.

use headroom_core::base::units::Quantity;
use headroom_core::formulas::autoscaler::hpa::proposal::{
    PodClass, PodGroup, Tolerances, of_average_value, of_utilization,
};
use headroom_core::formulas::autoscaler::hpa::{
    FleetSeen, HpaController, HpaMetric, HpaName, HpaPolicy, HpaSource, HpaTarget, defaults,
};
use headroom_core::formulas::autoscaler::metric::{Metric, Seen};
use proptest::prelude::*;

/// Seconds from a pod's start in which its CPU counts only once it is ready:
/// `--horizontal-pod-autoscaler-cpu-initialization-period`.
const CPU_INITIALIZATION_PERIOD: f64 = 300.0;
/// Seconds from a pod's start in which becoming not ready means that it has never been ready:
/// `--horizontal-pod-autoscaler-initial-readiness-delay`.
const INITIAL_READINESS_DELAY: f64 = 30.0;

/// What the grouping looks at; times are seconds on one clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PodSeen {
    /// How far it has come.
    pub phase: PodPhase,
    /// Whether it is being deleted.
    pub deleted: bool,
    /// When it was started; unknown until the node has taken it.
    pub started: Option<f64>,
    /// Whether it is ready, and since when it has been as it is; unknown at first.
    pub readiness: Option<Readiness>,
    /// The last sample of the metric.
    pub sample: Option<Sample>,
}

/// How far a pod has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PodPhase {
    /// Not placed on a node, or no container runs yet.
    Pending,
    /// Its containers run, or have ended well.
    Running,
    /// Its containers have failed.
    Failed,
}

/// Whether a pod is ready, and since when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Readiness {
    /// Whether it is; a state that the node does not know counts as ready here.
    pub ready: bool,
    /// When that last changed.
    pub since: f64,
}

/// What a pod reported of a metric.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// When.
    pub at: f64,
    /// Over how many seconds up to then.
    pub window: f64,
    /// The value, in milli-units.
    pub usage_milli: i64,
}

/// How the controller counts a pod.
///
/// In this order: deleted or failed pods are ignored, pending ones are unready, those without a
/// sample are missing, and everything else counts, *except that CPU also asks for readiness*: within
/// 300 s of its start a pod is unready while it is not ready, and as long as its last sample reaches
/// back before it became ready; later only if it is not ready and never was, which the controller
/// takes from its becoming unready within 30 s of its start. A pod that was ready once and fails its
/// probe now counts in full. All other metrics take samples from pods whether they are ready or not.
///
/// # Source
///
/// `groupPods` in `replica_calculator.go`; the two periods are flags of the controller
/// ([`CPU_INITIALIZATION_PERIOD`], [`INITIAL_READINESS_DELAY`]).
pub fn class_of(pod: &PodSeen, metric_is_cpu: bool, now: f64) -> PodClass {
    if pod.deleted || pod.phase == PodPhase::Failed {
        return PodClass::Ignored;
    }
    if pod.phase == PodPhase::Pending {
        return PodClass::Unready;
    }
    let Some(sample) = pod.sample else { return PodClass::Missing };
    let counts = !metric_is_cpu
        || match (pod.readiness, pod.started) {
            (Some(Readiness { ready, since }), Some(started)) => {
                if started + CPU_INITIALIZATION_PERIOD > now {
                    ready && sample.at >= since + sample.window
                } else {
                    ready || started + INITIAL_READINESS_DELAY <= since
                }
            }
            _ => false,
        };
    if counts { PodClass::Ready { usage_milli: sample.usage_milli } } else { PodClass::Unready }
}

#[test]
fn pods_are_grouped_as_the_controller_does() {
    const READY: PodClass = PodClass::Ready { usage_milli: 5 };
    let sample = Some(Sample { at: 1000.0, window: 60.0, usage_milli: 5 });
    let pod = |started, ready, since| PodSeen {
        phase: PodPhase::Running,
        deleted: false,
        started: Some(started),
        readiness: Some(Readiness { ready, since }),
        sample,
    };
    // At 1,010 s: a pod started at 710 has just left its 300 s.
    for (pod, cpu, other) in [
        (pod(0.0, true, 20.0), READY, READY),
        (pod(711.0, true, 940.0), READY, READY),
        (pod(711.0, true, 941.0), PodClass::Unready, READY),
        (pod(711.0, false, 711.0), PodClass::Unready, READY),
        (pod(710.0, true, 1009.0), READY, READY),
        (pod(710.0, false, 739.0), PodClass::Unready, READY),
        (pod(710.0, false, 740.0), READY, READY),
        (PodSeen { sample: None, ..pod(710.0, false, 739.0) }, PodClass::Missing, PodClass::Missing),
        (PodSeen { phase: PodPhase::Pending, ..pod(0.0, true, 20.0) }, PodClass::Unready, PodClass::Unready),
        (PodSeen { phase: PodPhase::Failed, ..pod(0.0, true, 20.0) }, PodClass::Ignored, PodClass::Ignored),
        (PodSeen { deleted: true, ..pod(0.0, true, 20.0) }, PodClass::Ignored, PodClass::Ignored),
        (PodSeen { readiness: None, ..pod(0.0, true, 20.0) }, PodClass::Unready, READY),
        (PodSeen { started: None, ..pod(0.0, true, 20.0) }, PodClass::Unready, READY),
    ] {
        assert_eq!(class_of(&pod, true, 1010.0), cpu, "{pod:?}");
        assert_eq!(class_of(&pod, false, 1010.0), other, "{pod:?}");
    }
}

proptest! {
    /// Pods that serve have long been ready, starting ones report their CPU and nothing else, pending ones
    /// have no container.
    #[test]
    fn a_fleet_is_proposed_for_as_its_pods_one_by_one(
        (ready, starting, pending) in (0_u32..40, 0_u32..20, 0_u32..20), milli in 0_i64..3000, target in 1_u32..150,
        is_cpu: bool,
    ) {
        let now = 10_000.0;
        let sample = Some(Sample { at: now, window: 15.0, usage_milli: milli });
        let serving = PodSeen {
            phase: PodPhase::Running,
            deleted: false,
            started: Some(0.0),
            readiness: Some(Readiness { ready: true, since: 60.0 }),
            sample,
        };
        let since = now - 20.0;
        let young = PodSeen {
            started: Some(since),
            readiness: Some(Readiness { ready: false, since }),
            sample: sample.filter(|_| is_cpu),
            ..serving
        };
        let waiting = PodSeen { phase: PodPhase::Pending, started: None, readiness: None, sample: None, ..serving };
        let group = |pod: PodSeen| PodGroup { count: 1, request_milli: 1000, class: class_of(&pod, is_cpu, now) };
        let kinds = [(serving, ready), (young, starting), (waiting, pending)];
        let pods: Vec<_> = kinds.into_iter().flat_map(|(pod, count)| (0..count).map(move |_| group(pod))).collect();
        let (current, of_load) = (ready + starting + pending, i64::from(target) * 10);
        let tolerances = Tolerances { up: defaults::TOLERANCE, down: defaults::TOLERANCE };
        let one_by_one = if is_cpu {
            of_utilization(&pods, current, target.into(), tolerances)
        } else {
            of_average_value(&pods, current, of_load, tolerances)
        };
        let (source, signal, target) = if is_cpu {
            let target = HpaTarget::Utilization(Quantity::clamped(f64::from(target)));
            (HpaSource::Resource(HpaName::from_static("cpu")), Metric::CpuUtilization, target)
        } else {
            let target = HpaTarget::AverageValue(Quantity::clamped(of_load as f64 / 1000.0));
            (HpaSource::Pods(HpaName::from_static("load")), Metric::LoadPerReplica, target)
        };
        let mut seen = Seen::default();
        seen.set(signal, Some(milli as f64 / 1000.0));
        let fleet = FleetSeen { now, replicas: current, ready, unready: starting, pending, min: 0, max: u32::MAX, seen };
        let policy = HpaPolicy::new(vec![HpaMetric::new(source, Some(signal), target)], None);
        let proposed = HpaController::new(&policy).sync(&fleet).proposal;
        prop_assert_eq!(proposed, one_by_one.ok().map(|proposal| proposal.replicas));
    }
}
