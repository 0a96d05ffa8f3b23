//! Burn-rate alerts: their thresholds, and how soon each would have fired.

use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, Table};
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
    let Some(seconds) = alert.first else { return "did not fire".to_owned() };
    text::moment(begins.saturating_add(jiff::Span::new().seconds(seconds as i64)))
}

/// How often and for how long an alert fired.
fn firing(alert: &PeriodAlert) -> Option<String> {
    let n = alert.times as u64;
    (n > 0).then(|| format!("{}, {} in total", text::counted(n, "time", "times"), text::seconds(alert.firing)))
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
    let table = Memo::new(move |_| found.with(|found| found.as_ref().and_then(table)));
    let shown = Signal::derive(move || table.get().unwrap_or_default());
    let has_budget = Memo::new(move |_| found.with(|found| Some(found.as_ref()?.alerts.is_some())));
    let coarse = move || {
        let is_coarse = found.with(|found| {
            let alerts = found.as_ref().and_then(|found| found.alerts.as_ref());
            alerts.is_some_and(|alerts| alerts.iter().any(|alert| alert.is_coarse))
        });
        is_coarse.then_some(" Simulation steps are longer than a short window, so one step stands in for it.")
    };
    move || {
        has_budget.get().map(|has_budget| match has_budget {
            false => view! { <p id="no-alerts">"A target of 100 % leaves no error budget, so no burn rate can be alerted on."</p> }.into_any(),
            true => view! {
                <TableView table=shown/>
                <p class="hint">
                    "Both windows must exceed the burn rate: the long one so that a brief error does not fire, the short one so that the alert resolves soon after. In a minute that violates the SLO all requests count as bad, in any other those that were lost."
                    {coarse}
                </p>
            }
            .into_any(),
        })
    }
}

/// The alerts as a table; none without a budget.
fn table(found: &Found) -> Option<Table> {
    let alerts = found.alerts.as_ref()?;
    let caption = format!(
        "Burn-rate alerts over 30 days, tested on {} of \u{201c}{}\u{201d} and on a total outage",
        text::seconds(found.length),
        found.policy
    );
    let columns = [
        Column::words("Alert"),
        Column::number("Windows"),
        Column::number("Burn rate above"),
        Column::number("Bad requests above"),
        Column::number("Budget spent by then"),
        Column::number("In a total outage"),
        Column::number("First fired in the period"),
    ];
    let rows = alerts.iter().map(|alert| row(alert, found.begins));
    Some(Table::new("alerts", caption).with_columns(columns).with_rows(rows))
}

fn row(alert: &PeriodAlert, begins: DateTime) -> Row {
    let rule = alert.rule;
    let errors = if alert.can_fire() { text::percent(alert.error_ratio) } else { "unreachable".to_owned() };
    let outage =
        alert.in_outage.map_or_else(|| "cannot fire".to_owned(), |seconds| format!("after {}", text::seconds(seconds)));
    let cells = [
        Cell::from(text::capitalised(severity(rule.severity))),
        Cell::from(format!("{} and {}", text::seconds(rule.long_window), text::seconds(rule.short_window))),
        Cell::from(text::number(rule.threshold)),
        Cell::from(errors),
        Cell::from(text::percent(alert.budget_share)),
        Cell::from(outage),
        Cell::from(first(alert, begins)).with_note(firing(alert).unwrap_or_default()),
    ];
    Row::of(cells).with_key(severity(rule.severity))
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
        assert_eq!(firing(&at).as_deref(), Some("one time, 14 min in total"));
        let silent = PeriodAlert { first: None, times: 0, ..at };
        assert_eq!((first(&silent, begins), firing(&silent)), ("did not fire".to_owned(), None));
    }
}
