//! Reads vectors in either format: the project's own directory, or one file in the shared layout.

use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

/// One published or computed fact: inputs, what comes out, and how closely.
#[derive(Debug)]
pub struct Case {
    /// Topic, such as `queueing`.
    pub area: String,
    /// Calculation within the topic, such as `erlang_b`.
    pub family: String,
    /// Which of the family's cases.
    pub case: String,
    /// What goes in.
    pub inputs: Map<String, Value>,
    /// What must come out, each under its name.
    pub expected: Map<String, Value>,
    /// How far off a number may be.
    pub tolerance: Tolerance,
    /// Where the fact is from.
    pub source: String,
}

/// How far a number may be from the one expected.
#[derive(Clone, Copy, Debug)]
pub enum Tolerance {
    /// As a share of the expected number.
    Relative(f64),
    /// In its own unit.
    Absolute(f64),
    /// Not at all.
    Exact,
}

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
                cases.push(case(&area, family, text(row, "case"), row));
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
            cases.push(case(area, family, rest, row));
        }
    }
    cases
}

fn case(area: &str, family: &str, case: &str, row: &Value) -> Case {
    let map = |key: &str| row[key].as_object().unwrap_or_else(|| panic!("{area}.{family}.{case} has no {key}")).clone();
    let bound = |key: &str| row["tolerance"][key].as_f64();
    let tolerance = match (bound("rel"), bound("abs"), row["tolerance"]["exact"].as_bool()) {
        (Some(relative), None, None) => Tolerance::Relative(relative),
        (None, Some(absolute), None) => Tolerance::Absolute(absolute),
        (None, None, Some(true)) => Tolerance::Exact,
        _ => panic!("{area}.{family}.{case} has an unknown tolerance {}", row["tolerance"]),
    };
    Case {
        area: area.to_owned(),
        family: family.to_owned(),
        case: case.to_owned(),
        inputs: map("inputs"),
        expected: map("expected"),
        tolerance,
        source: text(row, "source").to_owned(),
    }
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

impl Case {
    /// `area.family.case`, as reports name it.
    pub fn name(&self) -> String {
        format!("{}.{}.{}", self.area, self.family, self.case)
    }

    /// The name of the trace that the case runs on and that is not to be found.
    pub fn file_out_of_reach(&self) -> Option<&str> {
        let name = self.file_name()?;
        trace_folder().is_none_or(|folder| !folder.join(name).is_file()).then_some(name)
    }

    /// The column `value` of the trace that the case runs on.
    pub fn trace_values(&self) -> Result<Vec<f64>, String> {
        let name = self.file_name().ok_or("the case names no file")?;
        let file = trace_folder().ok_or("REFERENCE_TRACES names no folder")?.join(name);
        let content = std::fs::read_to_string(&file).map_err(|error| format!("{name}: {error}"))?;
        let value = |line: &str| line.rsplit(',').next().and_then(|value| value.trim().parse().ok());
        let values: Option<Vec<f64>> = content.lines().skip(1).filter(|line| !line.is_empty()).map(value).collect();
        values.ok_or_else(|| format!("{name} has a row without a value"))
    }

    /// The file's bare name; the shared layout has its folder before and its origin after it.
    fn file_name(&self) -> Option<&str> {
        let file = self.inputs.get("file")?.as_str()?;
        file.split_whitespace().next()?.rsplit('/').next()
    }

    /// Whether the case states this input.
    pub fn has(&self, input: &str) -> bool {
        self.inputs.contains_key(input)
    }

    /// An input that must be a number.
    pub fn number(&self, input: &str) -> Result<f64, String> {
        self.inputs.get(input).and_then(Value::as_f64).ok_or_else(|| format!("input {input} is not a number"))
    }

    /// The first of several names of an input that the case states.
    pub fn number_of(&self, names: &[&str]) -> Result<f64, String> {
        let name = names.iter().find(|name| self.has(name)).ok_or_else(|| format!("none of the inputs {names:?}"))?;
        self.number(name)
    }

    /// An input that must be a whole number, at least zero.
    pub fn count(&self, input: &str) -> Result<u64, String> {
        let number = self.number(input)?;
        if number >= 0.0 && number.trunc() == number {
            Ok(number as u64)
        } else {
            Err(format!("input {input} is not a count: {number}"))
        }
    }

    /// An input that must be a list of numbers.
    pub fn numbers(&self, input: &str) -> Result<Vec<f64>, String> {
        let numbers = self.inputs.get(input).and_then(Value::as_array);
        let numbers = numbers.and_then(|values| values.iter().map(Value::as_f64).collect::<Option<Vec<_>>>());
        numbers.ok_or_else(|| format!("input {input} is not a list of numbers"))
    }

    /// The names inside an input that is an object, sorted.
    pub fn keys(&self, input: &str) -> Result<Vec<String>, String> {
        let object = self.inputs.get(input).and_then(Value::as_object);
        let mut keys: Vec<_> = object.ok_or_else(|| format!("input {input} is no object"))?.keys().cloned().collect();
        keys.sort();
        Ok(keys)
    }

    /// An input that must be a list of words.
    pub fn words(&self, input: &str) -> Result<Vec<String>, String> {
        let words = self.inputs.get(input).and_then(Value::as_array);
        let words =
            words.and_then(|words| words.iter().map(|word| word.as_str().map(str::to_owned)).collect::<Option<_>>());
        words.ok_or_else(|| format!("input {input} is not a list of words"))
    }

    /// The named numbers of one row of an input that is a table.
    pub fn row_in(&self, input: &str, row: &str, names: &[String]) -> Result<Vec<f64>, String> {
        let row_of = self.inputs.get(input).and_then(|table| table.get(row));
        let number = |name: &String| row_of.and_then(|row| row.get(name)).and_then(Value::as_f64);
        let missing = |name: &String| format!("input {input}.{row}.{name} is not a number");
        names.iter().map(|name| number(name).ok_or_else(|| missing(name))).collect()
    }

    /// A number inside an input that is an object.
    pub fn number_in(&self, input: &str, key: &str) -> Result<f64, String> {
        let value = self.inputs.get(input).and_then(|object| object.get(key));
        value.and_then(Value::as_f64).ok_or_else(|| format!("input {input}.{key} is not a number"))
    }

    /// The names asked for inside an expected object, such as the percentiles of `wait`.
    pub fn asked(&self, expected: &str) -> Vec<&str> {
        let object = self.expected.get(expected).and_then(Value::as_object);
        object.map(|object| object.keys().map(String::as_str).collect()).unwrap_or_default()
    }
}
