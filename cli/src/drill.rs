//! Drills: a region fails at a chosen minute, or at every ten minutes of the week.

use crate::args::Drill;
use crate::{Answer, UNTOLD, plan};
use headroom_core::base::explain::{Finding, Standing};
use headroom_core::base::id::RegionId;
use headroom_core::base::text;
use headroom_core::base::time::SHORT_WEEKDAYS;
use headroom_core::plan::evaluate::{Evaluation, evaluate};
use headroom_core::plan::scenario::adjust::Lever;
use headroom_core::plan::scenario::{DrillInputs, Scenario, Service};
use headroom_core::plan::stated::withheld;
use headroom_core::studies::drill::{
    DrillAnswer, NoDrill, WeekAnswer, alert_words, answer_drill, answer_week, drill_levers, drill_verdict,
    drill_working,
};
use serde_json::json;
use std::fmt::Write;

/// What a drill comes to, as text or as JSON.
pub fn drill(options: &Drill, json: bool) -> Result<Answer, String> {
    let source = options.source.as_str();
    let scenario = plan::read(source)?;
    let evaluation = evaluate(&scenario);
    let service = service(&scenario, options)?;
    let inputs = inputs(&scenario, &evaluation, service, options)?;
    let refused = |error: NoDrill| format!("cannot run a drill on {}: {error}", plan::name_of(source));
    let waits_for = evaluation.service(service.id).and_then(|answers| answers.waits_for.as_deref());
    if options.strip {
        let week = answer_week(&scenario, &evaluation, service.id, &inputs, &mut |_, _| {}).map_err(refused)?;
        let answer = week_answer(service, &week, json);
        return Ok(if waits_for.is_some() { Answer { status: UNTOLD, ..answer } } else { answer });
    }
    let (answer, _) = answer_drill(&scenario, &evaluation, service.id, &inputs, &mut |_| {}).map_err(refused)?;
    // What was assumed is not mended either.
    let levers = match waits_for {
        Some(_) => Vec::new(),
        None => drill_levers(&scenario, &evaluation, &inputs, service.id, &answer, &mut |_| {}),
    };
    let verdict = drill_verdict(&answer);
    let verdict = waits_for.map_or_else(|| verdict.clone(), |missing| withheld(&verdict, missing));
    let text = if json {
        let value = json!({
            "drill": answer, "served_again": answer.served_again(), "survived": answer.is_survived(),
            "verdict": verdict, "levers": levers, "working": drill_working(&answer),
        });
        format!("{value:#}")
    } else {
        report(&answer, &verdict.findings, &levers)
    };
    Ok(Answer::judged(text, &verdict.findings))
}

fn service<'a>(scenario: &'a Scenario, options: &Drill) -> Result<&'a Service, String> {
    let stated = scenario.drill.and_then(|drill| drill.service).and_then(|id| scenario.services.get(id));
    match stated.filter(|_| options.service.is_none()) {
        Some(stated) => Ok(stated),
        None => plan::service_named(scenario, options.service.as_deref()),
    }
}

/// What is stated, with what is said here instead.
fn inputs(
    scenario: &Scenario,
    evaluation: &Evaluation,
    service: &Service,
    options: &Drill,
) -> Result<DrillInputs, String> {
    let regions = &scenario.regions;
    let region = match &options.region {
        Some(name) => {
            let found = regions.iter().find(|region| region.name.as_str().eq_ignore_ascii_case(name));
            Some(found.map(|region| region.id).ok_or_else(|| {
                let names: Vec<&str> = regions.iter().map(|region| region.name.as_str()).collect();
                format!("no region \"{name}\"; the regions are {}", names.join(", "))
            })?)
        }
        None => scenario.drill.map(|drill| drill.region),
    };
    let busiest = || {
        let plan = evaluation.service(service.id)?.regions.as_ref()?;
        let hosts = plan.regions.iter().filter(|region| region.hosts);
        hosts.max_by(|one, other| one.normal_load.total_cmp(&other.normal_load)).map(|region| region.id)
    };
    let region = region.or_else(busiest).unwrap_or(RegionId(0));
    let mut inputs = scenario.drill.unwrap_or_else(|| DrillInputs::of(region));
    inputs.region = region;
    inputs.start = options.at.unwrap_or(inputs.start);
    inputs.kind = options.kind.unwrap_or(inputs.kind);
    inputs.length = options.length.unwrap_or(inputs.length);
    inputs.fleets = options.fleets.unwrap_or(inputs.fleets);
    Ok(inputs)
}

fn mark(finding: &Finding) -> &'static str {
    match finding.standing {
        Standing::Holds => "holds",
        Standing::Unknown => "unknown",
        Standing::Tight => "at risk",
        Standing::Fails => "FAILS",
    }
}

fn count(requests: f64) -> String {
    text::number(requests.round())
}

fn uncapitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn report(answer: &DrillAnswer, findings: &[Finding], levers: &[Lever]) -> String {
    let mut page = String::new();
    let _ = writeln!(page, "{}: {} for {}", answer.service, uncapitalised(&answer.what), text::seconds(answer.length));
    let _ = writeln!(page, "Failure on {}, in steps of {}\n", answer.at, text::seconds(answer.step));
    for finding in findings {
        let _ = writeln!(page, "{:<8} {}", mark(finding), finding.sentence);
    }
    page.push_str("\nAfter the failure\n");
    let phases = &answer.phases;
    for (name, at) in [
        ("detected", phases.detected),
        ("decided", phases.decided),
        ("moving users", phases.updated),
        ("users moved", phases.shifted),
        ("scaled out", phases.scaled),
        ("cause over", phases.cause_over),
        ("recovered", phases.healthy),
        ("failing back", phases.failing_back),
        ("back to normal", phases.normal),
        ("backlog cleared", phases.calm),
    ] {
        if let Some(at) = at {
            let _ =
                writeln!(page, "  {name:<16} {:>9}  {}", text::seconds(answer.since_failure(at)), answer.moment(at));
        }
    }
    for alert in &answer.alerts {
        let fired =
            alert.fired.map_or_else(|| "never".to_owned(), |at| text::seconds(answer.since_failure(at).max(0.0)));
        let _ = writeln!(page, "  {:<16} {fired:>9}  {}", "alert", alert_words(alert));
    }
    page.push_str("\nRegions\n");
    let _ = writeln!(
        page,
        "  {:<24} {:>12} {:>12} {:>11} {:>10} {:>10}  Main cause",
        "", "Peak req/s", "Planned", "Replicas", "Lost", "Late"
    );
    for region in &answer.regions {
        let replicas = format!("{}-{}", region.replicas.0, region.replicas.1);
        let cause = region.cause.map_or("", |cause| cause.words());
        let _ = writeln!(
            page,
            "  {:<24} {:>12} {:>12} {replicas:>11} {:>10} {:>10}  {cause}",
            region.name,
            text::number(region.peak_load),
            text::number(region.planned),
            count(region.lost),
            count(region.late)
        );
    }
    if !levers.is_empty() {
        page.push_str("\nFixes\n");
        for lever in levers {
            let _ = writeln!(page, "  {}: {}", lever.change, lever.effect);
        }
    }
    page
}

fn week_answer(service: &Service, week: &WeekAnswer, json: bool) -> Answer {
    let finding = week.finding().unwrap_or_else(|| Finding::holds("No load to lose."));
    if json {
        let value = json!({
            "service": service.name, "finding": finding, "worst": week.worst(), "share_failing": week.share_failing(),
            "week": week,
        });
        return Answer::judged(format!("{value:#}"), [&finding]);
    }
    let mut page = format!(
        "{}\n{:<8} {}\n\nRequests lost or late at worst, by hour of the failure\n",
        service.name,
        mark(&finding),
        finding.sentence
    );
    let per_hour = (3600.0 / week.every) as usize;
    let _ = write!(page, "     ");
    for hour in 0..24 {
        let _ = write!(page, "{hour:>8}");
    }
    for (day, name) in SHORT_WEEKDAYS.iter().enumerate() {
        let _ = write!(page, "\n  {name}");
        for hour in 0..24 {
            let from = (day * 24 + hour) * per_hour;
            let points = week.points.get(from..from + per_hour).unwrap_or_default();
            let most = points.iter().map(|point| point.bad()).fold(0.0, f64::max);
            let fails = if points.iter().any(|point| !point.holds()) { "!" } else { "" };
            let _ = write!(page, "{:>8}", format!("{}{fails}", text::si(most.round()).replace(' ', "")));
        }
    }
    page.push_str("\n\n  !  the surviving regions miss the SLO\n");
    Answer::judged(page, [&finding])
}
