//! Why a manifest cannot be read.

use super::{MAX_DEPTH, MAX_OBJECTS, MAX_TEXT_BYTES};
use std::fmt;

/// Longest quotation in a message, in characters.
const MAX_EXCERPT_CHARS: usize = 60;

/// Why a manifest cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManifestError {
    /// Longer than [`MAX_TEXT_BYTES`].
    TooLarge,
    /// More than [`MAX_OBJECTS`] objects.
    TooManyObjects,
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep {
        /// Line at which it becomes too deep, from 1.
        line: usize,
    },
    /// Not YAML, or a part of YAML that manifests do not need.
    NotYaml {
        /// Line of the fault, from 1.
        line: usize,
        /// Column of the fault, from 1.
        column: usize,
        /// What was found.
        what: String,
    },
    /// Nothing of it is a HorizontalPodAutoscaler.
    NoAutoscaler {
        /// What it is instead, and what to do.
        what: String,
    },
    /// Several, where one was asked for.
    Several {
        /// Their names.
        names: Vec<String>,
    },
    /// A field that cannot be.
    Invalid {
        /// Where: `spec.behavior.scaleUp.policies[1].periodSeconds`.
        place: String,
        /// What is wrong with it.
        what: String,
    },
}

impl ManifestError {
    pub(super) fn invalid(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self::Invalid { place: place.into(), what: what.into() }
    }

    pub(super) fn missing(place: impl Into<String>) -> Self {
        Self::invalid(place, "is missing")
    }

    /// Says which of several objects is meant.
    pub(super) fn within(self, object: &str) -> Self {
        match self {
            Self::Invalid { place, what } => Self::Invalid { place: format!("{object}: {place}"), what },
            other => other,
        }
    }
}

impl fmt::Display for ManifestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "it is larger than {} KiB", MAX_TEXT_BYTES / 1024),
            Self::TooManyObjects => write!(f, "it has more than {MAX_OBJECTS} objects"),
            Self::TooDeep { line } => write!(f, "line {line}: it is nested deeper than {MAX_DEPTH} levels"),
            Self::NotYaml { line, column, what } => write!(f, "line {line}, column {column}: {what}"),
            Self::NoAutoscaler { what } => f.write_str(what),
            Self::Several { names } => {
                write!(f, "it has {} autoscalers ({}); choose one", names.len(), names_of(names))
            }
            Self::Invalid { place, what } => write!(f, "{place} {what}"),
        }
    }
}

impl std::error::Error for ManifestError {}

/// Text as a message quotes it: its beginning, in quotation marks, without line ends.
pub(super) fn quoted(text: &str) -> String {
    let start: String = text.chars().take(MAX_EXCERPT_CHARS).collect();
    let more = if start.len() < text.len() { "…" } else { "" };
    format!("{start:?}{more}")
}

/// The first few of some names.
pub(super) fn names_of<T: AsRef<str>>(names: &[T]) -> String {
    const MOST: usize = 6;
    let mut text = String::new();
    for (index, name) in names.iter().take(MOST).enumerate() {
        let name = name.as_ref();
        if index > 0 {
            text.push_str(", ");
        }
        text.extend(name.chars().filter(|letter| !letter.is_control()).take(MAX_EXCERPT_CHARS));
    }
    if names.len() > MOST {
        text.push_str(&format!(" and {} more", names.len() - MOST));
    }
    text
}
