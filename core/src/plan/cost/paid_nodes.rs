//! Every node that is paid for in the first month, by how it is bought.

use super::bought::layer_of;
use super::in_pool::part_of;
use super::lines::CostedService;
use super::purchase::Layer;
use crate::base::id::ServiceId;
use crate::base::text;
use crate::base::time::HOURS_PER_MONTH;
use serde::Serialize;

/// Nodes on average over the first month, replicas where there is no machine; each is exactly one of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct PaidNodes {
    /// Committed and in use.
    pub committed: f64,
    /// In use, by the hour.
    pub on_demand: f64,
    /// In use, on spot.
    pub spot: f64,
    /// Ordered ahead and paid for whether they run or not: what stands by for a loss, and what is there for an event.
    pub reserved: f64,
    /// Committed and not in use.
    pub idle: f64,
}

impl PaidNodes {
    /// All of them.
    pub fn total(&self) -> f64 {
        self.committed + self.on_demand + self.spot + self.reserved + self.idle
    }

    /// These and others.
    #[must_use]
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            committed: self.committed + other.committed,
            on_demand: self.on_demand + other.on_demand,
            spot: self.spot + other.spot,
            reserved: self.reserved + other.reserved,
            idle: self.idle + other.idle,
        }
    }

    fn of(layer: Layer) -> Self {
        let Layer { committed, spot, on_demand, idle } = layer;
        Self { committed, on_demand, spot, reserved: 0.0, idle }
    }
}

/// The nodes of a service, or of what a pool has that no service requests.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NodeRow {
    /// The service; `None` for what of a pool is nobody's.
    pub service: Option<ServiceId>,
    /// Its name, or the pool's.
    pub name: String,
    /// Its nodes.
    pub nodes: PaidNodes,
}

/// The nodes that are paid for in the first month: of each service, and after the services of a pool what they leave unused.
pub(super) fn paid_nodes(services: &[CostedService<'_>]) -> Vec<NodeRow> {
    let mut rows = Vec::with_capacity(services.len());
    for costed in services {
        rows.push(NodeRow {
            service: Some(costed.service.id),
            name: costed.service.name.to_string(),
            nodes: of_service(costed),
        });
    }
    for costed in services.iter().filter(|costed| costed.buys()) {
        let Some(pool) = &costed.cost.pool else { continue };
        let all_on_demand = || Layer { on_demand: pool.of, ..Layer::default() };
        let layer = costed.cost.purchase.as_ref().map_or_else(all_on_demand, |purchase| purchase.layer);
        let unused = Layer { idle: layer.idle, ..part_of(layer, pool.unused_share(costed.priced(), 0)) };
        let name = format!("Pool {}, unused", text::one_line(&pool.name));
        let mut nodes = PaidNodes::of(unused);
        nodes.on_demand += costed.cost.unpriced.iter().map(|row| pool.reserve.unused_in(row.region, 0)).sum::<f64>();
        rows.push(NodeRow { service: None, name, nodes });
    }
    rows
}

fn of_service(costed: &CostedService<'_>) -> PaidNodes {
    let cost = &costed.cost;
    let mut nodes = match &cost.purchase {
        Some(purchase) => PaidNodes::of(layer_of(purchase, cost.pool.as_ref())),
        None => PaidNodes { on_demand: cost.nodes.mean, ..PaidNodes::default() },
    };
    nodes.on_demand += cost.unpriced.iter().map(|row| costed.unpriced_nodes(row.region, 0)).sum::<f64>();
    let standing = costed.standing_nodes(0).map(|(_, nodes)| nodes);
    let lots = costed.fleet.lots().iter().filter_map(|lot| {
        let there = lot.in_month(0)?;
        Some(cost.price.nodes(f64::from(there.replicas)) * there.hours / HOURS_PER_MONTH)
    });
    nodes.reserved = standing.chain(lots).sum();
    nodes
}
