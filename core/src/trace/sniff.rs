//! x
use super::{ImportError, Layout};
use serde::{Deserialize, Serialize};

/// What a look at the beginning of a file gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sniff {
    /// The proposal.
    pub layout: Layout,
    /// The columns with their first cells, for the person who checks the proposal; empty for
    /// Prometheus answers.
    pub columns: Vec<Column>,
    /// Doubts and reasons in sentences, for the person who checks the proposal.
    pub notes: Vec<String>,
}

/// One column as it begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name in the header, or `column 3`.
    pub name: String,
    /// Its first cells, at most eight, below the header.
    pub cells: Vec<String>,
}

/// What the person has corrected so far; the rest is recognised anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrections {
    /// The delimiter.
    pub delimiter: Option<u8>,
    /// Whether there is a header.
    pub header: Option<bool>,
}

/// Recognises.
///
/// # Errors
///
/// [`ImportError`]
pub fn sniff(beginning: &[u8]) -> Result<Sniff, ImportError> {
    sniff_as(beginning, Corrections::default())
}

/// Recognises under corrections.
///
/// # Errors
///
/// [`ImportError`]
pub fn sniff_as(_beginning: &[u8], _corrections: Corrections) -> Result<Sniff, ImportError> {
    todo!()
}
