//! The report of an import: what was found, where, and what was done about it.

use super::words;
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
    let place = report.place;
    let is_clean = report.issues.is_empty() && report.gaps.places == 0;
    let issues = report.issues.iter().map(|issue| issue_row(issue, place)).collect_view();
    let gaps = (report.gaps.places > 0).then(|| gap_row(&report.gaps));
    view! {
        <p class="import-line">
            {format!("{} {rows}, {skipped}; {} points with a step of {}.", text::count(report.rows), text::count(report.points), report.step)}
        </p>
        {if is_clean {
            view! { <p class="import-line holds">"Nothing was out of order: no gaps, duplicates, blanks or unreadable rows."</p> }.into_any()
        } else {
            view! {
                <div class="scroll-x" tabindex="0" role="region" aria-label="What was found in the file">
                    <table class="import-report">
                        <caption>"What was found, and what was done"</caption>
                        <thead><tr><th scope="col">"Found"</th><th scope="col" class="value">"Count"</th><th scope="col">"Where"</th><th scope="col">"Rule"</th></tr></thead>
                        <tbody>{issues}{gaps}</tbody>
                    </table>
                </div>
            }.into_any()
        }}
    }
}

fn issue_row(issue: &Issue, place: Place) -> impl IntoView + use<> {
    let example = (!issue.example.is_empty() && issue.example != issue.kind.words())
        .then(|| view! { <code>{issue.example.clone()}</code> });
    view! {
        <tr>
            <th scope="row">{words::sentence(issue.kind.words())} " " {example}</th>
            <td class="value">{text::count(issue.count)}</td>
            <td>{words::places(place, &issue.places, issue.count)}</td>
            <td>{words::sentence(issue.kind.rule())}</td>
        </tr>
    }
}

fn gap_row(gaps: &Gaps) -> impl IntoView + use<> {
    let more = gaps.places.saturating_sub(LISTED as u64);
    let listed: Vec<String> = gaps
        .listed
        .iter()
        .take(LISTED)
        .map(|gap| format!("{} ({})", gap.start, text::counted(gap.missing, "step", "steps")))
        .collect();
    let rest = if more > 0 { format!("; and {} more", text::count(more)) } else { String::new() };
    view! {
        <tr>
            <th scope="row">{format!("Gap: {} missing", text::counted(gaps.missing, "step", "steps"))}</th>
            <td class="value">{text::count(gaps.places)}</td>
            <td>{listed.join(", ")}{rest}</td>
            <td>"Left open: unknown is not zero"</td>
        </tr>
    }
}
