//! Hostile links, files and values: each is read or refused with its place, and nothing panics.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[path = "hostile/cost.rs"]
mod cost;
#[path = "hostile/extremes.rs"]
mod extremes;
#[path = "hostile/files.rs"]
mod files;
#[path = "hostile/links.rs"]
mod links;
mod support;

use headroom_core::plan::evaluate::{Evaluation, evaluate};
use headroom_core::plan::scenario::{Scenario, codec, examples};
use headroom_core::report;
use serde_json::Value;

/// The plan with the most in it.
fn platform() -> Value {
    serde_json::from_str(&codec::to_json(&examples::find("ai-platform").unwrap().scenario())).unwrap()
}

/// The smallest plan.
fn seed() -> Value {
    serde_json::from_str(&codec::to_json(&examples::seed_service())).unwrap()
}

/// Evaluates what was read: nothing that reads may panic, or answer with what is no number.
fn answer(scenario: &Scenario) -> Evaluation {
    let evaluation = evaluate(scenario);
    if let Err(problem) = crate::support::holds_only_finite_numbers(&evaluation) {
        panic!("{problem}");
    }
    assert!(!report::report(scenario, &evaluation).is_empty());
    assert!(!report::json(scenario, &evaluation).is_empty());
    evaluation
}

/// What reading says, after answering what can be read.
fn reading(json: &str) -> Result<(), String> {
    match codec::from_json(json) {
        Ok(scenario) => {
            answer(&scenario);
            Ok(())
        }
        Err(error) => Err(error.to_string()),
    }
}
