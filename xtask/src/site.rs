//! Builds the site into `dist/`: Trunk, offline, which has the page finished by `cargo xtask split`.

use crate::{Outcome, process, project, setup};
use std::path::PathBuf;
use std::time::Instant;

/// How the app is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Optimised for size: what is published.
    Release,
    /// Quick to build, many times larger: for work on the app.
    Debug,
}

/// Sets up the tools and builds the site into `dist/`.
///
/// All addresses in the page are relative (`--public-url ./`), so one `dist/`
/// works at the root of a host and below a sub-path.
pub fn build(profile: Profile) -> Outcome {
    build_into("dist", profile, &[])
}

/// Builds the release site with what the bench calls on it, in a folder of its own, and says where.
pub fn build_for_bench() -> Outcome<PathBuf> {
    let folder = "target/bench-site";
    build_into(folder, Profile::Release, &["--features", "split,bench"])?;
    Ok(project::root()?.join(folder))
}

fn build_into(folder: &str, profile: Profile, more: &[&str]) -> Outcome {
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
    println!("building the {name} site into {folder}/ (the first time takes some minutes)");
    let mut trunk = tools.command("trunk", &root);
    trunk.args(["build", release, "--offline=true", "--skip-version-check", "--public-url", "./", "--log", "warn"]);
    trunk.args(["--dist", folder]).args(more);
    // Trunk reads this variable as a boolean and refuses the usual `1`.
    trunk.env_remove("NO_COLOR");
    process::run(&mut trunk)?;

    println!("built {folder}/ in {:.0} s", started.elapsed().as_secs_f64());
    Ok(())
}
