//! What the right column shows: the runs over the stated period, or those of a longer span.

use super::super::view::{Load, ScalingView};
use crate::components::Following;
use crate::session::Session;
use crate::session::traces::{self, TraceKey};
use crate::worker::follow::{File, Told, follow_on_file};
use crate::worker::protocol::{Answer, Job};
use crate::worker::simulate::{COLUMNS, from_parts};
use headroom_core::base::id::{RegionId, ServiceId};
use headroom_core::base::text;
use headroom_core::plan::answered::Answered;
use headroom_core::plan::evaluate::ServiceEvaluation;
use headroom_core::plan::places::Place;
use headroom_core::plan::scaling::{Run, ScalingPlan, Scene, Span};
use headroom_core::plan::scenario::scaling::PolicyChoice;
use headroom_core::plan::scenario::{Scenario, Service, codec};
use headroom_core::studies::Over;
use headroom_core::studies::long_run::{LongRunAnswer, SaidOfRegion};
use js_sys::Array;
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::Blob;

/// Steps of a year at one minute.
const YEAR: Over = Over::Span { start: 0.0, step: 60.0, steps: 525_600 };

/// Regions that are named one by one.
const FEW_REGIONS: usize = 4;

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

/// What a long run depends on: equal questions have equal answers.
#[derive(Clone, Debug, PartialEq)]
struct Question {
    plan: Arc<Scenario>,
    service: ServiceId,
    over: Over,
    trace: Option<TraceKey>,
    /// Counts how often it was asked for, so that it can be asked again.
    turn: u32,
}

impl Question {
    fn job(&self) -> Job {
        Job::Simulate { plan: codec::to_json(&self.plan), service: self.service, over: self.over }
    }
}

/// A load that is not that of the stated period.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    /// What it is in short: `the trace door.csv`.
    pub name: String,
    /// A sentence on it.
    pub sentence: String,
    /// The active policy on it, wherever the service runs.
    pub all: Answered<ScalingPlan>,
    /// The active policy in each of several regions.
    pub regions: Vec<SaidOfRegion>,
    /// Replicas of the fleet as sized where the course is shown.
    pub sized: u32,
    /// The region of several whose course is shown.
    pub region: Option<RegionId>,
    /// Over what it was run, with the trace that it is of.
    over: (Over, Option<TraceKey>),
}

/// Runs that are shown, and when they are.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The compared policies, the active one first.
    pub runs: Arc<Vec<Run>>,
    /// The fleet as sized, where it is not among them.
    pub as_sized: Option<Answered<ScalingPlan>>,
    /// What they are of, where it is not the stated period.
    pub about: Option<About>,
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

    /// The region of several that it is of, where that is not the one in which policies are simulated on the plan's demand.
    pub fn region(&self) -> Option<RegionId> {
        self.about.as_ref().and_then(|about| about.region)
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
    pub state: Following,
    /// What is shown.
    pub shown: Memo<Arc<Shown>>,
    /// The load of each step of the stated period.
    pub loads: Memo<Arc<[f64]>>,
    /// What is run over, beside the stated period; followed through every edit.
    asked: RwSignal<Option<(Over, u32)>>,
    result: RwSignal<Option<Arc<Shown>>>,
}

impl Study {
    /// The state of a page that was just opened.
    pub fn new(session: Session, view: ScalingView) -> Self {
        let result = RwSignal::new(None::<Arc<Shown>>);
        let asked = RwSignal::new(None::<(Over, u32)>);
        let loads =
            Memo::new(move |_| with_scene(session, None, |scene| scene.loads.clone()).unwrap_or_else(|| Arc::from([])));
        let shown = Memo::new(move |_| result.get().unwrap_or_else(|| Arc::new(of_period(session, view, loads.get()))));
        let question = Memo::new(move |_| {
            let (over, turn) = asked.get()?;
            let (plan, service) = (session.scenario(), session.service_id());
            Some(Question { plan, service, over, trace: trace_key(session, over), turn })
        });
        let file = |question: &Question| question.trace.map(file_of);
        let state = follow_on_file(question, Question::job, file, move |told| {
            if let (Told::Done(answer, columns), Some(question)) = (told, question.get_untracked())
                && let Answer::Simulated(found) = *answer
            {
                let over = (question.over, question.trace);
                let _ = result.try_set(shown_of(session, over, &found, columns).map(Arc::new));
            }
        });
        let study = Self {
            length: RwSignal::new(Length::Period),
            trace_step: RwSignal::new(60.0),
            state,
            shown,
            loads,
            asked,
            result,
        };
        // A trace is of one service of one plan.
        Effect::new(move |before: Option<_>| {
            let now = (session.open_id(), session.service_id());
            if before.is_some_and(|before| before != now) {
                study.close();
            }
            now
        });
        // What cannot be run any more is not shown either.
        Effect::new(move |_| {
            if state.trouble.with(Option::is_some) {
                result.set(None);
            }
        });
        Effect::new(move |_| {
            let name = shown.with(|shown| shown.about.as_ref().map(|about| about.name.clone()));
            session.show_other_load(name);
        });
        on_cleanup(move || session.show_other_load(None));
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

    /// What is shown is over, where that is not the stated period, with the trace that it is of; tracks it.
    pub fn over(self) -> Option<(Over, Option<TraceKey>)> {
        self.shown.with(|shown| shown.about.as_ref().map(|about| about.over))
    }

    /// The region of several that is shown, where that is not the one of the plan's demand; tracks it.
    pub fn region(self) -> Option<RegionId> {
        self.shown.with(|shown| shown.region())
    }

    /// What is shown, as far as a map depends on it: for the stated period nothing but its length; tracks it.
    pub fn load(self) -> Load {
        let length = self.shown.with(|shown| shown.length());
        Load { over: self.over().map(|(over, _)| over), region: self.region(), length }
    }

    /// Begins the long run that is chosen, and follows it through every edit.
    pub fn run(self) {
        let over = match self.length.get_untracked() {
            Length::Period => return self.close(),
            Length::Year => YEAR,
            Length::Trace => Over::Trace { step: self.trace_step.get_untracked() },
        };
        self.state.stopped.set(false);
        self.asked.update(|asked| {
            let turn = asked.map_or(0, |(_, turn)| turn.wrapping_add(1));
            *asked = Some((over, turn));
        });
    }

    /// Ends a run that goes on, and with it what was shown of the one before.
    pub fn cancel(self) {
        self.asked.set(None);
        self.state.trouble.set(None);
        if self.result.with_untracked(Option::is_some) {
            self.result.set(None);
        }
    }

    /// Goes back to the stated period.
    pub fn close(self) {
        self.cancel();
        self.length.set(Length::Period);
    }
}

/// The trace of the selected service, where a run is over one; tracks which that is.
fn trace_key(session: Session, over: Over) -> Option<TraceKey> {
    matches!(over, Over::Trace { .. }).then(|| TraceKey { entry: session.open_id(), service: session.service_id() })
}

/// The bytes of the trace that this browser keeps for a service.
pub fn file_of(key: TraceKey) -> File {
    Box::pin(async move {
        match traces::read(key).await {
            Ok(Some(bytes)) => Blob::new_with_u8_array_sequence(&Array::of1(&bytes))
                .map_err(|_| "the browser has no room for the trace".to_owned()),
            Ok(None) => {
                Err("this browser keeps no trace of this service: import one on the Demand page, then use it as demand"
                    .to_owned())
            }
            Err(error) => Err(error.to_string()),
        }
    })
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
fn shown_of(
    session: Session,
    over: (Over, Option<TraceKey>),
    found: &LongRunAnswer,
    mut columns: Vec<Vec<f64>>,
) -> Option<Shown> {
    let scenario = session.scenario_now();
    let evaluation = untrack(|| session.evaluation());
    let id = untrack(|| session.service_id());
    let (service, answers) = scenario.services.get(id).zip(evaluation.service(id))?;
    let said = found.beside(service, answers)?;
    let mut column = |place: usize| columns.get_mut(place).map(std::mem::take).unwrap_or_default();
    let runs = said.plans.into_iter().enumerate().map(|(place, plan)| Run {
        plan,
        columns: from_parts(found, std::array::from_fn(|part| column(place * COLUMNS + part))),
    });
    let (name, sentence) = named(found, service, answers);
    Some(Shown {
        runs: Arc::new(runs.collect()),
        as_sized: said.as_sized,
        about: Some(About {
            name,
            sentence,
            all: said.all,
            regions: said.regions,
            sized: said.sized,
            region: found.shown,
            over,
        }),
        origin: answers.curve.origin() + found.start,
        step: found.step,
    })
}

/// What a long run is of.
fn named(found: &LongRunAnswer, service: &Service, answers: &ServiceEvaluation) -> (String, String) {
    let length = text::seconds(found.step * found.steps as f64);
    let step = text::seconds(found.step);
    let Some(trace) = &found.name else {
        let first = text::date(answers.curve.first_day());
        let sentence = format!("{length} of {} from {first} on, in steps of {step}.", service.name);
        return ("the year".to_owned(), sentence);
    };
    let missing = if found.missing > 0.0 {
        format!(" {} of it have no points; the load before them was carried on.", text::seconds(found.missing))
    } else {
        String::new()
    };
    let sentence = format!(
        "{length} from {} on, in steps of {step}, value for value.{missing}{} Predictive rules know the plan's usual week, not the trace.",
        text::moment(answers.curve.moment(found.start)),
        shares(answers)
    );
    (format!("the trace {trace}"), sentence)
}

/// Which part of a trace each of several regions gets.
fn shares(answers: &ServiceEvaluation) -> String {
    let share =
        |place: &Place| format!("{} {}", text::one_line(&place.name), text::percent(answers.share_of(Some(place))));
    match &*answers.places {
        [] => String::new(),
        [only] => {
            format!(" It is all of the users' requests, and {} serves them.", text::one_line(&only.name))
        }
        few if few.len() <= FEW_REGIONS => {
            let each: Vec<String> = few.iter().map(share).collect();
            format!(" Each region gets its share of the average load: {}.", each.join(", "))
        }
        many => format!(" Each of {} regions gets its share of the average load.", many.len()),
    }
}
