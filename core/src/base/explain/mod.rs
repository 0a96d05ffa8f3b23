//! Working: the arithmetic of an answer, recorded where it happens, and the verdict that it leads to.

mod arithmetic;
mod operand;
mod working;

pub use arithmetic::{Arithmetic, by, over};
pub use operand::{Letter, Operand, legend, letter, word};
pub use working::{Step, StepKind, Working};

use serde::Serialize;

/// How an answer stands: the shape and colour that it is marked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It holds.
    Holds,
    /// It cannot be told: something that it hangs on is not stated or not known.
    Unknown,
    /// It holds, but something is due or close.
    #[serde(rename = "at_risk")]
    Tight,
    /// It does not hold.
    Fails,
}

impl Standing {
    /// The standing in a word: `holds`, `unknown`, `at risk`, `fails`.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Unknown => "unknown",
            Self::Tight => "at risk",
            Self::Fails => "fails",
        }
    }
}

/// A sentence of a verdict and how what it says stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// How it stands.
    pub standing: Standing,
    /// The sentence.
    pub sentence: String,
}

impl Finding {
    /// A sentence that says that something holds.
    pub fn holds(sentence: impl Into<String>) -> Self {
        Self { standing: Standing::Holds, sentence: sentence.into() }
    }
    /// A sentence about something that cannot be told.
    pub fn unknown(sentence: impl Into<String>) -> Self {
        Self { standing: Standing::Unknown, sentence: sentence.into() }
    }
    /// A sentence about something that is due or close.
    pub fn tight(sentence: impl Into<String>) -> Self {
        Self { standing: Standing::Tight, sentence: sentence.into() }
    }
    /// A sentence about something that does not hold.
    pub fn fails(sentence: impl Into<String>) -> Self {
        Self { standing: Standing::Fails, sentence: sentence.into() }
    }
}

/// The verdict on a topic: its sentences, the most important first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verdict {
    /// The worst standing of all sentences.
    pub standing: Standing,
    /// The sentences.
    pub findings: Vec<Finding>,
}

impl Verdict {
    /// Puts sentences together; no sentence at all holds.
    pub fn from_findings(findings: Vec<Finding>) -> Self {
        let standing = findings.iter().map(|finding| finding.standing).max().unwrap_or(Standing::Holds);
        Self { standing, findings }
    }
}
