//! What is said of the response time at the user, and what would shorten it: a region that is nearer, not more replicas.

use super::RegionsPlan;
use super::answers::{Loss, RegionAnswer};
use super::plan::{RegionsBasis, plan_regions};
use super::response::{ResponsePlan, Wait, longest, response};
use crate::base::dimension::Dimension;
use crate::base::explain::{Finding, Letter, Verdict, Working, by, letter};
use crate::base::id::RegionId;
use crate::base::numeric::round_up;
use crate::base::text;
use crate::plan::answered::Answered;
use crate::plan::scenario::adjust::{Adjustment, Lever, nearer_region};
use crate::plan::scenario::regions::{Overflow, PlanRegion, ServiceRegions, Strategy};
use crate::plan::scenario::sizing::MeasuredAt;

/// Answers how long users wait where so many replicas run in each region that serves them, and judges it.
///
/// In a region that `running` does not know, those that are ready when a loss comes serve.
pub fn respond(
    answered: &mut Answered<RegionsPlan>,
    basis: &RegionsBasis<'_>,
    running: impl Fn(RegionId) -> Option<u32>,
) {
    let Some(found) = response(&answered.plan, basis.inputs, running) else { return };
    let (findings, plan) = (findings(&answered.plan, &found), &answered.plan);
    answered.working.assume("response-at-the-user");
    steps(&found, &plan.losses, &mut answered.working);
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

    /// The longest that users wait after the loss of a region.
    pub fn longest_response_after_loss(&self) -> Option<Wait<'_>> {
        longest(self.response.as_ref()?.after(&self.losses))
    }

    /// What a time is judged by: those in normal operation, and after a loss where one is to be survived.
    pub fn judged<'a>(&'a self, response: &'a ResponsePlan) -> impl Iterator<Item = Wait<'a>> {
        let losses = if self.survive > 0 { self.losses.as_slice() } else { &[] };
        response.normally().chain(response.after(losses))
    }
}

fn named(plan: &RegionsPlan, id: RegionId) -> String {
    let name = plan.regions.iter().find(|region| region.id == id).map_or("", |region: &RegionAnswer| &region.name);
    if name.trim().is_empty() { format!("region {}", id.0) } else { text::one_line(name) }
}

fn lost(plan: &RegionsPlan, loss: &Loss) -> String {
    loss.lost.iter().map(|id| named(plan, *id)).collect::<Vec<_>>().join(" and ")
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
                named(plan, only.region)
            )
        }
        several => {
            let names: Vec<String> = several.iter().map(|from| named(plan, from.region)).collect();
            let trips = several.iter().map(|from| from.trip);
            let [least, most] =
                trips.fold([f64::INFINITY, 0.0], |[least, most], trip| [trip.min(least), trip.max(most)]);
            format!(
                "served by {}, round trips of {} to {}",
                names.join(" and "),
                text::seconds(least),
                text::seconds(most)
            )
        }
    }
}

fn findings(plan: &RegionsPlan, response: &ResponsePlan) -> Vec<Finding> {
    let p = text::significant(response.percentile * 100.0, 6);
    let target = text::seconds(response.target);
    let after = if plan.survive > 0 { plan.losses.as_slice() } else { &[] };
    let too_long = |wait: &Wait<'_>| response.too_long(wait.seconds).is_some();
    let miss = |found: Option<Wait<'_>>| {
        let wait = found?;
        let over = response.too_long(wait.seconds)?;
        let when = wait
            .loss
            .map_or_else(|| "in normal operation".to_owned(), |loss| format!("with {} lost", lost(plan, loss)));
        Some(Finding::fails(format!(
            "P{p} is {} for users in {} {when} ({}), {} over the target of {target} at the user.",
            text::seconds(wait.seconds),
            named(plan, wait.users),
            made_of(plan, &wait),
            text::seconds(over)
        )))
    };
    let normally = longest(response.normally());
    let findings: Vec<Finding> = miss(longest(response.normally().filter(too_long)))
        .into_iter()
        .chain(miss(longest(response.after(after).filter(too_long))))
        .collect();
    if !findings.is_empty() {
        return findings;
    }
    let Some(normally) = normally else { return findings };
    let with_loss = longest(response.after(&plan.losses));
    let with_loss = with_loss.filter(|wait| text::seconds(wait.seconds) != text::seconds(normally.seconds));
    let then = with_loss.map_or_else(String::new, |wait| {
        let which = wait.loss.map_or_else(String::new, |loss| lost(plan, loss));
        format!(", {} with {which} lost", text::seconds(wait.seconds))
    });
    let judged = match response.measured {
        MeasuredAt::AtUser => format!("the target at the user is {target}"),
        MeasuredAt::AtService => format!("the target of {target} is judged at the service"),
    };
    vec![Finding::holds(format!(
        "P{p} at the user is at most {} (users in {}){then}; {judged}.",
        text::seconds(normally.seconds),
        named(plan, normally.users)
    ))]
}

/// How the longest wait comes about, in normal operation and after a loss.
fn steps(response: &ResponsePlan, losses: &[Loss], working: &mut Working) {
    let normally = longest(response.normally());
    let longer = |wait: &Wait<'_>| normally.is_none_or(|normally| wait.seconds > normally.seconds);
    let found = [
        ("Response time at the user, all regions up", normally),
        ("Response time at the user, after the worst loss", longest(response.after(losses).filter(longer))),
    ];
    for (label, wait) in found.into_iter().filter_map(|(label, wait)| Some((label, wait?))) {
        let seconds = Dimension::Seconds;
        if let [only] = wait.at.served.as_slice() {
            let operands = [
                letter("T", "of the serving region, at the percentile", only.service.unwrap_or_default(), seconds),
                letter("l", "round trip of the users to it", only.trip, seconds),
            ];
            working.retrace(label, by("T + l", operands, |[time, trip]| time + trip), wait.seconds, seconds);
        } else {
            let letters = [
                Letter::given("p", "percentile", response.percentile, Dimension::Fraction),
                Letter::given("N", "regions that serve them", wait.at.served.len() as f64, Dimension::Plain),
            ];
            working.found(
                label,
                "percentile p of the requests to all N regions, each with its round trip",
                letters,
                wait.seconds,
                seconds,
            );
        }
    }
}

/// What would keep the target at the user, each tried on the regions before it is offered.
fn levers(basis: &RegionsBasis<'_>, plan: &RegionsPlan, found: &ResponsePlan) -> Vec<Lever> {
    let missed: Vec<Wait<'_>> = plan.judged(found).filter(|wait| found.too_long(wait.seconds).is_some()).collect();
    let Some(worst) = longest(missed.iter().copied()) else { return Vec::new() };
    let p = text::significant(found.percentile * 100.0, 6);
    let mut levers = Vec::new();
    let mut offer = |change: String, adjustment: Adjustment, regions: &[PlanRegion], stated: &ServiceRegions| {
        if let Some(most) = kept_at(basis, plan, regions, stated) {
            let effect = format!("P{p} at the user is then at most {}", text::seconds(most));
            levers.push(Lever { change, effect, adjustment });
        }
    };
    if basis.stated.strategy == Strategy::ActiveActive {
        let stated = ServiceRegions { strategy: Strategy::Proportional, ..basis.stated.clone() };
        offer("Serve users in the nearest region".into(), Adjustment::ServeNearby, basis.regions, &stated);
    }
    if basis.stated.overflow != Overflow::NearestWithRoom && missed.iter().any(|wait| wait.loss.is_some()) {
        let stated = ServiceRegions { overflow: Overflow::NearestWithRoom, ..basis.stated.clone() };
        let change = "Route users of a lost region to the nearest with capacity".into();
        offer(change, Adjustment::NearestWithRoom, basis.regions, &stated);
    }
    let mut users: Vec<RegionId> = missed.iter().map(|wait| wait.users).collect();
    users.dedup();
    for users in users.into_iter().take(2) {
        let Some(place) = nearer_region(basis.regions, basis.stated, users) else { continue };
        let (mut regions, mut stated) = (basis.regions.to_vec(), basis.stated.clone());
        let id = RegionId(regions.iter().map(|region| region.id.0).max().unwrap_or(0).saturating_add(1));
        let added = PlanRegion::of_catalog(id, place, &regions);
        let change = format!(
            "Add a region near {}: {}, {} {}",
            named(plan, users),
            place.place,
            place.provider.name(),
            place.id
        );
        stated.add_nearby(&regions, id);
        regions.push(added);
        offer(change, Adjustment::NearerRegion(users), &regions, &stated);
    }
    let target = round_up(worst.seconds, 3);
    levers.push(Lever {
        change: format!("Relax the target to {}", text::seconds(target)),
        effect: "users in every region are then answered within it".into(),
        adjustment: Adjustment::LatencyTarget(target),
    });
    levers
}

/// The longest that users would wait in these regions, where that is within the target and no less is survived.
fn kept_at(
    basis: &RegionsBasis<'_>,
    plan: &RegionsPlan,
    regions: &[PlanRegion],
    stated: &ServiceRegions,
) -> Option<f64> {
    let tried = plan_regions(&RegionsBasis { regions, stated, ..*basis })?;
    let found = response(&tried, basis.inputs, |_| None)?;
    let most = longest(tried.judged(&found))?.seconds;
    let survives = tried.survivable.regions >= plan.survivable.regions;
    (found.too_long(most).is_none() && survives).then_some(most)
}
