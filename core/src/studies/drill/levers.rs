//! The smallest changes that would make a drill cost less, each tried before it is offered.

use super::{DrillAnswer, IncidentKind, Recovery, answer_drill};
use crate::base::id::ServiceId;
use crate::base::text;
use crate::base::units::{LoadThreshold, Quantity};
use crate::formulas::recovery::RecoveryTier;
use crate::plan::evaluate::{Evaluation, evaluate_from};
use crate::plan::scenario::regions::Overflow;
use crate::plan::scenario::{DrillFleets, DrillInputs, Scenario, Service};
use serde::{Deserialize, Serialize};

/// Most levers that are offered.
const MOST: usize = 4;
/// Share of what is lost or late that a change must at least save.
const WORTH: f64 = 0.02;

/// A change, as a value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrillAdjustment {
    /// All planned replicas stand ready.
    FleetsReady,
    /// Users are sent elsewhere in a partial incident too.
    Evacuate,
    /// The health check decides.
    DecideAtOnce,
    /// Health checks every so many seconds.
    CheckEvery(f64),
    /// Answers are cached for so many seconds.
    Ttl(f64),
    /// Users are moved by routing, not by names.
    Anycast,
    /// Users of a lost region go to the nearest with room.
    NearestWithRoom,
    /// One more region may be lost.
    Survive(u32),
    /// Clients do not try again.
    NoRetries,
    /// Load above this share of the throughput is turned away.
    ShedAbove(f64),
}

impl DrillAdjustment {
    /// Makes the change in a plan, for a service and its drill.
    pub fn apply(self, scenario: &mut Scenario, service: ServiceId, drill: DrillInputs) {
        let mut drill = drill;
        match self {
            Self::FleetsReady => drill.fleets = DrillFleets::Ready,
            Self::Evacuate => drill.evacuate = true,
            _ => {}
        }
        scenario.drill = Some(drill);
        let Some(service) = scenario.services.get_mut(service) else { return };
        let failover = &mut service.regions.failover;
        match self {
            Self::FleetsReady | Self::Evacuate => {}
            Self::DecideAtOnce => failover.decide = Quantity::clamped(0.0),
            Self::CheckEvery(seconds) => failover.interval = Quantity::clamped(seconds),
            Self::Ttl(seconds) => failover.ttl = Quantity::clamped(seconds),
            Self::Anycast => {
                (failover.ttl, failover.propagation) = (Quantity::clamped(0.0), Quantity::clamped(0.0));
                failover.stale = Quantity::clamped(0.0);
            }
            Self::NearestWithRoom => service.regions.overflow = Overflow::NearestWithRoom,
            Self::Survive(n) => service.regions.survive = Quantity::clamped(f64::from(n)),
            Self::NoRetries => service.scaling.work.retries = Quantity::clamped(0.0),
            Self::ShedAbove(share) => service.scaling.work.shed_above = Some(LoadThreshold::clamped(share)),
        }
    }

    fn words(self) -> String {
        match self {
            Self::FleetsReady => "Keep all planned replicas ready".into(),
            Self::Evacuate => "Send users elsewhere although the region is not lost as a whole".into(),
            Self::DecideAtOnce => "Let the health check decide, without anybody being asked".into(),
            Self::CheckEvery(seconds) => format!("Check health every {}", text::seconds(seconds)),
            Self::Ttl(seconds) => format!("Let answers be cached for {}", text::seconds(seconds)),
            Self::Anycast => "Move users by anycast instead of names".into(),
            Self::NearestWithRoom => "Send users to the nearest region with room".into(),
            Self::Survive(n) => {
                format!("Plan for {}", text::counted(n.into(), "lost region", "lost regions"))
            }
            Self::NoRetries => "Let clients not try again".into(),
            Self::ShedAbove(share) => format!("Turn away what exceeds {} of the throughput", text::percent(share)),
        }
    }
}

/// A change and what it would do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DrillLever {
    /// The change.
    pub change: String,
    /// What it would do.
    pub effect: String,
    /// The change as a value, to try it.
    pub adjustment: DrillAdjustment,
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
) -> Vec<DrillLever> {
    let Some(stated) = scenario.services.get(service) else { return Vec::new() };
    if answer.totals.bad() < 1.0 && !is_stuck(answer) {
        return Vec::new();
    }
    let candidates = candidates(stated, evaluation, inputs, answer);
    let n = candidates.len();
    let mut found: Vec<(f64, DrillLever)> = Vec::new();
    for (place, adjustment) in candidates.into_iter().enumerate() {
        let mut changed = scenario.clone();
        adjustment.apply(&mut changed, service, *inputs);
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
) -> Vec<DrillAdjustment> {
    let failover = &service.regions.failover;
    let mut candidates = Vec::new();
    let tier = service.recovery.tier;
    let all_ready = match inputs.fleets {
        DrillFleets::Ready => true,
        DrillFleets::ByTier => matches!(tier, RecoveryTier::HotStandby | RecoveryTier::ActiveActive),
        DrillFleets::ByPolicy => false,
    };
    if !all_ready {
        candidates.push(DrillAdjustment::FleetsReady);
    }
    if answer.moves_users {
        if failover.decide.get() > 0.0 {
            candidates.push(DrillAdjustment::DecideAtOnce);
        }
        if failover.interval.get() > 10.0 {
            candidates.push(DrillAdjustment::CheckEvery(10.0));
        }
        if failover.ttl.get() > 30.0 {
            candidates.push(DrillAdjustment::Ttl(30.0));
        }
        if failover.redirect() > 0.0 {
            candidates.push(DrillAdjustment::Anycast);
        }
    } else if answer.kind != IncidentKind::RegionLost {
        candidates.push(DrillAdjustment::Evacuate);
    }
    if !answer.is_survived() || answer.totals.unplaced > 0.0 {
        let hosts =
            evaluation.service(service.id).and_then(|found| found.regions.as_ref()).map_or(0, |plan| plan.n_hosts);
        let survive = service.regions.survive.get() + 1;
        if survive < hosts {
            candidates.push(DrillAdjustment::Survive(survive));
        }
        if service.regions.overflow != Overflow::NearestWithRoom {
            candidates.push(DrillAdjustment::NearestWithRoom);
        }
    }
    let work = &service.scaling.work;
    if is_stuck(answer) || !answer.is_survived() {
        if work.retries.get() > 0 {
            candidates.push(DrillAdjustment::NoRetries);
        }
        if work.shed_above.is_none() {
            candidates.push(DrillAdjustment::ShedAbove(0.95));
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
fn lever(adjustment: DrillAdjustment, now: &DrillAnswer, then: &DrillAnswer) -> Option<(f64, DrillLever)> {
    let cured = is_stuck(now) && !is_stuck(then);
    let (before, after) = (now.totals.bad(), then.totals.bad());
    if !cured && before - after < (WORTH * before).max(1.0) {
        return None;
    }
    let saved = match after {
        after if after < 0.5 => "nothing is lost or late".to_owned(),
        after if after < before => fewer(before - after),
        _ => "it ends".to_owned(),
    };
    let spent = now.budget_spent.zip(then.budget_spent).filter(|_| after >= 0.5);
    let spent =
        spent.map(|(now, then)| format!("; {} of the budget instead of {}", text::percent(then), text::percent(now)));
    let by_itself = if cured { "; the overload ends by itself" } else { "" };
    let effect = format!("{saved}{}{by_itself}", spent.unwrap_or_default());
    Some((after, DrillLever { change: adjustment.words(), effect, adjustment }))
}
