//! Long runs: a year, or an imported trace, under every policy that is compared.

mod beside;
mod load;

pub use beside::{LongRunSaid, SaidOfRegion};
pub(super) use load::active_over;

use crate::base::id::{RegionId, ServiceId};
use crate::plan::evaluate::{ServiceEvaluation, evaluate};
use crate::plan::places::{Place, least_kept};
use crate::plan::scaling::Scene;
use crate::plan::scaling::engine::{Columns, Outcome};
use crate::plan::scenario::scaling::PolicyChoice;
use crate::plan::scenario::{Service, codec};
use crate::studies::{Over, Study};
use load::{Load, in_slices};
use serde::{Deserialize, Serialize};

/// The question for what the active policy of a service comes to over a long span wherever it runs, and every compared policy
/// and the fleet as sized in the region where it keeps least.
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
    /// The region of several whose course was kept: where the active policy keeps least over this load.
    pub shown: Option<RegionId>,
    /// The active policy in each of several regions; empty where everything is in one place.
    pub regions: Vec<RegionRun>,
    /// Load of the first step where the course was kept, in requests/s.
    pub first_load: f64,
    /// Time of the trace without points, in seconds.
    pub missing: f64,
    /// Steps that a row of the columns stands for.
    pub steps_per_row: usize,
    /// Length of a row, in seconds.
    pub row_length: f64,
    /// What each compared policy came to there.
    pub outcomes: Vec<Outcome>,
    /// What the fleet as sized came to there, where it is not among them.
    pub as_sized: Option<Outcome>,
}

/// What the active policy came to in one of several regions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegionRun {
    /// Which region.
    pub region: RegionId,
    /// Load of the first step there, in requests/s.
    pub first_load: f64,
    /// What it came to.
    pub outcome: Outcome,
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
        let of = found.ok_or_else(|| "the plan has no such service".to_owned())?;
        Ok(run(of, &Load::read(of, self.over, self.trace)?, tell))
    }
}

/// The active policy in a place: its scene, what it came to, and its course.
type Everywhere<'a> = (Option<&'a Place>, Scene<'a>, Outcome, Columns);

fn run(
    (service, answers): (&Service, &ServiceEvaluation),
    load: &Load<'_>,
    tell: &mut dyn FnMut(f64, ()),
) -> LongRunFound {
    let as_sized = PolicyChoice::as_sized();
    let with_static = service.scaling.policies.iter().all(|choice| choice.rules != as_sized.rules);
    let places = load.places();
    let n_runs = places.len() + service.scaling.policies.count() - 1 + usize::from(with_static);
    let (mut n_done, mut table) = (0, None);
    let mut run = |scene: &Scene<'_>, choice: &PolicyChoice, columns: bool| {
        let mut told = |share: f64| tell((f64::from(n_done) + share) / n_runs as f64, ());
        let known = table.take().unwrap_or_else(|| scene.table());
        let (outcome, columns, used) = in_slices(scene, choice, known, columns, &mut told);
        table = Some(used);
        n_done += 1;
        (outcome, columns)
    };
    let mut everywhere = Vec::new();
    for place in places {
        let scene = load.scene(place);
        let (outcome, course) = run(&scene, scene.scaling.policies.active(), true);
        everywhere.push((place, scene, outcome, course));
    }
    let regions: Vec<RegionRun> = everywhere.iter().filter_map(region_run).collect();
    let kept = |place: &Place| {
        let run = regions.iter().find(|run| run.region == place.region);
        run.map_or(1.0, |run| run.outcome.kept_of_requests())
    };
    let shown = least_kept(&answers.places, kept).map(|place| place.region);
    let of_shown = |(place, ..): &Everywhere<'_>| place.map(|place| place.region) == shown;
    let at = everywhere.iter().position(of_shown).unwrap_or_default();
    let (_, scene, outcome, course) = everywhere.swap_remove(at);
    let rows = (course.steps_per_row, course.row_length);
    let (mut outcomes, mut courses) = (vec![outcome], vec![course]);
    for choice in scene.scaling.policies.iter().skip(1) {
        let (outcome, course) = run(&scene, choice, true);
        outcomes.push(outcome);
        courses.push(course);
    }
    let as_sized = with_static.then(|| run(&scene, &as_sized, false).0);
    let trace = load.trace();
    let answer = LongRunAnswer {
        name: trace.map(|trace| trace.name.clone()),
        start: scene.span.start,
        step: scene.span.step,
        steps: scene.loads.len(),
        shown,
        regions,
        first_load: scene.first_load(),
        missing: trace.map_or(0.0, |trace| trace.missing),
        steps_per_row: rows.0,
        row_length: rows.1,
        outcomes,
        as_sized,
    };
    LongRunFound { answer, courses }
}

/// The run in one of several regions; none where everything is in one place.
fn region_run((place, scene, outcome, _): &Everywhere<'_>) -> Option<RegionRun> {
    let region = place.as_ref()?.region;
    Some(RegionRun { region, first_load: scene.first_load(), outcome: outcome.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::scaling::Span;
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
