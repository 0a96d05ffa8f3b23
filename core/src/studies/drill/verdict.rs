//! What is said about a drill, and the arithmetic behind it.

use super::{Alert, DrillAnswer, IncidentKind, Recovery, RegionInDrill};
use crate::base::dimension::Dimension;
use crate::base::explain::{Finding, Verdict, Working, by, letter, word};
use crate::base::text;
use crate::formulas::availability::{BudgetWindow, Severity, allowed_requests};

/// Share of a month's budget that one incident may spend before it is said to be much.
const MUCH: f64 = 0.5;

/// The verdict on a drill.
///
/// It fails where requests lost or late exceed the whole budget of 30 days, where the overload feeds
/// itself, or where requests are still lost at its end. It is tight where more than half of the budget
/// is gone, or the other regions missed the objective once users had moved.
///
/// # Example
///
/// ```
/// use headroom_core::studies::drill::*;
/// use headroom_core::plan::evaluate::evaluate;
/// use headroom_core::plan::scenario::examples;
///
/// let payments = examples::find("three-region-payments").expect("an example").scenario();
/// let (service, drill) = (payments.services.first(), payments.drill.expect("it states one"));
/// let setup = plan_drill(&payments, &evaluate(&payments), service.id, &drill)?;
/// let outcome = run_drill(&setup).expect("it fits together");
/// let answer = DrillAnswer::new(&payments, service, &drill, &setup, &outcome);
/// let sentence = &drill_verdict(&answer).findings[0].sentence;
/// assert!(sentence.starts_with("Losing Virginia at 20:00 UTC on Tuesday loses or delays "), "{sentence}");
/// # Ok::<(), NoDrill>(())
/// ```
pub fn drill_verdict(answer: &DrillAnswer) -> Verdict {
    let mut findings = vec![costs(answer)];
    findings.extend(ends(answer));
    findings.extend(others(answer));
    if answer.totals.unplaced >= 0.5 {
        findings.push(Finding::tight(format!(
            "{} of them found no permitted region with capacity.",
            requests(answer.totals.unplaced)
        )));
    }
    if answer.totals.bad_on_return >= 0.5 {
        findings.push(Finding::tight(format!(
            "Of these, {} are lost or late at failback: {} had scaled in meanwhile.",
            requests(answer.totals.bad_on_return),
            answer.region
        )));
    }
    if answer.totals.bad() >= 0.5 {
        findings.push(alerted(answer));
    }
    Verdict::from_findings(findings)
}

/// Requests, as many as can be counted.
pub(super) fn requests(n: f64) -> String {
    let n = libm::round(n);
    if n == 1.0 { "one request".to_owned() } else { format!("{} requests", text::si(n)) }
}

/// `Tuesday 20:00 UTC` within a sentence: `at 20:00 UTC on Tuesday`.
fn when(moment: &str) -> String {
    moment.split_once(' ').map_or_else(|| moment.to_owned(), |(day, time)| format!("at {time} on {day}"))
}

fn costs(answer: &DrillAnswer) -> Finding {
    let (totals, what, at) = (&answer.totals, &answer.what, when(&answer.at));
    if totals.requests <= 0.0 {
        return Finding::holds("No load to lose.");
    }
    if totals.bad() < 0.5 {
        return Finding::holds(format!("{what} {at}: no request is lost or late."));
    }
    let after = |seconds: f64| match answer.kind {
        IncidentKind::SlowNetwork { .. } => format!("{} after it begins", text::seconds(seconds)),
        _ => format!("{} after the loss", text::seconds(seconds)),
    };
    let spent = match answer.budget_spent {
        Some(spent) => format!(" and spends {} of the 30-day error budget", text::percent(spent)),
        None => String::new(),
    };
    let again = match answer.served_again() {
        _ if answer.is_outside_at_end() => {
            format!("; requests are still lost or late {}", after(answer.since_failure(totals.length)))
        }
        Some(again) if again > 0.0 => format!("; full service resumes {}", after(again)),
        _ => String::new(),
    };
    let outside = if totals.outside > 0.0 { format!(" over {}", text::seconds(totals.outside)) } else { String::new() };
    let sentence = format!("{what} {at} loses or delays {}{outside}{spent}{again}.", requests(totals.bad()));
    match answer.budget_spent {
        Some(spent) if spent > 1.0 => Finding::fails(sentence),
        _ if answer.is_outside_at_end() => Finding::fails(sentence),
        Some(spent) if spent > MUCH => Finding::tight(sentence),
        _ => Finding::holds(sentence),
    }
}

fn ends(answer: &DrillAnswer) -> Vec<Finding> {
    let name = |place: usize| {
        let found = answer.regions.iter().find(|region| region.place == place);
        found.map_or("a region", |region| region.name.as_str())
    };
    match &answer.recovery {
        Recovery::Metastable { regions } => regions
            .iter()
            .map(|(place, feedback)| {
                Finding::fails(format!(
                    "{} is stuck in a metastable overload: the cause is gone and capacity is sufficient, but {}.",
                    name(*place),
                    feedback.advice()
                ))
            })
            .collect(),
        Recovery::NotWithinDrill if answer.totals.waiting >= 1.0 && !answer.is_outside_at_end() => {
            vec![Finding::tight(format!("Still queued at the end of the drill: {}.", requests(answer.totals.waiting)))]
        }
        Recovery::ByItself { .. } | Recovery::NotWithinDrill => Vec::new(),
    }
}

/// How the regions did that take the users over.
fn others(answer: &DrillAnswer) -> Option<Finding> {
    if answer.totals.bad() < 0.5 {
        return None;
    }
    let others = |region: &&RegionInDrill| region.place != answer.struck;
    let bad = |region: &RegionInDrill| region.lost + region.late;
    let struck = answer.regions.iter().filter(others).max_by(|a, b| bad(a).total_cmp(&bad(b)));
    let struck = struck.filter(|region| bad(region) >= 0.5);
    if !answer.moves_users {
        return Some(Finding::holds(
            "Users are not moved: what the rest of the region cannot serve is lost or late.".to_owned(),
        ));
    }
    let moved = answer.phases.shifted.map(|at| text::seconds(answer.since_failure(at)));
    match (struck, answer.is_survived()) {
        (Some(region), survived) => {
            let why = region.cause.map_or_else(String::new, |cause| format!(" ({})", cause.words()));
            let sentence = format!(
                "{} misses the SLO for {}{why} and loses or delays {}.",
                region.name,
                text::seconds(region.outside),
                requests(bad(region))
            );
            Some(if survived { Finding::holds(sentence) } else { Finding::tight(sentence) })
        }
        (None, true) => moved.map(|moved| {
            let all = if answer.totals.bad_on_return > 0.0 { "But for failback, all" } else { "All" };
            Finding::holds(format!(
                "{all} losses fall in the {moved} before users have moved; after that the other regions meet the SLO."
            ))
        }),
        (None, false) => None,
    }
}

fn alerted(answer: &DrillAnswer) -> Finding {
    let first = |severity: Severity| answer.first_alert(severity).map(text::seconds);
    match (first(Severity::Page), first(Severity::Ticket)) {
        (Some(page), _) => Finding::holds(format!("The first burn-rate alert pages {page} after the failure.")),
        (None, Some(ticket)) => {
            Finding::holds(format!("No burn-rate alert pages; a ticket is opened {ticket} after the failure."))
        }
        (None, None) => Finding::holds("No burn-rate alert fires.".to_owned()),
    }
}

/// An alert in words: `2 % of the budget in 1 h`.
pub fn alert_words(alert: &Alert) -> String {
    let rule = &alert.rule;
    let share = rule.threshold * rule.long_window / BudgetWindow::ThirtyDays.seconds();
    let who = match rule.severity {
        Severity::Page => "page",
        Severity::Ticket => "ticket",
    };
    format!("{who}: {} of the budget in {}", text::percent(share), text::seconds(rule.long_window))
}

/// The arithmetic of a drill.
pub fn drill_working(answer: &DrillAnswer) -> Working {
    let mut working = Working::default();
    for id in ["drill-fleets", "drill-detection", "usual-week", "proportional-redistribution", "fluid-queue", "steps"] {
        working.assume(id);
    }
    let (detection, totals) = (&answer.detection, &answer.totals);
    let (share, requests) = (Dimension::Fraction, Dimension::Count("requests"));
    let seconds = |name, meaning, time| letter(name, meaning, time, Dimension::Seconds);
    let threshold = Dimension::Count("checks");
    let detected = working.step(
        "Detected after",
        by(
            "h · f",
            [
                seconds("h", "health check interval", detection.interval),
                letter("f", "failure threshold", f64::from(detection.threshold), threshold),
            ],
            |[interval, threshold]| interval * threshold,
        ),
        Dimension::Seconds,
    );
    if answer.moves_users {
        moving_steps(answer, detected, &mut working);
    }
    let bad = working.step(
        "Requests lost or late in the drill",
        by(
            "lost + late",
            [word("lost", totals.lost, requests), word("late", totals.late, requests)],
            |[lost, late]| lost + late,
        ),
        requests,
    );
    if let Some(spent) = answer.budget_spent {
        let budget = working.step(
            "Error budget of 30 days",
            by(
                "(1 − SLO) · avg · 30 days",
                [
                    letter("SLO", "availability target", answer.objective, share),
                    letter("avg", "mean load", answer.mean_load, Dimension::Rate),
                ],
                |[objective, load]| allowed_requests(objective, load, BudgetWindow::ThirtyDays).unwrap_or_default(),
            ),
            requests,
        );
        working.retrace(
            "Share of the error budget spent",
            by(
                "bad / budget",
                [letter("bad", "lost or late", bad, requests), word("budget", budget, requests)],
                |[bad, budget]| bad / budget,
            ),
            spent,
            share,
        );
    }
    working
}

/// When users have moved, and what was sent in vain until then.
fn moving_steps(answer: &DrillAnswer, detected: f64, working: &mut Working) {
    let detection = &answer.detection;
    let time = |name, time| word(name, time, Dimension::Seconds);
    let (detect, decide) = (time("detect", detected), time("decide", detection.decide));
    let propagate = time("propagate", detection.propagation);
    let cached = letter("TTL", "DNS TTL", detection.ttl, Dimension::Seconds);
    let moved = working.step(
        "All users moved after",
        by(
            "detect + decide + propagate + TTL",
            [detect, decide, propagate, cached],
            |[detect, decide, propagate, cached]| detect + decide + propagate + cached,
        ),
        Dimension::Seconds,
    );
    if answer.kind == IncidentKind::RegionLost && answer.struck_load > 0.0 {
        let load = letter("λ", "load of the lost region at that minute", answer.struck_load, Dimension::Rate);
        let mean = (moved - 0.5 * detection.ttl).min(answer.length);
        let operands = [
            load,
            letter("moved", "time until all users have moved", moved, Dimension::Seconds),
            cached,
            letter("length", "time that the incident lasts", answer.length, Dimension::Seconds),
        ];
        working.retrace(
            "Requests sent to the failed region, at its load of that minute",
            by("λ · min(moved − TTL / 2, length)", operands, |[load, moved, cached, length]| {
                load * (moved - cached / 2.0).min(length)
            }),
            answer.struck_load * mean,
            Dimension::Count("requests"),
        );
    }
}
