//! The machine that a service runs on now: nodes, what they cost, how old the price is.

use super::{an_hour, provider_name};
use crate::base::dimension::Dimension;
use crate::base::explain::Working;
use crate::base::text;
use crate::formulas::finance::over_a_month;
use crate::machines::catalog::{AsOf, PriceAge};
use crate::plan::evaluate::ServiceEvaluation;
use crate::plan::price::{HourPrice, hour_price};
use crate::plan::scenario::cost::Machine;
use crate::plan::scenario::{Scenario, Service};
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
    /// The arithmetic.
    pub working: Working,
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
    let per_node = price.replicas_per_node.max(1);
    let machine = service.cost.machine.as_ref();
    let fits = price.refusal.is_none();
    let nodes: u64 = parts.iter().map(|(replicas, _)| u64::from(replicas.div_ceil(per_node))).sum();
    let weighted: f64 = parts.iter().map(|(replicas, factor)| f64::from(replicas.div_ceil(per_node)) * factor).sum();
    let mut working = Working::default();
    if let Some(machine) = machine {
        packing_step(&mut working, service, machine, &price);
    }
    let replicas: u64 = parts.iter().map(|(replicas, _)| u64::from(*replicas)).sum();
    if fits {
        let values: Vec<String> =
            parts.iter().map(|(replicas, _)| format!("⌈{} / {per_node}⌉", text::count(*replicas))).collect();
        working.step("Nodes", "Σ ⌈n / k⌉", values.join(" + "), nodes as f64, Dimension::Count("nodes"));
    }
    let monthly = price.node.map(|hourly| {
        let list = machine.and_then(|machine| machine.on_demand).map(|price| price.get());
        if let Some(list) = list {
            let values = format!("{} · (1 − {})", an_hour(list), text::percent(scenario.cost.negotiated.get()));
            working.step("A node by the hour", "p · (1 − d)", values, hourly, Dimension::DollarsPerHour);
        }
        let factors: Vec<String> = parts
            .iter()
            .map(|(replicas, factor)| {
                format!("{} · {}", text::count(replicas.div_ceil(per_node)), text::number(*factor))
            })
            .collect();
        let factors = if parts.len() == 1 { text::count(nodes) } else { format!("({})", factors.join(" + ")) };
        let values = format!("{factors} · {} · 730 h", an_hour(hourly));
        let month = over_a_month(weighted * hourly);
        working.step("The fleet a month, by the hour", "Σ nodes · f · price · 730", values, month, Dimension::Dollars)
    });
    InForce {
        machine: machine.map(|machine| words(machine, parts.iter().filter(|(replicas, _)| *replicas > 0).count())),
        replicas,
        nodes: fits.then_some(nodes),
        age: machine.and_then(|machine| Some(AsOf::parse(machine.as_of.as_str())?.age(today))),
        monthly,
        price,
        working,
    }
}

/// Provider, name and place of a machine that stands in so many regions.
fn words(machine: &Machine, n_regions: usize) -> String {
    let region = match (n_regions, machine.region.as_str()) {
        (0 | 1, "") => String::new(),
        (0 | 1, region) => format!(" in {region}"),
        (several, _) => format!(" in {several} regions"),
    };
    match machine.provider.as_str() {
        "own" | "" => format!("{}{region}", machine.name),
        provider => format!("{} {}{region}", provider_name(provider), machine.name),
    }
}

fn packing_step(working: &mut Working, service: &Service, machine: &Machine, price: &HourPrice) {
    let (replica, reserve) = (&service.sizing.replica, &service.cost.reserve);
    let part = |has: Option<f64>, kept: f64, need: f64| {
        let has = has.filter(|_| need > 0.0)?;
        Some(match kept {
            0.0 => format!("{} / {}", text::number(has), text::number(need)),
            kept => format!("({} − {}) / {}", text::number(has), text::number(kept), text::number(need)),
        })
    };
    let gpus = machine.accelerators.as_ref().map(|has| has.count.get());
    let parts = [
        part(machine.vcpus.map(|vcpus| vcpus.get()), reserve.vcpus.get(), replica.vcpus.get()),
        part(machine.memory.map(|memory| memory.get()), reserve.memory.get(), replica.memory.get()),
        part(gpus, 0.0, f64::from(replica.gpus.get())),
    ];
    let values = format!("⌊min({})⌋", parts.into_iter().flatten().collect::<Vec<_>>().join(", "));
    let fit = if price.refusal.is_some() { 0.0 } else { f64::from(price.replicas_per_node) };
    working.step("Replicas a node", "⌊min of (node − reserve) / need⌋", values, fit, Dimension::Count("replicas"));
}
