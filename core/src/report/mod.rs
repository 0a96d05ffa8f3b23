//! The answers as plain text for a terminal: the verdict first, then each service with its working.

mod chargeback;
mod diff;
mod markdown;
mod page;
mod simulation;

pub use chargeback::chargeback_csv;
pub use diff::DiffReport;
pub use simulation::{SimulationReport, autoscalers};

use crate::base::assumptions;
use crate::base::explain::Working;
use crate::base::id::ServiceId;
use crate::base::text;
use crate::plan::evaluate::{Evaluation, ServiceEvaluation};
use crate::plan::scenario::adjust::Lever;
use crate::plan::scenario::{Scenario, Service};
use crate::plan::topics::{TOPICS, Topic};
use crate::studies::effect::{Suggestion, suggestions};
use page::Page;
use serde::Serialize;
use std::sync::Arc;

/// Everything that an evaluation says, as a reader sees it.
///
/// # Example
///
/// ```
/// use headroom_core::plan::evaluate::evaluate;
/// use headroom_core::report::report;
/// use headroom_core::plan::scenario::examples;
///
/// let scenario = examples::seed_service();
/// let text = report(&scenario, &evaluate(&scenario));
/// assert!(text.contains("57 replicas handle the usual peak with 51 % to spare."));
/// ```
pub fn report(scenario: &Scenario, evaluation: &Evaluation) -> String {
    let mut page = Page::default();
    let name = text::one_line(scenario.name.as_str());
    page.line(&format!("{}, from {}", text::named(&name, "Plan"), text::date(scenario.start)));
    if !scenario.notes.is_empty() {
        page.wrapped("", "", scenario.notes.as_str());
    }
    page.blank();
    for finding in &evaluation.verdict.findings {
        page.finding(finding);
    }
    let several = evaluation.services.len() > 1;
    if several {
        page.heading("All services");
        page.lines(TOPICS.iter().map(|topic| (topic.total_lines)(evaluation)));
    }
    let suggestions = suggestions(scenario, evaluation);
    for service in scenario.services.iter() {
        service_answers(&mut page, service, evaluation, several);
        for suggestion in suggestions.iter().filter(|suggestion| suggestion.service == service.id) {
            let Lever { change, effect, .. } = &suggestion.lever;
            page.answer("Lever", &format!("{change}: {effect}. Whole plan: {}.", suggestion.whole_plan.words()));
        }
        for (_, working) in workings(evaluation, service.id) {
            page.working(working);
        }
    }
    letters(&mut page, evaluation);
    for topic in TOPICS {
        let lines = (topic.section)(evaluation);
        if !lines.is_empty() {
            page.heading(topic.title);
            page.lines([lines].into_iter());
        }
    }
    page.heading("Calendar");
    for entry in &evaluation.calendar {
        page.wrapped(&text::date(entry.day), &" ".repeat(18), &format!("{}: {}", entry.activity, entry.detail));
    }
    page.heading("Assumptions");
    for id in cited(evaluation) {
        if let Some(row) = assumptions::find(id) {
            page.wrapped("", "  ", &format!("{}: {} [{}]", row.id, row.statement, row.source));
        }
    }
    page.text
}

/// The whole evaluation as JSON, with the name and the start of its plan, and the levers that are good advice with what each
/// does to the whole plan.
pub fn json(scenario: &Scenario, evaluation: &Evaluation) -> String {
    #[derive(Serialize)]
    struct Answers<'a> {
        name: &'a str,
        start: jiff::civil::Date,
        #[serde(flatten)]
        evaluation: &'a Evaluation,
        suggestions: Vec<Suggestion>,
    }
    let suggestions = suggestions(scenario, evaluation);
    let answers = Answers { name: scenario.name.as_str(), start: scenario.start, evaluation, suggestions };
    // Plain data with string keys always serialises.
    serde_json::to_string_pretty(&answers).unwrap_or_default()
}

fn service_answers(page: &mut Page, service: &Service, evaluation: &Evaluation, several: bool) {
    let team = text::one_line(service.team.as_str());
    let team = if team.is_empty() { String::new() } else { format!(", team {team}") };
    let name = text::one_line(service.name.as_str());
    page.heading(&format!("{} ({}{team})", text::named(&name, "Service"), service.kind.words()));
    page.lines(TOPICS.iter().map(|topic| (topic.lines)(evaluation, service.id, several)));
}

/// The workings of a service that the report shows.
fn workings(evaluation: &Evaluation, id: ServiceId) -> impl Iterator<Item = (&'static Topic, &Working)> {
    let shown = TOPICS.iter().filter(|topic| topic.works_in_report);
    shown.filter_map(move |topic| {
        let answer = (topic.answer)(evaluation, id).filter(|answer| answer.is_stated)?;
        Some((topic, answer.working))
    })
}

/// What the letters of the formulas mean, once for all services.
fn letters(page: &mut Page, evaluation: &Evaluation) {
    page.heading("Letters");
    for topic in TOPICS {
        let shown = evaluation.services.iter().flat_map(|service| workings(evaluation, service.id));
        page.letters(topic.title, shown.filter(|(of, _)| of.id == topic.id).map(|(_, working)| working));
    }
}

/// Ids of all assumptions that some answer rests on, in the order of the register.
pub fn cited(evaluation: &Evaluation) -> impl Iterator<Item = &'static str> {
    let of_service = |service: &Arc<ServiceEvaluation>| {
        let id = service.id;
        TOPICS.iter().filter_map(move |topic| (topic.answer)(evaluation, id)).filter(|answer| answer.is_stated)
    };
    let workings: Vec<&Working> =
        evaluation.services.iter().flat_map(of_service).map(|answer| answer.working).collect();
    assumptions::REGISTER
        .iter()
        .map(|row| row.id)
        .filter(move |id| workings.iter().any(|working| working.assumptions.contains(id)))
}
