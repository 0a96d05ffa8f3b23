//! The years of a plan: month by month what is invoiced, what is paid in advance, and what that is worth now.

use super::lines::{LineWriter, MonthlyLines, View};
use super::plan::{CostBasis, sums};
use crate::base::money::Money;
use crate::base::time::{HOURS_PER_MONTH, month_start};
use crate::formulas::finance::{Item, cost_per_thousand, month_flows, present_value};
use jiff::civil::Date;
use serde::Serialize;

/// A month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CostMonth {
    /// Its first day.
    pub from: Date,
    /// What is invoiced at its end; lines whose price is not known are not in it.
    pub invoiced: Money,
    /// What is paid in advance at its start.
    pub advance: Money,
    /// What it costs with advances spread over their terms.
    pub effective: Money,
    /// The invoice by what it is for.
    pub by_item: Vec<(Item, Money)>,
}

/// A fleet that is enlarged in some month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EnlargedFleet {
    /// The month, from 0.
    pub month: u32,
    /// Its first day.
    pub day: Date,
    /// Which service.
    pub service: String,
    /// Replicas from then on.
    pub replicas: f64,
    /// How many more that is.
    pub added: f64,
}

/// All months, and what they add up to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CostHorizon {
    /// The months in order.
    pub months: Vec<CostMonth>,
    /// Everything invoiced and paid in advance.
    pub total: Money,
    /// The same by what it is for; advances count as what they are for.
    pub by_item: Vec<(Item, Money)>,
    /// What is paid at the start (place 0) and at the end of each month.
    pub flows: Vec<Money>,
    /// Present value of all payments, USD.
    pub present_value: Option<f64>,
    /// Whether all prices are known, so that nothing is missing from the sums.
    pub is_complete: bool,
    /// USD for a thousand requests, over all months.
    pub per_thousand: Option<f64>,
    /// Fleets that are enlarged when growth has eaten their headroom.
    pub steps: Vec<EnlargedFleet>,
}

impl CostMonth {
    /// What is invoiced and paid in advance.
    pub fn paid(&self) -> Money {
        self.invoiced + self.advance
    }
}

impl CostHorizon {
    /// Fleets that are enlarged, those first that grow by the largest share.
    pub fn largest_steps(&self) -> Vec<&EnlargedFleet> {
        let mut steps: Vec<&EnlargedFleet> = self.steps.iter().collect();
        steps.sort_by(|one, other| (other.added / other.replicas).total_cmp(&(one.added / one.replicas)));
        steps
    }

    /// What a month is invoiced and paid in advance on average, USD.
    pub fn average_month(&self) -> f64 {
        self.total.dollars() / self.months.len().max(1) as f64
    }

    /// Everything paid in advance.
    pub fn one_off(&self) -> Money {
        self.months.iter().map(|month| month.advance).sum()
    }
}

/// Adds up the months: `flows_0 = advance_0`, `flows_t = invoice_t−1 + advance_t`, present value at the
/// effective monthly rate of the rate a year.
///
/// What is paid in advance for a term that ends after the horizon counts for the months within it only.
/// Beside the horizon come the lines of each month with advances spread, for budgets.
pub(super) fn plan_cost_horizon(
    basis: &CostBasis<'_>,
    writer: &LineWriter<'_>,
    first: &MonthlyLines,
) -> (CostHorizon, Vec<MonthlyLines>) {
    let count = basis.inputs.months();
    let pays_in_advance =
        basis.services.iter().any(|costed| costed.cost.purchase.as_ref().is_some_and(|plan| plan.upfront() > 0.0));
    let wants_effective = !basis.inputs.budgets.is_empty() || basis.inputs.owned.is_some();
    let advances = advances(basis, count);
    let (mut months, mut effective) = (Vec::with_capacity(count as usize), Vec::new());
    let mut is_complete = true;
    for month in 0..count {
        let spread = match month {
            0 => Some(first.clone()),
            _ if pays_in_advance => Some(writer.month(month, View::Effective, false)),
            _ => None,
        };
        let invoice = match (&spread, pays_in_advance) {
            (Some(spread), false) => spread.clone(),
            _ => writer.month(month, View::Invoiced, false),
        };
        is_complete &= invoice.bill.unknown().next().is_none();
        let advance: Money = advances.iter().filter(|(when, ..)| *when == month).map(|(_, _, paid)| *paid).sum();
        let invoiced = invoice.bill.total;
        months.push(CostMonth {
            from: month_start(basis.start, month),
            invoiced,
            advance,
            effective: spread.as_ref().map_or(invoiced, |spread| spread.bill.total),
            by_item: sums(invoice.bill.lines.iter().filter_map(|line| Some((line.item, line.amount?)))),
        });
        if wants_effective {
            effective.push(spread.unwrap_or(invoice));
        }
    }
    let invoices: Vec<Money> = months.iter().map(|month: &CostMonth| month.invoiced).collect();
    let due: Vec<(u32, Money)> = advances.iter().map(|(when, _, paid)| (*when, *paid)).collect();
    let flows = month_flows(&invoices, &due);
    let total: Money = flows.iter().copied().sum();
    let requests: f64 =
        basis.services.iter().flat_map(|costed| (0..count).map(|month| costed.fleet.requests(month))).sum();
    let paid = months.iter().flat_map(|month| month.by_item.iter().copied());
    let horizon = CostHorizon {
        by_item: sums(paid.chain(advances.iter().map(|(_, item, paid)| (*item, *paid)))),
        total,
        present_value: present_value(&flows, basis.inputs.discount_rate.get()),
        is_complete,
        per_thousand: if is_complete { cost_per_thousand(total, requests) } else { None },
        steps: steps(basis, count),
        months,
        flows,
    };
    (horizon, effective)
}

/// What is paid in advance: in which month, for what, how much.
fn advances(basis: &CostBasis<'_>, count: u32) -> Vec<(u32, Item, Money)> {
    let mut advances = Vec::new();
    for costed in basis.services.iter().filter(|costed| costed.buys()) {
        let Some(purchase) = costed.cost.purchase.as_ref().filter(|plan| plan.upfront() > 0.0) else {
            continue;
        };
        for term in purchase.terms.iter().filter(|term| term.from < count) {
            let hours = f64::from(term.months.min(count - term.from)) * HOURS_PER_MONTH;
            let paid = Money::from_dollars(purchase.upfront() * term.nodes * term.hourly * hours);
            advances.push((term.from, costed.compute_item(), paid.unwrap_or_default()));
        }
    }
    advances
}

fn steps(basis: &CostBasis<'_>, count: u32) -> Vec<EnlargedFleet> {
    let mut steps = Vec::new();
    for costed in basis.services {
        for step in costed.cost.steps.iter().filter(|step| step.month < count) {
            steps.push(EnlargedFleet {
                month: step.month,
                day: month_start(basis.start, step.month),
                service: costed.service.name.to_string(),
                replicas: step.replicas,
                added: step.added,
            });
        }
    }
    steps.sort_by_key(|step| step.month);
    steps
}
