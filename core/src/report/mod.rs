//! The answers as plain text for a terminal: the verdict first, then each service with its working.

mod chargeback;
mod continuity;
mod cost;
mod diff;
mod markdown;
mod page;
mod simulation;

pub use chargeback::chargeback_csv;
pub use diff::DiffReport;
pub use simulation::{SimulationReport, autoscalers};

use crate::base::assumptions;
use crate::base::dimension::Dimension;
use crate::base::explain::{Standing, Working};
use crate::base::id::ServiceId;
use crate::base::text;
use crate::plan::answered::Answered;
use crate::plan::evaluate::{Evaluation, ServiceEvaluation};
use crate::plan::reliability::ReliabilityPlan;
use crate::plan::scaling::ScalingPlan;
use crate::plan::scenario::{Scenario, Service};
use crate::plan::sizing::{Binding, LatencyAnswer, ReplicasForLatency, Resources, SizingPlan};
use crate::plan::topics::{TOPICS, Topic};
use page::Page;
use serde::Serialize;

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
/// assert!(text.contains("57 replicas hold the usual peak with 51 % to spare."));
/// ```
pub fn report(scenario: &Scenario, evaluation: &Evaluation) -> String {
    let mut page = Page::default();
    let name = one_line(scenario.name.as_str());
    page.line(&format!("{}, from {}", named(&name, "Plan"), text::date(scenario.start)));
    if !scenario.notes.is_empty() {
        page.wrapped("", "", scenario.notes.as_str());
    }
    page.blank();
    for finding in &evaluation.verdict.findings {
        page.finding(finding);
    }
    let several = evaluation.services.len() > 1;
    if several {
        totals(&mut page, evaluation);
    }
    for answer in &evaluation.services {
        if let Some(service) = scenario.services.get(answer.id) {
            let reliability = evaluation.reliability.service(answer.id);
            service_answers(&mut page, service, answer, (reliability, evaluation), several);
        }
    }
    letters(&mut page, evaluation);
    cost::plan(&mut page, evaluation);
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

/// The whole evaluation as JSON, with the name and the start of its plan.
pub fn json(scenario: &Scenario, evaluation: &Evaluation) -> String {
    #[derive(Serialize)]
    struct Answers<'a> {
        name: &'a str,
        start: jiff::civil::Date,
        #[serde(flatten)]
        evaluation: &'a Evaluation,
    }
    let answers = Answers { name: scenario.name.as_str(), start: scenario.start, evaluation };
    // Plain data with string keys always serialises.
    serde_json::to_string_pretty(&answers).unwrap_or_default()
}

fn totals(page: &mut Page, evaluation: &Evaluation) {
    let totals = &evaluation.totals;
    page.heading("All services");
    let (peak, provisioned) = (text::number(totals.peak), text::quantity(totals.provisioned, Dimension::Rate));
    page.answer("Load", &format!("usual peaks {peak}, provisioned {provisioned}, added up as if they came together"));
    page.answer("Replicas", &format!("{}; {}", text::count(totals.replicas), resources(&totals.resources)));
    let scaling = &totals.scaling;
    let mut line = format!(
        "{} of all requests within the SLO; {}",
        text::percent(scaling.kept_of_requests()),
        spent(scaling.replica_hours, scaling.cost)
    );
    if let Some(saving) = scaling.saving() {
        line.push_str(&format!(", {}", text::against(saving, "static")));
    }
    if scaling.length.is_none() {
        line.push_str(", each over its own period");
    }
    page.answer("Scaling", &line);
}

fn service_answers(
    page: &mut Page,
    service: &Service,
    answer: &ServiceEvaluation,
    (reliability, evaluation): (Option<&Answered<ReliabilityPlan>>, &Evaluation),
    several: bool,
) {
    let team = one_line(service.team.as_str());
    let team = if team.is_empty() { String::new() } else { format!(", team {team}") };
    let name = one_line(&answer.name);
    page.heading(&format!("{} ({}{team})", named(&name, "Service"), service.kind.words()));
    // What holds besides is in the working, under the usual peak in a year.
    let demand = answer.demand.verdict.findings.iter().enumerate();
    for (place, finding) in demand.filter(|(place, finding)| *place == 0 || finding.standing > Standing::Holds) {
        page.finding(finding);
        // Of several services the verdict above says what is due or fails, but not that the peak holds.
        let sizing = answer.sizing.verdict.findings.first();
        if let Some(held) = sizing.filter(|held| several && place == 0 && held.standing == Standing::Holds) {
            page.finding(held);
        }
    }
    let (demand, sizing) = (&answer.demand, &answer.sizing);
    page.answer(
        "Load",
        &format!(
            "average {}, P95 {}, lowest {}",
            text::quantity(demand.average, Dimension::Rate),
            text::number(demand.p95),
            text::number(demand.trough)
        ),
    );
    page.answer("Replicas", &format!("{}; {}", replicas(sizing), resources(&sizing.resources)));
    if let Some(busy) = &sizing.utilization {
        page.answer(
            "Utilization",
            &format!(
                "average {}, P95 {}, at the peak {}, spares lost {}",
                text::percent(busy.average),
                text::percent(busy.p95),
                text::percent(busy.peak),
                text::percent(busy.spares_lost)
            ),
        );
    }
    if let Some(line) = latency(sizing) {
        page.answer("Response time", &line);
    }
    page.answer("Runway", &runway(sizing));
    for event in &sizing.events {
        let need = if event.carried {
            "is within the headroom".to_owned()
        } else {
            format!(
                "needs {}: order {} by {}",
                text::counted(event.replicas.into(), "replica", "replicas"),
                text::count(event.extra.max(1)),
                text::date(event.order_by)
            )
        };
        let peak = text::quantity(event.peak, Dimension::Rate);
        page.answer("Event", &format!("{} on {}: {peak} {need}", one_line(&event.name), text::date(event.day)));
    }
    for lever in &sizing.levers {
        page.answer("Lever", &format!("{}: {}", lever.change, lever.effect));
    }
    for (label, line) in ["Scaling", "Spent"].into_iter().zip(scaling(&answer.scaling)) {
        page.answer(label, &line);
    }
    continuity::continuity(page, answer, reliability, several);
    cost::service(page, answer, &evaluation.cost);
    for (_, working) in workings(evaluation, answer.id) {
        page.working(working);
    }
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

fn replicas(plan: &SizingPlan) -> String {
    let spare = plan.replicas - plan.carrying;
    let reason = match (plan.binding, &plan.replicas_for_latency) {
        (Binding::NoLoad, _) => "no load",
        (_, ReplicasForLatency::OutOfReach { .. }) => "for the throughput alone; the latency objective is out of reach",
        (Binding::Headroom, _) => "for the peak and its headroom",
        (Binding::Latency, _) => "for the latency objective",
    };
    let spare = if spare == 0 { String::new() } else { format!(", and {} spare", text::count(spare)) };
    format!("{}: {} {reason}{spare}", text::count(plan.replicas), text::count(plan.carrying))
}

fn latency(plan: &SizingPlan) -> Option<String> {
    let usual = plan.latency.as_ref()?;
    let percentile = text::significant(usual.percentile * 100.0, 6);
    let shown = |answer: &LatencyAnswer| text::seconds(answer.at_percentile);
    let mut line = format!("P{percentile} {}, mean {}", shown(usual), text::seconds(usual.mean));
    if plan.replicas > plan.carrying
        && let Some(lost) = &plan.latency_spares_lost
    {
        line.push_str(&format!(", spares lost P{percentile} {}", shown(lost)));
    }
    if let Some(gust) = &plan.latency_in_gust {
        line.push_str(&format!(", in a gust P{percentile} {}", shown(gust)));
    }
    Some(line)
}

fn resources(sum: &Resources) -> String {
    let mut line =
        format!("{}, {}", text::quantity(sum.vcpus, Dimension::Vcpu), text::quantity(sum.memory, Dimension::Gib));
    if sum.gpus > 0 {
        line.push_str(&format!(", {}", text::counted(sum.gpus, "GPU", "GPUs")));
    }
    line
}

fn runway(plan: &SizingPlan) -> String {
    let limit = text::quantity(plan.runway.limit, Dimension::Rate);
    match (plan.runway.exhausted, plan.runway.days, plan.runway.order_by) {
        (Some(day), Some(days), Some(order)) => format!(
            "holds {limit} until {}, {} ahead; order by {}",
            text::date(day),
            text::counted(days.max(0).unsigned_abs().into(), "day", "days"),
            text::date(order)
        ),
        _ => format!("holds {limit}; growth does not reach it in ten years"),
    }
}

/// Two lines about the policy in force: what it keeps, and what it takes.
fn scaling(plan: &ScalingPlan) -> [String; 2] {
    let outcome = &plan.outcome;
    let outside = if outcome.outside > 0.0 {
        let cause = outcome.causes.first().map(|(cause, _)| format!(", {}", cause.words())).unwrap_or_default();
        format!(" ({} outside{cause})", text::seconds(outcome.outside))
    } else {
        String::new()
    };
    let replicas = if outcome.fewest == outcome.most {
        text::counted(outcome.most.into(), "replica", "replicas")
    } else {
        format!("{} to {} replicas", text::count(outcome.fewest), text::count(outcome.most))
    };
    let kept = format!(
        "{}, {replicas}: {} of requests within the SLO{outside}",
        named(&one_line(&plan.policy), "the policy"),
        text::percent(outcome.kept_of_requests()),
    );
    let mut taken = format!("{} in {}", spent(outcome.spend.paid(), plan.cost()), text::seconds(outcome.length));
    if let Some(saving) = plan.saving() {
        taken.push_str(&format!(", {}", text::against(saving, "static")));
    }
    if let Some(ideal) = outcome.ideal.filter(|ideal| *ideal > 0.0) {
        taken.push_str(&format!(", {}", text::against(1.0 - outcome.spend.paid() / ideal, "ideal")));
    }
    [kept, taken]
}

/// `1,298 replica-hours, $649.18`, the money only where the price is known.
fn spent(hours: f64, cost: Option<f64>) -> String {
    let money = cost.map(|cost| format!(", {}", text::dollars(cost))).unwrap_or_default();
    format!("{} replica-hours{money}", text::number(hours))
}

/// Ids of all assumptions that some answer rests on, in the order of the register.
pub fn cited(evaluation: &Evaluation) -> impl Iterator<Item = &'static str> {
    let of_service = |service: &ServiceEvaluation| {
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

fn named<'a>(name: &'a str, otherwise: &'a str) -> &'a str {
    if name.trim().is_empty() { otherwise } else { name }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
