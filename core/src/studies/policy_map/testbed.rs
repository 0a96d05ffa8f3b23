//! A service prepared once, to be tried with many settings, wherever it runs.

use super::test_place::{Burst, MAX_KEPT, TestPlace, sized_alone};
use super::{Present, Trial, TriedIn};
use crate::plan::demand::{DemandPlan, LoadCurve, plan_demand};
use crate::plan::places::RegionPart;
use crate::plan::scaling::Span;
use crate::plan::scaling::engine::{Outcome, SloTable};
use crate::plan::scenario::Service;
use crate::plan::scenario::adjust::Axis;
use crate::studies::TraceLoad;
use jiff::civil::Date;

/// Loads that are kept of all bursts together.
const MAX_KEPT_LOADS: usize = 8_000_000;

/// A service with all that does not change from run to run: its demand, its loads, its sizings.
#[derive(Clone, Debug)]
pub struct Testbed {
    service: Service,
    /// The load of all users.
    all: (LoadCurve, DemandPlan),
    /// Where it runs: each of several regions, or the only place.
    places: Vec<TestPlace>,
    /// Of which of them a limit is tried.
    capped: usize,
    /// What limits leave of all of it in one place.
    limit: Option<u32>,
    span: Span,
    highest: usize,
    table: Option<SloTable>,
}

impl Testbed {
    /// Prepares a service of a plan that starts on a day, where it is tried; over the stated period.
    pub fn new(service: &Service, start: Date, tried_in: &TriedIn) -> Self {
        Self::over_span(service, start, tried_in, Span::of(&service.scaling.period))
    }

    /// The same over another span of the modelled load.
    pub fn over_span(service: &Service, start: Date, tried_in: &TriedIn, span: Span) -> Self {
        let curve = LoadCurve::new(&service.demand, start);
        let demand = plan_demand(&service.demand, &curve).plan;
        let all = (curve, demand);
        let of_part = |part: &RegionPart| {
            let curve = all.0.of_users(&part.clocks);
            let demand = part.demand(service, &curve);
            TestPlace::new(service, Some(part.clone()), (curve, demand), span)
        };
        let mut places: Vec<TestPlace> = tried_in.parts().iter().map(of_part).collect();
        if places.is_empty() {
            places.push(TestPlace::new(service, None, all.clone(), span));
        }
        let mut bed = Self {
            service: service.clone(),
            all,
            places,
            capped: tried_in.capped(),
            limit: tried_in.limit(),
            span,
            highest: 0,
            table: None,
        };
        bed.highest = bed.highest_hour();
        bed
    }

    /// The same over a measured trace of the requests of all users, for which the plan orders nothing.
    ///
    /// # Errors
    ///
    /// The reason in words where the trace cannot be simulated.
    pub fn over_trace(mut self, trace: &[u8], step: f64) -> Result<Self, String> {
        let of = TraceLoad::read(trace, step, self.all.0.origin())?;
        self.span = of.span;
        for place in &mut self.places {
            place.run_over(&of, self.all.1.average);
        }
        self.highest = self.highest_hour();
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
        let sizing = sized_alone(service, (demand, curve), self.limit);
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

    /// Runs the active policy of a changed service, whose demand, period and seed are as prepared, wherever it runs; the
    /// outcome is that of all places together.
    pub fn try_service(&mut self, service: &Service, burst: f64) -> (Trial, Outcome) {
        // Of a long trace few loads are kept, as each may be some tens of megabytes.
        let kept = MAX_KEPT_LOADS / self.span.steps.max(1) / self.places.len();
        let burst = Burst { factor: burst, from: self.highest, kept: kept.clamp(2, MAX_KEPT) };
        let (span, limit, table) = (self.span, self.limit, &mut self.table);
        let run = |place: &mut TestPlace| place.run(service, burst, (span, limit), table);
        let each: Vec<_> = self.places.iter_mut().map(run).collect();
        Trial::of_all(&each, service)
    }

    /// Runs the active policy where limits leave so many replicas in the region whose limit is tried, or in all.
    pub fn try_limit(&mut self, most: u32) -> (Trial, Outcome) {
        let mut other = self.clone();
        let is_of_region = other.places.get_mut(self.capped).is_some_and(|place| place.limit_to(most));
        if !is_of_region {
            other.limit = Some(most);
        }
        let service = other.service.clone();
        other.try_service(&service, 1.0)
    }

    /// Where the whole hour with the most load of all places begins, in steps; of equals the first.
    fn highest_hour(&self) -> usize {
        let hour = (libm::round(3600.0 / self.span.step) as usize).max(1);
        let hours = self.span.steps.div_ceil(hour);
        let mean = |at: usize| self.places.iter().map(|place| place.mean(at * hour, hour)).sum::<f64>();
        let mut best = (0, f64::NEG_INFINITY);
        for at in 0..hours {
            let mean = mean(at);
            if mean > best.1 {
                best = (at * hour, mean);
            }
        }
        best.0
    }
}
