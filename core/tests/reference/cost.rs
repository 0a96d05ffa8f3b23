//! Area `cost`: bills, commitments, spot, present values, chargeback, idle cost, risk.

use super::compare::{number, numbers};
use super::oracle_money::*;
use super::source::Case;
use super::{Answer, Families};
use headroom_core::base::money::Money;
use headroom_core::formulas::buying::*;
use headroom_core::formulas::finance::*;
use serde_json::{Map, Value, json};

/// Every family of the area that the core can compute.
pub const FAMILIES: Families = &[
    ("autoscale", autoscale),
    ("chargeback", chargeback),
    ("commit", commit),
    ("downtime", downtime),
    ("npv", npv),
    ("opencost", opencost),
    ("overprovision", overprovision),
    ("spot", spot),
    ("tco", tco),
    ("unit", unit),
];

fn tco(case: &Case) -> Answer {
    if case.has("spend") {
        let fee = support_fee(case.number("spend")?, &upper_bounds(case, "tiers")?, case.number("minimum")?);
        return Ok(json!({ "fee": number(fee.ok_or("no fee")?) }));
    }
    if case.has("gb") {
        let tiers = tiers_from_widths(&widths(case)?);
        return Ok(json!({ "usd": number(tiered(case.number("gb")?, &tiers).ok_or("beyond the tiers")?) }));
    }
    let hourly = |item, name| {
        let price = Some(case.number(name)?);
        Ok::<_, String>(Hourly { item, label: name.to_owned(), count: 1.0, hours: 1.0, price })
    };
    let traffic = |item, amount, rate, sides| {
        let tiers = Some(vec![Tier { up_to: None, rate: case.number(rate)? }]);
        Ok::<_, String>(Traffic { item, label: String::new(), amount: case.number(amount)?, sides, tiers })
    };
    let engineers = Monthly {
        item: Item::People,
        label: String::new(),
        count: case.number("engineer_fte")?,
        price: Some(case.number("engineer_monthly")?),
    };
    let bill = monthly_bill(&BillInputs {
        hourly: vec![hourly(Item::Compute, "compute")?, hourly(Item::Memory, "memory")?, hourly(Item::Gpu, "gpu")?],
        storage: vec![Storage { label: String::new(), gb: 1.0, copies: 1.0, price: Some(case.number("storage")?) }],
        traffic: vec![
            traffic(Item::Egress, "egress_gb", "egress_rate", 1.0)?,
            traffic(Item::InterZone, "inter_az_gb", "inter_az_rate_each_direction", 2.0)?,
        ],
        support: Some(Support { tiers: vec![Tier { up_to: None, rate: case.number("support_pct")? }], minimum: 0.0 }),
        monthly: vec![engineers],
        ..BillInputs::default()
    });
    let of = |item| bill.of(item).dollars();
    Ok(json!({
        "egress": number(of(Item::Egress)),
        "inter_az": number(of(Item::InterZone)),
        "subtotal": number((bill.total - bill.of(Item::Support) - bill.of(Item::People)).dollars()),
        "support": number(of(Item::Support)),
        "engineering": number(of(Item::People)),
        "total": number(bill.total.dollars()),
    }))
}

fn upper_bounds(case: &Case, input: &str) -> Result<Vec<Tier>, String> {
    let rows = case.inputs.get(input).and_then(Value::as_array).ok_or("no tiers")?;
    let tier = |row: &Value| Some(Tier { up_to: row.get(0)?.as_f64(), rate: row.get(1)?.as_f64()? });
    rows.iter().map(tier).collect::<Option<_>>().ok_or_else(|| "a tier is no pair".to_owned())
}

fn widths(case: &Case) -> Result<Vec<(Option<f64>, f64)>, String> {
    let widths = case.inputs.get("tiers_width").and_then(Value::as_array).ok_or("no widths")?;
    Ok(widths.iter().map(Value::as_f64).zip(case.numbers("rates")?).collect())
}

fn commit(case: &Case) -> Answer {
    if case.has("term_h") {
        let terms = effective_terms(
            case.number("upfront")?,
            case.number("reserved_hr")?,
            case.number("term_h")?,
            case.number("on_demand_hr")?,
        );
        let terms = terms.ok_or("no term")?;
        return Ok(json!({
            "effective_hr": number(terms.effective_hourly),
            "breakeven_utilisation": terms.breakeven_utilization.map(number),
            "discount": terms.discount.map(number),
        }));
    }
    if case.has("commit_usd_h") {
        let usage = case.numbers("usage_od_usd_h")?;
        let plan = savings_plan(case.number("commit_usd_h")?, &usage, case.number("discount")?).ok_or("no plan")?;
        return Ok(json!({
            "covered_od": numbers(usage.iter().map(|_| plan.covers)),
            "cost": numbers(plan.hourly_cost),
            "unused_usd": numbers(plan.hourly_unused),
        }));
    }
    let (reserved, on_demand) = (case.number("reserved")?, case.number("on_demand")?);
    if case.has("baseline") {
        let (floor, hours) = (case.number("baseline")?, case.number("hours_each")?);
        let demand: Vec<f64> = case.numbers("peak_extra")?.into_iter().map(|extra| floor + extra).collect();
        let curve = LoadDuration::from_series(&demand).ok_or("no demand")?;
        let spot_share = case.number("spot_share_of_extra")?;
        let prices = LayerPrices { reserved, on_demand, spot: Some(case.number("spot")?), spot_share };
        let layers = plan_layers(&curve, &prices, Some(floor)).ok_or("no layers")?;
        return Ok(json!({ "total": number(layers.total * hours) }));
    }
    let curve = LoadDuration::from_series(&case.numbers("demand")?).ok_or("no demand")?;
    let best = curve.best_commitment(reserved, on_demand).ok_or("no commitment")?;
    let at = |level| curve.commitment(level, reserved, on_demand).map(|commitment| number(commitment.cost));
    Ok(json!({
        "critical_ratio": number(1.0 - reserved / on_demand),
        "commit": number(best.level),
        "total": number(best.cost),
        "all_on_demand": at(0.0),
        "commit_at_peak": at(curve.peak()),
        "saving": best.saving.map(number),
    }))
}

fn spot(case: &Case) -> Answer {
    let (fraction, lost) = (case.number("spot_price_fraction")?, case.number("loss_h")?);
    if !case.has("work_h") {
        return Ok(json!({ "rate_per_h": breakeven_interruptions(fraction, lost).map(number) }));
    }
    let run = spot_run(case.number("work_h")?, case.number("od_price")?, fraction, case.number("rate_per_h")?, lost);
    let run = run.ok_or("it never finishes")?;
    Ok(json!({
        "expected_h": number(run.expected_hours),
        "spot_cost": number(run.cost),
        "od_cost": number(run.on_demand_cost),
        "saving": run.saving.map(number),
    }))
}

fn npv(case: &Case) -> Answer {
    if case.has("cashflows") {
        let value = net_present_value(case.number("rate")?, &case.numbers("cashflows")?).ok_or("no value")?;
        return Ok(json!({ "npv": number(value) }));
    }
    if case.has("annual") {
        let value = annuity_value(case.number("annual")?, case.number("rate")?, case.count("years")? as u32);
        return Ok(json!({ "pv": value.map(number) }));
    }
    let value = value_of_months(case.number("monthly")?, case.count("months")? as u32, case.number("annual_rate")?);
    let value = value.ok_or("no value")?;
    let prefer = if value < case.number("upfront")? { "monthly" } else { "upfront" };
    Ok(json!({ "pv_monthly_end": number(value), "prefer": prefer }))
}

fn unit(case: &Case) -> Answer {
    if case.has("gpu_hr") {
        let cost = cost_per_request(case.number("gpu_hr")?, case.number("rps_at_target")?, case.number("utilisation")?);
        return Ok(json!({ "usd_per_request": cost.map(number) }));
    }
    let total = Money::from_dollars(case.number("total")?).ok_or("no amount")?;
    let thousand = cost_per_thousand(total, case.number("predictions")?).ok_or("no predictions")?;
    Ok(json!({ "usd": number(thousand / 1000.0), "per_1k": number(thousand) }))
}

fn chargeback(case: &Case) -> Answer {
    if case.has("weights") {
        let total = Money::from_dollars(case.number("total")?).ok_or("no amount")?;
        let parts = total.split(&case.numbers("weights")?).ok_or("no weights")?;
        return Ok(json!({ "charge": numbers(parts.iter().map(|part| part.dollars())) }));
    }
    let party =
        |name: &str, usage, entitlement| Party { name: name.to_owned(), direct: Money::ZERO, usage, entitlement };
    if case.has("tenants") {
        let parties: Vec<_> = (0..case.count("tenants")?).map(|_| party("", 0.0, 0.0)).collect();
        let bill = Money::from_dollars(case.number("total")?).ok_or("no amount")?;
        let parts = split_bill(bill, &parties, SharingRule::Evenly).ok_or("no tenants")?;
        return Ok(json!({ "charge": parts.first().map(|part| number(part.total.dollars())) }));
    }
    // A case without a fixed part is shared in proportion to usage.
    let fixed = if case.has("fixed") { case.number("fixed")? } else { 0.0 };
    let variable = case.number_of(&["variable", "total"])?;
    let names = case.inputs.get("usage").and_then(Value::as_object).ok_or("no usage")?.keys();
    let parties = names
        .map(|name| {
            let entitlement = if case.has("entitlement") { case.number_in("entitlement", name)? } else { 0.0 };
            Ok(party(name, case.number_in("usage", name)?, entitlement))
        })
        .collect::<Result<Vec<_>, String>>()?;
    let rule = SharingRule::FixedPlusVariable { fixed_fraction: fixed / (fixed + variable) };
    let bill = Money::from_dollars(fixed + variable).ok_or("no amount")?;
    let parts = split_bill(bill, &parties, rule).ok_or("no parties")?;
    let charge: Map<String, Value> = parts.into_iter().map(|part| (part.name, number(part.total.dollars()))).collect();
    Ok(json!({ "charge": charge }))
}

fn opencost(case: &Case) -> Answer {
    if case.has("request_cores") {
        let cost = max_request_usage_cost(
            case.number("request_cores")?,
            &case.numbers("used_cores")?,
            case.number("hours_each")?,
            case.number("usd_core_h")?,
        );
        return Ok(json!({ "cost": cost.map(number) }));
    }
    let assets = case.inputs.get("asset_cost").and_then(Value::as_object).ok_or("no assets")?;
    let workloads = case.inputs.get("workload_cost").and_then(Value::as_object).ok_or("no workloads")?;
    let resources: Vec<&String> = assets.keys().collect();
    let costs = |of: &Value| -> Option<ResourceCosts> {
        resources.iter().map(|name| of.get(name.as_str())?.as_f64()).collect()
    };
    let asset_costs = costs(&Value::Object(assets.clone())).ok_or("an asset has no cost")?;
    let own: Vec<ResourceCosts> = workloads.values().map(costs).collect::<Option<_>>().ok_or("a workload lacks one")?;
    // The case that asks for no parts by resource shares by total.
    let sharing = if case.expected.contains_key("shared") { IdleSharing::PerResource } else { IdleSharing::ByTotal };
    let shares = share_idle(&asset_costs, &own, sharing).ok_or("no shares")?;
    let by_resource = |costs: &[f64]| -> Value {
        resources.iter().zip(costs).map(|(name, cost)| ((*name).clone(), number(*cost))).collect::<Map<_, _>>().into()
    };
    let by_workload =
        |values: Vec<Value>| -> Value { workloads.keys().cloned().zip(values).collect::<Map<_, _>>().into() };
    Ok(json!({
        "idle": by_resource(&shares.idle),
        "idle_total": number(shares.idle_total),
        "idle_percent": shares.idle_fraction.map(number),
        "shared": by_workload(shares.shared.iter().map(|costs| by_resource(costs)).collect()),
        "totals": by_workload(shares.totals.iter().map(|total| number(*total)).collect()),
    }))
}

fn downtime(case: &Case) -> Answer {
    let cost = outage_cost(&Outage {
        revenue_per_hour: case.number("revenue_per_hour")?,
        hours: case.number("outage_min")? / 60.0,
        lost_fraction: case.number("fraction_lost")?,
        recovered_fraction: case.number("recovered_later")?,
        credits: case.number("sla_credit")?,
        staff: case.number("staff_cost")?,
    });
    Ok(json!({ "cost": cost.map(number) }))
}

fn overprovision(case: &Case) -> Answer {
    let (provisioned, needed) = (case.number("provisioned")?, case.number("needed_p95")?);
    let waste = provisioned_waste(provisioned, needed, case.number("usd_instance_h")?, case.number("hours")?);
    Ok(json!({ "monthly_waste": waste.map(number), "utilisation": number(needed / provisioned) }))
}

fn autoscale(case: &Case) -> Answer {
    let hourly = case.number("usd_instance_h")?;
    let (steps, hours) = (case.number("steps")?, case.number("step_hours")?);
    let fixed = case.number("fixed_instances")? * steps * hours * hourly;
    let autoscaled = case.number("autoscaled_sum")? * hours * hourly;
    Ok(json!({
        "fixed": number(fixed),
        "autoscaled": number(autoscaled),
        "saving": saving(fixed, autoscaled).map(number),
    }))
}
