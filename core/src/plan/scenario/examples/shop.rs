//! The plan of the first visit, written out in Rust: it is shown before reading plans is fetched. A test holds it equal
//! to the example's file.

use crate::base::id::ServiceId;
use crate::base::name::{Name, Notes};
use crate::base::units::Quantity;
use crate::formulas::autoscaler::hpa::{HpaBehavior, HpaMetric, HpaName, HpaPolicy, HpaSource, HpaTarget};
use crate::formulas::autoscaler::metric::Metric;
use crate::plan::scenario::demand::{
    DayCurve, DayShape, Demand, Event, EventLot, Growth, GrowthKind, LiftOf, Repeat, WeekShape,
};
use crate::plan::scenario::scaling::{
    Policies, PolicyChoice, PredictiveRule, Rule, ScalingInputs, StaticRule, TargetTrackingRule,
};
use crate::plan::scenario::sizing::{
    HeadroomLevel, HeadroomRule, LatencyObjective, MeasuredAt, ProductKind, Replica, ReplicaCapacity, SizingInputs, Slo,
};
use crate::plan::scenario::{ReadyBy, Scenario, Service, ServiceKind, Services};
use jiff::civil::{date, datetime};

/// A growing shop with consumer traffic, whose capacity for Black Friday must be ordered ahead.
pub fn black_friday_shop() -> Scenario {
    let services = Services::new(vec![recommendations(), fraud_score()]);
    Scenario {
        name: Name::from_static("Black Friday shop"),
        start: date(2026, 12, 1),
        notes: Notes::new(
            "A shop that grows 4 % a month. What does Black Friday need, and when must capacity be ordered?",
        )
        .unwrap_or_default(),
        services: services.unwrap_or_else(|_| Services::of_one(recommendations())),
        regions: Vec::new(),
        limits: Vec::new(),
        drill: None,
        cost: Default::default(),
    }
}

fn recommendations() -> Service {
    let capacity = ReplicaCapacity::Throughput {
        throughput: Quantity::clamped(1_500.0),
        concurrency: Quantity::clamped(60.0),
        variability: None,
    };
    let sizing = sizing((capacity, (8.0, 16.0)), (0.999, 0.25), ProductKind::Growing);
    let demand = demand(12_000.0, 2.5, DayCurve::OnePeak, 4.0, 0.08);
    let mut service = Service::new(ServiceId(1), ServiceKind::RealTime, demand, sizing);
    service.name = Name::from_static("Recommendations");
    service.team = Name::from_static("Personalization");
    let predictive =
        Rule::Predictive(PredictiveRule { lead: Quantity::clamped(300.0), target: Quantity::clamped(2.0 / 3.0) });
    service.scaling = scaling(
        [
            policy("Kubernetes default", vec![hpa()]),
            policy("AWS target tracking 50 %", vec![target_tracking(0.5)]),
            policy("Predictive, 5 minutes ahead", vec![predictive, hpa()]),
        ],
        0.34,
    );
    service
}

fn fraud_score() -> Service {
    let capacity = ReplicaCapacity::ServiceTime {
        service_time: Quantity::clamped(0.018),
        concurrency: Quantity::clamped(4.0),
        variability: None,
    };
    let sizing = sizing((capacity, (4.0, 8.0)), (0.9995, 0.12), ProductKind::Critical);
    let demand = demand(900.0, 2.8, DayCurve::TwoPeaks, 5.0, 0.1);
    let mut service = Service::new(ServiceId(2), ServiceKind::RealTime, demand, sizing);
    service.name = Name::from_static("Fraud score");
    service.team = Name::from_static("Payments");
    let tracking = |target: f64, name| policy(name, vec![target_tracking(target)]);
    service.scaling =
        scaling([tracking(0.5, "AWS target tracking 50 %"), tracking(0.7, "AWS target tracking 70 %")], 0.68);
    service
}

fn demand(average: f64, peak_to_average: f64, curve: DayCurve, lift: f64, variability: f64) -> Demand {
    let black_friday = Event {
        name: Name::from_static("Black Friday"),
        start: datetime(2027, 11, 25, 18, 0, 0, 0),
        ramp: Quantity::clamped(6.0),
        length: Quantity::clamped(24.0),
        lift: Quantity::clamped(lift),
        of: LiftOf::UsualHour,
        repeat: Repeat::Yearly,
        ready: ReadyBy::WeeksAhead,
        lot: EventLot::default(),
    };
    Demand {
        average_load: Quantity::clamped(average),
        average_load_assumed: false,
        peak_to_average: Quantity::clamped(peak_to_average),
        day: DayShape { curve, peak_hour: Quantity::clamped(20.0) },
        week: WeekShape::Consumer(Quantity::clamped(0.25)),
        measured: None,
        work: None,
        events: vec![black_friday],
        growth: Growth { kind: GrowthKind::Compound, monthly: Quantity::clamped(0.04) },
        variability: Quantity::clamped(variability),
    }
}

fn sizing(
    (capacity, (vcpus, memory)): (ReplicaCapacity, (f64, f64)),
    (availability, target): (f64, f64),
    kind: ProductKind,
) -> SizingInputs {
    let replica = Replica {
        capacity,
        throughput_assumed: false,
        concurrency_assumed: false,
        vcpus: Quantity::clamped(vcpus),
        memory: Quantity::clamped(memory),
        gpus: Quantity::clamped(0.0),
        gpu_memory: None,
        chip: None,
        arch: None,
    };
    let latency = LatencyObjective {
        percentile: Quantity::clamped(0.99),
        target: Quantity::clamped(target),
        measured: MeasuredAt::AtUser,
    };
    SizingInputs {
        replica,
        slo: Slo { availability: Quantity::clamped(availability), latency: Some(latency) },
        headroom: HeadroomRule::Product { kind, level: HeadroomLevel::Low },
        spare_replicas: Quantity::clamped(2.0),
        lead_time: Quantity::clamped(45.0),
    }
}

/// These policies and the fleet as sized, at this price of a replica-hour.
fn scaling<const N: usize>(policies: [PolicyChoice; N], price: f64) -> ScalingInputs {
    let mut scaling = ScalingInputs::unstated();
    let as_sized = policy("Static, as sized", vec![Rule::Static(StaticRule { replicas: None })]);
    if let Ok(policies) = Policies::new(policies.into_iter().chain([as_sized]).collect()) {
        scaling.policies = policies;
    }
    scaling.price = Some(Quantity::clamped(price));
    scaling
}

fn policy(name: &'static str, rules: Vec<Rule>) -> PolicyChoice {
    PolicyChoice { name: Name::from_static(name), rules, ..PolicyChoice::as_sized() }
}

/// The HPA on CPU at 80 %, as the API has it where nothing else is said.
fn hpa() -> Rule {
    let cpu = HpaSource::Resource(HpaName::from_static("cpu"));
    let target = HpaTarget::Utilization(Quantity::clamped(80.0));
    let metric = HpaMetric::new(cpu, Some(Metric::CpuUtilization), target);
    Rule::Hpa(HpaPolicy::new(vec![metric], Some(HpaBehavior::default())))
}

fn target_tracking(target: f64) -> Rule {
    Rule::TargetTracking(TargetTrackingRule {
        metric: Metric::CpuUtilization,
        target: Quantity::clamped(target),
        period: Quantity::clamped(60.0),
        out_datapoints: Quantity::clamped(3.0),
        in_datapoints: Quantity::clamped(15.0),
        out_cooldown: Quantity::clamped(0.0),
        in_cooldown: Quantity::clamped(0.0),
        scale_in: true,
    })
}
