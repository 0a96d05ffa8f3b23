//! What is stated about the cost of one service: its machine, what it stores and moves, whose it is.

use super::machine::Machine;
use super::rates::ResourceRates;
use crate::base::list::few;
use crate::base::name::{Name, Words};
use crate::base::numeric::is_default;
use crate::base::units::*;
use crate::machines::fit::NodeReserve;
use crate::machines::reserve::published;
use serde::{Deserialize, Deserializer, Serialize};

/// Most lines of storage of a service.
pub const MAX_STORED: usize = 12;
/// Most tags of a service.
pub const MAX_TAGS: usize = 10;

/// What is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StoredKind {
    /// Weights.
    Models,
    /// Features of a feature store.
    Features,
    /// Checkpoints of trainings.
    Checkpoints,
    /// Logs, metrics, traces.
    Logs,
    /// Anything else.
    Other,
}

impl StoredKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Models, Self::Features, Self::Checkpoints, Self::Logs, Self::Other];

    /// The kind in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Models => "models",
            Self::Features => "features",
            Self::Checkpoints => "checkpoints",
            Self::Logs => "logs",
            Self::Other => "other data",
        }
    }
}

/// A line of storage.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StoredData {
    /// What it is.
    pub kind: StoredKind,
    /// Size of one copy.
    pub size: StoredSize,
    /// Growth a month.
    #[serde(default = "no_growth", skip_serializing_if = "is_no_growth")]
    pub growth: StorageGrowth,
    /// Copies that are kept.
    #[serde(default = "one_copy", skip_serializing_if = "is_one_copy")]
    pub copies: Copies,
    /// Price per GiB and month; unknown where not set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<PricePerGib>,
}

impl StoredData {
    /// All of it with its copies, GiB.
    pub fn total(stored: &[Self]) -> f64 {
        stored.iter().map(|line| line.size.get() * line.copies.get()).sum()
    }
}

fn no_growth() -> StorageGrowth {
    StorageGrowth::clamped(0.0)
}
fn is_no_growth(growth: &StorageGrowth) -> bool {
    *growth == no_growth()
}
fn one_copy() -> Copies {
    Copies::clamped(1.0)
}
fn is_one_copy(copies: &Copies) -> bool {
    *copies == one_copy()
}

/// Data that leaves for the internet.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Egress {
    /// So much in the first month; it grows with the load.
    Monthly(DataAmount),
    /// So many KiB with each response.
    Response(ResponseSize),
}

/// Reserved per node for the system and its agents; what is not stated is as the provider's managed Kubernetes keeps it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Reserve {
    /// Virtual CPUs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vcpus: Option<NodeVcpus>,
    /// Memory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<NodeMemory>,
}

impl Reserve {
    /// Nothing: the whole node is the replicas'.
    pub fn nothing() -> Self {
        Self { vcpus: Some(NodeVcpus::clamped(0.0)), memory: Some(NodeMemory::clamped(0.0)) }
    }

    /// What it is on a node: as stated, else as [`published`] for the provider.
    pub fn on(self, provider: &str, vcpus: Option<f64>, memory_gib: Option<f64>) -> NodeReserve {
        let rule = published(provider, vcpus, memory_gib);
        NodeReserve {
            vcpus: self.vcpus.map_or(rule.vcpus, NodeVcpus::get),
            memory_gib: self.memory.map_or(rule.memory_gib, NodeMemory::get),
        }
    }
}

/// A cost allocation tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tag {
    /// Its name.
    pub name: Words<40>,
    /// Its value.
    #[serde(default, skip_serializing_if = "Name::is_empty")]
    pub value: Name,
}

/// What is stated about the cost of a service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ServiceCost {
    /// The instance type that it runs on; without one rates, or the price per replica, apply.
    pub machine: Option<Machine>,
    /// Prices of resources per hour, which price a replica where there is no machine.
    #[serde(skip_serializing_if = "is_default")]
    pub rates: ResourceRates,
    /// Reserved per node for the system and its agents.
    #[serde(skip_serializing_if = "is_default")]
    pub reserve: Reserve,
    /// The node pool: services that name the same one and run on the same instance type share its nodes. Its own nodes
    /// where empty.
    #[serde(skip_serializing_if = "Name::is_empty")]
    pub pool: Name,
    /// Nodes that are committed, where the plan commits to nodes; by the plan's rule where not stated.
    pub committed: Option<CommittedNodes>,
    /// Whether replicas may be interrupted, so that spot will do.
    pub interruptible: bool,
    /// What it stores.
    #[serde(deserialize_with = "few_stored")]
    #[cfg_attr(feature = "schema", schemars(length(max = MAX_STORED)))]
    pub storage: Vec<StoredData>,
    /// Data sent to the internet; none where not set.
    pub egress: Option<Egress>,
    /// Data between zones, over what leaves for the internet; each direction is billed.
    pub inter_zone: Crossings,
    /// Data between regions, over what leaves for the internet; unknown where not set.
    pub inter_region: Option<Crossings>,
    /// Tags.
    #[serde(deserialize_with = "few_tags")]
    #[cfg_attr(feature = "schema", schemars(length(max = MAX_TAGS)))]
    pub tags: Vec<Tag>,
}

impl Default for ServiceCost {
    /// No machine, nothing stored, nothing moved.
    fn default() -> Self {
        Self {
            machine: None,
            rates: ResourceRates::default(),
            reserve: Reserve::default(),
            pool: Name::default(),
            committed: None,
            interruptible: false,
            storage: Vec::new(),
            egress: None,
            inter_zone: Crossings::clamped(0.0),
            inter_region: None,
            tags: Vec::new(),
        }
    }
}

fn few_stored<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<StoredData>, D::Error> {
    few(Vec::deserialize(deserializer)?, MAX_STORED, "lines of storage")
}

fn few_tags<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Tag>, D::Error> {
    few(Vec::deserialize(deserializer)?, MAX_TAGS, "tags")
}
