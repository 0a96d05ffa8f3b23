//! The phases of a drill, and which share of the users has moved at any time.

use super::{Detection, DrillSetup};
use serde::{Deserialize, Serialize};

/// When each phase begins, in seconds from the drill's start; `None` where it does not come, or not
/// before the drill's end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Phases {
    /// The failure.
    pub failure: f64,
    /// The health checks have failed often enough, at the latest.
    pub detected: Option<f64>,
    /// Somebody has decided to send users elsewhere, or it went by itself.
    pub decided: Option<f64>,
    /// All name servers give the new answer.
    pub updated: Option<f64>,
    /// All clients have followed but those that never ask again.
    pub shifted: Option<f64>,
    /// Users have moved and every other region has as many replicas in service as its policy wants; seen
    /// after the step.
    pub scaled: Option<f64>,
    /// The cause is gone.
    pub cause_over: Option<f64>,
    /// The region has as many replicas in service again as its policy wants; seen after the step.
    pub healthy: Option<f64>,
    /// Users are sent back.
    pub failing_back: Option<f64>,
    /// All are where they were.
    pub normal: Option<f64>,
    /// Nothing waits any more.
    pub calm: Option<f64>,
}

/// Who has left for elsewhere, as a share of the users, over time.
///
/// `moved(t) = (1 − s) · min(1, (t − t_u) / T)` from the update `t_u` on, as cached answers of random
/// age expire; back to nothing in the same way after the names point home again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shift {
    detection: Detection,
    /// When the names are updated; none where nobody is sent elsewhere.
    updated: Option<f64>,
    /// When the names point home again.
    back: Option<f64>,
}

impl Shift {
    /// The shift as it will come, if nothing gets better before the decision.
    pub fn planned(setup: &DrillSetup, phases: &mut Phases) -> Self {
        let detection = setup.detection;
        if !setup.incident.moves_users() {
            return Self { detection, updated: None, back: None };
        }
        let detected = phases.failure + detection.detected_after();
        let decided = detected + detection.decide;
        let updated = decided + detection.propagation;
        (phases.detected, phases.decided) = (Some(detected), Some(decided));
        (phases.updated, phases.shifted) = (Some(updated), Some(updated + detection.ttl));
        Self { detection, updated: Some(updated), back: None }
    }

    /// The region is healthy again: nobody leaves it who was not yet told to, the others come back.
    pub fn recover(&mut self, at: f64, phases: &mut Phases) {
        phases.healthy = Some(at);
        if phases.decided.is_none_or(|decided| at < decided) {
            // It got better before anybody acted.
            phases.detected = phases.detected.filter(|detected| *detected <= at);
            (phases.decided, phases.updated, phases.shifted) = (None, None, None);
            (self.updated, phases.normal) = (None, Some(at));
            return;
        }
        let failing_back = at + self.detection.failback_after;
        let back = self.updated.map_or(failing_back, |updated| updated.max(failing_back + self.detection.propagation));
        self.back = Some(back);
        phases.failing_back = Some(failing_back);
        phases.normal = Some(back + self.detection.ttl);
        phases.shifted = phases.shifted.filter(|shifted| *shifted <= back);
    }

    /// Share of the users that has moved.
    fn moved(&self, at: f64) -> f64 {
        let Some(updated) = self.updated else { return 0.0 };
        let part = |since: f64, until: f64| {
            if until < since {
                0.0
            } else if self.detection.ttl > 0.0 {
                ((until - since) / self.detection.ttl).min(1.0)
            } else {
                1.0
            }
        };
        let left = (1.0 - self.detection.stale_share) * part(updated, self.back.map_or(at, |back| at.min(back)));
        self.back.map_or(left, |back| left * (1.0 - part(back, at)))
    }

    /// Mean share of the users that has moved within a step; exact, as it changes linearly between
    /// the times at which something begins or ends.
    pub fn mean_moved(&self, from: f64, to: f64) -> f64 {
        let Some(updated) = self.updated.filter(|updated| *updated < to) else { return 0.0 };
        let back = self.back.unwrap_or(f64::INFINITY);
        let mut mean = 0.0;
        let mut begin = from;
        for end in [updated, updated + self.detection.ttl, back, back + self.detection.ttl, to] {
            // The times need not be in order where users are called back while they still leave.
            if begin < end && end <= to && end.is_finite() {
                mean += self.piece(begin, end) / (to - from);
                begin = end;
            }
        }
        mean
    }

    /// Integral over a time in which at most one bend lies: that of users called back early.
    fn piece(&self, begin: f64, end: f64) -> f64 {
        match self.back.filter(|back| begin < *back && *back < end) {
            Some(back) => {
                self.moved(0.5 * (begin + back)) * (back - begin) + self.moved(0.5 * (back + end)) * (end - back)
            }
            None => self.moved(0.5 * (begin + end)) * (end - begin),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shift(ttl: f64, stale_share: f64) -> Shift {
        let detection = Detection { ttl, stale_share, ..Detection::INSTANT };
        Shift { detection, updated: Some(100.0), back: None }
    }

    #[test]
    fn users_follow_as_their_answers_expire() {
        let mut shift = shift(60.0, 0.1);
        assert_eq!((shift.moved(99.9), shift.moved(130.0), shift.moved(1e9)), (0.0, 0.45, 0.9));
        // Half of the step is before the update; then a mean of 0 and 0.225 over 15 of 30 s.
        assert!((shift.mean_moved(85.0, 115.0) - 0.05625).abs() < 1e-12);
        shift.back = Some(1000.0);
        assert!((shift.mean_moved(1000.0, 1060.0) - 0.45).abs() < 1e-12);
        assert_eq!((shift.moved(1060.0), shift.mean_moved(1060.0, 1120.0)), (0.0, 0.0));
    }

    #[test]
    fn anycast_follows_at_once() {
        let mut shift = shift(0.0, 0.0);
        assert_eq!((shift.mean_moved(40.0, 100.0), shift.mean_moved(100.0, 160.0)), (0.0, 1.0));
        assert!((shift.mean_moved(70.0, 130.0) - 0.5).abs() < 1e-12);
        shift.back = Some(145.0);
        assert!((shift.mean_moved(130.0, 160.0) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn users_called_back_while_they_leave_are_counted_exactly() {
        let mut shift = shift(60.0, 0.0);
        shift.back = Some(130.0);
        // Up to a half in 30 s, then down again over 60 s: areas of 7.5 and 15.
        let sum: f64 =
            (10..25).map(|step| shift.mean_moved(f64::from(step) * 10.0, f64::from(step + 1) * 10.0) * 10.0).sum();
        assert!((sum - 22.5).abs() < 1e-9 && (shift.mean_moved(90.0, 210.0) * 120.0 - 22.5).abs() < 1e-9, "{sum}");
    }
}
