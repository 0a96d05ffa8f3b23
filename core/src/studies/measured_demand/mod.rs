//! From a measured trace to stated demand: which of its figures a plan takes over, and by which rule.

mod week;

use crate::base::dimension::Dimension;
use crate::base::text;
use crate::base::time::HOURS_PER_WEEK;
use crate::base::units::{AverageLoad, MonthlyGrowth, OutOfRange, PeakToAverage, Quantity, Variability};
use crate::plan::scenario::demand::{Demand, GrowthKind, MeasuredWeek};
use crate::trace::{Summary, TraceStatistics};
use std::fmt;
use week::{filled, measured_week, note_basis, why_no_week};

/// Which peak of a trace a plan is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeakChoice {
    /// The highest hour of the usual week.
    Usual,
    /// The load that is exceeded in one interval of a hundred.
    P99,
    /// The highest interval of the trace.
    Highest,
}

impl PeakChoice {
    /// All choices, lowest first for most traces.
    pub const ALL: [Self; 3] = [Self::Usual, Self::P99, Self::Highest];

    /// The choice in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Usual => "Peak of the usual week",
            Self::P99 => "P99",
            Self::Highest => "Highest interval",
        }
    }

    /// What the choice means for a plan.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Usual => "the highest hour of an average week; shorter or rarer peaks are left to headroom",
            Self::P99 => "exceeded in 1 % of intervals",
            Self::Highest => "the highest measured interval, however rare",
        }
    }

    /// Peak over average of a trace under this choice; `None` where the trace does not have it.
    pub fn peak_to_average(self, statistics: &TraceStatistics) -> Option<f64> {
        let level = level_of(statistics);
        let over_mean = |value: f64| (level.mean > 0.0).then(|| value / level.mean);
        match self {
            Self::Usual => {
                let (hours, _) = filled(&statistics.hour_of_week)?;
                let mean = hours.iter().sum::<f64>() / HOURS_PER_WEEK as f64;
                let top = hours.iter().copied().fold(0.0, f64::max);
                (mean > 0.0).then(|| top / mean)
            }
            Self::P99 => over_mean(level.p99),
            Self::Highest => over_mean(level.peak),
        }
    }
}

/// What a person chooses when a trace becomes demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TraceChoices {
    /// Which peak to plan for.
    pub peak: PeakChoice,
    /// Whether the values of a gauge are requests/s.
    pub gauge_is_rate: bool,
    /// Whether the growth of the trace is taken over.
    pub with_growth: bool,
}

/// Demand as a trace gives it; what is `None` stays as it was stated.
#[derive(Clone, Debug, PartialEq)]
pub struct DemandFromTrace {
    /// Mean of the whole trace.
    pub average_load: Option<AverageLoad>,
    /// The chosen peak over that mean.
    pub peak_to_average: Option<PeakToAverage>,
    /// The usual week.
    pub measured: Option<MeasuredWeek>,
    /// How far the load strays from its usual shape.
    pub variability: Option<Variability>,
    /// Growth a month, of the kind that the plan has.
    pub growth: Option<MonthlyGrowth>,
    /// What is taken, what is not and why, in sentences.
    pub notes: Vec<String>,
}

/// Why a trace says nothing about demand.
#[derive(Clone, Debug, PartialEq)]
pub enum NoDemand {
    /// The mean is not above zero.
    NoLoad,
    /// A load that no plan can hold.
    OutOfRange(OutOfRange),
}

impl fmt::Display for NoDemand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoLoad => f.write_str("the mean of the trace is zero or less, so there is no load to plan for"),
            Self::OutOfRange(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for NoDemand {}

impl From<OutOfRange> for NoDemand {
    fn from(error: OutOfRange) -> Self {
        Self::OutOfRange(error)
    }
}

impl DemandFromTrace {
    /// Puts what the trace gives in the place of what was stated.
    pub fn apply(&self, demand: &mut Demand) {
        // A load that was measured takes the place of the work of a batch.
        demand.work = None;
        if let Some(measured) = self.average_load {
            (demand.average_load, demand.average_load_assumed) = (measured, false);
        }
        demand.peak_to_average = self.peak_to_average.unwrap_or(demand.peak_to_average);
        demand.variability = self.variability.unwrap_or(demand.variability);
        demand.growth.monthly = self.growth.unwrap_or(demand.growth.monthly);
        if self.measured.is_some() {
            demand.measured.clone_from(&self.measured);
        }
    }
}

/// Turns the figures of a trace into demand.
///
/// Average: the mean of the whole trace. Peak to average: the chosen peak over that mean, never less
/// than one. Week: `f[h]`, the mean of each hour of the week over the mean, to three decimals; an hour
/// that was never observed takes the mean of the same hour on other days, and 1 where there is
/// none; with fewer than half of the hours there is no week. Loads are kept to six digits. Of a gauge that is no rate, only the shape is taken, and the
/// measured loads are put on the stated average.
///
/// # Errors
///
/// [`NoDemand`] where the trace has no load, or one that no plan can hold.
///
/// # Example
///
/// ```
/// use headroom_core::studies::measured_demand::*;
/// use headroom_core::trace::*;
/// use std::time::Duration;
///
/// // A week of hours from a Monday: 100 requests/s on weekdays, 30 at the weekend.
/// let start = LocalTime::from_seconds(1_397_433_600.0).ok_or("no such time")?;
/// let values = (0..168).map(|hour| if hour < 120 { 100.0 } else { 30.0 }).collect();
/// let step = Step::Every(Duration::from_secs(3600));
/// let trace = Trace::new("door", Meaning::Rate, step, Times::Regular { start }, values, None)?;
/// let stated = headroom_core::plan::scenario::examples::seed_service().services.first().demand.clone();
/// let choices = TraceChoices { peak: PeakChoice::P99, gauge_is_rate: false, with_growth: false };
/// let demand = demand_from_trace(&TraceStatistics::of(&trace), "door.csv", choices, &stated)?;
/// assert_eq!(demand.average_load.map(|load| load.get()), Some(80.0)); // by hand: (5·100 + 2·30) / 7
/// assert_eq!(demand.peak_to_average.map(|peak| peak.get()), Some(1.25)); // 100 / 80
/// let week = demand.measured.ok_or("no week")?;
/// assert_eq!((week.hours[0].get(), week.hours[167].get()), (1.25, 0.375)); // 100 / 80 and 30 / 80
/// assert_eq!((week.first_day.to_string(), week.last_day.to_string()), ("2014-04-14".into(), "2014-04-20".into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn demand_from_trace(
    statistics: &TraceStatistics,
    name: &str,
    choices: TraceChoices,
    stated: &Demand,
) -> Result<DemandFromTrace, NoDemand> {
    let level = level_of(statistics);
    if level.mean.is_nan() || level.mean <= 0.0 {
        return Err(NoDemand::NoLoad);
    }
    let mut notes = Vec::new();
    let is_rate = statistics.load.is_some() || choices.gauge_is_rate;
    let average_load = if is_rate {
        let average = AverageLoad::new(rounded(level.mean))?;
        notes.push(format!(
            "Average load becomes the mean of the trace, {}.",
            text::quantity(average.get(), Dimension::Rate)
        ));
        Some(average)
    } else {
        notes.push(format!(
            "A gauge is not a rate: only its shape is used, and the average load stays {}.",
            text::quantity(stated.average_load.get(), Dimension::Rate)
        ));
        None
    };
    let scale = if is_rate { 1.0 } else { stated.average_load.get() / level.mean };
    let week = filled(&statistics.hour_of_week);
    let measured = match week {
        Some((hours, n_filled)) => {
            note_basis(statistics, n_filled, &mut notes);
            Some(measured_week(statistics, name, level, &hours, scale, is_rate)?)
        }
        None => {
            notes.push(why_no_week(statistics));
            None
        }
    };
    let variability = measured.as_ref().and(statistics.variability).map(|v| Variability::clamped(to_thousandths(v)));
    let growth = choices.with_growth.then(|| growth_of(statistics, stated.growth.kind)).flatten();
    let peak_to_average = choices.peak.peak_to_average(statistics).map(|peak| peak_to_average(peak, &mut notes));
    if let (Some(_), Some(peak), Some(own)) =
        (&measured, peak_to_average, PeakChoice::Usual.peak_to_average(statistics))
        && (peak.get() - own).abs() > 0.01 * own
    {
        notes.push(format!(
            "The week is scaled to this peak: its highest hour is {} × the mean instead of {} ×.",
            text::number(peak.get()),
            text::number(own)
        ));
    }
    Ok(DemandFromTrace { average_load, peak_to_average, measured, variability, growth, notes })
}

/// Growth a month of the kind that a plan has; of the straight line where there is no other.
pub fn growth_of(statistics: &TraceStatistics, kind: GrowthKind) -> Option<MonthlyGrowth> {
    let trend = statistics.trend.as_ref().ok()?;
    let monthly = match kind {
        GrowthKind::Compound => trend.compound_per_month.unwrap_or(trend.linear_per_month),
        GrowthKind::Linear => trend.linear_per_month,
    };
    Some(MonthlyGrowth::clamped(libm::round(monthly * 1e4) / 1e4))
}

/// Figures in requests/s, or, of a gauge, in its own unit.
fn level_of(statistics: &TraceStatistics) -> &Summary {
    statistics.load.as_ref().unwrap_or(&statistics.values)
}

fn peak_to_average(peak: f64, notes: &mut Vec<String>) -> PeakToAverage {
    let taken = PeakToAverage::clamped(to_thousandths(peak));
    if peak < PeakToAverage::MIN {
        notes.push("The chosen peak is below the mean, so the mean is used.".into());
    } else if peak > PeakToAverage::MAX {
        notes.push(format!(
            "The chosen peak is {} × the mean; the maximum of a plan is {} ×, which is used.",
            text::number(peak),
            text::number(PeakToAverage::MAX)
        ));
    }
    taken
}

fn to_thousandths(value: f64) -> f64 {
    libm::round(value * 1e3) / 1e3
}

/// The nearest number of six digits.
fn rounded(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{LocalTime, Meaning, Step, Times, Trace};
    use std::time::Duration;

    const MONDAY: f64 = 1_397_433_600.0;

    fn statistics(meaning: Meaning, step: u64, values: Vec<f64>) -> TraceStatistics {
        let start = LocalTime::from_seconds(MONDAY).unwrap();
        let step = Step::Every(Duration::from_secs(step));
        TraceStatistics::of(&Trace::new("door", meaning, step, Times::Regular { start }, values, None).unwrap())
    }

    fn stated() -> Demand {
        crate::plan::scenario::examples::seed_service().services.first().demand.clone()
    }

    fn plan(statistics: &TraceStatistics, peak: PeakChoice) -> DemandFromTrace {
        let choices = TraceChoices { peak, gauge_is_rate: false, with_growth: true };
        demand_from_trace(statistics, "door.csv", choices, &stated()).unwrap()
    }

    #[test]
    fn the_three_peaks_of_a_week_with_one_rush() {
        // Two weeks of hours: 1 request/s, and 169 in hour 116, Friday 20:00. Mean (167 + 169) / 168 = 2.
        let values = (0..336).map(|hour| if hour % 168 == 116 { 169.0 } else { 1.0 }).collect();
        let found = statistics(Meaning::Rate, 3600, values);
        assert_eq!(PeakChoice::Usual.peak_to_average(&found), Some(84.5)); // 169 / 2
        assert_eq!(PeakChoice::Highest.peak_to_average(&found), Some(84.5));
        // 334 of 336 values are 1, so the 99th percentile at place 331.65 is 1, half the mean.
        assert_eq!(PeakChoice::P99.peak_to_average(&found), Some(0.5));
        let demand = plan(&found, PeakChoice::P99);
        assert_eq!(demand.peak_to_average.unwrap().get(), 1.0);
        assert!(demand.notes.iter().any(|note| note.contains("below the mean")), "{:?}", demand.notes);
        assert_eq!(demand.measured.unwrap().hours[116].get(), 84.5);
        assert_eq!(demand.variability.unwrap().get(), 0.0);
    }

    #[test]
    fn hours_that_were_never_observed_take_those_of_other_days() {
        // Ten days of hours without the hour from 3 to 4 on Mondays: 2 at that hour else, 1 otherwise.
        let (mut times, mut values) = (Vec::new(), Vec::new());
        for hour in (0..240).filter(|hour| hour % 168 != 3) {
            times.push(LocalTime::from_seconds(MONDAY + f64::from(hour) * 3600.0).unwrap());
            values.push(if hour % 24 == 3 { 2.0 } else { 1.0 });
        }
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let step = Step::Every(Duration::from_secs(3600));
        let trace = Trace::new("door", Meaning::Rate, step, Times::Listed(times), values, None).unwrap();
        let demand = plan(&TraceStatistics::of(&trace), PeakChoice::Usual);
        assert!((demand.measured.unwrap().hours[3].get() - 2.0 / mean).abs() < 5e-4);
        assert!(demand.notes.iter().any(|note| note.starts_with("one hour of the week was")), "{:?}", demand.notes);
    }

    #[test]
    fn an_hour_of_requests_is_no_week() {
        // Sixty minutes from Monday 00:00: one hour of the day, seven of the week's 168.
        let found = statistics(Meaning::Rate, 60, (0..60).map(|minute| f64::from(minute % 2) * 2.0).collect());
        assert_eq!(PeakChoice::Usual.peak_to_average(&found), None);
        let demand = plan(&found, PeakChoice::Highest);
        assert_eq!((demand.peak_to_average.unwrap().get(), demand.measured, demand.variability), (2.0, None, None));
        assert!(demand.notes[1].starts_with("Only 1 of the 24 hours"), "{:?}", demand.notes);
    }

    #[test]
    fn months_give_level_peak_and_growth_but_no_week() {
        // Four steps of 30 days, rising by 10 a step from 90: mean 105, highest 120.
        let found = statistics(Meaning::Rate, 30 * 86_400, vec![90.0, 100.0, 110.0, 120.0]);
        let demand = plan(&found, PeakChoice::Highest);
        assert_eq!(demand.average_load.unwrap().get(), 105.0);
        assert_eq!(demand.peak_to_average.unwrap().get(), 1.143); // 120 / 105
        assert_eq!((demand.measured, demand.variability), (None, None));
        assert!(demand.growth.unwrap().get() > 0.08);
        assert_eq!(PeakChoice::Usual.peak_to_average(&found), None);
    }

    #[test]
    fn a_level_gives_its_shape_on_the_stated_average() {
        let found = statistics(Meaning::Gauge, 3600, (0..168).map(|hour| if hour == 0 { 3.0 } else { 1.0 }).collect());
        let demand = plan(&found, PeakChoice::Highest);
        assert_eq!(demand.average_load, None);
        let week = demand.measured.unwrap();
        assert_eq!(week.mean, stated().average_load);
        assert_eq!(week.source.as_str(), "door.csv (shape only)");
        assert_eq!(demand.peak_to_average.unwrap().get(), 2.965); // 3 / (170 / 168)
        let choices = TraceChoices { peak: PeakChoice::P99, gauge_is_rate: true, with_growth: false };
        let as_rate = demand_from_trace(&found, "cpu.csv", choices, &stated()).unwrap();
        assert_eq!(as_rate.average_load.unwrap().get(), 1.0119); // 170 / 168, six digits
    }

    #[test]
    fn a_trace_without_load_or_beyond_all_plans_is_refused() {
        let choices = TraceChoices { peak: PeakChoice::P99, gauge_is_rate: true, with_growth: false };
        let none = statistics(Meaning::Rate, 3600, vec![0.0; 48]);
        assert_eq!(demand_from_trace(&none, "x", choices, &stated()), Err(NoDemand::NoLoad));
        let huge = statistics(Meaning::Rate, 3600, vec![1e12; 48]);
        let refused = demand_from_trace(&huge, "x", choices, &stated()).unwrap_err().to_string();
        assert!(refused.starts_with("average load must be between"), "{refused}");
    }
}
