//! How soon capacity must be there, and what start-up, quota and lead time leave of it.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[path = "support/fleet.rs"]
mod fleet;

use fleet::scenario;
use headroom_core::base::explain::Standing;
use headroom_core::base::name::Name;
use headroom_core::base::units::Quantity;
use headroom_core::plan::evaluate::evaluate;
use headroom_core::plan::scaling::presets::{Facts, Preset};
use headroom_core::plan::scenario::demand::{Event, EventLot, EventPreset, Repeat};
use headroom_core::plan::scenario::scaling::Policies;
use headroom_core::plan::scenario::sizing::{HeadroomLevel, HeadroomRule, ProductKind};
use headroom_core::plan::scenario::{ReadyBy, Scenario, Service};
use jiff::civil::date;

fn of(plan: &mut Scenario, change: impl FnOnce(&mut Service)) {
    let id = plan.services.first().id;
    change(plan.services.get_mut(id).unwrap());
}

/// A sale of three times the load on the tenth day, with a ramp of an hour; capacity takes `lead` days, a replica `startup`
/// seconds.
fn sale(ready: ReadyBy, lead: f64, startup: f64) -> Scenario {
    let mut plan = scenario(600.0, &[]);
    let start = plan.start.saturating_add(jiff::Span::new().days(10)).at(0, 30, 0, 0);
    of(&mut plan, |service| {
        service.demand.growth.monthly = Quantity::clamped(0.0);
        service.sizing.lead_time = Quantity::clamped(lead);
        service.scaling.fleet.startup.warm_up = Quantity::clamped(startup);
        service.scaling.fleet.startup.image_pull = Quantity::clamped(0.0);
        service.demand.events = vec![Event {
            name: Name::from_static("Sale"),
            start,
            ramp: Quantity::clamped(1.0),
            length: Quantity::clamped(46.0),
            lift: Quantity::clamped(3.0),
            of: Default::default(),
            repeat: Repeat::Once,
            ready,
            lot: EventLot::default(),
        }];
    });
    plan
}

/// The finding about the sale, and the day until which to order.
fn told(plan: &Scenario) -> (Standing, String, i32) {
    let service = &evaluate(plan).services[0];
    let finding = service.sizing.verdict.findings.iter().find(|finding| finding.sentence.contains("Sale")).unwrap();
    (finding.standing, finding.sentence.clone(), service.sizing.events[0].order_in_days)
}

#[test]
fn capacity_before_it_begins_is_ordered_by_its_lead_time_and_start_up() {
    assert_eq!(told(&sale(ReadyBy::Before, 5.0, 60.0)).2, 5);
    // It begins half an hour after midnight and rises for an hour: a replica that takes two must be ordered the day before.
    assert_eq!(told(&sale(ReadyBy::Before, 5.0, 3_600.0)).2, 5);
    assert_eq!(told(&sale(ReadyBy::Before, 5.0, 7_200.0)).2, 4);
    let (standing, sentence, _) = told(&sale(ReadyBy::Before, 12.0, 60.0));
    assert_eq!(standing, Standing::Fails);
    assert!(sentence.contains("with a lead time of 12 days it is 2 days too late to order"), "{sentence}");
}

#[test]
fn weeks_ahead_is_fourteen_days_or_the_lead_time() {
    let (standing, sentence, order) = told(&sale(ReadyBy::WeeksAhead, 0.0, 60.0));
    // Ten days ahead, four days after it should have been ordered; what is ordered still arrives.
    assert_eq!((standing, order), (Standing::Tight, -4));
    assert!(
        sentence.contains("order on the first day. It must be ordered, and quotas raised, weeks ahead"),
        "{sentence}"
    );
    let (standing, sentence, order) = told(&sale(ReadyBy::WeeksAhead, 20.0, 60.0));
    assert_eq!((standing, order), (Standing::Fails, -10));
    assert!(sentence.contains("10 days too late"), "{sentence}");
    // Physically in time, though two weeks were asked for: what counts is how late the order is for the lead time.
    let (standing, sentence, _) = told(&sale(ReadyBy::WeeksAhead, 12.0, 60.0));
    assert_eq!(standing, Standing::Fails);
    assert!(sentence.contains("with a lead time of 12 days it is 2 days too late"), "{sentence}");
}

#[test]
fn within_minutes_takes_a_start_within_the_ramp_and_no_lead_time() {
    let (standing, sentence, order) = told(&sale(ReadyBy::Minutes, 0.0, 600.0));
    assert_eq!((standing, order), (Standing::Tight, 10));
    assert!(sentence.contains("while it rises for 60 min: a replica starts within 10 min"), "{sentence}");
    let (standing, sentence, _) = told(&sale(ReadyBy::Minutes, 0.0, 5_400.0));
    assert_eq!(standing, Standing::Fails);
    assert!(sentence.contains("a replica takes 90 min to start"), "{sentence}");
    let (standing, sentence, _) = told(&sale(ReadyBy::Minutes, 3.0, 600.0));
    assert_eq!(standing, Standing::Fails);
    assert!(sentence.contains("what is ordered when it begins arrives 3 days later"), "{sentence}");
}

#[test]
fn a_start_that_is_longer_than_the_ramp_must_be_there_before_the_beginning() {
    // It begins ten days and half an hour ahead; what takes ten days serves an hour after it has begun to rise.
    let (standing, sentence, _) = told(&sale(ReadyBy::Before, 10.0, 7_200.0));
    assert_eq!(standing, Standing::Fails);
    assert!(sentence.contains("it is one day too late") || sentence.contains("it is 1 day too late"), "{sentence}");
    assert_eq!(told(&sale(ReadyBy::Before, 10.0, 3_600.0)).0, Standing::Tight);
}

/// The sale where only `room` more replicas can be had.
fn limited(mut plan: Scenario, room: f64) -> Scenario {
    of(&mut plan, |service| service.demand.events[0].lot.replicas = Some(Quantity::clamped(room)));
    plan
}

#[test]
fn what_is_short_for_another_reason_is_not_called_late() {
    // Two weeks' notice is missed by four days, and yet what is ordered on the first day arrives: too few are ordered.
    let (standing, sentence, _) = told(&limited(sale(ReadyBy::WeeksAhead, 0.0, 60.0), 1.0));
    assert_eq!(standing, Standing::Fails);
    assert!(sentence.ends_with("but only 1 is ordered."), "{sentence}");
    // Three days ahead of the event are asked for, of a lead time of eight: ten days are time enough.
    let mut plan = limited(sale(ReadyBy::Before, 8.0, 60.0), 1.0);
    of(&mut plan, |service| service.demand.events[0].lot.ahead = Some(Quantity::clamped(72.0)));
    assert!(told(&plan).1.ends_with("but only 1 is ordered."), "{}", told(&plan).1);
}

#[test]
fn an_order_is_told_alike_in_verdict_report_and_fleet() {
    let need = |plan: &Scenario| evaluate(plan).services[0].sizing.events[0].clone();
    for (plan, words) in [
        (sale(ReadyBy::Minutes, 0.0, 60.0), "as its load rises"),
        (sale(ReadyBy::WeeksAhead, 0.0, 60.0), "on the first day"),
        (sale(ReadyBy::Before, 5.0, 60.0), "by 6 December 2026"),
    ] {
        let event = need(&plan);
        assert_eq!(event.when_to_order(), words);
        assert!(event.says_ordered().unwrap().ends_with(&format!("order {words}")), "{:?}", event.says_ordered());
        let lines = headroom_core::plan::sizing::lines(&evaluate(&plan).services[0].sizing, false, None);
        assert!(format!("{lines:?}").contains(&format!("ordered, {words}")), "{lines:?}");
    }
}

#[test]
fn a_start_within_the_ramp_is_no_question_once_it_is_under_way() {
    let mut plan = sale(ReadyBy::Minutes, 0.0, 5_400.0);
    let began = plan.start.saturating_sub(jiff::Span::new().days(1)).at(0, 30, 0, 0);
    of(&mut plan, |service| service.demand.events[0].start = began);
    let (standing, sentence, _) = told(&plan);
    assert_eq!(standing, Standing::Tight);
    assert!(sentence.contains("in progress since"), "{sentence}");
}

#[test]
fn presets_say_how_soon() {
    let ready = |name: &str| EventPreset::ALL.iter().find(|preset| preset.name == name).unwrap().ready;
    assert_eq!(ready("Black Friday"), ReadyBy::WeeksAhead);
    assert_eq!(ready("Product launch"), ReadyBy::Before);
    let event = EventPreset::ALL[0].after(date(2026, 8, 1)).unwrap();
    assert_eq!(event.ready, ReadyBy::WeeksAhead);
}

/// A product of a kind under a policy that follows the load.
fn product(kind: ProductKind, startup: f64, min: Option<f64>) -> Vec<(Standing, String)> {
    let mut plan = scenario(600.0, &[]);
    of(&mut plan, |service| {
        service.sizing.headroom = HeadroomRule::Product { kind, level: HeadroomLevel::Low };
        service.scaling.fleet.startup.warm_up = Quantity::clamped(startup);
        let capacity = service.sizing.replica.capacity;
        let (throughput, service_time) = (capacity.throughput(), capacity.service_time());
        let facts = Facts { throughput, service_time, sized: 8, target_utilization: 0.5 };
        let mut choice = Preset::find("target-50").unwrap().policy(&facts);
        choice.min = min.map(Quantity::clamped);
        service.scaling.policies = Policies::of_one(choice);
    });
    let findings = evaluate(&plan).services[0].sizing.verdict.findings.clone();
    findings.into_iter().map(|finding| (finding.standing, finding.sentence)).collect()
}

fn says(findings: &[(Standing, String)], part: &str) -> bool {
    findings.iter().any(|(standing, sentence)| *standing == Standing::Tight && sentence.contains(part))
}

#[test]
fn headroom_within_minutes_is_judged_by_the_start_up() {
    let slow = "within minutes, but a replica takes 20 min";
    assert!(says(&product(ProductKind::Growing, 1_190.0, None), slow));
    assert!(!says(&product(ProductKind::Growing, 300.0, None), "within minutes"));
    // A minimum that keeps all of it in service starts nothing.
    assert!(!says(&product(ProductKind::Growing, 1_190.0, Some(1_000.0)), "within minutes"));
}

#[test]
fn a_launch_needs_its_capacity_in_service_before_it() {
    let findings = product(ProductKind::NewLaunch, 30.0, None);
    assert!(
        says(&findings, "must be in service before it begins, but the policy adds them as the load rises"),
        "{findings:?}"
    );
    assert!(says(&product(ProductKind::NewLaunch, 30.0, Some(2.0)), "keeps a minimum of 2"));
    assert!(!says(&product(ProductKind::NewLaunch, 30.0, Some(1_000.0)), "before it begins"));
    assert!(!says(&product(ProductKind::BlackFriday, 30.0, None), "before it begins"));
}
