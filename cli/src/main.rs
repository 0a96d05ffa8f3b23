//! Headroom in a terminal: reads a scenario, prints the same answers as the page.

mod args;
mod plan;
mod trace;

use args::Command;
use std::io::{self, Write};
use std::process::ExitCode;

/// What cannot be read, or asked for, ends with this status.
const REFUSED: u8 = 2;

fn main() -> ExitCode {
    let answer = args::command(lexopt::Parser::from_env()).and_then(answer);
    match answer {
        Ok(text) => print(&text),
        Err(message) => {
            // Nothing is left to do where even this cannot be written.
            let _ = writeln!(io::stderr(), "headroom: {message}");
            ExitCode::from(REFUSED)
        }
    }
}

fn answer(command: Command) -> Result<String, String> {
    match command {
        Command::Help => Ok(args::HELP.into()),
        Command::Version => Ok(format!("headroom {}", env!("CARGO_PKG_VERSION"))),
        Command::Schema => Ok(include_str!("../../public/scenario.schema.json").into()),
        Command::Examples(slug) => plan::examples(slug.as_deref()),
        Command::Answers { source, json } => plan::answers(&source, json),
        Command::Link { source } => plan::link(&source),
        Command::Import { source, options } => trace::statistics(&source, &options),
    }
}

/// Writes the answer; a reader that has seen enough, such as `head`, is no fault.
fn print(text: &str) -> ExitCode {
    match writeln!(io::stdout(), "{}", text.trim_end()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "headroom: cannot write: {error}");
            ExitCode::FAILURE
        }
    }
}
