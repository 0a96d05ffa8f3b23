//! What an hour costs in each region of the plan, and where that is from.

use super::HourPrice;
use crate::base::id::RegionId;
use crate::machines::catalog::Purchase;
use crate::plan::scenario::Service;
use crate::plan::scenario::cost::Machine;
use crate::plan::scenario::regions::PlanRegion;
use serde::Serialize;

/// Where the price in a region is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RegionPriceSource {
    /// The price of the machine that is stored for the region.
    Stored,
    /// The region's factor times the price of the service.
    Factor,
    /// The machine's own price: it is of this region.
    Listed,
    /// The price that was stated for the service, taken to hold here too.
    Assumed,
    /// Nobody has said.
    Unknown,
}

impl RegionPriceSource {
    /// The source in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Stored => "stored price",
            Self::Factor => "price factor of the region",
            Self::Listed => "price of the instance type in this region",
            Self::Assumed => "assumed: the price entered for the service",
            Self::Unknown => "unknown",
        }
    }
}

/// A node by the hour in each way of buying, USD, less what was negotiated; `None` where not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct NodeHours {
    /// On-demand.
    pub on_demand: Option<f64>,
    /// With a commitment for a year.
    pub one_year: Option<f64>,
    /// With one for three years.
    pub three_years: Option<f64>,
    /// On spot.
    pub spot: Option<f64>,
}

impl NodeHours {
    /// The hours of every way of buying.
    pub fn new(hour: impl Fn(Purchase) -> Option<f64>) -> Self {
        Self {
            on_demand: hour(Purchase::OnDemand),
            one_year: hour(Purchase::OneYear),
            three_years: hour(Purchase::ThreeYears),
            spot: hour(Purchase::Spot),
        }
    }

    /// An hour of a way of buying.
    pub fn of(&self, purchase: Purchase) -> Option<f64> {
        match purchase {
            Purchase::OnDemand => self.on_demand,
            Purchase::Spot => self.spot,
            Purchase::OneYear => self.one_year,
            Purchase::ThreeYears => self.three_years,
        }
    }

    fn times(&self, factor: f64) -> Self {
        Self::new(|purchase| self.of(purchase).map(|hour| hour * factor))
    }
}

/// What an hour of a service costs in a region of the plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RegionHour {
    /// Which region.
    pub region: RegionId,
    /// Its name.
    pub name: String,
    /// Where the price is from.
    pub source: RegionPriceSource,
    /// A node there.
    pub node: NodeHours,
    /// A replica there, on-demand, USD.
    pub replica: Option<f64>,
}

/// The hour of a service in a region: a price stored for it, else the region's factor times the price of the service,
/// else that price itself where it is of this region, or of none; a catalogue's price of another region says nothing here.
pub(super) fn in_region(
    service: &Service,
    region: &PlanRegion,
    base: &HourPrice,
    stored: impl Fn(&Machine, Purchase) -> Option<f64>,
) -> RegionHour {
    let machine = service.cost.machine.as_ref().filter(|_| base.refusal.is_none());
    let here = machine.map(|machine| NodeHours::new(|purchase| stored(machine, purchase))).unwrap_or_default();
    let (source, node) = if here.on_demand.is_some() {
        (RegionPriceSource::Stored, here)
    } else if base.ways.on_demand.is_none() {
        (RegionPriceSource::Unknown, NodeHours::default())
    } else if let Some(factor) = region.price {
        (RegionPriceSource::Factor, base.ways.times(factor.get()))
    } else {
        match machine {
            Some(machine) if machine.is_priced_in(region) => (RegionPriceSource::Listed, base.ways),
            Some(machine) if machine.is_of_a_region() => (RegionPriceSource::Unknown, NodeHours::default()),
            _ => (RegionPriceSource::Assumed, base.ways),
        }
    };
    let replica = node.on_demand.map(|node| node / f64::from(base.replicas_per_node));
    RegionHour { region: region.id, name: region.name.to_string(), source, node, replica }
}

impl HourPrice {
    /// The hour in a region of the plan; none for a plan without regions.
    pub fn in_region(&self, region: Option<RegionId>) -> Option<&RegionHour> {
        self.regions.iter().find(|row| Some(row.region) == region)
    }

    /// A node on-demand in a region; where the plan has none, the price of the service.
    pub fn node_in(&self, region: Option<RegionId>) -> Option<f64> {
        if region.is_none() { self.node } else { self.in_region(region)?.node.on_demand }
    }

    /// A replica on-demand in a region; where the plan has none, the price of the service.
    pub fn replica_in(&self, region: Option<RegionId>) -> Option<f64> {
        if region.is_none() { self.replica } else { self.in_region(region)?.replica }
    }

    /// Whether something is priced, though not necessarily everywhere.
    pub fn is_known_somewhere(&self) -> bool {
        self.node.is_some() || self.regions.iter().any(|row| row.node.on_demand.is_some())
    }

    /// A node by the hour, in the mean of regions with these weights: `Σ w·p / Σ w` over those whose on-demand price is
    /// known; without any weight their first. `None` where none is known; a way of buying has no mean where one of these
    /// regions has no price for it.
    pub fn mean(&self, weights: &[(Option<RegionId>, f64)]) -> Option<NodeHours> {
        let node = |region: Option<RegionId>| match region {
            None => Some(self.ways),
            Some(_) => self.in_region(region).map(|row| row.node),
        };
        let known = weights.iter().filter_map(|(region, weight)| Some((node(*region)?, *weight)));
        let known: Vec<(NodeHours, f64)> = known.filter(|(node, _)| node.on_demand.is_some()).collect();
        let (first, _) = known.first()?;
        let all: f64 = known.iter().map(|(_, weight)| weight).sum();
        if all <= 0.0 || known.len() == 1 {
            return Some(*first);
        }
        let mean = |purchase| {
            let each = known.iter().map(|(node, weight)| Some(node.of(purchase)? * weight));
            each.sum::<Option<f64>>().map(|sum| sum / all)
        };
        Some(NodeHours::new(mean)).filter(|mean| mean.on_demand.is_some_and(f64::is_finite))
    }

    /// That the price in some regions is not known, and what to do; `None` where these are none, or where nothing is
    /// priced at all.
    pub fn says_unknown(&self, regions: &[&str]) -> Option<String> {
        if regions.is_empty() || self.refusal.is_some() || !self.is_known_somewhere() {
            return None;
        }
        let names = crate::base::text::listed(regions);
        Some(format!(
            "Price in {names} unknown, so totals are \u{201c}at least\u{201d}: fill in catalog prices, or enter a price factor."
        ))
    }
}
