//! Builds the site into `dist/`: Trunk, offline, then the policy's script hashes.

use crate::{Outcome, csp, process, project, setup};
use std::time::Instant;

/// How the app is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Optimised for size: what is published.
    Release,
    /// Quick to build, many times larger: for work on the app.
    Debug,
}

/// Sets up the tools, builds the site and fills in its content security policy.
///
/// All addresses in the page are relative (`--public-url ./`), so one `dist/`
/// works at the root of a host and below a sub-path.
pub fn build(profile: Profile) -> Outcome {
    let root = project::root()?;
    let tools = setup::for_site()?;
    let started = Instant::now();

    // Trunk runs offline, so that it downloads no tools of its own; it hands
    // that on to cargo, hence the crates must be here before.
    process::run(tools.cargo(&root).args(["fetch", "--quiet", "--target", setup::WASM_TARGET]))?;

    let (name, release) = match profile {
        Profile::Release => ("release", "--release=true"),
        Profile::Debug => ("debug", "--release=false"),
    };
    println!("building the {name} site into dist/ (the first time takes some minutes)");
    let mut trunk = tools.command("trunk", &root);
    trunk.args(["build", release, "--offline=true", "--skip-version-check", "--public-url", "./", "--log", "warn"]);
    // Trunk reads this variable as a boolean and refuses the usual `1`.
    trunk.env_remove("NO_COLOR");
    process::run(&mut trunk)?;

    let page = root.join("dist/index.html");
    let html = std::fs::read_to_string(&page).map_err(|e| format!("dist/index.html cannot be read: {e}"))?;
    std::fs::write(&page, csp::fill(&html)?).map_err(|e| format!("dist/index.html cannot be written: {e}"))?;
    println!("built dist/ in {:.0} s", started.elapsed().as_secs_f64());
    Ok(())
}
