//! When the standard burn-rate alerts would have fired on the simulated period, and in a total outage.

use crate::formulas::availability::{
    AlertHistory, AlertRule, BudgetWindow, StepCounts, alert_history, detection_time, highest_burn_rate, standard_rules,
};
use crate::plan::evaluate::ServiceEvaluation;
use crate::plan::scaling::engine::{Cause, Columns, Outcome};
use crate::plan::scenario::Service;

/// What one alert does; from [`alerts_of_period`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PeriodAlert {
    /// The rule.
    pub rule: AlertRule,
    /// Share of the budget of thirty days that is spent when it fires at its threshold.
    pub budget_share: f64,
    /// Share of bad requests above which it fires.
    pub error_ratio: f64,
    /// When it first fired in the period, seconds from its start; `None` where it stayed silent.
    pub first: Option<f64>,
    /// How often it began to fire.
    pub times: usize,
    /// For how long in all, seconds.
    pub firing: f64,
    /// Whether its short window is shorter than a step of the simulation.
    pub is_coarse: bool,
    /// Seconds from the beginning of an outage in which everything fails; `None` where it cannot fire.
    pub in_outage: Option<f64>,
}

impl PeriodAlert {
    /// Whether the objective leaves it a burn rate above its threshold.
    pub fn can_fire(&self) -> bool {
        self.in_outage.is_some()
    }
}

/// The standard alerts over the minutes of the active policy.
///
/// Runs the policy once more for what happened when; a week in minutes takes a few milliseconds.
/// `None` where the objective leaves no budget.
///
/// # Example
///
/// ```
/// use headroom_core::plan::evaluate::evaluate;
/// use headroom_core::studies::alerts::alerts_of_policy;
/// use headroom_core::plan::scenario::examples;
///
/// let scenario = examples::seed_service();
/// let answers = &evaluate(&scenario).services[0];
/// let alerts = alerts_of_policy(scenario.services.first(), answers).expect("a budget");
/// // 1 h at 14.4 times the rate that 99.9 % permits: an outage is noticed after 52 s.
/// assert!(alerts[0].in_outage.is_some_and(|seconds| (seconds - 51.84).abs() < 1e-6));
/// ```
pub fn alerts_of_policy(service: &Service, answers: &ServiceEvaluation) -> Option<Vec<PeriodAlert>> {
    let scene = answers.scene(service);
    let choice = scene.scaling.policies.iter().next()?;
    let (_, columns, _) = scene.simulation(choice, scene.table()).with_columns().finish();
    alerts_of_period(&columns.unwrap_or_default(), service.sizing.slo.availability.get())
}

/// The standard alerts over simulated minutes.
///
/// In a step outside the objective all requests count as bad, in any other those that were lost.
///
/// | symbol | is                                                        | unit    |
/// |--------|-----------------------------------------------------------|---------|
/// | `p`    | budget spent when it fires, `b · w / T`                   | share   |
/// | `b`    | threshold of the rule, `w` its long window, `T` 30 days   |         |
/// | `e`    | share of bad requests at the threshold, `b · (1 − SLO)`   | share   |
///
/// `None` where the objective leaves no budget.
///
/// # Source
///
/// *The Site Reliability Workbook* (Google, 2018), chapter 5, table 5-8.
pub fn alerts_of_period(columns: &Columns, objective: f64) -> Option<Vec<PeriodAlert>> {
    let period = BudgetWindow::ThirtyDays.seconds();
    let rules = standard_rules(period)?;
    let step = columns.row_length;
    let rows = columns.load.iter().zip(&columns.lost).zip(&columns.outside);
    let count = |((load, lost), outside): ((&f64, &f64), &f64)| {
        let bad = if *outside > 0.0 { *load } else { lost.clamp(0.0, *load) };
        StepCounts { good: (load - bad) * step, total: load * step }
    };
    let counts: Vec<StepCounts> = rows.map(count).collect();
    highest_burn_rate(objective)?;
    let step = if step > 0.0 { step } else { 1.0 };
    let histories = alert_history(&counts, step, objective, &rules, 0.0)?;
    let answer = |history: AlertHistory| {
        let rule = history.rule;
        PeriodAlert {
            rule,
            budget_share: rule.threshold * rule.long_window / period,
            error_ratio: rule.threshold * (1.0 - objective),
            // An alert is known after the step that it fires in.
            first: history.first().map(|step_of| (step_of + 1) as f64 * step),
            times: history.episodes.len(),
            firing: history.n_steps() as f64 * step,
            is_coarse: history.is_coarse,
            in_outage: detection_time(&rule, objective, 1.0),
        }
    };
    Some(histories.into_iter().map(answer).collect())
}

/// What the time outside the objective in thirty days was caused by, most first, if they go on like the
/// simulated period: each cause's time · 30 d / period, in seconds.
pub fn scaling_by_cause(outcome: &Outcome) -> Vec<(Cause, f64)> {
    if outcome.length <= 0.0 {
        return Vec::new();
    }
    let scale = BudgetWindow::ThirtyDays.seconds() / outcome.length;
    outcome.causes.iter().map(|(cause, seconds)| (*cause, seconds * scale)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Minutes at 100 requests a second, some outside, some losing a share.
    fn columns(minutes: &[(usize, bool, f64)]) -> Columns {
        let mut columns = Columns::new(1, 60.0);
        for (n, is_outside, lost) in minutes {
            columns.load.extend(vec![100.0; *n]);
            columns.lost.extend(vec![100.0 * lost; *n]);
            columns.outside.extend(vec![f64::from(u8::from(*is_outside)); *n]);
        }
        columns
    }

    #[test]
    fn rows_by_hand() {
        let alerts = alerts_of_period(&columns(&[(600, false, 0.0)]), 0.999).unwrap();
        assert!(alerts.iter().all(|alert| alert.first.is_none() && alert.times == 0 && alert.firing == 0.0));
        let shares: Vec<f64> = alerts.iter().map(|alert| (alert.budget_share * 100.0).round()).collect();
        assert_eq!(shares, [2.0, 5.0, 10.0]);
        // Ten hours of quiet, ten minutes outside: the hour passes 1.44 % with its first bad minute, and the
        // short window holds a bad minute until four after the last.
        let outside = columns(&[(600, false, 0.0), (10, true, 0.0), (600, false, 0.0)]);
        let alerts = alerts_of_period(&outside, 0.999).unwrap();
        assert_eq!((alerts[0].first, alerts[0].times, alerts[0].firing), (Some(601.0 * 60.0), 1, 14.0 * 60.0));
        // Lost requests count where the step is within the objective; half a per cent is too slow for the pages.
        let losing = alerts_of_period(&columns(&[(6000, false, 0.005)]), 0.999).unwrap();
        assert_eq!((losing[0].first, losing[1].first, losing[2].first), (None, None, Some(60.0)));
    }

    #[test]
    fn causes_are_taken_to_go_on() {
        let scenario = crate::plan::scenario::examples::find("black-friday-shop").unwrap().scenario();
        for answers in crate::plan::evaluate::evaluate(&scenario).services {
            let outcome = &answers.scaling.outcome;
            let sum: f64 = scaling_by_cause(outcome).iter().map(|(_, seconds)| seconds).sum();
            let all = outcome.outside / outcome.length * BudgetWindow::ThirtyDays.seconds();
            // Each step outside has one cause.
            assert!((sum - all).abs() <= 1e-9 * all.max(1.0), "{sum} {all}");
        }
    }

    #[test]
    fn an_objective_without_a_budget_has_no_alerts_and_a_low_one_few() {
        assert_eq!(alerts_of_period(&columns(&[(10, false, 0.0)]), 1.0), None);
        let low = alerts_of_period(&columns(&[(10, true, 0.0)]), 0.9).unwrap();
        // At 90 % nothing burns faster than 10.
        assert_eq!(low.iter().map(PeriodAlert::can_fire).collect::<Vec<_>>(), [false, true, true]);
        assert_eq!(alerts_of_period(&Columns::default(), 0.999).map(|alerts| alerts.len()), Some(3));
    }
}
