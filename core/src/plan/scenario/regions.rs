//! What a person states about regions: where they are, who uses them, and what must be survived.

use super::deployed::{self, Deployed};
use crate::base::id::RegionId;
use crate::base::list::few;
use crate::base::name::{Name, Words};
use crate::base::units::*;
use crate::machines::places::catalog;
use crate::machines::places::catalog::{Provider, Region};
use serde::{Deserialize, Deserializer, Serialize};

/// Most regions of a plan.
pub const MAX_PLAN_REGIONS: usize = 12;
/// Most residency rules of a service, and most jurisdictions in one.
pub const MAX_RESIDENCY_RULES: usize = 12;

/// A jurisdiction, such as `EU`.
pub type Jurisdiction = Words<24>;

/// Where a region is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Place {
    /// A region that a cloud sells.
    Catalog {
        /// Who sells it.
        provider: Provider,
        /// Its id there, such as `eu-central-1`.
        id: Words<40>,
    },
    /// A custom location: a data center, or a part of the world with users.
    #[serde(rename = "custom")]
    Own {
        /// Degrees north.
        latitude: Latitude,
        /// Degrees east.
        longitude: Longitude,
        /// Hours ahead of UTC.
        utc_offset: UtcOffset,
        /// Whose data protection law applies; empty where irrelevant.
        #[serde(default, skip_serializing_if = "Jurisdiction::is_empty")]
        jurisdiction: Jurisdiction,
    },
}

impl Place {
    /// The place as the catalogue holds it, or a custom one without a provider's id; `None` for an id
    /// that the catalogue does not know.
    pub fn region(&self) -> Option<Region> {
        match self {
            Self::Catalog { provider, id } => catalog::find(*provider, id.as_str()).copied(),
            Self::Own { latitude, longitude, utc_offset, .. } => Some(Region {
                provider: Provider::Aws,
                id: "",
                place: "",
                country: "",
                jurisdiction: "",
                latitude: latitude.get(),
                longitude: longitude.get(),
                utc_offset: utc_offset.get(),
                summer_offset: utc_offset.get(),
                placed: catalog::Placed::Town,
                as_of: "",
                source: "",
            }),
        }
    }

    /// Whose data law applies; empty where not set, or the catalogue does not know the place.
    pub fn jurisdiction(&self) -> &str {
        match self {
            Self::Catalog { provider, id } => catalog::find(*provider, id.as_str()).map_or("", |row| row.jurisdiction),
            Self::Own { jurisdiction, .. } => jurisdiction.as_str(),
        }
    }
}

/// A region of the plan: a place with users, and usually with capacity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PlanRegion {
    /// Stays the same when the region is renamed.
    pub id: RegionId,
    /// What it is called.
    pub name: Name,
    /// Where it is.
    pub place: Place,
    /// Whether capacity may stand here; otherwise it only has users.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub hosts: bool,
    /// Zones.
    #[serde(default = "three_zones", skip_serializing_if = "is_three_zones")]
    pub zones: ZoneCount,
    /// Price of a replica here over the one stated for the service, for every service without a stored price here; not
    /// stated where it is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<PriceFactor>,
}

impl PlanRegion {
    /// A region with capacity and three zones, of which no price is stated.
    pub fn new(id: RegionId, name: Name, place: Place) -> Self {
        Self { id, name, place, hosts: true, zones: three_zones(), price: None }
    }

    /// A region of the catalogue beside those of a plan: called as its town, with its id where another one is called so.
    pub fn of_catalog(id: RegionId, region: &Region, beside: &[Self]) -> Self {
        let is_taken = beside.iter().any(|other| other.name.as_str() == region.place);
        let name = if is_taken { format!("{} ({})", region.place, region.id) } else { region.place.to_owned() };
        let place = Place::Catalog { provider: region.provider, id: Words::cut(region.id) };
        Self::new(id, Name::cut(&name), place)
    }
}

fn yes() -> bool {
    true
}
fn is_yes(value: &bool) -> bool {
    *value
}
fn three_zones() -> ZoneCount {
    ZoneCount::clamped(3.0)
}
fn is_three_zones(zones: &ZoneCount) -> bool {
    *zones == three_zones()
}

/// Who serves whom while nothing is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Strategy {
    /// Users at home, or in the nearest region that may serve them.
    Proportional,
    /// Users spread evenly over all regions that may serve them.
    ActiveActive,
    /// All users in one region, the others stand by.
    ActivePassive {
        /// The one that serves.
        primary: RegionId,
    },
}

/// Where the users of a lost region go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Overflow {
    /// To the survivors in proportion to the load that each has.
    Proportional,
    /// To the survivors in proportion to the replicas that each has in normal times.
    ByCapacity,
    /// To the nearest survivor that has room, then to the next.
    NearestWithRoom,
}

/// Users whose home is a region.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UserShare {
    /// Where they are.
    pub region: RegionId,
    /// How many, relative to the other regions.
    pub weight: UserWeight,
}

/// Users under one jurisdiction may only be served within some.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Residency {
    /// Jurisdiction of the users.
    pub users: Jurisdiction,
    /// Jurisdictions that may serve them, their own only if it is listed.
    #[serde(deserialize_with = "few_rules")]
    #[cfg_attr(feature = "schema", schemars(length(max = MAX_RESIDENCY_RULES)))]
    pub within: Vec<Jurisdiction>,
}

/// How users are moved from a lost region and back.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct FailoverInputs {
    /// Time between two health checks.
    pub interval: CheckInterval,
    /// Checks in a row that must fail.
    pub threshold: FailureThreshold,
    /// Time until every name server gives the new answer.
    pub propagation: FailoverPart,
    /// How long clients keep an answer; 0 for anycast.
    pub ttl: FailoverPart,
    /// Share of clients that keep an answer for good.
    pub stale: StaleShare,
    /// Time from the end of the cause to the users' return.
    pub failback: FailoverPart,
}

impl Default for FailoverInputs {
    /// DNS health checks as Amazon Route 53 sets them: every 30 s, three in a row, answers kept a minute.
    fn default() -> Self {
        Self {
            interval: CheckInterval::clamped(30.0),
            threshold: FailureThreshold::clamped(3.0),
            propagation: FailoverPart::clamped(60.0),
            ttl: FailoverPart::clamped(60.0),
            stale: StaleShare::clamped(0.0),
            failback: FailoverPart::clamped(900.0),
        }
    }
}

impl FailoverInputs {
    /// Longest time from the loss to its being noticed, seconds.
    pub fn detect(&self) -> f64 {
        self.interval.get() * f64::from(self.threshold.get())
    }

    /// Time from the decision until the last cached answer is gone, seconds.
    pub fn redirect(&self) -> f64 {
        self.propagation.get() + self.ttl.get()
    }
}

/// What a service asks of the regions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ServiceRegions {
    /// Where it is deployed, and if stated with how many replicas; in all regions that host capacity where not stated.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "deployed::few")]
    #[cfg_attr(feature = "schema", schemars(length(max = MAX_PLAN_REGIONS)))]
    pub deployed: Vec<Deployed>,
    /// Where the users are; by default evenly in all regions where it is deployed.
    #[serde(deserialize_with = "few_shares")]
    #[cfg_attr(feature = "schema", schemars(length(max = MAX_PLAN_REGIONS)))]
    pub shares: Vec<UserShare>,
    /// Whether the shape of the day follows each region's own clock, rather than one clock for all.
    pub local_time: bool,
    /// Who serves whom while nothing is lost.
    pub strategy: Strategy,
    /// Regions that may be lost at once.
    pub survive: RegionsLost,
    /// Whether each region must survive the loss of one of its zones too; otherwise that is checked, but nothing is
    /// reserved for it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub survive_zone: bool,
    /// Where the users of a lost region go.
    pub overflow: Overflow,
    /// Who may be served where.
    #[serde(deserialize_with = "few_rules")]
    #[cfg_attr(feature = "schema", schemars(length(max = MAX_RESIDENCY_RULES)))]
    pub residency: Vec<Residency>,
    /// How users are moved.
    pub failover: FailoverInputs,
}

impl Default for ServiceRegions {
    /// Users spread evenly, each on the clock of their region, and any one region may be lost.
    fn default() -> Self {
        Self {
            deployed: Vec::new(),
            shares: Vec::new(),
            local_time: true,
            strategy: Strategy::Proportional,
            survive: RegionsLost::clamped(1.0),
            survive_zone: false,
            overflow: Overflow::Proportional,
            residency: Vec::new(),
            failover: FailoverInputs::default(),
        }
    }
}

fn few_shares<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<UserShare>, D::Error> {
    few(Vec::deserialize(deserializer)?, MAX_PLAN_REGIONS, "shares of users")
}

fn few_rules<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    few(Vec::deserialize(deserializer)?, MAX_RESIDENCY_RULES, "residency rules or jurisdictions")
}
