//! The assumptions of the report, and the link that holds the plan.

use crate::components::TableView;
use crate::components::table::{Column, Row, Table};
use crate::session::Session;
use headroom_core::base::assumptions::{self, Assumption};
use headroom_core::report::cited;
use leptos::prelude::*;

/// The assumptions with these ids, as a table.
fn table(ids: &[&str]) -> Table {
    let row = |row: &Assumption| Row::of([row.statement, row.source, row.otherwise]);
    let columns = ["Assumption", "Source", "If this does not hold"].map(Column::words);
    let rows = ids.iter().filter_map(|id| assumptions::find(id)).map(row);
    Table::new("report-assumptions-table", "Assumptions").titled_above().with_columns(columns).with_rows(rows)
}

/// Every assumption that some answer rests on.
#[component]
pub fn Assumptions() -> impl IntoView {
    let session = Session::here();
    let found = Memo::new(move |_| table(&cited(&session.evaluation()).collect::<Vec<_>>()));
    let summary = move || format!("{} assumptions, each with its source", found.with(|table| table.rows.len()));
    view! {
        <section class="report-topic" aria-labelledby="report-assumptions">
            <h2 class="report-heading" id="report-assumptions">"Assumptions and sources"</h2>
            <details class="assumptions report-assumptions">
                <summary>{summary}</summary>
                <TableView table=found/>
            </details>
        </section>
    }
}

/// The link as text: whoever has it has the plan.
#[component]
pub fn LinkText() -> impl IntoView {
    let session = Session::here();
    let link = Memo::new(move |_| {
        // The link is that of the scenario as it is now.
        session.scenario();
        session.link()
    });
    view! {
        <section class="report-topic joined" aria-labelledby="report-link-title">
            <h2 class="report-heading" id="report-link-title">"The plan as a link"</h2>
            <p class="hint">"The link holds the whole plan: opened in a browser it restores everything here, to check and change."</p>
            <details class="assumptions">
                <summary>"Show the link"</summary>
                <p class="report-link" id="report-link-text">{link}</p>
            </details>
        </section>
    }
}
