//! Area `cost`: bills, units, present values, and what too little and too much capacity costs.

use super::case::Given;
use super::compare::{number, number_or_null, numbers};
use super::shapes::{Answer, Families};
use headroom_core::base::money::Money;
use headroom_core::formulas::finance::{
    Tier, annuity_value, cost_per_thousand, marginal_per_thousand, monthly_rate, net_present_value, payback, saving,
    tiered, value_of_months,
};
use serde_json::{Value, json};

/// Bills and values.
pub const FAMILIES: Families = &[
    ("autoscale", &[("fixed_instances autoscaled_sum steps step_hours usd_instance_h", autoscale)]),
    (
        "downtime",
        &[
            ("revenue_per_hour outage_min fraction_lost recovered_later sla_credit staff_cost", outage),
            ("revenue_day hour_share outage_min", outage_in_hour),
        ],
    ),
    (
        "npv",
        &[
            ("rate cashflows", present_value),
            ("annual rate years", annuity),
            ("upfront monthly months annual_rate", upfront_or_monthly),
            ("annual_rate", monthly_rates),
            ("cf", payback_time),
        ],
    ),
    ("overprovision", &[("provisioned needed_p95 usd_instance_h hours", overprovision)]),
    (
        "tco",
        &[
            (
                "compute memory gpu storage egress_gb egress_rate inter_az_gb inter_az_rate_each_direction support_pct \
                 engineer_fte engineer_monthly",
                month,
            ),
            ("spend tiers minimum", support_fee),
            ("gb tiers_width rates", traffic),
        ],
    ),
    (
        "unit",
        &[
            ("total predictions", per_prediction),
            ("gpu_hr rps_at_target utilisation", per_request),
            ("fixed variable_per_1k n", marginal),
        ],
    ),
];

/// What the core says in whole cents, held against the amount that it rounds.
///
/// `cents` is what rounding may come to; an answer further away is refused.
pub fn held(rounded: f64, exact: f64, cents: f64) -> Result<f64, String> {
    if (rounded - exact).abs() <= 0.01 * cents + 1e-12 * exact.abs() {
        Ok(exact)
    } else {
        Err(format!("the core says {rounded}, which is {exact}"))
    }
}

fn dollars(amount: f64) -> Result<Money, String> {
    Money::from_dollars(amount).ok_or_else(|| format!("{amount} is no amount"))
}

fn month(given: &Given) -> Answer {
    let parts = [given.number("compute")?, given.number("memory")?, given.number("gpu")?, given.number("storage")?];
    let egress = given.number("egress_gb")? * given.number("egress_rate")?;
    // Traffic between zones is billed on both sides.
    let inter_az = 2.0 * given.number("inter_az_gb")? * given.number("inter_az_rate_each_direction")?;
    let subtotal = parts.into_iter().sum::<f64>() + egress + inter_az;
    let support = subtotal * given.number("support_pct")?;
    let engineering = given.number("engineer_fte")? * given.number("engineer_monthly")?;
    Ok(json!({
        "egress": number(egress),
        "inter_az": number(inter_az),
        "subtotal": number(subtotal),
        "support": number(support),
        "engineering": number(engineering),
        "total": number(subtotal + support + engineering),
    }))
}

/// Shares of what is spent, each up to an amount, and at least a minimum.
fn support_fee(given: &Given) -> Answer {
    let row = |row: &Value| match row.as_array().map(Vec::as_slice) {
        Some([Value::Null, rate]) => Some(Tier { up_to: None, rate: rate.as_f64()? }),
        Some([up_to, rate]) => Some(Tier { up_to: Some(up_to.as_f64()?), rate: rate.as_f64()? }),
        _ => None,
    };
    let tiers: Option<Vec<Tier>> = given.list("tiers")?.iter().map(row).collect();
    let tiers = tiers.ok_or("input `tiers` is not a list of pairs, an amount or null and a rate each")?;
    let fee = tiered(given.number("spend")?, &tiers).ok_or("beyond the tiers")?;
    Ok(json!({ "fee": number(fee.max(given.number("minimum")?)) }))
}

/// Tiers by how wide each is, the last without an end.
fn traffic(given: &Given) -> Answer {
    let (widths, rates) = (given.numbers_or_null("tiers_width")?, given.numbers("rates")?);
    if widths.len() != rates.len() {
        return Err(format!("{} tiers, but {} rates", widths.len(), rates.len()));
    }
    let mut reached = Some(0.0);
    let tier = |(width, rate): (Option<f64>, f64)| {
        reached = reached.zip(width).map(|(reached, width)| reached + width);
        Tier { up_to: reached, rate }
    };
    let tiers: Vec<Tier> = widths.into_iter().zip(rates).map(tier).collect();
    Ok(json!({ "usd": number(tiered(given.number("gb")?, &tiers).ok_or("beyond the tiers")?) }))
}

fn per_prediction(given: &Given) -> Answer {
    let (total, predictions) = (given.number("total")?, given.number("predictions")?);
    let Some(rounded) = cost_per_thousand(dollars(total)?, predictions) else {
        return Ok(json!({ "usd": null, "per_1k": null }));
    };
    let thousand = held(rounded, 1000.0 * total / predictions, 1000.0 / predictions)?;
    Ok(json!({ "usd": number(total / predictions), "per_1k": number(thousand) }))
}

fn per_request(given: &Given) -> Answer {
    let served = given.number("rps_at_target")? * given.number("utilisation")? * 3600.0;
    let hourly = given.number("gpu_hr")?;
    Ok(json!({ "usd_per_request": number_or_null((served > 0.0).then(|| hourly / served)) }))
}

/// The fixed part is spread over ever more predictions, while each more costs what varies only.
fn marginal(given: &Given) -> Answer {
    let (fixed, variable) = (given.number("fixed")?, given.number("variable_per_1k")?);
    let bill = |n: f64| Ok::<_, String>((dollars(fixed + variable * n / 1000.0)?, n));
    let mut average = Vec::new();
    for n in given.numbers("n")? {
        let Some(rounded) = cost_per_thousand(bill(n)?.0, n) else {
            average.push(Value::Null);
            continue;
        };
        average.push(number(held(rounded, 1000.0 * fixed / n + variable, 1000.0 / n)?));
        let added = (bill(2.0 * n)?.0 - bill(n)?.0).dollars();
        held(marginal_per_thousand(added, n).ok_or("no margin")?, variable, 2000.0 / n)?;
    }
    // One margin holds for every load; a case may repeat it for each.
    let repeated = given.case.expected.get("marginal_per_1k").is_some_and(Value::is_array);
    let margin = if repeated { numbers(average.iter().map(|_| variable)) } else { number(variable) };
    Ok(json!({ "average_per_1k": average, "marginal_per_1k": margin }))
}

fn outage(given: &Given) -> Answer {
    let revenue = given.number("revenue_per_hour")? * given.number("outage_min")? / 60.0;
    let lost = revenue * given.number("fraction_lost")? * (1.0 - given.number("recovered_later")?);
    Ok(json!({ "cost": number(lost + given.number("sla_credit")? + given.number("staff_cost")?) }))
}

/// The day's revenue by the share of it that falls into the hour of the outage.
fn outage_in_hour(given: &Given) -> Answer {
    let hourly = given.number("revenue_day")? * given.number("hour_share")?;
    Ok(json!({ "cost": number(hourly * given.number("outage_min")? / 60.0) }))
}

fn present_value(given: &Given) -> Answer {
    let value = net_present_value(given.number("rate")?, &given.numbers("cashflows")?).ok_or("no value")?;
    Ok(json!({ "npv": number(value) }))
}

fn annuity(given: &Given) -> Answer {
    let value = annuity_value(given.number("annual")?, given.number("rate")?, given.small("years")?);
    Ok(json!({ "pv": number(value.ok_or("no value")?) }))
}

fn upfront_or_monthly(given: &Given) -> Answer {
    let value = value_of_months(given.number("monthly")?, given.small("months")?, given.number("annual_rate")?);
    let value = value.ok_or("no value")?;
    let prefer = if value < given.number("upfront")? { "monthly" } else { "upfront" };
    Ok(json!({ "pv_monthly_end": number(value), "prefer": prefer }))
}

/// Twelve of the effective rate compound to that of the year; the nominal one is a twelfth.
fn monthly_rates(given: &Given) -> Answer {
    let annual = given.number("annual_rate")?;
    let effective = monthly_rate(annual).ok_or("no rate")?;
    Ok(json!({ "effective_monthly": number(effective), "nominal_monthly": number(annual / 12.0) }))
}

fn payback_time(given: &Given) -> Answer {
    Ok(json!({ "payback_years": number_or_null(payback(&given.numbers("cf")?)) }))
}

fn overprovision(given: &Given) -> Answer {
    let (provisioned, needed) = (given.number("provisioned")?, given.number("needed_p95")?);
    let waste = (provisioned - needed).max(0.0) * given.number("usd_instance_h")? * given.number("hours")?;
    Ok(json!({ "monthly_waste": number(waste), "utilisation": number(needed / provisioned) }))
}

fn autoscale(given: &Given) -> Answer {
    let hourly = given.number("usd_instance_h")?;
    let (steps, hours) = (given.number("steps")?, given.number("step_hours")?);
    let fixed = given.number("fixed_instances")? * steps * hours * hourly;
    let autoscaled = given.number("autoscaled_sum")? * hours * hourly;
    Ok(json!({
        "fixed": number(fixed),
        "autoscaled": number(autoscaled),
        "saving": number_or_null(saving(fixed, autoscaled)),
    }))
}
