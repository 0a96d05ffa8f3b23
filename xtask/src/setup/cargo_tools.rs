//! Tools that come from the crates registry: Trunk, wasm-bindgen and cargo-mutants.

use super::{Tools, announce};
use crate::{Outcome, process, project};
use std::path::Path;
use std::process::Command;

/// Trunk builds the site out of `index.html`.
pub fn trunk(tools: &Tools) -> Outcome {
    if has(tools, "trunk", project::TRUNK) {
        return Ok(());
    }
    announce(&format!(
        "installing Trunk {}, which builds the site: some 6 minutes, the first time only",
        project::TRUNK
    ));
    install(tools, "trunk", project::TRUNK, true)
        .map_err(|e| missing(&e, "Trunk", &format!("cargo install --locked trunk@{}", project::TRUNK)))
}

/// `wasm-bindgen` and its test runner, at exactly the version in `Cargo.lock`:
/// any other writes bindings that do not fit the compiled app.
pub fn wasm_bindgen(tools: &Tools) -> Outcome {
    let version = project::locked_version("wasm-bindgen")?;
    if has(tools, "wasm-bindgen", &version) && has(tools, "wasm-bindgen-test-runner", &version) {
        return Ok(());
    }
    announce(&format!(
        "installing wasm-bindgen {version}, the one in Cargo.lock: some 3 minutes, once for each version"
    ));
    install(tools, "wasm-bindgen-cli", &version, true)
        .or_else(|_| {
            announce("that failed; trying again with the newest fitting crates in place of its lock file");
            install(tools, "wasm-bindgen-cli", &version, false)
        })
        .map_err(|e| missing(&e, "wasm-bindgen", &format!("cargo install wasm-bindgen-cli@{version}")))
}

/// cargo-mutants breaks the formulas, to see what the tests notice.
pub fn mutants(tools: &Tools) -> Outcome {
    // Only as a subcommand of cargo does it say its version.
    let answer = process::output(tools.cargo(Path::new(".")).args(["mutants", "--version"])).ok();
    if answer.as_deref().and_then(project::version_of) == Some(project::MUTANTS) {
        return Ok(());
    }
    announce(&format!(
        "installing cargo-mutants {}, which breaks the formulas: some 3 minutes, the first time only",
        project::MUTANTS
    ));
    install(tools, "cargo-mutants", project::MUTANTS, true).map_err(|e| {
        missing(&e, "cargo-mutants", &format!("cargo install --locked cargo-mutants@{}", project::MUTANTS))
    })
}

fn has(tools: &Tools, program: &str, version: &str) -> bool {
    let answer = tools.version_answer(program);
    answer.as_deref().and_then(project::version_of) == Some(version)
}

fn install(tools: &Tools, krate: &str, version: &str, locked: bool) -> Outcome {
    let root = tools.make_folder("cargo")?;
    // Started in the tools folder, so that the project's cargo settings stay out of it.
    let mut command = tools.cargo(&root);
    command.args(["install", "--quiet", "--force"]);
    if locked {
        command.arg("--locked");
    }
    command.arg(format!("{krate}@{version}")).arg("--root").arg(&root);
    run(tools, command)
}

/// Installs the program of a crate whose source lies in a folder, with its own lock file, into a home of its own.
pub fn install_from(tools: &Tools, source: &Path, features: &[&str], home: &Path) -> Outcome {
    let mut command = tools.cargo(source);
    command.args(["install", "--quiet", "--force", "--locked", "--path"]).arg(source);
    command.args(["--features", &features.join(",")]).arg("--root").arg(home);
    run(tools, command)
}

fn run(tools: &Tools, mut command: Command) -> Outcome {
    let build = tools.make_folder("build")?;
    command.env("CARGO_TARGET_DIR", &build);
    // The tools run for seconds: compiling them fast matters more than fast tools.
    command.env("CARGO_PROFILE_RELEASE_LTO", "off").env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1").env("CARGO_PROFILE_RELEASE_DEBUG", "false");
    let outcome = process::run(&mut command);
    // Some 500 MB that nothing reads again; left over, it only costs room.
    let _ = std::fs::remove_dir_all(&build);
    outcome
}

fn missing(error: &str, tool: &str, command: &str) -> String {
    format!(
        "{error}\n{tool} is missing and could not be installed (a C compiler and the crates registry are needed). Try `{command}`."
    )
}
