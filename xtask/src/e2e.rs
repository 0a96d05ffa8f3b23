//! Serves `dist/` from this machine and runs the end-to-end cases on it, those of `tests/e2e/`.

use crate::process::Counts;
use crate::server::{Port, Server};
use crate::{Outcome, project, setup};
use headroom_e2e::{Driver, Mount};

/// The paths the site must work at: a host of its own, and a project page.
const MOUNTS: [(&str, Mount); 2] = [("/", Mount::Root), ("/headroom/", Mount::SubPath)];

/// Starts the browser's driver.
pub fn driver() -> Outcome<Driver> {
    Driver::start(&setup::browser()?.driver, &project::root()?.join("webdriver.json"))
}

/// Runs every case against `dist/`; the site must have been built.
pub fn run() -> (Counts, Outcome) {
    let mut counts = Counts::default();
    let outcome = run_all(&mut counts);
    (counts, outcome)
}

fn run_all(counts: &mut Counts) -> Outcome {
    let root = project::root()?;
    let driver = driver()?;
    for (path, mount) in MOUNTS {
        let start = Server::bind(&root.join("dist"), path, Port::Any)?.in_background();
        println!("\nrunning the cases against {start}");
        let tally = headroom_e2e::run(&driver, &start, mount, &root.join("target/e2e"));
        counts.add(Counts { passed: tally.passed, failed: tally.failed });
    }
    let verdict = if counts.failed == 0 { "ok" } else { "FAILED" };
    println!("\ntest result: {verdict}. {} passed; {} failed; 0 ignored", counts.passed, counts.failed);
    match counts {
        Counts { failed: 0, passed: 1.. } => Ok(()),
        Counts { passed: 0, failed: 0 } => Err("no end-to-end case ran".to_owned()),
        _ => Err(format!("end-to-end cases that failed: {}", counts.failed)),
    }
}
