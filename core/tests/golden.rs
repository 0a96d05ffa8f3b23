//! The full answer of every example, as a reader sees it; `UPDATE_GOLDEN=1` writes them anew.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use headroom_core::base::id::ServiceId;
use headroom_core::base::name::Name;
use headroom_core::base::units::{AverageLoad, Quantity, ReplicaPrice, StartupPart};
use headroom_core::plan::evaluate::evaluate;
use headroom_core::plan::scenario::{Scenario, examples};
use headroom_core::report::{DiffReport, report};
use headroom_core::studies::diff::{Check, CostLimit, Sides, diff};
use std::path::Path;

/// Room for five services, each with two lines about scaling and its working, for the letters and the assumptions.
const MAX_LINES: usize = 355;

fn check(path: &Path, actual: &str) -> Result<(), String> {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, actual).unwrap();
        return Ok(());
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    let differs = expected.lines().zip(actual.lines()).position(|(one, other)| one != other);
    match differs {
        _ if expected == actual => Ok(()),
        Some(line) => Err(format!(
            "{} line {}:\n  was {}\n  is  {}",
            path.display(),
            line + 1,
            expected.lines().nth(line).unwrap_or_default(),
            actual.lines().nth(line).unwrap_or_default()
        )),
        None => Err(format!("{}: one is longer than the other", path.display())),
    }
}

#[test]
fn answers_are_as_reviewed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut different = Vec::new();
    for example in examples::ALL {
        let scenario = example.scenario();
        let text = report(&scenario, &evaluate(&scenario));
        let lines = text.lines().count();
        assert!(lines <= MAX_LINES, "{}: {lines} lines are more than anyone reviews", example.slug);
        let longest = text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        assert!(longest <= 108, "{}: a line of {longest} columns", example.slug);
        different.extend(check(&root.join(format!("tests/golden/{}.txt", example.slug)), &text).err());
    }
    assert!(different.is_empty(), "{}\nIf that is meant, write them anew with UPDATE_GOLDEN=1.", different.join("\n"));
}

/// The shop with a tenth more load, dearer and slower replicas, and a name that is no friend of tables.
fn shop_changed(shop: &Scenario) -> Scenario {
    let mut shop = shop.clone();
    let first = shop.services.get_mut(ServiceId(1)).unwrap();
    first.demand.average_load = AverageLoad::clamped(13_200.0);
    first.scaling.price = Some(ReplicaPrice::clamped(0.36));
    first.scaling.fleet.startup.model_load = StartupPart::clamped(30.0);
    first.scaling.policies.make_active(1);
    shop.services.get_mut(ServiceId(2)).unwrap().name = Name::from_static("Fraud | score");
    shop
}

#[test]
fn what_changed_reads_as_reviewed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shop = examples::find("black-friday-shop").unwrap().scenario();
    let diff = diff(&shop, &shop_changed(&shop));
    let checks = [Check::of_cost(&diff, CostLimit::Share(0.1)).unwrap(), Check::of_verdict(&diff)];
    let report =
        DiffReport { sources: Sides { before: "main.json", after: "branch.json" }, diff: &diff, checks: &checks };
    for (name, text) in [("diff.txt", report.text()), ("diff.md", report.markdown())] {
        check(&root.join("tests/golden").join(name), &text).unwrap();
    }
}

#[test]
fn examples_for_download_are_the_examples() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for example in examples::ALL {
        let text = headroom_core::plan::scenario::codec::to_json(&example.scenario()) + "\n";
        check(&root.join(format!("public/examples/{}.json", example.slug)), &text).unwrap();
    }
    let files = std::fs::read_dir(root.join("public/examples")).unwrap().count();
    assert_eq!(files, examples::ALL.len(), "public/examples holds a file that is no example");
}
