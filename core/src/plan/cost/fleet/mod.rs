//! The fleet of the months to come: how many nodes in how many hours, from the simulated period and the load.

mod lots;
mod means;
mod pooled;
mod region;

pub use lots::OrderedLot;
pub use region::FleetBasis;

use crate::base::id::RegionId;
use crate::base::time::{HOURS_PER_MONTH, HOURS_PER_WEEK};
use crate::formulas::buying::LoadDuration;
use crate::machines::mix::NodeMix;
use crate::plan::demand::EventSpan;
use crate::plan::places::StandingBy;
use crate::plan::sizing::enlarged::MAX_MONTHS;
use means::{Means, MonthMeans};
use region::{RegionForecast, weight};
use std::sync::Arc;

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

/// How many nodes are paid for in which hours of the months to come, in all regions that serve.
///
/// A month has 730 hours: those of its events, and for the rest the hours of the usual week alike.
/// A fleet that follows its load has in such an hour of a region
/// `replicas = min(max(c_w · λ/λ_w, min), max)`, where `w` is the hour of the simulated period with the
/// same weekday and time, or where the period has none the one whose load was nearest, `λ_w` the load
/// and `c_w` the replicas paid for then; growth counts as of the middle of the month. A fleet of a fixed
/// size stays so until growth reaches the limit of the sizing, and is then sized anew.
/// With a lead time it has at most what is ordered: as planned, and as growth enlarges that. What is ordered for events is
/// beside it, in full while it is there.
/// On nodes of `k` replicas an hour of a region has `⌈replicas / k⌉` nodes, for `k = 1` as many as replicas on average;
/// those of several regions in the same hour add up. Where services [share](Self::pooled) their nodes, an hour of a region
/// has as many as [all their replicas](NodeMix::nodes) need together.
///
/// # Assumptions
///
/// `year-of-weeks`, `whole-nodes`, `resized-by-growth`
#[derive(Clone, Debug, PartialEq)]
pub struct FleetForecast {
    regions: Arc<Vec<RegionForecast>>,
    steps: Vec<FleetStep>,
    lots: Vec<OrderedLot>,
    means: Means,
    /// Where services share nodes: what each replica takes of one.
    mix: Option<Arc<NodeMix>>,
}

impl FleetForecast {
    /// The forecast of a service in one or several regions.
    pub fn new(regions: &[FleetBasis<'_>]) -> Self {
        let mut spans: Vec<EventSpan> = regions.iter().flat_map(|basis| basis.curve.event_spans()).collect();
        spans.sort_by(|one, other| one.start.total_cmp(&other.start));
        let forecasts: Vec<RegionForecast> = regions.iter().map(|basis| RegionForecast::new(basis, &spans)).collect();
        let lots =
            regions.iter().zip(&forecasts).flat_map(|(basis, row)| OrderedLot::all(basis, row.follows)).collect();
        Self { steps: steps(&forecasts), regions: Arc::new(forecasts), lots, means: Means::default(), mix: None }
    }

    /// The same with what is ordered for events where the service only stands by, as where it serves.
    #[must_use]
    pub fn with_standby(mut self, serving: &[FleetBasis<'_>], standby: &[StandingBy]) -> Self {
        if serving.first().is_some_and(|basis| basis.has_lead_time || !self.follows()) {
            self.lots.extend(standby.iter().flat_map(OrderedLot::standing_by));
        }
        self
    }

    /// Whether the fleet follows its load.
    pub fn follows(&self) -> bool {
        self.regions.iter().any(|region| region.follows)
    }

    /// Replicas on a node.
    pub fn replicas_per_node(&self) -> u32 {
        self.regions.first().map_or(1, |region| region.per_node)
    }

    /// Its regions, each with the replica-hours that were paid for in the simulated period; where services share nodes,
    /// with the node-hours that these take by what they request.
    pub fn paid(&self) -> Vec<(Option<RegionId>, f64)> {
        let weight = |row: &RegionForecast| self.mix.as_ref().map_or(1.0, |mix| mix.share(row.member));
        let mut paid: Vec<(Option<RegionId>, f64)> = Vec::with_capacity(self.regions.len());
        for row in self.regions.iter() {
            let hours = row.paid * weight(row);
            match paid.last_mut().filter(|(region, _)| *region == row.region) {
                Some((_, sum)) => *sum += hours,
                None => paid.push((row.region, hours)),
            }
        }
        paid
    }

    /// The same fleet in some of its regions only.
    #[must_use]
    pub fn only(&self, keep: impl Fn(Option<RegionId>) -> bool) -> Self {
        let regions: Vec<RegionForecast> = self.regions.iter().filter(|region| keep(region.region)).cloned().collect();
        let lots = self.lots.iter().filter(|lot| keep(lot.region)).cloned().collect();
        Self {
            steps: steps(&regions),
            regions: Arc::new(regions),
            lots,
            means: Means::default(),
            mix: self.mix.clone(),
        }
    }

    /// What is ordered for events, which is bought by itself.
    pub fn lots(&self) -> &[OrderedLot] {
        &self.lots
    }

    /// Replicas that are there for events at some time of a month, in all regions.
    pub fn lots_in(&self, month: u32) -> u32 {
        let there = self.lots.iter().filter_map(|lot| Some(lot.in_month(month)?.replicas));
        there.fold(0, u32::saturating_add)
    }

    /// The months in which a fleet of fixed size is enlarged.
    pub fn steps(&self) -> &[FleetStep] {
        &self.steps
    }

    /// The same fleet on nodes of another size.
    #[must_use]
    pub fn on_nodes_of(mut self, replicas: u32) -> Self {
        Arc::make_mut(&mut self.regions).iter_mut().for_each(|region| region.per_node = replicas.max(1));
        self.means = Means::default();
        self
    }

    /// Nodes of a month.
    pub fn nodes(&self, month: u32) -> MonthOfNodes {
        let mut nodes = MonthOfNodes { fewest: f64::INFINITY, ..MonthOfNodes::default() };
        self.each_hour(month, |hours, count| {
            nodes.mean += hours / HOURS_PER_MONTH * count;
            nodes.fewest = nodes.fewest.min(count);
            nodes.most = nodes.most.max(count);
        });
        if nodes.fewest > nodes.most { MonthOfNodes::default() } else { nodes }
    }

    fn means(&self, month: u32) -> MonthMeans {
        self.means.of(month, || {
            let replicas = self.regions.iter().map(|region| region.replicas(month)).sum();
            MonthMeans {
                replicas,
                nodes: if self.is_node_each() { replicas } else { self.above(month, 0.0) },
                requests: self.regions.iter().map(|region| region.requests(month)).sum(),
            }
        })
    }

    /// Replicas of a month on average.
    pub fn replicas(&self, month: u32) -> f64 {
        self.means(month).replicas
    }

    /// Nodes of a month on average.
    pub fn mean_nodes(&self, month: u32) -> f64 {
        self.means(month).nodes
    }

    /// Nodes of a month on average in one of its regions, where the service has its own.
    pub fn mean_nodes_in(&self, region: RegionId, month: u32) -> f64 {
        self.regions.iter().filter(|row| row.region == Some(region)).map(|row| row.mean_nodes(month)).sum()
    }

    /// Nodes of a month beyond a level, on average: `Σ max(0, d − C) / 730`.
    pub fn beyond(&self, month: u32, level: f64) -> f64 {
        self.means.beyond(month, level, || self.above(month, level))
    }

    fn above(&self, month: u32, level: f64) -> f64 {
        let mut mean = 0.0;
        self.each_hour(month, |hours, count| mean += hours / HOURS_PER_MONTH * (count - level).max(0.0));
        mean
    }

    /// For how many hours how many nodes are in use, over some months; `None` without months.
    pub fn curve(&self, from: u32, months: u32) -> Option<LoadDuration> {
        let mut points = Vec::with_capacity(if self.follows() { months as usize * HOURS_PER_WEEK } else { 8 });
        for month in from..from.saturating_add(months.min(MAX_MONTHS)) {
            self.each_hour(month, |hours, count| points.push((count, hours)));
        }
        LoadDuration::from_weighted(points)
    }

    /// Requests of a month.
    pub fn requests(&self, month: u32) -> f64 {
        self.means(month).requests
    }

    /// Nodes in each hour of the usual week of a month, from Monday 00:00; events are not in it.
    pub fn usual_week(&self, month: u32) -> Vec<f64> {
        if let Some(mix) = &self.mix {
            return pooled::nodes_of_each(mix, &self.regions, HOURS_PER_WEEK, |row, hour| row.usual(month, hour));
        }
        (0..HOURS_PER_WEEK).map(|hour| self.nodes_where(|region| region.usual(month, hour))).collect()
    }

    /// Nodes in each of `n` hours from one counted from the plan's start; what is ordered for events is not in it.
    pub fn by_hour(&self, first: u32, n: usize) -> Vec<f64> {
        if let Some(mix) = &self.mix {
            return pooled::nodes_of_each(mix, &self.regions, n, |row, place| row.at(first as usize + place));
        }
        (0..n).map(|place| self.nodes_where(|region| region.at(first as usize + place))).collect()
    }

    /// Whether each replica counts as a node.
    fn is_node_each(&self) -> bool {
        self.mix.is_none() && self.replicas_per_node() == 1
    }

    /// Nodes of all regions where each has some replicas.
    fn nodes_where(&self, replicas: impl Fn(&RegionForecast) -> f64) -> f64 {
        if let Some(mix) = &self.mix {
            return pooled::nodes_of_each(mix, &self.regions, 1, |row, _| replicas(row)).iter().sum();
        }
        self.regions.iter().map(|region| region.nodes_of(replicas(region))).sum()
    }

    /// Tells of each kind of hour of a month: how many hours, how many nodes.
    fn each_hour(&self, month: u32, mut tell: impl FnMut(f64, f64)) {
        let (([first, _, ..], _) | ([first], true)) = (self.regions.as_slice(), self.mix.is_some()) else {
            return self.regions.iter().for_each(|only| only.each_hour(month, |hours, _, nodes| tell(hours, nodes)));
        };
        if !self.follows() {
            return tell(HOURS_PER_MONTH, self.nodes_where(|region| region.fixed_in(month)));
        }
        // The same hours of events in every region.
        let events = first.n_events(month);
        let each = weight(events as f64);
        let usual = (HOURS_PER_MONTH - each * events as f64) / HOURS_PER_WEEK as f64;
        let usual_hours = if usual > 0.0 { HOURS_PER_WEEK } else { 0 };
        if let Some(mix) = &self.mix {
            // Packing takes a while, and the bill asks for a month again and again.
            let find = || {
                let of_week = |row: &RegionForecast, hour| row.usual(month, hour);
                let of_events = |row: &RegionForecast, place| row.event(month, place);
                let week = pooled::nodes_of_each(mix, &self.regions, usual_hours, of_week).into_iter();
                let of_events = pooled::nodes_of_each(mix, &self.regions, events, of_events).into_iter();
                week.map(|nodes| (usual, nodes)).chain(of_events.map(|nodes| (each, nodes))).collect()
            };
            return self.means.hours(month, find, |all| all.iter().for_each(|(hours, nodes)| tell(*hours, *nodes)));
        }
        (0..usual_hours).for_each(|hour| tell(usual, self.nodes_where(|region| region.usual(month, hour))));
        (0..events).for_each(|place| tell(each, self.nodes_where(|region| region.event(month, place))));
    }
}

/// The months in which some region is enlarged, with the replicas of all.
fn steps(regions: &[RegionForecast]) -> Vec<FleetStep> {
    let mut months: Vec<u32> = regions.iter().flat_map(|region| &region.steps).map(|(month, _)| *month).collect();
    months.sort_unstable();
    months.dedup();
    let in_month = |month: u32| regions.iter().map(|region| region.fixed_in(month)).sum::<f64>();
    let step = |month: u32| {
        let (replicas, before) = (
            in_month(month),
            month.checked_sub(1).map_or_else(|| regions.iter().map(RegionForecast::fixed).sum(), in_month),
        );
        FleetStep { month, replicas, added: replicas - before }
    };
    months.into_iter().map(step).collect()
}
