//! What the tier and the regions amount to together, in sentences: how much of the reserve is ready, and where.

use super::plan::{RecoveryBasis, TierAnswer};
use crate::base::explain::Finding;
use crate::base::text;
use crate::formulas::recovery::RecoveryTier;
use crate::plan::ledger::Ledger;

/// What is to be said of the tier in these regions.
pub(super) fn findings(basis: &RecoveryBasis<'_>, answer: &TierAnswer) -> Vec<Finding> {
    let fleet = Ledger::with_tier(basis.fleet, Some(answer.tier));
    let reserve = fleet.regions.iter().map(|region| u64::from(region.planned.reserve)).sum();
    together(basis, answer, reserve).into_iter().chain(accelerators(basis, answer, reserve)).collect()
}

/// The combination of tier and routing, where it is not what the tier is named after.
fn together(basis: &RecoveryBasis<'_>, answer: &TierAnswer, reserve: u64) -> Option<Finding> {
    let selected = basis.stated.tier?;
    let plan = basis.fleet.regions.filter(|plan| plan.n_hosts > 1);
    if let Some(plan) = plan.filter(|plan| plan.survive == 0 && reserve == 0) {
        let regions = text::counted(plan.n_hosts.into(), "region", "regions");
        return Some(Finding::tight(format!(
            "No loss of a region is planned for, so the {regions} have no reserve and the tier keeps nothing ready."
        )));
    }
    if selected == RecoveryTier::ActiveActive && answer.tier == RecoveryTier::HotStandby {
        return Some(Finding::holds(
            "Active-active with a region that serves nobody until the loss is hot standby.".to_owned(),
        ));
    }
    let is_partly = !matches!(selected, RecoveryTier::ActiveActive | RecoveryTier::HotStandby);
    if plan.is_none() || basis.fleet.stands_by() || !is_partly {
        return None;
    }
    let kept = match (answer.ready, answer.paid) {
        (0, 0) => "none".to_owned(),
        (0, paid) => text::count(paid),
        (ready, _) => text::count(ready),
    };
    let does = match (answer.ready, answer.paid) {
        (0, 1..) => "paid for and serve nothing",
        _ => "ready",
    };
    let reserve = text::counted(reserve, "replica", "replicas");
    Some(Finding::holds(format!(
        "All regions serve; {kept} of the {reserve} reserved for a loss are {does} ({}).",
        selected.short()
    )))
}

/// The accelerators of the reserve, counted.
fn accelerators(basis: &RecoveryBasis<'_>, answer: &TierAnswer, reserve: u64) -> Option<Finding> {
    let gpus = u64::from(basis.gpus);
    if gpus == 0 || reserve == 0 {
        return None;
    }
    let (all, run) = (reserve * gpus, answer.ready * gpus);
    let rest = all.saturating_sub(run);
    let says = |rest: String| {
        format!(
            "The reserve takes {}: {} run{rest}.",
            text::counted(all, "accelerator", "accelerators"),
            text::count(run)
        )
    };
    Some(match (rest, basis.stated.reserved) {
        (0, _) => Finding::holds(says(String::new())),
        (rest, true) => Finding::holds(says(format!(", {} are reserved and paid for unused", text::count(rest)))),
        (rest, false) => {
            Finding::tight(says(format!(", {} are not reserved and may be unavailable", text::count(rest))))
        }
    })
}
