//! The step to the sixth version: what could be stated in two places has one, and where two differed it is told.

mod failover;
mod limits;
mod prices;

use serde_json::Value;

/// Moves limits, times of a failover and prices of copies to the one place where they are stated.
pub(super) fn apply(document: &mut Value, notices: &mut Vec<String>) {
    limits::apply(document, notices);
    failover::apply(document, notices);
    prices::apply(document, notices);
}

/// The services of a document.
fn services(document: &mut Value) -> impl Iterator<Item = &mut Value> {
    document.get_mut("services").and_then(Value::as_array_mut).into_iter().flatten()
}

/// Takes a field out of an object.
fn take(object: Option<&mut Value>, field: &str) -> Option<Value> {
    object?.as_object_mut()?.remove(field).filter(|value| !value.is_null())
}

/// What a service is called in a sentence.
fn name(service: &Value) -> String {
    let name = service.get("name").and_then(Value::as_str).unwrap_or_default();
    let name: String = name.chars().filter(|letter| !letter.is_control()).take(60).collect();
    if name.trim().is_empty() { "A service".to_owned() } else { name }
}

/// Whether the plan has regions that may host capacity.
fn has_regions(document: &Value) -> bool {
    document.get("regions").and_then(Value::as_array).is_some_and(|regions| !regions.is_empty())
}
