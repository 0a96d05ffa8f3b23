//! Whether the cheapest placement of a service holds in the whole plan.

use crate::base::explain::Standing;
use crate::base::id::ServiceId;
use crate::plan::evaluate::{Evaluation, evaluate};
use crate::plan::scenario::Scenario;

/// A scenario with a service deployed as its cheapest placement has it, where nothing of the whole plan fails then that did
/// not fail before.
///
/// # Errors
///
/// What would fail, where something would, or that there is no placement.
pub fn with_cheapest_placement(scenario: &Scenario, now: &Evaluation, service: ServiceId) -> Result<Scenario, String> {
    let placement = now.service(service).and_then(|service| service.regions.as_ref()).map(|plan| &plan.cheapest);
    let Some(placement) = placement else { return Err("There is no placement to use.".to_owned()) };
    let mut changed = scenario.clone();
    changed.use_placement(service, placement);
    let after = evaluate(&changed);
    let fails = |evaluation: &Evaluation| {
        let failing = evaluation.verdict.findings.iter().filter(|finding| finding.standing == Standing::Fails);
        failing.map(|finding| finding.sentence.clone()).collect::<Vec<String>>()
    };
    let before = fails(now);
    match fails(&after).into_iter().find(|sentence| !before.contains(sentence)) {
        Some(sentence) => Err(format!("Deployed like this, the plan would fail. {sentence}")),
        None => Ok(changed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::scenario::examples;

    #[test]
    fn what_is_used_holds_or_is_refused_with_the_reason() {
        for example in examples::ALL.iter().filter(|example| !example.scenario().regions.is_empty()) {
            let scenario = example.scenario();
            let now = evaluate(&scenario);
            let service = scenario.services.first().id;
            let outcome = with_cheapest_placement(&scenario, &now, service).map(|changed| {
                let after = evaluate(&changed);
                let plan = |evaluation: &Evaluation| evaluation.services[0].regions.clone().unwrap();
                (plan(&now), plan(&after))
            });
            match outcome {
                Ok((before, after)) => {
                    assert!(after.replicas <= before.replicas, "{}", example.slug);
                    assert_eq!(after.survivable.regions, before.survivable.regions, "{}", example.slug);
                }
                Err(reason) => assert!(reason.contains("the plan would fail"), "{reason}"),
            }
        }
    }
}
