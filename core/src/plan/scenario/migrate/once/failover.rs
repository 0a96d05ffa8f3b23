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

/// The tier that the fleet amounts to: where all is ready and a region only stands by, that is hot standby.
fn in_use(service: &Value) -> String {
    let stated = service.pointer("/recovery/tier").and_then(Value::as_str).unwrap_or("active_active");
    let stands_by = service.pointer("/regions/strategy/active_passive").is_some();
    if stated == "active_active" && stands_by { "hot_standby" } else { stated }.to_owned()
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
                "{name}: the failover took {was} to decide, and recovery {is}; both now take {is}, as stated for the tier."
            ));
        }
        return;
    }
    let Ok(mut parts) = serde_json::to_value(estimate) else { return };
    parts["decide"] = json!(decide);
    let is = text::seconds(is);
    let Some(recovery) = service.as_object_mut().map(|fields| fields.entry("recovery").or_insert_with(|| json!({})))
    else {
        return;
    };
    if let Some(recovery) = recovery.as_object_mut() {
        let tiers = recovery.entry("tiers").or_insert_with(|| json!([]));
        if let Some(tiers) = tiers.as_array_mut() {
            tiers.push(json!({ "tier": tier, "parts": parts }));
        }
    }
    notices.push(format!(
        "{name}: {was} to decide were entered for the failover; recovery, which took an estimate of {is}, now takes {was} too."
    ));
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
        write(service, part, seconds);
        let (is, was) = (text::seconds(seconds), text::seconds(failover));
        notices.push(format!(
            "{name}: recovery took {is} to {what}, and the failover {was}; both now take {is}, stated for the failover."
        ));
    } else if differs {
        let was = text::seconds(failover);
        notices.push(format!("{name}: every recovery tier now takes the {was} of the failover to {what}."));
    }
}

fn write(service: &mut Value, part: &str, seconds: f64) {
    let threshold = usual(service, "threshold").unwrap_or(1.0).max(1.0);
    let ttl = usual(service, "ttl").unwrap_or(0.0).min(seconds);
    let Some(service) = service.as_object_mut() else { return };
    let regions = service.entry("regions").or_insert_with(|| json!({}));
    let Some(regions) = regions.as_object_mut() else { return };
    let failover = regions.entry("failover").or_insert_with(|| json!({}));
    let Some(failover) = failover.as_object_mut() else { return };
    if part == "detect" {
        failover.insert("interval".into(), json!((seconds / threshold).clamp(1.0, 3600.0)));
    } else {
        failover.insert("ttl".into(), json!(ttl));
        failover.insert("propagation".into(), json!(seconds - ttl));
    }
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
        assert_eq!(service["recovery"]["tiers"][0]["tier"], json!("hot_standby"));
        assert_eq!(notices.len(), 1);
    }

    #[test]
    fn what_nobody_stated_changes_nothing() {
        let (service, notices) = migrated(json!({ "name": "A", "recovery": { "tier": "active_active" } }));
        assert_eq!((service, notices), (json!({ "name": "A", "recovery": { "tier": "active_active" } }), vec![]));
    }
}
