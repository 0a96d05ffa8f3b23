//! A trace as the charts need it, on its way from the worker to the page as plain columns of numbers.

use crate::charts::spec::Points;
use crate::plots::MeasuredTrace;
use headroom_core::trace::{Meaning, Times, Trace, TraceStatistics};
use std::sync::Arc;

/// Points and gaps of a trace as columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// Load in requests/s, or, of a gauge, the level in its own unit.
    pub values: Vec<f64>,
    /// Seconds since 1970 of each value; of a regular trace, of the first two alone.
    pub times: Vec<f64>,
    /// Spans without data, from the last point before to the first point after, one behind the other.
    pub gaps: Vec<f64>,
}

impl Picture {
    /// Number of columns.
    pub const COLUMNS: usize = 3;

    /// The picture of a trace.
    pub fn of(trace: &Trace) -> Self {
        let values = trace.load_values().into_owned();
        let seconds = |index| trace.time_at(index).seconds();
        match trace.times() {
            Times::Regular { .. } => Self { values, times: vec![seconds(0), seconds(1)], gaps: Vec::new() },
            Times::Listed(times) => {
                let step = trace.step();
                let is_gap = |from: f64, to: f64, usual: f64| (to - from) > 1.5 * usual;
                let gaps = times
                    .windows(2)
                    .filter(|pair| is_gap(pair[0].seconds(), pair[1].seconds(), step.seconds_from(pair[0])))
                    .flat_map(|pair| [pair[0].seconds(), pair[1].seconds()])
                    .collect();
                Self { values, times: times.iter().map(|time| time.seconds()).collect(), gaps }
            }
        }
    }

    /// The columns, in the order in which they travel.
    pub fn into_columns(self) -> [Vec<f64>; Self::COLUMNS] {
        [self.values, self.times, self.gaps]
    }

    /// The picture of columns that have arrived.
    pub fn from_columns([values, times, gaps]: [Vec<f64>; Self::COLUMNS]) -> Self {
        Self { values, times, gaps }
    }

    /// The trace for the chart.
    pub fn into_trace(self, name: &str, statistics: &TraceStatistics) -> MeasuredTrace {
        let points = match self.times.as_slice() {
            [start, next] => Points::regular(*start, next - start, self.values),
            times => Points::pairs(times.iter().copied().zip(self.values).collect()),
        };
        let gaps: Arc<[(f64, f64)]> = self.gaps.chunks_exact(2).map(|ends| (ends[0], ends[1])).collect();
        let level = statistics.load.as_ref().unwrap_or(&statistics.values);
        MeasuredTrace {
            name: name.to_owned(),
            points,
            gaps,
            mean: level.mean,
            is_rate: statistics.meaning != Meaning::Gauge,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::trace::{LocalTime, Step};
    use std::time::Duration;

    fn trace(seconds: &[f64]) -> Trace {
        let times: Vec<LocalTime> = seconds.iter().map(|at| LocalTime::from_seconds(*at).unwrap()).collect();
        let step = Step::Every(Duration::from_secs(60));
        let times = if seconds.len() == 2 { Times::Regular { start: times[0] } } else { Times::Listed(times) };
        let values = seconds.iter().map(|_| 120.0).collect();
        Trace::new("door", Meaning::CountPerInterval, step, times, values, None).unwrap()
    }

    #[test]
    fn a_regular_trace_travels_as_values_alone() {
        let picture = Picture::of(&trace(&[600.0, 660.0]));
        assert_eq!(picture, Picture { values: vec![2.0, 2.0], times: vec![600.0, 660.0], gaps: Vec::new() });
        let shown = picture.into_trace("door", &TraceStatistics::of(&trace(&[600.0, 660.0])));
        assert_eq!(shown.points, Points::regular(600.0, 60.0, vec![2.0, 2.0]));
        assert_eq!((shown.mean, shown.is_rate), (2.0, true));
    }

    #[test]
    fn gaps_reach_from_the_last_known_point_to_the_next() {
        let times = [0.0, 60.0, 300.0, 360.0];
        let picture = Picture::of(&trace(&times));
        assert_eq!(picture.gaps, [60.0, 300.0]);
        let shown =
            Picture::from_columns(picture.into_columns()).into_trace("door", &TraceStatistics::of(&trace(&times)));
        assert_eq!(*shown.gaps, [(60.0, 300.0)]);
        assert_eq!(shown.points.len(), 4);
    }
}
