//! What can be had: how many replicas, nodes, vCPUs or GPUs, in which region, for which services.

mod caps;
mod family;
mod per;

pub use caps::{Cap, Caps, own_caps};
pub use per::Per;

use super::{Scenario, Service};
use crate::base::id::{RegionId, ServiceId};
use crate::base::list;
use crate::base::name::Words;
use crate::base::text;
use crate::base::units::LimitAmount;
use crate::machines::chip::Chip;
use crate::machines::fit::{Packing, Refusal};
use serde::{Deserialize, Deserializer, Serialize};

/// Most limits of a plan.
pub const MAX_LIMITS: usize = 60;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LimitUnit {
    /// Replicas.
    Replicas,
    /// Whole nodes.
    Nodes,
    /// Virtual CPUs: of whole nodes where an instance type is chosen, else those that replicas request.
    Vcpus,
    /// Accelerators, in the same way.
    Gpus,
}

impl LimitUnit {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Replicas, Self::Nodes, Self::Vcpus, Self::Gpus];

    /// The unit in words: of one, of several.
    pub const fn words(self) -> [&'static str; 2] {
        match self {
            Self::Replicas => ["replica", "replicas"],
            Self::Nodes => ["node", "nodes"],
            Self::Vcpus => ["vCPU", "vCPUs"],
            Self::Gpus => ["GPU", "GPUs"],
        }
    }

    /// An amount of it: `64 vCPUs`.
    pub fn amount(self, amount: f64) -> String {
        let [one, several] = self.words();
        format!("{} {}", text::plain(amount), if amount == 1.0 { one } else { several })
    }
}

/// For what a limit holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LimitOf {
    /// For each service by itself.
    EachService,
    /// For one service.
    Service(ServiceId),
    /// For all services together whose nodes are of an instance family, such as `c7g`, or of one of several, such as
    /// `G, VT`: a letter stands for every family that begins with it and a number.
    Family(Words<60>),
    /// For all services together that run on an accelerator.
    Gpu(Chip),
}

impl LimitOf {
    /// Whether services share it.
    pub const fn is_shared(&self) -> bool {
        matches!(self, Self::Family(_) | Self::Gpu(_))
    }
}

/// A limit: quota or stock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// In which region of the plan; in each where not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionId>,
    /// For what.
    pub of: LimitOf,
    /// How much can be had.
    pub most: LimitAmount,
    /// Of what.
    pub unit: LimitUnit,
}

impl Limit {
    /// So many replicas of each service, in a region or in each.
    pub const fn of_each_service(region: Option<RegionId>, most: LimitAmount) -> Self {
        Self { region, of: LimitOf::EachService, most, unit: LimitUnit::Replicas }
    }

    /// Whether it holds in a region; `None` is one that has no name in the plan.
    pub fn holds_in(&self, region: Option<RegionId>) -> bool {
        self.region.is_none() || self.region == region
    }

    /// Whether a service counts towards it.
    pub fn counts(&self, service: &Service) -> bool {
        match &self.of {
            LimitOf::EachService => true,
            LimitOf::Service(id) => *id == service.id,
            LimitOf::Family(families) => {
                let machine = service.cost.machine.as_ref();
                machine.is_some_and(|machine| family::is_one_of(machine.name.as_str(), families.as_str()))
            }
            LimitOf::Gpu(chip) => service.runs_on(*chip),
        }
    }

    /// The limit in words: `64 vCPUs of c7g in Ireland`, `20 replicas of each service in each region`.
    pub fn words(&self, plan: &Scenario) -> String {
        let amount = self.unit.amount(self.most.get());
        let of = match &self.of {
            LimitOf::EachService if plan.services.count() == 1 => String::new(),
            LimitOf::EachService => " of each service".to_owned(),
            LimitOf::Service(id) => {
                let service = plan.services.get(*id);
                format!(" of {}", service.map_or_else(String::new, |service| text::one_line(service.name.as_str())))
            }
            LimitOf::Family(family) => format!(" of {}", text::one_line(family.as_str())),
            LimitOf::Gpu(chip) => format!(" with {}", chip.words()),
        };
        let place = match self.region.and_then(|id| plan.region(id)) {
            Some(region) => format!(" in {}", text::one_line(region.name.as_str())),
            None if plan.regions.iter().filter(|region| region.hosts).count() > 1 => " in each region".to_owned(),
            None => String::new(),
        };
        format!("{amount}{of}{place}")
    }
}

impl Service {
    /// Whether it runs on an accelerator: that of its instance type, or the one that its replica is built for.
    fn runs_on(&self, chip: Chip) -> bool {
        match &self.cost.machine {
            Some(machine) => machine.accelerators.as_ref().is_some_and(|has| chip.is(has.model.as_str())),
            None => self.sizing.replica.gpus.get() > 0 && self.sizing.replica.chip == Some(chip),
        }
    }

    /// How its replicas sit on its instance type, or why they do not fit it; `None` where none is chosen.
    pub fn packed(&self) -> Option<Result<Packing, Refusal>> {
        let machine = self.cost.machine.as_ref()?;
        Some(machine.packing(&self.sizing.replica, self.cost.reserve))
    }

    /// Replicas on a node: as many as fit its instance type, or where none is chosen as many as are stated; `None` where
    /// unknown.
    pub fn replicas_per_node(&self) -> Option<u32> {
        match &self.cost.machine {
            Some(_) => Some(self.packed()?.map_or(1, |packing| packing.replicas.max(1))),
            None => self.scaling.fleet.nodes.map(|nodes| nodes.replicas_per_node.get()),
        }
    }
}

pub(super) fn few<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Limit>, D::Error> {
    list::few(Vec::deserialize(deserializer)?, MAX_LIMITS, "limits")
}
