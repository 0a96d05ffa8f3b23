//! Long runs: a year, or an imported trace, under every policy that is compared.

use crate::base::id::ServiceId;
use crate::plan::evaluate::{ServiceEvaluation, evaluate};
use crate::plan::scaling::engine::{Columns, Outcome, SloTable};
use crate::plan::scaling::{Scene, Span};
use crate::plan::scenario::scaling::PolicyChoice;
use crate::plan::scenario::{Service, codec};
use crate::studies::{Over, Study, TraceLoad};
use serde::{Deserialize, Serialize};

/// Steps that are done at once: over in a millisecond, and entered often enough to be compiled well.
const SLICE: usize = 4_096;

/// The question for what every compared policy of a service, and the fleet as sized, come to over a long span.
#[derive(Clone, Debug, PartialEq)]
pub struct LongRun<'a> {
    /// The plan, as a file's text.
    pub plan: &'a str,
    /// The service.
    pub service: ServiceId,
    /// Over what.
    pub over: Over,
    /// The bytes of the stored trace where one is simulated, as [`Trace::encode`](crate::trace::Trace::encode) gives them; else none.
    pub trace: &'a [u8],
}

/// What a long run came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LongRunAnswer {
    /// What the trace is called, where one was simulated.
    pub name: Option<String>,
    /// Beginning of the first step, in seconds from the plan's start.
    pub start: f64,
    /// Length of a step, in seconds.
    pub step: f64,
    /// How many steps.
    pub steps: usize,
    /// Load of the first step, in requests/s.
    pub first_load: f64,
    /// Time of the trace without points, in seconds.
    pub missing: f64,
    /// Steps that a row of the columns stands for.
    pub steps_per_row: usize,
    /// Length of a row, in seconds.
    pub row_length: f64,
    /// What each compared policy came to.
    pub outcomes: Vec<Outcome>,
    /// What the fleet as sized came to, where it is not among them.
    pub as_sized: Option<Outcome>,
}

/// What a long run came to, and its course.
#[derive(Clone, Debug, PartialEq)]
pub struct LongRunFound {
    /// The answer.
    pub answer: LongRunAnswer,
    /// The course of each compared policy.
    pub courses: Vec<Columns>,
}

impl Study for LongRun<'_> {
    type Part = ();
    type Finding = LongRunFound;

    fn run(&self, tell: &mut dyn FnMut(f64, ())) -> Result<LongRunFound, String> {
        let scenario = codec::from_json(self.plan).map_err(|error| error.to_string())?;
        let evaluation = evaluate(&scenario);
        let found = scenario.services.get(self.service).zip(evaluation.service(self.service));
        let (service, answers) = found.ok_or_else(|| "the plan has no such service".to_owned())?;
        let (scene, name, missing) = scene_over(service, answers, self.over, self.trace)?;
        let inputs = scene.scaling;
        let as_sized = PolicyChoice::as_sized();
        let policies = &inputs.policies;
        let with_static = policies.iter().all(|choice| choice.rules != as_sized.rules);
        let n_runs = policies.count() + usize::from(with_static);
        let mut table = scene.table();
        let mut n_done = 0;
        let mut run = |choice: &PolicyChoice, columns: bool| {
            let mut told = |share: f64| {
                let fraction = (f64::from(n_done) + share) / n_runs as f64;
                tell(fraction, ());
            };
            let (outcome, columns, used) = in_slices(&scene, choice, table.clone(), columns, &mut told);
            table = used;
            n_done += 1;
            (outcome, columns)
        };
        let (mut outcomes, mut courses) = (Vec::new(), Vec::new());
        let mut rows = (1, scene.span.step);
        for choice in policies.iter() {
            let (outcome, kept) = run(choice, true);
            rows = (kept.steps_per_row, kept.row_length);
            outcomes.push(outcome);
            courses.push(kept);
        }
        let as_sized = with_static.then(|| run(&as_sized, false).0);
        let answer = LongRunAnswer {
            name,
            start: scene.span.start,
            step: scene.span.step,
            steps: scene.loads.len(),
            first_load: scene.loads.first().copied().unwrap_or(0.0),
            missing,
            steps_per_row: rows.0,
            row_length: rows.1,
            outcomes,
            as_sized,
        };
        Ok(LongRunFound { answer, courses })
    }
}

/// What is simulated of a service over a span or a stored trace, with the trace's name and its time without points.
fn scene_over<'a>(
    service: &'a Service,
    answers: &'a ServiceEvaluation,
    over: Over,
    trace: &[u8],
) -> Result<(Scene<'a>, Option<String>, f64), String> {
    let (inputs, basis) = answers.policies(service);
    Ok(match over {
        Over::Span { start, step, steps } => (Scene::of_span(inputs, basis, Span { start, step, steps }), None, 0.0),
        Over::Trace { step } => {
            let of = TraceLoad::read(trace, step, answers.curve.origin(), answers.simulated_share())?;
            (Scene::of_loads(inputs, basis, of.span, of.loads), Some(of.name), of.missing)
        }
    })
}

/// What the active policy of a service comes to over a span or a stored trace, and the price of a replica-hour there.
///
/// # Errors
///
/// The reason in words where the trace cannot be simulated.
pub(super) fn active_over(
    service: &Service,
    answers: &ServiceEvaluation,
    over: Over,
    trace: &[u8],
) -> Result<(Outcome, Option<f64>), String> {
    let (scene, _, _) = scene_over(service, answers, over, trace)?;
    let (outcome, _, _) = in_slices(&scene, scene.scaling.policies.active(), scene.table(), false, &mut |_| {});
    Ok((outcome, scene.basis.price))
}

fn in_slices(
    scene: &Scene<'_>,
    choice: &PolicyChoice,
    table: SloTable,
    columns: bool,
    tell: &mut dyn FnMut(f64),
) -> (Outcome, Columns, SloTable) {
    let mut run = scene.simulation(choice, table);
    if columns {
        run = run.with_columns();
    }
    let mut goes_on = true;
    while goes_on {
        goes_on = run.advance(SLICE);
        tell(run.progress());
    }
    let (outcome, columns, table) = run.finish();
    (outcome, columns.unwrap_or_default(), table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::scenario::{Scenario, examples};
    use crate::trace::{LocalTime, Meaning, Step, Times, Trace};
    use std::time::Duration;

    fn done(scenario: &Scenario, over: Over, trace: &[u8]) -> Result<LongRunFound, String> {
        let mut told: Vec<f64> = Vec::new();
        let plan = codec::to_json(scenario);
        let run = LongRun { plan: &plan, service: scenario.services.first().id, over, trace };
        let found = run.run(&mut |share, ()| told.push(share))?;
        assert!(told.is_sorted() && told.last() == Some(&1.0), "{told:?}");
        assert_eq!(found.courses.len(), found.answer.outcomes.len());
        Ok(found)
    }

    #[test]
    fn a_span_gives_what_the_page_itself_would_compute() {
        for example in examples::ALL {
            let scenario = example.scenario();
            let evaluation = evaluate(&scenario);
            let service = scenario.services.first();
            let scene = evaluation.services[0].scene(service);
            let Span { start, step, steps } = scene.span;
            let LongRunFound { answer, courses } = done(&scenario, Over::Span { start, step, steps }, &[]).unwrap();
            let runs = scene.runs();
            assert_eq!(answer.outcomes.len(), runs.len());
            for (place, run) in runs.into_iter().enumerate() {
                assert_eq!(courses[place], run.columns);
                assert_eq!(answer.outcomes[place], run.plan.outcome);
            }
        }
    }

    #[test]
    fn a_trace_is_simulated_where_it_lies_in_time() {
        let scenario = examples::seed_service();
        let evaluation = evaluate(&scenario);
        let origin = evaluation.services[0].curve.origin();
        let start = LocalTime::from_seconds(origin + 86_400.0).unwrap();
        let step = Step::Every(Duration::from_secs(60));
        let counts = vec![60_000.0; 300];
        let trace =
            Trace::new("door", Meaning::CountPerInterval, step, Times::Regular { start }, counts, None).unwrap();
        let LongRunFound { answer, courses } = done(&scenario, Over::Trace { step: 30.0 }, &trace.encode()).unwrap();
        assert_eq!((answer.start, answer.steps, answer.missing), (86_400.0, 600, 0.0));
        assert_eq!(answer.name.as_deref(), Some("door"));
        assert!(courses[0].load.iter().all(|load| *load == 1_000.0));
        assert!(done(&scenario, Over::Trace { step: 30.0 }, b"HRTR").is_err());
    }
}
