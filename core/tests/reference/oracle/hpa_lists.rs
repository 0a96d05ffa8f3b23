//! The autoscaler with plain lists, step for step as its source has it.
//!
//! The product does not use it: its controller has the same answers from queues that never look at a
//! proposal twice. Kept as an independent check of that controller's windows and limits; metrics,
//! proposals and bounds are those that ship.

use super::scale_events::{ScaleEvent, ScaleEvents, store_event};
use headroom_core::formulas::autoscaler::hpa::defaults::{
    DOWNSCALE_STABILIZATION, EffectiveRules, scale_down_rules, scale_up_rules,
};
use headroom_core::formulas::autoscaler::hpa::rate_limit::{
    limit_rate, limit_rate_legacy, scale_down_limit, scale_up_limit,
};
use headroom_core::formulas::autoscaler::hpa::{Decision, FleetSeen, HpaController, HpaPolicy, Reason};

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

/// The controller at the price of walking through all it remembers at every sync.
#[derive(Clone, Debug)]
pub struct ListController {
    /// Has never seen a fleet; what it proposes owes nothing to what was before.
    fresh: HpaController,
    rules: Option<Rules>,
    started: bool,
    recommendations: Vec<Recommendation>,
    events: ScaleEvents,
}

#[derive(Clone, Debug)]
struct Rules {
    up: EffectiveRules,
    down: EffectiveRules,
}

impl ListController {
    /// A controller that has not seen its fleet yet.
    pub fn new(policy: &HpaPolicy) -> Self {
        let rules = policy.behavior.as_ref().map(|behavior| Rules {
            up: scale_up_rules(behavior.scale_up.as_ref()),
            down: scale_down_rules(behavior.scale_down.as_ref()),
        });
        let (recommendations, events) = (Vec::new(), ScaleEvents::default());
        Self { fresh: HpaController::new(policy), rules, started: false, recommendations, events }
    }

    /// Decides how many replicas there shall be, and remembers it.
    pub fn sync(&mut self, fleet: &FleetSeen) -> Decision {
        let FleetSeen { now, replicas: current, min, max, .. } = *fleet;
        if !self.started {
            self.started = true;
            self.recommendations.push(Recommendation { replicas: current, at: now });
        }
        let at_first_sight = self.fresh.clone().sync(fleet);
        let decision = match at_first_sight.proposal {
            // Out of bounds, or nothing to go by: history plays no part.
            None => at_first_sight,
            Some(proposal) => {
                let stabilized = self.stabilize(now, current, proposal);
                let (replicas, limit) = self.limit(now, current, stabilized, (min, max));
                let reason = if limit != Reason::DesiredWithinRange {
                    limit
                } else if stabilized == proposal {
                    if proposal == current { Reason::WithinTolerance } else { Reason::DesiredWithinRange }
                } else if proposal < current {
                    Reason::ScaleDownStabilized
                } else {
                    Reason::ScaleUpStabilized
                };
                Decision { replicas, proposal: Some(proposal), reason }
            }
        };
        if decision.replicas != current {
            self.changed(now, current, decision.replicas);
        }
        decision
    }

    fn stabilize(&mut self, now: f64, current: u32, proposal: u32) -> u32 {
        match &self.rules {
            Some(Rules { up, down }) => {
                let windows = Windows { up: up.window, down: down.window };
                stabilize(&mut self.recommendations, now, current, proposal, windows)
            }
            None => stabilize_legacy(&mut self.recommendations, now, proposal, DOWNSCALE_STABILIZATION),
        }
    }

    fn limit(&self, now: f64, current: u32, stabilized: u32, bounds: (u32, u32)) -> (u32, Reason) {
        let Some(Rules { up, down }) = &self.rules else {
            return limit_rate_legacy(current, stabilized, bounds);
        };
        let start = |_, period| self.events.period_start(current, period, now);
        let limit = if stabilized > current {
            scale_up_limit(current, up, start)
        } else {
            scale_down_limit(current, down, start)
        };
        limit_rate(current, stabilized, bounds, limit)
    }

    fn changed(&mut self, now: f64, from: u32, to: u32) {
        let Some(Rules { up, down }) = &self.rules else { return };
        let longest = |rules: &EffectiveRules| rules.policies.iter().map(|one| one.period.get()).fold(0.0, f64::max);
        let event = ScaleEvent { change: from.abs_diff(to), at: now };
        if to > from {
            store_event(&mut self.events.up, event, longest(up));
        } else {
            store_event(&mut self.events.down, event, longest(down));
        }
    }
}
