//! Parts of the app that come later, or do not come.

use super::start;
use crate::{Outcome, Page};
use serde_json::json;

/// Cuts off what matches, from the next visit on.
fn cut_off(page: &Page<'_>, files: &[&str]) -> Outcome {
    page.cdp("Network.enable", &json!({}))?;
    page.cdp("Network.setBlockedURLs", &json!({"urls": files}))?;
    page.cdp("Network.setCacheDisabled", &json!({"cacheDisabled": !files.is_empty()})).map(drop)
}

pub(super) fn page_missing(page: &mut Page<'_>) -> Outcome {
    cut_off(page, &["*-cost.wasm"])?;
    start(page)?;
    page.wait_for_text("main h1", "57 replicas")?;
    page.press("7")?;
    page.wait_for_text("main [role=alert]", "This page cannot be shown")?;
    page.wait_for_text("main h1", "Cost")?;
    // What is here goes on.
    page.press("1")?;
    page.wait_for_text("main h1", "57 replicas")?;
    page.press("7")?;
    page.wait_for("#fetch-again")?;
    cut_off(page, &[])?;
    page.click("#fetch-again")?;
    page.wait_for_text("main h1", "in the first month")?;
    // What was cut off on purpose is no complaint.
    page.complaints().map(drop)
}

/// The parts that were fetched so far, as the end of their names.
const FETCHED: &str = "return performance.getEntriesByType('resource').map(entry => entry.name)
    .filter(name => name.endsWith('.wasm')).map(name => name.split('-').pop());";

pub(super) fn rest(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    page.wait_for_text("main h1", "57 replicas")?;
    page.wait_until("every page to be fetched while the page rests", |page| {
        let fetched = page.eval(FETCHED)?.to_string();
        let pages = ["demand", "sizing", "scaling", "regions", "recovery", "cost", "purchasing"];
        Ok(pages.iter().all(|name| fetched.contains(&format!("{name}.wasm"))))
    })?;
    let fetched = page.eval(FETCHED)?;
    let mut names: Vec<&str> = fetched.as_array().into_iter().flatten().filter_map(|name| name.as_str()).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    if names.len() == all { Ok(()) } else { Err(format!("fetched twice: {fetched}")) }
}
