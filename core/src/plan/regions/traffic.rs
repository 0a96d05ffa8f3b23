//! The load of every region's users over the week, each on its own clock, and who serves them.

use crate::base::id::RegionId;
use crate::base::time::{HOURS_PER_WEEK as HOURS, WEEKDAYS};
use crate::formulas::regions::{Permissions, RegionSet, ResidencyRule};
use crate::machines::places::round_trip;
use crate::plan::demand::{Clock, LoadCurve};
use crate::plan::scenario::limits::Caps;
use crate::plan::scenario::regions::PlanRegion;
use crate::plan::scenario::regions::{Overflow, ServiceRegions, Strategy};
use crate::plan::scenario::sizing::SizingInputs;
use std::cmp::Ordering;

/// Quarters of a week.
const QUARTERS: usize = 4 * HOURS;
/// More regions, or more of them lost at once, are looked at over the busiest day only.
const MOST_REGIONS_OVER_THE_WEEK: usize = 6;

/// Who uses a service when, who may serve them, who does while nothing is lost, and how far that is.
///
/// Regions are places in the list of the plan; those that only have users serve nobody.
#[derive(Clone, Debug, PartialEq)]
pub struct Traffic {
    /// Regions in which it may run.
    pub hosts: RegionSet,
    /// For the users of each region, the regions that may serve them.
    pub permissions: Permissions,
    /// Share of all users, by region.
    pub shares: Vec<f64>,
    /// Load of each region's users in each hour, the highest within it, requests/s.
    pub loads: Vec<Vec<f64>>,
    /// Share of the users of a region (rows) that each region (columns) serves while nothing is lost.
    pub served: Vec<Vec<f64>>,
    /// Round trip from the users of each region (rows) to each region (columns), seconds.
    pub latency: Vec<Vec<f64>>,
    /// Whether that was estimated from the distance.
    pub estimated: Vec<Vec<bool>>,
    /// Hour of the week of the first hour looked at, from Monday 00:00.
    pub first_hour: usize,
    /// Whether hours are UTC, since regions have clocks of their own.
    pub is_utc: bool,
    /// How far the clock of each region is ahead of the plan's, in seconds.
    pub(super) ahead: Vec<f64>,
    /// Pairs of users and serving region, the nearest first.
    pub(super) nearest: Vec<(usize, usize)>,
    /// Where the users of a lost region go.
    pub(super) overflow: Overflow,
}

impl Traffic {
    /// The usual week of a service, as it is at the plan's start.
    ///
    /// `λ_r(t) = share_r · λ(t + offset_r)` where the day follows each region's clock, and
    /// `share_r · λ(t)` where it does not. The load of an hour is the highest within it.
    ///
    /// # Assumptions
    ///
    /// `usual-week`, `standard-time`; `busiest-day` for more than six regions or two of them lost.
    pub fn new(
        regions: &[PlanRegion],
        stated: &ServiceRegions,
        caps: &Caps,
        sizing: &SizingInputs,
        curve: &LoadCurve,
    ) -> Self {
        let places: Vec<_> = regions.iter().map(|region| region.place.region()).collect();
        let hosts: RegionSet = hosting(regions).iter().filter(|at| stated.runs_in(regions[*at].id)).collect();
        let mut latency = vec![vec![0.0; regions.len()]; regions.len()];
        let mut estimated = vec![vec![true; regions.len()]; regions.len()];
        for users in 0..regions.len() {
            for other in 0..=users {
                let trip =
                    places[users].as_ref().zip(places[other].as_ref()).map(|(one, other)| round_trip(one, other));
                // Half the way round the Earth, where nobody knows the place.
                let (seconds, is_estimate) = trip.map_or((0.288, true), |trip| (trip.seconds(), trip.is_estimate()));
                (latency[users][other], latency[other][users]) = (seconds, seconds);
                (estimated[users][other], estimated[other][users]) = (is_estimate, is_estimate);
            }
        }
        let permissions = permissions(regions, stated, hosts);
        let shares = shares(regions, stated, hosts);
        let offsets: Vec<f64> = places.iter().map(|place| place.map_or(0.0, |place| place.utc_offset)).collect();
        // Whole quarters of an hour.
        let ahead = |offset: &f64| if stated.local_time { libm::round(offset * 4.0) * 900.0 } else { 0.0 };
        let ahead: Vec<f64> = offsets.iter().map(ahead).collect();
        let loads = loads(curve, &shares, &ahead);
        let mut nearest: Vec<(usize, usize)> = Vec::new();
        for users in 0..regions.len() {
            nearest.extend(permissions.of(users).iter().map(|to| (users, to)));
        }
        nearest.sort_by(|&(a, b), &(c, d)| latency[a][b].partial_cmp(&latency[c][d]).unwrap_or(Ordering::Equal));
        let served = served(regions, stated, &permissions, &latency);
        let mut traffic = Self {
            hosts,
            permissions,
            shares,
            loads,
            served,
            latency,
            estimated,
            first_hour: 0,
            is_utc: stated.local_time,
            ahead,
            nearest,
            overflow: stated.overflow,
        };
        if stated.overflow == Overflow::NearestWithRoom {
            traffic.weigh_by_room(&rooms(regions, stated, caps, sizing));
        }
        if hosts.len() > MOST_REGIONS_OVER_THE_WEEK || stated.survive.get() > 1 {
            traffic.keep_busiest_day();
        }
        traffic
    }

    /// The users whom a region serves while nothing is lost, by their clocks; those with the same clock together.
    pub fn clocks(&self, region: usize) -> Vec<Clock> {
        let mut clocks: Vec<Clock> = Vec::new();
        for (users, served) in self.served.iter().enumerate() {
            let (share, ahead) = (self.shares[users] * served[region], self.ahead[users]);
            match clocks.iter_mut().find(|clock| clock.ahead == ahead) {
                Some(clock) => clock.share += share,
                None if share > 0.0 => clocks.push(Clock { share, ahead }),
                None => {}
            }
        }
        clocks
    }

    /// How many regions there are.
    pub fn n_regions(&self) -> usize {
        self.shares.len()
    }

    /// How many hours are looked at.
    pub fn n_hours(&self) -> usize {
        self.loads.first().map_or(0, Vec::len)
    }

    /// Load of all users in an hour.
    pub fn together(&self, hour: usize) -> f64 {
        self.loads.iter().map(|series| series[hour]).sum()
    }

    /// The hour in which all users together need most; of equals the first.
    pub fn busiest_hour(&self) -> usize {
        let most = |best: usize, hour: usize| if self.together(hour) > self.together(best) { hour } else { best };
        (0..self.n_hours()).fold(0, most)
    }

    /// Load on each region in an hour while nothing is lost.
    pub fn normal(&self, hour: usize, load: &mut [f64]) {
        load.fill(0.0);
        for (series, served) in self.loads.iter().zip(&self.served) {
            for (load, share) in load.iter_mut().zip(served) {
                *load += series[hour] * share;
            }
        }
    }

    /// The weekday of an hour.
    pub fn weekday(&self, hour: usize) -> &'static str {
        WEEKDAYS[(self.first_hour + hour) % HOURS / 24]
    }

    /// The hours of the day of the busiest one.
    pub fn busiest_day(&self) -> std::ops::Range<usize> {
        let first = self.busiest_hour() / 24 * 24;
        first..self.n_hours().min(first + 24)
    }

    /// An hour as people say it: `Friday 19:00 UTC`.
    pub fn moment(&self, hour: usize) -> String {
        let hour = (self.first_hour + hour) % HOURS;
        let clock = if self.is_utc { " UTC" } else { "" };
        format!("{} {}{clock}", WEEKDAYS[hour / 24], crate::base::text::time_of_day((hour % 24) as f64))
    }

    fn keep_busiest_day(&mut self) {
        let day = self.busiest_hour() / 24 * 24;
        for series in &mut self.loads {
            *series = series[day..day + 24].to_vec();
        }
        self.first_hour = day;
    }
}

/// The regions that may hold capacity.
pub(super) fn hosting(regions: &[PlanRegion]) -> RegionSet {
    (0..regions.len()).filter(|at| regions[*at].hosts && regions[*at].place.region().is_some()).collect()
}

/// Most load that each region can take with its headroom kept, requests/s: `(n − s) · μ / (1 + h)` for the `n` replicas
/// that are stated or can be had; infinite where there is no limit.
pub(super) fn rooms(regions: &[PlanRegion], stated: &ServiceRegions, caps: &Caps, sizing: &SizingInputs) -> Vec<f64> {
    let a_replica = sizing.replica.capacity.throughput() / (1.0 + sizing.headroom.fraction());
    let room = |region: &PlanRegion| match stated.most_replicas(region.id, caps) {
        Some(most) => f64::from(most.saturating_sub(sizing.spare_replicas.get())) * a_replica,
        None => f64::INFINITY,
    };
    regions.iter().map(room).collect()
}

/// Only regions that may hold capacity serve anybody, and only whom residency lets them.
pub(super) fn permissions(regions: &[PlanRegion], stated: &ServiceRegions, hosts: RegionSet) -> Permissions {
    let jurisdictions: Vec<&str> = regions.iter().map(|region| region.place.jurisdiction()).collect();
    let rules: Vec<ResidencyRule> = stated
        .residency
        .iter()
        .map(|rule| ResidencyRule {
            from: rule.users.to_string(),
            within: rule.within.iter().map(ToString::to_string).collect(),
        })
        .collect();
    let everywhere = Permissions::all(regions.len(), regions.len());
    let mut permissions = Permissions::by_jurisdiction(&jurisdictions, &jurisdictions, &rules).unwrap_or(everywhere);
    for users in 0..regions.len() {
        for region in RegionSet::first(regions.len()).minus(hosts).iter() {
            permissions.forbid(users, region);
        }
    }
    permissions
}

fn shares(regions: &[PlanRegion], stated: &ServiceRegions, hosts: RegionSet) -> Vec<f64> {
    let weight = |region: RegionId| -> f64 {
        stated.shares.iter().filter(|share| share.region == region).map(|share| share.weight.get()).sum()
    };
    let mut weights: Vec<f64> = regions.iter().map(|region| weight(region.id)).collect();
    if weights.iter().sum::<f64>() <= 0.0 {
        let even = |at: usize| if hosts.is_empty() || hosts.contains(at) { 1.0 } else { 0.0 };
        weights = (0..regions.len()).map(even).collect();
    }
    // Over the largest first, so that tiny weights do not vanish into rounding.
    let largest = weights.iter().copied().fold(0.0, f64::max);
    let sum: f64 = weights.iter().map(|weight| weight / largest).sum();
    weights.iter().map(|weight| weight / largest / sum).collect()
}

fn loads(curve: &LoadCurve, shares: &[f64], ahead: &[f64]) -> Vec<Vec<f64>> {
    // The corners of the curve lie whole quarters from its top, so the highest load is met.
    let first = curve.week().peak_at().rem_euclid(900.0);
    let quarters: Vec<f64> = (0..QUARTERS).map(|at| curve.usual_load_at(first + at as f64 * 900.0)).collect();
    let of_region = |(share, ahead): (&f64, &f64)| -> Vec<f64> {
        let start = libm::round(ahead / 900.0) as i64;
        let start = start.rem_euclid(QUARTERS as i64) as usize;
        let highest = |hour: usize| {
            let within = (0..=4).map(|quarter| quarters[(start + 4 * hour + quarter) % QUARTERS]);
            share * within.fold(0.0, f64::max)
        };
        (0..HOURS).map(highest).collect()
    };
    shares.iter().zip(ahead).map(of_region).collect()
}

fn served(
    regions: &[PlanRegion],
    stated: &ServiceRegions,
    permissions: &Permissions,
    latency: &[Vec<f64>],
) -> Vec<Vec<f64>> {
    let primary = match stated.strategy {
        Strategy::ActivePassive { primary } => regions.iter().position(|region| region.id == primary),
        _ => None,
    };
    let of_users = |users: usize| {
        let mut row = vec![0.0; regions.len()];
        let open = permissions.of(users);
        let nearer = |a: &usize, b: &usize| {
            (*a != users).cmp(&(*b != users)).then(latency[users][*a].total_cmp(&latency[users][*b]))
        };
        match (stated.strategy, primary) {
            (Strategy::ActiveActive, _) => open.iter().for_each(|to| row[to] = 1.0 / open.len() as f64),
            (Strategy::ActivePassive { .. }, Some(primary)) if open.contains(primary) => row[primary] = 1.0,
            _ => {
                if let Some(home) = open.iter().min_by(nearer) {
                    row[home] = 1.0;
                }
            }
        }
        row
    };
    (0..regions.len()).map(of_users).collect()
}
