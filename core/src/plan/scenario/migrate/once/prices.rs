//! What data between regions and stored data cost is stated for the plan.

use super::{name, services, take};
use serde_json::{Value, json};

/// What was taken where no price was stated, USD per GB.
const BETWEEN_REGIONS: f64 = 0.02;
const STORED: f64 = 0.023;

pub(super) fn apply(document: &mut Value, notices: &mut Vec<String>) {
    let mut found: [Option<f64>; 2] = [price(document, "inter_region"), None];
    let mut differ: [Vec<String>; 2] = [Vec::new(), Vec::new()];
    let unpriced = [found[0].is_none() && moves_between_regions(document), stores_without_price(document)];
    for service in services(document) {
        let name = name(service);
        let link = service.pointer_mut("/recovery/link");
        let stated = match link {
            Some(link) => [take(Some(link), "egress"), take(Some(link), "storage")],
            None => [None, None],
        };
        let listed = service.pointer("/recovery/artefacts").and_then(Value::as_array);
        // Prices of copies that nobody makes say nothing.
        let is_copied = |artefact: &Value| artefact.get("rebuild").is_none_or(Value::is_null);
        if !listed.is_some_and(|listed| listed.iter().any(is_copied)) {
            continue;
        }
        let usual = [BETWEEN_REGIONS, STORED];
        for ((stated, usual), (found, differ)) in stated.into_iter().zip(usual).zip(found.iter_mut().zip(&mut differ)) {
            let price = stated.and_then(|value| value.as_f64()).unwrap_or(usual);
            match found {
                Some(known) if (*known - price).abs() > 1e-12 => differ.push(format!("${price} for {name}")),
                Some(_) => {}
                None => *found = Some(price),
            }
        }
    }
    let fields = [("inter_region", "data between regions"), ("storage_price", "stored data")];
    for ((((field, what), price), differ), unpriced) in fields.into_iter().zip(found).zip(differ).zip(unpriced) {
        let Some(price) = price else { continue };
        write(document, field, price);
        if !differ.is_empty() {
            notices.push(format!(
                "A GiB of {what} had several prices ({}); ${price} now holds for the whole plan.",
                differ.join(", ")
            ));
        }
        if unpriced {
            notices.push(format!(
                "A GiB of {what} costs ${price}, as copies for recovery took it; what had no price in the bill is now billed at it."
            ));
        }
    }
}

/// Whether a service moves data between regions.
fn moves_between_regions(document: &mut Value) -> bool {
    let moves = |service: &mut Value| service.pointer("/cost/inter_region").and_then(Value::as_f64) > Some(0.0);
    services(document).any(moves)
}

/// Whether a line of storage has no price.
fn stores_without_price(document: &mut Value) -> bool {
    let has_none = |line: &Value| line.get("price").is_none_or(Value::is_null);
    let lines = |service: &mut Value| {
        service.pointer("/cost/storage").and_then(Value::as_array).is_some_and(|lines| lines.iter().any(has_none))
    };
    services(document).any(lines)
}

fn price(document: &Value, field: &str) -> Option<f64> {
    document.get("cost")?.get(field)?.as_f64()
}

fn write(document: &mut Value, field: &str, price: f64) {
    let Some(plan) = document.as_object_mut() else { return };
    let cost = plan.entry("cost").or_insert_with(|| json!({}));
    if let Some(cost) = cost.as_object_mut() {
        cost.insert(field.to_owned(), json!(price));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn migrated(mut document: Value) -> (Value, Vec<String>) {
        let mut notices = Vec::new();
        apply(&mut document, &mut notices);
        (document, notices)
    }

    #[test]
    fn prices_of_copies_are_the_plan_s() {
        let copied = json!([{ "kind": "weights", "size": 140, "copies": 1 }]);
        let (document, notices) = migrated(json!({ "services": [
            { "name": "A", "recovery": { "artefacts": copied, "link": { "rate": 10, "egress": 0.05 } } },
            { "name": "B", "recovery": { "artefacts": copied } },
        ] }));
        assert_eq!(document["cost"], json!({ "inter_region": 0.05, "storage_price": 0.023 }));
        assert_eq!(document["services"][0]["recovery"]["link"], json!({ "rate": 10 }));
        assert_eq!(
            notices,
            ["A GiB of data between regions had several prices ($0.02 for B); $0.05 now holds for the whole plan."]
        );
    }

    #[test]
    fn what_had_no_price_in_the_bill_and_now_has_one_is_told() {
        let copied = json!([{ "kind": "weights", "size": 140, "copies": 1 }]);
        let stored = json!([{ "kind": "logs", "size": 10 }, { "kind": "models", "size": 10, "price": 0.1 }]);
        let (_, notices) = migrated(json!({ "services": [
            { "name": "A", "recovery": { "artefacts": copied }, "cost": { "storage": stored, "inter_region": 1 } },
        ] }));
        assert_eq!(notices.len(), 2);
        assert!(notices[0].starts_with("A GiB of data between regions costs $0.02, "), "{notices:?}");
        assert!(notices[1].starts_with("A GiB of stored data costs $0.023, "), "{notices:?}");
    }

    #[test]
    fn a_price_of_the_plan_holds_and_without_copies_there_is_none() {
        let copied = json!([{ "kind": "weights", "size": 140, "copies": 1 }]);
        let (document, notices) = migrated(json!({
            "cost": { "inter_region": 0.01 }, "services": [{ "name": "A", "recovery": { "artefacts": copied } }],
        }));
        assert_eq!((document["cost"]["inter_region"].as_f64(), notices.len()), (Some(0.01), 1));
        let (document, notices) = migrated(json!({ "services": [{ "recovery": { "link": { "egress": 0.05 } } }] }));
        assert_eq!((document, notices.len()), (json!({ "services": [{ "recovery": { "link": {} } }] }), 0));
    }
}
