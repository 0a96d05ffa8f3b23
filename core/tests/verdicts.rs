//! The verdict on the plan loses nothing that a topic says.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use headroom_core::base::explain::{Finding, Standing};
use headroom_core::base::units::Quantity;
use headroom_core::plan::evaluate::{Evaluation, evaluate};
use headroom_core::plan::scenario::{Scenario, examples};
use headroom_core::plan::topics::TOPICS;
use headroom_core::studies::diff::diff;
use proptest::prelude::*;

/// Sentences of topics that say that something fails, and whether the plan's verdict says them too.
fn lost(evaluation: &Evaluation) -> Vec<String> {
    let mut lost = Vec::new();
    for service in &evaluation.services {
        for topic in TOPICS {
            let Some(answer) = (topic.answer)(evaluation, service.id).filter(|answer| answer.is_stated) else {
                continue;
            };
            let failing = answer.verdict.findings.iter().filter(|finding| finding.standing == Standing::Fails);
            for finding in failing {
                let said = evaluation.verdict.findings.iter().any(|one| one.sentence.ends_with(&finding.sentence));
                // Of several services each says what its policy does not keep in one sentence.
                let is_summed_up = topic.id == "scaling" && evaluation.verdict.standing == Standing::Fails;
                if !said && !is_summed_up {
                    lost.push(format!("{}: {}", topic.title, finding.sentence));
                }
            }
        }
    }
    lost
}

/// A service on an instance type that is too small for its replicas, priced or not.
fn too_small(is_priced: bool) -> Scenario {
    let mut scenario = examples::find("three-products").unwrap().scenario();
    let ids: Vec<_> = scenario.services.iter().map(|service| service.id).collect();
    for id in &ids[1..] {
        scenario.services.remove(*id).unwrap();
    }
    let service = scenario.services.get_mut(ids[0]).unwrap();
    service.sizing.replica.vcpus = Quantity::clamped(500.0);
    service.scaling.price = None;
    let machine = service.cost.machine.as_mut().unwrap();
    if !is_priced {
        (machine.on_demand, machine.one_year, machine.three_years, machine.spot) = (None, None, None, None);
    }
    scenario
}

#[test]
fn an_instance_type_too_small_fails_the_plan_whether_or_not_anything_is_priced() {
    for is_priced in [true, false] {
        let evaluation = evaluate(&too_small(is_priced));
        assert_eq!(evaluation.verdict.standing, Standing::Fails, "{is_priced}: {:?}", evaluation.verdict);
        let said =
            evaluation.verdict.findings.iter().any(|finding| finding.sentence.contains("A replica does not fit"));
        assert!(said, "{is_priced}: {:?}", evaluation.verdict);
        // So a pipeline that watches the verdict sees it come.
        let mut fits = too_small(is_priced);
        let id = fits.services.first().id;
        fits.services.get_mut(id).unwrap().sizing.replica.vcpus = Quantity::clamped(1.0);
        let new = diff(&fits, &too_small(is_priced)).verdict.new;
        let fails =
            |finding: &Finding| finding.standing == Standing::Fails && finding.sentence.contains("does not fit");
        assert!(new.iter().any(fails), "{is_priced}: {new:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn what_fails_in_a_topic_fails_in_the_plan(scenario in support::scenario()) {
        let lost = lost(&evaluate(&scenario));
        prop_assert!(lost.is_empty(), "{lost:#?}");
    }
}
