//! Costs that are valid, and as extreme as can be; and such as are refused.

use super::{answer, reading};
use headroom_core::base::units;
use headroom_core::base::units::Quantity;
use headroom_core::plan::scenario::{codec, examples};
use serde_json::{Value, json};

/// A plan of one service that has every quantity of cost.
fn full() -> Value {
    let platform = examples::find("three-products").unwrap().scenario();
    let mut document: Value = serde_json::from_str(&codec::to_json(&platform)).unwrap();
    let mut service = document["services"][2].clone();
    service["cost"]["reserve"] = json!({ "vcpus": 0.5, "memory": 1 });
    service["cost"]["committed"] = json!(3);
    service["cost"]["egress"] = json!({ "response": 4 });
    service["cost"]["inter_zone"] = json!(1);
    service["cost"]["inter_region"] = json!(1);
    service["recovery"] = json!({ "tier": "warm_standby", "loss": 1000 });
    document["services"] = json!([service]);
    let cost = &mut document["cost"];
    cost["years"] = json!(5);
    cost["price_decline"] = json!(0.1);
    cost["negotiated"] = json!(0.1);
    cost["discount_rate"] = json!(0.1);
    cost["egress"] = json!([{ "up_to": 100, "rate": 0.09 }, { "rate": 0.05 }]);
    cost["inter_region"] = json!(0.02);
    cost["budgets"] = json!([{ "monthly": 1000 }]);
    cost["owned"] = json!({
        "service": 3, "replaces": 2, "purchase": 1e5, "residual": 0.2, "lifetime": 36, "capital": 0.1, "power": 3,
        "power_price": 0.2, "pue": 1.5, "space": 10, "maintenance": 0.1, "engineers": 1, "engineer_monthly": 1000
    });
    cost["spot"] = json!({
        "share": 0.5, "price": { "discount": 0.5 }, "interruptions": 0.1, "lost": 1, "replacement": 1, "pools": 3
    });
    document
}

fn ends<Q: Quantity>(pointer: &'static str) -> (&'static str, f64, f64) {
    (pointer, Q::MIN, Q::MAX)
}

fn quantities() -> Vec<(&'static str, f64, f64)> {
    vec![
        ends::<units::HorizonYears>("/cost/years"),
        ends::<units::DiscountRate>("/cost/discount_rate"),
        ends::<units::PriceDecline>("/cost/price_decline"),
        ends::<units::PriceDiscount>("/cost/negotiated"),
        ends::<units::PiecePrice>("/cost/monitoring"),
        ends::<units::PieceCount>("/cost/load_balancers/count"),
        ends::<units::HourlyPrice>("/cost/load_balancers/price"),
        ends::<units::PricePerGib>("/cost/egress/1/rate"),
        ends::<units::TierEnd>("/cost/egress/0/up_to"),
        ends::<units::Fte>("/cost/people/engineers"),
        ends::<units::LoadedCost>("/cost/people/monthly"),
        ends::<units::MonthlyAmount>("/cost/budgets/0/monthly"),
        ends::<units::SpotShare>("/cost/spot/share"),
        ends::<units::PriceDiscount>("/cost/spot/price/discount"),
        ends::<units::InterruptionRate>("/cost/spot/interruptions"),
        ends::<units::LostHours>("/cost/spot/lost"),
        ends::<units::ReplacementHours>("/cost/spot/replacement"),
        ends::<units::SpotPools>("/cost/spot/pools"),
        ends::<units::ReplacedNodes>("/cost/owned/replaces"),
        ends::<units::MachinePrice>("/cost/owned/purchase"),
        ends::<units::LifetimeMonths>("/cost/owned/lifetime"),
        ends::<units::PowerUsage>("/cost/owned/pue"),
        ends::<units::NodePrice>("/services/0/cost/machine/on_demand"),
        ends::<units::NodePrice>("/services/0/cost/machine/one_year"),
        ends::<units::NodeVcpus>("/services/0/cost/machine/vcpus"),
        ends::<units::NodeMemory>("/services/0/cost/machine/memory"),
        ends::<units::NodeAccelerators>("/services/0/cost/machine/accelerators/count"),
        ends::<units::NodeVcpus>("/services/0/cost/reserve/vcpus"),
        ends::<units::CommittedNodes>("/services/0/cost/committed"),
        ends::<units::StoredSize>("/services/0/cost/storage/0/size"),
        ends::<units::StorageGrowth>("/services/0/cost/storage/0/growth"),
        ends::<units::ResponseSize>("/services/0/cost/egress/response"),
        ends::<units::Crossings>("/services/0/cost/inter_zone"),
        ends::<units::AverageLoad>("/services/0/demand/average_load"),
        ends::<units::MonthlyGrowth>("/services/0/demand/growth/monthly"),
    ]
}

fn set(document: &mut Value, pointer: &str, value: f64) {
    let value = if value.trunc() == value { json!(value as i64) } else { json!(value) };
    *document.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer}")) = value;
}

#[test]
fn each_quantity_of_cost_at_its_ends_has_an_answer() {
    for (pointer, min, max) in quantities() {
        for value in [min, max] {
            let mut document = full();
            set(&mut document, pointer, value);
            let scenario = codec::from_json(&document.to_string()).unwrap_or_else(|error| panic!("{pointer}: {error}"));
            answer(&scenario);
            assert_eq!(codec::from_fragment(&codec::to_fragment(&scenario)), Ok(scenario));
        }
    }
}

#[test]
fn all_quantities_of_cost_at_one_end_have_an_answer() {
    for highest in [false, true] {
        for except in quantities().iter().map(|row| row.0).chain([""]) {
            let mut document = full();
            for (pointer, min, max) in quantities() {
                set(&mut document, pointer, if highest == (pointer != except) { max } else { min });
            }
            reading(&document.to_string()).unwrap();
        }
    }
}

#[test]
fn every_way_of_buying_and_charging_has_an_answer() {
    let dollars = |hourly: Value| json!({ "dollars": { "term": "three_years", "discount": 0.4, "hourly": hourly } });
    let nodes = |term: &str, upfront: &str, level: &str| json!({ "nodes": { "term": term, "upfront": upfront, "price": { "discount": 0.3 }, "level": level } });
    for commitment in [
        json!("none"),
        dollars(json!(null)),
        dollars(json!(1e9)),
        nodes("one_year", "all", "peak"),
        nodes("three_years", "partial", "average"),
        nodes("three_years", "none", "floor"),
    ] {
        for charging in [json!("direct"), json!("evenly"), json!({ "fixed_plus_variable": { "fixed": 1 } })] {
            for idle in ["own", "by_usage", "evenly", "apart"] {
                let mut document = full();
                document["cost"]["commitment"] = commitment.clone();
                document["cost"]["charging"] = charging.clone();
                document["cost"]["idle"] = json!(idle);
                reading(&document.to_string()).unwrap();
            }
        }
    }
}

#[test]
fn what_cannot_be_is_refused_with_its_place() {
    for (pointer, value, says) in [
        ("/cost/years", json!(6), "cost.years: horizon must be between 1 and 5, but is 6"),
        ("/cost/negotiated", json!(1), "cost.negotiated: discount must be between 0 % and 99 %, but is 100 %"),
        ("/cost/egress", json!([{ "rate": 1 }, { "rate": 1 }]), "cost.egress: only the last tier may be unlimited"),
        ("/cost/budgets", json!([{ "monthly": 1 }, { "monthly": 2 }]), "cost.budgets: the plan has two budgets"),
        ("/cost/owned/service", json!(9), "cost.owned.service: the plan has no such service"),
        ("/cost/commitment", json!("some"), "cost.commitment: unknown variant `some`"),
        ("/services/0/cost/machine/spot", json!(-1), "services[0].cost.machine.spot: price per node must be between"),
        ("/services/0/cost/storage/0/size", json!("x"), "services[0].cost.storage[0].size: invalid type: string"),
        (
            "/services/0/cost/tags",
            json!(vec![json!({ "name": "a" }); 11]),
            "services[0].cost.tags: at most 10 tags are possible",
        ),
        (
            "/services/0/cost/machine/name",
            json!("x".repeat(61)),
            "services[0].cost.machine.name: text must have at most 60",
        ),
    ] {
        let mut document = full();
        *document.pointer_mut(pointer).unwrap() = value;
        let error = reading(&document.to_string()).unwrap_err();
        assert!(error.starts_with(says), "{pointer}: {error}");
    }
    let mut document = full();
    document["cost"]["extra"] = json!(1);
    assert!(reading(&document.to_string()).is_err());
}
