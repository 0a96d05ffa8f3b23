//! The levers of all topics, each applied to the whole plan before it is suggested.

use super::{Answers, Effect, SaidChange};
use crate::base::explain::Standing;
use crate::base::id::ServiceId;
use crate::plan::evaluate::{Evaluation, evaluate, evaluate_from};
use crate::plan::regions::RegionsPlan;
use crate::plan::scenario::adjust::Lever;
use crate::plan::scenario::cost::Machine;
use crate::plan::scenario::{Scenario, codec};
use crate::plan::topics::TOPICS;
use crate::studies::Study;
use serde::{Deserialize, Serialize};

/// Most changes that are looked at in one question.
const MOST: usize = 64;

/// A change of a plan that is to be tried.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Changed {
    /// The plan after it, as a file's text.
    Plan(String),
    /// Another instance type of the service.
    Machine(Box<Machine>),
}

impl Changed {
    /// The plan after it; `None` where that cannot be read.
    fn of(&self, before: &Scenario, service: ServiceId) -> Option<Scenario> {
        match self {
            Self::Plan(text) => codec::from_json(text).ok(),
            Self::Machine(machine) => {
                let mut after = before.clone();
                after.services.get_mut(service)?.cost.machine = Some(Machine::clone(machine));
                Some(after)
            }
        }
    }
}

/// What some changes of a plan would do, each by itself, `None` for one that makes no plan that can be read; a study, as each asks for the whole plan again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckChanges {
    /// The plan, as a file's text.
    pub plan: String,
    /// The service from which it is seen.
    pub service: ServiceId,
    /// The changes.
    pub changed: Vec<Changed>,
}

impl Study for CheckChanges {
    type Part = ();
    /// In the order of the changes.
    type Finding = Vec<Option<Effect>>;

    fn run(&self, tell: &mut dyn FnMut(f64, ())) -> Result<Vec<Option<Effect>>, String> {
        if self.changed.len() > MOST {
            return Err(format!("{} changes were given; at most {MOST} are checked at once.", self.changed.len()));
        }
        let before = codec::from_json(&self.plan).map_err(|error| error.to_string())?;
        let known = evaluate(&before);
        let mut effects = Vec::new();
        for (place, changed) in self.changed.iter().enumerate() {
            let after = changed.of(&before, self.service);
            effects.push(after.map(|after| effect(&before, &known, &after, self.service)));
            tell((place + 1) as f64 / self.changed.len() as f64, ());
        }
        Ok(effects)
    }
}

fn effect(before: &Scenario, known: &Evaluation, after: &Scenario, service: ServiceId) -> Effect {
    let evaluation = evaluate_from(Some((before, known)), after);
    let was = Answers { scenario: before, evaluation: known };
    Effect::between(was, Answers { scenario: after, evaluation: &evaluation }, service)
}

/// A lever that was applied to the whole plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Suggestion {
    /// For which service.
    pub service: ServiceId,
    /// The id of the topic that it is about.
    pub topic: &'static str,
    /// The change.
    #[serde(flatten)]
    pub lever: Lever,
    /// All that it does.
    pub whole_plan: Effect,
}

/// Numbers of which a better one is worth a change by itself.
const PURPOSES: &[&str] =
    &["holds_until", "latency", "response_at_user", "response_after_loss", "slo_kept", "survivable", "rto", "rpo"];
/// Numbers of which a better one is worth a change where everything holds.
const SAVINGS: &[&str] = &["replicas", "cost", "horizon_cost", "compute", "replica_hours"];

impl Effect {
    /// Whether a change with this effect is good advice where a topic stands so: it makes something better, no miss larger, and
    /// nothing fail unless it mends more that fails, which its line says; where the topic does not hold, not only cheaper, and
    /// not at the cost of the time that is left unless something that fails is mended.
    pub fn is_advisable(&self, standing: Standing) -> bool {
        let any = |ids: &[&str]| ids.iter().any(|id| self.number_is(id, true));
        let holds = standing <= Standing::Unknown;
        let improves = !self.better.is_empty() || any(PURPOSES) || holds && any(SAVINGS);
        let mends = self.better.iter().any(|one| one.fails);
        let shortens = self.number_is("holds_until", false);
        improves && self.mends_more_than_it_breaks() && (holds || mends || !shortens)
    }
}

impl Effect {
    /// Whether it makes nothing fail and no miss larger, or mends more that fails.
    pub fn mends_more_than_it_breaks(&self) -> bool {
        let failing = |said: &[SaidChange]| said.iter().filter(|one| one.fails).count();
        let has_grown = self.worse.iter().any(|one| one.has_grown);
        !self.breaks() || !has_grown && failing(&self.better) > failing(&self.worse)
    }
}

/// The levers of all topics of a plan that are good advice, each with what it does to the whole plan.
///
/// A change that makes something fail is not suggested unless it mends more, nor one that changes nothing for the better.
///
/// # Example
///
/// ```
/// use headroom_core::plan::evaluate::evaluate;
/// use headroom_core::plan::scenario::examples;
/// use headroom_core::studies::effect::suggestions;
///
/// let plan = examples::find("three-region-payments").expect("an example").scenario();
/// let found = suggestions(&plan, &evaluate(&plan));
/// assert!(found.iter().all(|suggestion| !suggestion.whole_plan.breaks()));
/// ```
pub fn suggestions(scenario: &Scenario, evaluation: &Evaluation) -> Vec<Suggestion> {
    let mut found = Vec::new();
    for service in scenario.services.iter() {
        for topic in TOPICS {
            let Some(answer) = (topic.answer)(evaluation, service.id) else { continue };
            let regions = evaluation.service(service.id).and_then(|answers| answers.regions.as_deref());
            let placement = regions.filter(|_| topic.id == "regions").and_then(RegionsPlan::cheapest_lever);
            for lever in answer.levers.iter().chain(&placement) {
                let mut after = scenario.clone();
                lever.adjustment.apply(&mut after, service.id);
                let whole_plan = effect(scenario, evaluation, &after, service.id);
                if whole_plan.is_advisable(answer.verdict.standing) {
                    found.push(Suggestion { service: service.id, topic: topic.id, lever: lever.clone(), whole_plan });
                }
            }
        }
    }
    found
}
