//! Child processes: a clean environment, clear failures, test counts read on the way.

use crate::Outcome;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed.
    pub failed: u64,
}

impl Counts {
    /// Adds what another run counted.
    pub fn add(&mut self, other: Counts) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Reads a line such as `test result: ok. 12 passed; 0 failed; 1 ignored; ...`.
    fn in_line(line: &str) -> Option<Counts> {
        let rest = line.trim().strip_prefix("test result: ")?;
        let count = |word: &str| {
            let part = rest.split([';', '.']).find(|part| part.trim().ends_with(word))?;
            part.split_whitespace().next()?.parse().ok()
        };
        Some(Counts { passed: count("passed")?, failed: count("failed")? })
    }
}

/// A command that starts in `folder` without the variables that `cargo run` sets for its child.
///
/// Cargo would take those for changes of the environment and build the same
/// crates again, once under `cargo xtask` and once without.
pub fn command(program: impl AsRef<OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "CARGO" {
            command.env_remove(&*name);
        }
    }
    command
}

/// The command as a person would type it.
pub fn words(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(command.get_program());
    let mut words = vec![name.to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|arg| arg.to_string_lossy().into_owned()));
    words.join(" ")
}

/// Runs a command with its output shown; an error names the command.
pub fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|e| format!("`{}` cannot be started: {e}", words(command)))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", words(command))) }
}

/// Runs a command and returns what it printed to its standard output.
pub fn output(command: &mut Command) -> Outcome<String> {
    let output = command.output().map_err(|e| format!("`{}` cannot be started: {e}", words(command)))?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("`{}` failed ({})\n{}", words(command), output.status, stderr.trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a command with a text on its standard input and returns what it printed.
pub fn output_with(command: &mut Command, input: &str) -> Outcome<String> {
    let named = words(command);
    let failed = |e: std::io::Error| format!("`{named}` cannot be run: {e}");
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(failed)?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes()).map_err(failed)?;
    }
    let output = child.wait_with_output().map_err(failed)?;
    if !output.status.success() {
        return Err(format!(
            "`{named}` failed ({})\n{}",
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        ));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a command with its output shown and sums the `test result:` lines in it.
pub fn run_counting(command: &mut Command) -> (Counts, Outcome) {
    let mut counts = Counts::default();
    let outcome = stream(command, |line| {
        println!("{line}");
        if let Some(found) = Counts::in_line(line) {
            counts.add(found);
        }
    });
    (counts, outcome)
}

/// Runs a command and hands over each line of its standard output as it comes.
pub fn stream(command: &mut Command, mut on_line: impl FnMut(&str)) -> Outcome {
    let text = words(command);
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|e| format!("`{text}` cannot be started: {e}"))?;
    if let Some(stdout) = child.stdout.take() {
        let mut lines = BufReader::new(stdout);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
            on_line(String::from_utf8_lossy(&line).trim_end());
            line.clear();
        }
    }
    let status = child.wait().map_err(|e| format!("`{text}` was lost: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{text}` failed ({status})")) }
}

/// The first file of this name in the folders of a PATH value.
pub fn find_in(path: &OsStr, name: &str) -> Option<PathBuf> {
    std::env::split_paths(path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn result_lines_of_cargo_test_are_counted() {
        let rows = [
            ("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s", (12, 0)),
            ("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out", (3, 2)),
            ("    test result: ok. 1 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.30s", (1, 0)),
        ];
        for (line, (passed, failed)) in rows {
            assert_eq!(Counts::in_line(line), Some(Counts { passed, failed }), "{line}");
        }
        assert_eq!(Counts::in_line("test serving::tests::rows ... ok"), None);
    }
}
