//! Every setting of cost in a sentence, with its default and where that comes from.

use crate::base::setting::{Setting, row};

const OURS: &str = "Headroom's default";
const LISTS: &str = "List prices of the large clouds";
const CAPITAL: &str = "Estimate of a company's cost of capital";
const SUPPORT: &str = "Published tiers of a large provider's business support";
const OPENCOST: &str = "OpenCost specification v0.1";
const OWNED: &str = "Estimate for an eight-way accelerator server";

/// Every setting, in the order of the page.
#[rustfmt::skip] // A table.
pub const SETTINGS: &[Setting] = &[
    row("cost-years", "Years", "Number of years in the total.", "3", OURS),
    row("cost-discount-rate", "Discount rate", "Annual rate for the present value (NPV); compounded monthly.", "8 %", CAPITAL),
    row("cost-price-decline", "Annual price decline", "Rate at which the provider's list prices fall per year; committed prices stay fixed.", "0 %", OURS),
    row("cost-negotiated", "Negotiated discount", "Discount on the provider's list prices of instances, except for spot.", "0 %", OURS),
    row("cost-support", "Support plan", "What the provider charges for support, as a percentage of spending.", "none", SUPPORT),
    row("cost-support-end", "Up to", "Monthly spending in dollars up to which the percentage applies.", "no limit", SUPPORT),
    row("cost-support-share", "Share", "Percentage of spending within the tier.", "10, 7, 5 and 3 %", SUPPORT),
    row("cost-support-minimum", "Minimum fee", "Minimum fee per month.", "$100", SUPPORT),
    row("cost-people", "People", "Engineers who operate it.", "not counted", OURS),
    row("cost-engineers", "Engineers", "Number in full-time equivalents (FTE); fractions are allowed.", "1", OURS),
    row("cost-engineer-monthly", "Cost per engineer and month", "Fully loaded cost: salary plus overhead.", "$18,000", "Capacity planning for ML systems, cost example"),
    row("cost-monitoring", "Monitoring per replica", "Metrics, logs and traces per replica, in dollars per month.", "not counted", OURS),
    row("cost-planes", "Control planes", "Managed cluster control planes.", "not counted", LISTS),
    row("cost-planes-count", "Count", "Managed control planes; one per cluster.", "1", OURS),
    row("cost-planes-price", "Price each", "Price per hour of each.", "$0.10", LISTS),
    row("cost-balancers", "Load balancers", "Load balancers, at an hourly price and a price per GiB processed.", "not counted", LISTS),
    row("cost-balancers-count", "Count", "Number of load balancers.", "1", OURS),
    row("cost-balancers-price", "Price each", "Price per hour of each.", "$0.0225", LISTS),
    row("cost-balancers-data", "Price per GiB processed", "Price per GiB processed: data sent to the internet.", "free", LISTS),
    row("cost-egress-end", "Up to", "GiB per month up to which the tier's price applies.", "no limit", LISTS),
    row("cost-egress-rate", "Price per GiB", "Price per GiB to the internet within the tier.", "unknown", LISTS),
    row("cost-inter-zone", "Between zones, per GiB", "Price per GiB between zones of a region; each direction is billed.", "unknown", LISTS),
    row("cost-inter-region", "Between regions, per GiB", "Price per GiB between regions.", "unknown", LISTS),
    row("cost-storage-price", "Stored data, per GiB and month", "Price per GiB and month: of copies for recovery, and of lines of storage without a price of their own.", "unknown", LISTS),
    row("cost-stored-kind", "Kind", "Kind of data stored.", "models", OURS),
    row("cost-stored-size", "Size of a copy", "Size of one copy in the first month, GiB.", "100 GiB", OURS),
    row("cost-stored-growth", "Growth", "Growth per month, compounded.", "0 %", OURS),
    row("cost-stored-copies", "Copies", "Number of copies kept.", "1", OURS),
    row("cost-stored-price", "Price per GiB", "Price per GiB and month, where it differs from the plan's.", "the plan's price of stored data", LISTS),
    row("cost-sends", "Data to the internet", "Data sent to the internet.", "none", OURS),
    row("cost-sends-monthly", "GiB per month", "Data sent in the first month; it grows with the load.", "1,000 GiB", OURS),
    row("cost-sends-response", "Response size", "Size of a response; counted for every request in the month.", "4 KiB", OURS),
    row("cost-crosses-zones", "Between zones", "Data between zones, relative to data sent to the internet.", "0 ×", OURS),
    row("cost-crosses-regions", "Between regions", "Data between regions, relative to data sent to the internet.", "unknown; 1 × when first entered", OURS),
    row("cost-tag-name", "Name", "Name of the cost allocation tag.", "what you choose", OURS),
    row("cost-tag-value", "Value", "Value of the tag.", "empty", OURS),
    row("cost-charging", "Shared costs", "How shared costs are charged: control planes, support, people.", "services, by usage", OPENCOST),
    row("cost-fixed", "Fixed part", "Share charged in proportion to the sized fleets; the rest is charged by usage.", "50 %", OURS),
    row("cost-idle", "Idle compute", "How idle compute is charged: paid for but unused.", "the service that owns it", OPENCOST),
    row("cost-budget", "Budget per month", "Spending limit per month.", "none", OURS),
    row("cost-owned", "Compare with owned machines", "Compares the rented nodes with owned machines that do the same work.", "off", OURS),
    row("owned-service", "Service", "Service that would run on the owned machines.", "the selected service", OURS),
    row("owned-replaces", "Nodes replaced per machine", "Rented nodes that one owned machine replaces.", "as many as it has room for", OWNED),
    row("owned-purchase", "Price each", "Price of a machine including its share of racks and switches.", "that of a machine like the rented node: $280,000 with eight H100", OWNED),
    row("owned-residual", "Residual value", "Resale value at the end of its life, as a share of the price.", "10 %", OWNED),
    row("owned-lifetime", "Depreciation, months", "Months over which the purchase is spread.", "48", OWNED),
    row("owned-capital", "Cost of capital", "Annual cost of the capital tied up in machines.", "8 %", CAPITAL),
    row("owned-power", "Power, kW", "Average power draw of one machine.", "that of a machine like the rented node: 7 with eight H100", OWNED),
    row("owned-power-price", "Price per kWh", "Price of electricity.", "$0.12", OWNED),
    row("owned-pue", "Power usage effectiveness", "Total site power divided by IT power (PUE).", "1.3 ×", OWNED),
    row("owned-space", "Space per machine and month", "Data center space rent.", "$800 with accelerators, else $120", OWNED),
    row("owned-maintenance", "Annual maintenance", "Annual maintenance, as a share of the machine price.", "5 %", OWNED),
    row("owned-engineers", "Engineers", "Engineers for all machines; fractions are allowed.", "0.5", OWNED),
    row("owned-engineer-monthly", "Cost per engineer and month", "Fully loaded cost of one engineer.", "$18,000", OWNED),
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
            ("owned-residual", of(own.residual)),
            ("owned-lifetime", count(own.lifetime.get())),
            ("owned-capital", of(own.capital)),
            ("owned-power-price", of(own.power_price)),
            ("owned-pue", of(own.pue)),
            ("owned-maintenance", percent(own.maintenance.get())),
            ("owned-engineer-monthly", of(own.engineer_monthly)),
        ] {
            assert_eq!(Setting::find(id).map(|row| row.default), Some(applies.as_str()), "{id}");
        }
    }
}
