//! What is said about cost, in sentences.

use super::plan::{CostBasis, CostPlan};
use super::purchase::PurchasePlan;
use super::service::{ServiceCostBasis, ServiceCostPlan};
use crate::base::dimension::Dimension;
use crate::base::explain::{Finding, Standing, Verdict};
use crate::base::money::Money;
use crate::base::text;
use crate::plan::price::PriceSource;
use crate::plan::price::hour_price;
use crate::plan::scenario::cost::{CommitmentInputs, CommitmentLevel};
use crate::plan::stated;

/// Saving below which a commitment is not worth a word.
const LEAST_SAVING: f64 = 0.005;

/// Change of the months' mean against the first month up to which all months are alike.
const STAYS: f64 = 0.02;

/// The verdict on a service by itself.
pub(super) fn of_service(basis: &ServiceCostBasis<'_>, plan: &ServiceCostPlan) -> Verdict {
    let mut findings = Vec::new();
    let machine = basis.service.cost.machine.as_ref();
    let name = machine.map(crate::plan::scenario::cost::Machine::words).unwrap_or_default();
    if let Some(refusal) = &plan.price.refusal {
        findings.push(Finding::fails(format!("A replica does not fit {name}: {refusal}.")));
    } else if let Some(compute) = plan.compute {
        let on = if machine.is_some() { format!(" {name}") } else { String::new() };
        let unit = if machine.is_some() { "nodes of" } else { "replicas" };
        let of_pool = plan.pool.as_ref().map_or_else(String::new, |pool| {
            format!(", of the {} of pool {}", text::number(pool.of), text::one_line(&pool.name))
        });
        findings.push(Finding::holds(format!(
            "{} a month for compute: {} {unit}{on} on average{of_pool}.",
            text::dollars(compute),
            text::number(plan.nodes.mean)
        )));
    } else if machine.is_some() && !plan.price.is_known_somewhere() {
        findings
            .push(Finding::unknown(format!("Price of {name} unknown: enter one, or choose another instance type.")));
    } else if machine.is_none() && !plan.price.is_known_somewhere() {
        findings.push(Finding::unknown("No price yet: choose an instance type, or enter a price per replica."));
    }
    findings.extend(plan.price.says_unknown(&basis.ledger.unpriced(&plan.price)).map(Finding::unknown));
    findings.extend(basis.ledger.says_outgrown().map(Finding::tight));
    if plan.price.is_estimate {
        findings.push(Finding::tight(format!("The price of {name} is an estimate.")));
    }
    let gpus = machine.and_then(|machine| machine.accelerators.as_ref());
    if let Some(has) = gpus.filter(|_| basis.service.sizing.replica.gpus.get() == 0 && plan.price.refusal.is_none()) {
        findings.push(Finding::tight(format!(
            "{name} has accelerators ({} \u{d7} {}) and the replica requests none: enter how many it takes, or choose a type \
             without.",
            text::number(has.count.get()),
            text::one_line(has.model.as_str())
        )));
    }
    findings.extend(of_pool(basis, plan).into_iter().map(Finding::tight));
    // A pool is bought once, and said so with its first service.
    let buys = plan.pool.as_ref().is_none_or(super::InPool::is_first);
    if let Some(purchase) = plan.purchase.as_ref().filter(|_| buys) {
        findings.extend(of_purchase(purchase));
    }
    if let Some(headroom) = plan.headroom.filter(|headroom| headroom.share > 0.0)
        && let Some((loss, hours)) = headroom.outage_hour.zip(headroom.hours)
    {
        findings.push(Finding::holds(format!(
            "Headroom costs {} a month; it breaks even at {} of outage, at {} an hour.",
            text::dollars(headroom.monthly),
            text::seconds(hours * 3600.0),
            text::dollars(loss)
        )));
    }
    Verdict::from_findings(findings)
}

/// What keeps a service from a pool's nodes, or from spot or a price of its own there.
fn of_pool(basis: &ServiceCostBasis<'_>, plan: &ServiceCostPlan) -> Vec<String> {
    let name = text::one_line(basis.service.cost.pool.as_str());
    if let Some(why) = basis.excluded {
        return vec![format!("Does not share the nodes of pool {name}, and has nodes of its own: {why}.")];
    }
    let Some(pool) = basis.pool.filter(|_| plan.pool.is_some()) else { return Vec::new() };
    let mut says = Vec::new();
    if basis.inputs.spot.is_some() && basis.service.cost.interruptible && !pool.terms.interruptible {
        says.push(format!("No spot for pool {name}: not all of its services may be interrupted."));
    }
    let differs = |own: Option<f64>, pool: Option<f64>| own.is_some() && own != pool;
    let own = hour_price(basis.service, basis.regions, basis.inputs.negotiated);
    let mut regions = own.regions.iter().zip(&pool.price.regions);
    let one_differs = regions.any(|(own, pool)| differs(own.node.on_demand, pool.node.on_demand));
    if (one_differs || differs(own.node, pool.price.node))
        && let Some(first) = pool.services.first()
    {
        says.push(format!("Pool {name} has the price stored with {}, which differs.", text::one_line(&first.name)));
    }
    says
}

fn of_purchase(purchase: &PurchasePlan) -> Vec<Finding> {
    let mut findings = Vec::new();
    if purchase.lacks_price {
        findings
            .push(Finding::tight("No price is known for the chosen commitment or spot, so on-demand is used instead."));
    }
    if let Some(commitment) = purchase.commitment.as_ref().filter(|commitment| commitment.active)
        && let (Some(level), Some(best)) = (commitment.level(), commitment.levels.first())
        && level.level != Some(CommitmentLevel::Best)
        && level.monthly > best.monthly * (1.0 + LEAST_SAVING)
    {
        findings.push(Finding::tight(format!(
            "Committing {} costs {} a month more than the optimum, {}.",
            text::counted(level.nodes as u64, "node", "nodes"),
            text::dollars(level.monthly - best.monthly),
            text::count(best.nodes as u64)
        )));
    }
    if let Some(spot) = &purchase.spot {
        let chance = spot.shortage.filter(|chance| *chance > 0.001);
        let short = chance.map(|chance| {
            format!("; for {} of the time the shortfall exceeds the spare replicas", text::percent(chance))
        });
        match spot.saving.filter(|saving| *saving < 0.0) {
            Some(saving) => findings.push(Finding::tight(format!(
                "Including interruptions, spot costs {} more than on-demand.",
                text::percent(-saving)
            ))),
            None => findings.push(Finding::holds(format!(
                "Spot saves {} on {} nodes, with {} interruptions a month{}.",
                text::percent(spot.saving.unwrap_or_default()),
                text::number(spot.nodes),
                text::number(spot.interruptions),
                short.unwrap_or_default()
            ))),
        }
    }
    findings
}

/// The verdict on the whole plan: the bill in one sentence, then what is not known and what breaks.
pub(super) fn of_plan(basis: &CostBasis<'_>, plan: &CostPlan) -> Verdict {
    let is_unknown = plan.monthly.is_none() && plan.total == Money::ZERO;
    let first = first_sentence(basis, plan);
    let first = if is_unknown { Finding::unknown(first) } else { Finding::holds(first) };
    let mut own = Verdict::from_findings(std::iter::once(first).chain(of_total(basis, plan)).collect());
    let several = basis.services.len() > 1;
    let named = |costed: &super::CostedService<'_>, sentence: &str| {
        if several { format!("{}: {sentence}", costed.service.name) } else { sentence.to_owned() }
    };
    // A total of which one part is unknown is unknown.
    let waits = basis.services.iter().find_map(|costed| Some((costed, stated::waits_for(costed.service)?)));
    if let Some((costed, missing)) = &waits {
        own = stated::withheld(&own, &named(costed, missing));
    }
    let of_services = basis.services.iter().flat_map(|costed| {
        let matters = costed.cost.verdict.findings.iter().filter(|finding| finding.standing > Standing::Holds);
        matters.map(|finding| Finding { standing: finding.standing, sentence: named(costed, &finding.sentence) })
    });
    let (first, rest) = own.findings.split_at(1);
    let mut findings = first.to_vec();
    findings.extend(of_services.filter(|finding| !first.contains(finding)));
    findings.extend_from_slice(rest);
    Verdict::from_findings(findings)
}

/// What is not in the total, what it exceeds, and what owning machines would change.
fn of_total(basis: &CostBasis<'_>, plan: &CostPlan) -> Vec<Finding> {
    let mut findings = Vec::new();
    let compute_unknown =
        basis.services.iter().filter(|costed| costed.cost.price.source == PriceSource::Unknown).count();
    if !plan.unknown.is_empty() && compute_unknown < plan.unknown.len() {
        let labels = plan.unknown.iter().take(3).map(String::as_str).collect::<Vec<_>>().join("; ");
        let more = if plan.unknown.len() > 3 { " and others" } else { "" };
        findings.push(Finding::unknown(format!("Not priced, so not in the total: {labels}{more}.")));
    }
    if plan.monthly.is_some() && !plan.horizon.is_complete {
        findings.push(Finding::unknown("Later months have no price: data transfer grows beyond the last priced tier."));
    }
    findings.extend(plan.budgets.iter().flat_map(of_budget));
    if let Some(owned) = &plan.owned
        && let Some(saving) = owned.saving
    {
        let sentence = if saving > 0.0 {
            format!("{} for {} would save {}", machines(owned.machines), owned.name, text::percent(saving))
        } else {
            let more = text::percent(-saving);
            format!("{} for {} would cost {more} more", machines(owned.machines), owned.name)
        };
        findings.push(Finding::holds(format!("{sentence}, at {} a month.", text::dollars(owned.monthly.dollars()))));
    }
    findings
}

fn machines(n: u32) -> String {
    text::capitalised(&text::counted(n.into(), "owned machine", "owned machines"))
}

fn first_sentence(basis: &CostBasis<'_>, plan: &CostPlan) -> String {
    if plan.monthly.is_none() && plan.total == Money::ZERO {
        if basis.services.iter().any(|costed| costed.cost.price.is_known_somewhere()) {
            return "Cost unknown: no price is known where the services run.".into();
        }
        return "Cost unknown: choose instance types, or enter a price per replica.".into();
    }
    let amount = text::dollars(plan.total.dollars());
    let bill = if plan.monthly.is_some() { amount } else { format!("At least {amount}") };
    let years = basis.inputs.years.get();
    let total = text::dollars(plan.horizon.total.dollars());
    let span = text::counted(years.into(), "year", "years");
    let mean = plan.horizon.total.dollars() / plan.horizon.months.len().max(1) as f64;
    let stays = (mean / plan.total.dollars().max(0.01) - 1.0).abs() < STAYS;
    let month = if stays { "a month" } else { "in the first month" };
    // Where some price is missing later, the sum is what is known.
    let total = if plan.monthly.is_some() && !plan.horizon.is_complete { format!("at least {total}") } else { total };
    match buying(basis, plan) {
        Some(buying) => format!("{bill} {month}, {total} over {span}; {buying}."),
        None => format!("{bill} {month}, {total} over {span}."),
    }
}

/// What is committed and saves, or would.
fn buying(basis: &CostBasis<'_>, plan: &CostPlan) -> Option<String> {
    if let Some(savings) = &plan.savings {
        let hourly = text::quantity(savings.hourly, Dimension::DollarsPerHour);
        let saving = text::percent(savings.saving.filter(|saving| saving.abs() >= LEAST_SAVING)?);
        return Some(format!("committing {hourly} for {} saves {saving} of its compute", savings.term.words()));
    }
    let (mut committed, mut all, mut with, mut without) = (0.0, 0.0, 0.0, 0.0);
    let mut term = None;
    let mut active = false;
    for costed in basis.services.iter().filter(|costed| costed.buys()) {
        let Some(purchase) = &costed.cost.purchase else { continue };
        all += purchase.peak;
        let Some(commitment) = &purchase.commitment else { continue };
        let Some((level, saving)) = commitment.level().and_then(|level| Some((level, level.saving?))) else { continue };
        if level.nodes > 0.0 && saving.abs() < 1.0 {
            (term, active) = (Some(commitment.term), commitment.active);
            committed += level.nodes;
            (with, without) = (with + level.monthly, without + level.monthly / (1.0 - saving));
        }
    }
    let saving = crate::formulas::finance::saving(without, with).filter(|saving| saving.abs() >= LEAST_SAVING)?;
    let is_worth_it = saving > 0.0;
    let (nodes, of) = (text::number(committed), text::number(all.ceil()));
    let term = term?.words();
    match (active, is_worth_it) {
        (true, true) => Some(format!(
            "committing {nodes} of up to {of} nodes for {term} saves {} of their cost",
            text::percent(saving)
        )),
        (true, false) => Some(format!(
            "committing {nodes} of up to {of} nodes for {term} costs {} more than not committing",
            text::percent(-saving)
        )),
        (false, true) if basis.inputs.commitment == CommitmentInputs::None => Some(format!(
            "committing {nodes} of up to {of} nodes for {term} would save {} of their cost",
            text::percent(saving)
        )),
        _ => None,
    }
}

fn of_budget(budget: &super::BudgetAnswer) -> Option<Finding> {
    let name = if budget.team.is_empty() { "the plan".to_owned() } else { budget.team.clone() };
    if !budget.is_known {
        return Some(Finding::tight(format!("Team {name} has a budget but no services.")));
    }
    let amount = text::dollars(budget.budget.dollars());
    let by = text::dollars(budget.over_by.dollars());
    match (budget.first_month_over?, budget.first_day_over?) {
        (0, _) => Some(Finding::fails(format!("The budget of {name}, {amount} a month, is exceeded by {by} a month."))),
        (_, day) => Some(Finding::tight(format!(
            "The budget of {name}, {amount} a month, is first exceeded in the month starting {}, by {by}.",
            text::date(day)
        ))),
    }
}
