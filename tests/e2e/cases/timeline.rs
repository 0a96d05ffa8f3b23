//! The policies in time: what they come to, one moment of them, and long runs.

use super::plan::open_example;
use super::start;
use crate::{Outcome, Page};

/// Opens the scaling page of the shop.
fn scaling(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    open_example(page, "black-friday-shop")?;
    page.press("4")?;
    page.wait_for("#policies-compared tbody tr")
}

pub(super) fn comparison(page: &mut Page<'_>) -> Outcome {
    scaling(page)?;
    page.wait_for_text("#policies-compared", "Kubernetes default")?;
    page.wait_for_text("#policies-compared thead th:nth-child(2)", "active")?;
    page.wait_for_text("#policies-compared thead th:last-child", "Ideal")?;
    page.wait_for_text("#policies-compared", "Static, as sized")?;
    page.click("#spend-bars [aria-controls=spend-bars-table]")?;
    page.wait_for_text("#spend thead", "Headroom")?;
    // The second policy is looked at when its name is pressed.
    page.click("#policies-compared thead th:nth-child(3) button")?;
    page.wait_until("the second policy to be looked at", |page| {
        Ok(page.property("#timeline-policy", "selectedIndex")?.as_u64() == Some(1))
    })
}

/// With every fold and table open, nothing makes the page scroll sideways on a phone.
pub(super) fn fits_a_phone(page: &mut Page<'_>) -> Outcome {
    page.set_size(360, 740)?;
    scaling(page)?;
    page.eval("document.querySelectorAll('main details').forEach(part => part.open = true);")?;
    page.click("#spend-bars [aria-controls=spend-bars-table]")?;
    page.wait_for("#spend tbody tr")?;
    page.wait_for("#policy-map-table")?;
    let width = page.eval("return document.documentElement.scrollWidth;")?;
    match width.as_u64() {
        Some(width) if width <= 360 => Ok(()),
        _ => Err(format!("at 360 px the page is {width} px wide")),
    }
}

pub(super) fn scrubbing(page: &mut Page<'_>) -> Outcome {
    scaling(page)?;
    page.wait_for_text("#moment-state", "in service")?;
    page.eval("document.querySelector('#moment').focus();")?;
    page.press("Home")?;
    page.wait_for_text("#moment-when", "00:00")?;
    let night = page.text(".moment")?;
    page.press("Right")?;
    page.wait_for_text("#moment-when", "00:01")?;
    page.press("PageUp")?;
    page.wait_until("a later hour", |page| Ok(!page.text("#moment-when")?.contains("00:0")))?;
    page.press("End")?;
    page.wait_for_text("#moment-when", "23:59")?;
    if page.text(".moment")? == night { Err("the state is the same at both ends".to_owned()) } else { Ok(()) }
}

pub(super) fn year(page: &mut Page<'_>) -> Outcome {
    scaling(page)?;
    page.click("#run-over label:nth-child(2)")?;
    // A run may be over before it is looked at: the page notes that it was seen going on.
    page.eval(
        "window.__progress = false;
         new MutationObserver(() => { if (document.querySelector('#run-progress')) window.__progress = true; })
             .observe(document.querySelector('.long-run'), {childList: true, subtree: true});",
    )?;
    page.click("#run-start")?;
    page.wait_for_text("#run-about", "365 days of")?;
    if page.eval("return window.__progress;")? != serde_json::json!(true) {
        return Err("no progress was shown".to_owned());
    }
    page.wait_for_text("#policies-compared", "Kubernetes default")?;
    page.wait_for_text("#moment-state", "in service")?;
    page.click("#run-close")?;
    page.wait_until("the stated period", |page| Ok(page.count("#run-about")? == 0))
}

/// The year of a service in several regions is run in all of them, and the table says what each keeps.
pub(super) fn year_everywhere(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    open_example(page, "three-region-payments")?;
    page.press("4")?;
    page.wait_for_text("#scaling-by-region tbody tr:nth-child(3)", "own load")?;
    let hours = page.text("#scaling-by-region tbody tr:first-child td:nth-of-type(5)")?;
    page.click("#run-over label:nth-child(2)")?;
    page.click("#run-start")?;
    page.wait_for_text("#scaling-load", "Over the year: verdict, regions")?;
    page.wait_for_text("#scaling-by-region", "region by region, over the year")?;
    page.wait_for_text("#scaling-by-region tbody", "shown below")?;
    if page.count("#scaling-by-region tbody tr")? != 3 {
        return Err("not every region was run".to_owned());
    }
    let of_year = page.text("#scaling-by-region tbody tr:first-child td:nth-of-type(5)")?;
    if of_year == hours { Err(format!("a year takes the replica-hours of the period: {hours}")) } else { Ok(()) }
}
