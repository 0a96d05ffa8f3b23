//! The fleet of one region in the months to come, from the simulated period and the load.

use crate::base::id::RegionId;
use crate::base::numeric::ceil_count;
use crate::base::time::HOURS_PER_MONTH;
use crate::base::time::HOURS_PER_WEEK;
use crate::base::time::{DAYS_PER_MONTH, SECONDS_PER_DAY};
use crate::plan::demand::{EventSpan, LoadCurve};
use crate::plan::scaling::{Bounds, FleetHour, ordered_in};
use crate::plan::scenario::demand::Growth;
use crate::plan::scenario::scaling::PolicyChoice;
use crate::plan::scenario::scaling::Rule;
use crate::plan::sizing::SizingPlan;
use crate::plan::sizing::enlarged::{MAX_MONTHS, Outgrown, enlarged};

/// Months whose events are known one by one: those of the longest bill.
const MONTHS_OF_EVENTS: usize = 60;

/// What the forecast of a region starts from.
#[derive(Clone, Copy, Debug)]
pub struct FleetBasis<'a> {
    /// Which region of the plan; none where the plan has none.
    pub region: Option<RegionId>,
    /// Replica-hours that were paid for in the simulated period.
    pub paid: f64,
    /// What the simulated hours took.
    pub hours: &'a [FleetHour],
    /// The active policy.
    pub policy: &'a PolicyChoice,
    /// Between how many replicas it chose.
    pub bounds: Bounds,
    /// Most replicas that can be had there.
    pub limit: Option<u32>,
    /// Whether capacity must be ordered before it is there.
    pub has_lead_time: bool,
    /// What sizing answered.
    pub sizing: &'a SizingPlan,
    /// Highest load of the usual week, in requests/s.
    pub peak: f64,
    /// Growth of the load.
    pub growth: Growth,
    /// The load at any time.
    pub curve: &'a LoadCurve,
    /// Replicas on a node.
    pub replicas_per_node: u32,
}

/// An hour of an event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct EventHour {
    pub load: f64,
    pub replicas: f64,
}

/// The replicas of one region in the hours of the months to come.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RegionForecast {
    pub region: Option<RegionId>,
    /// Whose it is where services share their nodes: its place among them.
    pub member: usize,
    /// Replica-hours that were paid for in the simulated period.
    pub paid: f64,
    pub follows: bool,
    pub per_node: u32,
    fewest: f64,
    most: f64,
    /// Replicas that are ordered, from which month on; on-demand where empty.
    ordered: Vec<(u32, f64)>,
    growth: Growth,
    /// Load and replicas of each hour of the usual week, from Monday 00:00, at the level of the plan's start.
    week: Vec<EventHour>,
    /// The replicas of these hours, the fewest first: so each month's levels come sorted.
    sorted: Vec<f64>,
    /// Means of the week: load and replicas.
    mean: EventHour,
    /// By month, as far as the load curve goes.
    events: Vec<Vec<EventHour>>,
    /// Those of its last year that come every year, by month of that year.
    yearly: Vec<Vec<EventHour>>,
    /// Replicas of a fleet that does not follow its load, at the start.
    fixed: f64,
    /// Months in which it is enlarged, and to how many.
    pub steps: Vec<(u32, f64)>,
    curve: LoadCurve,
    /// Growth in the middle of each month: the bill asks for the same ones again and again.
    levels: Vec<f64>,
    /// Hours from Monday 00:00 to the plan's start.
    offset: usize,
}

impl RegionForecast {
    /// The forecast of a region; hours within the spans are looked at one by one.
    pub fn new(basis: &FleetBasis<'_>, spans: &[EventSpan]) -> Self {
        let rules = &basis.policy.rules;
        let follows = rules.iter().any(|rule| !matches!(rule, Rule::Static(_)));
        let offset = (basis.curve.week_offset() / 3600.0) as usize % HOURS_PER_WEEK;
        let mean = basis.hours.iter().map(|hour| hour.replicas).sum::<f64>() / basis.hours.len().max(1) as f64;
        let mut forecast = Self {
            region: basis.region,
            member: 0,
            paid: basis.paid,
            follows,
            per_node: basis.replicas_per_node.max(1),
            fewest: f64::from(basis.bounds.min),
            most: basis.most(),
            ordered: if follows && basis.has_lead_time { ordered(basis) } else { Vec::new() },
            growth: basis.growth,
            week: Vec::new(),
            sorted: Vec::new(),
            mean: EventHour { load: 0.0, replicas: 0.0 },
            events: Vec::new(),
            yearly: Vec::new(),
            fixed: mean,
            steps: if follows { Vec::new() } else { steps(basis, mean) },
            curve: basis.curve.clone(),
            levels: (0..MAX_MONTHS).map(|month| level(basis.growth, month)).collect(),
            offset,
        };
        forecast.week = week(basis, offset);
        forecast.sorted = forecast.week.iter().map(|hour| hour.replicas).collect();
        forecast.sorted.sort_unstable_by(f64::total_cmp);
        let mean = |of: fn(&EventHour) -> f64| forecast.week.iter().map(of).sum::<f64>() / HOURS_PER_WEEK as f64;
        forecast.mean = EventHour { load: mean(|hour| hour.load), replicas: mean(|hour| hour.replicas) };
        forecast.look_at(spans);
        forecast
    }

    /// The same as one of several services that share nodes, with hours of events as all of them have them.
    #[must_use]
    pub fn of_member(mut self, member: usize, spans: &[EventSpan]) -> Self {
        self.member = member;
        self.look_at(spans);
        self
    }

    /// When its load is that of an event.
    pub fn event_spans(&self) -> Vec<EventSpan> {
        self.curve.event_spans().collect()
    }

    /// Replicas of a month on average.
    pub fn replicas(&self, month: u32) -> f64 {
        if !self.follows {
            return self.fixed_in(month);
        }
        let (level, (factor, events)) = (self.level(month), self.events(month));
        let (least, most) = (self.sorted.first().copied(), self.sorted.last().copied());
        let ceiling = self.most_in(month);
        let is_free =
            least.is_none_or(|least| least * level >= self.fewest) && most.is_none_or(|most| most * level <= ceiling);
        if is_free {
            // Where no bound is met the mean of the week grows as it is.
            let each = weight(events.len() as f64);
            let of_events = events.iter().map(|hour| self.bounded(hour.replicas * factor, month)).sum::<f64>() * each;
            let usual = HOURS_PER_MONTH - each * events.len() as f64;
            return (usual * level * self.mean.replicas + of_events) / HOURS_PER_MONTH;
        }
        let mut mean = 0.0;
        self.each_hour(month, |hours, replicas, _| mean += hours / HOURS_PER_MONTH * replicas);
        mean
    }

    /// Nodes of a month on average.
    pub fn mean_nodes(&self, month: u32) -> f64 {
        if self.per_node == 1 {
            return self.replicas(month);
        }
        let mut mean = 0.0;
        self.each_hour(month, |hours, _, nodes| mean += hours / HOURS_PER_MONTH * nodes);
        mean
    }

    /// Requests of a month.
    pub fn requests(&self, month: u32) -> f64 {
        let (level, events) = (self.level(month), self.events(month));
        let hours = events.1.len() as f64;
        let each = weight(hours);
        let usual = self.mean.load;
        let of_events = events.1.iter().map(|hour| hour.load).sum::<f64>() * events.0;
        3600.0 * (usual * level * (HOURS_PER_MONTH - each * hours) + of_events * each)
    }

    /// Replicas in an hour of the usual week of a month, from Monday 00:00; events are not in it.
    pub fn usual(&self, month: u32, hour: usize) -> f64 {
        if self.follows {
            self.week.get(hour).map_or(0.0, |usual| self.bounded(usual.replicas * self.level(month), month))
        } else {
            self.fixed_in(month)
        }
    }

    /// Replicas in an hour of an event of a month, of as many as [`Self::n_events`] says.
    pub fn event(&self, month: u32, place: usize) -> f64 {
        if !self.follows {
            return self.fixed_in(month);
        }
        let (factor, events) = self.events(month);
        events.get(place).map_or(0.0, |hour| self.bounded(hour.replicas * factor, month))
    }

    /// Hours of events in a month.
    pub fn n_events(&self, month: u32) -> usize {
        self.events(month).1.len()
    }

    /// Replicas in an hour counted from the plan's start.
    pub fn at(&self, hour: usize) -> f64 {
        let middle = hour as f64 * 3600.0 + 1800.0;
        let month = (middle / (DAYS_PER_MONTH * SECONDS_PER_DAY)) as u32;
        if self.follows {
            self.bounded(self.replicas_at(hour, self.curve.load_at(middle)), month)
        } else {
            self.fixed_in(month)
        }
    }

    /// Tells of each kind of hour of a month: how many hours, replicas, nodes.
    pub fn each_hour(&self, month: u32, mut tell: impl FnMut(f64, f64, f64)) {
        if !self.follows {
            let replicas = self.fixed_in(month);
            return tell(HOURS_PER_MONTH, replicas, self.nodes_of(replicas));
        }
        let (factor, events) = self.events(month);
        let (level, count) = (self.level(month), events.len() as f64);
        let each = weight(count);
        let usual = (HOURS_PER_MONTH - each * count) / HOURS_PER_WEEK as f64;
        if usual > 0.0 {
            for replicas in &self.sorted {
                let replicas = self.bounded(replicas * level, month);
                tell(usual, replicas, self.nodes_of(replicas));
            }
        }
        for hour in events {
            let replicas = self.bounded(hour.replicas * factor, month);
            tell(each, replicas, self.nodes_of(replicas));
        }
    }

    /// Whole nodes for some replicas; as many as replicas where one fits a node.
    pub fn nodes_of(&self, replicas: f64) -> f64 {
        if self.per_node == 1 { replicas } else { f64::from(ceil_count(replicas / f64::from(self.per_node))) }
    }

    fn bounded(&self, replicas: f64, month: u32) -> f64 {
        replicas.max(self.fewest).min(self.most_in(month))
    }

    /// Most replicas in a month: what the policy and the region allow, and what is ordered.
    fn most_in(&self, month: u32) -> f64 {
        let ordered = self.ordered.iter().take_while(|(from, _)| *from <= month).last();
        ordered.map_or(self.most, |(_, ordered)| self.most.min(*ordered))
    }

    /// Replicas of a fleet of fixed size at the start.
    pub fn fixed(&self) -> f64 {
        self.fixed
    }

    /// Replicas of a fleet of fixed size in a month.
    pub fn fixed_in(&self, month: u32) -> f64 {
        enlarged(&self.steps, self.fixed, month)
    }

    /// Growth in the middle of a month.
    fn level(&self, month: u32) -> f64 {
        self.levels.get(month as usize).copied().unwrap_or_else(|| level(self.growth, month))
    }

    /// The hours of events of a month, and by how much they have grown since they were looked at.
    fn events(&self, month: u32) -> (f64, &[EventHour]) {
        fn hours(months: &[Vec<EventHour>], at: usize) -> &[EventHour] {
            months.get(at).map_or(&[], Vec::as_slice)
        }
        let Some(beyond) = (month as usize).checked_sub(MONTHS_OF_EVENTS) else {
            return (1.0, hours(&self.events, month as usize));
        };
        let like = MONTHS_OF_EVENTS - 12 + beyond % 12;
        (ratio(self.level(month), self.level(like as u32)), hours(&self.yearly, beyond % 12))
    }

    fn replicas_at(&self, hour: usize, load: f64) -> f64 {
        let usual = self.week[(hour + self.offset) % HOURS_PER_WEEK];
        if usual.load > 0.0 { usual.replicas * (load / usual.load) } else { usual.replicas }
    }

    /// Looks at each hour of events: all in the years of the load curve, and of its last year those that come every year.
    fn look_at(&mut self, spans: &[EventSpan]) {
        let yearly: Vec<EventSpan> = spans.iter().filter(|span| span.is_yearly).copied().collect();
        let last_year = |mut months: Vec<Vec<EventHour>>| months.split_off(months.len().min(MONTHS_OF_EVENTS - 12));
        self.events = self.events_of(spans);
        self.yearly =
            last_year(if yearly.len() == spans.len() { self.events.clone() } else { self.events_of(&yearly) });
    }

    fn events_of(&self, spans: &[EventSpan]) -> Vec<Vec<EventHour>> {
        let mut months: Vec<Vec<EventHour>> = Vec::new();
        let month_of = |hour: usize| (hour as f64 / (24.0 * DAYS_PER_MONTH)) as usize;
        let mut next = 0_usize;
        for EventSpan { start, end, .. } in spans {
            let first = ((start / 3600.0).max(0.0) as usize).max(next);
            let last = libm::ceil(end / 3600.0).max(0.0) as usize;
            for hour in first..last {
                let month = month_of(hour);
                if month >= MONTHS_OF_EVENTS {
                    break;
                }
                if months.len() <= month {
                    months.resize(month + 1, Vec::new());
                }
                let load = self.curve.load_at(hour as f64 * 3600.0 + 1800.0);
                months[month].push(EventHour { load, replicas: self.replicas_at(hour, load) });
            }
            next = next.max(last);
        }
        months
    }
}

/// Growth in the middle of a month.
fn level(growth: Growth, month: u32) -> f64 {
    growth.factor_after(((f64::from(month) + 0.5) * DAYS_PER_MONTH) as i32)
}

/// Hours that an hour of an event counts for, where a month has so many of them.
pub(super) fn weight(events: f64) -> f64 {
    if events > HOURS_PER_MONTH { HOURS_PER_MONTH / events } else { 1.0 }
}

fn ratio(now: f64, before: f64) -> f64 {
    if before > 0.0 { now / before } else { 1.0 }
}

/// Load and replicas of each hour of the usual week at the level of the plan's start.
fn week(basis: &FleetBasis<'_>, offset: usize) -> Vec<EventHour> {
    let mut seen = vec![(0.0, 0.0, 0.0); HOURS_PER_WEEK];
    for hour in basis.hours {
        let place = (((hour.start + 1.0) / 3600.0) as usize + offset) % HOURS_PER_WEEK;
        let (load, replicas, n) = &mut seen[place];
        (*load, *replicas, *n) = (*load + hour.load, *replicas + hour.replicas, *n + 1.0);
    }
    let level = basis.hours.first().map_or(1.0, |hour| basis.curve.growth_at(hour.start));
    let hour = |place: usize| {
        let begin = place as f64 * 3600.0;
        let quarters = (0..4).map(|quarter| basis.curve.usual_load_at(begin + 450.0 + 900.0 * f64::from(quarter)));
        let load = quarters.sum::<f64>() / 4.0;
        let (mut seen_load, mut replicas) = match seen[place] {
            (load, replicas, n) if n > 0.0 => (load / n, replicas / n),
            _ => (0.0, 0.0),
        };
        if seen[place].2 == 0.0 {
            let distance = |hour: &FleetHour| (hour.load - load * level).abs();
            let nearest = basis.hours.iter().min_by(|one, other| distance(one).total_cmp(&distance(other)));
            (seen_load, replicas) = nearest.map_or((0.0, 0.0), |hour| (hour.load, hour.replicas));
        }
        let replicas = if seen_load > 0.0 { replicas * (load / seen_load) } else { replicas };
        EventHour { load, replicas }
    };
    (0..HOURS_PER_WEEK).map(hour).collect()
}

impl FleetBasis<'_> {
    /// Most replicas that the policy and the region allow.
    fn most(&self) -> f64 {
        let max = self.policy.max.map(|max| max.get());
        max.into_iter().chain(self.limit).min().map_or(1e15, f64::from)
    }
}

/// What is ordered from which month on, as growth enlarges what is planned.
fn ordered(basis: &FleetBasis<'_>) -> Vec<(u32, f64)> {
    let in_month = |month: u32| f64::from(ordered_in(basis.sizing, basis.policy, basis.bounds.min, month));
    let months = std::iter::once(0).chain(basis.sizing.steps.iter().map(|(month, _)| *month));
    months.map(|month| (month, in_month(month))).collect()
}

/// When a fleet of fixed size is enlarged, and to how many.
fn steps(basis: &FleetBasis<'_>, fixed: f64) -> Vec<(u32, f64)> {
    let sizing = basis.sizing;
    let outgrown = Outgrown {
        carrying: sizing.carrying,
        spares: sizing.replicas.saturating_sub(sizing.carrying),
        limit: sizing.runway.limit,
        peak: basis.peak,
        growth: basis.growth,
        most: basis.most(),
    };
    outgrown.steps(fixed)
}
