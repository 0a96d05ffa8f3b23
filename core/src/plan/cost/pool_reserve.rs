//! The nodes of a pool in each of its regions, and what stands by there for a loss.

use super::fleet::FleetForecast;
use super::regional::UnpricedRegion;
use crate::base::id::RegionId;
use crate::machines::mix::NodeMix;
use crate::plan::ledger::Ledger;

/// What one service of a pool has in a region.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Kept {
    member: usize,
    region: Option<RegionId>,
    /// Replicas that run there all the time: planned, with the ready reserve; none where it only stands by.
    running: f64,
    /// Replicas that are paid for and serve nothing while all regions are up.
    standing: f64,
}

/// The nodes of a pool in all its regions, and what stands by there: packed beside what runs.
///
/// `standing = nodes(running + standing by) − nodes(running)`, all services of the pool together, split by what their
/// replicas that stand by request.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolReserve {
    mix: NodeMix,
    whole: FleetForecast,
    /// The nodes of each region whose price is not known.
    unpriced: Vec<(RegionId, FleetForecast)>,
    rows: Vec<Kept>,
}

impl PoolReserve {
    /// That of a pool with a forecast in all its regions, some of which have no price, and the replicas of each of its
    /// services.
    pub(super) fn new(mix: NodeMix, whole: FleetForecast, unpriced: &[UnpricedRegion], ledgers: &[&Ledger]) -> Self {
        let each = ledgers.iter().enumerate().flat_map(|(at, ledger)| ledger.regions.iter().map(move |row| (at, row)));
        // Nobody knows whether recovery regions that are not chosen are the same one.
        let rows = each.filter(|(_, row)| row.region.is_some() || !row.stands_by).map(|(member, row)| {
            let (paid, ready) = (f64::from(row.kept.paid), f64::from(row.kept.ready.min(row.kept.paid)));
            let (running, standing) =
                if row.stands_by { (0.0, paid) } else { (f64::from(row.planned.normal()) + ready, paid - ready) };
            Kept { member, region: row.region, running, standing }
        });
        let only = |row: &UnpricedRegion| (row.region, whole.only(|region| region == Some(row.region)));
        let unpriced = unpriced.iter().map(only).collect();
        Self { rows: rows.collect(), mix, whole, unpriced }
    }

    /// Nodes in a region of what stands by there of one service, once all have grown.
    pub(super) fn standing_nodes(&self, member: usize, region: Option<RegionId>, month: u32) -> f64 {
        let here = || self.rows.iter().filter(|row| row.region == region);
        let asks = |row: &Kept| row.standing * self.grown(row.member, month) * self.mix.share(row.member);
        let own: f64 = here().filter(|row| row.member == member).map(asks).sum();
        if own <= 0.0 {
            return 0.0;
        }
        let nodes = |replicas: fn(&Kept) -> f64| {
            let mut counts = vec![0.0; self.rows.iter().map(|row| row.member + 1).max().unwrap_or(0)];
            here().for_each(|row| counts[row.member] += replicas(row) * self.grown(row.member, month));
            self.mix.nodes(&counts)
        };
        let standing = (nodes(|row| row.running + row.standing) - nodes(|row| row.running)).max(0.0);
        standing * own / here().map(asks).sum::<f64>()
    }

    /// Nodes that the replicas of one service take in a month, on average, by what they request, in a region whose price is
    /// not known.
    pub(super) fn requested_in(&self, member: usize, region: RegionId, month: u32) -> f64 {
        self.in_region(region).map_or(0.0, |fleet| fleet.requested_by(member, month))
    }

    /// Nodes there in a month, on average, that no replica requests.
    pub(super) fn unused_in(&self, region: RegionId, month: u32) -> f64 {
        let Some(fleet) = self.in_region(region) else { return 0.0 };
        let members = self.rows.iter().map(|row| row.member + 1).max().unwrap_or(0);
        let requested: f64 = (0..members).map(|member| fleet.requested_by(member, month)).sum();
        (fleet.mean_nodes(month) - requested).max(0.0)
    }

    fn in_region(&self, region: RegionId) -> Option<&FleetForecast> {
        self.unpriced.iter().find(|(other, _)| *other == region).map(|(_, fleet)| fleet)
    }

    fn grown(&self, member: usize, month: u32) -> f64 {
        let first = self.whole.requested_by(member, 0);
        if month > 0 && first > 0.0 { self.whole.requested_by(member, month) / first } else { 1.0 }
    }
}
