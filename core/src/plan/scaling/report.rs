//! What a policy keeps and takes, in a printed report.

use super::ScalingPlan;
use crate::base::text;
use crate::plan::line::Line;

/// What a report says of the active policy: what it keeps, and what it takes.
pub fn lines(plan: &ScalingPlan) -> Vec<Line> {
    let outcome = &plan.outcome;
    let outside = if outcome.outside > 0.0 {
        let cause = outcome.causes.first().map(|(cause, _)| format!(", {}", cause.words())).unwrap_or_default();
        format!(" ({} of violations{cause})", text::seconds(outcome.outside))
    } else {
        String::new()
    };
    let replicas = if outcome.fewest == outcome.most {
        text::counted(outcome.most.into(), "replica", "replicas")
    } else {
        format!("{}-{} replicas", text::count(outcome.fewest), text::count(outcome.most))
    };
    let kept = format!(
        "{}, {replicas}: {} of requests within the SLO{outside}",
        text::named(&text::one_line(&plan.policy), "the policy"),
        text::percent(outcome.kept_of_requests()),
    );
    let mut taken = format!("{} in {}", spent(outcome.spend.paid(), plan.cost()), text::seconds(outcome.length));
    if let Some(saving) = plan.saving() {
        taken.push_str(&format!(", {}", text::against(saving, "static")));
    }
    if let Some(over) = outcome.over_ideal() {
        taken.push_str(&format!(", {}", text::against(-over, "ideal")));
    }
    vec![Line::answer("Scaling", kept), Line::answer("Spent", taken)]
}

/// `1,298 replica-hours, $649.18`, the money only where the price is known.
pub fn spent(hours: f64, cost: Option<f64>) -> String {
    let money = cost.map(|cost| format!(", {}", text::dollars(cost))).unwrap_or_default();
    format!("{} replica-hours{money}", text::number(hours))
}
