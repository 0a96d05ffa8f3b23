//! The cheapest placement that survives a loss, beside HiGHS on the same linear programme in the same run.

use super::table::Measure;
use crate::{Outcome, process, project, setup};
use base64::{Engine, engine::general_purpose::STANDARD};
use headroom_e2e::Page;
use serde_json::{Value, json};
use std::fmt::Write;

/// How many regions there are; each has users and sells capacity.
const REGIONS: usize = 12;
/// How often HiGHS solves it; the table shows the median.
const RUNS: usize = 7;

/// Load of each region's users by hour, in requests/s: a day that rises and falls on the region's own clock.
fn demand(hours: usize) -> Vec<Vec<f64>> {
    let at = |region: usize, hour: usize| {
        let usual = 400.0 + 137.0 * ((region * 7) % REGIONS) as f64;
        // Least at midnight of the region's own clock, most at noon.
        let from_noon = ((hour + 2 * region) % 24).abs_diff(12) as f64 / 12.0;
        (usual * (1.6 - 1.2 * from_noon)).round()
    };
    (0..REGIONS).map(|region| (0..hours).map(|hour| at(region, hour)).collect()).collect()
}

/// Price of capacity for one request/s in each region.
fn prices() -> Vec<f64> {
    (0..REGIONS).map(|region| 1.0 + 0.05 * ((region * 5) % REGIONS) as f64).collect()
}

/// Who may serve the users of each region: of the first four, and of the next three, only some; of the others all.
fn allowed() -> Vec<Vec<usize>> {
    let within = |home: usize| match home {
        0..4 => 0..4,
        4..7 => 3..9,
        _ => 0..REGIONS,
    };
    (0..REGIONS).map(|home| within(home).collect()).collect()
}

/// A problem of so many hours as JSON, for the core's example `placement` and for the page.
fn problem(hours: usize) -> Value {
    json!({ "demand": demand(hours), "price": prices(), "allowed": allowed(), "lost": 1 })
}

/// The same as a linear programme in the CPLEX format: `min Σ price·c` over capacities `c` and flows `f` from the
/// users of `i` to the region `r` after the loss of `s` in each hour, `Σ_r f = demand`, `Σ_i f ≤ c`.
fn programme(hours: usize) -> String {
    let (demand, prices, allowed) = (demand(hours), prices(), allowed());
    let sum = |terms: Vec<String>| terms.join(" + ");
    let mut text = "Minimize\n obj: ".to_owned();
    text.push_str(&sum(prices.iter().enumerate().map(|(r, price)| format!("{price} c{r}")).collect()));
    text.push_str("\nSubject To\n");
    for hour in 0..hours {
        for lost in 0..REGIONS {
            let alive = || (0..REGIONS).filter(|region| *region != lost);
            for (home, load) in demand.iter().enumerate() {
                let flows = sum(alive()
                    .filter(|r| allowed[home].contains(r))
                    .map(|r| format!("f{hour}_{lost}_{home}_{r}"))
                    .collect());
                // Writing to a string cannot fail.
                let _ = writeln!(text, " {flows} = {}", load[hour]);
            }
            for r in alive() {
                let flows = sum((0..REGIONS)
                    .filter(|home| allowed[*home].contains(&r))
                    .map(|home| format!("f{hour}_{lost}_{home}_{r}"))
                    .collect());
                let _ = writeln!(text, " {flows} - c{r} <= 0");
            }
        }
    }
    text.push_str("End\n");
    text
}

/// Rows for this machine's own code: ours for a peak and for a day, HiGHS for the peak.
pub fn native_rows() -> Outcome<Vec<Measure>> {
    let ours = |hours| -> Outcome<(f64, f64)> {
        let mut cargo = setup::for_native()?.cargo(&project::root()?);
        cargo.args(["run", "--release", "--quiet", "--package", "headroom-core", "--example", "placement"]);
        answer(&process::output_with(&mut cargo, &problem(hours).to_string())?)
    };
    let highs = setup::highs()?;
    let script = format!(
        "const make = require({file}); (async () => {{ const highs = await make(); {times} \
         console.log(JSON.stringify(await timed(highs, {text}))); }})();",
        file = json!(highs.script.display().to_string()),
        times = TIMED,
        text = json!(programme(1)),
    );
    let mut node = process::command("node", &project::root()?);
    node.arg("-");
    let theirs = answer(&process::output_with(&mut node, &script)?)?;
    rows(ours(1)?, ours(24)?, theirs, "in Node.js")
}

/// The same rows in the browser.
pub fn browser_rows(page: &mut Page<'_>) -> Outcome<Vec<Measure>> {
    page.goto("")?;
    page.wait_for("main h1")?;
    let ours = |page: &Page<'_>, hours: usize| {
        let answered = page.eval_async(&format!(
            "const place = window.wasmBindings.BenchPlacement.ofProblem({});
             const times = []; let cost = 0;
             for (let run = 0; run < 15; run++) {{
               const started = performance.now();
               for (let each = 0; each < 10; each++) cost = place.solve();
               times.push((performance.now() - started) / 10);
             }}
             place.free(); times.sort((a, b) => a - b);
             return {{ milliseconds: times[7], cost }};",
            json!(problem(hours).to_string())
        ))?;
        read(&answered)
    };
    let (peak, day) = (ours(page, 1)?, ours(page, 24)?);
    let highs = setup::highs()?;
    let text = |file: &std::path::Path| {
        std::fs::read_to_string(file).map_err(|e| format!("{} cannot be read: {e}", file.display()))
    };
    let wasm = std::fs::read(&highs.wasm).map_err(|e| format!("{} cannot be read: {e}", highs.wasm.display()))?;
    let theirs = page.eval_async(&format!(
        "const module = {{ exports: {{}} }}, exports = module.exports;
         {script}
         const bytes = Uint8Array.from(atob('{wasm}'), letter => letter.charCodeAt(0));
         const instantiateWasm = (imports, done) => {{
             WebAssembly.instantiate(bytes, imports).then(made => done(made.instance, made.module));
             return {{}};
         }};
         const highs = await module.exports({{ instantiateWasm }});
         {TIMED}
         return await timed(highs, {text});",
        script = text(&highs.script)?,
        wasm = STANDARD.encode(wasm),
        text = json!(programme(1)),
    ))?;
    rows(peak, day, read(&theirs)?, "in the browser")
}

/// Solves a programme again and again: the median, and the least cost.
const TIMED: &str = "async function timed(highs, text) {
  const times = []; let cost = 0;
  for (let run = 0; run < 7; run++) {
    const started = performance.now();
    const answer = highs.solve(text);
    times.push(performance.now() - started);
    if (answer.Status !== 'Optimal') throw new Error(answer.Status);
    cost = answer.ObjectiveValue;
  }
  times.sort((a, b) => a - b);
  return { milliseconds: times[3], cost };
}";

fn rows(peak: (f64, f64), day: (f64, f64), highs: (f64, f64), place: &str) -> Outcome<Vec<Measure>> {
    let (ours, theirs) = (peak.1, highs.1);
    if (ours - theirs).abs() > 1e-6 * theirs {
        return Err(format!("the placement costs {ours} by our own solver and {theirs} by HiGHS"));
    }
    let row = |name: &str, value, reference, note: String| Measure { name: name.to_owned(), value, reference, note };
    Ok(vec![
        row(
            "placement: 12 regions, any one lost",
            peak.0,
            Some(highs.0),
            "residency for seven of them, with its certificate; reference: HiGHS below".to_owned(),
        ),
        row("placement: the same for each hour of a day", day.0, None, "24 hours at once".to_owned()),
        row("placement: HiGHS on the first", highs.0, None, format!("npm highs {place}, median of {RUNS}, same cost")),
    ])
}

fn answer(printed: &str) -> Outcome<(f64, f64)> {
    read(&serde_json::from_str(printed.trim()).map_err(|e| format!("no answer in `{}`: {e}", printed.trim()))?)
}

/// Milliseconds and cost.
fn read(value: &Value) -> Outcome<(f64, f64)> {
    let both = value["milliseconds"].as_f64().zip(value["cost"].as_f64());
    both.ok_or_else(|| format!("a time and a cost were expected, found {value}"))
}
