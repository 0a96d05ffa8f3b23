//! Stabilization: the calmest of the proposals within a window, as a function over the list of them.
//!
//! These are the reference forms, which keep the list as the controller does, slot by slot. The
//! simulation has the same answers from queues that never look at a proposal twice.

/// A proposal of the metrics, before windows and limits, and when it was made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recommendation {
    /// Replicas.
    pub replicas: u32,
    /// Seconds.
    pub at: f64,
}

/// How far back each direction looks, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Windows {
    /// On the way up.
    pub up: f64,
    /// On the way down.
    pub down: f64,
}

/// The replicas there are, moved no further than every recent proposal agrees to.
///
/// `stabilized = min(max(current, lowest), highest)`, with `lowest` over `desired` and the proposals
/// younger than the window up, and `highest` likewise over the window down. A proposal exactly as old
/// as a window is outside it. `desired` is stored, not the result: over the last slot whose proposal
/// is older than both windows, or else at the end.
///
/// What people expect of a window of 300 s is "wait five minutes, then act". What it does is hold the
/// *highest* proposal of the last five minutes, so that one short peak keeps the fleet for the whole
/// window, and a slow decline is followed five minutes late.
///
/// # Source
///
/// `stabilizeRecommendationWithBehaviors` in `horizontal.go`.
pub fn stabilize(
    recommendations: &mut Vec<Recommendation>,
    now: f64,
    current: u32,
    desired: u32,
    windows: Windows,
) -> u32 {
    let (up_cutoff, down_cutoff) = (now - windows.up, now - windows.down);
    let (mut lowest, mut highest, mut reused) = (desired, desired, None);
    for (slot, recommendation) in recommendations.iter().enumerate() {
        if recommendation.at > up_cutoff {
            lowest = lowest.min(recommendation.replicas);
        }
        if recommendation.at > down_cutoff {
            highest = highest.max(recommendation.replicas);
        }
        if recommendation.at < up_cutoff && recommendation.at < down_cutoff {
            reused = Some(slot);
        }
    }
    store(recommendations, reused, Recommendation { replicas: desired, at: now });
    current.max(lowest).min(highest)
}

/// The rule without `behavior`: the highest proposal of the window, and none on the way up.
///
/// Here a proposal exactly as old as the window still counts, so the fleet falls one sync later than
/// with the same window in `behavior`.
///
/// # Source
///
/// `stabilizeRecommendation` in `horizontal.go`.
pub fn stabilize_legacy(recommendations: &mut Vec<Recommendation>, now: f64, desired: u32, window: f64) -> u32 {
    let cutoff = now - window;
    let (mut highest, mut reused) = (desired, None);
    for (slot, recommendation) in recommendations.iter().enumerate() {
        if recommendation.at < cutoff {
            reused = Some(slot);
        } else {
            highest = highest.max(recommendation.replicas);
        }
    }
    store(recommendations, reused, Recommendation { replicas: desired, at: now });
    highest
}

fn store(recommendations: &mut Vec<Recommendation>, slot: Option<usize>, new: Recommendation) {
    match slot.and_then(|slot| recommendations.get_mut(slot)) {
        Some(old) => *old = new,
        None => recommendations.push(new),
    }
}
