//! What an import found that was not as it should be, and what was done about it.

use super::{LocalTime, Step, Trace};
use serde::{Deserialize, Serialize};

/// An imported trace, and what there is to know about how it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// The trace.
    pub trace: Trace,
    /// What was found and what was done about it.
    pub report: ImportReport,
}

/// Everything a person should know about an import before trusting the trace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Rows with anything in them, without the header; samples of a Prometheus answer.
    pub rows: u64,
    /// Rows that were left out, for any reason.
    pub skipped: u64,
    /// Points of the trace.
    pub points: u64,
    /// The step between points.
    pub step: Step,
    /// What was found, by kind, in the order of [`IssueKind`].
    pub issues: Vec<Issue>,
    /// Where points are missing.
    pub gaps: Gaps,
    /// The series of a Prometheus answer, at most [`limits::SERIES`](crate::trace::limits::SERIES); empty
    /// for other files.
    pub series: Vec<SeriesSummary>,
    /// What [`Issue::places`] counts.
    pub place: Place,
}

/// One kind of finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Issue {
    /// What was found.
    pub kind: IssueKind,
    /// How often.
    pub count: u64,
    /// The first few places, at most [`Issue::MAX_PLACES`]: line numbers of the file, counted from
    /// 1, or sample numbers.
    pub places: Vec<u64>,
    /// What stood at the first place, cut to 40 characters; empty where the kind says all.
    pub example: String,
}

impl Issue {
    /// Places that are kept of each kind.
    pub const MAX_PLACES: usize = 5;
}

/// What [`Issue::places`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// Lines of the file, counted from 1.
    Line,
    /// Samples of the answer, counted from 1 over all its series.
    Sample,
}

impl Place {
    /// The word before the number.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Sample => "sample",
        }
    }
}

macro_rules! issue_kinds {
    ($($(#[doc = $doc:literal])+ $kind:ident($words:literal, $rule:literal);)+) => {
        /// The kinds of finding, each with the rule by which it is handled.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum IssueKind {
            $($(#[doc = $doc])+ $kind,)+
        }

        impl IssueKind {
            /// All kinds, in the order of reports.
            pub const ALL: &[Self] = &[$(Self::$kind),+];

            /// What was found, in words.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$kind => $words),+ }
            }

            /// What was done about it.
            pub const fn rule(self) -> &'static str {
                match self { $(Self::$kind => $rule),+ }
            }
        }
    };
}

issue_kinds! {
    /// A timestamp that is blank, or reads as none.
    UnreadableTime("unreadable timestamp", "the row is skipped");
    /// Timestamps in more than one format; the count is of those not in the most frequent one.
    MixedTimeFormats("timestamp in a different format", "each is read in its own format");
    /// A row whose number of cells is not that of the first row.
    UnevenRow("row with a different number of cells than the first row", "the row is used if it has the chosen columns, and skipped otherwise");
    /// An empty line between rows.
    BlankLine("blank line", "it is skipped");
    /// No value: nothing, `null`, `NA`, `-`.
    BlankValue("blank value", "the row is skipped; unknown is not zero");
    /// `NaN`.
    NotANumber("NaN", "the row is skipped; unknown is not zero");
    /// `inf`, or a number beyond the largest that is read.
    TooLarge("infinite or too large value", "the row is skipped");
    /// Text where a number should be.
    UnreadableValue("value that is not a number", "the row is skipped");
    /// A negative rate or count.
    Negative("negative value", "the row is skipped; a rate or count cannot be negative");
    /// A row earlier than the one before it.
    OutOfOrder("row out of time order", "rows are sorted by time");
    /// A timestamp that was there before.
    Duplicate("duplicate timestamp", "the last row in the file is used");
    /// Prometheus series without a sample where others have one.
    PartialSum("time at which some of the summed series have no sample", "the sum is over the series that have one");
    /// Values that never fall, as those of a counter since start-up.
    LooksCumulative("values that never fall, like a raw counter", "values are kept; if this is a counter, export its rate, as rate(...[5m]) in Prometheus");
    /// Neighbouring points whose distance is no whole number of steps.
    UnevenStep("interval between rows that is not a whole number of steps", "times are kept, and each row has the same weight in averages");
}

/// Where points are missing. Missing points are never filled in: unknown is not zero.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gaps {
    /// Number of places at which at least one step is missing.
    pub places: u64,
    /// Steps that are missing in all.
    pub missing: u64,
    /// The first places, at most [`limits::LISTED_GAPS`](crate::trace::limits::LISTED_GAPS).
    pub listed: Vec<Gap>,
}

/// One place at which steps are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Time of the first missing point.
    pub start: LocalTime,
    /// How many steps are missing.
    pub missing: u64,
}

/// One series of a Prometheus answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesSummary {
    /// Its labels as Prometheus writes them: `up{instance="a", job="b"}`.
    pub labels: String,
    /// Its samples.
    pub samples: u64,
}

/// Counts findings while a file is read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    issues: Vec<Issue>,
}

impl Findings {
    /// Adds one finding.
    pub fn add(&mut self, kind: IssueKind, place: u64, found: &[u8]) {
        let issue = match self.issues.iter_mut().position(|issue| issue.kind == kind) {
            Some(at) => &mut self.issues[at],
            None => {
                self.issues.push(Issue { kind, count: 0, places: Vec::new(), example: excerpt(found) });
                let last = self.issues.len() - 1;
                &mut self.issues[last]
            }
        };
        issue.count += 1;
        if issue.places.len() < Issue::MAX_PLACES {
            issue.places.push(place);
        }
    }

    /// Adds a finding that was counted elsewhere.
    pub fn add_counted(&mut self, kind: IssueKind, count: u64, mut places: Vec<u64>) {
        if count > 0 {
            places.truncate(Issue::MAX_PLACES);
            self.issues.push(Issue { kind, count, places, example: String::new() });
        }
    }

    /// All findings in the order of reports.
    pub fn into_issues(mut self) -> Vec<Issue> {
        self.issues.sort_by_key(|issue| issue.kind);
        self.issues
    }

    /// The most frequent of the findings so far that make a row useless.
    pub fn worst_skip(&self) -> Option<&Issue> {
        let used = [IssueKind::MixedTimeFormats, IssueKind::BlankLine, IssueKind::OutOfOrder, IssueKind::Duplicate];
        self.issues.iter().filter(|issue| !used.contains(&issue.kind)).max_by_key(|issue| issue.count)
    }
}

/// What was found, fit for a message: at most 40 characters, control characters made visible.
pub(crate) fn excerpt(found: &[u8]) -> String {
    let cut = &found[..found.len().min(200)];
    let text = String::from_utf8_lossy(cut);
    let mut short: String = text
        .chars()
        .take(40)
        .flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] })
        .collect();
    if text.chars().nth(40).is_some() || found.len() > 200 {
        short.push('…');
    }
    short
}
