//! A WebDriver client for chromedriver: its process, one browser session, one command at a time.

use crate::Outcome;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// No command may take longer, scripts and page loads included.
const LONGEST_COMMAND: Duration = Duration::from_secs(120);

/// A running chromedriver; it ends with this value.
pub struct Driver {
    child: Child,
    port: u16,
    /// The capabilities that each session asks for.
    wanted: Value,
}

impl Driver {
    /// Starts the chromedriver `program` on a free port; its browsers get what the file `options`,
    /// the project's `webdriver.json`, asks for.
    pub fn start(program: &Path, options: &Path) -> Outcome<Driver> {
        let unread = |reason: String| format!("{} cannot be read: {reason}", options.display());
        let text = std::fs::read_to_string(options).map_err(|e| unread(e.to_string()))?;
        let mut wanted: Value = serde_json::from_str(&text).map_err(|e| unread(e.to_string()))?;
        wanted["goog:loggingPrefs"] = json!({"browser": "ALL", "performance": "ALL"});
        wanted["timeouts"] = json!({"script": 60_000, "pageLoad": 30_000, "implicit": 0});

        let mut command = Command::new(program);
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|e| format!("`{}` cannot be started: {e}", program.display()))?;
        let stdout = child.stdout.take().ok_or("chromedriver has no output")?;
        let mut driver = Driver { child, port: 0, wanted };
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
    path: String,
}

impl<'driver> Session<'driver> {
    /// Starts a browser.
    pub fn new(driver: &'driver Driver) -> Outcome<Session<'driver>> {
        let body = json!({"capabilities": {"alwaysMatch": driver.wanted}});
        let answer = request(driver.port, "POST", "/session", Some(&body))?;
        let id = answer["sessionId"].as_str().ok_or("chromedriver named no session")?;
        Ok(Session { driver, path: format!("/session/{id}") })
    }

    /// Sends a command such as `url` with its parameters.
    pub fn post(&self, command: &str, body: &Value) -> Outcome<Value> {
        request(self.driver.port, "POST", &format!("{}/{command}", self.path), Some(body))
    }

    /// Asks for something such as `title`.
    pub fn get(&self, command: &str) -> Outcome<Value> {
        request(self.driver.port, "GET", &format!("{}/{command}", self.path), None)
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        let _ = request(self.driver.port, "DELETE", &self.path, None);
    }
}

/// One HTTP exchange; returns the `value` of the answer.
fn request(port: u16, method: &str, path: &str, body: Option<&Value>) -> Outcome<Value> {
    let lost = |e: std::io::Error| format!("chromedriver did not answer {method} {path}: {e}");
    let body = body.map(Value::to_string).unwrap_or_default();
    let mut stream = TcpStream::connect(("127.0.0.1", port)).map_err(lost)?;
    stream.set_read_timeout(Some(LONGEST_COMMAND)).map_err(lost)?;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes())).map_err(lost)?;

    let mut reader = BufReader::new(stream);
    let mut status = String::new();
    reader.read_line(&mut status).map_err(lost)?;
    let mut length = None;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).map_err(lost)? == 0 || line.trim_end().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok();
        }
    }
    let mut answer = vec![0; length.ok_or_else(|| format!("no length in the answer to {method} {path}"))?];
    reader.read_exact(&mut answer).map_err(lost)?;
    let mut answer: Value = serde_json::from_slice(&answer).map_err(|e| format!("{method} {path}: {e}"))?;
    let value = answer["value"].take();
    match value["error"].as_str() {
        // The rest of the message is a stack trace of the driver itself.
        Some(error) if !status.contains(" 200 ") => {
            let message = value["message"].as_str().unwrap_or_default();
            let message = message.lines().next().unwrap_or_default();
            Err(format!("{error}: {}", message.trim_start_matches(&format!("{error}: "))))
        }
        _ => Ok(value),
    }
}
