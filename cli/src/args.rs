//! The words of the command line.

use headroom_core::trace::Meaning;
use lexopt::Arg::{Long, Short, Value};
use std::ffi::OsString;

/// What `--help` prints.
pub const HELP: &str = "\
Headroom, a capacity planner: the same answers as the page, in a terminal.

Usage:
  headroom FILE [--json]        answers for a scenario
  headroom import TRACE         statistics of a measured trace (CSV or a Prometheus answer)
  headroom link FILE            the scenario as the end of a link, to put behind the page's address
  headroom examples [SLUG]      lists the examples, or prints one as a scenario file
  headroom schema               prints the JSON schema of scenario files

FILE and TRACE are paths, or - for standard input. FILE may also be a link, or hold one.

Options:
  --json                 prints everything as JSON
  -h, --help             prints this
  -V, --version          prints the version

Options of import, where the file is not recognised as it should be:
  --delimiter D          comma, semicolon, tab, pipe, space, or the character itself
  --time-column NAME     the column of timestamps, by name or by number from 1
  --value-column NAME    the column of values, by name or by number from 1
  --events SECONDS       each row is a request; count them in intervals of so many seconds
  --meaning M            rate (requests/s), count (requests an interval) or gauge (a level)
  --utc-offset MINUTES   minutes to add to the timestamps to get local time

Exit status: 0 with an answer, 2 where something cannot be read.
";

/// What is asked for.
#[derive(Debug, PartialEq)]
pub enum Command {
    /// How it is used.
    Help,
    /// Which version this is.
    Version,
    /// The JSON schema.
    Schema,
    /// All examples, or one.
    Examples(Option<String>),
    /// The answers for a scenario.
    Answers { source: String, json: bool },
    /// A scenario as a link.
    Link { source: String },
    /// Statistics of a trace.
    Import { source: String, options: ImportOptions },
}

/// What the person says about a trace.
#[derive(Debug, Default, PartialEq)]
pub struct ImportOptions {
    /// Prints JSON.
    pub json: bool,
    /// The byte between cells.
    pub delimiter: Option<u8>,
    /// Name or number of the column of timestamps.
    pub time_column: Option<String>,
    /// Name or number of the column of values.
    pub value_column: Option<String>,
    /// Seconds of an interval in which rows are counted.
    pub events: Option<u32>,
    /// What the values say.
    pub meaning: Option<Meaning>,
    /// Minutes to add to every timestamp.
    pub utc_offset: Option<i32>,
}

/// Reads the command line.
pub fn command(mut parser: lexopt::Parser) -> Result<Command, String> {
    let mut words = Vec::new();
    let mut options = ImportOptions::default();
    let mut first_import_option = None;
    while let Some(arg) = parser.next().map_err(|error| error.to_string())? {
        let name = match arg {
            Short('h') | Long("help") => return Ok(Command::Help),
            Short('V') | Long("version") => return Ok(Command::Version),
            Long("json") => {
                options.json = true;
                continue;
            }
            Value(word) => {
                words.push(text(word)?);
                continue;
            }
            Long(name) => format!("--{name}"),
            Short(letter) => return Err(unknown(&format!("-{letter}"))),
        };
        let mut value = || parser.value().map_err(|error| error.to_string()).and_then(text);
        match name.as_str() {
            "--delimiter" => options.delimiter = Some(delimiter(&value()?)?),
            "--time-column" => options.time_column = Some(value()?),
            "--value-column" => options.value_column = Some(value()?),
            "--events" => options.events = Some(number("--events", &value()?)?),
            "--meaning" => options.meaning = Some(meaning(&value()?)?),
            "--utc-offset" => options.utc_offset = Some(number("--utc-offset", &value()?)?),
            _ => return Err(unknown(&name)),
        }
        first_import_option.get_or_insert(name);
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match (words.as_slice(), first_import_option) {
        (["import", source], _) => Ok(Command::Import { source: (*source).into(), options }),
        (_, Some(option)) => Err(format!("{option} belongs to headroom import; see headroom --help")),
        (["import"], None) => Err("import needs a trace: headroom import TRACE".into()),
        (["link"], None) => Err("link needs a scenario: headroom link FILE".into()),
        (["link", source], None) => Ok(Command::Link { source: (*source).into() }),
        (["schema"], None) => Ok(Command::Schema),
        (["examples"], None) => Ok(Command::Examples(None)),
        (["examples", slug], None) => Ok(Command::Examples(Some((*slug).into()))),
        ([source], None) => Ok(Command::Answers { source: (*source).into(), json: options.json }),
        ([], None) => Err("which scenario? headroom FILE prints its answers; see headroom --help".into()),
        ([first, ..], None) => Err(format!("one file at a time: after \"{first}\" there is more than one word")),
    }
}

fn text(word: OsString) -> Result<String, String> {
    word.into_string().map_err(|word| format!("\"{}\" is not UTF-8", word.to_string_lossy()))
}

fn unknown(option: &str) -> String {
    format!("there is no option {option}; see headroom --help")
}

fn number<N: std::str::FromStr>(option: &str, word: &str) -> Result<N, String> {
    word.parse().map_err(|_| format!("{option} takes a whole number, but is \"{word}\""))
}

fn delimiter(word: &str) -> Result<u8, String> {
    match word {
        "comma" => Ok(b','),
        "semicolon" => Ok(b';'),
        "tab" | "\\t" => Ok(b'\t'),
        "pipe" => Ok(b'|'),
        "space" => Ok(b' '),
        other => match other.as_bytes() {
            [byte] => Ok(*byte),
            _ => Err(format!(
                "--delimiter takes comma, semicolon, tab, pipe, space or one character, but is \"{other}\""
            )),
        },
    }
}

fn meaning(word: &str) -> Result<Meaning, String> {
    match word {
        "rate" => Ok(Meaning::Rate),
        "count" => Ok(Meaning::CountPerInterval),
        "gauge" => Ok(Meaning::Gauge),
        other => Err(format!("--meaning takes rate, count or gauge, but is \"{other}\"")),
    }
}
