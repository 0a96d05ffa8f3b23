//! The verdict on the active recovery tier, in sentences.

use super::plan::{RecoveryBasis, RecoveryPlan, TierAnswer};
use crate::base::explain::{Finding, Verdict};
use crate::base::text;
use crate::formulas::recovery::Part;
use crate::plan::ledger::Ledger;

/// What holds, what does not, and what would be cheaper.
pub(super) fn verdict(basis: &RecoveryBasis<'_>, plan: &RecoveryPlan) -> Verdict {
    let mut findings = Vec::new();
    let Some(answer) = plan.active() else {
        return Verdict::from_findings(vec![Finding::unknown("RTO and RPO are unknown: select a recovery tier.")]);
    };
    let name = text::capitalised(answer.tier.words());
    // What limits cut is missing in the end, however soon the rest is up.
    findings.extend(Ledger::with_tier(basis.fleet, Some(answer.tier)).says_cut().map(Finding::fails));
    match answer.rto {
        Some(rto) if answer.rto_miss.is_none() => {
            let kept = basis
                .stated
                .rto
                .map_or_else(String::new, |target| format!(" (target {})", text::seconds(target.get())));
            let data = match answer.data.rpo {
                rpo if rpo > 0.0 => format!("losing at most {} of writes", text::seconds(rpo)),
                _ => "without losing writes".to_owned(),
            };
            findings.push(Finding::holds(format!("{name} recovers in {}{kept}, {data}.", text::seconds(rto))));
        }
        Some(_) => findings.push(Finding::fails(late(&name, answer))),
        None => findings.push(unknown(&name, basis, answer)),
    }
    findings.extend(super::data::finding(basis, answer));
    findings.extend(super::kept::findings(basis, answer));
    findings.extend(money(basis, plan, answer));
    Verdict::from_findings(findings)
}

fn late(name: &str, answer: &TierAnswer) -> String {
    let Some(miss) = answer.rto_miss else { return String::new() };
    let rto = answer.rto.map_or_else(String::new, text::seconds);
    let by = text::seconds(miss.by);
    match miss.shorten {
        Some(part) if miss.is_enough => {
            format!("{name} takes {rto}: RTO missed by {by}; shorten \u{201c}{}\u{201d}.", part.words())
        }
        Some(part) => format!(
            "{name} takes {rto}: RTO missed by {by}; shortening \u{201c}{}\u{201d}, the longest step, is not enough on its own.",
            part.words()
        ),
        None => format!("{name} takes {rto}: RTO missed by {by}."),
    }
}

fn unknown(name: &str, basis: &RecoveryBasis<'_>, answer: &TierAnswer) -> Finding {
    let parts: Vec<&str> = answer.unknown.iter().map(|part| part.words()).collect();
    let why = if answer.unknown.contains(&Part::Provision) && basis.gpus > 0 {
        "accelerators are not reserved in the other region and may be unavailable; reserve them, or keep them running"
            .to_owned()
    } else {
        format!("enter the time to {}", parts.join(", "))
    };
    let sentence = format!("{name}: RTO unknown; {why}.");
    Finding::unknown(sentence)
}

fn is_copy_unpriced(plan: &RecoveryPlan) -> bool {
    plan.replication.as_ref().is_some_and(|copies| copies.monthly_cost.is_none())
}

fn money(basis: &RecoveryBasis<'_>, plan: &RecoveryPlan, answer: &TierAnswer) -> Option<Finding> {
    let stated = basis.stated;
    if answer.standby.is_none() || stated.loss.is_none() {
        let missing = match (stated.loss, basis.price.is_known_somewhere()) {
            (None, _) => "the cost of an hour of outage",
            (Some(_), false) => "the price per replica",
            (Some(_), true) if is_copy_unpriced(plan) => "what data costs between regions, and stored,",
            (Some(_), true) if basis.fleet.has_no_recovery_region() => {
                "the recovery region, or a price that holds in any region,"
            }
            (Some(_), true) => "the price in every region with a reserve",
        };
        let says = format!("Enter {missing} to compare the tiers by cost.");
        // Who states what an hour costs asks which tier is cheapest; else it is an offer.
        let said = if stated.loss.is_some() { Finding::unknown(says) } else { Finding::holds(says) };
        return plan.is_stated.then_some(said);
    }
    let data = if plan.prices_data { "" } else { " (lost data not priced)" };
    let own = answer.total.map(|total| format!("{} a year including expected losses{data}", text::dollars(total)));
    let best = plan.cheapest_within_objectives.or(plan.cheapest)?;
    let within = if plan.cheapest_within_objectives.is_some() && (stated.rto.is_some() || stated.rpo.is_some()) {
        " that meets the targets"
    } else {
        ""
    };
    if best == answer.tier {
        return own.map(|own| Finding::holds(format!("It is the cheapest tier{within}: {own}.")));
    }
    let total = plan.of(best)?.total?;
    let words = best.short();
    Some(match own {
        Some(own) => Finding::tight(format!(
            "It costs {own}; {words} is the cheapest tier{within}, at {}.",
            text::dollars(total)
        )),
        None => Finding::tight(format!("The cheapest tier{within} is {words}, at {} a year.", text::dollars(total))),
    })
}
