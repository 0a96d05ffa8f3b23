//! The whole chain on one screen: what the person states goes in, every answer comes out.

mod totals;

pub use totals::{ScalingTotals, Totals};

use crate::calendar::{CalendarEntry, calendar};
use crate::demand::{DemandPlan, LoadCurve, plan_demand};
use crate::explain::{Finding, Standing, Verdict};
use crate::recovery::{RecoveryBasis, RecoveryPlan, plan_recovery};
use crate::regions::{RegionsBasis, RegionsPlan, plan_regions};
use crate::reliability::{PlanReliability, ReliabilityBasis, plan_reliability};
use crate::scaling::{Basis, ScalingPlan, Scene, plan_scaling};
use crate::scenario::{Scenario, Service, ServiceId};
use crate::sizing::{ReplicasForLatency, SizingPlan, plan_sizing};
use crate::text;
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

/// Answers everything that a scenario asks: demand, then sizing, scaling, regions and
/// recovery, for each service; then the whole.
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
    evaluate_from(None, scenario)
}

/// The same answers, where those of a scenario of before are at hand: services that are stated as they were
/// then, in a plan of the same regions that begins on the same day, are not computed anew.
///
/// # Example
///
/// ```
/// use headroom_core::{evaluate::{evaluate, evaluate_from}, scenario::{Name, examples}};
///
/// let before = examples::seed_service();
/// let known = evaluate(&before);
/// let mut after = before.clone();
/// after.name = Name::from_static("The same under another name");
/// assert_eq!(evaluate_from(Some((&before, &known)), &after), evaluate(&after));
/// ```
pub fn evaluate_from(previous: Option<(&Scenario, &Evaluation)>, scenario: &Scenario) -> Evaluation {
    let previous = previous.filter(|(before, _)| before.start == scenario.start && before.regions == scenario.regions);
    let known = |service: &Service| {
        let (before, answers) = previous?;
        before.services.get(service.id).filter(|stated| *stated == service)?;
        answers.service(service.id).cloned()
    };
    let services: Vec<ServiceEvaluation> = scenario
        .services
        .iter()
        .map(|service| known(service).unwrap_or_else(|| evaluate_service(scenario, service)))
        .collect();
    let totals = Totals::of(&services);
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
    let name = service.name.to_string();
    ServiceEvaluation { id: service.id, name, demand, sizing, scaling, regions, recovery, curve }
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

fn verdict(services: &[ServiceEvaluation], totals: &Totals, reliability: &PlanReliability) -> Verdict {
    let several = services.len() > 1;
    let mut findings = Vec::new();
    if several {
        let fails = |service: &&ServiceEvaluation| {
            service.sizing.verdict.standing == Standing::Fails
                || scaling_findings(service).any(|finding| finding.standing == Standing::Fails)
                || continuity_findings(service, reliability).any(|finding| finding.standing == Standing::Fails)
        };
        let failing = services.iter().filter(fails).count();
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
