//! Headroom in a terminal: reads a scenario, prints the same answers as the page.

mod args;
mod diff;
mod drill;
mod hpa;
mod plan;
mod prices;
mod regions;
mod simulate;
mod trace;

use args::{Arguments, Command, Read};
use headroom_core::base::explain::{Finding, Standing};
use std::io::{self, Write};
use std::process::ExitCode;

/// What does not hold ends with this status.
const FAILS: u8 = 1;
/// What cannot be told ends with this status.
const UNTOLD: u8 = 3;
/// What cannot be read, or asked for, ends with this status.
const REFUSED: u8 = 2;

/// What is printed, and the status that the program ends with.
struct Answer {
    text: String,
    status: u8,
}

impl Answer {
    /// An answer whose status says how what it answers stands: 1 where anything fails, 3 where anything cannot be told, else 0.
    fn judged<'a>(text: String, findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let standings: Vec<Standing> = findings.into_iter().map(|finding| finding.standing).collect();
        let status = match () {
            () if standings.contains(&Standing::Fails) => FAILS,
            () if standings.contains(&Standing::Unknown) => UNTOLD,
            () => 0,
        };
        Self { text, status }
    }
}

impl From<String> for Answer {
    fn from(text: String) -> Self {
        Self { text, status: 0 }
    }
}

fn main() -> ExitCode {
    let answer = args::read(std::env::args_os()).and_then(|read| match read {
        Read::Asked(arguments) => answer(&arguments),
        Read::Told(text) => Ok(text.into()),
    });
    match answer {
        Ok(Answer { text, status }) => print(&text, status),
        Err(message) => {
            // Nothing is left to do where even this cannot be written.
            let _ = writeln!(io::stderr(), "headroom: {message}");
            ExitCode::from(REFUSED)
        }
    }
}

fn answer(arguments: &Arguments) -> Result<Answer, String> {
    let json = arguments.json;
    let Some(command) = &arguments.command else {
        let source = arguments.source.as_deref();
        let source = source.ok_or("no plan given: headroom FILE prints the answers for a plan; see headroom --help")?;
        return plan::answers(source, json);
    };
    let text = match command {
        Command::Schema => include_str!("../../public/scenario.schema.json").into(),
        Command::Examples { slug } => plan::examples(slug.as_deref())?,
        Command::Prices(options) => prices::filled(options)?,
        Command::Link { source } => plan::link(source)?,
        Command::Import(import) => trace::statistics(import, json)?,
        Command::Simulate(options) => return simulate::simulate(options, json),
        Command::Drill(options) => return drill::drill(options, json),
        Command::Regions(options) => return regions::regions(options, json),
        Command::Hpa(options) => return hpa::dry_run(options, json),
        Command::Diff(options) => return diff::diff(options, json),
    };
    Ok(text.into())
}

/// Writes the answer; a reader that has seen enough, such as `head`, is no fault.
fn print(text: &str, status: u8) -> ExitCode {
    match writeln!(io::stdout(), "{}", text.trim_end()) {
        Ok(()) => ExitCode::from(status),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(status),
        Err(error) => {
            let _ = writeln!(io::stderr(), "headroom: cannot write: {error}");
            ExitCode::FAILURE
        }
    }
}
