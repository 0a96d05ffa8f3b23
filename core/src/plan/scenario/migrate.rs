//! Versions of the scenario document, and the steps from each released one to the next.

use serde_json::{Value, json};

/// The version that this program writes.
pub const VERSION: u64 = 4;

/// A step from one version to the next: what it does, and the change to the document.
struct Migration {
    from: u64,
    #[allow(dead_code, reason = "read by the test that checks the numbering, and by people")]
    does: &'static str,
    apply: fn(&mut Value),
}

/// One row for each released version before [`VERSION`], in order.
const MIGRATIONS: &[Migration] = &[
    Migration {
        from: 1,
        does: "gives every service a fleet that stays as sized",
        apply: |document| {
            let scaling = json!({ "policies": [{ "name": "Static, as sized", "rules": [{ "static": {} }] }] });
            every_service_starts_with(document, "scaling", &scaling);
        },
    },
    Migration {
        from: 2,
        does: "puts everything in one place, with nothing ready in another and nothing promised about it",
        apply: |document| {
            let regions = json!({
                "local_time": true, "strategy": "proportional", "survive": 1, "overflow": "proportional",
            });
            every_service_starts_with(document, "regions", &regions);
            every_service_starts_with(document, "recovery", &json!({ "tier": "cold", "outages": 0.3 }));
            let parts = json!({ "zone": 0.999, "region": 0.9999, "common_cause": 0.05, "failover": 0.95 });
            every_service_starts_with(document, "reliability", &parts);
        },
    },
    Migration {
        from: 3,
        does: "buys compute by the hour for three years at 8 % a year, and pays for nothing else",
        apply: |document| {
            if let Some(plan) = document.as_object_mut() {
                plan.entry("cost").or_insert_with(|| json!({ "years": 3, "discount_rate": 0.08 }));
            }
            every_service_starts_with(document, "cost", &json!({ "interruptible": false }));
        },
    },
];

fn every_service_starts_with(document: &mut Value, field: &str, start: &Value) {
    for service in document.get_mut("services").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(service) = service.as_object_mut() {
            service.entry(field).or_insert_with(|| start.clone());
        }
    }
}

/// Brings a document of a released version to the present one.
pub(super) fn migrate(document: &mut Value, version: u64) {
    for migration in MIGRATIONS.iter().filter(|migration| migration.from >= version) {
        (migration.apply)(document);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_step_adds_is_what_the_program_starts_from() {
        let mut document = json!({ "services": [{}] });
        migrate(&mut document, 1);
        let scaling = super::super::scaling::ScalingInputs::unstated();
        assert_eq!(document["services"][0]["scaling"], serde_json::to_value(scaling).unwrap());
    }

    #[test]
    fn what_is_said_about_regions_is_where_the_program_starts() {
        use super::super::recovery::RecoveryInputs;
        use super::super::regions::ServiceRegions;
        use super::super::reliability::ReliabilityInputs;
        let mut document = json!({ "services": [{}] });
        migrate(&mut document, 2);
        let service = document["services"][0].take();
        let part = |name: &str| service[name].clone();
        assert_eq!(serde_json::from_value::<ServiceRegions>(part("regions")).unwrap(), ServiceRegions::default());
        assert_eq!(serde_json::from_value::<RecoveryInputs>(part("recovery")).unwrap(), RecoveryInputs::default());
        let reliability: ReliabilityInputs = serde_json::from_value(part("reliability")).unwrap();
        assert_eq!(reliability, ReliabilityInputs::default());
    }

    #[test]
    fn what_is_said_about_cost_is_where_the_program_starts() {
        use super::super::cost::{CostInputs, ServiceCost};
        let mut document = json!({ "services": [{}] });
        migrate(&mut document, 3);
        let service = document["services"][0]["cost"].take();
        assert_eq!(serde_json::from_value::<ServiceCost>(service).unwrap(), ServiceCost::default());
        assert_eq!(serde_json::from_value::<CostInputs>(document["cost"].take()).unwrap(), CostInputs::default());
    }

    #[test]
    fn there_is_one_step_for_each_earlier_version() {
        let steps: Vec<u64> = MIGRATIONS.iter().map(|migration| migration.from).collect();
        assert_eq!(steps, (1..VERSION).collect::<Vec<_>>());
    }
}
