//! Stabilization: the lowest or highest proposal of a window, in constant time a proposal.
//!
//! What people expect of a window of 300 s is "wait five minutes, then act". What it does is hold the
//! *highest* proposal of the last five minutes, so that one short peak keeps the fleet for the whole
//! window, and a slow decline is followed five minutes late.
//!
//! Source: `stabilizeRecommendationWithBehaviors` and, without `behavior`, `stabilizeRecommendation` in
//! `horizontal.go`.

use std::collections::VecDeque;

/// A proposal of the metrics, before windows and limits, and when it was made.
#[derive(Clone, Copy, Debug)]
struct Recommendation {
    replicas: u32,
    /// Seconds.
    at: f64,
}

/// Which proposal of a window counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Calmest {
    /// The lowest, younger than the window.
    Lowest,
    /// The highest, younger than the window.
    Highest,
    /// The highest, not older than the window: the rule without `behavior`.
    HighestLegacy,
}

/// The proposals of a window that can still be the extreme: later ones are always less extreme.
///
/// A proposal that a later one reaches or exceeds can never count again, so each is added once,
/// removed once, and the first in line is the answer. What Kubernetes overwrites in its list is older
/// than every window, so nothing of it is missed here.
#[derive(Clone, Debug)]
pub(super) struct RecentExtreme {
    calmest: Calmest,
    window: f64,
    line: VecDeque<Recommendation>,
}

impl RecentExtreme {
    pub(super) fn new(calmest: Calmest, window: f64) -> Self {
        Self { calmest, window, line: VecDeque::new() }
    }

    /// Adds a proposal, and gives the extreme of the window with it. Times must not fall.
    pub(super) fn add(&mut self, now: f64, replicas: u32) -> u32 {
        let cutoff = now - self.window;
        let expired = |at: f64| if self.calmest == Calmest::HighestLegacy { at < cutoff } else { at <= cutoff };
        while self.line.front().is_some_and(|first| expired(first.at)) {
            self.line.pop_front();
        }
        // Mostly a sync proposes what the one before did.
        if let Some(last) = self.line.back_mut().filter(|last| last.replicas == replicas) {
            last.at = now;
            return self.line.front().map_or(replicas, |first| first.replicas);
        }
        let outdone = |old: u32| if self.calmest == Calmest::Lowest { old >= replicas } else { old <= replicas };
        while self.line.back().is_some_and(|last| outdone(last.replicas)) {
            self.line.pop_back();
        }
        self.line.push_back(Recommendation { replicas, at: now });
        self.line.front().map_or(replicas, |first| first.replicas)
    }
}
