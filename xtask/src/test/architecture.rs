//! Rules of the source tree that no compiler checks.

use crate::setup::{self, WASM_TARGET};
use crate::{Outcome, process, project};
use std::path::{Path, PathBuf};

/// What the core must not depend on: the web, a clock or true randomness would come in with it.
const FORBIDDEN_IN_CORE: [&str; 5] = ["web-sys", "js-sys", "wasm-bindgen", "leptos", "getrandom"];

/// Where Rust sources lie.
const SOURCES: [&str; 5] = ["core", "cli", "src", "xtask", "tests"];

/// The longest a source file may be, in lines.
const LONGEST_FILE: usize = 400;

/// Checks every rule and reports all that is broken at once.
pub fn check() -> Outcome {
    let root = project::root()?;
    let mut broken = Vec::new();

    let host = process::output(process::command("rustc", &root).arg("--print=host-tuple"))?;
    for target in [host.trim(), WASM_TARGET] {
        let mut tree = setup::for_native()?.cargo(&root);
        tree.args(["tree", "-p", "headroom-core", "--edges", "normal", "--all-features", "--prefix", "none"]);
        let tree = process::output(tree.args(["--format", "{p}", "--target", target]))?;
        let found = forbidden(&tree).into_iter();
        broken.extend(found.map(|name| format!("core depends on {name} for {target}: it must stay free of it")));
    }

    let mut files = Vec::new();
    for folder in SOURCES {
        rust_files(&root.join(folder), &mut files)?;
    }
    for file in &files {
        let name = file.strip_prefix(&root).unwrap_or(file).display();
        let text = std::fs::read_to_string(file).map_err(|e| format!("{name} cannot be read: {e}"))?;
        broken.extend(file_rules(&text).map(|reason| format!("{name}: {reason}")));
    }

    broken.extend(super::floors::broken()?);
    broken.extend(super::words::broken()?);

    if broken.is_empty() {
        println!("{} source files and the core's dependencies keep the rules", files.len());
        Ok(())
    } else {
        Err(format!("{} rules broken\n  {}", broken.len(), broken.join("\n  ")))
    }
}

fn forbidden(tree: &str) -> Vec<&'static str> {
    let names: Vec<&str> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    FORBIDDEN_IN_CORE.into_iter().filter(|name| names.contains(name)).collect()
}

fn file_rules(text: &str) -> impl Iterator<Item = String> {
    let untitled = !text.starts_with("//!");
    let lines = text.lines().count();
    let first = untitled.then(|| "the first line must begin with `//!` and say what the file is for".to_owned());
    let second = (lines > LONGEST_FILE).then(|| format!("{lines} lines, the limit is {LONGEST_FILE}"));
    first.into_iter().chain(second)
}

/// Collects the `.rs` files below a folder; a folder that does not exist holds none.
pub(super) fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) -> Outcome {
    if !folder.is_dir() {
        return Ok(());
    }
    let unreadable = |e: std::io::Error| format!("{} cannot be read: {e}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "target") {
                rust_files(&path, files)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_dependencies_are_found_by_their_whole_name() {
        let tree = "headroom-core v0.1.0 (/somewhere/core)\nrand_core v0.9.0\nweb-sys v0.3.70\n";
        assert_eq!(forbidden(tree), ["web-sys"]);
    }

    #[test]
    fn long_or_untitled_files_break_the_rules() {
        assert_eq!(file_rules("//! Says.\nfn f() {}\n").count(), 0);
        assert_eq!(file_rules("fn f() {}\n").count(), 1);
        assert_eq!(file_rules(&"x\n".repeat(401)).count(), 2);
        assert_eq!(file_rules(&"//! x\n".repeat(400)).count(), 0);
    }
}
