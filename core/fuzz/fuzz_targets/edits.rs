//! A plan that is edited again and again: an edit that reads has answers, the same as computed anew,
//! and is written and read back as it is; one that is refused leaves the plan as it was.
#![no_main]

use headroom_core::plan::evaluate::{Evaluation, evaluate, evaluate_from};
use headroom_core::report;
use headroom_core::plan::scenario::{Scenario, codec, examples};
use libfuzzer_sys::arbitrary::{Arbitrary, Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// Most edits of one plan.
const MOST_EDITS: usize = 12;

/// Numbers at which something ends: of a field, of a share, of what a machine can count.
const NUMBERS: [f64; 14] = [0.0, -1.0, 0.5, 1.0, 2.0, 24.0, 100.0, 1e3, 1e6, 1e9, 1e15, 1e-9, -0.0, 1.7e308];

/// How a number is made smaller or larger.
const FACTORS: [f64; 7] = [0.1, 0.5, 0.9, 1.1, 2.0, 10.0, -1.0];

/// Every example with its answers, computed once.
static STARTS: LazyLock<Vec<(Scenario, Evaluation)>> = LazyLock::new(|| {
    let scenarios = examples::ALL.iter().map(|example| example.scenario());
    scenarios.map(|scenario| (scenario.clone(), evaluate(&scenario))).collect()
});

fuzz_target!(|bytes: &[u8]| {
    let mut bytes = Unstructured::new(bytes);
    let Ok((scenario, evaluation)) = bytes.choose(&STARTS) else { return };
    let (mut scenario, mut evaluation) = (scenario.clone(), evaluation.clone());
    for _ in 0..MOST_EDITS {
        if bytes.is_empty() {
            break;
        }
        let mut document = document_of(&codec::to_json(&scenario));
        let whole = document.clone();
        if edit(&mut document, &whole, &mut bytes).is_err() {
            break;
        }
        let edited = match codec::from_json(&document.to_string()) {
            Ok(edited) => edited,
            Err(error) => {
                assert!(!error.to_string().is_empty());
                continue;
            }
        };
        assert_eq!(codec::from_json(&codec::to_json(&edited)).as_ref(), Ok(&edited));
        assert_eq!(codec::from_fragment(&codec::to_fragment(&edited)).as_ref(), Ok(&edited));
        let answers = evaluate_from(Some((&scenario, &evaluation)), &edited);
        assert!(answers == evaluate(&edited), "what an edit computes is not what the plan computes");
        assert!(!report::report(&edited, &answers).is_empty());
        (scenario, evaluation) = (edited, answers);
    }
});

fn document_of(json: &str) -> Value {
    match serde_json::from_str(json) {
        Ok(document) => document,
        Err(error) => panic!("what was written is no JSON: {error}\n{json}"),
    }
}

/// Goes down from `place` as the bytes say and changes what is there; `whole` is what can be copied from.
fn edit(place: &mut Value, whole: &Value, bytes: &mut Unstructured<'_>) -> Result<()> {
    match place {
        Value::Object(fields) if !fields.is_empty() => {
            let at = bytes.choose_index(fields.len())?;
            let Some(name) = fields.keys().nth(at).cloned() else { return Ok(()) };
            if bytes.ratio(1_u8, 16_u8)? {
                return edit_fields(fields, &name, whole, bytes);
            }
            edit(&mut fields[&name], whole, bytes)
        }
        Value::Array(items) if !items.is_empty() => {
            let at = bytes.choose_index(items.len())?;
            match bytes.int_in_range(0_u8..=15)? {
                0 => drop(items.remove(at)),
                1 => items.push(items[at].clone()),
                2 => items.swap(0, at),
                _ => return edit(&mut items[at], whole, bytes),
            }
            Ok(())
        }
        other => {
            *other = value(other, whole, bytes)?;
            Ok(())
        }
    }
}

/// Takes a field away, or sets it, or another one, whole.
fn edit_fields(fields: &mut Map<String, Value>, name: &str, whole: &Value, bytes: &mut Unstructured<'_>) -> Result<()> {
    match bytes.int_in_range(0_u8..=3)? {
        0 => drop(fields.remove(name)),
        1 => {
            let set = value(&fields[name], whole, bytes)?;
            fields.insert(String::arbitrary(bytes)?, set);
        }
        _ => {
            let set = value(&fields[name], whole, bytes)?;
            fields.insert(name.to_owned(), set);
        }
    }
    Ok(())
}

/// What a field may be set to: of its own kind most often, else something else of the plan, or nothing.
fn value(before: &Value, whole: &Value, bytes: &mut Unstructured<'_>) -> Result<Value> {
    Ok(match (bytes.int_in_range(0_u8..=7)?, before) {
        (0, _) => Value::Null,
        (1, _) => picked(whole, bytes)?,
        (2, _) => Value::Bool(bool::arbitrary(bytes)?),
        (3, _) => Value::Array(Vec::new()),
        (4 | 5, Value::Number(number)) => {
            let scaled = number.as_f64().unwrap_or_default() * bytes.choose(&FACTORS)?;
            if number.is_u64() { Value::from(scaled as u64) } else { Value::from(scaled) }
        }
        (_, Value::Number(number)) if number.is_u64() => Value::from(u16::arbitrary(bytes)?),
        (6, Value::Number(_)) => Value::from(f64::arbitrary(bytes)?),
        (_, Value::String(_)) => Value::String(String::arbitrary(bytes)?),
        _ => Value::from(*bytes.choose(&NUMBERS)?),
    })
}

/// Something from anywhere in the plan.
fn picked(whole: &Value, bytes: &mut Unstructured<'_>) -> Result<Value> {
    let mut place = whole;
    loop {
        let inner: Vec<&Value> = match place {
            Value::Object(fields) => fields.values().collect(),
            Value::Array(items) => items.iter().collect(),
            _ => Vec::new(),
        };
        if inner.is_empty() || bytes.ratio(1_u8, 4_u8)? {
            return Ok(place.clone());
        }
        place = bytes.choose(&inner)?;
    }
}
