//! Events of later years, and what policies run and order beside them.

use super::*;

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
