//! What changed between two scenarios: which inputs, and therefore which answers.
//!
//! # Where to start
//!
//! - [`diff`]: two scenarios in, a [`PlanDiff`] out; [`report::DiffReport`](crate::report::DiffReport) writes it
//!   as text, Markdown or JSON.
//! - [`key_answers`] and [`plan_answers`]: what is compared, from the rows of the topics.
//! - [`monthly_cost`], [`CostLimit`] and [`Check`]: what lets a pipeline stop a change.

mod answers;
mod cost;
mod inputs;
mod node;
mod writer;

pub use cost::{Check, CostLimit, monthly_cost};

use crate::base::explain::{Finding, Standing};
use crate::base::id::ServiceId;
use crate::plan::evaluate::{Evaluation, ServiceEvaluation, evaluate, evaluate_from};
use crate::plan::scenario::{Scenario, Service};
use crate::plan::topics::{key_answers, plan_answers};
use serde::Serialize;

/// Something of both plans.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Sides<T> {
    /// In the plan before.
    pub before: T,
    /// In the plan after.
    pub after: T,
}

/// An input as a plan states it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stated {
    /// As its file has it; null where it is not stated.
    pub value: serde_json::Value,
    /// As a reader sees it.
    pub shown: String,
}

/// An input that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InputChange {
    /// Where it stands in the file, within its service: `demand.average_load`.
    pub place: String,
    /// The same in words: `demand, average load`.
    pub words: String,
    /// Before.
    pub before: Stated,
    /// After.
    pub after: Stated,
}

/// An answer of one of the plans.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shown {
    /// The number; days since 1970 where it is a day. None where it is unknown, or there is none.
    pub value: Option<f64>,
    /// As a reader sees it.
    pub shown: String,
}

/// An answer that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AnswerChange {
    /// What programs call it.
    pub id: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// Before; none where the service was not there.
    pub before: Option<Shown>,
    /// After; none where the service is not there any more.
    pub after: Option<Shown>,
    /// After minus before, where both are known.
    pub difference: Option<f64>,
    /// The same as a reader sees it.
    pub difference_shown: Option<String>,
    /// Difference over before, a fraction; none for shares and days.
    pub relative: Option<f64>,
    /// The same as a reader sees it.
    pub relative_shown: Option<String>,
}

/// The verdicts on both plans.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VerdictChange {
    /// How the plan before stands.
    pub before: Standing,
    /// How the plan after stands.
    pub after: Standing,
    /// What is said only of the plan before.
    pub gone: Vec<Finding>,
    /// What is said only of the plan after.
    pub new: Vec<Finding>,
}

/// A service that differs, or is in one of the plans only.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServiceDiff {
    /// Its ids; none where it is not in that plan.
    pub ids: Sides<Option<ServiceId>>,
    /// What it is called: after, or where it is no more, before.
    pub name: String,
    /// How it stands, sizing and scaling together; none where it is not in that plan.
    pub standing: Sides<Option<Standing>>,
    /// The inputs that differ; none are listed of a service in one plan only.
    pub inputs: Vec<InputChange>,
    /// The answers that differ.
    pub answers: Vec<AnswerChange>,
}

/// All that differs between two plans.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanDiff {
    /// What the plans are called.
    pub names: Sides<String>,
    /// How many services they have.
    pub n_services: Sides<usize>,
    /// How they stand.
    pub verdict: VerdictChange,
    /// What a month costs, in dollars; unknown where some price is not stated.
    pub monthly_cost: Sides<Option<f64>>,
    /// The inputs that differ beside those of the services.
    pub inputs: Vec<InputChange>,
    /// The answers about all services together that differ.
    pub answers: Vec<AnswerChange>,
    /// The services that differ: in the order before, then those that are new.
    pub services: Vec<ServiceDiff>,
}

impl PlanDiff {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        let of_plan = self.inputs.is_empty() && self.answers.is_empty() && self.services.is_empty();
        of_plan && self.verdict.new.is_empty() && self.verdict.gone.is_empty()
    }

    /// How many inputs differ, in all parts of the plan; a service that came or went counts as one.
    pub fn n_inputs(&self) -> usize {
        let of_services = self.services.iter().map(|service| {
            service.inputs.len() + usize::from(service.ids.before.is_none() || service.ids.after.is_none())
        });
        self.inputs.len() + of_services.sum::<usize>()
    }
}

/// Compares two scenarios and their answers.
///
/// A service is the same where its id is, and else where its name is. Inputs are compared field by field, whatever
/// fields there are; parts that a file leaves out count as their defaults. An answer differs where it reads
/// differently.
///
/// # Example
///
/// ```
/// use headroom_core::studies::diff::diff;
/// use headroom_core::plan::scenario::examples;
/// use headroom_core::base::units::SpareReplicas;
///
/// let before = examples::seed_service();
/// assert!(diff(&before, &before).is_empty());
///
/// let mut after = before.clone();
/// let id = after.services.first().id;
/// after.services.get_mut(id).unwrap().sizing.spare_replicas = SpareReplicas::new(3)?;
/// let diff = diff(&before, &after);
/// let input = &diff.services[0].inputs[0];
/// assert_eq!((input.place.as_str(), input.words.as_str()), ("sizing.spare_replicas", "sizing, spare replicas"));
/// let replicas = diff.answers.iter().find(|answer| answer.id == "replicas").unwrap();
/// assert_eq!(replicas.difference, Some(3.0)); // 57 + 3
/// assert_eq!(replicas.relative_shown.as_deref(), Some("+5.26 %")); // 3 / 57
/// # Ok::<(), headroom_core::base::units::OutOfRange>(())
/// ```
pub fn diff(before: &Scenario, after: &Scenario) -> PlanDiff {
    let answers = evaluate(before);
    let answers_after = evaluate_from(Some((before, &answers)), after);
    diff_of((before, &answers), (after, &answers_after))
}

/// The same, where the answers to both scenarios are at hand.
pub fn diff_of(before: (&Scenario, &Evaluation), after: (&Scenario, &Evaluation)) -> PlanDiff {
    let ((old, old_answers), (new, new_answers)) = (before, after);
    let pairs = pairs(old, new);
    let mut inputs = inputs::plan_changes(old, new);
    inputs.extend(order_change(old, new, &pairs));
    let services = pairs.iter().filter_map(|(one, other)| {
        let of_old = one.and_then(|service| old_answers.service(service.id));
        let of_new = other.and_then(|service| new_answers.service(service.id));
        let diff = ServiceDiff {
            ids: Sides { before: one.map(|service| service.id), after: other.map(|service| service.id) },
            name: other.or(*one).map(|service| service.name.to_string()).unwrap_or_default(),
            standing: Sides { before: of_old.map(standing), after: of_new.map(standing) },
            inputs: one.zip(*other).map(|(one, other)| inputs::service_changes(one, other)).unwrap_or_default(),
            answers: answers::changes(key_answers(), of_old, of_new),
        };
        let differs = one.is_none() || other.is_none() || !diff.inputs.is_empty() || !diff.answers.is_empty();
        (differs || diff.standing.before != diff.standing.after).then_some(diff)
    });
    let services = services.collect();
    PlanDiff {
        names: Sides { before: old.name.to_string(), after: new.name.to_string() },
        n_services: Sides { before: old.services.count(), after: new.services.count() },
        verdict: VerdictChange {
            before: old_answers.verdict.standing,
            after: new_answers.verdict.standing,
            gone: only_in(old_answers, new_answers),
            new: only_in(new_answers, old_answers),
        },
        monthly_cost: Sides { before: monthly_cost(old_answers), after: monthly_cost(new_answers) },
        inputs,
        answers: answers::changes(plan_answers(), Some(old_answers), Some(new_answers)),
        services,
    }
}

fn only_in(evaluation: &Evaluation, other: &Evaluation) -> Vec<Finding> {
    let findings = evaluation.verdict.findings.iter();
    findings.filter(|finding| !other.verdict.findings.contains(finding)).cloned().collect()
}

fn standing(service: &ServiceEvaluation) -> Standing {
    service.sizing.verdict.standing.max(service.scaling.verdict.standing)
}

type Pair<'a> = (Option<&'a Service>, Option<&'a Service>);

/// Services that are the same: by their ids, and among the others by their names; then those that are new.
fn pairs<'a>(before: &'a Scenario, after: &'a Scenario) -> Vec<Pair<'a>> {
    let mut left: Vec<&Service> =
        after.services.iter().filter(|service| before.services.get(service.id).is_none()).collect();
    let mut pairs: Vec<Pair<'a>> = Vec::new();
    for service in &before.services {
        let same = after.services.get(service.id).or_else(|| {
            let place = left.iter().position(|other| other.name == service.name)?;
            Some(left.remove(place))
        });
        pairs.push((Some(service), same));
    }
    pairs.extend(left.into_iter().map(|service| (None, Some(service))));
    pairs
}

/// The services of both plans, where they stand in another order.
fn order_change(before: &Scenario, after: &Scenario, pairs: &[Pair<'_>]) -> Option<InputChange> {
    let common = || pairs.iter().filter_map(|(one, other)| one.zip(*other));
    let mut moved: Vec<(&Service, &Service)> = common().collect();
    let place = |id| after.services.iter().position(|service| service.id == id);
    moved.sort_by_key(|(_, other)| place(other.id));
    let is_moved = common().map(|(one, _)| one.id).ne(moved.iter().map(|(one, _)| one.id));
    let names = |plan: &'_ Scenario| plan.services.iter().map(|service| service.name.to_string()).collect::<Vec<_>>();
    is_moved.then(|| inputs::order_change(&names(before), &names(after)))
}
