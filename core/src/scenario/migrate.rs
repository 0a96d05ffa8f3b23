//! Versions of the scenario document, and the steps from each released one to the next.

use serde_json::{Value, json};

/// The version that this program writes.
pub const VERSION: u64 = 2;

/// A step from one version to the next: what it does, and the change to the document.
struct Migration {
    from: u64,
    #[allow(dead_code, reason = "read by the test that checks the numbering, and by people")]
    does: &'static str,
    apply: fn(&mut Value),
}

/// One row for each released version before [`VERSION`], in order.
const MIGRATIONS: &[Migration] = &[Migration {
    from: 1,
    does: "gives every service a fleet that stays as sized",
    apply: |document| {
        for service in document.get_mut("services").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(service) = service.as_object_mut() {
                let scaling = json!({ "policies": [{ "name": "Static, as sized", "rules": [{ "static": {} }] }] });
                service.entry("scaling").or_insert(scaling);
            }
        }
    },
}];

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
        let scaling = crate::scaling::ScalingInputs::unstated();
        assert_eq!(document["services"][0]["scaling"], serde_json::to_value(scaling).unwrap());
    }

    #[test]
    fn there_is_one_step_for_each_earlier_version() {
        let steps: Vec<u64> = MIGRATIONS.iter().map(|migration| migration.from).collect();
        assert_eq!(steps, (1..VERSION).collect::<Vec<_>>());
    }
}
