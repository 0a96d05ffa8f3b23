//! What a planner wants to know about a trace: its height, its week, its growth, its variability.

use super::profile::{factor_at, profile_of};
use super::time::MICROS_PER_DAY;
use super::trend::fit;
use super::{Arrivals, HourOfWeek, LocalTime, Meaning, NoTrend, ProfileBasis, Step, Trace, Trend};
use crate::base::numeric::quantile;
use serde::{Deserialize, Serialize};

/// Figures of values in one unit, over the observed points; each point counts the same.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Mean, `Σ x / n`.
    pub mean: f64,
    /// Largest value.
    pub peak: f64,
    /// Time of the first point with the largest value.
    pub peak_at: LocalTime,
    /// Smallest value.
    pub min: f64,
    /// Median.
    pub p50: f64,
    /// 95th percentile, as `PERCENTILE.INC` of spreadsheets.
    pub p95: f64,
    /// 99th percentile.
    pub p99: f64,
    /// Peak over mean; `None` where the mean is not above zero.
    pub peak_to_average: Option<f64>,
}

/// Figures of single requests.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArrivalStatistics {
    /// Number of events, mean time between them and its squared coefficient of variation.
    pub arrivals: Arrivals,
    /// Beginning of the busiest interval.
    pub busiest_at: LocalTime,
    /// Events in it.
    pub busiest: u64,
}

/// What the load is compared with to find its variability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UsualShape {
    /// The usual week on the compound trend.
    WeekAndTrend,
    /// The usual week.
    Week,
    /// The compound trend.
    Trend,
    /// The mean.
    Flat,
}

/// Everything a planner wants to know about a trace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TraceStatistics {
    /// Points of the trace.
    pub n_points: usize,
    /// Time of the first point.
    pub start: LocalTime,
    /// End of the last point's step.
    pub end: LocalTime,
    /// The step between points.
    pub step: Step,
    /// What the values say.
    pub meaning: Meaning,
    /// Figures in the trace's own unit.
    pub values: Summary,
    /// Figures in requests/s; `None` for gauges, whose unit is their own.
    pub load: Option<Summary>,
    /// Mean of each hour of the week over the mean of the trace.
    #[serde(with = "hours")]
    pub hour_of_week: HourOfWeek,
    /// What that profile rests on.
    pub profile_basis: ProfileBasis,
    /// Growth a month, or why it cannot be told.
    pub trend: Result<Trend, NoTrend>,
    /// Standard deviation of the load around its usual shape, over that shape, at the trace's own
    /// step; `None` where the load has no usual shape above zero.
    pub variability: Option<f64>,
    /// The usual shape that variability is measured around.
    pub usual_shape: UsualShape,
    /// Figures of single requests, where the trace was counted from an event log.
    pub arrivals: Option<ArrivalStatistics>,
}

impl TraceStatistics {
    /// Summarises a trace.
    ///
    /// Percentiles are at position `(n − 1)·p` of the sorted values. The usual week is the mean of
    /// each hour of the week over the mean. Growth is by least squares on daily means with the
    /// weekly pattern taken out. Variability is the coefficient of variation of `x / s`, with
    /// `s = growth(t) · week(hour)`: the week is estimated from the same points after their growth
    /// is divided out, so over few weeks the shape follows the points, and variability comes out
    /// somewhat low.
    ///
    /// # Source
    ///
    /// Percentiles: Hyndman and Fan, "Sample quantiles in statistical packages", 1996, type 7.
    /// Week and growth: the classical multiplicative decomposition, as in Hyndman and
    /// Athanasopoulos, *Forecasting: principles and practice*, section 3.4.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::trace::*;
    /// use std::time::Duration;
    ///
    /// let start = LocalTime::from_seconds(0.0).ok_or("no such time")?;
    /// let step = Step::Every(Duration::from_secs(300));
    /// let values = vec![1.0, 2.0, 3.0, 4.0];
    /// let trace = Trace::new("door", Meaning::CountPerInterval, step, Times::Regular { start }, values, None)?;
    /// let found = TraceStatistics::of(&trace);
    /// // By hand: position 3 · 0.95 = 2.85 lies 0.85 of the way from 3 to 4.
    /// assert!((found.values.p95 - 3.85).abs() < 1e-12);
    /// assert_eq!(found.values.peak_to_average, Some(1.6)); // 4 / 2.5
    /// // All four stand in one hour, so the usual shape is 2.5, and σ/μ = √1.25 / 2.5.
    /// assert!(found.variability.is_some_and(|cv| (cv - 0.4472135955).abs() < 1e-9));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(trace: &Trace) -> Self {
        let load = trace.load_values();
        let values = summarise(trace, trace.values());
        let load_summary = match trace.meaning() {
            Meaning::Gauge => None,
            Meaning::Rate => Some(values),
            Meaning::CountPerInterval => Some(summarise(trace, &load)),
        };
        let mean = load_summary.map_or(values.mean, |summary| summary.mean);
        let (hour_of_week, profile_basis) = profile_of(trace, &load, mean);
        let fitted = fit(trace, &load);
        let log_slope = fitted.as_ref().ok().and_then(|fit| fit.log_slope);
        let (variability, usual_shape) = variability_of(trace, &load, log_slope);
        let arrivals = trace.arrivals().map(|arrivals| ArrivalStatistics {
            arrivals,
            busiest_at: values.peak_at,
            busiest: values.peak as u64,
        });
        Self {
            n_points: trace.n_points(),
            start: trace.start(),
            end: trace.end(),
            step: trace.step(),
            meaning: trace.meaning(),
            values,
            load: load_summary,
            hour_of_week,
            profile_basis,
            trend: fitted.map(|fit| fit.trend),
            variability,
            usual_shape,
            arrivals,
        }
    }
}

fn summarise(trace: &Trace, values: &[f64]) -> Summary {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    // A trace has two points at least, so no quantile is missing.
    let at = |p| quantile(&sorted, p).unwrap_or_default();
    let (peak, mean) = (at(1.0), mean_of(values.iter().copied()));
    let first = values.iter().position(|value| *value == peak).unwrap_or_default();
    Summary {
        mean,
        peak,
        peak_at: trace.time_at(first),
        min: at(0.0),
        p50: at(0.5),
        p95: at(0.95),
        p99: at(0.99),
        peak_to_average: (mean > 0.0).then(|| peak / mean),
    }
}

fn mean_of(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0u64), |(sum, count), value| (sum + value, count + 1));
    sum / count.max(1) as f64
}

/// Standard deviation over mean of `x / s`, with `s` the usual shape.
fn variability_of(trace: &Trace, load: &[f64], log_slope: Option<f64>) -> (Option<f64>, UsualShape) {
    let middle = trace.start().micros() / 2 + trace.end().micros() / 2;
    let growth = |index: usize| match log_slope {
        Some(slope) => libm::exp(slope * (trace.time_at(index).micros() - middle) as f64 / MICROS_PER_DAY as f64),
        None => 1.0,
    };
    let grown_out: Vec<f64> = load.iter().enumerate().map(|(index, value)| value / growth(index)).collect();
    let mean = mean_of(grown_out.iter().copied());
    let (week, basis) = profile_of(trace, &grown_out, mean);
    let has_week = !matches!(basis, ProfileBasis::TooCoarse | ProfileBasis::NoLoad);
    let shape = match (has_week, log_slope.is_some()) {
        (true, true) => UsualShape::WeekAndTrend,
        (true, false) => UsualShape::Week,
        (false, true) => UsualShape::Trend,
        (false, false) => UsualShape::Flat,
    };
    let factor = |index: usize| {
        if has_week { factor_at(&week, trace.step(), trace.time_at(index)) } else { Some(1.0) }
    };
    let ratios: Vec<f64> = grown_out
        .iter()
        .enumerate()
        .filter_map(|(index, value)| factor(index).filter(|factor| *factor > 0.0).map(|factor| value / factor))
        .collect();
    let centre = mean_of(ratios.iter().copied());
    if ratios.is_empty() || centre.is_nan() || centre <= 0.0 {
        return (None, shape);
    }
    let variance = mean_of(ratios.iter().map(|ratio| (ratio - centre) * (ratio - centre)));
    (Some(variance.sqrt() / centre), shape)
}

/// An array of 168 is beyond what serde derives.
mod hours {
    use super::super::HourOfWeek;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(hours: &HourOfWeek, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(hours)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<HourOfWeek, D::Error> {
        let hours = Vec::<Option<f64>>::deserialize(deserializer)?;
        hours.try_into().map_err(|hours: Vec<_>| D::Error::invalid_length(hours.len(), &"168 hours"))
    }
}
