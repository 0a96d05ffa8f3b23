//! Services, loads and policies to try the time loop on.

use headroom_core::base::units::Quantity;
use headroom_core::plan::evaluate::{ServiceEvaluation, evaluate};
use headroom_core::plan::scaling::presets::{Facts, Preset};
use headroom_core::plan::scaling::*;
use headroom_core::plan::scenario::scaling::*;
use headroom_core::plan::scenario::{Scenario, Service, examples};
use proptest::prelude::*;
use std::sync::Arc;

/// A service with the answers that scaling builds on.
pub struct Bench {
    pub scenario: Scenario,
    pub answers: ServiceEvaluation,
    /// What can be had.
    pub limit: Option<u32>,
}

impl Bench {
    /// The published planner's service, changed: 2,000 requests/s a replica, 57 as sized.
    pub fn new(change: impl FnOnce(&mut Service)) -> Self {
        let mut scenario = examples::seed_service();
        let id = scenario.services.first().id;
        let service = scenario.services.get_mut(id).unwrap();
        service.scaling = ScalingInputs::unstated();
        change(service);
        let mut evaluation = evaluate(&scenario);
        Self { scenario, answers: evaluation.services.remove(0).as_ref().clone(), limit: None }
    }

    /// The same where so many replicas can be had.
    pub fn within(self, limit: Option<u32>) -> Self {
        Self { limit, ..self }
    }

    pub fn service(&self) -> &Service {
        self.scenario.services.first()
    }

    /// These loads, one a step.
    pub fn scene(&self, step: f64, loads: &[f64]) -> Scene<'_> {
        let (inputs, basis) = self.answers.policies(self.service());
        let span = Span { start: 0.0, step, steps: loads.len() };
        Scene::of_loads(inputs, basis.within(self.limit), span, Arc::from(loads))
    }

    pub fn preset(&self, id: &str) -> PolicyChoice {
        let sizing = &self.answers.sizing;
        let capacity = self.service().sizing.replica.capacity;
        Preset::find(id).unwrap().policy(&Facts {
            throughput: capacity.throughput(),
            service_time: capacity.service_time(),
            sized: sizing.replicas,
            target_utilization: sizing.target_utilization,
        })
    }
}

/// A fixed number of replicas.
pub fn fixed(replicas: u32) -> PolicyChoice {
    let rule = Rule::Static(StaticRule { replicas: Some(Quantity::clamped(f64::from(replicas))) });
    PolicyChoice::of_rule("Fixed", rule)
}

pub fn step() -> impl Strategy<Value = f64> {
    proptest::sample::select(vec![1.0, 7.0, 15.0, 60.0, 300.0, 3600.0])
}

/// A load that wanders, with bursts and with times without any.
pub fn loads() -> impl Strategy<Value = Vec<f64>> {
    let stretch = (0.0..120_000.0_f64, 1_usize..30, any::<bool>());
    proptest::collection::vec(stretch, 3..12).prop_map(|stretches| {
        let mut loads = Vec::new();
        for (level, length, idle) in stretches {
            loads.extend(std::iter::repeat_n(if idle && level < 30_000.0 { 0.0 } else { level }, length));
        }
        loads
    })
}

pub fn preset() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(Preset::ALL.iter().map(|preset| preset.id).collect::<Vec<_>>())
}

pub fn fleet() -> impl Strategy<Value = FleetInputs> {
    let nodes = (1.0..20.0_f64, 0.0..600.0_f64, 0.0..4.0_f64, 0.0..1200.0_f64);
    let warm = (0.0..20.0_f64, 0.0..60.0_f64, 0.0..1.0_f64);
    (
        (0.0..300.0_f64, 0.0..300.0_f64, 0.0..120.0_f64, 0.0..120.0_f64),
        proptest::option::of(nodes),
        proptest::option::of(warm),
        prop_oneof![Just(0.0), 0.0..200.0_f64],
    )
        .prop_map(|((image_pull, model_load, warm_up, drain), nodes, warm, failures)| FleetInputs {
            startup: Startup {
                image_pull: Quantity::clamped(image_pull),
                model_load: Quantity::clamped(model_load),
                warm_up: Quantity::clamped(warm_up),
            },
            drain: Quantity::clamped(drain),
            nodes: nodes.map(|(size, provisioning, spare, unneeded)| NodeInputs {
                replicas_per_node: Quantity::clamped(size),
                provisioning: Quantity::clamped(provisioning),
                spare: Quantity::clamped(spare),
                unneeded: Quantity::clamped(unneeded),
            }),
            warm: warm.map(|(size, startup, price)| WarmInputs {
                size: Quantity::clamped(size),
                startup: Quantity::clamped(startup),
                price: Quantity::clamped(price),
            }),
            failures: Quantity::clamped(failures),
        })
}

pub fn work() -> impl Strategy<Value = WorkInputs> {
    (
        proptest::option::of(0.0..50_000.0_f64),
        proptest::option::of(0.5..400.0_f64),
        any::<bool>(),
        (0.0..5.4_f64, 0.0..120.0_f64),
        proptest::option::of(0.5..1.5_f64),
        proptest::option::of((0.5..1.2_f64, 1.0..3.0_f64)),
        proptest::option::of(0.0..100_000.0_f64),
    )
        .prop_map(|(limit, timeout, serves_abandoned, (retries, delay), shed, reduced, rate)| WorkInputs {
            queue_limit: limit.map(Quantity::clamped),
            timeout: timeout.map(Quantity::clamped),
            serves_abandoned,
            retries: Quantity::clamped(retries),
            retry_delay: Quantity::clamped(delay),
            shed_above: shed.map(Quantity::clamped),
            reduced: reduced
                .map(|(above, gain)| ReducedMode { above: Quantity::clamped(above), gain: Quantity::clamped(gain) }),
            rate_limit: rate.map(Quantity::clamped),
            batching: None,
        })
}
