//! What a person asks about coming back after the loss of a region.

use super::drill::{choose, look};
use super::links::{arrive, copied_link};
use super::plan::open_example;
use super::start;
use crate::{Outcome, Page};
use serde_json::json;

/// Opens an example on the recovery page.
fn recovery(page: &mut Page<'_>, example: &str) -> Outcome {
    start(page)?;
    page.wait_for("header .menu > summary")?;
    open_example(page, example)?;
    page.click("nav a[href^='#recovery']")?;
    page.wait_for("#tiers tbody tr")
}

fn state(page: &mut Page<'_>, field: &str, value: &str) -> Outcome {
    page.type_into(field, value)?;
    page.press("Enter")
}

/// What the row of a tier says.
fn row(tier: &str) -> String {
    format!("#tiers tr[data-key={tier}]")
}

pub(super) fn objectives(page: &mut Page<'_>) -> Outcome {
    recovery(page, "seed-service")?;
    page.wait_for_text(".comparison-key .stat:nth-child(1)", "no tier selected")?;
    page.click("#recovery-rto-stated")?;
    page.wait_for("#recovery-rto")?;
    state(page, "#recovery-rto", "5 min")?;
    // 90 s to notice, 5 min to decide, 2 min to redirect.
    page.wait_for_text(&row("tier-hot"), "RTO missed by 3.5 min; shorten \u{201c}decide\u{201d}")?;
    page.wait_for_text(&row("tier-cold"), "RTO missed by")?;
    page.wait_for_text(&row("tier-active"), "3.5 min")?;
    let active = page.text(&row("tier-active"))?;
    if !active.contains("none") {
        return Err(format!("active-active takes 3.5 of 5 min, but its row says `{active}`"));
    }
    page.wait_for_text("main h1", "select a recovery tier")?;
    // Deciding by a machine takes a minute, and hot standby holds.
    page.click("#tier-hot > summary")?;
    page.wait_for("#tier-decide-tier-hot")?;
    state(page, "#tier-decide-tier-hot", "60 s")?;
    page.wait_for_text(&row("tier-hot"), "4.5 min")?;
    page.click(&format!("{} button", row("tier-hot")))?;
    page.wait_for_text(&row("tier-hot"), "active")?;
    page.wait_for_text("main h1", "(target 5 min)")?;
    page.click("#undo")?;
    page.wait_for_text("main h1", "select a recovery tier")
}

pub(super) fn region_is_chosen(page: &mut Page<'_>) -> Outcome {
    recovery(page, "seed-service")?;
    page.click(&format!("{} button", row("tier-hot")))?;
    // As many as run at home, in a region without a name.
    page.wait_for_text("#fleet-ledger tbody", "Recovery region, not chosen")?;
    page.wait_for_text("#fleet-ledger tr.total", "114")?;
    choose(page, "home-region", "AWS eu-central-1, Frankfurt am Main")?;
    page.wait_for_text("#fleet-ledger tbody", "Frankfurt am Main")?;
    page.wait_for_text("#fleet-ledger tbody", "Recovery region, not chosen")?;
    choose(page, "recovery-region", "AWS eu-west-1, Dublin")?;
    page.wait_for_text("#fleet-ledger tbody tr:nth-child(2)", "Dublin")?;
    page.wait_for_text("#fleet-ledger tr.total", "114")?;
    page.click("nav a[href^='#regions']")?;
    page.wait_for_text("main h1", "Survives the loss of any one of 2 regions: 114 replicas")?;
    look(page, "drill")?;
    page.wait_for_text("#drill-verdict", "Losing")?;
    page.click("nav a[href^='#recovery']")?;
    page.click("#undo")?;
    page.wait_for_text("#fleet-ledger tbody", "Recovery region, not chosen")
}

pub(super) fn tier_moves_the_fleet(page: &mut Page<'_>) -> Outcome {
    recovery(page, "three-region-payments")?;
    // 10, 16 and 13 replicas of reserve, all of them ready.
    page.wait_for_text("#fleet-ledger tr.total", "106")?;
    page.wait_for_text("#fleet-ledger tr.total", "39")?;
    page.wait_for_text("nav a[href^='#cost']", "$51,004")?;
    page.click(&format!("{} button", row("tier-cold")))?;
    page.wait_for_text(&row("tier-cold"), "active")?;
    page.wait_for_text("nav a[href^='#cost']", "$37,400")?;
    page.click("nav a[href^='#regions']")?;
    page.wait_for_text("#fleet-ledger tr.total", "67")?;
    page.wait_for_text("main h1", "is not survived at once, only when the reserve is up")?;
    // With nothing ready each region's policy follows its own load; with all of it, the load after a loss.
    page.click("nav a[href^='#scaling']")?;
    page.wait_for_text("#scaling-by-region tbody tr:nth-child(1)", "own load")?;
    page.wait_for_text("#scaling-by-region thead", "Aims at")?;
    page.click("#undo")?;
    page.wait_for_text("#scaling-by-region tbody tr:nth-child(1)", "2.74 × own load")?;
    page.click("nav a[href^='#sizing']")?;
    page.wait_for_text("#sizing-by-region tbody", "least to spare")?;
    page.click("nav a[href^='#regions']")?;
    page.wait_for_text("nav a[href^='#cost']", "$51,004")?;
    page.wait_for_text("main h1", "Survives the loss of any one of 3 regions")
}

pub(super) fn money(page: &mut Page<'_>) -> Outcome {
    recovery(page, "three-region-payments")?;
    page.wait_for_text("#money-says", "At $400,000 an hour")?;
    page.click("#losses > summary")?;
    page.wait_for("#recovery-loss")?;
    let mut cheapest = Vec::new();
    for loss in ["1", "100M"] {
        state(page, "#recovery-loss", loss)?;
        page.wait_for_text("#money-says", if loss == "1" { "At $1.00 an hour" } else { "At $100,000,000 an hour" })?;
        page.wait_until("one tier to be the cheapest", |page| Ok(page.count("#winners .selected")? == 1))?;
        cheapest.push(page.text("#winners .selected th")?);
    }
    if cheapest[0] == cheapest[1] {
        return Err(format!("whatever an hour costs, {} is the cheapest", cheapest[0]));
    }
    // The first stretch begins at nothing; its button puts its tier in force.
    page.click("#winners tbody tr:first-child button")?;
    page.wait_for_text("#winners tbody tr:first-child", "active")
}

pub(super) fn unknown(page: &mut Page<'_>) -> Outcome {
    recovery(page, "three-region-payments")?;
    page.click("#losses > summary")?;
    page.wait_for("#recovery-loss-stated")?;
    page.click("#recovery-loss-stated")?;
    for tier in ["tier-cold", "tier-pilot", "tier-warm", "tier-hot", "tier-active"] {
        for column in [6, 7] {
            let cell = format!("{} > :nth-child({column})", row(tier));
            page.wait_for_text(&cell, "unknown")?;
        }
    }
    page.wait_for_text(".comparison-key .stat:nth-child(3)", "losses unknown")?;
    page.wait_for_text("#money-says", "The cost of an hour of outage is not entered")?;
    page.wait_for("#winners tbody tr")
}

pub(super) fn circle(page: &mut Page<'_>) -> Outcome {
    recovery(page, "three-region-payments")?;
    page.wait_for_text("#stands-on", "Card networks")?;
    // Payments needs the ledger; the ledger cannot need payments.
    page.eval("const list = document.querySelector('#service'); list.value = '2'; list.dispatchEvent(new Event('change', {bubbles: true}));")?;
    page.wait_until("the ledger", |page| Ok(!page.text("#stands-on")?.contains("Card networks")))?;
    page.click("#needs > summary")?;
    page.wait_for("#need-service")?;
    page.click("#need-service option:nth-child(2)")?;
    page.wait_for_text("#need-refusal", "circular dependencies are not allowed. Nothing was changed")?;
    page.click("#need-add")?;
    page.wait_for("#needed-availability-1")?;
    state(page, "#needed-availability-1", "99")?;
    page.wait_for_text("#stands-on tbody", "99 %")?;
    page.click("#needs .need button.small")?;
    page.wait_until("the supplier to go", |page| Ok(page.count("#needs .need")? == 0))
}

pub(super) fn link(page: &mut Page<'_>) -> Outcome {
    recovery(page, "three-region-payments")?;
    state(page, "#recovery-rto", "7 min")?;
    page.click(&format!("{} button", row("tier-warm")))?;
    page.wait_for_text(&row("tier-warm"), "active")?;
    page.click("#artefacts > summary")?;
    page.click("#artefacts .menu > summary")?;
    page.click("button[data-preset=llm-70b]")?;
    page.wait_for_text("#copies", "140 GB")?;
    let copied = copied_link(page)?;
    let fragment = copied.split_once('#').map(|(_, fragment)| fragment.to_owned()).ok_or("the link has no fragment")?;
    page.eval("localStorage.clear(); Storage.prototype.setItem = () => {};")?;
    arrive(page, &fragment)?;
    page.wait_for("nav a[href^='#recovery']")?;
    page.click("nav a[href^='#recovery']")?;
    page.wait_for_text(&row("tier-warm"), "active")?;
    page.wait_for_text("#copies", "140 GB")?;
    page.wait_until("the RTO wanted", |page| Ok(page.property("#recovery-rto", "value")? == json!("7 min")))
}

pub(super) fn alerts(page: &mut Page<'_>) -> Outcome {
    recovery(page, "seed-service")?;
    page.wait_until("three alerts", |page| Ok(page.count("#alerts tbody tr")? == 3))?;
    // 1 h at 14.4 times what 99.9 % permits.
    page.wait_for_text("#alerts tbody tr:nth-child(1)", "14.4")?;
    page.wait_for_text("#alerts tbody tr:nth-child(1)", "2 %")?;
    page.wait_for_text("#alerts tbody tr:nth-child(3)", "10 %")?;
    page.wait_for_text("#budget", "43.2 min")
}

pub(super) fn fits_a_phone(page: &mut Page<'_>) -> Outcome {
    page.set_size(360, 740)?;
    recovery(page, "three-region-payments")?;
    page.eval("document.querySelectorAll('main details').forEach(part => part.open = true);")?;
    page.click("#rto-bars [aria-controls=rto-bars-table]")?;
    page.wait_for("#rto-parts")?;
    page.wait_for("#alerts tbody tr")?;
    let width = page.eval("return document.documentElement.scrollWidth;")?;
    match width.as_u64() {
        Some(width) if width <= 360 => Ok(()),
        _ => Err(format!("at 360 px the page is {width} px wide")),
    }
}
