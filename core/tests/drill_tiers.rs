//! What a recovery tier keeps ready decides how a drill ends.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use headroom_core::base::id::ServiceId;
use headroom_core::base::units::Quantity;
use headroom_core::formulas::recovery::RecoveryTier;
use headroom_core::plan::evaluate::{Evaluation, evaluate};
use headroom_core::plan::scenario::{DrillFleets, DrillInputs, Scenario, examples};
use headroom_core::studies::drill::*;

fn payments() -> Scenario {
    examples::find("three-region-payments").unwrap().scenario()
}

fn stated(scenario: &Scenario) -> DrillInputs {
    scenario.drill.unwrap_or_else(|| DrillInputs::of(scenario.regions[0].id))
}

/// The drill of a service; requests that came to an end or wait are those that came.
fn run(
    scenario: &Scenario,
    evaluation: &Evaluation,
    service: ServiceId,
    inputs: &DrillInputs,
) -> (DrillAnswer, DrillOutcome) {
    let (answer, outcome) = answer_drill(scenario, evaluation, service, inputs, &mut |_| {}).unwrap();
    let served: f64 = outcome.regions.iter().map(|region| region.outcome.served).sum();
    let (totals, ended) = (answer.totals, served + answer.totals.lost + answer.totals.waiting);
    assert!((ended - totals.requests).abs() <= 1e-6 * totals.requests.max(1.0), "{ended} {totals:?}");
    (answer, outcome)
}

/// The busiest hour, and a loss that outlasts the recovery of all tiers but cold standby.
fn two_hours_at_the_peak(scenario: &Scenario) -> DrillInputs {
    DrillInputs {
        fleets: DrillFleets::ByTier,
        start: Quantity::clamped(140.0),
        length: Quantity::clamped(2.0),
        ..stated(scenario)
    }
}

#[test]
fn a_pilot_light_serves_only_once_it_is_built() {
    let mut scenario = payments();
    let ledger = scenario.services.iter().nth(1).unwrap().id;
    scenario.services.get_mut(ledger).unwrap().recovery.tier = Some(RecoveryTier::PilotLight);
    let evaluation = evaluate(&scenario);
    let inputs = DrillInputs { fleets: DrillFleets::ByTier, ..stated(&scenario) };
    let (answer, outcome) = run(&scenario, &evaluation, ledger, &inputs);
    // 30 s to notice, 15 min to decide, 20 min to get machines, 30 s to start.
    let built = 30.0 + 900.0 + 1200.0 + 30.0;
    let ready = outcome.regions[1].columns.ready.iter().position(|ready| *ready > 0.0).unwrap();
    assert!((answer.since_failure(ready as f64 * answer.step) - built).abs() <= answer.step, "{ready}");
    assert!(answer.served_again().unwrap() >= built);
    let hot = DrillInputs { fleets: DrillFleets::Ready, ..inputs };
    let (hot, _) = run(&scenario, &evaluation, ledger, &hot);
    // With all ready it is 30 s, the decision and 30 s to redirect: 16 of 36 minutes of nearly the same load.
    let ratio = hot.totals.bad() / answer.totals.bad();
    assert!((ratio - 960.0 / 2_160.0).abs() < 0.01, "{ratio}");
}

#[test]
fn a_tier_that_keeps_less_ready_loses_more_in_regions_that_all_serve() {
    let mut before = 0.0;
    for tier in RecoveryTier::ALL.into_iter().rev() {
        let mut scenario = payments();
        let service = scenario.services.first().id;
        let changed = scenario.services.get_mut(service).unwrap();
        changed.recovery.tier = Some(tier);
        // Nobody waits, so that no backlog is worked off once capacity is up.
        changed.scaling.work.timeout = Some(Quantity::clamped(0.0));
        scenario.drill = Some(two_hours_at_the_peak(&scenario));
        let evaluation = evaluate(&scenario);
        let (answer, _) = run(&scenario, &evaluation, service, &stated(&scenario));
        let rto = evaluation.services[0].recovery.active().unwrap().rto.unwrap();
        assert!(answer.served_again().unwrap() <= rto + answer.step, "{tier:?}: {:?}", answer.served_again());
        assert!(answer.totals.bad() >= before, "{tier:?} loses {}, a readier one {before}", answer.totals.bad());
        before = answer.totals.bad();
    }
    assert!(before > 2e7, "two hours on cold standby lose most of what came, not {before}");
}

#[test]
fn what_queued_is_worked_off_once_capacity_is_up() {
    let mut scenario = payments();
    let service = scenario.services.first().id;
    scenario.services.get_mut(service).unwrap().recovery.tier = Some(RecoveryTier::PilotLight);
    scenario.drill = Some(two_hours_at_the_peak(&scenario));
    let evaluation = evaluate(&scenario);
    let (answer, _) = run(&scenario, &evaluation, service, &stated(&scenario));
    let rto = evaluation.services[0].recovery.active().unwrap().rto.unwrap();
    // Clients wait 30 s; 39 replicas of 120 requests/s in Ireland work off what came in these at 2,850 requests/s.
    let backlog = 30.0 * 2_850.0 / (39.0 * 120.0 - 2_850.0);
    let after = answer.served_again().unwrap() - rto;
    assert!((0.0..=backlog + answer.step).contains(&after), "{after} {backlog}");
}
