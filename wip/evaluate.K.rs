//! The whole chain on one screen: what the person states goes in, every answer comes out.

use crate::calendar::{CalendarEntry, calendar};
use crate::demand::{DemandPlan, LoadCurve, plan_demand};
use crate::explain::{Finding, Standing, Verdict, Working};
use crate::recovery::{RecoveryBasis, RecoveryPlan, plan_recovery};
use crate::regions::{RegionsBasis, RegionsPlan, plan_regions};
use crate::reliability::{PlanReliability, ReliabilityBasis, plan_reliability};
use crate::scaling::{Basis, ScalingPlan, Scene, plan_scaling};
use crate::scenario::{Scenario, Service, ServiceId};
use crate::sizing::{Lasts, Resources, SizingPlan, plan_sizing};
use crate::text;
use crate::units::Dimension;
use serde::Serialize;

/// The answers for one service.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServiceEvaluation {
    /// Which service.
    pub id: ServiceId,
    /// Its name.
    pub name: String,
    /// How much load comes, and when.
    pub demand: DemandPlan,
    /// How many replicas, at what headroom, until when.
    pub sizing: SizingPlan,
    /// Whether the policy in force keeps the objective over the period, and at what cost.
    pub scaling: ScalingPlan,
    /// What each region needs and what may be lost; `None` where everything is in one place.
    pub regions: Option<RegionsPlan>,
    /// How long it takes to come back, tier by tier, and what that costs.
    pub recovery: RecoveryPlan,
    /// The load at any time, for the charts.
    #[serde(skip)]
    pub curve: LoadCurve,
}

/// Sums over all services.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Totals {
    /// Usual peaks, added up as if they came together, in requests/s.
    pub peak: f64,
    /// Provisioned loads, in requests/s.
    pub provisioned: f64,
    /// Replicas.
    pub replicas: u64,
    /// Resources.
    pub resources: Resources,
    /// The first of all services that no longer holds; `None` when nothing ends any of them.
    pub lasts: Option<Lasts>,
    /// Regions that every service may lose; `None` without regions, or where one does not hold at all.
    pub survivable: Option<u32>,
    /// The sums.
    pub working: Working,
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
    /// The verdict on the whole plan.
    pub verdict: Verdict,
    /// When to look at what.
    pub calendar: Vec<CalendarEntry>,
}

impl ServiceEvaluation {
    /// What scaling builds on, to simulate other policies of the same service.
    pub fn basis<'a>(&'a self, service: &'a Service) -> Basis<'a> {
        Basis::new(service, &self.demand, &self.sizing, &self.curve)
    }
}

impl Evaluation {
    /// The answers for a service.
    pub fn service(&self, id: ServiceId) -> Option<&ServiceEvaluation> {
        self.services.iter().find(|service| service.id == id)
    }
}

/// Answers everything that a scenario asks: demand, then sizing, for each service; then the whole.
///
/// Total and fast: every scenario has an evaluation, and what does not hold says so in its verdict.
///
/// # Example
///
/// ```
/// use headroom_core::{evaluate::evaluate, scenario::examples};
///
/// let evaluation = evaluate(&examples::seed_service());
/// assert_eq!(evaluation.totals.replicas, 57);
/// ```
pub fn evaluate(scenario: &Scenario) -> Evaluation {
    let services: Vec<ServiceEvaluation> =
        scenario.services.iter().map(|service| evaluate_service(scenario, service)).collect();
    let totals = totals(&services);
    let reliability = reliability(scenario, &services);
    let verdict = verdict(&services, &totals, &reliability);
    let calendar = calendar(scenario.start, &services);
    Evaluation { services, totals, reliability, verdict, calendar }
}

fn evaluate_service(scenario: &Scenario, service: &Service) -> ServiceEvaluation {
    let curve = LoadCurve::new(&service.demand, scenario.start);
    let demand = plan_demand(&service.demand, &curve);
    let sizing = plan_sizing(&service.sizing, &demand, &curve, service.demand.growth);
    let basis = Basis::new(service, &demand, &sizing, &curve);
    let scaling = plan_scaling(&Scene::of_period(&service.scaling, basis));
    let regions = plan_regions(&RegionsBasis {
        regions: &scenario.regions,
        stated: &service.regions,
        inputs: &service.sizing,
        sizing: &sizing,
        curve: &curve,
        price: scaling.price,
    });
    let recovery = plan_recovery(&RecoveryBasis {
        stated: &service.recovery,
        failover: &service.regions.failover,
        startup: &service.scaling.fleet.startup,
        gpus: service.sizing.replica.gpus.get(),
        scaling: &scaling,
        replicas: sizing.replicas,
        regions: regions.as_ref(),
    });
    ServiceEvaluation {
        id: service.id,
        name: service.name.to_string(),
        demand,
        sizing,
        scaling,
        regions,
        recovery,
        curve,
    }
}

fn reliability(scenario: &Scenario, services: &[ServiceEvaluation]) -> PlanReliability {
    // Both are in the order of the scenario.
    let pairs = scenario.services.iter().zip(services);
    let bases: Vec<ReliabilityBasis<'_>> = pairs
        .map(|(service, answer)| ReliabilityBasis {
            service,
            sizing: &answer.sizing,
            peak: answer.demand.peak,
            scaling: &answer.scaling,
            regions: answer.regions.as_ref(),
            recovery: &answer.recovery,
        })
        .collect();
    plan_reliability(scenario, &bases)
}

fn totals(services: &[ServiceEvaluation]) -> Totals {
    let mut totals = Totals {
        peak: 0.0,
        provisioned: 0.0,
        replicas: 0,
        resources: Resources::default(),
        lasts: first_to_end(services),
        survivable: survivable(services),
        working: Working::default(),
    };
    for service in services {
        totals.peak += service.demand.peak;
        totals.provisioned += service.sizing.provisioned;
        totals.replicas += u64::from(service.sizing.replicas);
        totals.resources.vcpus += service.sizing.resources.vcpus;
        totals.resources.memory += service.sizing.resources.memory;
        totals.resources.gpus += service.sizing.resources.gpus;
    }
    let mut working = Working::default();
    let mut sum = |label, formula, of: fn(&ServiceEvaluation) -> f64, value, dimension| {
        let parts: Vec<String> = services.iter().map(|service| text::number(of(service))).collect();
        working.step(label, formula, parts.join(" + "), value, dimension);
    };
    let replicas = Dimension::Count("replicas");
    sum("Usual peaks, as if they came together", "Σ peak", |service| service.demand.peak, totals.peak, Dimension::Rate);
    sum("Provisioned load", "Σ provisioned", |service| service.sizing.provisioned, totals.provisioned, Dimension::Rate);
    sum("Replicas", "Σ replicas", |service| f64::from(service.sizing.replicas), totals.replicas as f64, replicas);
    sum("CPU", "Σ replicas · vCPU", |service| service.sizing.resources.vcpus, totals.resources.vcpus, Dimension::Vcpu);
    sum(
        "Memory",
        "Σ replicas · memory",
        |service| service.sizing.resources.memory,
        totals.resources.memory,
        Dimension::Gib,
    );
    sum(
        "Accelerators",
        "Σ replicas · GPUs",
        |service| service.sizing.resources.gpus as f64,
        totals.resources.gpus as f64,
        Dimension::Count("GPUs"),
    );
    totals.working = working;
    totals
}

fn survivable(services: &[ServiceEvaluation]) -> Option<u32> {
    let each: Option<Vec<u32>> = services.iter().map(|service| service.regions.as_ref()?.survivable.regions).collect();
    each?.into_iter().min()
}

fn first_to_end(services: &[ServiceEvaluation]) -> Option<Lasts> {
    let soonest = services.iter().filter_map(|service| Some((service, service.sizing.lasts.clone()?)));
    let (service, mut lasts) = soonest.min_by_key(|(_, lasts)| lasts.days)?;
    if services.len() > 1 {
        lasts.because = format!("{}: {}", service.name, lasts.because);
    }
    Some(lasts)
}

fn verdict(services: &[ServiceEvaluation], totals: &Totals, reliability: &PlanReliability) -> Verdict {
    let several = services.len() > 1;
    let mut findings = Vec::new();
    if several {
        let failing = services.iter().filter(|service| service.sizing.verdict.standing == Standing::Fails).count();
        let replicas = text::counted(totals.replicas, "replica", "replicas");
        let n = services.len();
        findings.push(match failing {
            0 if n == 2 => Finding::holds(format!("Both services hold their usual peaks on {replicas}.")),
            0 => Finding::holds(format!("All {n} services hold their usual peaks on {replicas}.")),
            _ => Finding::fails(format!(
                "{failing} of {n} services {} not hold as planned.",
                if failing == 1 { "does" } else { "do" }
            )),
        });
        if let Some(n) = totals.survivable.filter(|n| *n > 0) {
            let any = if n == 1 { "any one region".to_owned() } else { format!("any {n} regions") };
            findings.push(Finding::holds(format!("All of them survive the loss of {any}.")));
        }
    }
    for service in services {
        let regions = service.regions.iter().flat_map(|plan| &plan.verdict.findings);
        let recovery = service.recovery.is_stated.then_some(&service.recovery.verdict.findings);
        let parts = reliability.service(service.id).filter(|plan| plan.is_stated).map(|plan| &plan.verdict.findings);
        let beyond = regions.chain(recovery.into_iter().flatten()).chain(parts.into_iter().flatten());
        for finding in service.sizing.verdict.findings.iter().chain(beyond) {
            if !several || finding.standing > Standing::Holds {
                let sentence =
                    if several { format!("{}: {}", service.name, finding.sentence) } else { finding.sentence.clone() };
                findings.push(Finding { standing: finding.standing, sentence });
            }
        }
    }
    Verdict::from_findings(findings)
}
