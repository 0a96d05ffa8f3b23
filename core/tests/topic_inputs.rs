//! Every topic's inputs: each field of a plan belongs to one topic, what is left out is left out of links too,
//! and nonsense in its place is refused or has an answer. A new row is held to it without a further test.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use headroom_core::plan::evaluate::evaluate;
use headroom_core::plan::scenario::{Scenario, codec, examples};
use headroom_core::plan::topics::TOPICS;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use support::holds_only_finite_numbers;

/// Fields that are of no topic: what a plan and a service are called, and what they consist of.
const COMMON: &[&str] = &[
    "/headroom",
    "/name",
    "/start",
    "/notes",
    "/services",
    "/services/0/id",
    "/services/0/name",
    "/services/0/kind",
    "/services/0/team",
];

fn document(scenario: &Scenario) -> Value {
    serde_json::from_str(&codec::to_json(scenario)).unwrap()
}

/// An example of one service that states something of every topic.
fn full() -> Value {
    let mut full = document(&examples::find("three-region-payments").unwrap().scenario());
    for example in examples::ALL {
        let other = document(&example.scenario());
        for (of, others) in [("", &other), ("/services/0", &other["services"][0])] {
            let known = full.pointer_mut(of).unwrap().as_object_mut().unwrap();
            for (key, value) in others.as_object().unwrap() {
                known.entry(key.clone()).or_insert_with(|| value.clone());
            }
        }
    }
    full["services"].as_array_mut().unwrap().truncate(1);
    // What was stated of services that are gone.
    full["limits"][0]["of"] = json!({ "service": full["services"][0]["id"] });
    full["services"][0]["reliability"].as_object_mut().unwrap().remove("dependencies");
    codec::from_json(&full.to_string()).unwrap();
    full
}

/// The object that holds a field, and the field's key.
fn holder<'a, 'b>(document: &'a mut Value, pointer: &'b str) -> (&'a mut serde_json::Map<String, Value>, &'b str) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    (document.pointer_mut(parent).unwrap().as_object_mut().unwrap(), key)
}

#[test]
fn every_field_of_a_plan_belongs_to_one_topic() {
    let mut owners = BTreeMap::<String, usize>::new();
    for pointer in TOPICS.iter().flat_map(|topic| topic.inputs).chain(COMMON) {
        *owners.entry((*pointer).to_owned()).or_default() += 1;
    }
    let full = full();
    let of_plan = full.as_object().unwrap().keys().map(|key| format!("/{key}"));
    let of_service = full["services"][0].as_object().unwrap().keys().map(|key| format!("/services/0/{key}"));
    for field in of_plan.chain(of_service) {
        assert_eq!(owners.remove(&field), Some(1), "{field} belongs to no topic, or to two");
    }
    assert!(owners.is_empty(), "no plan has {owners:?}");
}

#[test]
fn an_input_left_out_is_refused_by_name_or_takes_its_default_and_stays_out_of_the_link() {
    for pointer in TOPICS.iter().flat_map(|topic| topic.inputs) {
        let mut plan = full();
        let (fields, key) = holder(&mut plan, pointer);
        fields.remove(key).unwrap_or_else(|| panic!("the full plan has no {pointer}"));
        match codec::from_json(&plan.to_string()) {
            Err(error) => assert!(error.to_string().contains(key.trim_end_matches('s')), "{pointer}: {error}"),
            Ok(read) => {
                assert_eq!(document(&read).pointer(pointer), None, "{pointer} is written where nothing is stated");
                assert_eq!(codec::from_fragment(&codec::to_fragment(&read)).unwrap(), read);
                let (with, without) = (codec::from_json(&full().to_string()).unwrap(), codec::to_fragment(&read));
                assert!(without.len() <= codec::to_fragment(&with).len(), "{pointer} takes room though it is left out");
            }
        }
    }
}

#[test]
fn nonsense_in_place_of_an_input_is_refused_or_has_an_answer() {
    let deep = (0..200).fold(json!(1), |inner, _| json!([inner]));
    let nonsense = [json!(null), json!(-1), json!(1e308), json!("x"), json!([]), json!({}), json!({ "x": 1 }), deep];
    let mut refused = 0;
    for pointer in TOPICS.iter().flat_map(|topic| topic.inputs) {
        for value in &nonsense {
            let mut plan = full();
            let (fields, key) = holder(&mut plan, pointer);
            fields.insert(key.to_owned(), value.clone());
            match codec::from_json(&plan.to_string()) {
                Err(error) => {
                    assert!(!error.to_string().is_empty());
                    refused += 1;
                }
                Ok(read) => {
                    holds_only_finite_numbers(&evaluate(&read)).unwrap_or_else(|why| panic!("{pointer}: {why}"))
                }
            }
        }
    }
    assert!(refused > TOPICS.len() * 4, "only {refused} are refused");
}
