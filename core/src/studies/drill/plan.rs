//! From a plan to a drill: which regions take part with which fleets, over which loads and for how long.

use super::fleets::RegionFleets;
use super::{Detection, DrillRegion, DrillSetup, Incident, IncidentKind, PlannedRouting, Routing, StripPlan};
use crate::base::id::ServiceId;
use crate::base::time::{SECONDS_PER_DAY, SECONDS_PER_WEEK as WEEK};
use crate::formulas::recovery::{Part, RecoveryTier};
use crate::formulas::regions::Refusal;
use crate::plan::evaluate::{Evaluation, ServiceEvaluation};
use crate::plan::regions::{RegionsPlan, Traffic};
use crate::plan::scenario::regions::PlanRegion;
use crate::plan::scenario::{DrillInputs, DrillKind, Scenario, Service};
use std::fmt;
use std::sync::Arc;

/// What is simulated before the failure, so that policies and queues are as they would be, in seconds.
const LEAD: f64 = 1800.0;
/// What is simulated when all should be over, in seconds.
const TAIL: f64 = 1800.0;
/// The same around each of the many failures of a week.
const SHORT: f64 = 600.0;
/// The longest drill, in seconds.
const LONGEST: f64 = WEEK;
/// Lengths of a step, in seconds: a health check or a controller's look fits the first.
const STEPS: [f64; 5] = [15.0, 30.0, 60.0, 120.0, 300.0];
/// About the most steps of a drill: the finest step with fewer is taken.
const MOST_STEPS: f64 = 6000.0;
/// Length of a step where a loss is tried at every ten minutes of a week, in seconds.
const STRIP_STEP: f64 = 60.0;
/// What the slowest burn-rate alert looks back on, in seconds.
const ALERT_WINDOW: f64 = 3.0 * SECONDS_PER_DAY;

/// Why there is no drill.
#[derive(Clone, Debug, PartialEq)]
pub enum NoDrill {
    /// The plan has no such service.
    NoSuchService,
    /// The plan has no regions.
    NoRegions,
    /// The plan has no such region.
    NoSuchRegion,
    /// The region holds no capacity that could be lost.
    NothingToLose {
        /// What it is called.
        region: String,
    },
    /// The inputs of a region do not fit together.
    Refused(Refusal),
}

impl fmt::Display for NoDrill {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchService => write!(f, "the plan has no such service"),
            Self::NoRegions => {
                write!(f, "the plan has a single region; a drill needs a plan with regions")
            }
            Self::NoSuchRegion => write!(f, "the plan has no such region"),
            Self::NothingToLose { region } => {
                write!(f, "{region} hosts no capacity, so nothing can fail there; choose another region")
            }
            Self::Refused(refusal) => write!(f, "{refusal}"),
        }
    }
}

impl std::error::Error for NoDrill {}

impl From<Refusal> for NoDrill {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Makes the drill of a service from its plan and what is to happen.
///
/// Every region of the plan takes part. The users of region `i` bring `share_i · λ(t + offset_i)`, the
/// usual week of the plan's start on each region's clock; they are served and sent elsewhere as the
/// plan of its regions has it, and every region plans to take what its planned replicas sustain.
///
/// | what                     | is                                                                      |
/// |--------------------------|-------------------------------------------------------------------------|
/// | most replicas            | those planned for the region                                            |
/// | fewest                   | those of its calmest hour; normal and what the tier keeps ready; or all planned |
/// | until it can be had      | no more than normal and what the tier keeps ready                       |
/// | between them             | the active policy; a static one keeps all that are planned            |
/// | limit                    | what can be had in the region                                           |
/// | nothing running          | a region that serves nobody in normal times and keeps nothing ready: it is built once somebody has decided |
/// | a step                   | 15 s, longer only where the drill has more than 6,000 of them           |
/// | from and to              | half an hour before the failure, until half an hour after all should be over |
///
/// # Assumptions
///
/// `drill-fleets`, `drill-detection`, `usual-week`, `proportional-redistribution`
///
/// # Errors
///
/// [`NoDrill`] where the plan has no regions, or nothing can be lost in the one that is named.
///
/// # Example
///
/// ```
/// use headroom_core::studies::drill::*;
/// use headroom_core::plan::evaluate::evaluate;
/// use headroom_core::plan::scenario::examples;
///
/// let payments = examples::find("three-region-payments").expect("an example").scenario();
/// let (service, drill) = (payments.services.first().id, payments.drill.expect("it states one"));
/// let setup = plan_drill(&payments, &evaluate(&payments), service, &drill)?;
/// assert_eq!((setup.regions.len(), setup.step, setup.incident.start), (3, 15.0, 1800.0));
/// let outcome = run_drill(&setup).expect("it fits together");
/// // Virginia's users are lost until three checks have failed, names have changed and answers expired.
/// assert_eq!(outcome.phases.shifted, Some(1800.0 + 90.0 + 60.0 + 60.0));
/// assert!(outcome.totals.is_survived(setup.objective));
/// # Ok::<(), NoDrill>(())
/// ```
pub fn plan_drill(
    scenario: &Scenario,
    evaluation: &Evaluation,
    service: ServiceId,
    inputs: &DrillInputs,
) -> Result<DrillSetup, NoDrill> {
    let basis = Basis::new(scenario, evaluation, service, inputs)?;
    let length = (LEAD + basis.after_failure() + TAIL).min(LONGEST);
    let step = STEPS.into_iter().find(|step| length / step <= MOST_STEPS).unwrap_or(STEPS[STEPS.len() - 1]);
    let begin = inputs.start.get() * 3600.0 - LEAD;
    let mut setup = basis.setup(begin, step, libm::ceil(length / step) as usize)?;
    setup.incident.start = LEAD;
    let before = libm::ceil(ALERT_WINDOW / step) as usize;
    let loads = basis.loads(begin - before as f64 * step, step, before);
    setup.history = (0..before).map(|at| loads.iter().map(|series| series[at]).sum()).collect();
    Ok(setup)
}

/// Makes the drills of a week: the same incident at every ten minutes, in steps of a minute.
///
/// # Errors
///
/// As [`plan_drill`].
pub fn plan_week(
    scenario: &Scenario,
    evaluation: &Evaluation,
    service: ServiceId,
    inputs: &DrillInputs,
) -> Result<(DrillSetup, StripPlan), NoDrill> {
    let basis = Basis::new(scenario, evaluation, service, inputs)?;
    let setup = basis.setup(0.0, STRIP_STEP, (WEEK / STRIP_STEP) as usize)?;
    let window = (SHORT + basis.after_failure() + SHORT).min(LONGEST);
    Ok((setup, StripPlan { window, lead: SHORT, ..StripPlan::USUAL }))
}

/// What a drill is about, before anything is simulated.
#[derive(Clone, Debug, PartialEq)]
pub struct DrillOutline {
    /// Name of the region that it happens to.
    pub region: String,
    /// What happens there.
    pub kind: IncidentKind,
    /// Share of requests that must be answered in time.
    pub objective: f64,
    /// Mean load of all users, in requests/s.
    pub mean_load: f64,
}

/// What a drill is about, or why there is none; costs next to nothing.
///
/// # Errors
///
/// As [`plan_drill`].
pub fn outline_drill(
    scenario: &Scenario,
    evaluation: &Evaluation,
    service: ServiceId,
    inputs: &DrillInputs,
) -> Result<DrillOutline, NoDrill> {
    let basis = Basis::new(scenario, evaluation, service, inputs)?;
    Ok(DrillOutline {
        region: basis.plan.regions[basis.region].name.clone(),
        kind: basis.incident().kind,
        objective: basis.objective(),
        mean_load: basis.mean_load(),
    })
}

/// What the chain knows of a service, looked at for a drill.
struct Basis<'a> {
    scenario: &'a Scenario,
    service: &'a Service,
    answers: &'a ServiceEvaluation,
    plan: &'a RegionsPlan,
    inputs: &'a DrillInputs,
    traffic: Traffic,
    /// Place of the region that it happens to.
    region: usize,
}

impl<'a> Basis<'a> {
    fn new(
        scenario: &'a Scenario,
        evaluation: &'a Evaluation,
        service: ServiceId,
        inputs: &'a DrillInputs,
    ) -> Result<Self, NoDrill> {
        let found = scenario.services.get(service).zip(evaluation.service(service));
        let (service, answers) = found.ok_or(NoDrill::NoSuchService)?;
        let plan = answers.regions.as_ref().ok_or(NoDrill::NoRegions)?;
        let region = scenario.regions.iter().position(|region| region.id == inputs.region);
        let region = region.filter(|at| *at < plan.regions.len()).ok_or(NoDrill::NoSuchRegion)?;
        if !plan.regions[region].hosts {
            return Err(NoDrill::NothingToLose { region: plan.regions[region].name.clone() });
        }
        let traffic = Traffic::new(&scenario.regions, &service.regions, &answers.caps, &service.sizing, &answers.curve);
        Ok(Self { scenario, service, answers, plan, inputs, traffic, region })
    }

    /// Time from the failure until all should be as before, in seconds.
    fn after_failure(&self) -> f64 {
        let failover = &self.service.regions.failover;
        let moving = failover.redirect();
        let length = self.inputs.length.get() * 3600.0;
        let noticed = failover.detect() + self.decide() + moving;
        let nodes = self.service.scaling.fleet.nodes.map_or(0.0, |nodes| nodes.provisioning.get());
        let starting = self.service.scaling.fleet.startup.total() + nodes;
        let built = self.building().unwrap_or(0.0);
        length.max(noticed + built) + starting + failover.failback.get() + moving
    }

    /// Time in which a region is built where nothing runs, by the active tier; `None` where nobody
    /// knows, as accelerators may not be had.
    fn building(&self) -> Option<f64> {
        let answer = self.answers.recovery.active()?;
        answer.rto?;
        let is_built = |part: Part| part > Part::Redirect;
        let parts = answer.parts.iter().filter(|time| is_built(time.part));
        Some(parts.map(|time| time.end - time.start).sum())
    }

    /// Time until more replicas can be started once somebody has decided: what they run on and their data are there.
    fn having(&self) -> Option<f64> {
        let answer = self.answers.recovery.active()?;
        answer.rto?;
        let parts =
            answer.parts.iter().filter(|time| matches!(time.part, Part::Provision | Part::RestoreData | Part::Rebuild));
        Some(parts.map(|time| time.end - time.start).sum())
    }

    /// Seconds that a region's clock is ahead, to the quarter of an hour; nothing on one clock for all.
    fn ahead(&self, region: &PlanRegion) -> f64 {
        let offset = region.place.region().map_or(0.0, |place| place.utc_offset);
        if self.service.regions.local_time { libm::round(offset * 4.0) * 900.0 } else { 0.0 }
    }

    /// Load of the users of each region, from a time of the week on.
    fn loads(&self, begin: f64, step: f64, steps: usize) -> Vec<Arc<[f64]>> {
        let of_users = |(region, share): (&PlanRegion, &f64)| {
            let first = begin + self.ahead(region);
            let curve = &self.answers.curve;
            (0..steps).map(|at| share * curve.usual_load_at(first + at as f64 * step)).collect()
        };
        self.scenario.regions.iter().zip(&self.traffic.shares).map(of_users).collect()
    }

    fn setup(&self, begin: f64, step: f64, steps: usize) -> Result<DrillSetup, NoDrill> {
        let loads = self.loads(begin, step, steps);
        let fleets = RegionFleets {
            service: self.service,
            answers: self.answers,
            inputs: self.inputs,
            served: &self.traffic.served,
            building: self.building(),
            having: self.having(),
            step,
        };
        // Of every quarter of the week, for those who know the usual load.
        let quarters = self.loads(0.0, 900.0, (WEEK / 900.0) as usize);
        let regions = self.plan.regions.iter().zip(&self.scenario.regions).enumerate();
        let regions = regions.map(|(place, (answer, region))| {
            let (setup, stands_by, held_back) =
                fleets.of(place, answer, region, &quarters, &loads, begin, self.ahead(region));
            DrillRegion {
                name: answer.name.clone(),
                table: crate::plan::scaling::engine::SloTable::new(setup.replica),
                setup,
                loads: loads[place].clone(),
                capacity_planned: answer.capacity,
                stands_by,
                held_back,
            }
        });
        let failover = &self.service.regions.failover;
        Ok(DrillSetup {
            step,
            regions: regions.collect(),
            latency: self.traffic.latency.clone(),
            routing: Routing::Planned(PlannedRouting {
                served: self.traffic.served.clone(),
                overflow: self.service.regions.overflow,
                weights: self.plan.regions.iter().map(|region| region.normal_load).collect(),
            }),
            permissions: self.traffic.permissions.clone(),
            incident: self.incident(),
            detection: Detection {
                interval: failover.interval.get(),
                threshold: failover.threshold.get(),
                propagation: failover.propagation.get(),
                ttl: failover.ttl.get(),
                stale_share: failover.stale.get(),
                decide: self.decide(),
                failback_after: failover.failback.get(),
            },
            objective: self.objective(),
            mean_load: Some(self.mean_load()),
            history: Arc::from([]),
        })
    }

    /// Time until users are sent elsewhere once the loss is noticed, as the recovery tier is run, in seconds.
    fn decide(&self) -> f64 {
        let tier = self.answers.recovery.tier.unwrap_or(RecoveryTier::ActiveActive);
        self.service.recovery.tier(tier).decide.get()
    }

    fn objective(&self) -> f64 {
        self.service.sizing.slo.availability.get()
    }

    /// Mean load of all users over the usual week.
    fn mean_load(&self) -> f64 {
        self.service.demand.average_load.get()
    }

    fn incident(&self) -> Incident {
        let zones = self.scenario.regions[self.region].zones.get();
        Incident {
            region: self.region,
            start: 0.0,
            length: self.inputs.length.get() * 3600.0,
            kind: match self.inputs.kind {
                DrillKind::RegionLost => IncidentKind::RegionLost,
                // The only zone of a region is the region.
                DrillKind::ZoneLost if zones <= 1 => IncidentKind::RegionLost,
                DrillKind::ZoneLost => IncidentKind::ZoneLost { zones },
                DrillKind::HalfCapacity => IncidentKind::CapacityHalved,
                DrillKind::SlowNetwork => IncidentKind::SlowNetwork { factor: self.inputs.slowdown.get() },
            },
            evacuate: self.inputs.evacuate,
        }
    }
}
