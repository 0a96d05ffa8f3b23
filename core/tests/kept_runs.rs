//! A run that an edit does not touch is kept, and says what a new one would.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use headroom_core::base::name::Name;
use headroom_core::base::units::{MaxReplicas, MinReplicas, Quantity};
use headroom_core::plan::evaluate::{evaluate, evaluate_from};
use headroom_core::plan::scaling::presets::{Facts, Preset};
use headroom_core::plan::scenario::demand::{Event, EventLot, Repeat};
use headroom_core::plan::scenario::scaling::Rule;
use headroom_core::plan::scenario::sizing::HeadroomRule;
use headroom_core::plan::scenario::{Scenario, Service, examples};
use jiff::civil::Date;
use proptest::prelude::*;
use support::{any_date, plan_of, service};

/// An edit of headroom, policy, bounds and price, none of which touches the load.
#[derive(Clone, Debug)]
struct Edit {
    headroom: f64,
    /// Presets whose rules the active policy has; none leaves it.
    presets: Vec<usize>,
    /// Waiting requests above which an idle queue scaler starts.
    activation: f64,
    min: Option<u32>,
    max: Option<u32>,
    price: f64,
}

/// Edits of one policy, whose rules stay the same for most of them.
fn edits(most: usize) -> impl Strategy<Value = Vec<Edit>> {
    let bound = |of: std::ops::Range<u32>| proptest::option::weighted(0.7, of);
    let presets = proptest::collection::vec(0..Preset::ALL.len(), 0..3);
    let activation = prop_oneof![Just(0.0), Just(1e5)];
    let each = proptest::collection::vec((0.0..1.5f64, bound(0..40), bound(1..160), 0.1..2.0f64), 1..=most);
    (presets, activation, each).prop_map(|(presets, activation, each)| {
        let edit =
            |(headroom, min, max, price)| Edit { headroom, presets: presets.clone(), activation, min, max, price };
        each.into_iter().map(edit).collect()
    })
}

fn apply(service: &mut Service, edit: &Edit) {
    let facts = Facts::of(&service.sizing, 12);
    service.sizing.headroom = HeadroomRule::Fraction(Quantity::clamped(edit.headroom));
    service.scaling.price = Some(Quantity::clamped(edit.price));
    let policy = service.scaling.policies.get_mut(0).unwrap();
    let rules: Vec<Rule> = edit.presets.iter().flat_map(|at| Preset::ALL[*at].policy(&facts).rules).collect();
    if !rules.is_empty() {
        policy.rules = rules.into_iter().take(3).collect();
    }
    for rule in &mut policy.rules {
        if let Rule::Queue(rule) = rule {
            (rule.activation, rule.backlog_per_replica) = (Quantity::clamped(edit.activation), Quantity::clamped(20.0));
        }
    }
    policy.min = edit.min.map(|min| MinReplicas::new(min).unwrap());
    policy.max = edit.max.map(|max| MaxReplicas::new(max.max(edit.min.unwrap_or(1)).max(1)).unwrap());
}

/// The service with a stated lot that stands for the whole period.
fn with_a_lot(mut service: Service, start: Date) -> Service {
    service.demand.events = vec![Event {
        name: Name::from_static("Sale"),
        start: start.at(0, 0, 0, 0),
        ramp: Quantity::clamped(0.0),
        length: Quantity::clamped(300.0),
        lift: Quantity::clamped(1.5),
        of: Default::default(),
        repeat: Repeat::Once,
        ready: Default::default(),
        lot: EventLot { replicas: Some(Quantity::clamped(10.0)), ..EventLot::default() },
    }];
    service
}

/// Each edit on top of the one before, and each from the answers of the one before.
fn in_a_row(mut plan: Scenario, edits: &[Edit]) -> Result<(), TestCaseError> {
    let mut known = evaluate(&plan);
    for edit in edits {
        let mut after = plan.clone();
        let ids: Vec<_> = after.services.iter().map(|service| service.id).collect();
        ids.into_iter().for_each(|id| apply(after.services.get_mut(id).unwrap(), edit));
        let kept = evaluate_from(Some((&plan, &known)), &after);
        prop_assert!(kept == evaluate(&after), "{:?}", edit);
        (plan, known) = (after, kept);
    }
    Ok(())
}

/// A queue scaler sleeps only where the minimum is zero, however far above it the fleet stood.
#[test]
fn a_minimum_of_zero_lets_a_queue_scaler_sleep() {
    let queue = Preset::ALL.iter().position(|preset| preset.id == "keda").unwrap();
    let edit =
        |min| Edit { headroom: 0.3, presets: vec![queue], activation: 1e5, min: Some(min), max: Some(100), price: 1.0 };
    let mut plan = examples::seed_service();
    let id = plan.services.first().id;
    plan.services.get_mut(id).unwrap().sizing.lead_time = Quantity::clamped(0.0);
    in_a_row(plan, &[edit(1), edit(0)]).unwrap();
}

/// A lot stands on top of what a minimum holds.
#[test]
fn a_lot_does_not_hide_that_the_minimum_held() {
    let schedule = Preset::ALL.iter().position(|preset| preset.id == "scheduled").unwrap();
    let edit = |min| Edit {
        headroom: 0.3,
        presets: vec![schedule],
        activation: 0.0,
        min: Some(min),
        max: Some(500),
        price: 1.0,
    };
    let mut plan = examples::seed_service();
    let (start, id) = (plan.start, plan.services.first().id);
    let mut service = with_a_lot(plan.services.first().clone(), start);
    service.sizing.lead_time = Quantity::clamped(0.0);
    *plan.services.get_mut(id).unwrap() = service;
    in_a_row(plan, &[edit(11), edit(2)]).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_service(mut service in service(), start in any_date(), has_lot in any::<bool>(), edits in edits(4)) {
        // On demand, where no order bounds a policy.
        service.sizing.lead_time = Quantity::clamped(0.0);
        let service = if has_lot { with_a_lot(service, start) } else { service };
        in_a_row(plan_of(&service, start), &edits)?;
    }

    #[test]
    fn any_other_service_under_the_same_load(service in service(), other in service(), start in any_date()) {
        let before = plan_of(&service, start);
        let other = Service { demand: service.demand.clone(), id: before.services.first().id, ..other };
        let after = plan_of(&other, start);
        prop_assert_eq!(evaluate_from(Some((&before, &evaluate(&before))), &after), evaluate(&after));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn in_several_regions(edits in edits(4)) {
        in_a_row(examples::find("three-region-payments").unwrap().scenario(), &edits)?;
    }
}
