//! The plan as a report that can be printed.

use super::plan::open_example;
use super::start;
use crate::{Outcome, Page};
use serde_json::json;

pub(super) fn topics(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    open_example(page, "three-products")?;
    page.wait_for("#report-print")?;
    for (topic, words) in [
        ("demand", "Feed ranking"),
        ("sizing", "Feed ranking"),
        ("scaling", "Feed ranking"),
        ("regions", "Single region"),
        ("recovery", "recovery"),
        ("reliability", "No dependencies entered"),
        ("cost", "over 3 years"),
        ("purchasing", "Prices used"),
    ] {
        page.wait_for_text(&format!("#topic-{topic}"), words)?;
    }
    page.wait_for_text("#report-prices", "days old")?;
    page.wait_until("charts of every service", |page| Ok(page.count("#topic-sizing canvas")? >= 3))?;
    // A topic opens its page.
    page.click("#report-cost button.link")?;
    page.wait_until("the cost page", |page| Ok(page.address()?.contains("#cost")))
}

pub(super) fn printed(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    open_example(page, "three-products")?;
    page.wait_for("#report-print")?;
    // As paper has it: no rail, no buttons, the head and the link are there.
    page.cdp("Emulation.setEmulatedMedia", &json!({"media": "print"}))?;
    page.eval("window.dispatchEvent(new Event('beforeprint'));")?;
    let seen = "const shown = css => { const e = document.querySelector(css); return Boolean(e) && e.getClientRects().length > 0; };
        return ['.rail', '#report-print', '#add-service', '.inputs', '.report-head', '#report-link-text', '.report-assumptions table'].map(shown);";
    page.wait_until("a page for paper", |page| {
        Ok(page.eval(seen)? == json!([false, false, false, false, true, true, true]))
    })?;
    page.wait_for_text(".report-head", "Three-product AI platform")?;
    page.wait_for_text("#report-link-text", "#v6.")?;
    page.cdp("Emulation.setEmulatedMedia", &json!({"media": ""})).map(drop)
}
