//! The answers of the open scenario and of its baseline: an edit costs the services that it touches.

use headroom_core::plan::evaluate::{Evaluation, ServiceEvaluation, evaluate_from};
use headroom_core::plan::scenario::Scenario;
use leptos::prelude::*;
use std::sync::Arc;

/// The answers of the open scenario, from those of before.
pub(super) fn answers(scenario: RwSignal<Arc<Scenario>>) -> Memo<Arc<Evaluation>> {
    let stated = StoredValue::new(None::<Arc<Scenario>>);
    let evaluated = move |known: Option<&Arc<Evaluation>>| {
        let now = scenario.get();
        let before = stated.try_update_value(|stated| stated.replace(Arc::clone(&now))).flatten();
        Arc::new(evaluate_from(before.as_deref().zip(known.map(Arc::as_ref)), &now))
    };
    // An edit nearly always changes something, and who reads a part of it compares that part.
    Memo::new_with_compare(evaluated, |_, _| true)
}

/// The answers of the baseline; services that are in the open scenario as they are there are taken from it.
pub(super) fn baseline_answers(
    baseline: RwSignal<Option<Arc<Scenario>>>,
    scenario: RwSignal<Arc<Scenario>>,
    answers: Memo<Arc<Evaluation>>,
) -> Memo<Option<Arc<Evaluation>>> {
    Memo::new(move |_| {
        let plan = baseline.get()?;
        let (now, known) = untrack(|| (scenario.get(), answers.get()));
        Some(Arc::new(evaluate_from(Some((&now, &known)), &plan)))
    })
}

/// Whether answers are others than before: an edit shares those of the services that it leaves as they are.
pub(super) fn is_another(
    before: Option<&Option<Arc<ServiceEvaluation>>>,
    now: Option<&Option<Arc<ServiceEvaluation>>>,
) -> bool {
    match (before.and_then(Option::as_ref), now.and_then(Option::as_ref)) {
        (Some(before), Some(now)) => !Arc::ptr_eq(before, now),
        (before, now) => before.is_some() != now.is_some(),
    }
}
