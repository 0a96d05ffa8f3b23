//! What is stated about a service and its demand, a row a field.

use crate::components::form::{Field, Kind, NumberKind};
use crate::components::form::{choice, choice_of, number, optional};
use headroom_core::base::name::Name;
use headroom_core::base::units::{AverageLoad, BatchItems, DayFactor, Quantity, WeekendLift, WeekendShare};
use headroom_core::plan::scenario::demand::{
    BatchWork, DayCurve, DayShape, Demand, Event, GrowthKind, LiftOf, Repeat, WeekShape,
};
use headroom_core::plan::scenario::scaling::Weekdays;
use headroom_core::plan::scenario::{ReadyBy, Service, ServiceKind};

/// The service itself.
pub const SERVICE: &[Field<Service>] = &[
    Field::new(
        "service-name",
        Kind::Words {
            get: |service| service.name.to_string(),
            set: |service, text| {
                service.name = named(text, "A service must have a name")?;
                Ok(())
            },
        },
    ),
    Field::new(
        "service-team",
        Kind::Words {
            get: |service| service.team.to_string(),
            set: |service, text| {
                service.team = Name::new(text).map_err(|error| error.to_string())?;
                Ok(())
            },
        },
    ),
    Field::new(
        "service-kind",
        Kind::Choice {
            words: &["Real-time", "Batch", "LLM"],
            in_view: false,
            get: |service| ServiceKind::ALL.iter().position(|kind| *kind == service.kind).unwrap_or_default(),
            set: |service, place| {
                if let Some(kind) = ServiceKind::ALL.get(place) {
                    service.become_kind(*kind);
                }
            },
        },
    ),
    Field::<Service>::new(
        "batch-work",
        Kind::Flag { get: |service| service.demand.work.is_some(), set: |service, is_on| service.set_windowed(is_on) },
    )
    .when(|service| service.kind == ServiceKind::Batch),
];

/// A name that is not blank.
fn named(text: &str, why: &str) -> Result<Name, String> {
    if text.is_empty() {
        return Err(why.to_owned());
    }
    Name::new(text).map_err(|error| error.to_string())
}

/// The level of the load, or the work of a batch.
pub const LOAD: &[Field<Demand>] = &[
    Field::<Demand>::new(
        "average-load",
        Kind::Number {
            get: |demand| demand.average_load.value(),
            set: |demand, value| {
                demand.average_load = Quantity::clamped(value);
                demand.average_load_assumed = false;
            },
            quantity: NumberKind::of::<AverageLoad>(),
        },
    )
    .when(|demand| demand.work.is_none()),
    number!(Demand, "peak-to-average", peak_to_average).slider(1.0, 10.0).when(|demand| demand.work.is_none()),
    number!(Demand, "variability", variability).slider(0.0, 0.5),
    number!(Demand, "growth", growth.monthly).slider(-0.1, 0.3),
    choice!(Demand, "growth-kind", growth.kind, [(GrowthKind::Compound, "Compound"), (GrowthKind::Linear, "Linear")])
        .in_view(),
];

/// The work of a batch.
pub const WORK: &[Field<BatchWork>] = &[
    Field::<BatchWork>::new(
        "batch-items",
        Kind::Number {
            get: |work| work.items.value(),
            set: |work, value| {
                work.items = Quantity::clamped(value);
                work.items_assumed = false;
            },
            quantity: NumberKind::of::<BatchItems>(),
        },
    ),
    number!(BatchWork, "batch-opens", opens).slider(0.0, 23.75),
    number!(BatchWork, "batch-window", window).slider(0.25, 24.0),
    choice_of!(BatchWork, "batch-days", days, Weekdays, words),
];

/// The shape of the day.
pub const DAY: &[Field<DayShape>] = &[
    choice!(
        DayShape,
        "day-curve",
        curve,
        [
            (DayCurve::OnePeak, "One peak"),
            (DayCurve::TwoPeaks, "Midday and evening"),
            (DayCurve::WorkingHours, "Working hours"),
            (DayCurve::Burst, "A burst"),
        ]
    ),
    number!(DayShape, "peak-hour", peak_hour).slider(0.0, 23.75),
];

/// The shape of the week.
pub const WEEK: &[Field<WeekShape>] = &[
    Field::<WeekShape>::new(
        "week-kind",
        Kind::Choice {
            words: &["Flat", "Consumer", "Business", "Custom"],
            in_view: true,
            get: |week| match week {
                WeekShape::Flat => 0,
                WeekShape::Consumer(_) => 1,
                WeekShape::Business(_) => 2,
                WeekShape::Own(_) => 3,
            },
            set: |week, kind| *week = week_of(kind, *week),
        },
    ),
    Field::<WeekShape>::new(
        "weekend-lift",
        Kind::Number {
            get: |week| if let WeekShape::Consumer(lift) = week { lift.get() } else { 0.0 },
            set: |week, value| *week = WeekShape::Consumer(Quantity::clamped(value)),
            quantity: NumberKind::of::<WeekendLift>(),
        },
    )
    .when(|week| matches!(week, WeekShape::Consumer(_)))
    .slider(0.0, 1.0),
    Field::<WeekShape>::new(
        "weekend-share",
        Kind::Number {
            get: |week| if let WeekShape::Business(share) = week { share.get() } else { 0.0 },
            set: |week, value| *week = WeekShape::Business(Quantity::clamped(value)),
            quantity: NumberKind::of::<WeekendShare>(),
        },
    )
    .when(|week| matches!(week, WeekShape::Business(_)))
    .slider(0.0, 1.0),
    day::<0>("monday"),
    day::<1>("tuesday"),
    day::<2>("wednesday"),
    day::<3>("thursday"),
    day::<4>("friday"),
    day::<5>("saturday"),
    day::<6>("sunday"),
];

/// The factor of a day of the week.
const fn day<const PLACE: usize>(setting: &'static str) -> Field<WeekShape> {
    Field::<WeekShape>::new(
        setting,
        Kind::Number {
            get: |week| if let WeekShape::Own(days) = week { days[PLACE].get() } else { 1.0 },
            set: |week, value| {
                if let WeekShape::Own(days) = week {
                    days[PLACE] = Quantity::clamped(value);
                }
            },
            quantity: NumberKind::of::<DayFactor>(),
        },
    )
    .when(|week| matches!(week, WeekShape::Own(_)))
}

/// A week of a kind, with the usual numbers; custom factors start from the week that was there.
fn week_of(kind: usize, before: WeekShape) -> WeekShape {
    let weekend = match before {
        WeekShape::Consumer(lift) => 1.0 + lift.get(),
        WeekShape::Business(share) => share.get(),
        WeekShape::Flat | WeekShape::Own(_) => 1.0,
    };
    match (kind, before) {
        (0, _) => WeekShape::Flat,
        (1, _) => WeekShape::usual_consumer(),
        (2, _) => WeekShape::usual_business(),
        (_, WeekShape::Own(_)) => before,
        _ => WeekShape::Own([1.0, 1.0, 1.0, 1.0, 1.0, weekend, weekend].map(DayFactor::clamped)),
    }
}

/// What an event is called.
pub const EVENT_NAME: Field<Event> = Field::new(
    "event-name",
    Kind::Words {
        get: |event| event.name.to_string(),
        set: |event, text| {
            event.name = named(text, "An event must have a name")?;
            Ok(())
        },
    },
);

/// How high an event rises, and for how long.
pub const EVENT: &[Field<Event>] = &[
    number!(Event, "event-lift", lift).slider(1.0, 12.0),
    choice!(
        Event,
        "event-lift-of",
        of,
        [
            (LiftOf::UsualHour, "\u{d7} the hour's usual load"),
            (LiftOf::Average, "\u{d7} the average"),
            (LiftOf::UsualPeak, "\u{d7} the usual peak"),
        ]
    ),
    number!(Event, "event-ramp", ramp),
    number!(Event, "event-length", length),
    choice!(
        Event,
        "event-ready",
        ready,
        [
            (ReadyBy::Minutes, "Within minutes"),
            (ReadyBy::WeeksAhead, "Weeks ahead"),
            (ReadyBy::Before, "Before it begins"),
        ]
    ),
    choice!(Event, "event-repeat", repeat, [(Repeat::Once, "Once"), (Repeat::Yearly, "Every year")]).in_view(),
];

/// What is ordered for an event.
pub const LOT: &[Field<Event>] = &[
    optional!(Event, "event-lot", lot.replicas, |_| 0.0, |_| "as many as it needs".to_owned()),
    optional!(Event, "event-lot-ahead", lot.ahead, |_| 24.0, |_| "from its beginning".to_owned())
        .when(|event| event.ready != ReadyBy::Minutes),
    optional!(Event, "event-lot-after", lot.after, |_| 24.0, |_| "until its end".to_owned()),
    optional!(Event, "event-lot-price", lot.price, |_| 1.0, |_| "on-demand".to_owned()),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::form::checks::{begins_as_said, keeps};
    use headroom_core::base::id::ServiceId;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn a_new_service_begins_as_the_settings_say() {
        let service = examples::plain_service(ServiceId(1));
        begins_as_said(&service, SERVICE);
        begins_as_said(&service.demand, LOAD);
        begins_as_said(&service.demand.day, DAY);
        begins_as_said(&service.demand.week, WEEK);
        begins_as_said(&WeekShape::usual_consumer(), &WEEK[1..]);
        begins_as_said(&WeekShape::usual_business(), &WEEK[2..]);
        begins_as_said(&week_of(3, WeekShape::Flat), &WEEK[3..]);
    }

    #[test]
    fn a_batch_begins_as_the_settings_say() {
        let mut service = examples::plain_service(ServiceId(1));
        service.become_kind(ServiceKind::Batch);
        begins_as_said(&service.demand.work.unwrap(), &WORK[1..]);
        keeps(&service.demand.work.unwrap(), WORK);
    }

    #[test]
    fn every_field_keeps_what_it_takes() {
        for example in examples::ALL {
            for service in &example.scenario().services {
                keeps(service, SERVICE);
                keeps(&service.demand, LOAD);
                keeps(&service.demand.day, DAY);
                for kind in 0..4 {
                    keeps(&week_of(kind, service.demand.week), WEEK);
                }
                for event in &service.demand.events {
                    keeps(event, &[EVENT_NAME]);
                    keeps(event, EVENT);
                    keeps(event, LOT);
                }
            }
        }
    }

    #[test]
    fn a_custom_week_starts_from_the_one_before() {
        let WeekShape::Own(days) = week_of(3, week_of(1, WeekShape::Flat)) else { panic!("a custom week") };
        assert_eq!(days.map(DayFactor::get), [1.0, 1.0, 1.0, 1.0, 1.0, 1.25, 1.25]);
        assert_eq!(week_of(3, WeekShape::Own(days)), WeekShape::Own(days));
    }

    #[test]
    fn a_day_of_the_week_is_read_and_written_at_its_place() {
        let mut week = week_of(3, WeekShape::Flat);
        let Kind::Number { get, set, .. } = day::<6>("sunday").kind else { panic!("a number") };
        set(&mut week, 2.5);
        assert_eq!((get(&week), get(&WeekShape::Flat)), (2.5, 1.0));
        let Kind::Number { get, .. } = day::<5>("saturday").kind else { panic!("a number") };
        assert_eq!(get(&week), 1.0);
    }
}
