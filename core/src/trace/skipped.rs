//! When an import skipped so much that its layout must be wrong.

use super::ImportError;
use super::report::{Findings, Place};

/// Refuses where more than half of the rows were skipped: then the layout is wrong, not the rows.
pub(super) fn refuse_mostly_skipped(
    skipped: u64,
    rows: u64,
    place: Place,
    findings: &Findings,
) -> Result<(), ImportError> {
    if skipped * 2 <= rows {
        return Ok(());
    }
    let reason = findings.worst_skip().map_or(String::new(), |issue| {
        let first = issue.places.first().copied().unwrap_or_default();
        let found = if issue.example.is_empty() { String::new() } else { format!(", such as \"{}\"", issue.example) };
        format!("{}{found} on {} {first}", issue.kind.words(), place.word())
    });
    Err(ImportError::MostRowsSkipped { skipped, rows, reason })
}
