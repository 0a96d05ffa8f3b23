//! Times of the core, compiled for this machine.

use super::table::{Measure, Unit, render};
use crate::{Outcome, process, project, setup};
use serde_json::Value;

/// Runs the core's `bench` example and tables what it prints: one JSON object a
/// line, `{"name", "median_s", "note"}`, with `"reference_s"` where there is
/// something to compare with.
pub fn bench_native() -> Outcome<String> {
    let mut cargo = setup::for_native()?.cargo(&project::root()?);
    cargo.args(["run", "--release", "--quiet", "--package", "headroom-core", "--example", "bench"]);
    let printed = process::output(&mut cargo)?;
    let rows = printed.lines().filter(|line| !line.trim().is_empty()).map(row).collect::<Outcome<Vec<Measure>>>()?;
    Ok(render("core, native", Unit::Milliseconds, "reference", &rows))
}

fn row(line: &str) -> Outcome<Measure> {
    let wrong = |what: &str| format!("the core's bench printed {what}: {line}");
    let value: Value = serde_json::from_str(line).map_err(|_| wrong("a line that is not JSON"))?;
    let text = |key: &str| value[key].as_str().map(str::to_owned);
    Ok(Measure {
        name: text("name").ok_or_else(|| wrong("no \"name\""))?,
        value: value["median_s"].as_f64().ok_or_else(|| wrong("no \"median_s\""))? * 1000.0,
        reference: value["reference_s"].as_f64().map(|seconds| seconds * 1000.0),
        note: text("note").unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_bench_becomes_a_row() {
        let row = row(r#"{"name": "evaluate", "median_s": 0.002, "note": "largest example"}"#).expect("read");
        assert_eq!((row.name.as_str(), row.value, row.note.as_str()), ("evaluate", 2.0, "largest example"));
        assert!(super::row("evaluate 2 ms").is_err());
    }
}
