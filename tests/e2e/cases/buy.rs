//! How nodes are bought: commitments, spot, past prices.

use super::plan::open_example;
use super::start;
use crate::{Outcome, Page};
use serde_json::json;

/// Opens the platform with machines on the purchasing page.
fn platform(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    open_example(page, "three-products")?;
    page.click("nav a[href^='#purchasing']")?;
    page.wait_for("#buy-levels")
}

/// Chooses by its place in a list.
fn choose(page: &mut Page<'_>, list: &str, place: u32) -> Outcome {
    page.eval(&format!(
        "const list = document.querySelector('#{list}'); list.value = '{place}'; list.dispatchEvent(new Event('change', {{bubbles: true}}));"
    ))
    .map(drop)
}

fn shows(page: &mut Page<'_>, field: &str, wanted: &str) -> Outcome {
    page.wait_until(&format!("`{field}` to hold {wanted}"), |page| Ok(page.property(field, "value")? == json!(wanted)))
}

/// The row of the level in force.
const ACTIVE: &str = "#buy-levels tr.selected th";

pub(super) fn commitment(page: &mut Page<'_>) -> Outcome {
    platform(page)?;
    page.click("label.segment:has(#buy-kind-0)")?;
    page.wait_for_text(ACTIVE, "No commitment")?;
    page.click("label.segment:has(#buy-kind-1)")?;
    page.wait_for_text(ACTIVE, "Best")?;
    page.wait_for_text(ACTIVE, "active, costs least")?;
    page.wait_for_text("#buy-explained", "critical ratio")?;
    page.wait_for_text("#buy-payments", "All upfront")?;
    // Covering the peak leaves hours unused, and the page says which level costs least.
    choose(page, "buy-level", 3)?;
    page.wait_for_text(ACTIVE, "Cover the peak")?;
    page.wait_until("another level to cost least", |page| Ok(!page.text(ACTIVE)?.contains("costs least")))?;
    // A number of one's own, and back to the rule.
    page.click("#buy-nodes-stated")?;
    page.wait_for("#buy-nodes")?;
    page.type_into("#buy-nodes", "2")?;
    page.press("Enter")?;
    page.wait_for_text(ACTIVE, "As entered")?;
    page.type_into("#buy-nodes", "-3")?;
    page.press("Enter")?;
    page.wait_for_text("#buy-nodes-message [role=alert]", "ommitted nodes must be")?;
    shows(page, "#buy-nodes", "-3")?;
    page.press("Escape")?;
    page.click("#undo")?;
    page.click("#undo")?;
    page.wait_for_text(ACTIVE, "Cover the peak")?;
    // The chart has its table.
    page.wait_for_text("#buy-levels", "Cover the average")
}

pub(super) fn dollars(page: &mut Page<'_>) -> Outcome {
    platform(page)?;
    page.click("label.segment:has(#buy-kind-2)")?;
    page.wait_for_text("#buy-dollars", "goes unused in the first month")?;
    shows(page, "#buy-dollar-discount", "28")?;
    page.click("#buy-dollar-hourly-stated")?;
    page.wait_for("#buy-dollar-hourly")?;
    page.type_into("#buy-dollar-hourly", "36")?;
    page.press("Enter")?;
    // 36 / 0.72.
    page.wait_for_text("#buy-dollars", "$50")?;
    page.click("#undo")?;
    page.click("#undo")?;
    page.wait_until("the rule again", |page| Ok(page.count("#buy-dollar-hourly")? == 0))
}

pub(super) fn ways(page: &mut Page<'_>) -> Outcome {
    platform(page)?;
    page.wait_for("#buy-ways")?;
    page.wait_for_text("#buy-ways tbody tr:first-child", "As entered")?;
    page.click("#buy-ways tr[data-key='spot-80-20'] button")?;
    page.wait_for_text("#buy-spot-answers", "Break-even")?;
    page.wait_for_text("#buy-ways tbody tr:first-child", "/")?;
    let first = "return document.querySelector('input[id^=interruptible-]').checked;";
    page.wait_until("the service to take interruptions", |page| Ok(page.eval(first)? == json!(true)))?;
    // As the provider's advisor states it: 20 % a month is 0.0003 an hour.
    choose(page, "buy-spot-advisor", 4)?;
    page.wait_until("the rate of the band", |page| {
        let rate = page.property("#buy-spot-interruptions", "value")?;
        Ok(rate.as_str().is_some_and(|rate| rate.starts_with("0.000305")))
    })?;
    page.click("#undo")?;
    page.click("#undo")?;
    page.wait_until("what was before", |page| Ok(page.eval(first)? != json!(true) || page.count("#buy-nospot")? == 1))
}

/// The answer of the command for one machine in two zones.
const HISTORY: &str = r#"{"SpotPriceHistory":[
 {"AvailabilityZone":"us-east-1a","InstanceType":"c7i.4xlarge","ProductDescription":"Linux/UNIX","SpotPrice":"0.300000","Timestamp":"2026-11-02T00:00:00+00:00"},
 {"AvailabilityZone":"us-east-1a","InstanceType":"c7i.4xlarge","ProductDescription":"Linux/UNIX","SpotPrice":"0.200000","Timestamp":"2026-11-01T00:00:00+00:00"},
 {"AvailabilityZone":"us-east-1a","InstanceType":"c7i.4xlarge","ProductDescription":"Linux/UNIX","SpotPrice":"0.250000","Timestamp":"2026-11-03T00:00:00+00:00"},
 {"AvailabilityZone":"us-east-1b","InstanceType":"c7i.4xlarge","ProductDescription":"Linux/UNIX","SpotPrice":"0.280000","Timestamp":"2026-11-01T00:00:00+00:00"}]}"#;

pub(super) fn history(page: &mut Page<'_>) -> Outcome {
    platform(page)?;
    page.wait_for("#spot-history-file")?;
    let file = std::env::temp_dir().join(format!("headroom-e2e-{}-spot.json", std::process::id()));
    std::fs::write(&file, HISTORY).map_err(|e| e.to_string())?;
    page.choose_file("#spot-history-file", &file)?;
    page.wait_for_text("#spot-history-figures", "3 prices")?;
    page.wait_for_text("#spot-bids", "95th percentile")?;
    page.wait_for_text("#buy-obsolete", "Bidding is obsolete")?;
    // Two days of two at 0.2 and 0.3.
    page.click("#spot-history-take")?;
    page.wait_until("the price in the plan", |page| {
        Ok(page.eval("return document.querySelector('#undo').disabled;")? == json!(false))
    })?;
    page.click("#undo")?;
    // A file that cannot be read is refused with its place, and what was read stays.
    page.click("#spot-history-close")?;
    page.wait_for("#spot-history-paste")?;
    std::fs::write(&file, "SpotPrice\n0.2\nfree\n").map_err(|e| e.to_string())?;
    page.choose_file("#spot-history-file", &file)?;
    page.wait_for_text("#spot-history-refusal", "price on line 3 must be a number from 0 to")?;
    page.wait_for_text("#spot-history-refusal", "Nothing was changed")
}

pub(super) fn fits_a_phone(page: &mut Page<'_>) -> Outcome {
    page.set_size(360, 740)?;
    platform(page)?;
    page.eval("document.querySelector('label.segment:has(#buy-kind-1)').click(); const spot = document.querySelector('#buy-spot'); if (!spot.checked) spot.click();")?;
    page.wait_for("#buy-spot-pools")?;
    let width = page.eval("return document.documentElement.scrollWidth;")?;
    if width.as_u64().is_some_and(|width| width <= 360) {
        Ok(())
    } else {
        Err(format!("at 360 px the page is {width} px wide"))
    }
}
