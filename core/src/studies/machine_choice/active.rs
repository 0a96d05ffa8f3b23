//! The machine that a service runs on now: nodes, what they cost, how old the price is.

use crate::base::dimension::Dimension;
use crate::base::explain::{Operand, Working, by, letter, over};
use crate::base::numeric::ceil_count;
use crate::base::time::HOURS_PER_MONTH;
use crate::machines::catalog::{AsOf, PriceAge};
use crate::machines::fit::floor_count;
use crate::machines::reserve::rule_of;
use crate::plan::cost::InPool;
use crate::plan::evaluate::ServiceEvaluation;
use crate::plan::price::{HourPrice, hour_price};
use crate::plan::regions::RegionAnswer;
use crate::plan::scenario::cost::{Machine, Reserve};
use crate::plan::scenario::{Scenario, Service};
use jiff::civil::Date;

const REPLICAS: Dimension = Dimension::Count("replicas");

/// What a service runs on; from [`active_machine`].
#[derive(Clone, Debug, PartialEq)]
pub struct Active {
    /// Provider, name and region in words; `None` where no machine is chosen.
    pub machine: Option<String>,
    /// Replicas that must run.
    pub replicas: u64,
    /// Nodes of their own that hold them; `None` where a replica does not fit.
    pub nodes: Option<u64>,
    /// What an hour costs.
    pub price: HourPrice,
    /// What it has of a pool's nodes; `None` where it has its own.
    pub pool: Option<InPool>,
    /// What its part of them costs a month as they are bought, USD; `None` where not known.
    pub of_pool: Option<f64>,
    /// The whole fleet by the hour on nodes of its own, USD a month of 730 hours; `None` where not known.
    pub monthly: Option<f64>,
    /// How old the price by the hour is; `None` where its date is not known.
    pub age: Option<PriceAge>,
    /// The arithmetic.
    pub working: Working,
}

/// The active machine, and what the fleet costs on it by the hour:
/// `Σ over regions ⌈n/k⌉ · p_r · 730`.
///
/// `n` replicas of the region, `k` on a node, `p_r` [what an hour costs there](hour_price). Without regions there is one;
/// without a machine `k = 1`. Not known where that is not known of a region with replicas.
pub fn active_machine(scenario: &Scenario, service: &Service, answers: &ServiceEvaluation, today: Date) -> Active {
    let own = hour_price(service, &scenario.regions, scenario.cost.negotiated);
    let price = match answers.cost.price.share {
        Some(share) => own.in_pool(&answers.cost.price, share),
        None => own,
    };
    let parts: Vec<(u32, Option<f64>)> = match &answers.regions {
        None => vec![(answers.sizing.replicas, price.node)],
        Some(plan) => {
            let of = |region: &RegionAnswer| (region.replicas, price.node_in(Some(region.id)));
            plan.regions.iter().map(of).collect()
        }
    };
    let priced: Option<Vec<(u32, f64)>> = match parts.as_slice() {
        [(replicas, hourly)] => hourly.map(|hourly| vec![(*replicas, hourly)]),
        _ => parts.iter().filter(|(n, _)| *n > 0).map(|(n, hourly)| Some((*n, (*hourly)?))).collect(),
    };
    let per_node = price.replicas_per_node.max(1);
    let machine = service.cost.machine.as_ref();
    let fits = price.refusal.is_none();
    let mut working = Working::default();
    if let Some(machine) = machine {
        packing_step(&mut working, service, machine, &price);
    }
    let replicas: u64 = parts.iter().map(|(replicas, _)| u64::from(*replicas)).sum();
    let nodes = fits.then(|| nodes_step(&parts, per_node, &mut working));
    let monthly = priced.filter(|priced| !priced.is_empty()).map(|priced| {
        let list = machine.and_then(|machine| machine.on_demand).map(|price| price.get());
        if let Some((list, hourly)) = list.zip(price.node) {
            let off = scenario.cost.negotiated.get();
            let operands = [
                letter("p", "list price of a node", list, Dimension::DollarsPerHour),
                letter("d", "discount", off, Dimension::Fraction),
            ];
            let arithmetic = by("p · (1 − d)", operands, |[list, off]| list * (1.0 - off));
            working.retrace("On-demand price per node-hour", arithmetic, hourly, Dimension::DollarsPerHour);
        }
        month_step(&priced, per_node, &mut working)
    });
    Active {
        machine: machine.map(|machine| words(machine, parts.iter().filter(|(replicas, _)| *replicas > 0).count())),
        replicas,
        nodes,
        age: machine.and_then(|machine| Some(AsOf::parse(machine.as_of.as_str())?.age(today))),
        monthly,
        of_pool: answers.cost.compute.filter(|_| answers.cost.pool.is_some()),
        pool: answers.cost.pool.clone(),
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
    format!("{}{region}", machine.words())
}

fn nodes_step(parts: &[(u32, Option<f64>)], per_node: u32, working: &mut Working) -> u64 {
    let on_a_node = letter("k", "replicas per node", f64::from(per_node), REPLICAS);
    let of =
        |(count, _): &(u32, Option<f64>)| [letter("n", "replicas of a region", f64::from(*count), REPLICAS), on_a_node];
    let terms = vec!["⌈{} / {}⌉"; parts.len()].join(" + ");
    let arithmetic = over("Σ ⌈n / k⌉", &terms, parts.iter().flat_map(of).collect(), |values| {
        values
            .chunks(2)
            .map(|pair| pair.iter().copied().reduce(|n, k| f64::from(ceil_count(n / k))).unwrap_or(0.0))
            .sum()
    });
    working.step("Nodes", arithmetic, Dimension::Count("nodes")) as u64
}

/// All nodes by the hour for a month, each region at its price.
fn month_step(parts: &[(u32, f64)], per_node: u32, working: &mut Working) -> f64 {
    let of = |(replicas, hourly): &(u32, f64)| {
        let nodes = f64::from(replicas.div_ceil(per_node));
        [
            letter("nodes", "in a region", nodes, Dimension::Count("nodes")),
            letter("price", "of a node there", *hourly, Dimension::DollarsPerHour),
        ]
    };
    let operands: Vec<Operand> = parts.iter().flat_map(of).collect();
    let (formula, terms) = match parts.len() {
        1 => ("nodes · price · 730 h", "{} · {} · 730 h".to_owned()),
        n => ("Σ nodes · price · 730 h", format!("({}) · 730 h", vec!["{} · {}"; n].join(" + "))),
    };
    let arithmetic = over(formula, &terms, operands, |values| {
        values.chunks(2).map(|pair| pair.iter().product::<f64>()).sum::<f64>() * HOURS_PER_MONTH
    });
    working.step("Fleet cost per month, on-demand", arithmetic, Dimension::Dollars)
}

fn packing_step(working: &mut Working, service: &Service, machine: &Machine, price: &HourPrice) {
    let (replica, reserve) = (&service.sizing.replica, machine.reserved(service.cost.reserve));
    let Reserve { vcpus, memory } = service.cost.reserve;
    if (vcpus.is_none() || memory.is_none()) && rule_of(machine.provider.as_str()).is_some() {
        working.assume("node-reserve");
    }
    let gpus = machine.accelerators.as_ref().map(|has| has.count.get());
    let resources = [
        (Dimension::Vcpu, machine.vcpus.map(|vcpus| vcpus.get()), reserve.vcpus, replica.vcpus.get()),
        (Dimension::Gib, machine.memory.map(|memory| memory.get()), reserve.memory_gib, replica.memory.get()),
        (Dimension::Count("GPUs"), gpus, 0.0, f64::from(replica.gpus.get())),
    ];
    let needed = resources.into_iter().filter(|(.., need)| *need > 0.0);
    let known: Vec<_> = needed.filter_map(|(unit, has, kept, need)| Some((unit, has?, kept, need))).collect();
    if known.is_empty() || price.refusal.is_some() {
        let fit = if price.refusal.is_some() { 0.0 } else { f64::from(price.replicas_per_node) };
        working.found("Replicas per node", "as the instance type and the replica's requests allow", [], fit, REPLICAS);
        return;
    }
    let of = |(unit, has, kept, need): &(Dimension, f64, f64, f64)| {
        [
            letter("node", "what the node has", *has, *unit),
            letter("reserve", "what is reserved per node", *kept, *unit),
            letter("need", "what a replica requests", *need, *unit),
        ]
    };
    let operands: Vec<Operand> = known.iter().flat_map(of).collect();
    let terms = format!("⌊min({})⌋", vec!["({} − {}) / {}"; known.len()].join(", "));
    let arithmetic = over("⌊min of (node − reserve) / need⌋", &terms, operands, |values| {
        let fits = values.chunks(3).map(|row| match row {
            [has, kept, need] => (has - kept).max(0.0) / need,
            _ => 0.0,
        });
        f64::from(floor_count(fits.fold(f64::INFINITY, f64::min)))
    });
    working.retrace("Replicas per node", arithmetic, f64::from(price.replicas_per_node), REPLICAS);
}
