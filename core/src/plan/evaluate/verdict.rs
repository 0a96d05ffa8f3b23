//! The verdict on the whole plan: what holds, what does not, service by service.

use super::{ServiceEvaluation, Totals};
use crate::base::explain::{Finding, Standing, Verdict};
use crate::base::money::Money;
use crate::base::text;
use crate::plan::answered::Answered;
use crate::plan::cost::CostPlan;
use crate::plan::demand::{HORIZON_DAYS, later};
use crate::plan::ledger::{Ledger, RegionLedger};
use crate::plan::places::Place;
use crate::plan::regions::TooLate;
use crate::plan::reliability::PlanReliability;
use crate::plan::scenario::Service;
use crate::plan::sizing::{Lasts, ReplicasForLatency, Rows, SizingPlan};
use jiff::civil::Date;
use std::sync::Arc;

/// What sizing says, after what regional limits cut.
pub(super) fn with_limits(sizing: Verdict, ledger: &Ledger) -> Verdict {
    let cut = ledger.says_cut().map(Finding::fails);
    Verdict::from_findings(cut.into_iter().chain(sizing.findings).collect())
}

/// The finding that the active policy's maximum is below what is planned in the regions that serve.
pub(super) fn held_down(service: &Service, places: &[Place], ledger: &Ledger) -> Option<Finding> {
    let max = service.scaling.policies.active().max?.get();
    let serving = |row: &&RegionLedger| places.iter().any(|place| Some(place.region) == row.region);
    let planned: Rows = ledger.regions.iter().filter(serving).map(|row| row.planned).sum();
    if places.is_empty() || max >= planned.needed() {
        return None;
    }
    let what = if max >= planned.normal() { "the reserve" } else { "not even what the usual peaks need" };
    let verb = if max >= planned.normal() { "cannot" } else { "can" };
    Some(Finding::fails(format!(
        "The policy's maximum of {} is below the planned {}: {what} {verb} run.",
        text::count(max),
        text::count(planned.needed())
    )))
}

/// A verdict with one finding more, if there is one.
pub(super) fn and(verdict: Verdict, finding: Option<Finding>) -> Verdict {
    match finding {
        Some(finding) => Verdict::from_findings(verdict.findings.into_iter().chain([finding]).collect()),
        None => verdict,
    }
}

/// Says from which day on growth makes users wait longer than the target at the user, before the service's own time is too long.
pub(super) fn until_too_late(sizing: &mut Answered<SizingPlan>, start: Date, late: &TooLate) {
    let sentence = format!(
        "Growth makes {} at the user exceed its target by {} (users in {}) with the replicas of today.",
        late.percentile,
        text::date(later(start, late.days)),
        text::one_line(&late.users)
    );
    let because = format!("growth, latency target at users in {}", late.users);
    Lasts::or_sooner(&mut sizing.plan.lasts, start, late.days, because);
    let finding = if late.days <= HORIZON_DAYS { Finding::tight(sentence) } else { Finding::holds(sentence) };
    let verdict = std::mem::replace(&mut sizing.verdict, Verdict::from_findings(Vec::new()));
    sizing.verdict = and(verdict, Some(finding));
}

/// Puts a finding before all others.
pub(super) fn put_first(verdict: &mut Verdict, finding: &Finding) {
    *verdict = Verdict::from_findings(std::iter::once(finding).chain(&verdict.findings).cloned().collect());
}

pub(super) fn verdict(
    services: &[Arc<ServiceEvaluation>],
    totals: &Totals,
    reliability: &PlanReliability,
    cost: &Answered<CostPlan>,
) -> Verdict {
    let several = services.len() > 1;
    let mut findings = Vec::new();
    if several {
        let fails = |service: &&Arc<ServiceEvaluation>| {
            service.sizing.verdict.standing == Standing::Fails
                || scaling_findings(service).any(|finding| finding.standing == Standing::Fails)
                || continuity_findings(service, reliability).any(|finding| finding.standing == Standing::Fails)
                || service.cost.verdict.standing == Standing::Fails
        };
        let failing = services.iter().filter(fails).count();
        let waiting = services.iter().filter(|service| service.waits_for.is_some()).count();
        let normal = services.iter().map(|service| u64::from(service.ledger.planned().normal())).sum();
        let replicas = text::counted(normal, "replica", "replicas");
        let n = services.len();
        findings.push(match failing {
            0 if waiting > 0 => Finding::unknown(format!(
                "{} of {n} services {} not known yet: not all is entered.",
                text::count(waiting as u32),
                if waiting == 1 { "is" } else { "are" }
            )),
            0 if n == 2 => Finding::holds(format!("Both services handle their usual peaks with {replicas}.")),
            0 => Finding::holds(format!("All {n} services handle their usual peaks with {replicas}.")),
            _ => Finding::fails(format!(
                "{failing} of {n} services {} not hold as planned.",
                if failing == 1 { "does" } else { "do" }
            )),
        });
        if let Some(n) = totals.survivable.filter(|n| *n > 0 && waiting == 0) {
            let any = if n == 1 { "any one region".to_owned() } else { format!("any {n} regions") };
            findings.push(Finding::holds(format!("All survive the loss of {any}.")));
        }
    }
    // What costs nothing that is known is not spoken of, unless it fails: an instance type too small for a replica.
    let is_priced = cost.total != Money::ZERO;
    let is_asked = is_priced || cost.is_stated;
    let is_told = |place: usize, standing| {
        standing == Standing::Fails || is_priced && place == 0 || is_asked && standing > Standing::Holds
    };
    let costs = cost.verdict.findings.iter().enumerate();
    let mut costs = costs.filter(|(place, finding)| is_told(*place, finding.standing));
    if several {
        findings.extend(costs.by_ref().map(|(_, finding)| finding.clone()));
    }
    for service in services {
        if let Some(missing) = service.waits_for.as_ref().filter(|_| several) {
            findings.push(Finding::unknown(format!("{}: {missing}", service.name)));
            continue;
        }
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
    // What several topics say is said once.
    let mut said = Vec::new();
    findings.retain(|finding| {
        let is_new = !said.contains(&finding.sentence);
        said.push(finding.sentence.clone());
        is_new
    });
    let holds = findings.iter().any(|finding| finding.standing == Standing::Holds);
    if holds && findings.iter().map(|finding| finding.standing).max() == Some(Standing::Unknown) {
        findings.insert(0, Finding::unknown("Holds as far as stated."));
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
