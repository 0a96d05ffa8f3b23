//! What replicas take of a limit.

use super::{LimitUnit, Service};
use crate::base::numeric::ceil_count;
use crate::base::units::NodeVcpus;
use serde::{Deserialize, Serialize};

/// The largest fleet that a limit can leave.
const LARGEST_FLEET: f64 = 1e6;

/// What the replicas of a service take of a limit: so many units for each `block` of them that is begun.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Per {
    /// Replicas that are had together: those of a node, or one.
    pub block: u32,
    /// Units that a block takes.
    pub units: f64,
}

impl Per {
    /// What the replicas of a service take: replicas, nodes, or vCPUs and GPUs of whole nodes where an instance type is
    /// chosen, else as many as replicas request. Where it is unknown how many replicas a node holds, it is one.
    pub fn of(service: &Service, unit: LimitUnit) -> Self {
        let replica = &service.sizing.replica;
        let machine = service.cost.machine.as_ref();
        let block = || service.replicas_per_node().unwrap_or(1);
        let of_node = |units: f64| Self { block: block(), units };
        match unit {
            LimitUnit::Replicas => Self { block: 1, units: 1.0 },
            LimitUnit::Nodes => of_node(1.0),
            LimitUnit::Vcpus => match machine.and_then(|machine| machine.vcpus).map(NodeVcpus::get) {
                Some(vcpus) => of_node(vcpus),
                None => Self { block: 1, units: replica.vcpus.get() },
            },
            LimitUnit::Gpus => match machine {
                Some(machine) => of_node(machine.accelerators.as_ref().map_or(0.0, |has| has.count.get())),
                None => Self { block: 1, units: f64::from(replica.gpus.get()) },
            },
        }
    }

    /// What so many replicas take: `⌈n / block⌉ · units`.
    pub fn taken(self, replicas: u32) -> f64 {
        f64::from(replicas.div_ceil(self.block.max(1))) * self.units
    }

    /// Most replicas for an amount: `⌊amount / units⌋ · block`; `None` where they take none of it.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::plan::scenario::limits::Per;
    ///
    /// // Two replicas on a node of 16 vCPUs: 100 vCPUs are 6 nodes.
    /// let per = Per { block: 2, units: 16.0 };
    /// assert_eq!((per.fits(100.0), per.taken(13)), (Some(12), 112.0));
    /// ```
    pub fn fits(self, amount: f64) -> Option<u32> {
        if self.units <= 0.0 {
            return None;
        }
        let blocks = (amount / self.units + 1e-9).max(0.0).floor();
        Some(ceil_count((blocks * f64::from(self.block.max(1))).min(LARGEST_FLEET)))
    }
}
