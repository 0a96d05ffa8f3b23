//! Area `hpa`: the Kubernetes autoscaler, step by step and as a whole.

use super::case::Given;
use super::oracle::hpa_lists::{ListController, Recommendation, Windows, stabilize, stabilize_legacy};
use super::oracle::scale_events::{ScaleEvent, ScaleEvents};
use super::shapes::{Answer, Families};
use headroom_core::base::units::{Quantity, Tolerance};
use headroom_core::formulas::autoscaler::hpa::HpaName;
use headroom_core::formulas::autoscaler::hpa::proposal::*;
use headroom_core::formulas::autoscaler::hpa::rate_limit::*;
use headroom_core::formulas::autoscaler::hpa::*;
use headroom_core::formulas::autoscaler::metric::{Metric, Seen};
use serde_json::json;

/// Every step of the controller, and whole runs.
pub const FAMILIES: Families = &[
    ("average_value", &[("kind? status_replicas metric_total_milli target_average_milli tolerance?", average_value)]),
    ("combine", &[("proposals spec_replicas", combined)]),
    ("legacy_convert", &[("current desired min max", legacy_limit)]),
    ("legacy_scale_up_limit", &[("current", legacy_scale_up_limit)]),
    ("legacy_stabilize", &[("recommendations desired window_s", legacy_window)]),
    ("limit", &[("current rules", limit)]),
    ("object_value", &[("kind? current_replicas metric_total_milli target_milli ready_pods tolerance?", object_value)]),
    ("pods_metric", &[("kind? current_replicas target_milli tolerance? pods", pods_metric)]),
    (
        "rate_limit",
        &[("current stabilized_desired min max scale_up scale_down scale_up_events scale_down_events", rate_limit)],
    ),
    ("resource", &[("kind? current_replicas target_utilization_pct tolerance? pods", resource)]),
    (
        "sequence",
        &[
            ("metric? load_total target_average start min max scale_up scale_down tolerance?", sequence),
            ("load_total target_average start min max behavior downscale_stabilization_s?", legacy_sequence),
        ],
    ),
    ("stabilize", &[("recommendations current desired up_window_s down_window_s", windows)]),
];

/// Vectors count their syncs and ages from here.
const NOW: f64 = 10_000.0;

fn tolerances(given: &Given) -> Result<Tolerances, String> {
    let tolerance = given.number_or("tolerance", defaults::TOLERANCE)?;
    Ok(Tolerances { up: tolerance, down: tolerance })
}

fn milli(given: &Given, name: &str) -> Result<i64, String> {
    given.count(name).map(|milli| milli as i64)
}

fn is_of_kind(given: &Given, kind: &str) -> Result<(), String> {
    if given.has("kind") { given.word("kind", &[(kind, ())]) } else { Ok(()) }
}

/// What the state of a pod makes of its sample.
#[derive(Clone, Copy)]
enum State {
    Ready,
    Missing,
    Unready,
    Ignored,
}

/// One group a pod, in the order of the vector.
fn pods(given: &Given) -> Result<Vec<PodGroup>, String> {
    let states = [
        ("ready", State::Ready),
        ("missing", State::Missing),
        ("unready", State::Unready),
        ("pending", State::Unready),
        ("ignored", State::Ignored),
    ];
    let group = |pod: Given| {
        pod.label("name")?;
        let usage = if pod.has("usage") { pod.number_or_null("usage")? } else { None };
        let class = match pod.word("state", &states)? {
            State::Ready => PodClass::Ready { usage_milli: usage.ok_or("a ready pod has no usage")? as i64 },
            State::Missing => PodClass::Missing,
            State::Unready => PodClass::Unready,
            State::Ignored => PodClass::Ignored,
        };
        Ok(PodGroup { count: 1, request_milli: pod.number_or("request", 0.0)? as i64, class })
    };
    given.rows("pods")?.into_iter().map(group).collect()
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

fn resource(given: &Given) -> Answer {
    is_of_kind(given, "Resource/Utilization")?;
    let (current, target) = (given.small("current_replicas")?, milli(given, "target_utilization_pct")?);
    answer(of_utilization(&pods(given)?, current, target, tolerances(given)?), "utilization_pct")
}

fn pods_metric(given: &Given) -> Answer {
    is_of_kind(given, "Pods/AverageValue")?;
    let (current, target) = (given.small("current_replicas")?, milli(given, "target_milli")?);
    answer(of_average_value(&pods(given)?, current, target, tolerances(given)?), "avg_usage_milli")
}

fn object_value(given: &Given) -> Answer {
    is_of_kind(given, "Object|External/Value")?;
    let (total, target) = (milli(given, "metric_total_milli")?, milli(given, "target_milli")?);
    let (current, ready) = (given.small("current_replicas")?, given.count("ready_pods")?);
    answer(of_value(total, target, current, ready, tolerances(given)?), "total_milli")
}

fn average_value(given: &Given) -> Answer {
    is_of_kind(given, "Object|External/AverageValue")?;
    let (total, target) = (milli(given, "metric_total_milli")?, milli(given, "target_average_milli")?);
    answer(of_total_average(total, target, given.small("status_replicas")?, tolerances(given)?), "status_average_milli")
}

fn combined(given: &Given) -> Answer {
    let proposals = given.numbers_or_null("proposals")?;
    let proposals = proposals.into_iter().map(|proposal| proposal.map(|replicas| replicas as u32));
    let replicas = combine::combine(proposals, given.small("spec_replicas")?);
    Ok(json!({ "replicas": replicas.map_or(-1, i64::from) }))
}

fn recommendations(given: &Given) -> Result<Vec<Recommendation>, String> {
    let made = |row: Given| Ok(Recommendation { replicas: row.small("value")?, at: NOW - row.number("age_s")? });
    given.rows("recommendations")?.into_iter().map(made).collect()
}

fn windows(given: &Given) -> Answer {
    let mut stored = recommendations(given)?;
    let windows = Windows { up: given.number("up_window_s")?, down: given.number("down_window_s")? };
    let (current, desired) = (given.small("current")?, given.small("desired")?);
    let stabilized = stabilize(&mut stored, NOW, current, desired, windows);
    let stored: Vec<_> = stored.iter().map(|recommendation| recommendation.replicas).collect();
    Ok(json!({ "stabilized": stabilized, "stored_values": stored }))
}

fn legacy_window(given: &Given) -> Answer {
    let mut stored = recommendations(given)?;
    let stabilized = stabilize_legacy(&mut stored, NOW, given.small("desired")?, given.number("window_s")?);
    Ok(json!({ "stabilized": stabilized, "log_length": stored.len() }))
}

fn rules(given: &Given, name: &str) -> Result<HpaRules, String> {
    let stated = given.object(name)?;
    let policy = |policy: Given| {
        let value = policy.number("value")?;
        let pods = HpaAmount::Pods(Quantity::clamped(value));
        let kinds = [("Pods", pods), ("Percent", HpaAmount::Percent(Quantity::clamped(value)))];
        Ok(HpaScalingPolicy {
            amount: policy.word("type", &kinds)?,
            period: Quantity::clamped(policy.number("period_s")?),
        })
    };
    let selects = [("Max", SelectPolicy::Max), ("Min", SelectPolicy::Min), ("Disabled", SelectPolicy::Disabled)];
    Ok(HpaRules {
        stabilization_window: Some(Quantity::clamped(stated.number("stabilization_window_s")?)),
        select_policy: Some(stated.word("select_policy", &selects)?),
        policies: Some(stated.rows("policies")?.into_iter().map(policy).collect::<Result<_, String>>()?),
        tolerance: None,
    })
}

fn events(given: &Given, name: &str) -> Result<Vec<ScaleEvent>, String> {
    let event = |row: Given| Ok(ScaleEvent { change: row.small("change")?, at: NOW - row.number("age_s")? });
    given.rows(name)?.into_iter().map(event).collect()
}

fn rate_limit(given: &Given) -> Answer {
    let events = ScaleEvents { up: events(given, "scale_up_events")?, down: events(given, "scale_down_events")? };
    let (current, desired) = (given.small("current")?, given.small("stabilized_desired")?);
    let start = |_, period| events.period_start(current, period, NOW);
    // Both directions are stated, though only one of them comes to bear.
    let up = defaults::scale_up_rules(Some(&rules(given, "scale_up")?));
    let down = defaults::scale_down_rules(Some(&rules(given, "scale_down")?));
    let limit =
        if desired > current { scale_up_limit(current, &up, start) } else { scale_down_limit(current, &down, start) };
    let (held, reason) = limit_rate(current, desired, (given.small("min")?, given.small("max")?), limit);
    Ok(json!({ "replicas": held, "reason": format!("{reason:?}") }))
}

fn limit(given: &Given) -> Answer {
    let (current, none) = (given.small("current")?, ScaleEvents::default());
    let rules = defaults::scale_up_rules(Some(&rules(given, "rules")?));
    let limit = scale_up_limit(current, &rules, |_, period| none.period_start(current, period, NOW));
    Ok(json!({ "limit": limit }))
}

fn legacy_limit(given: &Given) -> Answer {
    let bounds = (given.small("min")?, given.small("max")?);
    let (held, reason) = limit_rate_legacy(given.small("current")?, given.small("desired")?, bounds);
    Ok(json!({ "replicas": held, "reason": format!("{reason:?}") }))
}

fn legacy_scale_up_limit(given: &Given) -> Answer {
    Ok(json!({ "limit": scale_up_limit_legacy(given.small("current")?) }))
}

fn sequence(given: &Given) -> Answer {
    given.describes("metric", &["AverageValue on total load"])?;
    let tolerance = Tolerance::clamped(given.number_or("tolerance", defaults::TOLERANCE)?);
    let direction = |name: &str| Ok::<_, String>(Some(HpaRules { tolerance: Some(tolerance), ..rules(given, name)? }));
    run(given, Some(HpaBehavior { scale_up: direction("scale_up")?, scale_down: direction("scale_down")? }))
}

fn legacy_sequence(given: &Given) -> Answer {
    if !given.value("behavior")?.is_null() {
        return Err("`behavior` is known as null only; rules are `scale_up` and `scale_down`".to_owned());
    }
    let usual = defaults::DOWNSCALE_STABILIZATION;
    let window = given.number_or("downscale_stabilization_s", usual)?;
    if window != usual {
        return Err(format!("`downscale_stabilization_s` is known as {usual} only, not {window}"));
    }
    run(given, None)
}

/// A whole run, through the fast controller and through the one with lists.
fn run(given: &Given, behavior: Option<HpaBehavior>) -> Answer {
    let metric = HpaMetric::new(
        HpaSource::External(HpaName::from_static("requests_per_second")),
        Some(Metric::LoadPerReplica),
        HpaTarget::AverageValue(Quantity::clamped(given.number("target_average")?)),
    );
    let policy = HpaPolicy::new(vec![metric], behavior);
    let (mut fast, mut lists) = (HpaController::new(&policy), ListController::new(&policy));
    let (start, min, max) = (given.small("start")?, given.small("min")?, given.small("max")?);
    let loads = given.numbers("load_total")?;
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
