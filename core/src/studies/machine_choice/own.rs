//! A machine of one's own words: types that no catalogue lists, prices that one states oneself.

use super::fleet::key;
use crate::base::id::RegionId;
use crate::base::name::Words;
use crate::base::units::{GpuMemory, NodeAccelerators, NodeMemory, NodePrice, NodeVcpus, PriceFactor, Quantity};
use crate::machines::catalog::{Catalog, Purchase};
use crate::plan::scenario::Scenario;
use crate::plan::scenario::cost::{Machine, MachineAccelerators};
use crate::plan::scenario::regions::Place;
use crate::plan::scenario::sizing::Replica;
use jiff::civil::Date;

/// A machine of one's own that holds one replica exactly; its price is not known yet.
pub fn own_machine(replica: &Replica) -> Machine {
    Machine {
        vcpus: Some(NodeVcpus::clamped(replica.vcpus.get())),
        memory: Some(NodeMemory::clamped(replica.memory.get())),
        arch: replica.arch,
        accelerators: (replica.gpus.get() > 0).then(|| MachineAccelerators {
            model: Words::cut("GPU"),
            count: NodeAccelerators::clamped(f64::from(replica.gpus.get())),
            memory: replica.gpu_memory.map(GpuMemory::get).map(NodeMemory::clamped),
        }),
        ..Machine::named("own", "Custom type")
    }
}

/// States a price by hand, or that it is not known. A price by the hour is then of that day, and nobody
/// else's.
pub fn state_price(machine: &mut Machine, purchase: Purchase, price: Option<NodePrice>, today: Date) {
    match purchase {
        Purchase::OnDemand => {
            machine.on_demand = price;
            machine.is_estimate = false;
            machine.as_of = price.map_or_else(Words::default, |_| Words::cut(&today.to_string()));
            machine.source = price.map_or_else(Words::default, |_| Words::cut("entered by hand"));
        }
        Purchase::Spot => machine.spot = price,
        Purchase::OneYear => machine.one_year = price,
        Purchase::ThreeYears => machine.three_years = price,
    }
}

/// A region of the plan, and what the machine costs there over its own region; from [`plan_prices`].
#[derive(Clone, Debug, PartialEq)]
pub struct PlanPrice {
    /// Which.
    pub id: RegionId,
    /// Its name.
    pub name: String,
    /// Price over that of the machine's region as the plan states it.
    pub stated: PriceFactor,
    /// The same by the catalogue.
    pub listed: PriceFactor,
}

/// What the machine's type costs by the hour in each region of the plan that its provider sells, over
/// its own region. Regions without a price are left out.
pub fn plan_prices(catalog: &Catalog, scenario: &Scenario, machine: &Machine) -> Vec<PlanPrice> {
    let (provider, name) = (machine.provider.as_str(), machine.name.as_str());
    let hourly = |region: &str| catalog.price(provider, name, region)?.on_demand.map(|price| price.usd);
    let Some(base) = hourly(machine.region.as_str()).filter(|base| *base > 0.0) else { return Vec::new() };
    let row = |region: &crate::plan::scenario::regions::PlanRegion| match &region.place {
        Place::Catalog { provider: whose, id } if region.hosts && key(*whose) == provider => Some(PlanPrice {
            id: region.id,
            name: region.name.to_string(),
            stated: region.price,
            // To a thousandth, as links are to stay short.
            listed: PriceFactor::new(libm::round(hourly(id.as_str())? / base * 1e3) / 1e3).ok()?,
        }),
        _ => None,
    };
    scenario.regions.iter().filter_map(row).collect()
}
