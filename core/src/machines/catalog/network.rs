//! Prices of storage and network: what a service costs in a region, tiers of egress, links.

use super::{Catalog, Link, Price, ServicePrice};
use crate::formulas::finance::Tier;

/// Prices of data to the internet, tier by tier; from [`Catalog::egress_tiers`].
#[derive(Clone, Debug, PartialEq)]
pub struct TierSchedule {
    /// What the amounts count: `GB` or `GiB`.
    pub unit: String,
    /// The tiers, from none upwards. The last one ends where the source does, which may be open.
    pub tiers: Vec<Tier>,
    /// The prices of the tiers, for their dates and sources.
    pub prices: Vec<Price>,
    /// Amount a month that is free besides; `None` where not known.
    pub free: Option<f64>,
}

impl Catalog {
    /// Prices of a category in a region, and those that hold everywhere.
    pub fn services(&self, provider: &str, region: &str, category: &str) -> impl Iterator<Item = &ServicePrice> {
        self.services.iter().filter(move |row| {
            let here = row.region.as_deref().is_none_or(|known| known == region);
            here && row.provider == provider && row.category == category
        })
    }

    /// What data to the internet costs from a region; `None` where not known without a gap.
    ///
    /// Where the first stated tier begins at the free allowance, that allowance is the tier below
    /// it, at no cost.
    pub fn egress_tiers(&self, provider: &str, region: &str) -> Option<TierSchedule> {
        let free = self.services(provider, region, "internet-egress-free").find_map(|row| row.up_to);
        let mut rows: Vec<_> = self.services(provider, region, "internet-egress").collect();
        rows.sort_by(|a, b| a.from.unwrap_or(0.0).total_cmp(&b.from.unwrap_or(0.0)));
        let first = rows.first()?;
        let (unit, mut reached) = (first.unit.clone(), first.from.unwrap_or(0.0));
        let mut tiers = Vec::new();
        let mut free_besides = free;
        if reached > 0.0 {
            if free != Some(reached) {
                return None;
            }
            tiers.push(Tier { up_to: Some(reached), rate: 0.0 });
            free_besides = None;
        }
        for row in &rows {
            if row.from.unwrap_or(0.0) != reached || row.unit != unit {
                return None;
            }
            tiers.push(Tier { up_to: row.up_to, rate: row.price.usd });
            reached = row.up_to.unwrap_or(f64::INFINITY);
        }
        Some(TierSchedule { unit, tiers, prices: rows.iter().map(|row| row.price).collect(), free: free_besides })
    }

    /// What a GB costs from one region to another of the same provider, where a source states the pair.
    pub fn link(&self, provider: &str, from: &str, to: &str) -> Option<Price> {
        let leads =
            |link: &&Link| link.provider == provider && link.from == from && link.to.iter().any(|end| end == to);
        self.links.iter().find(leads).map(|link| link.price)
    }
}
