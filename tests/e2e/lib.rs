//! End-to-end tests: the built site, driven in a real browser as a person would.
//!
//! Every case gets a browser with a fresh profile and fails, whatever it checks itself, when the
//! console shows an error, the content security policy refuses something, or a request goes to
//! another origin. `cargo xtask test e2e` builds the site, serves it and calls [`run`].
//!
//! # Where to start
//!
//! - `cases/`: what holds, in the user's words; its `mod.rs` lists every case.
//! - [`Page`]: what a person does and sees, by CSS selector.
//! - [`Driver`]: the chromedriver behind it.

mod cases;
mod driver;

pub use driver::{Driver, Page};

use cases::Case;
use std::path::Path;
use std::time::Instant;

/// What every step returns: an error says what was seen instead.
pub type Outcome<T = ()> = Result<T, String>;

/// Where the site lies on its host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mount {
    /// At the root: every case runs.
    Root,
    /// Below a path: only the cases run that could depend on it.
    SubPath,
}

/// How many cases passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Cases that passed.
    pub passed: u64,
    /// Cases that failed.
    pub failed: u64,
}

/// Runs the cases on the site that starts at `start`, says how each ended, and leaves a picture of
/// each that failed in the folder `pictures`. Where words are given, only cases whose name has one of them run.
pub fn run(driver: &Driver, start: &str, mount: Mount, words: &[&str], pictures: &Path) -> Tally {
    let mut tally = Tally::default();
    let is_asked = |case: &&Case| words.is_empty() || words.iter().any(|word| case.name.contains(word));
    for case in cases::CASES.iter().filter(|case| case.everywhere || mount == Mount::Root).filter(is_asked) {
        let started = Instant::now();
        match run_case(driver, start, case, pictures) {
            Ok(()) => {
                tally.passed += 1;
                println!("test {} ... ok ({:.1} s)", case.name, started.elapsed().as_secs_f64());
            }
            Err(reason) => {
                tally.failed += 1;
                println!("test {} ... FAILED\n    {}", case.name, reason.replace('\n', "\n    "));
            }
        }
    }
    tally
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
