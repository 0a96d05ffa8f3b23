//! How a service's nodes are bought: committed, on spot, by the hour; and what other levels would cost.

use super::fleet::{FleetForecast, MonthOfNodes};
use super::node_hours::{reserved, spot_hour};
use crate::base::time::HOURS_PER_MONTH;
use crate::formulas::buying::{
    CommitmentOffer, LayerPrices, Layers, LoadDuration, compare_payments, plan_layers, shortage_probability,
};
use crate::formulas::finance::{price_level, saving};
use crate::plan::price::NodeHours;
use crate::plan::scenario::cost::{CommitmentInputs, ServiceCost};
use crate::plan::scenario::cost::{CommitmentLevel, CommitmentTerm, CostInputs, NodeCommitment, Upfront};
use serde::Serialize;

/// Points of the load-duration curve that is kept for charts.
const CURVE_POINTS: usize = 200;
/// Share of a commitment that is a matter of rounding.
const ROUNDING: f64 = 1e-9;

/// What [`plan_purchase`] starts from.
#[derive(Clone, Copy, Debug)]
pub struct PurchaseBasis<'a> {
    /// What is stated for the plan.
    pub inputs: &'a CostInputs,
    /// What is stated about buying for whoever uses the nodes.
    pub terms: PurchaseTerms,
    /// A node by the hour, USD.
    pub on_demand: f64,
    /// A node in each way of buying, in the mean of its regions.
    pub prices: NodeHours,
    /// The fleet of the months to come.
    pub fleet: &'a FleetForecast,
    /// Nodes that may be lost without harm.
    pub spare_nodes: f64,
}

/// What is stated about buying nodes for a service, or for those that share a pool.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PurchaseTerms {
    /// Nodes that are committed, where the plan commits to nodes; by the plan's rule where not stated.
    pub committed: Option<f64>,
    /// Whether nodes may be interrupted, so that spot will do.
    pub interruptible: bool,
}

impl PurchaseTerms {
    /// Those of services that share nodes: the stated commitments together, and spot only where all may be interrupted.
    pub fn of<'a>(services: impl Iterator<Item = &'a ServiceCost> + Clone) -> Self {
        let stated = services.clone().filter_map(|stated| stated.committed).map(|nodes| f64::from(nodes.get()));
        Self {
            committed: stated.reduce(|one, other| one + other),
            interruptible: services.clone().count() > 0 && services.clone().all(|stated| stated.interruptible),
        }
    }
}

/// A level of commitment over its term.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LevelAnswer {
    /// By which rule; `None` for a stated number.
    pub level: Option<CommitmentLevel>,
    /// Nodes.
    pub nodes: f64,
    /// All compute a month of the term, on average, USD.
    pub monthly: f64,
    /// Share saved against no commitment, with spot where it is bought; negative where it is dearer.
    pub saving: Option<f64>,
    /// Share of the node-hours that is committed.
    pub coverage: Option<f64>,
    /// Share of the commitment that is used.
    pub utilization: Option<f64>,
}

/// A commitment: what it costs, when it pays, and how its levels compare.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CommitmentAnswer {
    /// Whether it is made; otherwise this is what it would be.
    pub active: bool,
    /// For how long.
    pub term: CommitmentTerm,
    /// What is paid in advance.
    pub upfront: Upfront,
    /// `r`: a node and hour of the term in the end, USD.
    pub hourly: f64,
    /// Share off the price by the hour.
    pub discount: Option<f64>,
    /// `1 − r/p`: the quantile of use up to which nodes are worth committing to.
    pub critical_ratio: Option<f64>,
    /// Share of the term for which a node must be in use for its commitment to pay.
    pub breakeven_utilization: Option<f64>,
    /// Months after which a committed node that is always in use has cost less than by the hour.
    pub breakeven_month: Option<f64>,
    /// The levels: best, floor, average, peak, and a stated one.
    pub levels: Vec<LevelAnswer>,
    /// Place of the active one.
    pub chosen: usize,
}

impl CommitmentAnswer {
    /// The active level.
    pub fn level(&self) -> Option<&LevelAnswer> {
        self.levels.get(self.chosen)
    }

    /// Hours of the term.
    pub fn hours(&self) -> f64 {
        f64::from(self.term.months()) * HOURS_PER_MONTH
    }

    /// Hours of the term for which a node must be in use for its commitment to pay.
    pub fn breakeven_hours(&self) -> Option<f64> {
        Some(self.breakeven_utilization? * self.hours())
    }
}

/// What spot saves and risks, in the first month.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SpotAnswer {
    /// Share of what is above the commitment.
    pub share: f64,
    /// Its price an hour while it runs, USD.
    pub price: f64,
    /// What an hour costs in the end, with what stands in and what is done again, USD.
    pub hourly: f64,
    /// Nodes on spot, on average.
    pub nodes: f64,
    /// Share saved on them against the price by the hour; negative where it is dearer.
    pub saving: Option<f64>,
    /// Interruptions a month, of all of them together.
    pub interruptions: f64,
    /// Share of the time in which a spot node is missing.
    pub missing: f64,
    /// On demand standing in, USD a month.
    pub fallback_monthly: f64,
    /// Work done again, USD a month.
    pub rework_monthly: f64,
    /// Interruptions of a node an hour at which spot saves nothing; `None` where none are too many.
    pub breakeven_interruptions: Option<f64>,
    /// Chance at any moment that more is missing than the spare replicas make up for.
    pub shortage: Option<f64>,
}

impl SpotAnswer {
    /// How many times a rate of interruptions the one is at which spot saves nothing; `None` where none are too many,
    /// or either is none at all.
    pub fn breakeven_over(&self, rate: f64) -> Option<f64> {
        self.breakeven_interruptions.filter(|most| *most > 0.0 && rate > 0.0).map(|most| most / rate)
    }
}

/// Nodes that run, by how they are bought, and committed ones that do not; on average over a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Layer {
    /// Committed and in use.
    pub committed: f64,
    /// On spot.
    pub spot: f64,
    /// By the hour.
    pub on_demand: f64,
    /// Committed, paid for, and not in use.
    pub idle: f64,
}

impl Layer {
    /// Nodes in use.
    pub fn in_use(&self) -> f64 {
        self.committed + self.spot + self.on_demand
    }

    /// Share of the paid nodes that is committed; `None` where there are none.
    pub fn committed_share(&self) -> Option<f64> {
        let (committed, all) = (self.committed + self.idle, self.in_use() + self.idle);
        (all > 0.0).then(|| committed / all)
    }
}

/// A term of a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TermAnswer {
    /// First month, from 0.
    pub from: u32,
    /// Its months.
    pub months: u32,
    /// Nodes.
    pub nodes: f64,
    /// A node and hour in the end, USD.
    pub hourly: f64,
}

/// How a service's nodes are bought.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PurchasePlan {
    /// `p`: a node by the hour, USD.
    pub on_demand: f64,
    /// Nodes of the first month.
    pub nodes: MonthOfNodes,
    /// Nodes of the first year on average.
    pub average: f64,
    /// Most nodes of the first year.
    pub peak: f64,
    /// The commitment that is made, or would be; `None` where no price of it is known.
    pub commitment: Option<CommitmentAnswer>,
    /// Its terms, one after the other; none where nothing is committed.
    pub terms: Vec<TermAnswer>,
    /// Spot; `None` where none is bought.
    pub spot: Option<SpotAnswer>,
    /// What each way of buying carries.
    pub layer: Layer,
    /// Whether a commitment or spot is wanted whose price is not known, and is therefore not bought.
    pub lacks_price: bool,
    /// For how much of the first term how many nodes are in use, from the most.
    #[serde(skip)]
    pub curve: Vec<(f64, f64)>,
}

impl PurchasePlan {
    /// Committed nodes of a month, and what one of their hours costs in the end.
    pub fn committed(&self, month: u32) -> (f64, f64) {
        let term = self.terms.iter().find(|term| (term.from..term.from + term.months).contains(&month));
        term.map_or((0.0, 0.0), |term| (term.nodes, term.hourly))
    }

    /// What of a commitment is paid in advance.
    pub fn upfront(&self) -> f64 {
        let made = self.commitment.as_ref().filter(|commitment| commitment.active);
        made.map_or(0.0, |commitment| commitment.upfront.share())
    }

    /// Nodes of a month in each way of buying, from all that the fleet has: `min(C, d)` committed, of `max(0, d − C)` the
    /// share that is spot and the rest by the hour, and `max(0, C − d)` idle.
    pub fn layer(&self, fleet: &FleetForecast, month: u32) -> Layer {
        let (all, of_term) = (fleet.mean_nodes(month), self.committed(month).0);
        let beyond = if of_term > 0.0 { fleet.beyond(month, of_term) } else { all };
        let committed = (all - beyond).clamp(0.0, of_term);
        // What is left of a commitment that is used to the last is what floats lose.
        let idle = Some(of_term - committed).filter(|idle| *idle > ROUNDING * of_term).unwrap_or(0.0);
        let spot = beyond * self.spot.map_or(0.0, |spot| spot.share);
        Layer { committed: of_term - idle, spot, on_demand: beyond - spot, idle }
    }

    /// What all nodes cost in an hour of a month on average, USD: `(C + i)·r + (s·q + d·p)·l`, where `l` is the share of
    /// today's list prices that is left.
    pub fn hourly(&self, fleet: &FleetForecast, month: u32, level: f64) -> f64 {
        let layer = self.layer(fleet, month);
        let spot = self.spot.map_or(0.0, |spot| spot.hourly);
        (layer.committed + layer.idle) * self.committed(month).1
            + (layer.spot * spot + layer.on_demand * self.on_demand) * level
    }
}

/// Buys the nodes of a service: committed up to the level that is stated or costs least, above it spot as
/// far as it may be interrupted, the rest by the hour.
///
/// A commitment is judged by the months of its whole term, growth and events included, and made anew at
/// its end. Committed nodes are whole: next to the critical ratio's quantile, the cheaper side.
/// Prices fall by the stated share a year; that of a commitment stays until its end. `None` where a
/// price is negative or not finite.
///
/// # Assumptions
///
/// `commitments-renewed`, `spot-independent`
pub fn plan_purchase(basis: &PurchaseBasis<'_>) -> Option<PurchasePlan> {
    let fleet = basis.fleet;
    let spot_price =
        basis.inputs.spot.filter(|_| basis.terms.interruptible).map(|spot| (spot, spot_hour(basis, &spot)));
    let spot_hour = spot_price.as_ref().and_then(|(spot, price)| Some((*spot, (*price)?)));
    let (wanted, active) = match basis.inputs.commitment {
        CommitmentInputs::Nodes(nodes) => (nodes, true),
        CommitmentInputs::None | CommitmentInputs::Dollars(_) => (NodeCommitment::best_year(), false),
    };
    let term = wanted.term;
    let first = fleet.curve(0, term.months())?;
    let reserved = reserved(basis, &wanted);
    let prices = |reserved: f64, factor: f64| LayerPrices {
        reserved,
        on_demand: basis.on_demand * factor,
        spot: spot_hour.map(|(_, hour)| hour.hourly * factor),
        spot_share: spot_hour.map_or(0.0, |(spot, _)| spot.share.get()),
    };
    let stated = basis.terms.committed.filter(|_| active);
    let mut commitment = None;
    let mut terms = Vec::new();
    if let Some(reserved) = reserved {
        let answer = answer(&first, &prices(reserved, 1.0), &wanted, active, stated)?;
        if active {
            let mut from = 0;
            while from < basis.inputs.months() {
                let factor = price_level(basis.inputs.price_decline.get(), from);
                let nodes = match answer.level().filter(|_| from == 0 || stated.is_some()) {
                    Some(level) => level.nodes,
                    None => {
                        let curve = fleet.curve(from, term.months())?;
                        level_nodes(&curve, &prices(reserved * factor, factor), wanted.level)?
                    }
                };
                terms.push(TermAnswer { from, months: term.months(), nodes, hourly: reserved * factor });
                from += term.months();
            }
        }
        commitment = Some(answer);
    }
    let year = if term == CommitmentTerm::OneYear { None } else { fleet.curve(0, 12) };
    let year = year.as_ref().unwrap_or(&first);
    let mut plan = PurchasePlan {
        on_demand: basis.on_demand,
        nodes: fleet.nodes(0),
        average: year.average(),
        peak: year.peak(),
        terms,
        spot: None,
        layer: Layer::default(),
        lacks_price: (active && commitment.is_none()) || spot_price.as_ref().is_some_and(|(_, price)| price.is_none()),
        curve: first.curve(CURVE_POINTS),
        commitment,
    };
    plan.spot = spot_hour.map(|(spot, hour)| SpotAnswer { share: spot.share.get(), ..hour });
    plan.layer = plan.layer(fleet, 0);
    if let (Some((spot, _)), Some(answer)) = (spot_hour, plan.spot.as_mut()) {
        let nodes = plan.layer.spot;
        answer.nodes = nodes;
        answer.interruptions = nodes * (1.0 - answer.missing) * spot.interruptions.get() * HOURS_PER_MONTH;
        answer.fallback_monthly *= nodes;
        answer.rework_monthly *= nodes;
        let (rate, spare) = (spot.interruptions.get(), basis.spare_nodes);
        answer.shortage = shortage_probability(nodes, spot.pools.get(), spare, rate, spot.replacement.get());
    }
    Some(plan)
}

/// The whole number of nodes of a rule.
fn level_nodes(curve: &LoadDuration, prices: &LayerPrices, level: CommitmentLevel) -> Option<f64> {
    Some(match level {
        CommitmentLevel::Best => {
            let best = plan_layers(curve, prices, None)?.floor;
            // The cost is convex, so the best whole number is next to the best number.
            let (below, above) = (best.floor(), best.ceil());
            let cost = |nodes: f64| plan_layers(curve, prices, Some(nodes)).map(|layers| layers.total);
            if cost(above)? < cost(below)? { above } else { below }
        }
        CommitmentLevel::Floor => curve.floor().floor(),
        CommitmentLevel::Average => libm::round(curve.average()),
        CommitmentLevel::Peak => curve.peak().ceil(),
    })
}

fn answer(
    curve: &LoadDuration,
    prices: &LayerPrices,
    wanted: &NodeCommitment,
    active: bool,
    stated: Option<f64>,
) -> Option<CommitmentAnswer> {
    let months = curve.intervals() / HOURS_PER_MONTH;
    let none = plan_layers(curve, prices, Some(0.0))?.total;
    let row = |level: Option<CommitmentLevel>, nodes: f64| {
        let Layers { total, .. } = plan_layers(curve, prices, Some(nodes))?;
        let use_of = curve.commitment(nodes, prices.reserved, prices.on_demand)?;
        Some(LevelAnswer {
            level,
            nodes,
            monthly: total / months,
            saving: saving(none, total),
            coverage: use_of.coverage,
            utilization: use_of.utilization,
        })
    };
    let mut levels = Vec::with_capacity(5);
    for level in CommitmentLevel::ALL {
        levels.push(row(Some(level), level_nodes(curve, prices, level)?)?);
    }
    let mut chosen = CommitmentLevel::ALL.iter().position(|level| *level == wanted.level).unwrap_or(0);
    if let Some(nodes) = stated {
        chosen = levels.len();
        levels.push(row(None, nodes)?);
    }
    let hours = f64::from(wanted.term.months()) * HOURS_PER_MONTH;
    let (advance, reserved) = (wanted.upfront.share(), prices.reserved);
    let offer = CommitmentOffer {
        name: String::new(),
        upfront: advance * reserved * hours,
        hourly: (1.0 - advance) * reserved,
        months: wanted.term.months(),
    };
    let paid = compare_payments(&[offer], prices.on_demand, 1.0, 0.0);
    let terms = paid.first();
    let share = terms.and_then(|row| row.terms.breakeven_utilization);
    Some(CommitmentAnswer {
        active,
        term: wanted.term,
        upfront: wanted.upfront,
        hourly: reserved,
        discount: share.map(|share| 1.0 - share),
        critical_ratio: share.map(|share| (1.0 - share).max(0.0)),
        breakeven_utilization: share,
        breakeven_month: terms.and_then(|row| row.breakeven_month),
        levels,
        chosen,
    })
}
