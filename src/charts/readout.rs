//! What the cursor tells: the moment, and the value of every visible line there.

use std::collections::BTreeSet;

use super::clock::{calendar_text, cycle_text};
use super::columns::{extremes_between, value_at};
use super::frame::Frame;
use super::spec::{Chart, Role, Series, Shape, XAxis};

/// Everything to show at one place of x.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The place.
    pub x: f64,
    /// The place in words.
    pub when: String,
    /// A row for each visible line with a value there, the baseline's last, and then for each rule.
    pub rows: Vec<Row>,
    /// Labels of marks at that place.
    pub marks: Vec<String>,
}

/// The value of one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Name of the line.
    pub name: String,
    /// What it stands for.
    pub role: Role,
    /// The value in words; from lowest to highest where many points share the pixel.
    pub text: String,
    /// The smallest and the largest value there.
    pub range: (f64, f64),
    /// Whether it is a rule, the same everywhere.
    pub is_rule: bool,
}

impl Reading {
    /// All of it as one sentence.
    pub fn sentence(&self, unit: &str) -> String {
        let rows = self.rows.iter().filter(|row| !row.is_rule).map(|row| format!("{} {} {unit}", row.name, row.text));
        let parts: Vec<String> = self.marks.iter().cloned().chain(rows).collect();
        format!("{}: {}", self.when, parts.join(", ").trim_end())
    }
}

/// The line that the cursor moves along: the visible one with the most points, not the baseline's.
pub fn guide<'a>(chart: &'a Chart, hidden: &BTreeSet<String>) -> Option<&'a Series> {
    let shown = || chart.series.iter().filter(|series| !hidden.contains(&series.name) && !series.points.is_empty());
    let own = shown().filter(|series| series.role != Role::Ghost).max_by_key(|series| series.points.len());
    own.or_else(|| shown().max_by_key(|series| series.points.len()))
}

/// The place of the nearest point of the guiding line, or the place itself where points are denser than pixels.
pub fn snap(chart: &Chart, hidden: &BTreeSet<String>, frame: &Frame, x: f64) -> f64 {
    let x = x.clamp(frame.x.low, frame.x.high);
    let Some(points) = guide(chart, hidden).map(|series| &series.points) else { return x };
    let next = points.first_at(x);
    let near = [next.checked_sub(1), Some(next)].into_iter().flatten().filter_map(|index| points.get(index));
    let inside = near.filter(|point| frame.x.contains(point.0));
    inside.map(|point| point.0).min_by(|a, b| (a - x).abs().total_cmp(&(b - x).abs())).unwrap_or(x)
}

/// Reads all visible lines at a place.
pub fn reading(chart: &Chart, hidden: &BTreeSet<String>, frame: &Frame, x: f64) -> Reading {
    let half = frame.x.values_beside(x, 0.5);
    let mut rows = Vec::new();
    let chart = &*chart.told();
    let (ghosts, own): (Vec<&Series>, Vec<&Series>) = chart
        .series
        .iter()
        .filter(|series| !hidden.contains(&series.name))
        .partition(|series| series.role == Role::Ghost);
    for series in own.into_iter().chain(ghosts) {
        let points = &series.points;
        let count = points.first_after(x + half).saturating_sub(points.first_at(x - half));
        let range = if count > 1 {
            extremes_between(series, x - half, x + half).found().map(|all| (all.low, all.high))
        } else if series.shape == Shape::Dots {
            let dot = points.get(points.first_at(x - half)).filter(|point| point.0 <= x + half && point.1.is_finite());
            dot.map(|point| (point.1, point.1))
        } else {
            value_at(series, x).map(|value| (value, value))
        };
        if let Some(range) = range {
            let text = range_text(chart, range);
            rows.push(Row { name: series.name.clone(), role: series.role, text, range, is_rule: false });
        }
    }
    for rule in chart.rules.iter().filter(|rule| rule.value.is_finite()) {
        let range = (rule.value, rule.value);
        rows.push(Row {
            name: rule.name.clone(),
            role: rule.role,
            text: range_text(chart, range),
            range,
            is_rule: true,
        });
    }
    let near = frame.x.values_beside(x, 4.0);
    let is_there = |at: f64, until: Option<f64>| at - near <= x && x <= until.unwrap_or(at) + near;
    let marks =
        chart.marks.iter().filter(|mark| is_there(mark.at, mark.until)).map(|mark| mark.label.clone()).collect();
    Reading { x, when: place_text(chart, x, half * 2.0), rows, marks }
}

/// One value, or two where they differ in what is written.
pub fn range_text(chart: &Chart, (low, high): (f64, f64)) -> String {
    let (low, high) = (chart.y.format.value(low), chart.y.format.value(high));
    if low == high { low } else { format!("{low} – {high}") }
}

/// A place of x in words, as fine as `apart` asks.
pub fn place_text(chart: &Chart, x: f64, apart: f64) -> String {
    match &chart.x {
        // A pixel of a year is hours wide, but its points are still moments.
        XAxis::Time => calendar_text(x, spacing(chart).unwrap_or(apart)),
        XAxis::WeekTime => cycle_text(x, spacing(chart).unwrap_or(apart), true),
        XAxis::DayTime => cycle_text(x, spacing(chart).unwrap_or(apart), false),
        XAxis::Number { label, format } | XAxis::Log { label, format } => {
            format!("{} {label}", format.value(x)).trim_end().to_owned()
        }
    }
}

/// Usual distance between points of the densest line.
pub fn spacing(chart: &Chart) -> Option<f64> {
    let series = guide(chart, &BTreeSet::new())?;
    let (from, to) = series.points.x_range()?;
    let parts = series.points.len().checked_sub(1).filter(|parts| *parts > 0)?;
    Some((to - from) / parts as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::examples;
    use crate::charts::frame::View;
    use crate::charts::layout::layout;
    use crate::charts::theme::Theme;

    fn frame(chart: &Chart) -> Frame {
        layout(chart, &View::new(Theme::light()), (800.0, 300.0), &|text, _| text.len() as f64 * 6.0).frame
    }

    #[test]
    fn the_cursor_reads_every_line() {
        let chart = examples::year();
        let (frame, hidden) = (frame(&chart), BTreeSet::new());
        let at = snap(&chart, &hidden, &frame, examples::NOVEMBER + 14.3 * 7.0 * 86_400.0);
        assert_eq!(at, examples::NOVEMBER + 14.0 * 7.0 * 86_400.0);
        let reading = reading(&chart, &hidden, &frame, at);
        assert_eq!(reading.when, "Sun 7 Feb 2027");
        let names: Vec<_> = reading.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["weekly peak", "baseline", "provisioned"]);
        assert!(reading.sentence("requests/s").starts_with("Sun 7 Feb 2027: weekly peak "));
    }

    #[test]
    fn a_crowded_pixel_gives_its_range() {
        let chart = examples::long_year();
        let frame = frame(&chart);
        let reading = reading(&chart, &BTreeSet::new(), &frame, examples::NOVEMBER + 100.0 * 86_400.0);
        let row = &reading.rows[0];
        assert!(row.range.0 < row.range.1 && row.text.contains(" – "), "{}", row.text);
    }

    #[test]
    fn an_empty_chart_has_a_cursor_too() {
        let chart =
            Chart::new("e", "Empty", XAxis::DayTime, crate::charts::spec::YAxis::new("")).with_x_range(0.0, 86_400.0);
        let frame = frame(&chart);
        let reading = reading(&chart, &BTreeSet::new(), &frame, snap(&chart, &BTreeSet::new(), &frame, 1e30));
        assert_eq!((reading.when.as_str(), reading.rows.len()), ("24:00", 0));
    }
}
