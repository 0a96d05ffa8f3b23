//! The fleets of services that share nodes.

use super::region::RegionForecast;
use super::{FleetForecast, Means, steps};
use crate::machines::mix::NodeMix;
use std::sync::Arc;

impl FleetForecast {
    /// The nodes of services that share them, in the order of the kinds of the mix. What is ordered for events stays each
    /// service's own.
    pub fn pooled(fleets: &[&Self], mix: NodeMix) -> Self {
        let all = || fleets.iter().enumerate().flat_map(|(at, fleet)| fleet.regions.iter().map(move |row| (at, row)));
        let mut spans: Vec<(f64, f64)> = all().flat_map(|(_, row)| row.event_spans()).collect();
        spans.sort_by(|one, other| one.0.total_cmp(&other.0));
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
        let of_member = self.regions.iter().filter(|row| row.member == member);
        of_member.map(|row| row.replicas(month)).sum::<f64>() * mix.share(member)
    }

    /// Share of a month's nodes that one of the services takes by what it requests.
    pub fn share_of(&self, member: usize, month: u32) -> f64 {
        let nodes = self.mean_nodes(month);
        if nodes > 0.0 { (self.requested_by(member, month) / nodes).min(1.0) } else { 0.0 }
    }
}

/// Nodes of all regions where each service has some replicas.
pub(super) fn nodes_where(mix: &NodeMix, rows: &[RegionForecast], replicas: impl Fn(&RegionForecast) -> f64) -> f64 {
    let of_region = |rows: &[RegionForecast]| {
        let mut counts = vec![0.0; rows.iter().map(|row| row.member + 1).max().unwrap_or(0)];
        rows.iter().for_each(|row| counts[row.member] += replicas(row));
        mix.nodes(&counts)
    };
    rows.chunk_by(|one, other| one.region == other.region).map(of_region).sum()
}
