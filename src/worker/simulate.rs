//! Long runs: a year, or an imported trace, under every policy that is compared.

use super::jobs::Outcome as Done;
use super::protocol::{Answer, Over, Partial, Progress, Simulated};
use headroom_core::base::id::ServiceId;
use headroom_core::plan::evaluate::evaluate;
use headroom_core::plan::scaling::engine::{Columns, Outcome, SloTable};
use headroom_core::plan::scaling::{Scene, Span, loads_from_trace};
use headroom_core::plan::scenario::codec;
use headroom_core::plan::scenario::scaling::PolicyChoice;
use headroom_core::trace::Trace;

/// Steps that are done at once: over in a millisecond, and entered often enough to be compiled well.
const SLICE: usize = 4_096;

/// Columns of a run on its way from the worker to the page.
pub const COLUMNS: usize = 11;

/// Simulates every compared policy of a service, and the fleet as sized, over a long span; `trace`
/// holds the bytes of the stored trace where one is simulated.
///
/// # Errors
///
/// The reason in words, where plan or trace do not allow it.
pub fn simulate(
    scenario: &str,
    service: ServiceId,
    over: &Over,
    trace: &[u8],
    tell: &mut dyn FnMut(Progress),
) -> Result<Done, String> {
    let scenario = codec::from_json(scenario).map_err(|error| error.to_string())?;
    let evaluation = evaluate(&scenario);
    let found = scenario.services.get(service).zip(evaluation.service(service));
    let (service, answers) = found.ok_or_else(|| "the plan has no such service".to_owned())?;
    let basis = answers.basis(service);
    let (scene, name, missing) = match *over {
        Over::Span { start, step, steps } => {
            (Scene::of_span(&service.scaling, basis, Span { start, step, steps }), None, 0.0)
        }
        Over::Trace { step } => {
            let trace = Trace::decode(trace).map_err(|error| error.to_string())?;
            let measured = loads_from_trace(&trace, step).map_err(|error| error.to_string())?;
            let span = Span { start: measured.origin - answers.curve.origin(), step, steps: measured.loads.len() };
            let scene = Scene::of_loads(&service.scaling, basis, span, measured.loads);
            (scene, Some(trace.name().to_owned()), measured.missing)
        }
    };
    let as_sized = PolicyChoice::as_sized();
    let policies = &service.scaling.policies;
    let with_static = policies.iter().all(|choice| choice.rules != as_sized.rules);
    let n_runs = policies.count() + usize::from(with_static);
    let mut table = scene.table();
    let mut n_done = 0;
    let mut run = |choice: &PolicyChoice, columns: bool| {
        let mut told = |share: f64| {
            let fraction = (f64::from(n_done) + share) / n_runs as f64;
            tell(Progress { fraction, partial: Partial::Nothing });
        };
        let (outcome, columns, used) = in_slices(&scene, choice, table.clone(), columns, &mut told);
        table = used;
        n_done += 1;
        (outcome, columns)
    };
    let (mut outcomes, mut columns) = (Vec::new(), Vec::new());
    let mut rows = (1, scene.span.step);
    for choice in policies.iter() {
        let (outcome, kept) = run(choice, true);
        rows = (kept.steps_per_row, kept.row_length);
        outcomes.push(outcome);
        columns.extend(into_parts(kept));
    }
    let as_sized = with_static.then(|| run(&as_sized, false).0);
    let answer = Answer::Simulated(Simulated {
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
    });
    Ok(Done { answer, columns, bytes: Vec::new() })
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

fn into_parts(columns: Columns) -> [Vec<f64>; COLUMNS] {
    let Columns { load, ready, size, paid, ideal, utilization, queue, wait, attempts, lost, outside, .. } = columns;
    [load, ready, size, paid, ideal, utilization, queue, wait, attempts, lost, outside]
}

/// The columns of a run that have arrived.
pub fn from_parts(found: &Simulated, parts: [Vec<f64>; COLUMNS]) -> Columns {
    let mut columns = Columns::default();
    columns.steps_per_row = found.steps_per_row;
    columns.row_length = found.row_length;
    [
        columns.load,
        columns.ready,
        columns.size,
        columns.paid,
        columns.ideal,
        columns.utilization,
        columns.queue,
        columns.wait,
        columns.attempts,
        columns.lost,
        columns.outside,
    ] = parts;
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::scenario::{Scenario, examples};
    use headroom_core::trace::{LocalTime, Meaning, Step, Times};
    use std::time::Duration;

    fn done(scenario: &Scenario, over: &Over, trace: &[u8]) -> Result<(Simulated, Vec<Vec<f64>>), String> {
        let mut told: Vec<f64> = Vec::new();
        let id = scenario.services.first().id;
        let mut tell = |progress: Progress| told.push(progress.fraction);
        let done = simulate(&codec::to_json(scenario), id, over, trace, &mut tell)?;
        assert!(told.windows(2).all(|pair| pair[0] <= pair[1]) && told.last() == Some(&1.0), "{told:?}");
        let Answer::Simulated(found) = done.answer else { panic!("a simulation gives a simulation") };
        assert_eq!(done.columns.len(), COLUMNS * found.outcomes.len());
        Ok((found, done.columns))
    }

    #[test]
    fn a_span_gives_what_the_page_itself_would_compute() {
        for example in examples::ALL {
            let scenario = example.scenario();
            let evaluation = evaluate(&scenario);
            let service = scenario.services.first();
            let scene = Scene::of_period(&service.scaling, evaluation.services[0].basis(service));
            let Span { start, step, steps } = scene.span;
            let (found, columns) = done(&scenario, &Over::Span { start, step, steps }, &[]).unwrap();
            let runs = scene.runs();
            assert_eq!(found.outcomes.len(), runs.len());
            for (place, run) in runs.into_iter().enumerate() {
                let parts = std::array::from_fn(|column| columns[place * COLUMNS + column].clone());
                assert_eq!(from_parts(&found, parts), run.columns);
                assert_eq!(found.outcomes[place], run.plan.outcome);
            }
        }
    }

    #[test]
    fn an_answer_survives_its_way_to_the_page() {
        let scenario = examples::ALL[0].scenario();
        let (found, _) = done(&scenario, &Over::Span { start: 0.0, step: 60.0, steps: 500 }, &[]).unwrap();
        let text = serde_json::to_string(&found).unwrap();
        assert_eq!(serde_json::from_str::<Simulated>(&text).unwrap(), found);
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
        let (found, columns) = done(&scenario, &Over::Trace { step: 30.0 }, &trace.encode()).unwrap();
        assert_eq!((found.start, found.steps, found.missing), (86_400.0, 600, 0.0));
        assert_eq!(found.name.as_deref(), Some("door"));
        assert!(columns[0].iter().all(|load| *load == 1_000.0));
        assert!(done(&scenario, &Over::Trace { step: 30.0 }, b"HRTR").is_err());
    }
}
