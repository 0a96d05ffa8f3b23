//! Why requests are late: a policy at its maximum is at its maximum, whatever its kind, and what was dropped was dropped.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use headroom_core::base::units::{Quantity, RateLimit};
use headroom_core::plan::evaluate::{ServiceEvaluation, evaluate};
use headroom_core::plan::scaling::engine::Cause;
use headroom_core::plan::scaling::presets::{Facts, Preset};
use headroom_core::plan::scenario::adjust::{Adjustment, Axis};
use headroom_core::plan::scenario::scaling::{Policies, Rule};
use headroom_core::plan::scenario::{Service, examples};
use headroom_core::studies::policy_map::levers::levers;
use headroom_core::studies::policy_map::{Testbed, TriedIn};
use jiff::civil::Date;
use std::sync::Arc;
use support::plan_of;

const START: Date = jiff::civil::date(2026, 12, 1);

/// A week of a shop, capacity on demand, under a preset with so many replicas at most.
fn shop(preset: &str, most: u32) -> Service {
    let mut service = examples::find("black-friday-shop").unwrap().scenario().services.first().clone();
    let capacity = service.sizing.replica.capacity;
    let facts = Facts {
        throughput: capacity.throughput(),
        service_time: capacity.service_time(),
        sized: answers(&service).sizing.replicas,
        target_utilization: answers(&service).sizing.target_utilization,
    };
    service.sizing.lead_time = Quantity::clamped(0.0);
    service.scaling.policies = Policies::of_one(Preset::find(preset).unwrap().policy(&facts));
    Axis::MinReplicas.apply(&mut service, 2.0);
    Axis::MaxReplicas.apply(&mut service, f64::from(most));
    service
}

fn answers(service: &Service) -> Arc<ServiceEvaluation> {
    Arc::clone(&evaluate(&plan_of(service, START)).services[0])
}

/// The causes of what is late, the most first.
fn causes(service: &Service) -> Vec<Cause> {
    answers(service).scaling.outcome.causes.iter().map(|(cause, _)| *cause).collect()
}

#[test]
fn a_policy_at_its_maximum_is_at_its_maximum_whatever_its_kind() {
    // The usual peak is more than twelve replicas carry: nothing but a higher maximum helps in its hours.
    for preset in ["kubernetes", "target-50", "threshold-repaired", "predictive"] {
        assert_eq!(causes(&shop(preset, 12)).first(), Some(&Cause::Ceiling), "{preset}");
    }
}

#[test]
fn a_higher_maximum_is_offered_to_each_and_helps() {
    for preset in ["kubernetes", "target-50"] {
        let service = shop(preset, 12);
        let found = levers(&mut Testbed::new(&service, START, &TriedIn::default()), None);
        let lever = found.iter().find(|lever| matches!(lever.adjustment, Adjustment::MaxReplicas(_)));
        let lever = lever.unwrap_or_else(|| panic!("{preset}: {found:?}"));
        let mut changed = service.clone();
        lever.adjustment.apply_to(&mut changed);
        let kept = answers(&changed).scaling.outcome.kept_of_requests();
        assert!(kept >= changed.sizing.slo.availability.get(), "{preset}: {} keeps {kept}", lever.change);
        // No target that nobody would set.
        let absurd = |lever: &&headroom_core::plan::scenario::adjust::Lever| matches!(lever.adjustment, Adjustment::Setting(Axis::Target, target) if target < 0.2);
        assert_eq!(found.iter().find(absurd), None, "{preset}");
    }
}

#[test]
fn a_fixed_fleet_that_is_too_small_is_offered_its_number() {
    let mut service = shop("static", 20);
    service.with_active_policy(|choice| {
        let [Rule::Static(rule)] = choice.rules.as_mut_slice() else { panic!() };
        rule.replicas = Some(Quantity::clamped(12.0));
    });
    assert_eq!(causes(&service).first(), Some(&Cause::Blind));
    let found = levers(&mut Testbed::new(&service, START, &TriedIn::default()), None);
    let [lever] = found.as_slice() else { panic!("{found:?}") };
    let Adjustment::Setting(Axis::FixedReplicas, number) = lever.adjustment else { panic!("{lever:?}") };
    assert!(number > 12.0, "{lever:?}");
    let mut changed = service.clone();
    lever.adjustment.apply_to(&mut changed);
    // A maximum below the number is raised with it, and a service level is kept.
    assert!(changed.scaling.policies.active().max.unwrap().get() >= number as u32);
    assert!(answers(&changed).scaling.outcome.kept_of_requests() >= changed.sizing.slo.availability.get());
}

#[test]
fn a_rate_limit_is_named_before_the_policy_and_bounds_the_ideal_fleet() {
    let mut service = shop("kubernetes", 60);
    let free = answers(&service).scaling.outcome.ideal_most;
    // Half of the usual peak gets in.
    let limit = 0.5 * answers(&service).demand.peak;
    service.scaling.work.rate_limit = Some(RateLimit::clamped(limit));
    assert_eq!(causes(&service).first(), Some(&Cause::Dropped));
    let ideal = answers(&service).scaling.outcome.ideal_most;
    assert!(ideal < free, "{ideal} of {free}");
    assert!(f64::from(ideal) * service.sizing.replica.capacity.throughput() < 1.5 * limit, "{ideal}");
}
