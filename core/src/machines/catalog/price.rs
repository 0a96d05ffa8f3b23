//! What an hour of a type costs: by the list, less what was negotiated, or as types of its kind usually do.

use super::{Catalog, Price, Purchase, RegionPrice, Term};

impl Purchase {
    /// A price of the list, less the share that the provider takes off: `p · (1 − d)`.
    ///
    /// Spot prices are those of a market, and nothing is taken off them. This is the only place where a
    /// negotiated discount is taken off.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::machines::catalog::Purchase;
    ///
    /// assert_eq!(Purchase::OneYear.negotiated(0.5, 0.25), 0.375);
    /// assert_eq!(Purchase::Spot.negotiated(0.5, 0.25), 0.5);
    /// ```
    pub fn negotiated(self, list: f64, share: f64) -> f64 {
        if self == Self::Spot { list } else { list * (1.0 - share) }
    }
}

impl Catalog {
    /// What a type costs in a region, or an estimate where only its on-demand price is known: that
    /// less what the provider's types of the family usually save. The quote of an estimate is that
    /// of the discount, with the basis [`Estimate`](crate::machines::catalog::Basis::Estimate).
    pub fn price_or_estimate(&self, offer: &RegionPrice, purchase: Purchase) -> Option<Price> {
        let term = match purchase {
            Purchase::OnDemand => return offer.on_demand,
            Purchase::Spot => Term::Spot,
            Purchase::OneYear => Term::OneYear,
            Purchase::ThreeYears => Term::ThreeYears,
        };
        offer.of(purchase).or_else(|| {
            let instance = self.types().get(offer.instance)?;
            let usual = self.discount(&instance.provider, instance.family, term, None)?;
            Some(Price { usd: offer.on_demand?.usd * (1.0 - usual.share.usd), quote: usual.share.quote })
        })
    }
}
