//! The usual week: how the load moves within a day and from day to day, around a mean of one.

use super::BatchWork;
use super::form::{Turn, along, curve_height, interpolated, sharpened, wrapped};
use crate::base::name::Name;
use crate::base::time::{HOURS_PER_WEEK as HOURS, SECONDS_PER_DAY, SECONDS_PER_WEEK};
use crate::base::units::{
    AverageLoad, DayFactor, HourFactor, PeakHour, PeakToAverage, Quantity, WeekendLift, WeekendShare,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Points of a day's curve: one each quarter of an hour.
const QUARTERS: usize = 96;
/// The form of a day's load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DayCurve {
    /// One rounded peak, as of people in one part of the world.
    OnePeak,
    /// A peak and a lower one eight hours before it: midday and evening.
    TwoPeaks,
    /// A plateau of working hours around the peak hour.
    WorkingHours,
    /// Hardly any difference until shortly before the peak: a nightly batch.
    Burst,
}

/// How the load moves within a day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DayShape {
    /// The form.
    pub curve: DayCurve,
    /// Local time of the peak.
    pub peak_hour: PeakHour,
}

/// How the days of a week differ.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WeekShape {
    /// All days alike.
    Flat,
    /// Weekends are higher by this share; 20-30 % is usual.
    Consumer(WeekendLift),
    /// Weekends carry this share of a weekday.
    Business(WeekendShare),
    /// Monday to Sunday, relative to one another.
    #[serde(rename = "custom")]
    Own([DayFactor; 7]),
}

impl WeekShape {
    /// A consumer week to begin with: the middle of the usual 20-30 %.
    pub fn usual_consumer() -> Self {
        Self::Consumer(WeekendLift::clamped(0.25))
    }

    /// A business week to begin with.
    pub fn usual_business() -> Self {
        Self::Business(WeekendShare::clamped(0.3))
    }
}

/// The shape of a measured week, and what was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MeasuredWeek {
    /// Where the numbers came from, such as a file's name.
    pub source: Name,
    /// First day measured.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub first_day: Date,
    /// Last day measured.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub last_day: Date,
    /// Mean load measured.
    pub mean: AverageLoad,
    /// Highest load measured, in one interval of the trace.
    pub peak: AverageLoad,
    /// Load not exceeded in 99 % of the intervals.
    pub p99: AverageLoad,
    /// Mean load of each hour from Monday 00:00 over the mean of all.
    #[serde(with = "hours")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<HourFactor>", length(equal = 168)))]
    pub hours: [HourFactor; HOURS],
}

mod hours {
    use super::HOURS;
    use crate::base::units::HourFactor;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(hours: &[HourFactor; HOURS], serializer: S) -> Result<S::Ok, S::Error> {
        hours.as_slice().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[HourFactor; HOURS], D::Error> {
        let hours = Vec::<HourFactor>::deserialize(deserializer)?;
        let n = hours.len();
        let hours = hours
            .try_into()
            .map_err(|_| D::Error::custom(format!("a measured week has 168 hours, but this one has {n}")))?;
        Ok(hours)
    }
}

/// The usual week as numbers: a curve around a mean of one, whose top is the peak to average.
///
/// A stated day is `exp(κ·g(h))` over its mean, where `g` is the form and `κ ≥ 0` is found such
/// that peak over average is as stated; a measured week is `f(h)^κ` over its mean, with `κ` found
/// likewise. Both are straight between their points, so mean and top are exact.
///
/// # Assumptions
///
/// `usual-week`, `day-curve`
#[derive(Clone, Debug, PartialEq)]
pub struct UsualWeek {
    form: Form,
    /// Peak to average that was reached; less than stated only where no curve of this form has it.
    peak: f64,
}

#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "there is one for each service")]
enum Form {
    /// `day[i]` is the load `i` quarters after the peak hour.
    Stated { day: [f64; QUARTERS], days: [f64; 7], peak_seconds: f64, turn: Turn },
    /// `hours[i]` is the load at half past the `i`-th hour of the week.
    Measured { hours: [f64; HOURS] },
    /// Users on several clocks: `quarters[i]` is the load `i` quarters after `first`, seconds from Monday 00:00.
    Mixed { quarters: Box<[f64; 7 * QUARTERS]>, first: f64 },
    /// An even load within windows, in seconds from Monday 00:00, and none outside them.
    Windows { windows: Vec<(f64, f64)>, height: f64 },
}

impl UsualWeek {
    /// The week of a stated shape.
    pub fn from_shape(day: DayShape, week: WeekShape, peak_to_average: PeakToAverage) -> Self {
        let mut days = day_factors(week);
        let wanted = peak_to_average.get();
        let top = days.iter().copied().fold(0.0, f64::max);
        if top > wanted {
            // The days alone differ by more than the week's peak allows: draw them towards one.
            let share = if top > 1.0 { (wanted - 1.0) / (top - 1.0) } else { 0.0 };
            days = days.map(|factor| 1.0 + (factor - 1.0) * share);
        }
        let top = days.iter().copied().fold(1.0, f64::max);
        let mut form = [0.0; QUARTERS];
        for (place, value) in form.iter_mut().enumerate() {
            *value = curve_height(day.curve, place as f64 / QUARTERS as f64);
        }
        let day_curve = sharpened(&form, wanted / top);
        let peak = day_curve.iter().copied().fold(0.0, f64::max) * top;
        let form = Form::Stated {
            day: day_curve,
            days,
            peak_seconds: day.peak_hour.get() * 3600.0,
            turn: Turn::of(day.curve),
        };
        Self { form, peak }
    }

    /// A measured week, stretched so that its top is `peak_to_average`.
    pub fn from_measured(measured: &MeasuredWeek, peak_to_average: PeakToAverage) -> Self {
        let mean = measured.hours.iter().map(|hour| hour.get()).sum::<f64>() / HOURS as f64;
        let mut logs = [0.0; HOURS];
        for (log, hour) in logs.iter_mut().zip(measured.hours) {
            // Hours without load stay far below all others, at any sharpness.
            *log = if hour.get() > 0.0 && mean > 0.0 { libm::log(hour.get() / mean).max(-12.0) } else { -12.0 };
        }
        let hours = sharpened(&logs, peak_to_average.get());
        let peak = hours.iter().copied().fold(0.0, f64::max);
        Self { form: Form::Measured { hours }, peak }
    }

    /// The week of a batch: an even load while its window is open.
    pub fn from_work(work: &BatchWork) -> Self {
        let windows = work.windows();
        let open: f64 = windows.iter().map(|(from, to)| to - from).sum();
        let height = SECONDS_PER_WEEK / open.max(1.0);
        Self { form: Form::Windows { windows, height }, peak: height }
    }

    /// When there is work, from and to in seconds from Monday 00:00; `None` where there is some at all times.
    pub fn windows(&self) -> Option<&[(f64, f64)]> {
        match &self.form {
            Form::Windows { windows, .. } => Some(windows),
            _ => None,
        }
    }

    /// The week of users who live on other clocks: parts of the whole, and how far each is ahead, in seconds.
    ///
    /// `w(t) = Σ share · w(t + ahead)`, over the sum of the shares; its points lie a quarter of an hour apart, on the
    /// grid of the week it is made of, so that with clocks whole quarters apart its top is exact.
    #[must_use]
    pub fn on_clocks(&self, clocks: &[(f64, f64)]) -> Self {
        let first = self.peak_at().rem_euclid(900.0);
        let all: f64 = clocks.iter().map(|(share, _)| share).sum();
        let mut quarters = Box::new([0.0; 7 * QUARTERS]);
        for (place, value) in quarters.iter_mut().enumerate() {
            let at = first + place as f64 * 900.0;
            *value = clocks.iter().map(|(share, ahead)| share / all * self.factor_at(at + ahead)).sum();
        }
        let peak = quarters.iter().copied().fold(0.0, f64::max);
        Self { form: Form::Mixed { quarters, first }, peak }
    }

    /// Highest load of the week over its mean.
    pub fn peak(&self) -> f64 {
        self.peak
    }

    /// Load at a time of the week over the mean; seconds from Monday 00:00, any number of weeks.
    pub fn factor_at(&self, seconds: f64) -> f64 {
        let second = wrapped(seconds, SECONDS_PER_WEEK);
        match &self.form {
            Form::Stated { day, days, peak_seconds, turn } => {
                let after_peak = wrapped(second - peak_seconds, SECONDS_PER_WEEK);
                turn.day_factor(days, after_peak) * interpolated(day, wrapped(after_peak, SECONDS_PER_DAY) / 900.0)
            }
            Form::Measured { hours } => interpolated(hours, wrapped(second - 1800.0, SECONDS_PER_WEEK) / 3600.0),
            Form::Mixed { quarters, first } => {
                interpolated(quarters, wrapped(second - first, SECONDS_PER_WEEK) / 900.0)
            }
            Form::Windows { windows, height } => {
                // A time that is an edge but for its last bits is one.
                let at = second + 1e-6;
                let is_open = |(from, to): &(f64, f64)| (*from <= at && at < *to) || at + SECONDS_PER_WEEK < *to;
                if windows.iter().any(is_open) { *height } else { 0.0 }
            }
        }
    }

    /// The same at many times, which must not fall: about four times as fast as one by one, where the week is given
    /// by points.
    pub(crate) fn fill(&self, time: impl Fn(usize) -> f64, into: &mut [f64]) {
        match &self.form {
            Form::Measured { hours } => along(hours, (1800.0, 3600.0), time, into),
            Form::Mixed { quarters, first } => along(quarters, (*first, 900.0), time, into),
            Form::Stated { .. } | Form::Windows { .. } => {
                into.iter_mut().enumerate().for_each(|(place, factor)| *factor = self.factor_at(time(place)));
            }
        }
    }

    /// Time of the week at which the load is highest, in seconds from Monday 00:00; the earliest of equals.
    pub fn peak_at(&self) -> f64 {
        match &self.form {
            Form::Stated { days, peak_seconds, .. } => place_of_highest(days) as f64 * SECONDS_PER_DAY + peak_seconds,
            Form::Measured { hours } => place_of_highest(hours) as f64 * 3600.0 + 1800.0,
            Form::Mixed { quarters, first } => first + place_of_highest(quarters.as_slice()) as f64 * 900.0,
            Form::Windows { windows, .. } => windows.first().map_or(0.0, |(from, _)| *from),
        }
    }

    /// The lowest and the highest load of each weekday over the mean, looked at every quarter of an hour.
    pub fn ranges_of_days(&self) -> [(f64, f64); 7] {
        let quarters = self.quarters_from(0.0);
        std::array::from_fn(|day| {
            let of_day = quarters[day * QUARTERS..(day + 1) * QUARTERS].iter();
            of_day.fold((f64::INFINITY, 0.0), |(low, high), factor| (factor.min(low), factor.max(high)))
        })
    }

    /// The load of every quarter of an hour over the week, sorted; its quantiles are those of the week.
    pub fn sorted_quarters(&self) -> Vec<f64> {
        let mut quarters: Vec<f64> = match &self.form {
            Form::Stated { peak_seconds, .. } => self.quarters_from(*peak_seconds),
            Form::Measured { .. } | Form::Windows { .. } => self.quarters_from(0.0),
            Form::Mixed { first, .. } => self.quarters_from(*first),
        };
        quarters.sort_by(f64::total_cmp);
        quarters
    }

    fn quarters_from(&self, start: f64) -> Vec<f64> {
        (0..7 * QUARTERS).map(|place| self.factor_at(start + place as f64 * 900.0)).collect()
    }
}

fn day_factors(week: WeekShape) -> [f64; 7] {
    let relative = match week {
        WeekShape::Flat => [1.0; 7],
        WeekShape::Consumer(lift) => weekdays_and_weekend(1.0 + lift.get()),
        WeekShape::Business(share) => weekdays_and_weekend(share.get()),
        WeekShape::Own(factors) => factors.map(DayFactor::get),
    };
    let mean = relative.iter().sum::<f64>() / 7.0;
    if mean > 0.0 { relative.map(|factor| factor / mean) } else { [1.0; 7] }
}

fn weekdays_and_weekend(weekend: f64) -> [f64; 7] {
    [1.0, 1.0, 1.0, 1.0, 1.0, weekend, weekend]
}

fn place_of_highest(values: &[f64]) -> usize {
    let mut best = 0;
    for (place, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = place;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn week(curve: DayCurve, peak_hour: f64, week: WeekShape, peak: f64) -> UsualWeek {
        UsualWeek::from_shape(
            DayShape { curve, peak_hour: PeakHour::new(peak_hour).unwrap() },
            week,
            PeakToAverage::new(peak).unwrap(),
        )
    }

    fn mean_of_week(week: &UsualWeek) -> f64 {
        week.sorted_quarters().iter().sum::<f64>() / 672.0
    }

    #[test]
    fn a_consumer_week_peaks_on_saturday_evening() {
        let week = week(DayCurve::OnePeak, 20.0, WeekShape::Consumer(WeekendLift::new(0.25).unwrap()), 2.5);
        assert_eq!(week.peak_at(), (5.0 * 24.0 + 20.0) * 3600.0);
        assert!((week.factor_at(week.peak_at()) - 2.5).abs() < 1e-12);
        // Weekday evenings are lower by the weekend's lift: 2.5 / 1.25.
        assert!((week.factor_at(20.0 * 3600.0) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn a_week_flatter_than_its_days_is_drawn_together() {
        let week = week(DayCurve::OnePeak, 20.0, WeekShape::Business(WeekendShare::new(0.0).unwrap()), 1.2);
        assert!((week.peak() - 1.2).abs() < 1e-12);
        assert!((mean_of_week(&week) - 1.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn every_week_has_mean_one_and_the_stated_peak(
            curve in prop_oneof![Just(DayCurve::OnePeak), Just(DayCurve::TwoPeaks), Just(DayCurve::WorkingHours), Just(DayCurve::Burst)],
            quarter in 0u8..96, peak in 1.0..20.0f64, lift in 0.0..1.0f64,
        ) {
            let week = week(curve, f64::from(quarter) / 4.0, WeekShape::Consumer(WeekendLift::new(lift).unwrap()), peak);
            prop_assert!((week.peak() - peak).abs() < 1e-9 * peak, "{} for {peak}", week.peak());
            prop_assert!((mean_of_week(&week) - 1.0).abs() < 1e-9);
            prop_assert!((week.factor_at(week.peak_at()) - peak).abs() < 1e-9 * peak);
        }

        #[test]
        fn a_measured_week_keeps_its_mean_and_order(hours in proptest::collection::vec(0.0..5.0f64, 168), peak in 1.0..6.0f64) {
            let mean = hours.iter().sum::<f64>() / 168.0;
            let relative: Vec<HourFactor> = hours.iter().map(|hour| HourFactor::new(hour / mean).unwrap()).collect();
            let load = |value: f64| AverageLoad::new(value).unwrap();
            let measured = MeasuredWeek {
                source: Name::from_static("x"), first_day: jiff::civil::date(2026, 1, 5), last_day: jiff::civil::date(2026, 1, 11),
                mean: load(1.0), peak: load(5.0), p99: load(4.0), hours: relative.try_into().unwrap(),
            };
            let week = UsualWeek::from_measured(&measured, PeakToAverage::new(peak).unwrap());
            prop_assert!((mean_of_week(&week) - 1.0).abs() < 1e-6);
            prop_assert!((week.peak() - peak).abs() < 1e-6 * peak);
            let top = place_of_highest(&hours);
            prop_assert!((week.factor_at(top as f64 * 3600.0 + 1800.0) - week.peak()).abs() < 1e-9);
        }
    }
}
