//! What the published recommender would have answered for a service, and why not to ask it.

use super::verdict::a_month;
use super::{Choice, Fleet, Where, provider_name};
use crate::base::text;
use crate::base::time::HOURS_PER_MONTH;
use crate::formulas::published::{PrintedType, recommend_as_printed, recommend_with_gpus};
use crate::machines::catalog::{Catalog, InstanceType, RegionPrice};

/// An answer of the published rule.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintedAnswer {
    /// Provider and name of the type.
    pub machine: String,
    /// GPUs that it has.
    pub gpus: f64,
    /// One of it, USD a month of 730 hours.
    pub monthly: f64,
}

/// The published recommender and what it misses; from [`lesson`].
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// Its answer for one replica; `None` where nothing has enough CPU and memory.
    pub as_printed: Option<PrintedAnswer>,
    /// The answer of the same rule with GPUs asked for.
    pub with_gpus: Option<PrintedAnswer>,
    /// What that shows, in sentences.
    pub sentences: Vec<String>,
}

/// Asks the [published recommender](recommend_as_printed) for a machine for one replica over a month,
/// and the [same rule with GPUs](recommend_with_gpus), among the types and regions that were compared.
///
/// Types whose CPU, memory or price by the hour no source states are not in its list.
pub fn lesson(catalog: &Catalog, fleet: &Fleet, place: &Where, choice: &Choice) -> Lesson {
    let types: Vec<PrintedType> =
        catalog.types().iter().enumerate().filter_map(|(at, row)| printed(catalog, fleet, place, at, row)).collect();
    let need = &fleet.need;
    let answer = |found: Option<(&PrintedType, f64)>| {
        found.map(|(row, monthly)| PrintedAnswer { machine: row.name.clone(), gpus: row.gpu, monthly })
    };
    let as_printed = answer(recommend_as_printed(&types, need.vcpus, need.memory_gib, HOURS_PER_MONTH));
    let gpus = f64::from(need.gpus);
    let with_gpus = answer(recommend_with_gpus(&types, need.vcpus, need.memory_gib, gpus, HOURS_PER_MONTH));
    let sentences = sentences(catalog, fleet, choice, as_printed.as_ref(), with_gpus.as_ref());
    Lesson { as_printed, with_gpus, sentences }
}

fn printed(catalog: &Catalog, fleet: &Fleet, place: &Where, at: usize, row: &InstanceType) -> Option<PrintedType> {
    let is_there = |offer: &&RegionPrice| match place {
        Where::Plan { provider } => fleet
            .sites
            .iter()
            .find(|site| site.provider == *provider)
            .is_some_and(|site| row.provider == *provider && site.region == offer.region),
        Where::Region { provider, region } => row.provider == *provider && offer.region == *region,
        Where::Cheapest { provider } => provider.as_ref().is_none_or(|provider| row.provider == *provider),
    };
    let hourly = catalog.prices_of(at).filter(is_there).filter_map(|offer| offer.on_demand).map(|price| price.usd);
    Some(PrintedType {
        name: format!("{} {}", provider_name(&row.provider), row.name),
        cpu: row.vcpus?,
        memory: row.memory_gib?,
        gpu: row.accelerators.as_ref().map_or(0.0, |has| has.count),
        price_per_hour: hourly.min_by(f64::total_cmp)?,
    })
}

fn sentences(
    catalog: &Catalog,
    fleet: &Fleet,
    choice: &Choice,
    as_printed: Option<&PrintedAnswer>,
    with_gpus: Option<&PrintedAnswer>,
) -> Vec<String> {
    let need = &fleet.need;
    let Some(printed) = as_printed else {
        return vec![
            "No listed type has the CPU and memory of a replica, so a recommender that looks only at CPU, memory and price finds nothing.".to_owned(),
        ];
    };
    let gpus = text::counted(need.gpus.into(), "GPU", "GPUs");
    let mut sentences = Vec::new();
    match with_gpus {
        _ if need.gpus == 0 => sentences.push(format!(
            "A replica needs no GPU, so looking only at CPU, memory and price does no harm: {} is the cheapest type with the CPU and memory of one replica.",
            printed.machine
        )),
        _ if printed.gpus >= f64::from(need.gpus) => sentences.push(format!(
            "Looking only at CPU, memory and price finds {}, which has {gpus} by luck.",
            printed.machine
        )),
        Some(mended) => sentences.push(format!(
            "Looking only at CPU, memory and price puts a replica that needs {gpus} on {}, which has {}. With GPUs as a condition, the same rule finds {} at {} a month.",
            printed.machine,
            how_many(printed.gpus),
            mended.machine,
            a_month(mended.monthly)
        )),
        None => sentences.push(format!(
            "Looking only at CPU, memory and price puts a replica that needs {gpus} on {}, which has {}. With GPUs as a condition, the same rule finds nothing.",
            printed.machine,
            how_many(printed.gpus)
        )),
    }
    if let (true, Some(needed)) = (need.gpus > 0 && need.gpu_memory_gib > 0.0, with_gpus) {
        sentences.push(format!(
            "Neither checks the {} GiB that each GPU must have, so check {} for that.",
            text::number(need.gpu_memory_gib),
            needed.machine
        ));
    }
    let best = choice.fits.iter().min_by(|a, b| a.monthly.total_cmp(&b.monthly));
    let row = best.and_then(|best| Some((best, catalog.types().get(best.instance)?)));
    if let (Some((best, row)), Some(rule)) = (row, with_gpus) {
        let apart = rule.monthly * f64::from(fleet.replicas);
        sentences.push(format!(
            "The rule also takes one node per replica, at the lowest price of the regions compared: {} of them on-demand cost {} a month. Packed on nodes and priced where each runs, {} {} costs {} ({} per node).",
            text::count(fleet.replicas),
            a_month(apart),
            provider_name(&row.provider),
            row.name,
            a_month(best.monthly),
            text::counted(best.packing.replicas.into(), "replica", "replicas"),
        ));
    }
    sentences
}

fn how_many(gpus: f64) -> String {
    match gpus {
        0.0 => "none".to_owned(),
        some => format!("only {}", text::number(some)),
    }
}
