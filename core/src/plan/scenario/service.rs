//! A service, and the list of them.

use super::cost::ServiceCost;
use super::demand::Demand;
use super::recovery::RecoveryInputs;
use super::regions::ServiceRegions;
use super::reliability::ReliabilityInputs;
use super::scaling::{PolicyChoice, ScalingInputs};
use super::sizing::SizingInputs;
use crate::base::id::ServiceId;
use crate::base::name::Name;
use crate::base::numeric::{is_default, only_changes};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// Most services that a plan holds.
pub const MAX_SERVICES: usize = 40;

/// What kind of work a service does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ServiceKind {
    /// Answers at once: ranking, features, fraud checks.
    RealTime,
    /// May wait: embeddings, nightly scoring.
    Batch,
    /// Generates text on accelerators.
    Llm,
}

impl ServiceKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::RealTime, Self::Batch, Self::Llm];

    /// The kind in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::RealTime => "real-time",
            Self::Batch => "batch",
            Self::Llm => "LLM",
        }
    }
}

/// A service: its demand, and what sizing asks of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Stays the same when the service is renamed.
    pub id: ServiceId,
    /// What it is called.
    pub name: Name,
    /// What kind of work it does.
    pub kind: ServiceKind,
    /// Who runs it.
    #[serde(default, skip_serializing_if = "Name::is_empty")]
    pub team: Name,
    /// The load that it must carry.
    pub demand: Demand,
    /// Throughput of one replica, the SLO, and the headroom.
    pub sizing: SizingInputs,
    /// How the fleet follows its load.
    pub scaling: ScalingInputs,
    /// Where its users are, and what loss it must survive.
    #[serde(default, skip_serializing_if = "is_default", serialize_with = "only_changes")]
    pub regions: ServiceRegions,
    /// How it comes back after a loss.
    #[serde(default, skip_serializing_if = "is_default", serialize_with = "only_changes")]
    pub recovery: RecoveryInputs,
    /// Its dependencies, and how often they fail.
    #[serde(default, skip_serializing_if = "is_default", serialize_with = "only_changes")]
    pub reliability: ReliabilityInputs,
    /// The instance type that it runs on, and what it stores and moves.
    #[serde(default, skip_serializing_if = "is_default", serialize_with = "only_changes")]
    pub cost: ServiceCost,
}

impl Service {
    /// A service of this load and sizing; nothing else is entered.
    pub fn new(id: ServiceId, kind: ServiceKind, demand: Demand, sizing: SizingInputs) -> Self {
        Self {
            id,
            name: Name::from_static("Service"),
            kind,
            team: Name::default(),
            demand,
            sizing,
            scaling: ScalingInputs::unstated(),
            regions: ServiceRegions::default(),
            recovery: RecoveryInputs::default(),
            reliability: ReliabilityInputs::default(),
            cost: ServiceCost::default(),
        }
    }

    /// Changes the active policy.
    pub fn with_active_policy(&mut self, change: impl FnOnce(&mut PolicyChoice)) {
        if let Some(choice) = self.scaling.policies.get_mut(0) {
            change(choice);
        }
    }
}

/// The services of a plan: at least one, at most [`MAX_SERVICES`], each with its own id.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Services(Vec<Service>);

/// Why a list of services is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServicesError {
    /// A plan has at least one service.
    None,
    /// A plan has at most [`MAX_SERVICES`].
    TooMany(usize),
    /// Two services share an id.
    SameId(u32),
}

impl fmt::Display for ServicesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => write!(f, "a plan must have at least one service"),
            Self::TooMany(n) => write!(f, "a plan must have at most {MAX_SERVICES} services, but has {n}"),
            Self::SameId(id) => write!(f, "every service must have its own id, but two have {id}"),
        }
    }
}

impl std::error::Error for ServicesError {}

impl Services {
    /// Makes the list.
    ///
    /// # Errors
    ///
    /// [`ServicesError`] where there are none or too many, or two share an id.
    pub fn new(services: Vec<Service>) -> Result<Self, ServicesError> {
        match services.len() {
            0 => return Err(ServicesError::None),
            n if n > MAX_SERVICES => return Err(ServicesError::TooMany(n)),
            _ => {}
        }
        let mut ids: Vec<u32> = services.iter().map(|service| service.id.0).collect();
        ids.sort_unstable();
        match ids.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(ServicesError::SameId(pair[0])),
            None => Ok(Self(services)),
        }
    }

    /// The list of a plan with one service.
    pub fn of_one(service: Service) -> Self {
        Self(vec![service])
    }

    /// The services in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Service> {
        self.0.iter()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The first; there always is one.
    pub fn first(&self) -> &Service {
        &self.0[0]
    }

    /// The service with this id.
    pub fn get(&self, id: ServiceId) -> Option<&Service> {
        self.0.iter().find(|service| service.id == id)
    }

    /// The service with this id, to change; its id must stay.
    pub fn get_mut(&mut self, id: ServiceId) -> Option<&mut Service> {
        self.0.iter_mut().find(|service| service.id == id)
    }

    /// An id that none of them has.
    pub fn next_id(&self) -> ServiceId {
        let highest = self.0.iter().map(|service| service.id.0).max().unwrap_or(0);
        match highest.checked_add(1) {
            Some(id) => ServiceId(id),
            None => ServiceId((0..).find(|id| self.get(ServiceId(*id)).is_none()).unwrap_or(0)),
        }
    }

    /// Adds a service at the end under a new id, at least `floor`, which it returns.
    ///
    /// # Errors
    ///
    /// [`ServicesError::TooMany`] when the list is full.
    pub fn add(&mut self, mut service: Service, floor: ServiceId) -> Result<ServiceId, ServicesError> {
        if self.0.len() >= MAX_SERVICES {
            return Err(ServicesError::TooMany(self.0.len() + 1));
        }
        let next = self.next_id();
        // Only where ids run out is one below the floor given.
        service.id = if next < floor { floor } else { next };
        let id = service.id;
        self.0.push(service);
        Ok(id)
    }

    /// Takes a service out.
    ///
    /// # Errors
    ///
    /// [`ServicesError::None`] when it is the only one.
    pub fn remove(&mut self, id: ServiceId) -> Result<(), ServicesError> {
        if self.0.len() == 1 {
            return Err(ServicesError::None);
        }
        self.0.retain(|service| service.id != id);
        Ok(())
    }

    /// Moves a service by one place; at the end of the list it stays.
    pub fn shift(&mut self, id: ServiceId, down: bool) {
        let Some(place) = self.0.iter().position(|service| service.id == id) else { return };
        let other = if down { place + 1 } else { place.wrapping_sub(1) };
        if other < self.0.len() {
            self.0.swap(place, other);
        }
    }
}

impl<'a> IntoIterator for &'a Services {
    type Item = &'a Service;
    type IntoIter = std::slice::Iter<'a, Service>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'de> Deserialize<'de> for Services {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let services = Vec::<Service>::deserialize(deserializer)?;
        Self::new(services).map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Services {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Services".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let service = generator.subschema_for::<Service>();
        schemars::json_schema!({ "type": "array", "minItems": 1, "maxItems": MAX_SERVICES, "items": service })
    }
}
