//! In which of the plan's regions a service is deployed, and with how many replicas.

use super::limits::Caps;
use super::regions::{MAX_PLAN_REGIONS, Overflow, PlanRegion, ServiceRegions, UserShare};
use crate::base::id::RegionId;
use crate::base::list;
use crate::base::units::{DeployedReplicas, Quantity};
use serde::{Deserialize, Deserializer, Serialize};

/// A region in which a service is deployed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Deployed {
    /// Which.
    pub region: RegionId,
    /// How many replicas there; as many as are needed where not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replicas: Option<DeployedReplicas>,
}

impl Deployed {
    /// In a region, with as many replicas as are needed.
    pub fn as_needed(region: RegionId) -> Self {
        Self { region, replicas: None }
    }
}

impl ServiceRegions {
    /// Whether it may run in a region of those that host capacity.
    pub fn runs_in(&self, region: RegionId) -> bool {
        self.deployed.is_empty() || self.deployed.iter().any(|deployed| deployed.region == region)
    }

    /// Most replicas that can run in a region: those stated, or what can be had; `None` where there is no limit.
    pub fn most_replicas(&self, region: RegionId, caps: &Caps) -> Option<u32> {
        self.stated_replicas(region).into_iter().chain(caps.most(Some(region))).min()
    }

    /// The zones of a region of which one may be lost; `None` where that need not be survived, or there is only one.
    pub fn zones_to_survive(&self, region: &PlanRegion) -> Option<u32> {
        Some(region.zones.get()).filter(|zones| self.survive_zone && *zones > 1)
    }

    /// How many replicas are stated for a region; `None` where as many run as are needed.
    pub fn stated_replicas(&self, region: RegionId) -> Option<u32> {
        let found = self.deployed.iter().find(|deployed| deployed.region == region)?;
        found.replicas.map(DeployedReplicas::get)
    }

    /// States the users where they were taken to be: evenly in all regions where the service is deployed.
    pub fn state_users(&mut self, regions: &[PlanRegion]) {
        if self.shares.is_empty() {
            let hosts = regions.iter().filter(|region| region.hosts && self.runs_in(region.id));
            let even = hosts.map(|region| UserShare { region: region.id, weight: Quantity::clamped(1.0) });
            self.shares = even.collect();
        }
    }

    /// States the regions in which it was taken to be deployed, all that host capacity, and its users.
    pub fn state_deployed(&mut self, regions: &[PlanRegion]) {
        self.state_users(regions);
        self.list_deployed(regions);
    }

    /// Deploys it in a region more, nearer to some users, who stay where they are: whoever loses a region goes to the nearest
    /// with room.
    pub fn add_nearby(&mut self, regions: &[PlanRegion], id: RegionId) {
        self.state_users(regions);
        if !self.deployed.is_empty() {
            self.deployed.push(Deployed::as_needed(id));
        }
        self.overflow = Overflow::NearestWithRoom;
    }

    /// Deploys it in a region with as many replicas as are needed, or no longer; it stays somewhere. Where nothing was
    /// stated, it was in all that host capacity.
    pub fn deploy(&mut self, regions: &[PlanRegion], id: RegionId, on: bool) {
        self.list_deployed(regions);
        match (on, self.deployed.iter().position(|deployed| deployed.region == id)) {
            (true, None) => self.deployed.push(Deployed::as_needed(id)),
            (false, Some(at)) if self.deployed.len() > 1 => {
                self.deployed.remove(at);
            }
            _ => {}
        }
    }

    fn list_deployed(&mut self, regions: &[PlanRegion]) {
        if self.deployed.is_empty() {
            let hosts = regions.iter().filter(|region| region.hosts);
            self.deployed = hosts.map(|region| Deployed::as_needed(region.id)).collect();
        }
    }
}

pub(super) fn few<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Deployed>, D::Error> {
    list::few(Vec::deserialize(deserializer)?, MAX_PLAN_REGIONS, "regions where a service is deployed")
}
