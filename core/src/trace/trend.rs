//! Growth: the straight and the compound line through a trace, with its week taken out.

use super::time::MICROS_PER_DAY;
use super::{Step, Trace};
use crate::base::time::{DAYS_PER_MONTH, SECONDS_PER_DAY};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The shortest trace that says anything about growth: two weeks.
const MIN_DAYS: f64 = 14.0;
/// Days that must be observed well enough: a week cannot be taken out of fewer.
const MIN_MEANS: usize = 10;
/// Points that are needed where the step is longer than a day.
const MIN_COARSE: usize = 3;

/// Growth of a trace.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trend {
    /// Straight line: growth in 30.4375 days as a fraction of the mean.
    pub linear_per_month: f64,
    /// Standard error of the linear growth, as if days were independent: growth within twice this
    /// of zero may be chance, and as days resemble their neighbours, so may somewhat more. `None`
    /// where too few means are left to tell.
    pub linear_error: Option<f64>,
    /// Compound growth in 30.4375 days as a fraction; `None` where too few means are positive.
    pub compound_per_month: Option<f64>,
    /// Daily means behind it; single points, where the step is longer than a day.
    pub n_means: u32,
}

/// Why there is no trend.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum NoTrend {
    /// The trace is shorter than 14 days.
    TooShort {
        /// Its length in days.
        days: f64,
    },
    /// Too few days are observed well enough.
    TooFewMeans {
        /// How many are.
        means: u32,
    },
    /// The mean is not above zero.
    NoLoad,
}

impl fmt::Display for NoTrend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort { days } if *days < 1.0 => {
                write!(f, "growth needs a trace of 14 days or more, but this one is shorter than a day")
            }
            Self::TooShort { days } => write!(f, "growth needs a trace of 14 days or more, but this one has {days:.1}"),
            Self::TooFewMeans { means } => {
                write!(f, "growth needs {MIN_MEANS} nearly complete days, but this trace has {means}")
            }
            Self::NoLoad => f.write_str("growth is relative to the mean, and the mean is zero or less"),
        }
    }
}

/// A mean at a time, and the day of the week that it is compared with.
#[derive(Clone, Copy)]
struct Mean {
    day: f64,
    value: f64,
    weekday: usize,
}

/// The trend, and the slope of the logarithm a day.
#[derive(Clone, Copy)]
pub(super) struct Fit {
    pub trend: Trend,
    pub log_slope: Option<f64>,
}

/// Growth by least squares on daily means, with the weekly pattern taken out.
///
/// The slope is that of `y = a[weekday] + b·t`, in closed form
/// `b = Σ (t − t̄_w)(y − ȳ_w) / Σ (t − t̄_w)²`, where `t̄_w` and `ȳ_w` are the means over the days of
/// the same weekday: each day is compared with the same weekdays of other weeks only. Linear growth
/// is `b · 30.4375 / ȳ`; compound growth is `exp(b′ · 30.4375) − 1`, with `b′` the same slope of
/// `ln y` over the positive means.
///
/// A day counts where it has at least nine tenths of the points of the fullest day, so a first or
/// last day cut in its middle does not bend the line. Where the step is longer than a day, the
/// points themselves are taken, and there is no week to take out; a season of the year is not
/// taken out.
///
/// # Source
///
/// Frisch and Waugh, "Partial time regressions as compared with individual trends", Econometrica
/// 1933: the regression with a constant for each weekday has this slope.
pub(super) fn fit(trace: &Trace, load: &[f64]) -> Result<Fit, NoTrend> {
    let days = (trace.end().micros() - trace.start().micros()) as f64 / MICROS_PER_DAY as f64;
    if days < MIN_DAYS {
        return Err(NoTrend::TooShort { days });
    }
    let (means, min) = match trace.step() {
        Step::Every(duration) if duration.as_secs() <= SECONDS_PER_DAY as u64 => (daily_means(trace, load), MIN_MEANS),
        Step::Every(_) | Step::Months(_) => (single_points(trace, load), MIN_COARSE),
    };
    let too_few = NoTrend::TooFewMeans { means: means.len() as u32 };
    if means.len() < min {
        return Err(too_few);
    }
    let mean = means.iter().map(|mean| mean.value).sum::<f64>() / means.len() as f64;
    if mean.is_nan() || mean <= 0.0 {
        return Err(NoTrend::NoLoad);
    }
    let (slope, error) = slope(&means).ok_or(too_few)?;
    let logs: Vec<Mean> = means
        .iter()
        .filter(|mean| mean.value > 0.0)
        .map(|mean| Mean { value: libm::log(mean.value), ..*mean })
        .collect();
    let log_slope = if logs.len() < min { None } else { self::slope(&logs).map(|(slope, _)| slope) };
    let compound = log_slope.map(|slope| libm::expm1(slope * DAYS_PER_MONTH)).filter(|growth| growth.is_finite());
    let trend = Trend {
        linear_per_month: slope * DAYS_PER_MONTH / mean,
        linear_error: error.map(|error| error * DAYS_PER_MONTH / mean),
        compound_per_month: compound,
        n_means: means.len() as u32,
    };
    Ok(Fit { trend, log_slope: log_slope.filter(|_| compound.is_some()) })
}

fn daily_means(trace: &Trace, load: &[f64]) -> Vec<Mean> {
    let first = trace.start().day();
    let mut days: Vec<(i64, f64, u32)> = Vec::new();
    for (index, value) in load.iter().enumerate() {
        let day = trace.time_at(index).day();
        match days.last_mut() {
            Some((last, sum, count)) if *last == day => {
                *sum += value;
                *count += 1;
            }
            _ => days.push((day, *value, 1)),
        }
    }
    let fullest = days.iter().map(|(_, _, count)| *count).max().unwrap_or_default();
    days.iter()
        .filter(|(_, _, count)| u64::from(*count) * 10 >= u64::from(fullest) * 9)
        .map(|(day, sum, count)| Mean {
            day: (day - first) as f64,
            value: sum / f64::from(*count),
            weekday: day.rem_euclid(7) as usize,
        })
        .collect()
}

fn single_points(trace: &Trace, load: &[f64]) -> Vec<Mean> {
    let start = trace.start().micros();
    let day = |index| (trace.time_at(index).micros() - start) as f64 / MICROS_PER_DAY as f64;
    load.iter().enumerate().map(|(index, value)| Mean { day: day(index), value: *value, weekday: 0 }).collect()
}

/// The common slope within weekdays, and its standard error `√(SSR / (n − weekdays − 1) / Sxx)`.
fn slope(means: &[Mean]) -> Option<(f64, Option<f64>)> {
    let mut centres = [(0.0, 0.0, 0.0); 7];
    for mean in means {
        let (days, values, count) = &mut centres[mean.weekday];
        *days += mean.day;
        *values += mean.value;
        *count += 1.0;
    }
    let (mut along, mut square, mut height) = (0.0, 0.0, 0.0);
    for mean in means {
        let (days, values, count) = centres[mean.weekday];
        let (day, value) = (mean.day - days / count, mean.value - values / count);
        along += day * value;
        square += day * day;
        height += value * value;
    }
    if square <= 0.0 {
        return None;
    }
    let slope = along / square;
    let weekdays = centres.iter().filter(|(.., count)| *count > 0.0).count();
    let freedom = means.len().saturating_sub(weekdays + 1);
    let residual = (height - slope * along).max(0.0);
    let error = (freedom > 0).then(|| (residual / freedom as f64 / square).sqrt());
    Some((slope, error))
}
