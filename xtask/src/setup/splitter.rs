//! The splitter, which takes the compiled app apart: its source as the crates registry has it, with a rule of ours that
//! makes fewer and larger files of it.

use super::{Tools, announce, cargo_tools};
use crate::{Outcome, process, project};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// The crate.
const CRATE: &str = "wasm_split_cli_support";
/// The rule of ours.
const RULE: &str = include_str!("../../splitter/merge.rs");
/// Where the rule is put in: a file of the crate, a text that stands there once, and what takes its place.
const PLACES: [(&str, &str, &str); 3] = [
    ("src/lib.rs", "mod magic_constants;\n", "mod magic_constants;\nmod merge;\n"),
    (
        "src/split_point.rs",
        "    perf_span.exit();\n\n    // Now, check for each module which of its dependencies",
        "    perf_span.exit();\n    crate::merge::merge(&mut split_module_contents, module);\n\n    // Now, check for each module which of its dependencies",
    ),
    ("Cargo.toml", "[features]\n", "[workspace]\n\n[features]\n"),
];

/// The program that splits, built where it is not there yet.
pub fn splitter(tools: &Tools) -> Outcome<PathBuf> {
    let home = tools.folder.join(format!("splitter-{}", fingerprint()));
    let program = home.join("bin/wasm-split-cli");
    if program.is_file() {
        return Ok(program);
    }
    announce(&format!(
        "building the splitter {CRATE} {}, which takes the app apart: some 2 minutes, the first time only",
        project::SPLITTER
    ));
    let built = source(tools).and_then(|source| {
        change(&source)?;
        cargo_tools::install_from(tools, &source, &["build-binary"], &home)
    });
    built.map_err(|e| {
        format!("{e}\nthe splitter could not be built (a C compiler and the crates registry are needed)")
    })?;
    if program.is_file() { Ok(program) } else { Err(format!("{CRATE} has no program wasm-split-cli")) }
}

/// Names the crate's version together with what is changed in it.
fn fingerprint() -> String {
    let mut hash = Sha256::new();
    for text in
        [project::SPLITTER, RULE].into_iter().chain(PLACES.into_iter().flat_map(|(file, old, new)| [file, old, new]))
    {
        hash.update(text.as_bytes());
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// A copy of the crate's source.
fn source(tools: &Tools) -> Outcome<PathBuf> {
    let asks = tools.make_folder("splitter-fetch")?;
    let written = |e: std::io::Error| format!("{} cannot be written: {e}", asks.display());
    let manifest = format!(
        "[package]\nname = \"fetch\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{CRATE} = \"={}\"\n\n[workspace]\n",
        project::SPLITTER
    );
    fs::create_dir_all(asks.join("src")).map_err(written)?;
    fs::write(asks.join("Cargo.toml"), manifest).map_err(written)?;
    fs::write(asks.join("src/lib.rs"), "").map_err(written)?;
    let answer = process::output(tools.cargo(&asks).args(["metadata", "--format-version", "1"]))?;
    let manifest = manifest_in(&answer).ok_or_else(|| format!("cargo does not say where {CRATE} lies"))?;
    let from = manifest.parent().ok_or("the crate lies nowhere")?;
    let to = asks.join("source");
    let _ = fs::remove_dir_all(&to);
    copy(from, &to)?;
    Ok(to)
}

/// The manifest of the crate in what `cargo metadata` answers.
fn manifest_in(answer: &str) -> Option<PathBuf> {
    let answer: serde_json::Value = serde_json::from_str(answer).ok()?;
    let of_crate = answer["packages"].as_array()?.iter().find(|package| package["name"] == CRATE)?;
    Some(PathBuf::from(of_crate["manifest_path"].as_str()?))
}

fn copy(from: &Path, to: &Path) -> Outcome {
    let failed = |e: std::io::Error| format!("{} cannot be copied: {e}", from.display());
    fs::create_dir_all(to).map_err(failed)?;
    for entry in fs::read_dir(from).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)?
        } else {
            fs::copy(entry.path(), &target).map(drop).map_err(failed)?
        }
    }
    Ok(())
}

/// Puts the rule into a copy of the source.
fn change(source: &Path) -> Outcome {
    let rule = source.join("src/merge.rs");
    fs::write(&rule, RULE).map_err(|e| format!("{} cannot be written: {e}", rule.display()))?;
    for (file, old, new) in PLACES {
        let path = source.join(file);
        let text = fs::read_to_string(&path).map_err(|e| format!("{} cannot be read: {e}", path.display()))?;
        let changed = replaced(&text, old, new).map_err(|n| {
            format!("{file} of {CRATE} {} has the place of our rule {n} times, not once", project::SPLITTER)
        })?;
        fs::write(&path, changed).map_err(|e| format!("{} cannot be written: {e}", path.display()))?;
    }
    Ok(())
}

/// The text with `new` in place of `old`, which stands in it once; how often it does otherwise.
fn replaced(text: &str, old: &str, new: &str) -> Result<String, usize> {
    match text.matches(old).count() {
        1 => Ok(text.replacen(old, new, 1)),
        n => Err(n),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_place_that_is_there_once_is_changed() {
        assert_eq!(replaced("a b c", "b", "x").as_deref(), Ok("a x c"));
        assert_eq!(replaced("a b b", "b", "x"), Err(2));
        assert_eq!(replaced("a", "b", "x"), Err(0));
    }

    #[test]
    fn the_crate_is_found_in_what_cargo_answers() {
        let answer = r#"{"packages": [{"name": "eyre", "manifest_path": "/e/Cargo.toml"},
            {"name": "wasm_split_cli_support", "manifest_path": "/w/Cargo.toml"}]}"#;
        assert_eq!(manifest_in(answer), Some(PathBuf::from("/w/Cargo.toml")));
        assert_eq!(manifest_in("{}"), None);
    }
}
