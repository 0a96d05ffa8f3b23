//! What changed between two plans: rows worked by hand, and what holds of any two plans.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use headroom_core::base::explain::Standing;
use headroom_core::base::id::ServiceId;
use headroom_core::base::name::Name;
use headroom_core::base::units::{Quantity, ReplicaPrice, SpareReplicas};
use headroom_core::plan::scenario::scaling::ScalingInputs;
use headroom_core::plan::scenario::{Scenario, Service, Services, codec, examples};
use headroom_core::report::DiffReport;
use headroom_core::studies::diff::{AnswerChange, Check, CostLimit, InputChange, PlanDiff, Sides, diff};
use proptest::prelude::*;
use support::scenario;

/// The seed service with a static fleet at a dollar an hour.
fn static_plan() -> Scenario {
    let mut plan = examples::seed_service();
    let service = plan.services.get_mut(ServiceId(1)).unwrap();
    service.scaling = ScalingInputs { price: Some(ReplicaPrice::clamped(1.0)), ..ScalingInputs::unstated() };
    plan
}

fn edited(plan: &Scenario, edit: impl FnOnce(&mut Service)) -> Scenario {
    let mut plan = plan.clone();
    let id = plan.services.first().id;
    edit(plan.services.get_mut(id).unwrap());
    plan
}

/// `place: before → after` of every input of the first service that differs.
fn inputs(before: &Scenario, after: &Scenario) -> Vec<String> {
    let shown = |change: &InputChange| format!("{}: {} → {}", change.place, change.before.shown, change.after.shown);
    let found = diff(before, after);
    found.services.first().map(|service| service.inputs.iter().map(shown).collect()).unwrap_or_default()
}

#[test]
fn answers_differ_as_worked_by_hand() {
    let before = static_plan();
    let found = diff(&before, &edited(&before, |service| service.sizing.spare_replicas = SpareReplicas::clamped(3.0)));
    assert_eq!(
        inputs(&before, &edited(&before, |service| service.sizing.spare_replicas = SpareReplicas::clamped(3.0))),
        ["sizing.spare_replicas: 0 → 3"]
    );
    let row = |changes: &[AnswerChange], id: &str| {
        let change = changes.iter().find(|change| change.id == id).unwrap();
        let shown = [&change.before, &change.after].map(|side| side.as_ref().unwrap().shown.clone());
        (shown.join(" → "), change.difference_shown.clone().unwrap(), change.relative_shown.clone().unwrap_or_default())
    };
    // 57 + 3 replicas; 3 / 57 = 5.263 %.
    let replicas = ("57 → 60".to_owned(), "+3".to_owned(), "+5.26 %".to_owned());
    // 57 · 730 h · $1 and 60 · 730 h · $1.
    let cost = ("$41,610 → $43,800".to_owned(), "+$2,190".to_owned(), "+5.26 %".to_owned());
    // 75,000 / (57 · 2,000) and 75,000 / (60 · 2,000).
    let busy = ("65.8 % → 62.5 %".to_owned(), "−3.29 points".to_owned(), String::new());
    for (changes, id) in [(&found.answers, "cost"), (&found.services[0].answers, "compute")] {
        assert_eq!((row(changes, "replicas"), row(changes, id)), (replicas.clone(), cost.clone()));
        assert!(changes.iter().all(|change| change.id != "provisioned"), "112,500 before and after");
    }
    assert_eq!(row(&found.services[0].answers, "busy"), busy);
    let (was, is) = (found.monthly_cost.before.unwrap(), found.monthly_cost.after.unwrap());
    // Sums over 10,080 steps.
    assert!((was - 41_610.0).abs() < 1e-6 && (is - 43_800.0).abs() < 1e-6, "{was} {is}");
    for (limit, passed) in [
        (CostLimit::Share(0.05), false),
        (CostLimit::Share(0.0526), false),
        (CostLimit::Share(0.0527), true),
        (CostLimit::Share(3.0 / 57.0), true),
        (CostLimit::Dollars(2_189.0), false),
        (CostLimit::Dollars(2_190.0), true),
    ] {
        assert_eq!(Check::of_cost(&found, limit).unwrap().passed, passed, "{limit}");
    }
}

#[test]
fn a_check_says_what_it_found() {
    let before = static_plan();
    let after = edited(&before, |service| service.demand.average_load = Quantity::clamped(60_000.0));
    let found = diff(&before, &after);
    assert_eq!(
        Check::of_cost(&found, "10%".parse().unwrap()).unwrap().sentence,
        // ⌈60,000 · 2.5 · 1.5 / 2,000⌉ = 113 replicas · 730 h.
        "The limit of 10 % more per month is exceeded: $41,610 before, $82,490 now, $45,771 at most."
    );
    assert!(Check::of_verdict(&found).passed);
    let unpriced = edited(&before, |service| service.scaling.price = None);
    for (one, other) in [(&unpriced, &before), (&before, &unpriced)] {
        assert_eq!(Check::of_cost(&diff(one, other), CostLimit::Share(9.0)), None);
    }
    // A response time of a hundredth of the service time is out of reach of any fleet.
    let failing = edited(&before, |service| {
        let objective = service.sizing.slo.latency.as_mut().unwrap();
        objective.target = Quantity::clamped(1e-6);
    });
    let worse = diff(&before, &failing);
    assert_eq!((worse.verdict.before, worse.verdict.after), (Standing::Holds, Standing::Fails));
    let check = Check::of_verdict(&worse);
    assert_eq!((check.passed, check.sentence.as_str()), (false, "The verdict is worse: holds before, fails now."));
    assert!(Check::of_verdict(&diff(&failing, &before)).passed);
    assert_eq!(
        Check::of_verdict(&diff(&failing, &failing)).sentence,
        "The verdict is no worse: fails before, fails now."
    );
}

#[test]
fn inputs_are_told_field_by_field() {
    let shop = examples::find("black-friday-shop").unwrap().scenario();
    for (edit, told) in [
        // What a file leaves out counts as its default.
        (
            (|service| service.scaling.fleet.startup.model_load = Quantity::clamped(90.0)) as fn(&mut Service),
            &["scaling.fleet.startup.model_load: 0 s → 90 s"][..],
        ),
        (|service| service.scaling.work.timeout = None, &["scaling.work.timeout: 30 s → not set"]),
        (|service| service.scaling.seed = Quantity::clamped(7.0), &["scaling.seed: 1 → 7"]),
        (|service| service.scaling.price = None, &["scaling.price: $0.34 an hour → not set"]),
        (|service| service.team = Name::default(), &["team: Personalization → not set"]),
        // Another form is one change.
        (
            |service| service.demand.week = headroom_core::plan::scenario::demand::WeekShape::Flat,
            &["demand.week: consumer 25 % → flat"],
        ),
        (
            |service| service.demand.events[0].lift = Quantity::clamped(5.0),
            &["demand.events[\"Black Friday\"].lift: 4 × → 5 ×"],
        ),
        (
            |service| service.demand.events[0].name = Name::from_static("Black Week"),
            &["demand.events[0].name: Black Friday → Black Week"],
        ),
        (
            |service| service.demand.events.clear(),
            &[
                "demand.events[\"Black Friday\"]: name Black Friday, start 2027-11-25T18:00:00, ramp 6 h, length 24 h, lift 4 ×, repeat yearly, ready weeks ahead → not set",
            ],
        ),
        (
            |service| service.scaling.policies.remove(3),
            &["scaling.policies[\"Static, as sized\"]: name Static, as sized, rules static (default) → not set"],
        ),
        (
            |service| service.scaling.policies.make_active(3),
            &[
                "scaling.policies: Kubernetes default; AWS target tracking 50 %; Predictive, 5 minutes ahead; Static, as sized → Static, as sized; Kubernetes default; AWS target tracking 50 %; Predictive, 5 minutes ahead",
            ],
        ),
    ] {
        assert_eq!(inputs(&shop, &edited(&shop, edit)), told);
    }
    let found = diff(&shop, &edited(&shop, |service| service.scaling.policies.make_active(3)));
    assert_eq!(found.services[0].inputs[0].words, "scaling, policies, order");
    // A plan's own inputs, and those that no answer depends on.
    let mut renamed = shop.clone();
    renamed.name = Name::from_static("Shop");
    let found = diff(&shop, &renamed);
    assert_eq!((found.inputs[0].place.as_str(), found.n_inputs(), found.answers.len()), ("name", 1, 0));
}

#[test]
fn services_are_the_same_by_their_ids_and_else_by_their_names() {
    let shop = examples::find("black-friday-shop").unwrap().scenario();
    let services: Vec<Service> = shop.services.iter().cloned().collect();
    let plan = |services: Vec<Service>| Scenario { services: Services::new(services).unwrap(), ..shop.clone() };
    let told = |after: &Scenario| {
        let services = diff(&shop, after).services;
        let ids = |service: &headroom_core::studies::diff::ServiceDiff| {
            (service.name.clone(), service.ids.before.map(|id| id.0), service.ids.after.map(|id| id.0))
        };
        services.iter().map(ids).collect::<Vec<_>>()
    };
    let with_id = |service: &Service, id| Service { id: ServiceId(id), ..service.clone() };
    let named = |service: &Service, name| Service { name: Name::from_static(name), ..service.clone() };
    // Another id alone is no difference, another name is one of the same service.
    assert_eq!(told(&plan(vec![services[0].clone(), with_id(&services[1], 9)])), []);
    assert_eq!(told(&plan(vec![services[0].clone(), named(&services[1], "X")])), [("X".into(), Some(2), Some(2))]);
    assert_eq!(told(&plan(vec![services[0].clone()])), [("Fraud score".into(), Some(2), None)]);
    assert_eq!(
        told(&plan(vec![services[0].clone(), named(&with_id(&services[1], 9), "X")])),
        [("Fraud score".into(), Some(2), None), ("X".into(), None, Some(9))]
    );
    let turned = diff(&shop, &plan(vec![services[1].clone(), services[0].clone()]));
    assert_eq!((turned.inputs[0].words.as_str(), turned.services.len()), ("order of the services", 0));
    assert_eq!(turned.inputs[0].after.shown, "Fraud score; Recommendations");
}

#[test]
fn a_comment_is_short_enough_for_a_forge() {
    let plan = |first: u32, load: f64| {
        let service = static_plan().services.first().clone();
        let services = (first..first + 40).map(|id| {
            let mut service = Service { id: ServiceId(id), name: Name::cut(&"|*".repeat(40)), ..service.clone() };
            service.name = Name::cut(&format!("{id}{}", service.name));
            service.demand.average_load = Quantity::clamped(load);
            service
        });
        Scenario { services: Services::new(services.collect()).unwrap(), ..static_plan() }
    };
    // Forty services gone and forty new ones.
    let found = diff(&plan(1, 1_000.0), &plan(101, 2_000.0));
    let report = DiffReport { sources: Sides { before: "a", after: "b" }, diff: &found, checks: &[] };
    let text = report.markdown();
    assert!(text.len() < 65_536 && text.trim_end().ends_with(" services more: `--format text` shows all.*"), "{text}");
    assert_eq!((found.services.len(), found.n_inputs()), (80, 80));
}

/// The difference as it is read from the other side.
fn turned(found: PlanDiff) -> PlanDiff {
    fn sides<T>(sides: Sides<T>) -> Sides<T> {
        Sides { before: sides.after, after: sides.before }
    }
    fn inputs(changes: Vec<InputChange>) -> Vec<InputChange> {
        let turn = |change: InputChange| InputChange { before: change.after, after: change.before, ..change };
        let mut changes: Vec<InputChange> = changes.into_iter().map(turn).collect();
        changes.sort_by(|one, other| (&one.place, &one.words).cmp(&(&other.place, &other.words)));
        changes
    }
    fn answers(changes: Vec<AnswerChange>) -> Vec<AnswerChange> {
        let opposite = |shown: String| match shown.strip_prefix('+') {
            Some(size) => format!("−{size}"),
            None => shown.replacen('−', "+", 1),
        };
        let turn = |change: AnswerChange| AnswerChange {
            before: change.after,
            after: change.before,
            difference: change.difference.map(|difference| -difference),
            difference_shown: change.difference_shown.map(opposite),
            // Another base.
            relative: None,
            relative_shown: None,
            ..change
        };
        changes.into_iter().map(turn).collect()
    }
    let mut services = found.services;
    services.sort_by_key(|service| service.ids.before.or(service.ids.after));
    for service in &mut services {
        (service.ids, service.standing) = (sides(service.ids), sides(service.standing));
        service.inputs = inputs(std::mem::take(&mut service.inputs));
        service.answers = answers(std::mem::take(&mut service.answers));
    }
    let verdict = headroom_core::studies::diff::VerdictChange {
        before: found.verdict.after,
        after: found.verdict.before,
        gone: found.verdict.new,
        new: found.verdict.gone,
    };
    PlanDiff {
        names: sides(found.names),
        n_services: sides(found.n_services),
        verdict,
        monthly_cost: sides(found.monthly_cost),
        inputs: inputs(found.inputs),
        answers: answers(found.answers),
        services,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_does_not_differ_from_itself(plan in scenario()) {
        prop_assert!(diff(&plan, &plan).is_empty());
        let again = codec::from_json(&codec::to_json(&plan)).unwrap();
        prop_assert_eq!(diff(&plan, &again).n_inputs(), 0);
    }

    #[test]
    fn from_the_other_side_before_is_after(one in scenario(), other in scenario()) {
        let (there, back) = (diff(&one, &other), diff(&other, &one));
        // Turned twice it is as it was, but sorted.
        prop_assert_eq!(turned(turned(there.clone())), turned(back));
        prop_assert_eq!(there.n_inputs() == 0, one == other);
        for change in there.inputs.iter().chain(there.services.iter().flat_map(|service| &service.inputs)) {
            prop_assert_ne!(&change.before.shown, &change.after.shown, "{}", change.place);
        }
        support::holds_only_finite_numbers(&there).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn whatever_things_are_called_tables_stay_tables(name in "\\PC{0,80}|[|`\\\\<\n\t$@#_*\\[\\]]{0,40}", source in "[^<\\pC]{0,20}") {
        let name = Name::cut(&name);
        let plan = static_plan();
        let mut after = edited(&plan, |service| {
            service.name = name.clone();
            service.team = name.clone();
            service.scaling.policies.get_mut(0).unwrap().name = name.clone();
        });
        after.name = name;
        let found = diff(&plan, &after);
        let report = DiffReport { sources: Sides { before: &source, after: "b.json" }, diff: &found, checks: &[] };
        let text = report.markdown();
        prop_assert!(text.chars().all(|letter| letter == '\n' || !letter.is_control()), "{text}");
        for row in text.lines().filter(|line| line.starts_with('|')) {
            let mut is_escaped = false;
            let bars = row.chars().filter(|letter| {
                let is_bar = *letter == '|' && !is_escaped;
                is_escaped = *letter == '\\' && !is_escaped;
                is_bar
            });
            prop_assert_eq!(bars.count(), 5, "{}", row);
        }
        prop_assert_eq!(text.matches('<').count(), text.matches("<details><summary>").count() * 2
            + text.matches("</details>").count() + text.matches("</summary>").count() + text.matches("\\<").count());
    }
}
