//! `cargo xtask mutants`: breaks the formulas one expression at a time and counts what the tests notice.
//!
//! cargo-mutants does the breaking: it replaces a function's body, an operator or a branch in a copy
//! of the project and runs the core's tests on it. What no test notices is listed in
//! `target/mutants.out/missed.txt`. It takes hours over all formulas, so no test waits for it.

use crate::{Outcome, project, setup};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// What is broken where nothing is named: every formula.
const FORMULAS: &str = "core/src/formulas/**/*.rs";

/// The tests that the formulas answer to: their own, the reference vectors and the laws. No others are built.
const TESTS: [&str; 3] = ["--lib", "--test=reference", "--test=laws"];

/// The share of mutants that the tests should notice.
const AIM: f64 = 0.95;

/// Copies of the project that are built and tested at a time.
const JOBS: &str = "2";

/// Times as long as the tests take without a mutant: what takes longer does not end.
const PATIENCE: &str = "5";

/// What became of mutants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    /// A test failed.
    caught: u64,
    /// No test did.
    missed: u64,
    /// The tests did not end, which is noticed too.
    timeout: u64,
    /// It did not compile, so it says nothing.
    unviable: u64,
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.caught += other.caught;
        self.missed += other.missed;
        self.timeout += other.timeout;
        self.unviable += other.unviable;
    }

    /// The share of those that compile which is noticed; none where none compiles.
    fn killed(self) -> Option<f64> {
        let killed = self.caught + self.timeout;
        let all = killed + self.missed;
        (all > 0).then(|| killed as f64 / all as f64)
    }
}

/// Breaks the formulas, or the named files, and prints the share killed.
pub fn run(files: &[&str]) -> Outcome {
    if let Some(option) = files.iter().find(|file| file.starts_with('-')) {
        return Err(format!("`mutants` has no option `{option}`: name the files to break, or none for all formulas"));
    }
    let root = project::root()?;
    let wanted = if files.is_empty() { &[FORMULAS][..] } else { files };
    let tools = setup::for_mutants()?;
    let mut cargo = tools.cargo(&root);
    cargo.args(["mutants", "--package", "headroom-core", "--test-package", "headroom-core", "--output", "target"]);
    cargo.args(["--profile", "mutants"]);
    cargo.args(["--jobs", JOBS, "--timeout-multiplier", PATIENCE, "--minimum-test-timeout", "60", "--no-shuffle"]);
    cargo.args(TESTS.map(|test| format!("--cargo-arg={test}")));
    cargo.args(wanted.iter().flat_map(|file| ["--file", file]));
    // Each copy builds into a folder of its own.
    cargo.env_remove("CARGO_TARGET_DIR");
    let status = cargo.status().map_err(|e| format!("cargo-mutants cannot be started: {e}"))?;
    // 2: some were missed; 3: the tests did not end on some.
    if !matches!(status.code(), Some(0 | 2 | 3)) {
        return Err(format!("cargo-mutants failed ({status}): do the tests pass without a mutant?"));
    }
    let folder = root.join("target/mutants.out");
    let file = folder.join("outcomes.json");
    if !file.is_file() {
        return Err(format!("there is nothing to break in {}", wanted.join(" ")));
    }
    let outcomes = std::fs::read_to_string(&file).map_err(|e| format!("{} cannot be read: {e}", file.display()))?;
    let tallies = tallies(&outcomes)?;
    println!("\n{}", summary(&tallies));
    println!("not noticed: {}", folder.join("missed.txt").display());
    Ok(())
}

/// What became of the mutants of each folder, out of `outcomes.json`.
fn tallies(outcomes: &str) -> Outcome<BTreeMap<String, Tally>> {
    let report: Value = serde_json::from_str(outcomes).map_err(|e| format!("outcomes.json: {e}"))?;
    let outcomes = report["outcomes"].as_array().ok_or("outcomes.json has no outcomes")?;
    let mut tallies = BTreeMap::<String, Tally>::new();
    // The first outcome is that of the tests without a mutant.
    for (outcome, mutant) in outcomes.iter().map(|outcome| (outcome, &outcome["scenario"]["Mutant"])) {
        let Some(file) = mutant["file"].as_str() else { continue };
        let folder = Path::new(file).parent().map(|folder| folder.display().to_string()).unwrap_or_default();
        let tally = tallies.entry(folder).or_default();
        match outcome["summary"].as_str() {
            Some("CaughtMutant") => tally.caught += 1,
            Some("MissedMutant") => tally.missed += 1,
            Some("Timeout") => tally.timeout += 1,
            Some("Unviable") => tally.unviable += 1,
            other => return Err(format!("outcomes.json says {other:?} of {}", mutant["name"])),
        }
    }
    if tallies.is_empty() { Err("outcomes.json has no mutant".to_owned()) } else { Ok(tallies) }
}

/// A table by folder and in all, and whether the aim is met.
fn summary(tallies: &BTreeMap<String, Tally>) -> String {
    let mut all = Tally::default();
    tallies.values().for_each(|tally| all.add(*tally));
    let width = tallies.keys().map(String::len).max().unwrap_or(0).max("in all".len());
    let mut lines = vec![format!("{:width$}  caught  missed  timeout  unviable  killed", "")];
    lines.extend(tallies.iter().map(|(folder, tally)| line(folder, *tally, width)));
    lines.push(line("in all", all, width));
    let verdict = match all.killed() {
        Some(share) if share >= AIM => "met",
        Some(_) => "not met",
        None => "not known: no mutant compiles",
    };
    lines.push(format!("aim: {} are killed; {verdict}", percent(Some(AIM))));
    lines.join("\n")
}

fn line(name: &str, tally: Tally, width: usize) -> String {
    let Tally { caught, missed, timeout, unviable } = tally;
    let killed = percent(tally.killed());
    format!("{name:width$}  {caught:>6}  {missed:>6}  {timeout:>7}  {unviable:>8}  {killed:>6}")
}

/// A share to a tenth of a percent, never rounded up to an aim that is not met.
fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{:.1}%", (share * 1000.0 + 1e-9).floor() / 10.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn outcome(file: &str, summary: &str) -> Value {
        json!({"scenario": {"Mutant": {"name": format!("{file}: replace + with -"), "file": file}}, "summary": summary})
    }

    fn report(outcomes: &[Value]) -> String {
        let baseline = json!({"scenario": "Baseline", "summary": "Success"});
        let outcomes: Vec<&Value> = [&baseline].into_iter().chain(outcomes).collect();
        json!({"outcomes": outcomes, "cargo_mutants_version": "27.1.0"}).to_string()
    }

    #[test]
    fn mutants_are_counted_by_folder_and_the_baseline_is_none() {
        let text = report(&[
            outcome("core/src/formulas/queueing/erlang.rs", "CaughtMutant"),
            outcome("core/src/formulas/queueing/markov.rs", "MissedMutant"),
            outcome("core/src/formulas/queueing/markov.rs", "Timeout"),
            outcome("core/src/formulas/money/rate.rs", "Unviable"),
        ]);
        let found = tallies(&text).unwrap();
        let queueing = Tally { caught: 1, missed: 1, timeout: 1, unviable: 0 };
        assert_eq!(found["core/src/formulas/queueing"], queueing);
        assert_eq!(found["core/src/formulas/money"], Tally { unviable: 1, ..Tally::default() });
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn what_cannot_be_counted_is_an_error() {
        assert!(tallies("{}").is_err());
        assert!(tallies(&report(&[])).unwrap_err().contains("no mutant"));
        assert!(tallies(&report(&[outcome("a/b.rs", "Success")])).unwrap_err().contains("Success"));
    }

    #[test]
    fn the_share_killed_leaves_out_what_does_not_compile() {
        assert_eq!(Tally { caught: 18, missed: 1, timeout: 1, unviable: 80 }.killed(), Some(0.95));
        assert_eq!(Tally { unviable: 3, ..Tally::default() }.killed(), None);
        assert_eq!(percent(Some(0.9499)), "94.9%");
        assert_eq!(percent(Some(0.95)), "95.0%");
        assert_eq!(percent(None), "-");
    }

    #[test]
    fn the_summary_says_whether_the_aim_is_met() {
        let mut tallies = BTreeMap::from([("a".to_owned(), Tally { caught: 19, missed: 1, timeout: 0, unviable: 2 })]);
        let text = summary(&tallies);
        assert!(
            text.ends_with("in all      19       1        0         2   95.0%\naim: 95.0% are killed; met"),
            "{text}"
        );
        tallies.insert("b".to_owned(), Tally { missed: 1, ..Tally::default() });
        let text = summary(&tallies);
        assert!(text.contains("\nb            0       1        0         0    0.0%\n"), "{text}");
        assert!(text.contains("\nin all      19       2        0         2   90.4%\n"), "{text}");
        assert!(text.ends_with("not met"), "{text}");
    }
}
