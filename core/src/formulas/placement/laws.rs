//! Laws of the placement: it is the optimum of the full programme, and it moves as it should.

use super::certificate::survives;
use super::*;
use crate::formulas::regions::{RegionSet, assign};
use proptest::prelude::*;

/// Every loss that the placement must survive, none included.
fn losses(inputs: &PlacementInputs) -> Vec<RegionSet> {
    let all = RegionSet::first(inputs.offers.len());
    (0..=inputs.n_lost).flat_map(|size| all.subsets(size)).collect()
}

fn cost(inputs: &PlacementInputs) -> f64 {
    match plan_placement(inputs).expect("random inputs fit together") {
        Placement::Survives(plan) => plan.cost,
        Placement::Impossible(_) => f64::INFINITY,
    }
}

/// Random placements of up to six geographies and six regions, some of them impossible.
fn placements() -> impl Strategy<Value = PlacementInputs> {
    let most = prop_oneof![3 => Just(None), 1 => (0_u32..300).prop_map(Some)];
    let installed = prop_oneof![2 => Just(0), 1 => 0_u32..100];
    let offer = (0.0..10.0_f64, most, 0.5..4.0_f64, installed);
    let offer = offer.prop_map(|(replica_cost, max_replicas, replica_throughput, installed)| {
        // Equal and zero prices are where a simplex method may run in circles.
        Offer { replica_throughput, replica_cost: (replica_cost * 2.0).floor(), max_replicas, installed }
    });
    (1_usize..6, 2_usize..7, 0_usize..3, 1_usize..4).prop_flat_map(
        move |(n_geographies, n_regions, n_lost, n_steps)| {
            let series = prop::collection::vec(0.0..100.0_f64, n_steps);
            let allowed =
                prop::collection::vec(prop::collection::vec(prop::bool::weighted(0.8), n_regions), n_geographies);
            let demand = prop::collection::vec(series, n_geographies);
            (demand, prop::collection::vec(offer.clone(), n_regions), allowed).prop_map(
                move |(demand, offers, allowed)| {
                    let set = |row: Vec<bool>| {
                        row.iter().enumerate().filter(|(_, may)| **may).map(|(place, _)| place).collect()
                    };
                    let allowed: Vec<RegionSet> = allowed.into_iter().map(set).collect();
                    let permissions = Permissions::new(n_regions, allowed).expect("few regions");
                    PlacementInputs { demand, offers, permissions, n_lost }
                },
            )
        },
    )
}

/// The programme of the definition, flows and all, solved by a crate that knows nothing of cuts.
fn cost_by_flows(inputs: &PlacementInputs) -> f64 {
    use microlp::{ComparisonOp, OptimizationDirection, Problem};
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let capacity: Vec<_> = inputs
        .offers
        .iter()
        .map(|offer| problem.add_var(offer.unit_cost(), (offer.installed_capacity(), offer.ceiling())))
        .collect();
    for step in 0..inputs.demand.first().map_or(0, Vec::len) {
        for lost in losses(inputs) {
            let mut into: Vec<Vec<_>> = vec![Vec::new(); capacity.len()];
            for (geography, series) in inputs.demand.iter().enumerate() {
                let mut flows = Vec::new();
                for region in inputs.permissions.of(geography).minus(lost).iter() {
                    let flow = problem.add_var(0.0, (0.0, f64::INFINITY));
                    flows.push((flow, 1.0));
                    into[region].push((flow, 1.0));
                }
                if flows.is_empty() && series[step] > 0.0 {
                    return f64::INFINITY;
                }
                problem.add_constraint(flows.as_slice(), ComparisonOp::Eq, series[step]);
            }
            for (mut flows, capacity) in into.into_iter().zip(&capacity) {
                flows.push((*capacity, -1.0));
                problem.add_constraint(flows.as_slice(), ComparisonOp::Le, 0.0);
            }
        }
    }
    match problem.solve() {
        Ok(microlp::SolveOutcome::Solution(solution)) => {
            solution.objective()
                - inputs.offers.iter().map(|offer| offer.unit_cost() * offer.installed_capacity()).sum::<f64>()
        }
        Err(microlp::Error::Infeasible) => f64::INFINITY,
        other => panic!("the other solver gave up: {other:?}"),
    }
}

fn agrees(a: f64, b: f64, relative: f64) -> bool {
    a == b || (a - b).abs() <= relative * a.abs().max(b.abs()) + 1e-9
}

fn no_dearer(less: f64, more: f64) -> bool {
    less <= more * (1.0 + 1e-9) + 1e-9
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn it_is_the_optimum_of_the_full_programme(inputs in placements()) {
        // The other solver stops at 1e-8.
        let (ours, theirs) = (cost(&inputs), cost_by_flows(&inputs));
        prop_assert!(agrees(ours, theirs, 1e-6), "{} {}", ours, theirs);
    }

    #[test]
    fn primal_and_dual_agree_and_the_plan_survives(inputs in placements()) {
        match plan_placement(&inputs).unwrap() {
            Placement::Impossible(obstacles) => prop_assert!(obstacles.iter().all(|obstacle| obstacle.short_by > 0.0)),
            Placement::Survives(plan) => {
                prop_assert!(plan.certificate.gap() <= 1e-9, "{:?}", plan);
                prop_assert!(survives(&inputs, &plan.capacity), "{:?}", plan);
                for binding in &plan.certificate.weights {
                    prop_assert!((binding.cut.demand - binding.cut.carriers().iter().map(|at| plan.capacity[at]).sum::<f64>()).abs() <= 1e-9 * binding.cut.demand);
                }
                let whole = round_placement(&inputs, &plan).unwrap();
                prop_assert!(whole.survives && no_dearer(plan.cost, whole.cost), "{:?}", whole);
                for (offer, n) in inputs.offers.iter().zip(&whole.replicas) {
                    prop_assert!(*n <= offer.max_replicas.unwrap_or(u32::MAX).max(offer.installed) && *n >= offer.installed);
                }
            }
        }
    }

    #[test]
    fn every_loss_can_really_be_served(inputs in placements()) {
        let Placement::Survives(plan) = plan_placement(&inputs).unwrap() else { return Ok(()) };
        let latency = vec![vec![0.1; inputs.offers.len()]; inputs.demand.len()];
        let whole = round_placement(&inputs, &plan).unwrap();
        for capacity in [&plan.capacity, &whole.capacity] {
            for lost in losses(&inputs) {
                for step in 0..inputs.demand[0].len() {
                    let demand: Vec<f64> = inputs.demand.iter().map(|series| series[step]).collect();
                    let found = assign(&demand, capacity, lost, &inputs.permissions, &latency).unwrap();
                    let (dropped, total): (f64, f64) = (found.dropped.iter().sum(), demand.iter().sum());
                    prop_assert!(dropped <= 1e-9 * total, "{:?} loses {} of {}", lost, dropped, total);
                }
            }
        }
    }

    #[test]
    fn it_never_gets_cheaper_to_ask_for_more(
        inputs in placements(), geography in 0_usize..6, region in 0_usize..6, more in 0.0..50.0_f64,
    ) {
        let before = cost(&inputs);
        let (geography, region) = (geography % inputs.demand.len(), region % inputs.offers.len());
        let mut survive_more = inputs.clone();
        survive_more.n_lost += 1;
        let mut carry_more = inputs.clone();
        carry_more.demand[geography].iter_mut().for_each(|load| *load += more);
        let mut permit_less = inputs.clone();
        permit_less.permissions.forbid(geography, region);
        let mut fewer_regions = inputs.clone();
        (0..inputs.demand.len()).for_each(|geography| fewer_regions.permissions.forbid(geography, region));
        for asked in [survive_more, carry_more, permit_less, fewer_regions] {
            prop_assert!(no_dearer(before, cost(&asked)), "{} {:?}", before, asked);
        }
    }

    #[test]
    fn without_a_loss_each_geography_is_in_its_cheapest_region(inputs in placements()) {
        let mut inputs = inputs;
        inputs.n_lost = 0;
        inputs.offers.iter_mut().for_each(|offer| {
            offer.max_replicas = None;
            offer.installed = 0;
        });
        inputs.demand.iter_mut().for_each(|series| series.truncate(1));
        let cheapest = |(geography, series): (usize, &Vec<f64>)| {
            let prices = inputs.permissions.of(geography).iter().map(|region| inputs.offers[region].unit_cost());
            // Without a permitted region there is no price, and without load none is paid.
            if series[0] > 0.0 { series[0] * prices.fold(f64::INFINITY, f64::min) } else { 0.0 }
        };
        let expected: f64 = inputs.demand.iter().enumerate().map(cheapest).sum();
        prop_assert!(agrees(cost(&inputs), expected, 1e-9));
    }
}

/// Placements whose loads and prices differ by many orders of magnitude.
fn uneven_placements() -> impl Strategy<Value = PlacementInputs> {
    let powers = prop::collection::vec((-3.0..9.0_f64, -6.0..6.0_f64), 6);
    (placements(), powers).prop_map(|(mut inputs, powers)| {
        for (series, (power, _)) in inputs.demand.iter_mut().zip(&powers) {
            series.iter_mut().for_each(|load| *load *= libm::pow(10.0, *power));
        }
        for (offer, (_, power)) in inputs.offers.iter_mut().zip(&powers) {
            offer.replica_cost *= libm::pow(10.0, *power);
            (offer.max_replicas, offer.installed) = (None, 0);
        }
        inputs
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn it_is_proved_however_uneven_the_amounts(inputs in uneven_placements()) {
        if let Placement::Survives(plan) = plan_placement(&inputs).unwrap() {
            prop_assert!(plan.certificate.gap() <= 1e-9, "{:?} {:?}", inputs, plan);
            prop_assert!(survives(&inputs, &plan.capacity), "{:?} {:?}", inputs, plan);
        }
    }
}

/// As many geographies as regions, each with so many regions of its own: many sets, many equal prices.
fn large(n_regions: usize, n_lost: usize, n_steps: usize, n_permitted: usize) -> PlacementInputs {
    let wave = |place: usize, step: usize| 1.5 + libm::sin((place * 7 + step) as f64 * 0.26);
    let allowed =
        |geography: usize| (0..n_permitted).map(|i| (geography + i * (1 + geography % 3)) % n_regions).collect();
    let offer = |place: usize| Offer {
        replica_throughput: 10.0,
        replica_cost: 10.0 + (place % 5) as f64,
        max_replicas: None,
        installed: 0,
    };
    PlacementInputs {
        demand: (0..n_regions).map(|place| (0..n_steps).map(|step| 100.0 * wave(place, step)).collect()).collect(),
        offers: (0..n_regions).map(offer).collect(),
        permissions: Permissions::new(n_regions, (0..n_regions).map(allowed).collect()).expect("few regions"),
        n_lost,
    }
}

#[test]
fn the_largest_placements_are_solved() {
    for (n_regions, n_lost, n_steps, n_permitted) in [(12, 1, 168, 12), (12, 1, 168, 3), (8, 2, 168, 5), (16, 1, 4, 2)]
    {
        let inputs = large(n_regions, n_lost, n_steps, n_permitted);
        let started = std::time::Instant::now();
        let placed = plan_placement(&inputs).unwrap();
        eprintln!(
            "{n_regions} regions, {n_lost} lost, {n_steps} steps, {n_permitted} permitted: {:?}",
            started.elapsed()
        );
        let Placement::Survives(plan) = placed else { panic!("{placed:?}") };
        let whole = round_placement(&inputs, &plan).unwrap();
        assert!(plan.certificate.gap() < 1e-9 && survives(&inputs, &plan.capacity) && whole.survives);
    }
}
