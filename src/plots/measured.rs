//! What was measured beside the model of it: the whole trace, and its usual week.

use super::load_axis;
use crate::charts::spec::{Band, BandRole, Chart, Edge, Points, Role, Rule, Series, XAxis, YAxis};
use headroom_core::base::text;
use headroom_core::base::time::{SECONDS_PER_DAY as DAY, SECONDS_PER_WEEK as WEEK};
use headroom_core::plan::scenario::demand::UsualWeek;
use headroom_core::trace::HourOfWeek;
use std::sync::Arc;

/// A trace as the chart needs it: load over local time.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredTrace {
    /// Where it came from.
    pub name: String,
    /// The load in requests/s, or, of a gauge, the level in its own unit.
    pub points: Points,
    /// Spans without data, in seconds since 1970.
    pub gaps: Arc<[(f64, f64)]>,
    /// Mean of the points.
    pub mean: f64,
    /// Whether the points are requests/s.
    pub is_rate: bool,
}

/// Second of the week at 1970-01-01 00:00, a Thursday.
const EPOCH_IN_WEEK: f64 = 3.0 * DAY;
/// The model is straight between quarters of an hour; no finer step shows more.
const QUARTER: f64 = 900.0;
/// Longest visible span in which the model is a line; over longer ones it is each day's range.
const DETAIL: f64 = 62.0 * DAY;
/// Most gaps that are drawn at once; where there are more, the longest.
const MOST_GAPS: usize = 400;
/// More days than the longest calendar has.
const MOST_DAYS: f64 = 4e6;

/// The trace, and the usual week at the trace's own mean; without a week, that mean. `zoom` is the
/// visible part, in seconds since 1970.
pub fn measured_against_model(trace: &MeasuredTrace, model: Option<&UsualWeek>, zoom: Option<(f64, f64)>) -> Chart {
    let (first, last) = trace.points.x_range().unwrap_or((0.0, 1.0));
    let (from, to) = zoom.map_or((first, last), |(from, to)| (from.max(first), to.min(last)));
    let chart = Chart::new("measured", "Measured, beside the model", XAxis::Time, axis(trace))
        .with_hint(trace.name.clone())
        .with_x_range(first, last)
        .with_series(Series::new("Measured", Role::Measured, trace.points.clone()).with_gaps(seen_gaps(
            &trace.gaps,
            from,
            to,
        )));
    let unit = if trace.is_rate { " requests/s" } else { "" };
    let mean = text::si(trace.mean);
    match model {
        Some(week) => {
            let chart = chart.with_summary(format!(
                "The measured load of {} with a mean of {mean}{unit}, and the model's usual week at that mean.",
                trace.name
            ));
            if to - from <= DETAIL {
                chart.with_series(Series::new("Model", Role::Load, repeated(week, trace.mean, from, to)))
            } else {
                let (low, high) = daily_range(week, trace.mean, first, last);
                chart.with_band(Band::new(
                    "Model, range of each day",
                    BandRole::Range,
                    Edge::Points(low),
                    Edge::Points(high),
                ))
            }
        }
        None => chart
            .with_summary(format!("The measured load of {} with a mean of {mean}{unit}.", trace.name))
            .with_rule(Rule::new("mean", Role::Load, trace.mean)),
    }
}

/// The measured hours of the week, and the model's usual week, both at the trace's mean.
pub fn measured_week(trace: &MeasuredTrace, hours: &HourOfWeek, model: &UsualWeek) -> Chart {
    let dots = hours
        .iter()
        .enumerate()
        .filter_map(|(hour, factor)| Some((hour as f64 * 3600.0 + 1800.0, (*factor)? * trace.mean)))
        .collect();
    Chart::new("measured-week", "The measured week", XAxis::WeekTime, axis(trace))
        .with_hint("mean of each hour of the week, and the week that the plan will use")
        .with_summary(format!(
            "The mean of each hour of the week, and the model's week, whose peak is {} times its mean.",
            text::number(model.peak())
        ))
        .with_x_range(0.0, WEEK)
        .with_series(Series::new("Measured hours", Role::Measured, Points::pairs(dots)).dots())
        .with_series(Series::new("Model", Role::Load, one_week(model, trace.mean)))
}

/// The gaps of the visible part; of very many the longest, because the others are too short to be
/// seen until the part is made smaller.
fn seen_gaps(gaps: &[(f64, f64)], from: f64, to: f64) -> Vec<(f64, f64)> {
    let first = gaps.partition_point(|gap| gap.1 < from);
    let end = gaps.partition_point(|gap| gap.0 <= to).max(first);
    let mut seen = gaps[first..end].to_vec();
    if seen.len() > MOST_GAPS {
        seen.select_nth_unstable_by(MOST_GAPS, |a, b| (b.1 - b.0).total_cmp(&(a.1 - a.0)));
        seen.truncate(MOST_GAPS);
    }
    seen
}

fn axis(trace: &MeasuredTrace) -> YAxis {
    if trace.is_rate { load_axis() } else { YAxis::new("").with_label("Level") }
}

/// A usual week from Monday on.
fn one_week(week: &UsualWeek, mean: f64) -> Points {
    // The last point is Monday again.
    let loads: Vec<f64> =
        (0..=(WEEK / QUARTER) as usize).map(|place| mean * week.factor_at(place as f64 * QUARTER)).collect();
    Points::regular(0.0, QUARTER, loads)
}

/// A usual week over and over, from one time to another, in seconds since 1970.
fn repeated(week: &UsualWeek, mean: f64, from: f64, to: f64) -> Points {
    // Points lie on quarters of an hour, where the model bends, and at both ends.
    let start = (from / QUARTER).floor() * QUARTER;
    let n = ((to - start) / QUARTER).ceil().clamp(0.0, 2.0 * DETAIL / QUARTER) as usize + 1;
    let at = |place: usize| (start + QUARTER * place as f64).max(from).min(to);
    Points::pairs((0..n).map(|place| (at(place), mean * week.factor_at(at(place) + EPOCH_IN_WEEK))).collect())
}

/// Lowest and highest load of the usual week on each day, at noon.
fn daily_range(week: &UsualWeek, mean: f64, first: f64, last: f64) -> (Points, Points) {
    let (lows, highs): (Vec<f64>, Vec<f64>) =
        week.ranges_of_days().iter().map(|(low, high)| (mean * low, mean * high)).unzip();
    let start = (first / DAY).floor();
    let n = ((last / DAY).ceil() - start).clamp(1.0, MOST_DAYS) as usize;
    // 1970-01-01 was a Thursday, three days after Monday.
    let weekday = (start as i64 + 3).rem_euclid(7) as usize;
    let daily = |of_week: &[f64]| {
        let values: Vec<f64> = of_week.iter().copied().cycle().skip(weekday).take(n).collect();
        Points::regular(start * DAY + DAY / 2.0, DAY, values)
    };
    (daily(&lows), daily(&highs))
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::scenario::examples;

    fn week() -> UsualWeek {
        let demand = examples::seed_service().services.first().demand.clone();
        UsualWeek::from_shape(demand.day, demand.week, demand.peak_to_average)
    }

    fn trace(points: Points) -> MeasuredTrace {
        MeasuredTrace { name: "door".into(), points, gaps: Arc::from([]), mean: 10.0, is_rate: true }
    }

    #[test]
    fn the_model_is_a_line_where_days_can_be_seen() {
        // Three days from Monday 2026-01-05 00:10.
        let monday = 1_767_571_200.0;
        let (start, end) = (monday + 600.0, monday + 600.0 + 3.0 * DAY);
        let trace = trace(Points::regular(start, 60.0, vec![10.0; 3 * 1440 + 1]));
        let chart = measured_against_model(&trace, Some(&week()), None);
        let model = &chart.series[1].points;
        assert_eq!(model.x_range(), Some((start, end)));
        for at in (0..model.len()).filter_map(|at| model.get(at)) {
            assert!((at.1 - 10.0 * week().factor_at(at.0 - monday)).abs() < 1e-9, "{at:?}");
        }
        let zoomed = measured_against_model(&trace, Some(&week()), Some((start + DAY, start + 2.0 * DAY)));
        assert_eq!(zoomed.series[1].points.x_range(), Some((start + DAY, start + 2.0 * DAY)));
    }

    #[test]
    fn of_very_many_gaps_the_longest_are_drawn_and_all_of_a_small_part() {
        let gaps: Vec<(f64, f64)> =
            (0..10_000).map(|at| (f64::from(at) * 100.0, f64::from(at) * 100.0 + 2.0 + f64::from(at % 25))).collect();
        let seen = seen_gaps(&gaps, 0.0, 1e6);
        assert_eq!(seen.len(), MOST_GAPS);
        assert!(seen.iter().all(|gap| gap.1 - gap.0 == 26.0));
        assert_eq!(seen_gaps(&gaps, 1_001.0, 1_150.0), [(1_000.0, 1_012.0), (1_100.0, 1_113.0)]);
        assert_eq!(seen_gaps(&gaps, 5_050.0, 5_060.0), []);
    }

    #[test]
    fn the_model_of_a_century_is_the_range_of_each_day() {
        let century = Points::pairs(vec![(0.0, 1.0), (3.2e9, 2.0)]);
        let chart = measured_against_model(&trace(century), Some(&week()), None);
        assert_eq!((chart.series.len(), chart.bands.len()), (1, 1));
        let Edge::Points(high) = &chart.bands[0].upper else { panic!("the upper edge is made of points") };
        let top = (0..high.len()).filter_map(|at| high.get(at)).map(|at| at.1).fold(0.0, f64::max);
        assert!((top - 10.0 * week().peak()).abs() < 1e-9, "{top}");
    }
}
