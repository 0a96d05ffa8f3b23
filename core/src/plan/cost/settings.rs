//! Every setting of cost in a sentence, with its default and where that comes from.

use crate::base::setting::{Setting, row};

const OURS: &str = "Our own choice";
const LISTS: &str = "Price lists of the large clouds";
const CAPITAL: &str = "Estimate of a company's cost of capital";
const SUPPORT: &str = "Published tiers of a large provider's business support";
const OPENCOST: &str = "OpenCost specification v0.1";
const OWNED: &str = "Estimate for an eight-way accelerator server";

/// Every setting, in the order of the page.
#[rustfmt::skip] // A table.
pub const SETTINGS: &[Setting] = &[
    row("cost-years", "Years", "Years that are added up.", "3", OURS),
    row("cost-discount-rate", "Discount rate", "What a year's delay takes off the value of an amount; compounded monthly.", "8 %", CAPITAL),
    row("cost-price-decline", "Price decline a year", "Share by which the provider's list prices fall a year; what is committed keeps its price.", "0 %", OURS),
    row("cost-negotiated", "Negotiated discount", "Share that the provider takes off the list prices of machines, except for spot.", "0 %", OURS),
    row("cost-support", "Support plan", "What the provider charges for support, as shares of the spending.", "none", SUPPORT),
    row("cost-support-end", "Up to", "Spending a month, in dollars, up to which the share holds.", "no end", SUPPORT),
    row("cost-support-share", "Share", "Share of the spending within the tier.", "10, 7, 5 and 3 %", SUPPORT),
    row("cost-support-minimum", "Minimum fee", "Least fee a month.", "$100", SUPPORT),
    row("cost-people", "People", "Engineers who keep it running.", "not counted", OURS),
    row("cost-engineers", "Engineers", "How many, in full-time equivalents (FTE); parts of one count.", "1", OURS),
    row("cost-engineer-monthly", "Cost of one a month", "Loaded cost: salary with everything that comes on top of it.", "$18,000", "The published cost analyser's example"),
    row("cost-monitoring", "Monitoring a replica", "Metrics, logs and traces of a replica, in dollars a month.", "not counted", OURS),
    row("cost-planes", "Control planes", "Managed control planes of clusters.", "not counted", LISTS),
    row("cost-planes-count", "How many", "Managed control planes; one for each cluster.", "1", OURS),
    row("cost-planes-price", "Price of one", "What one costs an hour.", "$0.10", LISTS),
    row("cost-balancers", "Load balancers", "Load balancers, at an hourly price and a price for data processed.", "not counted", LISTS),
    row("cost-balancers-count", "How many", "Load balancers.", "1", OURS),
    row("cost-balancers-price", "Price of one", "What one costs an hour.", "$0.0225", LISTS),
    row("cost-balancers-data", "Price of a GiB processed", "Price of a GiB that they process: what leaves for the internet.", "free", LISTS),
    row("cost-egress-end", "Up to", "GiB a month up to which the tier's price holds.", "no end", LISTS),
    row("cost-egress-rate", "Price of a GiB", "Price of a GiB to the internet within the tier.", "unknown", LISTS),
    row("cost-inter-zone", "Between zones, a GiB", "Price of a GiB between zones of a region; each direction is billed.", "unknown", LISTS),
    row("cost-inter-region", "Between regions, a GiB", "Price of a GiB between regions.", "unknown", LISTS),
    row("cost-stored-kind", "Kind", "What is stored.", "models", OURS),
    row("cost-stored-size", "Size of a copy", "Size of one copy in the first month, GiB.", "100 GiB", OURS),
    row("cost-stored-growth", "Grows by", "Growth a month, compounded.", "0 %", OURS),
    row("cost-stored-copies", "Copies", "Copies that are kept.", "1", OURS),
    row("cost-stored-price", "Price of a GiB", "Price of a GiB and month.", "unknown", LISTS),
    row("cost-sends", "Data to the internet", "How much leaves for the internet.", "none", OURS),
    row("cost-sends-monthly", "GiB a month", "What leaves in the first month; it grows with the load.", "1,000 GiB", OURS),
    row("cost-sends-response", "Response size", "Size of a response; every request of the month has one.", "4 KiB", OURS),
    row("cost-crosses-zones", "Between zones", "Data between zones, over what leaves for the internet.", "0 ×", OURS),
    row("cost-crosses-regions", "Between regions", "Data between regions, over what leaves for the internet.", "0 ×", OURS),
    row("cost-tag-name", "Name", "Name of the tag, as bills are filtered by.", "what you choose", OURS),
    row("cost-tag-value", "Value", "Value of the tag.", "empty", OURS),
    row("cost-charging", "Shared costs go to", "Who is charged for shared costs: control planes, support, people.", "services, by usage", OPENCOST),
    row("cost-fixed", "Fixed part", "Part that is shared in proportion to the sized fleets; the rest goes by usage.", "50 %", OURS),
    row("cost-idle", "Idle compute goes to", "Who is charged for idle compute: paid for, and without work.", "its own service", OPENCOST),
    row("cost-budget", "Budget a month", "What may be spent a month.", "none", OURS),
    row("cost-owned", "Compare with owned machines", "The same work on machines that you own, against the nodes that are rented.", "off", OURS),
    row("owned-service", "Would run", "What would run on them.", "all services", OURS),
    row("owned-replaces", "Nodes that one replaces", "Rented nodes whose work one machine does.", "1", OWNED),
    row("owned-purchase", "Price of one", "Price of a machine with its share of racks and switches.", "$280,000", OWNED),
    row("owned-residual", "Residual value", "Share of its price for which it still sells at the end of its life.", "10 %", OWNED),
    row("owned-lifetime", "Depreciation, months", "Months over which the purchase is spread.", "48", OWNED),
    row("owned-capital", "Cost of capital", "What the money in the machines costs a year.", "8 %", CAPITAL),
    row("owned-power", "Power, kW", "Power that one draws on average.", "7", OWNED),
    row("owned-power-price", "Price of a kWh", "Price of electricity.", "$0.12", OWNED),
    row("owned-pue", "Power usage effectiveness", "Power of the whole site over that of its machines (PUE).", "1.3 ×", OWNED),
    row("owned-space", "Space for one a month", "Rent of its space in a data centre.", "$800", OWNED),
    row("owned-maintenance", "Maintenance a year", "Maintenance of a machine a year, as a share of its price.", "5 %", OWNED),
    row("owned-engineers", "Engineers", "Engineers for all of the machines; parts of one count.", "0.5", OWNED),
    row("owned-engineer-monthly", "Cost of one a month", "Loaded cost of such an engineer.", "$18,000", OWNED),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::text::{count, dollars, percent, quantity};
    use crate::base::units::Quantity;
    use crate::plan::scenario::cost::{CostInputs, OwnedInputs, SupportInputs};

    #[test]
    fn every_setting_is_found_by_its_id_and_says_something() {
        for (place, setting) in SETTINGS.iter().enumerate() {
            assert_eq!(Setting::find(setting.id), Some(setting), "an id twice, or hidden by another topic's");
            assert!(setting.says.ends_with('.') && !setting.default.is_empty(), "{}", setting.id);
            assert!(SETTINGS[..place].iter().all(|other| other.id != setting.id), "{}", setting.id);
        }
    }

    #[test]
    fn the_defaults_that_are_told_are_those_that_apply() {
        fn of<Q: Quantity>(value: Q) -> String {
            quantity(value.value(), Q::DIMENSION)
        }
        let (plan, own) = (CostInputs::default(), OwnedInputs::default());
        for (id, applies) in [
            ("cost-years", count(plan.years.get())),
            ("cost-discount-rate", of(plan.discount_rate)),
            ("cost-price-decline", of(plan.price_decline)),
            ("cost-negotiated", of(plan.negotiated)),
            ("cost-support-minimum", dollars(SupportInputs::published().minimum.get()).replace(".00", "")),
            ("owned-purchase", of(own.purchase)),
            ("owned-residual", of(own.residual)),
            ("owned-lifetime", count(own.lifetime.get())),
            ("owned-capital", of(own.capital)),
            ("owned-power-price", of(own.power_price)),
            ("owned-pue", of(own.pue)),
            ("owned-space", of(own.space).replace(".00", "")),
            ("owned-maintenance", percent(own.maintenance.get())),
            ("owned-engineer-monthly", of(own.engineer_monthly)),
        ] {
            assert_eq!(Setting::find(id).map(|row| row.default), Some(applies.as_str()), "{id}");
        }
    }
}
