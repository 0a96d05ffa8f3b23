//! A person's own prices and negotiated discounts on top of the catalogue.

use super::{AsOf, Catalog, InstanceType, Price, Purchase, RegionPrice, Term};

/// Highest price that is taken for one, USD an hour.
const MAX_PRICE: f64 = 1e9;

/// A price that a person states instead of the catalogue's.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnPrice {
    /// Whose type.
    pub provider: String,
    /// Which type; `None` for every one.
    pub instance: Option<String>,
    /// In which region; `None` for every one.
    pub region: Option<String>,
    /// Bought how.
    pub purchase: Purchase,
    /// USD an hour.
    pub usd: f64,
}

/// Own prices, and discounts that a provider granted; list prices where it says nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriceBook {
    /// Own prices; the last that fits counts.
    pub prices: Vec<OwnPrice>,
    /// Providers and the share, 0 to 1, that they take off their list prices, except for spot.
    pub discounts: Vec<(String, f64)>,
}

impl PriceBook {
    /// What an hour of a type costs: the person's own price, or else the list price less the
    /// negotiated discount; `None` where neither is known.
    ///
    /// `p = p_list·(1 − d)`. Spot prices are those of a market, and no discount is taken off them.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::machines::catalog::{Catalog, PriceBook, Purchase};
    ///
    /// let text = "headroom-catalog 1\n[sources]\nOWN\tan example\town\n[quotes]\na\t2026\tOWN\tlist\n\
    ///     [types]\naws\tm5.large\tgeneral\t2\t8\tx86_64\n[prices]\n=aws\tm5.large\nus-east-1\t0.1a\nend 10\n";
    /// let catalog = Catalog::read(text)?;
    /// let book = PriceBook { discounts: vec![("aws".into(), 0.25)], ..PriceBook::default() };
    /// let offer = catalog.price("aws", "m5.large", "us-east-1").expect("listed");
    /// // By hand: 0.1 · 0.75.
    /// assert!((book.usd(&catalog, offer, Purchase::OnDemand).expect("known") - 0.075).abs() < 1e-12);
    /// # Ok::<(), headroom_core::catalog::DamagedCatalog>(())
    /// ```
    pub fn usd(&self, catalog: &Catalog, offer: &RegionPrice, purchase: Purchase) -> Option<f64> {
        let instance = catalog.types().get(offer.instance)?;
        let own = self.prices.iter().rev().find(|own| own.fits(instance, &offer.region, purchase));
        let usd = match own {
            Some(own) => own.usd,
            None => offer.of(purchase)?.usd * (1.0 - self.discount(&instance.provider, purchase)),
        };
        // Adding zero turns -0.0 into 0.0, which sorts first.
        (0.0..=MAX_PRICE).contains(&usd).then_some(usd + 0.0)
    }

    fn discount(&self, provider: &str, purchase: Purchase) -> f64 {
        let granted = self.discounts.iter().find(|(name, _)| name == provider).map_or(0.0, |(_, share)| *share);
        if purchase == Purchase::Spot || !(0.0..=1.0).contains(&granted) { 0.0 } else { granted }
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

    /// Adds an instance type of the person's own with its on-demand price, USD an hour, by region.
    ///
    /// # Errors
    ///
    /// What is wrong, where the type or one of its regions is there already, or a price is below
    /// zero, above a billion or not a number; the catalogue then stays as it was.
    pub fn add_own_type(&mut self, own: InstanceType, regions: &[(String, f64)], as_of: AsOf) -> Result<(), String> {
        let mut extended = self.clone();
        let (instance, quote) = (extended.types().len(), extended.own_quote(as_of));
        extended.add_type(own)?;
        for (region, usd) in regions {
            if !(0.0..=MAX_PRICE).contains(usd) {
                return Err(format!("the price in {region} must be from 0 to {MAX_PRICE}, but is {usd}"));
            }
            extended.add_price(RegionPrice {
                instance,
                region: region.clone(),
                on_demand: Some(Price { usd: usd + 0.0, quote }),
                spot: None,
                one_year: None,
                three_years: None,
                interruption: None,
            })?;
        }
        *self = extended;
        Ok(())
    }
}

impl OwnPrice {
    fn fits(&self, instance: &InstanceType, region: &str, purchase: Purchase) -> bool {
        self.provider == instance.provider
            && self.instance.as_ref().is_none_or(|name| *name == instance.name)
            && self.region.as_deref().is_none_or(|name| name == region)
            && self.purchase == purchase
    }
}
