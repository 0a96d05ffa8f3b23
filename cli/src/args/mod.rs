//! The command line: what may be asked, with which options.

mod reading;
mod values;

pub use reading::{Read, read};
pub use values::Signal;

use clap::{Args, Parser, Subcommand, ValueEnum};
use headroom_core::base::units::{DrillLength, HourOfWeek, PeriodHours, TimeStep};
use headroom_core::plan::scenario::{DrillFleets, DrillKind};
use headroom_core::studies::diff::CostLimit;
use headroom_core::trace::Meaning;

const USAGE: &str = "\
headroom [OPTIONS] <FILE>
       headroom <COMMAND> [OPTIONS] ...";

const EXIT_STATUS: &str = "\
FILE, A, B, YAML and TRACE are paths, or - for standard input. FILE, A and B may also be plan links.
Run headroom COMMAND --help for the options, their units and defaults.

Exit status: 0 if what is asked about holds, at risk or not; 1 if it fails; 2 if an
argument or a file cannot be read; 3 if it cannot be told, since something that the
answer hangs on is not stated or not known.
FILE: the plan. simulate, hpa --plan: the SLO under the active or named policy, or under
the autoscaler. drill: the failure is survived. regions: some set of regions holds.
diff: the checks that are asked for (--fail-over, --fail-on-verdict).";

const HPA_STATUS: &str = "\
Exit status: 0 on success; with --plan 0 if the SLO is met, 1 if it is missed, and 3 if that cannot be told, since a metric
that drives the autoscaler stands for nothing that is simulated (see --signal) or the plan does not state what it hangs on;
2 if the input cannot be read.";

const DIFF_STATUS: &str = "\
Exit status: 0 whatever changed; 1 if --fail-over or --fail-on-verdict fails; 2 if the input cannot be read; 3 if
--fail-over is given and a cost is unknown. A verdict that was \"holds\" and is \"unknown\" is worse.

In a pipeline:  git show main:plan.json | headroom diff - plan.json --format markdown --fail-over 10%";

const DRILL_STATUS: &str = "\
Exit status: 0 if the failure is survived; 1 if it exceeds the 30-day error budget or does not recover (with --strip:
at the worst time of the week); 2 if the input cannot be read; 3 if the plan does not state what the answer hangs on.";

/// Headroom, a capacity planner: the same answers as the web app, in a terminal.
#[derive(Debug, Parser)]
#[command(name = "headroom", version, propagate_version = true, args_override_self = true, max_term_width = 100)]
#[command(override_usage = USAGE, after_help = EXIT_STATUS)]
pub struct Arguments {
    /// Plan: a file, a link, or - for standard input
    #[arg(value_name = "FILE")]
    pub source: Option<String>,
    /// Print everything as JSON instead of text
    #[arg(long, global = true)]
    pub json: bool,
    /// What else is asked for.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What is asked for beside the answers for a plan.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Compare autoscaling policies: whether they meet the SLO, at what cost, and why not
    Simulate(Simulate),
    /// Simulate a regional failure: what is lost, and how long until full recovery
    Drill(Drill),
    /// Compare how many regions: for one, two, three and more the best set, with response time, loss and cost
    Regions(Regions),
    /// Read a HorizontalPodAutoscaler; with --plan, check whether it meets the SLO
    Hpa(Hpa),
    /// Import a measured trace (CSV or Prometheus response) and print its statistics
    Import(Import),
    /// Compare two plans: inputs, answers, verdict and cost
    Diff(Diff),
    /// Store catalog prices of a plan's instance types in its regions, and print it as a plan file
    Prices(Prices),
    /// Print a plan as a link fragment, to append to the app's address
    Link {
        /// Plan: a file, a link, or - for standard input
        #[arg(value_name = "FILE")]
        source: String,
    },
    /// List the examples, or print one as a plan file
    Examples {
        /// Example to print; without it all are listed
        slug: Option<String>,
    },
    /// Print the JSON schema of plan files
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
    /// Service of the plan, by name (default: the only one; simulate without --trace runs all)
    #[arg(long, value_name = "NAME")]
    pub service: Option<String>,
    /// Length of the period in hours, from 1 to 8784 (default: from the plan, or the whole trace)
    #[arg(long, value_name = "HOURS", value_parser = values::quantity::<PeriodHours>, allow_hyphen_values = true)]
    pub hours: Option<PeriodHours>,
    /// Length of a step in seconds, from 1 to 3600 (default: from the plan)
    #[arg(long, value_name = "SECONDS", value_parser = values::quantity::<TimeStep>, allow_hyphen_values = true)]
    pub step: Option<TimeStep>,
    /// Measured load, CSV or Prometheus response (default: the load modelled by the plan)
    #[arg(long)]
    pub trace: Option<String>,
}

/// Policies side by side.
#[derive(Args, Debug)]
#[command(args_override_self = true)]
pub struct Simulate {
    /// Plan: a file, a link, or - for standard input
    #[arg(value_name = "FILE")]
    pub source: String,
    /// On which load.
    #[command(flatten)]
    pub load: Load,
    /// Run only this policy, from the plan or a preset (default: all policies of the plan);
    /// the static fleet is always included for comparison
    #[arg(long, value_name = "NAME")]
    pub policy: Option<String>,
    /// Run all policies of the plan and all presets
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
    /// Plan whose load it is simulated on (default: read only, no simulation)
    #[arg(long = "plan", alias = "scenario", value_name = "FILE")]
    pub scenario: Option<String>,
    /// Which autoscaler of a file with several, as NAME or NAMESPACE/NAME (default: all are read; with --plan the only one)
    #[arg(long, value_name = "NAME")]
    pub hpa: Option<String>,
    /// What a metric stands for, as NAME=SIGNAL with one of load, cpu, gpu, in-flight, queue, latency, and what it reads
    /// for it, as SIGNAL*SCALE+BASE: cpu=cpu*4 where a pod uses four times its request at full throughput,
    /// memory=in-flight*0.02+0.4; may be repeated (default: what its name and target say)
    #[arg(long = "signal", value_name = "NAME=SIGNAL", value_parser = values::signal)]
    pub signals: Vec<Signal>,
    /// On which load.
    #[command(flatten)]
    pub load: Load,
}

/// A region fails; options that are not given come from the plan.
#[derive(Args, Debug)]
#[command(args_override_self = true, after_help = DRILL_STATUS)]
pub struct Drill {
    /// Plan with regions: a file, a link, or - for standard input
    #[arg(value_name = "FILE")]
    pub source: String,
    /// Service to report, by name (default: from the plan, else the first)
    #[arg(long, value_name = "NAME")]
    pub service: Option<String>,
    /// Region that fails, by name (default: from the plan, else the one with the highest load)
    #[arg(long, value_name = "NAME")]
    pub region: Option<String>,
    /// Day and time of the failure, such as "tue 19:40", in UTC where regions use their local time
    /// (default: from the plan)
    #[arg(long, value_name = "WHEN", value_parser = values::when)]
    pub at: Option<HourOfWeek>,
    /// Type of failure (default: from the plan)
    #[arg(long, value_name = "KIND", value_parser = values::choice(values::KINDS))]
    pub kind: Option<DrillKind>,
    /// How long it lasts in hours, from 0.01 to 72 (default: from the plan)
    #[arg(long = "for", value_name = "HOURS", value_parser = values::quantity::<DrillLength>, allow_hyphen_values = true)]
    pub length: Option<DrillLength>,
    /// How many replicas the other regions have ready (default: from the plan)
    #[arg(long, value_name = "FLEETS", value_parser = values::choice(values::FLEETS))]
    pub fleets: Option<DrillFleets>,
    /// Repeat it every ten minutes of the week and report the worst time
    #[arg(long)]
    pub strip: bool,
}

/// A service and the regions of its plan.
#[derive(Args, Debug)]
#[command(args_override_self = true)]
pub struct Regions {
    /// Plan with regions: a file, a link, or - for standard input
    #[arg(value_name = "FILE")]
    pub source: String,
    /// Service, by name (default: the first)
    #[arg(long, value_name = "NAME")]
    pub service: Option<String>,
}

/// Import settings of a trace.
#[derive(Args, Debug)]
#[command(args_override_self = true)]
pub struct Import {
    /// Trace: a CSV file or a Prometheus response, or - for standard input
    #[arg(value_name = "TRACE")]
    pub source: String,
    /// How to read it.
    #[command(flatten)]
    pub options: ImportOptions,
}

/// Corrections of what is recognised.
#[derive(Args, Debug, Default)]
pub struct ImportOptions {
    /// Delimiter: comma, semicolon, tab, pipe, space, or the character itself (default: auto-detect)
    #[arg(long, value_name = "DELIMITER", value_parser = values::delimiter, allow_hyphen_values = true)]
    pub delimiter: Option<u8>,
    /// Column of timestamps, by name or by number from 1 (default: auto-detect)
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true)]
    pub time_column: Option<String>,
    /// Column of values, by name or by number from 1 (default: auto-detect)
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true)]
    pub value_column: Option<String>,
    /// Each row is a request: count them per interval of this many seconds, from 1 to 604800 (default: each row holds a value)
    #[arg(long, value_name = "SECONDS", value_parser = values::whole::<u32>, allow_hyphen_values = true)]
    pub events: Option<u32>,
    /// What the values mean (default: auto-detect)
    #[arg(long, value_name = "MEANING", value_parser = values::choice(values::MEANINGS))]
    pub meaning: Option<Meaning>,
    /// Minutes to add to every timestamp to get local time, from -1560 to 1560 (default: 0)
    #[arg(long, value_name = "MINUTES", value_parser = values::whole::<i32>, allow_hyphen_values = true)]
    pub utc_offset: Option<i32>,
}

/// Where prices are stored, and from which catalogue.
#[derive(Args, Debug)]
#[command(args_override_self = true)]
pub struct Prices {
    /// Plan: a file, a link, or - for standard input
    #[arg(value_name = "FILE")]
    pub source: String,
    /// Catalog file, such as public/catalog/catalog.txt; may be repeated (default: none, one must be given)
    #[arg(long, value_name = "CATALOG", required = true)]
    pub catalog: Vec<String>,
}

/// What changed between two plans, and what fails a pipeline.
#[derive(Args, Debug)]
#[command(args_override_self = true, after_help = DIFF_STATUS)]
pub struct Diff {
    /// Plan before the change: a file, a link, or - for standard input
    #[arg(value_name = "A")]
    pub before: String,
    /// Plan after the change: a file, a link, or - for standard input
    #[arg(value_name = "B")]
    pub after: String,
    /// Output format; --json is --format json (default: text)
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// Exit with status 1 if the monthly cost of B exceeds that of A by more than this: a share such as 10% or 0.1,
    /// or an amount such as '$500' (default: no limit)
    #[arg(long, value_name = "LIMIT", allow_hyphen_values = true)]
    pub fail_over: Option<CostLimit>,
    /// Exit with status 1 if the verdict on B is worse than that on A
    #[arg(long)]
    pub fail_on_verdict: bool,
}
