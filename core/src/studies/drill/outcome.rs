//! What a drill comes to: what was lost where and when, what it spends, whether it ends by itself.

use super::{Feedback, Phases};
use crate::formulas::availability::{
    AlertRule, BudgetWindow, Episode, StepCounts, alert_history, allowed_requests, standard_rules,
};
use crate::plan::scaling::engine::{Columns, Outcome};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One region in the drill.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionOutcome {
    /// What it is called.
    pub name: String,
    /// What happened when; the load is what was sent there, wherever its users live.
    pub columns: Columns,
    /// The sums.
    pub outcome: Outcome,
}

/// All regions together, one value a step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// Length of a step, in seconds.
    pub step: f64,
    /// New requests of all users, a second.
    pub demand: Vec<f64>,
    /// Share of the users that has moved.
    pub moved: Vec<f64>,
    /// New requests for which there is no place, a second.
    pub unplaced: Vec<f64>,
    /// Mean round trip of the users that are served, in seconds.
    pub round_trip: Vec<f64>,
    /// Requests that wait, in queues or for their next attempt.
    pub backlog: Vec<f64>,
    /// Requests that were lost or late.
    pub bad: Vec<f64>,
    /// Requests that came to an end: answered, lost, or given up.
    pub ended: Vec<f64>,
}

/// The sums over all regions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Totals {
    /// Length of the drill, in seconds.
    pub length: f64,
    /// New requests.
    pub requests: f64,
    /// Requests lost for good, those without a place among them.
    pub lost: f64,
    /// Of these, lost as no region had a place for them.
    pub unplaced: f64,
    /// Requests answered while their region missed its objective.
    pub late: f64,
    /// Time in which more of all requests was lost or late than the SLO allows, in seconds.
    pub outside: f64,
    /// End of the last such step from the failure on and before users are sent back, in seconds; none
    /// where there is none.
    pub outside_until: Option<f64>,
    /// End of the last such step from then on.
    pub outside_on_return: Option<f64>,
    /// Requests lost or late from then on.
    pub bad_on_return: f64,
    /// Most requests that waited at one time.
    pub peak_backlog: f64,
    /// When that was, in seconds.
    pub peak_backlog_at: f64,
    /// Requests that still wait at the end.
    pub waiting: f64,
    /// Requests lost or late in the other regions and without a place, once all had moved; in all regions
    /// from the failure on where nobody is sent elsewhere.
    pub bad_once_moved: f64,
    /// Requests that came to an end there then.
    pub ended_once_moved: f64,
}

impl Totals {
    /// Requests lost or late.
    pub fn bad(&self) -> f64 {
        self.lost + self.late
    }

    /// Whether the survivors kept the objective from the moment on when all users had moved that do.
    pub fn is_survived(&self, objective: f64) -> bool {
        self.bad_once_moved <= (1.0 - objective) * self.ended_once_moved + 1e-6
    }
}

/// When a burn-rate alert would have fired.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// The rule.
    pub rule: AlertRule,
    /// When it first fired after the failure, or was still firing, in seconds from the drill's start.
    pub fired: Option<f64>,
    /// For how long after the failure it fired, in seconds.
    pub length: f64,
}

/// How a drill ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recovery {
    /// All is as before.
    ByItself {
        /// So many seconds after the cause was gone.
        after: f64,
    },
    /// The cause is gone, the users are back, the capacity suffices, and still it goes on by itself.
    Metastable {
        /// The regions that are stuck, and what keeps them so.
        regions: Vec<(usize, Feedback)>,
    },
    /// The drill ends before it is known.
    NotWithinDrill,
}

/// What a drill comes to; from [`run_drill`](crate::studies::drill::run_drill).
#[derive(Clone, Debug, PartialEq)]
pub struct DrillOutcome {
    /// Each region.
    pub regions: Vec<RegionOutcome>,
    /// All of them, step by step.
    pub timeline: Timeline,
    /// All of them, in sum.
    pub totals: Totals,
    /// The phases.
    pub phases: Phases,
    /// Share of the error budget of 30 days that the drill spends, `bad / ((1 − SLO) · λ̄ · 30 d)` with
    /// the mean load `λ̄`; none where there is no budget.
    pub budget_spent: Option<f64>,
    /// The standard burn-rate alerts.
    pub alerts: Vec<Alert>,
    /// How it ends.
    pub recovery: Recovery,
}

/// Share of the budget of 30 days that so many bad requests are.
pub(super) fn budget_spent(bad: f64, objective: f64, mean_load: f64) -> Option<f64> {
    let allowed = allowed_requests(objective, mean_load, BudgetWindow::ThirtyDays)?;
    (allowed > 0.0).then(|| bad / allowed)
}

/// The standard alerts on the drill's requests; none where the objective leaves no budget.
pub(super) fn alerts(timeline: &Timeline, objective: f64, failure: f64, history: &Arc<[f64]>) -> Vec<Alert> {
    let count = |(ended, bad): (&f64, &f64)| StepCounts { good: (ended - bad).clamp(0.0, *ended), total: *ended };
    let before = history.iter().map(|load| {
        let total = load * timeline.step;
        StepCounts { good: total, total }
    });
    let counts: Vec<StepCounts> = before.chain(timeline.ended.iter().zip(&timeline.bad).map(count)).collect();
    let first = history.len();
    let failed = first + libm::round(failure / timeline.step) as usize;
    let Some(rules) = standard_rules(BudgetWindow::ThirtyDays.seconds()) else { return Vec::new() };
    let Some(histories) = alert_history(&counts, timeline.step, objective, &rules, 0.0) else { return Vec::new() };
    let alert = |history: crate::formulas::availability::AlertHistory| {
        let mut after = history.episodes.iter().filter(|episode| episode.end > failed);
        // An alert is known after the step that it fires in.
        let known = |episode: &Episode| (episode.start + 1).saturating_sub(first) as f64 * timeline.step;
        let fired = after.clone().next().map(known);
        let n_steps = after.by_ref().map(|episode| episode.end - episode.start.max(failed)).sum::<usize>();
        Alert { rule: history.rule, fired, length: n_steps as f64 * timeline.step }
    };
    histories.into_iter().map(alert).collect()
}
