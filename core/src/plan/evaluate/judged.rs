//! How answers that several topics share are judged: the wait of users, and what nobody stated.

use super::verdict;
use crate::base::id::RegionId;
use crate::plan::answered::Answered;
use crate::plan::demand::{DemandPlan, HORIZON_DAYS};
use crate::plan::recovery::RecoveryPlan;
use crate::plan::regions::{RegionsBasis, RegionsPlan, respond, too_late};
use crate::plan::scaling::ScalingPlan;
use crate::plan::scenario::Service;
use crate::plan::sizing::SizingPlan;
use crate::plan::stated;
use jiff::civil::Date;

/// How long users wait, and until when they wait no longer than the target where it is measured at them.
pub(super) fn judge_at_the_user(
    service: &Service,
    start: Date,
    (regions, basis): (Option<&mut Answered<RegionsPlan>>, &RegionsBasis<'_>),
    running: impl Fn(RegionId) -> Option<u32> + Copy,
    sizing: &mut Answered<SizingPlan>,
) {
    let Some(regions) = regions else {
        if service.sizing.slo.is_at_user() {
            sizing.working.assume("no-round-trip");
        }
        return;
    };
    respond(regions, basis, running);
    let before = sizing.lasts.as_ref().map_or(HORIZON_DAYS, |lasts| lasts.days);
    if let Some(late) = too_late(regions, &service.sizing, service.demand.growth, running, before) {
        verdict::until_too_late(sizing, start, &late);
    }
}

/// Takes back what is said of a load or a replica that nobody stated, and says what is waited for.
pub(super) fn withhold(
    service: &Service,
    (demand, sizing, scaling, recovery): (
        &mut Answered<DemandPlan>,
        &mut Answered<SizingPlan>,
        &mut Answered<ScalingPlan>,
        &mut Answered<RecoveryPlan>,
    ),
    regions: Option<&mut Answered<RegionsPlan>>,
) -> Option<String> {
    if let Some(missing) = stated::load_waits_for(service) {
        stated::withhold(demand, &missing);
    }
    let missing = stated::waits_for(service)?;
    stated::withhold(sizing, &missing);
    stated::withhold(scaling, &missing);
    stated::withhold(recovery, &missing);
    if let Some(regions) = regions {
        regions.plan.is_assumed = true;
        stated::withhold(regions, &missing);
    }
    Some(missing)
}
