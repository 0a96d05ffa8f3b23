//! Area `dr`: recovery times and points, standby costs and losses of the recovery tiers.

use super::case::Given;
use super::compare::{number, number_or_null};
use super::shapes::{Answer, Families};
use headroom_core::base::numeric::ceil_count;
use headroom_core::formulas::recovery::{
    Order, Parts, RecoveryTier, StandbyInputs, TierOption, annual_loss, compare_tiers, data_loss, recovery_time,
    standby_cost, transfer_time,
};
use serde_json::{Map, Value, json};

/// Recovery after the loss of a region.
pub const FAMILIES: Families = &[
    ("availability", &[("outages_per_year rto_min", availability)]),
    ("capacity", &[("primary_gpus standby_fraction degraded_mode_share", accelerators)]),
    (
        "cost",
        &[(
            "primary_compute_monthly primary_storage_monthly standby_compute_fraction storage_replication_fraction \
             replication_egress_gb egress_usd_per_gb fixed",
            cost,
        )],
    ),
    (
        "loss",
        &[
            ("annual_probability outage_hours loss_per_hour data_loss_cost", expected_loss),
            ("annual_outages loss_per_hour options", cheapest_tier),
            ("cost_hot cost_warm rto_hot_h rto_warm_h annual_outages", break_even),
        ],
    ),
    ("restore", &[("tb gbps efficiency", restore)]),
    ("rpo", &[("replication_interval_s lag_s write_rate_per_s", rpo)]),
    (
        "rto",
        &[
            ("components_s", |given| rto(&given.object("components_s")?, false)),
            (
                "detect? decide? dns_lb? provision? data_restore? model_load? warm_up? dns_parallel_with_capacity",
                |given| rto(given, given.flag("dns_parallel_with_capacity")?),
            ),
        ],
    ),
];

/// A part that a case does not name takes no time in it.
fn rto(parts: &Given, overlaps: bool) -> Answer {
    let part = |name: &str| parts.number_or(name, 0.0).map(Some);
    let parts = Parts {
        rebuild: None,
        detect: part("detect")?,
        decide: part("decide")?,
        redirect: part("dns_lb")?,
        provision: part("provision")?,
        restore_data: part("data_restore")?,
        load_model: part("model_load")?,
        warm_up: part("warm_up")?,
    };
    let order = if overlaps { Order::RedirectWhileBuilding } else { Order::Serial };
    let time = recovery_time(RecoveryTier::Cold, &parts, order).map_err(|unknown| format!("{unknown:?}"))?;
    Ok(json!({ "rto_s": number(time.rto) }))
}

fn rpo(given: &Given) -> Answer {
    let (interval, lag) = (given.number("replication_interval_s")?, given.number("lag_s")?);
    let loss = data_loss(interval, lag, given.number("write_rate_per_s")?).ok_or("not amounts")?;
    Ok(json!({
        "worst_rpo_s": number(loss.rpo),
        "mean_rpo_s": number(loss.mean),
        "worst_lost_writes": number(loss.writes_at_most),
    }))
}

fn cost(given: &Given) -> Answer {
    let cost = standby_cost(&StandbyInputs {
        primary_compute: given.number("primary_compute_monthly")?,
        primary_storage: given.number("primary_storage_monthly")?,
        standby_fraction: given.number("standby_compute_fraction")?,
        replicated_fraction: given.number("storage_replication_fraction")?,
        replicated_gb: given.number("replication_egress_gb")?,
        transfer_price: given.number("egress_usd_per_gb")?,
        fixed: given.number("fixed")?,
    })
    .ok_or("not amounts")?;
    Ok(json!({ "dr_monthly": number(cost.monthly), "multiplier": number_or_null(cost.multiplier) }))
}

fn expected_loss(given: &Given) -> Answer {
    let (probability, outage) = (given.number("annual_probability")?, 3600.0 * given.number("outage_hours")?);
    let loss = annual_loss(probability, outage, given.number("loss_per_hour")?, given.number("data_loss_cost")?);
    Ok(json!({ "ale": number(loss.ok_or("not amounts")?) }))
}

fn tier(annual_cost: f64, rto_hours: f64) -> TierOption {
    TierOption { annual_cost, rto: Some(3600.0 * rto_hours), data_loss_cost: 0.0 }
}

fn cheapest_tier(given: &Given) -> Answer {
    let stated = given.object("options")?;
    let names = stated.names();
    let option = |name: &&str| {
        let option = stated.object(name)?;
        Ok(tier(option.number("annual_cost")?, option.number("rto_hours")?))
    };
    let options = names.iter().map(option).collect::<Result<Vec<_>, String>>()?;
    let tiers = compare_tiers(&options, given.number("annual_outages")?, given.number("loss_per_hour")?);
    let tiers = tiers.ok_or("not amounts")?;
    let totals = names.iter().zip(&tiers.total).map(|(name, total)| ((*name).to_owned(), number_or_null(*total)));
    let best = tiers.cheapest.ok_or("no total is known")?;
    Ok(json!({ "total": totals.collect::<Map<String, Value>>(), "best": names[best] }))
}

/// The loss an hour from which on the faster tier is worth its price; null where it is at none or at every.
fn break_even(given: &Given) -> Answer {
    let hot = tier(given.number("cost_hot")?, given.number("rto_hot_h")?);
    let warm = tier(given.number("cost_warm")?, given.number("rto_warm_h")?);
    let tiers = compare_tiers(&[warm, hot], given.number("annual_outages")?, 0.0).ok_or("not amounts")?;
    let loss = tiers.break_evens.first().map(|pair| pair.loss_per_hour);
    Ok(json!({ "loss_per_hour_breakeven": number_or_null(loss) }))
}

/// What stands ready, what the emergency needs, and the difference, which is still to be had.
fn accelerators(given: &Given) -> Answer {
    let primary = given.number("primary_gpus")?;
    let standby = ceil_count(primary * given.number("standby_fraction")?);
    let needed = ceil_count(primary * given.number("degraded_mode_share")?);
    Ok(json!({
        "standby_gpus": standby,
        "needed_in_degraded": needed,
        "must_provision": needed.saturating_sub(standby),
    }))
}

fn restore(given: &Given) -> Answer {
    let seconds = transfer_time(1000.0 * given.number("tb")?, given.number("gbps")?, given.number("efficiency")?);
    Ok(json!({ "hours": number(seconds.ok_or("nothing gets through")? / 3600.0) }))
}

/// Of a year of 365 days.
fn availability(given: &Given) -> Answer {
    let down = given.number("outages_per_year")? * given.number("rto_min")?;
    Ok(json!({ "availability": number(1.0 - down / (365.0 * 24.0 * 60.0)), "downtime_min": number(down) }))
}
