//! Working: the steps of an answer as a table, and their assumptions.

use super::TableView;
use super::table::{Cell, Column, Row, Table};
use headroom_core::base::assumptions;
use headroom_core::base::explain::{Step, StepKind, Working, legend};
use leptos::prelude::*;

/// The steps of an answer as a table, beside those of the baseline where they differ.
fn steps(caption: &str, working: Option<&Working>, baseline: Option<&Working>) -> Table {
    let row = |step: &Step| {
        let was = baseline.and_then(|before| before.steps.iter().find(|other| other.label == step.label));
        // A search is given its values; a formula is them.
        let equals = if step.kind == StepKind::Found { "with" } else { "=" };
        let values = if step.values.is_empty() { String::new() } else { format!("{equals} {}", step.values) };
        let letters = legend(&step.letters);
        let letters = if letters.is_empty() { letters } else { format!("where {letters}") };
        Row::of([
            Cell::from(step.label.to_string()),
            Cell::from(step.formula.to_string()).code().with_code(values).with_note(letters),
            Cell::from(step.shown.clone()).with_was(was.map(|was| was.shown.clone())),
        ])
    };
    let columns = [Column::words("Step"), Column::words("Formula and values"), Column::number("Result")];
    let rows = working.iter().flat_map(|working| &working.steps).map(row);
    Table::new("", caption).with_columns(columns).with_rows(rows)
}

/// The steps, beside those of the baseline where they differ.
#[component]
pub fn WorkingTable(
    /// What the table explains.
    #[prop(into)]
    caption: Signal<String>,
    /// The steps.
    #[prop(into)]
    working: Signal<Option<Working>>,
    /// The same steps of the baseline.
    #[prop(into)]
    baseline: Signal<Option<Working>>,
) -> impl IntoView {
    let table = Memo::new(move |_| {
        working.with(|working| caption.with(|caption| steps(caption, working.as_ref(), baseline.get().as_ref())))
    });
    let rests_on = Memo::new(move |_| {
        let ids = working.get().map(|working| working.assumptions).unwrap_or_default();
        ids.into_iter().filter_map(assumptions::find).collect::<Vec<_>>()
    });
    let rows = move || {
        rests_on
            .get()
            .into_iter()
            .map(|row| {
                view! {
                    <li>
                        <span>{row.statement}</span>
                        <small>"Source: " {row.source} ". If this does not hold: " {row.otherwise}</small>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <section class="working">
            <TableView table=table/>
            <Show when=move || rests_on.with(|rests_on| !rests_on.is_empty())>
                <details class="assumptions">
                    <summary>"Assumptions and sources"</summary>
                    <ul>{rows}</ul>
                </details>
            </Show>
        </section>
    }
}
