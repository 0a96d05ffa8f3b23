//! A service prepared once, to be tried with many settings.

use super::Present;
use crate::plan::demand::{DemandPlan, LoadCurve, plan_demand};
use crate::plan::places::RegionPart;
use crate::plan::scaling::engine::{Outcome, SloTable};
use crate::plan::scaling::{Basis, Scene, Span};
use crate::plan::scenario::Service;
use crate::plan::scenario::adjust::Axis;
use crate::plan::scenario::sizing::SizingInputs;
use crate::plan::sizing::{SizingPlan, Stands, plan_sizing};
use crate::studies::TraceLoad;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How long a burst lasts, in seconds.
pub const BURST_SECONDS: f64 = 1800.0;
/// Steps in one go. Browsers optimise a loop where it is entered, so a long one is entered often.
const SLICE: usize = 1024;
/// Sizings and loads that are kept; more than a map has values.
const MAX_KEPT: usize = 64;
/// Loads that are kept of all bursts together.
const MAX_KEPT_LOADS: usize = 8_000_000;

/// What one run comes to, as far as a map shows it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// Replica-hours paid for.
    pub hours: f64,
    /// What they cost, where the price is known.
    pub cost: Option<f64>,
    /// Time outside the objective, in seconds.
    pub outside: f64,
    /// Share of the requests outside the objective.
    pub bad: f64,
    /// Changes of direction within a quarter of an hour.
    pub flaps: u32,
    /// Whether as many requests as the SLO asks for are within the objective.
    pub keeps: bool,
}

impl Trial {
    /// The part of an outcome that a map shows, at the price of a replica-hour.
    pub fn of(outcome: &Outcome, service: &Service, price: Option<f64>) -> Self {
        let (hours, kept) = (outcome.spend.paid(), outcome.kept_of_requests());
        Self {
            hours,
            cost: price.map(|price| price * hours),
            outside: outcome.outside,
            bad: 1.0 - kept,
            flaps: outcome.flaps,
            // As in the verdict.
            keeps: kept + 1e-12 >= service.sizing.slo.availability.get(),
        }
    }

    /// That of two regions: sums, the longer time outside the objective, and kept where both keep it.
    pub(super) fn together(self, other: Self) -> Self {
        Self {
            hours: self.hours + other.hours,
            cost: self.cost.zip(other.cost).map(|(one, other)| one + other),
            outside: self.outside.max(other.outside),
            bad: self.bad.max(other.bad),
            flaps: self.flaps.max(other.flaps),
            keeps: self.keeps && other.keeps,
        }
    }
}

/// A service with all that does not change from run to run: its demand, its loads, its sizings.
#[derive(Clone, Debug)]
pub struct Testbed {
    service: Service,
    /// The load of all users.
    all: (LoadCurve, DemandPlan),
    /// The region of several, and the load there.
    part: Option<(RegionPart, LoadCurve, DemandPlan)>,
    /// What limits leave of all of it in one place.
    limit: Option<u32>,
    /// Whether the load is one that the plan orders for; a measured one is not.
    is_planned: bool,
    span: Span,
    highest: usize,
    loads: Vec<(f64, Arc<[f64]>)>,
    sizings: Vec<((SizingInputs, u32), Arc<SizingPlan>)>,
    table: Option<SloTable>,
}

impl Testbed {
    /// Prepares a service of a plan that starts on a day, in one place, of which so many replicas can be had, or in a region
    /// of several; over the stated period.
    pub fn new(service: &Service, start: Date, part: Option<RegionPart>, limit: Option<u32>) -> Self {
        let span = Span::of(&service.scaling.period);
        Self::over_span(service, start, (part, limit), span)
    }

    /// The same over another span of the modelled load.
    pub fn over_span(
        service: &Service,
        start: Date,
        (part, limit): (Option<RegionPart>, Option<u32>),
        span: Span,
    ) -> Self {
        let curve = LoadCurve::new(&service.demand, start);
        let demand = plan_demand(&service.demand, &curve).plan;
        let part = part.map(|part| {
            let curve = curve.of_users(&part.clocks);
            let demand = part.demand(service, &curve);
            (part, curve, demand)
        });
        let here = part.as_ref().map_or(&curve, |(_, curve, _)| curve);
        let loads = span.loads(here, service.demand.variability.get(), service.scaling.seed.get());
        Self {
            highest: highest_hour(&loads, span.step),
            service: service.clone(),
            all: (curve, demand),
            part,
            limit,
            is_planned: true,
            span,
            loads: vec![(1.0, loads)],
            sizings: Vec::new(),
            table: None,
        }
    }

    /// The same over a measured trace of the requests of all users, for which the plan orders nothing.
    ///
    /// # Errors
    ///
    /// The reason in words where the trace cannot be simulated.
    pub fn over_trace(mut self, trace: &[u8], step: f64) -> Result<Self, String> {
        let share = self.part.as_ref().map_or(1.0, |(_, _, demand)| demand.average / self.all.1.average);
        let share = if share.is_finite() { share } else { 1.0 };
        let of = TraceLoad::read(trace, step, self.all.0.origin())?;
        let loads = of.share(share);
        self.highest = highest_hour(&loads, step);
        (self.span, self.loads, self.is_planned) = (of.span, vec![(1.0, loads)], false);
        Ok(self)
    }

    /// The service as it was stated.
    pub fn service(&self) -> &Service {
        &self.service
    }

    /// Length of a step, in seconds.
    pub fn step(&self) -> f64 {
        self.span.step
    }

    /// What is known of a service whose demand, period and seed are as prepared, all of it in one place.
    pub fn present(&mut self, service: &Service) -> Present {
        let (curve, demand) = &self.all;
        let always = service.scaling.policies.active().always();
        let stands = Stands::alone(&service.sizing, demand.peak, self.limit);
        let stands = stands.running_always(always).scaled_as(&service.scaling);
        let sizing = plan_sizing(&service.sizing, demand, curve, service.demand.growth, stands);
        Present::alone(service, &sizing, demand, curve, self.limit)
    }

    /// Runs the active policy with some settings changed.
    pub fn try_settings(&mut self, settings: &[(Axis, f64)]) -> (Trial, Outcome) {
        let mut service = self.service.clone();
        let mut burst = 1.0;
        for (axis, value) in settings {
            match axis {
                Axis::Burst => burst = *value,
                _ => axis.apply(&mut service, *value),
            }
        }
        self.try_service(&service, burst)
    }

    /// Runs the active policy of a changed service, whose demand, period and seed are as prepared.
    pub fn try_service(&mut self, service: &Service, burst: f64) -> (Trial, Outcome) {
        let loads = self.loads_with(burst);
        let sizing = self.sizing_of(service);
        let aim = self.part.as_ref().map(|(part, ..)| part.aim(service)).unwrap_or_default();
        let regional = self.part.as_ref().map(|(part, ..)| part.scaling(service, aim));
        let basis = match &self.part {
            Some((part, curve, demand)) => part.basis(service, (demand, curve), &sizing, aim),
            None => Basis::new(service, &self.all.1, &sizing, &self.all.0).within(self.limit),
        };
        let basis = if self.is_planned { basis } else { basis.unplanned() };
        let scaling = regional.as_ref().unwrap_or(&service.scaling);
        let scene = Scene { scaling, basis, span: self.span, loads };
        // What fleets of each size carry depends on the replica alone.
        let replica = basis.replica(scaling);
        let table = self.table.take().filter(|table| *table.replica() == replica).unwrap_or_else(|| scene.table());
        let mut simulation = scene.simulation(scaling.policies.active(), table);
        while simulation.advance(SLICE) {}
        let (outcome, _, table) = simulation.finish();
        self.table = Some(table);
        (Trial::of(&outcome, service, basis.price), outcome)
    }

    /// Runs the active policy where limits leave so many replicas.
    pub fn try_limit(&mut self, most: u32) -> (Trial, Outcome) {
        let mut other = self.clone();
        other.sizings.clear();
        match &mut other.part {
            // What is stated for the region binds on.
            Some((part, ..)) => part.limit = part.stated.into_iter().chain([most]).min(),
            None => other.limit = Some(most),
        }
        let service = other.service.clone();
        other.try_service(&service, 1.0)
    }

    fn sizing_of(&mut self, service: &Service) -> Arc<SizingPlan> {
        // What is ordered for events depends on what the policy runs at all times.
        let key = (service.sizing, service.scaling.policies.active().always());
        if let Some((_, known)) = self.sizings.iter().find(|(inputs, _)| *inputs == key) {
            return Arc::clone(known);
        }
        let plan = match &self.part {
            Some((part, curve, demand)) => part.sizing(service, demand, curve),
            None => {
                let (curve, demand) = &self.all;
                let stands = Stands::alone(&service.sizing, demand.peak, self.limit);
                let stands = stands.running_always(key.1).scaled_as(&service.scaling);
                plan_sizing(&service.sizing, demand, curve, service.demand.growth, stands)
            }
        };
        keep(&mut self.sizings, MAX_KEPT, key, Arc::new(plan.plan))
    }

    /// The loads of the period, multiplied for half an hour from the start of the highest hour.
    fn loads_with(&mut self, burst: f64) -> Arc<[f64]> {
        if let Some((_, known)) = self.loads.iter().find(|(factor, _)| *factor == burst) {
            return Arc::clone(known);
        }
        let mut loads = self.loads[0].1.to_vec();
        let length = (libm::ceil(BURST_SECONDS / self.span.step) as usize).max(1);
        loads.iter_mut().skip(self.highest).take(length).for_each(|load| *load *= burst);
        // Of a long trace few, as each may be some tens of megabytes.
        let most = (MAX_KEPT_LOADS / loads.len().max(1)).clamp(2, MAX_KEPT);
        keep(&mut self.loads, most, burst, loads.into())
    }
}

/// Keeps a value by its key; the first stays for ever, of the others the newest.
fn keep<K, V: ?Sized>(kept: &mut Vec<(K, Arc<V>)>, most: usize, key: K, value: Arc<V>) -> Arc<V> {
    if kept.len() >= most {
        kept.remove(1);
    }
    kept.push((key, Arc::clone(&value)));
    value
}

/// Where the whole hour with the most load begins, in steps; of equals the first.
fn highest_hour(loads: &[f64], step: f64) -> usize {
    let hour = (libm::round(3600.0 / step) as usize).max(1);
    let mut best = (0, f64::NEG_INFINITY);
    for (place, loads) in loads.chunks(hour).enumerate() {
        let sum = loads.iter().sum::<f64>() / loads.len() as f64;
        if sum > best.1 {
            best = (place * hour, sum);
        }
    }
    best.0
}
