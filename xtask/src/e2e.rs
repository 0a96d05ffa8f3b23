//! Serves `dist/` from this machine and runs the end-to-end cases on it, those of `tests/e2e/`.

use crate::process::Counts;
use crate::server::{Port, Server};
use crate::{Outcome, project, setup};
use headroom_e2e::{Driver, Mount};

/// The paths the site must work at: a host of its own, and a project page.
const MOUNTS: [(&str, Mount); 2] = [("/", Mount::Root), ("/headroom/", Mount::SubPath)];

/// Starts the browser's driver.
pub fn driver() -> Outcome<Driver> {
    Driver::start(&setup::browser()?.driver, &project::root()?.join("webdriver.json"))
}

/// Runs every case against `dist/`; the site must have been built.
pub fn run() -> (Counts, Outcome) {
    let mut counts = Counts::default();
    let outcome = run_cases(&[], &mut counts);
    (counts, outcome)
}

/// Runs the cases whose name has one of the words, against `dist/` as it was built last.
pub fn run_some(words: &[&str]) -> Outcome {
    run_cases(words, &mut Counts::default())
}

fn run_cases(words: &[&str], counts: &mut Counts) -> Outcome {
    let root = project::root()?;
    let driver = driver()?;
    for (path, mount) in MOUNTS {
        let start = Server::bind(&root.join("dist"), path, Port::Any)?.in_background();
        println!("\nrunning the cases against {start}");
        let tally = headroom_e2e::run(&driver, &start, mount, words, &root.join("target/e2e"));
        counts.add(Counts { passed: tally.passed, failed: tally.failed });
    }
    let verdict = if counts.failed == 0 { "ok" } else { "FAILED" };
    println!("\ntest result: {verdict}. {} passed; {} failed; 0 ignored", counts.passed, counts.failed);
    match counts {
        Counts { failed: 0, passed: 1.. } => Ok(()),
        Counts { passed: 0, failed: 0 } => Err("no end-to-end case ran".to_owned()),
        _ => Err(format!("end-to-end cases that failed: {}", counts.failed)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_e2e::Page;
    use serde_json::json;

    const PAGE: &str = r#"<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>A page</title>
        <p id="said">nothing</p><input id="name"><input id="box" type="checkbox" checked><input id="file" type="file">
        <button id="say" aria-label="Say it">Say</button>
        <script>
          const element = id => document.getElementById(id);
          element("say").onclick = () => element("said").textContent = `Grüezi ${element("name").value}`;
          element("file").onchange = async event => element("said").textContent = await event.target.files[0].text();
          addEventListener("keydown", event => {
            if (!event.ctrlKey || event.key !== "z") return;
            event.preventDefault();
            element("said").textContent = "undone";
          });
        </script>"#;

    #[test]
    #[ignore = "needs Chromium and its driver; `cargo xtask test e2e` runs it before it builds the site"]
    fn a_page_is_driven_as_a_person_would() {
        let folder = std::env::temp_dir().join(format!("headroom-driver-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("index.html"), PAGE).unwrap();
        std::fs::write(folder.join("note.txt"), "from a file").unwrap();
        let start = Server::bind(&folder, "/sub/", Port::Any).unwrap().in_background();
        let driver = driver().unwrap();
        let mut page = Page::open(&driver, &start).unwrap();

        page.goto("").unwrap();
        page.goto("#place").unwrap();
        assert_eq!(page.address().unwrap(), format!("{start}#place"));
        page.back().unwrap();
        assert_eq!(page.address().unwrap(), start);
        page.forward().unwrap();
        page.reload().unwrap();
        assert_eq!(page.address().unwrap(), format!("{start}#place"));

        assert_eq!((page.count("input").unwrap(), page.count("table").unwrap()), (3, 0));
        page.type_into("#name", "no").unwrap();
        page.type_into("#name", "Zoë").unwrap();
        page.click("#say").unwrap();
        page.wait_for_text("#said", "Grüezi Zoë").unwrap();
        page.press("Control+z").unwrap();
        page.wait_for_text("#said", "undone").unwrap();
        page.choose_file("#file", &folder.join("note.txt")).unwrap();
        page.wait_for_text("#said", "from a file").unwrap();
        assert_eq!(page.property("#name", "value").unwrap(), json!("Zoë"));
        assert_eq!(page.property("#box", "checked").unwrap(), json!(true));
        assert_eq!(page.property("#name", "maxLength").unwrap(), json!(-1));
        assert_eq!(page.attribute("#say", "aria-label").unwrap(), json!("Say it"));
        assert_eq!(page.attribute("#say", "aria-invalid").unwrap(), json!(null));

        assert_eq!(page.eval("return [1, 'two', null];").unwrap(), json!([1, "two", null]));
        assert_eq!(page.eval_async("return await Promise.resolve(7);").unwrap(), json!(7));
        assert_eq!(page.eval_async("throw new Error('broken');").unwrap_err(), "the script failed: Error: broken");
        assert!(page.text("#none").unwrap_err().starts_with("no such element: "));
        assert!(page.eval("return nowhere;").unwrap_err().starts_with("javascript error: nowhere is not defined"));

        page.set_size(390, 844).unwrap();
        assert_eq!(page.eval("return [innerWidth, innerHeight];").unwrap(), json!([390, 844]));
        page.screenshot(&folder.join("page.png")).unwrap();
        let png = std::fs::read(folder.join("page.png")).unwrap();
        assert_eq!((&png[..4], &png[16..24]), (&b"\x89PNG"[..], &[0, 0, 1, 134, 0, 0, 3, 76][..]));

        assert_eq!(page.complaints().unwrap(), Vec::<String>::new());
        page.eval("console.error('said aloud'); fetch('http://127.0.0.1:9/').catch(() => 0);").unwrap();
        let complaints = page.complaints().unwrap().join("\n");
        assert!(
            complaints.contains("said aloud") && complaints.contains("left the site: http://127.0.0.1:9/"),
            "{complaints}"
        );
        drop(page);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
