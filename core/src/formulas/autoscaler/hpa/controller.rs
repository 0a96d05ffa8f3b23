//! The controller's loop: one decision a sync, from the fleet as it is and from what was decided before.

use super::combine::combine;
use super::decision::{Decision, Reason};
use super::events::RecentEvents;
use super::fleet::{FleetSeen, Watched};
use super::proposal::Tolerances;
use super::rate_limit::{limit_rate, limit_rate_legacy, scale_down_limit, scale_up_limit};
use super::recommendations::{Calmest, RecentExtreme};
use super::{HpaPolicy, defaults};

/// The autoscaler of a simulated fleet.
///
/// A sync costs a few nanoseconds whatever the windows and the fleet, and allocates nothing once its
/// queues have grown to a window's length. It decides always as the loop does that Kubernetes runs, which
/// walks through lists of all that it remembers: the tests hold it against that.
///
/// # Assumptions
///
/// The policy stays as it is, times do not fall, and what a sync decides is applied at once: the next
/// sync sees `replicas` as decided, unless something else scales the workload too.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::autoscaler::hpa::{FleetSeen, HpaController, HpaPolicy, Reason};
/// use headroom_core::formulas::autoscaler::metric::{Metric, Seen};
///
/// // No metrics stated: CPU at 80 % of the request. No behavior: twice as many a sync, at most.
/// let mut controller = HpaController::new(&HpaPolicy::new(vec![], None));
/// let mut seen = Seen::default();
/// seen.set(Metric::CpuUtilization, Some(1.0));
/// let fleet = FleetSeen { now: 0.0, replicas: 8, ready: 8, unready: 0, pending: 0, min: 2, max: 50, seen };
/// let decision = controller.sync(&fleet);
/// assert_eq!(decision.replicas, 10); // by hand: 100 % / 80 % = 1.25, and 1.25 · 8 = 10
/// assert_eq!(decision.reason, Reason::DesiredWithinRange);
/// ```
#[derive(Clone, Debug)]
pub struct HpaController {
    metrics: Vec<Watched>,
    tolerances: Tolerances,
    started: bool,
    history: Queues,
}

impl HpaController {
    /// A controller that has not seen its fleet yet.
    pub fn new(policy: &HpaPolicy) -> Self {
        let metrics = if policy.metrics.is_empty() {
            Watched::new(&defaults::metric()).into_iter().collect()
        } else {
            policy.metrics.iter().filter_map(Watched::new).collect()
        };
        let tolerances = defaults::tolerances(policy.behavior.as_ref());
        Self { metrics, tolerances, started: false, history: Queues::new(policy) }
    }

    /// Decides how many replicas there shall be, and remembers it.
    ///
    /// One sync, in the order of `reconcileAutoscaler` in `horizontal.go`.
    #[inline]
    pub fn sync(&mut self, fleet: &FleetSeen) -> Decision {
        let FleetSeen { now, replicas: current, min, max, .. } = *fleet;
        if !self.started {
            self.started = true;
            // The replicas that are there at first sight count as if they had been proposed.
            self.history.stabilize(now, current, current);
        }
        let at_once = |replicas, reason| Decision { replicas, proposal: None, reason };
        let decision = if current == 0 && min != 0 {
            return at_once(current, Reason::Disabled);
        } else if current > max {
            at_once(max, Reason::TooManyReplicas)
        } else if current < min {
            at_once(min, Reason::TooFewReplicas)
        } else if self.metrics.is_empty() {
            return at_once(current, Reason::NoMetrics);
        } else {
            let proposals = self.metrics.iter().map(|metric| metric.replicas(fleet, self.tolerances));
            let Some(proposal) = combine(proposals, current) else {
                return at_once(current, Reason::MetricsFailed);
            };
            let stabilized = self.history.stabilize(now, current, proposal);
            let (replicas, limit) = self.history.limit(now, current, stabilized, (min, max));
            let reason = Reason::of_steps(current, proposal, stabilized, limit);
            Decision { replicas, proposal: Some(proposal), reason }
        };
        if decision.replicas != current {
            self.history.changed(now, current, decision.replicas);
        }
        decision
    }
}

/// What the controller remembers, in queues from which each entry leaves once.
#[derive(Clone, Debug)]
struct Queues {
    /// Up; nothing holds a scale-up without `behavior`, nor with a window of zero.
    lowest: Option<RecentExtreme>,
    /// Down; nothing holds a scale-down with a window of zero.
    highest: Option<RecentExtreme>,
    rates: Option<Rates>,
}

/// The policies of `behavior` and the changes they look at.
#[derive(Clone, Debug)]
struct Rates {
    up: defaults::EffectiveRules,
    down: defaults::EffectiveRules,
    /// Under which number the sums of each policy's period are kept.
    up_numbers: Vec<usize>,
    down_numbers: Vec<usize>,
    events: RecentEvents,
}

impl Queues {
    fn new(policy: &HpaPolicy) -> Self {
        let Some(behavior) = &policy.behavior else {
            let highest = RecentExtreme::new(Calmest::HighestLegacy, defaults::DOWNSCALE_STABILIZATION);
            return Self { lowest: None, highest: Some(highest), rates: None };
        };
        let up = defaults::scale_up_rules(behavior.scale_up.as_ref());
        let down = defaults::scale_down_rules(behavior.scale_down.as_ref());
        // Nothing is younger than a window of zero.
        let recent = |calmest, window: f64| (window > 0.0).then(|| RecentExtreme::new(calmest, window));
        let periods = |rules: &defaults::EffectiveRules| -> Vec<f64> {
            rules.policies.iter().map(|policy| policy.period.get()).collect()
        };
        let (up_periods, down_periods) = (periods(&up), periods(&down));
        let events = RecentEvents::new(&up_periods, &down_periods);
        let numbers = |periods: Vec<f64>| periods.into_iter().map(|period| events.number_of(period)).collect();
        let (up_numbers, down_numbers) = (numbers(up_periods), numbers(down_periods));
        Self {
            lowest: recent(Calmest::Lowest, up.window),
            highest: recent(Calmest::Highest, down.window),
            rates: Some(Rates { up, down, up_numbers, down_numbers, events }),
        }
    }

    /// Holds a proposal within the windows, and remembers it.
    fn stabilize(&mut self, now: f64, current: u32, proposal: u32) -> u32 {
        let extreme = |recent: &mut Option<RecentExtreme>| recent.as_mut().map_or(proposal, |it| it.add(now, proposal));
        let (lowest, highest) = (extreme(&mut self.lowest), extreme(&mut self.highest));
        if self.rates.is_some() { current.max(lowest).min(highest) } else { highest }
    }

    /// Holds a stabilized number within the policies and bounds.
    fn limit(&mut self, now: f64, current: u32, stabilized: u32, bounds: (u32, u32)) -> (u32, Reason) {
        let Some(Rates { up, down, up_numbers, down_numbers, events }) = &mut self.rates else {
            return limit_rate_legacy(current, stabilized, bounds);
        };
        if stabilized > current {
            let start = |place: usize, _| events.period_start(current, up_numbers[place], now);
            limit_rate(current, stabilized, bounds, scale_up_limit(current, up, start))
        } else if stabilized < current {
            let start = |place: usize, _| events.period_start(current, down_numbers[place], now);
            limit_rate(current, stabilized, bounds, scale_down_limit(current, down, start))
        } else {
            (stabilized, Reason::DesiredWithinRange)
        }
    }

    /// Remembers a change that is made.
    fn changed(&mut self, now: f64, from: u32, to: u32) {
        if let Some(rates) = &mut self.rates {
            rates.events.store(from, to, now);
        }
    }
}
