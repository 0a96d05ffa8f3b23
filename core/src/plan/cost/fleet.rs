//! The fleet of the months to come: how many nodes in how many hours, from the simulated period and the load.

use crate::base::numeric::ceil_count;
use crate::base::time::HOURS_PER_MONTH;
use crate::base::time::HOURS_PER_WEEK;
use crate::base::time::{DAYS_PER_MONTH, SECONDS_PER_DAY};
use crate::formulas::buying::LoadDuration;
use crate::plan::demand::LoadCurve;
use crate::plan::scaling::{Bounds, FleetHour};
use crate::plan::scenario::demand::Growth;
use crate::plan::scenario::scaling::PolicyChoice;
use crate::plan::scenario::scaling::Rule;
use crate::plan::sizing::SizingPlan;

/// Months whose events are known: those of the load curve's three years.
const MONTHS_OF_EVENTS: usize = 36;
/// Longest forecast, months: a term of three years that begins in the fifth year.
const MAX_MONTHS: u32 = 96;

/// What [`FleetForecast::new`] starts from.
#[derive(Clone, Copy, Debug)]
pub struct FleetBasis<'a> {
    /// What the simulated hours took.
    pub hours: &'a [FleetHour],
    /// The active policy.
    pub policy: &'a PolicyChoice,
    /// Between how many replicas it chose.
    pub bounds: Bounds,
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

/// A month in which a fleet that does not follow its load is enlarged.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct FleetStep {
    /// The month, from 0.
    pub month: u32,
    /// Replicas from then on.
    pub replicas: f64,
    /// How many more that is.
    pub added: f64,
}

/// An hour of an event.
#[derive(Clone, Copy, Debug, PartialEq)]
struct EventHour {
    load: f64,
    replicas: f64,
}

/// Nodes in the hours of a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct MonthOfNodes {
    /// On average.
    pub mean: f64,
    /// Fewest.
    pub fewest: f64,
    /// Most.
    pub most: f64,
}

/// How many nodes are paid for in which hours of the months to come.
///
/// A month has 730 hours: those of its events, and for the rest the hours of the usual week alike.
/// A fleet that follows its load has in such an hour
/// `replicas = min(max(c_w · λ/λ_w, min), max)`, where `w` is the hour of the simulated period with the
/// same weekday and time, or where the period has none the one whose load was nearest, `λ_w` the load
/// and `c_w` the replicas paid for then; growth counts as of the middle of the month. A fleet of a fixed
/// size stays so until growth reaches the limit of the sizing, and is then sized anew.
/// On nodes of `k` replicas an hour has `⌈replicas / k⌉` nodes, for `k = 1` as many as replicas on average.
///
/// # Assumptions
///
/// `year-of-weeks`, `whole-nodes`, `resized-by-growth`
#[derive(Clone, Debug, PartialEq)]
pub struct FleetForecast {
    follows: bool,
    per_node: u32,
    fewest: f64,
    most: f64,
    growth: Growth,
    /// Load and replicas of each hour of the usual week, from Monday 00:00, at the level of the plan's start.
    week: Vec<EventHour>,
    /// The replicas of these hours, the fewest first: so each month's levels come sorted.
    sorted: Vec<f64>,
    /// Means of the week: load and replicas.
    mean: EventHour,
    /// By month, as far as the load curve goes.
    events: Vec<Vec<EventHour>>,
    /// Replicas of a fleet that does not follow its load, at the start.
    fixed: f64,
    steps: Vec<FleetStep>,
    /// Hours from Monday 00:00 to the plan's start.
    offset: usize,
}

impl FleetForecast {
    /// The forecast of a service.
    pub fn new(basis: &FleetBasis<'_>) -> Self {
        let rules = &basis.policy.rules;
        let follows = rules.iter().any(|rule| !matches!(rule, Rule::Static(_)));
        let offset = (basis.curve.week_offset() / 3600.0) as usize % HOURS_PER_WEEK;
        let mean = basis.hours.iter().map(|hour| hour.replicas).sum::<f64>() / basis.hours.len().max(1) as f64;
        let mut forecast = Self {
            follows,
            per_node: basis.replicas_per_node.max(1),
            fewest: f64::from(basis.bounds.min),
            most: basis.policy.max.map_or(f64::INFINITY, |max| f64::from(max.get())).min(1e15),
            growth: basis.growth,
            week: Vec::new(),
            sorted: Vec::new(),
            mean: EventHour { load: 0.0, replicas: 0.0 },
            events: Vec::new(),
            fixed: mean,
            steps: if follows { Vec::new() } else { steps(basis, mean) },
            offset,
        };
        forecast.week = week(basis, offset);
        forecast.sorted = forecast.week.iter().map(|hour| hour.replicas).collect();
        forecast.sorted.sort_unstable_by(f64::total_cmp);
        let mean = |of: fn(&EventHour) -> f64| forecast.week.iter().map(of).sum::<f64>() / HOURS_PER_WEEK as f64;
        forecast.mean = EventHour { load: mean(|hour| hour.load), replicas: mean(|hour| hour.replicas) };
        forecast.events = forecast.events_of(basis.curve);
        forecast
    }

    /// Whether the fleet follows its load.
    pub fn follows(&self) -> bool {
        self.follows
    }

    /// Replicas on a node.
    pub fn replicas_per_node(&self) -> u32 {
        self.per_node
    }

    /// The months in which a fleet of fixed size is enlarged.
    pub fn steps(&self) -> &[FleetStep] {
        &self.steps
    }

    /// The same fleet on nodes of another size.
    #[must_use]
    pub fn on_nodes_of(mut self, replicas: u32) -> Self {
        self.per_node = replicas.max(1);
        self
    }

    /// Nodes of a month.
    pub fn nodes(&self, month: u32) -> MonthOfNodes {
        let mut nodes = MonthOfNodes { fewest: f64::INFINITY, ..MonthOfNodes::default() };
        self.each_hour(month, |hours, _, count| {
            nodes.mean += hours / HOURS_PER_MONTH * count;
            nodes.fewest = nodes.fewest.min(count);
            nodes.most = nodes.most.max(count);
        });
        if nodes.fewest > nodes.most { MonthOfNodes::default() } else { nodes }
    }

    /// Replicas of a month on average.
    pub fn replicas(&self, month: u32) -> f64 {
        if !self.follows {
            return self.fixed_in(month);
        }
        let (level, (factor, events)) = (self.level(month), self.events(month));
        let (least, most) = (self.sorted.first().copied(), self.sorted.last().copied());
        let is_free =
            least.is_none_or(|least| least * level >= self.fewest) && most.is_none_or(|most| most * level <= self.most);
        if is_free {
            // Where no bound is met the mean of the week grows as it is.
            let each = weight(events.len() as f64);
            let of_events = events.iter().map(|hour| self.bounded(hour.replicas * factor)).sum::<f64>() * each;
            let usual = HOURS_PER_MONTH - each * events.len() as f64;
            return (usual * level * self.mean.replicas + of_events) / HOURS_PER_MONTH;
        }
        let mut mean = 0.0;
        self.each_hour(month, |hours, replicas, _| mean += hours / HOURS_PER_MONTH * replicas);
        mean
    }

    /// Nodes of a month on average.
    pub fn mean_nodes(&self, month: u32) -> f64 {
        if self.per_node == 1 { self.replicas(month) } else { self.beyond(month, 0.0) }
    }

    /// Nodes of a month beyond a level, on average: `Σ max(0, d − C) / 730`.
    pub fn beyond(&self, month: u32, level: f64) -> f64 {
        let mut mean = 0.0;
        self.each_hour(month, |hours, _, count| mean += hours / HOURS_PER_MONTH * (count - level).max(0.0));
        mean
    }

    /// For how many hours how many nodes are in use, over some months; `None` without months.
    pub fn curve(&self, from: u32, months: u32) -> Option<LoadDuration> {
        let mut points = Vec::with_capacity(if self.follows { months as usize * HOURS_PER_WEEK } else { 8 });
        for month in from..from.saturating_add(months.min(MAX_MONTHS)) {
            self.each_hour(month, |hours, _, count| points.push((count, hours)));
        }
        LoadDuration::from_weighted(points)
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

    /// Nodes in each hour of the usual week of a month, from Monday 00:00; events are not in it.
    pub fn usual_week(&self, month: u32) -> Vec<f64> {
        if self.follows {
            let level = self.level(month);
            self.week.iter().map(|hour| self.nodes_of(self.bounded(hour.replicas * level))).collect()
        } else {
            vec![self.nodes_of(self.fixed_in(month)); HOURS_PER_WEEK]
        }
    }

    /// Nodes in each of `n` hours from one counted from the plan's start, for a chart.
    pub fn by_hour(&self, curve: &LoadCurve, first: u32, n: usize) -> Vec<f64> {
        let at = |place: usize| {
            let hour = first as usize + place;
            let middle = hour as f64 * 3600.0 + 1800.0;
            if self.follows {
                self.nodes_of(self.replicas_at(hour, curve.load_at(middle)))
            } else {
                self.nodes_of(self.fixed_in((middle / (DAYS_PER_MONTH * SECONDS_PER_DAY)) as u32))
            }
        };
        (0..n).map(at).collect()
    }

    /// Tells of each kind of hour of a month: how many hours, replicas, nodes.
    fn each_hour(&self, month: u32, mut tell: impl FnMut(f64, f64, f64)) {
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
                let replicas = self.bounded(replicas * level);
                tell(usual, replicas, self.nodes_of(replicas));
            }
        }
        for hour in events {
            let replicas = self.bounded(hour.replicas * factor);
            tell(each, replicas, self.nodes_of(replicas));
        }
    }

    fn nodes_of(&self, replicas: f64) -> f64 {
        if self.per_node == 1 { replicas } else { f64::from(ceil_count(replicas / f64::from(self.per_node))) }
    }

    fn bounded(&self, replicas: f64) -> f64 {
        replicas.max(self.fewest).min(self.most)
    }

    fn fixed_in(&self, month: u32) -> f64 {
        let last = self.steps.iter().take_while(|step| step.month <= month).last();
        last.map_or(self.fixed, |step| step.replicas)
    }

    /// Growth in the middle of a month.
    fn level(&self, month: u32) -> f64 {
        self.growth.factor_after(((f64::from(month) + 0.5) * DAYS_PER_MONTH) as i32)
    }

    /// The hours of events of a month, and by how much they have grown since they were looked at.
    fn events(&self, month: u32) -> (f64, &[EventHour]) {
        let mut like = month as usize;
        while like >= MONTHS_OF_EVENTS {
            like -= 12;
        }
        let grown = if like == month as usize { 1.0 } else { ratio(self.level(month), self.level(like as u32)) };
        (grown, self.events.get(like).map_or(&[][..], Vec::as_slice))
    }

    fn replicas_at(&self, hour: usize, load: f64) -> f64 {
        let usual = self.week[(hour + self.offset) % HOURS_PER_WEEK];
        let replicas = if usual.load > 0.0 { usual.replicas * (load / usual.load) } else { usual.replicas };
        self.bounded(replicas)
    }

    fn events_of(&self, curve: &LoadCurve) -> Vec<Vec<EventHour>> {
        let mut months: Vec<Vec<EventHour>> = Vec::new();
        let month_of = |hour: usize| (hour as f64 / (24.0 * DAYS_PER_MONTH)) as usize;
        let mut next = 0_usize;
        for (start, end) in curve.event_spans() {
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
                let load = curve.load_at(hour as f64 * 3600.0 + 1800.0);
                months[month].push(EventHour { load, replicas: self.replicas_at(hour, load) });
            }
            next = next.max(last);
        }
        months
    }
}

/// Hours that an hour of an event counts for, where a month has so many of them.
fn weight(events: f64) -> f64 {
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

/// When a fleet of fixed size is enlarged, and to how many.
fn steps(basis: &FleetBasis<'_>, fixed: f64) -> Vec<FleetStep> {
    let (sizing, mut steps) = (basis.sizing, Vec::new());
    let (carrying, spare) = (f64::from(sizing.carrying), f64::from(sizing.replicas - sizing.carrying));
    let sized = carrying + spare;
    if carrying <= 0.0 || basis.growth.monthly.get() <= 0.0 || basis.peak <= 0.0 {
        return steps;
    }
    // A number that was stated instead of the sized one is taken for its share of it.
    let share = fixed / sized;
    let (mut limit, mut replicas) = (sizing.runway.limit, fixed);
    for month in 0..MAX_MONTHS {
        let level = basis.growth.factor_after(((f64::from(month) + 1.0) * DAYS_PER_MONTH) as i32);
        if basis.peak * level <= limit {
            continue;
        }
        let needed = f64::from(ceil_count(carrying * level)).max(carrying * level);
        let wanted = ((needed + spare) * share).max(replicas);
        limit = (sizing.runway.limit * (needed / carrying)).max(basis.peak * level);
        if wanted > replicas {
            steps.push(FleetStep { month, replicas: wanted, added: wanted - replicas });
            replicas = wanted;
        }
    }
    steps
}
