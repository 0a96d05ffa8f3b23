//! What a person finds out by trying: the policy map, the cliff, the levers.

use super::plan::open_example;
use super::start;
use crate::{Outcome, Page};
use serde_json::json;
use std::time::{Duration, Instant};

/// Opens the shop, whose policy in force is the Kubernetes default, on the scaling page.
fn shop(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    open_example(page, "black-friday-shop")?;
    page.click("nav a[href^='#scaling']")?;
    page.wait_for("#explore")
}

fn open(page: &mut Page<'_>, part: &str) -> Outcome {
    page.eval(&format!("document.querySelector('#{part} > summary').scrollIntoView({{block: 'start'}});"))?;
    page.eval(&format!("document.querySelector('#{part} > summary').click();"))?;
    page.wait_for(&format!("#{part}[open]"))
}

/// Waits until a map has all its cells; every one is either plain or hatched.
fn filled(page: &mut Page<'_>, map: &str) -> Outcome {
    let done = format!(
        "const map = document.querySelector('#{map}');
         return Boolean(map) && !document.querySelector('.job-progress') && map.querySelector('path[class^=heat-][d^=M]') !== null;"
    );
    page.wait_until("a map that is filled in", |page| Ok(page.eval(&done)? == json!(true)))
}

pub(super) fn map(page: &mut Page<'_>) -> Outcome {
    shop(page)?;
    open(page, "explore-map")?;
    filled(page, "policy-map")?;
    page.wait_for_text("#policy-map .heat-legend", "SLO missed")?;
    // The page answers while another map is computed.
    page.eval("const choice = document.querySelector('#map-x'); choice.value = [...choice.options].find((one) => one.text === 'Start-up time').value; choice.dispatchEvent(new Event('change', {bubbles: true}));")?;
    page.wait_for(".job-progress")?;
    let asked = Instant::now();
    page.eval_async("await new Promise(requestAnimationFrame); return 1;")?;
    if asked.elapsed() > Duration::from_millis(500) {
        return Err(format!("a frame took {} ms", asked.elapsed().as_millis()));
    }
    filled(page, "policy-map")?;
    page.wait_for_text("#policy-map .heat-title-x", "Start-up time")?;
    // The table has the same cells.
    page.eval("document.querySelector('#policy-map-table > summary').click();")?;
    page.wait_until("a table with a row for each value", |page| Ok(page.count("#policy-map-table tbody tr")? > 5))
}

pub(super) fn taking_over(page: &mut Page<'_>) -> Outcome {
    shop(page)?;
    open(page, "explore-map")?;
    filled(page, "policy-map")?;
    // The keyboard: from the present setting one column to the left.
    page.eval("document.querySelector('#policy-map .heat-plot').focus();")?;
    page.wait_for_text("#policy-map .heat-readout", "Target utilization 80 %")?;
    page.press("Left")?;
    page.wait_for_text("#policy-map .heat-readout", "Target utilization 75 %")?;
    page.press("Enter")?;
    page.wait_for_text("#policy-map .heat-readout", "Applied: target utilization 75 %")?;
    // The map is still the same: nothing is computed anew.
    filled(page, "policy-map")?;
    page.press("Enter")?;
    page.wait_for_text("#policy-map .heat-readout", "already set so")?;
    // The pointer takes another one over, and one undo takes that back.
    page.eval(
        "const plot = document.querySelector('#policy-map .heat-plot');
         plot.scrollIntoView({block: 'center'});
         const box = plot.getBoundingClientRect();
         plot.dispatchEvent(new MouseEvent('click', {bubbles: true, clientX: box.left + 3, clientY: box.bottom - 3}));",
    )?;
    page.wait_for_text("#policy-map .heat-readout", "Applied: target utilization 20 %")?;
    page.click("#undo")?;
    page.eval("document.querySelector('#policy-map .heat-plot').focus();")?;
    page.press("Escape")?;
    page.eval("document.activeElement.blur(); document.querySelector('#policy-map .heat-plot').focus();")?;
    page.wait_for_text("#policy-map .heat-readout", "Target utilization 75 %")
}

pub(super) fn cliff(page: &mut Page<'_>) -> Outcome {
    shop(page)?;
    open(page, "explore-cliff")?;
    page.wait_for_text("#cliff-answer", "The slowest affordable start-up on this load is 3")?;
    page.wait_for_text("#cliff-answer", "(now 30 s)")?;
    filled(page, "cliff-map")?;
    page.wait_for_text("#cliff-map .heat-title-y", "Start-up time")
}

pub(super) fn levers(page: &mut Page<'_>) -> Outcome {
    shop(page)?;
    open(page, "explore-levers")?;
    page.wait_for_text("#scaling-levers", "meets the SLO")?;
    page.wait_for("#scaling-levers li button:not([aria-disabled])")?;
    let before = page.text("main h1")?;
    page.eval("document.querySelector('#scaling-levers li button:not([aria-disabled])').click();")?;
    page.wait_until("another verdict", |page| Ok(page.text("main h1")? != before))?;
    page.eval("document.querySelector('#undo').click();")?;
    page.wait_until("the verdict from before", |page| Ok(page.text("main h1")? == before))
}
