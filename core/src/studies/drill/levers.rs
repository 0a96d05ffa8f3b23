//! The smallest changes that would make a drill cost less, each tried before it is offered.

use super::{DrillAnswer, DrillOrder, IncidentKind, Recovery, answer_drill};
use crate::base::id::ServiceId;
use crate::base::text;
use crate::formulas::recovery::RecoveryTier;
use crate::plan::evaluate::{Evaluation, evaluate, evaluate_from};
use crate::plan::scenario::adjust::{Adjustment, Lever};
use crate::plan::scenario::regions::Overflow;
use crate::plan::scenario::{DrillFleets, DrillInputs, Scenario, Service};
use crate::studies::Study;
use serde::{Deserialize, Serialize};

/// Most levers that are offered.
const MOST: usize = 4;
/// Share of what is lost or late that a change must at least save.
const WORTH: f64 = 0.02;

/// The question for what would make a drill cost less.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DrillLevers(pub DrillOrder);

impl Study for DrillLevers {
    type Part = ();
    type Finding = Vec<Lever>;

    fn run(&self, tell: &mut dyn FnMut(f64, ())) -> Result<Vec<Lever>, String> {
        let (scenario, service, inputs) = self.0.read()?;
        let evaluation = evaluate(&scenario);
        let (answer, _) =
            answer_drill(&scenario, &evaluation, service, &inputs, &mut |_| {}).map_err(|no| no.to_string())?;
        Ok(drill_levers(&scenario, &evaluation, &inputs, service, &answer, &mut |share| tell(share, ())))
    }
}

/// Tries changes of a drill that came to `answer`, and gives those that save something, the best first.
///
/// `tell` hears which share of them has been tried.
pub fn drill_levers(
    scenario: &Scenario,
    evaluation: &Evaluation,
    inputs: &DrillInputs,
    service: ServiceId,
    answer: &DrillAnswer,
    tell: &mut dyn FnMut(f64),
) -> Vec<Lever> {
    let Some(stated) = scenario.services.get(service) else { return Vec::new() };
    if answer.totals.bad() < 1.0 && !is_stuck(answer) {
        return Vec::new();
    }
    let candidates = candidates(stated, evaluation, inputs, answer);
    let n = candidates.len();
    let mut found: Vec<(f64, Lever)> = Vec::new();
    for (place, adjustment) in candidates.into_iter().enumerate() {
        let mut changed = scenario.clone();
        changed.drill = Some(*inputs);
        adjustment.apply(&mut changed, service);
        let evaluated = evaluate_from(Some((scenario, evaluation)), &changed);
        let drill = changed.drill.unwrap_or(*inputs);
        if let Ok((then, _)) = answer_drill(&changed, &evaluated, service, &drill, &mut |_| {}) {
            found.extend(lever(adjustment, answer, &then));
        }
        tell((place + 1) as f64 / n as f64);
    }
    found.sort_by(|one, other| one.0.total_cmp(&other.0));
    found.into_iter().take(MOST).map(|(_, lever)| lever).collect()
}

fn is_stuck(answer: &DrillAnswer) -> bool {
    matches!(answer.recovery, Recovery::Metastable { .. })
}

/// What may help, by what is stated and by what went wrong.
fn candidates(
    service: &Service,
    evaluation: &Evaluation,
    inputs: &DrillInputs,
    answer: &DrillAnswer,
) -> Vec<Adjustment> {
    let failover = &service.regions.failover;
    let mut candidates = Vec::new();
    let tier = service.recovery.tier;
    let all_ready = match inputs.fleets {
        DrillFleets::Ready => true,
        DrillFleets::ByTier => {
            matches!(tier, None | Some(RecoveryTier::HotStandby | RecoveryTier::ActiveActive))
        }
        DrillFleets::ByPolicy => false,
    };
    if !all_ready {
        candidates.push(Adjustment::FleetsReady);
    }
    if answer.moves_users {
        let in_use = evaluation.service(service.id).and_then(|found| found.recovery.tier);
        candidates.extend(
            in_use.filter(|tier| service.recovery.tier(*tier).decide.get() > 0.0).map(Adjustment::DecideAtOnce),
        );
        if failover.interval.get() > 10.0 {
            candidates.push(Adjustment::CheckEvery(10.0));
        }
        if failover.ttl.get() > 30.0 {
            candidates.push(Adjustment::Ttl(30.0));
        }
        if failover.redirect() > 0.0 {
            candidates.push(Adjustment::Anycast);
        }
    } else if answer.kind != IncidentKind::RegionLost {
        candidates.push(Adjustment::Evacuate);
    }
    if !answer.is_survived() || answer.totals.unplaced > 0.0 {
        let hosts =
            evaluation.service(service.id).and_then(|found| found.regions.as_ref()).map_or(0, |plan| plan.n_hosts);
        let survive = service.regions.survive.get() + 1;
        if survive < hosts {
            candidates.push(Adjustment::Survive(survive));
        }
        if service.regions.overflow != Overflow::NearestWithRoom {
            candidates.push(Adjustment::NearestWithRoom);
        }
    }
    let work = &service.scaling.work;
    if is_stuck(answer) || !answer.is_survived() {
        if work.retries.get() > 0 {
            candidates.push(Adjustment::NoRetries);
        }
        if work.shed_above.is_none() {
            candidates.push(Adjustment::ShedAbove(0.95));
        }
    }
    candidates
}

fn fewer(saved: f64) -> String {
    match libm::round(saved) {
        1.0 => "one request fewer lost or late".to_owned(),
        saved => format!("{} fewer requests lost or late", text::si(saved)),
    }
}

/// What a change would do, with the requests that are then still lost or late; none where it saves nothing.
fn lever(adjustment: Adjustment, now: &DrillAnswer, then: &DrillAnswer) -> Option<(f64, Lever)> {
    let cured = is_stuck(now) && !is_stuck(then);
    let (before, after) = (now.totals.bad(), then.totals.bad());
    if !cured && before - after < (WORTH * before).max(1.0) {
        return None;
    }
    let saved = match after {
        after if after < 0.5 => "nothing is lost or late".to_owned(),
        after if after < before => fewer(before - after),
        _ => "the overload ends".to_owned(),
    };
    let spent = now.budget_spent.zip(then.budget_spent).filter(|_| after >= 0.5);
    let spent =
        spent.map(|(now, then)| format!("; {} of the budget instead of {}", text::percent(then), text::percent(now)));
    let by_itself = if cured { "; the overload ends by itself" } else { "" };
    let effect = format!("{saved}{}{by_itself}", spent.unwrap_or_default());
    Some((after, Lever { change: adjustment.words(), effect, adjustment }))
}
