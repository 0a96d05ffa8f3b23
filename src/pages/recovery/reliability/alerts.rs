//! Burn-rate alerts: their thresholds, and how soon each would have fired.

use crate::session::Session;
use headroom_core::base::text;
use headroom_core::formulas::availability::Severity;
use headroom_core::studies::alerts::{PeriodAlert, alerts_of_policy};
use jiff::civil::DateTime;
use leptos::prelude::*;

/// What was found on the simulated period.
#[derive(Clone, Debug, PartialEq)]
struct Found {
    /// `None` where the objective leaves no budget.
    alerts: Option<Vec<PeriodAlert>>,
    /// When the period begins.
    begins: DateTime,
    /// How long it is, seconds.
    length: f64,
    policy: String,
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Page => "page",
        Severity::Ticket => "ticket",
    }
}

/// When an alert first fired, in words.
fn first(alert: &PeriodAlert, begins: DateTime) -> String {
    let Some(seconds) = alert.first else { return "silent".to_owned() };
    text::moment(begins.saturating_add(jiff::Span::new().seconds(seconds as i64)))
}

/// How often and for how long an alert fired.
fn firing(alert: &PeriodAlert) -> Option<String> {
    let n = alert.times as u64;
    (n > 0).then(|| format!("{}, {} in all", text::counted(n, "time", "times"), text::seconds(alert.firing)))
}

/// The table of alerts.
#[component]
pub fn Alerts() -> impl IntoView {
    let session = Session::here();
    // The policy runs once more only where something that it depends on has changed.
    let depends_on = Memo::new(move |_| {
        let (scenario, id) = (session.scenario(), session.service_id());
        let service = scenario.services.get(id)?;
        Some((scenario.start, id, service.demand.clone(), service.sizing, service.scaling.clone()))
    });
    let found = Memo::new(move |_| {
        depends_on.track();
        let (scenario, evaluation) = untrack(|| (session.scenario(), session.evaluation()));
        let id = untrack(|| session.service_id());
        let (service, answers) = (scenario.services.get(id)?, evaluation.service(id)?);
        let hours = service.scaling.period.start().get();
        Some(Found {
            alerts: alerts_of_policy(service, answers),
            begins: scenario.start.at(0, 0, 0, 0).saturating_add(jiff::Span::new().minutes((hours * 60.0) as i64)),
            length: answers.scaling.outcome.length,
            policy: answers.scaling.policy.clone(),
        })
    });
    move || {
        let Found { alerts, begins, length, policy } = found.get()?;
        let Some(alerts) = alerts else {
            let words = "An objective of 100 % leaves no budget, so that no burn rate can be alerted on.";
            return Some(view! { <p id="no-alerts">{words}</p> }.into_any());
        };
        let coarse = alerts.iter().any(|alert| alert.is_coarse);
        let rows = alerts.iter().map(|alert| row(alert, begins)).collect_view();
        let caption = format!(
            "Burn-rate alerts over 30 days, tried on {} of \u{201c}{policy}\u{201d} and on a total outage",
            text::seconds(length)
        );
        let coarse = coarse
            .then_some(" Steps of the simulation are longer than a short window, so that one step stands in for it.");
        Some(
            view! {
                <div class="scroll-x" tabindex="0" role="region" aria-label="Burn-rate alerts">
                    <table id="alerts">
                        <caption>{caption}</caption>
                        <thead><tr>
                            <th scope="col">"Alert"</th><th scope="col" class="value">"Windows"</th><th scope="col" class="value">"Burn rate above"</th>
                            <th scope="col" class="value">"Bad requests above"</th><th scope="col" class="value">"Budget spent by then"</th>
                            <th scope="col" class="value">"In a total outage"</th><th scope="col" class="value">"First fired in the period"</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <p class="hint">
                    "Both windows must exceed the burn rate: the long one so that a brief error does not fire, the short one so that it falls silent soon after. In a minute outside the objective all requests count as bad, in any other those that were lost."
                    {coarse}
                </p>
            }
            .into_any(),
        )
    }
}

fn row(alert: &PeriodAlert, begins: DateTime) -> impl IntoView + use<> {
    let rule = alert.rule;
    let windows = format!("{} and {}", text::seconds(rule.long_window), text::seconds(rule.short_window));
    let can_fire = alert.can_fire();
    let errors = if can_fire { text::percent(alert.error_ratio) } else { "out of reach".to_owned() };
    let outage =
        alert.in_outage.map_or_else(|| "cannot fire".to_owned(), |seconds| format!("after {}", text::seconds(seconds)));
    view! {
        <tr data-alert=severity(rule.severity)>
            <th scope="row">{text::capitalised(severity(rule.severity))}</th>
            <td class="value">{windows}</td>
            <td class="value">{text::number(rule.threshold)}</td>
            <td class="value">{errors}</td>
            <td class="value">{text::percent(alert.budget_share)}</td>
            <td class="value">{outage}</td>
            <td class="value">{first(alert, begins)} {firing(alert).map(|words| view! { <small>{words}</small> })}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn a_first_alert_has_its_moment_and_a_silent_one_says_so() {
        let scenario = examples::seed_service();
        let evaluation = evaluate(&scenario);
        let alerts = alerts_of_policy(scenario.services.first(), &evaluation.services[0]).unwrap();
        let begins = jiff::civil::date(2026, 12, 1).at(0, 0, 0, 0);
        let at = PeriodAlert { first: Some(20.0 * 3600.0 + 180.0), times: 1, firing: 840.0, ..alerts[0] };
        assert_eq!(first(&at, begins), "Tuesday 1 December, 20:03");
        assert_eq!(firing(&at).as_deref(), Some("one time, 14 min in all"));
        let silent = PeriodAlert { first: None, times: 0, ..at };
        assert_eq!((first(&silent, begins), firing(&silent)), ("silent".to_owned(), None));
    }
}
