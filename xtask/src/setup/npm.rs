//! Tools that come as npm packages: wasm-opt, and what the bench compares with.

use super::{Tools, announce};
use crate::{Outcome, process, project};
use std::path::PathBuf;

/// Stands in where there is no wasm-opt: Trunk cannot be told to leave that
/// step out, so this copies the file it is given to where it is asked for.
const STAND_IN: &str = r#"#!/bin/sh
# Written by `cargo xtask`: takes the place of wasm-opt where there is none.
for arg in "$@"; do
  case "$arg" in
    --version) echo "wasm-opt version 0 (stand-in)"; exit 0 ;;
    --output=*) to="${arg#--output=}" ;;
    -*) ;;
    *) from="$arg" ;;
  esac
done
exec cp -- "$from" "$to"
"#;

/// `wasm-opt` shrinks the compiled app; without it the site is larger and otherwise the same.
pub fn wasm_opt(tools: &mut Tools) -> Outcome {
    if works(tools) {
        return Ok(());
    }
    match install(tools, "binaryen", project::BINARYEN, "wasm-opt, which makes the site smaller") {
        Ok(()) if works(tools) => Ok(()),
        Ok(()) => stand_in(tools, "the one installed does not run"),
        Err(reason) => stand_in(tools, &reason),
    }
}

/// The file of uPlot that defines `uPlot` for a plain script.
pub fn uplot(tools: &Tools) -> Outcome<PathBuf> {
    let file = tools.folder.join("npm/node_modules/uplot/dist/uPlot.iife.min.js");
    if !file.is_file() {
        install(tools, "uplot", project::UPLOT, "uPlot, the chart library that the bench compares with")?;
    }
    if file.is_file() { Ok(file) } else { Err(format!("the npm package uplot has no {}", file.display())) }
}

/// HiGHS as a script that defines `module.exports`, and its module.
pub struct Highs {
    /// The script.
    pub script: PathBuf,
    /// The module.
    pub wasm: PathBuf,
}

/// The solver of linear programmes that the bench compares with.
pub fn highs(tools: &Tools) -> Outcome<Highs> {
    let folder = tools.folder.join("npm/node_modules/highs/build");
    let highs = Highs { script: folder.join("highs.js"), wasm: folder.join("highs.wasm") };
    let is_there = || highs.script.is_file() && highs.wasm.is_file();
    if !is_there() {
        install(tools, "highs", project::HIGHS, "HiGHS, the solver that the bench compares with")?;
    }
    if is_there() { Ok(highs) } else { Err(format!("the npm package highs has no {}", highs.script.display())) }
}

fn works(tools: &Tools) -> bool {
    let answer = tools.version_answer("wasm-opt").unwrap_or_default();
    project::version_of(&answer)
        .and_then(|version| version.parse().ok())
        .is_some_and(|version: u32| version >= project::OLDEST_WASM_OPT)
}

fn install(tools: &Tools, package: &str, version: &str, what: &str) -> Outcome {
    if tools.version_answer("npm").is_none() {
        return Err("npm is not installed".to_owned());
    }
    announce(&format!("installing {what} (npm package {package} {version})"));
    let folder = tools.make_folder("npm")?;
    let mut npm = tools.command("npm", &folder);
    npm.args(["install", "--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts", "--prefix"]);
    npm.arg(&folder).arg(format!("{package}@{version}"));
    process::output(&mut npm).map(drop)
}

fn stand_in(tools: &mut Tools, reason: &str) -> Outcome {
    announce(&format!("no wasm-opt ({reason}): the site is built without it, some 10 % larger and otherwise the same"));
    let folder = tools.make_folder("stand-in")?;
    let file = folder.join("wasm-opt");
    std::fs::write(&file, STAND_IN).map_err(|e| format!("{} cannot be written: {e}", file.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755))
            .map_err(|e| format!("{} cannot be made executable: {e}", file.display()))?;
    }
    tools.put_first(&folder)
}
