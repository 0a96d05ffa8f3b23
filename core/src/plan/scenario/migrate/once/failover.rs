//! How soon a loss is noticed and users are moved is stated for the failover, and how soon that is decided with the
//! recovery tier.

use super::{has_regions, name, services, take};
use crate::base::text;
use crate::formulas::recovery::RecoveryTier;
use crate::plan::scenario::recovery::TierInputs;
use crate::plan::scenario::regions::FailoverInputs;
use serde_json::{Value, json};

pub(super) fn apply(document: &mut Value, notices: &mut Vec<String>) {
    let in_regions = has_regions(document);
    for service in services(document) {
        let name = name(service);
        let tier = in_use(service);
        let decide = take(service.pointer_mut("/regions/failover"), "decide").and_then(|value| value.as_f64());
        decided(service, (&name, &tier), decide.unwrap_or(0.0), in_regions, notices);
        for part in ["detect", "redirect"] {
            moved(service, (&name, &tier), part, notices);
        }
    }
}

/// The tier in use: the selected one, else the one with all ready.
fn in_use(service: &Value) -> String {
    service.pointer("/recovery/tier").and_then(Value::as_str).unwrap_or("active_active").to_owned()
}

/// The tiers that the fleet may amount to: where all is ready, hot standby if a region only stands by.
fn amounting_to(tier: &str) -> &[&str] {
    match tier {
        "active_active" => &["active_active", "hot_standby"],
        _ => &[],
    }
}

fn usual<'a>(service: &'a Value, field: &str) -> Option<f64> {
    let stated = service.pointer(&format!("/regions/failover/{field}")).and_then(|value: &'a Value| value.as_f64());
    let usual = FailoverInputs::default();
    stated.or(match field {
        "interval" => Some(usual.interval.get()),
        "threshold" => Some(f64::from(usual.threshold.get())),
        "propagation" => Some(usual.propagation.get()),
        "ttl" => Some(usual.ttl.get()),
        _ => None,
    })
}

/// The entry of a tier in the list of stated ones.
fn entry<'a>(service: &'a mut Value, tier: &str) -> Option<&'a mut Value> {
    let tiers = service.pointer_mut("/recovery/tiers")?.as_array_mut()?;
    tiers.iter_mut().find(|stated| stated.get("tier").and_then(Value::as_str) == Some(tier))
}

fn decided(service: &mut Value, (name, tier): (&str, &str), decide: f64, in_regions: bool, notices: &mut Vec<String>) {
    let Ok(known) = serde_json::from_value::<RecoveryTier>(json!(tier)) else { return };
    let estimate = TierInputs::estimate(known);
    let stated = entry(service, tier).and_then(|stated| stated.pointer("/parts/decide")?.as_f64());
    let (was, is) = (text::seconds(decide), stated.unwrap_or_else(|| estimate.decide.get()));
    if is == decide {
        return;
    }
    if stated.is_some() || decide <= 0.0 {
        // Where nothing is lost to another region, nobody decides to move users.
        if in_regions {
            let is = text::seconds(is);
            notices.push(format!(
                "{name}: the failover took {was} to decide, and recovery {is}; both now take {is}, the time of the recovery tier."
            ));
        }
        return;
    }
    let several = amounting_to(tier);
    let tiers = if several.is_empty() { vec![tier] } else { several.to_vec() };
    for tier in tiers {
        state_decision(service, tier, decide);
    }
    let is = text::seconds(is);
    notices.push(format!(
        "{name}: {was} to decide were entered for the failover; recovery, which took an estimate of {is}, now takes {was} too."
    ));
}

/// Adds a tier with its estimates, but for the time to decide, where the tier is not stated yet.
fn state_decision(service: &mut Value, tier: &str, decide: f64) {
    let known = serde_json::from_value::<RecoveryTier>(json!(tier));
    let Ok(mut parts) = known.map(TierInputs::estimate).and_then(serde_json::to_value) else { return };
    if entry(service, tier).is_some() {
        return;
    }
    parts["decide"] = json!(decide);
    let Some(fields) = service.as_object_mut() else { return };
    let Some(recovery) = fields.entry("recovery").or_insert_with(|| json!({})).as_object_mut() else { return };
    if let Some(tiers) = recovery.entry("tiers").or_insert_with(|| json!([])).as_array_mut() {
        tiers.push(json!({ "tier": tier, "parts": parts }));
    }
}

/// A time that a tier stated for itself: of the tier in use it moves to the failover, of others it goes.
fn moved(service: &mut Value, (name, in_use): (&str, &str), part: &str, notices: &mut Vec<String>) {
    let failover = match part {
        "detect" => usual(service, "interval").zip(usual(service, "threshold")).map(|(every, times)| every * times),
        _ => usual(service, "propagation").zip(usual(service, "ttl")).map(|(spread, ttl)| spread + ttl),
    };
    let Some(failover) = failover else { return };
    let tiers = service.pointer_mut("/recovery/tiers").and_then(Value::as_array_mut);
    let mut stated = None;
    let mut differs = false;
    for tier in tiers.into_iter().flatten() {
        let is_in_use = tier.get("tier").and_then(Value::as_str) == Some(in_use);
        let Some(seconds) = take(tier.get_mut("parts"), part).and_then(|value| value.as_f64()) else { continue };
        differs |= (seconds - failover).abs() > 1e-9;
        if is_in_use {
            stated = Some(seconds);
        }
    }
    let what = if part == "detect" { "detect a loss" } else { "redirect clients" };
    if let Some(seconds) = stated.filter(|seconds| (seconds - failover).abs() > 1e-9) {
        let written = write(service, part, seconds).unwrap_or(failover);
        let (stated, is, was) = (text::seconds(seconds), text::seconds(written), text::seconds(failover));
        notices.push(format!(
            "{name}: recovery took {stated} to {what}, and the failover {was}; both now take {is}, stated for the failover."
        ));
    } else if differs {
        let was = text::seconds(failover);
        notices.push(format!("{name}: every recovery tier now takes the {was} of the failover to {what}."));
    }
}

/// Longest parts of a failover, seconds.
const MOST: f64 = 86_400.0;
/// Longest time between two health checks, seconds, and most of them in a row.
const CHECKS: (f64, f64) = (3_600.0, 100.0);

/// States a time for the failover, as near as its parts can hold; answers what it comes to.
fn write(service: &mut Value, part: &str, seconds: f64) -> Option<f64> {
    let threshold = usual(service, "threshold").unwrap_or(1.0).max(1.0);
    let ttl = usual(service, "ttl").unwrap_or(0.0).min(seconds);
    let regions = service.as_object_mut()?.entry("regions").or_insert_with(|| json!({}));
    let failover = regions.as_object_mut()?.entry("failover").or_insert_with(|| json!({}));
    let failover = failover.as_object_mut()?;
    if part == "detect" {
        let threshold = threshold.max((seconds / CHECKS.0).ceil()).min(CHECKS.1);
        let interval = (seconds / threshold).clamp(1.0, CHECKS.0);
        failover.insert("threshold".into(), json!(threshold as u64));
        failover.insert("interval".into(), json!(interval));
        return Some(interval * threshold);
    }
    let propagation = (seconds - ttl).clamp(0.0, MOST);
    let ttl = (seconds - propagation).clamp(0.0, MOST);
    failover.insert("ttl".into(), json!(ttl));
    failover.insert("propagation".into(), json!(propagation));
    Some(propagation + ttl)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn migrated(service: Value) -> (Value, Vec<String>) {
        let mut document = json!({ "regions": [{ "id": 1 }], "services": [service] });
        let mut notices = Vec::new();
        apply(&mut document, &mut notices);
        (document["services"][0].take(), notices)
    }

    #[test]
    fn the_time_to_decide_that_was_entered_for_the_failover_is_the_tier_s() {
        let (service, notices) = migrated(json!({
            "name": "Ledger", "regions": { "failover": { "decide": 120, "ttl": 0 } }, "recovery": { "tier": "hot_standby" },
        }));
        assert_eq!(service["regions"]["failover"], json!({ "ttl": 0 }));
        assert_eq!(service["recovery"]["tiers"][0]["parts"]["decide"], json!(120.0));
        assert_eq!(service["recovery"]["tiers"][0]["parts"]["lag"], json!(5));
        assert_eq!(
            notices,
            [
                "Ledger: 2 min to decide were entered for the failover; recovery, which took an estimate of 5 min, now takes 2 min too."
            ]
        );
    }

    #[test]
    fn what_was_entered_for_the_tier_holds_and_is_told_where_it_differs() {
        let parts = json!({ "decide": 60, "provision": 0, "interval": 0, "lag": 5, "standby": 1, "detect": 45 });
        let (service, notices) = migrated(json!({
            "name": "Ledger", "regions": { "failover": { "decide": 120, "interval": 10, "threshold": 3 } },
            "recovery": { "tier": "hot_standby", "tiers": [{ "tier": "hot_standby", "parts": parts }] },
        }));
        assert_eq!(service["regions"]["failover"], json!({ "interval": 15.0, "threshold": 3 }));
        assert_eq!(service["recovery"]["tiers"][0]["parts"]["detect"], Value::Null);
        assert_eq!(notices.len(), 2);
        assert!(notices[0].contains("took 2 min to decide, and recovery 60 s; both now take 60 s"), "{notices:?}");
        assert!(notices[1].contains("recovery took 45 s to detect a loss, and the failover 30 s"), "{notices:?}");
    }

    #[test]
    fn where_a_region_stands_by_the_time_to_decide_is_that_of_hot_standby() {
        let (service, notices) = migrated(json!({
            "name": "Ledger",
            "regions": { "failover": { "decide": 120 }, "strategy": { "active_passive": { "primary": 1 } } },
        }));
        let decide = |at: usize| service["recovery"]["tiers"][at]["parts"]["decide"].clone();
        assert_eq!(service["recovery"]["tiers"][1]["tier"], json!("hot_standby"));
        assert_eq!((decide(0), decide(1), notices.len()), (json!(120.0), json!(120.0), 1));
    }

    #[test]
    fn what_the_failover_cannot_hold_becomes_the_nearest_and_is_told() {
        let parts = |part: &str, seconds: f64| {
            let mut parts = json!({ "decide": 300, "provision": 0, "interval": 0, "lag": 5, "standby": 1 });
            parts[part] = json!(seconds);
            migrated(json!({ "name": "A", "recovery": {
                "tier": "hot_standby", "tiers": [{ "tier": "hot_standby", "parts": parts }],
            } }))
        };
        let (service, notices) = parts("redirect", 250_000.0);
        let failover = &service["regions"]["failover"];
        assert_eq!((&failover["propagation"], &failover["ttl"]), (&json!(86_400.0), &json!(86_400.0)));
        assert!(notices.iter().any(|notice| notice.contains("both now take 2 days")), "{notices:?}");
        let (service, _) = parts("detect", 21_600.0);
        assert_eq!(service["regions"]["failover"], json!({ "threshold": 6, "interval": 3600.0 }));
        let (service, notices) = parts("detect", 0.0);
        assert_eq!(service["regions"]["failover"], json!({ "threshold": 3, "interval": 1.0 }));
        assert!(notices.iter().any(|notice| notice.contains("both now take 3 s")), "{notices:?}");
    }

    #[test]
    fn what_nobody_stated_changes_nothing() {
        let (service, notices) = migrated(json!({ "name": "A", "recovery": { "tier": "active_active" } }));
        assert_eq!((service, notices), (json!({ "name": "A", "recovery": { "tier": "active_active" } }), vec![]));
    }
}
