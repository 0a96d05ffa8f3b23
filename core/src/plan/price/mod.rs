//! What an hour of a node and of a replica costs, region by region: the one place where that is decided.

mod pooled;
mod regional;

pub use pooled::{hour_prices, pool_price};
pub use regional::{NodeHours, RegionHour, RegionPriceSource};

use super::scenario::Service;
use super::scenario::cost::{Machine, RegionalPrice};
use super::scenario::regions::PlanRegion;
use crate::base::numeric::ceil_count;
use crate::base::units::PriceDiscount;
use crate::machines::catalog::Purchase;
use crate::machines::fit::Packing;
use serde::Serialize;

/// Where a price is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceSource {
    /// The machine's price by the hour.
    Machine,
    /// Rates of what a replica requests.
    Rates,
    /// The price of a replica as stated.
    Stated,
    /// Nobody has said.
    Unknown,
}

/// What an hour costs; from [`hour_price`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HourPrice {
    /// Where it is from.
    pub source: PriceSource,
    /// A node by the hour, USD; a replica where there is no machine. `None` where not known.
    pub node: Option<f64>,
    /// Replicas on a node.
    pub replicas_per_node: u32,
    /// A replica by the hour, USD: the node's price over its replicas, or its [share](Self::in_pool) of a node.
    pub replica: Option<f64>,
    /// Share of a node that a replica takes where services share nodes; `None` where the service has its own.
    pub share: Option<f64>,
    /// How replicas sit on the machine; `None` without one, or where they do not fit.
    pub packing: Option<Packing>,
    /// Why a replica does not fit the machine.
    pub refusal: Option<String>,
    /// Whether the machine's price is an estimate.
    pub is_estimate: bool,
    /// A node in each way of buying; a replica where there is no machine.
    pub ways: NodeHours,
    /// A node on-demand in a region that is not chosen, USD: a price that was stated by hand is assumed to hold there,
    /// a catalogue's holds in its region only.
    pub anywhere: Option<f64>,
    /// The same in each region of the plan that hosts capacity, in order; empty in a plan without regions.
    pub regions: Vec<RegionHour>,
}

impl HourPrice {
    /// Whole nodes for some replicas; as many as replicas where one fits a node.
    pub fn nodes(&self, replicas: f64) -> f64 {
        let per_node = self.replicas_per_node;
        if per_node <= 1 { replicas } else { f64::from(ceil_count(replicas / f64::from(per_node))) }
    }

    /// Replicas whose price is paid for some: those that whole nodes hold, or as many where nodes are shared.
    pub fn replicas_paid(&self, replicas: f64) -> f64 {
        if self.share.is_some() { replicas } else { self.nodes(replicas) * f64::from(self.replicas_per_node.max(1)) }
    }

    /// What is paid for some replicas: whole nodes, or their share of those that services have in common.
    pub fn paid_for(&self, replicas: f64) -> f64 {
        self.share.map_or_else(|| self.nodes(replicas), |share| replicas * share)
    }

    /// What is counted: nodes where several replicas fit one, else replicas.
    pub fn unit(&self) -> &'static str {
        if self.replicas_per_node > 1 { "nodes" } else { "replicas" }
    }
}

/// The price of an hour of a service, and what it is in each region.
///
/// With a machine `node = p_list · (1 − d)` and `replica = node / k`. Without one both are `Σ r · a` where rates are
/// stated, or else the stated price of a replica, off which nothing is taken.
///
/// | symbol   | input                                | unit       |
/// |----------|--------------------------------------|------------|
/// | `p_list` | `machine.on_demand`                  | USD / hour |
/// | `d`      | `negotiated`                         | fraction   |
/// | `k`      | replicas that [fit](crate::machines::fit::pack) a node | replicas |
/// | `r`, `a` | rate of a resource, and how much of it a replica requests | USD / hour of one, vCPU, GiB, accelerators |
///
/// In a region of the plan the price is the one stored for it, `p_stored · (1 − d)`; or else the region's factor times
/// the price above; or else that price itself, where it is the catalogue's price of that region, or where it was stated
/// by hand, which is an assumption. A catalogue's price of another region says nothing: it is unknown there.
///
/// A replica that does not fit its machine has no price, and neither has one whose machine has none.
///
/// # Assumptions
///
/// `snapshot-prices`, `price-everywhere`
///
/// # Example
///
/// ```
/// use headroom_core::base::units::*;
/// use headroom_core::plan::price::hour_price;
/// use headroom_core::plan::scenario::cost::Machine;
/// use headroom_core::plan::scenario::examples;
///
/// let mut scenario = examples::seed_service();
/// let mut service = scenario.services.first().clone();
/// service.cost.machine = Some(Machine {
///     vcpus: Some(NodeVcpus::new(8.0)?),
///     memory: Some(NodeMemory::new(32.0)?),
///     on_demand: Some(NodePrice::new(0.384)?),
///     region: headroom_core::base::name::Words::cut("us-east-1"),
///     ..Machine::named("aws", "m5.2xlarge")
/// });
/// // Two fit beside what EKS reserves of a node.
/// service.sizing.replica.vcpus = Vcpus::new(3.5)?;
/// service.sizing.replica.memory = Memory::new(14.0)?;
/// let regions = examples::find("three-region-payments").expect("an example").scenario().regions;
/// let price = hour_price(&service, &regions, PriceDiscount::new(0.5)?);
/// // By hand: 0.384 · 0.5 = 0.192 for two replicas; in Ireland 1.08 times as much.
/// assert_eq!((price.replicas_per_node, price.node, price.replica), (2, Some(0.192), Some(0.096)));
/// assert_eq!(price.replica_in(Some(regions[0].id)), Some(0.096));
/// assert!((price.replica_in(Some(regions[1].id)).expect("a factor") - 0.10368).abs() < 1e-12);
/// # Ok::<(), OutOfRange>(())
/// ```
pub fn hour_price(service: &Service, regions: &[PlanRegion], negotiated: PriceDiscount) -> HourPrice {
    let mut price = match &service.cost.machine {
        Some(machine) => on_machine(service, machine, negotiated),
        None => stated(service),
    };
    let is_of_a_region = service.cost.machine.as_ref().is_some_and(Machine::is_of_a_region);
    price.anywhere = price.node.filter(|_| !is_of_a_region);
    let hour = |region: &PlanRegion| {
        let stored = |machine: &Machine, purchase| {
            let stored = machine.regional(region.id).and_then(|stored: &RegionalPrice| stored.price(purchase))?;
            Some(purchase.negotiated(stored.get(), negotiated.get()))
        };
        regional::in_region(service, region, &price, stored)
    };
    price.regions = regions.iter().filter(|region| region.hosts).map(hour).collect();
    price
}

fn stated(service: &Service) -> HourPrice {
    let by_rates = service.cost.rates.replica(&service.sizing.replica);
    let stated = service.scaling.price.map(|price| price.get());
    let (source, replica) = match (by_rates, stated) {
        (Some(_), _) => (PriceSource::Rates, by_rates),
        (None, Some(_)) => (PriceSource::Stated, stated),
        (None, None) => (PriceSource::Unknown, None),
    };
    HourPrice {
        source,
        node: replica,
        replicas_per_node: 1,
        replica,
        packing: None,
        refusal: None,
        is_estimate: false,
        share: None,
        ways: NodeHours { on_demand: replica, ..NodeHours::default() },
        anywhere: None,
        regions: Vec::new(),
    }
}

fn on_machine(service: &Service, machine: &Machine, negotiated: PriceDiscount) -> HourPrice {
    let packed = machine.packing(&service.sizing.replica, service.cost.reserve);
    let replicas = packed.as_ref().map_or(1, |packing| packing.replicas.max(1));
    let ways = NodeHours::new(|purchase| machine_hour(machine, purchase, negotiated).filter(|_| packed.is_ok()));
    HourPrice {
        source: PriceSource::Machine,
        node: ways.on_demand,
        replicas_per_node: replicas,
        replica: ways.on_demand.map(|price| price / f64::from(replicas)),
        refusal: packed.as_ref().err().map(ToString::to_string),
        packing: packed.ok(),
        is_estimate: machine.is_estimate || machine.regional.iter().any(|stored| stored.is_estimate),
        share: None,
        ways,
        anywhere: None,
        regions: Vec::new(),
    }
}

/// A node of a machine by the hour, USD, bought in some way: its own price less what was
/// [negotiated](Purchase::negotiated); `None` where it has no price for that.
pub fn machine_hour(machine: &Machine, purchase: Purchase, negotiated: PriceDiscount) -> Option<f64> {
    machine.price(purchase).map(|price| purchase.negotiated(price.get(), negotiated.get()))
}
