//! What is ordered for an event, worked by hand: a replica carries 100 requests/s, headroom 25 %, one spare in each region.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/fleet.rs"]
mod fleet;

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
            repeat: Repeat::Once,
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

#[test]
fn a_yearly_event_is_ordered_every_year_as_load_and_fleet_have_grown() {
    let mut plan = three_regions();
    of(&mut plan, |service| {
        service.demand.events[0].repeat = Repeat::Yearly;
        service.demand.events[0].start = date(service.demand.events[0].start.year(), 6, 17).at(0, 0, 0, 0);
    });
    let evaluation = evaluate(&plan);
    let months: Vec<f64> = (0..36).map(|month| events_in(&evaluation, month)).collect();
    let years: Vec<f64> = months.chunks(12).map(|year| year.iter().sum()).collect();
    assert_eq!(years, [3_168.0; 3]);
    let place = |year: usize| months.iter().skip(12 * year).position(|cost| *cost > 0.0);
    assert_eq!((place(0), place(1)), (place(1), place(2)));
    // With 2 % a month the load is 1.14 times as high by June: ⌈3 · 1.5 · 684 · 1.25 / 100⌉ + 1 = 40 in each region, where
    // 13 stand. A year later it takes ⌈4.5 · 868 · 1.25 / 100⌉ + 1 = 50, and the fleet has grown to ⌈12 · 1.36⌉ + 1 = 18.
    of(&mut plan, |service| service.demand.growth.monthly = Quantity::clamped(0.02));
    let evaluation = evaluate(&plan);
    let year = |year: usize| (12 * year..12 * (year + 1)).map(|month| events_in(&evaluation, month)).sum::<f64>();
    assert_eq!((year(0), year(1)), (3.0 * 27.0 * 48.0, 3.0 * 32.0 * 48.0));
}

#[test]
fn each_year_has_the_lot_that_it_needs() {
    let mut plan = three_regions();
    of(&mut plan, |service| {
        service.demand.events[0].repeat = Repeat::Yearly;
        service.demand.events[0].start = date(service.demand.events[0].start.year(), 6, 17).at(0, 0, 0, 0);
        service.demand.growth.monthly = Quantity::clamped(0.02);
        service.sizing.lead_time = Quantity::clamped(1.0);
    });
    plan.regions.clear();
    plan.cost.years = Quantity::clamped(5.0);
    let evaluation = evaluate(&plan);
    let sizing = &evaluation.services[0].sizing;
    let years: Vec<_> = sizing.events.iter().chain(&sizing.later).collect();
    assert_eq!(years.len(), 5);
    for (year, event) in years.iter().enumerate() {
        // As many as its own peak takes, beyond the fleet that growth has made by then: whole replicas each year.
        let months = event.stands.0 / (30.4375 * 86_400.0);
        let usual = event.peak / 3.0;
        assert!((usual / 1_800.0 - libm::pow(1.02, months)).abs() < 0.01, "{year}: {usual}");
        assert_eq!(event.replicas, (event.peak * 1.25 / 100.0).ceil() as u32 + 1);
        let there = event.replicas - event.extra;
        assert!(f64::from(there - 1) * 100.0 >= usual, "{year}: {there} for {usual}");
        let month = months as usize;
        let lots = events_in(&evaluation, month) + events_in(&evaluation, month + 1);
        assert_eq!(lots, f64::from(event.extra) * 48.0, "{year}");
    }
    // A limit binds in every year: the fleet grows into the room, and less is left for the event.
    plan.limits.push(Limit::of_each_service(None, Quantity::clamped(60.0)));
    let evaluation = evaluate(&plan);
    let sizing = &evaluation.services[0].sizing;
    let lots: Vec<u32> = sizing.events.iter().chain(&sizing.later).map(|event| event.lot).collect();
    let there: Vec<u32> = years.iter().map(|event| event.replicas - event.extra).collect();
    assert_eq!(lots, there.iter().map(|there| 60_u32.saturating_sub(*there)).collect::<Vec<_>>());
}

#[test]
fn a_one_off_event_of_the_third_year_does_not_come_again() {
    let mut plan = three_regions();
    of(&mut plan, |service| {
        let start = service.demand.events[0].start.date();
        service.demand.events[0].start = date(start.year() + 2, start.month(), start.day())
            .at(0, 0, 0, 0)
            .saturating_add(jiff::Span::new().days(40));
    });
    plan.cost.years = Quantity::clamped(5.0);
    let of_items = |repeat| {
        let mut plan = plan.clone();
        of(&mut plan, |service| service.demand.events[0].repeat = repeat);
        let evaluation = evaluate(&plan);
        let years = (0..5).map(|year| (12 * year..12 * year + 12).map(|at| events_in(&evaluation, at)).sum::<f64>());
        let requests =
            |year: u32| (12 * year..12 * year + 12).map(|at| evaluation.services[0].fleet.requests(at)).sum();
        (years.collect::<Vec<_>>(), (0..5).map(requests).collect::<Vec<f64>>())
    };
    let (lots, requests) = of_items(Repeat::Once);
    assert_eq!(lots, [0.0, 0.0, 3_168.0, 0.0, 0.0]);
    assert!(requests[2] > 1.001 * requests[3] && (requests[3] / requests[0] - 1.0).abs() < 1e-9, "{requests:?}");
    let (lots, requests) = of_items(Repeat::Yearly);
    assert_eq!(lots, [0.0, 0.0, 3_168.0, 3_168.0, 3_168.0]);
    assert!((requests[3] / requests[2] - 1.0).abs() < 1e-9, "{requests:?}");
}

#[test]
fn what_a_policy_runs_at_all_times_needs_no_order() {
    // 24 are planned, 69 the event needs; 40 run in any case, so 29 are ordered.
    let fixed = |service: &mut Service| {
        as_sized(service);
        let mut choice = service.scaling.policies.active().clone();
        choice.rules = vec![headroom_core::plan::scenario::scaling::Rule::Static(StaticRule {
            replicas: Some(Quantity::clamped(40.0)),
        })];
        service.scaling.policies = Policies::new(vec![choice]).unwrap();
    };
    let evaluation = simulated(1.0, fixed);
    let service = &evaluation.services[0];
    assert_eq!(
        (service.sizing.events[0].lot, service.scaling.outcome.fewest, service.scaling.outcome.most),
        (29, 40, 69)
    );
    assert_eq!(events_in(&evaluation, 0), 29.0 * 48.0);
    // In three regions 60 are 20 in each, one and a half times as many for what may come after a loss: 30.
    let mut plan = three_regions();
    of(&mut plan, |service| {
        fixed(service);
        let mut choice = service.scaling.policies.active().clone();
        choice.rules = vec![headroom_core::plan::scenario::scaling::Rule::Static(StaticRule {
            replicas: Some(Quantity::clamped(60.0)),
        })];
        service.scaling.policies = Policies::new(vec![choice]).unwrap();
    });
    let evaluation = evaluate(&plan);
    // 30 of 35 in each: five more, as 30 without the spare carry 2,900 and the event brings 2,700 after a loss.
    assert_eq!(evaluation.services[0].sizing.events[0].lot, 0);
    assert_eq!(evaluation.services[0].sizing.events[0].extra, 15);
}

#[test]
fn a_compared_policy_has_the_lot_that_it_would_order() {
    let mut service = None;
    let evaluation = simulated(1.0, |changed| {
        let of = |replicas| headroom_core::plan::scenario::scaling::Rule::Static(StaticRule { replicas });
        let mut forty = changed.scaling.policies.active().clone();
        forty.rules = vec![of(Some(Quantity::clamped(40.0)))];
        let mut sized = forty.clone();
        (sized.name, sized.rules) = (Name::from_static("As sized"), vec![of(None)]);
        changed.scaling.policies = Policies::new(vec![forty, sized]).unwrap();
        service = Some(changed.clone());
    });
    // 40 and 29, 24 and 45: whichever is chosen, 69 run.
    let runs = evaluation.services[0].scene(&service.unwrap()).runs();
    let most: Vec<u32> = runs.iter().map(|run| run.plan.outcome.most).collect();
    assert_eq!(most, [69, 69]);
}

#[test]
fn every_coming_of_a_yearly_event_is_ordered_once_wherever_the_plan_begins() {
    for day in 1..=9 {
        let mut plan = three_regions();
        plan.start = date(2026, 12, 1);
        plan.regions.clear();
        plan.cost.years = Quantity::clamped(5.0);
        of(&mut plan, |service| {
            let event = &mut service.demand.events[0];
            (event.repeat, event.start) = (Repeat::Yearly, date(2026, 12, day).at(0, 0, 0, 0));
            event.lot.ahead = Some(Quantity::clamped(24.0));
            service.sizing.lead_time = Quantity::clamped(0.0);
            as_sized(service);
        });
        let evaluation = evaluate(&plan);
        let sizing = &evaluation.services[0].sizing;
        let end = 60.0 * 30.4375 * 86_400.0;
        let comings: Vec<_> = sizing.events.iter().chain(&sizing.later).filter(|event| event.stands.0 < end).collect();
        let ordered: f64 = comings
            .iter()
            .map(|event| f64::from(event.lot) * (event.stands.1.min(end) - event.stands.0) / 3600.0)
            .sum();
        let billed: f64 = (0..60).map(|month| events_in(&evaluation, month)).sum();
        assert!(comings.len() >= 5 && (billed - ordered).abs() < 0.05, "{day}: {} {billed} {ordered}", comings.len());
        // The load of the months is that of the same events.
        let fleet = &evaluation.services[0].fleet;
        let usual = fleet.requests(2);
        let lifted: f64 = (0..60).map(|month| fleet.requests(month) - usual).sum();
        assert!((lifted / (5.0 * 46.0 * 3600.0 * 3_600.0) - 1.0).abs() < 0.05, "{day}: {lifted}");
    }
}

#[test]
fn what_is_ordered_and_not_used_is_told() {
    // Ordered for two days, and the autoscaler needs it for the ramp and the event only.
    let hpa = |service: &mut Service| {
        let preset = headroom_core::plan::scaling::presets::Preset::find("kubernetes").unwrap();
        let facts = headroom_core::plan::scaling::presets::Facts::of(&service.sizing, 500);
        service.scaling.policies = Policies::new(vec![preset.policy(&facts)]).unwrap();
        service.demand.events[0].lot.ahead = Some(Quantity::clamped(24.0));
    };
    let evaluation = simulated(1.0, hpa);
    let service = &evaluation.services[0];
    let (lot, unused) = (&service.sizing.events[0], service.scaling.outcome.unused_lots);
    assert_eq!((lot.lot, lot.hours()), (45, 72.0));
    // All of the day before, and of the ramps what lies above the load.
    assert!((45.0 * 24.0..45.0 * 40.0).contains(&unused), "{unused}");
    let says = service.scaling.verdict.findings.iter().find(|finding| finding.sentence.contains("ordered for events"));
    assert!(says.unwrap().sentence.ends_with("ordered for events and not used; the bill has them."), "{says:?}");
    // A fixed fleet uses all that it orders.
    assert_eq!(simulated(1.0, as_sized).services[0].scaling.outcome.unused_lots, 0.0);
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
