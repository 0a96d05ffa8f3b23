//! The preview: what was recognised, the first rows, and everything to correct.

use super::csv_fields::CsvFields;
use super::state::ImportState;
use super::words;
use crate::components::table::{self, Cell, Row, Table};
use crate::components::{Pick, TableView};
use headroom_core::base::text;
use headroom_core::trace::{Column, CsvLayout, Layout, Meaning, PrometheusLayout, Rows, SeriesChoice, Source};
use leptos::prelude::*;

/// Offsets from UTC in use, in minutes.
const OFFSETS: [i32; 39] = [
    -720, -660, -600, -570, -540, -480, -420, -360, -300, -240, -210, -180, -150, -120, -60, 0, 60, 120, 180, 210, 240,
    270, 300, 330, 345, 360, 390, 420, 480, 525, 540, 570, 600, 630, 660, 720, 765, 780, 840,
];

/// The preview of a file.
#[component]
pub fn Preview(
    /// The import.
    state: ImportState,
) -> impl IntoView {
    let layout = Memo::new(move |_| state.layout());
    let is_csv =
        Memo::new(move |_| layout.with(|layout| matches!(layout, Some(Layout { source: Source::Csv(_), .. }))));
    let notes = Memo::new(move |_| {
        state.found.with(|found| found.as_ref().map(|found| found.sniff.notes.clone()).unwrap_or_default())
    });
    let heading = move || {
        let kind = if is_csv.get() { "a table" } else { "a Prometheus response" };
        state.input.with(|input| {
            input.as_ref().map(|input| format!("{}, {}, read as {kind}", input.name, words::size(input.bytes)))
        })
    };
    let offset = Memo::new(move |_| state.edits.with(|edits| edits.utc_offset_minutes));
    let offsets: Vec<(i32, String)> = OFFSETS
        .iter()
        .map(|minutes| {
            (*minutes, if *minutes == 0 { "none, as in the file".to_owned() } else { words::offset(*minutes) })
        })
        .collect();
    let busy = move || state.looking.with(Option::is_some);
    view! {
        <p class="import-file">{heading}</p>
        <ul class="import-notes">{move || notes.get().into_iter().map(|note| view! { <li>{note}</li> }).collect_view()}</ul>
        <div class="import-fields">
            {move || if is_csv.get() {
                view! { <CsvFields state layout/> }.into_any()
            } else {
                view! { <PrometheusFields state layout/> }.into_any()
            }}
            <Pick id="import-offset" label="UTC offset" choices=Signal::stored(offsets) value=offset
                set=move |minutes| state.correct(super::edits::Edits { utc_offset_minutes: minutes, ..state.edits.get_untracked() })/>
        </div>
        <p class="hint">"The plan runs on local time. The offset is added to every time, after those that carry one of their own are turned into UTC: a file in UTC of a service in Berlin in summer needs +02:00."</p>
        <Show when=move || is_csv.get()><Sample state layout/></Show>
        <div class="import-actions">
            <button type="button" class="primary" id="import-start" disabled=busy on:click=move |_| state.import()>"Import"</button>
            <button type="button" id="import-close" on:click=move |_| state.close()>"Cancel"</button>
        </div>
    }
}

/// The first rows under their columns, with what each column is read as.
#[component]
fn Sample(state: ImportState, layout: Memo<Option<Layout>>) -> impl IntoView {
    let columns = Memo::new(move |_| {
        state.found.with(|found| found.as_ref().map(|found| found.sniff.columns.clone()).unwrap_or_default())
    });
    let roles = Memo::new(move |_| {
        let n = columns.with(Vec::len);
        layout.with(|layout| match layout {
            Some(Layout { source: Source::Csv(csv), .. }) => (0..n).map(|column| role_of(csv, column)).collect(),
            _ => vec![""; n],
        })
    });
    let table = Memo::new(move |_| columns.with(|columns| sample(columns, &roles.get())));
    view! { <TableView table=table/> }
}

/// The first rows, below what each column is read as.
fn sample(columns: &[Column], roles: &[&'static str]) -> Table {
    let role = |at: usize| roles.get(at).copied().unwrap_or_default();
    let head = columns.iter().enumerate().map(|(at, column)| {
        let role = role(at);
        table::Column::words(column.name.clone()).with_note(if role.is_empty() { "not read" } else { role })
    });
    let row = |cells: Vec<String>| {
        Row::of(cells.into_iter().enumerate().map(|(at, cell)| {
            let cell = Cell::from(cell);
            if role(at).is_empty() { cell.quiet() } else { cell }
        }))
    };
    let caption = "The first rows of the file, and what each column is read as";
    Table::new("import-sample", caption)
        .titled_above()
        .with_columns(head)
        .with_rows(rows_of(columns).into_iter().map(row))
}

/// Columns as rows; the first five are enough to see what is what.
fn rows_of(columns: &[Column]) -> Vec<Vec<String>> {
    let n_rows = columns.iter().map(|column| column.cells.len()).max().unwrap_or(0).min(5);
    (0..n_rows)
        .map(|row| columns.iter().map(|column| column.cells.get(row).cloned().unwrap_or_default()).collect())
        .collect()
}

fn role_of(csv: &CsvLayout, column: usize) -> &'static str {
    match csv.rows {
        _ if column == csv.time_column => "time",
        _ if Some(column) == csv.clock_column => "time of day",
        Rows::Value { column: value, .. } if column == value => "value",
        _ => "",
    }
}

/// What can be chosen of a Prometheus response.
#[component]
fn PrometheusFields(state: ImportState, layout: Memo<Option<Layout>>) -> impl IntoView {
    let chosen = Memo::new(move |_| match layout.get() {
        Some(Layout { source: Source::Prometheus(prometheus), .. }) => prometheus,
        _ => PrometheusLayout { series: SeriesChoice::Sum, meaning: Meaning::Rate },
    });
    let series = Memo::new(move |_| {
        let all = state.found.with(|found| found.as_ref().map(|found| found.series.clone()).unwrap_or_default());
        let sum = (SeriesChoice::Sum, format!("the sum of {}", text::counted(all.len() as u64, "series", "series")));
        let each = all.into_iter().enumerate().map(|(place, series)| {
            (
                SeriesChoice::Only(place),
                format!("{} ({})", series.labels, text::counted(series.samples, "sample", "samples")),
            )
        });
        std::iter::once(sum).chain(each).collect::<Vec<_>>()
    });
    let edit = move |change: fn(&mut super::edits::Edits, PrometheusLayout), to: PrometheusLayout| {
        let mut edits = state.edits.get_untracked();
        change(&mut edits, to);
        state.correct(edits);
    };
    view! {
        <Pick id="import-series" label="Series" choices=series value=Signal::derive(move || chosen.get().series)
            set=move |series| edit(|edits, to| edits.series = Some(to.series), PrometheusLayout { series, ..chosen.get_untracked() })/>
        <Pick id="import-meaning" label="Value means" choices=Signal::stored(meanings()) value=Signal::derive(move || chosen.get().meaning)
            set=move |meaning| edit(|edits, to| edits.meaning = Some(to.meaning), PrometheusLayout { meaning, ..chosen.get_untracked() })/>
    }
}

/// What values can say, in words.
pub fn meanings() -> Vec<(Meaning, String)> {
    vec![
        (Meaning::Rate, "rate, requests/s".into()),
        (Meaning::CountPerInterval, "count per interval".into()),
        (Meaning::Gauge, "level (gauge)".into()),
    ]
}
