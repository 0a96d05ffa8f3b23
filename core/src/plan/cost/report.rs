//! Cost in a printed report: the bill by line, the years, how nodes are bought, who pays.

use super::{CostPlan, NodePool, PoolShare, PurchasePlan, ServiceCostPlan};
use crate::base::explain::Standing;
use crate::base::id::ServiceId;
use crate::base::money::Money;
use crate::base::text;
use crate::plan::answered::Answered;
use crate::plan::line::Line;

/// Months in which a fleet is enlarged that are told of.
const STEPS_SHOWN: usize = 6;

/// What a report says of the cost of the whole plan, where anything is stated about it.
pub fn lines(cost: &Answered<CostPlan>) -> Vec<Line> {
    if !cost.is_stated {
        return Vec::new();
    }
    // The first sentence, and what is due, stand above all topics.
    let held = cost.verdict.findings.iter().skip(1).filter(|finding| finding.standing == Standing::Holds);
    let mut lines: Vec<Line> = held.cloned().map(Line::Lead).collect();
    for line in &cost.lines {
        let amount = text::or_unknown(line.amount, Money::exact);
        lines.push(Line::answer(&line.label, format!("{amount} ({})", line.values)));
    }
    let total = cost.total.exact();
    lines.push(Line::answer("Total", if cost.monthly.is_some() { total } else { format!("at least {total}") }));
    lines.push(Line::answer("Years", years(cost)));
    let steps = cost.horizon.steps.iter().take(STEPS_SHOWN);
    let steps = steps.map(|step| {
        let (name, replicas) = (text::one_line(&step.service), text::number(step.replicas));
        format!("{name} to {replicas} replicas in the month starting {}", text::date(step.day))
    });
    if !cost.horizon.steps.is_empty() {
        lines.push(Line::answer("Resized", steps.collect::<Vec<_>>().join("; ")));
    }
    for team in &cost.charges.teams {
        let name = match (team.is_platform, text::one_line(&team.team)) {
            (true, _) => "the platform".to_owned(),
            (false, name) if name.is_empty() => "services without a team".to_owned(),
            (false, name) => name,
        };
        let share = team.share.map_or_else(String::new, |share| format!(", {} of the bill", text::percent(share)));
        lines.push(Line::answer(
            "Charged",
            format!("{name}: {}, of which {} idle{share}", team.total.exact(), team.idle.exact()),
        ));
    }
    for budget in &cost.budgets {
        let name = if budget.team.is_empty() { "the plan".to_owned() } else { text::one_line(&budget.team) };
        let says = match budget.first_day_over {
            Some(day) => format!("exceeded by {1} in the month starting {0}", text::date(day), budget.over_by.exact()),
            None => format!("met; {} left at the end", budget.left.exact()),
        };
        lines.push(Line::answer("Budget", format!("{name}, {} a month: {says}", budget.budget.exact())));
    }
    lines
}

/// What a report says of the nodes that services share.
pub fn pool_lines(pools: &[NodePool]) -> Vec<Line> {
    let of = |pool: &NodePool| {
        let dollars = |amount: Option<f64>| text::or_unknown(amount, text::dollars);
        let part = |share: &PoolShare| {
            let nodes = text::number(share.nodes);
            format!("{} {nodes} ({})", text::one_line(&share.name), dollars(share.monthly))
        };
        let parts: Vec<String> = pool.services.iter().map(part).collect();
        let words = format!(
            "{} nodes of {} on average, {} if each service had its own; {}; unused {} ({})",
            text::number(pool.nodes.mean),
            pool.machine,
            text::number(pool.apart),
            parts.join("; "),
            text::number(pool.unused),
            dollars(pool.unused_monthly)
        );
        Line::answer("Node pool", format!("{}: {words}", text::one_line(&pool.name)))
    };
    pools.iter().map(of).collect()
}

/// What a report says of the cost of a service, where anything is stated.
pub fn service_lines(own: &ServiceCostPlan, cost: &CostPlan, id: ServiceId) -> Vec<Line> {
    if !cost.is_stated {
        return Vec::new();
    }
    let mut lines = vec![Line::answer("Cost", compute(own, cost, id))];
    if let Some(purchase) = &own.purchase {
        if let Some(pool) = &own.pool {
            let (nodes, of) = (text::number(pool.nodes), text::number(pool.of));
            let name = text::one_line(&pool.name);
            lines.push(Line::answer("Node pool", format!("{name}: {nodes} of its {of} nodes, by what it requests")));
        }
        let of_pool = if own.pool.is_some() { "of the pool, " } else { "" };
        lines.push(Line::answer("Pricing", format!("{of_pool}{}", bought(purchase))));
        if let Some(commitment) = &purchase.commitment {
            let rows = commitment.levels.iter().map(|row| {
                let name = row.level.map_or("entered", |level| level.words());
                let saving = row.saving.map_or_else(String::new, |saving| format!(" ({})", text::percent(saving)));
                format!("{name} {}: {} a month{saving}", text::number(row.nodes), text::dollars(row.monthly))
            });
            let rows = rows.collect::<Vec<_>>().join("; ");
            lines.push(Line::answer("Committed for", format!("{}: {rows}", commitment.term.words())));
        }
    }
    lines
}

fn compute(own: &ServiceCostPlan, cost: &CostPlan, id: ServiceId) -> String {
    let mut line = match own.compute {
        Some(compute) => format!("{} a month for compute", text::dollars(compute)),
        None => "compute price unknown".to_owned(),
    };
    if let Some(packing) = &own.price.packing {
        let left = packing.unused_vcpus.filter(|left| *left > 0.0);
        let left = left.map_or_else(String::new, |left| format!(", {} vCPU unused", text::number(left)));
        let kept = packing.reserved.words().unwrap_or_else(|| "nothing".to_owned());
        line.push_str(&format!(
            "; {} per node, {kept} reserved{left}",
            text::counted(packing.replicas.into(), "replica", "replicas")
        ));
    }
    if let Some(bill) = cost.service(id) {
        if let Some(each) = bill.per_thousand {
            line.push_str(&format!("; {} per 1,000 requests", text::price(each)));
        }
        if let Some(more) = bill.marginal_per_thousand {
            line.push_str(&format!(", {} marginal per 1,000", text::price(more)));
        }
    }
    line
}

fn bought(purchase: &PurchasePlan) -> String {
    let layer = purchase.layer;
    let mut parts = Vec::new();
    let ways = [
        (layer.committed, "committed"),
        (layer.spot, "spot"),
        (layer.on_demand, "on-demand"),
        (layer.idle, "committed and idle"),
    ];
    for (count, words) in ways {
        if count > 0.0 {
            parts.push(format!("{} {words}", text::number(count)));
        }
    }
    let parts = if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") };
    format!(
        "{parts}; {} nodes on average over the year, up to {}",
        text::number(purchase.average),
        text::number(purchase.peak)
    )
}

fn years(cost: &CostPlan) -> String {
    let horizon = &cost.horizon;
    let least = if horizon.is_complete { "" } else { "at least " };
    let mut line = format!("{least}{} in {} months", horizon.total.exact(), horizon.months.len());
    if let Some(value) = horizon.present_value {
        line.push_str(&format!(", present value (NPV) {}", text::dollars(value)));
    }
    if let Some(each) = horizon.per_thousand {
        line.push_str(&format!("; {} per 1,000 requests", text::price(each)));
    }
    line
}
