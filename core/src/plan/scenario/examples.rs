//! Example scenarios: each a situation that people plan for, named and explained.

mod shop;

use super::{Scenario, Service, ServiceKind, Services, codec};
use crate::base::id::ServiceId;
use crate::base::name::{Name, Notes};

/// An example: what it shows, and the plan.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The name under which files and links speak of it.
    pub slug: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// What it shows, in one sentence.
    pub shows: &'static str,
}

/// All examples; the first opens on the first visit.
pub const ALL: &[Example] = &[
    Example {
        slug: "black-friday-shop",
        title: "Black Friday shop",
        shows: "A growing shop with consumer traffic: what Black Friday needs, and when to order.",
    },
    Example {
        slug: "seed-service",
        title: "The 30,000-a-second service",
        shows: "Simple numbers to check by hand: 75,000 peak, 112,500 provisioned, 57 replicas.",
    },
    Example {
        slug: "launch",
        title: "Launch to 10 million users",
        shows: "A new product, a steep launch, fast growth, and a lead time that may be too long.",
    },
    Example {
        slug: "llm-chat",
        title: "LLM chat on GPUs",
        shows: "Long service times on accelerators: latency, not throughput, is the limit.",
    },
    Example {
        slug: "ai-platform",
        title: "AI platform with five services",
        shows: "Ranking, features, chat, embeddings and fraud checks of four teams in one plan.",
    },
    Example {
        slug: "three-region-payments",
        title: "Three-region payments",
        shows: "Any one of three regions may fail: what that costs, where users are served, and which recovery tier pays off.",
    },
    Example {
        slug: "global-llm",
        title: "Global LLM service with EU residency",
        shows: "Chat on reserved GPUs in four regions: EU users stay in the EU, and any one region may fail.",
    },
    Example {
        slug: "three-products",
        title: "Three-product AI platform",
        shows: "Ranking, chat and embeddings on real instance types: the bill line by line, what to commit to, and which budget is exceeded.",
    },
];

impl Example {
    /// The plan.
    pub fn scenario(&self) -> Scenario {
        // A test reads every example; should one fail all the same, the plain service stands in.
        codec::from_json(text(self.slug)).unwrap_or_else(|_| blank(jiff::civil::date(2026, 12, 1)))
    }
}

/// The file of the example with this slug. It stands apart from the table, so that a list of examples holds none.
fn text(slug: &str) -> &'static str {
    match slug {
        "seed-service" => include_str!("examples/seed-service.json"),
        "launch" => include_str!("examples/launch.json"),
        "llm-chat" => include_str!("examples/llm-chat.json"),
        "ai-platform" => include_str!("examples/ai-platform.json"),
        "three-region-payments" => include_str!("examples/three-region-payments.json"),
        "global-llm" => include_str!("examples/global-llm.json"),
        "three-products" => include_str!("examples/three-products.json"),
        _ => include_str!("examples/black-friday-shop.json"),
    }
}

/// The example with this slug.
pub fn find(slug: &str) -> Option<&'static Example> {
    ALL.iter().find(|example| example.slug == slug)
}

/// The example that opens on the first visit.
pub fn first() -> &'static Example {
    &ALL[0]
}

/// The plan of the first visit: that of the first example, at hand before any file can be read.
pub fn first_plan() -> Scenario {
    shop::black_friday_shop()
}

fn planned(slug: &str) -> Scenario {
    find(slug).unwrap_or_else(first).scenario()
}

/// The published planner's example: 30,000 a second on average, 2.5 peak to average, 50 %
/// headroom, 2,000 a replica.
pub fn seed_service() -> Scenario {
    planned("seed-service")
}

/// The payments over six regions, to measure with.
pub fn payments_in_six_regions() -> Scenario {
    use super::regions::Place;
    use super::regions::PlanRegion;
    use crate::base::id::RegionId;
    use crate::machines::places::catalog::Provider;
    let mut scenario = planned("three-region-payments");
    for id in ["us-west-2", "eu-central-1", "ap-northeast-1"] {
        let place = Place::Catalog { provider: Provider::Aws, id: crate::base::name::Words::cut(id) };
        let next: RegionId = scenario.next_region_id();
        scenario.regions.push(PlanRegion::new(next, Name::cut(id), place));
    }
    let id = scenario.services.first().id;
    if let Some(service) = scenario.services.get_mut(id) {
        // Users everywhere.
        service.regions.shares.clear();
    }
    scenario
}

/// The largest plan that is allowed: as many services as a plan has, each in as many regions, users everywhere. For
/// benches.
pub fn largest_plan() -> Scenario {
    use super::regions::{MAX_PLAN_REGIONS, PlanRegion};
    use super::service::MAX_SERVICES;
    let mut scenario = payments_in_six_regions();
    while scenario.regions.len() < MAX_PLAN_REGIONS {
        let place = scenario.regions[scenario.regions.len() % 6].place.clone();
        scenario.regions.push(PlanRegion::new(scenario.next_region_id(), Name::from_static("Another"), place));
    }
    let mut first = scenario.services.first().clone();
    // All would depend on one of them, and it on itself.
    first.reliability.dependencies.clear();
    let service = |n: usize| Service {
        id: ServiceId(n as u32 + 1),
        name: Name::cut(&format!("Service {}", n + 1)),
        ..first.clone()
    };
    if let Ok(services) = Services::new((0..MAX_SERVICES).map(service).collect()) {
        scenario.services = services;
    }
    scenario
}

/// A new plan with one new service.
pub fn blank(start: jiff::civil::Date) -> Scenario {
    let service = new_service(ServiceId(1));
    Scenario {
        name: Name::from_static("New plan"),
        start,
        notes: Notes::default(),
        services: Services::of_one(service),
        regions: Vec::new(),
        limits: Vec::new(),
        drill: None,
        cost: Default::default(),
    }
}

/// A service of which nobody has stated anything: a plain one, whose load and replica wait for what they are.
pub fn new_service(id: ServiceId) -> Service {
    let mut service = plain_service(id);
    service.demand.average_load_assumed = true;
    service.sizing.replica.throughput_assumed = true;
    service.sizing.replica.concurrency_assumed = true;
    service
}

/// A plain real-time service, as if all of it were stated.
pub fn plain_service(id: ServiceId) -> Service {
    use super::demand::{DayCurve, DayShape, Demand, Growth, GrowthKind, WeekShape};
    use super::sizing::{
        HeadroomLevel, HeadroomRule, LatencyObjective, ProductKind, Replica, ReplicaCapacity, SizingInputs, Slo,
    };
    use crate::base::units::Quantity;
    let demand = Demand {
        average_load: Quantity::clamped(1_000.0),
        average_load_assumed: false,
        peak_to_average: Quantity::clamped(2.5),
        day: DayShape { curve: DayCurve::OnePeak, peak_hour: Quantity::clamped(20.0) },
        week: WeekShape::Flat,
        measured: None,
        work: None,
        events: Vec::new(),
        growth: Growth { kind: GrowthKind::Compound, monthly: Quantity::clamped(0.03) },
        variability: Quantity::clamped(0.05),
    };
    let sizing = SizingInputs {
        replica: Replica {
            capacity: ReplicaCapacity::Throughput {
                throughput: Quantity::clamped(200.0),
                concurrency: Quantity::clamped(10.0),
                variability: None,
            },
            throughput_assumed: false,
            concurrency_assumed: false,
            vcpus: Quantity::clamped(4.0),
            memory: Quantity::clamped(8.0),
            gpus: Quantity::clamped(0.0),
            gpu_memory: None,
            chip: None,
            arch: None,
        },
        slo: Slo { availability: Quantity::clamped(0.999), latency: Some(LatencyObjective::usual()) },
        headroom: HeadroomRule::Product { kind: ProductKind::Growing, level: HeadroomLevel::Low },
        spare_replicas: Quantity::clamped(1.0),
        lead_time: Quantity::clamped(30.0),
    };
    Service::new(id, ServiceKind::RealTime, demand, sizing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_reads_and_is_written_as_it_stands() {
        for example in ALL {
            let file = text(example.slug);
            let scenario = codec::from_json(file).unwrap_or_else(|error| panic!("{}: {error}", example.slug));
            assert_eq!(codec::to_json(&scenario).trim(), file.trim(), "{}", example.slug);
            assert_eq!(find(example.slug).map(|found| found.title), Some(example.title));
        }
    }

    #[test]
    fn the_plan_of_the_first_visit_is_the_first_example() {
        assert_eq!(first_plan(), first().scenario());
    }

    #[test]
    fn plans_for_benches_are_plans_that_can_be_opened() {
        for plan in [payments_in_six_regions(), largest_plan()] {
            assert_eq!(codec::from_json(&codec::to_json(&plan)).as_ref(), Ok(&plan));
        }
    }
}
