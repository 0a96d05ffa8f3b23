//! The lines of compute: each service's nodes by how they are bought, and what of them nobody uses.

use super::in_pool::part_of;
use super::lines::{CostedService, LineWriter, Rows, View};
use super::purchase::Layer;
use crate::base::id::RegionId;
use crate::formulas::finance::Item;
use crate::plan::scenario::cost::Machine;

/// Nodes of a layer that are below what a line shows.
const NOTHING: f64 = 1e-9;

impl CostedService<'_> {
    /// What its compute is for: accelerators, or anything else.
    pub(super) fn compute_item(&self) -> Item {
        let machine = self.service.cost.machine.as_ref();
        let has_gpus = machine.map_or(self.service.sizing.replica.gpus.get() > 0, Machine::is_accelerated);
        if has_gpus { Item::Gpu } else { Item::Compute }
    }

    /// Nodes in a region whose price is not known: its own, or what it requests of its pool's.
    pub(super) fn unpriced_nodes(&self, region: RegionId, month: u32) -> f64 {
        match &self.cost.pool {
            Some(pool) => pool.reserve.requested_in(pool.member, region, month),
            None => self.fleet.mean_nodes_in(region, month),
        }
    }

    /// Whether nodes are bought for it: its own, or for the first service of a pool those of all.
    pub(super) fn buys(&self) -> bool {
        self.cost.pool.as_ref().is_none_or(super::InPool::is_first)
    }
}

impl LineWriter<'_> {
    /// Nodes of a service in a month: of its own fleet, with what its commitment leaves idle; in a pool its part of them,
    /// and with the first of its services what nobody requests, and what is idle.
    pub(super) fn compute(
        &self,
        rows: &mut Rows,
        at: usize,
        (month, level): (u32, f64),
        view: View,
        label: &dyn Fn(&str) -> String,
    ) {
        let costed = &self.services[at];
        let item = costed.compute_item();
        let pool = costed.cost.pool.as_ref();
        let part = pool.map_or(1.0, |pool| costed.priced().share_of(pool.member, month));
        let owner = Some(at);
        let beside = pool.filter(|pool| pool.is_first()).map(|pool| (pool, pool.unused_share(costed.priced(), month)));
        let Some(purchase) = &costed.cost.purchase else {
            let all = costed.priced().mean_nodes(month);
            rows.hourly(owner, item, label("on-demand"), part * all, None);
            if let Some((pool, unused)) = beside {
                rows.of_pool(at, item, pool.label("unused, on-demand"), unused * all, None);
            }
            return;
        };
        let layer = purchase.layer(costed.priced(), month);
        let later = if view == View::Invoiced { 1.0 - purchase.upfront() } else { 1.0 };
        let prices = Prices {
            committed: purchase.committed(month).1 * later,
            spot: purchase.spot.map_or(0.0, |spot| spot.hourly) * level,
            on_demand: purchase.on_demand * level,
        };
        let own = if pool.is_some() { part_of(layer, part) } else { layer };
        let is_none = own == Layer::default();
        for (way, nodes, price) in prices.ways(own) {
            // A service without nodes has a line that says so.
            if nodes > NOTHING || (is_none && way == "on-demand") {
                rows.hourly(owner, item, label(way), nodes, Some(price));
            }
        }
        if let Some((pool, unused)) = beside {
            for (way, nodes, price) in prices.ways(part_of(layer, unused)).into_iter().filter(|way| way.1 > NOTHING) {
                rows.of_pool(at, item, pool.label(&format!("unused, {way}")), nodes, Some(price));
            }
            if layer.idle > NOTHING {
                rows.of_pool(at, item, pool.label("committed, idle"), layer.idle, Some(prices.committed));
            }
        }
        for unpriced in &costed.cost.unpriced {
            let (nodes, name) = (costed.unpriced_nodes(unpriced.region, month), &unpriced.name);
            if pool.is_none() || nodes > NOTHING {
                rows.hourly(owner, item, label(&format!("on-demand in {name}")), nodes, None);
            }
            let Some((pool, _)) = beside else { continue };
            let unused = pool.reserve.unused_in(unpriced.region, month);
            if unused > NOTHING {
                rows.of_pool(at, item, pool.label(&format!("unused, on-demand in {name}")), unused, None);
            }
        }
    }
}

/// What an hour of a node costs in a month, by how it is bought, USD.
struct Prices {
    committed: f64,
    spot: f64,
    on_demand: f64,
}

impl Prices {
    /// The ways of buying, and what is idle, each with its nodes and what an hour of one costs.
    fn ways(&self, layer: Layer) -> [(&'static str, f64, f64); 4] {
        [
            ("committed", layer.committed, self.committed),
            ("spot", layer.spot, self.spot),
            ("on-demand", layer.on_demand, self.on_demand),
            ("committed, idle", layer.idle, self.committed),
        ]
    }
}
