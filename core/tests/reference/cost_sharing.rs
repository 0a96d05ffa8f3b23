//! Area `cost`: who pays for what is used, and for what nobody uses.

use super::case::Given;
use super::compare::{named, number, numbers};
use super::cost::held;
use super::shapes::{Answer, Families};
use headroom_core::base::money::Money;
use headroom_core::formulas::finance::{Party, SharingRule, split_bill};
use serde_json::{Map, Value, json};

/// How a bill is shared.
pub const FAMILIES: Families = &[
    (
        "chargeback",
        &[
            ("total tenants", evenly),
            ("fixed variable entitlement usage", fixed_and_variable),
            ("total weights method?", to_the_cent),
            ("total usage", by_usage),
        ],
    ),
    (
        "opencost",
        &[
            ("asset_cost workload_cost", share_idle),
            ("request_cores used_cores hours_each usd_core_h", requested_or_used),
        ],
    ),
];

/// Cents by which the product's share of a bill may differ from the exact one: it gives whole cents away.
const CENTS: f64 = 1.5;

fn to_the_cent(given: &Given) -> Answer {
    given.describes("method", &["largest remainder"])?;
    let total = Money::from_dollars(given.number("total")?).ok_or("no amount")?;
    let parts = total.split(&given.numbers("weights")?).ok_or("no weights")?;
    Ok(json!({ "charge": numbers(parts.iter().map(|part| part.dollars())) }))
}

/// Every party's share, not rounded, which the product's is held against.
fn split(total: f64, parties: &[Party], rule: SharingRule, shares: &[f64]) -> Result<Vec<f64>, String> {
    let bill = Money::from_dollars(total).ok_or("no amount")?;
    let parts = split_bill(bill, parties, rule).ok_or("no parties")?;
    parts.iter().zip(shares).map(|(part, share)| held(part.total.dollars(), total * share, CENTS)).collect()
}

fn party(usage: f64, entitlement: f64) -> Party {
    Party { name: String::new(), direct: Money::ZERO, usage, entitlement }
}

fn evenly(given: &Given) -> Answer {
    let tenants = given.small("tenants")? as usize;
    let (parties, share) = (vec![party(0.0, 0.0); tenants], 1.0 / tenants as f64);
    let shares = split(given.number("total")?, &parties, SharingRule::Evenly, &vec![share; tenants])?;
    Ok(json!({ "charge": number(*shares.first().ok_or("no tenants")?) }))
}

/// Parts of a whole; even ones where there is no whole.
fn fractions(amounts: &[f64]) -> Vec<f64> {
    let all: f64 = amounts.iter().sum();
    amounts.iter().map(|amount| if all > 0.0 { amount / all } else { 1.0 / amounts.len() as f64 }).collect()
}

fn by_usage(given: &Given) -> Answer {
    let (names, usage): (Vec<&str>, Vec<f64>) = given.column("usage")?.into_iter().unzip();
    let parties: Vec<Party> = usage.iter().map(|usage| party(*usage, 0.0)).collect();
    let rule = SharingRule::FixedPlusVariable { fixed_fraction: 0.0 };
    let shares = split(given.number("total")?, &parties, rule, &fractions(&usage))?;
    Ok(json!({ "charge": named(&names, &shares) }))
}

/// What is fixed by entitlement, what varies by usage.
fn fixed_and_variable(given: &Given) -> Answer {
    let (names, usage): (Vec<&str>, Vec<f64>) = given.column("usage")?.into_iter().unzip();
    let entitlement = given.numbers_in("entitlement", &names)?;
    let (fixed, variable) = (given.number("fixed")?, given.number("variable")?);
    let fixed_fraction = fixed / (fixed + variable);
    let parties: Vec<Party> =
        usage.iter().zip(&entitlement).map(|(usage, entitled)| party(*usage, *entitled)).collect();
    let both = fractions(&entitlement).into_iter().zip(fractions(&usage));
    let shares: Vec<f64> = both.map(|(fixed, used)| fixed_fraction * fixed + (1.0 - fixed_fraction) * used).collect();
    let rule = SharingRule::FixedPlusVariable { fixed_fraction };
    Ok(json!({ "charge": named(&names, &split(fixed + variable, &parties, rule, &shares)?) }))
}

/// In whose proportion idle cost is shared.
#[derive(Clone, Copy)]
enum Sharing {
    /// Each resource's by the use of that resource.
    PerResource,
    /// All of it by each workload's whole cost.
    ByTotal,
    /// The same for each workload.
    Evenly,
}

/// Idle cost is what assets cost beyond the workloads.
///
/// A case that asks for the shares of each resource shares each by its own use, and what nobody used has nobody
/// to bear it; of one that asks for totals only the name says how they come about.
fn share_idle(given: &Given) -> Answer {
    let (resources, assets): (Vec<&str>, Vec<f64>) = given.column("asset_cost")?.into_iter().unzip();
    let stated = given.object("workload_cost")?;
    let workloads = stated.names();
    let own = workloads.iter().map(|name| stated.numbers_in(name, &resources)).collect::<Result<Vec<_>, _>>()?;
    let words = [("per_resource", Sharing::PerResource), ("total", Sharing::ByTotal)];
    let even = [("even", Sharing::Evenly), ("uniform", Sharing::Evenly), ("equal", Sharing::Evenly)];
    let is_by_resource = given.case.expected.contains_key("shared");
    let sharing =
        if is_by_resource { Sharing::PerResource } else { given.case.named(&[&words[..], &even].concat())? };
    let used: Vec<f64> = (0..resources.len()).map(|place| own.iter().map(|costs| costs[place]).sum()).collect();
    let idle: Vec<f64> = assets.iter().zip(&used).map(|(asset, used)| (asset - used).max(0.0)).collect();
    let ratio = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    let share = |costs: &[f64], place: usize| match sharing {
        Sharing::PerResource => ratio(costs[place], used[place]),
        Sharing::ByTotal => ratio(costs.iter().sum(), used.iter().sum()),
        Sharing::Evenly => 1.0 / workloads.len() as f64,
    };
    let with_idle = |costs: &Vec<f64>| -> Vec<f64> {
        (0..resources.len()).map(|place| costs[place] + idle[place] * share(costs, place)).collect()
    };
    let shared: Vec<Vec<f64>> = own.iter().map(with_idle).collect();
    let totals: Vec<f64> = shared.iter().map(|costs| costs.iter().sum()).collect();
    let (all, idle_total): (f64, f64) = (assets.iter().sum(), idle.iter().sum());
    let by_resource = |costs: &Vec<f64>| named(&resources, costs);
    let shared_by_name = workloads.iter().zip(&shared).map(|(name, costs)| ((*name).to_owned(), by_resource(costs)));
    let mut answer = json!({
        "idle": by_resource(&idle),
        "idle_total": number(idle_total),
        "idle_percent": number(ratio(idle_total, all)),
        "shared": shared_by_name.collect::<Map<String, Value>>(),
        "totals": named(&workloads, &totals),
    });
    for (place, resource) in resources.iter().enumerate() {
        let borne: f64 = shared.iter().map(|costs| costs[place]).sum::<f64>() - used[place];
        let is_borne = borne > 0.5 * idle[place];
        answer[format!("unallocated_{resource}_idle")] = number(if is_borne { 0.0 } else { idle[place] });
    }
    Ok(answer)
}

/// A workload costs what it reserves or uses, whichever is more in each interval.
fn requested_or_used(given: &Given) -> Answer {
    let (request, used) = (given.number("request_cores")?, given.numbers("used_cores")?);
    let hours = used.iter().map(|used| used.max(request)).sum::<f64>() * given.number("hours_each")?;
    Ok(json!({ "cost": number(hours * given.number("usd_core_h")?) }))
}
