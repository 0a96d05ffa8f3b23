//! Plans that travel in links.

use super::plan::open_example;
use super::start;
use crate::{Outcome, Page};
use serde_json::json;

/// Copies the link of the open plan as its button does.
pub(super) fn copied_link(page: &mut Page<'_>) -> Outcome<String> {
    page.eval("window.copied = ''; navigator.clipboard.writeText = async text => { window.copied = text; };")?;
    page.click("#copy-link")?;
    page.wait_for_text("#copy-link", "Link copied")?;
    let link = page.eval("return window.copied;")?;
    link.as_str().map(str::to_owned).ok_or_else(|| "no link was copied".to_owned())
}

/// Loads the page as somebody does who follows a link.
pub(super) fn arrive(page: &mut Page<'_>, fragment: &str) -> Outcome {
    page.eval(&format!("history.replaceState(null, '', '#{fragment}');"))?;
    page.reload()
}

pub(super) fn round_trip(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    open_example(page, "ai-platform")?;
    page.wait_for_text("main h1", "All 5 services")?;
    let link = copied_link(page)?;
    let (before, fragment) = link.split_once('#').ok_or("the link has no fragment")?;
    if before != page.start().trim_end_matches('#') {
        return Err(format!("the link leads to {before}"));
    }
    if fragment.len() > 2048 {
        return Err(format!("five services take {} bytes", fragment.len()));
    }
    // As if on another machine: nothing is kept there.
    page.eval("localStorage.clear(); Storage.prototype.setItem = () => {};")?;
    arrive(page, fragment)?;
    page.wait_for_text("main h1", "All 5 services")?;
    page.wait_for_text("header .menu > summary", "AI platform")?;
    let address = page.address()?;
    if address.contains("#overview") { Ok(()) } else { Err(format!("the address became {address}")) }
}

pub(super) fn damaged(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    let plan = page.text("header .menu > summary")?;
    for (fragment, why) in
        [("v1.AAAA", "damaged"), ("v1.%%%", "damaged"), ("v99.AAAA", "reads only up to"), ("v1.", "damaged")]
    {
        arrive(page, fragment)?;
        page.wait_for_text(".notice", "This link cannot be read")?;
        page.wait_for_text(".notice", why)?;
        let shown = page.property(".notice textarea", "value")?;
        if !shown.as_str().is_some_and(|shown| shown.starts_with("v")) {
            return Err(format!("the text of {fragment} is shown as {shown}"));
        }
        if page.text("header .menu > summary")? != plan {
            return Err(format!("{fragment} changed the plan"));
        }
        let address = page.eval("return location.hash;")?;
        if address != json!(format!("#{fragment}")) {
            return Err(format!("the address of {fragment} became {address}"));
        }
    }
    Ok(())
}

/// Links of the fifth version: what the plan is called, a tab, the fragment.
const FIFTH: &str = include_str!("../../../core/tests/links/v5.txt");

pub(super) fn older(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    let lines = FIFTH.lines().filter_map(|line| line.split_once('\t'));
    let (_, fragment) = lines.into_iter().find(|(name, _)| *name == "Three-region payments").ok_or("no such link")?;
    arrive(page, fragment)?;
    page.wait_for_text(".notice", "some settings were entered in two places")?;
    page.wait_for_text(".notice", "2 min to decide were entered for the failover")?;
    page.click("nav a[href^='#recovery']")?;
    page.wait_for_text("main h1", "recovers in")
}
