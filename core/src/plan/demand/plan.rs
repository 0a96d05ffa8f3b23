//! The answers about demand: how high, when, and because of what.

use super::LoadCurve;
use super::curve::Occurrence;
use crate::base::dimension::Dimension;
use crate::base::explain::{Finding, Letter, Verdict, Working, by, letter, word};
use crate::base::text;
use crate::base::time::{DAYS_PER_MONTH, SECONDS_PER_DAY, WEEKDAYS};
use crate::plan::answered::Answered;
use crate::plan::scenario::ReadyBy;
use crate::plan::scenario::demand::{Demand, EventLot, GrowthKind, Repeat, WeekShape};
use jiff::civil::{Date, DateTime};
use serde::Serialize;

/// Days that the plan looks ahead for its peaks.
pub const HORIZON_DAYS: i32 = 365;

/// The highest load while an event is under way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EventPeak {
    /// The event's name.
    pub name: String,
    /// The day of the event: on which it reaches its full lift.
    pub day: Date,
    /// Days from the plan's start to that day; negative when the event is already under way.
    pub days_ahead: i32,
    /// When it begins to rise.
    pub rises: DateTime,
    /// Highest load, growth and other events included, in requests/s.
    pub peak: f64,
    /// When that is.
    pub peak_at: DateTime,
    /// That peak over the usual peak of the same day.
    pub over_usual: f64,
    /// That peak over the average load of the same day.
    pub over_average: f64,
    /// How soon capacity for it must be there.
    pub ready: ReadyBy,
    /// Time to its full lift, in seconds.
    #[serde(skip)]
    pub ramp: f64,
    /// What is ordered for it.
    #[serde(skip)]
    pub lot: EventLot,
    /// When it begins by the clocks of its users, in seconds from the plan's start.
    #[serde(skip)]
    pub begins: f64,
    /// When the first of them meet it, and the last no longer do, on the plan's clock.
    #[serde(skip)]
    pub span: (f64, f64),
}

/// The answers about demand.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DemandPlan {
    /// Mean load of the usual week, in requests/s.
    pub average: f64,
    /// Highest load of the usual week, in requests/s.
    pub peak: f64,
    /// When that is: day of the week from Monday = 0, and hour.
    pub peak_weekday: u8,
    /// Local time of the peak, in hours.
    pub peak_hour: f64,
    /// Load exceeded in one minute in twenty in the usual week, in requests/s.
    pub p95: f64,
    /// Lowest load of the usual week, in requests/s.
    pub trough: f64,
    /// Load that bursts reach in one interval of twenty at the peak, in requests/s.
    pub burst: f64,
    /// Usual peak after a year of growth, in requests/s.
    pub peak_in_a_year: f64,
    /// The peaks of the events of the coming year, in the order of their days.
    pub events: Vec<EventPeak>,
    /// Those of the four years after that.
    #[serde(skip)]
    pub later: Vec<EventPeak>,
}

impl DemandPlan {
    /// The event of the coming year with the highest peak.
    pub fn largest_event(&self) -> Option<&EventPeak> {
        self.events.iter().max_by(|one, other| one.peak.total_cmp(&other.peak))
    }

    /// The same with another usual peak, and what follows from it; of peaks that differ in the last bits its own.
    pub(crate) fn with_peak(self, peak: f64) -> Self {
        if (peak - self.peak).abs() <= 1e-9 * self.peak {
            return self;
        }
        let times = if self.peak > 0.0 { peak / self.peak } else { 1.0 };
        Self { peak, burst: self.burst * times, peak_in_a_year: self.peak_in_a_year * times, ..self }
    }
}

/// Finds the peaks of a demand over the year that begins with the plan.
///
/// `peak = λ̄ · p`; `burst = peak · (1 + 1.645 · v)`; `peak in a year = peak · G(365 days)`.
///
/// | symbol | input             | unit             |
/// |--------|-------------------|------------------|
/// | `λ̄`    | `average_load`    | requests/s       |
/// | `p`    | `peak_to_average` | ×                |
/// | `v`    | `variability`      | fraction         |
/// | `G`    | `growth`          | ×                |
///
/// # Assumptions
///
/// `usual-week`, `growth-month`, `events-multiply`, `bursts-normal`
///
/// # Source
///
/// Capacity planning for ML systems, `plan_capacity` and "Peak vs average traffic patterns".
///
/// # Example
///
/// ```
/// use headroom_core::plan::demand::*;
/// use headroom_core::plan::scenario::demand::*;
/// use headroom_core::plan::scenario::examples;
///
/// let scenario = examples::seed_service();
/// let demand = &scenario.services.first().demand;
/// let plan = plan_demand(demand, &LoadCurve::new(demand, scenario.start));
/// assert_eq!(plan.peak, 75_000.0); // 30,000 · 2.5
/// ```
pub fn plan_demand(demand: &Demand, curve: &LoadCurve) -> Answered<DemandPlan> {
    let mut working = Working::default();
    working.assume("usual-week");
    if demand.measured.is_none() && demand.work.is_none() {
        working.assume("day-curve");
    }
    if demand.events.iter().any(|event| event.repeat == Repeat::Yearly) {
        working.assume("yearly-weekday");
    }
    let average = curve.average();
    let ratio_used = ratio_used(demand, curve);
    let peak = peak_step(demand, (average, ratio_used), &mut working);
    let variability = demand.variability.get();
    let burst = if variability > 0.0 {
        working.assume("bursts-normal");
        working.step(
            "Bursts at peak, P95",
            by(
                "peak · (1 + 1.645 · v)",
                [word("peak", peak, Dimension::Rate), letter("v", "variability", variability, Dimension::Fraction)],
                |[peak, variability]| peak * (1.0 + 1.645 * variability),
            ),
            Dimension::Rate,
        )
    } else {
        peak
    };
    let peak_in_a_year = in_a_year(demand, peak, &mut working);
    let quarters = curve.week().sorted_quarters();
    let p95 = average * crate::base::numeric::quantile(&quarters, 0.95).unwrap_or(1.0);
    let trough = average * quarters.first().copied().unwrap_or(1.0);
    let (events, later): (Vec<_>, Vec<_>) =
        event_peaks(curve).into_iter().partition(|event| event.begins < f64::from(HORIZON_DAYS) * SECONDS_PER_DAY);
    if let Some(highest) = events.iter().max_by(|one, other| one.peak.total_cmp(&other.peak)) {
        working.assume("events-multiply");
        working.found(
            "Highest event peak",
            "highest during the event",
            [Letter::named("event", highest.name.clone()), Letter::named("day", text::date(highest.peak_at.date()))],
            highest.peak,
            Dimension::Rate,
        );
    }
    let peak_second = curve.week().peak_at();
    let (peak_weekday, peak_hour) = ((peak_second / SECONDS_PER_DAY) as u8, peak_second % SECONDS_PER_DAY / 3600.0);
    let verdict = verdict(demand, ratio_used, peak, peak_in_a_year, &events, (peak_weekday, peak_hour));
    let plan = DemandPlan { average, peak, peak_weekday, peak_hour, p95, trough, burst, peak_in_a_year, events, later };
    Answered { plan, verdict, levers: Vec::new(), working }
}

/// The peak over the average that is reckoned with.
fn ratio_used(demand: &Demand, curve: &LoadCurve) -> f64 {
    let (ratio, reached) = (demand.peak_to_average.get(), curve.week().peak());
    // Exactly the product that the published planner prints, unless no such curve exists.
    if demand.work.is_none() && (reached - ratio).abs() <= 1e-9 * ratio { ratio } else { reached }
}

/// The highest load of the usual week: of the work of a batch, or from average and ratio.
fn peak_step(demand: &Demand, (average, ratio): (f64, f64), working: &mut Working) -> f64 {
    if let Some(work) = demand.work {
        let operands = [
            word("items", work.items.get(), Dimension::Count("items")),
            word("window", work.window.get(), Dimension::Hours),
        ];
        let arithmetic = by("items / (window · 3,600)", operands, |[items, hours]| items / (hours * 3600.0));
        return working.step("Load while the window is open", arithmetic, Dimension::Rate);
    }
    let operands = [
        letter("avg", "average load", average, Dimension::Rate),
        letter("p", "peak to average", ratio, Dimension::Times),
    ];
    let arithmetic = by("avg · p", operands, |[average, ratio]| average * ratio);
    working.step("Peak of the usual week", arithmetic, Dimension::Rate)
}

/// The usual peak after a year of growth.
fn in_a_year(demand: &Demand, peak: f64, working: &mut Working) -> f64 {
    let rate = demand.growth.monthly.get();
    if rate == 0.0 {
        return peak;
    }
    working.assume("growth-month");
    let months = f64::from(HORIZON_DAYS) / DAYS_PER_MONTH;
    let operands = [word("peak", peak, Dimension::Rate), letter("g", "growth a month", rate, Dimension::Fraction)];
    let arithmetic = match demand.growth.kind {
        GrowthKind::Linear => by("peak · max(0, 1 + g · 365 / 30.4375)", operands, move |[peak, rate]| {
            peak * (1.0 + rate * months).max(0.0)
        }),
        GrowthKind::Compound => {
            by("peak · (1 + g)^(365 / 30.4375)", operands, move |[peak, rate]| peak * libm::pow(1.0 + rate, months))
        }
    };
    working.step("Usual peak in a year", arithmetic, Dimension::Rate)
}

fn verdict(
    demand: &Demand,
    ratio_used: f64,
    peak: f64,
    in_a_year: f64,
    events: &[EventPeak],
    (weekday, hour): (u8, f64),
) -> Verdict {
    let first = match demand.work {
        Some(work) => format!(
            "{} items in {} from {}, {}: {} a second.",
            text::si(work.items.get()),
            text::quantity(work.window.get(), Dimension::Hours),
            text::time_of_day(work.opens.get()),
            work.days.words(),
            text::si(peak)
        ),
        None => format!(
            "Peaks at {} requests/s, {} at {}.",
            text::si(peak),
            days_of_the_peak(demand, weekday),
            text::time_of_day(hour)
        ),
    };
    let mut findings = vec![Finding::holds(first)];
    if let Some(event) =
        events.iter().max_by(|one, other| one.peak.total_cmp(&other.peak)).filter(|event| event.peak > peak)
    {
        findings.push(Finding::tight(format!(
            "{} on {} raises it to {} requests/s, {} × the usual peak by then.",
            event.name,
            text::date(event.day),
            text::si(event.peak),
            text::significant(event.over_usual, 2)
        )));
    }
    if in_a_year > peak * 1.005 {
        findings.push(Finding::holds(format!(
            "Growth raises the usual peak to {} requests/s within a year.",
            text::si(in_a_year)
        )));
    }
    let stated = demand.peak_to_average.get();
    if demand.work.is_none() && (ratio_used - stated).abs() > 1e-6 * stated {
        findings.push(Finding::tight(format!(
            "A week of this shape cannot peak at {} × its mean; the plan uses {} ×.",
            text::number(stated),
            text::number(ratio_used)
        )));
    }
    Verdict::from_findings(findings)
}

/// The days on which the usual week is at its peak, in words.
fn days_of_the_peak(demand: &Demand, weekday: u8) -> String {
    let one = || WEEKDAYS.get(usize::from(weekday)).map_or_else(|| "every day".into(), |day| format!("on {day}"));
    match demand.week {
        _ if demand.measured.is_some() => one(),
        WeekShape::Consumer(lift) if lift.get() > 0.0 => "on weekends".into(),
        WeekShape::Business(share) if share.get() < 1.0 => "on weekdays".into(),
        WeekShape::Own(factors) if factors.iter().any(|factor| *factor != factors[0]) => one(),
        _ => "every day".into(),
    }
}

/// Events of up to two weeks are looked at every quarter of an hour, seasons every hour.
const SHORT_EVENT_SECONDS: f64 = 14.0 * SECONDS_PER_DAY;
const QUARTER: f64 = 900.0;
const HOUR: f64 = 3600.0;

fn event_peaks(curve: &LoadCurve) -> Vec<EventPeak> {
    let origin = curve.first_day().at(0, 0, 0, 0);
    // Every grid meets the usual peak, so that no event is missed between two looks at it.
    let peak_second = curve.week().peak_at();
    let hourly = Hourly::of_seasons(curve, peak_second % HOUR);
    let mut peaks = Vec::new();
    for occurrence in curve.occurrences() {
        let from = occurrence.start.max(0.0);
        let event = &occurrence.event;
        let mut best = (from, curve.load_at(from));
        let mut look = |at: f64, load: f64| {
            if load > best.1 {
                best = (at, load);
            }
        };
        // The corners of the lift, where a short event may be at its highest.
        for at in curve.corners(occurrence) {
            if (from..occurrence.end).contains(&at) {
                look(at, curve.load_at(at));
            }
        }
        let step = if is_season(occurrence) { HOUR } else { QUARTER };
        let phase = peak_second % step;
        let first = ((from - phase) / step).ceil().max(0.0);
        let count = ((occurrence.end - phase - first * step) / step).ceil().max(0.0) as usize;
        if is_season(occurrence) {
            hourly.each(first as usize, count, |place, load| look(phase + step * place as f64, load));
        } else {
            let start = phase + first * step;
            for (place, load) in curve.loads(start, step, count).into_iter().enumerate() {
                look(start + step * place as f64, load);
            }
        }
        let (at, peak) = best;
        let usual = curve.usual_peak_on((at / SECONDS_PER_DAY) as i32);
        let average = curve.average() * curve.growth_at(at);
        let day = ((occurrence.begins + event.full_lift().0) / SECONDS_PER_DAY).floor() as i32;
        peaks.push(EventPeak {
            name: event.name.to_string(),
            day: later(curve.first_day(), day),
            days_ahead: day,
            rises: curve.moment(occurrence.begins),
            peak,
            peak_at: origin.saturating_add(jiff::SignedDuration::from_secs(at as i64)),
            over_usual: if usual > 0.0 { peak / usual } else { 1.0 },
            over_average: if average > 0.0 { peak / average } else { 1.0 },
            ready: event.ready,
            ramp: event.full_lift().0,
            lot: event.lot,
            begins: occurrence.begins,
            span: (occurrence.start, occurrence.end),
        });
    }
    peaks
}

/// The loads of all hours in which some season is under way: however many there are, each hour is looked at once.
struct Hourly(Vec<(usize, Vec<f64>)>);

impl Hourly {
    /// Those at a phase of each hour.
    fn of_seasons(curve: &LoadCurve, phase: f64) -> Self {
        let mut spans: Vec<(usize, usize)> = Vec::new();
        // Sorted by their beginning.
        for season in curve.occurrences().iter().filter(|occurrence| is_season(occurrence)) {
            let (from, to) = ((season.start.max(0.0) / HOUR) as usize, (season.end / HOUR) as usize + 1);
            match spans.last_mut().filter(|(_, end)| from <= *end) {
                Some((_, end)) => *end = (*end).max(to),
                None => spans.push((from, to)),
            }
        }
        let loads = |(from, to): (usize, usize)| (from, curve.loads(phase + HOUR * from as f64, HOUR, to - from));
        Self(spans.into_iter().map(loads).collect())
    }

    /// Tells of each hour of some, by its place from the plan's start.
    fn each(&self, first: usize, count: usize, mut tell: impl FnMut(usize, f64)) {
        for (from, loads) in &self.0 {
            let skipped = first.saturating_sub(*from);
            let until = (first + count).saturating_sub(*from).min(loads.len());
            for (place, load) in loads.iter().enumerate().take(until).skip(skipped) {
                tell(from + place, *load);
            }
        }
    }
}

fn is_season(occurrence: &Occurrence) -> bool {
    occurrence.end - occurrence.start.max(0.0) > SHORT_EVENT_SECONDS
}

/// The date a number of days after another; the calendar's end where it would pass it.
pub(crate) fn later(day: Date, days: i32) -> Date {
    day.saturating_add(jiff::SignedDuration::from_hours(i64::from(days) * 24))
}
