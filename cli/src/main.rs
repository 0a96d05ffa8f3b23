//! Headroom in a terminal: reads a scenario, prints the same answers as the page.

mod args;
mod diff;
mod drill;
mod hpa;
mod plan;
mod simulate;
mod trace;

use args::Command;
use std::io::{self, Write};
use std::process::ExitCode;

/// What cannot be read, or asked for, ends with this status.
const REFUSED: u8 = 2;

/// What is printed, and the status that the program ends with.
struct Answer {
    text: String,
    status: u8,
}

impl From<String> for Answer {
    fn from(text: String) -> Self {
        Self { text, status: 0 }
    }
}

fn main() -> ExitCode {
    let answer = args::command(lexopt::Parser::from_env()).and_then(answer);
    match answer {
        Ok(Answer { text, status }) => print(&text, status),
        Err(message) => {
            // Nothing is left to do where even this cannot be written.
            let _ = writeln!(io::stderr(), "headroom: {message}");
            ExitCode::from(REFUSED)
        }
    }
}

fn answer(command: Command) -> Result<Answer, String> {
    let text = match command {
        Command::Help => args::HELP.into(),
        Command::Version => format!("headroom {}", env!("CARGO_PKG_VERSION")),
        Command::Schema => include_str!("../../public/scenario.schema.json").into(),
        Command::Examples(slug) => plan::examples(slug.as_deref())?,
        Command::Answers { source, json } => plan::answers(&source, json)?,
        Command::Link { source } => plan::link(&source)?,
        Command::Import { source, options } => trace::statistics(&source, &options)?,
        Command::Simulate { source, options } => simulate::simulate(&source, &options)?,
        Command::Drill { source, options } => return drill::drill(&source, &options),
        Command::Hpa { source, options } => return hpa::dry_run(&source, &options),
        Command::Diff { before, after, options } => return diff::diff(&before, &after, &options),
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
