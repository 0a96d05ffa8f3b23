//! Set-up: finds each tool, installs what is missing, says what and why.
//!
//! Tools go to `$HEADROOM_TOOLS`, else `$XDG_CACHE_HOME/headroom/tools`, else
//! `~/.cache/headroom/tools`. A tool of the right version that is on PATH
//! already is used as it is. With everything there, set-up takes under a second.

mod browser;
mod cargo_tools;
mod npm;
mod splitter;

pub use browser::Browser;

use crate::{Outcome, process};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The Rust target that the app is compiled for.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The tools folder, and the PATH that finds what is in it first.
pub struct Tools {
    folder: PathBuf,
    path: OsString,
}

/// Prepares what building the site needs.
pub fn for_site() -> Outcome<Tools> {
    let mut tools = Tools::locate()?;
    wasm_target()?;
    cargo_tools::trunk(&tools)?;
    cargo_tools::wasm_bindgen(&tools)?;
    npm::wasm_opt(&mut tools)?;
    splitter::splitter(&tools)?;
    Ok(tools)
}

/// Prepares what the lints need: rustfmt, clippy and the wasm target.
pub fn for_lints() -> Outcome<Tools> {
    let tools = Tools::locate()?;
    component(&tools, "rustfmt", "fmt")?;
    component(&tools, "clippy", "clippy")?;
    wasm_target()?;
    Ok(tools)
}

/// Prepares what the native tests need: cargo alone.
pub fn for_native() -> Outcome<Tools> {
    Tools::locate()
}

/// Prepares what breaking the formulas needs.
pub fn for_mutants() -> Outcome<Tools> {
    let tools = Tools::locate()?;
    cargo_tools::mutants(&tools)?;
    Ok(tools)
}

/// Prepares what the tests inside a browser need.
pub fn for_browser() -> Outcome<(Tools, Browser)> {
    let tools = Tools::locate()?;
    wasm_target()?;
    cargo_tools::wasm_bindgen(&tools)?;
    let browser = browser::prepare(&tools)?;
    Ok((tools, browser))
}

/// The browser that drives the finished site.
pub fn browser() -> Outcome<Browser> {
    browser::prepare(&Tools::locate()?)
}

/// The script file of uPlot, which the bench compares with.
pub fn uplot() -> Outcome<PathBuf> {
    npm::uplot(&Tools::locate()?)
}

/// The solver that the bench compares with.
pub fn highs() -> Outcome<npm::Highs> {
    npm::highs(&Tools::locate()?)
}

impl Tools {
    /// The program that takes the compiled app apart.
    pub fn splitter(&self, folder: &Path) -> Outcome<Command> {
        splitter::splitter(self).map(|program| process::command(program, folder))
    }

    fn locate() -> Outcome<Tools> {
        let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let folder = variable("HEADROOM_TOOLS")
            .or_else(|| variable("XDG_CACHE_HOME").map(|cache| cache.join("headroom/tools")))
            .or_else(|| variable("HOME").map(|home| home.join(".cache/headroom/tools")))
            .ok_or("no place for tools: set HEADROOM_TOOLS to a folder")?;
        let folder = std::path::absolute(&folder).map_err(|e| format!("{} is no folder: {e}", folder.display()))?;
        let mut tools = Tools { folder, path: std::env::var_os("PATH").unwrap_or_default() };
        tools.put_first(&tools.folder.join("npm/node_modules/.bin"))?;
        tools.put_first(&tools.folder.join("cargo/bin"))?;
        Ok(tools)
    }

    fn put_first(&mut self, folder: &Path) -> Outcome {
        let rest = std::env::split_paths(&self.path).filter(|old| old != folder).collect::<Vec<_>>();
        self.path = std::env::join_paths([folder.to_path_buf()].into_iter().chain(rest))
            .map_err(|e| format!("the tools folder cannot stand in PATH: {e}"))?;
        Ok(())
    }

    /// A command that finds the tools first, started in `folder`.
    pub fn command(&self, program: &str, folder: &Path) -> Command {
        let file = process::find_in(&self.path, program).unwrap_or_else(|| PathBuf::from(program));
        let mut command = process::command(file, folder);
        command.env("PATH", &self.path);
        command
    }

    /// `cargo`, with the tools on its PATH.
    pub fn cargo(&self, folder: &Path) -> Command {
        self.command("cargo", folder)
    }

    /// What `program --version` answers; none when it is missing or does not work.
    fn version_answer(&self, program: &str) -> Option<String> {
        process::find_in(&self.path, program)?;
        process::output(self.command(program, Path::new(".")).arg("--version")).ok()
    }

    fn make_folder(&self, name: &str) -> Outcome<PathBuf> {
        let folder = self.folder.join(name);
        std::fs::create_dir_all(&folder).map_err(|e| format!("{} cannot be made: {e}", folder.display()))?;
        Ok(folder)
    }
}

/// Says what is being installed and why.
fn announce(what: &str) {
    println!("set-up: {what}");
}

fn wasm_target() -> Outcome {
    let here = Path::new(".");
    let libraries =
        process::output(process::command("rustc", here).args(["--print", "target-libdir", "--target", WASM_TARGET]));
    if libraries.is_ok_and(|folder| Path::new(folder.trim()).is_dir()) {
        return Ok(());
    }
    announce(&format!("adding the Rust target {WASM_TARGET}, which the app is compiled for"));
    process::run(process::command("rustup", here).args(["target", "add", WASM_TARGET])).map_err(|e| {
        format!(
            "{e}\nThe Rust target {WASM_TARGET} is missing. Install rustup and try `rustup target add {WASM_TARGET}`."
        )
    })
}

fn component(tools: &Tools, component: &str, subcommand: &str) -> Outcome {
    let here = Path::new(".");
    if process::output(tools.cargo(here).args([subcommand, "--version"])).is_ok() {
        return Ok(());
    }
    announce(&format!("adding {component}, which the lints run"));
    process::run(process::command("rustup", here).args(["component", "add", component]))
        .map_err(|e| format!("{e}\n{component} is missing. Install rustup and try `rustup component add {component}`."))
}
