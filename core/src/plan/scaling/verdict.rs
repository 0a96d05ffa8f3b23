//! The verdict on a simulated policy, in sentences.

use super::engine::Outcome;
use super::plan::ScalingPlan;
use super::prepare::{Basis, Span};
use crate::base::dimension::Dimension;
use crate::base::explain::{Finding, Verdict};
use crate::base::text;
use crate::base::time::SECONDS_PER_DAY;
use crate::formulas::autoscaler::hpa::HpaSource;
use crate::plan::scenario::scaling::PolicyChoice;
use crate::plan::scenario::scaling::Rule;

/// What holds, what does not, and what it costs; of several regions also in which it holds least.
pub(super) fn verdict(
    plan: &ScalingPlan,
    choice: &PolicyChoice,
    basis: &Basis<'_>,
    span: Span,
    place: Option<&str>,
) -> Verdict {
    let rules = &choice.rules;
    let outcome = &plan.outcome;
    let target = basis.inputs.slo.availability.get();
    let from = text::date(basis.curve.moment(span.start).date());
    // The plan's events are none of a measured load's.
    let outside = if basis.is_planned { outside_the_period(basis, span).unwrap_or_default() } else { String::new() };
    let period = format!("{} from {from}", text::seconds(outcome.length));
    let mut findings = Vec::new();
    if outcome.requests <= 0.0 {
        findings.push(Finding::holds(format!("No requests arrive in {period}.")));
        findings.push(Finding::holds(cost(plan, true)));
        return Verdict::from_findings(findings);
    }
    if let Some(why) = &plan.no_verdict {
        // What a fleet does, and costs, that nothing drives is no answer.
        return Verdict::from_findings(vec![Finding::unknown(why.clone())]);
    }
    let kept = outcome.kept_of_requests();
    if outcome.outside <= 0.0 && outcome.unanswered <= 0.0 {
        findings.push(Finding::holds(format!(
            "{} meets the SLO: no violations in {period}{}{outside}.",
            name(plan),
            replicas(outcome)
        )));
    } else {
        let meets = if kept + 1e-12 >= target { "meets" } else { "misses" };
        let sentence = format!(
            "{} {meets} the SLO: {} in time (target {}), {} of violations in {period}{}{outside}.",
            name(plan),
            text::percent(kept),
            text::percent(target),
            text::seconds(outcome.outside),
            replicas(outcome)
        );
        findings.push(if kept + 1e-12 >= target { Finding::tight(sentence) } else { Finding::fails(sentence) });
    }
    findings.extend(unanswered(outcome));
    findings.extend(overrun(outcome, basis));
    if plan.bounds.min == 0 && outcome.fewest == 0 && only_looks_at_pods(rules) {
        findings.push(Finding::fails(
            "It scales to zero, where its metric has no data, so it never starts again: set min replicas to 1.",
        ));
    }
    if let Some(worst) = outcome.worst_first().first() {
        let when = text::moment(basis.curve.moment(span.start + worst.start));
        let missing = match worst.missing {
            0 => String::new(),
            n => format!(", {} short", text::counted(n.into(), "replica", "replicas")),
        };
        let others = match outcome.n_breaches {
            0 | 1 => String::new(),
            n => format!(" Worst of {}.", text::counted(n.into(), "violation", "violations")),
        };
        let place = place.map_or_else(String::new, |name| format!("{}, ", text::one_line(name)));
        let sentence = format!(
            "{place}{when}, for {}{missing}: {}.{others}",
            text::seconds(worst.end - worst.start),
            worst.cause.advice()
        );
        findings.push(if outcome.kept_of_requests() + 1e-12 >= target {
            Finding::tight(sentence)
        } else {
            Finding::fails(sentence)
        });
    }
    findings.push(Finding::holds(cost(plan, kept + 1e-12 >= target)));
    if let Some(min) = choice.min.filter(|min| min.get() > plan.bounds.max) {
        findings.push(Finding::tight(format!(
            "Min replicas ({}) exceed max replicas ({}), which apply.",
            text::count(min.get()),
            text::count(plan.bounds.max)
        )));
    }
    findings.extend(unused_lots(plan));
    if outcome.flaps > 4 && f64::from(outcome.flaps) > outcome.length / SECONDS_PER_DAY * 2.0 {
        findings.push(Finding::tight(format!(
            "Flaps {} times in {} (reverses within 15 min).",
            text::count(outcome.flaps),
            text::seconds(outcome.length)
        )));
    }
    Verdict::from_findings(findings)
}

/// Requests that wait at the end without hope.
fn unanswered(outcome: &Outcome) -> Option<Finding> {
    (outcome.unanswered > 0.0).then(|| {
        let requests = text::si(outcome.unanswered.round());
        Finding::fails(format!("{requests} requests are still queued at the end and can no longer meet the SLO."))
    })
}

/// A batch whose work is left when its window closes.
fn overrun(outcome: &Outcome, basis: &Basis<'_>) -> Option<Finding> {
    basis.curve.week().windows()?;
    let runs = match outcome.overruns {
        0 => return None,
        1 => "A run of the batch ends after its window".to_owned(),
        n => format!("{} runs of the batch end after their windows", text::count(n)),
    };
    let by = text::seconds(outcome.overrun);
    Some(Finding::fails(format!(
        "{runs}, by up to {by}: start replicas earlier, allow more, or open the window longer."
    )))
}

/// Whether every rule only sees what pods report, of which there are none at zero.
fn only_looks_at_pods(rules: &[Rule]) -> bool {
    rules.iter().all(|rule| match rule {
        Rule::Hpa(policy) => !policy.metrics.iter().any(|metric| {
            metric.signal.is_some() && matches!(metric.source, HpaSource::External(_) | HpaSource::Object { .. })
        }),
        Rule::TargetTracking(_) | Rule::Step(_) => true,
        _ => false,
    })
}

fn name(plan: &ScalingPlan) -> String {
    // As its person, or its manifest, wrote it.
    if plan.policy.is_empty() { "The policy".into() } else { plan.policy.clone() }
}

fn replicas(outcome: &Outcome) -> String {
    if outcome.fewest == outcome.most {
        format!(", {}", text::counted(outcome.most.into(), "replica", "replicas"))
    } else {
        format!(", {}–{} replicas", text::count(outcome.fewest), text::count(outcome.most))
    }
}

/// What is ordered for events of the period and does not run, which the bill has all the same.
fn unused_lots(plan: &ScalingPlan) -> Option<Finding> {
    let hours = plan.outcome.unused_lots.round();
    let said = text::counted(hours as u64, "replica-hour that is", "replica-hours that are");
    let says = format!("Not in this cost: {said} ordered for events and not used; the bill has them.");
    (hours >= 1.0).then(|| Finding::holds(says))
}

/// The events of the year that the period leaves out: nothing is known of the policy there.
fn outside_the_period(basis: &Basis<'_>, span: Span) -> Option<String> {
    let end = span.start + span.step * span.steps as f64;
    let within = |day| (span.start..=end).contains(&basis.curve.seconds_to(day));
    let outside = basis.sizing.events.iter().filter(|event| !within(event.day.at(12, 0, 0, 0)));
    let named: Vec<String> = outside.map(|event| format!("{} on {}", event.name, text::date(event.day))).collect();
    let rest = named.len().saturating_sub(2);
    let first = named.into_iter().take(2).collect::<Vec<_>>().join(", ");
    let more = if rest > 0 {
        format!(" and {}", text::counted(rest as u64, "other event", "other events"))
    } else {
        String::new()
    };
    (!first.is_empty()).then(|| format!("; outside that time, not simulated: {first}{more}"))
}

fn cost(plan: &ScalingPlan, is_kept: bool) -> String {
    let outcome = &plan.outcome;
    let paid = outcome.spend.paid();
    let amount = match plan.cost() {
        Some(cost) => format!("Costs {}", text::quantity(cost, Dimension::Dollars)),
        None => format!("Uses {} replica-hours", text::number(paid)),
    };
    let mut parts = Vec::new();
    if let Some(saving) = plan.saving() {
        parts.push(text::against(saving, "the static fleet"));
    }
    // A fleet that does not serve is no bargain beside one that does.
    if let Some(over) = outcome.over_ideal().filter(|_| is_kept) {
        parts.push(text::against(-over, "an ideal fleet with perfect foresight"));
    }
    let tail = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
    let but = if is_kept { "" } else { ", but misses the SLO" };
    format!("{amount}{tail}{but}.")
}
