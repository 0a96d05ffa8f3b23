//! What a pool is to one of its services.

use super::fleet::FleetForecast;
use super::pool::NodePool;
use super::pool_reserve::PoolReserve;
use super::purchase::Layer;
use crate::base::text;
use serde::Serialize;
use std::sync::Arc;

/// What a service of a pool has of the pool's nodes, as its own cost shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InPool {
    /// The pool's name.
    pub name: String,
    /// Its place among the services of the pool.
    pub member: usize,
    /// The other services of the pool.
    pub others: Vec<String>,
    /// Share of a node that one replica takes.
    pub share: f64,
    /// Nodes that its replicas take on average in the first month.
    pub nodes: f64,
    /// Nodes of the pool in use then.
    pub of: f64,
    /// The pool's nodes in all regions, and what stands by there.
    #[serde(skip)]
    pub(super) reserve: Arc<PoolReserve>,
}

impl InPool {
    /// What a pool is to one of its services.
    pub(super) fn of(pool: &NodePool, member: usize) -> Option<Self> {
        let own = pool.services.get(member)?;
        let others = pool.services.iter().filter(|share| share.service != own.service);
        Some(Self {
            name: pool.name.clone(),
            member,
            others: others.map(|share| share.name.clone()).collect(),
            share: own.share,
            nodes: own.nodes,
            of: pool.nodes.mean,
            reserve: Arc::clone(&pool.reserve),
        })
    }

    /// The name of a line that is no service's alone.
    pub(super) fn label(&self, what: &str) -> String {
        format!("Pool {}, {what}", text::one_line(&self.name))
    }

    /// Share of the pool's nodes in a month that no replica requests.
    pub(super) fn unused_share(&self, fleet: &FleetForecast, month: u32) -> f64 {
        let used: f64 = (0..=self.others.len()).map(|member| fleet.share_of(member, month)).sum();
        (1.0 - used).max(0.0)
    }

    /// Whether lines of the whole pool stand with this service.
    pub const fn is_first(&self) -> bool {
        self.member == 0
    }
}

/// A part of what a pool has in use.
pub(super) fn part_of(layer: Layer, part: f64) -> Layer {
    Layer { committed: layer.committed * part, spot: layer.spot * part, on_demand: layer.on_demand * part, idle: 0.0 }
}
