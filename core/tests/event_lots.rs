//! What is ordered for an event, worked by hand: a replica carries 100 requests/s, headroom 25 %, one spare in each region.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/fleet.rs"]
mod fleet;
#[path = "event_lots/years.rs"]
mod years;

use fleet::scenario;
use headroom_core::base::explain::Standing;
use headroom_core::base::id::RegionId;
use headroom_core::base::name::Name;
use headroom_core::base::units::Quantity;
use headroom_core::formulas::finance::Item;
use headroom_core::formulas::recovery::RecoveryTier;
use headroom_core::plan::evaluate::{Evaluation, evaluate};
use headroom_core::plan::scaling::engine::Cause;
use headroom_core::plan::scenario::demand::{Event, EventLot, Repeat};
use headroom_core::plan::scenario::limits::Limit;
use headroom_core::plan::scenario::regions::{Strategy, UserShare};
use headroom_core::plan::scenario::scaling::{Policies, StaticRule};
use headroom_core::plan::scenario::{Scenario, Service};
use jiff::civil::date;

fn of(plan: &mut Scenario, change: impl FnOnce(&mut Service)) {
    let id = plan.services.first().id;
    change(plan.services.get_mut(id).unwrap());
}

/// Three regions of 600 requests/s each, one of which may be lost, at $1 a replica-hour, and an event of three times
/// that for 48 hours, two of them ramps, ten days after the plan's start; capacity takes five days.
fn three_regions() -> Scenario {
    let mut plan = scenario(1_800.0, &[0.0; 3]);
    let start = plan.start.saturating_add(jiff::Span::new().days(10)).at(0, 0, 0, 0);
    of(&mut plan, |service| {
        service.demand.growth.monthly = Quantity::clamped(0.0);
        service.demand.variability = Quantity::clamped(0.0);
        service.sizing.lead_time = Quantity::clamped(5.0);
        service.scaling.price = Some(Quantity::clamped(1.0));
        service.demand.events = vec![Event {
            name: Name::from_static("Sale"),
            start,
            ramp: Quantity::clamped(1.0),
            length: Quantity::clamped(46.0),
            lift: Quantity::clamped(3.0),
            of: Default::default(),
            repeat: Repeat::Once,
            ready: Default::default(),
            lot: EventLot::default(),
        }];
    });
    plan
}

fn with_lot(lot: EventLot) -> Scenario {
    let mut plan = three_regions();
    of(&mut plan, |service| service.demand.events[0].lot = lot);
    plan
}

fn replicas(count: u32) -> EventLot {
    EventLot { replicas: Some(Quantity::clamped(f64::from(count))), ..EventLot::default() }
}

/// Dollars of the lines for events in a month.
fn events_in(evaluation: &Evaluation, month: usize) -> f64 {
    let by_item = &evaluation.cost.horizon.months[month].by_item;
    by_item.iter().filter(|(item, _)| *item == Item::Events).map(|(_, money)| money.dollars()).sum()
}

fn says(evaluation: &Evaluation, sentence: &str) -> Standing {
    let findings = &evaluation.services[0].sizing.verdict.findings;
    let found = findings.iter().find(|finding| finding.sentence.contains(sentence));
    found.unwrap_or_else(|| panic!("no {sentence}: {findings:#?}")).standing
}

#[test]
fn as_many_as_the_event_needs_are_ordered_and_billed() {
    let evaluation = evaluate(&three_regions());
    let service = &evaluation.services[0];
    // After a loss each survivor carries 2,700: ⌈2,700 · 1.25 / 100⌉ + 1 = 35, of which 13 stand there.
    for place in service.places.iter() {
        let event = &place.sizing.events[0];
        assert_eq!((event.replicas, event.extra, event.lot, event.carried, event.held), (35, 22, 22, false, true));
    }
    let event = &service.sizing.events[0];
    assert_eq!((event.lot, event.hours(), event.order_in_days), (66, 48.0, 5));
    // 66 · 48 h · $1.
    assert_eq!(service.cost.lots.len(), 1);
    assert_eq!((service.cost.lots[0].nodes, service.cost.lots[0].cost), (66.0, Some(3_168.0)));
    assert_eq!(service.cost.lots[0].working().unwrap(), "66 · 48 h · $1.00 an hour");
    assert_eq!((events_in(&evaluation, 0), events_in(&evaluation, 1)), (3_168.0, 0.0));
    // It is ordered, so it does not end the plan.
    assert_eq!(says(&evaluation, "Sale on"), Standing::Tight);
    assert_eq!(service.sizing.lasts, None);
}

#[test]
fn less_is_ordered_and_it_does_not_hold() {
    let day = |evaluation: &Evaluation| evaluation.services[0].sizing.lasts.clone().map(|lasts| lasts.because);
    let none = evaluate(&with_lot(replicas(0)));
    assert_eq!(says(&none, "needs 66 more replicas, but none are ordered."), Standing::Fails);
    assert_eq!((events_in(&none, 0), day(&none)), (0.0, Some("Sale in R".to_owned())));
    // 13 + 7 with the spare lost are 19 · 100 for 1,800 of its own, but 2,700 after a loss.
    let few = evaluate(&with_lot(replicas(21)));
    assert_eq!(says(&few, "but only 21 are ordered."), Standing::Fails);
    // 13 + 15 are 27 without the spare: 2,700.
    let enough = evaluate(&with_lot(replicas(45)));
    assert_eq!(says(&enough, "the 45 ordered cover it with less headroom"), Standing::Tight);
    assert_eq!((events_in(&enough, 0), day(&enough)), (45.0 * 48.0, None));
}

#[test]
fn a_lot_has_its_own_time_and_price() {
    let lot = EventLot {
        replicas: None,
        ahead: Some(Quantity::clamped(24.0)),
        after: Some(Quantity::clamped(8.0)),
        price: Some(Quantity::clamped(0.5)),
    };
    let evaluation = evaluate(&with_lot(lot));
    // A day sooner, and eight hours longer: 66 · 80 h · $0.50.
    assert_eq!(evaluation.services[0].sizing.events[0].order_in_days, 4);
    assert_eq!(events_in(&evaluation, 0), 66.0 * 80.0 * 0.5);
}

#[test]
fn what_is_ordered_too_late_comes_too_late() {
    let mut plan = three_regions();
    of(&mut plan, |service| service.sizing.lead_time = Quantity::clamped(11.0));
    let evaluation = evaluate(&plan);
    assert_eq!(says(&evaluation, "it is one day too late to order."), Standing::Fails);
    // Ordered on the first day it is there for the second day of the event only.
    assert_eq!((evaluation.services[0].sizing.events[0].held, events_in(&evaluation, 0)), (false, 66.0 * 24.0));
}

#[test]
fn a_limit_cuts_the_lot() {
    let mut plan = three_regions();
    plan.limits.push(Limit::of_each_service(None, Quantity::clamped(20.0)));
    let evaluation = evaluate(&plan);
    assert_eq!(says(&evaluation, "but limits leave room for 21."), Standing::Fails);
    assert_eq!(events_in(&evaluation, 0), 21.0 * 48.0);
}

#[test]
fn two_events_of_one_name_are_two_orders() {
    let mut plan = three_regions();
    of(&mut plan, |service| {
        let mut second = service.demand.events[0].clone();
        second.start = second.start.saturating_add(jiff::Span::new().days(60));
        second.lift = Quantity::clamped(2.0);
        service.demand.events.push(second);
    });
    let evaluation = evaluate(&plan);
    // Twice the usual after a loss: ⌈1,800 · 1.25 / 100⌉ + 1 = 24, 11 more in each region.
    let costs: Vec<Option<f64>> = evaluation.services[0].cost.lots.iter().map(|lot| lot.cost).collect();
    assert_eq!(costs, [Some(3_168.0), Some(33.0 * 48.0)]);
    assert_eq!((events_in(&evaluation, 0), events_in(&evaluation, 2)), (3_168.0, 33.0 * 48.0));
}

#[test]
fn an_order_that_is_late_for_a_margin_but_not_for_the_event_covers_it() {
    let mut plan = three_regions();
    of(&mut plan, |service| {
        service.sizing.lead_time = Quantity::clamped(10.0);
        service.demand.events[0].lot.ahead = Some(Quantity::clamped(24.0));
    });
    let evaluation = evaluate(&plan);
    // A day before the event it cannot be there, at its beginning it can.
    assert_eq!(says(&evaluation, "needs 66 more replicas: order on the first day."), Standing::Tight);
    assert!(evaluation.services[0].sizing.events[0].held);
    assert_eq!(events_in(&evaluation, 0), 66.0 * 48.0);
}

/// The event within the simulated week, for one place.
fn simulated(lead_time: f64, change: impl FnOnce(&mut Service)) -> Evaluation {
    let mut plan = three_regions();
    plan.regions.clear();
    let start = plan.start.saturating_add(jiff::Span::new().days(2)).at(0, 0, 0, 0);
    of(&mut plan, |service| {
        service.demand.events[0].start = start;
        service.sizing.lead_time = Quantity::clamped(lead_time);
        change(service);
    });
    evaluate(&plan)
}

fn as_sized(service: &mut Service) {
    let mut choice = service.scaling.policies.active().clone();
    choice.rules = vec![headroom_core::plan::scenario::scaling::Rule::Static(StaticRule { replicas: None })];
    service.scaling.policies = Policies::new(vec![choice]).unwrap();
}

#[test]
fn a_static_fleet_runs_what_is_ordered_for_an_event() {
    // 1,800 usually: ⌈1,800 · 1.25 / 100⌉ + 1 = 24; 5,400 in the event: ⌈67.5⌉ + 1 = 69, so 45 are ordered.
    let evaluation = simulated(1.0, as_sized);
    let service = &evaluation.services[0];
    assert_eq!((service.sizing.events[0].lot, service.scaling.outcome.most), (45, 69));
    assert_eq!(service.scaling.outcome.fewest, 24);
    assert_eq!(events_in(&evaluation, 0), 45.0 * 48.0);
    // Nothing ordered, nothing runs.
    let none = simulated(1.0, |service| {
        as_sized(service);
        service.demand.events[0].lot = replicas(0);
    });
    assert_eq!(none.services[0].scaling.outcome.most, 24);
    assert!(none.services[0].scaling.outcome.lost > 0.0);
}

#[test]
fn no_policy_uses_what_was_not_ordered() {
    let hpa = |lot: EventLot| {
        move |service: &mut Service| {
            let preset = headroom_core::plan::scaling::presets::Preset::find("kubernetes").unwrap();
            let facts = headroom_core::plan::scaling::presets::Facts::of(&service.sizing, 500);
            let mut choice = preset.policy(&facts);
            choice.max = Some(Quantity::clamped(500.0));
            service.scaling.policies = Policies::new(vec![choice]).unwrap();
            service.demand.events[0].lot = lot;
        }
    };
    let outcome = |evaluation: &Evaluation| evaluation.services[0].scaling.outcome.clone();
    // On demand it follows the event: 5,400 / 80 are 67.5, and nothing is ordered.
    let on_demand = simulated(0.0, hpa(EventLot::default()));
    assert!((60..=75).contains(&outcome(&on_demand).most), "{}", outcome(&on_demand).most);
    assert_eq!(events_in(&on_demand, 0), 0.0);
    // With a lead time it has what is planned and what is ordered: 24 and 45.
    let ordered = simulated(1.0, hpa(EventLot::default()));
    assert!((60..=69).contains(&outcome(&ordered).most), "{}", outcome(&ordered).most);
    assert_eq!(events_in(&ordered, 0), 45.0 * 48.0);
    let none = simulated(1.0, hpa(replicas(0)));
    assert_eq!(outcome(&none).most, 24);
    assert_eq!(outcome(&none).causes[0].0, Cause::NotOrdered);
}

/// The three regions' sale in a service of 600 requests/s that serves from its first region and stands by in a second.
fn standing_by(tier: RecoveryTier, is_chosen: bool) -> Evaluation {
    let mut plan = three_regions();
    plan.regions.truncate(if is_chosen { 2 } else { 0 });
    of(&mut plan, |service| {
        service.demand.average_load = Quantity::clamped(600.0);
        service.recovery.tier = Some(tier);
        if is_chosen {
            service.regions.strategy = Strategy::ActivePassive { primary: RegionId(1) };
            service.regions.shares = vec![UserShare { region: RegionId(1), weight: Quantity::clamped(1.0) }];
        }
    });
    evaluate(&plan)
}

#[test]
fn where_a_region_stands_by_as_much_of_the_event_is_ordered_as_its_tier_keeps() {
    // ⌈1,800 · 1.25 / 100⌉ + 1 = 24 at home and after the loss, 15 more than stand in each for usual days.
    for (tier, kept) in [
        (RecoveryTier::HotStandby, 15),
        (RecoveryTier::WarmStandby, 8),
        (RecoveryTier::PilotLight, 2),
        (RecoveryTier::Cold, 0),
    ] {
        for is_chosen in [true, false] {
            let evaluation = standing_by(tier, is_chosen);
            let event = &evaluation.services[0].sizing.events[0];
            assert_eq!((event.lot, event.extra, event.held), (15 + kept, 15 + kept, true), "{tier:?} {is_chosen}");
            // The sentence, the table and the bill speak of the same replicas.
            assert_eq!(says(&evaluation, &format!("needs {} more replicas", 15 + kept)), Standing::Tight);
            assert_eq!(events_in(&evaluation, 0), f64::from(15 + kept) * 48.0, "{tier:?} {is_chosen}");
        }
    }
}
