//! Area `slo`: downtime, error budgets, burn rates and what depends on what.

use super::case::Given;
use super::compare::{number, number_or_null};
use super::shapes::{Answer, Families};
use headroom_core::formulas::availability::{
    BudgetWindow, allowed_downtime, burn_rate, detection_time, series, standard_rules,
};
use serde_json::json;

/// Objectives and their budgets.
pub const FAMILIES: Families = &[
    (
        "budget",
        &[
            ("slo total_requests bad", budget_of_requests),
            ("threshold_ms target good total", budget_of_latency),
            ("slo period_days incident_min incidents_per_period fraction_users", budget_of_incidents),
        ],
    ),
    (
        "burn",
        &[
            ("budget_percent window_h period_h", burn_of_window),
            ("burn_rate period_h", exhaustion),
            ("slo error_ratio", burn_of_errors),
        ],
    ),
    ("composite", &[("dependencies", composite)]),
    ("downtime", &[("slo", downtime)]),
];

const DAYS: f64 = 86_400.0;

fn downtime(given: &Given) -> Answer {
    let objective = given.number("slo")?;
    let seconds = |window| number_or_null(allowed_downtime(objective, window));
    Ok(json!({
        "day_s": seconds(BudgetWindow::Day),
        "week_s": seconds(BudgetWindow::Week),
        "d30_s": seconds(BudgetWindow::ThirtyDays),
        "month_avg_s": seconds(BudgetWindow::MeanMonth),
        "quarter90_s": seconds(BudgetWindow::Quarter),
        "year365_s": seconds(BudgetWindow::Year),
        "year_gregorian_s": seconds(BudgetWindow::MeanYear),
    }))
}

fn burn_of_window(given: &Given) -> Answer {
    let (percent, window) = (given.number("budget_percent")?, given.number("window_h")?);
    Ok(json!({ "burn_rate": number(percent / 100.0 * given.number("period_h")? / window) }))
}

fn exhaustion(given: &Given) -> Answer {
    let (rate, period) = (given.number("burn_rate")?, given.number("period_h")?);
    Ok(json!({ "hours_to_exhaust": hours_to_exhaust(rate, period) }))
}

/// Null where nothing burns.
fn hours_to_exhaust(rate: f64, period_h: f64) -> serde_json::Value {
    number_or_null((rate > 0.0).then(|| period_h / rate))
}

fn burn_of_errors(given: &Given) -> Answer {
    let (objective, ratio) = (given.number("slo")?, given.number("error_ratio")?);
    let rate = burn_rate(objective, ratio).ok_or("the objective leaves no budget, or the ratio is no fraction")?;
    let [fast, slow, _] = standard_rules(30.0 * DAYS).ok_or("no rules")?;
    Ok(json!({
        "burn_rate": number(rate),
        "hours_to_exhaust_30d": hours_to_exhaust(rate, 30.0 * 24.0),
        "detect_s_14_4_1h": number_or_null(detection_time(&fast, objective, ratio)),
        "detect_s_6_6h": number_or_null(detection_time(&slow, objective, ratio)),
    }))
}

fn budget_of_requests(given: &Given) -> Answer {
    budget(given.number("slo")?, given.number("total_requests")?, given.number("bad")?)
}

/// Good is what was answered within the threshold, which therefore takes no part itself.
fn budget_of_latency(given: &Given) -> Answer {
    let threshold = given.number("threshold_ms")?;
    if !(threshold > 0.0 && threshold.is_finite()) {
        return Err(format!("nothing is answered within {threshold} ms"));
    }
    let total = given.number("total")?;
    budget(given.number("target")?, total, total - given.number("good")?)
}

/// Without requests nothing is spent.
fn budget(objective: f64, total: f64, bad: f64) -> Answer {
    let allowed = (1.0 - objective) * total;
    let consumed = if bad > 0.0 { bad / allowed } else { 0.0 };
    Ok(json!({
        "budget_requests": number(allowed),
        "sli": number_or_null((total > 0.0).then(|| (total - bad) / total)),
        "consumed": number(consumed),
        "remaining": number(1.0 - consumed),
    }))
}

/// Minutes of incidents, each for the share of users that it hits.
fn budget_of_incidents(given: &Given) -> Answer {
    let allowed = (1.0 - given.number("slo")?) * given.number("period_days")? * 24.0 * 60.0;
    let minutes = given.number("incident_min")? * given.number("incidents_per_period")?;
    let consumed = minutes * given.number("fraction_users")?;
    Ok(json!({
        "budget_min": number(allowed),
        "consumed_min": number(consumed),
        "consumed_fraction": number(if consumed > 0.0 { consumed / allowed } else { 0.0 }),
    }))
}

fn composite(given: &Given) -> Answer {
    let highest = series(&given.numbers("dependencies")?).ok_or("a dependency is no fraction")?;
    Ok(json!({ "max_slo": number(highest) }))
}
