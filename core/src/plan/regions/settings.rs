//! Every setting of regions and of the failover drill in a sentence, with its default and where that comes from.

use crate::base::setting::{Setting, row};

const OURS: &str = "Headroom's default";
const CATALOG: &str = "Headroom's catalog of cloud regions";
const ROUTE_53: &str = "Amazon Route 53, health checks: every 30 s, three consecutive failures";
const MEASURE: &str = "Headroom's default; measure it from your DNS and access logs";

/// Every setting, in the order of the page.
#[rustfmt::skip] // A table.
pub const SETTINGS: &[Setting] = &[
    row("survive", "Regions that may fail", "Number of regions that may fail at once; the others must then serve all users.", "1", OURS),
    row("survive-zone", "Survive the loss of a zone", "Whether each region keeps a reserve for the loss of one of its zones. Otherwise that loss is checked, but nothing is reserved for it.", "no", OURS),
    row("strategy", "Routing", "Which region serves which users in normal operation.", "nearest: the users' own region, or the nearest that may serve them", OURS),
    row("primary", "Primary region", "The region that serves all users it may serve; the others are standby.", "the first region with capacity", OURS),
    row("overflow", "Failover routing", "Where the users of a lost region go.", "by load: to the surviving regions in proportion to their load", OURS),
    row("users", "Weight of a region's users", "Share of users there, relative to the other regions.", "the same in all regions where the service is deployed", OURS),
    row("deployed", "Deployed in", "Whether this service runs in the region.", "yes, in all regions with capacity", OURS),
    row("deployed-replicas", "Replicas in a region", "Replicas of this service in the region, reserve included; leave it out to plan as many as needed.", "as many as needed", OURS),
    row("local-time", "Use each region\u{2019}s local time", "Users of each region peak at its local time, not all at the same moment.", "on", OURS),
    row("failover-interval", "Health check interval", "Time between two health checks.", "30 s", ROUTE_53),
    row("failover-threshold", "Failure threshold", "Consecutive failed checks before a region counts as lost.", "3", ROUTE_53),
    row("failover-propagation", "DNS propagation", "Time until all name servers return the new record.", "60 s", ROUTE_53),
    row("failover-ttl", "DNS TTL", "How long clients cache the DNS record; 0 for anycast, where one address is announced everywhere.", "60 s", ROUTE_53),
    row("failover-stale", "Clients that never move", "Share of clients that cache the record forever and ignore the TTL.", "0 %", MEASURE),
    row("failover-failback", "Failback delay", "Time from the end of the failure until users are moved back.", "15 min", OURS),
    row("residency-users", "Users in", "Jurisdiction of the users that the rule applies to.", "none", OURS),
    row("residency-within", "Served only in", "Jurisdictions that may serve them, including their own only if listed. Separate several with commas.", "none", OURS),
    row("region-name", "Name", "Name of the region.", "the catalog's city", CATALOG),
    row("region-latitude", "Latitude", "Degrees north of the equator.", "what you enter", OURS),
    row("region-longitude", "Longitude", "Degrees east of Greenwich.", "what you enter", OURS),
    row("region-offset", "UTC offset", "Hours ahead of UTC.", "what you enter", OURS),
    row("region-jurisdiction", "Jurisdiction", "Data protection law that applies there, such as EU; empty if irrelevant.", "none", OURS),
    row("region-hosts", "Hosts capacity", "Whether replicas may run here. Without it, the region only has users.", "yes", OURS),
    row("region-zones", "Availability zones", "Zones across which the region's replicas are spread.", "3", OURS),
    row("region-price", "Price factor", "Price of a replica here relative to the service's price, for every service without a stored price here.", "none: a price entered for the service holds here too, a catalog price only in its own region", OURS),
    row("drill-region", "Region", "The region that fails.", "the region with the highest load", OURS),
    row("drill-kind", "What happens", "Type of failure.", "the region is lost", OURS),
    row("drill-length", "Duration", "How long the failure lasts.", "1 h", OURS),
    row("drill-day", "Day", "Day of the usual week on which it starts.", "Tuesday", OURS),
    row("drill-time", "Time", "Time of day at which it starts.", "19:00", OURS),
    row("drill-fleets", "Fleets", "How many replicas run in each region when it starts.", "as kept by the recovery tier", OURS),
    row("drill-slowdown", "Request duration", "Factor on the usual request time while the network is slow.", "4 × the usual time", OURS),
    row("drill-evacuate", "Evacuate users", "Whether users are moved even though the region is not fully lost.", "no", OURS),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::id::RegionId;
    use crate::base::text;
    use crate::plan::scenario::DrillInputs;
    use crate::plan::scenario::regions::{FailoverInputs, ServiceRegions};

    fn default_of(id: &str) -> &'static str {
        Setting::find(id).map_or("", |setting| setting.default)
    }

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

    #[test]
    fn defaults_are_those_of_the_plan() {
        let failover = FailoverInputs::default();
        for (id, seconds) in [
            ("failover-interval", failover.interval.get()),
            ("failover-propagation", failover.propagation.get()),
            ("failover-ttl", failover.ttl.get()),
            ("failover-failback", failover.failback.get()),
        ] {
            assert_eq!(default_of(id), text::seconds(seconds), "{id}");
        }
        assert_eq!(default_of("failover-threshold"), failover.threshold.get().to_string());
        assert_eq!(default_of("failover-stale"), text::percent(failover.stale.get()));
        assert_eq!(default_of("survive"), ServiceRegions::default().survive.get().to_string());
        let drill = DrillInputs::of(RegionId(1));
        assert_eq!((drill.start.get(), drill.length.get(), drill.slowdown.get()), (43.0, 1.0, 4.0));
    }
}
