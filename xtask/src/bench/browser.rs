//! Times as a person meets them: the built site, in the browser.

use super::table::{Measure, Unit, render};
use crate::e2e::{Driver, Page};
use crate::server::{Port, Server};
use crate::{Outcome, project, setup};

/// How many times each time is taken; the table shows the median.
const RUNS: usize = 7;

/// A year of minutes.
const POINTS: usize = 525_600;

/// The table of times in the browser for the site in `dist/`.
pub fn table() -> Outcome<String> {
    let start = Server::bind(&project::root()?.join("dist"), "/", Port::Any)?.in_background();
    let driver = Driver::start(&setup::browser()?.driver)?;
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
    rows.push(bench_uplot(page)?);
    Ok(rows)
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
