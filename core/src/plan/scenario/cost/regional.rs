//! Prices of a service's machine in the other regions of the plan: stored with their dates, so that nothing is looked up.

use super::machine::Machine;
use crate::base::id::{RegionId, ServiceId};
use crate::base::list::few;
use crate::base::name::Words;
use crate::base::units::NodePrice;
use crate::machines::catalog::{Catalog, Purchase};
use crate::plan::scenario::Scenario;
use crate::plan::scenario::regions::{MAX_PLAN_REGIONS, Place, PlanRegion};
use serde::{Deserialize, Deserializer, Serialize};

/// What a node of a machine costs an hour in a region of the plan, as it was when it was stored.
///
/// A price that no source states is none, never zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RegionalPrice {
    /// Which region of the plan.
    pub region: RegionId,
    /// On-demand price per hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_demand: Option<NodePrice>,
    /// Effective price per hour with a commitment for a year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub one_year: Option<NodePrice>,
    /// The same for three years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub three_years: Option<NodePrice>,
    /// Spot price per hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spot: Option<NodePrice>,
    /// Date of the on-demand price.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub as_of: Words<40>,
    /// Where it is from.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub source: Words<160>,
    /// Whether it is an estimate.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_estimate: bool,
}

impl RegionalPrice {
    /// The price for a way of buying; `None` where not known.
    pub fn price(&self, purchase: Purchase) -> Option<NodePrice> {
        match purchase {
            Purchase::OnDemand => self.on_demand,
            Purchase::Spot => self.spot,
            Purchase::OneYear => self.one_year,
            Purchase::ThreeYears => self.three_years,
        }
    }
}

pub(super) fn few_prices<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<RegionalPrice>, D::Error> {
    few(Vec::deserialize(deserializer)?, MAX_PLAN_REGIONS, "regional prices")
}

/// Whether a place is one of those that a provider sells by this id.
fn is_sold_as(place: &Place, provider: &str, region: &str) -> bool {
    matches!(place, Place::Catalog { provider: whose, id } if whose.key() == provider && id.as_str() == region)
}

impl Machine {
    /// Whether a region of the plan is the one that its own prices are of.
    pub fn is_priced_in(&self, region: &PlanRegion) -> bool {
        is_sold_as(&region.place, self.provider.as_str(), self.region.as_str())
    }

    /// Whether its own prices are of some region only, as a catalogue's are; those of a custom type hold everywhere.
    pub fn is_of_a_region(&self) -> bool {
        self.provider.as_str() != "own" && !self.region.is_empty()
    }

    /// Its stored price in a region of the plan; none where none is stored.
    pub fn regional(&self, region: RegionId) -> Option<&RegionalPrice> {
        self.regional.iter().find(|stored| stored.region == region)
    }

    /// The same machine with the prices that a catalogue has for it in the regions of a plan other than its own. What was
    /// stored for a region that the catalogue does not price stays.
    #[must_use]
    pub fn with_catalog_prices(mut self, catalog: &Catalog, regions: &[PlanRegion]) -> Self {
        for region in regions {
            let Place::Catalog { provider, id } = &region.place else { continue };
            if provider.key() != self.provider.as_str() || self.is_priced_in(region) {
                continue;
            }
            let offer = catalog.price(provider.key(), self.name.as_str(), id.as_str());
            let listed = offer.and_then(|offer| Self::from_catalog(catalog, offer));
            let Some(listed) = listed.filter(|listed| listed.on_demand.is_some()) else { continue };
            self.regional.retain(|stored| stored.region != region.id);
            self.regional.push(RegionalPrice {
                region: region.id,
                on_demand: listed.on_demand,
                one_year: listed.one_year,
                three_years: listed.three_years,
                spot: listed.spot,
                as_of: listed.as_of,
                source: listed.source,
                is_estimate: listed.is_estimate,
            });
        }
        self.regional.sort_by_key(|stored| regions.iter().position(|region| region.id == stored.region));
        self
    }
}

impl Scenario {
    /// Stores the catalogue's prices of every service's machine in the regions of the plan; of one service only where one
    /// is named. Whether anything changed.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::machines::catalog::Catalog;
    /// use headroom_core::plan::scenario::cost::Machine;
    /// use headroom_core::plan::scenario::examples;
    ///
    /// let text = "headroom-catalog 1\n[sources]\nOWN\tan example\town\n[quotes]\na\t2026-07\tOWN\tlist\n\
    ///     [types]\naws\tm5.large\tgeneral\t2\t8\tx86_64\n[prices]\n=aws\tm5.large\nus-east-1\t0.096a\n\
    ///     eu-west-1\t0.107a\nend 11\n";
    /// let catalog = Catalog::read(text)?;
    /// let mut plan = examples::find("three-region-payments").expect("an example").scenario();
    /// let id = plan.services.first().id;
    /// let offer = catalog.price("aws", "m5.large", "us-east-1").expect("listed");
    /// plan.services.get_mut(id).expect("there").cost.machine = Machine::from_catalog(&catalog, offer);
    /// assert!(plan.store_catalog_prices(&catalog, None));
    /// let machine = plan.services.first().cost.machine.as_ref().expect("chosen");
    /// let ireland = machine.regional(plan.regions[1].id).and_then(|stored| stored.on_demand);
    /// assert_eq!(ireland.map(|price| price.get()), Some(0.107));
    /// assert_eq!(machine.regional(plan.regions[2].id), None); // not listed, not free
    /// # Ok::<(), headroom_core::machines::catalog::DamagedCatalog>(())
    /// ```
    pub fn store_catalog_prices(&mut self, catalog: &Catalog, only: Option<ServiceId>) -> bool {
        let ids: Vec<ServiceId> = self.services.iter().map(|service| service.id).collect();
        let mut is_changed = false;
        for id in ids.into_iter().filter(|id| only.is_none_or(|only| only == *id)) {
            let Some(service) = self.services.get_mut(id) else { continue };
            let Some(machine) = service.cost.machine.clone() else { continue };
            let filled = Some(machine.with_catalog_prices(catalog, &self.regions));
            is_changed |= service.cost.machine != filled;
            service.cost.machine = filled;
        }
        is_changed
    }
}
