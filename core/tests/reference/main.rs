//! Runs every published and computed reference vector against the core.
//!
//! By default the vectors are the project's own, `vectors/<area>.json`; the environment variable
//! `REFERENCE_VECTORS` names another file. A case is calculated by the function that its area, family
//! and shape (the names of its inputs) have in the registry below. Every input must be known and read,
//! every expected value must be produced and must agree within the tolerance of the case, and families
//! without a function are listed as not covered yet. A case on a trace that the project does not ship
//! runs where `REFERENCE_TRACES` names its folder, or where it lies beside the file of
//! `REFERENCE_VECTORS`.
//!
//! A new topic adds a file beside this one, with a table `FAMILIES`, and a row to `AREAS`.

#![allow(clippy::unwrap_used)]

mod case;
mod cloud_autoscaling;
mod cloud_queues;
mod compare;
mod cost;
mod cost_buying;
mod cost_sharing;
mod dr;
mod hpa;
mod multi_region;
mod multi_region_capacity;
mod oracle;
mod queueing;
mod queueing_general;
mod queueing_load;
mod refusals;
mod seeds;
mod seeds_cost;
mod shapes;
mod slo;
mod slo_alerts;
mod source;
mod usl;

use case::Case;
use shapes::{Families, Shape};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// Which calculations answer which area.
const AREAS: &[(&str, Families)] = &[
    ("cloud_autoscaling", cloud_autoscaling::FAMILIES),
    ("cloud_autoscaling", cloud_queues::FAMILIES),
    ("cost", cost::FAMILIES),
    ("cost", cost_buying::FAMILIES),
    ("cost", cost_sharing::FAMILIES),
    ("dr", dr::FAMILIES),
    ("hpa", hpa::FAMILIES),
    ("multi_region", multi_region::FAMILIES),
    ("multi_region", multi_region_capacity::FAMILIES),
    ("queueing", queueing::FAMILIES),
    ("queueing", queueing_general::FAMILIES),
    ("queueing", queueing_load::FAMILIES),
    ("seeds", seeds::FAMILIES),
    ("seeds", seeds_cost::FAMILIES),
    ("slo", slo::FAMILIES),
    ("slo", slo_alerts::FAMILIES),
];

#[test]
fn every_reference_vector_agrees() {
    let cases = source::read();
    assert!(!cases.is_empty(), "no vectors were read");
    let (mut passed, mut failures, mut uncovered) = (BTreeMap::new(), Vec::new(), BTreeMap::new());
    let mut skipped = Vec::new();
    for case in &cases {
        let Some(shapes) = family(&case.area, &case.family) else {
            *uncovered.entry((&case.area, &case.family)).or_insert(0) += 1;
            continue;
        };
        if let Some(file) = source::file_out_of_reach(case) {
            skipped.push(format!("{} ({file})", case.name()));
            continue;
        }
        let problems = problems(case, shapes);
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
fn every_registered_shape_has_a_vector() {
    let mut stated: BTreeMap<(&str, &str, usize), BTreeSet<String>> = BTreeMap::new();
    for case in source::read_own() {
        let Some((area, name, shapes)) = row(&case.area, &case.family) else { continue };
        let place = shapes::shape_of(&case, shapes).unwrap_or_else(|reason| panic!("{}: {reason}", case.name()));
        stated.entry((area, name, place)).or_default().extend(case.inputs.keys().cloned());
    }
    for (area, families) in AREAS {
        for (family, shapes) in *families {
            for (place, (inputs, _)) in shapes.iter().enumerate() {
                let stated = stated.get(&(area, family, place));
                let stated = stated.unwrap_or_else(|| panic!("no vector of {area}.{family} states: {inputs}"));
                let left_out = shapes::names(inputs).find(|(name, _)| !stated.contains(*name));
                assert_eq!(left_out, None, "no vector of {area}.{family} states it, beside: {inputs}");
            }
        }
    }
}

/// What is wrong with a case: it is refused, an input was not read, or a value is another.
fn problems(case: &Case, shapes: &[Shape]) -> Vec<String> {
    let calculated = shapes::shape_of(case, shapes).and_then(|place| (shapes[place].1)(&case.given()));
    match calculated {
        Ok(got) => [case.unread(), compare::problems(case, &got)].concat(),
        Err(refused) => vec![refused],
    }
}

fn family(area: &str, family: &str) -> Option<&'static [Shape]> {
    row(area, family).map(|(_, _, shapes)| shapes)
}

/// The registry's row of a family: the area, the family and its shapes.
fn row(area: &str, family: &str) -> Option<(&'static str, &'static str, &'static [Shape])> {
    let families = AREAS.iter().filter(|(name, _)| *name == area);
    let mut rows =
        families.flat_map(|(area, families)| families.iter().map(move |(name, shapes)| (*area, *name, *shapes)));
    rows.find(|(_, name, _)| *name == family)
}
