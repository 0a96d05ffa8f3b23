//! What losses do to the traffic of a plan: the load that moves, what has no place, what breaks next.

use super::Traffic;
use crate::formulas::regions::RegionSet;
use crate::plan::scenario::regions::Overflow;

/// Share of a load below which a difference is a rounding error.
const NEGLIGIBLE: f64 = 1e-9;

/// Where the load goes, in one hour, with some regions lost; buffers are used again.
#[derive(Clone, Debug)]
pub(super) struct Spill<'a> {
    traffic: &'a Traffic,
    /// Weights of the survivors under [`Overflow::ByCapacity`].
    weights: Vec<f64>,
    /// Most load that each region takes, requests/s.
    room: Vec<f64>,
    normal: Vec<f64>,
    /// What of the hour finds its usual place while nothing is lost: from each region's users (rows) in each region
    /// (columns), on each region, and what of each region's users does not.
    stays: Vec<Vec<f64>>,
    placed: Vec<f64>,
    no_room: Vec<f64>,
    /// Load on each region.
    pub load: Vec<f64>,
    /// Load of each region's users that finds no place.
    pub unplaced: Vec<f64>,
    /// Load from each region's users (rows) to each region (columns), where it was asked for.
    pub flow: Option<Vec<Vec<f64>>>,
    hour: Option<usize>,
}

impl<'a> Spill<'a> {
    pub fn new(traffic: &'a Traffic, weights: Vec<f64>, room: Vec<f64>) -> Self {
        let n = traffic.n_regions();
        let none = || vec![0.0; n];
        Self {
            traffic,
            weights,
            room,
            normal: none(),
            stays: vec![none(); n],
            placed: none(),
            no_room: none(),
            load: none(),
            unplaced: none(),
            flow: None,
            hour: None,
        }
    }

    /// The same with every flow kept.
    pub fn with_flows(mut self) -> Self {
        let n = self.traffic.n_regions();
        self.flow = Some(vec![vec![0.0; n]; n]);
        self
    }

    /// Sends everyone where they go in an hour with these regions lost.
    pub fn send(&mut self, hour: usize, lost: RegionSet) {
        if self.hour != Some(hour) {
            self.begin(hour);
            self.hour = Some(hour);
        }
        let traffic = self.traffic;
        self.load.copy_from_slice(&self.placed);
        self.unplaced.copy_from_slice(&self.no_room);
        for region in lost.iter() {
            self.load[region] = 0.0;
            for (unplaced, stays) in self.unplaced.iter_mut().zip(&self.stays) {
                *unplaced += stays[region];
            }
        }
        if let Some(flow) = &mut self.flow {
            for (flow, stays) in flow.iter_mut().zip(&self.stays) {
                flow.copy_from_slice(stays);
                lost.iter().for_each(|region| flow[region] = 0.0);
            }
        }
        if traffic.overflow == Overflow::NearestWithRoom {
            self.overflow_to_nearest(lost)
        } else {
            self.in_shares(lost)
        }
    }

    /// What an hour brings before anything is lost: the same for all losses, which are many.
    fn begin(&mut self, hour: usize) {
        let traffic = self.traffic;
        traffic.normal(hour, &mut self.normal);
        let nearest = traffic.overflow == Overflow::NearestWithRoom;
        for (users, series) in traffic.loads.iter().enumerate() {
            let (demand, open) = (series[hour], traffic.permissions.of(users));
            self.stays[users].fill(0.0);
            self.no_room[users] = if open.is_empty() { demand } else { 0.0 };
            for to in open.iter() {
                let served = demand * traffic.served[users][to];
                // Of what is served in a full region, all users keep the same share.
                let is_full = nearest && self.normal[to] > self.room[to];
                let stays = if is_full { served * (self.room[to] / self.normal[to]) } else { served };
                self.stays[users][to] = stays;
                self.no_room[users] += served - stays;
            }
        }
        for (at, placed) in self.placed.iter_mut().enumerate() {
            let is_bound = nearest && traffic.hosts.contains(at);
            *placed = if is_bound { self.normal[at].min(self.room[at]) } else { self.normal[at] };
        }
    }

    fn in_shares(&mut self, lost: RegionSet) {
        for users in 0..self.unplaced.len() {
            let open = self.traffic.permissions.of(users).minus(lost);
            let moved = self.unplaced[users];
            if moved <= 0.0 || open.is_empty() {
                continue;
            }
            let weights = if self.traffic.overflow == Overflow::ByCapacity { &self.weights } else { &self.normal };
            let total: f64 = open.iter().map(|to| weights[to]).sum();
            for to in open.iter() {
                let share = if total > 0.0 { weights[to] / total } else { 1.0 / open.len() as f64 };
                self.load[to] += moved * share;
                if let Some(flow) = &mut self.flow {
                    flow[users][to] += moved * share;
                }
            }
            self.unplaced[users] = 0.0;
        }
    }

    fn overflow_to_nearest(&mut self, lost: RegionSet) {
        for &(users, to) in &self.traffic.nearest {
            let amount = self.unplaced[users].min((self.room[to] - self.load[to]).max(0.0));
            if amount > 0.0 && !lost.contains(to) {
                self.load[to] += amount;
                self.unplaced[users] -= amount;
                if let Some(flow) = &mut self.flow {
                    flow[users][to] += amount;
                }
            }
        }
    }

    /// Load that is not served: without a place, or above the capacity of the region it is sent to.
    pub fn missing(&self, capacity: &[f64]) -> f64 {
        let shed: f64 = self.load.iter().zip(capacity).map(|(load, capacity)| (load - capacity).max(0.0)).sum();
        let missing = shed + self.unplaced.iter().sum::<f64>();
        let all: f64 = self.load.iter().chain(&self.unplaced).sum();
        if missing > NEGLIGIBLE * all { missing } else { 0.0 }
    }

    /// Regions that have more load than capacity.
    pub fn overloaded(&self, capacity: &[f64]) -> RegionSet {
        let too_much = |at: &usize| self.load[*at] > capacity[*at] * (1.0 + NEGLIGIBLE);
        (0..self.load.len()).filter(too_much).collect()
    }
}

/// The hour and the loss at which something is highest.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Extreme {
    pub value: f64,
    pub lost: RegionSet,
    pub hour: usize,
}

impl Extreme {
    fn raise(&mut self, value: f64, lost: RegionSet, hour: usize) {
        if value > self.value {
            *self = Self { value, lost, hour };
        }
    }
}

/// What every region must carry.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Needs {
    /// Most load of each region while nothing is lost.
    pub normal: Vec<f64>,
    /// Most load of each region, whatever of the stated size is lost.
    pub most: Vec<Extreme>,
    /// Most load of each region's users without a place.
    pub unplaced: Vec<Extreme>,
    /// Load of each region in each hour while nothing is lost, and after the worst loss.
    pub hours: Vec<Vec<(f64, f64)>>,
}

/// The need of every region over all hours and all losses of at most `survive`, where the room of each
/// is what can be had there.
pub(super) fn needs(traffic: &Traffic, survive: usize, room: Vec<f64>) -> Needs {
    let n = traffic.n_regions();
    let mut normal = vec![0.0_f64; n];
    let mut load = vec![0.0; n];
    let mut hours = vec![Vec::with_capacity(traffic.n_hours()); n];
    for hour in 0..traffic.n_hours() {
        traffic.normal(hour, &mut load);
        normal.iter_mut().zip(&load).for_each(|(most, load)| *most = most.max(*load));
        hours.iter_mut().zip(&load).for_each(|(hours, load)| hours.push((*load, *load)));
    }
    let mut needs = Needs {
        normal: normal.clone(),
        most: vec![Extreme::default(); n],
        unplaced: vec![Extreme::default(); n],
        hours,
    };
    let lost: Vec<RegionSet> = (0..=survive).flat_map(|size| traffic.hosts.subsets(size)).collect();
    let mut spill = Spill::new(traffic, normal, room);
    for hour in 0..traffic.n_hours() {
        for &lost in &lost {
            spill.send(hour, lost);
            for at in 0..n {
                needs.most[at].raise(spill.load[at], lost, hour);
                let after = &mut needs.hours[at][hour].1;
                *after = after.max(spill.load[at]);
                needs.unplaced[at].raise(spill.unplaced[at], lost, hour);
            }
        }
    }
    needs
}

/// How many regions may be lost, whichever they are, and the first loss that is too much.
///
/// The capacities are those with all regions up, and those that count in a loss.
pub(super) fn survivable(
    spill: &mut Spill<'_>,
    (normal, in_a_loss): (&[f64], &[f64]),
    most: usize,
) -> (Option<usize>, Option<Extreme>) {
    let (mut survived, traffic) = (None, spill.traffic);
    for size in 0..=most {
        let (lost, mut worst) = (traffic.hosts.subsets(size), Extreme::default());
        let capacity = if size == 0 { normal } else { in_a_loss };
        for hour in 0..traffic.n_hours() {
            for &lost in &lost {
                spill.send(hour, lost);
                worst.raise(spill.missing(capacity), lost, hour);
            }
        }
        if worst.value > 0.0 {
            return (survived, Some(worst));
        }
        if lost.is_empty() {
            break;
        }
        survived = Some(size);
    }
    (survived, None)
}

/// The hour in which a loss misses most; where it misses nothing, the one in which it moves most. And the most that each
/// region carries then, in any hour.
pub(super) fn worst_hour(spill: &mut Spill<'_>, capacity: &[f64], lost: RegionSet) -> (usize, Vec<f64>) {
    let (mut best, mut most) = ((0.0, 0.0, 0), vec![0.0_f64; spill.load.len()]);
    for hour in 0..spill.traffic.n_hours() {
        spill.send(hour, lost);
        most.iter_mut().zip(&spill.load).for_each(|(most, load)| *most = most.max(*load));
        let moved: f64 = lost.iter().map(|at| spill.normal[at]).sum();
        let missing = spill.missing(capacity);
        if (missing, moved) > (best.0, best.1) {
            best = (missing, moved, hour);
        }
    }
    (best.2, most)
}

/// Regions that the loss takes down in turn, if what is overloaded fails.
pub(super) fn dragged_down(spill: &mut Spill<'_>, capacity: &[f64], hour: usize, lost: RegionSet) -> RegionSet {
    let mut down = lost;
    loop {
        spill.send(hour, down);
        let next = down.union(spill.overloaded(capacity));
        if next == down {
            return down.minus(lost);
        }
        down = next;
    }
}

#[cfg(test)]
mod tests;
