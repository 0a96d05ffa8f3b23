//! Pools in several regions: what stands by, and what replicas cost there.

use super::*;

#[test]
fn pools_are_packed_region_by_region() {
    // Three regions of the ledger's case C with 4 replicas a node: 13 replicas are 4 nodes in each, $35,040.
    let mut plan = fleet::scenario(1_800.0, &[0.0; 3]);
    let service = plan.services.get_mut(ServiceId(1)).unwrap();
    service.sizing.replica.vcpus = Quantity::clamped(4.0);
    service.sizing.replica.memory = Quantity::clamped(4.0);
    service.cost.reserve = Reserve::nothing();
    service.cost.machine =
        Some(Machine { vcpus: Some(NodeVcpus::clamped(16.0)), on_demand: Some(NodePrice::clamped(4.0)), ..node() });
    let evaluation = evaluate(&plan);
    assert_eq!(evaluation.cost.monthly, Money::from_dollars(12.0 * 4.0 * HOURS));
    assert_eq!(evaluation.services[0].regions.as_ref().unwrap().cost, Some(12.0 * 4.0));
    // The same service twice: 26 replicas are 7 nodes in each region, 8 apart.
    plan.services.get_mut(ServiceId(1)).unwrap().cost.pool = Name::from_static("web");
    let second = plan.services.first().clone();
    plan.services.add(second, ServiceId(2)).unwrap();
    let evaluation = evaluate(&plan);
    assert_eq!((evaluation.pools[0].nodes.mean, evaluation.pools[0].apart), (21.0, 24.0));
    assert_eq!(evaluation.cost.monthly, Money::from_dollars(21.0 * 4.0 * HOURS));
}

#[test]
fn what_stands_by_is_whole_nodes_beyond_those_in_use() {
    // Case C on nodes of four: 9 normal replicas on 3 nodes, 4 more of the reserve are a fourth one.
    let nodes_of = |tier: RecoveryTier| {
        let mut plan = fleet::scenario(1_800.0, &[0.0; 3]);
        let service = plan.services.get_mut(ServiceId(1)).unwrap();
        service.sizing.replica.vcpus = Quantity::clamped(4.0);
        service.sizing.replica.memory = Quantity::clamped(4.0);
        service.cost.reserve = Reserve::nothing();
        service.recovery.tier = Some(tier);
        service.cost.machine = Some(Machine { vcpus: Some(NodeVcpus::clamped(16.0)), ..node() });
        let evaluation = evaluate(&plan);
        let standby = evaluation.services[0].recovery.active().unwrap().standby.unwrap();
        (evaluation.cost.monthly.unwrap(), evaluation.cost.nodes[0].nodes, standby.compute)
    };
    let (hot, ..) = nodes_of(RecoveryTier::HotStandby);
    let (warm, ..) = nodes_of(RecoveryTier::WarmStandby);
    let (pilot, nodes, standby) = nodes_of(RecoveryTier::PilotLight);
    let (cold, ..) = nodes_of(RecoveryTier::Cold);
    let dollars = |nodes: f64| Money::from_dollars(nodes * 0.4 * HOURS).unwrap();
    // Warm: 9 + 2 on three nodes. Pilot light: one paid replica in each, which has room on them.
    assert_eq!([hot, warm, pilot, cold], [12.0, 9.0, 9.0, 9.0].map(dollars));
    assert_eq!((nodes.on_demand, nodes.reserved, standby), (9.0, 0.0, 0.0));
    // Case B: the other region keeps 5 of 9, which are two nodes.
    let mut plan = fleet::scenario(600.0, &[]);
    let service = plan.services.get_mut(ServiceId(1)).unwrap();
    service.sizing.replica.vcpus = Quantity::clamped(4.0);
    service.sizing.replica.memory = Quantity::clamped(4.0);
    service.cost.reserve = Reserve::nothing();
    service.recovery.tier = Some(RecoveryTier::WarmStandby);
    service.cost.machine = Some(Machine { vcpus: Some(NodeVcpus::clamped(16.0)), ..node() });
    let evaluation = evaluate(&plan);
    let nodes = evaluation.cost.nodes[0].nodes;
    assert_eq!((nodes.on_demand, nodes.reserved, nodes.total()), (3.0, 2.0, 5.0));
    assert_eq!(evaluation.cost.monthly, Some(dollars(5.0)));
    let standby = evaluation.services[0].recovery.active().unwrap().standby.unwrap();
    assert_eq!(standby.compute, 2.0 * 0.4 * HOURS);
}

/// Case C on nodes of four at $0.40, twice, on the same nodes.
fn case_c_twice(change: impl Fn(&mut Service)) -> Scenario {
    let mut plan = fleet::scenario(1_800.0, &[0.0; 3]);
    let service = plan.services.get_mut(ServiceId(1)).unwrap();
    service.sizing.replica.vcpus = Quantity::clamped(4.0);
    service.sizing.replica.memory = Quantity::clamped(4.0);
    service.cost.reserve = Reserve::nothing();
    service.cost.pool = Name::from_static("web");
    service.cost.machine = Some(Machine { vcpus: Some(NodeVcpus::clamped(16.0)), ..node() });
    change(service);
    let second = plan.services.first().clone();
    plan.services.add(second, ServiceId(2)).unwrap();
    plan
}

#[test]
fn what_stands_by_in_a_pool_is_packed_beside_what_runs() {
    let cost = |tier: RecoveryTier| {
        let evaluation = evaluate(&case_c_twice(|service| service.recovery.tier = Some(tier)));
        (evaluation.cost.monthly.unwrap(), evaluation.cost.nodes.iter().map(|row| row.nodes.reserved).sum::<f64>())
    };
    // Lines are in whole cents, so their sum may miss one.
    let cost = |tier| {
        let (monthly, reserved) = cost(tier);
        (((monthly.dollars() / 0.4 / HOURS) * 1e3).round() / 1e3, reserved)
    };
    // In each region 18 normal replicas on 5 nodes; all 8 of the reserve are 26 on 7, half of it 22 on 6. A pilot light pays
    // for one of each service, and 20 fit the 5 nodes; apart each would have needed a node of its own.
    assert_eq!(cost(RecoveryTier::HotStandby), (21.0, 0.0));
    assert_eq!(cost(RecoveryTier::WarmStandby), (18.0, 0.0));
    assert_eq!(cost(RecoveryTier::PilotLight), (15.0, 0.0));
    assert_eq!(cost(RecoveryTier::Cold), (15.0, 0.0));
    // Regions price the planned replicas as the bill does: 13 in each region at their share of a node.
    let evaluation = evaluate(&case_c_twice(|_| {}));
    let plan = evaluation.services[0].regions.as_ref().unwrap();
    let share = (4.0 * 0.031_611 + 4.0 * 0.004_237) / (16.0 * 0.031_611 + 32.0 * 0.004_237);
    assert!(near(plan.cost.unwrap(), 39.0 * share * 0.4), "{:?}", plan.cost);
    let cheapest = &plan.cheapest;
    assert!(near(cheapest.cost.unwrap(), cheapest.in_all() as f64 * share * 0.4), "{:?}", cheapest.cost);
    // Case B of both: in the other region each keeps 5 of 9, which are three nodes together, and were two and two.
    let mut plan = case_c_twice(|service| {
        service.demand.average_load = Quantity::clamped(600.0);
        service.recovery.tier = Some(RecoveryTier::WarmStandby);
        service.regions.strategy = Strategy::ActivePassive { primary: RegionId(1) };
        service.regions.shares = vec![UserShare { region: RegionId(1), weight: Quantity::clamped(1.0) }];
    });
    plan.regions.truncate(2);
    let evaluation = evaluate(&plan);
    let reserved: Vec<f64> = evaluation.cost.nodes.iter().map(|row| row.nodes.reserved).collect();
    assert_eq!(reserved, [1.5, 1.5, 0.0]);
    let monthly = evaluation.cost.monthly.unwrap().dollars();
    assert!((monthly - (5.0 + 3.0) * 0.4 * HOURS).abs() < 0.02, "{monthly}");
}

#[test]
fn a_replica_of_a_pool_costs_its_share_of_a_node_on_every_page() {
    let evaluation = evaluate(&two());
    let service = &evaluation.services[0];
    let share = (5.0 * 0.031_611 + 4.0 * 0.004_237) / NODE;
    assert!(near(service.scaling.price.unwrap(), 0.4 * share));
    // Four replicas all month are what the bill has for it.
    assert!(near(service.cost.compute.unwrap(), service.scaling.price.unwrap() * 4.0 * HOURS));
    // The pool's nodes are bought at the price of its first service, and so are the replicas of the second one.
    let mut dearer = two();
    dearer.services.get_mut(ServiceId(2)).unwrap().cost.machine =
        Some(Machine { on_demand: Some(NodePrice::clamped(0.5)), ..node() });
    let second = (2.0 * 0.031_611 + 9.0 * 0.004_237) / NODE;
    let priced = evaluate(&dearer);
    assert!(near(priced.services[1].scaling.price.unwrap(), 0.4 * second));
    assert!(near(priced.services[1].cost.compute.unwrap(), 0.4 * second * 9.0 * HOURS));
    // Without a price of its own it has the pool's; with another price of the first one it moves in an edit.
    dearer.services.get_mut(ServiceId(2)).unwrap().cost.machine = Some(Machine { on_demand: None, ..node() });
    assert_eq!(evaluate(&dearer).services[1].scaling.price, priced.services[1].scaling.price);
    let mut cheaper = dearer.clone();
    cheaper.services.get_mut(ServiceId(1)).unwrap().cost.machine =
        Some(Machine { on_demand: Some(NodePrice::clamped(0.3)), ..node() });
    assert_eq!(evaluate_from(Some((&dearer, &evaluate(&dearer))), &cheaper), evaluate(&cheaper));
    // A change of what the other one keeps for the system moves the share, and so this one's price.
    let mut after = two();
    after.services.get_mut(ServiceId(2)).unwrap().cost.reserve.memory = Some(Quantity::clamped(4.0));
    let edited = evaluate_from(Some((&two(), &evaluation)), &after);
    assert_eq!(edited, evaluate(&after));
    assert_ne!(edited.services[0].scaling.price, service.scaling.price);
}

#[test]
fn a_pool_has_all_its_nodes_where_the_price_is_unknown_too() {
    let stored = |region| RegionalPrice {
        region: RegionId(region),
        on_demand: Some(NodePrice::clamped(0.4)),
        one_year: None,
        three_years: None,
        spot: None,
        as_of: Words::default(),
        source: Words::default(),
        is_estimate: false,
    };
    let plan = case_c_twice(|service| {
        let machine = service.cost.machine.as_mut().unwrap();
        (machine.on_demand, machine.regional) = (None, vec![stored(1), stored(2)]);
    });
    let evaluation = evaluate(&plan);
    // Seven in each of three regions, two of which are priced.
    let nodes: f64 = evaluation.cost.nodes.iter().map(|row| row.nodes.total()).sum();
    assert!(near(nodes, 21.0), "{nodes}");
    let unknown = evaluation.cost.lines.iter().filter(|line| line.amount.is_none());
    let labels: Vec<&str> = unknown.map(|line| line.label.as_str()).collect();
    assert_eq!(labels.len(), 3, "{labels:?}");
    assert!(labels.contains(&"Pool web, unused, on-demand in R"), "{labels:?}");
    // 7 nodes there, of which 26 replicas request a share each; the row has what is unused in the other two as well.
    let share = (4.0 * 0.031_611 + 4.0 * 0.004_237) / (16.0 * 0.031_611 + 32.0 * 0.004_237);
    let unused = evaluation.cost.nodes.last().unwrap().nodes.total();
    assert!(near(unused, 3.0 * (7.0 - 26.0 * share)), "{unused}");
}
