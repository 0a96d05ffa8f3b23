//! The answers of the open scenario and of its baseline: an edit costs the services that it touches.

use headroom_core::plan::evaluate::{Evaluation, evaluate_from};
use headroom_core::plan::scenario::Scenario;
use leptos::prelude::*;
use std::sync::Arc;

/// The answers of the open scenario, from those of before.
pub(super) fn answers(scenario: RwSignal<Arc<Scenario>>) -> Memo<Arc<Evaluation>> {
    let stated = StoredValue::new(None::<Arc<Scenario>>);
    Memo::new(move |known: Option<&Arc<Evaluation>>| {
        let now = scenario.get();
        let before = stated.try_update_value(|stated| stated.replace(Arc::clone(&now))).flatten();
        Arc::new(evaluate_from(before.as_deref().zip(known.map(Arc::as_ref)), &now))
    })
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
