//! A drill of a plan from its inputs to its answer, in slices.

use super::{Drill, DrillAnswer, DrillOrder, DrillOutcome, NoDrill, plan_drill};
use crate::base::id::ServiceId;
use crate::plan::evaluate::{Evaluation, evaluate};
use crate::plan::scenario::{DrillInputs, Scenario};
use crate::studies::Study;
use serde::{Deserialize, Serialize};

/// Steps that are done at once: over in a millisecond or two, and entered often enough to be compiled well.
const SLICE: usize = 256;

/// A drill, and that of a baseline beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DrillStudy {
    /// The drill.
    pub drill: DrillOrder,
    /// That of the baseline, where one is pinned that has the region.
    pub baseline: Option<DrillOrder>,
}

/// What a drill and its baseline came to.
#[derive(Clone, Debug, PartialEq)]
pub struct DrillFound {
    /// The drill.
    pub drill: (DrillAnswer, DrillOutcome),
    /// That of the baseline; none where it cannot be drilled.
    pub baseline: Option<(DrillAnswer, DrillOutcome)>,
}

impl Study for DrillStudy {
    type Part = ();
    type Finding = DrillFound;

    fn run(&self, tell: &mut dyn FnMut(f64, ())) -> Result<DrillFound, String> {
        let n_drills = if self.baseline.is_some() { 2.0 } else { 1.0 };
        let mut run = |order: &DrillOrder, before: f64| {
            let (scenario, service, inputs) = order.read()?;
            let mut told = |share: f64| tell((before + share) / n_drills, ());
            answer_drill(&scenario, &evaluate(&scenario), service, &inputs, &mut told).map_err(|no| no.to_string())
        };
        let drill = run(&self.drill, 0.0)?;
        // A baseline that cannot be drilled is none.
        let baseline = self.baseline.as_ref().and_then(|order| run(order, 1.0).ok());
        Ok(DrillFound { drill, baseline })
    }
}

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
