//! The nodes that are bought for a service: its own, or its part of a pool's.

use super::fleet::{FleetForecast, MonthOfNodes};
use super::in_pool::{InPool, part_of};
use super::pool::NodePool;
use super::purchase::{Layer, PurchaseBasis, PurchasePlan, PurchaseTerms, plan_purchase};
use super::regional::{UnpricedRegion, unpriced};
use super::service::ServiceCostBasis;
use crate::formulas::finance::over_a_month;
use crate::plan::price::{HourPrice, NodeHours};

/// Nodes, how they are bought, and what they cost in the first month.
pub(super) struct Bought {
    pub mean: NodeHours,
    pub unpriced: Vec<UnpricedRegion>,
    pub priced: Option<FleetForecast>,
    pub pool: Option<InPool>,
    pub terms: PurchaseTerms,
    pub spare_nodes: f64,
    pub replicas: f64,
    pub nodes: MonthOfNodes,
    pub rounding: f64,
    pub purchase: Option<PurchasePlan>,
    pub compute: Option<f64>,
}

impl Bought {
    /// Nodes of its own, in the regions whose price is known.
    pub fn alone(basis: &ServiceCostBasis<'_>, price: &HourPrice) -> Self {
        let mean = price.mean(&basis.fleet.paid()).unwrap_or_default();
        let unpriced = unpriced(price, basis.fleet);
        let is_priced = |region| unpriced.iter().all(|row| Some(row.region) != region);
        let priced = (!unpriced.is_empty()).then(|| basis.fleet.only(is_priced));
        let fleet = priced.as_ref().unwrap_or(basis.fleet);
        let (replicas, nodes, per_node) = (fleet.replicas(0), fleet.nodes(0), f64::from(fleet.replicas_per_node()));
        let terms = PurchaseTerms::of(std::iter::once(&basis.service.cost));
        let spare_nodes = f64::from(basis.service.sizing.spare_replicas.get()) / per_node;
        let purchase = mean.on_demand.and_then(|on_demand| {
            plan_purchase(&PurchaseBasis { inputs: basis.inputs, terms, on_demand, prices: mean, fleet, spare_nodes })
        });
        let compute = purchase.as_ref().map(|plan| over_a_month(plan.hourly(fleet, 0, 1.0)));
        let rounding = (nodes.mean - replicas / per_node).max(0.0);
        Self { mean, priced, unpriced, pool: None, terms, spare_nodes, replicas, nodes, rounding, purchase, compute }
    }

    /// What its replicas request of a pool's nodes, as these are bought.
    pub fn of_pool(pool: &NodePool, member: usize) -> Self {
        let own = pool.services.get(member);
        let (replicas, nodes) = own.map_or((0.0, 0.0), |own| (own.replicas, own.nodes));
        let part = |count: f64| if pool.nodes.mean > 0.0 { count * nodes / pool.nodes.mean } else { 0.0 };
        Self {
            mean: pool.mean,
            unpriced: pool.unpriced.clone(),
            priced: Some(pool.fleet.clone()),
            pool: InPool::of(pool, member),
            terms: pool.terms,
            spare_nodes: pool.spare_nodes,
            replicas,
            nodes: MonthOfNodes { mean: nodes, fewest: part(pool.nodes.fewest), most: part(pool.nodes.most) },
            rounding: 0.0,
            purchase: pool.purchase.clone(),
            compute: own.and_then(|own| own.monthly),
        }
    }
}

/// Nodes of a service in the first month, by how they are bought: all of a fleet of its own with what is idle of its
/// commitment, or its part of what a pool has in use.
pub(super) fn layer_of(purchase: &PurchasePlan, pool: Option<&InPool>) -> Layer {
    match pool {
        Some(pool) if pool.of > 0.0 => part_of(purchase.layer, pool.nodes / pool.of),
        Some(_) => Layer::default(),
        None => purchase.layer,
    }
}
