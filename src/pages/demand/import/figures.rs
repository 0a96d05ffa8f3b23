//! The figures of a trace as a table, in its own unit and in requests/s.

use super::state::Measured;
use super::words;
use headroom_core::base::text;
use headroom_core::trace::{Meaning, Summary, TraceStatistics, Trend, UsualShape};
use leptos::prelude::*;

/// The figures.
#[component]
pub fn Figures(
    /// The trace.
    measured: std::sync::Arc<Measured>,
) -> impl IntoView {
    let found = &measured.statistics;
    // Where the own unit is requests/s already, one column says all.
    let load = found.load.filter(|_| found.meaning != Meaning::Rate);
    let unit = words::unit(found.meaning, found.step);
    let level = |name: &'static str, of: fn(&Summary) -> f64, note: String| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="value">{text::number(of(&found.values))}</td>
                {load.map(|load| view! { <td class="value">{text::number(of(&load))}</td> })}
                <td class="import-note">{note}</td>
            </tr>
        }
    };
    let plain = |name: &'static str, value: String, note: String| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="value" colspan=if load.is_some() { "2" } else { "1" }>{value}</td>
                <td class="import-note">{note}</td>
            </tr>
        }
    };
    let peak_to_average = found.load.unwrap_or(found.values).peak_to_average;
    let (trend, trend_note) = trend_words(found);
    let unevenness = found.unevenness.map_or_else(|| "unknown".to_owned(), text::percent);
    let arrivals = found.arrivals.map(|single| {
        [
            plain(
                "Requests",
                text::count(single.arrivals.events),
                format!("busiest interval {}, with {}", single.busiest_at, text::count(single.busiest)),
            ),
            plain(
                "CV² of times between requests",
                text::number(single.arrivals.scv),
                format!(
                    "1 for independent arrivals, more for bursts; mean {}",
                    text::seconds(single.arrivals.mean_gap)
                ),
            ),
        ]
    });
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label="Figures of the trace">
            <table class="import-figures">
                <caption>"What the trace says"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Figure"</th>
                        <th scope="col" class="value">{unit}</th>
                        {load.map(|_| view! { <th scope="col" class="value">"requests/s"</th> })}
                        <th scope="col">"Note"</th>
                    </tr>
                </thead>
                <tbody>
                    {level("Mean", |s| s.mean, format!("{} to {}", found.start, found.end))}
                    {level("P50", |s| s.p50, String::new())}
                    {level("P95", |s| s.p95, String::new())}
                    {level("P99", |s| s.p99, String::new())}
                    {level("Peak", |s| s.peak, format!("first at {}", found.values.peak_at))}
                    {plain("Peak to average", peak_to_average.map_or_else(|| "unknown".to_owned(), |p| format!("{} ×", text::number(p))), "of the highest interval".into())}
                    {plain("Trend", trend, trend_note)}
                    {plain("Unevenness", unevenness, shape_words(found.usual_shape).into())}
                    {arrivals}
                </tbody>
            </table>
        </div>
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
        UsualShape::WeekAndTrend => "around the usual week on its trend",
        UsualShape::Week => "around the usual week",
        UsualShape::Trend => "around the trend",
        UsualShape::Flat => "around the mean",
    }
}
