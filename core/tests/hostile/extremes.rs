//! Scenarios that are valid, and as extreme as can be.

use super::{answer, platform, seed};
use headroom_core::base::units;
use headroom_core::plan::scenario::{Scenario, codec, examples};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Every quantity of a scenario, by the end of its pointer, with its ends.
fn quantities() -> Vec<(&'static str, f64, f64)> {
    fn ends<Q: units::Quantity>(pointer: &'static str) -> (&'static str, f64, f64) {
        (pointer, Q::MIN, Q::MAX)
    }
    vec![
        ends::<units::AverageLoad>("/demand/average_load"),
        ends::<units::PeakToAverage>("/demand/peak_to_average"),
        ends::<units::PeakHour>("/demand/day/peak_hour"),
        ends::<units::WeekendLift>("/demand/week/consumer"),
        ends::<units::MonthlyGrowth>("/demand/growth/monthly"),
        ends::<units::Variability>("/demand/variability"),
        ends::<units::EventRamp>("/demand/events/0/ramp"),
        ends::<units::EventLength>("/demand/events/0/length"),
        ends::<units::EventLift>("/demand/events/0/lift"),
        ends::<units::ServiceTime>("/sizing/replica/capacity/service_time/service_time"),
        ends::<units::Concurrency>("/sizing/replica/capacity/service_time/concurrency"),
        ends::<units::Vcpus>("/sizing/replica/vcpus"),
        ends::<units::Memory>("/sizing/replica/memory"),
        ends::<units::Gpus>("/sizing/replica/gpus"),
        ends::<units::Availability>("/sizing/slo/availability"),
        ends::<units::LatencyPercentile>("/sizing/slo/latency/percentile"),
        ends::<units::LatencyTarget>("/sizing/slo/latency/target"),
        ends::<units::Headroom>("/sizing/headroom/fraction"),
        ends::<units::SpareReplicas>("/sizing/spare_replicas"),
        ends::<units::LeadTime>("/sizing/lead_time"),
    ]
}

/// A plan of one service that has every quantity.
fn full() -> Value {
    let mut document = platform();
    let mut service = document["services"][4].clone();
    service["sizing"]["headroom"] = json!({ "fraction": 0.5 });
    document["services"] = json!([service]);
    document
}

fn set(document: &mut Value, pointer: &str, value: f64) {
    // Whole numbers stay whole.
    let value = if value.trunc() == value { json!(value as i64) } else { json!(value) };
    *document.pointer_mut(&format!("/services/0{pointer}")).unwrap_or_else(|| panic!("no {pointer}")) = value;
}

fn read(document: &Value) -> Scenario {
    codec::from_json(&document.to_string()).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn each_quantity_at_its_ends_has_an_answer() {
    for (pointer, min, max) in quantities() {
        for value in [min, max] {
            for kind in ["linear", "compound"] {
                let mut document = full();
                set(&mut document, pointer, value);
                document["services"][0]["demand"]["growth"]["kind"] = json!(kind);
                answer(&read(&document));
            }
        }
    }
}

#[test]
fn two_quantities_at_their_ends_have_an_answer() {
    let quantities = quantities();
    for (place, (one, min, max)) in quantities.iter().enumerate() {
        for (other, low, high) in &quantities[..place] {
            for (value, second) in [(min, low), (min, high), (max, low), (max, high)] {
                let mut document = full();
                set(&mut document, one, *value);
                set(&mut document, other, *second);
                answer(&read(&document));
            }
        }
    }
}

#[test]
fn all_quantities_at_one_end_have_an_answer() {
    for highest in [false, true] {
        for except in quantities().iter().map(|row| row.0).chain([""]) {
            let mut document = full();
            for (pointer, min, max) in quantities() {
                set(&mut document, pointer, if highest == (pointer != except) { max } else { min });
            }
            answer(&read(&document));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_mixture_of_ends_has_an_answer(high in proptest::collection::vec(any::<bool>(), 20)) {
        let mut document = full();
        for ((pointer, min, max), high) in quantities().into_iter().zip(high) {
            set(&mut document, pointer, if high { max } else { min });
        }
        answer(&read(&document));
    }
}

#[test]
fn more_replicas_than_can_be_counted_are_no_fleet() {
    let mut document = full();
    set(&mut document, "/demand/average_load", 1e9);
    set(&mut document, "/sizing/replica/capacity/service_time/service_time", 86_400.0);
    set(&mut document, "/sizing/slo/latency/target", 604_800.0);
    let evaluation = answer(&read(&document));
    let first = &evaluation.verdict.findings[0];
    assert_eq!(first.sentence, "The usual peak needs more than 4,294,967,295 replicas.");
}

#[test]
fn a_load_too_small_to_count_takes_a_replica() {
    let mut document = seed();
    document["services"][0]["demand"]["average_load"] = json!(1e-300);
    document["services"][0]["sizing"]["slo"] = json!({ "availability": 0.9 });
    let evaluation = answer(&read(&document));
    assert_eq!(evaluation.services[0].sizing.replicas, 1);
    document["services"][0]["demand"]["average_load"] = json!(0);
    document["services"][0]["sizing"]["spare_replicas"] = json!(2);
    let evaluation = answer(&read(&document));
    // Where nothing ever comes nothing stands, not even a spare.
    assert_eq!(evaluation.services[0].sizing.replicas, 0);
    assert_eq!(evaluation.verdict.findings[0].sentence, "No load, so no replicas are needed.");
}

#[test]
fn a_fleet_that_just_fits_is_not_late() {
    // 2.1 / 0.7 is a last bit above three, and growth of a hair is no growth at all.
    let mut document = seed();
    let service = &mut document["services"][0];
    service["demand"]["average_load"] = json!(2.1);
    service["demand"]["peak_to_average"] = json!(1);
    service["sizing"]["headroom"] = json!({ "fraction": 0 });
    service["sizing"]["replica"]["capacity"] = json!({ "throughput": { "throughput": 0.7, "concurrency": 1 } });
    service["sizing"]["slo"] = json!({ "availability": 0.9 });
    for monthly in [0.0, 1e-300, 1e-17, 1e-16] {
        document["services"][0]["demand"]["growth"]["monthly"] = json!(monthly);
        let evaluation = answer(&read(&document));
        let sizing = &evaluation.services[0].sizing;
        assert_eq!((sizing.replicas, sizing.runway.days.filter(|days| *days == 0)), (3, None), "{monthly}");
        assert_eq!(evaluation.verdict.findings[0].sentence, "3 replicas handle the usual peak with nothing to spare.");
    }
}

#[test]
fn the_ends_of_the_calendar_hold() {
    for start in
        ["9999-12-31", "9999-12-01", "-009999-01-01", "0000-01-01", "0001-01-01", "-000001-12-31", "2024-02-29"]
    {
        for event in ["9999-12-31T23:59:59", "-009999-01-01T00:00:00", "2026-11-27T00:00:00.999999999"] {
            for repeat in ["once", "yearly"] {
                for (monthly, lead) in [(0.2, 0.0), (10.0, 1095.0), (-0.9, 400.0), (0.0, 0.5)] {
                    let mut document = full();
                    document["start"] = json!(start);
                    document["services"][0]["demand"]["events"][0]["start"] = json!(event);
                    document["services"][0]["demand"]["events"][0]["repeat"] = json!(repeat);
                    set(&mut document, "/demand/growth/monthly", monthly);
                    set(&mut document, "/sizing/lead_time", lead);
                    let scenario = read(&document);
                    assert_eq!(codec::from_json(&codec::to_json(&scenario)), Ok(scenario.clone()));
                    assert_eq!(codec::from_fragment(&codec::to_fragment(&scenario)), Ok(scenario.clone()));
                    answer(&scenario);
                }
            }
        }
    }
}

#[test]
fn the_largest_plan_is_answered_quickly() {
    let mut document = full();
    let event = |place: usize| {
        json!({
            "name": format!("Event {place}"), "start": format!("2026-{:02}-{:02}T{:02}:07:00", place % 12 + 1, place % 28 + 1, place % 24),
            "ramp": 2160, "length": 8784, "lift": 1.01, "repeat": "yearly",
        })
    };
    let service = document["services"][0].clone();
    let services = (1..=40).map(|id| {
        let mut service = service.clone();
        service["id"] = json!(id);
        service["demand"]["events"] = (0..40).map(event).collect();
        service
    });
    document["services"] = services.collect();
    let scenario = read(&document);
    let begun = Instant::now();
    let evaluation = headroom_core::plan::evaluate::evaluate(&scenario);
    assert_eq!(evaluation.services.len(), 40);
    // Without optimisation; a release build takes a twentieth of that.
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
    println!("{:?}", begun.elapsed());
}

/// Quantities of regions, recovery and reliability, by pointers into the payments plan.
fn quantities_of_regions() -> Vec<(&'static str, f64, f64)> {
    fn ends<Q: units::Quantity>(pointer: &'static str) -> (&'static str, f64, f64) {
        (pointer, Q::MIN, Q::MAX)
    }
    vec![
        ends::<units::AverageLoad>("/services/0/demand/average_load"),
        ends::<units::ReplicaThroughput>("/services/0/sizing/replica/capacity/throughput/throughput"),
        ends::<units::ReplicaPrice>("/services/0/scaling/price"),
        ends::<units::PriceFactor>("/regions/1/price"),
        ends::<units::UserWeight>("/services/0/regions/shares/0/weight"),
        ends::<units::CheckInterval>("/services/1/regions/failover/interval"),
        ends::<units::FailureThreshold>("/services/1/regions/failover/threshold"),
        ends::<units::FailoverPart>("/services/1/regions/failover/ttl"),
        ends::<units::RecoveryObjective>("/services/0/recovery/rto"),
        ends::<units::RecoveryObjective>("/services/0/recovery/rpo"),
        ends::<units::LossPerHour>("/services/0/recovery/loss"),
        ends::<units::LossPerHour>("/services/0/recovery/data_loss"),
        ends::<units::OutageRate>("/services/0/recovery/outages"),
        ends::<units::WriteRate>("/services/0/recovery/writes"),
        ends::<units::MonthlyCost>("/services/1/recovery/storage"),
        ends::<units::ArtefactSize>("/services/1/recovery/artefacts/0/size"),
        ends::<units::CopiesPerMonth>("/services/1/recovery/artefacts/0/copies"),
        ends::<units::RecoveryPart>("/services/1/recovery/artefacts/1/rebuild"),
        ends::<units::PartAvailability>("/services/0/reliability/dependencies/1/on/external/availability"),
        ends::<units::DeployedReplicas>("/services/0/regions/deployed/0/replicas"),
        ends::<units::ResourceRate>("/services/0/cost/rates/vcpu"),
        ends::<units::NodePrice>("/services/1/cost/machine/regional/0/on_demand"),
    ]
}

/// The payments plan with a service whose replicas are stated and priced by what they request, and one whose instance
/// type has a price in a second region and none in the third.
fn payments() -> Value {
    let payments = codec::to_json(&examples::find("three-region-payments").unwrap().scenario());
    let mut document: Value = serde_json::from_str(&payments).unwrap();
    let [first, second] = [0, 1].map(|at| document["services"][at].clone());
    let (mut first, mut second) = (first, second);
    first["regions"]["deployed"] = json!([{ "region": 1, "replicas": 40 }, { "region": 2 }, { "region": 3 }]);
    first["cost"] = json!({ "rates": { "vcpu": 0.04, "memory": 0.004 } });
    second["cost"] = json!({ "machine": {
        "provider": "aws", "name": "x", "region": "us-east-1", "vcpus": 64, "memory": 256, "on_demand": 3,
        "regional": [{ "region": 2, "on_demand": 3.3 }]
    } });
    let artefacts = second["recovery"]["artefacts"].as_array_mut().unwrap();
    artefacts.truncate(1);
    artefacts.push(json!({ "kind": "feature_store", "size": 100, "copies": 1, "rebuild": 3600 }));
    document["services"] = json!([first, second]);
    document
}

#[test]
fn quantities_of_regions_at_their_ends_have_an_answer() {
    let payments = payments();
    let write = |document: &mut Value, pointer: &str, value: f64| {
        let value = if value.trunc() == value { json!(value as i64) } else { json!(value) };
        *document.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer}")) = value;
    };
    for lost in 0..=3 {
        for highest in [false, true] {
            for except in quantities_of_regions().iter().map(|row| row.0).chain([""]) {
                let mut document = payments.clone();
                document["services"][0]["regions"]["survive"] = json!(lost);
                for (pointer, min, max) in quantities_of_regions() {
                    write(&mut document, pointer, if highest == (pointer != except) { max } else { min });
                }
                answer(&read(&document));
            }
        }
    }
    for (pointer, min, max) in quantities_of_regions() {
        for value in [min, max] {
            let mut document = payments.clone();
            write(&mut document, pointer, value);
            answer(&read(&document));
        }
    }
}

#[test]
fn the_largest_regions_are_answered_quickly() {
    let mut scenario = examples::find("global-llm").unwrap().scenario();
    let ids = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-south-1", "sa-east-1", "ca-central-1"];
    let more = ["ap-northeast-1", "ap-southeast-1", "eu-north-1", "us-east-2", "ap-southeast-2"];
    for (at, id) in ids.into_iter().chain(more).enumerate() {
        use headroom_core::base::id::RegionId;
        use headroom_core::base::name::{Name, Words};
        use headroom_core::machines::places::catalog::Provider;
        use headroom_core::plan::scenario::regions::Place;
        use headroom_core::plan::scenario::regions::PlanRegion;
        let place = Place::Catalog { provider: Provider::Aws, id: Words::cut(id) };
        let region = PlanRegion::new(RegionId(at as u32 + 1), Name::cut(id), place);
        scenario.regions.retain(|other| other.id != region.id);
        scenario.regions.push(region);
    }
    for lost in 0..=3 {
        let id = scenario.services.first().id;
        scenario.services.get_mut(id).unwrap().regions.survive = units::Quantity::clamped(f64::from(lost));
        let begun = Instant::now();
        assert_eq!(answer(&scenario).services[0].regions.as_ref().unwrap().n_hosts, 12);
        println!("{lost} lost: {:?}", begun.elapsed());
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    }
}

#[test]
fn every_example_far_from_its_dates_has_an_answer() {
    for example in examples::ALL {
        for year in [-9999, 1, 1970, 2100, 9998, 9999] {
            let mut scenario = example.scenario();
            scenario.start = jiff::civil::Date::new(year, 3, 31).unwrap();
            answer(&scenario);
        }
    }
}
