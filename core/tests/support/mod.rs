//! Random valid scenarios, for the laws and the hostile corpus.
#![allow(clippy::unwrap_used, clippy::panic, dead_code, missing_docs)]

#[path = "cost.rs"]
pub mod cost;
pub mod regions;

use headroom_core::base::id::ServiceId;
use headroom_core::base::name::{Name, Notes};
use headroom_core::base::units::Quantity;
use headroom_core::plan::scenario::demand::{
    BatchWork, DayCurve, DayShape, Demand, Event, EventLot, Growth, GrowthKind, LiftOf, MeasuredWeek, Repeat, WeekShape,
};
use headroom_core::plan::scenario::scaling::Weekdays;
use headroom_core::plan::scenario::sizing::{
    HeadroomLevel, HeadroomRule, LatencyObjective, MeasuredAt, ProductKind, Replica, ReplicaCapacity, SizingInputs, Slo,
};
use headroom_core::plan::scenario::{ReadyBy, Scenario, Service, ServiceKind, Services};
use jiff::civil::{Date, date};
use proptest::prelude::*;

/// A quantity from a range; one in eight is at an end of all that it can hold.
fn stated<Q: Quantity + std::fmt::Debug>(low: f64, high: f64) -> BoxedStrategy<Option<Q>> {
    proptest::option::of(within(low, high)).boxed()
}

fn within<Q: Quantity + std::fmt::Debug>(low: f64, high: f64) -> BoxedStrategy<Q> {
    prop_oneof![
        7 => (0.0..=1.0f64).prop_map(move |share| Q::clamped(low + (high - low) * share)),
        1 => prop_oneof![Just(Q::clamped(low)), Just(Q::clamped(high))],
    ]
    .boxed()
}

/// A quantity of any order of magnitude in a range.
fn magnitude<Q: Quantity + std::fmt::Debug>(low: f64, high: f64) -> BoxedStrategy<Q> {
    (libm::log10(low)..=libm::log10(high)).prop_map(|power| Q::clamped(libm::pow(10.0, power))).boxed()
}

pub fn any_date() -> impl Strategy<Value = Date> {
    (2020i16..2040, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| date(year, month, day))
}

fn week() -> impl Strategy<Value = WeekShape> {
    prop_oneof![
        Just(WeekShape::Flat),
        within(0.0, 1.0).prop_map(WeekShape::Consumer),
        within(0.0, 1.0).prop_map(WeekShape::Business),
        proptest::array::uniform7(within(0.0, 3.0)).prop_map(WeekShape::Own),
    ]
}

fn measured() -> impl Strategy<Value = MeasuredWeek> {
    (any_date(), proptest::collection::vec(0.0..3.0f64, 168)).prop_map(|(first_day, hours)| {
        let mean = hours.iter().sum::<f64>() / 168.0;
        let hours: Vec<_> = hours.iter().map(|hour| Quantity::clamped(hour / mean)).collect();
        MeasuredWeek {
            source: Name::from_static("trace.csv"),
            first_day,
            last_day: first_day.saturating_add(jiff::Span::new().days(27)),
            mean: Quantity::clamped(100.0),
            peak: Quantity::clamped(300.0),
            p99: Quantity::clamped(280.0),
            hours: hours.try_into().unwrap(),
        }
    })
}

fn event() -> impl Strategy<Value = Event> {
    let start = (any_date(), 0i8..24, 0i8..60).prop_map(|(day, hour, minute)| day.at(hour, minute, 0, 0));
    let lot = (stated(0.0, 400.0), stated(0.0, 50.0), stated(0.0, 90.0), stated(0.0, 9.0))
        .prop_map(|(replicas, ahead, after, price)| EventLot { replicas, ahead, after, price });
    let lot = prop_oneof![1 => Just(EventLot::default()), 1 => lot];
    let ready = proptest::sample::select(ReadyBy::ALL.to_vec());
    (start, within(0.0, 200.0), within(0.0, 1000.0), within(0.0, 15.0), 0..3_usize, any::<bool>(), ready, lot).prop_map(
        |(start, ramp, length, lift, of, yearly, ready, lot)| Event {
            name: Name::from_static("Event"),
            start,
            ramp,
            length,
            lift,
            of: LiftOf::ALL[of],
            repeat: if yearly { Repeat::Yearly } else { Repeat::Once },
            ready,
            lot,
        },
    )
}

fn work() -> impl Strategy<Value = BatchWork> {
    let days = proptest::sample::select(Weekdays::ALL.to_vec());
    (magnitude(1.0, 1e11), 0u8..96, 1u8..=96, days).prop_map(|(items, opens, window, days)| {
        let hours = |quarters: u8| f64::from(quarters) / 4.0;
        BatchWork {
            items,
            items_assumed: false,
            opens: Quantity::clamped(hours(opens)),
            window: Quantity::clamped(hours(window)),
            days,
        }
    })
}

fn demand() -> impl Strategy<Value = Demand> {
    let curve = prop_oneof![
        Just(DayCurve::OnePeak),
        Just(DayCurve::TwoPeaks),
        Just(DayCurve::WorkingHours),
        Just(DayCurve::Burst)
    ];
    let load = prop_oneof![9 => magnitude(1e-3, 1e7), 1 => Just(Quantity::clamped(0.0))];
    let growth = (any::<bool>(), within(-0.3, 0.5)).prop_map(|(compound, monthly)| Growth {
        kind: if compound { GrowthKind::Compound } else { GrowthKind::Linear },
        monthly,
    });
    (
        (load, within(1.0, 8.0), curve, within(0.0, 23.75), week()),
        (
            (proptest::option::weighted(0.2, measured()), proptest::option::weighted(0.15, work())),
            proptest::collection::vec(event(), 0..4),
            growth,
            within(0.0, 1.0),
        ),
    )
        .prop_map(
            |(
                (average_load, peak_to_average, curve, peak_hour, week),
                ((measured, work), events, growth, variability),
            )| {
                let day = DayShape { curve, peak_hour };
                Demand {
                    average_load,
                    average_load_assumed: false,
                    peak_to_average,
                    day,
                    week,
                    measured,
                    work,
                    events,
                    growth,
                    variability,
                }
            },
        )
}

fn capacity() -> impl Strategy<Value = ReplicaCapacity> {
    prop_oneof![
        (magnitude(1e-2, 1e5), magnitude(1.0, 1000.0), stated(0.0, 3.0)).prop_map(
            |(throughput, concurrency, variability)| ReplicaCapacity::Throughput {
                throughput,
                concurrency,
                variability
            }
        ),
        (magnitude(1e-4, 1e3), magnitude(1.0, 1000.0), stated(0.0, 3.0)).prop_map(
            |(service_time, concurrency, variability)| ReplicaCapacity::ServiceTime {
                service_time,
                concurrency,
                variability
            }
        ),
    ]
}

fn headroom() -> impl Strategy<Value = HeadroomRule> {
    let kind = proptest::sample::select(ProductKind::ALL.to_vec());
    let level = proptest::sample::select(vec![HeadroomLevel::Low, HeadroomLevel::Middle, HeadroomLevel::High]);
    prop_oneof![
        (kind, level).prop_map(|(kind, level)| HeadroomRule::Product { kind, level }),
        within(0.0, 4.0).prop_map(HeadroomRule::Fraction),
        within(0.2, 1.0).prop_map(HeadroomRule::Utilization),
    ]
}

/// Sizing whose latency target is a few service times, as targets are.
fn sizing() -> impl Strategy<Value = SizingInputs> {
    let objective = proptest::option::weighted(0.8, (within(0.5, 0.9999), 0.5..20.0f64, any::<bool>()));
    (
        (capacity(), within(0.0, 64.0), within(0.0, 512.0), within(0.0, 8.0)),
        (within(0.9, 0.99999), objective),
        (headroom(), within(0.0, 10.0), within(0.0, 400.0)),
    )
        .prop_map(|((capacity, vcpus, memory, gpus), (availability, objective), (headroom, spare, lead_time))| {
            let latency = objective.map(|(percentile, times, at_user)| LatencyObjective {
                percentile,
                target: Quantity::clamped(capacity.service_time() * times),
                measured: if at_user { MeasuredAt::AtUser } else { MeasuredAt::AtService },
            });
            SizingInputs {
                replica: Replica {
                    capacity,
                    throughput_assumed: false,
                    concurrency_assumed: false,
                    vcpus,
                    memory,
                    gpus,
                    gpu_memory: None,
                    chip: None,
                    arch: None,
                },
                slo: Slo { availability, latency },
                headroom,
                spare_replicas: spare,
                lead_time,
            }
        })
}

pub fn service() -> impl Strategy<Value = Service> {
    let kind = proptest::sample::select(ServiceKind::ALL.to_vec());
    let parts = (kind, demand(), sizing(), cost::service_cost());
    parts.prop_map(|(kind, demand, sizing, cost)| Service { cost, ..Service::new(ServiceId(1), kind, demand, sizing) })
}

pub fn scenario() -> impl Strategy<Value = Scenario> {
    let services = proptest::collection::vec((service(), any::<bool>()), 1..4);
    (any_date(), services, cost::inputs()).prop_map(|(start, services, cost)| {
        let machine = services.iter().find_map(|(service, _)| service.cost.machine.clone());
        let place = |(place, (mut service, in_pool)): (usize, (Service, bool))| {
            service.id = ServiceId(place as u32 + 1);
            if in_pool {
                service.cost.pool = Name::from_static("shared");
                service.cost.machine.clone_from(&machine);
            }
            service
        };
        let services: Vec<Service> = services.into_iter().enumerate().map(place).collect();
        let services = Services::new(services).unwrap();
        Scenario {
            name: Name::from_static("Plan"),
            start,
            notes: Notes::default(),
            services,
            regions: Vec::new(),
            limits: Vec::new(),
            drill: None,
            cost,
        }
    })
}

/// A plan of one service.
pub fn plan_of(service: &Service, start: Date) -> Scenario {
    let services = Services::of_one(service.clone());
    Scenario {
        name: Name::from_static("Plan"),
        start,
        notes: Notes::default(),
        services,
        regions: Vec::new(),
        limits: Vec::new(),
        drill: None,
        cost: Default::default(),
    }
}

/// Whether some number in a value's debug text is NaN or infinite.
pub fn holds_only_finite_numbers(value: &impl std::fmt::Debug) -> Result<(), String> {
    let text = format!("{value:?}");
    let is_wild = |word: &&str| matches!(*word, "NaN" | "inf" | "infinite" | "not a number");
    match text.split(|letter: char| !letter.is_alphanumeric()).find(is_wild) {
        Some(word) => {
            let at = text.find(word).unwrap_or_default();
            Err(format!("{word} in …{}", text.chars().skip(at.saturating_sub(300)).take(400).collect::<String>()))
        }
        None => Ok(()),
    }
}
