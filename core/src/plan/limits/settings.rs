//! Every setting of a limit in a sentence, with its default and where that comes from.

use crate::base::setting::{Setting, row};

const OURS: &str = "Headroom's default";
const QUOTAS: &str = "AWS Service Quotas, Azure vCPU quotas, Google Cloud allocation quotas";

/// Every setting, in the order of the page.
#[rustfmt::skip] // A table.
pub const SETTINGS: &[Setting] = &[
    row("limit-region", "Region", "Where the limit applies: in one region, or in each region by itself, as clouds grant quotas.", "each region", QUOTAS),
    row("limit-of", "Applies to", "Each service by itself, one service, or all services together that run on an instance family or on a type of GPU.", "each service", QUOTAS),
    row("limit-service", "Service", "Service to which the limit applies.", "the first service", OURS),
    row("limit-family", "Instance family", "Family such as c7g, or several as a quota lists them: G, VT. A letter stands for every family of that letter and a number.", "what you enter", QUOTAS),
    row("limit-gpu", "GPU", "Accelerator that is limited, whichever instance type it is in.", "L4", QUOTAS),
    row("limit-most", "Maximum", "Maximum available: quota or stock. 0 means none, as for new accounts and large GPUs.", "100", OURS),
    row("limit-unit", "Unit", "What is counted. vCPUs and GPUs are those of whole nodes where an instance type is chosen, otherwise those that replicas request.", "replicas", QUOTAS),
];
