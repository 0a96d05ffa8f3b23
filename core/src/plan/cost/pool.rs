//! Nodes that services share: how many, how they are bought, and whose part is how large.

use super::fleet::{FleetForecast, MonthOfNodes};
use super::pool_reserve::PoolReserve;
use super::purchase::{Layer, PurchaseBasis, PurchasePlan, PurchaseTerms, plan_purchase};
use super::regional::{UnpricedRegion, unpriced};
use crate::base::dimension::Dimension;
use crate::base::explain::{Letter, Operand, Working, by, letter, over, word};
use crate::base::id::ServiceId;
use crate::formulas::finance::over_a_month;
use crate::plan::ledger::Ledger;
use crate::plan::price::{HourPrice, NodeHours, pool_price};
use crate::plan::scenario::Service;
use crate::plan::scenario::cost::{CostInputs, Machine};
use crate::plan::scenario::pools::StatedPool;
use crate::plan::scenario::regions::PlanRegion;
use serde::Serialize;
use std::sync::Arc;

/// The part that one service has in a pool, in the first month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PoolShare {
    /// Which service.
    pub service: ServiceId,
    /// Its name.
    pub name: String,
    /// Its replicas on average.
    pub replicas: f64,
    /// `s`: share of a node that one of them takes by what it requests.
    pub share: f64,
    /// Nodes that they take on average: `replicas · s`.
    pub nodes: f64,
    /// What these cost a month, USD; `None` where the price is not known.
    pub monthly: Option<f64>,
}

/// Nodes that services share, in the first month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NodePool {
    /// Its name.
    pub name: String,
    /// The instance type.
    pub machine: String,
    /// Its services, in the order of the plan.
    pub services: Vec<PoolShare>,
    /// Nodes of the first month.
    pub nodes: MonthOfNodes,
    /// Of these, what no replica requests, on average.
    pub unused: f64,
    /// What that costs a month, USD; `None` where the price is not known.
    pub unused_monthly: Option<f64>,
    /// What all that is in use costs a month, USD.
    pub monthly: Option<f64>,
    /// Nodes on average if each service had its own.
    pub apart: f64,
    /// How its nodes are bought; `None` where their price is not known.
    pub purchase: Option<PurchasePlan>,
    /// What an hour of a node costs: the price that is stored with its first service, or the next one that has one.
    #[serde(skip)]
    pub price: HourPrice,
    /// A node by the hour in the mean of its regions, USD.
    #[serde(skip)]
    pub mean: NodeHours,
    /// Its regions whose price is not known, where that of others is.
    pub unpriced: Vec<UnpricedRegion>,
    /// What is stated about buying its nodes.
    #[serde(skip)]
    pub terms: PurchaseTerms,
    /// Nodes that the spare replicas of its services are worth.
    #[serde(skip)]
    pub spare_nodes: f64,
    /// Its nodes in the months to come, in the regions whose price is known.
    #[serde(skip)]
    pub fleet: FleetForecast,
    /// The same in all regions, and what stands by there for a loss.
    #[serde(skip)]
    pub(super) reserve: Arc<PoolReserve>,
    /// How the numbers come about.
    #[serde(skip)]
    pub working: Working,
}

impl NodePool {
    /// The place of a service among those that share its nodes.
    pub fn member(&self, id: ServiceId) -> Option<usize> {
        self.services.iter().position(|share| share.service == id)
    }

    /// Share of a node that one replica of a service takes.
    pub fn share_of(&self, id: ServiceId) -> Option<f64> {
        Some(self.services.get(self.member(id)?)?.share)
    }

    /// What all nodes in use cost, USD an hour of the first month; idle ones are not among them.
    fn in_use_hourly(&self) -> Option<f64> {
        let purchase = self.purchase.as_ref()?;
        let Layer { committed, spot, on_demand, .. } = purchase.layer;
        let spot = spot * purchase.spot.map_or(0.0, |spot| spot.hourly);
        Some(committed * purchase.committed(0).1 + spot + on_demand * purchase.on_demand)
    }
}

/// What [`plan_pool`] starts from.
#[derive(Clone, Copy, Debug)]
pub struct PoolBasis<'a> {
    /// What is stated for the plan.
    pub inputs: &'a CostInputs,
    /// The regions of the plan.
    pub regions: &'a [PlanRegion],
    /// The services in order, each with its fleet of the months to come, and its replicas region by region.
    pub services: &'a [(&'a Service, &'a FleetForecast, &'a Ledger)],
}

/// Packs the services of a pool on common nodes, region by region and hour by hour, and buys these together. `None` where
/// no services share them.
///
/// A service's part is what its replicas request; what no replica requests is **unused**, and nobody's alone.
///
/// `unused = nodes − Σ replicas · s`, and a service pays `compute · replicas · s / nodes`.
///
/// | symbol     | is                                                                    | unit            |
/// |------------|-----------------------------------------------------------------------|-----------------|
/// | `nodes`    | in use on average, as all [replicas together](crate::machines::mix::NodeMix::nodes) need | nodes |
/// | `replicas` | of the service on average                                             | replicas        |
/// | `s`        | [share](crate::machines::mix::NodeMix::new) of a node that one takes  | nodes / replica |
///
/// What stands by for a loss is packed beside what runs in its region: `nodes(running + standing by) − nodes(running)`, split
/// by what it requests. What is ordered for events is on nodes of each service's own, as it is bought by itself.
///
/// # Assumptions
///
/// `pool-packing`, `pool-split`, `year-of-weeks`
pub fn plan_pool(basis: &PoolBasis<'_>, stated: &StatedPool<'_>) -> Option<NodePool> {
    let (mut answer, shares) = packed(basis, stated)?;
    answer.purchase = answer.mean.on_demand.and_then(|on_demand| {
        plan_purchase(&PurchaseBasis {
            inputs: basis.inputs,
            terms: answer.terms,
            on_demand,
            prices: answer.mean,
            fleet: &answer.fleet,
            spare_nodes: answer.spare_nodes,
        })
    });
    share_out(&mut answer, stated, &shares);
    answer.working = working(&answer);
    Some(answer)
}

/// A pool before it is bought; `None` where no services share nodes.
fn packed(basis: &PoolBasis<'_>, stated: &StatedPool<'_>) -> Option<(NodePool, Vec<f64>)> {
    let (first, mix) = (stated.services.first()?, stated.mix()?);
    let row_of = |service: &&Service| basis.services.iter().find(|(of, ..)| of.id == service.id);
    let members: Vec<(&FleetForecast, &Ledger)> =
        stated.services.iter().filter_map(row_of).map(|(_, fleet, ledger)| (*fleet, *ledger)).collect();
    let (fleets, ledgers): (Vec<&FleetForecast>, Vec<&Ledger>) = members.into_iter().unzip();
    let shares: Vec<f64> = (0..fleets.len()).map(|at| mix.share(at)).collect();
    let price = pool_price(stated, basis.regions, basis.inputs.negotiated)?;
    let whole = FleetForecast::pooled(&fleets, mix.clone());
    let unpriced = unpriced(&price, &whole);
    let is_priced = |region| unpriced.iter().all(|row| Some(row.region) != region);
    let mean = price.mean(&whole.paid()).unwrap_or_default();
    let fleet = if unpriced.is_empty() { whole.clone() } else { whole.only(is_priced) };
    let apart = |of: &&FleetForecast| match unpriced.as_slice() {
        [] => of.mean_nodes(0),
        _ => of.only(is_priced).mean_nodes(0),
    };
    let apart = fleets.iter().map(apart).sum();
    let spares = stated.services.iter().map(|service| f64::from(service.sizing.spare_replicas.get()));
    let reserve = Arc::new(PoolReserve::new(mix, whole, &unpriced, &ledgers));
    let pool = NodePool {
        name: stated.name.to_owned(),
        machine: first.cost.machine.as_ref().map(Machine::words).unwrap_or_default(),
        services: Vec::new(),
        nodes: fleet.nodes(0),
        unused: 0.0,
        unused_monthly: None,
        monthly: None,
        apart,
        purchase: None,
        mean,
        unpriced,
        terms: PurchaseTerms::of(stated.services.iter().map(|service| &service.cost)),
        spare_nodes: spares.zip(&shares).map(|(spares, share)| spares * share).sum(),
        fleet,
        reserve,
        price,
        working: Working::default(),
    };
    Some((pool, shares))
}

/// Whose part of the pool is how large, and what is left.
fn share_out(answer: &mut NodePool, stated: &StatedPool<'_>, shares: &[f64]) {
    let hourly = answer.in_use_hourly();
    let of_nodes = |nodes: f64| {
        let part = if answer.nodes.mean > 0.0 { nodes / answer.nodes.mean } else { 0.0 };
        hourly.map(|hourly| over_a_month(hourly * part))
    };
    let rows = stated.services.iter().zip(shares).enumerate();
    let share = |(at, (service, share)): (usize, (&&Service, &f64))| {
        let nodes = answer.fleet.requested_by(at, 0);
        PoolShare {
            service: service.id,
            name: service.name.to_string(),
            replicas: if *share > 0.0 { nodes / share } else { 0.0 },
            share: *share,
            nodes,
            // One that runs only where no price is known costs an unknown amount, not nothing.
            monthly: of_nodes(nodes).filter(|_| nodes > 0.0 || answer.unpriced.is_empty()),
        }
    };
    let services: Vec<PoolShare> = rows.map(share).collect();
    let requested: f64 = services.iter().map(|share| share.replicas * share.share).sum();
    answer.unused = (answer.nodes.mean - requested).max(0.0);
    answer.unused_monthly = of_nodes(answer.unused);
    answer.monthly = of_nodes(answer.nodes.mean);
    answer.services = services;
}

fn working(pool: &NodePool) -> Working {
    let mut working = Working::default();
    for id in ["pool-packing", "pool-split", "year-of-weeks"] {
        working.assume(id);
    }
    let nodes = Dimension::Count("nodes");
    let letters =
        [("fewest", "fewest nodes in an hour", pool.nodes.fewest), ("most", "most nodes in an hour", pool.nodes.most)];
    let letters = letters.map(|(name, meaning, count)| Letter::given(name, meaning, count, nodes));
    let search = "mean over the hours of the month, all replicas of an hour packed together, first fit decreasing";
    working.found("Average nodes of the pool in the first month", search, letters, pool.nodes.mean, nodes);
    let of = |share: &PoolShare| {
        [
            letter("c", "average replicas of a service", share.replicas, Dimension::Count("replicas")),
            letter("s", "share of a node by requests", share.share, Dimension::Plain),
        ]
    };
    let operands: Vec<Operand> =
        std::iter::once(word("nodes", pool.nodes.mean, nodes)).chain(pool.services.iter().flat_map(of)).collect();
    let terms = format!("{{}} − ({})", vec!["{} · {}"; pool.services.len()].join(" + "));
    let arithmetic = over("nodes − Σ c · s", &terms, operands, |values| match values.split_first() {
        Some((nodes, each)) => (nodes - each.chunks(2).map(|pair| pair.iter().product::<f64>()).sum::<f64>()).max(0.0),
        None => 0.0,
    });
    working.retrace("Unused nodes of the pool", arithmetic, pool.unused, nodes);
    if let (Some(monthly), Some(hourly)) = (pool.unused_monthly, pool.in_use_hourly()) {
        let operands = [
            word("unused", pool.unused, nodes),
            letter("p̄", "average price of a node in use", per_node(hourly, pool.nodes.mean), Dimension::DollarsPerHour),
        ];
        let arithmetic = by("unused · p̄ · 730 h", operands, |[unused, price]| over_a_month(unused * price));
        working.retrace("Cost of unused nodes per month", arithmetic, monthly, Dimension::Dollars);
    }
    working
}

fn per_node(hourly: f64, nodes: f64) -> f64 {
    if nodes > 0.0 { hourly / nodes } else { 0.0 }
}
