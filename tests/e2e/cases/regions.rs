//! Regions: what may be lost, what that takes, and what a person does about it.

use super::drill::choose;
use super::plan::open_example;
use super::start;
use crate::{Outcome, Page};

/// Opens an example on the regions page.
fn example(page: &mut Page<'_>, slug: &str) -> Outcome {
    start(page)?;
    page.wait_for("header .menu > summary")?;
    open_example(page, slug)?;
    page.click("nav a[href^='#regions']")?;
    page.wait_for("#region-search")
}

fn payments(page: &mut Page<'_>) -> Outcome {
    example(page, "three-region-payments")?;
    page.wait_for_text("main h1", "Survives the loss of any one of 3 regions")
}

/// Waits until the plan has so many regions.
fn regions(page: &mut Page<'_>, wanted: usize) -> Outcome {
    page.wait_until(&format!("{wanted} regions"), |page| Ok(page.count("#regions .regions li")? == wanted))
}

pub(super) fn starter(page: &mut Page<'_>) -> Outcome {
    example(page, "seed-service")?;
    page.wait_for_text("main h1", "Single region")?;
    page.click("button[data-set=aws-world]")?;
    page.wait_for_text("main h1", "of 3 regions")?;
    page.wait_for_text("#factors", "1.5 ×")?;
    page.wait_for_text("nav a[href^='#regions']", "N−")?;
    page.click("#undo")?;
    page.wait_for("button[data-set=aws-world]")?;
    regions(page, 0)
}

pub(super) fn deployed(page: &mut Page<'_>) -> Outcome {
    payments(page)?;
    // Without Singapore its users go to the nearest of the other two, each of which must carry all of them.
    page.click("#deployed-3")?;
    page.wait_for_text("main h1", "Survives the loss of any one of 2 regions")?;
    page.click("#deployed-replicas-1-stated")?;
    page.wait_for("#deployed-replicas-1")?;
    page.type_into("#deployed-replicas-1", "12")?;
    page.press("Enter")?;
    page.wait_for_text("main", "12 are deployed and")?;
    page.wait_for_text("#fleet-ledger tbody", "more needed than deployed")?;
    page.click("#deployed-everywhere")?;
    page.wait_for_text("main h1", "Survives the loss of any one of 3 regions: 106 replicas")
}

pub(super) fn placement_is_tried(page: &mut Page<'_>) -> Outcome {
    payments(page)?;
    // The cheapest placement keeps fewer replicas than the availability target needs.
    page.wait_for_text("#use-cheapest .offer-effect", "Cost per month")?;
    page.wait_for_text("#use-cheapest", "Then fails (Reliability")?;
    page.wait_for_text("main h1", "106 replicas")?;
    // Whoever takes it all the same has it in one step, and takes it back in one.
    page.click("#use-cheapest li button:not([aria-disabled])")?;
    page.wait_for_text("main h1", "68 replicas")?;
    page.click("#undo")?;
    page.wait_for_text("main h1", "106 replicas")
}

pub(super) fn losing_on_the_map(page: &mut Page<'_>) -> Outcome {
    payments(page)?;
    page.wait_until("three places", |page| Ok(page.count("#region-map .world-place")? == 3))?;
    page.click("#region-map .world-place[data-place='1']")?;
    page.wait_for_text("#region-map .chart-title", "Virginia lost")?;
    page.wait_for("#region-map .world-place.is-lost[aria-pressed=true]")?;
    page.wait_until("two lines", |page| Ok(page.count("#region-map .world-way")? == 2))?;
    page.wait_for_text("#loads tbody tr:nth-child(1)", "lost")?;
    page.wait_for_text("#users-see thead", "After the loss")?;
    // By keyboard: the button keeps the focus, Enter takes the loss back.
    page.press("Enter")?;
    page.wait_for_text("#region-map .chart-title", "All regions up")?;
    page.wait_for_text("#region-map .world-readout", "Virginia")?;
    page.eval("document.querySelector('#loss-2').click();")?;
    page.wait_for_text("#region-map .chart-title", "Ireland lost")
}

pub(super) fn adding(page: &mut Page<'_>) -> Outcome {
    payments(page)?;
    page.type_into("#region-search", "aws frankfurt")?;
    page.wait_for("button[data-region=eu-central-1]")?;
    page.press("Enter")?;
    regions(page, 4)?;
    page.wait_for_text("#one-region", "AWS eu-central-1: Frankfurt am Main")?;
    page.wait_for_text("main h1", "Survives the loss of any one of 4 regions")?;
    page.wait_for_text("#round-trips", "Frankfurt am Main")?;
    page.wait_for_text("#latencies .sources", "GeoNames")?;
    page.type_into("#users-4", "30")?;
    page.press("Enter")?;
    page.wait_for_text("#shares", "23.1 %")?;
    page.click("#custom-location > summary")?;
    page.click("#own-add")?;
    page.wait_for_text("#custom-location [role=alert]", "must have a name")?;
    for (field, text) in [("name", "Zürich"), ("latitude", "99"), ("longitude", "8.5"), ("offset", "1")] {
        page.type_into(&format!("#own-{field}"), text)?;
    }
    page.click("#own-add")?;
    page.wait_for_text("#custom-location [role=alert]", "Latitude must be between")?;
    page.type_into("#own-latitude", "47.4")?;
    page.click("#own-add")?;
    regions(page, 5)?;
    page.click("#region-hosts")?;
    page.wait_for_text("#regions .regions li:nth-child(5)", "users only")?;
    page.click("button[aria-label='Remove Zürich']")?;
    regions(page, 4)
}

pub(super) fn residency(page: &mut Page<'_>) -> Outcome {
    payments(page)?;
    page.click("#residency > summary")?;
    page.wait_for("#eu-in-eu")?;
    page.click("#eu-in-eu")?;
    page.wait_for("main h1 .fails")?;
    page.wait_for_text("#missing", "residency leaves no region")?;
    page.wait_for_text("#missing", "Ireland")?;
    page.wait_for_text("#residency > summary", "EU users within EU")?;
    let lever = "#region-levers button[aria-label^='Try it: Add']:not([aria-disabled])";
    page.wait_for(lever)?;
    page.click(lever)?;
    regions(page, 4)?;
    page.wait_until("nothing to be missing", |page| Ok(page.count("#missing")? == 0))?;
    page.click("#undo")?;
    page.wait_for("#missing")?;
    page.click("#undo")?;
    page.wait_until("nothing to be missing", |page| Ok(page.count("#missing")? == 0))
}

pub(super) fn quota(page: &mut Page<'_>) -> Outcome {
    payments(page)?;
    page.click("#region-1")?;
    page.click("#one-region a[href^='#sizing']")?;
    page.click("#limits > summary")?;
    page.click("#limit-add")?;
    choose(page, "limit-region-1", "Virginia")?;
    choose(page, "limit-of-1", "One service")?;
    page.type_into("#limit-most-1", "20")?;
    page.press("Enter")?;
    page.wait_for_text("#limits > summary", "20 replicas of Payments API in Virginia")?;
    page.wait_for_text("#limit-uses", "20 replicas")?;
    page.wait_for_text("main h1", "Limits leave")?;
    page.click("nav a[href^='#regions']")?;
    page.wait_for_text("#region-levers", "Raise the limit of 20 replicas of Payments API in Virginia to 40")?;
    page.wait_for_text("#missing", "no capacity")?;
    let lever = "#region-levers button[aria-label^='Try it: Raise the limit of 20 replicas']:not([aria-disabled])";
    page.wait_for(lever)?;
    page.click(lever)?;
    page.wait_until("nothing to be missing", |page| Ok(page.count("#missing")? == 0))?;
    page.click("nav a[href^='#sizing']")?;
    page.wait_for_text("#limits > summary", "40 replicas of Payments API in Virginia")
}

pub(super) fn round_trip(page: &mut Page<'_>) -> Outcome {
    payments(page)?;
    page.type_into("#survive", "2")?;
    page.press("Enter")?;
    page.wait_for_text("main h1", "Survives the loss of any 2 of 3 regions")?;
    let replicas = page.text("#region-capacity tfoot")?;
    page.eval("window.copied = ''; navigator.clipboard.writeText = async text => { window.copied = text; };")?;
    page.click("#copy-link")?;
    page.wait_for_text("#copy-link", "Link copied")?;
    let link = page.eval("return window.copied;")?;
    let fragment = link.as_str().and_then(|link| link.split_once('#')).ok_or("the link has no fragment")?.1.to_owned();
    page.eval("localStorage.clear(); Storage.prototype.setItem = () => {};")?;
    page.eval(&format!("history.replaceState(null, '', '#{fragment}');"))?;
    page.reload()?;
    page.wait_for("nav a[href^='#regions']")?;
    page.click("nav a[href^='#regions']")?;
    page.wait_for_text("main h1", "Survives the loss of any 2 of 3 regions")?;
    let after = page.text("#region-capacity tfoot")?;
    if after == replicas { Ok(()) } else { Err(format!("`{replicas}` became `{after}`")) }
}

pub(super) fn overview(page: &mut Page<'_>) -> Outcome {
    payments(page)?;
    page.click("nav a[href^='#overview']")?;
    page.wait_for_text("#services-regions", "any 1 of 3, target 1")?;
    page.click("#services-regions button.link")?;
    page.wait_for("#region-map")
}

pub(super) fn fits_a_phone(page: &mut Page<'_>) -> Outcome {
    page.set_size(360, 740)?;
    example(page, "global-llm")?;
    page.eval("document.querySelectorAll('main details').forEach(details => { details.open = true; });")?;
    page.wait_for("#failover-ttl")?;
    page.click("#region-map .world-place:not(.is-users)")?;
    page.wait_for("#region-map .world-place.is-lost")?;
    let width = page.eval("return document.documentElement.scrollWidth;")?;
    match width.as_u64() {
        Some(width) if width <= 360 => Ok(()),
        _ => Err(format!("at 360 px the page is {width} px wide")),
    }
}
