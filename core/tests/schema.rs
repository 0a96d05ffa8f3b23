//! The published schema is that of the program, and the examples keep it.
#![cfg(feature = "schema")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use headroom_core::plan::scenario::schema::schema;
use headroom_core::plan::scenario::{codec, examples};
use serde_json::{Value, json};
use std::path::Path;

#[test]
fn the_published_schema_is_the_programs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/scenario.schema.json");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, schema()).unwrap();
    }
    let published = std::fs::read_to_string(&path).unwrap();
    assert!(published == schema(), "the schema has changed; if that is meant, write it anew with UPDATE_GOLDEN=1");
}

#[test]
fn every_example_is_valid_and_every_strange_field_is_not() {
    let schema: Value = serde_json::from_str(&schema()).unwrap();
    for example in examples::ALL {
        let document: Value = serde_json::from_str(&codec::to_json(&example.scenario())).unwrap();
        if let Err(problem) = check(&schema, &schema, &document) {
            panic!("{}: {problem}", example.slug);
        }
    }
    let seed: Value = serde_json::from_str(&codec::to_json(&examples::seed_service())).unwrap();
    for (pointer, wrong) in [
        ("/headroom", json!(7)),
        ("/name", json!("x".repeat(81))),
        ("/start", json!(1)),
        ("/services", json!([])),
        ("/services/0/kind", json!("robot")),
        ("/services/0/demand/average_load", json!(-1)),
        ("/services/0/demand/week", json!("round")),
        ("/services/0/sizing/spare_replicas", json!(0.5)),
        ("/services/0/sizing/headroom", json!({ "fraction": 100 })),
        ("/services/0/sizing/slo", json!({ "availability": 0.99, "extra": 1 })),
    ] {
        let mut document = seed.clone();
        *document.pointer_mut(pointer).unwrap() = wrong;
        assert!(check(&schema, &schema, &document).is_err(), "{pointer} is let through");
        assert!(codec::from_json(&document.to_string()).is_err(), "{pointer} is read");
    }
}

/// Checks a value by the keywords that this schema uses; a keyword that is not known here fails.
fn check(root: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    let Some(keywords) = schema.as_object() else {
        return if schema == &json!(true) { Ok(()) } else { Err("never".into()) };
    };
    for (keyword, rule) in keywords {
        let holds = match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" | "default" | "format" => true,
            "$ref" => {
                let target = root.pointer(rule.as_str().unwrap().trim_start_matches('#')).unwrap();
                check(root, target, value)?;
                true
            }
            "type" => match rule {
                Value::Array(types) => types.iter().any(|one| is_of(one, value)),
                one => is_of(one, value),
            },
            "const" => rule == value,
            "enum" => rule.as_array().unwrap().contains(value),
            "minimum" => value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|number| number <= rule.as_f64().unwrap()),
            "maxLength" => value.as_str().is_none_or(|text| text.chars().count() as u64 <= rule.as_u64().unwrap()),
            "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= rule.as_u64().unwrap()),
            "maxItems" => value.as_array().is_none_or(|items| items.len() as u64 <= rule.as_u64().unwrap()),
            "required" => rule.as_array().unwrap().iter().all(|name| value.get(name.as_str().unwrap()).is_some()),
            "additionalProperties" => {
                assert_eq!(rule, &json!(false));
                let known = keywords.get("properties").and_then(Value::as_object);
                let is_known = |name: &String| known.is_some_and(|known| known.contains_key(name));
                value.as_object().is_none_or(|fields| fields.keys().all(is_known))
            }
            "properties" => {
                for (name, field) in value.as_object().into_iter().flatten() {
                    if let Some(schema) = rule.get(name) {
                        check(root, schema, field).map_err(|problem| format!("{name}.{problem}"))?;
                    }
                }
                true
            }
            "items" => {
                for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, rule, item).map_err(|problem| format!("{at}.{problem}"))?;
                }
                true
            }
            "oneOf" => matching(root, rule, value) == 1,
            "anyOf" => matching(root, rule, value) >= 1,
            other => panic!("keyword {other} is unknown here"),
        };
        if !holds {
            return Err(format!("{keyword}: {value} against {rule}"));
        }
    }
    Ok(())
}

fn matching(root: &Value, rules: &Value, value: &Value) -> usize {
    rules.as_array().unwrap().iter().filter(|rule| check(root, rule, value).is_ok()).count()
}

fn is_of(kind: &Value, value: &Value) -> bool {
    match kind.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.trunc() == number),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("type {other} is unknown here"),
    }
}
