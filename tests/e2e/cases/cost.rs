//! What a person does about cost.

use super::plan::open_example;
use super::start;
use crate::{Outcome, Page};
use serde_json::json;

/// The total of the example's bill, to the cent.
const BILL: &str = "$48,051.70";

/// Opens the three products on the cost page.
fn products(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    open_example(page, "three-products")?;
    page.click("nav a[href^='#cost']")?;
    page.wait_for_text("#bill tfoot", BILL)
}

/// Adds up what stands in a column, in cents.
fn cents(page: &mut Page<'_>, cells: &str) -> Outcome<i64> {
    let sum = page.eval(&format!(
        "return [...document.querySelectorAll(\"{cells}\")].map(cell => cell.firstChild.textContent.trim())
            .filter(text => text.includes('$'))
            .reduce((sum, text) => sum + Math.round(parseFloat(text.replace('\u{2212}', '-').replace(/[$,]/g, '')) * 100), 0);"
    ))?;
    sum.as_i64().ok_or_else(|| format!("`{cells}` adds up to {sum}"))
}

fn adds_up(page: &mut Page<'_>, cells: &str, wanted: i64) -> Outcome {
    let sum = cents(page, cells)?;
    if sum == wanted { Ok(()) } else { Err(format!("`{cells}` adds up to {sum} cents, not {wanted}")) }
}

pub(super) fn bill(page: &mut Page<'_>) -> Outcome {
    products(page)?;
    page.wait_for_text("#bill-says", "add up to $48,051.70 to the cent")?;
    page.wait_for_text("#bill-says", "730 hours")?;
    adds_up(page, "#bill tbody td.value:nth-child(3)", 4_805_170)?;
    // The largest line first; it opens to its working.
    page.wait_for_text("#bill tbody tr:first-child", "Engineers")?;
    page.click("#bill tbody tr:first-child .row-toggle")?;
    page.wait_for_text("#bill tbody tr:nth-child(2) .bill-working", "1.5 · 18,000")?;
    page.click("#bill-open")?;
    page.wait_until("every line to be open", |page| {
        Ok(page.count("#bill .bill-working")? == page.count("#bill tbody tr[data-key]")?)
    })?;
    page.click("#bill-open")?;
    page.wait_until("every line to be closed", |page| Ok(page.count("#bill .bill-working")? == 0))
}

pub(super) fn unknown(page: &mut Page<'_>) -> Outcome {
    products(page)?;
    page.click("#cost-stored > summary")?;
    page.wait_for("#cost-stored-price-1-stated")?;
    page.click("#cost-stored-price-1-stated")?;
    page.wait_for_text("#bill tbody tr:first-child td.value", "unknown")?;
    page.wait_for_text("#bill-says", "One line has no known price and is not included")?;
    page.wait_for_text("#bill tfoot", "Known part")?;
    page.wait_for_text("main h1", "At least $48,0")?;
    page.wait_for_text("main .findings", "Feed ranking, models")?;
    page.wait_for_text("#each tbody tr:first-child", "unknown")?;
    page.wait_for_text("#moves-says", "the total and what moves it are unknown")?;
    page.click("#undo")?;
    page.wait_for_text("#bill tfoot", BILL)
}

pub(super) fn change(page: &mut Page<'_>) -> Outcome {
    products(page)?;
    page.wait_for_text("#change-says", "No baseline is pinned")?;
    page.click("#change-pin")?;
    page.wait_for_text("#change-says", "No change")?;
    page.click("#cost-running > summary")?;
    page.wait_for("#cost-engineers")?;
    page.type_into("#cost-engineers", "3")?;
    page.press("Enter")?;
    page.wait_for_text("#change-says", "$75,052 instead of $48,052 in the first month: $27,000 a month more")?;
    page.wait_for_text("#change-says", "does not pay back")?;
    page.wait_until("a waterfall that says what changed most", |page| {
        Ok(page.attribute("#waterfall [role=img]", "aria-label")?.to_string().contains("+$27,000"))
    })?;
    page.click("#waterfall [aria-controls=waterfall-table]")?;
    page.wait_for_text("#changes", "+$27,000.00")?;
    page.type_into("#cost-engineers", "1")?;
    page.press("Enter")?;
    page.wait_for_text("#change-says", "$9,000 a month less")?;
    page.wait_for_text("#change-says", "pays back immediately")?;
    page.click("nav a[href='#overview']")?;
    page.wait_for_text("#services-cost tfoot", "baseline $48,052")
}

pub(super) fn budget(page: &mut Page<'_>) -> Outcome {
    products(page)?;
    page.wait_for_text("#budgets tbody tr:nth-child(2)", "1 February 2027, by $99.09")?;
    page.click("#cost-budgets > summary")?;
    page.wait_for("#cost-budget-2")?;
    page.type_into("#cost-budget-2", "$1M")?;
    page.press("Enter")?;
    page.wait_for_text("#budgets tbody tr:nth-child(2)", "never")?;
    page.click("button[aria-label='Remove the budget of Feed']")?;
    page.wait_until("three budgets", |page| Ok(page.count("#budgets tbody tr")? == 3))?;
    page.eval(
        "const list = document.querySelector('#budget-add');
         list.value = [...list.options].find(option => option.textContent === 'Feed').value;
         list.dispatchEvent(new Event('change', {bubbles: true}));",
    )?;
    page.wait_for_text("#budgets tbody tr:nth-child(4)", "Feed")
}

pub(super) fn chargeback(page: &mut Page<'_>) -> Outcome {
    products(page)?;
    page.wait_for_text("#charges-say", "add up to the bill, $48,051.70, to the cent")?;
    adds_up(page, "#charges tbody td:nth-child(6)", 4_805_170)?;
    adds_up(page, "#teams tbody td:nth-child(4)", 4_805_170)?;
    page.click("#cost-tags > summary")?;
    page.wait_for("#cost-tag-name-1")?;
    page.type_into("#cost-tag-name-1", "cost-centre")?;
    page.press("Enter")?;
    page.type_into("#cost-tag-value-1", "=4711")?;
    page.press("Enter")?;
    page.wait_for_text("#charges tbody tr:first-child", "cost-centre==4711")?;
    page.eval(
        "window.saved = null;
         const create = URL.createObjectURL.bind(URL);
         URL.createObjectURL = blob => { blob.text().then(text => { window.saved = text; }); return create(blob); };",
    )?;
    page.click("#chargeback-csv")?;
    page.wait_until("a file", |page| Ok(page.eval("return window.saved;")?.is_string()))?;
    let file = page.eval("return window.saved;")?;
    let file = file.as_str().unwrap_or_default();
    let sum: i64 =
        file.lines().skip(1).filter_map(|line| line.rsplit(',').next()?.replace('.', "").parse::<i64>().ok()).sum();
    if sum != 4_805_170 || !file.contains("Feed ranking,Feed,cost-centre==4711,") {
        return Err(format!("the file adds up to {sum} cents: {file}"));
    }
    // Charged to the platform, nobody pays for what is shared.
    page.click("#cost-chargeback > summary")?;
    page.wait_for("#cost-charging")?;
    page.eval(
        "const list = document.querySelector('#cost-charging');
         list.value = '3'; list.dispatchEvent(new Event('change', {bubbles: true}));",
    )?;
    page.wait_for_text("#teams", "Platform (not charged)")?;
    adds_up(page, "#charges tbody td:nth-child(6)", 4_805_170)
}

pub(super) fn moves(page: &mut Page<'_>) -> Outcome {
    products(page)?;
    page.wait_for("#tornado [role=img]")?;
    page.click("#tornado [aria-controls=tornado-table]")?;
    page.wait_until("ten inputs", |page| Ok(page.count("#swings tbody tr")? == 10))?;
    page.wait_for_text("#moves-says", ", moves the total most: from $")?;
    // Typing goes on while the worker computes.
    page.click("#cost-horizon > summary")?;
    page.wait_for("#cost-years")?;
    page.type_into("#cost-years", "1")?;
    page.press("Enter")?;
    page.wait_for_text("main h1", "over one year")?;
    page.wait_until("12 months", |page| Ok(page.count("#months tbody tr")? == 12))
}

pub(super) fn money(page: &mut Page<'_>) -> Outcome {
    products(page)?;
    page.click("#cost-running > summary")?;
    page.wait_for("#cost-engineer-monthly")?;
    page.type_into("#cost-engineer-monthly", "20k")?;
    page.press("Enter")?;
    page.wait_for_text("#bill tbody tr:first-child", "$30,000.00")?;
    page.type_into("#cost-monitoring", "$2.50")?;
    page.press("Enter")?;
    page.wait_for_text("#cost-running > summary", "monitoring $2.50")?;
    page.type_into("#cost-monitoring", "-3")?;
    page.press("Enter")?;
    page.wait_for_text("#cost-monitoring-message [role=alert]", "rice per replica and month must be between")?;
    page.press("Escape")?;
    page.click("#cost-egress > summary")?;
    page.wait_for("#cost-egress-end-2")?;
    page.type_into("#cost-egress-end-2", "100")?;
    page.press("Enter")?;
    page.wait_for_text("#cost-egress-end-2-refusal", "Each tier must end above the previous one")?;
    page.click("#cost-own-machines > summary")?;
    page.wait_for("#cost-owned")?;
    page.click("#cost-owned")?;
    page.wait_for_text("#owned-says", "for ")?;
    page.wait_for_text("#owned-says", " cost $")
}

pub(super) fn round_trip(page: &mut Page<'_>) -> Outcome {
    products(page)?;
    page.click("#cost-running > summary")?;
    page.wait_for("#cost-engineers")?;
    page.type_into("#cost-engineers", "2")?;
    page.press("Enter")?;
    page.wait_for_text("#bill tfoot", "$57,051.70")?;
    page.eval("window.copied = ''; navigator.clipboard.writeText = async text => { window.copied = text; };")?;
    page.click("#copy-link")?;
    page.wait_for_text("#copy-link", "Link copied")?;
    let link = page.eval("return window.copied;")?;
    let fragment = link.as_str().and_then(|link| link.split_once('#')).ok_or("the link has no fragment")?.1.to_owned();
    page.eval("localStorage.clear(); Storage.prototype.setItem = () => {};")?;
    page.eval(&format!("history.replaceState(null, '', '#{fragment}');"))?;
    page.reload()?;
    page.wait_for("nav a[href^='#cost']")?;
    page.click("nav a[href^='#cost']")?;
    page.wait_for_text("#bill tfoot", "$57,051.70")
}

pub(super) fn answers(page: &mut Page<'_>) -> Outcome {
    products(page)?;
    page.wait_for_text("nav a[href^='#cost'] .key-answer", "$48,052")?;
    page.wait_for_text("nav a[href^='#purchasing'] .key-answer", "saves")?;
    page.wait_for_text(".stat:last-child", "Cost per month")?;
    page.wait_for_text(".stat:last-child", "of $48,052 in all")?;
    page.click(".stat:last-child")?;
    page.wait_for_text("dialog[open]", "Cost of the first month")?;
    page.press("Escape")?;
    page.click("nav a[href='#overview']")?;
    page.wait_for_text(".stat:last-child .stat-value", "$48,052")?;
    page.click("#services-cost button.link")?;
    page.wait_for("#bill")
}

pub(super) fn folds(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    open_example(page, "three-products")?;
    page.click("nav a[href^='#recovery']")?;
    page.wait_for("main details.fold")?;
    page.eval("document.querySelectorAll('main details.fold').forEach(fold => { fold.open = true; });")?;
    page.click("nav a[href^='#cost']")?;
    page.wait_for_text("#bill tfoot", BILL)?;
    page.wait_until("every open fold to have its fields", |page| {
        Ok(page.count("main details.fold[open] > .fold-body:empty")? == 0)
    })?;
    page.click("#cost-running > summary")?;
    page.wait_for("#cost-engineers")
}

pub(super) fn fits_a_phone(page: &mut Page<'_>) -> Outcome {
    page.set_size(390, 844)?;
    products(page)?;
    page.eval("document.querySelectorAll('main details').forEach(details => { details.open = true; });")?;
    page.wait_for("#cost-engineers")?;
    page.click("#cost-owned")?;
    page.click("#change-pin")?;
    page.click("#bill-open")?;
    let width = page.eval("return document.documentElement.scrollWidth;")?;
    if width.as_u64().is_none_or(|width| width > 390) {
        return Err(format!("at 390 px the page is {width} px wide"));
    }
    if page.property("#cost-owned", "checked")? == json!(true) { Ok(()) } else { Err("the box is not ticked".into()) }
}
