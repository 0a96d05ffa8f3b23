//! What a change does to the whole plan, found out before it is suggested: numbers, verdicts, and who else is touched.

mod misses;
mod numbers;
mod said;
mod suggestions;
mod words;

pub use numbers::NumberChange;
pub use said::SaidChange;
pub use suggestions::{Changed, CheckChanges, Suggestion, suggestions};

use crate::base::id::ServiceId;
use crate::plan::evaluate::Evaluation;
use crate::plan::scenario::Scenario;
use serde::{Deserialize, Serialize};

/// All that a change of a plan does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Numbers of the service and of the plan that read otherwise.
    pub numbers: Vec<NumberChange>,
    /// What was at risk or failing and is no longer, or less so.
    pub better: Vec<SaidChange>,
    /// What is at risk or failing now and was not, or less so.
    pub worse: Vec<SaidChange>,
    /// Other services whose replicas or response times are moved, by name.
    pub others: Vec<String>,
}

/// A plan and its answers.
#[derive(Clone, Copy, Debug)]
pub struct Answers<'a> {
    /// The plan.
    pub scenario: &'a Scenario,
    /// What it comes to.
    pub evaluation: &'a Evaluation,
}

impl Effect {
    /// What leads from one plan to the other, seen from a service.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::plan::evaluate::evaluate;
    /// use headroom_core::plan::scenario::{adjust::Adjustment, examples};
    /// use headroom_core::studies::effect::{Answers, Effect};
    ///
    /// let before = examples::find("three-region-payments").expect("an example").scenario();
    /// let service = before.services.first().id;
    /// let mut after = before.clone();
    /// Adjustment::Headroom(0.1).apply(&mut after, service);
    /// let (was, is) = (evaluate(&before), evaluate(&after));
    /// let of = |scenario, evaluation| Answers { scenario, evaluation };
    /// let effect = Effect::between(of(&before, &was), of(&after, &is), service);
    /// let replicas = effect.numbers.iter().find(|number| number.id == "replicas").expect("fewer");
    /// assert_eq!((&*replicas.was, replicas.better), ("106", Some(true)));
    /// assert!(effect.others.is_empty());
    /// ```
    pub fn between(before: Answers<'_>, after: Answers<'_>, service: ServiceId) -> Self {
        let (better, worse) = said::changes(before, after);
        let numbers = numbers::changes(before.evaluation, after.evaluation, service);
        Self { numbers, better, worse, others: numbers::others(before.evaluation, after.evaluation, service) }
    }

    /// Whether something fails now that did not fail before.
    pub fn breaks(&self) -> bool {
        self.worse.iter().any(|said| said.fails)
    }

    /// Whether it changes no number and no verdict.
    pub fn is_nothing(&self) -> bool {
        self.numbers.is_empty() && self.better.is_empty() && self.worse.is_empty()
    }

    /// Whether some number, named by its id, is better or worse.
    pub(crate) fn number_is(&self, id: &str, better: bool) -> bool {
        self.numbers.iter().any(|number| number.id == id && number.better == Some(better))
    }
}
