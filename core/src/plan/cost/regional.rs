//! What of a service's compute is priced, region by region, and how its mean price comes about.

use super::fleet::FleetForecast;
use super::service::ServiceCostPlan;
use crate::base::dimension::Dimension;
use crate::base::explain::{Operand, Working, letter, over};
use crate::base::id::RegionId;
use crate::plan::ledger::Ledger;
use crate::plan::price::{HourPrice, PriceSource, RegionPriceSource};
use crate::plan::scenario::Service;
use serde::Serialize;

/// A region whose compute is in no total, since its price is not known.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnpricedRegion {
    /// Which.
    pub region: RegionId,
    /// Its name.
    pub name: String,
}

/// The regions of a fleet whose price is not known; none where that of none is.
pub(super) fn unpriced(price: &HourPrice, fleet: &FleetForecast) -> Vec<UnpricedRegion> {
    let ids: Vec<Option<RegionId>> = fleet.paid().into_iter().map(|(region, _)| region).collect();
    if ids.iter().all(|region| price.node_in(*region).is_none()) {
        return Vec::new();
    }
    let unknown = ids.iter().filter_map(|region| price.in_region(*region)).filter(|row| row.node.on_demand.is_none());
    unknown.map(|row| UnpricedRegion { region: row.region, name: row.name.clone() }).collect()
}

/// Whether data may move between regions of which nothing is stated: replicas are kept in several of the plan.
pub(super) fn moves_unstated(service: &Service, ledger: &Ledger) -> bool {
    let kept = ledger.regions.iter().filter(|region| region.region.is_some() && region.planned.needed() > 0);
    service.cost.inter_region.is_none() && kept.count() > 1
}

/// The price of a replica by its rates, and the mean of the regions' prices.
pub(super) fn price_steps(service: &Service, fleet: &FleetForecast, plan: &ServiceCostPlan, working: &mut Working) {
    let price = &plan.price;
    if price.regions.iter().any(|row| row.source == RegionPriceSource::Assumed) {
        working.assume("price-everywhere");
    }
    if let (PriceSource::Rates, Some(replica)) = (price.source, price.replica) {
        let parts = service.cost.rates.parts(&service.sizing.replica);
        let of = |part: &crate::plan::scenario::cost::RatePart| {
            let unit = match part.of {
                "vCPU" => Dimension::Vcpu,
                "GiB" => Dimension::Gib,
                _ => Dimension::Count("GPUs"),
            };
            [
                letter("a", "what a replica requests", part.amount, unit),
                letter("r", "price of one per hour", part.rate, Dimension::DollarsPerHour),
            ]
        };
        let operands: Vec<Operand> = parts.iter().flat_map(of).collect();
        let terms = vec!["{} · {}"; parts.len()].join(" + ");
        let arithmetic = over("Σ a · r", &terms, operands, sum_of_products);
        working.retrace("Price per replica-hour", arithmetic, replica, Dimension::DollarsPerHour);
    }
    let fleet = plan.pool.as_ref().and(plan.priced.as_ref()).unwrap_or(fleet);
    let known: Vec<(f64, f64)> =
        fleet.paid().into_iter().filter_map(|(region, hours)| Some((hours, price.node_in(region)?))).collect();
    let all: f64 = known.iter().map(|(hours, _)| hours).sum();
    let (unit, own) = match &plan.pool {
        Some(_) => ("node-hours", "node-hours that the pool's replicas request in a region in the period"),
        None => ("replica-hours", "replica-hours of a region in the period"),
    };
    let hours_of = Dimension::Count(unit);
    if let Some(mean) = plan.mean.on_demand.filter(|_| known.len() > 1 && all > 0.0) {
        let of = |(hours, price): &(f64, f64)| {
            [letter("h", own, *hours, hours_of), letter("p", "price per hour there", *price, Dimension::DollarsPerHour)]
        };
        let total = letter("H", "hours of all of them", all, hours_of);
        let operands: Vec<Operand> = known.iter().flat_map(of).chain([total]).collect();
        let terms = format!("({}) / {{}}", vec!["{} · {}"; known.len()].join(" + "));
        let arithmetic = over("Σ h · p / H", &terms, operands, |values| match values.split_last() {
            Some((all, each)) => sum_of_products(each) / all,
            None => 0.0,
        });
        working.retrace("On-demand price, average over the regions", arithmetic, mean, Dimension::DollarsPerHour);
    }
}

fn sum_of_products(values: &[f64]) -> f64 {
    values.chunks(2).map(|pair| pair.iter().product::<f64>()).sum()
}
