//! Where the project lies and which versions it pins.

use crate::Outcome;
use std::path::{Path, PathBuf};

/// The Trunk release that builds with the project's Rust version; `Trunk.toml` requires the same.
pub const TRUNK: &str = "0.21.14";

/// The cargo-mutants release that breaks the formulas.
pub const MUTANTS: &str = "27.1.0";

/// The splitter's release, which fits the wasm-bindgen and the Leptos in `Cargo.lock`: raise them together.
pub const SPLITTER: &str = "0.2.4";

/// The npm release of binaryen that carries `wasm-opt`.
pub const BINARYEN: &str = "132.0.0";

/// The oldest `wasm-opt` on PATH that is used as it is: Debian's 108 does not
/// know all that rustc emits.
pub const OLDEST_WASM_OPT: u32 = 123;

/// The chart library that the browser bench compares with.
pub const UPLOT: &str = "1.6.32";

/// The solver of linear programmes that the bench compares with.
pub const HIGHS: &str = "1.15.3";

/// The workspace root: the nearest folder upwards of here that holds `Cargo.lock` and `xtask`.
///
/// Looked up at run time, because a build folder shared by two checkouts may
/// hold a binary that was compiled in the other one.
pub fn root() -> Outcome<PathBuf> {
    let here = std::env::current_dir().map_err(|e| format!("the current folder cannot be read: {e}"))?;
    here.ancestors()
        .find(|folder| folder.join("Cargo.lock").is_file() && folder.join("xtask").is_dir())
        .map(Path::to_path_buf)
        .ok_or_else(|| format!("{} is not inside the project", here.display()))
}

/// The version of `package` that `Cargo.lock` holds.
pub fn locked_version(package: &str) -> Outcome<String> {
    let path = root()?.join("Cargo.lock");
    let lock = std::fs::read_to_string(&path).map_err(|e| format!("{} cannot be read: {e}", path.display()))?;
    version_in(&lock, package).ok_or_else(|| format!("Cargo.lock names no package `{package}`"))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines.find(|line| *line == name)?;
    let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

/// The version number in a `--version` answer such as `trunk 0.21.14`.
pub fn version_of(answer: &str) -> Option<&str> {
    answer.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_that_of_the_whole_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "bindgen"), None);
    }

    #[test]
    fn version_answers_are_read() {
        assert_eq!(version_of("trunk 0.21.14"), Some("0.21.14"));
        assert_eq!(version_of("wasm-opt version 132 (version_132)"), Some("132"));
        assert_eq!(version_of("no number here"), None);
    }
}
