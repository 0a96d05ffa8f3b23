//! Working: the arithmetic of an answer, recorded where it happens.

use super::dimension::Dimension;
use super::text;
use serde::Serialize;

/// One line of arithmetic: what was computed, by which formula, from which values, with what result.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// What the result is.
    pub label: &'static str,
    /// The formula in symbols.
    pub formula: &'static str,
    /// The same formula with the values put in.
    pub values: String,
    /// The result, as the next step uses it.
    pub value: f64,
    /// The result with its unit, as a reader sees it.
    pub shown: String,
}

/// The steps that led to an answer, and what they rest on.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Working {
    /// The arithmetic in order.
    pub steps: Vec<Step>,
    /// Ids of the [assumptions](crate::base::assumptions) that the steps rest on.
    pub assumptions: Vec<&'static str>,
}

impl Working {
    /// Records a step and returns its value, so that the number shown is the number used.
    pub fn step(
        &mut self,
        label: &'static str,
        formula: &'static str,
        values: String,
        value: f64,
        dimension: Dimension,
    ) -> f64 {
        self.steps.push(Step { label, formula, values, value, shown: text::quantity(value, dimension) });
        value
    }

    /// Notes that the answer rests on an assumption.
    pub fn assume(&mut self, id: &'static str) {
        debug_assert!(super::assumptions::find(id).is_some(), "{id} is not in the register");
        if !self.assumptions.contains(&id) {
            self.assumptions.push(id);
        }
    }
}

/// How an answer stands: the shape and colour that it is marked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It holds.
    Holds,
    /// It holds, but something is due or close.
    Tight,
    /// It does not hold.
    Fails,
}

impl Standing {
    /// The standing in a word: `holds`, `due`, `fails`.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Tight => "due",
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
