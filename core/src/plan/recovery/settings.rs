//! Every setting of recovery and reliability in a sentence, with its default and where that comes from.

use crate::base::setting::{Setting, row};

const OURS: &str = "Headroom's default";
const AWS: &str = "AWS whitepaper \"Disaster Recovery of Workloads on AWS\"; the figures are estimates";
const CHAIN: &str = "Regions, Scaling";
const BETA: &str = "Beta-factor model, IEC 61508-6, annex D";
const SLA: &str = "Estimate, of the order of the clouds' published SLAs";

/// Every setting, in the order of the page.
#[rustfmt::skip] // A table.
pub const SETTINGS: &[Setting] = &[
    row("recovery-rto", "RTO target", "Maximum time from the loss of a region until all load is served again.", "no target", OURS),
    row("recovery-rpo", "RPO target", "Maximum data loss with a region, as a span of time.", "no target", OURS),
    row("recovery-tier", "Active tier", "How much of the reserve for a loss is ready: all (active-active, hot), a share (warm), a share that serves nothing (pilot light), none (cold). Without a tier a single region has no reserve, and several keep all of theirs ready.", "none selected", OURS),
    row("home-region", "Runs in", "The region that serves the service. All services of a plan without regions run there.", "not entered", OURS),
    row("recovery-region", "Recovery region", "The region that stands by for it, active-passive, so that its loss is planned for. Other services stay where they are.", "not chosen: the reserve is planned without a place", OURS),
    row("recovery-outages", "Failures a year", "How often a whole region is lost per year; below 1 means once in several years.", "0.3", "Estimate; providers publish no rate"),
    row("recovery-loss", "Outage cost per hour", "Cost of an hour of outage: revenue, penalties, idle staff.", "unknown: tiers are compared by time only", OURS),
    row("recovery-data-loss", "Data loss cost per hour", "Cost of losing an hour of writes.", "unknown: data loss is not priced", OURS),
    row("recovery-writes", "Writes", "Writes per second, to show how many are lost.", "unknown", OURS),
    row("recovery-order", "Order", "Step by step, as with a runbook, or clients redirected while capacity is built, as with automation.", "step by step", AWS),
    row("recovery-reserved", "Accelerators reserved", "Whether GPU capacity is reserved in the other region. Without a reservation the provisioning time is unknown, and so is the RTO of tiers that provision it.", "no", "Cloud providers' terms: on-demand capacity is not guaranteed"),
    row("recovery-storage", "Primary storage, monthly", "Cost of the primary's storage; every tier keeps a second copy.", "$0", OURS),
    row("tier-decide", "Decide", "Time until the failover decision; often the longest step if people decide.", "30 min cold, 15 min pilot light, 5 min warm and hot, none active-active", AWS),
    row("tier-provision", "Provision", "Time until machines are available.", "60 min cold, 20 min pilot light, 5 min warm, 0 for hot and active-active", AWS),
    row("tier-restore", "Restore data", "Time until data is restored from backups.", "size of the artifacts over the link; 4 h if none is listed", AWS),
    row("tier-load", "Load the model", "Time until model weights are loaded.", "as entered for the fleet's start-up", CHAIN),
    row("tier-warm-up", "Warm up", "Time until images are pulled and caches and compiled kernels are warm.", "image pull + warm-up of the fleet", CHAIN),
    row("tier-interval", "Copy interval", "Time between two copies of the data; 0 for continuous replication. The RPO is this plus the lag.", "24 h cold, continuous for all others", AWS),
    row("tier-lag", "Replication lag", "Time until a copy has arrived.", "60 min cold, 60 s pilot light, 10 s warm, 5 s hot, 1 s active-active", AWS),
    row("tier-standby", "Standby compute", "Compute kept ready, as a share of the primary's.", "0, 10, 50 and 100 %; active-active: what the regions have beyond a single region", AWS),
    row("artefact-kind", "Kind", "What must be in the other region before the service can start there.", "weights", OURS),
    row("artefact-size", "Size, GB", "Its size in GB, 10⁹ bytes.", "16 GB", OURS),
    row("artefact-copies", "Copies a month", "How often its full size is sent per month; a fraction if only changes are sent.", "1", OURS),
    row("artefact-rebuild", "Rebuilt from its source in", "Time to rebuild it from its source instead of copying it. Cold standby and pilot light wait for it; warmer tiers keep it filled.", "copied", OURS),
    row("link-rate", "Rate, Gbit/s", "Bandwidth between the regions.", "10", OURS),
    row("link-share", "Share of the link", "Share of the bandwidth that a copy gets.", "80 %", OURS),
    row("reliability-zone", "Zone availability", "Share of time that one zone is available.", "99.9 %", SLA),
    row("reliability-region", "Regional availability", "Share of time that services shared by all zones of a region are available: network, control plane.", "99.99 %", SLA),
    row("reliability-common", "Common-cause failures", "Share of failures that hit all zones of a region, or all regions, at once: a bad release, an expired certificate. Redundancy does not help against these.", "5 %", BETA),
    row("reliability-failover", "Failover success rate", "Share of failovers that succeed.", "95 %", "Estimate; measure it in a failover drill"),
    row("needed-name", "Name", "Name of the supplier; the same name is the same dependency everywhere.", "what you choose", OURS),
    row("needed-availability", "Availability", "Share of time that it is available: its SLA, or what you measured.", "99.9 %", SLA),
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
