//! Traces that are imported.

use super::start;
use crate::{Outcome, Page};
use std::fmt::Write;

/// Two weeks of hours with a quiet night, two hours missing and one line that cannot be read.
fn trace() -> String {
    let mut csv = String::from("time,requests\n");
    for hour in 0..24 * 14 {
        if hour == 100 || hour == 101 {
            continue;
        }
        let load = if hour % 24 < 8 { 3_600 } else { 7_200 };
        // Writing into text cannot fail.
        let _ = writeln!(csv, "2026-01-{:02} {:02}:00:00,{load}", 5 + hour / 24, hour % 24);
    }
    csv.push_str("2026-01-19 00:00:00,nonsense\n");
    csv
}

pub(super) fn csv(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    page.press("2")?;
    page.wait_for("#trace-file")?;
    let file = std::env::temp_dir().join(format!("headroom-e2e-{}.csv", std::process::id()));
    std::fs::write(&file, trace()).map_err(|e| e.to_string())?;
    page.choose_file("#trace-file", &file)?;
    page.wait_for("#import-start")?;
    page.click("#import-start")?;
    page.wait_for("#import-apply")?;
    page.wait_for_text("main", "334")?;
    page.click("#import-apply")?;
    // 16 hours of 2 requests/s and 8 of 1 a day, without two hours of 1 and 2.
    page.wait_for_text("#forget-measured", "Enter the shape instead")?;
    page.reload()?;
    page.wait_for("#forget-measured")
}
