//! What the browser keeps, and what it cannot.

use super::plan::open_example;
use super::start;
use crate::{Outcome, Page};
use serde_json::json;
use std::time::Duration;

fn rename(page: &mut Page<'_>, name: &str) -> Outcome {
    page.wait_for("#plan-name")?;
    page.type_into("#plan-name", name)?;
    page.press("Enter")?;
    page.wait_for_text("header .menu > summary", name)
}

pub(super) fn reload(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    rename(page, "Kept plan")?;
    page.reload()?;
    page.wait_for_text("header .menu > summary", "Kept plan")?;
    page.click("nav a[href^='#sizing']")?;
    page.back()?;
    page.wait_for_text("header .menu > summary", "Kept plan")?;
    page.wait_for("#plan-name")
}

pub(super) fn full_storage(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    page.eval("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };")?;
    rename(page, "Too much")?;
    page.wait_for_text(".notice", "Changes are not being kept")?;
    page.wait_for_text("header", "Not saved")
}

pub(super) fn unreadable(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    rename(page, "Spoilt")?;
    page.eval(
        "const key = Object.keys(localStorage).find(key => key.startsWith('headroom.scenario.'));
         localStorage.setItem(key, '{\"headroom\": 1, \"name\": 7}');
         Storage.prototype.setItem = () => {};",
    )?;
    page.reload()?;
    page.wait_for_text(".notice", "cannot be read")?;
    page.wait_for_text(".notice", "name")?;
    // Longer than the pause after which changes are kept.
    std::thread::sleep(Duration::from_secs(1));
    let kept = page.eval("return Object.values(localStorage).includes('{\"headroom\": 1, \"name\": 7}');")?;
    if kept == json!(true) { Ok(()) } else { Err("the text was not kept".to_owned()) }
}

pub(super) fn another_tab(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    rename(page, "Shared")?;
    std::thread::sleep(Duration::from_secs(1));
    page.eval(
        "const key = Object.keys(localStorage).find(key => key.startsWith('headroom.scenario.'));
         const plan = JSON.parse(localStorage.getItem(key));
         plan.notes = 'written in another tab';
         localStorage.setItem(key, JSON.stringify(plan));",
    )?;
    page.type_into("#plan-notes", "written here")?;
    page.press("Tab")?;
    page.wait_for_text(".notice", "changed in another tab")?;
    page.wait_for_text("header .menu > summary", "Shared 2")?;
    let both = page.eval(
        "const all = Object.values(localStorage).join();
         return all.includes('written here') && all.includes('written in another tab');",
    )?;
    if both == json!(true) { Ok(()) } else { Err("one of the two was lost".to_owned()) }
}

pub(super) fn plans(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    rename(page, "First")?;
    page.press("Tab")?;
    page.eval("document.activeElement.blur();")?;
    page.press("d")?;
    page.wait_for_text("header .menu > summary", "First (copy)")?;
    open_example(page, "llm-chat")?;
    page.wait_for_text("header .menu > summary", "LLM chat on GPUs")?;
    page.eval("window.confirm = () => true;")?;
    page.click("header .menu > summary")?;
    page.click("button[aria-label='Delete LLM chat on GPUs']")?;
    page.wait_for_text("header .menu > summary", "First")?;
    page.click("header .menu > summary")?;
    let plans = page.count("header .menu .menu-row")?;
    if plans == 2 { Ok(()) } else { Err(format!("{plans} plans are listed")) }
}

pub(super) fn hostile_file(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    let plan = page.text("header .menu > summary")?;
    let folder = std::env::temp_dir().join(format!("headroom-e2e-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    for (name, content, says) in [
        ("deep.json", "[".repeat(5000), "recursion limit"),
        (
            "wrong.json",
            r#"{"headroom":1,"name":"x","start":"2026-12-01","services":[{"id":"a"}]}"#.to_owned(),
            "services[0].id",
        ),
        ("other.json", r#"{"a":1}"#.to_owned(), "not a Headroom plan"),
        ("newer.json", r#"{"headroom":2}"#.to_owned(), "newer"),
        ("large.json", " ".repeat(2_000_000), "larger than 1024 KiB"),
    ] {
        let file = folder.join(name);
        std::fs::write(&file, content).map_err(|e| e.to_string())?;
        page.choose_file("#open-file", &file)?;
        page.wait_for_text(".notice:last-of-type", name)?;
        page.wait_for_text("main", says)?;
    }
    if page.text("header .menu > summary")? == plan { Ok(()) } else { Err("the plan was changed".to_owned()) }
}
