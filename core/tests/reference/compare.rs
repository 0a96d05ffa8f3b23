//! Compares what a family computed with what its case expects, value by value.

use super::case::{Case, Tolerance};
use serde_json::{Map, Value};

/// A number as vectors write it: infinity is `"inf"`, and NaN is never an answer.
pub fn number(value: f64) -> Value {
    if value == f64::INFINITY {
        "inf".into()
    } else {
        serde_json::Number::from_f64(value).map_or_else(|| format!("{value} is no answer").into(), Value::Number)
    }
}

/// A list of numbers, each as [`number`] writes it.
pub fn numbers(values: impl IntoIterator<Item = f64>) -> Value {
    values.into_iter().map(number).collect()
}

/// A number, or null where there is none.
pub fn number_or_null(value: Option<f64>) -> Value {
    value.map_or(Value::Null, number)
}

/// Numbers, each under its name.
pub fn named(names: &[&str], values: &[f64]) -> Value {
    let pairs = names.iter().zip(values).map(|(name, &value)| ((*name).to_owned(), number(value)));
    Value::Object(pairs.collect::<Map<_, _>>())
}

/// Everything in which `got` misses what the case expects; expected values that `got` lacks too.
pub fn problems(case: &Case, got: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    if case.expected.is_empty() {
        problems.push("expects nothing".to_owned());
    }
    for (key, expected) in &case.expected {
        compare(key, got.get(key), expected, case.tolerance, &mut problems);
    }
    problems
}

fn compare(path: &str, got: Option<&Value>, expected: &Value, tolerance: Tolerance, problems: &mut Vec<String>) {
    let Some(got) = got else {
        return problems.push(format!("{path}: not computed, expected {expected}"));
    };
    match (got, expected) {
        (Value::Object(got), Value::Object(expected)) => {
            for (key, value) in expected {
                compare(&format!("{path}.{key}"), got.get(key), value, tolerance, problems);
            }
        }
        (Value::Array(got), Value::Array(expected)) if got.len() == expected.len() => {
            for (i, (got, expected)) in got.iter().zip(expected).enumerate() {
                compare(&format!("{path}[{i}]"), Some(got), expected, tolerance, problems);
            }
        }
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            let off = (a - b).abs();
            let agrees = match tolerance {
                Tolerance::Relative(relative) => off <= relative * b.abs(),
                Tolerance::Absolute(absolute) => off <= absolute,
                Tolerance::Exact => a == b,
            };
            if !agrees {
                problems.push(format!("{path}: got {a}, expected {b}, {tolerance:?}"));
            }
        }
        (got, expected) if got == expected => {}
        (got, expected) => problems.push(format!("{path}: got {got}, expected {expected}")),
    }
}

/// A harness that passes everything would look just like one that works.
#[test]
fn it_finds_what_is_wrong() {
    let case = |expected: Value, tolerance| {
        let mut case = Case::new(["a", "f", "c"], Map::new(), expected.as_object().unwrap().clone());
        case.tolerance = tolerance;
        case
    };
    let relative = Tolerance::Relative(1e-9);
    for (expected, got, tolerance, fails) in [
        (r#"{"x": 1.0}"#, r#"{"x": 1.0000000005, "y": 2}"#, relative, 0),
        (r#"{"x": 1.0}"#, r#"{"x": 1.000000002}"#, relative, 1),
        (r#"{"x": 0}"#, r#"{"x": 1e-300}"#, relative, 1),
        (r#"{"x": 1, "y": 2}"#, r#"{"x": 1.0}"#, relative, 1),
        (r#"{"x": 1}"#, r#"{"x": 1.0005}"#, Tolerance::Absolute(0.0006), 0),
        (r#"{"x": 1}"#, r#"{"x": 1.0000000000000002}"#, Tolerance::Exact, 1),
        (r#"{"x": "inf"}"#, r#"{"x": 1e300}"#, relative, 1),
        (r#"{"x": null}"#, r#"{"x": 0}"#, relative, 1),
        (r#"{"x": [1, 2]}"#, r#"{"x": [1, 2, 3]}"#, relative, 1),
        (r#"{"x": {"p": 1, "q": 2}}"#, r#"{"x": {"p": 9}}"#, relative, 2),
        (r#"{}"#, r#"{}"#, relative, 1),
    ] {
        let (case, got) =
            (case(serde_json::from_str(expected).unwrap(), tolerance), serde_json::from_str(got).unwrap());
        assert_eq!(problems(&case, &got).len(), fails, "{expected} {got}");
    }
    assert_eq!(number(f64::INFINITY), Value::from("inf"));
    assert!(number(f64::NAN).is_string());
}
