//! A formula as printed, worked by hand with the values as printed, gives the number as printed.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[path = "working/by_hand.rs"]
mod by_hand;

use by_hand::{by_hand, day_by_hand, reads_as};
use headroom_core::base::dimension::Dimension;
use headroom_core::base::explain::{Step, StepKind, Working, by, letter, word};
use headroom_core::plan::evaluate::{Evaluation, evaluate};
use headroom_core::plan::scenario::{DrillInputs, Scenario, examples};
use headroom_core::studies::drill::{answer_drill, drill_working};
use headroom_core::studies::machine_choice::active_machine;
use proptest::prelude::*;

/// Every working of an evaluation, under what it explains.
fn workings(evaluation: &Evaluation) -> Vec<(String, Working)> {
    let mut all = vec![("plan".to_owned(), evaluation.totals.working.clone())];
    all.push(("bill".to_owned(), evaluation.cost.working.clone()));
    for service in &evaluation.services {
        let mut add = |topic: &str, working: &Working| all.push((format!("{} {topic}", service.name), working.clone()));
        add("demand", &service.demand.working);
        add("sizing", &service.sizing.working);
        add("scaling", &service.scaling.working);
        add("recovery", &service.recovery.working);
        add("cost", &service.cost.working);
        if let Some(plan) = &service.regions {
            add("regions", &plan.working);
        }
        add("reliability", &evaluation.reliability.service(service.id).unwrap().working);
    }
    all
}

/// The workings of the studies of a plan: a drill in each of its regions, and the machines in force.
fn studied(scenario: &Scenario, evaluation: &Evaluation) -> Vec<(String, Working)> {
    let mut all = Vec::new();
    for (service, answers) in scenario.services.iter().zip(&evaluation.services) {
        let now = active_machine(scenario, service, answers, scenario.start);
        all.push((format!("{} machine", service.name), now.working));
        for region in scenario.regions.iter().filter(|region| region.hosts) {
            let inputs = DrillInputs::of(region.id);
            if let Ok((answer, _)) = answer_drill(scenario, evaluation, service.id, &inputs, &mut |_| {}) {
                all.push((format!("{} drill of {}", service.name, region.name), drill_working(&answer)));
            }
        }
    }
    all
}

/// What is wrong with a step, for a reader who works it by hand.
fn fault(step: &Step) -> Option<String> {
    match step.kind {
        StepKind::Arithmetic => match by_hand(&step.values, &step.shown) {
            Ok(value) if reads_as(value, &step.shown) => None,
            Ok(value) => Some(format!("by hand {value}")),
            Err(fault) => Some(fault),
        },
        // What was found by a search must not look as if it could be worked: no operator between values.
        StepKind::Found => ["·", "+", "−", "/ "]
            .iter()
            .find(|sign| step.values.contains(**sign))
            .map(|sign| format!("{sign} in what was found")),
        StepKind::Date => {
            let day = day_by_hand(&step.values).map(headroom_core::base::text::date);
            (day.as_deref() != Some(&step.shown)).then(|| format!("by hand {day:?}"))
        }
    }
}

/// Names in a formula that are neither words nor units nor defined among its letters.
fn undefined(step: &Step) -> Vec<String> {
    let is_of_a_name = |c: char| c.is_alphanumeric() || c == '_' || ('\u{300}'..='\u{36f}').contains(&c);
    let names = |text: &str| -> Vec<String> {
        text.split(|c| !is_of_a_name(c)).filter(|name| !name.is_empty()).map(str::to_owned).collect()
    };
    let defined: Vec<String> = step.letters.iter().flat_map(|letter| names(letter.letter)).collect();
    let is_number = |name: &str| name.starts_with(|c: char| c.is_ascii_digit());
    let all = names(step.formula);
    let is_unit = |at: usize| at > 0 && all[at] == "h" && is_number(&all[at - 1]);
    let is_word = |name: &str| name.chars().all(|c| c.is_ascii_lowercase()) && (name.len() > 1 || name == "a");
    let unknown = all.iter().enumerate().filter(|(at, name)| {
        !defined.contains(name) && !is_number(name) && !is_word(name) && !is_unit(*at) && *name != "Σ"
    });
    unknown.map(|(_, name)| name.clone()).collect()
}

/// Letters that stand for one thing in one step and for another in the next.
fn ambiguous(working: &Working) -> Vec<&'static str> {
    let letters: Vec<_> = working.steps.iter().flat_map(|step| &step.letters).collect();
    let other = |one: &&&headroom_core::base::explain::Letter| {
        letters.iter().any(|other| other.letter == one.letter && other.meaning != one.meaning)
    };
    letters.iter().filter(|letter| !letter.meaning.is_empty()).filter(other).map(|letter| letter.letter).collect()
}

#[test]
fn every_step_of_every_example_can_be_worked_by_hand() {
    let (mut faults, mut kinds) = (Vec::new(), [0; 3]);
    for example in examples::ALL {
        let scenario = example.scenario();
        let evaluation = evaluate(&scenario);
        for (topic, working) in workings(&evaluation).into_iter().chain(studied(&scenario, &evaluation)) {
            for letter in ambiguous(&working) {
                faults.push(format!("{} {topic}: {letter} means two things", example.slug));
            }
            for step in &working.steps {
                kinds[step.kind as usize] += 1;
                let Step { label, formula, values, shown, .. } = step;
                let line = format!("{} {topic}: {label}: {formula} = {values} = {shown}", example.slug);
                faults.extend(fault(step).map(|fault| format!("{line}: {fault}")));
                for letter in undefined(step) {
                    faults.push(format!("{line}: {letter} is not defined"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    // Most steps are arithmetic; all kinds occur.
    assert!(kinds[0] > 300 && kinds[1] > 100 && kinds[2] > 20, "{kinds:?}");
}

fn last(working: &Working) -> (&str, &str) {
    let step = working.steps.last().unwrap();
    (&step.values, &step.shown)
}

#[test]
fn rows_by_hand() {
    let (rate, share) = (Dimension::DollarsPerHour, Dimension::Fraction);
    let mut working = Working::default();
    let mut ratio = |committed: f64, on_demand: f64| {
        let operands = [letter("r", "committed", committed, rate), letter("p", "by the hour", on_demand, rate)];
        let value = working.step("Critical ratio", by("1 − r / p", operands, |[r, p]| 1.0 - r / p), share);
        (value, last(&working).0.to_owned(), last(&working).1.to_owned())
    };
    // 0.0958 / 0.145 is 0.6607, and not 0.10 / 0.14.
    let (value, values, shown) = ratio(0.0958, 0.145);
    assert_eq!((value, &*shown), (1.0 - 0.0958 / 0.145, "33.9 %"));
    assert_eq!(values, "1 − $0.0958 an hour / $0.145 an hour");
    // A derived rate has four digits, or as many as the result needs.
    let (_, values, shown) = ratio(0.145 * 0.659_123_45, 0.145);
    assert_eq!((&*values, &*shown), ("1 − $0.09557 an hour / $0.145 an hour", "34.1 %"));
    // 33.9 · 0.37 · 730 would be 9,156.
    let nodes = [word("nodes", 237.0 / 7.0, Dimension::Count("nodes")), word("price", 1.0 / 2.718_63, rate)];
    let cost = working.step("Compute", by("nodes · price · 730 h", nodes, |[n, p]| n * p * 730.0), Dimension::Dollars);
    assert_eq!(last(&working), ("33.86 · $0.3678 an hour · 730 h", "$9,091"));
    assert_eq!(cost, 237.0 / 7.0 * (1.0 / 2.718_63) * 730.0);
    let part =
        [letter("p", "on-demand price per node-hour", 0.145, rate), letter("k", "replicas", 28.0, Dimension::Plain)];
    let part = working.step("Part of a node", by("p / k", part, |[p, k]| p / k), rate);
    assert_eq!((part, last(&working)), (0.145 / 28.0, ("$0.145 an hour / 28", "$0.005179 an hour")));
    // 315 days from the first of December.
    let start = jiff::civil::date(2026, 12, 1);
    let days = ("d", "days until the limit", 315);
    assert_eq!(
        working.date("Order by", "start + d − lead", start, [days, ("lead", "", -45)]).to_string(),
        "2027-08-28"
    );
    assert_eq!(last(&working), ("1 December 2026 + 315 days − 45 days", "28 August 2027"));
    for step in &working.steps {
        assert_eq!(fault(step), None, "{step:?}");
    }
}

#[test]
fn a_reader_finds_what_is_wrong() {
    let mut working = Working::default();
    let operands =
        [letter("r", "", 0.0958, Dimension::DollarsPerHour), word("price", 0.145, Dimension::DollarsPerHour)];
    let _ = working.step("Ratio", by("1 − r / price", operands, |[r, p]| 1.0 - r / p), Dimension::Fraction);
    let right = working.steps[0].clone();
    assert_eq!(fault(&right), None);
    assert!(undefined(&Step { formula: "1 − r / p̄", ..right.clone() }) == ["p̄"]);
    assert!(undefined(&Step { formula: "r · G(d) · h", ..right.clone() }) == ["G", "d", "h"]);
    for values in ["1 − $0.10 an hour / $0.14 an hour", "1 − 9 % / $0.145", "1 − (0.2", "one", ""] {
        assert!(fault(&Step { values: values.to_owned(), ..right.clone() }).is_some(), "{values}");
    }
    let date = Step { kind: StepKind::Date, values: "1 May 2027 + 2 days".into(), shown: "4 May 2027".into(), ..right };
    assert!(fault(&date).is_some() && fault(&Step { kind: StepKind::Found, ..date }).is_some());
}

#[test]
fn times_are_read_in_the_clock_of_the_result() {
    for (values, shown, value) in [
        ("0.5 · (3.5 min · $400,000 an hour + $555.56)", "$11,944", 0.5 * (3.5 / 60.0 * 400_000.0 + 555.56)),
        ("57 · 7 days", "9,576 replica-hours", 9_576.0),
        ("max(0, 1 − (1,234 + 6) / 12,400)", "90 %", 0.9),
        ("⌈7 / 2⌉ + ⌊min(9 / 2, 4)⌋", "8", 8.0),
        ("2 · (1 + 100 %)^(12 / 6)", "8", 8.0),
        ("detect 90 s + max(redirect clients 2 min, provision 1 min)", "3.5 min", 210.0),
        ("(−5 %) + 1", "95 %", 0.95),
        ("10 − 2 − 3 · 2 / 4", "6.5", 6.5),
    ] {
        let found = by_hand(values, shown).unwrap();
        assert!((found - value).abs() < 1e-9 && reads_as(found, shown), "{values}: {found}");
    }
}

#[test]
fn a_small_term_of_a_sum_keeps_its_digits() {
    let (a, b, c) = (3_246_928.793_330_330_4, 0.004_038_250_368_229_428, 0.000_288_815_168_707_647_45);
    let mut working = Working::default();
    let operands = [("a", a), ("b", b), ("c", c)].map(|(name, value)| letter(name, "", value, Dimension::Rate));
    let _ = working.step("x", by("a / (b + c)", operands, |[a, b, c]| a / (b + c)), Dimension::Fraction);
    assert_eq!(fault(&working.steps[0]), None, "{:?}", working.steps[0]);
}

#[test]
fn a_large_amount_over_small_rates_can_be_worked_by_hand() {
    for of in [Dimension::Dollars, Dimension::DollarsPerHour] {
        let mut working = Working::default();
        let (a, b, c) = (2_477_854.869_427_281, 0.001_624_561_855_315_278_7, 0.000_554_015_806_493_006);
        let operands = [letter("a", "", a, of), letter("b", "", b, of), letter("c", "", c, of)];
        let _ = working.step("x", by("a / (b + c)", operands, |[a, b, c]| a / (b + c)), Dimension::Dollars);
        assert_eq!(fault(&working.steps[0]), None, "{:?}", working.steps[0]);
    }
}

fn dimension() -> impl Strategy<Value = Dimension> {
    prop::sample::select(vec![
        Dimension::Rate,
        Dimension::Fraction,
        Dimension::Seconds,
        Dimension::Dollars,
        Dimension::DollarsPerHour,
        Dimension::Count("things"),
    ])
}

fn size() -> impl Strategy<Value = f64> {
    (-4.0..7.0_f64).prop_map(|power| libm::pow(10.0, power))
}

proptest! {
    #[test]
    fn printed_digits_suffice(a in size(), b in size(), c in size(), of in dimension(), result in dimension()) {
        let mut working = Working::default();
        let operands = [letter("a", "", a, of), letter("b", "", b, of), letter("c", "", c, of)];
        // Dimensionless, so that no clock matters.
        let value = working.step("x", by("a / (b + c)", operands, |[a, b, c]| a / (b + c)), result);
        prop_assert_eq!(value, a / (b + c));
        let step = &working.steps[0];
        let found = by_hand(&step.values, &step.shown).unwrap();
        let near = |scale: f64| headroom_core::base::text::quantity(found * scale, result) == step.shown;
        prop_assert!([1.0, 1.0 + 1e-12, 1.0 - 1e-12].into_iter().any(near), "{:?}: {}", step, found);
    }

    #[test]
    fn differences_that_nearly_cancel_have_digits_enough(a in 0.5..1.0_f64, less in 1e-6..1e-2_f64) {
        let mut working = Working::default();
        let share = Dimension::Fraction;
        let operands = [letter("a", "", a, share), letter("b", "", a * (1.0 - less), share)];
        let _ = working.step("x", by("1 − b / a", operands, |[a, b]| 1.0 - b / a), share);
        prop_assert_eq!(fault(&working.steps[0]), None, "{:?}", working.steps[0]);
    }
}
