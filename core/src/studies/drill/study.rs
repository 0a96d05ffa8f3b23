//! A drill of a plan from its inputs to its answer, in slices.

use super::{Drill, DrillAnswer, DrillOutcome, NoDrill, plan_drill};
use crate::base::id::ServiceId;
use crate::plan::evaluate::Evaluation;
use crate::plan::scenario::{DrillInputs, Scenario};

/// Steps that are done at once: over in a millisecond or two, and entered often enough to be compiled well.
const SLICE: usize = 256;

/// Plans a drill of a service and runs it; `tell` hears which share is done.
///
/// # Errors
///
/// [`NoDrill`] where there is nothing to drill.
pub fn answer_drill(
    scenario: &Scenario,
    evaluation: &Evaluation,
    service: ServiceId,
    inputs: &DrillInputs,
    tell: &mut dyn FnMut(f64),
) -> Result<(DrillAnswer, DrillOutcome), NoDrill> {
    let stated = scenario.services.get(service).ok_or(NoDrill::NoSuchService)?;
    let setup = plan_drill(scenario, evaluation, service, inputs)?;
    let mut drill = Drill::new(setup.clone())?.with_timeline();
    while drill.advance(SLICE) {
        tell(drill.progress());
    }
    let outcome = drill.finish();
    tell(1.0);
    Ok((DrillAnswer::new(scenario, stated, inputs, &setup, &outcome), outcome))
}
