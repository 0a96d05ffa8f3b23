//! Times as a person meets them: the built site, in the browser.

use super::table::{Measure, Unit, render};
use crate::server::{Port, Server};
use crate::{Outcome, e2e, project, setup, site};
use headroom_e2e::Page;

/// How many times each time is taken; the table shows the median.
const RUNS: usize = 7;

/// A year of minutes.
const POINTS: usize = 525_600;

/// The table of times in the browser, of the release site.
pub fn table() -> Outcome<String> {
    let start = Server::bind(&site::build_for_bench()?, "/", Port::Any)?.in_background();
    let driver = e2e::driver()?;
    let mut page = Page::open(&driver, &start)?;
    let rows = bench_browser(&mut page)?;
    Ok(render("site, in the browser", Unit::Milliseconds, "aim", &rows))
}

/// Takes every time on one page.
fn bench_browser(page: &mut Page<'_>) -> Outcome<Vec<Measure>> {
    let mut paint = Vec::new();
    let mut ready = Vec::new();
    for _ in 0..RUNS {
        page.goto("")?;
        page.wait_until("text in `main h1`", |page| Ok(!page.text("main h1")?.trim().is_empty()))?;
        paint.push(milliseconds(
            page,
            "return await new Promise(seen => new PerformanceObserver(list =>
                 seen(list.getEntriesByName('first-contentful-paint')[0].startTime)).observe({type: 'paint', buffered: true}));",
        )?);
        ready.push(milliseconds(page, "return performance.getEntriesByType('navigation')[0].loadEventEnd;")?);
    }
    let mut rows = vec![
        measure("first contentful paint", paint, Some(1000.0), "from this machine, warm"),
        measure("all loaded", ready, None, "end of the load event"),
    ];
    rows.push(bench_evaluate(page)?);
    rows.extend(bench_scaling(page)?);
    rows.extend(super::placement::browser_rows(page)?);
    rows.extend(bench_drill(page)?);
    rows.extend(bench_edits(page)?);
    let uplot = bench_uplot(page)?;
    rows.push(bench_redraw(page, uplot.value)?);
    rows.push(uplot);
    Ok(rows)
}

/// The chain over the largest example, warm, in batches long enough for the page's coarse clock.
fn bench_evaluate(page: &mut Page<'_>) -> Outcome<Measure> {
    page.goto("")?;
    let times = numbers(
        page,
        "const batch = 50, times = [];
         window.wasmBindings.benchEvaluate(200);
         for (let run = 0; run < 15; run++) {
           const started = performance.now();
           window.wasmBindings.benchEvaluate(batch);
           times.push((performance.now() - started) / batch);
         }
         return times;",
    )?;
    Ok(measure("evaluate, five services", times, Some(2.0), "warm; aim: under 2 ms"))
}

/// The time loop with HPA, queue and cold starts over a year of minutes, in slices as a worker runs it:
/// the first run on a new page, and the runs after it.
fn bench_scaling(page: &mut Page<'_>) -> Outcome<Vec<Measure>> {
    page.goto("")?;
    page.wait_for("main h1")?;
    let times = numbers(
        page,
        &format!(
            "const year = window.wasmBindings.BenchScaling.ofMinutes({POINTS}), times = [];
             for (let run = 0; run < 1 + {RUNS}; run++) {{
               const started = performance.now();
               year.begin();
               while (year.advance(4096));
               year.finish();
               times.push(performance.now() - started);
             }}
             year.free();
             return times;"
        ),
    )?;
    let (first, warm) = times.split_at(1);
    let rate = |row: Measure| {
        let rate = POINTS as f64 / row.value / 1000.0;
        Measure { note: format!("{rate:.1} million ticks/s; {}", row.note), ..row }
    };
    Ok(vec![
        rate(measure("scaling: a year of minutes, first call", first.to_vec(), None, "HPA, queue, cold starts")),
        rate(measure("scaling: a year of minutes, warm", warm.to_vec(), Some(40.0), "aim: under 40 ms")),
    ])
}

/// The drill of six regions over a week of minutes, in slices as a worker runs it, and one at every ten minutes.
fn bench_drill(page: &mut Page<'_>) -> Outcome<Vec<Measure>> {
    page.goto("")?;
    page.wait_for("main h1")?;
    let times = |js: &str| {
        numbers(
            page,
            &format!(
                "const drill = window.wasmBindings.BenchDrill.ofSixRegions(), times = [];
                 for (let run = 0; run < 1 + {RUNS}; run++) {{
                   const started = performance.now();
                   {js}
                   times.push(performance.now() - started);
                 }}
                 drill.free();
                 return times.slice(1);"
            ),
        )
    };
    let once = times("drill.begin(); while (drill.advance(256)); drill.finish();")?;
    let week = times("drill.beginWeek(); while (drill.advanceWeek(24));")?;
    Ok(vec![
        measure("drill: a week of six regions", once, Some(100.0), "10,080 minutes with columns; aim: under 100 ms"),
        measure("drill: every ten minutes of a week", week, None, "1,008 drills of six regions"),
    ])
}

/// Edits as a slider makes them, each until the next paint is done: on the plan that opens first, on the payments example
/// and on the largest plan that is allowed.
fn bench_edits(page: &mut Page<'_>) -> Outcome<Vec<Measure>> {
    page.goto("#sizing")?;
    let mut rows = edits(page, "")?;
    let root = project::root()?;
    page.choose_file(PLAN_FILE, &root.join("public/examples/three-region-payments.json"))?;
    page.wait_until("the payments plan", |page| Ok(page.text("main")?.contains("106")))?;
    rows.extend(edits(page, ", payments")?);
    let largest = root.join("target/largest-plan.json");
    std::fs::write(&largest, super::native::largest_plan()?)
        .map_err(|error| format!("{} cannot be written: {error}", largest.display()))?;
    page.choose_file(PLAN_FILE, &largest)?;
    page.wait_until("the largest plan", |page| Ok(page.text("main h1")?.contains("the least of 12 regions")))?;
    rows.extend(edits(page, ", largest plan")?);
    Ok(rows)
}

/// The input that takes the file of a plan.
const PLAN_FILE: &str = "#open-file";

fn edits(page: &mut Page<'_>, of: &str) -> Outcome<Vec<Measure>> {
    page.wait_for("#spare-replicas")?;
    page.eval("document.querySelector('#headroom-way-1').click();")?;
    page.wait_for("#headroom-slider")?;
    let mut times = numbers(
        page,
        "const slider = document.querySelector('#headroom-slider');
         const painted = () => new Promise(done => requestAnimationFrame(() => {
           const channel = new MessageChannel();
           channel.port1.onmessage = () => done();
           channel.port2.postMessage(0);
         }));
         const times = [];
         for (let edit = 0; edit < 300; edit++) {
           // Edits come at any moment of a frame, as a hand makes them.
           await new Promise(done => setTimeout(done, 7 + (edit * 37) % 23));
           const started = performance.now();
           slider.value = 0.2 + (edit % 150) / 100;
           slider.dispatchEvent(new Event('input', {bubbles: true}));
           await painted();
           times.push(performance.now() - started);
         }
         return times;",
    )?;
    times.sort_by(f64::total_cmp);
    let high = times.get(times.len() * 98 / 100).copied().unwrap_or_default();
    Ok(vec![
        measure(&format!("edit to next paint, half of 300{of}"), times, Some(16.0), "slider on the sizing page"),
        measure(&format!("edit to next paint, 98 % of 300{of}"), vec![high], Some(40.0), "the same edits"),
    ])
}

/// Our chart drawing the points that uPlot draws, reading every one of them anew.
fn bench_redraw(page: &mut Page<'_>, uplot: f64) -> Outcome<Measure> {
    page.goto("")?;
    let times = numbers(
        page,
        &format!(
            "const values = Float64Array.from({{length: {POINTS}}}, (_, i) => {{ const t = i * 60; return 500 + 300 * Math.sin(t / 13751) + 97 * ((t * 7919) % 101) / 101; }});
             const canvas = document.createElement('canvas');
             canvas.width = 1000; canvas.height = 300;
             document.body.append(canvas);
             const chart = new window.wasmBindings.BenchChart(values);
             const times = [];
             for (let run = 0; run < {RUNS}; run++) {{
               const started = performance.now();
               chart.redraw(canvas);
               canvas.getContext('2d').getImageData(0, 0, 1, 1);
               times.push(performance.now() - started);
             }}
             canvas.remove();
             return times;"
        ),
    )?;
    Ok(measure(&format!("full redraw of {POINTS} points"), times, Some(uplot / 2.0), "aim: half of uPlot's time below"))
}

fn numbers(page: &Page<'_>, js: &str) -> Outcome<Vec<f64>> {
    let found = page.eval_async(js)?;
    let numbers: Vec<f64> = found.as_array().into_iter().flatten().filter_map(|number| number.as_f64()).collect();
    if numbers.is_empty() { Err(format!("times were expected from the page, found {found}")) } else { Ok(numbers) }
}

/// uPlot drawing a year of minutes: what our own charts are compared with.
fn bench_uplot(page: &mut Page<'_>) -> Outcome<Measure> {
    let file = setup::uplot()?;
    let uplot = std::fs::read_to_string(&file).map_err(|e| format!("{} cannot be read: {e}", file.display()))?;
    // The page's policy refuses foreign scripts, so uPlot comes in with the command itself.
    let script = format!(
        "{uplot}
         const x = Array.from({{length: {POINTS}}}, (_, i) => i * 60);
         const y = x.map(t => 500 + 300 * Math.sin(t / 13751) + 97 * ((t * 7919) % 101) / 101);
         const place = document.body.appendChild(document.createElement('div'));
         const times = [];
         for (let run = 0; run < {RUNS}; run++) {{
           const started = performance.now();
           const chart = new uPlot({{width: 1000, height: 300, series: [{{}}, {{stroke: 'black'}}]}}, [x, y], place);
           await Promise.resolve();
           place.querySelector('canvas').getContext('2d').getImageData(0, 0, 1, 1);
           times.push(performance.now() - started);
           chart.destroy();
         }}
         place.remove();
         return times;"
    );
    page.goto("")?;
    let times = page.eval_async(&script)?;
    let times: Vec<f64> = times.as_array().into_iter().flatten().filter_map(|time| time.as_f64()).collect();
    if times.len() != RUNS {
        return Err("uPlot did not draw in the browser".to_owned());
    }
    Ok(measure(&format!("uPlot draws {POINTS} points"), times, None, "for comparison with our charts"))
}

fn milliseconds(page: &Page<'_>, js: &str) -> Outcome<f64> {
    let value = page.eval_async(js)?;
    value.as_f64().ok_or_else(|| format!("a time was expected from the page, found {value}"))
}

fn measure(name: &str, mut times: Vec<f64>, reference: Option<f64>, note: &str) -> Measure {
    times.sort_by(f64::total_cmp);
    let value = times.get(times.len() / 2).copied().unwrap_or_default();
    Measure { name: name.to_owned(), value, reference, note: note.to_owned() }
}
