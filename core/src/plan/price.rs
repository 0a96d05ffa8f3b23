//! What an hour of a node and of a replica costs: the one place where that is decided.

use super::scenario::Service;
use super::scenario::cost::Machine;
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
    /// A replica by the hour, USD: the node's price over its replicas.
    pub replica: Option<f64>,
    /// How replicas sit on the machine; `None` without one, or where they do not fit.
    pub packing: Option<Packing>,
    /// Why a replica does not fit the machine.
    pub refusal: Option<String>,
    /// Whether the machine's price is an estimate.
    pub is_estimate: bool,
}

/// The price of an hour of a service.
///
/// With a machine `node = p_list · (1 − d)` and `replica = node / k`; without one both are the stated
/// price of a replica, off which nothing is taken.
///
/// | symbol   | input                                | unit       |
/// |----------|--------------------------------------|------------|
/// | `p_list` | `machine.on_demand`                  | USD / hour |
/// | `d`      | `negotiated`                         | fraction   |
/// | `k`      | replicas that [fit](crate::machines::fit::pack) a node | replicas |
///
/// A replica that does not fit its machine has no price, and neither has one whose machine has none.
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
///     ..Machine::named("aws", "m5.2xlarge")
/// });
/// service.sizing.replica.vcpus = Vcpus::new(4.0)?;
/// service.sizing.replica.memory = Memory::new(16.0)?;
/// let price = hour_price(&service, PriceDiscount::new(0.5)?);
/// // By hand: 0.384 · 0.5 = 0.192 for two replicas.
/// assert_eq!((price.replicas_per_node, price.node, price.replica), (2, Some(0.192), Some(0.096)));
/// # Ok::<(), OutOfRange>(())
/// ```
pub fn hour_price(service: &Service, negotiated: PriceDiscount) -> HourPrice {
    let Some(machine) = &service.cost.machine else {
        let stated = service.scaling.price.map(|price| price.get());
        return HourPrice {
            source: if stated.is_some() { PriceSource::Stated } else { PriceSource::Unknown },
            node: stated,
            replicas_per_node: 1,
            replica: stated,
            packing: None,
            refusal: None,
            is_estimate: false,
        };
    };
    let packed = machine.packing(&service.sizing.replica, service.cost.reserve.into());
    let replicas = packed.as_ref().map_or(1, |packing| packing.replicas.max(1));
    let node = machine_hour(machine, Purchase::OnDemand, negotiated).filter(|_| packed.is_ok());
    HourPrice {
        source: PriceSource::Machine,
        node,
        replicas_per_node: replicas,
        replica: node.map(|price| price / f64::from(replicas)),
        refusal: packed.as_ref().err().map(ToString::to_string),
        packing: packed.ok(),
        is_estimate: machine.is_estimate,
    }
}

/// A node of a machine by the hour, USD, bought in some way: its own price less what was
/// [negotiated](Purchase::negotiated); `None` where it has no price for that.
pub fn machine_hour(machine: &Machine, purchase: Purchase, negotiated: PriceDiscount) -> Option<f64> {
    machine.price(purchase).map(|price| purchase.negotiated(price.get(), negotiated.get()))
}
