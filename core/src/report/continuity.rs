//! What is said of the loss of a region: capacity, tiers, error budget.

use super::one_line;
use super::page::Page;
use crate::base::dimension::Dimension;
use crate::base::explain::Standing;
use crate::base::text;
use crate::plan::answered::Answered;
use crate::plan::evaluate::ServiceEvaluation;
use crate::plan::reliability::ReliabilityPlan;

/// What happens when a region is lost: capacity, tiers, error budget.
pub(super) fn continuity(
    page: &mut Page,
    answer: &ServiceEvaluation,
    reliability: Option<&Answered<ReliabilityPlan>>,
    several: bool,
) {
    // Of several services the verdict above says only what is due or fails.
    let said = |standing: Standing| several && standing == Standing::Holds;
    if let Some(plan) = &answer.regions {
        for finding in plan.verdict.findings.iter().filter(|finding| said(finding.standing)) {
            page.answer("Regions", &finding.sentence);
        }
        for region in plan.regions.iter().filter(|region| region.hosts) {
            let line = format!(
                "{}: {} in normal times, {} for every loss, {} planned; {} of the users, up to {}",
                one_line(&region.name),
                text::counted(region.normal_replicas.into(), "replica", "replicas"),
                text::count(region.needed_replicas),
                text::count(region.replicas),
                text::percent(region.share),
                text::quantity(region.most_load, Dimension::Rate)
            );
            page.answer("Region", &line);
        }
        for loss in &plan.losses {
            let lost = plan.regions.iter().find(|region| loss.lost.contains(&region.id));
            let missing = if loss.missing > 0.0 {
                format!("{} are not served", text::quantity(loss.missing, Dimension::Rate))
            } else {
                "all is served".to_owned()
            };
            let seen = loss
                .latency
                .map_or_else(String::new, |latency| format!(", round trip P95 {}", text::seconds(latency.seen.p95)));
            let name = lost.map_or_else(String::new, |region| one_line(&region.name));
            page.answer(
                "Lost",
                &format!("{name}, {}: {} move, {missing}{seen}", loss.at, text::quantity(loss.moved, Dimension::Rate)),
            );
        }
        for lever in &plan.levers {
            page.answer("Lever", &format!("{}: {}", lever.change, lever.effect));
        }
    }
    if answer.recovery.is_stated {
        let findings = &answer.recovery.verdict.findings;
        for finding in findings.iter().filter(|finding| said(finding.standing)) {
            page.answer("Recovery", &finding.sentence);
        }
        for tier in &answer.recovery.tiers {
            let rto = tier.rto.map_or_else(|| "RTO unknown".to_owned(), |rto| format!("RTO {}", text::seconds(rto)));
            let mut line = format!("{}: {rto}, RPO {}", tier.tier.words(), text::seconds(tier.data.rpo));
            if let Some(standby) = &tier.standby {
                line.push_str(&format!(", standby {} a month", text::dollars(standby.monthly)));
            }
            if let Some(total) = tier.total {
                line.push_str(&format!(", {} a year in all", text::dollars(total)));
            }
            page.answer("Tier", &line);
        }
    }
    if let Some(plan) = reliability.filter(|plan| plan.is_stated) {
        for finding in plan.verdict.findings.iter().filter(|finding| said(finding.standing)) {
            page.answer("Reliability", &finding.sentence);
        }
    }
}
