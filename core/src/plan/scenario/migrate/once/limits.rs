//! A region's most replicas and a fleet's quota become limits of the plan.

use super::{has_regions, name, services, take};
use serde_json::{Value, json};

pub(super) fn apply(document: &mut Value, notices: &mut Vec<String>) {
    let mut limits = Vec::new();
    for region in document.get_mut("regions").and_then(Value::as_array_mut).into_iter().flatten() {
        let id = region.get("id").cloned().unwrap_or_default();
        if let Some(most) = take(Some(region), "max_replicas") {
            limits.push(json!({ "region": id, "of": "each_service", "most": most, "unit": "replicas" }));
        }
    }
    let in_regions = has_regions(document);
    for service in services(document) {
        let (id, name) = (service.get("id").cloned().unwrap_or_default(), name(service));
        let Some(most) = take(service.pointer_mut("/scaling/fleet"), "quota") else { continue };
        if in_regions {
            notices.push(format!(
                "{name}: the quota of {most} replicas was split among its regions; it is now a limit in each of them, as clouds grant it."
            ));
        }
        limits.push(json!({ "of": { "service": id }, "most": most, "unit": "replicas" }));
    }
    let plan = document.as_object_mut().filter(|_| !limits.is_empty());
    if let Some(known) = plan.and_then(|plan| plan.entry("limits").or_insert_with(|| json!([])).as_array_mut()) {
        known.extend(limits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_s_maximum_and_a_quota_are_limits() {
        let mut document = json!({
            "regions": [{ "id": 1, "max_replicas": 20 }, { "id": 2 }],
            "services": [{ "id": 7, "name": "Payments", "scaling": { "fleet": { "quota": 40 } } }, { "id": 8 }],
        });
        let mut notices = Vec::new();
        apply(&mut document, &mut notices);
        assert_eq!(document["regions"], json!([{ "id": 1 }, { "id": 2 }]));
        assert_eq!(document["services"][0]["scaling"]["fleet"], json!({}));
        assert_eq!(
            document["limits"],
            json!([
                { "region": 1, "of": "each_service", "most": 20, "unit": "replicas" },
                { "of": { "service": 7 }, "most": 40, "unit": "replicas" }
            ])
        );
        assert_eq!(notices.len(), 1);
        assert!(notices[0].starts_with("Payments: the quota of 40 replicas was split"));
    }

    #[test]
    fn a_plan_in_one_place_has_nothing_to_be_told() {
        let mut document = json!({ "services": [{ "id": 1, "scaling": { "fleet": { "quota": 40 } } }] });
        let mut notices = Vec::new();
        apply(&mut document, &mut notices);
        assert_eq!((document["limits"][0]["of"]["service"].as_u64(), notices.len()), (Some(1), 0));
    }
}
