//! The cost of a service by itself: its price, its nodes, how they are bought, what headroom costs.

use super::fleet::{FleetForecast, FleetStep, MonthOfNodes};
use super::purchase::{Layer, PurchaseBasis, PurchasePlan, plan_purchase};
use super::verdict;
use crate::base::dimension::Dimension;
use crate::base::explain::{Verdict, Working};
use crate::base::numeric::ceil_count;
use crate::base::text;
use crate::formulas::finance::over_a_month;
use crate::plan::price::{HourPrice, PriceSource, hour_price};
use crate::plan::regions::RegionsPlan;
use crate::plan::scaling::ScalingPlan;
use crate::plan::scenario::Service;
use crate::plan::scenario::cost::CostInputs;
use crate::plan::sizing::SizingPlan;
use serde::Serialize;

/// What [`plan_service_cost`] starts from.
#[derive(Clone, Copy, Debug)]
pub struct ServiceCostBasis<'a> {
    /// What is stated for the plan.
    pub inputs: &'a CostInputs,
    /// The service as stated.
    pub service: &'a Service,
    /// Highest load of the usual week, in requests/s.
    pub peak: f64,
    /// What sizing answered.
    pub sizing: &'a SizingPlan,
    /// What scaling answered.
    pub scaling: &'a ScalingPlan,
    /// What the regions answered.
    pub regions: Option<&'a RegionsPlan>,
    /// The fleet of the months to come.
    pub fleet: &'a FleetForecast,
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
    /// Mean price over its regions, over the stated one.
    pub region_factor: f64,
    /// Replicas of the first month on average.
    pub replicas: f64,
    /// Nodes of the first month.
    pub nodes: MonthOfNodes,
    /// Nodes of the first month beyond `replicas / k`: what is lost to whole nodes.
    pub rounding: f64,
    /// Months in which a fleet of fixed size is enlarged.
    pub steps: Vec<FleetStep>,
    /// How its nodes are bought; `None` where their price is not known.
    pub purchase: Option<PurchasePlan>,
    /// Compute of the first month, USD; `None` where the price is not known.
    pub compute: Option<f64>,
    /// What headroom costs.
    pub headroom: Option<HeadroomCost>,
    /// Share of the compute that is paid for and does no work, in the simulated period.
    pub idle_share: f64,
    /// What is said about it.
    pub verdict: Verdict,
    /// The arithmetic.
    pub working: Working,
}

/// Plans the cost of a service by itself: `compute = (C·r + s·q + d·p) · 730`.
///
/// | symbol      | is                                              | unit            |
/// |-------------|-------------------------------------------------|-----------------|
/// | `C`, `r`    | committed nodes, and what an hour of one costs  | nodes, USD/hour |
/// | `s`, `q`    | spot nodes on average, and their price          | nodes, USD/hour |
/// | `d`, `p`    | nodes by the hour on average, and their price   | nodes, USD/hour |
///
/// Headroom is what the sized fleet has beyond `⌈peak / μ⌉` replicas, and costs that share of the compute.
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
pub fn plan_service_cost(basis: &ServiceCostBasis<'_>) -> ServiceCostPlan {
    let price = hour_price(basis.service, basis.inputs.negotiated);
    let fleet = basis.fleet;
    let region_factor = region_factor(basis.regions, basis.scaling.price);
    let (replicas, nodes) = (fleet.replicas(0), fleet.nodes(0));
    let purchase = price.node.and_then(|node| {
        plan_purchase(&PurchaseBasis {
            inputs: basis.inputs,
            stated: &basis.service.cost,
            on_demand: node * region_factor,
            region_factor,
            fleet,
            spare_replicas: f64::from(basis.service.sizing.spare_replicas.get()),
        })
    });
    let compute = purchase.as_ref().map(|plan| over_a_month(plan.hourly(fleet, 0, 1.0)));
    let spend = basis.scaling.outcome.spend;
    let idle_share = if spend.paid() > 0.0 { (1.0 - spend.work / spend.paid()).clamp(0.0, 1.0) } else { 0.0 };
    let mut plan = ServiceCostPlan {
        region_factor,
        replicas,
        rounding: (nodes.mean - replicas / f64::from(fleet.replicas_per_node())).max(0.0),
        nodes,
        steps: fleet.steps().iter().copied().filter(|step| step.month < basis.inputs.months()).collect(),
        headroom: compute.map(|compute| headroom(basis, compute)),
        purchase,
        compute,
        idle_share,
        price,
        verdict: Verdict::from_findings(Vec::new()),
        working: Working::default(),
    };
    plan.working = working(basis, &plan);
    plan.verdict = verdict::of_service(basis, &plan);
    plan
}

/// Mean price of the replicas in all regions over the stated one; 1 where everything is in one place.
fn region_factor(regions: Option<&RegionsPlan>, replica: Option<f64>) -> f64 {
    let mean = regions.zip(replica.filter(|price| *price > 0.0)).and_then(|(plan, price)| {
        let cost = plan.cost.filter(|_| plan.replicas > 0)?;
        crate::base::numeric::finite(cost / (price * plan.replicas as f64))
    });
    mean.unwrap_or(1.0)
}

fn headroom(basis: &ServiceCostBasis<'_>, compute: f64) -> HeadroomCost {
    let sized = f64::from(basis.sizing.replicas);
    let throughput = basis.service.sizing.replica.capacity.throughput();
    let bare = f64::from(ceil_count(basis.peak / throughput)).min(sized);
    let share = if sized > 0.0 { 1.0 - bare / sized } else { 0.0 };
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
    let hourly = |price: f64| text::quantity(price, Dimension::DollarsPerHour);
    let nodes = Dimension::Count(if plan.price.source == PriceSource::Machine { "nodes" } else { "replicas" });
    let per_node = plan.price.replicas_per_node;
    if let (PriceSource::Machine, Some(node), Some(replica)) = (plan.price.source, plan.price.node, plan.price.replica)
    {
        working.assume("snapshot-prices");
        let values = format!("{} / {}", hourly(node), text::count(per_node));
        working.step("A replica's part of a node", "p / k", values, replica, Dimension::DollarsPerHour);
    }
    if per_node > 1 {
        working.assume("whole-nodes");
        let values = format!("⌈{} / {}⌉ and its hours", text::number(plan.replicas), text::count(per_node));
        working.step("Nodes of the first month, on average", "mean of ⌈c / k⌉", values, plan.nodes.mean, nodes);
    } else {
        let values = format!("{} to {}", text::number(plan.nodes.fewest), text::number(plan.nodes.most));
        working.step("Paid for in the first month, on average", "mean of c", values, plan.nodes.mean, nodes);
    }
    let Some(purchase) = &plan.purchase else { return working };
    if let Some(commitment) = &purchase.commitment {
        working.assume("commitments-renewed");
        if let Some(ratio) = commitment.critical_ratio {
            let values = format!("1 − {} / {}", hourly(commitment.hourly), hourly(purchase.on_demand));
            working.step("Critical ratio of the commitment", "1 − r / p", values, ratio, Dimension::Fraction);
        }
        if let Some(best) = commitment.levels.first() {
            let values = format!("{} of the term", text::percent(commitment.breakeven_utilization.unwrap_or_default()));
            let formula = "nodes in use for longer than r / p";
            working.step("Nodes worth committing to", formula, values, best.nodes, nodes);
        }
    }
    if let Some(spot) = &purchase.spot {
        working.assume("spot-independent");
        let values = format!("{} and what interruptions cost", hourly(spot.price));
        let formula = "(1 − m)·q + m·p + (1 − m)·λ·L·p";
        working.step("An hour of spot in the end", formula, values, spot.hourly, Dimension::DollarsPerHour);
    }
    if let Some(compute) = plan.compute {
        let mut parts = Vec::new();
        let spot = purchase.spot.map_or(0.0, |spot| spot.hourly);
        let Layer { committed, spot: on_spot, on_demand } = purchase.layer;
        for (count, price) in [(committed, purchase.committed(0).1), (on_spot, spot), (on_demand, purchase.on_demand)] {
            if count > 0.0 {
                parts.push(format!("{} · {}", text::number(count), text::dollars(price)));
            }
        }
        let values = format!("({}) · 730 h", parts.join(" + "));
        working.step("Compute a month", "Σ nodes · price · 730 h", values, compute, Dimension::Dollars);
    }
    if let Some(headroom) = plan.headroom.filter(|headroom| headroom.share > 0.0) {
        let values = format!("{} · {}", text::percent(headroom.share), text::dollars(plan.compute.unwrap_or_default()));
        working.step(
            "Headroom's cost a month",
            "(1 − ⌈peak/μ⌉ / replicas) · compute",
            values,
            headroom.monthly,
            Dimension::Dollars,
        );
    }
    working
}
