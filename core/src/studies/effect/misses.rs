//! By how much a plan misses what it is to keep, where a change makes a miss larger without another sentence.

use super::{Answers, SaidChange};
use crate::base::dimension::Dimension;
use crate::base::text;
use crate::plan::evaluate::ServiceEvaluation;
use crate::plan::regions::{RegionsPlan, ResponsePlan, Wait};
use crate::plan::scenario::Service;
use std::collections::BTreeMap;

/// A miss that is no more than this share larger is the same.
const SAME: f64 = 1e-6;

/// What is missed: the topic and what it is, and by how much.
type Misses = BTreeMap<(&'static str, String), (f64, Dimension)>;

/// What is missed by more after a change than before, service by service.
pub(super) fn grown(before: Answers<'_>, after: Answers<'_>) -> Vec<SaidChange> {
    let several = after.scenario.services.count() > 1;
    let mut found = Vec::new();
    for now in &after.evaluation.services {
        let stated = [before, after].map(|side| side.scenario.services.get(now.id));
        let ([Some(was_stated), Some(now_stated)], Some(was)) = (stated, before.evaluation.service(now.id)) else {
            continue;
        };
        let earlier = misses(was_stated, was, before);
        for ((topic, what), (amount, dimension)) in misses(now_stated, now, after) {
            // What was not missed before has a sentence of its own.
            let Some((least, _)) = earlier.get(&(topic, what.clone())) else { continue };
            if amount > least * (1.0 + SAME) {
                let [least, amount] = [*least, amount].map(|amount| text::quantity(amount, dimension));
                found.push(SaidChange {
                    service: if several { text::one_line(&now.name) } else { String::new() },
                    topic: topic.to_owned(),
                    fails: true,
                    has_grown: true,
                    sentence: format!("{what}: {amount} instead of {least}."),
                });
            }
        }
    }
    found
}

fn misses(stated: &Service, answers: &ServiceEvaluation, side: Answers<'_>) -> Misses {
    let mut all = Misses::new();
    let mut add = |topic: &'static str, what: &str, amount: f64, dimension: Dimension| {
        if amount > 0.0 {
            all.insert((topic, what.to_owned()), (amount, dimension));
        }
    };
    let sizing = &answers.sizing;
    let (peak, limit) = (answers.sized().demand.peak, sizing.runway.limit);
    add("Sizing", "Load beyond what holds", peak - limit, Dimension::Rate);
    for event in sizing.events.iter().filter(|event| !event.held) {
        let name = text::one_line(text::named(&event.name, "An event"));
        add(
            "Sizing",
            &format!("{name} lacks replicas"),
            f64::from(event.extra.saturating_sub(event.lot)),
            Dimension::Plain,
        );
    }
    let kept = answers.scaling.outcome.kept_of_requests();
    add("Scaling", "Requests outside the SLO", stated.sizing.slo.availability.get() - kept, Dimension::Fraction);
    if let Some(plan) = answers.regions.as_deref() {
        of_regions(plan, &mut add);
    }
    if let Some(active) = answers.recovery.active().filter(|_| answers.recovery.is_stated) {
        let over =
            |time: Option<f64>, target: Option<f64>| time.zip(target).map_or(0.0, |(time, target)| time - target);
        let (rto, rpo) =
            (stated.recovery.rto.map(|target| target.get()), stated.recovery.rpo.map(|target| target.get()));
        add("Recovery", "RTO missed by", over(active.rto, rto), Dimension::Seconds);
        add("Recovery", "RPO missed by", over(Some(active.data.rpo), rpo), Dimension::Seconds);
    }
    if let Some(plan) = side.evaluation.reliability.service(answers.id).filter(|plan| plan.is_stated) {
        add("Reliability", "Availability below the target by", plan.target - plan.availability, Dimension::Fraction);
    }
    all
}

fn of_regions(plan: &RegionsPlan, add: &mut impl FnMut(&'static str, &str, f64, Dimension)) {
    let short: u32 = plan.shortfalls.iter().map(|shortfall| shortfall.replicas).fold(0, u32::saturating_add);
    add("Regions", "Replicas short", f64::from(short), Dimension::Plain);
    let unserved = plan.shortfalls.iter().filter(|shortfall| shortfall.replicas == 0).map(|shortfall| shortfall.load);
    add("Regions", "Load without a region", unserved.sum(), Dimension::Rate);
    if plan.survive > 0 {
        let missing = plan.losses.iter().map(|loss| loss.missing).fold(0.0, f64::max);
        add("Regions", "Not served after the worst loss", missing, Dimension::Rate);
    }
    if let Some(response) = &plan.response {
        let losses = plan.losses_to_survive();
        let seconds = Dimension::Seconds;
        add("Regions", "Over the target at the user", over(response, response.normally()), seconds);
        add("Regions", "Over the target at the user after a loss", over(response, response.after(losses)), seconds);
    }
}

/// The most by which one of some waits is longer than the target.
fn over<'a>(response: &ResponsePlan, waits: impl Iterator<Item = Wait<'a>>) -> f64 {
    waits.filter_map(|wait| response.too_long(wait.seconds()?)).fold(0.0, f64::max)
}
