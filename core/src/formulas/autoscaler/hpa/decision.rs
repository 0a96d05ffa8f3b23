//! What a sync of the autoscaler decides, and what bound it.

/// The outcome of one sync.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The replicas that the workload shall have from now on.
    pub replicas: u32,
    /// What the metrics ask for, before windows and limits; `None` where no metric was looked at or
    /// where those that failed leave no answer.
    pub proposal: Option<u32>,
    /// What bound the decision.
    pub reason: Reason,
}

/// What bound a decision: of several steps that changed the number, the last one.
///
/// Most names are those of the conditions in the status of a HorizontalPodAutoscaler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The metrics ask for the replicas there are, mostly as they are within the tolerance.
    WithinTolerance,
    /// Nothing: the metrics have what they ask for.
    DesiredWithinRange,
    /// The policies of `scaleUp`, or twice the replicas where there is no `behavior`.
    ScaleUpLimit,
    /// The policies of `scaleDown`.
    ScaleDownLimit,
    /// The largest number of replicas.
    TooManyReplicas,
    /// The smallest number of replicas.
    TooFewReplicas,
    /// A lower proposal within the window on the way up.
    ScaleUpStabilized,
    /// A higher proposal within the window on the way down.
    ScaleDownStabilized,
    /// There are no replicas although the smallest number is not zero, which switches the autoscaler off.
    Disabled,
    /// The policy has no metric that can be simulated.
    NoMetrics,
    /// Metrics could not be read, and what the others ask for is not enough to act on.
    MetricsFailed,
}

impl Reason {
    /// What bound a proposal that the windows made `stabilized` and the limits then judged.
    pub(super) const fn of_steps(current: u32, proposal: u32, stabilized: u32, limit: Self) -> Self {
        if !matches!(limit, Self::DesiredWithinRange) {
            limit
        } else if stabilized != proposal {
            if proposal >= current { Self::ScaleUpStabilized } else { Self::ScaleDownStabilized }
        } else if proposal == current {
            Self::WithinTolerance
        } else {
            Self::DesiredWithinRange
        }
    }
}
