//! The program as a person or a script calls it, from the project's folder.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What it prints, what it complains of, and the status that it ends with.
pub struct Called {
    pub output: String,
    pub errors: String,
    pub status: Option<i32>,
}

/// Calls it with arguments and a standard input.
pub fn headroom(arguments: &[&str], input: &str) -> Called {
    let mut child = Command::new(env!("CARGO_BIN_EXE_headroom"))
        .args(arguments)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses its arguments does not read its input.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let called = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Called { output: text(called.stdout), errors: text(called.stderr), status: called.status.code() }
}
