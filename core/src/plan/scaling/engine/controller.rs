//! Policies at work: each rule with what it remembers.

use crate::base::numeric::ceil_count;
use crate::base::time::{HOURS_PER_WEEK, SECONDS_PER_DAY};
use crate::formulas::autoscaler::cloud::Group;
use crate::formulas::autoscaler::cloud::keda::QueueScaler;
use crate::formulas::autoscaler::cloud::step::{Steps, matching_step, new_capacity};
use crate::formulas::autoscaler::cloud::target_tracking::{TargetTracking, TargetTrackingState};
use crate::formulas::autoscaler::hpa::{FleetSeen, HpaController};
use crate::formulas::autoscaler::metric::Metric;
use crate::formulas::published as seeds;
use crate::formulas::published::{PrintedThresholds, threshold_rule_as_printed};
use crate::plan::scenario::scaling::{PredictiveRule, Rule, Schedule, ScheduledRule, StepRule, ThresholdRule};
use std::sync::Arc;

/// What a rule wants, or that it has no opinion.
///
/// Two numbers and no `Option`, as that travels in registers: the time loop asks at every step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    replicas: u32,
    unbounded: u32,
}

impl Wish {
    /// No opinion, as before anything has been seen.
    pub const NONE: Self = Self { replicas: u32::MAX, unbounded: 0 };

    /// Replicas, within the bounds and limits that the rule itself keeps.
    pub const fn replicas(self) -> Option<u32> {
        if self.replicas == u32::MAX { None } else { Some(self.replicas) }
    }

    /// Replicas that the rule would want without bounds.
    pub const fn unbounded(self) -> u32 {
        self.unbounded
    }

    const fn of(replicas: u32) -> Self {
        Self { replicas, unbounded: replicas }
    }

    /// What is desired, brought within the fleet's bounds.
    fn within(desired: u32, fleet: &FleetSeen) -> Self {
        Self { replicas: desired.max(fleet.min).min(fleet.max), unbounded: desired }
    }
}

/// What the rules of a service may know beside the metrics.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Throughput of a replica, in requests/s.
    pub throughput: f64,
    /// Replicas as sized.
    pub sized: u32,
    /// The usual load of each hour of the week, in requests/s.
    pub usual_week: Arc<[f64; HOURS_PER_WEEK]>,
    /// Seconds from Monday 00:00 to the period's start.
    pub week_offset: f64,
    /// When there is work, from and to in seconds from Monday 00:00, each from as early as replicas take to start; `None`
    /// where there is some at all times.
    pub windows: Option<Arc<[(f64, f64)]>>,
}

impl Known {
    /// Whether there is work at a time, or will be as soon as replicas have started.
    fn is_open(&self, now: f64) -> bool {
        let Some(windows) = &self.windows else { return true };
        let (second, week) = (self.second_of_week(now), HOURS_PER_WEEK as f64 * 3600.0);
        let is_within = |(from, to): &(f64, f64)| {
            let since = (second - from).rem_euclid(week);
            since < to - from
        };
        windows.iter().any(is_within)
    }

    fn second_of_week(&self, now: f64) -> f64 {
        // Five times as fast as `rem_euclid`, which divides digit by digit.
        let (time, week) = (now + self.week_offset, HOURS_PER_WEEK as f64 * 3600.0);
        time - (time / week).floor() * week
    }
}

/// One rule at work.
#[derive(Clone, Debug)]
pub struct Controller {
    kind: Kind,
    /// Time between two looks, in seconds; none where it looks at every step.
    period: f64,
    next: f64,
    last: Wish,
}

#[derive(Clone, Debug)]
enum Kind {
    Static(Option<u32>),
    Threshold(ThresholdRule, f64),
    Step(Box<StepState>),
    TargetTracking(Metric, TargetTracking, TargetTrackingState),
    Hpa(Box<HpaController>),
    Queue(QueueScaler, Box<HpaController>, f64),
    Scheduled(ScheduledRule, Lasting),
    Predictive(PredictiveRule, Lasting),
    Window,
}

/// A wish that is known to last until a time.
#[derive(Clone, Copy, Debug)]
struct Lasting {
    until: f64,
    wish: Wish,
}

/// What rounding may do to a time within a week, in seconds, and more.
const TIME_ROUNDING: f64 = 1e-3;

impl Lasting {
    const UNKNOWN: Self = Self { until: f64::NEG_INFINITY, wish: Wish::NONE };

    /// The wish, found anew where it may have changed; `find` gives it with the seconds for which it lasts.
    #[inline]
    fn at(&mut self, now: f64, find: impl FnOnce() -> (Wish, f64)) -> Wish {
        if now >= self.until {
            let (wish, lasts) = find();
            *self = Self { until: now + lasts - TIME_ROUNDING, wish };
        }
        self.wish
    }
}

#[derive(Clone, Debug)]
struct StepState {
    rule: StepRule,
    above: u32,
    below: u32,
    /// Until when replicas that the last step added warm up.
    warm_at: f64,
    changed: f64,
}

/// Seconds between two syncs of the HorizontalPodAutoscaler.
const SYNC_PERIOD: f64 = 15.0;

impl Controller {
    /// A rule that has not looked at anything yet.
    pub fn new(rule: &Rule) -> Self {
        let (kind, period) = match rule {
            Rule::Static(rule) => (Kind::Static(rule.replicas.map(|replicas| replicas.get())), 0.0),
            Rule::Threshold(rule) => (Kind::Threshold(*rule, f64::NEG_INFINITY), 0.0),
            Rule::Step(rule) => {
                let state = StepState {
                    rule: rule.clone(),
                    above: 0,
                    below: 0,
                    warm_at: f64::NEG_INFINITY,
                    changed: f64::NEG_INFINITY,
                };
                (Kind::Step(Box::new(state)), rule.period.get())
            }
            Rule::TargetTracking(rule) => {
                (Kind::TargetTracking(rule.metric, rule.policy(), TargetTrackingState::default()), rule.period.get())
            }
            Rule::Hpa(policy) => (Kind::Hpa(Box::new(HpaController::new(policy))), SYNC_PERIOD),
            Rule::Queue(rule) => {
                let hpa = HpaController::new(&rule.hpa());
                (Kind::Queue(rule.keda(), Box::new(hpa), f64::NEG_INFINITY), SYNC_PERIOD.max(rule.polling.get()))
            }
            Rule::Scheduled(rule) => (Kind::Scheduled(rule.clone(), Lasting::UNKNOWN), 60.0),
            Rule::Predictive(rule) => (Kind::Predictive(*rule, Lasting::UNKNOWN), 60.0),
            Rule::Window(_) => (Kind::Window, 0.0),
        };
        Self { kind, period, next: 0.0, last: Wish::NONE }
    }

    /// The metrics that a rule looks at.
    pub fn metrics(rule: &Rule, into: &mut Vec<Metric>) {
        let mut add = |metric| {
            if !into.contains(&metric) {
                into.push(metric);
            }
        };
        match rule {
            Rule::Static(_) | Rule::Scheduled(_) | Rule::Predictive(_) => {}
            Rule::Threshold(_) => add(Metric::LoadPerReplica),
            Rule::Step(rule) => add(rule.metric),
            Rule::TargetTracking(rule) => add(rule.metric),
            // Without any metric the API looks at CPU.
            Rule::Hpa(policy) if policy.metrics.is_empty() => add(Metric::CpuUtilization),
            Rule::Hpa(policy) => policy.metrics.iter().filter_map(|metric| metric.signal).for_each(add),
            Rule::Queue(_) => add(Metric::InFlight),
            Rule::Window(_) => add(Metric::QueueDepth),
        }
    }

    /// What the rule wants at the end of the step `now − step ..= now`.
    #[inline]
    pub fn wish(&mut self, fleet: &FleetSeen, step: f64, known: &Known) -> Wish {
        if fleet.now + 1e-9 < self.next {
            return self.last;
        }
        let mut wish = self.look(fleet, known);
        let is_hpa = matches!(self.kind, Kind::Hpa(_) | Kind::Queue(..));
        if is_hpa && wish.replicas != fleet.replicas && step > self.period {
            wish = self.go_on(wish, fleet, step, known);
        }
        // Looks keep their rhythm, whatever the step.
        self.next = if self.period > step { self.next.max(fleet.now - self.period) + self.period } else { fleet.now };
        self.last = wish;
        wish
    }

    /// In a step that is longer than the sync period, an autoscaler goes on where it can.
    fn go_on(&mut self, first: Wish, fleet: &FleetSeen, step: f64, known: &Known) -> Wish {
        let (mut wish, mut fleet) = (first, *fleet);
        let mut syncs = (step / self.period) as u32;
        while let Some(found) = wish.replicas().filter(|found| syncs > 1 && *found != fleet.replicas) {
            syncs -= 1;
            fleet.now += self.period;
            fleet.pending = (fleet.pending + found).saturating_sub(fleet.replicas);
            fleet.replicas = found;
            wish = self.look(&fleet, known);
        }
        wish
    }

    #[inline]
    fn look(&mut self, fleet: &FleetSeen, known: &Known) -> Wish {
        match &mut self.kind {
            Kind::Static(replicas) => Wish::of(replicas.unwrap_or(known.sized)),
            Kind::Threshold(rule, changed) => {
                let Some(load) = fleet.seen.get(Metric::LoadPerReplica) else { return Wish::NONE };
                // Reported over at least one replica, also where none is ready.
                threshold(*rule, changed, load * f64::from(fleet.ready.max(1)), fleet, known)
            }
            Kind::Step(state) => state.look(fleet),
            Kind::TargetTracking(metric, policy, state) => track(*metric, policy, state, fleet),
            Kind::Hpa(hpa) => {
                let decision = hpa.sync(fleet);
                let unbounded = decision.proposal.unwrap_or(decision.replicas).max(decision.replicas);
                Wish { replicas: decision.replicas, unbounded }
            }
            Kind::Queue(keda, hpa, active) => queue(keda, hpa, active, fleet),
            Kind::Scheduled(rule, lasting) => lasting.at(fleet.now, || scheduled(rule, known, fleet.now)),
            Kind::Window => {
                // Until the queue is empty, also when the window has closed.
                let is_left = fleet.seen.get(Metric::QueueDepth).is_some_and(|waiting| waiting >= 1.0);
                Wish::of(if is_left || known.is_open(fleet.now) { known.sized } else { 0 })
            }
            Kind::Predictive(rule, lasting) => lasting.at(fleet.now, || predicted(rule, known, fleet.now)),
        }
    }
}

/// The published rule on the load that is seen, or its repair.
fn threshold(rule: ThresholdRule, changed: &mut f64, load: f64, fleet: &FleetSeen, known: &Known) -> Wish {
    let (capacity, up, down) = (known.throughput, rule.up.get(), rule.down.get());
    let Some(repair) = rule.repair else {
        let (min, max) = (i64::from(fleet.min), i64::from(fleet.max));
        let thresholds = PrintedThresholds { capacity, up, down, min, max };
        let count = |count: i64| u32::try_from(count.max(0)).unwrap_or(u32::MAX);
        let replicas = count(threshold_rule_as_printed(load, i64::from(fleet.replicas), &thresholds));
        let unlimited = PrintedThresholds { max: i64::MAX, ..thresholds };
        let unbounded = count(threshold_rule_as_printed(load, i64::from(fleet.replicas), &unlimited));
        return Wish { replicas, unbounded };
    };
    let (target, cooldown) = (repair.target.get(), repair.cooldown.get());
    let rule = seeds::ThresholdRule { capacity, up, down, target, cooldown, min: 0, max: u32::MAX };
    let desired = rule.count(load, fleet.replicas, fleet.now - *changed);
    if desired != fleet.replicas {
        *changed = fleet.now;
    }
    Wish::within(desired, fleet)
}

impl StepState {
    fn look(&mut self, fleet: &FleetSeen) -> Wish {
        let Some(value) = fleet.seen.get(self.rule.metric) else { return Wish::NONE };
        let above = self.rule.out_above.get();
        self.above = if value >= above { self.above + 1 } else { 0 };
        let below = self.rule.scale_in.as_ref().map(|rule| rule.below.get());
        self.below = if below.is_some_and(|below| value <= below) { self.below + 1 } else { 0 };
        // Past its warm-up a replica counts as serving, whether or not it has started.
        let ready = if fleet.now < self.warm_at { fleet.ready.min(fleet.replicas) } else { fleet.replicas };
        let group = Group { ready, desired: fleet.replicas, min: 0, max: u32::MAX };
        let capacity = |steps: &Steps, threshold: f64| {
            let found = matching_step(steps, value, threshold);
            let least = self.rule.min_magnitude.map(|least| least.get());
            found.map_or(fleet.replicas, |step| new_capacity(self.rule.adjustment, step.adjustment, least, &group))
        };
        let mut desired = fleet.replicas;
        if self.above >= self.rule.out_datapoints.get() {
            desired = capacity(&self.rule.out_steps, above).max(fleet.replicas);
        } else if let Some((rule, below)) = self.rule.scale_in.as_ref().zip(below) {
            let calm = fleet.now - self.changed >= rule.cooldown.get();
            if self.below >= rule.datapoints.get() && calm {
                desired = capacity(&rule.steps, below).min(fleet.replicas);
            }
        }
        if desired != fleet.replicas {
            self.changed = fleet.now;
        }
        if desired > fleet.replicas {
            self.warm_at = fleet.now + self.rule.warm_up.get();
        }
        Wish::within(desired, fleet)
    }
}

/// Holds the metric at its target, as the documented behaviour has it.
fn track(metric: Metric, policy: &TargetTracking, state: &mut TargetTrackingState, fleet: &FleetSeen) -> Wish {
    let Some(value) = fleet.seen.get(metric) else { return Wish::NONE };
    // A queue is a total; what target tracking looks at must fall as replicas are added.
    let value = if metric == Metric::QueueDepth { value / f64::from(fleet.ready.max(1)) } else { value };
    let group = Group { ready: fleet.ready, desired: fleet.replicas, min: 0, max: u32::MAX };
    let desired = state.observe(policy, fleet.now, Some(value), &group);
    Wish::within(desired.unwrap_or(fleet.replicas), fleet)
}

/// KEDA: between zero and one by itself, from one upwards through the autoscaler.
fn queue(keda: &QueueScaler, hpa: &mut HpaController, active: &mut f64, fleet: &FleetSeen) -> Wish {
    // Messages count until they are acknowledged, as queues report them: waiting or worked on.
    let Some(each) = fleet.seen.get(Metric::InFlight) else { return Wish::NONE };
    let waiting = each * f64::from(fleet.ready.max(1));
    if keda.is_active(waiting) {
        *active = fleet.now;
    }
    let unbounded = ceil_count(waiting / keda.target);
    let by_itself = keda.replicas(waiting, fleet.replicas, fleet.now - *active);
    if fleet.min == 0 && (fleet.replicas == 0 || by_itself == 0) {
        return Wish { replicas: by_itself.min(1), unbounded };
    }
    let decision = if fleet.min > 0 { hpa.sync(fleet) } else { hpa.sync(&FleetSeen { min: 1, ..*fleet }) };
    Wish { replicas: decision.replicas, unbounded: unbounded.max(decision.replicas) }
}

/// What the entry wants that began last before a time, and the seconds until the next one begins.
fn scheduled(rule: &ScheduledRule, known: &Known, now: f64) -> (Wish, f64) {
    let (second, week) = (known.second_of_week(now), HOURS_PER_WEEK as f64 * 3600.0);
    let since = |entry: &Schedule, day: u32| {
        (second - f64::from(day) * SECONDS_PER_DAY - entry.from.get() * 3600.0).rem_euclid(week)
    };
    let days = |entry: &Schedule| {
        let days = entry.days;
        (0..7).filter(move |day| days.includes(*day))
    };
    let last = |entry: &Schedule| days(entry).map(|day| since(entry, day)).fold(f64::INFINITY, f64::min);
    let next = |entry: &Schedule| days(entry).map(|day| week - since(entry, day)).fold(week, f64::min);
    let entry = rule.entries.iter().min_by(|one, other| last(one).total_cmp(&last(other)));
    let lasts = rule.entries.iter().map(next).fold(week, f64::min);
    (entry.map_or(Wish::NONE, |entry| Wish::of(entry.replicas.get())), lasts)
}

/// What the usual load of this hour needs, and of the hour that the lead reaches; and the seconds until
/// one of the two hours is over.
fn predicted(rule: &PredictiveRule, known: &Known, now: f64) -> (Wish, f64) {
    let hour = |time: f64| {
        let second = known.second_of_week(time);
        let hour = (second / 3600.0) as usize;
        (hour % HOURS_PER_WEEK, (hour + 1) as f64 * 3600.0 - second)
    };
    let ((present, left), (ahead, left_ahead)) = (hour(now), hour(now + rule.lead.get()));
    let mut highest = known.usual_week[present].max(known.usual_week[ahead]);
    let mut between = present;
    while between != ahead {
        highest = highest.max(known.usual_week[between]);
        between = (between + 1) % HOURS_PER_WEEK;
    }
    (Wish::of(ceil_count(highest / (known.throughput * rule.target.get()))), left.min(left_ahead))
}
