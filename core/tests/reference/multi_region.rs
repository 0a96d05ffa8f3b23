//! Area `multi_region`: where load goes after a loss, availability, and failover.

use super::case::Given;
use super::compare::{named, number, numbers};
use super::shapes::{Answer, Families};
use headroom_core::formulas::availability::{at_least, series};
use headroom_core::formulas::regions::{Permissions, Redistribution, Router, Rule, dns_failover, latency_seen};
use serde_json::json;

/// Losses, and how long they last.
pub const FAMILIES: Families = &[
    (
        "availability",
        &[
            ("a", of_parts),
            ("n need a", of_enough),
            ("mtbf_h mttr_h", of_mean_times),
            ("region failover_success", with_failover),
            ("regions region_availability lb", behind_load_balancer),
        ],
    ),
    (
        "failover",
        &[
            ("interval_s failure_threshold propagation_s ttl_s", dns),
            ("ttl_s t_after_update_s", stale),
            ("total_qps standby_fraction scale_seconds", standby),
        ],
    ),
    (
        "redistribute",
        &[("demand failed weights", by_weights), ("demand capacity latency_ms failed policy", to_nearest)],
    ),
];

fn by_weights(given: &Given) -> Answer {
    let (names, demand): (Vec<&str>, Vec<f64>) = given.column("demand")?.into_iter().unzip();
    let rule = if !given.value("weights")?.is_string() {
        Rule::ByWeight(given.numbers_in("weights", &names)?)
    } else if given.word("weights", &[("demand", true), ("even", false)])? {
        Rule::ProportionalToTraffic
    } else {
        // Weights that are all zero share evenly.
        Rule::ByWeight(vec![0.0; demand.len()])
    };
    let after = after_loss(given, &names, &demand, &vec![f64::INFINITY; demand.len()], &rule)?;
    Ok(json!({ "load": named(&names, &after.load), "dropped": number(after.dropped.iter().sum::<f64>()) }))
}

fn to_nearest(given: &Given) -> Answer {
    given.describes("policy", &["nearest"])?;
    let (names, demand): (Vec<&str>, Vec<f64>) = given.column("demand")?.into_iter().unzip();
    let rows = given.object("latency_ms")?;
    let seconds = |from: &&str| -> Result<Vec<f64>, String> {
        Ok(rows.numbers_in(from, &names)?.into_iter().map(|milliseconds| milliseconds / 1000.0).collect())
    };
    let latency = names.iter().map(seconds).collect::<Result<Vec<_>, _>>()?;
    let rule = Rule::NearestWithRoom { latency: latency.clone() };
    let after = after_loss(given, &names, &demand, &given.numbers_in("capacity", &names)?, &rule)?;
    let seen = latency_seen(&after.flow, &latency).map_err(|refusal| refusal.to_string())?;
    Ok(json!({
        "load": named(&names, &after.load),
        "dropped": number(after.dropped.iter().sum::<f64>()),
        "mean_latency_ms": seen.map(|seen| number(1000.0 * seen.mean)),
    }))
}

fn after_loss(
    given: &Given,
    names: &[&str],
    demand: &[f64],
    room: &[f64],
    rule: &Rule,
) -> Result<Redistribution, String> {
    let place = |lost: &str| names.iter().position(|name| *name == lost).ok_or_else(|| format!("no region {lost}"));
    let lost = given.words("failed")?.into_iter().map(place).collect::<Result<_, _>>()?;
    let all = Permissions::all(demand.len(), demand.len());
    let mut router = Router::new(demand.len(), lost, rule, &all).map_err(|refusal| refusal.to_string())?;
    Ok(router.route(demand, room).clone())
}

fn availability(fraction: Option<f64>) -> Answer {
    Ok(json!({ "availability": number(fraction.ok_or("an availability is no fraction")?) }))
}

/// Parts of which the case's name says whether all are needed, or one is enough.
fn of_parts(given: &Given) -> Answer {
    let parts = given.numbers("a")?;
    let one_is_enough =
        given.case.named(&[("seri", false), ("chain", false), ("parallel", true), ("redundan", true)])?;
    availability(if one_is_enough { at_least(1, &parts) } else { series(&parts) })
}

fn of_enough(given: &Given) -> Answer {
    let parts = vec![given.number("a")?; given.small("n")? as usize];
    availability(at_least(given.small("need")? as usize, &parts))
}

fn of_mean_times(given: &Given) -> Answer {
    let (between, repair) = (given.number("mtbf_h")?, given.number("mttr_h")?);
    availability(Some(between / (between + repair)))
}

/// `A + (1 − A)·s·A`: a standby like the primary, which takes over with probability `s`.
fn with_failover(given: &Given) -> Answer {
    let region = given.number("region")?;
    availability(Some(region + (1.0 - region) * given.number("failover_success")? * region))
}

/// Regions of which one is enough, in series with what sends requests to them.
fn behind_load_balancer(given: &Given) -> Answer {
    let regions = vec![given.number("region_availability")?; given.small("regions")? as usize];
    let any = at_least(1, &regions).ok_or("an availability is no fraction")?;
    availability(series(&[any, given.number("lb")?]))
}

fn dns(given: &Given) -> Answer {
    let (interval, threshold) = (given.number("interval_s")?, given.small("failure_threshold")?);
    let timeline = dns_failover(interval, threshold, given.number("propagation_s")?, given.number("ttl_s")?);
    let timeline = timeline.ok_or("not durations")?;
    Ok(json!({
        "detect_s": number(timeline.detected),
        "dns_updated_s": number(timeline.dns_updated),
        "all_clients_moved_s": number(timeline.all_clients_moved),
        "mean_client_outage_s": number(timeline.mean_client_outage),
    }))
}

/// Share of resolvers that still have the old answer: their caches are of any age up to the lifetime.
fn stale(given: &Given) -> Answer {
    let lifetime = given.number("ttl_s")?;
    let share = |t: f64| if t < lifetime { (1.0 - t / lifetime).min(1.0) } else { 0.0 };
    Ok(json!({ "stale": numbers(given.numbers("t_after_update_s")?.into_iter().map(share)) }))
}

/// What a standby cannot absorb is turned away until it has grown to the whole load.
fn standby(given: &Given) -> Answer {
    let missing = (1.0 - given.number("standby_fraction")?).max(0.0) * given.number("total_qps")?;
    Ok(json!({ "shed_qps": number(missing), "requests_shed": number(missing * given.number("scale_seconds")?) }))
}
