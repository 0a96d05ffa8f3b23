//! Purchasing: which machine, among all that a replica fits.

use super::plan::open_example;
use super::start;
use crate::{Outcome, Page};
use serde_json::json;

/// Opens an example's purchasing page with its prices.
fn opened(page: &mut Page<'_>, example: &str) -> Outcome {
    start(page)?;
    open_example(page, example)?;
    page.click("nav a[href^='#purchasing']")?;
    page.wait_for("#choice .choice-table tbody tr")
}

fn choose(page: &mut Page<'_>, list: &str, value: &str) -> Outcome {
    page.click(&format!("{list} option[value='{value}']"))
}

pub(super) fn ranked(page: &mut Page<'_>) -> Outcome {
    opened(page, "seed-service")?;
    page.wait_for_text("main h1", "No instance type chosen: 57 replicas")?;
    page.wait_for_text(".choice-says", "57 replicas, on-demand")?;
    page.wait_for_text("#price-sources .credits", "Spare Cores, CC BY-SA 4.0")?;
    if page.count("#choice .choice-table tbody tr")? != 30 {
        return Err("30 rows were expected".to_owned());
    }
    page.click("#choice-more")?;
    page.wait_until("60 rows", |page| Ok(page.count("#choice .choice-table tbody tr")? == 60))?;
    // A column sorts by click and by key.
    page.click("#choice th:nth-child(3) button")?;
    page.wait_for("#choice th:nth-child(3)[aria-sort=ascending]")?;
    page.press("Enter")?;
    page.wait_for("#choice th:nth-child(3)[aria-sort=descending]")?;
    choose(page, "#choice-provider", "gcp")?;
    choose(page, "#choice-region", "us-central1")?;
    page.click("#choice-purchase-3")?;
    page.wait_for_text(".choice-says", "all on spot")?;
    page.type_into("#choice-words", "n2 standard")?;
    page.wait_for_text("#choice .choice-table tbody th", "Google Cloud n2")?;
    page.wait_for_text("#choice-ranking tbody th", "us-central1")
}

pub(super) fn chosen(page: &mut Page<'_>) -> Outcome {
    opened(page, "seed-service")?;
    page.click("#pin-baseline")?;
    choose(page, "#choice-provider", "aws")?;
    choose(page, "#choice-region", "us-east-1")?;
    page.type_into("#choice-words", "m5.4xlarge")?;
    page.wait_until("one row", |page| Ok(page.count("#choice .choice-table tbody tr")? == 1))?;
    page.click("#choice .choice-table tbody th .link")?;
    page.wait_for_text(".row-detail table", "Karpenter")?;
    page.click("#choice button[data-act=use]")?;
    page.wait_for_text("main h1", "57 nodes of AWS m5.4xlarge in us-east-1 run 57 replicas, 1 per node")?;
    page.wait_for("#choice button[data-act=use][aria-pressed=true]")?;
    page.wait_for_text("#price-from", "2026-07-20")?;
    page.wait_for_text("#machine-fleet tr.differs", "none selected, priced per replica")?;
    // A price of one's own counts, and the list's can be had back.
    page.type_into("#price-hour", "0.5")?;
    page.press("Enter")?;
    // By hand: 57 · 0.5 · 730; of 16 vCPUs EKS leaves room for one replica of 8.
    page.wait_for_text("main h1", "$20,805 a month")?;
    page.wait_for_text("#price-from", "entered by hand")?;
    page.click("#machine-listed")?;
    page.wait_for_text("main h1", "$31,956 a month")?;
    page.type_into("#negotiated", "10")?;
    page.press("Enter")?;
    page.wait_for_text("main h1", "$28,761 a month")?;
    page.click("#undo")?;
    page.wait_for_text("main h1", "$31,956 a month")?;
    page.reload()?;
    page.wait_for_text("main h1", "57 nodes of AWS m5.4xlarge")?;
    page.click("#machine-remove")?;
    page.wait_for_text("main h1", "No instance type chosen")
}

pub(super) fn own_type(page: &mut Page<'_>) -> Outcome {
    opened(page, "seed-service")?;
    page.click("#machine-own")?;
    page.wait_for_text("main h1", "the instance type has no price")?;
    page.type_into("#own-name", "rack-7")?;
    page.press("Tab")?;
    page.type_into("#own-vcpus", "64")?;
    page.press("Enter")?;
    page.type_into("#own-memory", "256")?;
    page.press("Enter")?;
    page.click("#price-hour-stated")?;
    page.wait_for("#price-hour")?;
    page.type_into("#price-hour", "2")?;
    page.press("Enter")?;
    // By hand: 64/8 = 8 a node, ⌈57/8⌉ = 8 nodes, 8 · 2 · 730.
    page.wait_for_text("main h1", "8 nodes of rack-7 run 57 replicas, 8 per node, for $11,680 a month")
}

pub(super) fn refused(page: &mut Page<'_>) -> Outcome {
    opened(page, "llm-chat")?;
    page.wait_for_text("#refused", "Too few GPUs")?;
    page.type_into("#refused-words", "m5.large")?;
    page.wait_for_text("#refused li", "AWS m5.large")?;
    page.wait_for_text("#refused li", "needs 1 GPU, has 0")?;
    // Memory of each GPU rules out the small ones.
    page.type_into("#refused-words", "g5.12xlarge")?;
    page.click("#need-gpu-memory-stated")?;
    page.wait_for("#need-gpu-memory")?;
    page.type_into("#need-gpu-memory", "80 GiB")?;
    page.press("Enter")?;
    page.wait_for_text("#refused li", "needs 80 GiB of memory per GPU, has 24")?;
    page.click("#lesson > summary")?;
    page.wait_for_text("#lesson", "which has none")?;
    page.wait_for_text("#lesson", "With GPUs required")
}

pub(super) fn plan_regions(page: &mut Page<'_>) -> Outcome {
    opened(page, "three-region-payments")?;
    let chosen = page.eval("return document.querySelector('#choice-region').selectedOptions[0].textContent;")?;
    if !chosen.as_str().is_some_and(|words| words.starts_with("3 regions of the plan")) {
        return Err(format!("the plan's regions were expected, but {chosen} is chosen"));
    }
    page.wait_for_text("#choice-ranking tbody th", "us-east-1, eu-west-1, ap-southeast-1")?;
    page.click("#choice button[data-act=use]")?;
    page.wait_for_text("main h1", "in 3 regions")?;
    // Each region's price is stored with its date when a type is chosen.
    page.wait_for_text("#region-prices tbody", "stored price")?;
    page.wait_until("every region to have a price", |page| Ok(page.count("#fill-prices")? == 0))
}

pub(super) fn shared_nodes(page: &mut Page<'_>) -> Outcome {
    opened(page, "three-products")?;
    page.type_into("#node-pool", "web")?;
    page.press("Enter")?;
    // A pool that one service names is its own nodes.
    page.wait_for_text("#machine-fleet", "none")?;
    page.click("nav a[href^='#overview']")?;
    page.click("#services button[aria-label='Duplicate Feed ranking']")?;
    page.click("nav a[href^='#purchasing']")?;
    page.wait_for_text("#pool-says", "nodes of AWS c7i.4xlarge on average in the first month")?;
    page.wait_for_text("#pool-shares tbody", "Unused")?;
    page.wait_for_text("#buy-together", "The nodes of pool web, bought together for this service and Feed ranking")?;
    page.click("nav a[href^='#cost']")?;
    page.wait_for_text("#paid-nodes tbody", "Pool web, unused")?;
    // On another type it has nodes of its own, and one press takes it back.
    page.click("nav a[href^='#purchasing']")?;
    page.click("#machine-own")?;
    page.wait_for_text(
        "#pool-excluded",
        "It has nodes of its own: a replica does not fit Custom type: needs 7.5 vCPU, has 7.",
    )?;
    page.wait_until("no shared nodes", |page| Ok(page.count("#pool-shares")? == 0))?;
    page.click("#pool-join")?;
    page.wait_for_text("#pool-says", "nodes of AWS c7i.4xlarge")?;
    page.reload()?;
    page.wait_for_text("#pool-says", "nodes of AWS c7i.4xlarge")
}

pub(super) fn prices_fail(page: &mut Page<'_>) -> Outcome {
    page.cdp("Network.enable", &json!({}))?;
    page.cdp("Network.setBlockedURLs", &json!({"urls": ["*catalog*"]}))?;
    page.goto("#purchasing")?;
    page.wait_for_text(".prices-state[role=alert]", "The prices could not be loaded")?;
    page.wait_for_text("main h1", "No instance type chosen")?;
    page.cdp("Network.setBlockedURLs", &json!({"urls": []}))?;
    page.click("#prices-again")?;
    page.wait_for("#choice .choice-table tbody tr")?;
    // What was blocked on purpose is no complaint.
    page.complaints().map(drop)
}

pub(super) fn fits_a_phone(page: &mut Page<'_>) -> Outcome {
    page.set_size(360, 740)?;
    opened(page, "llm-chat")?;
    page.click("#choice .choice-table tbody th .link")?;
    page.wait_for(".row-detail table")?;
    page.click("#lesson > summary")?;
    let width = page.eval("return document.documentElement.scrollWidth;")?;
    if width.as_u64().is_some_and(|width| width <= 360) {
        Ok(())
    } else {
        Err(format!("at 360 px the page is {width} px wide"))
    }
}
