//! Every setting of how to buy in a sentence, with its default and where that comes from.

use crate::base::setting::{Setting, row};

/// Discount that a field for one begins with where the instance type's prices say nothing, and that of a commitment in
/// dollars: what a year without advance takes off general types, of the order that providers publish.
pub const USUAL_DISCOUNT: f64 = 0.28;

const OURS: &str = "Headroom's default";
const AWS_RI: &str = "Amazon EC2 user guide, Reserved Instances: payment options";
const AWS_SP: &str = "AWS Savings Plans user guide; the discount is of the order of the published ones";
const AWS_SPOT: &str = "Amazon EC2 user guide, Spot Instances; the figures are estimates";
const NEWSVENDOR: &str = "Arrow, Harris and Marschak, Optimal inventory policy, Econometrica 19 (1951)";

/// Every setting, in the order of the page.
#[rustfmt::skip] // A table.
pub const SETTINGS: &[Setting] = &[
    row("buy-kind", "Commit to", "No commitment, a number of nodes of each service's instance type (reserved instances), or a spend per hour across all services (savings plan).", "nothing", OURS),
    row("buy-term", "Term", "Length of the commitment; it cannot be cancelled and is renewed at its end.", "a year", OURS),
    row("buy-upfront", "Upfront payment", "Moves payments to the start of the term. The effective hourly price stays the same.", "nothing", AWS_RI),
    row("buy-price", "Committed price", "The instance type's listed price for the term, or a custom discount on its on-demand price.", "the instance type's", "Catalog price of the instance type"),
    row("buy-discount", "Custom discount", "Discount on the on-demand price of committed nodes.", "the discount of the instance type's price, or 28 %", AWS_SP),
    row("buy-level", "Commitment level", "How many nodes to commit, for each service from its own use.", "best", NEWSVENDOR),
    row("buy-nodes", "Nodes of this service", "A fixed number of nodes, in place of the rule.", "by the rule", OURS),
    row("buy-dollar-discount", "Discount on what it covers", "Discount on the on-demand price of all covered use. One discount for all instance types is a simplification.", "28 %", AWS_SP),
    row("buy-dollar-hourly", "Hourly commitment", "Dollars per hour at the discounted rate, used or not.", "the cheapest level", NEWSVENDOR),
    row("buy-spot", "Buy spot", "Buys spare capacity at a lower price that the provider may reclaim at short notice; only for interruptible services.", "off", OURS),
    row("buy-spot-share", "Spot share", "Share of the nodes above the commitment bought as spot, for interruptible services.", "80 %", "Capacity planning exercises: 80 % spot, 20 % on-demand"),
    row("buy-spot-price", "Spot price", "The instance type's spot price, or a custom discount on its on-demand price.", "60 % off", AWS_SPOT),
    row("buy-spot-discount", "Spot discount", "Discount on the on-demand price while the node runs.", "the discount of the instance type's spot price, or 60 %", AWS_SPOT),
    row("buy-spot-interruptions", "Interruptions per hour", "How often a spot node is reclaimed: 0.001 is once in 1,000 hours.", "0.003, once in two weeks", AWS_SPOT),
    row("buy-spot-advisor", "Spot Instance Advisor", "Uses the upper end of the advisor's monthly interruption band for a type.", "as entered above", "AWS Spot Instance Advisor, frequency of interruption"),
    row("buy-spot-lost", "Work lost per interruption", "Work lost per interruption and repeated on on-demand capacity: time since the last checkpoint.", "6 min", "Headroom's default: a checkpoint every 12 min"),
    row("buy-spot-replacement", "Replacement time", "Time until a reclaimed node is replaced by spot capacity.", "6 min", OURS),
    row("buy-spot-pools", "Spot pools", "Combinations of type and zone that are reclaimed independently. More pools make a shortage rarer.", "6: two types in three zones", OURS),
    row("buy-spot-fallback", "On-demand fallback", "On-demand nodes take over until spot is available again; without it that work waits or is lost.", "on", OURS),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_found_and_says_all() {
        for setting in SETTINGS {
            assert_eq!(Setting::find(setting.id), Some(setting));
            for words in [setting.name, setting.says, setting.default, setting.source] {
                assert!(!words.is_empty() && !words.ends_with(' '), "{}", setting.id);
            }
        }
    }
}
