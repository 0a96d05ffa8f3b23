//! The fleet of each region in a drill: its policy, between how many replicas, and how soon new ones serve.

use super::setup::HeldBack;
use crate::base::numeric::ceil_count;
use crate::base::time::HOURS_PER_WEEK;
use crate::base::units::{MinReplicas, Quantity};
use crate::plan::evaluate::ServiceEvaluation;
use crate::plan::ledger::RegionLedger;
use crate::plan::places::Place;
use crate::plan::regions::RegionAnswer;
use crate::plan::scaling::engine::RunSetup;
use crate::plan::scaling::{Aim, Span};
use crate::plan::scenario::regions::PlanRegion;
use crate::plan::scenario::scaling::{PolicyChoice, ScalingInputs};
use crate::plan::scenario::scaling::{Rule, ScheduledRule, StaticRule};
use crate::plan::scenario::{DrillFleets, DrillInputs, Service};
use std::sync::Arc;

/// What the fleets of all regions have in common.
pub(super) struct RegionFleets<'a> {
    pub service: &'a Service,
    pub answers: &'a ServiceEvaluation,
    pub inputs: &'a DrillInputs,
    /// Share of the users of a region (rows) that each region (columns) serves while nothing is lost.
    pub served: &'a [Vec<f64>],
    /// Time in which a region is built where nothing runs, in seconds; `None` where it may not be had.
    pub building: Option<f64>,
    /// Time until more replicas can be started once somebody has decided, in seconds; `None` where they may not be had.
    pub having: Option<f64>,
    /// Length of a step, in seconds.
    pub step: f64,
}

impl RegionFleets<'_> {
    /// The run of one region from a time of the week on, and whether nothing runs there until somebody
    /// decides to send users elsewhere, and what its recovery tier holds back.
    ///
    /// `quarters` and `loads` are those of the users of each region: of every quarter of the week from
    /// Monday 00:00, and of the drill's steps; `ahead` is the region's clock, in seconds.
    #[allow(clippy::too_many_arguments, reason = "the region, its loads and its clock")]
    pub fn of(
        &self,
        place: usize,
        answer: &RegionAnswer,
        region: &PlanRegion,
        quarters: &[Arc<[f64]>],
        loads: &[Arc<[f64]>],
        begin: f64,
        ahead: f64,
    ) -> (RunSetup, bool, Option<HeldBack>) {
        let span = Span { start: 0.0, step: self.step, steps: loads.first().map_or(0, |series| series.len()) };
        let ledger = self.answers.ledger.regions.iter().find(|row| row.region == Some(answer.id));
        let first: f64 =
            self.served.iter().zip(loads).map(|(row, series)| row[place] * series.first().unwrap_or(&0.0)).sum();
        let serving = self.answers.places.iter().find(|place| place.region == answer.id);
        let (mut setup, stands_by) = match serving {
            Some(serving) => (self.serving(serving, answer.replicas, span, first), false),
            None => self.standing_by(answer, ledger, region, span),
        };
        setup.known.usual_week = self.usual_week(place, quarters, ahead);
        setup.known.week_offset = (begin + ahead).rem_euclid(crate::base::time::SECONDS_PER_WEEK);
        let held_back = ledger.and_then(|row| self.held_back(row)).filter(|_| !stands_by);
        if let Some(held) = held_back {
            setup.initial = setup.initial.min(held.most);
        }
        (setup, stands_by, held_back)
    }

    /// The run of a region that serves: its policy as it runs there, and aims at the load after a loss as far as the
    /// recovery tier keeps the reserve ready.
    fn serving(&self, place: &Place, planned: u32, span: Span, first: f64) -> RunSetup {
        let (inputs, basis) = match self.inputs.fleets {
            DrillFleets::ByPolicy => {
                (place.part.scaling(self.service, Aim::default()), place.basis(self.service).aiming_at(Aim::default()))
            }
            _ => (place.inputs.clone(), place.basis(self.service)),
        };
        // Overrides have dates; the usual week has none, and no events.
        let inputs = ScalingInputs { overrides: Vec::new(), ..inputs };
        let mut setup = basis.setup(&inputs, inputs.policies.active(), span, first);
        setup.aim = Aim::default();
        setup.max = setup.max.min(planned.max(1));
        setup.min = match self.inputs.fleets {
            DrillFleets::Ready => setup.max,
            _ => setup.min.min(setup.max),
        };
        setup.initial = setup.initial.clamp(setup.min, setup.max);
        setup
    }

    /// The run of a region that has no users while nothing is lost, and whether nothing runs there.
    fn standing_by(
        &self,
        answer: &RegionAnswer,
        ledger: Option<&RegionLedger>,
        region: &PlanRegion,
        span: Span,
    ) -> (RunSetup, bool) {
        let scaling = ScalingInputs { overrides: Vec::new(), ..self.service.scaling.clone() };
        let choice = scaling.policies.active();
        let (_, basis) = self.answers.policies(self.service);
        let mut setup = basis.aiming_at(Aim::default()).setup(&scaling, choice, span, 0.0);
        let planned = answer.replicas;
        let ready = match self.inputs.fleets {
            DrillFleets::Ready => planned,
            DrillFleets::ByTier => ledger.map_or(0, |row| row.planned.normal() + row.kept.ready),
            DrillFleets::ByPolicy => 0,
        };
        let floor = ready.min(planned);
        let stands_by = answer.hosts && floor == 0;
        (setup.min, setup.max) = (floor, planned);
        setup.fleet.limit = self.service.regions.most_replicas(region.id, &self.answers.caps);
        setup.rules =
            if stands_by { vec![Rule::Static(StaticRule { replicas: None })] } else { self.rules(choice, planned) };
        if stands_by {
            // Where nobody knows when it can be had, nothing can.
            setup.max = if self.building.is_some() { planned } else { 0 };
            let building = self.building.unwrap_or(0.0);
            setup.fleet.startup = setup.fleet.startup.max(u64::from(ceil_count(building / self.step)));
        }
        setup.known.sized = setup.max;
        setup.initial = match setup.rules.as_slice() {
            [Rule::Static(_)] => setup.max,
            _ => floor,
        };
        (setup, stands_by)
    }

    /// The part of the reserve that is not ready: it must be had first.
    fn held_back(&self, row: &RegionLedger) -> Option<HeldBack> {
        let is_held = self.inputs.fleets == DrillFleets::ByTier && row.kept.ready < row.planned.reserve;
        let most = row.planned.normal() + row.kept.ready;
        is_held.then(|| HeldBack { most, after: self.having.unwrap_or(f64::INFINITY) })
    }

    /// The rules of the policy; those that name replicas of the whole service have the region's part of them.
    fn rules(&self, choice: &PolicyChoice, planned: u32) -> Vec<Rule> {
        let part = f64::from(planned) / f64::from(self.answers.alone.replicas.max(1));
        let of_region = |rule: &Rule| match rule {
            Rule::Static(_) => Rule::Static(StaticRule { replicas: None }),
            Rule::Scheduled(ScheduledRule { entries }) => {
                let mut entries = entries.clone();
                for entry in &mut entries {
                    let replicas = ceil_count(f64::from(entry.replicas.get()) * part);
                    entry.replicas = MinReplicas::clamped(f64::from(replicas));
                }
                Rule::Scheduled(ScheduledRule { entries })
            }
            other => other.clone(),
        };
        choice.rules.iter().map(of_region).collect()
    }

    /// What the region serves in each hour of its own week, the highest within it.
    fn usual_week(&self, place: usize, quarters: &[Arc<[f64]>], ahead: f64) -> Arc<[f64; HOURS_PER_WEEK]> {
        let n = quarters.first().map_or(0, |series| series.len());
        let mut hours = [0.0; HOURS_PER_WEEK];
        if n == 0 {
            return Arc::new(hours);
        }
        let back = libm::round(ahead / 900.0) as i64;
        let served = |quarter: usize| -> f64 {
            let at = (quarter as i64 - back).rem_euclid(n as i64) as usize;
            self.served.iter().zip(quarters).map(|(row, series)| row[place] * series[at]).sum()
        };
        for (hour, highest) in hours.iter_mut().enumerate() {
            *highest = (0..=4).map(|quarter| served(4 * hour + quarter)).fold(0.0, f64::max);
        }
        Arc::new(hours)
    }
}
