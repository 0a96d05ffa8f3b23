//! Area `dr`: recovery times, standby costs and losses of the recovery tiers.

use super::compare::number;
use super::source::Case;
use super::{Answer, Families};
use headroom_core::base::numeric::ceil_count;
use headroom_core::formulas::recovery::*;
use serde_json::{Map, Value, json};

/// Every family of the area that the core can compute.
pub const FAMILIES: Families = &[
    ("availability", availability),
    ("capacity", accelerators),
    ("cost", cost),
    ("loss", loss),
    ("restore", restore),
    ("rto", rto),
];

fn rto(case: &Case) -> Answer {
    let inputs = case.inputs.get("components_s").and_then(Value::as_object).unwrap_or(&case.inputs);
    // A part that a case does not name takes no time in it.
    let part = |name: &str| Some(inputs.get(name).and_then(Value::as_f64).unwrap_or(0.0));
    let parts = Parts {
        detect: part("detect"),
        decide: part("decide"),
        redirect: part("dns_lb"),
        provision: part("provision"),
        restore_data: part("data_restore"),
        load_model: part("model_load"),
        warm_up: part("warm_up"),
    };
    let overlaps = case.inputs.get("dns_parallel_with_capacity").is_some_and(|overlaps| *overlaps == true);
    let order = if overlaps { Order::RedirectWhileBuilding } else { Order::Serial };
    let time = recovery_time(RecoveryTier::Cold, &parts, order).map_err(|unknown| format!("{unknown:?}"))?;
    Ok(json!({ "rto_s": number(time.rto) }))
}

fn cost(case: &Case) -> Answer {
    let cost = standby_cost(&StandbyInputs {
        primary_compute: case.number("primary_compute_monthly")?,
        primary_storage: case.number("primary_storage_monthly")?,
        standby_fraction: case.number("standby_compute_fraction")?,
        replicated_fraction: case.number("storage_replication_fraction")?,
        replicated_gb: case.number("replication_egress_gb")?,
        transfer_price: case.number("egress_usd_per_gb")?,
        fixed: case.number("fixed")?,
    })
    .ok_or("not amounts")?;
    let multiplier = cost.multiplier.ok_or("the primary costs nothing")?;
    Ok(json!({ "dr_monthly": number(cost.monthly), "multiplier": number(multiplier) }))
}

fn loss(case: &Case) -> Answer {
    let loss_per_hour = case.number("loss_per_hour")?;
    if !case.has("options") {
        let outage = 3600.0 * case.number("outage_hours")?;
        let loss =
            annual_loss(case.number("annual_probability")?, outage, loss_per_hour, case.number("data_loss_cost")?);
        return Ok(json!({ "ale": number(loss.ok_or("not amounts")?) }));
    }
    let names = case.keys("options")?;
    let option = |name: &String| -> Result<TierOption, String> {
        let row = case.row_in("options", name, &["annual_cost".to_owned(), "rto_hours".to_owned()])?;
        Ok(TierOption { annual_cost: row[0], rto: Some(3600.0 * row[1]), data_loss_cost: 0.0 })
    };
    let options = names.iter().map(option).collect::<Result<Vec<_>, _>>()?;
    let tiers = compare_tiers(&options, case.number("annual_outages")?, loss_per_hour).ok_or("not amounts")?;
    let totals = names.iter().zip(&tiers.total).map(|(name, total)| (name.clone(), total.map_or(Value::Null, number)));
    let best = tiers.cheapest.ok_or("no total is known")?;
    Ok(json!({ "total": totals.collect::<Map<_, _>>(), "best": names[best] }))
}

/// Whole accelerators: those that stand ready, those that an emergency needs, and the difference.
fn accelerators(case: &Case) -> Answer {
    let primary = case.number("primary_gpus")?;
    let standby = ceil_count(primary * case.number("standby_fraction")?);
    let needed = ceil_count(primary * case.number("degraded_mode_share")?);
    Ok(json!({
        "standby_gpus": standby,
        "needed_in_degraded": needed,
        "must_provision": needed.saturating_sub(standby),
    }))
}

fn restore(case: &Case) -> Answer {
    let seconds = transfer_time(1000.0 * case.number("tb")?, case.number("gbps")?, case.number("efficiency")?);
    Ok(json!({ "hours": number(seconds.ok_or("nothing gets through")? / 3600.0) }))
}

/// What outages leave of a year of 365 days.
fn availability(case: &Case) -> Answer {
    let minutes = case.number("outages_per_year")? * case.number("rto_min")?;
    Ok(json!({ "availability": number(1.0 - minutes / (365.0 * 24.0 * 60.0)), "downtime_min": number(minutes) }))
}
