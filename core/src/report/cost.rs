//! What is said of cost: the bill by line, the years, how nodes are bought, who pays.

use super::one_line;
use super::page::Page;
use crate::base::money::Money;
use crate::base::text;
use crate::plan::cost::{CostPlan, PurchasePlan, ServiceCostPlan};
use crate::plan::evaluate::{Evaluation, ServiceEvaluation};

/// Months in which a fleet is enlarged that are told of.
const STEPS_SHOWN: usize = 6;

/// The cost of the whole plan, where anything is stated about it.
pub(super) fn plan(page: &mut Page, evaluation: &Evaluation) {
    let cost = &evaluation.cost;
    if !cost.is_stated {
        return;
    }
    page.heading("Cost");
    // The first sentence, and what is due, stand above.
    for finding in
        cost.verdict.findings.iter().skip(1).filter(|finding| finding.standing == crate::base::explain::Standing::Holds)
    {
        page.finding(finding);
    }
    for line in &cost.lines {
        let amount = line.amount.map_or_else(|| "not known".to_owned(), Money::exact);
        page.answer(&one_line(&line.label), &format!("{amount} ({})", line.values));
    }
    let total = cost.total.exact();
    page.answer("Total", &if cost.monthly.is_some() { total } else { format!("at least {total}") });
    page.answer("Years", &years(cost));
    let steps = cost.horizon.steps.iter().take(STEPS_SHOWN);
    let steps = steps.map(|step| {
        let (name, replicas) = (one_line(&step.service), text::number(step.replicas));
        format!("{name} to {replicas} replicas in the month from {}", text::date(step.day))
    });
    if !cost.horizon.steps.is_empty() {
        page.answer("Enlarged", &steps.collect::<Vec<_>>().join("; "));
    }
    for team in &cost.charges.teams {
        let name = match (team.is_platform, one_line(&team.team)) {
            (true, _) => "the platform".to_owned(),
            (false, name) if name.is_empty() => "services without a team".to_owned(),
            (false, name) => name,
        };
        let share = team.share.map_or_else(String::new, |share| format!(", {} of the bill", text::percent(share)));
        page.answer("Charged", &format!("{name}: {}, of that {} idle{share}", team.total.exact(), team.idle.exact()));
    }
    for budget in &cost.budgets {
        let name = if budget.team.is_empty() { "the plan".to_owned() } else { one_line(&budget.team) };
        let says = match budget.first_day_over {
            Some(day) => format!("passed in the month from {} by {}", text::date(day), budget.over_by.exact()),
            None => format!("holds; {} are left in the end", budget.left.exact()),
        };
        page.answer("Budget", &format!("{name}, {} a month: {says}", budget.budget.exact()));
    }
}

/// Lines about the cost of a service, where its price is known and anything is stated.
pub(super) fn service(page: &mut Page, answer: &ServiceEvaluation, cost: &CostPlan) {
    if !cost.is_stated {
        return;
    }
    let own = &answer.cost;
    page.answer("Cost", &compute(answer, own, cost));
    if let Some(purchase) = &own.purchase {
        page.answer("Bought", &bought(purchase));
        if let Some(commitment) = &purchase.commitment {
            let rows = commitment.levels.iter().map(|row| {
                let name = row.level.map_or("stated", |level| level.words());
                let saving = row.saving.map_or_else(String::new, |saving| format!(" ({})", text::percent(saving)));
                format!("{name} {}: {} a month{saving}", text::number(row.nodes), text::dollars(row.monthly))
            });
            let rows = rows.collect::<Vec<_>>().join("; ");
            page.answer("Committed for", &format!("{}: {rows}", commitment.term.words()));
        }
    }
}

fn compute(answer: &ServiceEvaluation, own: &ServiceCostPlan, cost: &CostPlan) -> String {
    let mut line = match own.compute {
        Some(compute) => format!("{} a month for compute", text::dollars(compute)),
        None => "compute not priced".to_owned(),
    };
    if let Some(packing) = &own.price.packing {
        let left = packing.stranded_vcpus.filter(|left| *left > 0.0);
        let left = left.map_or_else(String::new, |left| format!(", {} vCPU left over", text::number(left)));
        line.push_str(&format!("; {} a node{left}", text::counted(packing.replicas.into(), "replica", "replicas")));
    }
    if let Some(bill) = cost.service(answer.id) {
        if let Some(each) = bill.per_thousand {
            line.push_str(&format!("; {} a thousand requests", text::price(each)));
        }
        if let Some(more) = bill.marginal_per_thousand {
            line.push_str(&format!(", {} for a thousand more", text::price(more)));
        }
    }
    line
}

fn bought(purchase: &PurchasePlan) -> String {
    let layer = purchase.layer;
    let mut parts = Vec::new();
    for (count, words) in [(layer.committed, "committed"), (layer.spot, "spot"), (layer.on_demand, "by the hour")] {
        if count > 0.0 {
            parts.push(format!("{} {words}", text::number(count)));
        }
    }
    let parts = if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") };
    format!(
        "{parts}; {} on average over the year, up to {}",
        text::number(purchase.average),
        text::number(purchase.peak)
    )
}

fn years(cost: &CostPlan) -> String {
    let horizon = &cost.horizon;
    let least = if horizon.is_complete { "" } else { "at least " };
    let mut line = format!("{least}{} in {} months", horizon.total.exact(), horizon.months.len());
    if let Some(value) = horizon.present_value {
        line.push_str(&format!(", worth {} today", text::dollars(value)));
    }
    if let Some(each) = horizon.per_thousand {
        line.push_str(&format!("; {} a thousand requests", text::price(each)));
    }
    line
}
