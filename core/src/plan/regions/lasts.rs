//! Until when users are answered within the target where it is measured at them: growth lengthens the service's own time, the
//! round trip stays.

use super::RegionsPlan;
use super::response::{longest, response};
use crate::base::id::RegionId;
use crate::base::text;
use crate::plan::scenario::demand::Growth;
use crate::plan::scenario::sizing::SizingInputs;

/// The day on which users are first answered too late, and who.
#[derive(Clone, Debug, PartialEq)]
pub struct TooLate {
    /// Days from the plan's start to that day.
    pub days: i32,
    /// Where these users are.
    pub users: String,
    /// The percentile that is missed, such as `P99`.
    pub percentile: String,
}

/// The first day before some other on which growth makes the users' wait longer than the target at the user, on the fleets of
/// today with their spares lost, or with them where it is missed without; `None` where it does not, or is not kept to begin with.
///
/// First `d` with `max over users and losses of R(load · G(d)) > target`, `R` as in [`respond`](super::respond); found by halving.
pub fn too_late(
    plan: &RegionsPlan,
    inputs: &SizingInputs,
    growth: Growth,
    running: impl Fn(RegionId) -> Option<u32> + Copy,
    before: i32,
) -> Option<TooLate> {
    let ready = |id: RegionId| plan.regions.iter().find(|region| region.id == id).map(|region| region.ready);
    let spares = inputs.spare_replicas.get();
    let left = |lost: u32| move |id: RegionId| Some(running(id).or_else(|| ready(id))?.saturating_sub(lost));
    let late_at = |lost: u32, days: i32| {
        let found = response(plan, inputs, left(lost), growth.factor_after(days))?;
        let wait = longest(plan.judged(&found))?;
        let is_late = wait.seconds().is_none_or(|seconds| found.too_long(seconds).is_some());
        is_late.then_some(wait.users)
    };
    let is_at_user = inputs.slo.is_at_user() && plan.response.is_some();
    if !is_at_user || before <= 1 || late_at(0, 0).is_some() {
        return None;
    }
    // Where the target is missed as soon as the spares are lost, the fleet is judged with them.
    let lost = if late_at(spares, 0).is_some() { 0 } else { spares };
    let users_at = |days: i32| late_at(lost, days);
    let mut users = users_at(before - 1)?;
    let (mut kept, mut late) = (0, before - 1);
    while late - kept > 1 {
        let middle = kept + (late - kept) / 2;
        match users_at(middle) {
            Some(found) => (late, users) = (middle, found),
            None => kept = middle,
        }
    }
    let percentile = inputs.slo.latency.map_or(0.0, |objective| objective.percentile.get() * 100.0);
    Some(TooLate {
        days: late,
        users: plan.called(users),
        percentile: format!("P{}", text::significant(percentile, 6)),
    })
}
