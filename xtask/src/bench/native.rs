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
    let mut rows =
        printed.lines().filter(|line| !line.trim().is_empty()).map(row).collect::<Outcome<Vec<Measure>>>()?;
    let python = python_loop();
    for row in rows.iter_mut().filter(|row| row.name.starts_with("scaling: a year")) {
        row.reference = python;
    }
    rows.push(Measure {
        name: "the published simulator's loop in Python".to_owned(),
        value: python.unwrap_or_default(),
        reference: None,
        note: match python {
            Some(_) => "as many steps of its threshold rule alone; reference of the rows above".to_owned(),
            None => "skipped: python3 does not run here".to_owned(),
        },
    });
    rows.extend(super::placement::native_rows()?);
    Ok(render("core, native", Unit::Milliseconds, "reference", &rows))
}

/// The largest plan that is allowed, as a file that the app opens.
pub fn largest_plan() -> Outcome<String> {
    let mut cargo = setup::for_native()?.cargo(&project::root()?);
    cargo.args([
        "run",
        "--release",
        "--quiet",
        "--package",
        "headroom-core",
        "--example",
        "bench",
        "--",
        "--largest-plan",
    ]);
    process::output(&mut cargo)
}

/// The rule of the published simulator (see `core/src/seeds/autoscale.rs`), a load at a time, over a year
/// of minutes: prints the median of five runs in seconds.
const PYTHON_LOOP: &str = r#"
import math, time
loads = [26000.0 + 24000.0 * math.sin(6.283185307179586 * minute / 1440.0) for minute in range(525600)]

def run(capacity=2000.0, up=0.8, down=0.3, fewest=1, most=100):
    instances = 25
    history = [instances]
    for load in loads[1:]:
        used = load / (instances * capacity) if instances > 0 else 1.0
        if used > up:
            instances = min(most, math.ceil(load / (capacity * up)))
        elif used < down:
            instances = max(fewest, math.ceil(load / (capacity * down)))
        history.append(instances)
    return history

times = []
for _ in range(5):
    began = time.perf_counter()
    run()
    times.append(time.perf_counter() - began)
print(sorted(times)[2])
"#;

/// Its time in milliseconds on this machine, in this run; none without Python.
fn python_loop() -> Option<f64> {
    let mut python = process::command("python3", &project::root().ok()?);
    let printed = process::output(python.args(["-c", PYTHON_LOOP])).ok()?;
    printed.trim().parse::<f64>().ok().map(|seconds| seconds * 1000.0)
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
