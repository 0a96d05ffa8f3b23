//! The machine that a service runs on: a snapshot of a catalogue's row, taken when it is chosen.

use super::Reserve;
use super::regional::{RegionalPrice, few_prices};
use crate::base::name::Words;
use crate::base::units::*;
use crate::machines::catalog::{
    Accelerators, Architecture, Catalog, Family, InstanceType, Purchase, RegionPrice, provider_name,
};
use crate::machines::fit::{NodeReserve, Packing, Refusal, ReplicaNeed, pack};
use crate::machines::mix::NodeRoom;
use crate::plan::scenario::sizing::Replica;
use serde::{Deserialize, Serialize};

/// Accelerators of a machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MachineAccelerators {
    /// What they are called, such as `H100`.
    pub model: Words<40>,
    /// How many; below one for a slice of one.
    pub count: NodeAccelerators,
    /// Memory of each; unknown where no source states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<NodeMemory>,
}

/// A machine with its prices as they were when it was chosen, so that a link reproduces its numbers
/// without any catalogue.
///
/// A price that no source states is none, never zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Machine {
    /// Provider, such as `aws`; `own` for a custom type.
    pub provider: Words<24>,
    /// The provider's name for it.
    pub name: Words<60>,
    /// The region of its prices.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub region: Words<40>,
    /// Virtual CPUs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vcpus: Option<NodeVcpus>,
    /// Memory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<NodeMemory>,
    /// Instruction set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arch: Option<Architecture>,
    /// Accelerators; none where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accelerators: Option<MachineAccelerators>,
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
    /// Date of the on-demand price, such as `2026-07-20`.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub as_of: Words<40>,
    /// Where it is from.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub source: Words<160>,
    /// Whether it is an estimate.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_estimate: bool,
    /// Its prices in other regions of the plan.
    #[serde(default, deserialize_with = "few_prices", skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = crate::plan::scenario::regions::MAX_PLAN_REGIONS)))]
    pub regional: Vec<RegionalPrice>,
}

impl Machine {
    /// A machine of which nothing but its name is known.
    pub fn named(provider: &str, name: &str) -> Self {
        Self {
            provider: Words::cut(provider),
            name: Words::cut(name),
            region: Words::default(),
            vcpus: None,
            memory: None,
            arch: None,
            accelerators: None,
            on_demand: None,
            one_year: None,
            three_years: None,
            spot: None,
            as_of: Words::default(),
            source: Words::default(),
            is_estimate: false,
            regional: Vec::new(),
        }
    }

    /// Its price for a way of buying; `None` where not known.
    pub fn price(&self, purchase: Purchase) -> Option<NodePrice> {
        match purchase {
            Purchase::OnDemand => self.on_demand,
            Purchase::Spot => self.spot,
            Purchase::OneYear => self.one_year,
            Purchase::ThreeYears => self.three_years,
        }
    }

    /// The snapshot of an offer of a catalogue; `None` where the offer is not of that catalogue.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::machines::catalog::Catalog;
    /// use headroom_core::plan::scenario::cost::Machine;
    ///
    /// let text = "headroom-catalog 1\n[sources]\nOWN\tan example\town\n[quotes]\na\t2026-07\tOWN\tlist\n\
    ///     [types]\naws\tm5.large\tgeneral\t2\t8\tx86_64\n[prices]\n=aws\tm5.large\nus-east-1\t0.096a\nend 10\n";
    /// let catalog = Catalog::read(text)?;
    /// let offer = catalog.price("aws", "m5.large", "us-east-1").expect("listed");
    /// let machine = Machine::from_catalog(&catalog, offer).expect("of this catalogue");
    /// assert_eq!(machine.on_demand.map(|price| price.get()), Some(0.096));
    /// assert_eq!((machine.spot, machine.as_of.as_str()), (None, "2026-07"));
    /// # Ok::<(), headroom_core::machines::catalog::DamagedCatalog>(())
    /// ```
    pub fn from_catalog(catalog: &Catalog, offer: &RegionPrice) -> Option<Self> {
        let row = catalog.types().get(offer.instance)?;
        let price = |purchase| offer.of(purchase).and_then(|price| NodePrice::new(price.usd).ok());
        let quote = offer.on_demand.and_then(|price| catalog.quote(price));
        let words = |code: &String| catalog.sources().iter().find(|source| source.code == *code);
        let sources = quote.map(|quote| {
            let each = quote.sources.iter().filter_map(words).map(|source| source.words.as_str());
            each.collect::<Vec<_>>().join("; ")
        });
        Some(Self {
            provider: Words::cut(&row.provider),
            name: Words::cut(&row.name),
            region: Words::cut(&offer.region),
            vcpus: row.vcpus.and_then(|vcpus| NodeVcpus::new(vcpus).ok()),
            memory: row.memory_gib.and_then(|memory| NodeMemory::new(memory).ok()),
            arch: row.architecture,
            accelerators: row.accelerators.as_ref().and_then(|has| {
                Some(MachineAccelerators {
                    model: Words::cut(&has.model),
                    count: NodeAccelerators::new(has.count).ok()?,
                    memory: has.memory_gib.and_then(|memory| NodeMemory::new(memory).ok()),
                })
            }),
            on_demand: price(Purchase::OnDemand),
            one_year: price(Purchase::OneYear),
            three_years: price(Purchase::ThreeYears),
            spot: price(Purchase::Spot),
            as_of: quote.map_or_else(Words::default, |quote| Words::cut(&quote.as_of.to_string())),
            source: Words::cut(&sources.unwrap_or_default()),
            is_estimate: quote.is_some_and(|quote| quote.basis.is_estimate()),
            regional: Vec::new(),
        })
    }

    /// Provider and name, as sentences say it; the name alone of a custom type.
    pub fn words(&self) -> String {
        match self.provider.as_str() {
            "own" | "" => self.name.to_string(),
            provider => format!("{} {}", provider_name(provider), self.name),
        }
    }

    /// How replicas sit on it, or the constraint that rules it out.
    ///
    /// # Errors
    ///
    /// The [`Refusal`] of [`pack`].
    pub fn packing(&self, replica: &Replica, reserve: Reserve) -> Result<Packing, Refusal> {
        pack(&ReplicaNeed::from(*replica), &self.instance_type(), self.reserved(reserve))
    }

    /// What a node of it keeps for its system: as stated, else as its provider's managed Kubernetes does.
    pub fn reserved(&self, stated: Reserve) -> NodeReserve {
        stated.on(self.provider.as_str(), self.vcpus.map(NodeVcpus::get), self.memory.map(NodeMemory::get))
    }

    /// Whether it has accelerators, so that its hours are lines of their own kind.
    pub fn is_accelerated(&self) -> bool {
        self.accelerators.is_some()
    }

    /// What a node of it offers replicas beyond what is reserved per node.
    pub fn room(&self, reserve: NodeReserve) -> NodeRoom {
        let gpus = self.accelerators.as_ref().map_or(0.0, |has| has.count.get());
        NodeRoom::new(self.vcpus.map(NodeVcpus::get), self.memory.map(NodeMemory::get), gpus, reserve)
    }

    fn instance_type(&self) -> InstanceType {
        InstanceType {
            provider: self.provider.to_string(),
            name: self.name.to_string(),
            family: if self.is_accelerated() { Family::Gpu } else { Family::General },
            vcpus: self.vcpus.map(NodeVcpus::get),
            memory_gib: self.memory.map(NodeMemory::get),
            architecture: self.arch,
            accelerators: self.accelerators.as_ref().map(|has| Accelerators {
                model: has.model.to_string(),
                count: has.count.get(),
                memory_gib: has.memory.map(NodeMemory::get),
            }),
            network_gbps: None,
            local_disk_gb: None,
        }
    }
}
