//! Area `multi_region`: how much capacity survives losses, evenly spread or at the least cost.

use super::case::Given;
use super::compare::{named, number};
use super::shapes::{Answer, Families};
use headroom_core::base::numeric::ceil_count;
use headroom_core::formulas::placement::{Offer, Placement, PlacementInputs, plan_placement};
use headroom_core::formulas::regions::{Permissions, RegionSet, Router, Rule, assign, even_spread};
use serde_json::json;

/// Capacity with losses in mind.
pub const FAMILIES: Families = &[
    ("lp", &[("demand unit_cost allowed survive_any", placement)]),
    (
        "nk",
        &[
            ("regions tolerate", spread),
            ("total_qps regions tolerate qps_per_instance target_util", instances),
            ("demand tolerate policy?", unequal),
        ],
    ),
];

fn spread(given: &Given) -> Answer {
    let spread = even_spread(given.small("regions")?, given.small("tolerate")?).ok_or("no region survives")?;
    Ok(json!({
        "overprovision_factor": number(spread.overprovision_factor),
        "safe_utilisation": number(spread.safe_utilization),
    }))
}

/// Instances of each region so that those that survive carry all; rounded up before they are added.
fn instances(given: &Given) -> Answer {
    let (regions, lost) = (given.small("regions")?, given.small("tolerate")?);
    let each = given.number("qps_per_instance")? * given.number("target_util")?;
    let demand = given.number("total_qps")?;
    let survivors = regions.checked_sub(lost).filter(|survivors| *survivors > 0);
    let per_region = survivors.map(|survivors| ceil_count(demand / f64::from(survivors) / each));
    Ok(
        json!({ "per_region": per_region, "total": per_region.map(|instances| u64::from(instances) * u64::from(regions)) }),
    )
}

/// The most that each region carries over all losses, none included.
fn unequal(given: &Given) -> Answer {
    let (names, demand): (Vec<&str>, Vec<f64>) = given.column("demand")?.into_iter().unzip();
    let mut rule = Rule::ProportionalToTraffic;
    if given.has("policy") {
        let is_even = given.phrase(
            "policy",
            &[("proportion", false), ("even", true), ("equal", true), ("own load", false), ("own demand", false)],
        )?;
        if is_even {
            rule = Rule::ByWeight(vec![0.0; demand.len()]);
        }
    }
    let n_lost = given.small("tolerate")? as usize;
    let (all, unlimited) = (Permissions::all(demand.len(), demand.len()), vec![f64::INFINITY; demand.len()]);
    let mut most = vec![0.0_f64; demand.len()];
    for lost in losses(demand.len(), n_lost) {
        let mut router = Router::new(demand.len(), lost, &rule, &all).map_err(|refusal| refusal.to_string())?;
        let after = router.route(&demand, &unlimited);
        if after.dropped.iter().sum::<f64>() > 0.0 {
            return Ok(json!({ "capacity": null, "total": null, "factor": null }));
        }
        most.iter_mut().zip(&after.load).for_each(|(most, load)| *most = most.max(*load));
    }
    let total: f64 = most.iter().sum();
    Ok(json!({
        "capacity": named(&names, &most),
        "total": number(total),
        "factor": number(total / demand.iter().sum::<f64>()),
    }))
}

fn placement(given: &Given) -> Answer {
    let (geographies, demand): (Vec<&str>, Vec<f64>) = given.column("demand")?.into_iter().unzip();
    let (regions, prices): (Vec<&str>, Vec<f64>) = given.column("unit_cost")?.into_iter().unzip();
    let permitted = given.object("allowed")?;
    let allowed = |geography: &&str| -> Result<RegionSet, String> {
        let place = |name: &str| regions.iter().position(|region| *region == name);
        let unknown = |name: &str| format!("`allowed.{geography}` names `{name}`, which has no price");
        permitted.words(geography)?.into_iter().map(|name| place(name).ok_or_else(|| unknown(name))).collect()
    };
    let allowed = geographies.iter().map(allowed).collect::<Result<Vec<_>, _>>()?;
    let offer = |replica_cost| Offer { replica_throughput: 1.0, replica_cost, max_replicas: None, installed: 0 };
    let inputs = PlacementInputs {
        demand: demand.into_iter().map(|load| vec![load]).collect(),
        offers: prices.iter().copied().map(offer).collect(),
        permissions: Permissions::new(regions.len(), allowed).map_err(|refusal| refusal.to_string())?,
        n_lost: given.small("survive_any")? as usize,
    };
    let Placement::Survives(plan) = plan_placement(&inputs).map_err(|refusal| refusal.to_string())? else {
        return Ok(json!({ "feasible": false, "min_cost": null, "one_optimal_capacity": null }));
    };
    if plan.certificate.gap() > 1e-9 {
        return Err(format!("the gap is {}", plan.certificate.gap()));
    }
    let mut answer = json!({ "feasible": true, "min_cost": number(plan.cost) });
    if let Some(one) = given.case.expected.get("one_optimal_capacity") {
        // There may be several optima: the one given must cost as much and serve every loss.
        let stated: Vec<f64> = regions.iter().map(|region| one[region].as_f64().unwrap_or(f64::NAN)).collect();
        let cost: f64 = stated.iter().zip(&prices).map(|(capacity, price)| capacity * price).sum();
        let is_optimal = (cost - plan.cost).abs() <= 1e-7 * cost && serves_every_loss(&inputs, &stated)?;
        answer["one_optimal_capacity"] = if is_optimal { one.clone() } else { named(&regions, &plan.capacity) };
    }
    Ok(answer)
}

fn serves_every_loss(inputs: &PlacementInputs, capacity: &[f64]) -> Result<bool, String> {
    let demand: Vec<f64> = inputs.demand.iter().map(|series| series[0]).collect();
    let latency = vec![vec![0.0; capacity.len()]; demand.len()];
    for lost in losses(capacity.len(), inputs.n_lost) {
        let found =
            assign(&demand, capacity, lost, &inputs.permissions, &latency).map_err(|error| error.to_string())?;
        if found.dropped.iter().sum::<f64>() > 1e-9 * demand.iter().sum::<f64>() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Every way to lose at most so many regions.
fn losses(regions: usize, most: usize) -> impl Iterator<Item = RegionSet> {
    (0..=most).flat_map(move |size| RegionSet::first(regions).subsets(size))
}
