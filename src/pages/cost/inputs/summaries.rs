//! What is set, in a line each.

use headroom_core::base::text;
use headroom_core::plan::scenario::cost::{
    Budget, ChargeRule, CostInputs, Egress, IdleRule, OwnedInputs, PriceTier, ServiceCost, StoredData, SupportInputs,
    Tag,
};

fn listed(parts: impl IntoIterator<Item = Option<String>>, none: &str) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { none.to_owned() } else { parts.join(", ") }
}

/// A price, with as many digits as it has.
fn price(dollars: f64) -> String {
    format!("${}", text::plain(dollars))
}

/// Years and rates.
pub fn years(plan: &CostInputs) -> String {
    let (decline, negotiated) = (plan.price_decline.get(), plan.negotiated.get());
    listed(
        [
            Some(text::counted(plan.years.get().into(), "year", "years")),
            Some(format!("{} a year", text::percent(plan.discount_rate.get()))),
            (decline > 0.0).then(|| format!("prices fall {}", text::percent(decline))),
            (negotiated > 0.0).then(|| format!("{} off", text::percent(negotiated))),
        ],
        "",
    )
}

/// People and tools.
pub fn running(plan: &CostInputs) -> String {
    listed(
        [
            plan.people.map(|people| format!("{} engineers", text::number(people.engineers.get()))),
            plan.monitoring.map(|price| format!("monitoring {} per replica", text::dollars(price.get()))),
            plan.control_planes
                .map(|planes| text::counted(planes.count.get().into(), "control plane", "control planes")),
            plan.load_balancers.map(|all| text::counted(all.count.get().into(), "load balancer", "load balancers")),
        ],
        "none",
    )
}

/// The support plan.
pub fn support(support: Option<&SupportInputs>) -> String {
    match support {
        None => "none".to_owned(),
        Some(support) if *support == SupportInputs::published() => "published tiers, 10 % to 3 %".to_owned(),
        Some(support) => format!("custom, {}", text::counted(support.tiers.len() as u64, "tier", "tiers")),
    }
}

/// Prices of data to the internet.
pub fn egress(tiers: &[PriceTier]) -> String {
    match tiers {
        [] => "prices unknown".to_owned(),
        [one] => format!("{} a GiB", price(one.rate.get())),
        [first, .., last] => {
            format!("{} tiers, {} to {} a GiB", tiers.len(), price(first.rate.get()), price(last.rate.get()))
        }
    }
}

/// Prices of data within the provider.
pub fn within(plan: &CostInputs) -> String {
    listed(
        [
            plan.inter_zone.map(|rate| format!("zones {} a GiB", price(rate.get()))),
            plan.inter_region.map(|rate| format!("regions {} a GiB", price(rate.get()))),
            plan.storage_price.map(|rate| format!("stored {} a GiB and month", price(rate.get()))),
        ],
        "prices unknown",
    )
}

/// Who pays.
pub fn charging(plan: &CostInputs) -> String {
    let shared = match plan.charging {
        ChargeRule::Direct => "shared costs to the platform".to_owned(),
        ChargeRule::ByUsage => "shared by usage".to_owned(),
        ChargeRule::Evenly => "shared evenly".to_owned(),
        ChargeRule::FixedPlusVariable { fixed } => format!("shared {} fixed", text::percent(fixed.get())),
    };
    let idle = match plan.idle {
        IdleRule::Own => "idle to its service",
        IdleRule::ByUsage => "idle by usage",
        IdleRule::Evenly => "idle evenly",
        IdleRule::Apart => "idle to the platform",
    };
    format!("{shared}, {idle}")
}

/// The budgets.
pub fn budgets(budgets: &[Budget]) -> String {
    let of_plan = budgets.iter().find(|budget| budget.team.is_empty());
    let teams = budgets.len() - usize::from(of_plan.is_some());
    listed(
        [
            of_plan.map(|budget| format!("plan {}", text::dollars(budget.monthly.get()))),
            (teams > 0).then(|| text::counted(teams as u64, "team", "teams")),
        ],
        "none",
    )
}

/// Owned machines.
pub fn owned(owned: Option<&OwnedInputs>) -> String {
    owned.map_or_else(
        || "not compared".to_owned(),
        |owned| {
            let months = text::counted(owned.lifetime.get().into(), "month", "months");
            format!("{} each, for {months}", text::dollars(owned.purchase.get()))
        },
    )
}

/// What is stored.
pub fn stored(stored: &[StoredData]) -> String {
    let unknown = stored.iter().filter(|line| line.price.is_none()).count();
    listed(
        [
            (!stored.is_empty()).then(|| format!("{} GiB with all copies", text::number(StoredData::total(stored)))),
            (unknown > 0).then(|| format!("{} without a price", text::counted(unknown as u64, "line", "lines"))),
        ],
        "none",
    )
}

/// What is moved.
pub fn moved(stated: &ServiceCost) -> String {
    let crossing = |times: f64, what: &str| (times > 0.0).then(|| format!("{} × {what}", text::number(times)));
    listed(
        [
            stated.egress.map(|egress| match egress {
                Egress::Monthly(amount) => format!("{} GiB per month", text::number(amount.get())),
                Egress::Response(size) => format!("{} KiB a response", text::number(size.get())),
            }),
            crossing(stated.inter_zone.get(), "between zones"),
            crossing(stated.inter_region.map_or(0.0, |some| some.get()), "between regions"),
        ],
        "none",
    )
}

/// The tags.
pub fn tags(tags: &[Tag]) -> String {
    let tag = |tag: &Tag| Some(format!("{}={}", tag.name, tag.value));
    listed(tags.iter().map(tag), "none")
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn lines_say_what_is_set_and_nothing_else() {
        let nothing = CostInputs::default();
        assert_eq!((years(&nothing).as_str(), running(&nothing).as_str()), ("3 years, 8 % a year", "none"));
        assert_eq!((egress(&[]), within(&nothing)), ("prices unknown".to_owned(), "prices unknown".to_owned()));
        assert_eq!(charging(&nothing), "shared by usage, idle to its service");
        let plan = examples::find("three-products").unwrap().scenario();
        let cost = &plan.cost;
        assert_eq!(running(cost), "1.5 engineers, monitoring $12.00 per replica, one control plane, 3 load balancers");
        assert_eq!(
            (egress(&cost.egress), support(cost.support.as_ref())),
            ("3 tiers, $0.09 to $0.07 a GiB".to_owned(), "published tiers, 10 % to 3 %".to_owned())
        );
        assert_eq!(
            (budgets(&cost.budgets), owned(None)),
            ("plan $75,000, 3 teams".to_owned(), "not compared".to_owned())
        );
        let stated = &plan.services.first().cost;
        assert_eq!(stored(&stated.storage), "6,620 GiB with all copies");
        assert!(moved(stated).ends_with("KiB a response, 2 × between zones"), "{}", moved(stated));
        assert_eq!(tags(&[]), "none");
    }
}
