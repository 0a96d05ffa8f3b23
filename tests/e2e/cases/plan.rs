//! What a person does to a plan.

use super::drill::choose;
use super::start;
use crate::{Outcome, Page};
use serde_json::json;

/// Opens an example from the menu of plans.
pub(super) fn open_example(page: &mut Page<'_>, slug: &str) -> Outcome {
    page.click("header .menu > summary")?;
    page.click(&format!("button[data-example={slug}]"))
}

/// Opens the published planner's example on the sizing page.
fn published(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    open_example(page, "seed-service")?;
    page.click("nav a[href^='#sizing']")?;
    page.wait_for_text("main h1", "57 replicas")
}

/// Opens it on the demand page.
fn published_demand(page: &mut Page<'_>) -> Outcome {
    published(page)?;
    page.click("nav a[href^='#demand']")?;
    page.wait_for("#average-load")
}

fn replicas(page: &mut Page<'_>, count: &str) -> Outcome {
    page.wait_for_text(".stat:nth-child(3) .stat-value", count)
}

pub(super) fn first_visit(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    page.wait_for_text("header .menu > summary", "Black Friday shop")?;
    page.wait_for_text("main h1", "handle their usual peaks")
}

pub(super) fn published_example(page: &mut Page<'_>) -> Outcome {
    published(page)?;
    replicas(page, "57")?;
    page.wait_for_text(".stat:nth-child(1) .stat-value", "75 k")?;
    page.wait_for_text(".stat:nth-child(2) .stat-value", "112.5 k")
}

pub(super) fn typing(page: &mut Page<'_>) -> Outcome {
    published_demand(page)?;
    page.type_into("#average-load", "60k")?;
    page.press("Enter")?;
    // ⌈60,000 · 2.5 · 1.5 / 2,000⌉ = ⌈112.5⌉
    replicas(page, "113")?;
    expect(page, "return document.querySelector('#average-load').value;", "60,000")
}

pub(super) fn wrong_entry(page: &mut Page<'_>) -> Outcome {
    published_demand(page)?;
    for wrong in ["-5", "many", "1e999"] {
        page.type_into("#average-load", wrong)?;
        page.press("Enter")?;
        page.wait_for_text("#average-load-message [role=alert]", "verage load must be")?;
        page.wait_for_text("#average-load-message [role=alert]", "Still using 30,000")?;
        replicas(page, "57")?;
    }
    page.press("Escape")?;
    page.wait_until("the refusal to go away", |page| Ok(page.count("#average-load-message [role=alert]")? == 0))
}

pub(super) fn undo(page: &mut Page<'_>) -> Outcome {
    published_demand(page)?;
    page.type_into("#average-load", "60000")?;
    page.press("Enter")?;
    replicas(page, "113")?;
    // A drag of a slider: many inputs, one change.
    page.eval(
        "const slider = document.querySelector('#peak-to-average-slider');
         for (const value of [3, 4, 5]) { slider.value = value; slider.dispatchEvent(new Event('input', {bubbles: true})); }
         slider.dispatchEvent(new Event('change', {bubbles: true}));",
    )?;
    replicas(page, "225")?;
    page.click("#undo")?;
    replicas(page, "113")?;
    page.press("Control+z")?;
    replicas(page, "57")?;
    page.press("Control+Shift+z")?;
    replicas(page, "113")?;
    page.click("#redo")?;
    replicas(page, "225")
}

pub(super) fn baseline(page: &mut Page<'_>) -> Outcome {
    published_demand(page)?;
    page.click("#pin-baseline")?;
    page.wait_for_text(".stat:nth-child(3) .stat-note", "no change")?;
    page.type_into("#peak-to-average", "3")?;
    page.press("Enter")?;
    // ⌈30,000 · 3 · 1.5 / 2,000⌉ = ⌈67.5⌉
    page.wait_for_text(".stat:nth-child(3) .stat-note", "+11")?;
    page.wait_for_text("main", "Baseline")?;
    page.reload()?;
    page.wait_for_text(".stat:nth-child(3) .stat-note", "+11")
}

pub(super) fn services(page: &mut Page<'_>) -> Outcome {
    published(page)?;
    page.click("nav a[href='#overview']")?;
    page.click("#add-service")?;
    page.wait_for("#service-name")?;
    page.type_into("#service-name", "Search")?;
    page.press("Enter")?;
    page.click("nav a[href='#overview']")?;
    page.wait_for_text("#services tbody", "Search")?;
    page.click("#services button[aria-label='Duplicate Search']")?;
    page.wait_until("three services", |page| Ok(page.count("#services tbody tr")? == 3))?;
    page.click("#services tbody tr:last-child button[aria-label='Remove Search']")?;
    page.click("#services button[aria-label='Remove Search']")?;
    page.wait_until("one service", |page| Ok(page.count("#services tbody tr")? == 1))?;
    let off = page.property("#services tbody td:last-child button:last-child", "disabled")?;
    if off == json!(true) { Ok(()) } else { Err("the last service can be removed".to_owned()) }
}

pub(super) fn unstated(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    page.press("n")?;
    page.wait_for_text("header .menu > summary", "New plan")?;
    page.wait_for_text("main h1", "Enter the average load (1,000 requests/s is assumed)")?;
    let marks =
        |page: &mut Page<'_>, of: &str| page.count(&format!("{of} .mark.holds, {of} .mark.tight, {of} .mark.fails"));
    for part in [".rail", "main h1", "main .findings"] {
        if marks(page, part)? > 0 {
            return Err(format!("{part} is marked as if it were known"));
        }
    }
    // Each quantity that is entered is asked for no more, even where it is what was assumed.
    page.click("nav a[href^='#demand']")?;
    page.type_into("#average-load", "1000")?;
    page.press("Enter")?;
    page.wait_for(".rail a[href^='#demand'] .mark.holds")?;
    page.click("nav a[href^='#sizing']")?;
    page.wait_for_text("main h1", "Enter the throughput of one replica (200 requests/s is assumed)")?;
    page.type_into("#replica-throughput", "250")?;
    page.press("Enter")?;
    page.wait_for_text("main h1", "Enter its concurrency (10 is assumed)")?;
    page.type_into("#concurrency", "8")?;
    page.press("Enter")?;
    page.wait_for_text("main h1", "handle the usual peak")?;
    page.wait_for(".rail a[href^='#sizing'] .mark.holds, .rail a[href^='#sizing'] .mark.tight")
}

pub(super) fn events(page: &mut Page<'_>) -> Outcome {
    published_demand(page)?;
    page.click("form .menu > summary")?;
    page.click("button[data-event='Black Friday']")?;
    page.wait_for_text("main .findings", "raises it to")?;
    page.type_into("#event-lift", "5")?;
    page.press("Enter")?;
    page.wait_for_text("main .findings", "375 k")?;
    page.click("nav a[href^='#sizing']")?;
    page.wait_for_text("main .findings", "Black Friday")
}

pub(super) fn ordered(page: &mut Page<'_>) -> Outcome {
    published_demand(page)?;
    page.click("form .menu > summary")?;
    page.click("button[data-event='Black Friday']")?;
    page.click("#event-order > summary")?;
    page.wait_for("#event-lot-stated")?;
    page.click("nav a[href^='#sizing']")?;
    page.wait_for_text("#fleet", "Ordered in addition for events")?;
    page.wait_for_text("#fleet", "Black Friday: ")?;
    // Nothing is ordered, so nothing is there.
    page.click("nav a[href^='#demand']")?;
    page.click("ul.events button.event")?;
    page.click("#event-order > summary")?;
    page.click("#event-lot-stated")?;
    page.wait_for_text("#event-order > summary", "0 replicas")?;
    page.click("nav a[href^='#sizing']")?;
    page.wait_for_text("main .findings", "but none are ordered")?;
    page.wait_until("the order to be gone", |page| Ok(!page.text("#fleet")?.contains("Ordered in addition")))
}

pub(super) fn batch(page: &mut Page<'_>) -> Outcome {
    published_demand(page)?;
    choose(page, "service-kind", "Batch")?;
    page.wait_for("#batch-items")?;
    page.type_into("#batch-items", "36M")?;
    page.press("Enter")?;
    page.type_into("#batch-window", "2")?;
    page.press("Enter")?;
    // 36 million in 7,200 s are 5,000 a second, of which a replica does 2,000.
    page.wait_for_text("main h1", "5,000 a second")?;
    replicas(page, "3")?;
    page.wait_until("the fields of an online load to go", |page| Ok(page.count("#average-load")? == 0))?;
    page.click("nav a[href^='#scaling']")?;
    page.wait_for_text("main h1", "Batch window meets the SLO")?;
    page.wait_for_text("main h1", "3 replicas.")?;
    page.click("nav a[href^='#demand']")?;
    choose(page, "service-kind", "Real-time")?;
    page.wait_for("#average-load")
}

pub(super) fn keys(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    page.press("?")?;
    page.wait_for_text("dialog[open]", "Pin this plan as the baseline")?;
    page.press("Escape")?;
    page.wait_until("the list to close", |page| Ok(page.count("dialog[open]")? == 0))?;
    page.press("3")?;
    page.wait_for("#lead-time")?;
    page.press("2")?;
    page.wait_for("#average-load")?;
    page.press("b")?;
    page.wait_for_text("header", "Baseline pinned")
}

pub(super) fn working(page: &mut Page<'_>) -> Outcome {
    published(page)?;
    page.click(".stat:nth-child(3)")?;
    page.wait_for_text("dialog[open]", "peak · (1 + h)")?;
    page.wait_for_text("dialog[open]", "75,000 · (1 + 50 %)")?;
    page.wait_for_text("dialog[open]", "112,500 requests/s")
}

pub(super) fn charts(page: &mut Page<'_>) -> Outcome {
    published(page)?;
    for theme in ["light", "dark"] {
        while page.eval("return document.documentElement.dataset.theme ?? 'system';")? != json!(theme) {
            page.press("t")?;
        }
        page.wait_until("a chart with more than one colour", |page| {
            let colours = page.eval(
                "const canvas = document.querySelector('main canvas');
                 if (!canvas || !canvas.width) return 0;
                 const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                 const seen = new Set();
                 for (let i = 0; i < data.length; i += 4) seen.add((data[i] << 24) | (data[i + 1] << 16) | (data[i + 2] << 8) | data[i + 3]);
                 return seen.size;",
            )?;
            Ok(colours.as_u64().is_some_and(|colours| colours > 5))
        })?;
    }
    page.eval("[...document.querySelectorAll('figure button')].find(button => button.textContent.trim() === 'Table').click();")?;
    page.wait_until("rows of a table", |page| Ok(page.count("figure table tbody tr")? > 5))
}

fn expect(page: &mut Page<'_>, js: &str, wanted: &str) -> Outcome {
    page.wait_until(wanted, |page| Ok(page.eval(js)? == json!(wanted)))
}
