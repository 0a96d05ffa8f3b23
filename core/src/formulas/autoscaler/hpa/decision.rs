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
/// The names are those of the conditions in the status of a HorizontalPodAutoscaler, where it has one.
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
    /// All reasons.
    pub const ALL: [Self; 11] = [
        Self::WithinTolerance,
        Self::DesiredWithinRange,
        Self::ScaleUpLimit,
        Self::ScaleDownLimit,
        Self::TooManyReplicas,
        Self::TooFewReplicas,
        Self::ScaleUpStabilized,
        Self::ScaleDownStabilized,
        Self::Disabled,
        Self::NoMetrics,
        Self::MetricsFailed,
    ];

    /// The name that the controller's status gives it, or a like one where it has none.
    pub const fn name(self) -> &'static str {
        match self {
            Self::WithinTolerance => "WithinTolerance",
            Self::DesiredWithinRange => "DesiredWithinRange",
            Self::ScaleUpLimit => "ScaleUpLimit",
            Self::ScaleDownLimit => "ScaleDownLimit",
            Self::TooManyReplicas => "TooManyReplicas",
            Self::TooFewReplicas => "TooFewReplicas",
            Self::ScaleUpStabilized => "ScaleUpStabilized",
            Self::ScaleDownStabilized => "ScaleDownStabilized",
            Self::Disabled => "ScalingDisabled",
            Self::NoMetrics => "NoMetrics",
            Self::MetricsFailed => "FailedGetMetrics",
        }
    }

    /// The reason in words, to follow "because".
    pub const fn words(self) -> &'static str {
        match self {
            Self::WithinTolerance => "the metrics are within tolerance",
            Self::DesiredWithinRange => "the metrics ask for it",
            Self::ScaleUpLimit => "the scale-up policies allow no more",
            Self::ScaleDownLimit => "the scale-down policies allow no fewer",
            Self::TooManyReplicas => "it is the maximum",
            Self::TooFewReplicas => "it is the minimum",
            Self::ScaleUpStabilized => "the scale-up window held a lower proposal",
            Self::ScaleDownStabilized => "the scale-down window held a higher proposal",
            Self::Disabled => "zero replicas switch the autoscaler off",
            Self::NoMetrics => "no metric can be simulated",
            Self::MetricsFailed => "metrics could not be read",
        }
    }

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
