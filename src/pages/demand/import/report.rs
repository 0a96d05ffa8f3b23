//! The report of an import: what was found, where, and what was done about it.

use super::words;
use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, Table};
use headroom_core::base::text;
use headroom_core::trace::{Gaps, ImportReport, Issue, Place};
use leptos::prelude::*;

/// Gaps that are listed on the page.
const LISTED: usize = 8;

/// The report.
#[component]
pub fn Report(
    /// What there is to report.
    report: ImportReport,
) -> impl IntoView {
    let rows = if report.place == Place::Line { "rows" } else { "samples" };
    let skipped = match report.skipped {
        0 => "none left out".to_owned(),
        n => format!("{} left out", text::count(n)),
    };
    let is_clean = report.issues.is_empty() && report.gaps.places == 0;
    view! {
        <p class="import-line">
            {format!("{} {rows}, {skipped}; {} points with a step of {}.", text::count(report.rows), text::count(report.points), report.step)}
        </p>
        {if is_clean {
            view! { <p class="import-line holds">"No problems: no gaps, duplicates, blanks or unreadable rows."</p> }.into_any()
        } else {
            view! {
                <TableView table=Signal::stored(issues(&report))/>
            }.into_any()
        }}
    }
}

/// What was found, as a table.
fn issues(report: &ImportReport) -> Table {
    let columns = [Column::words("Found"), Column::number("Count"), Column::words("Where"), Column::words("Handling")];
    let rows = report.issues.iter().map(|issue| issue_row(issue, report.place));
    let gaps = (report.gaps.places > 0).then(|| gap_row(&report.gaps));
    Table::new("import-report", "What was found, and how it was handled")
        .with_columns(columns)
        .with_rows(rows.chain(gaps))
}

fn issue_row(issue: &Issue, place: Place) -> Row {
    let example = if issue.example == issue.kind.words() { "" } else { issue.example.as_str() };
    Row::of([
        Cell::from(words::sentence(issue.kind.words())).with_code(example),
        Cell::from(text::count(issue.count)),
        Cell::from(words::places(place, &issue.places, issue.count)),
        Cell::from(words::sentence(issue.kind.rule())),
    ])
}

fn gap_row(gaps: &Gaps) -> Row {
    let more = gaps.places.saturating_sub(LISTED as u64);
    let listed: Vec<String> = gaps
        .listed
        .iter()
        .take(LISTED)
        .map(|gap| format!("{} ({})", gap.start, text::counted(gap.missing, "step", "steps")))
        .collect();
    let rest = if more > 0 { format!("; and {} more", text::count(more)) } else { String::new() };
    Row::of([
        format!("Gap: {} missing", text::counted(gaps.missing, "step", "steps")),
        text::count(gaps.places),
        format!("{}{rest}", listed.join(", ")),
        "Kept as a gap: unknown is not zero".to_owned(),
    ])
}
