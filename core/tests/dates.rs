//! One date for each event, and a lift that says of what.
#![allow(clippy::unwrap_used, missing_docs)]

use headroom_core::base::explain::Standing;
use headroom_core::base::units::Quantity;
use headroom_core::plan::demand::EventPeak;
use headroom_core::plan::evaluate::evaluate;
use headroom_core::plan::scenario::demand::{Event, EventLot, LiftOf, Repeat};
use headroom_core::plan::scenario::sizing::{HeadroomLevel, HeadroomRule, ProductKind};
use headroom_core::plan::scenario::{Scenario, Service, examples};
use headroom_core::report::report;
use jiff::civil::{DateTime, date};

fn of(plan: &mut Scenario, change: impl FnOnce(&mut Service)) {
    let id = plan.services.first().id;
    change(plan.services.get_mut(id).unwrap());
}

fn sale(start: DateTime, lift: f64, of: LiftOf) -> Event {
    Event {
        name: headroom_core::base::name::Name::from_static("Sale"),
        start,
        ramp: Quantity::clamped(0.0),
        length: Quantity::clamped(3.0),
        lift: Quantity::clamped(lift),
        of,
        repeat: Repeat::Once,
        ready: Default::default(),
        lot: EventLot::default(),
    }
}

/// The service of 30,000 requests/s that peaks at 20:00 at 75,000, without growth, with one event.
fn peak_of(event: Event) -> EventPeak {
    let mut plan = examples::seed_service();
    of(&mut plan, |service| {
        service.demand.growth.monthly = Quantity::clamped(0.0);
        service.demand.events = vec![event];
    });
    evaluate(&plan).services[0].demand.events[0].clone()
}

#[test]
fn black_friday_is_a_friday_wherever_it_is_told() {
    let plan = examples::find("black-friday-shop").unwrap().scenario();
    let evaluation = evaluate(&plan);
    let day = date(2027, 11, 26);
    for service in &evaluation.services {
        let peaks = service.demand.events.iter().map(|event| event.day);
        let needs = service.sizing.events.iter().map(|event| event.day);
        assert!(peaks.chain(needs).all(|found| found == day));
        // It rises from the evening before.
        assert_eq!(service.demand.events[0].rises, date(2027, 11, 25).at(18, 0, 0, 0));
    }
    let calendar: Vec<_> =
        evaluation.calendar.iter().filter(|entry| entry.activity.starts_with("Black Friday")).collect();
    assert!(!calendar.is_empty() && calendar.iter().all(|entry| entry.day == day), "{calendar:?}");
    let text = report(&plan, &evaluation).replace('\n', " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let dated: Vec<String> = words
        .windows(6)
        .filter(|words| words[0] == "Black" && words[2] == "on")
        .map(|words| words[3..].join(" "))
        .collect();
    assert!(!dated.is_empty());
    assert!(dated.iter().all(|said| said.starts_with("26 November 2027")), "{dated:?}");
}

#[test]
fn a_lift_is_of_what_it_says() {
    let night = date(2027, 3, 3).at(3, 0, 0, 0);
    let evening = date(2027, 3, 3).at(18, 0, 0, 0);
    // At the peak hour, four times the hour is four times the peak: ten times the average.
    let hour = peak_of(sale(evening, 4.0, LiftOf::UsualHour));
    assert_eq!((hour.peak.round(), hour.over_usual.round(), hour.over_average.round()), (300_000.0, 4.0, 10.0));
    // Four times the average is 120,000, whenever it is.
    for start in [night, evening] {
        let average = peak_of(sale(start, 4.0, LiftOf::Average));
        assert!((average.peak - 120_000.0).abs() < 120.0, "{}", average.peak);
        assert!((average.over_average - 4.0).abs() < 4e-3 && (average.over_usual - 1.6).abs() < 2e-3);
    }
    // Four times the usual peak at night too, where four times the hour would be far less.
    let peak = peak_of(sale(night, 4.0, LiftOf::UsualPeak));
    assert!((peak.peak - 300_000.0).abs() < 300.0, "{}", peak.peak);
    assert!(peak_of(sale(night, 4.0, LiftOf::UsualHour)).peak < 100_000.0);
}

#[test]
fn the_load_never_exceeds_the_stated_multiple_while_it_rises_and_falls() {
    // From midnight on it rises for six hours: the usual load rises too, and so does what a lift of it comes to.
    for (of, multiple) in [(LiftOf::UsualPeak, 300_000.0), (LiftOf::Average, 120_000.0)] {
        for start in
            [date(2027, 3, 2).at(21, 0, 0, 0), date(2027, 3, 3).at(0, 0, 0, 0), date(2027, 3, 3).at(12, 0, 0, 0)]
        {
            let event = Event { ramp: Quantity::clamped(6.0), ..sale(start, 4.0, of) };
            let peak = peak_of(event).peak;
            assert!((peak - multiple).abs() < 0.01 * multiple, "{of:?} {start}: {peak}");
        }
    }
}

#[test]
fn a_headroom_for_a_rise_and_the_event_that_is_it_are_said_to_count_twice() {
    let mut plan = examples::seed_service();
    let says = |plan: &Scenario| {
        let findings = evaluate(plan).services[0].sizing.verdict.findings.clone();
        findings.into_iter().find(|finding| finding.sentence.contains("count a rise twice"))
    };
    of(&mut plan, |service| {
        service.demand.growth.monthly = Quantity::clamped(0.0);
        service.demand.events = vec![sale(date(2027, 3, 3).at(18, 0, 0, 0), 4.0, LiftOf::UsualHour)];
    });
    assert_eq!(says(&plan), None);
    of(&mut plan, |service| {
        service.sizing.headroom =
            HeadroomRule::Product { kind: ProductKind::BlackFriday, level: HeadroomLevel::Middle };
    });
    // 10 times the average, and 150 % more.
    let said = says(&plan).unwrap();
    assert_eq!(said.standing, Standing::Tight);
    assert!(said.sentence.starts_with("The headroom of 150 % and the event Sale count a rise twice"), "{said:?}");
    assert!(said.sentence.contains("capacity is for 25 \u{d7} the average load"), "{said:?}");
}

#[test]
fn what_holds_until_says_what_ends_it() {
    let mut plan = examples::seed_service();
    of(&mut plan, |service| service.demand.growth.monthly = Quantity::clamped(0.03));
    let because = |plan: &Scenario| evaluate(plan).services[0].sizing.lasts.as_ref().unwrap().because.clone();
    let mut batch = plan.clone();
    of(&mut batch, |service| service.sizing.slo.latency = None);
    assert_eq!(because(&batch), "growth, full throughput");
    // 95 % within less than three mean service times leaves no room for queues.
    let mut strict = plan.clone();
    of(&mut strict, |service| {
        // 99 % are served within ln 100 mean service times.
        let fastest = service.sizing.replica.capacity.service_time() * 4.605_170_2;
        service.sizing.slo.latency.as_mut().unwrap().target = Quantity::clamped(fastest * 1.02);
        service.sizing.slo.latency.as_mut().unwrap().percentile = Quantity::clamped(0.99);
    });
    assert_eq!(because(&strict), "growth, latency target");
}
