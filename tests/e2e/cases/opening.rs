//! The site opens: by its address, again, on a phone, by keyboard, on every page.

use super::plan::open_example;
use super::{heading, start};
use crate::{Outcome, Page};
use serde_json::{Value, json};

/// How many pages and examples there were when this was written: fewer read off the site means that the reading
/// is wrong.
const KNOWN: usize = 8;

pub(super) fn starts(page: &mut Page<'_>) -> Outcome {
    start(page)
}

pub(super) fn reloads(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    page.reload()?;
    heading(page)
}

pub(super) fn goes_back_and_forward(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    page.goto("#somewhere")?;
    page.back()?;
    heading(page)?;
    page.forward()?;
    heading(page)?;
    let address = page.address()?;
    if address.starts_with(page.start()) { Ok(()) } else { Err(format!("the address became {address}")) }
}

pub(super) fn fits_a_phone(page: &mut Page<'_>) -> Outcome {
    page.set_size(360, 740)?;
    start(page)?;
    let width = page.eval("return document.documentElement.scrollWidth;")?;
    // A scroll bar may take its share.
    if width.as_u64().is_some_and(|width| width <= 360) {
        Ok(())
    } else {
        Err(format!("at 360 px the page is {width} px wide"))
    }
}

pub(super) fn keyboard_reaches_a_control(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    page.press("Tab")?;
    let focus = page.eval("return document.activeElement.tagName;")?;
    if focus == json!("BODY") { Err("after Tab nothing has the focus".to_owned()) } else { Ok(()) }
}

/// Pages and examples are read off the site itself, so that none is forgotten here.
pub(super) fn every_page_opens_for_every_example(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    let examples = pairs(
        page,
        "return [...document.querySelectorAll('button[data-example]')]
            .map(button => [button.dataset.example, button.firstChild.textContent]);",
    )?;
    for (slug, name) in examples {
        open_example(page, &slug)?;
        page.wait_for_text("header .menu > summary", &name)?;
        let topics = pairs(
            page,
            "return [...document.querySelectorAll('nav.rail a')]
                .map(link => [link.getAttribute('href'), link.querySelector('span:not([class])').textContent]);",
        )?;
        for (address, topic) in topics {
            page.goto(&address)?;
            opens(page, &name, &topic).map_err(|reason| format!("{topic} of {name}: {reason}"))?;
        }
    }
    Ok(())
}

/// The page of a topic is there, says whose it is, and nothing broke on the way.
fn opens(page: &mut Page<'_>, name: &str, topic: &str) -> Outcome {
    let title = json!(format!("{name}: {topic} \u{2013} Headroom"));
    page.wait_until("its title", |page| Ok(page.eval("return document.title;")? == title))?;
    page.wait_for_text("nav.rail a[aria-current=page]", topic)?;
    page.wait_for_text("header .menu > summary", name)?;
    heading(page)?;
    if page.count("body > .broken")? > 0 {
        return Err("it has stopped working".to_owned());
    }
    if page.count(".notice")? > 0 {
        return Err(page.text(".notice")?);
    }
    let complaints = page.complaints()?;
    if complaints.is_empty() { Ok(()) } else { Err(complaints.join("\n")) }
}

/// What a script returns as pairs of texts, at least as many as are known.
fn pairs(page: &Page<'_>, js: &str) -> Outcome<Vec<(String, String)>> {
    let found = page.eval(js)?;
    let text = |value: &Value| value.as_str().map(str::to_owned).filter(|text| !text.is_empty());
    let pair = |pair: &Value| Some((text(&pair[0])?, text(&pair[1])?));
    let pairs: Option<Vec<_>> = found.as_array().and_then(|found| found.iter().map(pair).collect());
    match pairs {
        Some(pairs) if pairs.len() >= KNOWN => Ok(pairs),
        _ => Err(format!("not {KNOWN} or more pairs of texts: {found}")),
    }
}
