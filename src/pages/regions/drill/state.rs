//! What the parts of the drill share: the question, its answers, and whether anybody looks.

use crate::components::Following;
use crate::edit::{Apply, Change, Part};
use crate::plots::DrillPicture;
use crate::session::Session;
use crate::worker::follow::{Told, follow};
use crate::worker::protocol::{Answer, Job, Partial};
use headroom_core::plan::evaluate::ServiceEvaluation;
use headroom_core::plan::scenario::adjust::Lever;
use headroom_core::plan::scenario::{DrillInputs, Scenario};
use headroom_core::studies::drill::{
    DrillAnswer, DrillLevers, DrillOrder, DrillStudy, DrillWeek, WeekAnswer, outline_drill,
};
use leptos::prelude::*;
use std::cell::RefCell;
use std::sync::Arc;

/// A drill with everything that it came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Drilled {
    /// The answer.
    pub answer: DrillAnswer,
    /// That of the baseline.
    pub baseline: Option<DrillAnswer>,
    /// What happened when.
    pub picture: DrillPicture,
}

thread_local! {
    /// The last answers, for when the page is opened again.
    static KEPT: RefCell<Kept> = RefCell::default();
}

#[derive(Default)]
struct Kept {
    drill: Option<(DrillStudy, Arc<Drilled>)>,
    levers: Option<(DrillLevers, Arc<Vec<Lever>>)>,
    week: Option<(DrillWeek, Arc<WeekAnswer>)>,
}

fn kept<Q: PartialEq, T: Clone>(known: &Option<(Q, T)>, question: Option<&Q>) -> Option<T> {
    known.as_ref().filter(|(of, _)| Some(of) == question).map(|(_, found)| found.clone())
}

/// The drill on the page.
#[derive(Clone, Copy)]
pub struct DrillView {
    session: Session,
    /// What is stated, or what is shown where nothing is stated yet; none without regions that hold capacity.
    pub inputs: Memo<Option<DrillInputs>>,
    /// Why there is no drill.
    pub refusal: Memo<Option<String>>,
    /// The drill; of an earlier state of the plan until the present one is worked out.
    pub drilled: RwSignal<Option<Arc<Drilled>>>,
    /// What would help.
    pub levers: RwSignal<Option<Arc<Vec<Lever>>>>,
    /// The week, as far as it is known.
    pub week: RwSignal<Option<Arc<WeekAnswer>>>,
    /// How far the drill is.
    pub asked: Following,
    /// How far the levers are.
    pub asked_levers: Following,
    /// How far the week is.
    pub asked_week: Following,
}

impl DrillView {
    /// The state of a page that was just opened; nothing is asked while `visible` is not.
    pub fn new(session: Session, visible: RwSignal<bool>) -> Self {
        let inputs = Memo::new(move |_| {
            let (scenario, evaluation, id) = (session.scenario(), session.evaluation(), session.service_id());
            stated(&scenario, evaluation.service(id)?)
        });
        let refusal = Memo::new(move |_| {
            let (scenario, evaluation, id) = (session.scenario(), session.evaluation(), session.service_id());
            outline_drill(&scenario, &evaluation, id, &inputs.get()?).err().map(|why| why.to_string())
        });
        // Nothing is written down for the worker while nobody looks.
        let asked_of = Memo::new(move |_| inputs.get().filter(|_| visible.get() && refusal.with(Option::is_none)));
        let order = Memo::new(move |_| DrillOrder::new(&session.scenario(), session.service_id(), &asked_of.get()?));
        let before = Memo::new(move |_| {
            let (baseline, inputs) = (session.baseline()?, asked_of.get()?);
            baseline.region(inputs.region)?;
            DrillOrder::new(&baseline, session.service_id(), &inputs)
        });
        let one = Memo::new(move |_| Some(DrillStudy { drill: order.get()?, baseline: before.get() }));
        let levers = Memo::new(move |_| Some(DrillLevers(order.get()?)));
        let week = Memo::new(move |_| {
            Some(DrillWeek(DrillOrder::of_week(&session.scenario(), session.service_id(), &asked_of.get()?)?))
        });
        let (drilled, of_levers, of_week) = (RwSignal::new(None), RwSignal::new(None), RwSignal::new(None));
        let job = |study: &DrillStudy| Job::Drill(study.clone());
        let asked = follow(unknown(one, |kept| &kept.drill, drilled), job, move |told| {
            let Told::Done(answer, columns) = told else { return };
            if let Answer::Drilled { answer, baseline } = *answer {
                let picture = DrillPicture::from_columns(columns);
                let baseline = baseline.map(|baseline| *baseline);
                let found = Arc::new(Drilled { answer: *answer, baseline, picture });
                keep(one, &found, |kept, pair| kept.drill = Some(pair));
                let _ = drilled.try_set(Some(found));
            }
        });
        let job = |levers: &DrillLevers| Job::DrillLevers(levers.clone());
        let asked_levers = follow(unknown(levers, |kept| &kept.levers, of_levers), job, move |told| match told {
            Told::Begun => of_levers.set(None),
            Told::Done(answer, _) => {
                let Answer::Levers(found) = *answer else { return };
                let found = Arc::new(found);
                keep(levers, &found, |kept, pair| kept.levers = Some(pair));
                let _ = of_levers.try_set(Some(found));
            }
            Told::Partial(_) => {}
        });
        let job = |week: &DrillWeek| Job::DrillWeek(week.clone());
        let asked_week = follow(unknown(week, |kept| &kept.week, of_week), job, move |told| match told {
            Told::Begun => of_week.set(begun(session, inputs)),
            Told::Partial(known) => {
                let Partial::Minutes(more) = known else { return };
                let _ = of_week.try_update(|week: &mut Option<Arc<WeekAnswer>>| {
                    if let Some(week) = week {
                        Arc::make_mut(week).points.extend(more);
                    }
                });
            }
            Told::Done(answer, _) => {
                let Answer::DrilledWeek(found) = *answer else { return };
                let found = Arc::new(found);
                keep(week, &found, |kept, pair| kept.week = Some(pair));
                let _ = of_week.try_set(Some(found));
            }
        });
        Self { session, inputs, refusal, drilled, levers: of_levers, week: of_week, asked, asked_levers, asked_week }
    }

    /// The state of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// What is stated, lent to fields; none without regions that hold capacity.
    pub fn part(self) -> Option<Part<DrillInputs>> {
        let change = move |(change, apply): (Change, Apply<Option<DrillInputs>>)| {
            let mut inputs = self.inputs.get_untracked();
            apply(&mut inputs);
            self.session.edit(change, |scenario| scenario.drill = inputs);
        };
        Part::new(self.inputs, Callback::new(change)).focus(Option::as_ref, Option::as_mut)
    }

    /// Changes what is stated.
    pub fn edit(self, change: Change, apply: impl FnOnce(&mut DrillInputs)) {
        let Some(mut inputs) = self.inputs.get_untracked() else { return };
        apply(&mut inputs);
        self.session.edit(change, |scenario| scenario.drill = Some(inputs));
    }

    /// The plan as a lever has it; none where there is nothing to drill.
    pub fn with_lever(self, lever: &Lever) -> Option<Scenario> {
        let mut scenario = Scenario::clone(&self.session.scenario());
        scenario.drill = Some(self.inputs.get()?);
        lever.adjustment.apply(&mut scenario, self.session.service_id());
        Some(scenario)
    }
}

/// What is stated; the loss of the region with the highest normal load where nothing is.
fn stated(scenario: &Scenario, answers: &ServiceEvaluation) -> Option<DrillInputs> {
    let busiest = answers.regions.as_ref()?.busiest()?;
    Some(scenario.drill.unwrap_or_else(|| DrillInputs::of(busiest.id)))
}

/// A week of which nothing is known yet.
fn begun(session: Session, inputs: Memo<Option<DrillInputs>>) -> Option<Arc<WeekAnswer>> {
    untrack(|| {
        let (scenario, evaluation, id) = (session.scenario(), session.evaluation(), session.service_id());
        WeekAnswer::unknown(&scenario, &evaluation, id, &inputs.get()?).ok().map(Arc::new)
    })
}

/// A question with its answer, where one is kept.
type Known<Q, T> = Option<(Q, Arc<T>)>;

/// The question, unless its answer is kept: then that is shown, and nothing is asked.
fn unknown<Q: PartialEq + Clone + Send + Sync + 'static, T: Send + Sync + 'static>(
    question: Memo<Option<Q>>,
    of: fn(&Kept) -> &Known<Q, T>,
    shown: RwSignal<Option<Arc<T>>>,
) -> Memo<Option<Q>> {
    let known = move |question: &Q| KEPT.with_borrow(|all| kept(of(all), Some(question)));
    Effect::new(move |_| {
        let found = question.with(|question| question.as_ref().and_then(known));
        if let Some(found) = found {
            shown.set(Some(found));
        }
    });
    Memo::new(move |_| question.get().filter(|question| known(question).is_none()))
}

fn keep<Q: Clone + Send + Sync + 'static, T>(
    question: Memo<Option<Q>>,
    found: &Arc<T>,
    put: impl FnOnce(&mut Kept, (Q, Arc<T>)),
) {
    // Late answers of a page that was left belong to no question.
    if let Some(question) = question.try_get_untracked().flatten() {
        KEPT.with_borrow_mut(|kept| put(kept, (question, Arc::clone(found))));
    }
}
