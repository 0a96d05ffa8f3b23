//! What a person finds out when a region fails: what it costs, why, when it is worst, and what would help.

use super::plan::open_example;
use super::start;
use crate::{Outcome, Page};
use serde_json::json;

/// Opens the payments in three regions at their drill, and waits for its answer.
fn payments(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    open_example(page, "three-region-payments")?;
    page.click("nav a[href^='#regions']")?;
    page.wait_for("#drill-region")?;
    look(page, "drill")?;
    page.wait_for_text("#drill-verdict", "Losing Virginia at 20:00 UTC on Tuesday loses or delays")
}

pub(super) fn look(page: &mut Page<'_>, id: &str) -> Outcome {
    page.eval(&format!("document.getElementById('{id}').scrollIntoView({{block: 'start'}});")).map(drop)
}

/// Chooses from a list as a person does.
pub(super) fn choose(page: &mut Page<'_>, list: &str, words: &str) -> Outcome {
    let chosen = page.eval(&format!(
        "const list = document.getElementById('{list}');
         const option = [...list.options].find(option => option.text === '{words}');
         if (!option) return false;
         list.value = option.value;
         list.dispatchEvent(new Event('change', {{bubbles: true}}));
         return true;"
    ))?;
    if chosen == json!(true) { Ok(()) } else { Err(format!("`{list}` does not offer `{words}`")) }
}

pub(super) fn virginia(page: &mut Page<'_>) -> Outcome {
    payments(page)?;
    page.wait_for_text("#drill-verdict", "full service resumes 3.5 min after the loss")?;
    page.wait_for_text(".drill-numbers", "Of the 30-day error budget")?;
    page.wait_for_text("#drill-by-region", "Singapore")?;
    page.wait_for("#drill-all canvas")?;
    page.eval("document.querySelector('#drill-phases > summary').click();")?;
    page.wait_for_text("#drill-phases", "Failing back")?;
    // A number opens its arithmetic.
    page.eval("document.querySelector('.drill-numbers .stat').click();")?;
    page.wait_for_text("#drill-working[open]", "Error budget of 30 days")?;
    // Every minute of the week is tried, and it says so.
    look(page, "drill-week-section")?;
    page.wait_for_text("#drill-week-answer", "survived at every minute of the week; the worst is")
}

pub(super) fn stated(page: &mut Page<'_>) -> Outcome {
    payments(page)?;
    choose(page, "drill-fleets", "As the policy has it")?;
    page.wait_for_text(".drill-answer .findings", "at failback")?;
    choose(page, "drill-region", "Ireland")?;
    page.wait_for_text("#drill-verdict", "Losing Ireland at 20:00 UTC on Tuesday")?;
    choose(page, "drill-kind", "Its network is slow")?;
    page.wait_for("#drill-slowdown")?;
    page.wait_for_text("#drill-verdict", "A 4 × slower network in Ireland")?;
    page.type_into("#drill-time", "7:30")?;
    page.press("Enter")?;
    page.wait_for_text("#drill-verdict", "07:30 UTC on Tuesday")?;
    for _ in 0..4 {
        page.click("#undo")?;
    }
    look(page, "drill")?;
    page.wait_for_text("#drill-verdict", "Losing Virginia at 20:00 UTC on Tuesday")
}

pub(super) fn week(page: &mut Page<'_>) -> Outcome {
    payments(page)?;
    page.wait_until("the worst minute to be known", |page| {
        Ok(page.property("#drill-worst", "disabled")? == json!(false))
    })?;
    page.eval("document.querySelector('#drill-worst').click();")?;
    page.wait_for_text("#drill-verdict", "Losing Virginia at 0")?;
    look(page, "drill-week")?;
    page.eval("document.querySelector('#drill-week .heat-plot').focus();")?;
    page.wait_for_text("#drill-week .heat-readout", "Monday 0")?;
    page.press("PageDown")?;
    page.press("Home")?;
    page.wait_for_text("#drill-week .heat-readout", "Sunday 00:00 UTC")?;
    page.press("Enter")?;
    page.wait_for_text("#drill-week .heat-readout", "The failure is now on Sunday 00:00 UTC")?;
    look(page, "drill")?;
    page.wait_for_text("#drill-verdict", "Losing Virginia at 00:00 UTC on Sunday")
}

pub(super) fn levers(page: &mut Page<'_>) -> Outcome {
    payments(page)?;
    page.wait_for("#drill-levers li button:not([aria-disabled])")?;
    let before = page.text("#drill-verdict")?;
    page.eval("document.querySelector('#drill-levers li button:not([aria-disabled])').click();")?;
    page.wait_until("another verdict", |page| Ok(page.text("#drill-verdict")? != before))?;
    page.eval("document.querySelector('#undo').click();")?;
    page.wait_until("the verdict from before", |page| Ok(page.text("#drill-verdict")? == before))
}

pub(super) fn fits_a_phone(page: &mut Page<'_>) -> Outcome {
    page.set_size(360, 740)?;
    payments(page)?;
    page.eval("document.querySelectorAll('#drill details').forEach(part => part.open = true);")?;
    page.wait_for("#drill-week-table tbody tr")?;
    let width = page.eval("return document.documentElement.scrollWidth;")?;
    match width.as_u64() {
        Some(width) if width <= 360 => Ok(()),
        _ => Err(format!("at 360 px the page is {width} px wide")),
    }
}
