//! Area `seeds`, what it says of cost: the printed cost analyser, recommender and spot bids.

use super::case::Given;
use super::compare::{number, number_or_null};
use super::shapes::{Answer, Families};
use headroom_core::formulas::published::{PrintedType, bids_as_printed, recommend_as_printed, recommend_with_gpus};
use serde_json::json;

/// Families of the area that concern cost.
pub const FAMILIES: Families = &[
    ("cost", &[("usage prices? storage_cost? network_cost?", cost)]),
    ("instance_recommendation", &[("workload instance_types", instance_recommendation)]),
    ("spot_bid", &[("prices quantile_method?", spot_bid)]),
    ("spot_savings", &[("on_demand spot hours", spot_savings)]),
];

fn cost(given: &Given) -> Answer {
    let used = given.numbers_in("usage", &["cpu_core_hours", "memory_gb_hours", "gpu_hours", "total_predictions"])?;
    // The case without predictions states no prices; the printed ones stand in.
    let names = ["cpu_per_core_hour", "memory_per_gb_hour", "gpu_per_hour"];
    let prices = if given.has("prices") { given.numbers_in("prices", &names)? } else { vec![0.05, 0.01, 2.48] };
    let (cpu, memory, gpu) = (used[0] * prices[0], used[1] * prices[1], used[2] * prices[2]);
    let total = cpu + memory + gpu + given.number_or("storage_cost", 0.0)? + given.number_or("network_cost", 0.0)?;
    let per_prediction = (used[3] > 0.0).then(|| total / used[3]);
    Ok(json!({
        "cpu": number(cpu),
        "memory": number(memory),
        "compute": number(cpu + memory),
        "gpu": number(gpu),
        "total": number(total),
        "per_prediction": number_or_null(per_prediction),
        "printed_total": format!("Monthly cost: ${total:.2}"),
        "printed_per_prediction": per_prediction.map(|usd| format!("Cost per prediction: ${usd:.4}")),
    }))
}

/// As printed, which never looks at GPUs, and with those; null where nothing fits.
fn instance_recommendation(given: &Given) -> Answer {
    let workload = given.object("workload")?;
    workload.label("name")?;
    let (cpu, memory) = (workload.number("min_cpu")?, workload.number("min_memory")?);
    let (gpu, hours) = (workload.number_or("min_gpu", 0.0)?, workload.number("duration_hours")?);
    let stated = given.object("instance_types")?;
    let row = |name: &str| {
        let row = stated.object(name)?;
        Ok(PrintedType {
            name: name.to_owned(),
            cpu: row.number("cpu")?,
            memory: row.number("memory")?,
            gpu: row.number_or("gpu", 0.0)?,
            price_per_hour: row.number("price_per_hour")?,
        })
    };
    let types = stated.names().into_iter().map(row).collect::<Result<Vec<_>, String>>()?;
    let printed = recommend_as_printed(&types, cpu, memory, hours);
    let correct = recommend_with_gpus(&types, cpu, memory, gpu, hours);
    let name = |found: Option<(&PrintedType, f64)>| found.map(|(row, _)| row.name.clone());
    Ok(json!({
        "recommended": name(printed),
        "cost": printed.map(|(_, cost)| number(cost)),
        "seed_recommends": name(printed),
        "correct": name(correct),
        "correct_cost": correct.map(|(_, cost)| number(cost)),
    }))
}

fn spot_bid(given: &Given) -> Answer {
    given.describes("quantile_method", &["linear interpolation, position (n-1)q"])?;
    let bids = bids_as_printed(&given.numbers("prices")?).ok_or("no prices")?;
    Ok(json!({ "low": number(bids.low), "medium": number(bids.medium), "high": number(bids.high) }))
}

fn spot_savings(given: &Given) -> Answer {
    let (on_demand, spot) = (given.number("on_demand")?, given.number("spot")?);
    let hours = given.number("hours")?;
    let percent = (on_demand > 0.0).then(|| (on_demand - spot) / on_demand * 100.0);
    Ok(json!({
        "on_demand_cost": number(on_demand * hours),
        "spot_cost": number(spot * hours),
        "savings": number((on_demand - spot) * hours),
        "savings_percent": number_or_null(percent),
    }))
}
