//! The cost of a service by itself: its price, its nodes, how they are bought, what headroom costs.

use super::bought::{Bought, layer_of};
use super::event_lots::{LotCost, lot_costs};
use super::fleet::{FleetForecast, FleetStep, MonthOfNodes};
use super::in_pool::InPool;
use super::pool::NodePool;
use super::purchase::{Layer, PurchasePlan, PurchaseTerms};
use super::regional::{UnpricedRegion, moves_unstated, price_steps};
use super::verdict;
use crate::base::dimension::Dimension;
use crate::base::explain::{Arithmetic, Letter, Operand, Working, by, letter, over, word};
use crate::base::time::HOURS_PER_MONTH;
use crate::plan::answered::Answered;
use crate::plan::ledger::Ledger;
use crate::plan::price::{HourPrice, NodeHours, PriceSource, hour_price};
use crate::plan::scaling::ScalingPlan;
use crate::plan::scenario::Service;
use crate::plan::scenario::cost::CostInputs;
use crate::plan::scenario::regions::PlanRegion;
use crate::plan::stated;
use serde::Serialize;

/// What [`plan_service_cost`] starts from.
#[derive(Clone, Copy, Debug)]
pub struct ServiceCostBasis<'a> {
    /// What is stated for the plan.
    pub inputs: &'a CostInputs,
    /// The regions of the plan.
    pub regions: &'a [PlanRegion],
    /// The service as stated.
    pub service: &'a Service,
    /// Its replicas, region by region and row by row.
    pub ledger: &'a Ledger,
    /// What scaling answered.
    pub scaling: &'a ScalingPlan,
    /// The fleet of the months to come.
    pub fleet: &'a FleetForecast,
    /// The pool whose nodes it shares; none where it has its own.
    pub pool: Option<&'a NodePool>,
    /// Why it does not share the nodes of the pool that it names; none where it names none, or shares them.
    pub excluded: Option<&'a str>,
}

/// What headroom costs, beside what it may spare.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct HeadroomCost {
    /// Share of the compute that is beyond what the peak takes at full throughput.
    pub share: f64,
    /// What that costs a month, USD.
    pub monthly: f64,
    /// What an hour of outage costs, USD; `None` where nobody says.
    pub outage_hour: Option<f64>,
    /// Hours of outage a month that cost as much.
    pub hours: Option<f64>,
}

/// The cost of a service by itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServiceCostPlan {
    /// What an hour costs.
    pub price: HourPrice,
    /// A node by the hour in the mean of the regions that serve and are priced, USD.
    pub mean: NodeHours,
    /// Regions that serve and whose price is not known, where that of others is.
    pub unpriced: Vec<UnpricedRegion>,
    /// The fleet that is bought where that is not all of the service's and nothing else: that of the regions whose price is
    /// known, and that of the pool.
    #[serde(skip)]
    pub priced: Option<FleetForecast>,
    /// What it has of a pool's nodes; none where it has its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pool: Option<InPool>,
    /// Why it does not share the nodes of the pool that it names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excluded: Option<String>,
    /// What is stated about buying these nodes.
    #[serde(skip)]
    pub terms: PurchaseTerms,
    /// Of these nodes, how many may be lost without harm.
    #[serde(skip)]
    pub spare_nodes: f64,
    /// Replicas of the first month on average.
    pub replicas: f64,
    /// Nodes of the first month.
    pub nodes: MonthOfNodes,
    /// Nodes of the first month beyond `replicas / k`: what is lost to whole nodes.
    pub rounding: f64,
    /// Months in which a fleet of fixed size is enlarged.
    pub steps: Vec<FleetStep>,
    /// How its nodes, or those of its pool, are bought; `None` where their price is not known.
    pub purchase: Option<PurchasePlan>,
    /// Compute of the first month, USD; `None` where the price is not known.
    pub compute: Option<f64>,
    /// What is ordered for events, beside that.
    pub lots: Vec<LotCost>,
    /// What headroom costs.
    pub headroom: Option<HeadroomCost>,
    /// Share of the compute that is paid for and does no work, in the simulated period.
    pub idle_share: f64,
}

/// Plans the cost of a service by itself: `compute = (C·r + s·q + d·p) · 730`.
///
/// | symbol      | is                                              | unit            |
/// |-------------|-------------------------------------------------|-----------------|
/// | `C`, `r`    | committed nodes, and what an hour of one costs  | nodes, USD/hour |
/// | `s`, `q`    | spot nodes on average, and their price          | nodes, USD/hour |
/// | `d`, `p`    | nodes by the hour on average, and their price   | nodes, USD/hour |
///
/// Headroom is what runs all the time beyond the replicas for the load, `⌈peak / μ⌉` in each region, a ready reserve
/// included, and costs that share of the compute.
///
/// # Assumptions
///
/// `year-of-weeks`, `whole-nodes`, `month-hours`, and `resized-by-growth` for fleets of fixed size.
///
/// # Example
///
/// ```
/// use headroom_core::plan::evaluate::evaluate;
/// use headroom_core::plan::scenario::examples;
/// use headroom_core::base::units::*;
///
/// let mut scenario = examples::seed_service();
/// let id = scenario.services.first().id;
/// let service = scenario.services.get_mut(id).expect("it is there");
/// (service.scaling.price, service.scaling.policies) =
///     (Some(ReplicaPrice::new(0.68)?), headroom_core::plan::scenario::scaling::ScalingInputs::unstated().policies);
/// let cost = evaluate(&scenario).services[0].cost.clone();
/// // By hand: 57 replicas for 730 hours at 0.68.
/// assert!((cost.compute.expect("a price") - 28_294.8).abs() < 1e-6);
/// # Ok::<(), OutOfRange>(())
/// ```
pub fn plan_service_cost(basis: &ServiceCostBasis<'_>) -> Answered<ServiceCostPlan> {
    let price = hour_price(basis.service, basis.regions, basis.inputs.negotiated);
    let price = match basis.pool.and_then(|pool| Some((pool, pool.share_of(basis.service.id)?))) {
        Some((pool, share)) => price.in_pool(&pool.price, share),
        None => price,
    };
    let bought = match basis.pool.and_then(|pool| Some((pool, pool.member(basis.service.id)?))) {
        Some((pool, member)) => Bought::of_pool(pool, member),
        None => Bought::alone(basis, &price),
    };
    let spend = basis.scaling.outcome.spend;
    let idle_share = if spend.paid() > 0.0 { (1.0 - spend.work / spend.paid()).clamp(0.0, 1.0) } else { 0.0 };
    let plan = ServiceCostPlan {
        mean: bought.mean,
        replicas: bought.replicas,
        rounding: bought.rounding,
        nodes: bought.nodes,
        steps: basis.fleet.steps().iter().copied().filter(|step| step.month < basis.inputs.months()).collect(),
        headroom: bought.compute.map(|compute| headroom(basis, compute)),
        lots: lot_costs(basis.fleet, &price),
        purchase: bought.purchase,
        compute: bought.compute,
        idle_share,
        price,
        priced: bought.priced,
        pool: bought.pool,
        excluded: basis.excluded.map(str::to_owned),
        terms: bought.terms,
        spare_nodes: bought.spare_nodes,
        unpriced: bought.unpriced,
    };
    let verdict = verdict::of_service(basis, &plan);
    let mut answered = Answered { verdict, levers: Vec::new(), working: working(basis, &plan), plan };
    // A type that is too small is so at any load.
    if let Some(missing) = stated::waits_for(basis.service).filter(|_| answered.plan.price.refusal.is_none()) {
        stated::withhold(&mut answered, &missing);
    }
    answered
}

fn headroom(basis: &ServiceCostBasis<'_>, compute: f64) -> HeadroomCost {
    let (load, running) = (f64::from(basis.ledger.planned().load), basis.ledger.running() as f64);
    let share = if running > 0.0 { 1.0 - load / running } else { 0.0 };
    let monthly = share * compute;
    let outage_hour = basis.service.recovery.loss.map(|loss| loss.get());
    HeadroomCost {
        share,
        monthly,
        outage_hour,
        hours: outage_hour.filter(|loss| *loss > 0.0).and_then(|loss| crate::base::numeric::finite(monthly / loss)),
    }
}

fn working(basis: &ServiceCostBasis<'_>, plan: &ServiceCostPlan) -> Working {
    let mut working = Working::default();
    for id in ["year-of-weeks", "month-hours"] {
        working.assume(id);
    }
    if !basis.fleet.follows() {
        working.assume("resized-by-growth");
    }
    let nodes = Dimension::Count(if plan.price.source == PriceSource::Machine { "nodes" } else { "replicas" });
    let per_node = f64::from(plan.price.replicas_per_node);
    let on_a_node = letter("k", "replicas per node", per_node, Dimension::Count("replicas"));
    if let (PriceSource::Machine, Some(node), Some(replica)) = (plan.price.source, plan.price.node, plan.price.replica)
    {
        working.assume("snapshot-prices");
        let price = letter("p", "on-demand price per node-hour", node, Dimension::DollarsPerHour);
        let arithmetic = match plan.price.share {
            None => by("p / k", [price, on_a_node], |[price, per_node]| price / per_node),
            Some(share) => {
                let share = letter("s", "share of a node by requests", share, Dimension::Plain);
                by("p · s", [price, share], |[price, share]| price * share)
            }
        };
        working.retrace("Price per replica-hour", arithmetic, replica, Dimension::DollarsPerHour);
    }
    price_steps(basis.service, basis.fleet, plan, &mut working);
    if moves_unstated(basis.service, basis.ledger) && basis.service.cost.egress.is_none() {
        working.assume("no-data-between-regions");
    }
    if let Some(pool) = &plan.pool {
        for id in ["pool-packing", "pool-split"] {
            working.assume(id);
        }
        let operands = [
            letter("c", "average replicas", plan.replicas, Dimension::Count("replicas")),
            letter("s", "share of a node by requests", pool.share, Dimension::Plain),
        ];
        let arithmetic = by("c · s", operands, |[replicas, share]| replicas * share);
        working.retrace("Nodes of the pool that it takes on average", arithmetic, pool.nodes, nodes);
    } else if plan.price.replicas_per_node > 1 {
        working.assume("whole-nodes");
        let letters = [
            Letter::open("c", "replicas in an hour"),
            Letter::given("k", "replicas per node", per_node, Dimension::Count("replicas")),
        ];
        let search = "mean of ⌈c / k⌉ over the hours of the month";
        working.found("Average nodes in the first month", search, letters, plan.nodes.mean, nodes);
    } else {
        let letters = [("fewest", plan.nodes.fewest), ("most", plan.nodes.most)];
        let letters = letters.map(|(name, count)| Letter::given(name, "", count, nodes));
        let search = "mean over the hours of the month";
        working.found("Average replicas paid for in the first month", search, letters, plan.nodes.mean, nodes);
    }
    if let Some(purchase) = &plan.purchase {
        purchase_steps(basis, plan, purchase, &mut working);
    }
    working
}

fn purchase_steps(
    basis: &ServiceCostBasis<'_>,
    plan: &ServiceCostPlan,
    purchase: &PurchasePlan,
    working: &mut Working,
) {
    let nodes = Dimension::Count(if plan.price.source == PriceSource::Machine { "nodes" } else { "replicas" });
    let on_demand =
        letter("p̄", "on-demand price, average over the regions", purchase.on_demand, Dimension::DollarsPerHour);
    if let Some(commitment) = &purchase.commitment {
        working.assume("commitments-renewed");
        if let Some(ratio) = commitment.critical_ratio {
            let committed = letter("r", "effective committed price", commitment.hourly, Dimension::DollarsPerHour);
            let arithmetic = by("max(0, 1 − r / p̄)", [committed, on_demand], |[committed, on_demand]| {
                (1.0 - committed / on_demand).max(0.0)
            });
            working.retrace("Critical ratio of the commitment", arithmetic, ratio, Dimension::Fraction);
        }
        if let Some(best) = commitment.levels.first() {
            let share = commitment.breakeven_utilization.unwrap_or_default();
            let letters =
                [Letter::given("share", "effective committed price / on-demand price", share, Dimension::Fraction)];
            let search = "nodes in use for longer than that share of the term";
            working.found("Nodes worth committing to", search, letters, best.nodes, nodes);
        }
    }
    if let (Some(spot), Some(stated)) = (&purchase.spot, basis.inputs.spot) {
        working.assume("spot-independent");
        let operands = [
            letter("m", "share of time without the spot node", spot.missing, Dimension::Fraction),
            letter("q", "spot price while it runs", spot.price, Dimension::DollarsPerHour),
            letter("i", "interruptions per hour", stated.interruptions.get(), Dimension::Plain),
            letter("w", "hours of work lost per interruption", stated.lost.get(), Dimension::Plain),
            on_demand,
        ];
        let arithmetic = if stated.fallback {
            by("(1 − m) · q + (1 − m) · i · w · p̄ + m · p̄", operands, |[m, q, i, w, p]| {
                (1.0 - m) * q + (1.0 - m) * i * w * p + m * p
            })
        } else {
            by("(1 − m) · q + (1 − m) · i · w · p̄", operands, |[m, q, i, w, p]| {
                (1.0 - m) * q + (1.0 - m) * i * w * p
            })
        };
        working.retrace("Effective spot price per hour", arithmetic, spot.hourly, Dimension::DollarsPerHour);
    }
    if let Some(compute) = plan.compute {
        let arithmetic = compute_of(purchase, plan.pool.as_ref(), nodes);
        working.retrace("Compute per month", arithmetic, compute, Dimension::Dollars);
    }
    if let Some((headroom, compute)) = plan.headroom.filter(|headroom| headroom.share > 0.0).zip(plan.compute) {
        let replicas = Dimension::Count("replicas");
        let operands = [
            letter("load", "replicas for the load, of all regions", f64::from(basis.ledger.planned().load), replicas),
            letter("running", "replicas that run all the time", basis.ledger.running() as f64, replicas),
            word("compute", compute, Dimension::Dollars),
        ];
        let arithmetic = by("(1 − load / running) · compute", operands, |[load, running, compute]| {
            (1.0 - load / running) * compute
        });
        working.retrace("Cost of headroom per month", arithmetic, headroom.monthly, Dimension::Dollars);
    }
}

/// `Σ nodes · price · 730 h`, over the ways of buying that are used and what is idle of a commitment.
fn compute_of(purchase: &PurchasePlan, pool: Option<&InPool>, nodes: Dimension) -> Arithmetic<'static> {
    let Layer { committed, spot, on_demand, idle } = layer_of(purchase, pool);
    let spot_hour = purchase.spot.map_or(0.0, |spot| spot.hourly);
    let committed_hour = purchase.committed(0).1;
    let ways =
        [(committed, committed_hour), (spot, spot_hour), (on_demand, purchase.on_demand), (idle, committed_hour)];
    let is_none = ways.iter().all(|(count, _)| *count <= 0.0);
    let used = ways.into_iter().enumerate().filter(|(at, (count, _))| *count > 0.0 || (is_none && *at == 2));
    let operands: Vec<Operand> = used
        .flat_map(|(_, (count, price))| [word("nodes", count, nodes), word("price", price, Dimension::DollarsPerHour)])
        .collect();
    let terms = format!("({}) · 730 h", vec!["{} · {}"; operands.len() / 2].join(" + "));
    over("Σ nodes · price · 730 h", &terms, operands, |values| {
        values.chunks(2).map(|way| way.iter().product::<f64>()).sum::<f64>() * HOURS_PER_MONTH
    })
}
