//! The same work on machines of one's own.

use super::lines::MonthlyLines;
use super::plan::CostBasis;
use crate::base::money::Money;
use crate::base::numeric::ceil_count;
use crate::formulas::finance::{Item, OwnedHardware, own_hardware};
use serde::Serialize;

/// Own machines against rented nodes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OwnedAnswer {
    /// What would run on them.
    pub name: String,
    /// Machines for the most nodes of the first year.
    pub machines: u32,
    /// Share of their hours that is in use.
    pub utilization: f64,
    /// Purchase spread over the lifetime, with the cost of capital, a month.
    pub depreciation: Money,
    /// Power, with cooling.
    pub power: Money,
    /// Space and maintenance.
    pub space_and_maintenance: Money,
    /// People.
    pub people: Money,
    /// All of it, a month.
    pub monthly: Money,
    /// The rented nodes, a month of the same year on average; `None` where a price is not known.
    pub rented: Option<Money>,
    /// Share saved against them; negative where owning is dearer.
    pub saving: Option<f64>,
    /// An hour of a machine, used or not, USD.
    pub hourly: Option<f64>,
    /// Share of its hours from which a machine is cheaper than renting by the hour; above 1 it never is.
    pub breakeven_utilization: Option<f64>,
}

/// Compares machines of one's own with the nodes that they replace: enough for the most nodes of the first
/// year, used as these are on average, beside what renting these nodes costs in a month of that year on average. `months` are
/// those of the bill, at what an hour costs in the end. `None` where nothing is stated.
pub(super) fn compare_owned(basis: &CostBasis<'_>, months: &[MonthlyLines]) -> Option<OwnedAnswer> {
    let stated = basis.inputs.owned?;
    let chosen = |at: &usize| stated.service.is_none_or(|id| basis.services[*at].service.id == id);
    let places: Vec<usize> = (0..basis.services.len()).filter(chosen).collect();
    let (mut mean, mut most, mut rent) = (0.0, 0.0, Some(0.0));
    for &at in &places {
        let costed = &basis.services[at];
        // A pool is replaced as a whole, or a service of it by what it would have of its own.
        let is_whole = stated.service.is_none();
        if is_whole && !costed.buys() {
            continue;
        }
        let fleet = if is_whole && costed.cost.pool.is_some() { costed.priced() } else { costed.fleet };
        let year = fleet.curve(0, 12)?;
        (mean, most) = (mean + year.average(), most + year.peak());
        let node = costed
            .cost
            .purchase
            .as_ref()
            .filter(|_| costed.cost.unpriced.is_empty())
            .map(|plan| plan.on_demand * year.average());
        rent = rent.zip(node).map(|(sum, more)| sum + more);
    }
    let machines = ceil_count(most / stated.replaces.get());
    let utilization = if most > 0.0 { (mean / most).min(1.0) } else { 0.0 };
    let cost = own_hardware(&OwnedHardware {
        machines: f64::from(machines),
        purchase: stated.purchase.get(),
        residual_fraction: stated.residual.get(),
        lifetime_months: stated.lifetime.get(),
        capital_rate: stated.capital.get(),
        power_kw: stated.power.get(),
        power_price: stated.power_price.get(),
        power_usage_effectiveness: stated.pue.get(),
        space_monthly: stated.space.get(),
        maintenance_fraction: stated.maintenance.get(),
        staff: stated.engineers.get(),
        staff_monthly: stated.engineer_monthly.get(),
        utilization,
    })?;
    let year = &months[..months.len().min(12)];
    // With all services go the nodes of pools that none of them has.
    let is_replaced = |owner: Option<usize>| stated.service.is_none() || owner.is_some_and(|at| places.contains(&at));
    let rent_of = |month: &MonthlyLines| {
        let lines = month.bill.lines.iter().zip(&month.owners);
        let own = lines.filter(|(line, owner)| is_replaced(**owner) && matches!(line.item, Item::Compute | Item::Gpu));
        own.map(|(line, _)| line.amount.map(Money::dollars)).sum::<Option<f64>>()
    };
    let on_average = |sum: f64| Money::from_dollars(sum / year.len().max(1) as f64);
    let mut rented = year.iter().map(rent_of).sum::<Option<f64>>().and_then(on_average);
    // What a service has of a pool is no rent of nodes that could be given back.
    if stated.service.is_some() && places.iter().any(|at| basis.services[*at].cost.pool.is_some()) {
        rented = None;
    }
    // What the nodes that one machine replaces cost by the hour while they are used.
    let rent_hourly = rent.filter(|_| mean > 0.0).map(|rent| rent / mean * stated.replaces.get());
    let name = match places.as_slice() {
        [one] => basis.services[*one].service.name.to_string(),
        _ => "all services".to_owned(),
    };
    Some(OwnedAnswer {
        name,
        machines,
        utilization,
        depreciation: cost.depreciation,
        power: cost.power + cost.cooling,
        space_and_maintenance: cost.space + cost.maintenance,
        people: cost.staff,
        monthly: cost.total,
        saving: rented.and_then(|rented| crate::formulas::finance::saving(rented.dollars(), cost.total.dollars())),
        rented,
        hourly: cost.hourly,
        breakeven_utilization: rent_hourly.and_then(|rent| cost.breakeven_utilization(rent)),
    })
}
