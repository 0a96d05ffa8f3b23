//! Prices by region, worked by hand: stored, stated, listed, assumed, unknown.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/fleet.rs"]
mod fleet;

use headroom_core::base::explain::Standing;
use headroom_core::base::id::RegionId;
use headroom_core::base::name::{Name, Words};
use headroom_core::base::units::{Quantity, ResourceRate};
use headroom_core::formulas::recovery::RecoveryTier;
use headroom_core::machines::places::catalog::Provider;
use headroom_core::plan::evaluate::{Evaluation, evaluate, recost};
use headroom_core::plan::price::{HourPrice, RegionPriceSource, hour_price};
use headroom_core::plan::scenario::cost::{Egress, Machine, PriceTier, RegionalPrice, Reserve, ResourceRates};
use headroom_core::plan::scenario::limits::Limit;
use headroom_core::plan::scenario::regions::Place;
use headroom_core::plan::scenario::{Scenario, Service, codec, examples};
use serde_json::{Value, json};

const REGIONS: [(&str, &str); 3] =
    [("Virginia", "us-east-1"), ("Ireland", "eu-west-1"), ("Singapore", "ap-southeast-1")];

fn stored(region: u32, price: f64) -> RegionalPrice {
    RegionalPrice {
        region: RegionId(region),
        on_demand: Some(Quantity::clamped(price)),
        one_year: None,
        three_years: None,
        spot: None,
        as_of: Words::cut("2026-07-20"),
        source: Words::cut("by hand"),
        is_estimate: false,
    }
}

fn service(scenario: &mut Scenario) -> &mut Service {
    let id = scenario.services.first().id;
    scenario.services.get_mut(id).unwrap()
}

/// 600 requests/s in each of three regions, 13 replicas in each: $1.00 in Virginia, $1.20 in Ireland, unknown in Singapore.
fn three() -> Scenario {
    let mut scenario = fleet::scenario(1_800.0, &[0.0; 3]);
    for (region, (name, id)) in scenario.regions.iter_mut().zip(REGIONS) {
        region.name = Name::cut(name);
        region.place = Place::Catalog { provider: Provider::Aws, id: Words::cut(id) };
    }
    scenario.cost = Default::default();
    service(&mut scenario).cost.reserve = Reserve::nothing();
    service(&mut scenario).cost.machine = Some(Machine {
        region: Words::cut("us-east-1"),
        on_demand: Some(Quantity::clamped(1.0)),
        regional: vec![stored(2, 1.2)],
        vcpus: Some(Quantity::clamped(scenario.services.first().sizing.replica.vcpus.get())),
        memory: Some(Quantity::clamped(scenario.services.first().sizing.replica.memory.get())),
        ..Machine::named("aws", "m5.large")
    });
    scenario
}

fn price(scenario: &Scenario) -> HourPrice {
    hour_price(scenario.services.first(), &scenario.regions, scenario.cost.negotiated)
}

fn sources(scenario: &Scenario) -> Vec<(RegionPriceSource, Option<f64>)> {
    price(scenario).regions.iter().map(|row| (row.source, row.replica)).collect()
}

fn says(evaluation: &Evaluation, sentence: &str) -> bool {
    let mut findings = evaluation.verdict.findings.iter();
    findings.any(|finding| finding.standing == Standing::Unknown && finding.sentence.contains(sentence))
}

#[test]
fn a_bill_with_an_unknown_region_is_at_least_what_is_known() {
    let evaluation = evaluate(&three());
    let cost = &evaluation.cost;
    // By hand: 13 · 730 · (1.00 + 1.20).
    assert_eq!((cost.monthly, cost.total.cents()), (None, 2_087_800));
    assert_eq!(cost.unknown.len(), 1);
    assert!(cost.unknown[0].ends_with("on-demand in Singapore"), "{:?}", cost.unknown);
    assert!(cost.verdict.findings[0].sentence.starts_with("At least $20,878 a month"), "{:?}", cost.verdict);
    assert!(says(&evaluation, "Price in Singapore unknown"), "{:?}", evaluation.verdict);
    let regions = evaluation.services[0].regions.as_ref().unwrap();
    assert_eq!((regions.cost, regions.unpriced.as_slice()), (None, &[RegionId(3)][..]));
    // By hand: 13 · 2.20 an hour.
    assert!((regions.known_cost - 28.6).abs() < 1e-9);
    assert_eq!((regions.over_single.as_ref(), regions.cheapest.saving, regions.cheapest.cost), (None, None, None));
    assert_eq!(evaluation.services[0].scaling.price, None);
    assert!(!cost.horizon.is_complete);
    // Stated, it is complete: 13 · 730 · (1.00 + 1.20 + 1.30).
    let mut complete = three();
    service(&mut complete).cost.machine.as_mut().unwrap().regional.push(stored(3, 1.3));
    let cost = evaluate(&complete).cost;
    assert_eq!((cost.monthly.map(|sum| sum.cents()), cost.unknown.len()), (Some(3_321_500), 0));
}

#[test]
fn what_stands_by_where_the_price_is_unknown_is_named_too() {
    let mut scenario = three();
    service(&mut scenario).recovery.tier = Some(RecoveryTier::PilotLight);
    let evaluation = evaluate(&scenario);
    // By hand: 9 normal and a pilot light of 1, in each of the two whose price is known.
    assert_eq!(evaluation.cost.total.cents(), 10 * 730 * 220);
    let unknown = &evaluation.cost.unknown;
    assert!(unknown.iter().any(|label| label.ends_with("reserve for a regional loss in Singapore")), "{unknown:?}");
    let pilot = evaluation.services[0].recovery.of(RecoveryTier::PilotLight).unwrap();
    assert_eq!(pilot.standby, None, "unknown is not zero");
    // A cold standby keeps nothing there, but serves there.
    service(&mut scenario).recovery.tier = Some(RecoveryTier::Cold);
    let evaluation = evaluate(&scenario);
    assert_eq!((evaluation.cost.total.cents(), evaluation.cost.unknown.len()), (9 * 730 * 220, 1));
    assert_eq!(evaluation.services[0].recovery.of(RecoveryTier::Cold).unwrap().standby.unwrap().compute, 0.0);
}

#[test]
fn a_stored_price_goes_before_a_factor_and_a_factor_before_the_listed_price() {
    use RegionPriceSource::{Assumed, Factor, Listed, Stored, Unknown};
    let mut scenario = three();
    assert_eq!(sources(&scenario), [(Listed, Some(1.0)), (Stored, Some(1.2)), (Unknown, None)]);
    scenario.regions.iter_mut().for_each(|region| region.price = Some(Quantity::clamped(1.5)));
    assert_eq!(sources(&scenario), [(Factor, Some(1.5)), (Stored, Some(1.2)), (Factor, Some(1.5))]);
    scenario.cost.negotiated = Quantity::clamped(0.5);
    assert_eq!(sources(&scenario), [(Factor, Some(0.75)), (Stored, Some(0.6)), (Factor, Some(0.75))]);
    scenario.regions.iter_mut().for_each(|region| region.price = None);
    // A custom type's price is of no region, and neither is one without a region.
    for (provider, region) in [("own", "us-east-1"), ("aws", "")] {
        let machine = service(&mut scenario).cost.machine.as_mut().unwrap();
        (machine.provider, machine.region) = (Words::cut(provider), Words::cut(region));
        assert_eq!(sources(&scenario), [(Assumed, Some(0.5)), (Stored, Some(0.6)), (Assumed, Some(0.5))]);
    }
    // Another provider's region of the same name is another region.
    let machine = service(&mut scenario).cost.machine.as_mut().unwrap();
    (machine.provider, machine.region) = (Words::cut("azure"), Words::cut("us-east-1"));
    assert_eq!(sources(&scenario)[0], (Unknown, None));
    // A replica's price that was entered holds everywhere, as an assumption, until a region states its own.
    let stated = service(&mut scenario);
    (stated.cost.machine, stated.scaling.price) = (None, Some(Quantity::clamped(2.0)));
    scenario.regions[2].price = Some(Quantity::clamped(1.1));
    assert_eq!(sources(&scenario), [(Assumed, Some(2.0)), (Assumed, Some(2.0)), (Factor, Some(2.2))]);
    let evaluation = evaluate(&scenario);
    assert!(evaluation.services[0].cost.working.assumptions.contains(&"price-everywhere"));
    // By hand: 13 · 730 · (2.0 + 2.0 + 2.2).
    assert_eq!(evaluation.cost.monthly.map(|sum| sum.cents()), Some(5_883_800));
}

#[test]
fn a_price_that_is_nowhere_known_is_unknown_and_no_region_is_blamed() {
    let mut scenario = three();
    service(&mut scenario).cost.machine = None;
    service(&mut scenario).scaling.price = None;
    let evaluation = evaluate(&scenario);
    assert_eq!((evaluation.cost.monthly, evaluation.cost.total.cents()), (None, 0));
    assert!(!says(&evaluation, "unknown, so totals"));
    assert!(evaluation.services[0].regions.as_ref().unwrap().unpriced.is_empty());
    // A machine of Frankfurt says nothing of these three.
    scenario = three();
    let machine = service(&mut scenario).cost.machine.as_mut().unwrap();
    (machine.region, machine.regional) = (Words::cut("eu-central-1"), Vec::new());
    let evaluation = evaluate(&scenario);
    assert_eq!((evaluation.cost.monthly, evaluation.cost.total.cents()), (None, 0));
    assert!(says(&evaluation, "Price in Virginia, Ireland and Singapore unknown"), "{:?}", evaluation.verdict);
}

#[test]
fn rates_price_what_a_replica_requests() {
    let mut scenario = fleet::scenario(600.0, &[]);
    scenario.cost = Default::default();
    let stated = service(&mut scenario);
    (stated.sizing.replica.vcpus, stated.sizing.replica.memory) = (Quantity::clamped(4.0), Quantity::clamped(8.0));
    (stated.cost.machine, stated.scaling.price) = (None, Some(Quantity::clamped(9.0)));
    // AWS Fargate, Linux/x86, us-east-1, 2026-07: $0.04048 per vCPU-hour, $0.004445 per GB-hour.
    let rate = |price| Some(ResourceRate::clamped(price));
    stated.cost.rates = ResourceRates { vcpu: rate(0.04048), memory: rate(0.004445), gpu: None };
    // By hand: 4 · 0.04048 + 8 · 0.004445 = 0.19748; 9 replicas · 0.19748 · 730 = 1,297.4436.
    let evaluation = evaluate(&scenario);
    assert!((price(&scenario).replica.unwrap() - 0.19748).abs() < 1e-12);
    assert_eq!(evaluation.cost.monthly.map(|sum| sum.cents()), Some(129_744));
    let steps = &evaluation.services[0].cost.working.steps;
    assert!(steps.iter().any(|step| step.label == "Price per replica-hour"));
    // A GPU by itself: what has no rate is not charged.
    let stated = service(&mut scenario);
    stated.sizing.replica.gpus = Quantity::clamped(2.0);
    stated.cost.rates = ResourceRates { gpu: rate(3.0), ..ResourceRates::default() };
    assert_eq!(price(&scenario).replica, Some(6.0));
    // An instance type goes before rates, and rates before a price per replica.
    let stated = service(&mut scenario);
    stated.sizing.replica.gpus = Quantity::clamped(0.0);
    stated.cost.reserve = Reserve::nothing();
    stated.cost.machine = Some(Machine {
        on_demand: Some(Quantity::clamped(5.0)),
        ..headroom_core::studies::machine_choice::own_machine(&stated.sizing.replica)
    });
    assert_eq!(price(&scenario).replica, Some(5.0));
    let stated = service(&mut scenario);
    (stated.cost.machine, stated.cost.rates) = (None, ResourceRates::default());
    assert_eq!(price(&scenario).replica, Some(9.0));
}

#[test]
fn several_regions_are_compared_with_the_cheapest_single_one() {
    let mut scenario = three();
    service(&mut scenario).cost.machine.as_mut().unwrap().regional.push(stored(3, 0.9));
    let over = evaluate(&scenario).services[0].regions.as_ref().unwrap().over_single.clone().unwrap();
    // By hand: ⌈1,800 · 1.25 / 100⌉ + 1 = 24 alone in Singapore, 24 · 0.90 · 730 = 15,768; 13 · 3.10 · 730 = 29,419.
    assert_eq!((over.region, over.replicas), (RegionId(3), 24));
    assert!((over.single - 15_768.0).abs() < 1e-6 && (over.all - 29_419.0).abs() < 1e-6);
    assert!((over.more - 13_651.0).abs() < 1e-6);
    // Where Singapore has no room for all of it, Virginia is the cheapest that has.
    scenario.limits.push(Limit::of_each_service(Some(RegionId(3)), Quantity::clamped(20.0)));
    let over = evaluate(&scenario).services[0].regions.as_ref().unwrap().over_single.clone().unwrap();
    assert_eq!(over.region, RegionId(1));
    // A single region is not more than itself.
    scenario.remove_region(RegionId(3));
    scenario.remove_region(RegionId(2));
    assert_eq!(evaluate(&scenario).services[0].regions.as_ref().unwrap().over_single, None);
}

#[test]
fn data_between_regions_is_priced_or_said_to_be_unknown() {
    let mut scenario = three();
    service(&mut scenario).cost.machine.as_mut().unwrap().regional.push(stored(3, 1.3));
    let unknown = |scenario: &Scenario| evaluate(scenario).cost.unknown.clone();
    assert!(unknown(&scenario).is_empty());
    let assumed = evaluate(&scenario).services[0].cost.working.assumptions.clone();
    assert!(assumed.contains(&"no-data-between-regions"));
    service(&mut scenario).cost.egress = Some(Egress::Monthly(Quantity::clamped(1_000.0)));
    scenario.cost.egress = vec![PriceTier { up_to: None, rate: Quantity::clamped(0.09) }];
    assert!(unknown(&scenario).iter().any(|label| label.contains("between regions")), "{:?}", unknown(&scenario));
    // Entered as none, it is none.
    service(&mut scenario).cost.inter_region = Some(Quantity::clamped(0.0));
    assert!(unknown(&scenario).is_empty());
    service(&mut scenario).cost.inter_region = Some(Quantity::clamped(0.5));
    assert!(unknown(&scenario).iter().any(|label| label.contains("between regions")));
    scenario.cost.inter_region = Some(Quantity::clamped(0.02));
    // By hand: 33,215 + 1,000 · 0.09 + 500 · 0.02.
    assert_eq!(evaluate(&scenario).cost.monthly.map(|sum| sum.cents()), Some(3_331_500));
    // In a single region nothing crosses.
    scenario.regions.clear();
    let stated = service(&mut scenario);
    (stated.cost.inter_region, stated.cost.machine.as_mut().unwrap().regional) = (None, Vec::new());
    assert!(unknown(&scenario).is_empty());
}

#[test]
fn another_price_on_the_same_fleet_costs_what_it_does_evaluated_anew() {
    let mut scenarios = vec![three(), examples::find("three-region-payments").unwrap().scenario()];
    service(&mut scenarios[0]).recovery.tier = Some(RecoveryTier::WarmStandby);
    for before in scenarios {
        let known = evaluate(&before);
        let mut after = before.clone();
        let stated = service(&mut after);
        stated.scaling.price = Some(Quantity::clamped(0.5));
        if let Some(machine) = &mut stated.cost.machine {
            (machine.on_demand, machine.regional[0].on_demand) =
                (Some(Quantity::clamped(2.0)), Some(Quantity::clamped(3.0)));
        }
        let (fast, full) = (recost(&after, &known), evaluate(&after).cost);
        assert_ne!(full.total, known.cost.total);
        assert_eq!((fast.total, fast.monthly, &fast.lines), (full.total, full.monthly, &full.lines));
    }
}

#[test]
fn what_is_stored_is_read_back_bounded_and_without_dangling_regions() {
    let scenario = three();
    let text = codec::to_json(&scenario);
    assert_eq!(codec::from_json(&text).unwrap(), scenario);
    assert_eq!(codec::from_fragment(&codec::to_fragment(&scenario)).unwrap(), scenario);
    let document: Value = serde_json::from_str(&text).unwrap();
    assert!(document["regions"].as_array().unwrap().iter().all(|region| region.get("price").is_none()));
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut document = document.clone();
        change(&mut document["services"][0]["cost"]["machine"]["regional"]);
        codec::from_json(&document.to_string()).unwrap_err().to_string()
    };
    assert_eq!(
        refused(&|rows| rows[0]["region"] = json!(9)),
        "services[0].cost.machine.regional[0].region: the plan has no region 9"
    );
    let twice = refused(&|rows| {
        let row = rows[0].clone();
        rows.as_array_mut().unwrap().push(row);
    });
    assert_eq!(twice, "services[0].cost.machine.regional[1].region: region 2 has two prices");
    let many = refused(&|rows| *rows = json!(vec![rows[0].clone(); 13]));
    assert!(many.contains("at most 12 regional prices are possible, but there are 13"), "{many}");
    assert!(refused(&|rows| rows[0]["on_demand"] = json!(-1)).contains("price per node must be between"));
    assert!(refused(&|rows| rows[0]["cheap"] = json!(1)).contains("unknown field"));
    // A region that goes takes its price with it.
    let mut without = scenario;
    without.remove_region(RegionId(2));
    assert!(without.services.first().cost.machine.as_ref().unwrap().regional.is_empty());
    assert_eq!(codec::from_json(&codec::to_json(&without)).unwrap(), without);
}

#[test]
fn a_factor_of_an_older_file_is_a_statement_and_its_absence_is_none() {
    let text = codec::to_json(&examples::find("three-region-payments").unwrap().scenario());
    let mut document: Value = serde_json::from_str(&text).unwrap();
    document["headroom"] = json!(3);
    document["regions"][0]["price"] = json!(1);
    let read = codec::from_json(&document.to_string()).unwrap();
    let factors: Vec<_> = read.regions.iter().map(|region| region.price.map(|price| price.get())).collect();
    assert_eq!(factors, [Some(1.0), Some(1.08), Some(1.2)]);
    let example = examples::find("three-region-payments").unwrap().scenario();
    assert_eq!(example.regions[0].price, None);
    for slug in ["three-region-payments", "global-llm"] {
        let cost = evaluate(&examples::find(slug).unwrap().scenario()).cost;
        assert!(cost.monthly.is_some() && cost.horizon.is_complete, "{slug}");
    }
}
