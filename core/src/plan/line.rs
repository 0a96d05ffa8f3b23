//! What topics say in a printed report, line by line.

use crate::base::explain::{Finding, Standing, Verdict};
use crate::base::text;

/// A line of a report.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// A finding that stands before the answers of all topics.
    Lead(Finding),
    /// An answer behind its name.
    Answer {
        /// Its name.
        label: String,
        /// The answer.
        says: String,
    },
}

impl Line {
    /// An answer behind its name; words of a person's own are put on one line.
    pub fn answer(label: &str, says: impl AsRef<str>) -> Self {
        Self::Answer { label: text::one_line(label), says: says.as_ref().to_owned() }
    }

    /// Of several services the verdict of the plan says only what is due or fails: what holds besides.
    pub fn held(label: &str, verdict: &Verdict, several: bool) -> impl Iterator<Item = Self> {
        let held = verdict.findings.iter().filter(move |finding| several && finding.standing == Standing::Holds);
        held.map(move |finding| Self::answer(label, &finding.sentence))
    }
}
