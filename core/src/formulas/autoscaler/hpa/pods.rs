//! Which pods count, and how: the controller's grouping of pods by what is known of them.

use super::defaults::{CPU_INITIALIZATION_PERIOD, INITIAL_READINESS_DELAY};
use super::proposal::PodClass;

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
