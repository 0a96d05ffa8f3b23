//! Area `cost`: commitments and spot.

use super::case::Given;
use super::compare::{named, number, number_or_null, numbers};
use super::shapes::{Answer, Families};
use headroom_core::formulas::buying::{
    LayerPrices, LoadDuration, breakeven_interruptions, effective_terms, plan_layers, savings_plan,
};
use serde_json::json;

/// How capacity is bought.
pub const FAMILIES: Families = &[
    (
        "commit",
        &[
            ("on_demand_hr reserved_hr upfront term_h", terms),
            ("demand reserved on_demand", best_level),
            ("baseline peak_extra hours_each reserved on_demand spot spot_share_of_extra", layers),
            ("commit_usd_h usage_od_usd_h discount", plan_of_dollars),
            ("demand tiers on_demand", nested),
        ],
    ),
    (
        "spot",
        &[
            ("work_h od_price spot_price_fraction rate_per_h loss_h", interrupted_work),
            ("spot_price_fraction loss_h", break_even_rate),
            ("spot_fraction spot_price od_price interrupted_share rerun_on_od", mixed),
        ],
    ),
];

fn terms(given: &Given) -> Answer {
    let (upfront, reserved) = (given.number("upfront")?, given.number("reserved_hr")?);
    let terms = effective_terms(upfront, reserved, given.number("term_h")?, given.number("on_demand_hr")?);
    let terms = terms.ok_or("no term")?;
    Ok(json!({
        "effective_hr": number(terms.effective_hourly),
        "breakeven_utilisation": number_or_null(terms.breakeven_utilization),
        "discount": number_or_null(terms.discount),
    }))
}

fn best_level(given: &Given) -> Answer {
    let (reserved, on_demand) = (given.number("reserved")?, given.number("on_demand")?);
    let curve = LoadDuration::from_series(&given.numbers("demand")?).ok_or("no demand")?;
    let best = curve.best_commitment(reserved, on_demand).ok_or("no commitment")?;
    let at = |level| number_or_null(curve.commitment(level, reserved, on_demand).map(|commitment| commitment.cost));
    Ok(json!({
        "critical_ratio": number(1.0 - reserved / on_demand),
        "commit": number(best.level),
        "total": number(best.cost),
        "all_on_demand": at(0.0),
        "commit_at_peak": at(curve.peak()),
        "saving": number_or_null(best.saving),
    }))
}

fn layers(given: &Given) -> Answer {
    let (floor, hours) = (given.number("baseline")?, given.number("hours_each")?);
    let demand: Vec<f64> = given.numbers("peak_extra")?.into_iter().map(|extra| floor + extra).collect();
    let curve = LoadDuration::from_series(&demand).ok_or("no demand")?;
    let prices = LayerPrices {
        reserved: given.number("reserved")?,
        on_demand: given.number("on_demand")?,
        spot: Some(given.number("spot")?),
        spot_share: given.number("spot_share_of_extra")?,
    };
    let layers = plan_layers(&curve, &prices, Some(floor)).ok_or("no layers")?;
    Ok(json!({ "total": number(layers.total * hours) }))
}

fn plan_of_dollars(given: &Given) -> Answer {
    let usage = given.numbers("usage_od_usd_h")?;
    let plan = savings_plan(given.number("commit_usd_h")?, &usage, given.number("discount")?).ok_or("no plan")?;
    Ok(json!({
        "covered_od": numbers(usage.iter().map(|_| plan.covers)),
        "cost": numbers(plan.hourly_cost),
        "unused_usd": numbers(plan.hourly_unused),
    }))
}

/// Each unit at its cheapest: a rate for every hour, or the on-demand price for the hours in which it is used.
///
/// A rate must beat the price, so that of equals nothing is committed. What a case counts beside the tiers are
/// the units on demand.
fn nested(given: &Given) -> Answer {
    let (demand, on_demand) = (given.numbers("demand")?, given.number("on_demand")?);
    let (names, rates): (Vec<&str>, Vec<f64>) = given.column("tiers")?.into_iter().unzip();
    let rest = given.case.asked("units").into_iter().find(|name| !names.contains(name)).unwrap_or("on_demand");
    let hours = demand.len() as f64;
    let peak = demand.iter().copied().fold(0.0, f64::max).ceil() as u32;
    // The last of the counts is that of the units on demand.
    let (mut total, mut units) = (0.0, vec![0.0; names.len() + 1]);
    for unit in 0..peak {
        let used: f64 = demand.iter().map(|demand| (demand - f64::from(unit)).clamp(0.0, 1.0)).sum();
        let (mut chosen, mut cost) = (names.len(), on_demand * used);
        for (place, rate) in rates.iter().enumerate() {
            // A tie but for the last bits is one.
            if rate * hours < cost * (1.0 - 1e-12) {
                (chosen, cost) = (place, rate * hours);
            }
        }
        total += cost;
        units[chosen] += 1.0;
    }
    Ok(json!({ "total": number(total), "units": named(&[names, vec![rest]].concat(), &units) }))
}

/// `w/(1 − λ·L)` hours: each hour that runs buys `λ·L` hours that are done again.
fn interrupted_work(given: &Given) -> Answer {
    let (work, price) = (given.number("work_h")?, given.number("od_price")?);
    let lost = given.number("rate_per_h")? * given.number("loss_h")?;
    let hours = if lost < 1.0 { work / (1.0 - lost) } else { f64::INFINITY };
    let (cost, on_demand) = (hours * given.number("spot_price_fraction")? * price, work * price);
    let saving = (cost.is_finite() && on_demand > 0.0).then(|| (on_demand - cost) / on_demand);
    Ok(json!({
        "expected_h": number(hours),
        "spot_cost": number(cost),
        "od_cost": number(on_demand),
        "saving": number_or_null(saving),
    }))
}

fn break_even_rate(given: &Given) -> Answer {
    let rate = breakeven_interruptions(given.number("spot_price_fraction")?, given.number("loss_h")?);
    Ok(json!({ "rate_per_h": number_or_null(rate) }))
}

/// The price of both, and of what is interrupted once more, on demand.
fn mixed(given: &Given) -> Answer {
    let (share, spot, on_demand) =
        (given.number("spot_fraction")?, given.number("spot_price")?, given.number("od_price")?);
    let interrupted = given.number("interrupted_share")?;
    if !given.flag("rerun_on_od")? {
        return Err("`rerun_on_od` is known as true only: where else interrupted work runs is not said".to_owned());
    }
    Ok(json!({ "blended": number(share * spot + (1.0 - share) * on_demand + share * interrupted * on_demand) }))
}
