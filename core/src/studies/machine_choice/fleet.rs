//! What must be placed: replicas of one kind, and the regions in which they run.

use super::Where;
use crate::machines::fit::ReplicaNeed;
use crate::plan::evaluate::ServiceEvaluation;
use crate::plan::scenario::cost::Reserve;
use crate::plan::scenario::regions::Place;
use crate::plan::scenario::{Scenario, Service};

/// A region in which a fleet runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Whose region.
    pub provider: String,
    /// The provider's name of it.
    pub region: String,
    /// Replicas that are needed there.
    pub replicas: u32,
}

/// The fleet of a service.
#[derive(Clone, Debug, PartialEq)]
pub struct Fleet {
    /// What one replica needs.
    pub need: ReplicaNeed,
    /// Reserved per node for the system and its agents.
    pub reserve: Reserve,
    /// Replicas in all.
    pub replicas: u32,
    /// Those in regions that a provider sells, by region, in the order of the plan.
    pub sites: Vec<Site>,
}

impl Fleet {
    /// The fleet that the answers ask for: the replicas of every region where the plan has regions,
    /// or else those of the sizing, in no place yet.
    pub fn of(scenario: &Scenario, service: &Service, answers: &ServiceEvaluation) -> Self {
        let regions = answers.regions.as_ref();
        let replicas = regions.map_or(u64::from(answers.sizing.replicas), |plan| plan.replicas);
        let hosts = regions.into_iter().flat_map(|plan| &plan.regions).filter(|region| region.hosts);
        let site = |region: &crate::plan::regions::RegionAnswer| {
            let stated = scenario.regions.iter().find(|stated| stated.id == region.id)?;
            match &stated.place {
                Place::Catalog { provider, id } => Some(Site {
                    provider: provider.key().to_owned(),
                    region: id.to_string(),
                    replicas: region.replicas,
                }),
                Place::Own { .. } => None,
            }
        };
        Self {
            need: service.sizing.replica.into(),
            reserve: service.cost.reserve,
            replicas: u32::try_from(replicas).unwrap_or(u32::MAX),
            sites: hosts.filter_map(site).collect(),
        }
    }

    /// Whose regions the plan has, each once, in the order of the plan.
    pub fn providers(&self) -> Vec<&str> {
        let mut found = Vec::new();
        for site in &self.sites {
            if !found.contains(&site.provider.as_str()) {
                found.push(site.provider.as_str());
            }
        }
        found
    }

    /// Replicas that are placed where types are compared: all of them, unless that is the plan's regions
    /// of one provider.
    pub fn replicas_in(&self, place: &Where) -> u64 {
        match place {
            Where::Plan { provider } => {
                let own = self.sites.iter().filter(|site| site.provider == *provider);
                own.map(|site| u64::from(site.replicas)).sum()
            }
            Where::Region { .. } | Where::Cheapest { .. } => self.replicas.into(),
        }
    }

    /// Where types are compared unless somebody says otherwise: in the plan's regions of its first
    /// provider, or wherever each costs least.
    pub fn usual_place(&self) -> Where {
        match self.providers().first() {
            Some(provider) => Where::Plan { provider: (*provider).to_owned() },
            None => Where::Cheapest { provider: None },
        }
    }
}
