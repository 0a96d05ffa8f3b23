//! Burn-rate alerts: their thresholds, and how soon each would have fired.

use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, Table};
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::formulas::availability::Severity;
use headroom_core::plan::scaling::ScalingPlan;
use headroom_core::plan::scenario::Service;
use headroom_core::studies::alerts::{PeriodAlert, alerts_of_policy};
use jiff::civil::{Date, DateTime};
use leptos::prelude::*;

/// Why nothing can be alerted on where nothing may fail.
const NO_BUDGET: &str = "A target of 100 % leaves no error budget, so no burn rate can be alerted on.";
/// How the two windows of an alert work together.
const WINDOWS: &str = "Both windows must exceed the burn rate: the long one so that a brief error does not fire, the short one so that the alert resolves soon after. In a minute that violates the SLO all requests count as bad, in any other those that were lost.";
/// What is said where a step is longer than a window.
const COARSE: &str = " Simulation steps are longer than a short window, so one step stands in for it.";

/// What the alerts do over the simulated period.
#[derive(Clone, Debug, Default, PartialEq)]
struct Shown {
    table: Table,
    note: String,
    /// Said in place of both where the target leaves no budget.
    no_budget: Option<&'static str>,
}

impl Shown {
    /// Those of a policy that was run over a period; no alerts where the target leaves no budget.
    fn of(alerts: Option<&[PeriodAlert]>, plan: &ScalingPlan, begins: DateTime) -> Self {
        let Some(alerts) = alerts else { return Self { no_budget: Some(NO_BUDGET), ..Self::default() } };
        let is_coarse = alerts.iter().any(|alert| alert.is_coarse);
        Self {
            table: table(alerts, plan, begins),
            note: format!("{WINDOWS}{}", if is_coarse { COARSE } else { "" }),
            no_budget: None,
        }
    }
}

/// When the simulated period of a service begins, in a plan that starts on a day.
fn begins(start: Date, service: &Service) -> DateTime {
    let hours = service.scaling.period.start().get();
    start.at(0, 0, 0, 0).saturating_add(jiff::Span::new().minutes((hours * 60.0) as i64))
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
        let (scenario, evaluation, id) = (session.scenario(), session.evaluation(), session.service_id());
        let (service, answers) = (scenario.services.get(id)?, evaluation.service(id)?);
        // Regions and limits move what is simulated, and so what came out.
        Some((scenario.start, id, service.sizing, service.scaling.clone(), answers.scaling.outcome.clone()))
    });
    let shown = Memo::new(move |_| {
        depends_on.track();
        let (scenario, evaluation) = untrack(|| (session.scenario(), session.evaluation()));
        let id = untrack(|| session.service_id());
        let (service, answers) = (scenario.services.get(id)?, evaluation.service(id)?);
        let alerts = alerts_of_policy(service, answers);
        Some(Shown::of(alerts.as_deref(), &answers.scaling, begins(scenario.start, service)))
    });
    let table =
        Memo::new(move |_| shown.with(|shown| shown.as_ref().map(|shown| shown.table.clone()).unwrap_or_default()));
    let note = move || shown.with(|shown| shown.as_ref().map(|shown| shown.note.clone()));
    let no_budget = Memo::new(move |_| shown.with(|shown| shown.as_ref().map(|shown| shown.no_budget)));
    move || {
        no_budget.get().map(|no_budget| match no_budget {
            Some(says) => view! { <p id="no-alerts">{says}</p> }.into_any(),
            None => view! { <TableView table=table/><p class="hint">{note}</p> }.into_any(),
        })
    }
}

/// The alerts as a table.
fn table(alerts: &[PeriodAlert], plan: &ScalingPlan, begins: DateTime) -> Table {
    let caption = format!(
        "Burn-rate alerts over 30 days, tested on {} of \u{201c}{}\u{201d} and on a total outage",
        text::seconds(plan.outcome.length),
        plan.policy
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
    let rows = alerts.iter().map(|alert| row(alert, begins));
    Table::new("alerts", caption).with_columns(columns).with_rows(rows)
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

    #[test]
    fn the_table_names_what_was_run_and_no_budget_says_why_there_is_none() {
        let scenario = examples::seed_service();
        let (service, evaluation) = (scenario.services.first(), evaluate(&scenario));
        let (plan, begins) = (&evaluation.services[0].scaling, begins(scenario.start, service));
        let mut alerts = alerts_of_policy(service, &evaluation.services[0]).unwrap();
        alerts.iter_mut().for_each(|alert| alert.is_coarse = false);
        let shown = Shown::of(Some(&alerts), plan, begins);
        let caption = &shown.table.caption;
        assert!(caption.contains(&format!("7 days of \u{201c}{}\u{201d}", plan.policy)), "{caption}");
        assert_eq!((shown.table.rows.len(), shown.note.as_str(), shown.no_budget), (3, WINDOWS, None));
        alerts[0].is_coarse = true;
        assert_eq!(Shown::of(Some(&alerts), plan, begins).note, format!("{WINDOWS}{COARSE}"));
        let none = Shown::of(None, plan, begins);
        assert_eq!(none, Shown { no_budget: Some(NO_BUDGET), ..Shown::default() });
    }
}
