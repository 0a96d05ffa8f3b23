//! The load at any time: the usual week, its growth and its events, put together.

use crate::base::time::SECONDS_PER_DAY;
use crate::base::units::{EventLift, Quantity};
use crate::plan::scenario::demand::{BatchWork, Demand, Event, Growth, LiftOf, Repeat, UsualWeek};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// Longest span of a load curve: three years with a leap day.
pub const MAX_SPAN_DAYS: i32 = 1096;

/// Days for which events are known one by one: the five years of the longest bill, and the month after.
pub const EVENT_DAYS: i32 = 1858;

/// One coming of an event.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Occurrence {
    pub event: Event,
    /// When it begins by the clocks of its users, in seconds from the plan's start.
    pub begins: f64,
    /// When the first of them meet it, and the last no longer do, on the plan's clock.
    pub start: f64,
    pub end: f64,
}

/// When the load is that of an event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EventSpan {
    /// From when, in seconds from the plan's start.
    pub start: f64,
    /// Until when.
    pub end: f64,
    /// Whether the event comes every year.
    pub is_yearly: bool,
}

/// Users with a clock of their own.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    /// Their share of all load.
    pub share: f64,
    /// How far their clock is ahead of the plan's, in seconds.
    pub ahead: f64,
}

/// The load of a service at every second of the three years after the plan's start.
///
/// `λ(t) = λ̄ · G(day(t)) · w(t) · Π eᵢ(t)`
///
/// | symbol | is                                                   | unit       |
/// |--------|------------------------------------------------------|------------|
/// | `t`    | time from 00:00 local time of the plan's first day   | s          |
/// | `λ̄`    | average load                                         | requests/s |
/// | `G`    | [growth](Growth) since the first day                 | ×          |
/// | `w`    | [usual week](UsualWeek) at that weekday and time     | ×          |
/// | `eᵢ`   | lift of the [events](Event) under way, over the hour | ×          |
///
/// # Assumptions
///
/// `usual-week`, `day-curve`, `growth-month`, `events-multiply`
#[derive(Clone, Debug, PartialEq)]
pub struct LoadCurve {
    average: f64,
    week: UsualWeek,
    growth: Growth,
    first_day: Date,
    /// Seconds from Monday 00:00 to the plan's start.
    week_offset: f64,
    occurrences: Vec<Occurrence>,
    /// The week that all users have by their own clocks, and these clocks, where they are not the plan's.
    clocks: Option<(Box<UsualWeek>, Vec<Clock>)>,
}

impl LoadCurve {
    /// The curve of a demand that starts on a day.
    pub fn new(demand: &Demand, start: Date) -> Self {
        let week = match (&demand.work, &demand.measured) {
            (Some(work), _) => UsualWeek::from_work(work),
            (None, Some(measured)) => UsualWeek::from_measured(measured, demand.peak_to_average),
            (None, None) => UsualWeek::from_shape(demand.day, demand.week, demand.peak_to_average),
        };
        Self {
            average: demand.work.map_or(demand.average_load.get(), BatchWork::average),
            week,
            growth: demand.growth,
            first_day: start,
            week_offset: f64::from(start.weekday().to_monday_zero_offset()) * SECONDS_PER_DAY,
            occurrences: Vec::new(),
            clocks: None,
        }
        .with_events(&demand.events)
    }

    /// The load of some of its users, each by a clock of their own: those that one region serves.
    ///
    /// `λ_r(t) = λ̄ · G(day(t)) · Σ_u share_u · w(t + ahead_u) · Π eᵢ(t + ahead_u)`
    #[must_use]
    pub fn of_users(&self, clocks: &[Clock]) -> Self {
        let all: f64 = clocks.iter().map(|clock| clock.share).sum();
        let mut part = Self { average: self.average * all, ..self.clone() };
        if all <= 0.0 || clocks.iter().all(|clock| clock.ahead == 0.0) {
            return part;
        }
        let pairs: Vec<(f64, f64)> = clocks.iter().map(|clock| (clock.share, clock.ahead)).collect();
        part.week = self.week.on_clocks(&pairs);
        let ahead = |pick: fn(f64, f64) -> f64| clocks.iter().map(|clock| clock.ahead).reduce(pick).unwrap_or_default();
        let (most, least) = (ahead(f64::max), ahead(f64::min));
        for occurrence in &mut part.occurrences {
            (occurrence.start, occurrence.end) = (occurrence.start - most, occurrence.end - least);
        }
        let of_all = clocks.iter().map(|clock| Clock { share: clock.share / all, ..*clock }).collect();
        part.clocks = Some((Box::new(self.week.clone()), of_all));
        part
    }

    /// Mean load of the usual week on the plan's first day, in requests/s.
    pub fn average(&self) -> f64 {
        self.average
    }

    /// The usual week around its mean of one.
    pub fn week(&self) -> &UsualWeek {
        &self.week
    }

    /// The plan's first day.
    pub fn first_day(&self) -> Date {
        self.first_day
    }

    pub(super) fn occurrences(&self) -> &[Occurrence] {
        &self.occurrences
    }

    /// Every coming of an event within five years: its name, and when it reaches its full lift, in seconds from the plan's start.
    pub fn event_days(&self) -> impl Iterator<Item = (&str, f64)> {
        let full = |occurrence: &Occurrence| occurrence.begins + occurrence.event.full_lift().0;
        self.occurrences.iter().map(move |occurrence| (occurrence.event.name.as_str(), full(occurrence)))
    }

    /// When each coming of an event within five years begins and ends.
    pub fn event_spans(&self) -> impl Iterator<Item = EventSpan> {
        let span = |occurrence: &Occurrence| EventSpan {
            start: occurrence.start,
            end: occurrence.end,
            is_yearly: occurrence.event.repeat == Repeat::Yearly,
        };
        self.occurrences.iter().map(span)
    }

    /// Highest load of the usual week on a day, without events.
    pub fn usual_peak_on(&self, day: i32) -> f64 {
        self.average * self.week.peak() * self.growth.factor_after(day)
    }

    /// Growth since the first day, at a time in seconds from the plan's start.
    pub fn growth_at(&self, seconds: f64) -> f64 {
        self.growth.factor_after((seconds / SECONDS_PER_DAY).floor() as i32)
    }

    /// Seconds from Monday 00:00 to the plan's start.
    pub fn week_offset(&self) -> f64 {
        self.week_offset
    }

    /// Seconds from the plan's start to a local time.
    pub fn seconds_to(&self, time: DateTime) -> f64 {
        seconds_of(time) - seconds_of(self.first_day.at(0, 0, 0, 0))
    }

    /// The local time at a number of seconds from the plan's start, to the minute.
    pub fn moment(&self, seconds: f64) -> DateTime {
        let minutes = libm::round(seconds / 60.0) as i64;
        let day = super::later(self.first_day, minutes.div_euclid(1440) as i32);
        let minute = minutes.rem_euclid(1440) as i16;
        day.at((minute / 60) as i8, (minute % 60) as i8, 0, 0)
    }

    /// Load at a time, in seconds from the plan's start.
    pub fn load_at(&self, seconds: f64) -> f64 {
        let day = (seconds / SECONDS_PER_DAY).floor() as i32;
        self.average * self.growth.factor_after(day) * self.shape_at(seconds, self.occurrences.iter())
    }

    /// Load of the usual week of the first day at a time of the week, in seconds from Monday 00:00.
    pub fn usual_load_at(&self, seconds_of_week: f64) -> f64 {
        self.average * self.week.factor_at(seconds_of_week)
    }

    fn shape_at<'a>(&self, seconds: f64, occurrences: impl Iterator<Item = &'a Occurrence> + Clone) -> f64 {
        let under_way = occurrences
            .take_while(|occurrence| occurrence.start < seconds + 1.0)
            .filter(|occurrence| seconds < occurrence.end);
        let usual = || self.week.factor_at(seconds + self.week_offset);
        match &self.clocks {
            None => usual() * lift(under_way, seconds),
            Some(_) if under_way.clone().next().is_none() => usual(),
            Some((week, clocks)) => {
                let of_users = |clock: &Clock| {
                    let theirs = seconds + clock.ahead;
                    clock.share * week.factor_at(theirs + self.week_offset) * lift(under_way.clone(), theirs)
                };
                clocks.iter().map(of_users).sum()
            }
        }
    }

    /// Times of the plan's clock at which an event reaches, or leaves, its full lift for some users.
    pub(super) fn corners(&self, occurrence: &Occurrence) -> impl Iterator<Item = f64> {
        let full = occurrence.begins + occurrence.event.ramp.get() * 3600.0;
        let over = full + occurrence.event.length.get() * 3600.0;
        let clocks = self.clocks.as_ref().map_or(vec![0.0], |(_, clocks)| clocks.iter().map(|c| c.ahead).collect());
        clocks.into_iter().flat_map(move |ahead| [full - ahead, over - ahead])
    }

    /// 00:00 of the plan's first day, in seconds since 1970-01-01 00:00 on the same clock.
    pub fn origin(&self) -> f64 {
        seconds_of(self.first_day.at(0, 0, 0, 0)) - seconds_of(Date::constant(1970, 1, 1).at(0, 0, 0, 0))
    }

    /// Lowest and highest load of each of the first `days` days, looked at every quarter of an hour.
    pub fn daily_extremes(&self, days: i32) -> (Vec<f64>, Vec<f64>) {
        let days = days.clamp(0, MAX_SPAN_DAYS);
        let loads = self.loads(0.0, 900.0, days as usize * 96);
        let of_days = |pick: fn(f64, f64) -> f64, start: f64| {
            loads.chunks(96).map(|day| day.iter().copied().fold(start, pick)).collect()
        };
        (of_days(f64::min, f64::INFINITY), of_days(f64::max, 0.0))
    }

    /// The load-duration curve of the first `days` days: the load of every hour, the highest first.
    ///
    /// The load at place `i` of `n` is exceeded in the share `i / n` of the time.
    pub fn duration(&self, days: i32) -> Vec<f64> {
        let days = days.clamp(0, MAX_SPAN_DAYS);
        let mut loads = self.loads(0.0, 3600.0, days as usize * 24);
        loads.sort_by(|one, other| other.total_cmp(one));
        loads
    }

    /// `n` loads, a `step` apart, from `start`; both in seconds, `start` from the plan's start.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::plan::demand::LoadCurve;
    /// use headroom_core::plan::scenario::examples;
    ///
    /// let scenario = examples::seed_service();
    /// let service = scenario.services.first();
    /// let curve = LoadCurve::new(&service.demand, scenario.start);
    /// let day = curve.loads(0.0, 900.0, 96);
    /// let peak = day.iter().copied().fold(0.0, f64::max);
    /// assert!((peak - 75_000.0).abs() < 1e-6); // 30,000 · 2.5
    /// ```
    pub fn loads(&self, start: f64, step: f64, n: usize) -> Vec<f64> {
        let time = |place: usize| start + step * place as f64;
        let day_of = |place: usize| (time(place) / SECONDS_PER_DAY).floor() as i32;
        let mut loads = vec![0.0; n];
        self.week.fill(|place| time(place) + self.week_offset, &mut loads);
        let mut place = 0;
        while place < n {
            let today = day_of(place);
            // About where the day ends; the loops below settle the last bits.
            let dusk = f64::from(today + 1) * SECONDS_PER_DAY;
            let mut end = (libm::ceil((dusk - start) / step) as usize).clamp(place + 1, n);
            while end < n && day_of(end) == today {
                end += 1;
            }
            while end > place + 1 && day_of(end - 1) != today {
                end -= 1;
            }
            let level = self.average * self.growth.factor_after(today);
            // A second more on both sides than the day has, for times that are rounded.
            let dawn = dusk - SECONDS_PER_DAY;
            let touches = |occurrence: &&Occurrence| occurrence.start <= dusk + 1.0 && dawn - 1.0 < occurrence.end;
            let of_day: Vec<&Occurrence> = self.occurrences.iter().filter(touches).collect();
            for (at, load) in loads[place..end].iter_mut().enumerate() {
                if !of_day.is_empty() {
                    *load = self.shape_at(time(place + at), of_day.iter().copied());
                }
                *load *= level;
            }
            place = end;
        }
        loads
    }
}

/// The product of the events under way at a time of their users' clock.
fn lift<'a>(under_way: impl Iterator<Item = &'a Occurrence>, seconds: f64) -> f64 {
    under_way.map(|occurrence| occurrence.event.factor_at((seconds - occurrence.begins) / 3600.0)).product()
}

/// Quarters of an hour of an event that are looked at: a month and a half.
const MAX_LOOKS: usize = 45 * 96;

impl LoadCurve {
    /// The curve with events; a lift of another load than that of the hour becomes one of it, coming by coming.
    fn with_events(mut self, events: &[Event]) -> Self {
        let mut all = occurrences(events, self.first_day);
        for occurrence in &mut all {
            let lift = occurrence.event.lift.get();
            let (from, to) = occurrence.event.full_lift();
            let over_hour = match occurrence.event.of {
                LiftOf::UsualHour => continue,
                LiftOf::Average => lift,
                LiftOf::UsualPeak => lift * self.week.peak(),
            };
            let (begins, span) = (occurrence.begins, occurrence.end - occurrence.begins);
            let highest = self.highest_between(begins + from, begins + to);
            if highest > 0.0 {
                // While it rises and falls the usual load may be higher: there a part of the lift reaches as high.
                let part = |at: f64| (at.min(span - at) / from).min(1.0);
                let usual = |at: f64| self.week.factor_at(begins + at + self.week_offset);
                let looks = (1..(span / 900.0) as usize).map(|look| 900.0 * look as f64).take(MAX_LOOKS);
                let on_ramps = looks.filter(|at| *at < from || *at > to);
                let lifts = on_ramps.filter(|at| part(*at) > 0.0 && usual(*at) > 0.0 && usual(*at) < over_hour);
                let most = lifts.map(|at| 1.0 + (over_hour / usual(at) - 1.0) / part(at));
                occurrence.event.lift = EventLift::clamped(most.fold(over_hour / highest, f64::min));
            }
        }
        self.occurrences = all;
        self
    }

    /// Highest factor of the usual week between two times, looked at every quarter of an hour.
    fn highest_between(&self, from: f64, to: f64) -> f64 {
        let n = (((to - from) / 900.0) as usize).min(7 * 96);
        let looks = (0..=n).map(|look| from + 900.0 * look as f64).chain([to]);
        looks.map(|at| self.week.factor_at(at + self.week_offset)).fold(0.0, f64::max)
    }
}

fn occurrences(events: &[Event], first_day: Date) -> Vec<Occurrence> {
    let horizon = f64::from(EVENT_DAYS) * SECONDS_PER_DAY;
    let origin = seconds_of(first_day.at(0, 0, 0, 0));
    let mut occurrences = Vec::new();
    for event in events {
        let span = event.span_hours() * 3600.0;
        let starts: Vec<DateTime> = match event.repeat {
            Repeat::Once => vec![event.start],
            // An event may be under way since the year before, and the horizon reaches into a sixth.
            Repeat::Yearly => (-2..=6)
                .filter_map(|year| event.start_in(first_day.year().saturating_add(year)))
                .filter(|start| *start >= event.start)
                .collect(),
        };
        for start in starts {
            let start = seconds_of(start) - origin;
            if start + span > 0.0 && start < horizon {
                occurrences.push(Occurrence { event: event.clone(), begins: start, start, end: start + span });
            }
        }
    }
    occurrences.sort_by(|one, other| one.start.total_cmp(&other.start));
    occurrences
}

fn seconds_of(time: DateTime) -> f64 {
    let days = Date::ZERO.until(time.date()).map_or(0, |span| span.get_days());
    let time = time.time();
    f64::from(days) * SECONDS_PER_DAY
        + f64::from(time.hour()) * 3600.0
        + f64::from(time.minute()) * 60.0
        + f64::from(time.second())
}
