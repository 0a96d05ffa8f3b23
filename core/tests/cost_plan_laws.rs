//! What the cost of every plan keeps, whatever is stated in it.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use headroom_core::base::money::Money;
use headroom_core::base::name::Name;
use headroom_core::base::units::*;
use headroom_core::formulas::finance::Item;
use headroom_core::plan::evaluate::{Evaluation, evaluate, evaluate_from, recost};
use headroom_core::plan::scenario::cost::*;
use headroom_core::plan::scenario::scaling::ScalingInputs;
use headroom_core::plan::scenario::{Scenario, codec, examples};
use headroom_core::report::chargeback_csv;
use headroom_core::studies::Study;
use headroom_core::studies::sensitivity::Sensitivity;
use proptest::prelude::*;
use support::{scenario, service};

fn sum(amounts: impl Iterator<Item = Money>) -> Money {
    amounts.sum()
}

/// The plan with every price times a factor, and all that is saved or spread unchanged.
fn cheaper(plan: &Scenario, by: f64) -> Scenario {
    let mut plan = plan.clone();
    fn scale<Q: Quantity>(price: &mut Option<Q>, by: f64) {
        *price = price.map(|price| Q::clamped(price.value() * by));
    }
    let ids: Vec<_> = plan.services.iter().map(|service| service.id).collect();
    for id in ids {
        let service = plan.services.get_mut(id).unwrap();
        scale(&mut service.scaling.price, by);
        if let Some(machine) = &mut service.cost.machine {
            for price in [&mut machine.on_demand, &mut machine.one_year, &mut machine.three_years, &mut machine.spot] {
                scale(price, by);
            }
        }
        let rates = &mut service.cost.rates;
        [&mut rates.vcpu, &mut rates.memory, &mut rates.gpu].into_iter().for_each(|rate| scale(rate, by));
        service.cost.storage.iter_mut().for_each(|stored| scale(&mut stored.price, by));
    }
    let cost = &mut plan.cost;
    cost.egress.iter_mut().for_each(|tier| tier.rate = Quantity::clamped(tier.rate.get() * by));
    scale(&mut cost.inter_zone, by);
    scale(&mut cost.inter_region, by);
    scale(&mut cost.monitoring, by);
    if let Some(balancers) = &mut cost.load_balancers {
        balancers.price = Quantity::clamped(balancers.price.get() * by);
        scale(&mut balancers.per_gib, by);
    }
    if let Some(planes) = &mut cost.control_planes {
        planes.price = Quantity::clamped(planes.price.get() * by);
    }
    if let Some(people) = &mut cost.people {
        people.monthly = Quantity::clamped(people.monthly.get() * by);
    }
    plan
}

/// Without a commitment in dollars, which stays as large as it was when prices fall.
fn without_dollars(plan: &mut Scenario) {
    if let CommitmentInputs::Dollars(mut stated) = plan.cost.commitment {
        stated.hourly = None;
        plan.cost.commitment = CommitmentInputs::Dollars(stated);
    }
}

fn check(evaluation: &Evaluation) -> Result<(), TestCaseError> {
    let cost = &evaluation.cost;
    // Lines add up to the cent, and so does whatever they are grouped by.
    let lines = sum(cost.lines.iter().filter_map(|line| line.amount));
    prop_assert_eq!(lines, cost.total);
    prop_assert_eq!(sum(cost.by_item().iter().map(|(_, amount)| *amount)), cost.total);
    let shared = sum(cost.lines.iter().filter(|line| line.service.is_none()).filter_map(|line| line.amount));
    prop_assert_eq!(sum(cost.services.iter().map(|bill| bill.own)) + shared, cost.total);
    // Unknown is never zero.
    prop_assert_eq!(cost.monthly, cost.unknown.is_empty().then_some(cost.total));
    prop_assert_eq!(cost.unknown.len(), cost.lines.iter().filter(|line| line.amount.is_none()).count());
    for service in &evaluation.services {
        let priced = service.cost.price.node.is_some() || service.cost.pool.is_some();
        let compute: Vec<_> =
            cost.lines_of(service.id).filter(|line| matches!(line.item, Item::Compute | Item::Gpu)).collect();
        prop_assert!(!compute.is_empty());
        prop_assert!(priced || compute.iter().all(|line| line.amount.is_none()));
        prop_assert_eq!(service.cost.compute.is_some(), service.cost.purchase.is_some());
    }
    // The months.
    let horizon = &cost.horizon;
    let paid = sum(horizon.months.iter().map(|month| month.invoiced + month.advance));
    prop_assert_eq!(paid, horizon.total);
    prop_assert_eq!(sum(horizon.flows.iter().copied()), horizon.total);
    prop_assert_eq!(sum(horizon.by_item.iter().map(|(_, amount)| *amount)), horizon.total);
    for month in &horizon.months {
        prop_assert_eq!(sum(month.by_item.iter().map(|(_, amount)| *amount)), month.invoiced);
    }
    prop_assert_eq!(horizon.months[0].effective, cost.total);
    prop_assert!(!horizon.is_complete || cost.monthly.is_some());
    // Chargeback conserves the bill.
    let charges = &cost.charges;
    prop_assert_eq!(sum(charges.services.iter().map(|charge| charge.total)), cost.total);
    prop_assert_eq!(sum(charges.teams.iter().map(|team| team.total)), cost.total);
    prop_assert_eq!(sum(charges.services.iter().map(|charge| charge.idle)), charges.idle);
    for charge in &charges.services {
        prop_assert_eq!(charge.direct + charge.idle + charge.shared, charge.total);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sums_hold_to_the_cent_and_nothing_unknown_is_free(plan in scenario()) {
        let evaluation = evaluate(&plan);
        check(&evaluation)?;
        prop_assert!(support::holds_only_finite_numbers(&evaluation.cost).is_ok());
        let csv = chargeback_csv(&plan, &evaluation);
        prop_assert_eq!(csv.lines().count(), evaluation.cost.charges.services.len() + 1);
    }

    #[test]
    fn a_cheaper_price_everywhere_is_never_dearer(mut plan in scenario(), by in 0.0..1.0_f64) {
        without_dollars(&mut plan);
        let known = evaluate(&plan);
        let cheap = recost(&cheaper(&plan, by), &known);
        // Next to the best level a rounding of the last bits may choose the other of two that cost the same.
        let slack = Money::from_cents(1 + known.cost.horizon.months.len() as i64 * known.cost.lines.len() as i64);
        // An amount beyond all money is not known, and in no sum.
        if let Some(dear) = known.cost.monthly {
            prop_assert!(cheap.monthly.is_some_and(|cheap| cheap <= dear + slack), "{} {dear}", cheap.total);
        }
        if known.cost.horizon.is_complete {
            prop_assert!(cheap.horizon.is_complete && cheap.horizon.total <= known.cost.horizon.total + slack);
        }
    }

    #[test]
    fn with_all_optional_parts_off_it_is_replicas_times_hours_times_price(mut service in service(), price in 0.0..1e3_f64) {
        service.cost = ServiceCost::default();
        service.scaling = ScalingInputs { price: Some(Quantity::clamped(price)), ..ScalingInputs::unstated() };
        service.demand.growth.monthly = Quantity::clamped(0.0);
        service.demand.events.clear();
        let plan = support::plan_of(&service, jiff::civil::date(2026, 12, 1));
        let evaluation = evaluate(&plan);
        let replicas = f64::from(evaluation.services[0].ledger.planned().needed().min(1_000_000));
        let by_hand = Money::from_dollars(replicas * 730.0 * price);
        let monthly = evaluation.cost.monthly;
        let near = monthly.zip(by_hand).is_some_and(|(one, other)| (one - other).cents().abs() <= 1);
        prop_assert!(near || (monthly.is_none() && by_hand.is_none()), "{monthly:?} {by_hand:?}");
        prop_assert_eq!(evaluation.cost.lines.len(), 1);
        if let Some(monthly) = monthly {
            prop_assert_eq!(evaluation.cost.horizon.total.cents(), 36 * monthly.cents());
        }
    }

    #[test]
    fn the_best_level_is_never_dearer_than_another(plan in scenario()) {
        for service in &evaluate(&plan).services {
            let Some(commitment) = service.cost.purchase.as_ref().and_then(|plan| plan.commitment.as_ref()) else {
                continue;
            };
            let best = &commitment.levels[0];
            prop_assert!(best.nodes == best.nodes.floor());
            for level in &commitment.levels {
                prop_assert!(best.monthly <= level.monthly * (1.0 + 1e-9) + 1e-9, "{best:?} {level:?}");
            }
        }
    }

    #[test]
    fn other_ways_of_buying_are_found_from_what_is_known(before in scenario(), bought in support::cost::inputs()) {
        let known = evaluate(&before);
        let mut after = before.clone();
        after.cost = bought;
        let anew = evaluate(&after);
        prop_assert_eq!(&evaluate_from(Some((&before, &known)), &after), &anew);
        if before.cost.negotiated == after.cost.negotiated {
            prop_assert_eq!(&recost(&after, &known), &anew.cost);
        }
        prop_assert_eq!(evaluate_from(Some((&after, &anew)), &before), known);
    }
}

fn platform() -> Scenario {
    examples::find("three-products").unwrap().scenario()
}

#[test]
fn a_floor_of_demand_is_an_observed_level_and_the_cost_is_convex() {
    let evaluation = evaluate(&platform());
    for service in &evaluation.services {
        let curve = service.fleet.curve(0, 12).unwrap();
        let (reserved, on_demand) = (0.6, 1.0);
        let best = curve.best_commitment(reserved, on_demand).unwrap();
        let observed = curve.curve(100_000);
        assert!(best.level == 0.0 || observed.iter().any(|(_, level)| *level == best.level));
        let cost = |level: f64| curve.commitment(level, reserved, on_demand).unwrap().cost;
        for level in 1..40 {
            let level = f64::from(level);
            assert!(2.0 * cost(level) <= (cost(level - 1.0) + cost(level + 1.0)) * (1.0 + 1e-12));
            assert!(best.cost <= cost(level) * (1.0 + 1e-12));
        }
        assert!((curve.intervals() - 8760.0).abs() < 1e-6);
    }
}

#[test]
fn the_first_week_of_the_forecast_is_the_simulated_one() {
    // Without growth and events the mean of the month is what the simulated week took.
    let mut plan = platform();
    let id = plan.services.first().id;
    plan.services.get_mut(id).unwrap().demand.growth.monthly = Quantity::clamped(0.0);
    let evaluation = evaluate(&plan);
    let service = &evaluation.services[0];
    let spend = service.scaling.outcome.spend.paid() / 168.0;
    assert!((service.fleet.replicas(0) / spend - 1.0).abs() < 0.01, "{} {spend}", service.fleet.replicas(0));
    let hours = service.fleet.by_hour(0, 168);
    let mean = hours.iter().sum::<f64>() / 168.0;
    assert!((mean / service.cost.nodes.mean - 1.0).abs() < 0.02);
}

#[test]
fn what_is_paid_in_advance_costs_the_same_in_the_end() {
    let total = |upfront: Upfront| {
        let mut plan = platform();
        let CommitmentInputs::Nodes(nodes) = plan.cost.commitment else { panic!("it commits to nodes") };
        plan.cost.commitment = CommitmentInputs::Nodes(NodeCommitment { upfront, ..nodes });
        // A support plan takes its share of invoices only.
        plan.cost.support = None;
        evaluate(&plan).cost
    };
    let (later, all) = (total(Upfront::None), total(Upfront::All));
    assert_eq!(later.total, all.total);
    assert!((later.horizon.total - all.horizon.total).cents().abs() <= 36 * 3);
    assert!(all.horizon.one_off() > Money::ZERO && later.horizon.one_off() == Money::ZERO);
    assert!(all.horizon.present_value > later.horizon.present_value);
}

#[test]
fn a_replica_that_does_not_fit_its_machine_has_no_price() {
    let mut plan = platform();
    let id = plan.services.first().id;
    plan.services.get_mut(id).unwrap().sizing.replica.vcpus = Quantity::clamped(64.0);
    let evaluation = evaluate(&plan);
    let cost = &evaluation.services[0].cost;
    assert_eq!((cost.price.node, cost.compute, evaluation.totals.monthly), (None, None, None));
    assert!(cost.verdict.findings[0].sentence.contains("does not fit AWS c7i.4xlarge: needs 64 vCPU, has 15.5"));
    assert!(evaluation.cost.unknown[0].starts_with("Feed ranking"));
    check(&evaluation).unwrap();
}

#[test]
fn budgets_say_when_and_by_how_much() {
    let evaluation = evaluate(&platform());
    let feed = evaluation.cost.budgets.iter().find(|budget| budget.team == "Feed").unwrap();
    let over = feed.first_month_over.unwrap() as usize;
    assert_eq!(feed.months[over] - feed.budget, feed.over_by);
    assert!(feed.months[..over].iter().all(|month| *month <= feed.budget));
    let mut plan = platform();
    plan.cost.budgets[1].team = Name::from_static("Nobody");
    let verdict = evaluate(&plan).cost.verdict;
    assert!(verdict.findings.iter().any(|finding| finding.sentence == "Team Nobody has a budget but no services."));
}

#[test]
fn dollars_that_are_committed_save_what_they_say() {
    let mut plan = platform();
    let on_demand =
        Scenario { cost: CostInputs { commitment: CommitmentInputs::None, ..plan.cost.clone() }, ..plan.clone() };
    plan.cost.commitment = CommitmentInputs::Dollars(DollarCommitment {
        term: CommitmentTerm::OneYear,
        discount: Quantity::clamped(0.3),
        hourly: None,
    });
    let (cost, before) = (evaluate(&plan).cost, evaluate(&on_demand).cost);
    let savings = cost.savings.unwrap();
    assert_eq!(savings.hourly, savings.best_hourly);
    assert!(savings.monthly_saving > 0.0 && savings.utilization.unwrap() > 0.8);
    assert!(cost.total < before.total);
    check(&evaluate(&plan)).unwrap();
}

#[test]
fn sensitivity_is_sorted_and_every_swing_moves_something() {
    let swings = Sensitivity { plan: codec::to_json(&platform()) }.run(&mut |_, ()| {}).unwrap();
    assert!(swings.len() == 10, "{swings:?}");
    assert!(swings.windows(2).all(|pair| pair[0].range >= pair[1].range));
    assert!(swings.iter().all(|swing| swing.range > 0.0));
}
