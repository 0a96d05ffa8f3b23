//! Everything to correct about how the rows and columns of a table are read.

use super::edits::Edits;
use super::preview::meanings;
use super::state::ImportState;
use crate::components::Pick;
use headroom_core::trace::{CsvLayout, DecimalMark, Layout, Meaning, Rows, Source, Step, TimeFormat};
use leptos::prelude::*;
use std::time::Duration;

/// Lengths of the intervals for which events are counted, s.
const INTERVALS: [u32; 9] = [1, 10, 60, 300, 900, 3600, 21_600, 86_400, 604_800];

/// The fields of a table.
#[component]
pub fn CsvFields(
    /// The import.
    state: ImportState,
    /// How the file is read now.
    layout: Memo<Option<Layout>>,
) -> impl IntoView {
    let csv = Memo::new(move |before: Option<&CsvLayout>| match layout.get() {
        Some(Layout { source: Source::Csv(csv), .. }) => csv,
        // On its way to another kind of file: nothing is shown of this any more.
        _ => before.cloned().unwrap_or(NO_TABLE),
    });
    let edits = move || state.edits.get_untracked();
    let columns = Memo::new(move |_| {
        let found = state.found.get();
        let columns = found.map(|found| found.sniff.columns.clone()).unwrap_or_default();
        columns.into_iter().enumerate().map(|(place, column)| (place, column.name)).collect::<Vec<_>>()
    });
    let clocks = Memo::new(move |_| {
        let none = (None, "same column".to_owned());
        std::iter::once(none)
            .chain(columns.get().into_iter().map(|(place, name)| (Some(place), name)))
            .collect::<Vec<_>>()
    });
    // What was picked is shown at once, although recognising the file anew takes a moment.
    let delimiter =
        Memo::new(move |_| state.edits.with(|edits| edits.corrections.delimiter).unwrap_or(csv.get().delimiter));
    let header = Memo::new(move |_| state.edits.with(|edits| edits.corrections.header).unwrap_or(csv.get().header));
    let time_column =
        Memo::new(move |_| state.edits.with(|edits| edits.corrections.time_column).unwrap_or(csv.get().time_column));
    view! {
        <Pick id="import-delimiter" label="Delimiter" choices=Signal::stored(delimiters()) value=delimiter
            set=move |delimiter| state.correct(edits().with_delimiter(delimiter))/>
        <Pick id="import-header" label="First row" choices=Signal::stored(vec![(true, "column names".into()), (false, "data".into())]) value=header
            set=move |header| state.correct(edits().with_header(header))/>
        <Pick id="import-time" label="Time column" choices=columns value=time_column
            set=move |column| state.correct(edits().with_time_column(column))/>
        <Pick id="import-clock" label="Time of day" choices=clocks value=Signal::derive(move || csv.get().clock_column)
            set=move |clock| state.correct(Edits { clock_column: Some(clock), ..edits() })/>
        <Pick id="import-format" label="Timestamp format" choices=Signal::stored(formats()) value=Signal::derive(move || csv.get().time_format)
            set=move |format| state.correct(Edits { time_format: Some(format), ..edits() })/>
        <RowFields state csv columns/>
    }
}

/// What a row is, and where its value stands.
#[component]
fn RowFields(state: ImportState, csv: Memo<CsvLayout>, columns: Memo<Vec<(usize, String)>>) -> impl IntoView {
    let edits = move || state.edits.get_untracked();
    let is_event = Memo::new(move |_| matches!(csv.get().rows, Rows::Event { .. }));
    let value = Memo::new(move |before: Option<&(usize, Meaning)>| match csv.get().rows {
        Rows::Value { column, meaning } => (column, meaning),
        Rows::Event { .. } => before.copied().unwrap_or((0, Meaning::CountPerInterval)),
    });
    let interval = Memo::new(move |before: Option<&u32>| match csv.get().rows {
        Rows::Event { interval_seconds } => interval_seconds,
        Rows::Value { .. } => before.copied().unwrap_or(60),
    });
    // The first column that is not the time is the likely value.
    let likely = move || {
        columns
            .with_untracked(|columns| (0..columns.len()).find(|column| *column != csv.get_untracked().time_column))
            .unwrap_or(0)
    };
    let set_kind = move |event: bool| {
        let rows = if event {
            Rows::Event { interval_seconds: interval.get_untracked() }
        } else {
            Rows::Value { column: likely(), meaning: value.get_untracked().1 }
        };
        state.correct(Edits { rows: Some(rows), ..edits() });
    };
    let set_value =
        move |(column, meaning)| state.correct(Edits { rows: Some(Rows::Value { column, meaning }), ..edits() });
    let intervals = Memo::new(move |_| {
        let own = Some(interval.get()).filter(|own| !INTERVALS.contains(own));
        let all = INTERVALS.into_iter().chain(own);
        all.map(|seconds| (seconds, Step::Every(Duration::from_secs(u64::from(seconds))).to_string()))
            .collect::<Vec<_>>()
    });
    view! {
        <Pick id="import-rows" label="A row is" choices=Signal::stored(vec![(false, "a value".into()), (true, "one request".into())]) value=is_event set=set_kind/>
        {move || if is_event.get() {
            view! {
                <Pick id="import-interval" label="Counted per" choices=intervals value=interval
                    set=move |interval_seconds| state.correct(Edits { rows: Some(Rows::Event { interval_seconds }), ..edits() })/>
            }.into_any()
        } else {
            view! {
                <Pick id="import-value" label="Value column" choices=columns value=Signal::derive(move || value.get().0)
                    set=move |column| set_value((column, value.get_untracked().1))/>
                <Pick id="import-meaning" label="Value means" choices=Signal::stored(meanings()) value=Signal::derive(move || value.get().1)
                    set=move |meaning| set_value((value.get_untracked().0, meaning))/>
                <Pick id="import-decimal" label="Decimal mark" value=Signal::derive(move || csv.get().decimal_mark)
                    choices=Signal::stored(vec![(DecimalMark::Point, "1,234.5".into()), (DecimalMark::Comma, "1.234,5".into())])
                    set=move |mark| state.correct(Edits { decimal_mark: Some(mark), ..edits() })/>
            }.into_any()
        }}
    }
}

const NO_TABLE: CsvLayout = CsvLayout {
    delimiter: b',',
    header: true,
    time_column: 0,
    clock_column: None,
    time_format: TimeFormat::Auto,
    decimal_mark: DecimalMark::Point,
    rows: Rows::Event { interval_seconds: 60 },
};

fn delimiters() -> Vec<(u8, String)> {
    [(b',', "comma"), (b';', "semicolon"), (b'\t', "tab"), (b'|', "vertical bar"), (b' ', "space")]
        .map(|(delimiter, words)| (delimiter, words.to_owned()))
        .into()
}

fn formats() -> Vec<(TimeFormat, String)> {
    [
        (TimeFormat::Auto, "auto-detect"),
        (TimeFormat::Iso, "ISO 8601"),
        (TimeFormat::EpochSeconds, "seconds since 1970"),
        (TimeFormat::EpochMillis, "milliseconds since 1970"),
    ]
    .map(|(format, words)| (format, words.to_owned()))
    .into()
}
