//! How long Karpenter collects pending pods before it orders nodes for them.

/// Seconds without a further pod that close a batch, unless stated otherwise (`BATCH_IDLE_DURATION`).
pub const BATCH_IDLE: f64 = 1.0;
/// Seconds after its first pod that close a batch, unless stated otherwise (`BATCH_MAX_DURATION`).
pub const BATCH_MAX: f64 = 10.0;

/// Pods for which nodes are ordered together; from [`batch_windows`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BatchWindow {
    /// When its first pod became pending, seconds.
    pub first: f64,
    /// Pods in it.
    pub count: u32,
    /// When nodes are ordered, seconds.
    pub closes_at: f64,
}

/// Groups pending pods into the batches for which Karpenter orders nodes.
///
/// A batch closes at `min(last + idle, first + max)`; a pod that becomes pending by then, the moment
/// itself not included, joins it. Ordering and starting the nodes comes after that.
///
/// | symbol  | input      | unit                                    |
/// |---------|------------|-----------------------------------------|
/// |         | `arrivals` | seconds at which pods become pending    |
/// | `idle`  | `idle`     | seconds; [`BATCH_IDLE`] as a rule       |
/// | `max`   | `max`      | seconds; [`BATCH_MAX`] as a rule        |
///
/// Arrivals may come in any order; those that are no finite number are left out, and durations that are
/// no positive number count as zero. Pods of the same moment are always together.
///
/// # Source
///
/// Karpenter, "Settings": batch idle and batch max duration.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::autoscaler::cloud::nodes::*;
///
/// // A pod a second, all within the idle time: the batch closes 10 s after the first.
/// let arrivals: Vec<f64> = (0..20).map(|i| 0.9 * f64::from(i)).collect();
/// let batches = batch_windows(&arrivals, BATCH_IDLE, BATCH_MAX);
/// assert_eq!((batches[0].count, batches[0].closes_at, batches.len()), (12, 10.0, 2));
/// ```
pub fn batch_windows(arrivals: &[f64], idle: f64, max: f64) -> Vec<BatchWindow> {
    let positive = |duration: f64| if duration > 0.0 { duration } else { 0.0 };
    let (idle, max) = (positive(idle), positive(max));
    let mut arrivals: Vec<f64> = arrivals.iter().copied().filter(|time| time.is_finite()).collect();
    arrivals.sort_by(f64::total_cmp);
    let mut batches: Vec<BatchWindow> = Vec::new();
    let mut previous = f64::NEG_INFINITY;
    for time in arrivals {
        match batches.last_mut() {
            Some(batch) if time < batch.closes_at || time == previous => {
                batch.count = batch.count.saturating_add(1);
                batch.closes_at = (time + idle).min(batch.first + max).max(time);
            }
            _ => batches.push(BatchWindow { first: time, count: 1, closes_at: time + idle.min(max) }),
        }
        previous = time;
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rows() {
        let pairs = |arrivals: &[f64], idle, max| {
            batch_windows(arrivals, idle, max).iter().map(|b| (b.count, b.closes_at)).collect::<Vec<_>>()
        };
        assert_eq!(pairs(&[], 1.0, 10.0), []);
        assert_eq!(pairs(&[3.0], 1.0, 10.0), [(1, 4.0)]);
        // Out of order, and one that is no time.
        assert_eq!(pairs(&[5.0, 0.5, f64::NAN, 0.0], 1.0, 10.0), [(2, 1.5), (1, 6.0)]);
        // The moment at which a batch closes is the next one's.
        assert_eq!(pairs(&[0.0, 1.0], 1.0, 10.0), [(1, 1.0), (1, 2.0)]);
        assert_eq!(pairs(&[0.0, 0.0, 0.0], 0.0, 10.0), [(3, 0.0)]);
        assert_eq!(pairs(&[0.0, 0.5], f64::NAN, f64::NAN), [(1, 0.0), (1, 0.5)]);
        assert_eq!(pairs(&[0.0, 50.0], f64::INFINITY, 60.0), [(2, 60.0)]);
    }

    proptest! {
        #[test]
        fn every_pod_waits_within_the_limits(
            gaps in proptest::collection::vec(0.0..3.0_f64, 1..80), idle in 0.1..2.0_f64, max in 2.0..15.0_f64
        ) {
            let arrivals: Vec<f64> = gaps.iter().scan(0.0, |now, gap| { *now += gap; Some(*now) }).collect();
            let batches = batch_windows(&arrivals, idle, max);
            prop_assert_eq!(batches.iter().map(|batch| batch.count as usize).sum::<usize>(), arrivals.len());
            for batch in &batches {
                let open = batch.closes_at - batch.first;
                prop_assert!(open >= idle.min(max) - 1e-9 && open <= max + 1e-9);
            }
            for (batch, next) in batches.iter().zip(batches.iter().skip(1)) {
                prop_assert!(next.first >= batch.closes_at);
            }
        }
    }
}
