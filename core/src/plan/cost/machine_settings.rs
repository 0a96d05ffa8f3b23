//! Every setting of the instance type that a service runs on, with its default and where that comes from.

use crate::base::setting::{Setting, row};

const OURS: &str = "Our own choice";
const CATALOG: &str = "The catalogue's row of the instance type";
const REPLICA: &str = "Sizing, one replica";

/// Every setting, in the order of the page.
#[rustfmt::skip] // A table.
pub const SETTINGS: &[Setting] = &[
    row("machine-region", "Prices of", "The provider's region whose prices count.", "where the type was chosen", CATALOG),
    row("own-name", "Name", "What the custom instance type is called.", "Own type", OURS),
    row("own-vcpus", "CPU", "vCPUs of one node.", "what one replica requests", REPLICA),
    row("own-memory", "Memory", "Memory of one node.", "what one replica requests", REPLICA),
    row("own-arch", "Architecture", "Instruction set of the node.", "that of the replica", REPLICA),
    row("own-gpus", "Accelerators", "Accelerators of one node; below one for a slice of one.", "what one replica requests", REPLICA),
    row("own-model", "Accelerator model", "What the accelerators are called, such as H100.", "GPU", OURS),
    row("own-gpu-memory", "Accelerator memory", "Memory of each accelerator.", "what one replica requests; 24 GiB when it is first stated", REPLICA),
    row("price-hour", "On-demand", "What a node costs an hour without a commitment.", "the catalogue's price; unknown for a custom type", CATALOG),
    row("price-1y", "1-year commitment", "What an hour costs in the end with a commitment for a year.", "the catalogue's price; unknown for a custom type", CATALOG),
    row("price-3y", "3-year commitment", "What an hour costs in the end with a commitment for three years.", "the catalogue's price; unknown for a custom type", CATALOG),
    row("price-spot", "Spot", "What an hour costs of capacity that may be taken back at short notice.", "the catalogue's price; unknown for a custom type", CATALOG),
    row("need-vcpus", "CPU", "vCPUs that one replica requests; the same as in sizing.", "as stated for sizing", REPLICA),
    row("need-memory", "Memory", "Memory that one replica requests; the same as in sizing.", "as stated for sizing", REPLICA),
    row("need-gpus", "Accelerators", "GPUs that one replica takes, whole; the same as in sizing.", "as stated for sizing", REPLICA),
    row("need-gpu-memory", "Accelerator memory", "Memory that each accelerator must have; types with less are left out.", "any; 24 GiB when it is first stated", OURS),
    row("need-arch", "Architecture", "Instruction set that the replica is built for; types of another are left out.", "any", OURS),
    row("reserve-vcpus", "CPU", "vCPUs of each node that replicas cannot have.", "0", OURS),
    row("reserve-memory", "Memory", "Memory of each node that replicas cannot have.", "0 GiB", OURS),
    row("negotiated", "Negotiated discount", "Taken off the list prices of all instance types in the whole plan, whoever sells them; not off spot.", "0 %", "Your contract"),
    row("interruptible", "Takes interruptions", "Whether replicas of the service may be interrupted, so that spot will do for it.", "no", OURS),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_found_and_says_all() {
        for setting in SETTINGS {
            assert_eq!(Setting::find(setting.id), Some(setting));
            assert!(setting.says.ends_with('.'), "{}", setting.id);
            for words in [setting.name, setting.default, setting.source] {
                assert!(!words.is_empty() && !words.ends_with(' '), "{}", setting.id);
            }
        }
    }
}
