//! The cost of the whole plan: the bill of a month, the years, who pays, and what budgets say.

use super::budgets::{BudgetAnswer, budgets};
use super::charges::{Chargeback, charge};
use super::horizon::{CostHorizon, plan_cost_horizon};
use super::lines::{CostedService, LineWriter, MonthlyLines, View};
use super::owned::{OwnedAnswer, compare_owned};
use super::paid_nodes::{NodeRow, PaidNodes, paid_nodes};
use super::savings::{SavingsPlanAnswer, plan_savings};
use super::verdict;
use crate::base::dimension::Dimension;
use crate::base::explain::{Letter, Operand, Working, by, letter, over, word};
use crate::base::id::ServiceId;
use crate::base::money::Money;
use crate::formulas::finance::{Item, cost_per_thousand, marginal_per_thousand, over_a_month};
use crate::plan::answered::Answered;
use crate::plan::scenario::cost::{CostInputs, ServiceCost};
use jiff::civil::Date;
use serde::Serialize;

/// By how much the load is raised to see what more of it costs.
const MORE_LOAD: f64 = 0.1;

/// A line of the bill.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CostLine {
    /// What it is for.
    pub item: Item,
    /// Whose it is; `None` for nobody's alone.
    pub service: Option<ServiceId>,
    /// Whose, and what.
    pub label: String,
    /// The formula in symbols.
    pub formula: &'static str,
    /// The formula with the values put in.
    pub values: String,
    /// Rounded to the cent, once; `None` where a price is not known.
    pub amount: Option<Money>,
}

/// What a service costs in the first month, beside what it does.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServiceBill {
    /// Which.
    pub id: ServiceId,
    /// Lines of its own; without those whose price is not known.
    pub own: Money,
    /// The same where all are known.
    pub monthly: Option<Money>,
    /// Requests of the month.
    pub requests: f64,
    /// A thousand requests with its part of what is shared, USD; `None` without requests, or where a price is
    /// not known.
    pub per_thousand: Option<f64>,
    /// A thousand requests more, bought by the hour, USD.
    pub marginal_per_thousand: Option<f64>,
}

/// The cost of the whole plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CostPlan {
    /// The lines of the first month, with commitments at what an hour costs in the end.
    pub lines: Vec<CostLine>,
    /// Their sum; lines whose price is not known are not in it.
    pub total: Money,
    /// The same where all prices are known.
    pub monthly: Option<Money>,
    /// The nodes that are paid for in it, by how they are bought.
    pub nodes: Vec<NodeRow>,
    /// Whether anybody has said anything about cost but the price of a replica.
    pub is_stated: bool,
    /// Labels of the lines whose price is not known.
    pub unknown: Vec<String>,
    /// Each service's bill, in the order of the scenario.
    pub services: Vec<ServiceBill>,
    /// The years.
    pub horizon: CostHorizon,
    /// Who pays.
    pub charges: Chargeback,
    /// What teams may spend, and when it no longer suffices.
    pub budgets: Vec<BudgetAnswer>,
    /// The commitment in dollars, where one is stated.
    pub savings: Option<SavingsPlanAnswer>,
    /// Machines of one's own, where they are stated.
    pub owned: Option<OwnedAnswer>,
    /// A thousand requests of all services together, USD.
    pub per_thousand: Option<f64>,
}

impl CostPlan {
    /// The lines of a service.
    pub fn lines_of(&self, id: ServiceId) -> impl Iterator<Item = &CostLine> {
        self.lines.iter().filter(move |line| line.service == Some(id))
    }

    /// A budget to begin with: what a team is charged in the first month, or all where the team is empty, rounded up to two
    /// digits.
    pub fn first_budget(&self, team: &str) -> f64 {
        let row = self.charges.teams.iter().find(|row| row.team == team && !row.is_platform);
        let of_team = row.filter(|_| !team.is_empty()).map(|row| row.total);
        crate::base::numeric::two_digits_up(of_team.unwrap_or(self.charges.total).dollars())
    }

    /// Requests of the first month, of all services.
    pub fn requests(&self) -> f64 {
        self.services.iter().map(|bill| bill.requests).sum()
    }

    /// What a service is charged for the first month, with its share of common costs, USD; `None` while a price of the plan
    /// is not known.
    pub fn charged(&self, id: ServiceId) -> Option<f64> {
        self.monthly?;
        let charge = self.charges.services.iter().find(|charge| charge.service == Some(id))?;
        Some(charge.total.dollars())
    }

    /// All nodes that are paid for in the first month.
    pub fn all_nodes(&self) -> PaidNodes {
        self.nodes.iter().fold(PaidNodes::default(), |sum, row| sum.and(row.nodes))
    }

    /// The bill of a service.
    pub fn service(&self, id: ServiceId) -> Option<&ServiceBill> {
        self.services.iter().find(|bill| bill.id == id)
    }

    /// The known lines by what they are for, in the order of the bill's kinds.
    pub fn by_item(&self) -> Vec<(Item, Money)> {
        sums(self.lines.iter().filter_map(|line| Some((line.item, line.amount?))))
    }
}

/// Sums by what they are for, in the order of [`Item`].
pub(super) fn sums(amounts: impl Iterator<Item = (Item, Money)>) -> Vec<(Item, Money)> {
    let mut sums: Vec<(Item, Money)> = Vec::new();
    for (item, amount) in amounts {
        match sums.iter_mut().find(|(known, _)| *known == item) {
            Some((_, sum)) => *sum = *sum + amount,
            None => sums.push((item, amount)),
        }
    }
    sums.sort_by_key(|(item, _)| *item);
    sums
}

/// What [`plan_cost`] starts from.
#[derive(Clone, Copy, Debug)]
pub struct CostBasis<'a> {
    /// What is stated.
    pub inputs: &'a CostInputs,
    /// The plan's first day.
    pub start: Date,
    /// The services, in the order of the scenario.
    pub services: &'a [CostedService<'a>],
}

/// Plans the cost of a plan: `Σ lines`, each rounded to the cent once, month by month.
///
/// A line whose price is not known is listed without an amount and is in no sum; then
/// [`CostPlan::monthly`] is `None`, and [`CostPlan::total`] is what is known of it.
///
/// # Assumptions
///
/// `month-hours`, `discounting`, `idle-by-work`
///
/// # Example
///
/// ```
/// use headroom_core::plan::evaluate::evaluate;
/// use headroom_core::base::money::Money;
/// use headroom_core::plan::scenario::examples;
///
/// let platform = evaluate(&examples::find("ai-platform").expect("an example").scenario());
/// let lines: Money = platform.cost.lines.iter().filter_map(|line| line.amount).sum();
/// assert_eq!(platform.cost.monthly, Some(lines));
/// let charged: Money = platform.cost.charges.services.iter().map(|charge| charge.total).sum();
/// assert_eq!(charged, lines);
/// ```
pub fn plan_cost(basis: &CostBasis<'_>) -> Answered<CostPlan> {
    let savings = plan_savings(basis.inputs, basis.services);
    let writer = LineWriter { inputs: basis.inputs, services: basis.services, savings: savings.as_ref() };
    let first = writer.month(0, View::Effective, true);
    let charges = charge(basis.inputs, basis.services, &first);
    let (horizon, effective) = plan_cost_horizon(basis, &writer, &first);
    let services: Vec<ServiceBill> =
        (0..basis.services.len()).map(|at| service_bill(basis, &first, &charges, at)).collect();
    let requests: f64 = services.iter().map(|bill| bill.requests).sum();
    let lines = lines(basis, &first);
    let unknown: Vec<String> =
        lines.iter().filter(|line| line.amount.is_none()).map(|line| line.label.clone()).collect();
    let total = first.bill.total;
    let monthly = unknown.is_empty().then_some(total);
    let plan = CostPlan {
        budgets: budgets(basis, &effective, &charges),
        owned: compare_owned(basis, &effective),
        savings: savings.map(|savings| savings.answer),
        per_thousand: monthly.and_then(|total| cost_per_thousand(total, requests)),
        is_stated: *basis.inputs != CostInputs::default()
            || basis.services.iter().any(|costed| costed.service.cost != ServiceCost::default()),
        lines,
        nodes: paid_nodes(basis.services),
        total,
        monthly,
        unknown,
        services,
        horizon,
        charges,
    };
    Answered { verdict: verdict::of_plan(basis, &plan), levers: Vec::new(), working: working(basis, &plan), plan }
}

fn lines(basis: &CostBasis<'_>, month: &MonthlyLines) -> Vec<CostLine> {
    let line = |(line, owner): (&crate::formulas::finance::BillLine, &Option<usize>)| CostLine {
        item: line.item,
        service: owner.and_then(|at| basis.services.get(at)).map(|costed| costed.service.id),
        label: if line.label.is_empty() { line.item.words().to_owned() } else { line.label.clone() },
        formula: line.formula,
        values: line.values.clone(),
        amount: line.amount,
    };
    month.bill.lines.iter().zip(&month.owners).map(line).collect()
}

fn service_bill(basis: &CostBasis<'_>, month: &MonthlyLines, charges: &Chargeback, at: usize) -> ServiceBill {
    let costed = &basis.services[at];
    let mut own = Money::ZERO;
    let (mut is_known, mut by_load) = (true, 0.0);
    for (line, owner) in month.bill.lines.iter().zip(&month.owners) {
        if *owner != Some(at) {
            continue;
        }
        own = own + line.amount.unwrap_or_default();
        is_known &= line.amount.is_some();
        if matches!(line.item, Item::Egress | Item::InterZone | Item::InterRegion | Item::Monitoring) {
            by_load += line.amount.unwrap_or_default().dollars();
        }
    }
    let requests = costed.fleet.requests(0);
    let is_all_known = month.bill.unknown().next().is_none();
    let charged = charges.services.get(at).map(|charge| charge.total).filter(|_| is_all_known);
    let more = costed.cost.mean.on_demand.filter(|_| is_known).map(|hour| {
        // What rises with the load: its data, and nodes by the hour as if the fleet were sized for it.
        let own = || costed.cost.replicas / f64::from(costed.fleet.replicas_per_node());
        let nodes = costed.cost.pool.as_ref().map_or_else(own, |pool| pool.nodes);
        MORE_LOAD * (by_load + over_a_month(nodes * hour))
    });
    ServiceBill {
        id: costed.service.id,
        own,
        monthly: is_known.then_some(own),
        requests,
        per_thousand: charged.and_then(|charged| cost_per_thousand(charged, requests)),
        marginal_per_thousand: more.and_then(|more| marginal_per_thousand(more, MORE_LOAD * requests)),
    }
}

fn working(basis: &CostBasis<'_>, plan: &CostPlan) -> Working {
    let mut working = Working::default();
    for id in ["month-hours", "discounting", "idle-by-work"] {
        working.assume(id);
    }
    if basis.inputs.spot.is_some_and(|spot| spot == crate::plan::scenario::cost::SpotInputs::default()) {
        working.assume("spot-defaults");
    }
    if basis.inputs.owned.is_some() {
        working.assume("owned-hardware");
    }
    if basis.inputs.support == Some(crate::plan::scenario::cost::SupportInputs::published()) {
        working.assume("support-tiers");
    }
    if plan.lines.is_empty() {
        return working;
    }
    let amount = |name, amount: Money| word(name, amount.dollars(), Dimension::Dollars);
    let kinds: Vec<Operand> = plan.by_item().iter().map(|(_, sum)| amount("lines", *sum)).collect();
    let terms = vec!["{}"; kinds.len()].join(" + ");
    let label = if plan.monthly.is_some() { "Cost of the first month" } else { "Known cost of the first month" };
    let arithmetic = over("Σ lines, by kind", &terms, kinds, |kinds| kinds.iter().sum());
    working.retrace(label, arithmetic, plan.total.dollars(), Dimension::Dollars);
    let horizon = &plan.horizon;
    let (total, advances) = (horizon.total, horizon.one_off());
    let operands = [
        letter("invoices", "of all months", (total - advances).dollars(), Dimension::Dollars),
        letter("advances", "paid before their months", advances.dollars(), Dimension::Dollars),
    ];
    let arithmetic = by("invoices + advances", operands, |[invoices, advances]| invoices + advances);
    working.retrace("Total of all months", arithmetic, total.dollars(), Dimension::Dollars);
    if let Some(value) = horizon.present_value {
        let rate = basis.inputs.discount_rate.get();
        working.found(
            "Present value (NPV)",
            "sum of each payment / (1 + j)^t",
            [
                Letter::given("j", "discount rate a year", rate, Dimension::Fraction),
                Letter::open("t", "years until the payment"),
            ],
            value,
            Dimension::Dollars,
        );
    }
    if let Some(per_thousand) = plan.per_thousand {
        let operands = [
            letter("total", "of the first month", plan.total.dollars(), Dimension::Dollars),
            letter("served", "requests in the first month", plan.requests(), Dimension::Count("requests")),
        ];
        let arithmetic = by("total / served · 1,000", operands, |[total, requests]| total / requests * 1000.0);
        working.retrace("Per 1,000 requests", arithmetic, per_thousand, Dimension::DollarsPerThousand);
    }
    working
}
