//! End-to-end tests: the built site, served from this machine, driven in a real browser.
//!
//! Every case gets a browser with a fresh profile and fails, whatever it
//! checks itself, when the console shows an error, the content security policy
//! refuses something, or a request goes to another origin.

mod cases;
mod page;
mod webdriver;

pub use cases::Case;
pub use page::Page;
pub use webdriver::Driver;

use crate::process::Counts;
use crate::server::{Port, Server};
use crate::{Outcome, project, setup};
use std::path::Path;
use std::time::Instant;

/// The paths the site must work at: a host of its own, and a project page.
const MOUNTS: [&str; 2] = ["/", "/headroom/"];

/// Runs every case against `dist/`; the site must have been built.
pub fn run() -> (Counts, Outcome) {
    let mut counts = Counts::default();
    let outcome = run_all(&mut counts);
    (counts, outcome)
}

fn run_all(counts: &mut Counts) -> Outcome {
    let root = project::root()?;
    let browser = setup::browser()?;
    let driver = Driver::start(&browser.driver)?;
    let pictures = root.join("target/e2e");
    for mount in MOUNTS {
        let start = Server::bind(&root.join("dist"), mount, Port::Any)?.in_background();
        println!("\nrunning the cases against {start}");
        for case in cases::CASES.iter().filter(|case| case.everywhere || mount == "/") {
            let started = Instant::now();
            match run_case(&driver, &start, case, &pictures) {
                Ok(()) => {
                    counts.passed += 1;
                    println!("test {} ... ok ({:.1} s)", case.name, started.elapsed().as_secs_f64());
                }
                Err(reason) => {
                    counts.failed += 1;
                    println!("test {} ... FAILED\n    {}", case.name, reason.replace('\n', "\n    "));
                }
            }
        }
    }
    let verdict = if counts.failed == 0 { "ok" } else { "FAILED" };
    println!("\ntest result: {verdict}. {} passed; {} failed; 0 ignored", counts.passed, counts.failed);
    match counts {
        Counts { failed: 0, passed: 1.. } => Ok(()),
        Counts { passed: 0, failed: 0 } => Err("no end-to-end case ran".to_owned()),
        _ => Err(format!("end-to-end cases that failed: {}", counts.failed)),
    }
}

fn run_case(driver: &Driver, start: &str, case: &Case, pictures: &Path) -> Outcome {
    let mut page = Page::open(driver, start)?;
    let outcome = (case.run)(&mut page);
    let complaints = page.complaints();
    let mut reasons: Vec<String> = outcome.err().into_iter().collect();
    match complaints {
        Ok(complaints) => reasons.extend(complaints),
        Err(reason) => reasons.push(reason),
    }
    if reasons.is_empty() {
        return Ok(());
    }
    let file = pictures.join(format!("{}.png", case.name.replace(|c: char| !c.is_alphanumeric(), "-")));
    if std::fs::create_dir_all(pictures).is_ok() && page.screenshot(&file).is_ok() {
        reasons.push(format!("screenshot: {}", file.display()));
    }
    Err(reasons.join("\n"))
}
