//! The whole chain on one screen: what the person states goes in, every answer comes out.

pub mod report;
mod totals;

pub use totals::{ScalingTotals, Totals};

use super::answered::Answered;
use super::calendar::{CalendarEntry, PlannedService, calendar};
use super::cost::{
    CostBasis, CostPlan, CostedService, FleetBasis, FleetForecast, ServiceCostBasis, ServiceCostPlan, plan_cost,
    plan_service_cost,
};
use super::demand::{DemandPlan, LoadCurve, plan_demand};
use super::ledger::{Ledger, LedgerBasis};
use super::places::{LoadAndFleet, Place, places, sizing_of_all, tightest};
use super::price::hour_price;
use super::recovery::{RecoveryBasis, RecoveryPlan, plan_recovery};
use super::regions::{RegionsBasis, RegionsPlan, plan_regions};
use super::reliability::{PlanReliability, ReliabilityBasis, plan_reliability};
use super::scaling::{Basis, ScalingPlan, Scene, plan_scaling_by_hour};
use super::scenario::{Scenario, Service};
use super::sizing::{ReplicasForLatency, SizingPlan, plan_sizing};
use crate::base::explain::{Finding, Standing, Verdict};
use crate::base::id::ServiceId;
use crate::base::money::Money;
use crate::base::text;
use serde::Serialize;

/// The answers for one service.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServiceEvaluation {
    /// Which service.
    pub id: ServiceId,
    /// Its name.
    pub name: String,
    /// How much load comes, and when.
    pub demand: Answered<DemandPlan>,
    /// How many replicas, at what headroom, until when; in several regions of the one with the least to spare.
    pub sizing: Answered<SizingPlan>,
    /// The same if all ran in one region: a comparison where there are several, else the same.
    #[serde(skip)]
    pub alone: Answered<SizingPlan>,
    /// Where it serves, region by region; empty where everything is in one place.
    pub places: Vec<Place>,
    /// Whether the active policy keeps the objective over the period, and at what cost.
    pub scaling: Answered<ScalingPlan>,
    /// What each region needs and what may be lost; `None` where everything is in one place.
    pub regions: Option<Answered<RegionsPlan>>,
    /// Its replicas, region by region and row by row.
    pub ledger: Ledger,
    /// How long it takes to come back, tier by tier, and what that costs.
    pub recovery: Answered<RecoveryPlan>,
    /// What it costs by itself: its price, its nodes, how they are bought.
    pub cost: Answered<ServiceCostPlan>,
    /// The fleet of the months to come.
    #[serde(skip)]
    pub fleet: FleetForecast,
    /// The load at any time, for the charts.
    #[serde(skip)]
    pub curve: LoadCurve,
}

/// Every answer for a scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// In the order of the scenario.
    pub services: Vec<ServiceEvaluation>,
    /// Sums over all services.
    pub totals: Totals,
    /// What the parts promise together, service by service and for the whole.
    pub reliability: PlanReliability,
    /// The bill, the years, who pays.
    pub cost: Answered<CostPlan>,
    /// The verdict on the whole plan.
    pub verdict: Verdict,
    /// When to look at what.
    pub calendar: Vec<CalendarEntry>,
}

impl ServiceEvaluation {
    /// What scaling builds on, to simulate other policies of the same service.
    pub fn basis<'a>(&'a self, service: &'a Service) -> Basis<'a> {
        Basis::new(service, &self.demand, &self.alone, &self.curve)
            .at_price(self.cost.price.replica)
            .within(self.ledger.limit())
    }
}

impl ServiceEvaluation {
    /// Where it has the least to spare, of several regions that serve it: the place whose numbers sizing shows.
    pub fn place(&self) -> Option<&Place> {
        tightest(&self.places)
    }

    /// The load and the fleet that sizing speaks of: those of the region with the least to spare, or of the only one.
    pub fn sized(&self) -> LoadAndFleet<'_> {
        match self.place() {
            Some(place) => LoadAndFleet {
                demand: &place.demand,
                curve: &place.curve,
                sizing: Some(&self.sizing),
                place: Some(&place.name),
            },
            None => self.of_all_users(),
        }
    }

    /// The load of all users, and the fleet where it is in one place.
    pub fn of_all_users(&self) -> LoadAndFleet<'_> {
        let sizing = self.places.is_empty().then_some(&self.sizing.plan);
        LoadAndFleet { demand: &self.demand, curve: &self.curve, sizing, place: None }
    }

    /// What cost builds on.
    pub fn costed<'a>(&'a self, service: &'a Service) -> CostedService<'a> {
        CostedService {
            service,
            sizing: &self.alone,
            scaling: &self.scaling,
            ledger: &self.ledger,
            recovery: &self.recovery,
            fleet: &self.fleet,
            cost: &self.cost,
        }
    }
}

impl Evaluation {
    /// The answers for a service.
    pub fn service(&self, id: ServiceId) -> Option<&ServiceEvaluation> {
        self.services.iter().find(|service| service.id == id)
    }
}

/// Answers everything that a scenario asks: demand, then sizing, scaling, regions, recovery and
/// cost, for each service; then the whole.
///
/// Total and fast: every scenario has an evaluation, and what does not hold says so in its verdict.
///
/// # Example
///
/// ```
/// use headroom_core::plan::evaluate::evaluate;
/// use headroom_core::plan::scenario::examples;
///
/// let evaluation = evaluate(&examples::seed_service());
/// assert_eq!(evaluation.totals.replicas, 57);
/// ```
pub fn evaluate(scenario: &Scenario) -> Evaluation {
    evaluate_from(None, scenario)
}

/// The same answers, where those of a scenario of before are at hand: services that are stated as they were
/// then, in a plan of the same regions and discount that begins on the same day, are not computed anew; of
/// these only the cost is, where the plan buys otherwise.
///
/// # Example
///
/// ```
/// use headroom_core::plan::evaluate::{evaluate, evaluate_from};
/// use headroom_core::base::name::Name;
/// use headroom_core::plan::scenario::examples;
///
/// let before = examples::seed_service();
/// let known = evaluate(&before);
/// let mut after = before.clone();
/// after.name = Name::from_static("The same under another name");
/// assert_eq!(evaluate_from(Some((&before, &known)), &after), evaluate(&after));
/// ```
pub fn evaluate_from(previous: Option<(&Scenario, &Evaluation)>, scenario: &Scenario) -> Evaluation {
    let previous = previous.filter(|(before, _)| {
        before.start == scenario.start
            && before.regions == scenario.regions
            && before.cost.negotiated == scenario.cost.negotiated
    });
    let known = |service: &Service| {
        let (before, answers) = previous?;
        before.services.get(service.id).filter(|stated| *stated == service)?;
        let mut answers = answers.service(service.id).cloned()?;
        if before.cost != scenario.cost {
            answers.cost = service_cost(scenario, service, &answers);
        }
        Some(answers)
    };
    let services: Vec<ServiceEvaluation> = scenario
        .services
        .iter()
        .map(|service| known(service).unwrap_or_else(|| evaluate_service(scenario, service)))
        .collect();
    let cost = plan_cost_of(scenario, &services);
    let totals = Totals::of(&services, &cost);
    let reliability = reliability(scenario, &services);
    let verdict = verdict(&services, &totals, &reliability, &cost);
    let planned = services.iter().map(|service| PlannedService {
        name: &service.name,
        sizing: &service.sizing,
        curve: service.place().map_or(&service.curve, |place| &place.curve),
        place: service.place().map(|place| place.name.as_str()),
    });
    let calendar = calendar(scenario.start, &planned.collect::<Vec<_>>());
    Evaluation { services, totals, reliability, cost, verdict, calendar }
}

/// The cost of a scenario on the fleets of another one that differs from it only in prices and in what else
/// moves no fleet.
///
/// Many times faster than [`evaluate`], for trying one price after the other.
///
/// # Example
///
/// ```
/// use headroom_core::plan::evaluate::{evaluate, recost};
/// use headroom_core::plan::scenario::examples;
/// use headroom_core::base::units::DiscountRate;
///
/// let before = examples::find("ai-platform").expect("an example").scenario();
/// let known = evaluate(&before);
/// let mut after = before.clone();
/// after.cost.discount_rate = DiscountRate::new(0.2)?;
/// assert_eq!(recost(&after, &known), evaluate(&after).cost);
/// # Ok::<(), headroom_core::base::units::OutOfRange>(())
/// ```
pub fn recost(scenario: &Scenario, known: &Evaluation) -> Answered<CostPlan> {
    let services: Vec<ServiceEvaluation> = scenario
        .services
        .iter()
        .filter_map(|service| {
            let mut answers = known.service(service.id)?.clone();
            answers.cost = service_cost(scenario, service, &answers);
            Some(answers)
        })
        .collect();
    plan_cost_of(scenario, &services)
}

fn plan_cost_of(scenario: &Scenario, services: &[ServiceEvaluation]) -> Answered<CostPlan> {
    let costed = costed(scenario, services);
    plan_cost(&CostBasis { inputs: &scenario.cost, start: scenario.start, services: &costed })
}

/// The services as cost reads them, in the order of the scenario.
pub(crate) fn costed<'a>(scenario: &'a Scenario, services: &'a [ServiceEvaluation]) -> Vec<CostedService<'a>> {
    let pairs = scenario.services.iter().zip(services);
    pairs.map(|(service, answers)| answers.costed(service)).collect()
}

fn service_cost(scenario: &Scenario, service: &Service, answers: &ServiceEvaluation) -> Answered<ServiceCostPlan> {
    plan_service_cost(&ServiceCostBasis {
        inputs: &scenario.cost,
        service,
        peak: answers.demand.peak,
        sizing: &answers.alone,
        scaling: &answers.scaling,
        regions: answers.regions.as_deref(),
        fleet: &answers.fleet,
    })
}

fn evaluate_service(scenario: &Scenario, service: &Service) -> ServiceEvaluation {
    let curve = LoadCurve::new(&service.demand, scenario.start);
    let demand = plan_demand(&service.demand, &curve);
    let alone = plan_sizing(&service.sizing, &demand, &curve, service.demand.growth);
    let price = hour_price(service, scenario.cost.negotiated);
    let regions = plan_regions(&RegionsBasis {
        regions: &scenario.regions,
        stated: &service.regions,
        inputs: &service.sizing,
        sizing: &alone,
        curve: &curve,
        recovery: &service.recovery,
        price: price.replica,
    });
    let fleet_basis = LedgerBasis {
        inputs: &service.sizing,
        peak: demand.peak,
        recovery: &service.recovery,
        regions: regions.as_deref(),
    };
    let ledger = Ledger::of(&fleet_basis);
    let places = places(service, &curve, regions.as_deref(), &ledger);
    let mut sizing = sizing_of_all(service, &demand, &places).unwrap_or_else(|| alone.clone());
    sizing.verdict = with_limits(sizing.verdict, &ledger);
    let basis = Basis::new(service, &demand, &alone, &curve).at_price(price.replica).within(ledger.limit());
    let (scaling, hours) = plan_scaling_by_hour(&Scene::of_period(&service.scaling, basis));
    let recovery = plan_recovery(&RecoveryBasis {
        stated: &service.recovery,
        failover: &service.regions.failover,
        startup: &service.scaling.fleet.startup,
        gpus: service.sizing.replica.gpus.get(),
        scaling: &scaling,
        fleet: &fleet_basis,
    });
    let fleet = FleetForecast::new(&FleetBasis {
        hours: &hours,
        policy: service.scaling.policies.active(),
        bounds: scaling.bounds,
        sizing: &alone,
        peak: demand.peak,
        growth: service.demand.growth,
        curve: &curve,
        replicas_per_node: price.replicas_per_node,
    });
    let cost = plan_service_cost(&ServiceCostBasis {
        inputs: &scenario.cost,
        service,
        peak: demand.peak,
        sizing: &alone,
        scaling: &scaling,
        regions: regions.as_deref(),
        fleet: &fleet,
    });
    let name = service.name.to_string();
    ServiceEvaluation {
        id: service.id,
        name,
        demand,
        sizing,
        alone,
        places,
        scaling,
        regions,
        ledger,
        recovery,
        cost,
        fleet,
        curve,
    }
}

/// What sizing says, after what regional limits cut.
fn with_limits(sizing: Verdict, ledger: &Ledger) -> Verdict {
    let cut = ledger.says_cut().map(Finding::fails);
    Verdict::from_findings(cut.into_iter().chain(sizing.findings).collect())
}

fn reliability(scenario: &Scenario, services: &[ServiceEvaluation]) -> PlanReliability {
    // Both are in the order of the scenario.
    let pairs = scenario.services.iter().zip(services);
    let bases: Vec<ReliabilityBasis<'_>> = pairs
        .map(|(service, answer)| ReliabilityBasis {
            service,
            sizing: &answer.alone,
            peak: answer.demand.peak,
            scaling: &answer.scaling,
            regions: answer.regions.as_deref(),
            recovery: &answer.recovery,
        })
        .collect();
    plan_reliability(scenario, &bases)
}

fn verdict(
    services: &[ServiceEvaluation],
    totals: &Totals,
    reliability: &PlanReliability,
    cost: &Answered<CostPlan>,
) -> Verdict {
    let several = services.len() > 1;
    let mut findings = Vec::new();
    if several {
        let fails = |service: &&ServiceEvaluation| {
            service.sizing.verdict.standing == Standing::Fails
                || scaling_findings(service).any(|finding| finding.standing == Standing::Fails)
                || continuity_findings(service, reliability).any(|finding| finding.standing == Standing::Fails)
        };
        let failing = services.iter().filter(fails).count();
        let normal = services.iter().map(|service| u64::from(service.ledger.planned().normal())).sum();
        let replicas = text::counted(normal, "replica", "replicas");
        let n = services.len();
        findings.push(match failing {
            0 if n == 2 => Finding::holds(format!("Both services handle their usual peaks with {replicas}.")),
            0 => Finding::holds(format!("All {n} services handle their usual peaks with {replicas}.")),
            _ => Finding::fails(format!(
                "{failing} of {n} services {} not hold as planned.",
                if failing == 1 { "does" } else { "do" }
            )),
        });
        if let Some(n) = totals.survivable.filter(|n| *n > 0) {
            let any = if n == 1 { "any one region".to_owned() } else { format!("any {n} regions") };
            findings.push(Finding::holds(format!("All survive the loss of {any}.")));
        }
    }
    // What costs nothing that is known is not spoken of.
    let costs = cost.verdict.findings.iter().take(if cost.total == Money::ZERO { 0 } else { usize::MAX });
    let mut costs = costs.enumerate().filter(|(place, finding)| *place == 0 || finding.standing > Standing::Holds);
    if several {
        findings.extend(costs.by_ref().map(|(_, finding)| finding.clone()));
    }
    for service in services {
        let sizing = service.sizing.verdict.findings.iter();
        let sizing = sizing.filter(|finding| !several || finding.standing > Standing::Holds);
        // Of several services each says in one sentence what its policy does not keep.
        let scaling = scaling_findings(service).take(if several { 1 } else { usize::MAX });
        let continuity = continuity_findings(service, reliability);
        let continuity = continuity.filter(|finding| !several || finding.standing > Standing::Holds);
        // A plan of one service begins with what fails, sizing before scaling.
        let (failing, other): (Vec<_>, Vec<_>) = sizing
            .chain(scaling)
            .chain(continuity)
            .partition(|finding| !several && finding.standing == Standing::Fails);
        for finding in failing.into_iter().chain(other) {
            let sentence =
                if several { format!("{}: {}", service.name, finding.sentence) } else { finding.sentence.clone() };
            findings.push(Finding { standing: finding.standing, sentence });
        }
    }
    findings.extend(costs.map(|(_, finding)| finding.clone()));
    Verdict::from_findings(findings)
}

/// What is due or fails about scaling, unless sizing has said it: an objective out of reach of any fleet.
fn scaling_findings(service: &ServiceEvaluation) -> impl Iterator<Item = &Finding> {
    let is_said = matches!(service.sizing.replicas_for_latency, ReplicasForLatency::OutOfReach { .. });
    let findings = service.scaling.verdict.findings.iter();
    findings.filter(move |finding| !is_said && finding.standing > Standing::Holds)
}

/// What is said about regions, and about recovery and parts where anything is stated of them.
fn continuity_findings<'a>(
    service: &'a ServiceEvaluation,
    reliability: &'a PlanReliability,
) -> impl Iterator<Item = &'a Finding> {
    let regions = service.regions.iter().flat_map(|plan| &plan.verdict.findings);
    let recovery = service.recovery.is_stated.then_some(&service.recovery.verdict.findings);
    let parts = reliability.service(service.id).filter(|plan| plan.is_stated).map(|plan| &plan.verdict.findings);
    regions.chain(recovery.into_iter().flatten()).chain(parts.into_iter().flatten())
}
