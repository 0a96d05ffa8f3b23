//! The figures of a trace as a table, in its own unit and in requests/s.

use super::state::Measured;
use super::words;
use crate::components::TableView;
use crate::components::table::{Column, Row, Table};
use headroom_core::base::text;
use headroom_core::trace::{Meaning, Summary, TraceStatistics, Trend, UsualShape};
use leptos::prelude::*;

/// The figures as a table: the level of each in the trace's own unit and in requests/s, with a note.
fn table(found: &TraceStatistics) -> Table {
    // Where the own unit is requests/s already, one column says all.
    let load = found.load.filter(|_| found.meaning != Meaning::Rate);
    let level = |name: &str, of: fn(&Summary) -> f64, note: String| {
        let values = std::iter::once(&found.values).chain(&load).map(|summary| text::number(of(summary)));
        Row::of(std::iter::once(name.to_owned()).chain(values).chain([note]))
    };
    let plain = |name: &str, value: String, note: String| {
        let other = load.map(|_| String::new());
        Row::of([name.to_owned(), value].into_iter().chain(other).chain([note]))
    };
    let peak_to_average = found.load.unwrap_or(found.values).peak_to_average;
    let (trend, trend_note) = trend_words(found);
    let mut rows = vec![
        level("Mean", |s| s.mean, format!("{} to {}", found.start, found.end)),
        level("P50", |s| s.p50, String::new()),
        level("P95", |s| s.p95, String::new()),
        level("P99", |s| s.p99, String::new()),
        level("Peak", |s| s.peak, format!("first at {}", found.values.peak_at)),
        plain(
            "Peak to average",
            text::or_unknown(peak_to_average, |p| format!("{} ×", text::number(p))),
            "busiest interval".into(),
        ),
        plain("Trend", trend, trend_note),
        plain(
            "Variability (CV)",
            text::or_unknown(found.variability, text::percent),
            shape_words(found.usual_shape).into(),
        ),
    ];
    if let Some(single) = &found.arrivals {
        let arrivals = &single.arrivals;
        let busiest = format!("busiest interval {}, with {}", single.busiest_at, text::count(single.busiest));
        rows.push(plain("Requests", text::count(arrivals.events), busiest));
        let gap = text::seconds(arrivals.mean_gap);
        let note = format!("1 for independent arrivals, more for bursts; mean {gap}");
        rows.push(plain("CV² of interarrival times", text::number(arrivals.scv), note));
    }
    let columns = [Column::words("Statistic"), Column::number(words::unit(found.meaning, found.step))];
    let columns = columns.into_iter().chain(load.map(|_| Column::number("requests/s"))).chain([Column::words("Note")]);
    Table::new("import-figures", "Statistics of the trace").with_columns(columns).with_rows(rows)
}

/// The figures.
#[component]
pub fn Figures(
    /// The trace.
    measured: std::sync::Arc<Measured>,
) -> impl IntoView {
    let found = &measured.statistics;
    view! {
        <TableView table=Signal::stored(table(found))/>
        <p class="hint">{words::sentence(found.profile_basis.words())} "."</p>
    }
}

fn trend_words(found: &TraceStatistics) -> (String, String) {
    match &found.trend {
        Err(why) => ("unknown".into(), why.to_string()),
        Ok(trend) => (
            format!("{} a month", words::signed_percent(trend.compound_per_month.unwrap_or(trend.linear_per_month))),
            note_of(trend),
        ),
    }
}

fn note_of(trend: &Trend) -> String {
    let kind = if trend.compound_per_month.is_some() { "compound; straight line " } else { "straight line; " };
    let linear = words::signed_percent(trend.linear_per_month);
    match trend.linear_error {
        Some(error) if trend.linear_per_month.abs() < 2.0 * error => {
            format!("{kind}{linear} ± {} of the mean, which may be chance", text::percent(error))
        }
        Some(error) => format!("{kind}{linear} ± {} of the mean", text::percent(error)),
        None => format!("{kind}{linear} of the mean, from too few points to tell from chance"),
    }
}

fn shape_words(shape: UsualShape) -> &'static str {
    match shape {
        UsualShape::WeekAndTrend => "around the usual week and its trend",
        UsualShape::Week => "around the usual week",
        UsualShape::Trend => "around the trend",
        UsualShape::Flat => "around the mean",
    }
}
