//! Changes of an autoscaler in the lists that Kubernetes keeps, slot by slot.
//!
//! The product does not use it: it keeps running sums, which must equal these. Kept as their check, there
//! and in [`hpa_lists`](super::hpa_lists); it stands by itself, so that both can read it.

/// A change that was made, always positive, in the list of its direction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScaleEvent {
    /// Replicas added or removed.
    pub change: u32,
    /// When, in seconds.
    pub at: f64,
}

/// Both lists of changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScaleEvents {
    /// What was added.
    pub up: Vec<ScaleEvent>,
    /// What was removed.
    pub down: Vec<ScaleEvent>,
}

impl ScaleEvents {
    /// The replicas at the start of a period: those there are, less what was added in it, plus what
    /// was removed. A change exactly as old as the period is outside it.
    pub fn period_start(&self, current: u32, period: f64, now: f64) -> i64 {
        let cutoff = now - period;
        let sum = |events: &[ScaleEvent]| {
            events.iter().filter(|event| event.at > cutoff).map(|event| i64::from(event.change)).sum::<i64>()
        };
        i64::from(current) - sum(&self.up) + sum(&self.down)
    }
}

/// Stores a change, over the last slot that holds one older than `longest`, or else at the end.
///
/// `longest` is the longest policy period of the change's *own* direction, but both directions read
/// both lists.
///
/// # Source
///
/// `storeScaleEvent` and `markScaleEventsOutdated` in `horizontal.go`.
pub fn store_event(events: &mut Vec<ScaleEvent>, event: ScaleEvent, longest: f64) {
    let cutoff = event.at - longest;
    match events.iter().rposition(|old| old.at < cutoff) {
        Some(slot) => events[slot] = event,
        None => events.push(event),
    }
}
