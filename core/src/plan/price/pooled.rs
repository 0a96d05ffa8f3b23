//! What an hour costs where services share nodes: the same for all of them.

use super::{HourPrice, hour_price};
use crate::base::units::PriceDiscount;
use crate::plan::scenario::pools::StatedPool;
use crate::plan::scenario::regions::PlanRegion;
use crate::plan::scenario::{Scenario, Service};

/// The price of each service of a plan in order; those that share nodes have that of their pool, and a replica its share.
pub fn hour_prices(plan: &Scenario) -> Vec<HourPrice> {
    let own = |service: &Service| hour_price(service, &plan.regions, plan.cost.negotiated);
    let services: Vec<&Service> = plan.services.iter().collect();
    let mut prices: Vec<HourPrice> = services.iter().map(|service| own(service)).collect();
    for pool in StatedPool::all(&services) {
        let shared = pool_price(&pool, &plan.regions, plan.cost.negotiated);
        let Some((mix, shared)) = pool.mix().zip(shared) else { continue };
        for (at, member) in pool.services.iter().enumerate() {
            let place = services.iter().position(|service| service.id == member.id);
            if let Some(price) = place.and_then(|place| prices.get_mut(place)) {
                *price = price.clone().in_pool(&shared, mix.share(at));
            }
        }
    }
    prices
}

/// What an hour of a pool's nodes costs: as stored with its first service, and in regions where that is unknown with the next
/// one that knows; `None` where no services share nodes.
pub fn pool_price(pool: &StatedPool<'_>, regions: &[PlanRegion], negotiated: PriceDiscount) -> Option<HourPrice> {
    let mut prices = pool.services.iter().map(|service| hour_price(service, regions, negotiated));
    let mut price = prices.next()?;
    for other in prices {
        if price.node.is_none() {
            (price.node, price.ways, price.anywhere) = (other.node, other.ways, other.anywhere);
        }
        for (row, other) in price.regions.iter_mut().zip(other.regions) {
            if row.node.on_demand.is_none() && row.region == other.region {
                *row = other;
            }
        }
    }
    Some(price)
}

impl HourPrice {
    /// The same on the nodes of a pool, of which a replica takes a share: `replica = node · share`. What no replica of the pool
    /// requests is no replica's.
    ///
    /// # Assumptions
    ///
    /// `pool-split`
    #[must_use]
    pub fn in_pool(self, pool: &Self, share: f64) -> Self {
        let mut price = Self {
            node: pool.node,
            ways: pool.ways,
            anywhere: pool.anywhere,
            regions: pool.regions.clone(),
            is_estimate: pool.is_estimate,
            share: Some(share),
            ..self
        };
        price.replica = price.node.map(|node| node * share);
        for region in &mut price.regions {
            region.replica = region.node.on_demand.map(|node| node * share);
        }
        price
    }
}
