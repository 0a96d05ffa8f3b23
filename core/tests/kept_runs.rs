//! A run that an edit does not touch is kept, and says what a new one would.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use headroom_core::base::units::{MaxReplicas, MinReplicas, Quantity};
use headroom_core::plan::evaluate::{evaluate, evaluate_from};
use headroom_core::plan::scenario::sizing::HeadroomRule;
use headroom_core::plan::scenario::{Scenario, Service, examples};
use proptest::prelude::*;
use support::{any_date, plan_of, service};

/// An edit of headroom, bounds and price, none of which touches the load.
#[derive(Clone, Debug)]
struct Edit {
    headroom: f64,
    min: Option<u32>,
    max: Option<u32>,
    price: f64,
    first: usize,
}

fn edit() -> impl Strategy<Value = Edit> {
    let bound = |of: std::ops::Range<u32>| proptest::option::weighted(0.5, of);
    (0.0..1.5f64, bound(1..40), bound(1..160), 0.1..2.0f64, 0..2usize)
        .prop_map(|(headroom, min, max, price, first)| Edit { headroom, min, max, price, first })
}

fn apply(service: &mut Service, edit: &Edit) {
    service.sizing.headroom = HeadroomRule::Fraction(Quantity::clamped(edit.headroom));
    service.scaling.price = Some(Quantity::clamped(edit.price));
    service.scaling.policies.make_active(edit.first);
    let policy = service.scaling.policies.get_mut(0).unwrap();
    policy.min = edit.min.map(|min| MinReplicas::new(min).unwrap());
    policy.max = edit.max.map(|max| MaxReplicas::new(max.max(edit.min.unwrap_or(1))).unwrap());
}

/// Each edit on top of the one before, and each from the answers of the one before.
fn in_a_row(mut plan: Scenario, edits: &[Edit]) -> Result<(), TestCaseError> {
    let mut known = evaluate(&plan);
    for edit in edits {
        let mut after = plan.clone();
        let ids: Vec<_> = after.services.iter().map(|service| service.id).collect();
        ids.into_iter().for_each(|id| apply(after.services.get_mut(id).unwrap(), edit));
        let kept = evaluate_from(Some((&plan, &known)), &after);
        prop_assert_eq!(&kept, &evaluate(&after), "{:?}", edit);
        (plan, known) = (after, kept);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_service(service in service(), start in any_date(), edits in proptest::collection::vec(edit(), 1..4)) {
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
    fn in_several_regions(edits in proptest::collection::vec(edit(), 1..5)) {
        in_a_row(examples::find("three-region-payments").unwrap().scenario(), &edits)?;
    }
}
