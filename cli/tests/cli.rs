//! The program as a person or a script calls it.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn headroom(arguments: &[&str], input: &str) -> Output {
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
    child.wait_with_output().unwrap()
}

fn answer(arguments: &[&str], input: &str) -> String {
    let output = headroom(arguments, input);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), errors.as_str()), (Some(0), ""), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn refusal(arguments: &[&str], input: &str) -> String {
    let output = headroom(arguments, input);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap().trim_end().to_owned()
}

const SEED: &str = "public/examples/seed-service.json";

#[test]
fn a_scenario_file_prints_its_answers() {
    let text = answer(&[SEED], "");
    assert!(text.contains("57 replicas hold the usual peak with 51 % to spare."), "{text}");
    assert_eq!(answer(&["-"], &std::fs::read_to_string(format!("../{SEED}")).unwrap()), text);
    let json: serde_json::Value = serde_json::from_str(&answer(&[SEED, "--json"], "")).unwrap();
    assert_eq!(json["totals"]["replicas"], 57);
    assert_eq!(json["name"], "The 30,000-a-second service");
    assert_eq!(json["start"], "2026-12-01");
}

#[test]
fn a_link_is_as_good_as_a_file() {
    let text = answer(&[SEED], "");
    let link = answer(&["link", SEED], "");
    let fragment = link.trim();
    assert!(fragment.starts_with("#v1."));
    assert_eq!(answer(&[fragment], ""), text);
    assert_eq!(answer(&[&fragment[1..]], ""), text);
    assert_eq!(answer(&[&format!("https://headroom.example/plan/{fragment}")], ""), text);
    assert_eq!(answer(&["-"], &link), text);
}

#[test]
fn examples_and_schema_are_printed() {
    assert!(answer(&["examples"], "").contains("seed-service"));
    let example = answer(&["examples", "seed-service"], "");
    assert_eq!(example, std::fs::read_to_string(format!("../{SEED}")).unwrap());
    assert!(answer(&["schema"], "").contains("\"Headroom scenario\""));
    assert!(answer(&["--help"], "").contains("Exit status"));
    assert!(answer(&["-V"], "").starts_with("headroom 0."));
}

#[test]
fn what_cannot_be_read_is_refused_with_its_reason() {
    assert!(refusal(&["none.json"], "").starts_with("headroom: cannot read none.json: No such file"));
    assert!(refusal(&["core"], "").starts_with("headroom: cannot read core: "));
    for (input, message) in [
        ("", "line 1, column 0: EOF while parsing a value"),
        ("{}", "it is no Headroom scenario: the field \"headroom\" with its version is missing"),
        (
            "v2.abc",
            "it is of version 2, newer than this program, which reads up to 1; reload the page or open it where it was made",
        ),
        ("https://headroom.example/#v1.zzzz", "the link is damaged or cut off: its text does not unpack"),
        ("https://headroom.example/", "it is not a Headroom link: such a link ends in #v1. and a long text"),
    ] {
        assert_eq!(refusal(&["-"], input), format!("headroom: cannot read standard input: {message}"));
    }
    assert_eq!(
        refusal(&["-"], &" ".repeat(2 << 20)),
        "headroom: cannot read standard input: it is larger than 1024 KiB"
    );
    assert!(refusal(&["v1.zzzz"], "").starts_with("headroom: cannot read the link: the link is damaged"));
    assert!(refusal(&["examples", "none"], "").contains("there are black-friday-shop, seed-service"));
}

#[test]
fn wrong_arguments_are_refused() {
    for (arguments, message) in [
        (&[][..], "which scenario? headroom FILE prints its answers; see headroom --help"),
        (&["a", "b"], "one file at a time: after \"a\" there is more than one word"),
        (&["--jsn", "a"], "there is no option --jsn; see headroom --help"),
        (&["-x"], "there is no option -x; see headroom --help"),
        (&["a", "--events", "60"], "--events belongs to headroom import; see headroom --help"),
        (&["import"], "import needs a trace: headroom import TRACE"),
        (&["import", "-", "--events", "x"], "--events takes a whole number, but is \"x\""),
        (&["import", "-", "--meaning", "x"], "--meaning takes rate, count or gauge, but is \"x\""),
    ] {
        assert_eq!(refusal(arguments, ""), format!("headroom: {message}"));
    }
}

const TRACE: &str = "when;requests;cpu\n2026-01-05 00:00;120;1\n2026-01-05 00:01;60;2\n2026-01-05 00:02;n/a;3\n2026-01-05 00:03;180;4\n";

#[test]
fn a_trace_prints_its_statistics() {
    let text = answer(&["import", "-"], TRACE);
    for line in [
        "2026-01-05 00:00:00 to 2026-01-05 00:04:00, 3 points, one each 1 min",
        "Values: count per interval",
        // By hand: (120 + 60 + 180) / 3 / 60 s.
        "Mean 2 requests/s; peak 3 requests/s at 2026-01-05 00:03:00, 1.5 × the mean",
        "Read: 4 rows, 1 skipped; one point is missing at one place",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\nis not in\n{text}");
    }
    assert!(text.contains("  1 × blank value (line 4): the row is skipped; unknown is not zero"));
    let json: serde_json::Value = serde_json::from_str(&answer(&["import", "-", "--json"], TRACE)).unwrap();
    assert_eq!(json["statistics"]["n_points"], 3);
}

#[test]
fn the_reading_of_a_trace_can_be_corrected() {
    let gauge = answer(&["import", "-", "--value-column", "cpu", "--meaning", "gauge"], TRACE);
    assert!(
        gauge.contains("Values: level (gauge)") && gauge.contains("Mean 2.5; peak 4 at 2026-01-05 00:03:00"),
        "{gauge}"
    );
    assert_eq!(answer(&["import", "-", "--value-column", "3", "--meaning", "gauge"], TRACE), gauge);
    let moved =
        answer(&["import", "-", "--utc-offset", "60", "--delimiter", "semicolon", "--time-column", "when"], TRACE);
    assert!(moved.contains("2026-01-05 01:00:00 to"), "{moved}");
    let events = answer(&["import", "-", "--events", "120"], TRACE);
    assert!(events.contains("one each 2 min"), "{events}");
    assert!(
        refusal(&["import", "-", "--time-column", "x"], TRACE)
            .ends_with("there is no column \"x\"; there are when, requests, cpu")
    );
    assert!(
        refusal(&["import", "-", "--meaning", "gauge", "--events", "60"], TRACE).contains("--meaning says nothing")
    );
    assert!(refusal(&["import", "-", "--utc-offset", "9999"], TRACE).contains("between -1560 and 1560 minutes"));
    assert_eq!(refusal(&["import", "-"], ""), "headroom: cannot read standard input: the file has no rows");
    assert!(refusal(&["import", "none.csv"], "").starts_with("headroom: cannot read none.csv: "));
}
