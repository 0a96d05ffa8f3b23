//! From what is stated to a run: the bounds that follow from sizing, the load of the period, the setup.

use super::engine::{Aim, FleetSetup, Known, OverrideSetup, ReplicaSetup, RunSetup, SignalSetup, SloTable, WorkSetup};
use crate::base::numeric::ceil_count;
use crate::base::time::HOURS_PER_WEEK;
use crate::plan::demand::{DemandPlan, LoadCurve};
use crate::plan::scenario::Service;
use crate::plan::scenario::scaling::Rule;
use crate::plan::scenario::scaling::{Period, PolicyChoice, ScalingInputs};
use crate::plan::scenario::sizing::SizingInputs;
use crate::plan::sizing::SizingPlan;
use rand_distr::{Distribution, StandardNormal};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use std::sync::Arc;

/// Between how many replicas a policy may choose, and with how many it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Bounds {
    /// Fewest.
    pub min: u32,
    /// Most.
    pub max: u32,
    /// At the start.
    pub initial: u32,
}

impl Bounds {
    /// Those of two fleets taken together.
    #[must_use]
    pub fn together(self, other: Self) -> Self {
        Self {
            min: self.min.saturating_add(other.min),
            max: self.max.saturating_add(other.max),
            initial: self.initial.saturating_add(other.initial),
        }
    }
}

/// What the chain knows about a service when scaling begins.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'a> {
    /// What sizing was asked.
    pub inputs: &'a SizingInputs,
    /// What it answered.
    pub sizing: &'a SizingPlan,
    /// The load at any time.
    pub curve: &'a LoadCurve,
    /// The lowest load of the usual week, in requests/s.
    pub trough: f64,
    /// How far the load strays from its shape.
    pub variability: f64,
    /// What a replica costs an hour; `None` where not known.
    pub price: Option<f64>,
    /// Most replicas that limits leave; `None` where there is none.
    pub limit: Option<u32>,
    /// Replicas on a node, where somebody has said.
    pub replicas_per_node: Option<u32>,
    /// What the policy aims at.
    pub aim: Aim,
    /// Whether the load is the plan's, for which capacity is ordered.
    pub is_planned: bool,
}

/// The largest fleet that is simulated; sums of a few fleets and their nodes still fit 32 bits.
const LARGEST_FLEET: u32 = 1_000_000;

impl<'a> Basis<'a> {
    /// What the chain knows of a service.
    pub fn new(service: &'a Service, demand: &DemandPlan, sizing: &'a SizingPlan, curve: &'a LoadCurve) -> Self {
        Self {
            inputs: &service.sizing,
            sizing,
            curve,
            trough: demand.trough,
            variability: service.demand.variability.get(),
            price: service.scaling.price.map(|price| price.get()),
            limit: None,
            replicas_per_node: service.replicas_per_node(),
            aim: Aim::default(),
            is_planned: true,
        }
    }

    /// The same on a load that is not the plan's: nothing is ordered for it.
    #[must_use]
    pub fn unplanned(mut self) -> Self {
        self.is_planned = false;
        self
    }

    /// The same where a limit leaves only so many replicas.
    #[must_use]
    pub fn within(mut self, limit: Option<u32>) -> Self {
        self.limit = limit;
        self
    }

    /// The same where the policy aims at another load than its own.
    #[must_use]
    pub fn aiming_at(mut self, aim: Aim) -> Self {
        self.aim = aim;
        self
    }

    /// The same where a replica has another price than the one stated with its policies, such as that of
    /// its part of a machine.
    #[must_use]
    pub fn at_price(mut self, price: Option<f64>) -> Self {
        self.price = price;
        self
    }

    /// One replica, and what the SLO asks for, as the time loop takes them.
    pub fn replica(&self, scaling: &ScalingInputs) -> ReplicaSetup {
        ReplicaSetup {
            capacity: self.inputs.replica.capacity,
            objective: self.inputs.slo.latency,
            availability: self.inputs.slo.availability.get(),
            batching: scaling.work.batching,
        }
    }

    /// An empty table of what fleets of each size carry.
    pub fn table(&self, scaling: &ScalingInputs) -> SloTable {
        SloTable::new(self.replica(scaling))
    }

    /// Replicas that carry what a policy aims at under a load, with its headroom, spare ones included.
    fn replicas_with_headroom(&self, load: f64) -> u32 {
        let throughput = self.inputs.replica.capacity.throughput();
        ceil_count((load * self.aim.factor).max(self.aim.least) * (1.0 + self.sizing.headroom) / throughput)
            .saturating_add(self.inputs.spare_replicas.get())
    }

    /// The bounds of a policy: its own, or what sizing gives.
    ///
    /// `min = ⌈max(f · trough, least) · (1 + h) / μ⌉ + s`, where the policy [aims](Aim) at `f` times the load and at least
    /// at `least`; `max` is the largest of the planned replicas and of what each event of the coming year needs.
    pub fn bounds(&self, choice: &PolicyChoice, first_load: f64) -> Bounds {
        let sized = self.sizing.running;
        let is_batch = choice.rules.iter().all(|rule| matches!(rule, Rule::Window(_)));
        let usual = self.replicas_with_headroom(self.trough).max(u32::from(sized > 0)).min(sized);
        let floor = if is_batch { 0 } else { usual };
        let ceiling = self.sizing.events.iter().map(|event| event.replicas).fold(self.sizing.planned, u32::max).max(1);
        let max = choice.max.map_or(ceiling, |max| max.get());
        let min = choice.min.map_or(floor.min(max), |min| min.get()).min(max);
        let initial = match choice.rules.as_slice() {
            [Rule::Static(rule)] => rule.replicas.map_or(sized, |replicas| replicas.get()),
            _ if is_batch && first_load <= 0.0 => 0,
            _ => self.replicas_with_headroom(first_load),
        };
        // A static fleet is its own bound, unless one was stated.
        let (min, max) = match choice.rules.as_slice() {
            [Rule::Static(_)] => (choice.min.map_or(0, |_| min), choice.max.map_or(max.max(initial), |_| max)),
            _ => (min, max),
        };
        let (min, max) = (min.min(LARGEST_FLEET), max.min(LARGEST_FLEET));
        Bounds { min, max, initial: initial.clamp(min, max) }
    }

    /// A run of a policy; times count from the start of the period.
    pub fn setup(&self, scaling: &ScalingInputs, choice: &PolicyChoice, span: Span, first_load: f64) -> RunSetup {
        let Bounds { min, max, initial } = self.bounds(choice, first_load);
        let step = span.step;
        let mut fleet = FleetSetup::new(&scaling.fleet, step);
        fleet.limit = self.limit;
        if let Some((nodes, per_node)) = fleet.nodes.as_mut().zip(self.replicas_per_node) {
            nodes.replicas_per_node = per_node;
        }
        RunSetup {
            step,
            replica: self.replica(scaling),
            fleet,
            work: WorkSetup::new(&scaling.work, step),
            signal: SignalSetup::new(&scaling.signal, step),
            rules: choice.rules.clone(),
            min,
            max,
            initial,
            aim: self.aim,
            known: Known {
                throughput: self.inputs.replica.capacity.throughput(),
                sized: self.sizing.running.min(LARGEST_FLEET),
                usual_week: usual_week(self.curve, span.start),
                windows: self.windows(scaling, step),
                week_offset: (self.curve.week_offset() + span.start).rem_euclid(HOURS_PER_WEEK as f64 * 3600.0),
            },
            overrides: scaling.overrides.iter().map(|rule| self.override_setup(rule, span.start)).collect(),
            ordered: Vec::new(),
            lots: Vec::new(),
            incidents: Vec::new(),
            price: self.price,
            seed: scaling.seed.get(),
        }
    }

    /// When there is work, each from as early as a node and a replica take to start, and a step sooner, as what is decided
    /// at the end of one step begins in the next.
    fn windows(&self, scaling: &ScalingInputs, step: f64) -> Option<Arc<[(f64, f64)]>> {
        let fleet = &scaling.fleet;
        let ahead = step + fleet.startup.total() + fleet.nodes.map_or(0.0, |nodes| nodes.provisioning.get());
        let windows = self.curve.week().windows()?.iter();
        Some(windows.map(|(from, to)| (from - ahead, *to)).collect())
    }

    fn override_setup(&self, rule: &crate::plan::scenario::scaling::Override, period_start: f64) -> OverrideSetup {
        let start = self.curve.seconds_to(rule.start) - period_start;
        OverrideSetup { start, end: start + rule.length.get() * 3600.0, action: rule.action }
    }
}

/// A span of time in steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Seconds from the plan's start.
    pub start: f64,
    /// Length of a step, in seconds.
    pub step: f64,
    /// How many steps.
    pub steps: usize,
}

impl Span {
    /// The span of a stated period.
    pub fn of(period: &Period) -> Self {
        let step = period.step().get();
        let steps = libm::ceil(period.length().get() * 3600.0 / step) as usize;
        Self { start: period.start().get() * 3600.0, step, steps }
    }

    /// The load of each step, with the bursts around its shape.
    ///
    /// `λᵢ = λ(tᵢ) · max(0, 1 + v·zᵢ)`, where `z` is normal with mean 0 and deviation 1 and stays similar
    /// for some minutes: `zᵢ = ρ·zᵢ₋₁ + √(1 − ρ²)·ε`, `ρ = e^(−dt / 300 s)`.
    ///
    /// # Assumptions
    ///
    /// `bursts-last-minutes`
    pub fn loads(&self, curve: &LoadCurve, variability: f64, seed: u32) -> Arc<[f64]> {
        let mut loads = curve.loads(self.start, self.step, self.steps);
        if variability > 0.0 {
            let mut random = Xoshiro256PlusPlus::seed_from_u64(u64::from(seed) | BURSTS);
            let kept = libm::exp(-self.step / BURST_SECONDS);
            let fresh = (1.0 - kept * kept).sqrt();
            let mut burst: f64 = StandardNormal.sample(&mut random);
            for load in &mut loads {
                *load *= (1.0 + variability * burst).max(0.0);
                let next: f64 = StandardNormal.sample(&mut random);
                burst = kept * burst + fresh * next;
            }
        }
        loads.into()
    }
}

/// How long a burst lasts, in seconds: the time in which two loads grow a stranger to each other by `1/e`.
const BURST_SECONDS: f64 = 300.0;
/// Keeps the random numbers of the bursts apart from those of the failures.
const BURSTS: u64 = 1 << 40;

/// The usual load of each hour of the week, the highest within it, at the growth of a time.
///
/// Events are not in it: a forecast from past weeks does not know them.
fn usual_week(curve: &LoadCurve, start: f64) -> Arc<[f64; HOURS_PER_WEEK]> {
    let mut hours = [0.0; HOURS_PER_WEEK];
    let level = curve.growth_at(start);
    for (place, hour) in hours.iter_mut().enumerate() {
        let begin = place as f64 * 3600.0;
        let quarters = (0..=4).map(|quarter| curve.usual_load_at(begin + f64::from(quarter) * 900.0));
        *hour = level * quarters.fold(0.0, f64::max);
    }
    Arc::new(hours)
}
