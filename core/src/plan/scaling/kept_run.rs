//! A run that is kept, so that an edit that changes nothing of what it followed from does not simulate it anew.

use super::engine::{Met, Outcome, RunSetup, SloTable};
use super::hours::{FleetHour, by_hour};
use super::plan::ScalingPlan;
use super::prepare::{Basis, Span};
use super::scene::{Scene, answers, setup};
use crate::plan::answered::Answered;
use crate::plan::scenario::scaling::ScalingInputs;
use std::sync::Arc;

/// The active policy over the stated period: what it followed from, and what it came to.
///
/// # Example
///
/// ```
/// use headroom_core::plan::evaluate::evaluate;
/// use headroom_core::plan::scenario::examples;
///
/// let answers = &evaluate(&examples::seed_service()).services[0];
/// let hours = answers.run.as_ref().expect("it is in one place").hours();
/// let paid: f64 = hours.iter().map(|hour| hour.replicas).sum();
/// assert!(hours.len() == 168 && (paid - answers.scaling.outcome.spend.paid()).abs() < 1e-6);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct KeptRun {
    span: Span,
    setup: RunSetup,
    first_load: f64,
    met: Met,
    outcome: Outcome,
    hours: Arc<[FleetHour]>,
}

impl KeptRun {
    /// What each hour took. The last may be a part of one.
    pub fn hours(&self) -> &[FleetHour] {
        &self.hours
    }

    /// Simulates the active policy over the stated period, unless it goes like one of before **over the same load**; the
    /// table of what fleets of each size carry is handed on to the next run of the same replica.
    pub(crate) fn new(
        scaling: &ScalingInputs,
        basis: Basis<'_>,
        table: &mut Option<SloTable>,
        before: Option<&Self>,
    ) -> (Answered<ScalingPlan>, Self) {
        let (choice, span) = (scaling.policies.active(), Span::of(&scaling.period));
        if let Some(before) = before.filter(|before| before.span == span && before.setup.seed == scaling.seed.get()) {
            let begins = (span, before.first_load);
            let setup = setup(scaling, &basis, choice, begins);
            if before.setup.goes_like(&setup, before.met) {
                let answers = answers(scaling, &basis, choice, begins, before.outcome.clone());
                return (answers, Self { setup, ..before.clone() });
            }
        }
        let scene = Scene::of_period(scaling, basis);
        let first_load = scene.first_load();
        let setup = scene.setup(choice);
        let simulation = scene.simulation(choice, table.take().unwrap_or_else(|| scene.table()));
        let (outcome, met, hours) = by_hour(simulation, &scene, table);
        let run = Self { span, setup, first_load, met, outcome: outcome.clone(), hours: hours.into() };
        (scene.plan(choice, outcome), run)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::units::{MaxReplicas, MinReplicas, Quantity};
    use crate::plan::evaluate::{Evaluation, evaluate};
    use crate::plan::scenario::{Scenario, examples};

    /// The policy of the example between these bounds, from a run of before.
    fn run(plan: &Scenario, answers: &Evaluation, bounds: (u32, u32), before: Option<&KeptRun>) -> KeptRun {
        let (service, answers) = (plan.services.first(), &answers.services[0]);
        let mut inputs = service.scaling.clone();
        let policy = inputs.policies.get_mut(0).unwrap();
        policy.min = Some(MinReplicas::new(bounds.0).unwrap());
        policy.max = Some(MaxReplicas::new(bounds.1).unwrap());
        let (_, basis) = answers.policies(service);
        KeptRun::new(&inputs, basis, &mut None, before).1
    }

    #[test]
    fn bounds_that_are_never_met_may_be_others() {
        let mut plan = examples::find("black-friday-shop").unwrap().scenario();
        let id = plan.services.first().id;
        let service = plan.services.get_mut(id).unwrap();
        service.sizing.lead_time = Quantity::clamped(0.0);
        let answers = evaluate(&plan);
        let first = run(&plan, &answers, (1, 5_000), None);
        let Met { lowest, highest } = first.met;
        assert!(1 < lowest && lowest < highest && highest < 5_000, "{:?}", first.met);
        let is_kept = |bounds| Arc::ptr_eq(&run(&plan, &answers, bounds, Some(&first)).hours, &first.hours);
        let above = highest + 1;
        assert!(is_kept((1, 5_000)) && is_kept((lowest, 5_000)) && is_kept((1, above)) && is_kept((lowest, above)));
        // At its maximum it is at its maximum, which is told as a cause.
        assert!(!is_kept((lowest + 1, 5_000)) && !is_kept((1, highest)) && !is_kept((1, highest - 1)));
        // A run that met its bounds stays one of these bounds.
        let bound = run(&plan, &answers, (lowest + 1, highest - 1), None);
        let is_kept = |bounds| Arc::ptr_eq(&run(&plan, &answers, bounds, Some(&bound)).hours, &bound.hours);
        assert!(is_kept((lowest + 1, highest - 1)));
        assert!(!is_kept((lowest, highest - 1)) && !is_kept((lowest + 1, highest)));
    }
}
