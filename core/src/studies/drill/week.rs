//! Is the loss survived at every minute of the week, and which minute is the worst?

use super::answer::{moment, what};
use super::{DrillOrder, NoDrill, Recovery, StripPlan, StripPoint, WorstMinute, outline_drill, plan_week};
use crate::base::explain::Finding;
use crate::base::id::ServiceId;
use crate::base::text;
use crate::base::time::{HOURS_PER_WEEK, SECONDS_PER_WEEK as WEEK};
use crate::formulas::availability::{BudgetWindow, allowed_requests};
use crate::plan::evaluate::{Evaluation, evaluate};
use crate::plan::scenario::{DrillInputs, Scenario};
use crate::studies::Study;
use serde::{Deserialize, Serialize};

/// The same incident at every ten minutes of the usual week.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WeekAnswer {
    /// What happens, as a sentence begins with it.
    pub what: String,
    /// Whether times are UTC, since regions have clocks of their own.
    pub is_utc: bool,
    /// From one failure to the next, in seconds.
    pub every: f64,
    /// Requests that the error budget of 30 days allows to be lost or late.
    pub budget: f64,
    /// How many starts there are in all.
    pub n_points: usize,
    /// Those that are known, from Monday 00:00 on.
    pub points: Vec<StripPoint>,
}

impl StripPoint {
    /// Requests lost or late.
    pub fn bad(&self) -> f64 {
        self.lost + self.late
    }

    /// Whether the other regions kept the objective once users had moved, and nothing is stuck.
    pub fn holds(&self) -> bool {
        self.survived && !matches!(self.recovery, Recovery::Metastable { .. })
    }
}

impl WeekAnswer {
    /// A week of which nothing is known yet.
    ///
    /// # Errors
    ///
    /// [`NoDrill`] where there is nothing to drill.
    pub fn unknown(
        scenario: &Scenario,
        evaluation: &Evaluation,
        service: ServiceId,
        inputs: &DrillInputs,
    ) -> Result<Self, NoDrill> {
        let outline = outline_drill(scenario, evaluation, service, inputs)?;
        let every = StripPlan::USUAL.every;
        Ok(Self {
            what: what(outline.kind, &outline.region),
            is_utc: scenario.services.get(service).is_some_and(|service| service.regions.local_time),
            every,
            budget: allowed_requests(outline.objective, outline.mean_load, BudgetWindow::ThirtyDays).unwrap_or(0.0),
            n_points: (WEEK / every) as usize,
            points: Vec::new(),
        })
    }

    /// A start as people say it.
    pub fn moment(&self, point: &StripPoint) -> String {
        moment(point.start / 3600.0, self.is_utc)
    }

    /// The start that loses or delays the most requests; of equals the first.
    pub fn worst(&self) -> Option<&StripPoint> {
        self.points.iter().reduce(|worst, point| if point.bad() > worst.bad() { point } else { worst })
    }

    /// The worst start of the whole week, where it harms anybody: half a request lost or late, at least.
    pub fn worst_harm(&self) -> Option<&StripPoint> {
        self.worst().filter(|worst| self.is_whole() && worst.bad() >= 0.5)
    }

    /// Of each hour from Monday 00:00 on, most requests lost or late for a start in it, and whether all of them hold;
    /// `None` of hours of which nothing is known yet.
    pub fn by_hour(&self) -> Vec<Option<(f64, bool)>> {
        let per_hour = (3600.0 / self.every) as usize;
        let of_hour = |hour: usize| {
            let points = self.points.get(hour * per_hour..(hour + 1) * per_hour)?;
            let most = points.iter().map(StripPoint::bad).fold(0.0, f64::max);
            Some((most, points.iter().all(StripPoint::holds)))
        };
        (0..HOURS_PER_WEEK).map(of_hour).collect()
    }

    /// Whether every start is known.
    pub fn is_whole(&self) -> bool {
        self.points.len() == self.n_points
    }

    /// Share of the error budget of 30 days that a start spends; `None` without a budget.
    pub fn spent_by(&self, point: &StripPoint) -> Option<f64> {
        (self.budget > 0.0).then(|| point.bad() / self.budget)
    }

    /// Share of the starts so far that do not hold.
    pub fn share_failing(&self) -> f64 {
        let failing = self.points.iter().filter(|point| !point.holds()).count();
        failing as f64 / self.points.len().max(1) as f64
    }

    /// What there is to say, once all is known.
    pub fn finding(&self) -> Option<Finding> {
        let worst = self.worst().filter(|_| self.is_whole())?;
        if worst.bad() < 0.5 {
            return Some(Finding::holds(format!(
                "{}: no request is lost or late, at any minute of the week.",
                self.what
            )));
        }
        let stuck = self.points.iter().filter(|point| matches!(point.recovery, Recovery::Metastable { .. })).count();
        let spent = self.spent_by(worst);
        let spends_all = spent.is_some_and(|share| share > 1.0);
        let spent = spent.map(|share| format!(", {} of the 30-day error budget", text::percent(share)));
        let spent = spent.unwrap_or_default();
        let worst_is = format!(
            "the worst is {} with {} lost or late{spent}",
            self.moment(worst),
            super::verdict::requests(worst.bad())
        );
        if stuck > 0 {
            let share = text::percent(stuck as f64 / self.points.len() as f64);
            return Some(Finding::fails(format!(
                "{} ends in a metastable overload for {share} of start times; {worst_is}.",
                self.what
            )));
        }
        let failing = self.share_failing();
        if failing > 0.0 {
            let sentence = format!(
                "{}: for {} of start times the surviving regions miss the SLO; {worst_is}.",
                self.what,
                text::percent(failing)
            );
            return Some(if spends_all { Finding::fails(sentence) } else { Finding::tight(sentence) });
        }
        let sentence = format!("{} is survived at every minute of the week; {worst_is}.", self.what);
        Some(if spends_all { Finding::fails(sentence) } else { Finding::holds(sentence) })
    }
}

/// The question for the drill at every ten minutes of a week. Starts are told in order, as they become known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DrillWeek(pub DrillOrder);

impl Study for DrillWeek {
    type Part = Vec<StripPoint>;
    type Finding = WeekAnswer;

    fn run(&self, tell: &mut dyn FnMut(f64, Vec<StripPoint>)) -> Result<WeekAnswer, String> {
        let (scenario, service, inputs) = self.0.read()?;
        let mut told = |share: f64, more: &[StripPoint]| tell(share, more.to_vec());
        answer_week(&scenario, &evaluate(&scenario), service, &inputs, &mut told).map_err(|no| no.to_string())
    }
}

/// Tries the incident at every ten minutes of the usual week; `tell` hears what is known so far, with the
/// share of the work that is done.
///
/// # Errors
///
/// [`NoDrill`] where there is nothing to drill.
pub fn answer_week(
    scenario: &Scenario,
    evaluation: &Evaluation,
    service: ServiceId,
    inputs: &DrillInputs,
    tell: &mut dyn FnMut(f64, &[StripPoint]),
) -> Result<WeekAnswer, NoDrill> {
    let mut answer = WeekAnswer::unknown(scenario, evaluation, service, inputs)?;
    let (setup, plan) = plan_week(scenario, evaluation, service, inputs)?;
    let mut strip = WorstMinute::new(setup, plan)?;
    while strip.advance(PIECES)? {
        let known = answer.points.len();
        let more = strip.points().get(known..).unwrap_or_default();
        tell(strip.progress(), more);
        answer.points.extend_from_slice(more);
    }
    let more = strip.points().get(answer.points.len()..).unwrap_or_default();
    tell(1.0, more);
    answer.points.extend_from_slice(more);
    Ok(answer)
}

/// Drills between two reports.
const PIECES: usize = 24;
