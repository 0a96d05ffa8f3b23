//! Versions of the scenario document, and the steps from each released one to the next.

mod once;

use serde_json::{Value, json};

/// The version that this program writes.
pub const VERSION: u64 = 6;

/// A step from one version to the next: what it does, and the change to the document with what is to be told of it.
struct Migration {
    from: u64,
    #[allow(dead_code, reason = "read by the test that checks the numbering, and by people")]
    does: &'static str,
    apply: fn(&mut Value, &mut Vec<String>),
}

/// One row for each released version before [`VERSION`], in order.
const MIGRATIONS: &[Migration] = &[
    Migration {
        from: 1,
        does: "gives every service a fleet that stays as sized",
        apply: |document, _| {
            let scaling = json!({ "policies": [{ "name": "Static, as sized", "rules": [{ "static": {} }] }] });
            every_service_starts_with(document, "scaling", &scaling);
        },
    },
    Migration {
        from: 2,
        does: "puts everything in one place, with nothing ready in another and nothing promised about it",
        apply: |document, _| {
            let regions = json!({
                "local_time": true, "strategy": "proportional", "survive": 1, "overflow": "proportional",
            });
            every_service_starts_with(document, "regions", &regions);
            every_service_starts_with(document, "recovery", &json!({ "outages": 0.3 }));
            let parts = json!({ "zone": 0.999, "region": 0.9999, "common_cause": 0.05, "failover": 0.95 });
            every_service_starts_with(document, "reliability", &parts);
        },
    },
    Migration {
        from: 3,
        does: "buys compute by the hour for three years at 8 % a year, and pays for nothing else",
        apply: |document, _| {
            if let Some(plan) = document.as_object_mut() {
                plan.entry("cost").or_insert_with(|| json!({ "years": 3, "discount_rate": 0.08 }));
            }
            every_service_starts_with(document, "cost", &json!({ "interruptible": false }));
        },
    },
    Migration {
        from: 4,
        does: "calls the variability of the load, custom weeks and custom locations by these names",
        apply: |document, _| {
            for service in document.get_mut("services").and_then(Value::as_array_mut).into_iter().flatten() {
                if let Some(demand) = service.get_mut("demand") {
                    rename(demand, "unevenness", "variability");
                    rename(demand.get_mut("week").unwrap_or(&mut Value::Null), "own", "custom");
                }
            }
            for region in document.get_mut("regions").and_then(Value::as_array_mut).into_iter().flatten() {
                rename(region.get_mut("place").unwrap_or(&mut Value::Null), "own", "custom");
            }
        },
    },
    Migration { from: 5, does: "states once what could be stated twice", apply: once::apply },
];

/// Gives a field of an object another name; where both stand there, the old one stays and is refused.
fn rename(object: &mut Value, from: &str, to: &str) {
    if let Some(fields) = object.as_object_mut()
        && !fields.contains_key(to)
        && let Some(value) = fields.remove(from)
    {
        fields.insert(to.to_owned(), value);
    }
}

fn every_service_starts_with(document: &mut Value, field: &str, start: &Value) {
    for service in document.get_mut("services").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(service) = service.as_object_mut() {
            service.entry(field).or_insert_with(|| start.clone());
        }
    }
}

/// Brings a document of a released version to the present one, and says what a person should know of that.
pub(super) fn migrate(document: &mut Value, version: u64) -> Vec<String> {
    let mut notices = Vec::new();
    for migration in MIGRATIONS.iter().filter(|migration| migration.from >= version) {
        (migration.apply)(document, &mut notices);
    }
    notices
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
    fn private_names_of_the_fourth_version_are_read_by_their_standard_ones() {
        let week = json!([1, 1, 1, 1, 1, 2, 2]);
        let place = json!({ "latitude": 1, "longitude": 2, "utc_offset": 0 });
        let mut document = json!({
            "regions": [{ "place": { "own": place } }, { "place": { "catalog": {} } }],
            "services": [{ "demand": { "unevenness": 0.1, "week": { "own": week } } }, { "demand": { "week": "flat" } }, {}],
        });
        migrate(&mut document, 4);
        assert_eq!(document["services"][0]["demand"], json!({ "variability": 0.1, "week": { "custom": week } }));
        assert_eq!(document["services"][1]["demand"], json!({ "week": "flat" }));
        assert_eq!(document["regions"], json!([{ "place": { "custom": place } }, { "place": { "catalog": {} } }]));
    }

    #[test]
    fn a_field_that_stands_there_by_both_names_is_left_to_be_refused() {
        let mut document = json!({ "services": [{ "demand": { "unevenness": 0.1, "variability": 0.2 } }] });
        let before = document.clone();
        migrate(&mut document, 4);
        assert_eq!(document, before);
    }

    #[test]
    fn there_is_one_step_for_each_earlier_version() {
        let steps: Vec<u64> = MIGRATIONS.iter().map(|migration| migration.from).collect();
        assert_eq!(steps, (1..VERSION).collect::<Vec<_>>());
    }
}
