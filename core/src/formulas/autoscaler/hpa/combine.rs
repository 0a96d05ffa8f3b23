//! Several metrics: whose proposal counts, and what a metric that failed does.

/// What the metrics ask for together: the largest proposal, or nothing where that cannot be told.
///
/// Nothing comes out where all metrics failed, and where one failed and the largest proposal of the
/// others is below the replicas there are: the one that failed might have asked for more. A failure
/// therefore never stops a scale-up and always stops a scale-down, which is how a broken metrics
/// pipeline keeps a fleet at its peak size. No metrics at all count as all failed.
///
/// # Source
///
/// `computeReplicasForMetrics` in `horizontal.go`.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::autoscaler::hpa::combine::combine;
///
/// assert_eq!(combine([Some(4), Some(6)], 5), Some(6));
/// assert_eq!(combine([Some(6), None], 5), Some(6)); // a failure does not stop a scale-up
/// assert_eq!(combine([Some(4), None], 5), None); // but it stops a scale-down
/// ```
#[inline]
pub fn combine(proposals: impl IntoIterator<Item = Option<u32>>, current: u32) -> Option<u32> {
    let (mut largest, mut failed) = (None, false);
    for proposal in proposals {
        failed |= proposal.is_none();
        largest = largest.max(proposal);
    }
    largest.filter(|&largest| !failed || largest >= current)
}
