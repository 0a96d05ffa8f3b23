//! The command line: what may be asked, with which options.

mod reading;
mod values;

pub use reading::{Read, read};

use clap::{Args, Parser, Subcommand, ValueEnum};
use headroom_core::base::units::{DrillLength, HourOfWeek, PeriodHours, TimeStep};
use headroom_core::plan::scenario::{DrillFleets, DrillKind};
use headroom_core::studies::diff::CostLimit;
use headroom_core::trace::Meaning;

const USAGE: &str = "\
headroom [OPTIONS] <FILE>
       headroom <COMMAND> [OPTIONS] ...";

const EXIT_STATUS: &str = "\
FILE, A, B, YAML and TRACE are paths, or - for standard input. FILE, A and B may also be links, or hold one.
headroom COMMAND --help says what each option takes, in which unit, and what holds without it.

Exit status: 0 with an answer, 2 with a reason where an argument or a file cannot be read.
With hpa --scenario: 1 where the SLO is not kept.
With diff: 1 where --fail-over or --fail-on-verdict stops the change.
With drill: 1 where it spends more than the month's error budget or does not end
(with --strip: at its worst minute).";

const HPA_STATUS: &str = "\
Exit status: 0 with an answer; with --scenario 0 where the SLO is kept and 1 where it is not; 2 with a reason where
something cannot be read.";

const DIFF_STATUS: &str = "\
Exit status: 0 whatever changed; 1 where --fail-over or --fail-on-verdict stops it; 2 with a reason where something
cannot be read, or where --fail-over is given and a cost is unknown.

In a pipeline:  git show main:plan.json | headroom diff - plan.json --format markdown --fail-over 10%";

const DRILL_STATUS: &str = "\
Exit status: 0 where it is survived; 1 where it spends more than the month's error budget or does not end (with
--strip: at its worst minute); 2 with a reason where something cannot be read.";

/// Headroom, a capacity planner: the same answers as the page, in a terminal.
#[derive(Debug, Parser)]
#[command(name = "headroom", version, propagate_version = true, args_override_self = true, max_term_width = 100)]
#[command(override_usage = USAGE, after_help = EXIT_STATUS)]
pub struct Arguments {
    /// Scenario to answer: a file, a link, or - for standard input
    #[arg(value_name = "FILE")]
    pub source: Option<String>,
    /// Print everything as JSON instead of text
    #[arg(long, global = true)]
    pub json: bool,
    /// What else is asked for.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What is asked for beside the answers for a scenario.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run autoscaling policies side by side: is the SLO kept, at what cost, what breaks it
    Simulate(Simulate),
    /// Let a region fail at a chosen minute: who loses what until everything is as before
    Drill(Drill),
    /// Read a HorizontalPodAutoscaler; with --scenario, say whether it would hold
    Hpa(Hpa),
    /// Read a measured trace (CSV or a Prometheus answer) and print its statistics
    Import(Import),
    /// Tell what changed from one scenario to another: inputs, answers, the verdict, the cost
    Diff(Diff),
    /// Print a scenario as the end of a link, to put behind the page's address
    Link {
        /// Scenario: a file, a link, or - for standard input
        #[arg(value_name = "FILE")]
        source: String,
    },
    /// List the examples, or print one as a scenario file
    Examples {
        /// Example to print; without it all are listed
        slug: Option<String>,
    },
    /// Print the JSON schema of scenario files
    Schema,
}

/// In which form a difference is printed.
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub enum Format {
    /// for a terminal
    Text,
    /// for programs
    Json,
    /// for a comment on a pull request
    Markdown,
}

/// Which load a policy meets, and for how long.
#[derive(Args, Debug)]
pub struct Load {
    /// Service of the scenario, by name (default: its only one; simulate without --trace runs all)
    #[arg(long, value_name = "NAME")]
    pub service: Option<String>,
    /// Length of the period in hours, from 1 to 8784 (default: as the scenario states it, or the whole trace)
    #[arg(long, value_name = "HOURS", value_parser = values::quantity::<PeriodHours>, allow_hyphen_values = true)]
    pub hours: Option<PeriodHours>,
    /// Length of a step in seconds, from 1 to 3600 (default: as the scenario states it)
    #[arg(long, value_name = "SECONDS", value_parser = values::quantity::<TimeStep>, allow_hyphen_values = true)]
    pub step: Option<TimeStep>,
    /// Measured load to run on, CSV or a Prometheus answer (default: the load that the scenario models)
    #[arg(long)]
    pub trace: Option<String>,
}

/// Policies side by side.
#[derive(Args, Debug)]
#[command(args_override_self = true)]
pub struct Simulate {
    /// Scenario: a file, a link, or - for standard input
    #[arg(value_name = "FILE")]
    pub source: String,
    /// On which load.
    #[command(flatten)]
    pub load: Load,
    /// Run this policy alone, one of the scenario or a preset (default: all that the scenario states);
    /// the static fleet is always there to compare with
    #[arg(long, value_name = "NAME")]
    pub policy: Option<String>,
    /// Run all policies of the scenario and all presets
    #[arg(long, conflicts_with = "policy")]
    pub all: bool,
}

/// What a manifest says, and whether it would hold.
#[derive(Args, Debug)]
#[command(args_override_self = true, after_help = HPA_STATUS)]
pub struct Hpa {
    /// Manifest of a HorizontalPodAutoscaler: a file, or - for standard input
    #[arg(value_name = "YAML")]
    pub source: String,
    /// Scenario on whose load it is tried (default: it is read, and nothing is simulated)
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<String>,
    /// Which autoscaler of a file with several (default: all are read; with --scenario the only one is tried)
    #[arg(long, value_name = "NAME")]
    pub hpa: Option<String>,
    /// On which load.
    #[command(flatten)]
    pub load: Load,
}

/// A region fails; what is not said is as the scenario states it.
#[derive(Args, Debug)]
#[command(args_override_self = true, after_help = DRILL_STATUS)]
pub struct Drill {
    /// Scenario with regions: a file, a link, or - for standard input
    #[arg(value_name = "FILE")]
    pub source: String,
    /// Service to look at, by name (default: as the scenario states it, else the first)
    #[arg(long, value_name = "NAME")]
    pub service: Option<String>,
    /// Region that fails, by name (default: as the scenario states it, else the one with the highest load)
    #[arg(long, value_name = "NAME")]
    pub region: Option<String>,
    /// Day and time of the failure, such as "tue 19:40", in UTC where regions have clocks of their own
    /// (default: as the scenario states it)
    #[arg(long, value_name = "WHEN", value_parser = values::when)]
    pub at: Option<HourOfWeek>,
    /// What happens there (default: as the scenario states it)
    #[arg(long, value_name = "KIND", value_parser = values::choice(values::KINDS))]
    pub kind: Option<DrillKind>,
    /// How long it lasts in hours, from 0.01 to 72 (default: as the scenario states it)
    #[arg(long = "for", value_name = "HOURS", value_parser = values::quantity::<DrillLength>, allow_hyphen_values = true)]
    pub length: Option<DrillLength>,
    /// How many replicas the other regions have ready (default: as the scenario states it)
    #[arg(long, value_name = "FLEETS", value_parser = values::choice(values::FLEETS))]
    pub fleets: Option<DrillFleets>,
    /// Repeat it at every ten minutes of the week, and say which is the worst
    #[arg(long)]
    pub strip: bool,
}

/// How a trace is read where it is not recognised as it should be.
#[derive(Args, Debug)]
#[command(args_override_self = true)]
pub struct Import {
    /// Trace: a CSV file or a Prometheus answer, or - for standard input
    #[arg(value_name = "TRACE")]
    pub source: String,
    /// How to read it.
    #[command(flatten)]
    pub options: ImportOptions,
}

/// Corrections of what is recognised.
#[derive(Args, Debug, Default)]
pub struct ImportOptions {
    /// Between cells: comma, semicolon, tab, pipe, space, or the character itself (default: as recognised)
    #[arg(long, value_name = "DELIMITER", value_parser = values::delimiter, allow_hyphen_values = true)]
    pub delimiter: Option<u8>,
    /// Column of timestamps, by name or by number from 1 (default: as recognised)
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true)]
    pub time_column: Option<String>,
    /// Column of values, by name or by number from 1 (default: as recognised)
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true)]
    pub value_column: Option<String>,
    /// Each row is a request: count them in intervals of so many seconds, from 1 to 604800 (default: each row holds a value)
    #[arg(long, value_name = "SECONDS", value_parser = values::whole::<u32>, allow_hyphen_values = true)]
    pub events: Option<u32>,
    /// What the values say (default: as recognised)
    #[arg(long, value_name = "MEANING", value_parser = values::choice(values::MEANINGS))]
    pub meaning: Option<Meaning>,
    /// Minutes to add to every timestamp to get local time, from -1560 to 1560 (default: 0)
    #[arg(long, value_name = "MINUTES", value_parser = values::whole::<i32>, allow_hyphen_values = true)]
    pub utc_offset: Option<i32>,
}

/// What changed between two scenarios, and what stops a pipeline.
#[derive(Args, Debug)]
#[command(args_override_self = true, after_help = DIFF_STATUS)]
pub struct Diff {
    /// Scenario before the change: a file, a link, or - for standard input
    #[arg(value_name = "A")]
    pub before: String,
    /// Scenario after it: a file, a link, or - for standard input
    #[arg(value_name = "B")]
    pub after: String,
    /// How it is printed; --json is --format json (default: text)
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// Stop with status 1 where a month of B costs so much more than one of A: a share such as 10% or 0.1, or an
    /// amount such as '$500' (default: no limit)
    #[arg(long, value_name = "LIMIT", allow_hyphen_values = true)]
    pub fail_over: Option<CostLimit>,
    /// Stop with status 1 where the verdict on B is worse than that on A
    #[arg(long)]
    pub fail_on_verdict: bool,
}
