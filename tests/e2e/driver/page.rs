//! The page driver of the end-to-end cases: finds by CSS selector, waits, acts as a person would.

use super::keys::key_code;
use super::webdriver::{Chromium, Driver, Session};
use crate::Outcome;
use fantoccini::Locator::Css;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a wait lasts before the case fails.
const PATIENCE: Duration = Duration::from_secs(10);

/// Gathers what a page reports only by events; runs before the page's own scripts.
const WATCH: &str = r#"
window.__reports = [];
addEventListener("securitypolicyviolation", e =>
  __reports.push(`the policy's ${e.effectiveDirective} refused ${e.blockedURI} (${e.sourceFile}:${e.lineNumber})`));
addEventListener("error", e => __reports.push(`error: ${e.message || (e.target && (e.target.src || e.target.href))}`), true);
addEventListener("unhandledrejection", e => __reports.push(`unhandled rejection: ${e.reason}`));
"#;

/// A browser window on the site.
pub struct Page<'driver> {
    session: Session<'driver>,
    start: String,
    reports: Vec<String>,
}

impl<'driver> Page<'driver> {
    /// Opens a browser with a fresh profile; nothing is loaded yet.
    pub fn open(driver: &'driver Driver, start: &str) -> Outcome<Page<'driver>> {
        let page = Page { session: Session::new(driver)?, start: start.to_owned(), reports: Vec::new() };
        page.cdp("Page.addScriptToEvaluateOnNewDocument", &json!({"source": WATCH}))?;
        page.set_size(1280, 900)?;
        Ok(page)
    }

    /// Where the site starts, with a slash at the end.
    pub fn start(&self) -> &str {
        &self.start
    }

    /// Goes to an address relative to the site's start: `""`, `"#sizing"`.
    pub fn goto(&mut self, address: &str) -> Outcome {
        self.gather()?;
        let url = format!("{}{address}", self.start);
        self.session.run(async |browser| browser.goto(&url).await)
    }

    /// The address in the address bar.
    pub fn address(&self) -> Outcome<String> {
        self.session.run(async |browser| browser.current_url().await).map(String::from)
    }

    /// Loads the page anew.
    pub fn reload(&mut self) -> Outcome {
        self.gather()?;
        self.session.run(async |browser| browser.refresh().await)
    }

    /// The browser's Back button.
    pub fn back(&mut self) -> Outcome {
        self.gather()?;
        self.session.run(async |browser| browser.back().await)
    }

    /// The browser's Forward button.
    pub fn forward(&mut self) -> Outcome {
        self.gather()?;
        self.session.run(async |browser| browser.forward().await)
    }

    /// Sets the size of the viewport in CSS pixels, as on a device of that size.
    pub fn set_size(&self, width: u32, height: u32) -> Outcome {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.cdp("Emulation.setDeviceMetricsOverride", &size).map(drop)
    }

    /// Waits until `done` holds; `what` completes "waited 10 s for ...".
    pub fn wait_until(&mut self, what: &str, mut done: impl FnMut(&mut Self) -> Outcome<bool>) -> Outcome {
        let started = Instant::now();
        loop {
            let last = done(self);
            if matches!(last, Ok(true)) {
                return Ok(());
            }
            if started.elapsed() > PATIENCE {
                let why = last.err().map(|e| format!(" ({e})")).unwrap_or_default();
                return Err(format!("waited {} s for {what}{why}", PATIENCE.as_secs()));
            }
            std::thread::sleep(Duration::from_millis(25));
        }
    }

    /// Waits until an element matches.
    pub fn wait_for(&mut self, css: &str) -> Outcome {
        self.wait_until(&format!("`{css}`"), |page| Ok(page.count(css)? > 0))
    }

    /// Waits until the text of the first match contains `part`.
    pub fn wait_for_text(&mut self, css: &str, part: &str) -> Outcome {
        let mut seen = String::new();
        self.wait_until(&format!("`{css}` to say `{part}`"), |page| {
            seen = page.text(css)?;
            Ok(seen.contains(part))
        })
        .map_err(|e| format!("{e}; it says `{seen}`"))
    }

    /// How many elements match.
    pub fn count(&self, css: &str) -> Outcome<usize> {
        self.session.run(async |browser| browser.find_all(Css(css)).await).map(|found| found.len())
    }

    /// The text of the first match, as a person sees it.
    pub fn text(&self, css: &str) -> Outcome<String> {
        self.first(css, async |element| element.text().await)
    }

    /// A property of the first match: `value`, `checked`, `disabled`.
    pub fn property(&self, css: &str, name: &str) -> Outcome<Value> {
        const SCRIPT: &str = "return arguments[0][arguments[1]];";
        self.session.run(async |browser| {
            let element = serde_json::to_value(browser.find(Css(css)).await?)?;
            browser.execute(SCRIPT, vec![element, json!(name)]).await
        })
    }

    /// An attribute of the first match, null when it has none: `aria-invalid`.
    pub fn attribute(&self, css: &str, name: &str) -> Outcome<Value> {
        self.first(css, async |element| element.attr(name).await).map(Value::from)
    }

    /// Clicks the first match; it must be visible and not covered.
    pub fn click(&mut self, css: &str) -> Outcome {
        // What opens with another click may come a moment later: a person waits for it too.
        self.wait_for(css)?;
        // What lies under the bar that stays in view is no target; scrolling to it keeps clear of that bar.
        self.eval(&format!("document.querySelector({})?.scrollIntoView({{block: 'nearest'}});", json!(css)))?;
        self.first(css, async |element| element.click().await)
    }

    /// Replaces what a field holds by typing `text`, key by key.
    pub fn type_into(&mut self, css: &str, text: &str) -> Outcome {
        let [control, release, delete] = [Key::Control, Key::Null, Key::Delete].map(char::from);
        let keys = format!("{control}a{release}{delete}{text}");
        self.first(css, async |element| element.send_keys(&keys).await)
    }

    /// Picks a file for the first match, an `<input type="file">`.
    pub fn choose_file(&mut self, css: &str, file: &Path) -> Outcome {
        self.first(css, async |element| element.send_keys(&file.to_string_lossy()).await)
    }

    /// Presses keys together where the focus is: `"Tab"`, `"Control+z"`, `"Control+Shift+z"`.
    pub fn press(&mut self, keys: &str) -> Outcome {
        let keys = keys.split('+').map(key_code).collect::<Outcome<Vec<char>>>()?;
        let down = keys.iter().map(|&value| KeyAction::Down { value });
        let up = keys.iter().rev().map(|&value| KeyAction::Up { value });
        let presses = down.chain(up).fold(KeyActions::new("keyboard".to_owned()), |presses, press| presses.then(press));
        self.session.run(async |browser| browser.perform_actions(presses).await)
    }

    /// Runs a function body in the page and returns its `return` value.
    pub fn eval(&self, js: &str) -> Outcome<Value> {
        self.session.run(async |browser| browser.execute(js, Vec::new()).await)
    }

    /// Runs the body of an async function in the page and returns what it resolves to.
    pub fn eval_async(&self, js: &str) -> Outcome<Value> {
        let script = format!(
            "const done = arguments[arguments.length - 1];\n\
             (async () => {{\n{js}\n}})().then(value => done({{value}}), error => done({{error: String(error)}}));"
        );
        let mut answer = self.session.run(async |browser| browser.execute_async(&script, Vec::new()).await)?;
        match answer["error"].as_str() {
            Some(error) => Err(format!("the script failed: {error}")),
            None => Ok(answer["value"].take()),
        }
    }

    /// A DevTools command, for what WebDriver has no word for.
    pub fn cdp(&self, method: &str, params: &Value) -> Outcome<Value> {
        let command = Chromium("goog/cdp/execute", json!({"cmd": method, "params": params}));
        self.session.run(async |browser| browser.issue_cmd(command).await)
    }

    /// Writes a PNG of the viewport.
    pub fn screenshot(&self, file: &Path) -> Outcome {
        let png = self.session.run(async |browser| browser.screenshot().await)?;
        std::fs::write(file, png).map_err(|e| format!("{} cannot be written: {e}", file.display()))
    }

    /// All that went wrong beside the case itself since the browser opened:
    /// errors on the console, refusals by the policy, requests to another origin.
    pub fn complaints(&mut self) -> Outcome<Vec<String>> {
        self.gather()?;
        for entry in self.log("browser")? {
            if entry["level"] == "SEVERE" {
                self.reports.push(format!("console: {}", entry["message"].as_str().unwrap_or_default()));
            }
        }
        let origin = self.start.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
        for entry in self.log("performance")? {
            let event: Value = serde_json::from_str(entry["message"].as_str().unwrap_or_default()).unwrap_or_default();
            let event = &event["message"];
            let url = event["params"]["request"]["url"].as_str().unwrap_or_default();
            let own = url.starts_with(&format!("{origin}/")) || url.starts_with("data:") || url.starts_with("blob:");
            if event["method"] == "Network.requestWillBeSent" && !own {
                self.reports.push(format!("a request left the site: {url}"));
            }
        }
        self.reports.dedup();
        Ok(std::mem::take(&mut self.reports))
    }

    /// Fetches what `WATCH` gathered; a new document starts with an empty list.
    fn gather(&mut self) -> Outcome {
        let reports = self.eval("return (window.__reports || []).splice(0);")?;
        self.reports.extend(reports.as_array().into_iter().flatten().filter_map(|r| r.as_str().map(str::to_owned)));
        Ok(())
    }

    fn log(&self, kind: &str) -> Outcome<Vec<Value>> {
        let command = Chromium("se/log", json!({"type": kind}));
        let entries = self.session.run(async |browser| browser.issue_cmd(command).await)?;
        Ok(entries.as_array().cloned().unwrap_or_default())
    }

    /// Asks the first match for something.
    fn first<T>(&self, css: &str, ask: impl AsyncFnOnce(Element) -> Result<T, CmdError>) -> Outcome<T> {
        self.session.run(async |browser| ask(browser.find(Css(css)).await?).await)
    }
}
