//! The words of the command line.

use headroom_core::base::units::{DrillLength, HourOfWeek, PeriodHours, Quantity, TimeStep};
use headroom_core::plan::scenario::{DrillFleets, DrillKind};
use headroom_core::studies::diff::CostLimit;
use headroom_core::trace::Meaning;
use lexopt::Arg::{Long, Short, Value};
use std::ffi::OsString;

/// What `--help` prints.
pub const HELP: &str = "\
Headroom, a capacity planner: the same answers as the page, in a terminal.

Usage:
  headroom FILE [--json]        answers for a scenario
  headroom simulate FILE        its autoscaling policies side by side: is the SLO kept, at what cost, what breaks it
  headroom drill FILE           a region fails at a chosen minute: who loses what until everything is as before
  headroom hpa YAML             what a HorizontalPodAutoscaler says; with --scenario, whether it would hold
  headroom import TRACE         statistics of a measured trace (CSV or a Prometheus answer)
  headroom diff A B             what changed from one scenario to another: inputs, answers, the verdict, the cost
  headroom link FILE            the scenario as the end of a link, to put behind the page's address
  headroom examples [SLUG]      lists the examples, or prints one as a scenario file
  headroom schema               prints the JSON schema of scenario files

FILE, A, B, YAML and TRACE are paths, or - for standard input. FILE, A and B may also be links, or hold one.

Options:
  --json                 prints everything as JSON
  -h, --help             prints this
  -V, --version          prints the version

Options of simulate, hpa and drill:
  --service NAME         of a plan with several services (simulate: all of them, unless one is named;
                         drill: as the scenario states it, else the first)

Options of simulate and hpa:
  --hours H              how long a period, from 1 to 8784; else as the scenario states it
  --step S               seconds of a step, from 1 to 3600; else as the scenario states it
  --trace TRACE          a measured load instead of the modelled one

Options of simulate:
  --policy NAME          this policy alone, of the scenario or a preset; beside it the static fleet
  --all                  all policies of the scenario and all presets

Options of drill, each else as the scenario states it:
  --region NAME          where it happens (else the region with the highest load)
  --at WHEN              when, such as tue 19:40, in UTC where regions have clocks of their own
  --kind K               lost (the region), zone, half (of its replicas) or slow (its network)
  --for HOURS            for how long, from 0.01 to 72
  --fleets F             tier (as the recovery tier keeps), ready (all planned) or policy
  --strip                the same at every ten minutes of the week, and which is the worst

Options of hpa:
  --scenario FILE        simulates it on the load of a service of this scenario
  --hpa NAME             of a file with several autoscalers

Options of diff:
  --format F             text, json, or markdown, which fits a comment on a pull request; --json is --format json
  --fail-over LIMIT      ends with status 1 where a month of B costs so much more than of A: 10%, 0.1, or '$500'
  --fail-on-verdict      ends with status 1 where the verdict on B is worse than that on A

Options of import, where the file is not recognised as it should be:
  --delimiter D          comma, semicolon, tab, pipe, space, or the character itself
  --time-column NAME     the column of timestamps, by name or by number from 1
  --value-column NAME    the column of values, by name or by number from 1
  --events SECONDS       each row is a request; count them in intervals of so many seconds
  --meaning M            rate (requests/s), count (requests an interval) or gauge (a level)
  --utc-offset MINUTES   minutes to add to the timestamps to get local time

Exit status: 0 with an answer, 2 where something cannot be read.
With hpa --scenario: 0 where the SLO is kept, 1 where it is not.
With diff: 0 whatever changed, 1 where --fail-over or --fail-on-verdict stops it.
With drill: 0 where it is survived, 1 where it spends more than the month's error budget or does not end
(--strip: at its worst minute).
";

/// In which form an answer is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Format {
    /// For a terminal.
    #[default]
    Text,
    /// For programs.
    Json,
    /// For a comment.
    Markdown,
}

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
    /// Policies side by side.
    Simulate { source: String, options: SimulateOptions },
    /// A region fails.
    Drill { source: String, options: DrillOptions },
    /// What a manifest says, and whether it would hold.
    Hpa { source: String, options: SimulateOptions },
    /// What changed between two scenarios.
    Diff { before: String, after: String, options: DiffOptions },
}

/// What a pipeline asks of a change.
#[derive(Debug, Default, PartialEq)]
pub struct DiffOptions {
    /// How it is printed.
    pub format: Format,
    /// How much more a month may cost.
    pub fail_over: Option<CostLimit>,
    /// Whether the verdict may not be worse.
    pub fail_on_verdict: bool,
}

/// What the person says about a simulation.
#[derive(Debug, Default, PartialEq)]
pub struct SimulateOptions {
    /// Prints JSON.
    pub json: bool,
    /// Which service.
    pub service: Option<String>,
    /// How long a period.
    pub hours: Option<PeriodHours>,
    /// How long a step.
    pub step: Option<TimeStep>,
    /// A measured load.
    pub trace: Option<String>,
    /// A single policy.
    pub policy: Option<String>,
    /// All policies and presets.
    pub all: bool,
    /// The scenario of a manifest's workload.
    pub scenario: Option<String>,
    /// Which of several manifests.
    pub hpa: Option<String>,
}

/// What the person says about a drill; what is not said is as the scenario states it.
#[derive(Debug, Default, PartialEq)]
pub struct DrillOptions {
    /// Prints JSON.
    pub json: bool,
    /// Which service.
    pub service: Option<String>,
    /// Where.
    pub region: Option<String>,
    /// When.
    pub at: Option<HourOfWeek>,
    /// What happens.
    pub kind: Option<DrillKind>,
    /// For how long.
    pub length: Option<DrillLength>,
    /// Which fleets.
    pub fleets: Option<DrillFleets>,
    /// Every ten minutes of the week.
    pub strip: bool,
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

/// The commands that take an option beside `--json`.
const fn takers(option: &str) -> &'static [&'static str] {
    match option.as_bytes() {
        b"--delimiter" | b"--time-column" | b"--value-column" | b"--events" | b"--meaning" | b"--utc-offset" => {
            &["import"]
        }
        b"--service" => &["simulate", "hpa", "drill"],
        b"--hours" | b"--step" | b"--trace" => &["simulate", "hpa"],
        b"--region" | b"--at" | b"--kind" | b"--for" | b"--fleets" | b"--strip" => &["drill"],
        b"--policy" | b"--all" => &["simulate"],
        b"--scenario" | b"--hpa" => &["hpa"],
        b"--format" | b"--fail-over" | b"--fail-on-verdict" => &["diff"],
        _ => &[],
    }
}

/// Reads the command line.
pub fn command(mut parser: lexopt::Parser) -> Result<Command, String> {
    let (mut words, mut used, mut json) = (Vec::new(), Vec::new(), false);
    let (mut import, mut simulate) = (ImportOptions::default(), SimulateOptions::default());
    let (mut diff, mut form) = (DiffOptions::default(), None);
    let mut drill = DrillOptions::default();
    while let Some(arg) = parser.next().map_err(|error| error.to_string())? {
        let name = match arg {
            Short('h') | Long("help") => return Ok(Command::Help),
            Short('V') | Long("version") => return Ok(Command::Version),
            Long("json") => {
                json = true;
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
            "--delimiter" => import.delimiter = Some(delimiter(&value()?)?),
            "--time-column" => import.time_column = Some(value()?),
            "--value-column" => import.value_column = Some(value()?),
            "--events" => import.events = Some(number("--events", &value()?)?),
            "--meaning" => import.meaning = Some(meaning(&value()?)?),
            "--utc-offset" => import.utc_offset = Some(number("--utc-offset", &value()?)?),
            "--service" => simulate.service = Some(value()?),
            "--hours" => simulate.hours = Some(quantity("--hours", &value()?)?),
            "--step" => simulate.step = Some(quantity("--step", &value()?)?),
            "--trace" => simulate.trace = Some(value()?),
            "--policy" => simulate.policy = Some(value()?),
            "--all" => simulate.all = true,
            "--scenario" => simulate.scenario = Some(value()?),
            "--hpa" => simulate.hpa = Some(value()?),
            "--format" => form = Some(format_of(&value()?)?),
            "--fail-over" => {
                diff.fail_over = Some(value()?.parse().map_err(|error| format!("--fail-over: {error}"))?);
            }
            "--fail-on-verdict" => diff.fail_on_verdict = true,
            "--region" => drill.region = Some(value()?),
            "--at" => drill.at = Some(when(&value()?)?),
            "--kind" => drill.kind = Some(kind(&value()?)?),
            "--for" => drill.length = Some(quantity("--for", &value()?)?),
            "--fleets" => drill.fleets = Some(fleets(&value()?)?),
            "--strip" => drill.strip = true,
            _ => return Err(unknown(&name)),
        }
        used.push(name);
    }
    (import.json, simulate.json, drill.json) = (json, json, json);
    drill.service.clone_from(&simulate.service);
    diff.format = match (form, json) {
        (Some(Format::Text | Format::Markdown), true) => return Err("--json and --format exclude each other".into()),
        (None, true) => Format::Json,
        (form, _) => form.unwrap_or_default(),
    };
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let command = words.first().copied().unwrap_or_default();
    if let Some(option) = used.iter().find(|option| !takers(option).contains(&command)) {
        return Err(format!("{option} belongs to headroom {}; see headroom --help", takers(option).join(" and ")));
    }
    check_together(command, &simulate)?;
    match words.as_slice() {
        ["import", source] => Ok(Command::Import { source: (*source).into(), options: import }),
        ["simulate", source] => Ok(Command::Simulate { source: (*source).into(), options: simulate }),
        ["hpa", source] => Ok(Command::Hpa { source: (*source).into(), options: simulate }),
        ["diff", "-", "-"] => Err("of two scenarios only one can come from standard input".into()),
        ["diff", before, after] => {
            Ok(Command::Diff { before: (*before).into(), after: (*after).into(), options: diff })
        }
        ["diff", ..] => Err("diff needs two scenarios: headroom diff A B".into()),
        ["drill", source] => Ok(Command::Drill { source: (*source).into(), options: drill }),
        ["drill"] => Err("drill needs a scenario: headroom drill FILE".into()),
        ["import"] => Err("import needs a trace: headroom import TRACE".into()),
        ["simulate"] => Err("simulate needs a scenario: headroom simulate FILE".into()),
        ["hpa"] => Err("hpa needs a manifest: headroom hpa YAML".into()),
        ["link"] => Err("link needs a scenario: headroom link FILE".into()),
        ["link", source] => Ok(Command::Link { source: (*source).into() }),
        ["schema"] => Ok(Command::Schema),
        ["examples"] => Ok(Command::Examples(None)),
        ["examples", slug] => Ok(Command::Examples(Some((*slug).into()))),
        [source] => Ok(Command::Answers { source: (*source).into(), json }),
        [] => Err("which scenario? headroom FILE prints its answers; see headroom --help".into()),
        [first, ..] => Err(format!("one file at a time: after \"{first}\" there is more than one word")),
    }
}

fn check_together(command: &str, options: &SimulateOptions) -> Result<(), String> {
    if options.all && options.policy.is_some() {
        return Err("--all and --policy exclude each other".into());
    }
    let needs_load = options.service.is_some() || options.hours.is_some() || options.step.is_some();
    if command == "hpa" && options.scenario.is_none() && (needs_load || options.trace.is_some()) {
        return Err("without --scenario nothing is simulated: name the scenario whose service it scales".into());
    }
    Ok(())
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

fn quantity<Q: Quantity>(option: &str, word: &str) -> Result<Q, String> {
    let number: f64 = word.parse().map_err(|_| format!("{option} takes a number, but is \"{word}\""))?;
    Q::new(number).map_err(|error| format!("{option}: {error}"))
}

fn format_of(word: &str) -> Result<Format, String> {
    match word {
        "text" => Ok(Format::Text),
        "json" => Ok(Format::Json),
        "markdown" => Ok(Format::Markdown),
        other => Err(format!("--format takes text, json or markdown, but is \"{other}\"")),
    }
}

/// A day and a time: `tue 19:40`, `Friday 8:00`.
fn when(word: &str) -> Result<HourOfWeek, String> {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let refused = || format!("--at takes a day and a time, such as tue 19:40, but is \"{word}\"");
    let lower = word.trim().to_ascii_lowercase();
    let (day, time) = lower.split_once([' ', '-', ',']).ok_or_else(refused)?;
    let is_meant = |name: &&str| day.len() >= 3 && name.starts_with(day);
    let day = DAYS.iter().position(is_meant).ok_or_else(refused)?;
    let (hours, minutes) = time.trim().split_once(':').ok_or_else(refused)?;
    let number = |text: &str, most: u32| text.parse::<u32>().ok().filter(|number| *number <= most).ok_or_else(refused);
    let (hours, minutes) = (number(hours, 23)?, number(minutes, 59)?);
    Ok(HourOfWeek::clamped(day as f64 * 24.0 + f64::from(hours) + f64::from(minutes) / 60.0))
}

fn kind(word: &str) -> Result<DrillKind, String> {
    match word {
        "lost" => Ok(DrillKind::RegionLost),
        "zone" => Ok(DrillKind::ZoneLost),
        "half" => Ok(DrillKind::HalfCapacity),
        "slow" => Ok(DrillKind::SlowNetwork),
        other => Err(format!("--kind takes lost, zone, half or slow, but is \"{other}\"")),
    }
}

fn fleets(word: &str) -> Result<DrillFleets, String> {
    match word {
        "tier" => Ok(DrillFleets::ByTier),
        "ready" => Ok(DrillFleets::Ready),
        "policy" => Ok(DrillFleets::ByPolicy),
        other => Err(format!("--fleets takes tier, ready or policy, but is \"{other}\"")),
    }
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
