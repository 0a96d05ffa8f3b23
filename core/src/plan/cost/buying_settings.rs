//! Every setting of how to buy in a sentence, with its default and where that comes from.

use crate::base::setting::{Setting, row};

/// Discount that a field for one begins with where the instance type's prices say nothing, and that of a commitment in
/// dollars: what a year without advance takes off general types, of the order that providers publish.
pub const USUAL_DISCOUNT: f64 = 0.28;

const OURS: &str = "Our own choice";
const AWS_RI: &str = "Amazon EC2 user guide, Reserved Instances: payment options";
const AWS_SP: &str = "AWS Savings Plans user guide; the discount is of the order of the published ones";
const AWS_SPOT: &str = "Amazon EC2 user guide, Spot Instances; the figures are estimates";
const NEWSVENDOR: &str = "Arrow, Harris and Marschak, Optimal inventory policy, Econometrica 19 (1951)";

/// Every setting, in the order of the page.
#[rustfmt::skip] // A table.
pub const SETTINGS: &[Setting] = &[
    row("buy-kind", "Commit to", "Whether the plan commits to nothing, to nodes of each service's instance type, or to dollars an hour over all services.", "nothing", OURS),
    row("buy-term", "Term", "For how long the commitment is made; it cannot be left, and is made anew at its end.", "a year", OURS),
    row("buy-upfront", "Upfront payment", "Moves payments to the start of the term. The price of an hour in the end stays as stated.", "nothing", AWS_RI),
    row("buy-price", "Committed price", "The instance type's own price for the term, or a custom discount on its on-demand price.", "the instance type's", "The catalogue's row of the instance type"),
    row("buy-discount", "Custom discount", "Taken off the on-demand price of what is committed.", "what the instance type's price comes to, or 28 %", AWS_SP),
    row("buy-level", "Commitment level", "The rule by which nodes are committed, for each service by its own use.", "best", NEWSVENDOR),
    row("buy-nodes", "Nodes of this service", "So many nodes, whatever the rule says.", "by the rule", OURS),
    row("buy-dollar-discount", "Discount on what it covers", "Taken off the on-demand price of all use that the commitment covers. One discount for all instance types is a simplification.", "28 %", AWS_SP),
    row("buy-dollar-hourly", "Hourly commitment", "Dollars an hour at the reduced rate, used or not.", "what costs least", NEWSVENDOR),
    row("buy-spot", "Buy spot", "Buys spare capacity at a lower price that the provider may take back at short notice; only for services that take interruptions.", "off", OURS),
    row("buy-spot-share", "Spot share", "Share of the nodes above the commitment that is bought as spot, for services that take interruptions.", "80 %", "The published 80/20 mix"),
    row("buy-spot-price", "Spot price", "The instance type's spot price, or a custom discount on its on-demand price.", "60 % off", AWS_SPOT),
    row("buy-spot-discount", "Spot discount", "Taken off the on-demand price while the node runs.", "what the instance type's spot price comes to, or 60 %", AWS_SPOT),
    row("buy-spot-interruptions", "Interruptions per hour", "How often a spot node is taken back: 0.001 is once in 1,000 hours.", "0.003, once in a fortnight", AWS_SPOT),
    row("buy-spot-advisor", "Spot Instance Advisor", "Takes the rate from the band of monthly interruptions that the advisor publishes for a type: its upper end.", "as stated above", "AWS Spot Instance Advisor, frequency of interruption"),
    row("buy-spot-lost", "Work lost per interruption", "Work that an interruption undoes and that is done again on on-demand capacity: time since the last checkpoint.", "6 min", "Our own choice: a checkpoint every 12 min"),
    row("buy-spot-replacement", "Replacement time", "Time until spot capacity is there again for a node that was taken back.", "6 min", OURS),
    row("buy-spot-pools", "Spot pools", "Types in zones that are reclaimed independently of each other. More pools make a shortage rarer.", "6: two types in three zones", OURS),
    row("buy-spot-fallback", "On-demand fallback", "On-demand nodes take over until spot is there again; without it that work waits, or is lost.", "on", OURS),
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
