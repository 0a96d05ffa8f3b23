//! Who serves whom as a plan of regions has it, with all regions and without the one that is left.

use super::PlannedRouting;
use crate::formulas::regions::{Permissions, RegionSet};
use crate::plan::scenario::regions::Overflow;

impl PlannedRouting {
    /// Whether all users are served in their own region.
    pub(super) fn serves_at_home(&self) -> bool {
        let is_home = |(place, row): (usize, &Vec<f64>)| {
            row.iter().enumerate().all(|(to, share)| (to == place) == (*share == 1.0))
        };
        self.served.iter().enumerate().all(is_home)
    }
}

/// The flows of a plan for one set of lost regions; buffers are used again.
///
/// Of the users that a lost region serves, `f_ir = d_i · s_il · w_r / Σ w` go to the survivors that
/// may serve them, with the weights `w` their normal load or their capacity; or they fill the room of
/// the nearest, where a full region keeps the same share of all users. It is the redistribution of
/// [`plan_regions`](crate::plan::regions::plan_regions).
#[derive(Clone, Debug)]
pub(super) struct Served {
    planned: PlannedRouting,
    lost: RegionSet,
    /// For the users of each region, the survivors that may serve them.
    open: Vec<RegionSet>,
    /// For the users of each region, all that may serve them while nothing is lost.
    permitted: Vec<RegionSet>,
    /// Pairs of users and region, the nearest first.
    nearest: Vec<(usize, usize)>,
    normal: Vec<f64>,
    load: Vec<f64>,
    flow: Vec<Vec<f64>>,
    unplaced: Vec<f64>,
    leaving: Vec<f64>,
}

impl Served {
    pub fn new(planned: &PlannedRouting, lost: RegionSet, permissions: &Permissions, latency: &[Vec<f64>]) -> Self {
        let n = latency.len();
        let permitted: Vec<RegionSet> = (0..n).map(|users| permissions.of(users)).collect();
        let open: Vec<RegionSet> = permitted.iter().map(|set| set.minus(lost)).collect();
        let mut nearest: Vec<(usize, usize)> = Vec::new();
        for (users, open) in open.iter().enumerate() {
            nearest.extend(open.iter().map(|to| (users, to)));
        }
        nearest.sort_by(|&(a, b), &(c, d)| latency[a][b].total_cmp(&latency[c][d]));
        Self {
            planned: planned.clone(),
            lost,
            open,
            permitted,
            nearest,
            normal: vec![0.0; n],
            load: vec![0.0; n],
            flow: vec![vec![0.0; n]; n],
            unplaced: vec![0.0; n],
            leaving: vec![0.0; n],
        }
    }

    /// Sends these loads where they go: the flow from the users of each region to each region, and what
    /// finds no place.
    pub fn route(&mut self, homes: &[f64], room: &[f64]) -> (&[Vec<f64>], &[f64]) {
        self.normal.fill(0.0);
        for (demand, served) in homes.iter().zip(&self.planned.served) {
            for (load, share) in self.normal.iter_mut().zip(served) {
                *load += demand * share;
            }
        }
        self.load.fill(0.0);
        self.leaving.fill(0.0);
        let by_room = self.planned.overflow == Overflow::NearestWithRoom;
        for (users, demand) in homes.iter().enumerate() {
            let row = &mut self.flow[users];
            row.fill(0.0);
            self.unplaced[users] = 0.0;
            if self.permitted[users].is_empty() {
                self.unplaced[users] = *demand;
                continue;
            }
            for to in self.permitted[users].iter() {
                let served = demand * self.planned.served[users][to];
                let stays = if self.lost.contains(to) {
                    0.0
                } else if by_room && self.normal[to] > room[to] {
                    served * (room[to] / self.normal[to])
                } else {
                    served
                };
                row[to] = stays;
                self.load[to] += stays;
                self.unplaced[users] += served - stays;
            }
        }
        if by_room {
            self.send_to_nearest(room)
        } else {
            self.in_shares()
        }
        self.share_leaving();
        (&self.flow, &self.unplaced)
    }

    fn in_shares(&mut self) {
        let weights = if self.planned.overflow == Overflow::ByCapacity { &self.planned.weights } else { &self.normal };
        for (users, open) in self.open.iter().enumerate() {
            let moved = self.unplaced[users];
            if moved <= 0.0 || open.is_empty() {
                continue;
            }
            let total: f64 = open.iter().map(|to| weights[to]).sum();
            for to in open.iter() {
                let share = if total > 0.0 { weights[to] / total } else { 1.0 / open.len() as f64 };
                self.flow[users][to] += moved * share;
                self.leaving[to] += moved * share;
            }
            self.unplaced[users] = 0.0;
        }
    }

    fn send_to_nearest(&mut self, room: &[f64]) {
        for &(users, to) in &self.nearest {
            let amount = self.unplaced[users].min((room[to] - self.load[to]).max(0.0));
            if amount > 0.0 {
                self.load[to] += amount;
                self.unplaced[users] -= amount;
                self.flow[users][to] += amount;
                self.leaving[to] += amount;
            }
        }
    }

    /// Of those who cannot stay, the share that goes to each.
    fn share_leaving(&mut self) {
        let total = self.leaving.iter().sum::<f64>() + self.unplaced.iter().sum::<f64>();
        for share in &mut self.leaving {
            *share = if total > 0.0 { *share / total } else { 0.0 };
        }
    }

    /// Of those who leave, the share that goes to each region.
    pub fn leaving(&self) -> &[f64] {
        &self.leaving
    }
}
