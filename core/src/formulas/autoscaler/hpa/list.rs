//! The controller with plain lists, step for step as its source has it, to compare others with.

use super::controller::{History, Settings};
use super::decision::{Decision, Reason};
use super::defaults::{DOWNSCALE_STABILIZATION, EffectiveRules, scale_down_rules, scale_up_rules};
use super::rate_limit::{
    ScaleEvent, ScaleEvents, limit_rate, limit_rate_legacy, scale_down_limit, scale_up_limit, store_event,
};
use super::stabilize::{Recommendation, Windows, stabilize, stabilize_legacy};
use super::{FleetSeen, HpaPolicy};

/// [`crate::formulas::autoscaler::hpa::HpaController`] at the price of walking through all it remembers at every sync.
#[derive(Clone, Debug)]
pub struct ListController {
    settings: Settings,
    history: Lists,
}

impl ListController {
    /// A controller that has not seen its fleet yet.
    pub fn new(policy: &HpaPolicy) -> Self {
        let rules = policy.behavior.as_ref().map(|behavior| Rules {
            up: scale_up_rules(behavior.scale_up.as_ref()),
            down: scale_down_rules(behavior.scale_down.as_ref()),
        });
        let history = Lists { rules, recommendations: Vec::new(), events: ScaleEvents::default() };
        Self { settings: Settings::new(policy), history }
    }

    /// Decides how many replicas there shall be, and remembers it.
    pub fn sync(&mut self, fleet: &FleetSeen) -> Decision {
        self.settings.sync(&mut self.history, fleet)
    }
}

#[derive(Clone, Debug)]
struct Lists {
    rules: Option<Rules>,
    recommendations: Vec<Recommendation>,
    events: ScaleEvents,
}

#[derive(Clone, Debug)]
struct Rules {
    up: EffectiveRules,
    down: EffectiveRules,
}

impl History for Lists {
    fn start(&mut self, now: f64, current: u32) {
        self.recommendations.push(Recommendation { replicas: current, at: now });
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

    fn limit(&mut self, now: f64, current: u32, stabilized: u32, bounds: (u32, u32)) -> (u32, Reason) {
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
        let event = ScaleEvent { change: from.abs_diff(to), at: now };
        if to > from {
            store_event(&mut self.events.up, event, up.longest_period());
        } else {
            store_event(&mut self.events.down, event, down.longest_period());
        }
    }
}
