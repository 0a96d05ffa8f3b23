//! Area `slo`: downtime, burn rates, alerts and error budgets.

use super::compare::number;
use super::source::Case;
use super::{Answer, Families};
use headroom_core::formulas::availability::*;
use serde_json::{Map, Value, json};

/// Every family of the area that the core can compute.
pub const FAMILIES: Families =
    &[("alerts", alerts), ("budget", budget), ("burn", burn), ("composite", composite), ("downtime", downtime)];

const THIRTY_DAYS: f64 = 30.0 * 86_400.0;

fn downtime(case: &Case) -> Answer {
    let objective = case.number("slo")?;
    let seconds = |window| allowed_downtime(objective, window).map_or(Value::Null, number);
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

fn burn(case: &Case) -> Answer {
    let or_null = |value: Option<f64>| value.map_or(Value::Null, number);
    if case.has("budget_percent") {
        let (share, hours) = (case.number("budget_percent")? / 100.0, case.number("window_h")?);
        let threshold = burn_threshold(share, 3600.0 * hours, 3600.0 * case.number("period_h")?);
        return Ok(json!({ "burn_rate": or_null(threshold) }));
    }
    // A budget that burns at a rate lasts its period over that rate.
    let lasts = |hours: f64, rate: f64| or_null((rate > 0.0).then(|| hours / rate));
    if case.has("burn_rate") {
        return Ok(json!({ "hours_to_exhaust": lasts(case.number("period_h")?, case.number("burn_rate")?) }));
    }
    let (objective, ratio) = (case.number("slo")?, case.number("error_ratio")?);
    let rate = burn_rate(objective, ratio).ok_or("not fractions")?;
    let [fast, slow, _] = standard_rules(THIRTY_DAYS).ok_or("no rules")?;
    Ok(json!({
        "burn_rate": number(rate),
        "hours_to_exhaust_30d": lasts(THIRTY_DAYS / 3600.0, rate),
        "detect_s_14_4_1h": or_null(detection_time(&fast, objective, ratio)),
        "detect_s_6_6h": or_null(detection_time(&slow, objective, ratio)),
    }))
}

/// Reads "4320 min of 0 then 1440 min of 0.004".
fn minutes(description: &str) -> Option<Vec<StepCounts>> {
    let mut counts = Vec::new();
    for part in description.split(" then ") {
        let (n, ratio) = part.split_once(" min of ")?;
        let (n, ratio): (usize, f64) = (n.parse().ok()?, ratio.parse().ok()?);
        counts.extend(vec![StepCounts { good: 1000.0 * (1.0 - ratio), total: 1000.0 }; n]);
    }
    Some(counts)
}

fn alerts(case: &Case) -> Answer {
    let description = case.inputs.get("per_minute_error_ratio").and_then(Value::as_str).unwrap_or_default();
    let counts = minutes(description).ok_or_else(|| format!("cannot read {description}"))?;
    let rules = standard_rules(THIRTY_DAYS).ok_or("no rules")?;
    let found = alert_history(&counts, 60.0, case.number("slo")?, &rules, 0.0).ok_or("not counts")?;
    let first = found.iter().filter_map(|history| {
        let severity = if history.rule.severity == Severity::Page { "page" } else { "ticket" };
        history.first().map(|minute| (format!("{severity}:{}", history.rule.threshold), Value::from(minute)))
    });
    let first: Map<String, Value> = first.collect();
    // Rules that the case does not name must be silent.
    if first.keys().ne(case.asked("first_minute")) {
        return Err(format!("fired: {first:?}"));
    }
    Ok(json!({ "first_minute": first }))
}

fn budget(case: &Case) -> Answer {
    let (objective, total) = (case.number_of(&["slo", "target"])?, case.number_of(&["total_requests", "total"])?);
    let bad = if case.has("bad") { case.number("bad")? } else { total - case.number("good")? };
    let month = BudgetWindow::ThirtyDays;
    let allowed = allowed_requests(objective, total / month.seconds(), month).ok_or("not a fraction")?;
    // Without requests nothing is spent.
    let consumed = if total > 0.0 { bad / allowed } else { 0.0 };
    Ok(json!({
        "budget_requests": number(allowed),
        "sli": if total > 0.0 { number(1.0 - bad / total) } else { Value::Null },
        "consumed": number(consumed),
        "remaining": number(1.0 - consumed),
    }))
}

fn composite(case: &Case) -> Answer {
    let highest = series(&case.numbers("dependencies")?).ok_or("not fractions")?;
    Ok(json!({ "max_slo": number(highest) }))
}
