//! Owned machines: like the ones that they replace, and compared over the same months.
#![allow(clippy::unwrap_used, missing_docs)]

use headroom_core::base::id::ServiceId;
use headroom_core::base::units::Quantity;
use headroom_core::formulas::finance::Item;
use headroom_core::plan::evaluate::evaluate;
use headroom_core::plan::scenario::cost::{Machine, MachineAccelerators, OwnedInputs, Reserve};
use headroom_core::plan::scenario::{Scenario, examples};

/// The growing shop's first service alone, on nodes of eight vCPUs and 16 GiB at $0.29, Black Friday included.
fn shop() -> Scenario {
    let mut plan = examples::find("black-friday-shop").unwrap().scenario();
    let ids: Vec<ServiceId> = plan.services.iter().map(|service| service.id).collect();
    ids[1..].iter().for_each(|id| plan.services.remove(*id).unwrap());
    let service = plan.services.get_mut(ids[0]).unwrap();
    let mut node = Machine::named("aws", "c7g.2xlarge");
    (node.vcpus, node.memory) = (Some(Quantity::clamped(8.0)), Some(Quantity::clamped(16.0)));
    node.on_demand = Some(Quantity::clamped(0.29));
    service.cost.machine = Some(node);
    service.cost.reserve = Reserve::nothing();
    service.scaling.price = None;
    plan
}

#[test]
fn a_machine_begins_like_the_node_that_it_replaces() {
    let of_eight = |count: f64, model: &str| {
        let mut node = Machine::named("aws", "p5.48xlarge");
        let model = headroom_core::base::name::Words::cut(model);
        node.accelerators = Some(MachineAccelerators { count: Quantity::clamped(count), model, memory: None });
        OwnedInputs::like(ServiceId(1), Some(&node))
    };
    // 20,000 + 8 · 32,500, and 1.4 + 8 · 0.7 kW.
    let eight = of_eight(8.0, "H100-80GB");
    assert_eq!((eight.replaces.get(), eight.purchase.get(), eight.power.get()), (1.0, 280_000.0, 7.0));
    // Nodes with one L4 each: eight of them, 20,000 + 8 · 2,500.
    let one = of_eight(1.0, "L4");
    assert_eq!((one.replaces.get(), one.purchase.get()), (8.0, 40_000.0));
    let plan = shop();
    let service = plan.services.first();
    let plain = OwnedInputs::like(service.id, service.cost.machine.as_ref());
    assert_eq!((plain.replaces.get(), plain.purchase.get(), plain.service), (16.0, 20_000.0, Some(service.id)));
}

#[test]
fn a_year_of_owning_is_compared_with_the_rent_of_that_year() {
    let mut plan = shop();
    let service = plan.services.first();
    plan.cost.owned = Some(OwnedInputs::like(service.id, service.cost.machine.as_ref()));
    let cost = evaluate(&plan).cost;
    let owned = cost.owned.as_ref().unwrap();
    // The mean of twelve months of the bill, the one of Black Friday among them.
    let compute = |month: usize| {
        let items =
            cost.horizon.months[month].by_item.iter().filter(|(item, _)| matches!(item, Item::Compute | Item::Gpu));
        items.map(|(_, amount)| amount.dollars()).sum::<f64>()
    };
    let mean = (0..12).map(compute).sum::<f64>() / 12.0;
    assert!((owned.rented.unwrap().dollars() - mean).abs() < 0.01, "{:?} {mean}", owned.rented);
    assert!(mean > compute(0) * 1.05, "it grows, and Black Friday is in it: {mean} {}", compute(0));
    // Machines for the most nodes of the same year, of which each replaces sixteen.
    assert!(owned.machines >= 1 && owned.machines <= 20, "{}", owned.machines);
    let saving = 1.0 - owned.monthly.dollars() / owned.rented.unwrap().dollars();
    assert!((owned.saving.unwrap() - saving).abs() < 1e-9);
}
