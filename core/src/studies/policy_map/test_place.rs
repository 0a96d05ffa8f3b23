//! One of the places where a service is tried: its load, and the fleets that were sized for it.

use crate::plan::answered::Answered;
use crate::plan::demand::{DemandPlan, LoadCurve};
use crate::plan::places::RegionPart;
use crate::plan::scaling::engine::{Outcome, SloTable};
use crate::plan::scaling::{Basis, Scene, Span};
use crate::plan::scenario::Service;
use crate::plan::scenario::sizing::SizingInputs;
use crate::plan::sizing::{SizingPlan, Stands, plan_sizing};
use crate::studies::TraceLoad;
use std::sync::Arc;

/// How long a burst lasts, in seconds.
pub const BURST_SECONDS: f64 = 1800.0;
/// Steps in one go. Browsers optimise a loop where it is entered, so a long one is entered often.
const SLICE: usize = 1024;
/// Sizings and loads that are kept; more than a map has values.
pub(super) const MAX_KEPT: usize = 64;

/// What multiplies the load for half an hour.
#[derive(Clone, Copy, Debug)]
pub(super) struct Burst {
    /// By how much.
    pub factor: f64,
    /// From which step on.
    pub from: usize,
    /// How many loads are kept.
    pub kept: usize,
}

/// A place.
#[derive(Clone, Debug)]
pub(super) struct TestPlace {
    /// The region of several; none where everything is in one place.
    part: Option<RegionPart>,
    curve: LoadCurve,
    demand: DemandPlan,
    /// Whether the load is one that the plan orders for; a measured one is not.
    is_planned: bool,
    loads: Vec<(f64, Arc<[f64]>)>,
    sizings: Vec<((SizingInputs, u32), Arc<SizingPlan>)>,
}

impl TestPlace {
    /// A place with its load over a span.
    pub(super) fn new(
        service: &Service,
        part: Option<RegionPart>,
        (curve, demand): (LoadCurve, DemandPlan),
        span: Span,
    ) -> Self {
        let loads = span.loads(&curve, service.demand.variability.get(), service.scaling.seed.get());
        Self { part, curve, demand, is_planned: true, loads: vec![(1.0, loads)], sizings: Vec::new() }
    }

    /// Takes its share of a trace of all users, whose average load is `average`.
    pub(super) fn run_over(&mut self, trace: &TraceLoad, average: f64) {
        let share = self.part.as_ref().map_or(1.0, |_| self.demand.average / average);
        let share = if share.is_finite() { share } else { 1.0 };
        (self.loads, self.is_planned) = (vec![(1.0, trace.share(share))], false);
    }

    /// Leaves so many replicas in the region; false where it is none.
    pub(super) fn limit_to(&mut self, most: u32) -> bool {
        self.sizings.clear();
        // What is stated for the region binds on.
        self.part.as_mut().map(|part| part.limit = part.stated.into_iter().chain([most]).min()).is_some()
    }

    /// Mean load of so many steps, as far as there are.
    pub(super) fn mean(&self, from: usize, steps: usize) -> f64 {
        let Some(loads) = self.loads.first().map(|(_, loads)| &loads[from.min(loads.len())..]) else { return 0.0 };
        let loads = &loads[..steps.min(loads.len())];
        loads.iter().sum::<f64>() / loads.len().max(1) as f64
    }

    /// Runs the active policy of a service here; what it comes to, and the price of a replica-hour.
    pub(super) fn run(
        &mut self,
        service: &Service,
        burst: Burst,
        (span, limit): (Span, Option<u32>),
        table: &mut Option<SloTable>,
    ) -> (Outcome, Option<f64>) {
        let loads = self.loads_with(burst, span.step);
        let sizing = self.sizing_of(service, limit);
        let aim = self.part.as_ref().map(|part| part.aim(service)).unwrap_or_default();
        let regional = self.part.as_ref().map(|part| part.scaling(service, aim));
        let basis = match &self.part {
            Some(part) => part.basis(service, (&self.demand, &self.curve), &sizing, aim),
            None => Basis::new(service, &self.demand, &sizing, &self.curve).within(limit),
        };
        let basis = if self.is_planned { basis } else { basis.unplanned() };
        let scaling = regional.as_ref().unwrap_or(&service.scaling);
        let scene = Scene { scaling, basis, span, loads };
        // What fleets of each size carry depends on the replica alone.
        let replica = basis.replica(scaling);
        let known = table.take().filter(|table| *table.replica() == replica).unwrap_or_else(|| scene.table());
        let mut simulation = scene.simulation(scaling.policies.active(), known);
        while simulation.advance(SLICE) {}
        let (outcome, _, used) = simulation.finish();
        *table = Some(used);
        (outcome, basis.price)
    }

    fn sizing_of(&mut self, service: &Service, limit: Option<u32>) -> Arc<SizingPlan> {
        // What is ordered for events depends on what the policy runs at all times.
        let key = (service.sizing, service.scaling.policies.active().always());
        if let Some((_, known)) = self.sizings.iter().find(|(inputs, _)| *inputs == key) {
            return Arc::clone(known);
        }
        let plan = match &self.part {
            Some(part) => part.sizing(service, &self.demand, &self.curve),
            None => sized_alone(service, (&self.demand, &self.curve), limit),
        };
        keep(&mut self.sizings, MAX_KEPT, key, Arc::new(plan.plan))
    }

    /// The loads of the span, multiplied for half an hour.
    fn loads_with(&mut self, burst: Burst, step: f64) -> Arc<[f64]> {
        if let Some((_, known)) = self.loads.iter().find(|(factor, _)| *factor == burst.factor) {
            return Arc::clone(known);
        }
        let mut loads = self.loads[0].1.to_vec();
        let length = (libm::ceil(BURST_SECONDS / step) as usize).max(1);
        loads.iter_mut().skip(burst.from).take(length).for_each(|load| *load *= burst.factor);
        keep(&mut self.loads, burst.kept, burst.factor, loads.into())
    }
}

/// The fleet where all of it is in one place.
pub(super) fn sized_alone(
    service: &Service,
    (demand, curve): (&DemandPlan, &LoadCurve),
    limit: Option<u32>,
) -> Answered<SizingPlan> {
    let always = service.scaling.policies.active().always();
    let stands = Stands::alone(&service.sizing, demand.peak, limit);
    let stands = stands.running_always(always).scaled_as(&service.scaling);
    plan_sizing(&service.sizing, demand, curve, service.demand.growth, stands)
}

/// Keeps a value by its key; the first stays for ever, of the others the newest.
fn keep<K, V: ?Sized>(kept: &mut Vec<(K, Arc<V>)>, most: usize, key: K, value: Arc<V>) -> Arc<V> {
    if kept.len() >= most {
        kept.remove(1);
    }
    kept.push((key, Arc::clone(&value)));
    value
}
