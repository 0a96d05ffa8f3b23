//! Reads vectors in either format: the project's own directory, or one file in the shared layout.

use super::case::{Case, Given, Tolerance};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The file that `REFERENCE_VECTORS` names, or else the project's own vectors.
pub fn read() -> Vec<Case> {
    match std::env::var_os("REFERENCE_VECTORS") {
        Some(file) => shared_layout(&parse(Path::new(&file))),
        None => read_own(),
    }
}

/// `vectors/<area>.json`: `{family: [{case, inputs, expected, tolerance, source}]}`.
pub fn read_own() -> Vec<Case> {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/vectors");
    let mut files: Vec<_> = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        let area = file.file_stem().unwrap().to_str().unwrap().to_owned();
        for (family, rows) in parse(&file).as_object().unwrap() {
            for row in rows.as_array().unwrap() {
                cases.push(case([&area, family, text(row, "case")], row));
            }
        }
    }
    cases
}

/// `{area: [{name: "family.case", inputs, expected, tolerance, source}]}`.
fn shared_layout(document: &Value) -> Vec<Case> {
    let mut cases = Vec::new();
    for (area, rows) in document.as_object().unwrap() {
        for row in rows.as_array().unwrap() {
            let name = text(row, "name");
            let (family, rest) = name.split_once('.').unwrap_or((name, ""));
            cases.push(case([area, family, rest], row));
        }
    }
    cases
}

fn case(names: [&str; 3], row: &Value) -> Case {
    let name = names.join(".");
    let map = |key: &str| row[key].as_object().unwrap_or_else(|| panic!("{name} has no {key}")).clone();
    let bound = |key: &str| row["tolerance"][key].as_f64();
    let mut case = Case::new(names, map("inputs"), map("expected"));
    case.tolerance = match (bound("rel"), bound("abs"), row["tolerance"]["exact"].as_bool()) {
        (Some(relative), None, None) => Tolerance::Relative(relative),
        (None, Some(absolute), None) => Tolerance::Absolute(absolute),
        (None, None, Some(true)) => Tolerance::Exact,
        _ => panic!("{name} has an unknown tolerance {}", row["tolerance"]),
    };
    case.source = text(row, "source").to_owned();
    case
}

/// Where the traces lie: the folder that `REFERENCE_TRACES` names, or `traces` beside the vectors.
fn trace_folder() -> Option<PathBuf> {
    let beside = || Path::new(&std::env::var_os("REFERENCE_VECTORS")?).parent().map(|folder| folder.join("traces"));
    std::env::var_os("REFERENCE_TRACES").map(PathBuf::from).or_else(beside)
}

fn parse(file: &Path) -> Value {
    let content = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    serde_json::from_str(&content).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap_or_else(|| panic!("a vector has no {key}: {row}"))
}

/// The name of the trace that a case runs on and that is not to be found.
pub fn file_out_of_reach(case: &Case) -> Option<&str> {
    let name = bare_name(case.inputs.get("file")?.as_str()?)?;
    trace_folder().is_none_or(|folder| !folder.join(name).is_file()).then_some(name)
}

/// The column `value` of the trace that a case runs on.
pub fn trace_values(given: &Given) -> Result<Vec<f64>, String> {
    let name = bare_name(given.text("file")?).ok_or("input `file` names no file")?;
    let file = trace_folder().ok_or("REFERENCE_TRACES names no folder")?.join(name);
    let content = std::fs::read_to_string(&file).map_err(|error| format!("{name}: {error}"))?;
    let value = |line: &str| line.rsplit(',').next().and_then(|value| value.trim().parse().ok());
    let values: Option<Vec<f64>> = content.lines().skip(1).filter(|line| !line.is_empty()).map(value).collect();
    values.ok_or_else(|| format!("{name} has a row without a value"))
}

/// The file's bare name; the shared layout has its folder before and its origin after it.
fn bare_name(file: &str) -> Option<&str> {
    file.split_whitespace().next()?.rsplit('/').next()
}
