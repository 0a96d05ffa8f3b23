//! Response times with a stated variability of service times, and what is said where nobody stated one.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[path = "support/fleet.rs"]
mod fleet;

use fleet::scenario;
use headroom_core::base::explain::Standing;
use headroom_core::base::units::Quantity;
use headroom_core::plan::evaluate::evaluate;
use headroom_core::plan::scenario::sizing::{LatencyObjective, MeasuredAt, ReplicaCapacity};
use headroom_core::plan::scenario::{Scenario, codec};
use headroom_core::plan::sizing::ReplicasForLatency;
use proptest::prelude::*;

/// 4,000 requests/s; a replica carries 350 requests/s, 16 at once, so a request takes 45.71 ms; P99 within `target` seconds.
fn plan(variability: Option<f64>, target: f64) -> Scenario {
    let mut plan = scenario(4_000.0, &[]);
    let id = plan.services.first().id;
    let sizing = &mut plan.services.get_mut(id).unwrap().sizing;
    sizing.replica.capacity = ReplicaCapacity::Throughput {
        throughput: Quantity::clamped(350.0),
        concurrency: Quantity::clamped(16.0),
        variability: variability.map(Quantity::clamped),
    };
    sizing.slo.latency = Some(LatencyObjective {
        percentile: Quantity::clamped(0.99),
        target: Quantity::clamped(target),
        measured: MeasuredAt::AtService,
    });
    plan
}

fn first_finding(plan: &Scenario) -> (Standing, String) {
    let finding = evaluate(plan).services[0].sizing.verdict.findings[0].clone();
    (finding.standing, finding.sentence)
}

#[test]
fn out_of_reach_says_which_assumption_makes_it_so() {
    let (standing, sentence) = first_finding(&plan(None, 0.2));
    assert_eq!(standing, Standing::Fails);
    // 45.71 ms · ln 100 = 210.5 ms; (200 / 45.71 − 1) / (ln 100 − 1) = 0.936.
    assert_eq!(
        sentence,
        "P99 within 200 ms is out of reach with any number of replicas: at a service time of 45.7 ms with a variability (CV) of \
         100 %, exponential as nobody stated it, it takes 211 ms without queueing. At a CV of 93 % or less it is within reach."
    );
    assert!(!first_finding(&plan(Some(1.0), 0.2)).1.contains("nobody stated"));
    // 45.8 ms: a CV of 0.05 % at most.
    assert!(
        first_finding(&plan(None, 0.0458)).1.contains("Only service times that hardly vary bring it within reach.")
    );
    let constant = first_finding(&plan(None, 0.04)).1;
    assert!(constant.contains("Service times that hardly vary do not bring it within reach either."), "{constant}");
}

#[test]
fn service_times_that_vary_less_are_within_reach() {
    let plan = plan(Some(0.5), 0.2);
    assert_eq!(first_finding(&plan).0, Standing::Holds);
    let latency = evaluate(&plan).services[0].sizing.latency.clone().unwrap();
    // Hardly anybody waits: 45.71 ms · (0.5 + 0.5 · ln 100) = 128.1 ms.
    assert!((latency.at_percentile - 0.128_1).abs() < 5e-4, "{}", latency.at_percentile);
    assert_eq!(latency.service_times(), "CV 50 %");
    let within_reach = evaluate(&self::plan(None, 0.25)).services[0].sizing.latency.clone().unwrap();
    assert_eq!(within_reach.service_times(), "CV 100 %, assumed");
}

#[test]
fn a_file_keeps_what_is_stated_and_one_without_it_stays_as_it_was() {
    let [stated, unstated] = [plan(Some(0.5), 0.2), plan(None, 0.2)];
    for one in [&stated, &unstated] {
        assert_eq!(codec::from_json(&codec::to_json(one)).unwrap(), *one);
    }
    let text = codec::to_json(&stated);
    assert!(
        text.contains("\"variability\": 0.5") && !codec::to_json(&unstated).contains("\"variability\": null"),
        "{text}"
    );
    let refused =
        codec::from_json(&text.replace("\"variability\": 0.5", "\"variability\": 11")).unwrap_err().to_string();
    assert!(refused.contains("variability of service times"), "{refused}");
}

fn replicas(variability: f64, target: f64) -> Option<u32> {
    match evaluate(&plan(Some(variability), target)).services[0].sizing.replicas_for_latency {
        ReplicasForLatency::Needed(needed) => Some(needed),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn up_to_exponential_less_variable_service_times_never_need_more(cv in 0.0..1.0_f64, less in 0.0..1.0_f64, target in 0.05..0.6_f64) {
        let (more, less) = (replicas(cv, target), replicas(cv * less, target));
        prop_assert!(match (more, less) {
            (Some(more), Some(less)) => less <= more,
            (more, less) => more.is_none() || less.is_some(),
        }, "{more:?} {less:?}");
    }
}
