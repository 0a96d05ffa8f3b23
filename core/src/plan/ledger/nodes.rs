//! Whole nodes of what is kept for a loss, beside those that run.

use super::{Ledger, RegionLedger};
use crate::plan::price::HourPrice;

impl RegionLedger {
    /// What an hour of a node costs here, USD; of a replica where there is no machine. `None` where not known.
    pub fn node_hour(&self, price: &HourPrice) -> Option<f64> {
        if self.region.is_none() && self.stands_by { price.anywhere } else { price.node_in(self.region) }
    }

    /// Nodes of the reserve that are paid for all the time, beyond those that normal replicas need:
    /// `⌈(normal + paid) / k⌉ − ⌈normal / k⌉`.
    pub fn reserve_nodes(&self, price: &HourPrice) -> f64 {
        let normal = self.planned.normal();
        price.nodes(f64::from(normal) + f64::from(self.kept.paid)) - price.nodes(f64::from(normal))
    }

    /// Nodes that are paid for all the time and serve nothing while all regions are up, once the fleet has grown: all of a
    /// region that stands by, and in others `⌈(normal + paid) / k⌉ − ⌈(normal + ready) / k⌉`.
    pub fn standing_nodes(&self, price: &HourPrice, grown: f64) -> f64 {
        let (normal, kept) = (f64::from(self.planned.normal()), self.kept);
        let nodes = |replicas: u32| price.nodes((normal + f64::from(replicas)) * grown);
        if self.stands_by { nodes(kept.paid) } else { nodes(kept.paid) - nodes(kept.ready.min(kept.paid)) }
    }
}

impl Ledger {
    /// Nodes of the reserve that are paid for all the time, in all regions.
    pub fn reserve_nodes(&self, price: &HourPrice) -> f64 {
        self.regions.iter().map(|region| region.reserve_nodes(price)).sum()
    }

    /// What the paid reserve costs an hour, USD; `None` where the price of a region that keeps some is not known.
    pub fn reserve_hourly(&self, price: &HourPrice) -> Option<f64> {
        let paying = self.regions.iter().filter(|region| region.kept.paid > 0);
        let each = paying.map(|region| Some(region.node_hour(price)? * region.reserve_nodes(price)));
        each.sum::<Option<f64>>().filter(|_| price.is_known_somewhere())
    }

    /// What a fleet that does not scale costs an hour where its price is known, USD.
    pub fn paid_hourly(&self, price: &HourPrice) -> f64 {
        let nodes = |region: &RegionLedger| price.nodes(f64::from(region.paid()));
        self.regions.iter().filter_map(|region| Some(region.node_hour(price)? * nodes(region))).sum()
    }
}
