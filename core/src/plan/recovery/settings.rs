//! Every setting of recovery and reliability in a sentence, with its default and where that comes from.

use crate::base::setting::{Setting, row};

const OURS: &str = "Our own choice";
const AWS: &str = "AWS whitepaper \"Disaster Recovery of Workloads on AWS\"; the figures are estimates";
const CHAIN: &str = "Regions, Scaling";
const BETA: &str = "Beta-factor model, IEC 61508-6, annex D";
const SLA: &str = "Estimate, of the order of the clouds' published service levels";

/// Every setting, in the order of the page.
#[rustfmt::skip] // A table.
pub const SETTINGS: &[Setting] = &[
    row("recovery-rto", "RTO target", "Longest time from the loss of a region until all load is served again.", "none: nothing is missed", OURS),
    row("recovery-rpo", "RPO target", "Most time whose writes may be lost with a region.", "none: nothing is missed", OURS),
    row("recovery-tier", "Active tier", "How ready the other region is; the verdict is about this one.", "cold", OURS),
    row("recovery-outages", "Failures a year", "Times a year that a whole region is lost; below 1 for once in several years.", "0.3", "Estimate; providers publish no rate"),
    row("recovery-loss", "Loss an hour", "What an hour of outage costs: revenue, penalties, work that stands still.", "unknown: tiers are compared in time only", OURS),
    row("recovery-data-loss", "Loss an hour of data", "What it costs to lose an hour of writes.", "unknown: lost data is not priced", OURS),
    row("recovery-writes", "Writes", "Writes that the service takes a second, to say how many are lost.", "unknown", OURS),
    row("recovery-order", "Order", "One after the other, as people with a checklist do it, or clients redirected while capacity is built, as automation does it.", "one after the other", AWS),
    row("recovery-reserved", "Accelerators are reserved", "Whether capacity for GPUs is reserved in the other region. Without a reservation it is unknown when they are available, and a tier that must provision them has no RTO.", "no", "Cloud providers' terms: on-demand capacity is not guaranteed"),
    row("recovery-storage", "Primary storage, monthly", "What the primary's storage costs; every tier keeps it a second time.", "$0", OURS),
    row("tier-detect", "Detect", "Time until the loss is noticed.", "checks × interval, as stated for regions", CHAIN),
    row("tier-decide", "Decide", "Time until somebody or something decides to move; often the longest part where people decide.", "30 min cold, 15 min pilot light, 5 min warm and hot, none active-active", AWS),
    row("tier-redirect", "Redirect", "Time until clients are directed elsewhere: DNS or load balancer, and answers that they cached.", "propagation + time to live, as stated for regions", CHAIN),
    row("tier-provision", "Provision", "Time until machines are there.", "60 min cold, 20 min pilot light, 5 min warm, none beyond", AWS),
    row("tier-restore", "Restore data", "Time until data is restored from backups.", "size of the artefacts over the link; 4 h where none is listed", AWS),
    row("tier-load", "Load the model", "Time until weights are loaded.", "as stated for the fleet's start-up", CHAIN),
    row("tier-warm-up", "Warm up", "Time until images are pulled, and caches and compiled kernels are warm.", "image pull + warm-up of the fleet", CHAIN),
    row("tier-interval", "Copy interval", "Time between two copies of the data; 0 for continuous replication. The RPO is this and the lag.", "24 h cold, continuous beyond", AWS),
    row("tier-lag", "Replication lag", "Time until a copy has arrived.", "60 min cold, 60 s pilot light, 10, 5 and 1 s beyond", AWS),
    row("tier-standby", "Standby compute", "Compute that stands ready, over the primary's.", "0, 10, 50 and 100 %; active-active in several regions: what they have beyond one place", AWS),
    row("artefact-kind", "Kind", "What must lie in the other region before the service can start there.", "weights", OURS),
    row("artefact-size", "Size, GB", "Its size in GB, 10⁹ bytes.", "16 GB", OURS),
    row("artefact-copies", "Copies a month", "How often a month its whole size is sent; a fraction where only changes are.", "1", OURS),
    row("link-rate", "Rate, Gbit/s", "Rate of the way between the regions.", "10", OURS),
    row("link-share", "Share of it", "Share of the rate that a copy gets.", "80 %", OURS),
    row("link-egress", "Price of a GB sent", "What a GB costs that leaves the first region.", "$0.02", "Price lists of the large clouds, between regions"),
    row("link-storage", "Price of a GB kept", "What a GB costs a month in the other region.", "$0.023", "Price lists of the large clouds, object storage"),
    row("reliability-zone", "Zone availability", "Share of time in which one zone is available.", "99.9 %", SLA),
    row("reliability-region", "Regional availability", "Share of time in which what the zones of a region have in common is available: network, control plane.", "99.99 %", SLA),
    row("reliability-common", "Common-cause failures", "Share of failures that hit all zones of a region, or all regions, at once: a bad release, an expired certificate. No number of copies helps against these.", "5 %", BETA),
    row("reliability-failover", "Failover success rate", "Share of failovers that succeed.", "95 %", "Estimate; a rehearsal gives your own"),
    row("needed-name", "Name", "Who supplies it; the same name is the same part wherever it is needed.", "what you choose", OURS),
    row("needed-availability", "Availability", "Share of time in which it is available: the figure of its service level agreement (SLA), or what you measured.", "99.9 %", SLA),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_found_by_its_id_and_says_something() {
        for (place, setting) in SETTINGS.iter().enumerate() {
            assert_eq!(Setting::find(setting.id), Some(setting), "an id twice, or hidden by one of scaling");
            assert!(setting.says.ends_with('.') && !setting.default.is_empty(), "{}", setting.id);
            assert!(SETTINGS[..place].iter().all(|other| other.id != setting.id), "{}", setting.id);
        }
    }
}
