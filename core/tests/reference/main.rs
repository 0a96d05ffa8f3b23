//! Runs every published and computed reference vector against the core.
//!
//! By default the vectors are the project's own, `vectors/<area>.json`; the environment variable
//! `REFERENCE_VECTORS` names another file. A case is calculated by the function that its area and
//! family have in the registry below, every expected value must be produced and must agree within
//! the tolerance of the case, and families without a function are listed as not covered yet. A case
//! on a trace that the project does not ship runs where `REFERENCE_TRACES` names its folder, or where
//! it lies beside the file of `REFERENCE_VECTORS`.
//!
//! What only a vector asks for, and nothing in the product, is computed in `oracle`, from what ships where
//! that can be.
//!
//! A new topic adds a file beside this one, with a table `FAMILIES`, and a row to `AREAS`.

#![allow(clippy::unwrap_used)]

mod cloud_autoscaling;
mod compare;
mod cost;
mod dr;
mod hpa;
mod multi_region;
mod oracle;
mod queueing;
mod seeds;
mod seeds_cost;
mod slo;
mod source;

use serde_json::Value;
use source::Case;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// Named values that a family computes from a case, or why it cannot.
type Answer = Result<Value, String>;

/// The families of one area, each with its calculation.
type Families = &'static [(&'static str, fn(&Case) -> Answer)];

/// Which calculations answer which area.
const AREAS: &[(&str, Families)] = &[
    ("cloud_autoscaling", cloud_autoscaling::FAMILIES),
    ("cost", cost::FAMILIES),
    ("dr", dr::FAMILIES),
    ("hpa", hpa::FAMILIES),
    ("multi_region", multi_region::FAMILIES),
    ("queueing", queueing::FAMILIES),
    ("seeds", seeds::FAMILIES),
    ("seeds", seeds_cost::FAMILIES),
    ("slo", slo::FAMILIES),
];

#[test]
fn every_reference_vector_agrees() {
    let cases = source::read();
    assert!(!cases.is_empty(), "no vectors were read");
    let (mut passed, mut failures, mut uncovered) = (BTreeMap::new(), Vec::new(), BTreeMap::new());
    let mut skipped = Vec::new();
    for case in &cases {
        let Some(calculate) = calculation(&case.area, &case.family) else {
            *uncovered.entry((&case.area, &case.family)).or_insert(0) += 1;
            continue;
        };
        if let Some(file) = case.file_out_of_reach() {
            skipped.push(format!("{} ({file})", case.name()));
            continue;
        }
        let problems = calculate(case).map_or_else(|reason| vec![reason], |got| compare::problems(case, &got));
        if problems.is_empty() {
            *passed.entry((&case.area, &case.family)).or_insert(0) += 1;
        }
        failures.extend(problems.into_iter().map(|problem| format!("{}: {problem} ({})", case.name(), case.source)));
    }
    let passed_cases: usize = passed.values().sum();
    let uncovered_cases: usize = uncovered.values().sum();
    let failed_cases = cases.len() - passed_cases - uncovered_cases - skipped.len();
    let names = |counts: &BTreeMap<(&String, &String), usize>| {
        let name = |(&(area, family), count): (&(&String, &String), &usize)| format!("{area}.{family} ({count})");
        counts.iter().map(name).collect::<Vec<_>>().join(", ")
    };
    let report = format!(
        "\nreference vectors: {passed_cases} passed, {failed_cases} failed, {uncovered_cases} of families not covered yet, \
         {} without their file\n\
         passed: {}\nnot covered yet: {}\nwithout their file: {}\n",
        skipped.len(),
        names(&passed),
        names(&uncovered),
        skipped.join(", "),
    );
    // Written past the test harness, which would only show it of failing tests, and in one piece.
    std::io::stderr().write_all(report.as_bytes()).unwrap();
    assert!(failures.is_empty(), "{failed_cases} vectors fail:\n{}", failures.join("\n"));
}

#[test]
fn every_registered_family_has_a_vector() {
    let own = source::read_own();
    let known: BTreeSet<_> = own.iter().map(|case| (case.area.as_str(), case.family.as_str())).collect();
    for (area, families) in AREAS {
        for (family, _) in *families {
            assert!(known.contains(&(area, family)), "no vector exercises {area}.{family}");
        }
    }
}

fn calculation(area: &str, family: &str) -> Option<fn(&Case) -> Answer> {
    let mut families = AREAS.iter().filter(|(name, _)| *name == area).flat_map(|(_, families)| families.iter());
    families.find(|(name, _)| *name == family).map(|(_, calculate)| *calculate)
}
