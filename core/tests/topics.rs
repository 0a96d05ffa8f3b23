//! Laws that every topic keeps, whatever is registered: a new row is held to them without a further test.

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use headroom_core::base::explain::Standing;
use headroom_core::base::setting::Setting;
use headroom_core::base::units::Quantity;
use headroom_core::plan::evaluate::{Evaluation, evaluate};
use headroom_core::plan::line::Line;
use headroom_core::plan::scenario::{Scenario, codec, examples};
use headroom_core::plan::topics::{TOPICS, Topic, key_answers};
use proptest::prelude::*;
use std::collections::BTreeSet;
use support::{holds_only_finite_numbers, scenario};

/// What a topic says of every service, as text.
fn said(topic: &Topic, evaluation: &Evaluation) -> String {
    let services = evaluation.services.iter();
    format!("{:?}", services.map(|service| (topic.answer)(evaluation, service.id)).collect::<Vec<_>>())
}

/// An answer has a verdict that follows from its findings, and a working with a meaning for each of its letters.
fn is_whole(topic: &Topic, evaluation: &Evaluation) -> Result<(), String> {
    for service in &evaluation.services {
        let Some(answer) = (topic.answer)(evaluation, service.id) else { continue };
        let of = format!("{} of {}", topic.id, service.name);
        let worst = answer.verdict.findings.iter().map(|finding| finding.standing).max();
        if answer.verdict.standing != worst.unwrap_or(Standing::Holds) {
            return Err(format!("{of} stands otherwise than its findings"));
        }
        if let Some(finding) = answer.verdict.findings.iter().find(|finding| finding.sentence.trim().is_empty()) {
            return Err(format!("{of} has a finding without a sentence: {finding:?}"));
        }
        holds_only_finite_numbers(&answer).map_err(|reason| format!("{of}: {reason}"))?;
        for key in topic.key_answers {
            if (key.of)(service).is_some_and(|value| !value.is_finite()) {
                return Err(format!("{of}: {} is not finite", key.id));
            }
        }
    }
    Ok(())
}

fn every_topic(scenario: &Scenario) -> Result<(), String> {
    let (once, twice) = (evaluate(scenario), evaluate(scenario));
    let read = codec::from_fragment(&codec::to_fragment(scenario)).map_err(|error| error.to_string())?;
    let after = evaluate(&read);
    for topic in TOPICS {
        is_whole(topic, &once)?;
        if said(topic, &once) != said(topic, &twice) {
            return Err(format!("{} is not the same twice", topic.id));
        }
        if said(topic, &once) != said(topic, &after) {
            return Err(format!("{} is another after a round trip", topic.id));
        }
    }
    Ok(())
}

#[test]
fn every_topic_of_every_example_keeps_the_laws() {
    for example in examples::ALL {
        every_topic(&example.scenario()).unwrap_or_else(|reason| panic!("{}: {reason}", example.slug));
    }
}

#[test]
fn every_topic_has_its_say_in_the_report() {
    let plans: Vec<Evaluation> = examples::ALL.iter().map(|example| evaluate(&example.scenario())).collect();
    for topic in TOPICS {
        let lines = plans.iter().flat_map(|plan| {
            let of_services = plan.services.iter().flat_map(|service| (topic.lines)(plan, service.id, true));
            of_services.chain((topic.total_lines)(plan)).chain((topic.section)(plan))
        });
        let lines: Vec<Line> = lines.collect();
        assert!(!lines.is_empty(), "{}", topic.id);
        for line in lines {
            if let Line::Answer { label, says } = &line {
                assert!(!label.is_empty() && !says.trim().is_empty() && !says.contains('\n'), "{}: {line:?}", topic.id);
            }
        }
    }
}

#[test]
fn ids_are_there_once_and_rows_are_filled_in() {
    let ids: Vec<&str> = TOPICS.iter().map(|topic| topic.id).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    for topic in TOPICS {
        assert!(!topic.title.is_empty() && topic.question.ends_with('?'), "{}", topic.id);
        let keys: Vec<&str> = topic.key_answers.iter().map(|key| key.id).collect();
        for grown in topic.grows_with_load {
            assert!(keys.contains(grown), "{} has no key answer {grown}", topic.id);
        }
        for setting in topic.settings.iter().flat_map(|table| *table) {
            assert_eq!(Setting::find(setting.id), Some(setting), "{} is there twice", setting.id);
        }
    }
    assert!(Topic::find("sizing").is_some() && Topic::find("weather").is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_topic_of_any_plan_keeps_the_laws(plan in scenario()) {
        every_topic(&plan).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn what_grows_with_the_load_never_falls(plan in scenario(), factor in 1.0..4.0f64) {
        let mut more = plan.clone();
        for id in plan.services.iter().map(|service| service.id).collect::<Vec<_>>() {
            let demand = &mut more.services.get_mut(id).unwrap().demand;
            demand.average_load = Quantity::clamped(demand.average_load.get() * factor);
        }
        let (before, after) = (evaluate(&plan), evaluate(&more));
        let growing: Vec<&str> = TOPICS.iter().flat_map(|topic| topic.grows_with_load).copied().collect();
        for (before, after) in before.services.iter().zip(&after.services) {
            for key in key_answers().filter(|key| growing.contains(&key.id)) {
                let (Some(few), Some(many)) = ((key.of)(before), (key.of)(after)) else { continue };
                prop_assert!(many >= few * (1.0 - 1e-9), "{} of {}: {few}, then {many}", key.id, before.name);
            }
        }
    }
}
