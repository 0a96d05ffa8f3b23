//! What one run of the time loop works with: the stated inputs in steps and plain numbers.

use super::Met;
use super::controller::Known;
use super::simulate::CapacityLoss;
use crate::base::time::HOURS_PER_MONTH;
use crate::plan::scenario::scaling::Rule;
use crate::plan::scenario::scaling::{Batching, FleetInputs, OverrideAction, ReducedMode, SignalInputs, WorkInputs};
use crate::plan::scenario::sizing::{LatencyObjective, ReplicaCapacity};
use serde::{Deserialize, Serialize};

/// The fleet's inputs, with times in steps; a part of a step counts as a whole one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FleetSetup {
    /// From a place on a node to service.
    pub startup: u64,
    /// The part of it before the container runs.
    pub image_pull: u64,
    /// From leaving service to being gone.
    pub drain: u64,
    /// The nodes.
    pub nodes: Option<NodeSetup>,
    /// The warm pool.
    pub warm: Option<WarmSetup>,
    /// Most replicas for which there is room.
    pub limit: Option<u32>,
    /// Chance that a replica fails in one step.
    pub failure: f64,
}

/// The nodes, with times in steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NodeSetup {
    /// Replicas that fit one.
    pub replicas_per_node: u32,
    /// From needing one to having it.
    pub provisioning: u64,
    /// Kept free.
    pub spare: u32,
    /// How long one that is not needed stays.
    pub unneeded: u64,
}

/// The warm pool, with times in steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WarmSetup {
    /// Replicas kept prepared.
    pub size: u32,
    /// From taking one to service.
    pub startup: u64,
    /// What a prepared one costs, as a share of one in service.
    pub price: f64,
}

const SECONDS_PER_MONTH: f64 = HOURS_PER_MONTH * 3600.0;

/// Steps that cover a time.
fn steps(seconds: f64, step: f64) -> u64 {
    u64::from(crate::base::numeric::ceil_count(seconds / step))
}

impl FleetSetup {
    /// Counts the stated times in steps.
    pub fn new(inputs: &FleetInputs, step: f64) -> Self {
        Self {
            startup: steps(inputs.startup.total(), step),
            image_pull: steps(inputs.startup.image_pull.get(), step),
            drain: steps(inputs.drain.get(), step),
            nodes: inputs.nodes.map(|nodes| NodeSetup {
                replicas_per_node: nodes.replicas_per_node.get(),
                provisioning: steps(nodes.provisioning.get(), step),
                spare: nodes.spare.get(),
                unneeded: steps(nodes.unneeded.get(), step),
            }),
            warm: inputs.warm.map(|warm| WarmSetup {
                size: warm.size.get(),
                startup: steps(warm.startup.get(), step),
                price: warm.price.get(),
            }),
            limit: None,
            failure: -libm::expm1(-inputs.failures.get() * step / SECONDS_PER_MONTH),
        }
    }
}

/// The work's inputs as plain numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WorkSetup {
    /// Length of a step, in seconds.
    pub step: f64,
    /// Requests that may wait, for each replica in service.
    pub queue_limit: Option<f64>,
    /// When clients give up, in seconds.
    pub timeout: Option<f64>,
    /// Whole steps before the present one whose arrivals may still be waiting.
    pub timeout_steps: usize,
    /// Share of the present step's arrivals that may still be waiting at its end.
    pub timeout_share: f64,
    /// Whether replicas work on requests whose clients have given up.
    pub serves_abandoned: bool,
    /// How often clients try again.
    pub retries: u32,
    /// How many steps later.
    pub retry_steps: usize,
    /// Share of the throughput above which requests are turned away.
    pub shed_above: Option<f64>,
    /// When features are dropped, and what that gains.
    pub reduced: Option<ReducedSetup>,
    /// Requests/s let in.
    pub rate_limit: Option<f64>,
}

/// When features are dropped, and what that gains.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReducedSetup {
    /// Share of the usual throughput.
    pub above: f64,
    /// Factor on it.
    pub gain: f64,
}

impl WorkSetup {
    /// Takes the stated numbers.
    pub fn new(inputs: &WorkInputs, step: f64) -> Self {
        let timeout = inputs.timeout.map(|timeout| timeout.get());
        let in_steps = timeout.unwrap_or(0.0) / step;
        Self {
            step,
            queue_limit: inputs.queue_limit.map(|limit| limit.get()),
            timeout,
            timeout_steps: libm::round((in_steps - 1.0).max(0.0)) as usize,
            timeout_share: in_steps.min(1.0),
            serves_abandoned: inputs.serves_abandoned,
            retries: inputs.retries.get(),
            retry_steps: steps(inputs.retry_delay.get(), step) as usize,
            shed_above: inputs.shed_above.map(|share| share.get()),
            reduced: inputs
                .reduced
                .map(|ReducedMode { above, gain }| ReducedSetup { above: above.get(), gain: gain.get() }),
            rate_limit: inputs.rate_limit.map(|limit| limit.get()),
        }
    }
}

/// The signal's inputs in steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignalSetup {
    /// Between two readings.
    pub interval: u64,
    /// Over which a reading is averaged.
    pub window: usize,
    /// From a reading to its being seen.
    pub delay: u64,
}

impl SignalSetup {
    /// Counts the stated times in steps, to the nearest; an interval and a window have at least one.
    pub fn new(inputs: &SignalInputs, step: f64) -> Self {
        let nearest = |seconds: f64| libm::round(seconds / step) as u64;
        Self {
            interval: nearest(inputs.interval.get()).max(1),
            window: nearest(inputs.window.get()).max(1) as usize,
            delay: nearest(inputs.delay.get()),
        }
    }
}

/// What one replica is to the time loop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReplicaSetup {
    /// Its throughput.
    pub capacity: ReplicaCapacity,
    /// The promised latency.
    pub objective: Option<LatencyObjective>,
    /// The promised availability.
    pub availability: f64,
    /// How it batches.
    pub batching: Option<Batching>,
}

/// An override, in seconds from the period's start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OverrideSetup {
    /// When it begins.
    pub start: f64,
    /// When it ends.
    pub end: f64,
    /// What it does; a limit on spending is turned into replicas, where the price is known.
    pub action: OverrideAction,
}

/// Replicas that were ordered for an event, in seconds from the period's start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LotSetup {
    /// From when they are there.
    pub start: f64,
    /// Until when.
    pub end: f64,
    /// How many.
    pub replicas: u32,
}

/// What a policy aims at beside its own load, since a ready reserve must be in service when a loss comes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Aim {
    /// Times the own load.
    pub factor: f64,
    /// At least this load, requests/s.
    pub least: f64,
}

impl Default for Aim {
    /// The own load.
    fn default() -> Self {
        Self { factor: 1.0, least: 0.0 }
    }
}

impl Aim {
    /// The load for which replicas must be in service under an own load.
    #[inline]
    pub fn of(self, load: f64) -> f64 {
        (self.factor * load).max(self.least)
    }
}

/// Everything that one run works with.
#[derive(Clone, Debug, PartialEq)]
pub struct RunSetup {
    /// Length of a step, in seconds.
    pub step: f64,
    /// One replica, and what the SLO asks for.
    pub replica: ReplicaSetup,
    /// The fleet.
    pub fleet: FleetSetup,
    /// The work.
    pub work: WorkSetup,
    /// The signal.
    pub signal: SignalSetup,
    /// The rules; the one that wants most wins.
    pub rules: Vec<Rule>,
    /// Fewest replicas.
    pub min: u32,
    /// Most replicas.
    pub max: u32,
    /// Replicas at the start.
    pub initial: u32,
    /// For which load replicas must be in service, by which the ideal fleet is found.
    pub aim: Aim,
    /// What the rules may know.
    pub known: Known,
    /// Overrides.
    pub overrides: Vec<OverrideSetup>,
    /// Replicas that were ordered, from which time on; on-demand where empty.
    pub ordered: Vec<(f64, u32)>,
    /// What was ordered for events.
    pub lots: Vec<LotSetup>,
    /// Capacity that is lost for a time.
    pub incidents: Vec<CapacityLoss>,
    /// Price of a replica-hour.
    pub price: Option<f64>,
    /// Seed of the random failures.
    pub seed: u32,
}

impl RunSetup {
    /// Whether a run of another setup over the same load goes the same way as one of this setup that went so far: they
    /// are equal but for what no rule reads, and for bounds that are known to hold neither.
    pub fn goes_like(&self, other: &Self, met: Met) -> bool {
        let mut like = other.clone();
        if !self.rules.iter().any(|rule| matches!(rule, Rule::Static(_) | Rule::Window(_))) {
            like.known.sized = self.known.sized;
        }
        if self.overrides.is_empty() {
            // Only a limit on spending looks at the price.
            like.price = self.price;
            let is_free = self.ordered.is_empty() && self.incidents.is_empty();
            // A lot stands on top of what a minimum holds; of several rules one may be held while another is heard; and
            // others, such as a queue scaler that sleeps only where the minimum is zero, read it as more than a bound.
            let shows_its_lowest = self.lots.is_empty()
                && matches!(
                    self.rules.as_slice(),
                    [Rule::Hpa(_) | Rule::TargetTracking(_) | Rule::Step(_) | Rule::Predictive(_)]
                );
            if is_free && shows_its_lowest && met.lowest > self.min && met.lowest >= other.min {
                like.min = self.min;
            }
            if is_free && met.highest < self.max && met.highest < other.max {
                like.max = self.max;
            }
        }
        *self == like
    }

    /// Replicas of lots that are there at a time.
    pub(super) fn lot_at(&self, now: f64) -> u32 {
        let there = self.lots.iter().filter(|lot| lot.start <= now && now < lot.end);
        there.map(|lot| lot.replicas).fold(0, u32::saturating_add)
    }

    /// Replicas of lots that are there at a time beyond the paid ones: ordered for an event, and not used.
    pub(super) fn unused_lot_at(&self, now: f64, paid: f64) -> f64 {
        let Some(ordered) = self.ordered_at(now) else { return 0.0 };
        let lot = f64::from(self.lot_at(now));
        lot - (paid - f64::from(ordered)).clamp(0.0, lot)
    }

    /// Replicas that were ordered and are there at a time, apart from lots; none where capacity is on-demand.
    fn ordered_at(&self, now: f64) -> Option<u32> {
        self.ordered.iter().take_while(|(from, _)| *from <= now).last().map(|(_, ordered)| *ordered)
    }

    /// Most replicas that a policy may ask for at a time: its maximum, within what was ordered and is there, lots
    /// included; capacity is on-demand where nothing is said of orders.
    pub(super) fn max_at(&self, now: f64) -> u32 {
        let ordered = self.ordered_at(now);
        ordered.map_or(self.max, |ordered| self.max.min(ordered.saturating_add(self.lot_at(now))))
    }

    /// What the active overrides make of a wish, and the size that a freeze holds: a freeze first,
    /// then floors, then ceilings and limits on spending, in whatever order they are listed.
    pub(super) fn overruled(&self, wished: u32, present: u32, held: Option<u32>, now: f64) -> (u32, Option<u32>) {
        let active = || self.overrides.iter().filter(|rule| rule.start <= now && now < rule.end);
        let is_frozen = active().any(|rule| rule.action == OverrideAction::Freeze);
        let frozen = is_frozen.then(|| held.unwrap_or(present));
        let (mut floor, mut ceiling) = (0, u32::MAX);
        for rule in active() {
            match rule.action {
                OverrideAction::Freeze => {}
                OverrideAction::Floor(least) => floor = floor.max(least.get()),
                OverrideAction::Ceiling(most) => ceiling = ceiling.min(most.get()),
                OverrideAction::Spend(limit) => {
                    // Forgives the last bits: 0.3 / 0.1 is three replicas.
                    let affordable = |price: f64| (limit.get() / price * (1.0 + 1e-9)) as u32;
                    ceiling = ceiling.min(self.price.filter(|price| *price > 0.0).map_or(u32::MAX, affordable));
                }
            }
        }
        (frozen.unwrap_or(wished).max(floor).min(ceiling), frozen)
    }
}
