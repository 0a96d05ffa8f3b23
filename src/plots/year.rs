//! The time to come: the load with its growth and events, against capacity and its headroom.

use super::{load_axis, with_capacity};
use crate::charts::spec::{Band, BandRole, Chart, Edge, Mark, Points, Role, Rule, Series, Tone, XAxis};
use headroom_core::base::explain::Standing;
use headroom_core::base::text;
use headroom_core::base::time::SECONDS_PER_DAY;
use headroom_core::plan::demand::LoadCurve;
use headroom_core::plan::places::LoadAndFleet;
use headroom_core::plan::sizing::EventNeed;

/// Longest visible span in which the load itself is drawn rather than each day's range, in days.
const DETAIL_DAYS: f64 = 62.0;
/// Fewest points of a detailed curve.
const DETAIL_POINTS: f64 = 1400.0;

/// The load over the days of the chart. It is made apart, so that an edit that leaves the load alone does not
/// compute it anew.
#[derive(Clone, Debug, PartialEq)]
pub enum YearLoad {
    /// The load itself, where a short part is visible.
    Itself(Points),
    /// The lowest and the highest of each day.
    Days(Points, Points),
}

impl YearLoad {
    /// The coming `days` of a load whose usual peak is at an hour; `zoom` is the visible part, in seconds since 1970,
    /// which is drawn as finely as it can be seen.
    pub fn new(curve: &LoadCurve, peak_hour: f64, days: i32, zoom: Option<(f64, f64)>) -> Self {
        if let Some(visible) = zoom.filter(|(from, to)| to - from <= DETAIL_DAYS * SECONDS_PER_DAY) {
            return Self::Itself(detailed(curve, days, visible));
        }
        // The usual hour of the peak stands for the day.
        let first = curve.origin() + peak_hour * 3600.0;
        let by_day = |values| Points::regular(first, SECONDS_PER_DAY, values);
        let (low, high) = curve.daily_extremes(days);
        Self::Days(by_day(low), by_day(high))
    }

    /// The line of the load: itself, or the peak of each day.
    fn line(&self) -> Points {
        match self {
            Self::Itself(points) | Self::Days(_, points) => points.clone(),
        }
    }
}

/// What the baseline adds to the chart. It is made apart, so that an edit of the plan does not
/// compute the unchanged baseline anew.
#[derive(Clone, Debug, PartialEq)]
pub struct BaselineYear {
    load: Series,
    capacity: Option<f64>,
}

impl BaselineYear {
    /// The baseline over the same days and the same visible part.
    pub fn new(baseline: LoadAndFleet<'_>, days: i32, zoom: Option<(f64, f64)>) -> Self {
        let load = YearLoad::new(baseline.curve, baseline.demand.peak_hour, days, zoom);
        Self {
            load: Series::new("Baseline", Role::Ghost, load.line()),
            capacity: baseline.sizing.map(|sizing| sizing.capacity),
        }
    }
}

/// The coming `days`, with the load over them.
pub fn year_to_come(now: LoadAndFleet<'_>, load: &YearLoad, baseline: Option<&BaselineYear>, days: i32) -> Chart {
    let origin = now.curve.origin();
    let end = origin + f64::from(days) * SECONDS_PER_DAY;
    let title = if days > 366 { "The three years to come" } else { "The year to come" };
    let mut chart = Chart::new("year-to-come", title, XAxis::Time, load_axis())
        .with_hint(hint(now))
        .with_summary(summary(now))
        .with_x_range(origin, end);
    chart = with_capacity(chart, now);
    chart = match load {
        YearLoad::Itself(_) => chart.with_series(Series::new("Load", Role::Load, load.line())),
        YearLoad::Days(low, high) => {
            let edges = (Edge::Points(low.clone()), Edge::Points(high.clone()));
            let range = Band::new("Range of each day", BandRole::Range, edges.0, edges.1);
            chart.with_band(range).with_series(Series::new("Peak of each day", Role::Load, load.line()))
        }
    };
    if let Some(baseline) = baseline {
        chart = chart.with_series(baseline.load.clone());
        if let Some(capacity) = baseline.capacity.filter(|was| now.sizing.is_some_and(|now| now.capacity != *was)) {
            chart = chart.with_rule(Rule::new("baseline capacity", Role::Ghost, capacity));
        }
    }
    marks(now, origin, end).into_iter().fold(chart, Chart::with_mark)
}

fn marks(now: LoadAndFleet<'_>, origin: f64, end: f64) -> Vec<Mark> {
    let at = |days: i32| origin + f64::from(days) * SECONDS_PER_DAY;
    let mut marks = Vec::new();
    let runway = now.sizing.map(|sizing| &sizing.runway);
    if let Some(days) = runway.and_then(|runway| runway.order_in_days).filter(|days| *days >= 0) {
        marks.push(Mark::at(at(days), "order by", Tone::Tight));
    }
    if let Some(days) = runway.and_then(|runway| runway.days) {
        marks.push(Mark::at(at(days), "headroom gone", Tone::Fails));
    }
    let needs = now.sizing.map(|sizing| sizing.events.iter().chain(&sizing.later));
    let mut needs = needs.into_iter().flatten();
    for event in now.demand.events.iter().chain(&now.demand.later) {
        let tone = match needs.next().map(EventNeed::standing) {
            Some(Standing::Fails) => Tone::Fails,
            Some(Standing::Tight) => Tone::Tight,
            _ => Tone::Event,
        };
        marks.push(Mark::at(at(event.days_ahead.max(0)), event.name.clone(), tone));
    }
    marks.retain(|mark| mark.at < end);
    marks
}

fn detailed(curve: &LoadCurve, days: i32, (from, to): (f64, f64)) -> Points {
    let origin = curve.origin();
    let (from, to) = (from.max(origin), to.min(origin + f64::from(days) * SECONDS_PER_DAY));
    let span = (to - from).max(60.0);
    let step = [60.0, 300.0, 900.0].into_iter().rev().find(|step| span / step >= DETAIL_POINTS).unwrap_or(60.0);
    let first = (from / step).floor() * step;
    let n = (span / step) as usize + 3;
    Points::regular(first, step, curve.loads(first - origin, step, n))
}

/// Whose load it is, and what it is drawn against.
fn hint(now: LoadAndFleet<'_>) -> String {
    match (now.place, now.sizing) {
        (Some(place), _) => {
            format!("{place}, the region with the least to spare: its load against what its running replicas sustain")
        }
        (None, Some(_)) => "load with growth and events, against the capacity of all replicas".to_owned(),
        (None, None) => "load of all users with growth and events; capacity stands on Sizing, by region".to_owned(),
    }
}

fn summary(now: LoadAndFleet<'_>) -> String {
    let first = format!("From {} requests/s on the first day", text::si(now.demand.peak));
    let Some(sizing) = now.sizing else { return format!("{first}, with growth and events.") };
    let growth = match sizing.runway.exhausted {
        Some(day) => format!("the usual peak exceeds the fleet's capacity on {}", text::date(day)),
        None => "the usual peak stays within the fleet's capacity".to_owned(),
    };
    let above = |is_held: bool| {
        let events = sizing.events.iter().filter(|event| !event.carried && event.held == is_held);
        let named: Vec<String> = events.map(|event| format!("{} on {}", event.name, text::date(event.day))).collect();
        Some(named.join(", ")).filter(|named| !named.is_empty())
    };
    let held = above(true).map(|named| format!("; replicas are ordered for {named}")).unwrap_or_default();
    let exceeds = above(false).map(|named| format!("; {named} exceeds it")).unwrap_or_default();
    format!("{first}, {growth}{held}{exceeds}.")
}
