//! The regions of a plan, what may refer to them, and a drill of losing one.

use super::limits::LimitOf;
use super::regions::PlanRegion;
use super::regions::{MAX_PLAN_REGIONS, Strategy};
use super::reliability::Supplier;
use super::{Scenario, Service};
use crate::base::id::RegionId;
use crate::base::id::ServiceId;
use crate::base::numeric::is_default;
use crate::base::units::{DrillLength, HourOfWeek, NetworkSlowdown, Quantity};
use serde::{Deserialize, Deserializer, Serialize};

/// What happens in a drill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DrillKind {
    /// The region is gone.
    RegionLost,
    /// One of its zones is gone.
    ZoneLost,
    /// Half of its replicas are gone.
    HalfCapacity,
    /// The way to it is slow.
    SlowNetwork,
}

/// How many replicas run in each region when it happens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DrillFleets {
    /// What the service's recovery tier keeps ready; above that its policy decides.
    #[default]
    ByTier,
    /// All that are planned.
    Ready,
    /// What its policy has at the time.
    ByPolicy,
}

/// A drill: what happens, where and when.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DrillInputs {
    /// The service that is reported by default; the first where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceId>,
    /// The region that it happens to.
    pub region: RegionId,
    /// When, in hours from Monday 00:00 of the usual week; in UTC where regions have clocks of their own.
    pub start: HourOfWeek,
    /// What happens.
    pub kind: DrillKind,
    /// For how long.
    pub length: DrillLength,
    /// Whether users are sent elsewhere where the region is not lost as a whole.
    #[serde(default, skip_serializing_if = "is_default")]
    pub evacuate: bool,
    /// Time of a request over the usual, where the network is slow.
    #[serde(default = "usual_slowdown", skip_serializing_if = "is_usual_slowdown")]
    pub slowdown: NetworkSlowdown,
    /// How many replicas run in each region.
    #[serde(default, skip_serializing_if = "is_default")]
    pub fleets: DrillFleets,
}

impl DrillInputs {
    /// The loss of a region for an hour, Tuesday at 19:00.
    pub fn of(region: RegionId) -> Self {
        Self {
            service: None,
            region,
            start: HourOfWeek::clamped(43.0),
            kind: DrillKind::RegionLost,
            length: DrillLength::clamped(1.0),
            evacuate: false,
            slowdown: usual_slowdown(),
            fleets: DrillFleets::default(),
        }
    }
}

fn usual_slowdown() -> NetworkSlowdown {
    NetworkSlowdown::clamped(4.0)
}

fn is_usual_slowdown(slowdown: &NetworkSlowdown) -> bool {
    *slowdown == usual_slowdown()
}

/// The regions, each with its own id and none too many.
pub(super) fn few_regions<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<PlanRegion>, D::Error> {
    use serde::de::Error;
    let regions = Vec::<PlanRegion>::deserialize(deserializer)?;
    if regions.len() > MAX_PLAN_REGIONS {
        let n = regions.len();
        return Err(Error::custom(format!("a plan must have at most {MAX_PLAN_REGIONS} regions, but has {n}")));
    }
    let mut ids: Vec<u32> = regions.iter().map(|region| region.id.0).collect();
    ids.sort_unstable();
    match ids.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(Error::custom(format!("every region must have its own id, but two have {}", pair[0]))),
        None => Ok(regions),
    }
}

/// A reference to something that there is not: where it stands, and what is wrong.
pub(super) struct Dangling {
    pub place: String,
    pub what: String,
}

impl Scenario {
    /// The region with this id.
    pub fn region(&self, id: RegionId) -> Option<&PlanRegion> {
        self.regions.iter().find(|region| region.id == id)
    }

    /// An id that no region has.
    pub fn next_region_id(&self) -> RegionId {
        let highest = self.regions.iter().map(|region| region.id.0).max().unwrap_or(0);
        let free = || (1..).map(RegionId).find(|id| self.region(*id).is_none()).unwrap_or(RegionId(0));
        highest.checked_add(1).map_or_else(free, RegionId)
    }

    /// Takes a region out, with everything that refers to it. A service that was deployed nowhere else is then deployed in
    /// all that remain.
    pub fn remove_region(&mut self, id: RegionId) {
        self.regions.retain(|region| region.id != id);
        self.drill = self.drill.filter(|drill| drill.region != id);
        self.limits.retain(|limit| limit.region != Some(id));
        let ids: Vec<ServiceId> = self.services.iter().map(|service| service.id).collect();
        for service in ids {
            let Some(service) = self.services.get_mut(service) else { continue };
            service.regions.shares.retain(|share| share.region != id);
            if let Some(machine) = &mut service.cost.machine {
                machine.regional.retain(|stored| stored.region != id);
            }
            service.regions.deployed.retain(|deployed| deployed.region != id);
            if service.regions.strategy == (Strategy::ActivePassive { primary: id }) {
                service.regions.strategy = Strategy::Proportional;
            }
        }
    }

    /// Forgets a service that was taken out, wherever something refers to it.
    pub fn forget_service(&mut self, id: ServiceId) {
        if self.drill.is_some_and(|drill| drill.service == Some(id)) {
            self.drill = None;
        }
        if let Some(owned) = self.cost.owned.as_mut().filter(|owned| owned.service == Some(id)) {
            owned.service = None;
        }
        self.limits.retain(|limit| limit.of != LimitOf::Service(id));
        let ids: Vec<ServiceId> = self.services.iter().map(|service| service.id).collect();
        for other in ids {
            if let Some(service) = self.services.get_mut(other) {
                service.reliability.dependencies.retain(|needed| needed.on != Supplier::Service(id));
            }
        }
    }

    /// The first reference to something that there is not, or the first circle of dependencies.
    pub(super) fn dangling(&self) -> Option<Dangling> {
        let wrong = |place: String, what: String| Some(Dangling { place, what });
        let unknown = |id: RegionId| self.region(id).is_none();
        for (at, region) in self.regions.iter().enumerate() {
            if region.place.region().is_none() {
                return wrong(format!("regions[{at}].place.catalog.id"), "the catalog has no such region".into());
            }
        }
        for (at, service) in self.services.iter().enumerate() {
            if let Some(wrong) = self.wrong_price(at, service) {
                return Some(wrong);
            }
            for (share_at, share) in service.regions.shares.iter().enumerate() {
                if unknown(share.region) {
                    let place = format!("services[{at}].regions.shares[{share_at}].region");
                    return wrong(place, format!("the plan has no region {}", share.region.0));
                }
                if service.regions.shares[..share_at].iter().any(|other| other.region == share.region) {
                    let place = format!("services[{at}].regions.shares[{share_at}].region");
                    return wrong(place, format!("region {} has two shares", share.region.0));
                }
            }
            for (at_region, deployed) in service.regions.deployed.iter().enumerate() {
                let place = || format!("services[{at}].regions.deployed[{at_region}].region");
                if unknown(deployed.region) {
                    return wrong(place(), format!("the plan has no region {}", deployed.region.0));
                }
                if service.regions.deployed[..at_region].iter().any(|other| other.region == deployed.region) {
                    return wrong(place(), format!("region {} is listed twice", deployed.region.0));
                }
            }
            if let Strategy::ActivePassive { primary } = service.regions.strategy
                && unknown(primary)
            {
                let place = format!("services[{at}].regions.strategy.active_passive.primary");
                return wrong(place, format!("the plan has no region {}", primary.0));
            }
            for (need_at, needed) in service.reliability.dependencies.iter().enumerate() {
                let Supplier::Service(id) = needed.on else { continue };
                let place = || format!("services[{at}].reliability.dependencies[{need_at}].on.service");
                if self.services.get(id).is_none() {
                    return wrong(place(), format!("the plan has no service {}", id.0));
                }
                if self.depends(id, service.id, &mut Vec::new()) {
                    return wrong(place(), "circular dependency between services".into());
                }
            }
        }
        for (at, limit) in self.limits.iter().enumerate() {
            if let Some(id) = limit.region.filter(|id| unknown(*id)) {
                return wrong(format!("limits[{at}].region"), format!("the plan has no region {}", id.0));
            }
            match &limit.of {
                LimitOf::Service(id) if self.services.get(*id).is_none() => {
                    return wrong(format!("limits[{at}].of.service"), format!("the plan has no service {}", id.0));
                }
                LimitOf::Family(family) if family.is_empty() => {
                    return wrong(format!("limits[{at}].of.family"), "an instance family must be named".into());
                }
                _ => {}
            }
        }
        if self.cost.owned.and_then(|owned| owned.service).is_some_and(|id| self.services.get(id).is_none()) {
            return wrong("cost.owned.service".into(), "the plan has no such service".into());
        }
        match self.drill {
            Some(drill) if unknown(drill.region) => {
                wrong("drill.region".into(), format!("the plan has no region {}", drill.region.0))
            }
            Some(drill) if drill.service.is_some_and(|id| self.services.get(id).is_none()) => {
                wrong("drill.service".into(), "the plan has no such service".into())
            }
            _ => None,
        }
    }

    /// The first stored price of a region that there is not, or that has another one.
    fn wrong_price(&self, at: usize, service: &Service) -> Option<Dangling> {
        let stored = service.cost.machine.as_ref().map_or(&[][..], |machine| &machine.regional);
        stored.iter().enumerate().find_map(|(price_at, price)| {
            let id = price.region;
            let is_twice = stored[..price_at].iter().any(|other| other.region == id);
            let what = match (self.region(id), is_twice) {
                (None, _) => format!("the plan has no region {}", id.0),
                (Some(_), true) => format!("region {} has two prices", id.0),
                (Some(_), false) => return None,
            };
            Some(Dangling { place: format!("services[{at}].cost.machine.regional[{price_at}].region"), what })
        })
    }

    /// Whether a service needs another, directly or through others.
    pub fn depends(&self, service: ServiceId, on: ServiceId, seen: &mut Vec<ServiceId>) -> bool {
        if service == on {
            return true;
        }
        if seen.contains(&service) {
            return false;
        }
        seen.push(service);
        let needs = self.services.get(service).map_or(&[][..], |service| &service.reliability.dependencies);
        needs.iter().any(|needed| matches!(needed.on, Supplier::Service(id) if self.depends(id, on, seen)))
    }
}
