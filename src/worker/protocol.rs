//! What page and worker tell each other: JSON for what is small, array buffers for what is large.
//!
//! A message is an array: the JSON text, then what goes with it. The page sends an [`Order`] with
//! the file that it is about; the worker answers with a [`Reply`] and the buffers of its answer,
//! which change hands without a copy.

use headroom_core::base::id::ServiceId;
use headroom_core::formulas::finance::Swing;
use headroom_core::machines::spot_history::SpotHistory;
use headroom_core::plan::scenario::adjust::Lever;
use headroom_core::studies::Over;
use headroom_core::studies::drill::{DrillAnswer, DrillLevers, DrillStudy, DrillWeek, StripPoint, WeekAnswer};
use headroom_core::studies::effect::{CheckChanges, Effect};
use headroom_core::studies::long_run::LongRunAnswer;
use headroom_core::studies::policy_map::{Cliff, CliffSearch, PolicyLevers, PolicyMap, Trial};
use headroom_core::studies::region_sets::{RegionSets, SetAnswer};
use headroom_core::studies::sensitivity::Sensitivity;
use headroom_core::trace::{Corrections, ImportReport, Layout, SeriesSummary, Sniff, TraceStatistics};
use serde::{Deserialize, Serialize};

/// Names a job among all jobs of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JobId(pub u32);

/// Work to be done on a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Job {
    /// Recognise what kind of file it is and how it is most likely to be read.
    Look {
        /// What the person has corrected so far.
        corrections: Corrections,
    },
    /// Read the whole file.
    Import {
        /// What the trace is called.
        name: String,
        /// How the file is to be read.
        layout: Layout,
    },
    /// Read a trace that was stored.
    Open,
    /// Try two settings of a policy against each other; the file is the trace that it is tried over, if any.
    PolicyMap(PolicyMap),
    /// Look for the slowest start-up that still keeps the objective; the file is the trace, if any.
    Cliff(CliffSearch),
    /// Try what would help a policy; the file is the trace, if any.
    PolicyLevers(PolicyLevers),
    /// Run the drill of a service; needs no file.
    Drill(DrillStudy),
    /// Try what would make a drill cost less; needs no file.
    DrillLevers(DrillLevers),
    /// Try the drill at every ten minutes of a week; needs no file.
    DrillWeek(DrillWeek),
    /// Read past spot prices.
    SpotPrices,
    /// Find out which inputs move the cost of the years most; needs no file.
    Sensitivity(Sensitivity),
    /// Find the best sets of regions of a service; needs no file.
    RegionSets(RegionSets),
    /// Find out what some changes do to the whole plan; needs no file.
    Check(CheckChanges),
    /// Simulate the policies of a service over a long span; a trace comes as the file.
    Simulate {
        /// The plan, as a file's text.
        plan: String,
        /// The service.
        service: ServiceId,
        /// Over what.
        over: Over,
    },
}

/// A job and its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// Its name.
    pub id: JobId,
    /// The work.
    pub job: Job,
}

/// What the worker says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// It has started and takes orders.
    Ready,
    /// A job goes on.
    Progress {
        /// Which.
        id: JobId,
        /// How far it is.
        progress: Progress,
    },
    /// A job is done; its buffers go with the message.
    Done {
        /// Which.
        id: JobId,
        /// What came of it.
        answer: Box<Answer>,
    },
    /// A job ended without an answer, for a reason that lies in its input.
    Refused {
        /// Which.
        id: JobId,
        /// The reason in words.
        why: String,
    },
    /// The worker could not start, or cannot go on.
    Broken {
        /// The reason in words.
        why: String,
    },
}

/// How far a job is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Share of the work that is done, 0 to 1.
    pub fraction: f64,
    /// What is known already.
    pub partial: Partial,
}

/// What is known of a job before its end.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Partial {
    /// Nothing but the share.
    #[default]
    Nothing,
    /// A file is being read.
    Reading {
        /// Bytes so far.
        bytes: u64,
        /// Rows so far.
        rows: u64,
    },
    /// The file is read; what follows from it is worked out.
    Concluding {
        /// Rows in all.
        rows: u64,
    },
    /// Cells of a policy map, by their numbers.
    Cells(Vec<(u32, Trial)>),
    /// Minutes of a week's drills, in order.
    Minutes(Vec<StripPoint>),
    /// The best sets of so many regions, the smallest first.
    RegionSets(Vec<SetAnswer>),
}

/// What comes of a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Of [`Job::Look`].
    Looked(Found),
    /// Of [`Job::Import`]; the buffers are those of a [`Picture`](super::picture::Picture) and the
    /// trace as bytes.
    Imported {
        /// What was found and what was done about it.
        report: ImportReport,
        /// The figures of the trace.
        statistics: TraceStatistics,
    },
    /// Of [`Job::Open`]; the buffers are those of a [`Picture`](super::picture::Picture).
    Opened {
        /// What the trace is called.
        name: String,
        /// The figures of the trace.
        statistics: TraceStatistics,
    },
    /// Of [`Job::PolicyMap`], whose cells have come one after the other.
    Mapped,
    /// Of [`Job::Cliff`].
    Cliff(Cliff),
    /// Of [`Job::Drill`]; the buffers are the columns of a [`DrillPicture`](super::drill::DrillPicture).
    Drilled {
        /// What it came to.
        answer: Box<DrillAnswer>,
        /// What it came to in the baseline.
        baseline: Option<Box<DrillAnswer>>,
    },
    /// Of [`Job::PolicyLevers`] and of [`Job::DrillLevers`]: the changes that help, the best first.
    Levers(Vec<Lever>),
    /// Of [`Job::DrillWeek`].
    DrilledWeek(WeekAnswer),
    /// Of [`Job::SpotPrices`]; of long series only as much as a chart shows.
    SpotPrices(SpotHistory),
    /// Of [`Job::Sensitivity`]: the inputs that move it most, the most first.
    Moved(Vec<Swing>),
    /// Of [`Job::RegionSets`], the smallest set first.
    RegionSets(Vec<SetAnswer>),
    /// Of [`Job::Check`], in the order of the changes.
    Checked(Vec<Option<Effect>>),
    /// Of [`Job::Simulate`]; the buffers are the columns of each run, one run behind the other.
    Simulated(LongRunAnswer),
}

/// What a first look at a file gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// The proposal, with the first cells of each column.
    pub sniff: Sniff,
    /// The series of a Prometheus response.
    pub series: Vec<SeriesSummary>,
}
