//! What is said of the response time at the user, and what would shorten it: a region that is nearer, not more replicas.

use super::RegionsPlan;
use super::answers::Loss;
use super::plan::{RegionsBasis, plan_regions};
use super::response::{ResponsePlan, Wait, longest, response};
use crate::base::dimension::Dimension;
use crate::base::explain::{Finding, Letter, Verdict, Working, by, letter};
use crate::base::id::RegionId;
use crate::base::numeric::round_up;
use crate::base::text;
use crate::base::units::Quantity;
use crate::plan::answered::Answered;
use crate::plan::scenario::adjust::{Adjustment, Lever, nearer_region};
use crate::plan::scenario::regions::{Overflow, PlanRegion, ServiceRegions, Strategy};
use crate::plan::scenario::sizing::MeasuredAt;

/// Targets that are tried before none is offered.
const MOST_TRIES: usize = 6;

/// Answers how long users wait where so many replicas run in each region that serves them, and judges it.
///
/// In a region that `running` does not know, those that are ready when a loss comes serve.
pub fn respond(
    answered: &mut Answered<RegionsPlan>,
    basis: &RegionsBasis<'_>,
    running: impl Fn(RegionId) -> Option<u32>,
) {
    let Some(found) = response(&answered.plan, basis.inputs, running, 1.0) else { return };
    let (findings, plan) = (findings(&answered.plan, &found), &answered.plan);
    answered.working.assume("response-at-the-user");
    steps(&found, plan, &mut answered.working);
    let levers = levers(basis, plan, &found);
    answered.levers.extend(levers);
    // After what is survived, before what it costs.
    let mut all = std::mem::take(&mut answered.verdict.findings);
    let after_first = all.split_off(1.min(all.len()));
    answered.verdict = Verdict::from_findings(all.into_iter().chain(findings).chain(after_first).collect());
    answered.plan.response = Some(found);
}

impl RegionsPlan {
    /// The longest that users wait with all regions up; `None` without a latency objective, or where none is served in time.
    pub fn longest_response(&self) -> Option<Wait<'_>> {
        longest(self.response.as_ref()?.normally())
    }

    /// The longest that users wait after the loss of a region, or of as many as must be survived.
    pub fn longest_response_after_loss(&self) -> Option<Wait<'_>> {
        longest(self.response.as_ref()?.after(self.all_losses()))
    }

    /// What a time is judged by: those in normal operation, and after a loss where one is to be survived.
    pub fn judged<'a>(&'a self, response: &'a ResponsePlan) -> impl Iterator<Item = Wait<'a>> {
        response.normally().chain(response.after(self.losses_to_survive()))
    }
}

fn lost(plan: &RegionsPlan, loss: &Loss) -> String {
    names(plan, loss.lost.iter().copied())
}

fn names(plan: &RegionsPlan, ids: impl Iterator<Item = RegionId>) -> String {
    let names: Vec<String> = ids.map(|id| plan.called(id)).collect();
    text::listed(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

/// `307 ms at the service and 219 ms round trip to Virginia`, or who serves them where several do.
fn made_of(plan: &RegionsPlan, wait: &Wait<'_>) -> String {
    match wait.at.served.as_slice() {
        [only] => {
            let about = if only.estimated && only.region != wait.users { "≈ " } else { "" };
            format!(
                "{} at the service and {about}{} round trip to {}",
                text::seconds(only.service.unwrap_or_default()),
                text::seconds(only.trip),
                plan.called(only.region)
            )
        }
        several => {
            let trips = several.iter().map(|from| from.trip);
            let [least, most] =
                trips.fold([f64::INFINITY, 0.0], |[least, most], trip| [trip.min(least), trip.max(most)]);
            format!(
                "served by {}, round trips of {} to {}",
                names(plan, several.iter().map(|from| from.region)),
                text::seconds(least),
                text::seconds(most)
            )
        }
    }
}

fn findings(plan: &RegionsPlan, response: &ResponsePlan) -> Vec<Finding> {
    let p = text::significant(response.percentile * 100.0, 6);
    let target = text::seconds(response.target);
    // Who is not served in time is spoken of as capacity that is short.
    let too_long = |wait: &Wait<'_>| wait.seconds().and_then(|seconds| Some((seconds, response.too_long(seconds)?)));
    let miss = |wait: Wait<'_>| {
        let (seconds, over) = too_long(&wait)?;
        let when = match wait.loss {
            Some(loss) => format!("with {} lost", lost(plan, loss)),
            None => "in normal operation".to_owned(),
        };
        Some(Finding::fails(format!(
            "P{p} is {} for users in {} {when} ({}), {} over the target of {target} at the user.",
            text::seconds(seconds),
            plan.called(wait.users),
            made_of(plan, &wait),
            text::seconds(over)
        )))
    };
    let normal = longest(response.normally().filter(|wait| too_long(wait).is_some())).and_then(miss);
    let in_loss =
        longest(response.after(plan.losses_to_survive()).filter(|wait| too_long(wait).is_some())).and_then(miss);
    // A survivor without anything to spare survives, and its queue grows all the same.
    let is_stuck = |wait: &Wait<'_>| {
        let unserved = wait.loss.is_none_or(|loss| loss.missing > 0.0);
        wait.seconds().is_none() && !unserved && response.measured == MeasuredAt::AtUser
    };
    let stuck = response.after(plan.losses_to_survive()).find(is_stuck).and_then(|wait| {
        Some(Finding::fails(format!(
            "With {} lost, users in {} are not answered in time: {} has no capacity to spare, so requests queue up.",
            lost(plan, wait.loss?),
            plan.called(wait.users),
            names(plan, wait.at.served.iter().filter(|from| from.service.is_none()).map(|from| from.region))
        )))
    });
    let findings: Vec<Finding> = normal.into_iter().chain(in_loss).chain(stuck).collect();
    if !findings.is_empty() {
        return findings;
    }
    let Some((normally, most)) = longest(response.normally()).and_then(|wait| Some((wait, wait.seconds()?))) else {
        return findings;
    };
    let then = longest(response.after(plan.all_losses())).and_then(|wait| Some((wait.loss?, wait.seconds())));
    let then = match then {
        Some((loss, None)) => format!(", and not all are served in time with {} lost", lost(plan, loss)),
        Some((loss, Some(seconds))) if seconds > most && text::seconds(seconds) != text::seconds(most) => {
            format!(", {} with {} lost", text::seconds(seconds), lost(plan, loss))
        }
        _ => String::new(),
    };
    let judged = match response.measured {
        MeasuredAt::AtUser => format!("the target at the user is {target}"),
        MeasuredAt::AtService => format!("the target of {target} is judged at the service"),
    };
    vec![Finding::holds(format!(
        "P{p} at the user is at most {} (users in {}){then}; {judged}.",
        text::seconds(most),
        plan.called(normally.users)
    ))]
}

/// How the longest wait comes about, in normal operation and after a loss.
fn steps(response: &ResponsePlan, plan: &RegionsPlan, working: &mut Working) {
    let served = |wait: &Wait<'_>| wait.seconds().is_some();
    let normally = longest(response.normally().filter(served));
    let longer = |wait: &Wait<'_>| normally.is_none_or(|normally| wait.seconds() > normally.seconds());
    let after = longest(response.after(plan.all_losses()).filter(served).filter(longer));
    let found = [
        ("Response time at the user, all regions up", normally),
        ("Response time at the user, after the worst loss", after),
    ];
    for (label, wait, time) in found.into_iter().filter_map(|(label, wait)| Some((label, wait?, wait?.seconds()?))) {
        let seconds = Dimension::Seconds;
        if let [only] = wait.at.served.as_slice() {
            let operands = [
                letter("T", "of the serving region, at the percentile", only.service.unwrap_or_default(), seconds),
                letter("l", "round trip of the users to it", only.trip, seconds),
            ];
            working.retrace(label, by("T + l", operands, |[time, trip]| time + trip), time, seconds);
        } else {
            let letters = [
                Letter::given("q", "percentile", response.percentile, Dimension::Fraction),
                Letter::given("M", "regions that serve them", wait.at.served.len() as f64, Dimension::Plain),
            ];
            working.found(
                label,
                "percentile q of the requests to all M regions, each with its round trip",
                letters,
                time,
                seconds,
            );
        }
    }
}

/// What would keep the target at the user, each tried on the regions before it is offered.
fn levers(basis: &RegionsBasis<'_>, plan: &RegionsPlan, found: &ResponsePlan) -> Vec<Lever> {
    let missed = |wait: &Wait<'_>| wait.seconds().is_some_and(|seconds| found.too_long(seconds).is_some());
    let missed: Vec<Wait<'_>> = plan.judged(found).filter(missed).collect();
    let Some(worst) = longest(missed.iter().copied()).and_then(|wait| wait.seconds()) else { return Vec::new() };
    let trial = RegionsBasis { is_trial: true, ..*basis };
    let p = text::significant(found.percentile * 100.0, 6);
    let mut levers = Vec::new();
    let mut offer = |change: String, adjustment: Adjustment, tried: &RegionsBasis<'_>| {
        if let Some(most) = kept_at(tried, plan) {
            let effect = format!("P{p} at the user is then at most {}", text::seconds(most));
            levers.push(Lever { change, effect, adjustment });
        }
    };
    if basis.stated.strategy == Strategy::ActiveActive {
        let stated = ServiceRegions { strategy: Strategy::Proportional, ..basis.stated.clone() };
        let change = "Serve users in the nearest region".into();
        offer(change, Adjustment::ServeNearby, &RegionsBasis { stated: &stated, ..trial });
    }
    if basis.stated.overflow != Overflow::NearestWithRoom && missed.iter().any(|wait| wait.loss.is_some()) {
        let stated = ServiceRegions { overflow: Overflow::NearestWithRoom, ..basis.stated.clone() };
        let change = "Route users of a lost region to the nearest with capacity".into();
        offer(change, Adjustment::NearestWithRoom, &RegionsBasis { stated: &stated, ..trial });
    }
    let mut users: Vec<RegionId> = Vec::new();
    missed.iter().for_each(|wait| {
        if !users.contains(&wait.users) {
            users.push(wait.users)
        }
    });
    for users in users.into_iter().take(2) {
        let Some(place) = nearer_region(basis.regions, basis.stated, users) else { continue };
        let (mut regions, mut stated) = (basis.regions.to_vec(), basis.stated.clone());
        let id = RegionId(regions.iter().map(|region| region.id.0).max().unwrap_or(0).saturating_add(1));
        let added = PlanRegion::of_catalog(id, place, &regions);
        let (near, cloud) = (plan.called(users), place.provider.name());
        let change = format!("Add a region near {near}: {}, {cloud} {}", place.place, place.id);
        stated.add_nearby(&regions, id);
        regions.push(added);
        offer(change, Adjustment::NearerRegion(users), &RegionsBasis { regions: &regions, stated: &stated, ..trial });
    }
    levers.extend(relaxed(&trial, plan, worst));
    levers
}

/// The target that is kept where the fleet is sized for it: a longer one may take fewer replicas, which answer later.
fn relaxed(trial: &RegionsBasis<'_>, plan: &RegionsPlan, worst: f64) -> Option<Lever> {
    let mut target = round_up(worst, 3);
    for _ in 0..MOST_TRIES {
        let mut inputs = *trial.inputs;
        inputs.slo.latency.iter_mut().for_each(|objective| objective.target = Quantity::clamped(target));
        let tried = RegionsBasis { inputs: &inputs, ..*trial };
        if kept_at(&tried, plan).is_some() {
            let effect = "users in every region are then answered within it".into();
            let change = format!("Relax the target to {}", text::seconds(target));
            return Some(Lever { change, effect, adjustment: Adjustment::LatencyTarget(target) });
        }
        target = round_up(longest_of(&tried)?, 3);
    }
    None
}

/// The longest that users would wait.
fn longest_of(trial: &RegionsBasis<'_>) -> Option<f64> {
    let tried = plan_regions(trial)?;
    let found = response(&tried, trial.inputs, |_| None, 1.0)?;
    longest(tried.judged(&found))?.seconds()
}

/// The longest that users would wait, where all are served within the target and no less is survived.
fn kept_at(trial: &RegionsBasis<'_>, plan: &RegionsPlan) -> Option<f64> {
    let tried = plan_regions(trial)?;
    let found = response(&tried, trial.inputs, |_| None, 1.0)?;
    let most = longest(tried.judged(&found))?.seconds()?;
    let survives = tried.survivable.regions >= plan.survivable.regions;
    (found.too_long(most).is_none() && survives).then_some(most)
}
