//! `cargo xtask test`: every check and test, in the order that finds trouble soonest.

mod architecture;
mod floors;
mod words;

use crate::process::{self, Counts};
use crate::setup::{self, WASM_TARGET};
use crate::{Outcome, e2e, project, site};
use std::process::Command;
use std::time::Instant;

/// One step: the part it belongs to, its heading, and what it does.
struct Step {
    part: &'static str,
    heading: &'static str,
    run: fn() -> (Counts, Outcome),
}

const PARTS: [&str; 4] = ["lint", "core", "browser", "e2e"];

const STEPS: &[Step] = &[
    Step { part: "lint", heading: "formatting", run: || uncounted(formatting) },
    Step { part: "lint", heading: "lints, native", run: || uncounted(native_lints) },
    Step { part: "lint", heading: "lints, browser", run: || uncounted(browser_lints) },
    Step { part: "lint", heading: "architecture", run: || uncounted(architecture::check) },
    Step { part: "core", heading: "native tests", run: native_tests },
    Step { part: "lint", heading: "documentation of the core", run: || uncounted(documentation) },
    Step { part: "browser", heading: "tests in the browser", run: browser_tests },
    Step { part: "e2e", heading: "page driver", run: page_driver_tests },
    Step { part: "e2e", heading: "release site", run: || uncounted(|| site::build(site::Profile::Release)) },
    Step { part: "e2e", heading: "end-to-end tests", run: e2e::run },
];

/// Runs the steps of the named parts, all when none is named; stops at the first that fails.
pub fn run(parts: &[&str]) -> Outcome {
    if let Some(unknown) = parts.iter().find(|part| !PARTS.contains(part)) {
        return Err(format!("there is no part `{unknown}` of the tests; the parts are {}", PARTS.join(", ")));
    }
    let wanted = |part| parts.is_empty() || parts.contains(&part);
    set_up(wanted).inspect_err(|_| println!("\n0 passed, 1 failed"))?;
    let mut sum = Counts::default();
    let mut outcome = Ok(());
    for step in STEPS.iter().filter(|step| wanted(step.part)) {
        println!("\n=== {}", step.heading);
        let started = Instant::now();
        let (counts, result) = (step.run)();
        sum.add(counts);
        if let Err(reason) = result {
            println!("=== {}: FAILED after {:.0} s", step.heading, started.elapsed().as_secs_f64());
            // A step that fails without a failing test still has to count.
            sum.failed = sum.failed.max(1);
            outcome = Err(format!("{}: {reason}", step.heading));
            break;
        }
        println!("=== {}: done in {:.0} s", step.heading, started.elapsed().as_secs_f64());
    }
    println!("\n{} passed, {} failed", sum.passed, sum.failed);
    outcome
}

/// Prepares every tool first: one that is missing should show before minutes of compiling.
fn set_up(wanted: impl Fn(&'static str) -> bool) -> Outcome {
    if wanted("lint") {
        setup::for_lints()?;
    }
    if wanted("browser") || wanted("e2e") {
        setup::for_browser()?;
    }
    if wanted("e2e") {
        setup::for_site()?;
    }
    Ok(())
}

fn uncounted(check: fn() -> Outcome) -> (Counts, Outcome) {
    (Counts::default(), check())
}

/// Runs what `prepare` makes and counts its tests; none at all is a failure.
fn counted(prepare: fn() -> Outcome<Command>) -> (Counts, Outcome) {
    let (counts, outcome) = match prepare() {
        Ok(mut command) => process::run_counting(&mut command),
        Err(reason) => (Counts::default(), Err(reason)),
    };
    let outcome = outcome.and_then(|()| if counts.passed == 0 { Err("no test ran".to_owned()) } else { Ok(()) });
    (counts, outcome)
}

fn formatting() -> Outcome {
    process::run(setup::for_lints()?.cargo(&project::root()?).args(["fmt", "--all", "--check"]))
        .map_err(|e| format!("{e}\nTry `cargo fmt --all`."))
}

fn native_lints() -> Outcome {
    let mut clippy = setup::for_lints()?.cargo(&project::root()?);
    process::run(clippy.args(["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"]))
}

fn browser_lints() -> Outcome {
    let mut clippy = setup::for_lints()?.cargo(&project::root()?);
    clippy.args(["clippy", "-p", "headroom", "--all-targets", "--target", WASM_TARGET, "--", "-D", "warnings"]);
    process::run(&mut clippy)
}

fn native_tests() -> (Counts, Outcome) {
    counted(|| {
        let mut cargo = setup::for_native()?.cargo(&project::root()?);
        cargo.args(["test", "--workspace", "--all-features", "--no-fail-fast"]);
        Ok(cargo)
    })
}

fn documentation() -> Outcome {
    let mut cargo = setup::for_native()?.cargo(&project::root()?);
    cargo.args(["doc", "-p", "headroom-core", "--all-features", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings");
    process::run(&mut cargo)
}

fn browser_tests() -> (Counts, Outcome) {
    counted(|| {
        let (tools, browser) = setup::for_browser()?;
        let mut cargo = tools.cargo(&project::root()?);
        // Not quiet: the browser's test runner refuses that option.
        cargo.args(["test", "-p", "headroom", "--tests", "--target", WASM_TARGET, "--no-fail-fast"]);
        cargo.env("CHROMEDRIVER", browser.driver);
        // The runner takes its browser arguments from webdriver.json in the package's folder.
        cargo.env("WASM_BINDGEN_TEST_TIMEOUT", "120");
        Ok(cargo)
    })
}

/// Drives a small page, so that a broken driver shows before the site is built.
fn page_driver_tests() -> (Counts, Outcome) {
    counted(|| {
        let mut cargo = setup::for_native()?.cargo(&project::root()?);
        cargo.args(["test", "-p", "xtask", "--", "--ignored"]);
        Ok(cargo)
    })
}
