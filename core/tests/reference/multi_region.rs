//! Area `multi_region`: spread, redistribution, placement, availability and failover by DNS.

use super::compare::number;
use super::source::Case;
use super::{Answer, Families};
use headroom_core::formulas::availability::{Block, at_least, system_availability};
use headroom_core::formulas::placement::{Offer, Placement, PlacementInputs, plan_placement};
use headroom_core::formulas::regions::*;
use serde_json::{Map, Value, json};

/// Every family of the area that the core can compute.
pub const FAMILIES: Families = &[
    ("availability", availability),
    ("failover", failover),
    ("lp", placement),
    ("nk", spread),
    ("redistribute", redistribution),
];

fn spread(case: &Case) -> Answer {
    let count = |name| case.count(name).and_then(|count| u32::try_from(count).map_err(|error| error.to_string()));
    let spread = even_spread(count("regions")?, count("tolerate")?).ok_or("no region survives")?;
    Ok(json!({
        "overprovision_factor": number(spread.overprovision_factor),
        "safe_utilisation": number(spread.safe_utilization),
    }))
}

fn redistribution(case: &Case) -> Answer {
    let names = case.keys("demand")?;
    let column = |input: &str| names.iter().map(|name| case.number_in(input, name)).collect::<Result<Vec<_>, _>>();
    let demand = column("demand")?;
    let (mut room, mut latency) = (vec![f64::INFINITY; demand.len()], None);
    let rule = if case.has("latency_ms") {
        let rows = names.iter().map(|from| case.row_in("latency_ms", from, &names)).collect::<Result<Vec<_>, _>>()?;
        let seconds = |row: Vec<f64>| row.into_iter().map(|milliseconds| milliseconds / 1000.0).collect();
        let rows: Vec<Vec<f64>> = rows.into_iter().map(seconds).collect();
        room = column("capacity")?;
        latency = Some(rows.clone());
        Rule::NearestWithRoom { latency: rows }
    } else if case.inputs["weights"] == "demand" {
        Rule::ProportionalToTraffic
    } else {
        Rule::ByWeight(column("weights")?)
    };
    let failed = case.words("failed")?;
    let lost = names.iter().enumerate().filter(|(_, name)| failed.contains(name)).map(|(place, _)| place).collect();
    let all = Permissions::all(demand.len(), demand.len());
    let mut router = Router::new(demand.len(), lost, &rule, &all).map_err(|refusal| refusal.to_string())?;
    let after = router.route(&demand, &room);
    let mut answer =
        json!({ "load": named(&names, &after.load), "dropped": number(after.dropped.iter().sum::<f64>()) });
    if let Some(latency) = latency {
        let seen = latency_seen(&after.flow, &latency).map_err(|refusal| refusal.to_string())?;
        answer["mean_latency_ms"] = number(1000.0 * seen.ok_or("nothing is served")?.mean);
    }
    Ok(answer)
}

fn named(names: &[String], values: &[f64]) -> Value {
    let pairs = names.iter().zip(values).map(|(name, &value)| (name.clone(), number(value)));
    Value::Object(pairs.collect::<Map<_, _>>())
}

fn placement(case: &Case) -> Answer {
    let (geographies, regions) = (case.keys("demand")?, case.keys("unit_cost")?);
    let column = |input: &str, names: &[String]| {
        names.iter().map(|name| case.number_in(input, name)).collect::<Result<Vec<_>, _>>()
    };
    let allowed = |geography: &String| -> Result<RegionSet, String> {
        let names = case.inputs["allowed"][geography].as_array().ok_or("no list of regions")?;
        Ok((0..regions.len()).filter(|&place| names.iter().any(|name| *name == *regions[place])).collect())
    };
    let allowed = geographies.iter().map(allowed).collect::<Result<Vec<_>, _>>()?;
    let offer = |replica_cost| Offer { replica_throughput: 1.0, replica_cost, max_replicas: None, installed: 0 };
    let prices = column("unit_cost", &regions)?;
    let inputs = PlacementInputs {
        demand: column("demand", &geographies)?.into_iter().map(|load| vec![load]).collect(),
        offers: prices.iter().copied().map(offer).collect(),
        permissions: Permissions::new(regions.len(), allowed).map_err(|refusal| refusal.to_string())?,
        n_lost: case.count("survive_any")? as usize,
    };
    let Placement::Survives(plan) = plan_placement(&inputs).map_err(|refusal| refusal.to_string())? else {
        return Ok(json!({ "feasible": false }));
    };
    if plan.certificate.gap() > 1e-9 {
        return Err(format!("the gap is {}", plan.certificate.gap()));
    }
    let mut answer = json!({ "feasible": true, "min_cost": number(plan.cost) });
    if let Some(one) = case.expected.get("one_optimal_capacity") {
        // There may be several optima: the one given must cost as much and serve every loss.
        let given: Vec<f64> = regions.iter().map(|region| one[region].as_f64().unwrap_or(f64::NAN)).collect();
        let cost: f64 = given.iter().zip(&prices).map(|(capacity, price)| capacity * price).sum();
        let is_optimal = (cost - plan.cost).abs() <= 1e-7 * cost && serves_every_loss(&inputs, &given)?;
        answer["one_optimal_capacity"] = if is_optimal { one.clone() } else { named(&regions, &plan.capacity) };
    }
    Ok(answer)
}

fn serves_every_loss(inputs: &PlacementInputs, capacity: &[f64]) -> Result<bool, String> {
    let demand: Vec<f64> = inputs.demand.iter().map(|series| series[0]).collect();
    let latency = vec![vec![0.0; capacity.len()]; demand.len()];
    let losses = (0..=inputs.n_lost).flat_map(|size| RegionSet::first(capacity.len()).subsets(size));
    for lost in losses {
        let found =
            assign(&demand, capacity, lost, &inputs.permissions, &latency).map_err(|error| error.to_string())?;
        if found.dropped.iter().sum::<f64>() > 1e-9 * demand.iter().sum::<f64>() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn availability(case: &Case) -> Answer {
    let availability = if case.has("mtbf_h") {
        // The time it works of the time it works and is repaired.
        let (works, repaired) = (case.number("mtbf_h")?, case.number("mttr_h")?);
        Some(works / (works + repaired))
    } else if case.has("failover_success") {
        // The first region, or else the failover and the second one.
        let region = case.number("region")?;
        let second = Block::All(vec![Block::Part(1), Block::Part(2)]);
        let either = Block::AtLeast { need: 1, of: vec![Block::Part(0), second] };
        system_availability(&[region, case.number("failover_success")?, region], &either).ok()
    } else if case.has("need") {
        let each = vec![case.number("a")?; case.count("n")? as usize];
        at_least(case.count("need")? as usize, &each)
    } else {
        at_least(1, &case.numbers("a")?)
    };
    Ok(json!({ "availability": number(availability.ok_or("not a fraction")?) }))
}

fn failover(case: &Case) -> Answer {
    let threshold = u32::try_from(case.count("failure_threshold")?).map_err(|error| error.to_string())?;
    let (propagation, lifetime) = (case.number("propagation_s")?, case.number("ttl_s")?);
    let timeline = dns_failover(case.number("interval_s")?, threshold, propagation, lifetime).ok_or("not durations")?;
    Ok(json!({
        "detect_s": number(timeline.detected),
        "dns_updated_s": number(timeline.dns_updated),
        "all_clients_moved_s": number(timeline.all_clients_moved),
        "mean_client_outage_s": number(timeline.mean_client_outage),
    }))
}
