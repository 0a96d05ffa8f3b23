//! Node pools by hand: what services need together, whose part is how large, what nobody uses, and what is paid for.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/fleet.rs"]
mod fleet;
#[path = "pools/regions.rs"]
mod regions;
mod support;

use headroom_core::base::explain::Standing;
use headroom_core::base::id::{RegionId, ServiceId};
use headroom_core::base::money::Money;
use headroom_core::base::name::{Name, Words};
use headroom_core::base::units::{CommittedNodes, NodeMemory, NodePrice, NodeVcpus, PriceDiscount, Quantity};
use headroom_core::formulas::finance::Item;
use headroom_core::formulas::recovery::RecoveryTier;
use headroom_core::plan::cost::PaidNodes;
use headroom_core::plan::evaluate::{Evaluation, ServiceEvaluation, evaluate, evaluate_from, recost};
use headroom_core::plan::scenario::cost::{
    CommitmentInputs, CommitmentPrice, CommitmentTerm, Machine, MachineAccelerators, NodeCommitment, RegionalPrice,
    Reserve, SpotInputs, Upfront,
};
use headroom_core::plan::scenario::regions::{Strategy, UserShare};
use headroom_core::plan::scenario::{Scenario, Service};
use proptest::prelude::*;

const HOURS: f64 = 730.0;
/// What a node of 8 vCPUs and 32 GiB is worth by the weights of the split.
const NODE: f64 = 8.0 * 0.031_611 + 32.0 * 0.004_237;

/// A node of 8 vCPUs and 32 GiB at $0.40 an hour.
fn node() -> Machine {
    Machine {
        vcpus: Some(NodeVcpus::clamped(8.0)),
        memory: Some(NodeMemory::clamped(32.0)),
        on_demand: Some(NodePrice::clamped(0.4)),
        ..Machine::named("aws", "m7i.2xlarge")
    }
}

/// A service that runs at another load, with replicas of some size.
fn sized(plan: &mut Scenario, id: u32, load: f64, (vcpus, memory): (f64, f64)) {
    let service = plan.services.get_mut(ServiceId(id)).unwrap();
    service.demand.average_load = Quantity::clamped(load);
    service.sizing.replica.vcpus = Quantity::clamped(vcpus);
    service.sizing.replica.memory = Quantity::clamped(memory);
    service.cost.machine = Some(node());
    service.cost.reserve = Reserve::nothing();
    service.cost.pool = Name::from_static("web");
}

/// A needs ⌈240 · 1.25 / 100⌉ + 1 = 4 replicas of 5 vCPUs and 4 GiB, B ⌈640 · 1.25 / 100⌉ + 1 = 9 of 2 vCPUs and 9 GiB.
fn two() -> Scenario {
    let mut plan = fleet::scenario(240.0, &[]);
    let mut second = plan.services.first().clone();
    second.name = Name::from_static("Second");
    plan.services.add(second, ServiceId(2)).unwrap();
    sized(&mut plan, 1, 240.0, (5.0, 4.0));
    sized(&mut plan, 2, 640.0, (2.0, 9.0));
    plan
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9 * other.abs().max(1.0)
}

fn lines(evaluation: &Evaluation, item: Item) -> Vec<(String, Money)> {
    let of_item = evaluation.cost.lines.iter().filter(|line| line.item == item);
    of_item.map(|line| (line.label.clone(), line.amount.unwrap())).collect()
}

fn commit(plan: &mut Scenario, nodes: f64) {
    let term = CommitmentTerm::OneYear;
    let price = CommitmentPrice::Discount(PriceDiscount::clamped(0.5));
    plan.cost.commitment =
        CommitmentInputs::Nodes(NodeCommitment { term, price, upfront: Upfront::None, ..NodeCommitment::best_year() });
    plan.services.get_mut(ServiceId(1)).unwrap().cost.committed = Some(CommittedNodes::clamped(nodes));
}

#[test]
fn services_of_a_pool_are_packed_together_and_pay_by_what_they_request() {
    let evaluation = evaluate(&two());
    let pool = &evaluation.pools[0];
    // A node holds one A beside one B (7 of 8 vCPUs), or three B: four such and two for the other five B.
    assert_eq!((pool.nodes.mean, pool.apart), (6.0, 4.0 + 3.0));
    let (a, b) = ((5.0 * 0.031_611 + 4.0 * 0.004_237) / NODE, (2.0 * 0.031_611 + 9.0 * 0.004_237) / NODE);
    let nodes = pool.services.iter().map(|share| (share.replicas, share.nodes)).collect::<Vec<_>>();
    assert!(near(nodes[0].0, 4.0) && near(nodes[0].1, 4.0 * a) && near(nodes[1].0, 9.0) && near(nodes[1].1, 9.0 * b));
    assert!(near(pool.unused, 6.0 - 4.0 * a - 9.0 * b));
    // The bill is six nodes, $1,752, and not seven: three lines, each rounded to the cent.
    let dollars = |nodes: f64| Money::from_dollars(nodes * 0.4 * HOURS).unwrap();
    let expected = [
        ("Service, on-demand".to_owned(), dollars(4.0 * a)),
        ("Pool web, unused, on-demand".to_owned(), dollars(6.0 - 4.0 * a - 9.0 * b)),
        ("Second, on-demand".to_owned(), dollars(9.0 * b)),
    ];
    assert_eq!(lines(&evaluation, Item::Compute), expected);
    assert_eq!(evaluation.cost.monthly, Money::from_dollars(6.0 * 0.4 * HOURS - 0.01));
    // What nobody requests is idle compute of the two, by their parts: $1,752 less a cent in all.
    let charges = &evaluation.cost.charges;
    let unused = dollars(pool.unused).dollars() * a * 4.0 / (a * 4.0 + b * 9.0);
    let own_idle = dollars(4.0 * a).dollars() * evaluation.services[0].cost.idle_share;
    assert!((charges.services[0].idle.dollars() - unused - own_idle).abs() < 0.02, "{charges:?}");
    assert_eq!((charges.shared, charges.total), (Money::ZERO, evaluation.cost.total));
    let mut third = two();
    let other = third.services.first().clone();
    third.services.add(other, ServiceId(3)).unwrap();
    third.services.get_mut(ServiceId(3)).unwrap().cost.pool = Name::default();
    // A service beside the pool pays nothing of it.
    assert_eq!(evaluate(&third).cost.charges.services[0], charges.services[0]);
    let says = &evaluation.services[0].cost.verdict.findings[0].sentence;
    assert_eq!(says, "$526.17 a month for compute: 1.802 nodes of AWS m7i.2xlarge on average, of the 6 of pool web.");
}

#[test]
fn an_edit_of_one_service_moves_the_pool_as_a_whole_evaluation_does() {
    let before = two();
    let known = evaluate(&before);
    let mut after = before.clone();
    sized(&mut after, 2, 1_640.0, (2.0, 9.0));
    assert_eq!(evaluate_from(Some((&before, &known)), &after), evaluate(&after));
    let mut cheaper = before.clone();
    cheaper.cost.negotiated = Quantity::clamped(0.2);
    assert_eq!(recost(&cheaper, &known), evaluate(&cheaper).cost);
    // An edit of a service beside the pool leaves the pool as it is.
    let mut beside = before.clone();
    let other = beside.services.first().clone();
    beside.services.add(other, ServiceId(3)).unwrap();
    beside.services.get_mut(ServiceId(3)).unwrap().cost.pool = Name::default();
    let known_beside = evaluate(&beside);
    let mut edited = beside.clone();
    sized(&mut edited, 3, 900.0, (2.0, 4.0));
    edited.services.get_mut(ServiceId(3)).unwrap().cost.pool = Name::default();
    let now = evaluate_from(Some((&beside, &known_beside)), &edited);
    assert_eq!((&now, &now.pools), (&evaluate(&edited), &known_beside.pools));
    // A service that leaves has its own nodes again, and so has the one that is left.
    let mut apart = before.clone();
    apart.services.get_mut(ServiceId(2)).unwrap().cost.pool = Name::default();
    let left = evaluate_from(Some((&before, &known)), &apart);
    assert_eq!(left, evaluate(&apart));
    assert!(left.pools.is_empty());
    assert_eq!(left.cost.monthly, Money::from_dollars(7.0 * 0.4 * HOURS));
}

#[test]
fn who_cannot_share_the_nodes_has_its_own_and_is_told_why() {
    let why = |change: &dyn Fn(&mut Machine)| {
        let mut plan = two();
        change(plan.services.get_mut(ServiceId(2)).unwrap().cost.machine.as_mut().unwrap());
        let evaluation = evaluate(&plan);
        assert!(evaluation.pools.is_empty() && evaluation.services[0].cost.pool.is_none());
        let findings = &evaluation.services[1].cost.verdict.findings;
        let told = findings.iter().find(|finding| finding.sentence.starts_with("Does not share")).unwrap();
        assert_eq!(told.standing, Standing::Tight);
        told.sentence.clone()
    };
    let other = why(&|machine| machine.name = Words::cut("m7i.4xlarge"));
    assert_eq!(
        other,
        "Does not share the nodes of pool web, and has nodes of its own: it runs on AWS m7i.4xlarge, the pool on AWS \
         m7i.2xlarge."
    );
    // Custom types may have the same name and another size.
    let alike = why(&|machine| machine.vcpus = Some(NodeVcpus::clamped(64.0)));
    assert!(alike.ends_with("its AWS m7i.2xlarge has other vCPUs, memory or accelerators than the pool's."), "{alike}");
    let small = why(&|machine| machine.vcpus = Some(NodeVcpus::clamped(1.0)));
    assert!(small.ends_with("a replica does not fit AWS m7i.2xlarge: needs 2 vCPU, has 1."), "{small}");
    let mut plan = two();
    plan.services.get_mut(ServiceId(2)).unwrap().cost.machine = None;
    let findings = evaluate(&plan).services[1].cost.verdict.findings.clone();
    assert!(findings.iter().any(|finding| finding.sentence.ends_with("no instance type is chosen for it.")));
}

#[test]
fn a_pool_is_committed_to_and_bought_on_spot_as_a_whole() {
    let mut plan = two();
    commit(&mut plan, 8.0);
    let evaluation = evaluate(&plan);
    let pool = &evaluation.pools[0];
    // Eight committed at half the price, six in use: two are idle.
    let layer = pool.purchase.as_ref().unwrap().layer;
    assert_eq!((layer.committed, layer.on_demand, layer.idle), (6.0, 0.0, 2.0));
    assert_eq!(evaluation.cost.monthly, Money::from_dollars(8.0 * 0.2 * HOURS));
    let idle = lines(&evaluation, Item::Compute).into_iter().find(|(label, _)| label.ends_with("idle")).unwrap();
    assert_eq!(idle, ("Pool web, committed, idle".to_owned(), Money::from_dollars(2.0 * 0.2 * HOURS).unwrap()));
    // Spot takes two who may be interrupted.
    let mut plan = two();
    plan.cost.spot = Some(SpotInputs::default());
    let one = |id: u32, plan: &mut Scenario| plan.services.get_mut(ServiceId(id)).unwrap().cost.interruptible = true;
    one(1, &mut plan);
    let evaluation = evaluate(&plan);
    assert_eq!(evaluation.pools[0].purchase.as_ref().unwrap().layer.spot, 0.0);
    let says = "No spot for pool web: not all of its services may be interrupted.";
    assert!(evaluation.services[0].cost.verdict.findings.iter().any(|finding| finding.sentence == says));
    one(2, &mut plan);
    let layer = evaluate(&plan).pools[0].purchase.as_ref().unwrap().layer;
    assert!(near(layer.spot, 0.8 * 6.0) && near(layer.on_demand, 0.2 * 6.0));
}

#[test]
fn a_pool_without_a_price_has_all_its_nodes_and_is_told_of_once() {
    let mut plan = two();
    for id in [1, 2] {
        plan.services.get_mut(ServiceId(id)).unwrap().cost.machine.as_mut().unwrap().on_demand = None;
    }
    let evaluation = evaluate(&plan);
    assert_eq!(evaluation.cost.monthly, None);
    let nodes: f64 = evaluation.cost.nodes.iter().map(|row| row.nodes.total()).sum();
    assert!(near(nodes, 6.0), "{nodes}");
    // Any service of the pool may know the price.
    plan.services.get_mut(ServiceId(2)).unwrap().cost.machine = Some(node());
    assert_eq!(evaluate(&plan).cost.monthly, evaluate(&two()).cost.monthly);
    // What is committed beyond the best level is one finding of the plan.
    let mut plan = two();
    commit(&mut plan, 3.0);
    let findings = evaluate(&plan).cost.verdict.findings.clone();
    assert_eq!(findings.iter().filter(|finding| finding.sentence.contains("Committing 3 nodes")).count(), 1);
}

#[test]
fn accelerators_that_nobody_requests_are_told() {
    let mut plan = two();
    let gpus = MachineAccelerators { model: Words::cut("L4"), count: Quantity::clamped(1.0), memory: None };
    let service = plan.services.get_mut(ServiceId(1)).unwrap();
    service.cost.machine = Some(Machine { accelerators: Some(gpus), ..node() });
    let says = |plan: &Scenario| {
        let findings = evaluate(plan).services[0].cost.verdict.findings.clone();
        findings.iter().any(|finding| {
            finding.standing == Standing::Tight
                && finding
                    .sentence
                    .starts_with("AWS m7i.2xlarge has accelerators (1 \u{d7} L4) and the replica requests none")
        })
    };
    assert!(says(&plan));
    plan.services.get_mut(ServiceId(1)).unwrap().sizing.replica.gpus = Quantity::clamped(1.0);
    assert!(!says(&plan));
}

/// Σ price · nodes, for the lines of compute and of what stands by, USD a month.
fn by_class(service: &ServiceEvaluation, nodes: &PaidNodes) -> Option<f64> {
    let purchase = service.cost.purchase.as_ref()?;
    let spot = purchase.spot.map_or(0.0, |spot| spot.hourly);
    let hourly = (nodes.committed + nodes.idle) * purchase.committed(0).1
        + nodes.spot * spot
        + nodes.on_demand * purchase.on_demand;
    Some(hourly * HOURS)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_paid_node_is_exactly_one_of_five(plan in support::scenario()) {
        let evaluation = evaluate(&plan);
        for (service, row) in evaluation.services.iter().zip(&evaluation.cost.nodes) {
            prop_assert_eq!(row.service, Some(service.id));
            let parts = row.nodes;
            prop_assert!([parts.committed, parts.on_demand, parts.spot, parts.reserved, parts.idle].iter().all(|n| *n >= 0.0));
            let own = evaluation.cost.lines_of(service.id).filter(|line| matches!(line.item, Item::Compute | Item::Gpu));
            let paid: Option<f64> = own.map(|line| line.amount.map(|amount| amount.dollars())).sum();
            if let Some((paid, nodes)) = paid.zip(by_class(service, &parts)) {
                prop_assert!((paid - nodes).abs() <= 0.05 + 1e-9 * nodes, "{paid} {nodes} {parts:?}");
            }
        }
        // In a pool the parts of its services and what is unused are its nodes.
        for pool in &evaluation.pools {
            let parts: f64 = pool.services.iter().map(|share| share.nodes).sum();
            prop_assert!((parts + pool.unused - pool.nodes.mean).abs() <= 1e-9 * pool.nodes.mean.max(1.0));
            let row = evaluation.cost.nodes.iter().find(|row| row.service.is_none() && row.name.contains(&pool.name));
            // What is unused where no price is known is a node of the row too, and of no purchase.
            if let (Some(row), Some(purchase), true) = (row, &pool.purchase, pool.unpriced.is_empty()) {
                let idle = purchase.layer.idle;
                prop_assert!((row.nodes.total() - pool.unused - idle).abs() <= 1e-6 * (pool.nodes.mean + idle).max(1.0));
            }
        }
    }
}
