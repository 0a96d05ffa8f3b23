//! Chromium and its driver, for the tests that need a browser.

use super::{Tools, announce};
use crate::{Outcome, process};
use std::path::{Path, PathBuf};

/// A driver that was seen to start.
pub struct Browser {
    /// The chromedriver program; it finds the browser that it belongs to.
    pub driver: PathBuf,
}

const BROWSERS: [&str; 4] = ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"];

/// Finds chromedriver and a browser, or installs Debian's packages as root.
pub fn prepare(tools: &Tools) -> Outcome<Browser> {
    if let Ok(browser) = find(tools) {
        return Ok(browser);
    }
    if may_install(tools) {
        announce("installing Chromium and its driver, which the browser tests run in (apt-get)");
        let here = Path::new(".");
        let apt = |args: &[&str]| {
            let mut command = tools.command("apt-get", here);
            command.args(["-qq", "-o", "Dpkg::Use-Pty=0"]).args(args).env("DEBIAN_FRONTEND", "noninteractive");
            process::output(&mut command).map(drop)
        };
        let packages = ["chromium", "chromium-driver"];
        apt(&["update"])
            .and_then(|()| apt(&[&["install", "-y", "--no-install-recommends"], &packages[..]].concat()))
            .map_err(|e| format!("{e}\nTry `apt-get install {}`.", packages.join(" ")))?;
    }
    find(tools).map_err(|reason| {
        format!(
            "{reason}\nThe browser tests need Chromium or Chrome and a chromedriver of the same version. \
             On Debian try `apt-get install chromium chromium-driver` as root; on Ubuntu, whose packages are \
             stubs of a snap, install Google Chrome and its chromedriver. CHROMEDRIVER may name the driver's file."
        )
    })
}

fn find(tools: &Tools) -> Outcome<Browser> {
    let here = Path::new(".");
    // Ubuntu's stubs are there and executable, but answer with an error: so each is asked.
    let answers = |file: &Path| process::output(process::command(file, here).arg("--version"));
    let on_path = |name: &str| process::find_in(&tools.path, name);

    let named = std::env::var_os("CHROMEDRIVER").map(PathBuf::from);
    let runner_image = std::env::var_os("CHROMEWEBDRIVER").map(|folder| Path::new(&folder).join("chromedriver"));
    let driver = named
        .or_else(|| on_path("chromedriver"))
        .or(runner_image)
        .ok_or("chromedriver is missing: it is not on PATH")?;
    answers(&driver).map_err(|e| format!("chromedriver is there but does not work: {e}"))?;

    let mut reason = format!("no browser is on PATH (looked for {})", BROWSERS.join(", "));
    for file in BROWSERS.iter().filter_map(|name| on_path(name)) {
        match answers(&file) {
            Ok(_) => return Ok(Browser { driver }),
            Err(e) => reason = format!("{} is there but does not work: {e}", file.display()),
        }
    }
    Err(reason)
}

/// Root on a system with apt-get.
fn may_install(tools: &Tools) -> bool {
    let root = process::output(process::command("id", Path::new(".")).arg("-u"));
    root.is_ok_and(|id| id.trim() == "0") && process::find_in(&tools.path, "apt-get").is_some()
}
