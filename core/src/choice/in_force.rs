//! The machine that a service runs on now: nodes, what they cost, how old the price is.

use super::provider_name;
use crate::catalog::{AsOf, PriceAge};
use crate::cost::{HourPrice, PriceSource, hour_price};
use crate::evaluate::ServiceEvaluation;
use crate::scenario::{Scenario, Service};
use crate::tco::HOURS_PER_MONTH;
use jiff::civil::Date;

/// What a service runs on; from [`machine_in_force`].
#[derive(Clone, Debug, PartialEq)]
pub struct InForce {
    /// Provider, name and region in words; `None` where no machine is chosen.
    pub machine: Option<String>,
    /// Replicas that must run.
    pub replicas: u64,
    /// Nodes that hold them; `None` where a replica does not fit.
    pub nodes: Option<u64>,
    /// What an hour costs.
    pub price: HourPrice,
    /// The whole fleet by the hour, USD a month of 730 hours; `None` where not known.
    pub monthly: Option<f64>,
    /// How old the price by the hour is; `None` where its date is not known.
    pub age: Option<PriceAge>,
}

/// The machine in force, and what the fleet costs on it by the hour:
/// `Σ over regions ⌈n/k⌉ · p·(1 − d)·f · 730`.
///
/// `n` replicas of the region, `k` on a node, `p` the machine's price, `d` what was negotiated, `f` the
/// region's price over the first one's as the plan states it. Without regions there is one, with `f = 1`;
/// without a machine `k = 1` and `p` is the stated price of a replica, off which nothing is taken.
pub fn machine_in_force(scenario: &Scenario, service: &Service, answers: &ServiceEvaluation, today: Date) -> InForce {
    let price = hour_price(service, scenario.cost.negotiated);
    let parts: Vec<(u32, f64)> = match &answers.regions {
        None => vec![(answers.sizing.replicas, 1.0)],
        Some(plan) => {
            let factor = |id| scenario.regions.iter().find(|stated| stated.id == id).map_or(1.0, |row| row.price.get());
            plan.regions.iter().map(|region| (region.replicas, factor(region.id))).collect()
        }
    };
    let nodes = |replicas: u32| replicas.div_ceil(price.replicas_per_node.max(1));
    let monthly = price.node.map(|hourly| {
        parts.iter().map(|(replicas, factor)| f64::from(nodes(*replicas)) * hourly * factor * HOURS_PER_MONTH).sum()
    });
    let machine = service.cost.machine.as_ref();
    InForce {
        machine: machine.map(|machine| {
            let region = if machine.region.is_empty() { String::new() } else { format!(" in {}", machine.region) };
            match machine.provider.as_str() {
                "own" | "" => machine.name.to_string(),
                provider => format!("{} {}{region}", provider_name(provider), machine.name),
            }
        }),
        replicas: parts.iter().map(|(replicas, _)| u64::from(*replicas)).sum(),
        nodes: price.refusal.is_none().then(|| parts.iter().map(|(replicas, _)| u64::from(nodes(*replicas))).sum()),
        age: machine.and_then(|machine| Some(AsOf::parse(machine.as_of.as_str())?.age(today))),
        monthly: monthly.filter(|_| price.source != PriceSource::Unknown),
        price,
    }
}
