//! What the right column shows: the runs over the stated period, or those of a longer span.

use super::super::view::ScalingView;
use crate::session::Session;
use crate::session::traces::{self, TraceKey};
use crate::worker::client::{self, Update};
use crate::worker::protocol::{Answer, Job, JobId};
use crate::worker::simulate::{COLUMNS, from_parts};
use headroom_core::base::text;
use headroom_core::plan::answered::Answered;
use headroom_core::plan::evaluate::ServiceEvaluation;
use headroom_core::plan::scaling::{Run, ScalingPlan, Scene, Span};
use headroom_core::plan::scenario::scaling::PolicyChoice;
use headroom_core::plan::scenario::{Service, codec};
use headroom_core::studies::long_run::{LongRunAnswer, Over};
use js_sys::{Array, ArrayBuffer, Float64Array, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use web_sys::Blob;

/// Steps of a year at one minute.
const YEAR: Over = Over::Span { start: 0.0, step: 60.0, steps: 525_600 };

/// What can be run over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// The stated period, with every edit.
    Period,
    /// The year from the plan's start.
    Year,
    /// The trace that this browser keeps.
    Trace,
}

/// How a long run stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// None is asked for.
    Idle,
    /// It goes on; so much of it is done.
    Running(f64),
    /// It did not come about.
    Refused(String),
}

/// Runs that are shown, and when they are.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The compared policies, the active one first.
    pub runs: Arc<Vec<Run>>,
    /// The fleet as sized, where it is not among them.
    pub as_sized: Option<Answered<ScalingPlan>>,
    /// What they are of, where it is not the stated period.
    pub about: Option<String>,
    /// Beginning of the first step, in seconds since 1970 on the plan's clock.
    pub origin: f64,
    /// Length of a step, in seconds.
    pub step: f64,
}

impl PartialEq for Shown {
    /// Runs are compared by identity: they are made anew only where something changed.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.runs, &other.runs) && self.about == other.about && self.origin == other.origin
    }
}

impl Shown {
    /// The run of the chosen policy; of the last where there are fewer.
    pub fn run(&self, chosen: usize) -> Option<&Run> {
        self.runs.get(chosen.min(self.runs.len().saturating_sub(1)))
    }

    /// Length, in seconds.
    pub fn length(&self) -> f64 {
        self.runs.first().map_or(0.0, |run| run.plan.outcome.length)
    }
}

/// The state of the right column: a handful of signals, copied freely.
#[derive(Clone, Copy)]
pub struct Study {
    /// What is chosen to run over.
    pub length: RwSignal<Length>,
    /// The step of a trace's run, in seconds.
    pub trace_step: RwSignal<f64>,
    /// How a long run stands.
    pub phase: RwSignal<Phase>,
    /// What is shown.
    pub shown: Memo<Arc<Shown>>,
    /// The load of each step of the stated period.
    pub loads: Memo<Arc<[f64]>>,
    result: RwSignal<Option<Arc<Shown>>>,
    job: StoredValue<Option<JobId>>,
    turn: StoredValue<u32>,
}

impl Study {
    /// The state of a page that was just opened.
    pub fn new(session: Session, view: ScalingView) -> Self {
        let result = RwSignal::new(None::<Arc<Shown>>);
        let loads =
            Memo::new(move |_| with_scene(session, None, |scene| scene.loads.clone()).unwrap_or_else(|| Arc::from([])));
        let shown = Memo::new(move |_| result.get().unwrap_or_else(|| Arc::new(of_period(session, view, loads.get()))));
        let study = Self {
            length: RwSignal::new(Length::Period),
            trace_step: RwSignal::new(60.0),
            phase: RwSignal::new(Phase::Idle),
            shown,
            loads,
            result,
            job: StoredValue::new(None),
            turn: StoredValue::new(0),
        };
        // What was run belongs to the plan as it was.
        Effect::new(move |before: Option<_>| {
            let now = (session.scenario(), session.service_id());
            if before.is_some_and(|before| before != now) {
                study.close();
            }
            now
        });
        on_cleanup(move || study.stop());
        study
    }

    /// The state of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// Whether what is shown is not the stated period; tracks it.
    pub fn is_long(self) -> bool {
        self.result.with(Option::is_some)
    }

    /// Begins the long run that is chosen.
    pub fn run(self, session: Session) {
        self.stop();
        self.phase.set(Phase::Running(0.0));
        let over = match self.length.get_untracked() {
            Length::Period => return self.close(),
            Length::Year => YEAR,
            Length::Trace => Over::Trace { step: self.trace_step.get_untracked() },
        };
        let turn = self.turn.get_value();
        let key = TraceKey { entry: session.open_id(), service: untrack(|| session.service_id()) };
        spawn_local(async move {
            let file = match over {
                Over::Span { .. } => Blob::new().map_err(|_| "the browser has no room for it".to_owned()),
                Over::Trace { .. } => file_of(key).await,
            };
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match file {
                Ok(file) => self.submit(session, over, file),
                Err(why) => self.phase.set(Phase::Refused(why)),
            }
        });
    }

    fn submit(self, session: Session, over: Over, file: Blob) {
        let scenario = session.scenario_now();
        let service = untrack(|| session.service_id());
        let turn = self.turn.get_value();
        let job = Job::Simulate { plan: codec::to_json(&scenario), service, over };
        let id = client::submit(job, file, move |update| {
            // The page may be gone, or another run begun.
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match update {
                Update::Progress(progress) => self.phase.set(Phase::Running(progress.fraction)),
                Update::Done(answer, buffers) => {
                    self.job.set_value(None);
                    self.phase.set(Phase::Idle);
                    if let Answer::Simulated(found) = *answer {
                        self.result.set(shown_of(session, &found, &buffers).map(Arc::new));
                    }
                }
                Update::Refused(why) => self.fail(why),
                Update::BrokeOff(why) => self.fail(format!("the run failed ({why}); everything else still works")),
            }
        });
        self.job.set_value(Some(id));
    }

    fn fail(self, why: String) {
        self.job.set_value(None);
        self.phase.set(Phase::Refused(why));
    }

    /// Ends a run that goes on.
    pub fn cancel(self) {
        self.stop();
        self.phase.set(Phase::Idle);
    }

    /// Goes back to the stated period.
    pub fn close(self) {
        self.cancel();
        self.length.set(Length::Period);
        if self.result.with_untracked(Option::is_some) {
            self.result.set(None);
        }
    }

    fn stop(self) {
        let _ = self.turn.try_update_value(|turn| *turn = turn.wrapping_add(1));
        if let Some(Some(job)) = self.job.try_get_value() {
            client::cancel(job);
            let _ = self.job.try_set_value(None);
        }
    }
}

/// The bytes of the trace that this browser keeps for a service.
async fn file_of(key: TraceKey) -> Result<Blob, String> {
    match traces::read(key).await {
        Ok(Some(bytes)) => trace_blob(&bytes),
        Ok(None) => {
            Err("this browser keeps no trace of this service: import one on the Demand page, then use it as demand"
                .to_owned())
        }
        Err(error) => Err(error.to_string()),
    }
}

fn trace_blob(bytes: &Uint8Array) -> Result<Blob, String> {
    Blob::new_with_u8_array_sequence(&Array::of1(bytes)).map_err(|_| "the browser has no room for the trace".to_owned())
}

/// Calls `read` with the scene of the stated period, whose loads may be known already.
pub fn with_scene<T>(session: Session, loads: Option<Arc<[f64]>>, read: impl FnOnce(&Scene<'_>) -> T) -> Option<T> {
    let (scenario, evaluation, id) = (session.scenario(), session.evaluation(), session.service_id());
    let (service, answers) = scenario.services.get(id).zip(evaluation.service(id))?;
    let (inputs, basis) = answers.policies(service);
    let scene = match loads {
        Some(loads) => Scene { scaling: inputs, basis, span: Span::of(&inputs.period), loads },
        None => Scene::of_period(inputs, basis),
    };
    Some(read(&scene))
}

fn of_period(session: Session, view: ScalingView, loads: Arc<[f64]>) -> Shown {
    let runs = view.runs.get();
    let found = with_scene(session, Some(loads), |scene| {
        let choice = PolicyChoice::as_sized();
        let among = scene.scaling.policies.iter().any(|other| other.rules == choice.rules);
        let as_sized = (!among).then(|| scene.plan(&choice, scene.simulation(&choice, scene.table()).finish().0));
        (as_sized, scene.span, scene.basis.curve.origin())
    });
    let (as_sized, span, origin) = found.unwrap_or((None, Span { start: 0.0, step: 60.0, steps: 0 }, 0.0));
    Shown { runs, as_sized, about: None, origin: origin + span.start, step: span.step }
}

/// What a long run gave, read beside the plan that it was of.
fn shown_of(session: Session, found: &LongRunAnswer, buffers: &[ArrayBuffer]) -> Option<Shown> {
    let scenario = session.scenario_now();
    let evaluation = untrack(|| session.evaluation());
    let id = untrack(|| session.service_id());
    let (service, answers) = scenario.services.get(id).zip(evaluation.service(id))?;
    let span = Span { start: found.start, step: found.step, steps: found.steps };
    // Only the first load decides what a plan says beside its outcome.
    let loads = Arc::from([found.first_load]);
    let (scaling, basis) = answers.policies(service);
    let scene = Scene { scaling, basis, span, loads };
    let plan = |choice: &PolicyChoice, outcome| scene.plan(choice, outcome);
    let column = |place: usize| buffers.get(place).map(|buffer| Float64Array::new(buffer).to_vec()).unwrap_or_default();
    let runs = scaling.policies.iter().zip(&found.outcomes).enumerate().map(|(place, (choice, outcome))| Run {
        plan: plan(choice, outcome.clone()),
        columns: from_parts(found, std::array::from_fn(|part| column(place * COLUMNS + part))),
    });
    let runs: Vec<Run> = runs.collect();
    let answer = runs.first().and_then(|run| run.plan.verdict.findings.first());
    let answer = answer.map(|finding| format!(" {}", finding.sentence)).unwrap_or_default();
    Some(Shown {
        runs: Arc::new(runs),
        as_sized: found.as_sized.clone().map(|outcome| plan(&PolicyChoice::as_sized(), outcome)),
        about: Some(about(found, service, answers) + &answer),
        origin: answers.curve.origin() + found.start,
        step: found.step,
    })
}

/// A sentence on what a long run is of.
fn about(found: &LongRunAnswer, service: &Service, answers: &ServiceEvaluation) -> String {
    let length = text::seconds(found.step * found.steps as f64);
    let step = text::seconds(found.step);
    let Some(name) = &found.name else {
        let first = text::date(answers.curve.first_day());
        return format!("This is {length} of {} from {first} on, in steps of {step}.", service.name);
    };
    let missing = if found.missing > 0.0 {
        format!(" {} of it have no points; the load before them was carried on.", text::seconds(found.missing))
    } else {
        String::new()
    };
    format!(
        "This is the trace {name} itself: {length} from {} on, in steps of {step}.{missing} Predictive rules know the plan's usual week, not the trace.",
        text::moment(answers.curve.moment(found.start))
    )
}
