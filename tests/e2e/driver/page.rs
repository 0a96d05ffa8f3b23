//! The page driver of the end-to-end cases: finds by CSS selector, waits, acts as a person would.

use super::keys::key_code;
use super::webdriver::{Driver, Session};
use crate::Outcome;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a wait lasts before the case fails.
const PATIENCE: Duration = Duration::from_secs(10);

/// The key under which WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

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
        self.session.post("url", &json!({"url": format!("{}{address}", self.start)})).map(drop)
    }

    /// The address in the address bar.
    pub fn address(&self) -> Outcome<String> {
        string(self.session.get("url")?)
    }

    /// Loads the page anew.
    pub fn reload(&mut self) -> Outcome {
        self.gather()?;
        self.session.post("refresh", &json!({})).map(drop)
    }

    /// The browser's Back button.
    pub fn back(&mut self) -> Outcome {
        self.gather()?;
        self.session.post("back", &json!({})).map(drop)
    }

    /// The browser's Forward button.
    pub fn forward(&mut self) -> Outcome {
        self.gather()?;
        self.session.post("forward", &json!({})).map(drop)
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
        let found = self.session.post("elements", &json!({"using": "css selector", "value": css}))?;
        Ok(found.as_array().map_or(0, Vec::len))
    }

    /// The text of the first match, as a person sees it.
    pub fn text(&self, css: &str) -> Outcome<String> {
        string(self.session.get(&format!("element/{}/text", self.find(css)?))?)
    }

    /// A property of the first match: `value`, `checked`, `disabled`.
    pub fn property(&self, css: &str, name: &str) -> Outcome<Value> {
        self.session.get(&format!("element/{}/property/{name}", self.find(css)?))
    }

    /// An attribute of the first match, null when it has none: `aria-invalid`.
    pub fn attribute(&self, css: &str, name: &str) -> Outcome<Value> {
        self.session.get(&format!("element/{}/attribute/{name}", self.find(css)?))
    }

    /// Clicks the first match; it must be visible and not covered.
    pub fn click(&mut self, css: &str) -> Outcome {
        // What lies under the bar that stays in view is no target; scrolling to it keeps clear of that bar.
        self.eval(&format!("document.querySelector({})?.scrollIntoView({{block: 'nearest'}});", json!(css)))?;
        self.session.post(&format!("element/{}/click", self.find(css)?), &json!({})).map(drop)
    }

    /// Replaces what a field holds by typing `text`, key by key.
    pub fn type_into(&mut self, css: &str, text: &str) -> Outcome {
        const CONTROL: char = '\u{e009}';
        const RELEASE: char = '\u{e000}';
        const DELETE: char = '\u{e017}';
        let keys = format!("{CONTROL}a{RELEASE}{DELETE}{text}");
        self.session.post(&format!("element/{}/value", self.find(css)?), &json!({"text": keys})).map(drop)
    }

    /// Picks a file for the first match, an `<input type="file">`.
    pub fn choose_file(&mut self, css: &str, file: &Path) -> Outcome {
        let body = json!({"text": file.to_string_lossy()});
        self.session.post(&format!("element/{}/value", self.find(css)?), &body).map(drop)
    }

    /// Presses keys together where the focus is: `"Tab"`, `"Control+z"`, `"Control+Shift+z"`.
    pub fn press(&mut self, keys: &str) -> Outcome {
        let codes = keys.split('+').map(key_code).collect::<Outcome<Vec<String>>>()?;
        let step = |kind: &'static str| move |key: &String| json!({"type": kind, "value": key});
        let mut actions: Vec<Value> = codes.iter().map(step("keyDown")).collect();
        actions.extend(codes.iter().rev().map(step("keyUp")));
        let keyboard = json!({"type": "key", "id": "keyboard", "actions": actions});
        self.session.post("actions", &json!({"actions": [keyboard]})).map(drop)
    }

    /// Runs a function body in the page and returns its `return` value.
    pub fn eval(&self, js: &str) -> Outcome<Value> {
        self.session.post("execute/sync", &json!({"script": js, "args": []}))
    }

    /// Runs the body of an async function in the page and returns what it resolves to.
    pub fn eval_async(&self, js: &str) -> Outcome<Value> {
        let script = format!(
            "const done = arguments[arguments.length - 1];\n\
             (async () => {{\n{js}\n}})().then(value => done({{value}}), error => done({{error: String(error)}}));"
        );
        let mut answer = self.session.post("execute/async", &json!({"script": script, "args": []}))?;
        match answer["error"].as_str() {
            Some(error) => Err(format!("the script failed: {error}")),
            None => Ok(answer["value"].take()),
        }
    }

    /// A DevTools command, for what WebDriver has no word for.
    pub fn cdp(&self, method: &str, params: &Value) -> Outcome<Value> {
        self.session.post("goog/cdp/execute", &json!({"cmd": method, "params": params}))
    }

    /// Writes a PNG of the viewport.
    pub fn screenshot(&self, file: &Path) -> Outcome {
        let data = string(self.session.get("screenshot")?)?;
        let png = STANDARD.decode(data).map_err(|e| format!("the screenshot is not base64: {e}"))?;
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
        let entries = self.session.post("se/log", &json!({"type": kind}))?;
        Ok(entries.as_array().cloned().unwrap_or_default())
    }

    fn find(&self, css: &str) -> Outcome<String> {
        let found = self.session.post("element", &json!({"using": "css selector", "value": css}))?;
        found[ELEMENT].as_str().map(str::to_owned).ok_or_else(|| format!("nothing matches `{css}`"))
    }
}

fn string(value: Value) -> Outcome<String> {
    value.as_str().map(str::to_owned).ok_or_else(|| format!("text expected, found {value}"))
}
