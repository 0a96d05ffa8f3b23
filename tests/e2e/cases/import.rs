//! Traces that are imported.

use super::start;
use crate::{Outcome, Page};
use std::fmt::Write;

/// Two weeks of hours with a quiet night, two hours missing and one line that cannot be read; at night so many requests a
/// second.
fn trace(at_night: u64) -> String {
    let mut csv = String::from("time,requests\n");
    for hour in 0..24 * 14 {
        if hour == 100 || hour == 101 {
            continue;
        }
        let load = 3_600 * if hour % 24 < 8 { at_night } else { 2 * at_night };
        // Writing into text cannot fail.
        let _ = writeln!(csv, "2026-01-{:02} {:02}:00:00,{load}", 5 + hour / 24, hour % 24);
    }
    csv.push_str("2026-01-19 00:00:00,nonsense\n");
    csv
}

/// Imports such a trace and uses it as demand.
fn imported(page: &mut Page<'_>, at_night: u64) -> Outcome {
    page.press("2")?;
    page.wait_for("#trace-file")?;
    let file = std::env::temp_dir().join(format!("headroom-e2e-{}.csv", std::process::id()));
    std::fs::write(&file, trace(at_night)).map_err(|e| e.to_string())?;
    page.choose_file("#trace-file", &file)?;
    page.wait_for("#import-start")?;
    page.click("#import-start")?;
    page.wait_for("#import-apply")?;
    page.wait_for_text("main", "334")?;
    page.click("#import-apply")
}

/// Levers, map and verdict speak of the trace that was run, through an edit, and of the plan again when it is closed.
pub(super) fn tuned(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    imported(page, 3_000)?;
    page.wait_for_text("#forget-measured", "Enter the shape instead")?;
    page.press("4")?;
    page.wait_for_text("#scaling-load", "On the plan's demand")?;
    page.click("#run-over label:nth-child(3)")?;
    page.click("#run-start")?;
    page.wait_for_text("#run-about", "14 days")?;
    page.wait_for_text("#scaling-load", "Over the trace headroom-e2e")?;
    page.wait_for_text(".summary-load", "On the plan's demand")?;
    page.eval("document.querySelector('#explore-levers > summary').click();")?;
    page.wait_for_text("#scaling-levers", "Over the trace headroom-e2e")?;
    page.eval("document.querySelector('#explore-map > summary').click();")?;
    page.wait_for_text("#policy-map", "of 14 days")?;
    let before = page.text("#policies-compared")?;
    page.type_into("#policy-hpa-target-1-1", "30")?;
    page.wait_until("the run after the edit", |page| {
        Ok(page.count("#run-about")? == 1
            && page.text("#run-about")?.contains("It follows every edit")
            && page.text("#policies-compared")? != before)
    })?;
    page.click("#run-close")?;
    page.wait_for_text("#scaling-load", "On the plan's demand")?;
    page.wait_until("nothing said of a trace", |page| Ok(page.count(".summary-load")? == 0))
}

pub(super) fn csv(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    imported(page, 1)?;
    // 16 hours of 2 requests/s and 8 of 1 a day, without two hours of 1 and 2.
    page.wait_for_text("#forget-measured", "Enter the shape instead")?;
    page.reload()?;
    page.wait_for("#forget-measured")
}
