//! The fleets of services that share nodes.

use super::region::RegionForecast;
use super::{FleetForecast, Means, steps};
use crate::machines::mix::NodeMix;
use crate::plan::demand::EventSpan;
use std::sync::Arc;

impl FleetForecast {
    /// The nodes of services that share them, in the order of the kinds of the mix. What is ordered for events stays each
    /// service's own.
    pub fn pooled(fleets: &[&Self], mix: NodeMix) -> Self {
        let all = || fleets.iter().enumerate().flat_map(|(at, fleet)| fleet.regions.iter().map(move |row| (at, row)));
        let mut spans: Vec<EventSpan> = all().flat_map(|(_, row)| row.event_spans()).collect();
        spans.sort_by(|one, other| one.start.total_cmp(&other.start));
        let mut rows: Vec<RegionForecast> = all().map(|(at, row)| row.clone().of_member(at, &spans)).collect();
        // Those of a region one after the other.
        rows.sort_by_key(|row| row.region);
        Self {
            steps: steps(&rows),
            regions: Arc::new(rows),
            lots: Vec::new(),
            means: Means::default(),
            mix: Some(Arc::new(mix)),
        }
    }

    /// Nodes that the replicas of one of the services take in a month, on average, by what they request:
    /// `Σ replicas · share of a node`.
    pub fn requested_by(&self, member: usize, month: u32) -> f64 {
        let Some(mix) = &self.mix else { return 0.0 };
        let of_all = || {
            let mut replicas = vec![0.0; members(&self.regions)];
            self.regions.iter().for_each(|row| replicas[row.member] += row.replicas(month));
            replicas
        };
        self.means.replicas(month, member, of_all) * mix.share(member)
    }

    /// Share of a month's nodes that one of the services takes by what it requests.
    pub fn share_of(&self, member: usize, month: u32) -> f64 {
        let nodes = self.mean_nodes(month);
        if nodes > 0.0 { (self.requested_by(member, month) / nodes).min(1.0) } else { 0.0 }
    }
}

/// Services whose replicas stand in some regions.
fn members(rows: &[RegionForecast]) -> usize {
    rows.iter().map(|row| row.member + 1).max().unwrap_or(0)
}

/// Nodes of all regions in each of `n` hours in which each service has some replicas. Days are often alike, so an hour in
/// which all have as many as a day before is not packed anew.
pub(super) fn nodes_of_each(
    mix: &NodeMix,
    rows: &[RegionForecast],
    n: usize,
    replicas: impl Fn(&RegionForecast, usize) -> f64,
) -> Vec<f64> {
    let (members, mut nodes) = (members(rows), vec![0.0; n]);
    for here in rows.chunk_by(|one, other| one.region == other.region) {
        let mut counts = vec![0.0; members * n];
        let mut packed: Vec<f64> = Vec::with_capacity(n);
        for hour in 0..n {
            let (before, now) = counts.split_at_mut(members * hour);
            let now = &mut now[..members];
            here.iter().for_each(|row| now[row.member] += replicas(row, hour));
            let day_before = hour.checked_sub(24).filter(|day| before[members * day..members * (day + 1)] == *now);
            packed.push(day_before.map_or_else(|| mix.nodes(now), |day| packed[day]));
        }
        nodes.iter_mut().zip(&packed).for_each(|(all, here)| *all += here);
    }
    nodes
}
