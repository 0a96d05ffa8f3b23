//! Every setting of the instance type that a service runs on, with its default and where that comes from.

use crate::base::setting::{Setting, row};

const OURS: &str = "Headroom's default";
const RULES: &str = "Published node reserves of EKS, GKE and AKS (assumption node-reserve)";
const CATALOG: &str = "Catalog price of the instance type";
const FARGATE: &str = "AWS Fargate pricing, Linux on x86, us-east-1, 2026-07";
const REPLICA: &str = "Sizing, one replica";

/// Every setting, in the order of the page.
#[rustfmt::skip] // A table.
pub const SETTINGS: &[Setting] = &[
    row("machine-region", "Prices of", "The provider's region whose prices apply.", "the region where the type was chosen", CATALOG),
    row("own-name", "Name", "Name of the custom instance type.", "Custom type", OURS),
    row("own-vcpus", "CPU", "vCPUs of one node.", "what one replica requests", REPLICA),
    row("own-memory", "Memory", "Memory of one node.", "what one replica requests", REPLICA),
    row("own-arch", "Architecture", "Instruction set of the node.", "that of the replica", REPLICA),
    row("own-gpus", "Accelerators", "Accelerators of one node; less than one for a slice.", "what one replica requests", REPLICA),
    row("own-model", "Accelerator model", "Name of the accelerator, such as H100.", "GPU", OURS),
    row("own-gpu-memory", "Accelerator memory", "Memory of each accelerator.", "what one replica requests; 24 GiB when first entered", REPLICA),
    row("price-hour", "On-demand", "Price of a node per hour without a commitment.", "the catalog price; unknown for a custom type", CATALOG),
    row("price-1y", "1-year commitment", "Effective price per hour with a 1-year commitment.", "the catalog price; unknown for a custom type", CATALOG),
    row("price-3y", "3-year commitment", "Effective price per hour with a 3-year commitment.", "the catalog price; unknown for a custom type", CATALOG),
    row("price-spot", "Spot", "Price per hour of capacity that may be reclaimed at short notice.", "the catalog price; unknown for a custom type", CATALOG),
    row("rate-vcpu", "Price per vCPU-hour", "Price per hour of each vCPU that a replica requests.", "not charged; $0.04048 when first entered", FARGATE),
    row("rate-memory", "Price per GiB-hour", "Price per hour of each GiB of memory that a replica requests.", "not charged; $0.004445 when first entered", FARGATE),
    row("rate-gpu", "Price per GPU-hour", "Price per hour of each GPU that a replica takes.", "not charged; $1 when first entered", OURS),
    row("need-vcpus", "CPU", "vCPUs that one replica requests; the same as in sizing.", "as entered for sizing", REPLICA),
    row("need-memory", "Memory", "Memory that one replica requests; the same as in sizing.", "as entered for sizing", REPLICA),
    row("need-gpus", "Accelerators", "GPUs that one replica takes, whole; the same as in sizing.", "as entered for sizing", REPLICA),
    row("need-gpu-memory", "Accelerator memory", "Memory that each accelerator must have; types with less are excluded.", "any; 24 GiB when first entered", OURS),
    row("need-chip", "Accelerator", "Accelerator that the replica is built for; a GPU is not answered with another kind of chip.", "any GPU", OURS),
    row("need-arch", "Architecture", "Instruction set that the replica is built for; other types are excluded.", "any", OURS),
    row("reserve-vcpus", "CPU", "vCPUs of each node reserved for the system, not available to replicas.", "as EKS, GKE or AKS reserve", RULES),
    row("reserve-memory", "Memory", "Memory of each node reserved for the system, not available to replicas.", "as EKS, GKE or AKS reserve", RULES),
    row("node-pool", "Name of the pool", "Services that name the same pool and run on the same instance type share its nodes, packed by what their replicas request.", "none: nodes of its own", OURS),
    row("negotiated", "Negotiated discount", "Discount on the list prices of all instance types in the plan, from any provider; not on spot.", "0 %", "Your contract"),
    row("interruptible", "Interruptible", "Whether replicas of the service may be interrupted, so that it can run on spot.", "no", OURS),
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
