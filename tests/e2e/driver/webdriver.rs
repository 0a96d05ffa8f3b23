//! The browser's driver: chromedriver's process, and sessions in it by the WebDriver client fantoccini.

use crate::Outcome;
use fantoccini::error::CmdError;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::runtime::{self, Runtime};
use tokio::time::timeout;
use url::{ParseError, Url};

/// No command may take longer, scripts and page loads included.
const LONGEST_COMMAND: Duration = Duration::from_secs(120);

/// A running chromedriver; it ends with this value.
pub struct Driver {
    child: Child,
    port: u16,
    /// The capabilities that each session asks for.
    wanted: Map<String, Value>,
    /// Cases are plain functions: each command runs on this thread until its answer is there.
    runtime: Runtime,
}

impl Driver {
    /// Starts the chromedriver `program` on a free port; its browsers get what the file `options`,
    /// the project's `webdriver.json`, asks for.
    pub fn start(program: &Path, options: &Path) -> Outcome<Driver> {
        let unread = |reason: String| format!("{} cannot be read: {reason}", options.display());
        let text = std::fs::read_to_string(options).map_err(|e| unread(e.to_string()))?;
        let mut wanted: Map<String, Value> = serde_json::from_str(&text).map_err(|e| unread(e.to_string()))?;
        wanted.insert("goog:loggingPrefs".to_owned(), json!({"browser": "ALL", "performance": "ALL"}));
        wanted.insert("timeouts".to_owned(), json!({"script": 60_000, "pageLoad": 30_000, "implicit": 0}));
        let runtime = runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|e| format!("no WebDriver client can run: {e}"))?;

        let mut command = Command::new(program);
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|e| format!("`{}` cannot be started: {e}", program.display()))?;
        let stdout = child.stdout.take().ok_or("chromedriver has no output")?;
        let mut driver = Driver { child, port: 0, wanted, runtime };
        let mut lines = BufReader::new(stdout).lines();
        for line in lines.by_ref().map_while(Result::ok) {
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                driver.port = port.trim_end_matches('.').parse().map_err(|_| format!("no port in `{line}`"))?;
                break;
            }
        }
        // Keeps reading, so that the driver never waits for a full pipe.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        if driver.port == 0 { Err("chromedriver ended before it was ready".to_owned()) } else { Ok(driver) }
    }

    fn wait<T>(&self, command: impl Future<Output = Outcome<T>>) -> Outcome<T> {
        let late = |_| format!("chromedriver did not answer within {} s", LONGEST_COMMAND.as_secs());
        self.runtime.block_on(async { timeout(LONGEST_COMMAND, command).await.map_err(late)? })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One browser with a fresh profile; it closes with this value.
pub struct Session<'driver> {
    driver: &'driver Driver,
    browser: Client,
}

impl<'driver> Session<'driver> {
    /// Starts a browser.
    pub fn new(driver: &'driver Driver) -> Outcome<Session<'driver>> {
        let address = format!("http://127.0.0.1:{}", driver.port);
        let mut browsers = ClientBuilder::new(HttpConnector::new());
        browsers.capabilities(driver.wanted.clone());
        let browser = async { browsers.connect(&address).await.map_err(|e| format!("no browser starts: {e}")) };
        Ok(Session { driver, browser: driver.wait(browser)? })
    }

    /// Lets the browser do something, and waits until it has.
    pub fn run<T>(&self, command: impl AsyncFnOnce(&Client) -> Result<T, CmdError>) -> Outcome<T> {
        self.driver.wait(async { command(&self.browser).await.map_err(|error| words(&error)) })
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        let _ = self.run(async |browser| browser.clone().close().await);
    }
}

/// A command of Chromium's that WebDriver does not know: where it is sent to, and its parameters.
#[derive(Debug)]
pub struct Chromium(pub &'static str, pub Value);

impl WebDriverCompatibleCommand for Chromium {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.0))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.1.to_string()))
    }
}

/// What the driver says, without its stack trace.
fn words(error: &CmdError) -> String {
    let CmdError::Standard(said) = error else { return error.to_string() };
    let (kind, message) = (said.error(), said.message.lines().next().unwrap_or_default());
    format!("{kind}: {}", message.trim_start_matches(&format!("{kind}: ")))
}
