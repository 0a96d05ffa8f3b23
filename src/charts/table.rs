//! The table behind a chart: the same data in rows that can be read aloud.

use super::clock::{DAY, calendar_ticks, cycle_ticks};
use super::columns::value_at;
use super::figures::Format;
use super::pyramid::Indexed;
use super::readout::{place_text, range_text, spacing};
use super::spec::{Chart, Series, XAxis};
use super::ticks::{log_ticks, ticks_within};

/// More rows than this nobody reads; the file has all points.
pub const MOST_ROWS: usize = 200;

/// A chart's data in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Says by which rule points were put together; empty if each row is a point.
    pub note: String,
    /// Heads of the columns: x, then each line.
    pub heads: Vec<String>,
    /// The place of x and the value of each line there.
    pub rows: Vec<(String, Vec<String>)>,
    /// Rules and marks, each in a few words.
    pub remarks: Vec<String>,
}

/// The data between two x as a table of at most about [`MOST_ROWS`] rows.
pub fn table(chart: &Chart, (low, high): (f64, f64)) -> Table {
    let chart = &*chart.told();
    let unit = match chart.y.unit.as_str() {
        "" => String::new(),
        unit => format!(", {unit}"),
    };
    let mut heads = vec![x_head(chart)];
    heads.extend(chart.series.iter().map(|series| format!("{}{unit}", series.name)));
    let count = |series: &Series| series.points.first_after(high).saturating_sub(series.points.first_at(low));
    let points: usize = chart.series.iter().map(count).max().unwrap_or(0);
    let places = if points <= MOST_ROWS { places(chart, low, high) } else { Vec::new() };
    let apart = spacing(chart).unwrap_or(high - low);
    let (rows, note) = if !places.is_empty() && places.len() <= MOST_ROWS {
        let cell = |series: &Series, x| value_at(series, x).map_or(String::new(), |value| chart.y.format.value(value));
        let row = |x: &f64| (place(chart, *x, apart), chart.series.iter().map(|s| cell(s, *x)).collect());
        (places.iter().map(row).collect(), String::new())
    } else if points == 0 {
        (Vec::new(), "No data in this range.".to_owned())
    } else {
        let rows = spans(chart, low, high);
        let (points, count) = (Format::Plain.value(points as f64), rows.len());
        let note = format!(
            "{points} points in {count} rows; each row holds all points from its time or value up to the next row. \
             Where they differ, the lowest and the highest are given. The CSV file has every point."
        );
        (rows, note)
    };
    Table { note, heads, rows, remarks: remarks(chart) }
}

/// Head of the first column.
pub fn x_head(chart: &Chart) -> String {
    match &chart.x {
        XAxis::Time => "Time".to_owned(),
        XAxis::WeekTime => "Time of the week".to_owned(),
        XAxis::DayTime => "Time of day".to_owned(),
        XAxis::Number { label, .. } | XAxis::Log { label, .. } => label.clone(),
    }
}

/// A place of x below its head, which says what a number is.
fn place(chart: &Chart, x: f64, apart: f64) -> String {
    match &chart.x {
        XAxis::Number { format, .. } | XAxis::Log { format, .. } => format.value(x),
        _ => place_text(chart, x, apart),
    }
}

/// Every x at which some line has a point.
fn places(chart: &Chart, low: f64, high: f64) -> Vec<f64> {
    let mut places: Vec<f64> = Vec::new();
    for series in &chart.series {
        let range = series.points.first_at(low)..series.points.first_after(high);
        places.extend(range.filter_map(|index| series.points.get(index)).map(|point| point.0));
    }
    places.sort_by(f64::total_cmp);
    places.dedup();
    places
}

/// Rows that each hold the points between two round places of the axis.
fn spans(chart: &Chart, low: f64, high: f64) -> Vec<(String, Vec<String>)> {
    let mut borders: Vec<f64> = match &chart.x {
        XAxis::Time => calendar_ticks(low, high, MOST_ROWS).iter().map(|tick| tick.at).collect(),
        // One day less than the rows of a day each would need, so that hours are used.
        XAxis::WeekTime | XAxis::DayTime => {
            cycle_ticks(low, high, MOST_ROWS, false).iter().map(|tick| tick.at).collect()
        }
        XAxis::Number { .. } => ticks_within(low, high, MOST_ROWS).values,
        XAxis::Log { format, .. } => log_ticks(format, low, high, MOST_ROWS),
    };
    if borders.first().is_none_or(|first| *first > low) {
        borders.insert(0, low);
    }
    let ends = borders.iter().skip(1).copied().chain([f64::INFINITY]);
    let apart = borders.get(1).zip(borders.get(2)).map_or(high - low, |(a, b)| b - a);
    let cell = |series: &Series, from: f64, to: f64| {
        let points = &series.points;
        let end = if to <= high { points.first_at(to) } else { points.first_after(high) };
        let found = Indexed::new(points).extremes(points.first_at(from)..end.max(points.first_at(from))).found();
        match found.map(|all| (all.low, all.high)).or_else(|| value_at(series, from).map(|value| (value, value))) {
            Some(range) => range_text(chart, range),
            None => String::new(),
        }
    };
    let row = |(from, to): (&f64, f64)| {
        (place(chart, *from, apart), chart.series.iter().map(|series| cell(series, *from, to)).collect())
    };
    borders
        .iter()
        .zip(ends)
        .map(row)
        .filter(|(_, cells): &(String, Vec<String>)| cells.iter().any(|c| !c.is_empty()))
        .collect()
}

/// What is not a line: rules, then marks.
fn remarks(chart: &Chart) -> Vec<String> {
    let apart = spacing(chart).unwrap_or(DAY);
    let unit = &chart.y.unit;
    let rules = chart.rules.iter().map(|rule| format!("{}: {} {unit}", rule.name, chart.y.format.value(rule.value)));
    let marks = chart.marks.iter().map(|mark| {
        let from = place_text(chart, mark.at, apart);
        match mark.until {
            Some(until) => format!("{}: {from} to {}", mark.label, place_text(chart, until, apart)),
            None => format!("{}: {from}", mark.label),
        }
    });
    rules.chain(marks).map(|text| text.trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::examples;

    #[test]
    fn short_series_have_a_row_for_each_point() {
        let chart = examples::year();
        let table = table(&chart, chart.full_x_range());
        assert_eq!(table.heads, ["Time", "baseline, requests/s", "weekly peak, requests/s"]);
        assert_eq!(table.rows.len(), 53);
        assert_eq!(table.note, "");
        assert_eq!(table.rows[14].0, "Sun 7 Feb 2027");
        assert_eq!(table.remarks[0].replace('\u{a0}', " "), "provisioned: 112.5 k requests/s");
        assert_eq!(table.remarks[1], "order by 21 Apr: Wed 21 Apr 2027");
    }

    #[test]
    fn points_of_different_lines_all_get_their_row() {
        let chart = examples::duration_curve();
        let table = table(&chart, chart.full_x_range());
        let row = table.rows.iter().find(|row| row.0.starts_with("12.5")).expect("a measured point");
        assert!(row.1.iter().all(|cell| !cell.is_empty()), "{row:?}");
    }

    #[test]
    fn long_series_lose_no_extreme() {
        let chart = examples::long_year();
        let table = table(&chart, chart.full_x_range());
        assert!((100..=MOST_ROWS + 20).contains(&table.rows.len()), "{}", table.rows.len());
        assert!(table.note.contains("525,600 points"), "{}", table.note);
        assert!(table.rows[0].1[0].contains(" – "), "{:?}", table.rows[0]);
        assert!(!table.rows[0].1[1].contains(" – "), "{:?}", table.rows[0]);
    }

    #[test]
    fn odd_charts_have_tables_too() {
        let empty = Chart::new("e", "Empty", XAxis::Time, crate::charts::spec::YAxis::new(""));
        assert_eq!(table(&empty, (0.0, 1.0)).rows, []);
        for range in [(f64::NAN, 1.0), (5.0, 1.0), (-1e300, 1e300)] {
            table(&examples::week(), range);
            table(&examples::long_year(), range);
        }
    }
}
