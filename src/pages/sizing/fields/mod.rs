//! What is stated about sizing, a row a field.

pub mod limits;

use crate::components::form::number;
use crate::components::form::{Field, Kind, NumberKind};
use headroom_core::base::text;
use headroom_core::base::units::{
    Headroom, Quantity, ReplicaThroughput, ServiceTime, ServiceVariability, TargetUtilization,
};
use headroom_core::plan::scenario::sizing::{
    HeadroomLevel, HeadroomRule, LatencyObjective, MeasuredAt, ProductKind, Replica, ReplicaCapacity, SizingInputs, Slo,
};

/// The headroom rule, spare replicas and lead time.
pub const HEADROOM: &[Field<SizingInputs>] = &[
    Field::<SizingInputs>::new(
        "headroom-way",
        Kind::Choice {
            words: &["By product", "Fraction", "Utilization"],
            in_view: true,
            get: |sizing| match sizing.headroom {
                HeadroomRule::Product { .. } => 0,
                HeadroomRule::Fraction(_) => 1,
                HeadroomRule::Utilization(_) => 2,
            },
            set: |sizing, way| sizing.headroom = restated(way, sizing.headroom),
        },
    ),
    Field::<SizingInputs>::new(
        "product-kind",
        Kind::Choice {
            words: &["Stable", "Growing", "Critical", "Black Friday", "New launch"],
            in_view: false,
            get: |sizing| PRODUCTS.iter().position(|kind| *kind == product(sizing).0).unwrap_or_default(),
            set: |sizing, place| {
                let kind = PRODUCTS.get(place).copied().unwrap_or(ProductKind::Growing);
                sizing.headroom = HeadroomRule::Product { kind, level: product(sizing).1 };
            },
        },
    )
    .when(is_by_product),
    Field::<SizingInputs>::new(
        "headroom-level",
        Kind::Choice {
            words: &["Low", "Middle", "High"],
            in_view: true,
            get: |sizing| LEVELS.iter().position(|level| *level == product(sizing).1).unwrap_or_default(),
            set: |sizing, place| {
                let level = LEVELS.get(place).copied().unwrap_or(HeadroomLevel::Low);
                sizing.headroom = HeadroomRule::Product { kind: product(sizing).0, level };
            },
        },
    )
    .when(is_by_product)
    .hint(|sizing| {
        let [low, middle, high] = product(sizing).0.range().map(text::percent);
        let ready = product(sizing).0.ready().words();
        format!("Usual: {low}, {middle}, {high}. It must be there {ready}.")
    }),
    Field::<SizingInputs>::new(
        "headroom",
        Kind::Number {
            get: |sizing| sizing.headroom.fraction(),
            set: |sizing, value| sizing.headroom = HeadroomRule::Fraction(Headroom::clamped(value)),
            quantity: NumberKind::of::<Headroom>(),
        },
    )
    .when(|sizing| matches!(sizing.headroom, HeadroomRule::Fraction(_)))
    .slider(0.0, 2.0),
    Field::<SizingInputs>::new(
        "target-utilization",
        Kind::Number {
            get: |sizing| sizing.headroom.target_utilization(),
            set: |sizing, value| sizing.headroom = HeadroomRule::Utilization(TargetUtilization::clamped(value)),
            quantity: NumberKind::of::<TargetUtilization>(),
        },
    )
    .when(|sizing| matches!(sizing.headroom, HeadroomRule::Utilization(_)))
    .slider(0.2, 1.0),
    number!(SizingInputs, "spare-replicas", spare_replicas).hint(|sizing| {
        format!(
            "{} above the peak: {} utilization at peak, spares not counted.",
            text::percent(sizing.headroom.fraction()),
            text::percent(sizing.headroom.target_utilization())
        )
    }),
    number!(SizingInputs, "lead-time", lead_time),
];

const PRODUCTS: [ProductKind; 5] = [
    ProductKind::Stable,
    ProductKind::Growing,
    ProductKind::Critical,
    ProductKind::BlackFriday,
    ProductKind::NewLaunch,
];
const LEVELS: [HeadroomLevel; 3] = [HeadroomLevel::Low, HeadroomLevel::Middle, HeadroomLevel::High];

fn is_by_product(sizing: &SizingInputs) -> bool {
    matches!(sizing.headroom, HeadroomRule::Product { .. })
}

fn product(sizing: &SizingInputs) -> (ProductKind, HeadroomLevel) {
    match sizing.headroom {
        HeadroomRule::Product { kind, level } => (kind, level),
        _ => (ProductKind::Growing, HeadroomLevel::Low),
    }
}

/// The same headroom in another way; a product starts from its lower end.
fn restated(way: usize, rule: HeadroomRule) -> HeadroomRule {
    match way {
        0 => HeadroomRule::Product { kind: ProductKind::Growing, level: HeadroomLevel::Low },
        1 => rule.to_fraction().unwrap_or(rule),
        _ => rule.to_utilization().unwrap_or(rule),
    }
}

/// Said below what nobody has stated.
const ASSUMED: &str = "Assumed; enter yours.";

/// What one replica carries and takes.
pub const REPLICA: &[Field<Replica>] = &[
    Field::<Replica>::new(
        "capacity-way",
        Kind::Choice {
            words: &["Throughput", "Service time"],
            in_view: true,
            get: |replica| usize::from(!is_by_throughput(replica)),
            set: |replica, way| {
                let capacity = replica.capacity;
                if way == 0 {
                    set_throughput(replica, capacity.throughput())
                } else {
                    set_time(replica, capacity.service_time())
                }
            },
        },
    ),
    Field::<Replica>::new(
        "replica-throughput",
        Kind::Number {
            get: |replica| replica.capacity.throughput(),
            set: |replica, value| {
                replica.throughput_assumed = false;
                set_throughput(replica, value);
            },
            quantity: NumberKind::of::<ReplicaThroughput>(),
        },
    )
    .when(is_by_throughput)
    .hint(|replica| if replica.throughput_assumed { ASSUMED.to_owned() } else { String::new() }),
    Field::<Replica>::new(
        "service-time",
        Kind::Number {
            get: |replica| replica.capacity.service_time(),
            set: |replica, value| {
                replica.throughput_assumed = false;
                set_time(replica, value);
            },
            quantity: NumberKind::of::<ServiceTime>(),
        },
    )
    .when(|replica| !is_by_throughput(replica))
    .hint(|replica| if replica.throughput_assumed { ASSUMED.to_owned() } else { String::new() }),
    Field::<Replica>::new(
        "concurrency",
        Kind::Number {
            get: |replica| replica.capacity.concurrency().value(),
            set: |replica, value| {
                replica.concurrency_assumed = false;
                replica.capacity = replica.capacity.with_concurrency(Quantity::clamped(value));
            },
            quantity: NumberKind::read_by(|replica: &Replica| replica.capacity.concurrency()),
        },
    )
    .unit("")
    .hint(|replica| {
        let assumed = if replica.concurrency_assumed { format!("{ASSUMED} ") } else { String::new() };
        let capacity = replica.capacity;
        match capacity {
            ReplicaCapacity::Throughput { .. } => {
                format!("{assumed}Average service time {}.", text::seconds(capacity.service_time()))
            }
            ReplicaCapacity::ServiceTime { .. } => {
                format!("{assumed}Throughput {} requests/s per replica.", text::number(capacity.throughput()))
            }
        }
    }),
    Field::<Replica>::new(
        "service-variability",
        Kind::Optional {
            get: |replica| replica.capacity.variability().map(Quantity::value),
            set: |replica, value| {
                replica.capacity = replica.capacity.with_variability(value.map(Quantity::clamped));
            },
            first: |replica| replica.capacity.service().variability,
            unstated: |_| "100 %, exponential".to_owned(),
            quantity: NumberKind::of::<ServiceVariability>(),
        },
    )
    .hint(|replica| match replica.capacity.variability() {
        None => "Assumed; enter yours. P99 hangs on it.".to_owned(),
        Some(_) => {
            let p99 = replica.capacity.service().quantile(0.99);
            format!("P99 of the service time alone: {}.", text::seconds(p99))
        }
    }),
    number!(Replica, "vcpus", vcpus),
    number!(Replica, "memory", memory),
    number!(Replica, "gpus", gpus),
];

fn is_by_throughput(replica: &Replica) -> bool {
    matches!(replica.capacity, ReplicaCapacity::Throughput { .. })
}

fn set_throughput(replica: &mut Replica, value: f64) {
    replica.capacity = replica.capacity.with_throughput(Quantity::clamped(value));
}

fn set_time(replica: &mut Replica, value: f64) {
    replica.capacity = replica.capacity.with_service_time(Quantity::clamped(value));
}

/// The service level objective.
pub const SLO: &[Field<Slo>] = &[
    number!(Slo, "availability", availability)
        .hint(|slo| format!("Error budget: {} in 30 days.", text::seconds(slo.error_budget()))),
    Field::<Slo>::new(
        "latency-objective",
        Kind::Choice {
            words: &["Latency target", "Batch, may wait"],
            in_view: true,
            get: |slo| usize::from(slo.latency.is_none()),
            set: |slo, place| slo.latency = (place == 0).then(LatencyObjective::usual),
        },
    ),
    Field::<Slo>::new(
        "latency-percentile",
        Kind::Number {
            get: |slo| objective(slo).percentile.value(),
            set: |slo, value| slo.latency.iter_mut().for_each(|latency| latency.percentile = Quantity::clamped(value)),
            quantity: NumberKind::read_by(|latency: &LatencyObjective| latency.percentile),
        },
    )
    .when(|slo| slo.latency.is_some()),
    Field::<Slo>::new(
        "latency-target",
        Kind::Number {
            get: |slo| objective(slo).target.value(),
            set: |slo, value| slo.latency.iter_mut().for_each(|latency| latency.target = Quantity::clamped(value)),
            quantity: NumberKind::read_by(|latency: &LatencyObjective| latency.target),
        },
    )
    .when(|slo| slo.latency.is_some()),
    Field::<Slo>::new(
        "latency-measured",
        Kind::Choice {
            words: &["At the user", "At the service"],
            in_view: true,
            get: |slo| usize::from(objective(slo).measured == MeasuredAt::AtService),
            set: |slo, place| {
                let measured = if place == 0 { MeasuredAt::AtUser } else { MeasuredAt::AtService };
                slo.latency.iter_mut().for_each(|latency| latency.measured = measured);
            },
        },
    )
    .when(|slo| slo.latency.is_some()),
];

fn objective(slo: &Slo) -> LatencyObjective {
    slo.latency.unwrap_or_else(LatencyObjective::usual)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::form::checks::{begins_as_said, keeps};
    use headroom_core::base::id::ServiceId;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn a_new_service_begins_as_the_settings_say() {
        let sizing = examples::plain_service(ServiceId(1)).sizing;
        begins_as_said(&sizing, HEADROOM);
        begins_as_said(&SizingInputs { headroom: restated(1, sizing.headroom), ..sizing }, &HEADROOM[3..]);
        begins_as_said(&SizingInputs { headroom: restated(2, sizing.headroom), ..sizing }, &HEADROOM[4..]);
        begins_as_said(&sizing.replica, REPLICA);
        let mut replica = sizing.replica;
        set_time(&mut replica, sizing.replica.capacity.service_time());
        begins_as_said(&replica, &REPLICA[2..]);
        begins_as_said(&sizing.slo, SLO);
    }

    #[test]
    fn every_field_keeps_what_it_takes_in_each_way_of_stating_it() {
        for example in examples::ALL {
            for service in &example.scenario().services {
                let mut sizing = service.sizing;
                for way in 0..3 {
                    sizing.headroom = restated(way, sizing.headroom);
                    keeps(&sizing, HEADROOM);
                }
                let mut replica = sizing.replica;
                let (throughput, time) = (replica.capacity.throughput(), replica.capacity.service_time());
                set_throughput(&mut replica, throughput);
                keeps(&replica, REPLICA);
                set_time(&mut replica, time);
                keeps(&replica, REPLICA);
                keeps(&sizing.slo, SLO);
            }
        }
    }
}
