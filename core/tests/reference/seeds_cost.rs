//! Area `seeds`, what it says of cost: the printed cost analyser, recommender and spot bids.

use super::compare::number;
use super::oracle_money::{PrintedPrices, PrintedUsage, cost_as_printed};
use super::source::Case;
use super::{Answer, Families};
use headroom_core::formulas::published::*;
use serde_json::{Value, json};

/// Families of the area that concern cost.
pub const FAMILIES: Families =
    &[("cost", cost), ("instance_recommendation", instance_recommendation), ("spot_bid", spot_bid)];

fn cost(case: &Case) -> Answer {
    let used = |name| case.number_in("usage", name);
    let usage = PrintedUsage {
        cpu_core_hours: used("cpu_core_hours")?,
        memory_gb_hours: used("memory_gb_hours")?,
        gpu_hours: used("gpu_hours")?,
        predictions: used("total_predictions")?,
    };
    // The case without predictions states no prices; the printed ones stand in.
    let price = |name, printed| if case.has("prices") { case.number_in("prices", name) } else { Ok(printed) };
    let prices = PrintedPrices {
        cpu_per_core_hour: price("cpu_per_core_hour", 0.05)?,
        memory_per_gb_hour: price("memory_per_gb_hour", 0.01)?,
        gpu_per_hour: price("gpu_per_hour", 2.48)?,
    };
    let besides = |name| if case.has(name) { case.number(name) } else { Ok(0.0) };
    let cost = cost_as_printed(&usage, &prices, besides("storage_cost")?, besides("network_cost")?);
    Ok(json!({
        "cpu": number(cost.cpu),
        "memory": number(cost.memory),
        "compute": number(cost.compute),
        "gpu": number(cost.gpu),
        "total": number(cost.total),
        "per_prediction": cost.per_prediction.map(number),
        "printed_total": format!("Monthly cost: ${:.2}", cost.total),
        "printed_per_prediction": cost.per_prediction.map(|usd| format!("Cost per prediction: ${usd:.4}")),
    }))
}

fn instance_recommendation(case: &Case) -> Answer {
    let types = case.inputs.get("instance_types").and_then(Value::as_object).ok_or("no types")?;
    let row = |(name, row): (&String, &Value)| {
        let value = |key: &str| row.get(key).and_then(Value::as_f64);
        Some(PrintedType {
            name: name.clone(),
            cpu: value("cpu")?,
            memory: value("memory")?,
            gpu: value("gpu").unwrap_or(0.0),
            price_per_hour: value("price_per_hour")?,
        })
    };
    let types: Vec<_> = types.iter().map(row).collect::<Option<_>>().ok_or("a type lacks a number")?;
    let need = |name| case.number_in("workload", name);
    let (cpu, memory, hours) = (need("min_cpu")?, need("min_memory")?, need("duration_hours")?);
    let printed = recommend_as_printed(&types, cpu, memory, hours).ok_or("nothing fits")?;
    let correct =
        recommend_with_gpus(&types, cpu, memory, need("min_gpu").unwrap_or(0.0), hours).ok_or("nothing fits")?;
    Ok(json!({
        "recommended": printed.0.name,
        "cost": number(printed.1),
        "seed_recommends": printed.0.name,
        "correct": correct.0.name,
        "correct_cost": number(correct.1),
    }))
}

fn spot_bid(case: &Case) -> Answer {
    let bids = bids_as_printed(&case.numbers("prices")?).ok_or("no prices")?;
    Ok(json!({ "low": number(bids.low), "medium": number(bids.medium), "high": number(bids.high) }))
}
