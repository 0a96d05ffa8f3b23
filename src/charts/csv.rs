//! All points of a chart as a CSV file that a spreadsheet opens without running anything.

use super::clock::{cycle_text, iso_text};
use super::spec::{Chart, Points, Series, XAxis};
use super::table::x_head;
use headroom_core::base::csv::CsvWriter;

/// Every point of every line, as RFC 4180 has it: a row for each x, an empty cell where a line has no
/// point. Rules are columns with the same value in every row.
pub fn csv(chart: &Chart) -> String {
    let chart = &*chart.told();
    let unit = match chart.y.unit.as_str() {
        "" => String::new(),
        unit => format!(" ({unit})"),
    };
    let names = chart.series.iter().map(|series| &series.name).chain(chart.rules.iter().map(|rule| &rule.name));
    let mut file = CsvWriter::default();
    file.text(&x_head(chart));
    // The usual week and day are written in words and in seconds, which sort.
    let has_seconds = matches!(chart.x, XAxis::WeekTime | XAxis::DayTime);
    if has_seconds {
        file.text("seconds");
    }
    for name in names {
        file.text(&format!("{name}{unit}"));
    }
    file.end_row();

    let rules: Vec<String> = chart.rules.iter().map(|rule| number_cell(rule.value)).collect();
    let mut cursors: Vec<Cursor<'_>> = chart.series.iter().map(Cursor::new).collect();
    while let Some(x) = cursors.iter().filter_map(Cursor::x).min_by(f64::total_cmp) {
        match chart.x {
            XAxis::Time => file.value(iso_text(x)),
            XAxis::WeekTime => file.value(cycle_text(x, 1.0, true)),
            XAxis::DayTime => file.value(cycle_text(x, 1.0, false)),
            XAxis::Number { .. } | XAxis::Log { .. } => file.value(number_cell(x)),
        };
        if has_seconds {
            file.value(x);
        }
        for cursor in &mut cursors {
            match cursor.take(x) {
                Some(value) => file.value(value),
                None => file.value(""),
            };
        }
        for rule in &rules {
            file.value(rule);
        }
        file.end_row();
    }
    file.finish()
}

/// A place in the points of a line.
struct Cursor<'a> {
    points: &'a Points,
    gaps: &'a [(f64, f64)],
    index: usize,
}

impl<'a> Cursor<'a> {
    fn new(series: &'a Series) -> Self {
        Self { points: &series.points, gaps: &series.gaps, index: 0 }
    }

    fn x(&self) -> Option<f64> {
        self.points.get(self.index).map(|point| point.0)
    }

    /// The value at `x`, if the next point is there and known; the cursor moves past it.
    fn take(&mut self, x: f64) -> Option<f64> {
        let point = self.points.get(self.index).filter(|point| point.0.total_cmp(&x).is_eq())?;
        self.index += 1;
        while self.gaps.first().is_some_and(|gap| gap.1 <= x) {
            self.gaps = self.gaps.get(1..).unwrap_or_default();
        }
        let is_missing = self.gaps.first().is_some_and(|gap| gap.0 < x && x < gap.1);
        Some(point.1).filter(|value| value.is_finite() && !is_missing)
    }
}

fn number_cell(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    // Twelve digits are all that is meant; the rest is the last bits of a float.
    let meant: f64 = format!("{value:.11e}").parse().unwrap_or(value);
    meant.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::examples;
    use crate::charts::spec::{Role, Rule, YAxis};

    #[test]
    fn a_row_for_each_x() {
        let chart = Chart::new("c", "C", XAxis::Time, YAxis::new("requests/s"))
            .with_series(Series::new("load", Role::Load, Points::regular(0.0, 60.0, vec![1.5, f64::NAN, 3.0])))
            .with_series(Series::new("=cmd, \"x\"", Role::Other(1), Points::pairs(vec![(30.0, -2.0), (60.0, 4e12)])))
            .with_rule(Rule::new("limit", Role::Capacity, 9.0));
        let expected = "Time,load (requests/s),\"'=cmd, \"\"x\"\" (requests/s)\",limit (requests/s)\r\n\
            1970-01-01T00:00:00,1.5,,9\r\n\
            1970-01-01T00:00:30,,-2,9\r\n\
            1970-01-01T00:01:00,,4000000000000,9\r\n\
            1970-01-01T00:02:00,3,,9\r\n";
        assert_eq!(csv(&chart), expected);
    }

    #[test]
    fn gaps_are_empty_cells() {
        let series = Series::new("load", Role::Load, Points::regular(0.0, 1.0, vec![1.0, 2.0, 3.0, 4.0]));
        let chart =
            Chart::new("c", "C", XAxis::DayTime, YAxis::new("")).with_series(series.with_gaps(vec![(0.0, 2.0)]));
        assert_eq!(
            csv(&chart),
            "Time of day,seconds,load\r\n00:00:00,0,1\r\n00:00:01,1,\r\n00:00:02,2,3\r\n00:00:03,3,4\r\n"
        );
    }

    #[test]
    fn all_points_are_there() {
        // The heads, the minutes, and the one rise of capacity that lies beyond them.
        assert_eq!(csv(&examples::long_year()).lines().count(), 1 + 525_600 + 1);
        let odd = Points::Pairs(vec![(1.0, 1.0), (f64::NAN, 2.0), (0.5, 3.0)].into());
        let chart = Chart::new("c", "", XAxis::Time, YAxis::new("")).with_series(Series::new("s", Role::Load, odd));
        assert_eq!(csv(&chart).lines().count(), 4);
    }
}
