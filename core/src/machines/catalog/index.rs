//! The catalogue and its indexes: by provider and type, by region.

use super::read::{DamagedCatalog, read_into};
use super::rows::*;
use std::collections::{BTreeMap, BTreeSet};

/// Instance types, accelerators and prices, ready to be asked.
///
/// # Example
///
/// ```
/// use headroom_core::machines::catalog::{Catalog, Purchase};
///
/// let text = "headroom-catalog 1\n[sources]\nOWN\tan example\town\n[quotes]\na\t2026-07-20\tOWN\tlist\n\
///     [types]\naws\tm5.large\tgeneral\t2\t8\tx86_64\n[prices]\n=aws\tm5.large\nus-east-1\t0.096a\nend 10\n";
/// let catalog = Catalog::read(text)?;
/// let offer = catalog.price("aws", "m5.large", "us-east-1").expect("listed");
/// assert_eq!(offer.of(Purchase::OnDemand).map(|price| price.usd), Some(0.096));
/// assert_eq!(offer.of(Purchase::Spot), None); // not known, not free
/// # Ok::<(), headroom_core::machines::catalog::DamagedCatalog>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalog {
    pub(super) sources: Vec<Source>,
    quotes: Vec<Quote>,
    quote_places: BTreeMap<String, usize>,
    pub(super) accelerators: Vec<Accelerator>,
    types: Vec<InstanceType>,
    type_places: BTreeMap<(String, String), usize>,
    prices: Vec<RegionPrice>,
    /// Places in `prices` of each type.
    by_type: Vec<Vec<usize>>,
    /// Every provider and region with a price.
    regions: BTreeSet<(String, String)>,
    /// Prices of storage and network in a region.
    pub services: Vec<ServicePrice>,
    /// What a GB costs from one region to others of the same provider.
    pub links: Vec<Link>,
    pub(super) discounts: Vec<Discount>,
    /// The type whose prices are being read.
    pub(super) current: Option<usize>,
}

impl Catalog {
    /// Reads a catalogue from its text.
    ///
    /// # Errors
    ///
    /// [`DamagedCatalog`] with the line that cannot be read, names what is not listed, repeats what
    /// is, or is missing because the text was cut short.
    pub fn read(text: &str) -> Result<Self, DamagedCatalog> {
        let mut catalog = Self::default();
        catalog.extend(text)?;
        Ok(catalog)
    }

    /// Adds the rows of a further file, which may name what this catalogue lists.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read); the catalogue then stays as it was.
    pub fn extend(&mut self, text: &str) -> Result<(), DamagedCatalog> {
        let mut extended = self.clone();
        read_into(&mut extended, text)?;
        extended.current = None;
        *self = extended;
        Ok(())
    }

    /// Every instance type.
    pub fn types(&self) -> &[InstanceType] {
        &self.types
    }

    /// Every price of an instance type in a region.
    pub fn prices(&self) -> &[RegionPrice] {
        &self.prices
    }

    /// Every source.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Credits that must stand wherever facts of this catalogue are shown, each once.
    pub fn credits(&self) -> Vec<&str> {
        let mut credits: Vec<_> = self.sources.iter().filter_map(|source| source.credit.as_deref()).collect();
        credits.sort_unstable();
        credits.dedup();
        credits
    }

    /// Date, sources and standing of a price of this catalogue.
    pub fn quote(&self, price: Price) -> Option<&Quote> {
        self.quotes.get(price.quote)
    }

    /// Place of a type in [`types`](Self::types).
    pub fn type_index(&self, provider: &str, name: &str) -> Option<usize> {
        self.type_places.get(&(provider.to_owned(), name.to_owned())).copied()
    }

    /// The accelerator of that name.
    pub fn accelerator(&self, model: &str) -> Option<&Accelerator> {
        self.accelerators.iter().find(|accelerator| accelerator.model == model)
    }

    /// What a type costs in a region; `None` where it is not offered or not known.
    pub fn price(&self, provider: &str, name: &str, region: &str) -> Option<&RegionPrice> {
        self.prices_of(self.type_index(provider, name)?).find(|price| price.region == region)
    }

    /// What a type, by its place, costs wherever that is known.
    pub fn prices_of(&self, instance: usize) -> impl Iterator<Item = &RegionPrice> {
        self.by_type.get(instance).into_iter().flatten().filter_map(|&place| self.prices.get(place))
    }

    /// Every provider and region with a known price, in order.
    pub fn regions(&self) -> impl Iterator<Item = (&str, &str)> {
        self.regions.iter().map(|(provider, region)| (provider.as_str(), region.as_str()))
    }

    /// What buying for a term usually saves: of the family where known, or else of any.
    pub fn discount(&self, provider: &str, family: Family, term: Term, payment: Option<Payment>) -> Option<&Discount> {
        let fits = |row: &&Discount| {
            let paid = self.quote(row.share).and_then(|quote| quote.payment);
            row.provider == provider && row.term == term && (payment.is_none() || paid.is_none() || paid == payment)
        };
        let rows = || self.discounts.iter().filter(fits);
        rows().find(|row| row.family == Some(family)).or_else(|| rows().find(|row| row.family.is_none()))
    }

    pub(super) fn quote_index(&self, code: &str) -> Option<usize> {
        self.quote_places.get(code).copied()
    }

    pub(super) fn add_quote(&mut self, quote: Quote) -> Result<(), String> {
        if !quote.code.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Err(format!("the code {} must be lower-case letters", quote.code));
        }
        match self.quote_places.insert(quote.code.clone(), self.quotes.len()) {
            Some(_) => Err(format!("the quote {} is listed twice", quote.code)),
            None => {
                self.quotes.push(quote);
                Ok(())
            }
        }
    }

    pub(super) fn add_type(&mut self, instance: InstanceType) -> Result<(), String> {
        let key = (instance.provider.clone(), instance.name.clone());
        match self.type_places.insert(key, self.types.len()) {
            Some(_) => Err(format!("the type {} {} is listed twice", instance.provider, instance.name)),
            None => {
                self.types.push(instance);
                self.by_type.push(Vec::new());
                Ok(())
            }
        }
    }

    pub(super) fn add_price(&mut self, price: RegionPrice) -> Result<(), String> {
        let instance = self.types.get(price.instance).ok_or("there is no such type")?;
        let place = self.prices.len();
        if self.prices_of(price.instance).any(|known| known.region == price.region) {
            return Err(format!("the price of {} in {} is listed twice", instance.name, price.region));
        }
        let region = (instance.provider.clone(), price.region.clone());
        self.regions.insert(region);
        if let Some(places) = self.by_type.get_mut(price.instance) {
            places.push(place);
        }
        self.prices.push(price);
        Ok(())
    }
}
