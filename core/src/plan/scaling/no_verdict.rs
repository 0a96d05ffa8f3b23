//! What a simulation cannot tell of a policy: whether a metric that is not simulated would have asked for more.

use super::engine::{Cause, Outcome};
use crate::base::text;
use crate::formulas::autoscaler::hpa::{HpaMetric, HpaPolicy, HpaTarget};
use crate::formulas::autoscaler::metric::Metric;
use crate::plan::scenario::scaling::{PolicyChoice, Rule};

/// Why a run of a policy says nothing about it, where it does not: the run kept the objective, or missed it.
///
/// An HPA takes the most that any of its metrics asks for. Where none of them is simulated, its run is no run of it. Where some
/// are not, they could only have asked for more: what is kept without them is kept with them, and what is missed may be kept,
/// unless no policy could have asked for enough.
pub(super) fn no_verdict(choice: &PolicyChoice, outcome: &Outcome, target: f64) -> Option<String> {
    let is_settled = outcome.kept_of_requests() + 1e-12 >= target || misses_at_any_rate(outcome, target);
    let policies: Vec<&HpaPolicy> = choice.rules.iter().filter_map(hpa).collect();
    let metrics = || policies.iter().flat_map(|policy| &policy.metrics);
    let (silent, told): (Vec<&HpaMetric>, Vec<&HpaMetric>) = metrics().partition(|metric| why_silent(metric).is_some());
    // Without any metric the controller looks at CPU; other rules ask for replicas too.
    let others = policies.len() < choice.rules.len() || policies.iter().any(|policy| policy.metrics.is_empty());
    let is_told = others || !told.is_empty();
    if silent.is_empty() || is_told && is_settled {
        return None;
    }
    let reasons: Vec<String> = silent.iter().filter_map(|metric| why_silent(metric)).collect();
    let what = if is_told { "the metrics that are simulated miss the SLO, and " } else { "" };
    Some(format!("No verdict: {what}{}.", reasons.join("; ")))
}

/// Whether more is outside than the objective allows for reasons that no policy could have helped by asking for more, or sooner.
fn misses_at_any_rate(outcome: &Outcome, target: f64) -> bool {
    let time = |causes: &mut dyn Iterator<Item = &(Cause, f64)>| causes.map(|(_, time)| time).sum::<f64>();
    let all = time(&mut outcome.causes.iter());
    let beyond_help = time(&mut outcome.causes.iter().filter(|(cause, _)| !more_would_help(*cause)));
    all > 0.0 && outcome.bad() * (beyond_help / all) > (1.0 - target) * outcome.requests
}

const fn more_would_help(cause: Cause) -> bool {
    !matches!(
        cause,
        Cause::Ceiling
            | Cause::Limit
            | Cause::NotOrdered
            | Cause::Override
            | Cause::Incident
            | Cause::Dropped
            | Cause::OutOfReach
    )
}

fn hpa(rule: &Rule) -> Option<&HpaPolicy> {
    match rule {
        Rule::Hpa(policy) => Some(policy),
        _ => None,
    }
}

/// Why a metric asks for nothing in a simulation, where it does not.
fn why_silent(metric: &HpaMetric) -> Option<String> {
    let name = text::one_line(metric.source.name());
    match (metric.signal, metric.target) {
        (None, _) => Some(format!("{name} stands for nothing that is simulated; choose its signal")),
        (Some(Metric::CpuUtilization | Metric::GpuUtilization), target) => {
            let most = metric.reading.of(1.0);
            let (wanted, reads) = match target {
                HpaTarget::Utilization(percent) => {
                    let wanted = f64::from(percent.get()) / 100.0;
                    (wanted, [wanted, most].map(|share| format!("{} % of the request", text::number(share * 100.0))))
                }
                HpaTarget::AverageValue(value) | HpaTarget::Value(value) => {
                    (value.get(), [value.get(), most].map(text::number))
                }
            };
            let [target, most_read] = reads;
            (wanted > most * (1.0 + 1e-9)).then(|| {
                format!(
                    "{name} never reaches its target of {target}, as it reads {most_read} at full throughput; enter what it \
                     reads there"
                )
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::units::Quantity;
    use crate::formulas::autoscaler::hpa::{HpaName, HpaSource};

    fn metric(name: &'static str, signal: Option<Metric>, percent: f64) -> HpaMetric {
        let source = HpaSource::Resource(HpaName::from_static(name));
        HpaMetric::new(source, signal, HpaTarget::Utilization(Quantity::clamped(percent)))
    }

    fn of(metrics: Vec<HpaMetric>) -> PolicyChoice {
        let policy = HpaPolicy::new(metrics, None);
        PolicyChoice { rules: vec![Rule::Hpa(policy)], ..PolicyChoice::as_sized() }
    }

    /// A run of which all or half of the requests are in time.
    fn run(is_kept: bool, cause: Cause) -> Outcome {
        let plan = crate::plan::evaluate::evaluate(&crate::plan::scenario::examples::seed_service());
        let mut outcome = plan.services[0].scaling.outcome.clone();
        outcome.requests = 100.0;
        (outcome.lost, outcome.late) = (0.0, if is_kept { 0.0 } else { 50.0 });
        outcome.causes = if is_kept { Vec::new() } else { vec![(cause, 60.0)] };
        outcome
    }

    #[test]
    fn a_run_without_the_driving_metric_tells_nothing() {
        let cpu = || metric("cpu", Some(Metric::CpuUtilization), 70.0);
        let memory = || metric("memory", None, 80.0);
        let says = |metrics, kept| no_verdict(&of(metrics), &run(kept, Cause::Timid), 0.99);
        assert_eq!(says(vec![cpu()], false), None);
        for kept in [true, false] {
            let said = says(vec![memory()], kept).unwrap();
            assert_eq!(said, "No verdict: memory stands for nothing that is simulated; choose its signal.");
        }
        // With another metric that is simulated, it can only add replicas.
        assert_eq!(says(vec![cpu(), memory()], true), None);
        let said = says(vec![cpu(), memory()], false).unwrap();
        assert!(said.starts_with("No verdict: the metrics that are simulated miss the SLO, and memory"), "{said}");
        // At its maximum no metric could have asked for enough.
        assert_eq!(no_verdict(&of(vec![cpu(), memory()]), &run(false, Cause::Ceiling), 0.99), None);
    }

    #[test]
    fn a_target_that_is_never_reached_is_asked_about() {
        let cpu = |percent| of(vec![metric("cpu", Some(Metric::CpuUtilization), percent)]);
        assert!(
            no_verdict(&cpu(300.0), &run(false, Cause::Timid), 0.99)
                .unwrap()
                .contains("cpu never reaches its target of 300 % of the request, as it reads 100 %")
        );
        assert_eq!(no_verdict(&cpu(100.0), &run(false, Cause::Timid), 0.99), None);
        // Load and queues have no such end.
        assert_eq!(
            no_verdict(&of(vec![metric("x", Some(Metric::LoadPerReplica), 300.0)]), &run(false, Cause::Timid), 0.99),
            None
        );
    }
}
