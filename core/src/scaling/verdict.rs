//! The verdict on a simulated policy, in sentences.

use super::Rule;
use super::engine::{Breach, Outcome};
use super::plan::ScalingPlan;
use super::prepare::{Basis, Span};
use crate::explain::{Finding, Verdict};
use crate::hpa::HpaSource;
use crate::text;
use crate::units::Dimension;

/// What holds, what does not, and what it costs.
pub(super) fn verdict(plan: &ScalingPlan, rules: &[Rule], basis: &Basis<'_>, span: Span) -> Verdict {
    let outcome = &plan.outcome;
    let promised = basis.inputs.slo.availability.get();
    let period = text::seconds(outcome.length);
    let mut findings = Vec::new();
    if outcome.requests <= 0.0 {
        findings.push(Finding::holds(format!("Nothing arrives in these {period}.")));
        findings.push(Finding::holds(cost(plan)));
        return Verdict::from_findings(findings);
    }
    if outcome.outside <= 0.0 && outcome.unanswered <= 0.0 {
        findings.push(Finding::holds(format!(
            "{} keeps the SLO through all {period}{}.",
            name(plan),
            replicas(outcome)
        )));
    } else {
        let kept = outcome.kept_of_requests();
        let sentence = format!(
            "{} keeps the SLO for {} of the requests, {} promised: {} outside it in {period}{}.",
            name(plan),
            text::percent(kept),
            text::percent(promised),
            text::seconds(outcome.outside),
            replicas(outcome)
        );
        findings.push(if kept + 1e-12 >= promised { Finding::tight(sentence) } else { Finding::fails(sentence) });
    }
    if outcome.unanswered > 0.0 {
        findings.push(Finding::fails(format!(
            "{} requests still wait at the end, and can no longer be answered as promised.",
            text::si(outcome.unanswered.round())
        )));
    }
    if plan.bounds.min == 0 && outcome.fewest == 0 && only_looks_at_pods(rules) {
        findings.push(Finding::fails(
            "It goes down to no replicas, and then nothing is measured and it never starts again: set min replicas to 1.",
        ));
    }
    if let Some(worst) = worst(outcome) {
        let when = text::moment(basis.curve.moment(span.start + worst.start));
        let missing = match worst.missing {
            0 => String::new(),
            n => format!(", {} short", text::counted(n.into(), "replica", "replicas")),
        };
        let others = match outcome.n_breaches {
            0 | 1 => String::new(),
            n => format!(" The worst of {}.", text::counted(n.into(), "breach", "breaches")),
        };
        let sentence = format!(
            "{when}, for {}{missing}: {}.{others}",
            text::seconds(worst.end - worst.start),
            worst.cause.advice()
        );
        findings.push(if outcome.kept_of_requests() + 1e-12 >= promised {
            Finding::tight(sentence)
        } else {
            Finding::fails(sentence)
        });
    }
    findings.push(Finding::holds(cost(plan)));
    if outcome.flaps > 4 && f64::from(outcome.flaps) > outcome.length / 86_400.0 * 2.0 {
        findings.push(Finding::tight(format!(
            "It flaps: {} changes of direction within a quarter of an hour.",
            text::count(outcome.flaps)
        )));
    }
    Verdict::from_findings(findings)
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
    if plan.policy.is_empty() { "The policy".into() } else { text::capitalised(&plan.policy) }
}

fn replicas(outcome: &Outcome) -> String {
    if outcome.fewest == outcome.most {
        format!(", with {}", text::counted(outcome.most.into(), "replica", "replicas"))
    } else {
        format!(", with {} to {} replicas", text::count(outcome.fewest), text::count(outcome.most))
    }
}

/// The breach that lost or delayed most; of equals the longest.
pub fn worst(outcome: &Outcome) -> Option<&Breach> {
    outcome.breaches.iter().max_by(|one, other| {
        (one.lost + one.late, one.outside)
            .partial_cmp(&(other.lost + other.late, other.outside))
            .unwrap_or(std::cmp::Ordering::Equal)
    })
}

fn cost(plan: &ScalingPlan) -> String {
    let outcome = &plan.outcome;
    let paid = outcome.spend.paid();
    let amount = match plan.cost() {
        Some(cost) => text::quantity(cost, Dimension::Dollars),
        None => format!("{} replica-hours", text::number(paid)),
    };
    let mut parts = Vec::new();
    if let Some(saving) = plan.saving() {
        parts.push(text::against(saving, "a static fleet as sized"));
    }
    if let Some(ideal) = outcome.ideal.filter(|ideal| *ideal > 0.0) {
        parts.push(text::against(1.0 - paid / ideal, "an ideal one that knows the future"));
    }
    let tail = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
    format!("It takes {amount}{tail}.")
}
