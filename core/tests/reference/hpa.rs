//! Area `hpa`: the Kubernetes autoscaler, step by step and as a whole.

use super::oracle::hpa_lists::{ListController, Recommendation, Windows, stabilize, stabilize_legacy};
use super::oracle::scale_events::{ScaleEvent, ScaleEvents};
use super::source::Case;
use super::{Answer, Families};
use headroom_core::base::units::Quantity;
use headroom_core::formulas::autoscaler::hpa::HpaName;
use headroom_core::formulas::autoscaler::hpa::proposal::*;
use headroom_core::formulas::autoscaler::hpa::rate_limit::*;
use headroom_core::formulas::autoscaler::hpa::*;
use headroom_core::formulas::autoscaler::metric::{Metric, Seen};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Every family of the area that the core can compute.
pub const FAMILIES: Families = &[
    ("average_value", average_value),
    ("combine", combined),
    ("legacy_convert", legacy_limit),
    ("legacy_scale_up_limit", legacy_scale_up_limit),
    ("legacy_stabilize", legacy_window),
    ("limit", limit),
    ("object_value", object_value),
    ("pods_metric", pods_metric),
    ("rate_limit", rate_limit),
    ("resource", resource),
    ("sequence", sequence),
    ("stabilize", windows),
];

/// Vectors count their syncs and ages from here.
const NOW: f64 = 10_000.0;

#[derive(Deserialize)]
struct Pod {
    state: String,
    usage: Option<i64>,
    #[serde(default)]
    request: i64,
}

#[derive(Deserialize)]
struct Stated {
    stabilization_window_s: f64,
    select_policy: String,
    policies: Vec<StatedPolicy>,
}

#[derive(Deserialize)]
struct StatedPolicy {
    r#type: String,
    value: f64,
    period_s: f64,
}

fn input<T: DeserializeOwned>(case: &Case, name: &str) -> Result<T, String> {
    let value = case.inputs.get(name).cloned().unwrap_or(Value::Null);
    serde_json::from_value(value).map_err(|error| format!("input {name}: {error}"))
}

fn replicas(case: &Case, name: &str) -> Result<u32, String> {
    case.count(name).map(|count| count as u32)
}

fn tolerances(case: &Case) -> Result<Tolerances, String> {
    let tolerance = if case.has("tolerance") { case.number("tolerance")? } else { defaults::TOLERANCE };
    Ok(Tolerances { up: tolerance, down: tolerance })
}

/// One group a pod, in the order of the vector.
fn pods(case: &Case) -> Result<Vec<PodGroup>, String> {
    let group = |pod: Pod| {
        let class = match (pod.state.as_str(), pod.usage) {
            ("ready", Some(usage_milli)) => PodClass::Ready { usage_milli },
            ("missing", _) => PodClass::Missing,
            ("unready" | "pending", _) => PodClass::Unready,
            ("ignored", _) => PodClass::Ignored,
            _ => return Err(format!("no such pod: {}", pod.state)),
        };
        Ok(PodGroup { count: 1, request_milli: pod.request, class })
    };
    input::<Vec<Pod>>(case, "pods")?.into_iter().map(group).collect()
}

/// The failure in the words of the controller.
fn words(failure: Failure) -> &'static str {
    match failure {
        Failure::NoPods => "no pods returned by selector while calculating replica count",
        Failure::NoSamples => "did not receive metrics for targeted pods (pods might be unready)",
        Failure::NothingToDivideBy => "no metrics returned matched known pods",
        Failure::NotReported | Failure::UnfitTarget => "no metrics returned",
    }
}

fn answer(proposal: Result<Proposal, Failure>, shown: &str) -> Answer {
    Ok(match proposal {
        Ok(proposal) => json!({ "replicas": proposal.replicas, shown: proposal.shown }),
        Err(failure) => json!({ "error": words(failure) }),
    })
}

fn resource(case: &Case) -> Answer {
    let target = case.count("target_utilization_pct")? as i64;
    let proposal = of_utilization(&pods(case)?, replicas(case, "current_replicas")?, target, tolerances(case)?);
    answer(proposal, "utilization_pct")
}

fn pods_metric(case: &Case) -> Answer {
    let target = case.count("target_milli")? as i64;
    let proposal = of_average_value(&pods(case)?, replicas(case, "current_replicas")?, target, tolerances(case)?);
    answer(proposal, "avg_usage_milli")
}

fn object_value(case: &Case) -> Answer {
    let (total, target) = (case.count("metric_total_milli")? as i64, case.count("target_milli")? as i64);
    let (current, ready) = (replicas(case, "current_replicas")?, case.count("ready_pods")?);
    answer(of_value(total, target, current, ready, tolerances(case)?), "total_milli")
}

fn average_value(case: &Case) -> Answer {
    let (total, target) = (case.count("metric_total_milli")? as i64, case.count("target_average_milli")? as i64);
    let proposal = of_total_average(total, target, replicas(case, "status_replicas")?, tolerances(case)?);
    answer(proposal, "status_average_milli")
}

fn combined(case: &Case) -> Answer {
    let proposals: Vec<Option<u32>> = input(case, "proposals")?;
    let replicas = combine::combine(proposals, replicas(case, "spec_replicas")?);
    Ok(json!({ "replicas": replicas.map_or(-1, i64::from) }))
}

fn recommendations(case: &Case) -> Result<Vec<Recommendation>, String> {
    let rows: Vec<std::collections::BTreeMap<String, f64>> = input(case, "recommendations")?;
    let made = |row: &std::collections::BTreeMap<String, f64>| {
        Some(Recommendation { replicas: *row.get("value")? as u32, at: NOW - row.get("age_s")? })
    };
    rows.iter().map(made).collect::<Option<_>>().ok_or_else(|| "a recommendation lacks something".to_owned())
}

fn windows(case: &Case) -> Answer {
    let mut stored = recommendations(case)?;
    let windows = Windows { up: case.number("up_window_s")?, down: case.number("down_window_s")? };
    let (current, desired) = (replicas(case, "current")?, replicas(case, "desired")?);
    let stabilized = stabilize(&mut stored, NOW, current, desired, windows);
    let stored: Vec<_> = stored.iter().map(|recommendation| recommendation.replicas).collect();
    Ok(json!({ "stabilized": stabilized, "stored_values": stored }))
}

fn legacy_window(case: &Case) -> Answer {
    let mut stored = recommendations(case)?;
    let stabilized = stabilize_legacy(&mut stored, NOW, replicas(case, "desired")?, case.number("window_s")?);
    Ok(json!({ "stabilized": stabilized, "log_length": stored.len() }))
}

fn rules(case: &Case, name: &str) -> Result<HpaRules, String> {
    let stated: Stated = input(case, name)?;
    let policy = |policy: StatedPolicy| {
        let amount = match policy.r#type.as_str() {
            "Pods" => HpaAmount::Pods(Quantity::clamped(policy.value)),
            "Percent" => HpaAmount::Percent(Quantity::clamped(policy.value)),
            other => return Err(format!("no such policy: {other}")),
        };
        Ok(HpaScalingPolicy { amount, period: Quantity::clamped(policy.period_s) })
    };
    Ok(HpaRules {
        stabilization_window: Some(Quantity::clamped(stated.stabilization_window_s)),
        select_policy: Some(match stated.select_policy.as_str() {
            "Max" => SelectPolicy::Max,
            "Min" => SelectPolicy::Min,
            _ => SelectPolicy::Disabled,
        }),
        policies: Some(stated.policies.into_iter().map(policy).collect::<Result<_, _>>()?),
        tolerance: None,
    })
}

fn events(case: &Case, name: &str) -> Result<Vec<ScaleEvent>, String> {
    let rows: Vec<std::collections::BTreeMap<String, f64>> = input(case, name)?;
    let event = |row: &std::collections::BTreeMap<String, f64>| {
        Some(ScaleEvent { change: *row.get("change")? as u32, at: NOW - row.get("age_s")? })
    };
    rows.iter().map(event).collect::<Option<_>>().ok_or_else(|| "an event lacks something".to_owned())
}

fn rate_limit(case: &Case) -> Answer {
    let events = ScaleEvents { up: events(case, "scale_up_events")?, down: events(case, "scale_down_events")? };
    let (current, desired) = (replicas(case, "current")?, replicas(case, "stabilized_desired")?);
    let start = |_, period| events.period_start(current, period, NOW);
    let limit = if desired > current {
        scale_up_limit(current, &defaults::scale_up_rules(Some(&rules(case, "scale_up")?)), start)
    } else {
        scale_down_limit(current, &defaults::scale_down_rules(Some(&rules(case, "scale_down")?)), start)
    };
    let (held, reason) = limit_rate(current, desired, (replicas(case, "min")?, replicas(case, "max")?), limit);
    Ok(json!({ "replicas": held, "reason": format!("{reason:?}") }))
}

fn limit(case: &Case) -> Answer {
    let (current, none) = (replicas(case, "current")?, ScaleEvents::default());
    let rules = defaults::scale_up_rules(Some(&rules(case, "rules")?));
    let limit = scale_up_limit(current, &rules, |_, period| none.period_start(current, period, NOW));
    Ok(json!({ "limit": limit }))
}

fn legacy_limit(case: &Case) -> Answer {
    let bounds = (replicas(case, "min")?, replicas(case, "max")?);
    let (held, reason) = limit_rate_legacy(replicas(case, "current")?, replicas(case, "desired")?, bounds);
    Ok(json!({ "replicas": held, "reason": format!("{reason:?}") }))
}

fn legacy_scale_up_limit(case: &Case) -> Answer {
    Ok(json!({ "limit": scale_up_limit_legacy(replicas(case, "current")?) }))
}

/// A whole run, through the fast controller and through the one with lists.
fn sequence(case: &Case) -> Answer {
    let behavior = if case.has("behavior") {
        None
    } else {
        Some(HpaBehavior { scale_up: Some(rules(case, "scale_up")?), scale_down: Some(rules(case, "scale_down")?) })
    };
    let metric = HpaMetric::new(
        HpaSource::External(HpaName::from_static("requests_per_second")),
        Some(Metric::LoadPerReplica),
        HpaTarget::AverageValue(Quantity::clamped(case.number("target_average")?)),
    );
    let policy = HpaPolicy::new(vec![metric], behavior);
    let (mut fast, mut lists) = (HpaController::new(&policy), ListController::new(&policy));
    let (start, min, max) = (replicas(case, "start")?, replicas(case, "min")?, replicas(case, "max")?);
    let loads = case.numbers("load_total")?;
    let run = |sync: &mut dyn FnMut(&FleetSeen) -> Decision| -> Vec<u32> {
        let mut replicas = start;
        let step = |(tick, load): (usize, &f64)| {
            let mut seen = Seen::default();
            seen.set(Metric::LoadPerReplica, Some(load / f64::from(replicas)));
            let now = tick as f64 * defaults::SYNC_PERIOD;
            replicas =
                sync(&FleetSeen { now, replicas, ready: replicas, unready: 0, pending: 0, min, max, seen }).replicas;
            replicas
        };
        loads.iter().enumerate().map(step).collect()
    };
    let from_lists = run(&mut |fleet| lists.sync(fleet));
    let from_queues = run(&mut |fleet| fast.sync(fleet));
    if from_lists != from_queues {
        return Err(format!("the lists give {from_lists:?}, the queues {from_queues:?}"));
    }
    Ok(json!({ "replicas_after_each_tick": from_queues }))
}
