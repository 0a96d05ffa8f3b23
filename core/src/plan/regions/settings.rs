//! Every setting of regions and of the failover drill in a sentence, with its default and where that comes from.

use crate::base::setting::{Setting, row};

const OURS: &str = "Our own choice";
const CATALOG: &str = "The catalogue of cloud regions";
const ROUTE_53: &str = "Amazon Route 53, health checks: every 30 s, three failures in a row";
const MEASURE: &str = "Our own choice; your DNS and access logs give your own";

/// Every setting, in the order of the page.
#[rustfmt::skip] // A table.
pub const SETTINGS: &[Setting] = &[
    row("survive", "Regions that may be lost", "So many regions may be lost at once; the others must then carry all users.", "1", OURS),
    row("strategy", "Routing", "Which region serves which users while no region is lost.", "at home: in the users' own region, or the nearest that may serve them", OURS),
    row("primary", "Primary region", "The region that serves all users it may serve; the others stand by.", "the first region with capacity", OURS),
    row("overflow", "Failover routing", "Where the users of a lost region go.", "by load: to the survivors in proportion to the load that each has", OURS),
    row("users", "Weight of a region's users", "How many users live there, relative to the other regions.", "the same in all regions with capacity", OURS),
    row("local-time", "The day follows each region\u{2019}s clock", "Users of each region have their peak at its local time, and not all at the same moment.", "on", OURS),
    row("failover-interval", "Health check interval", "Time between two health checks.", "30 s", ROUTE_53),
    row("failover-threshold", "Failed checks in a row", "So many checks in a row must fail before a region counts as lost.", "3", ROUTE_53),
    row("failover-decide", "Time to decide", "Time until somebody or something decides to move users; 0 where the health check does.", "0 s", OURS),
    row("failover-propagation", "DNS propagation", "Time until every name server gives the new answer.", "60 s", ROUTE_53),
    row("failover-ttl", "DNS TTL", "For how long clients keep an answer; 0 for anycast, where one address is announced everywhere.", "60 s", ROUTE_53),
    row("failover-stale", "Clients that never move", "Share of clients that keep an answer for good and ignore the TTL.", "0 %", MEASURE),
    row("failover-failback", "Failback delay", "Time from the end of the cause to the users' return.", "15 min", OURS),
    row("residency-users", "Users in", "Jurisdiction of the users whom the rule is about.", "none", OURS),
    row("residency-within", "Served only in", "Jurisdictions that may serve them, their own only if it is listed. Several are listed with commas.", "none", OURS),
    row("region-name", "Name", "What the region is called.", "the town of the catalogue", CATALOG),
    row("region-latitude", "Latitude", "Degrees north of the equator.", "what you state", OURS),
    row("region-longitude", "Longitude", "Degrees east of Greenwich.", "what you state", OURS),
    row("region-offset", "UTC offset", "Hours that its clock is ahead of UTC.", "what you state", OURS),
    row("region-jurisdiction", "Jurisdiction", "Whose data law applies there, such as EU; empty where it does not matter.", "none", OURS),
    row("region-hosts", "Capacity may stand here", "Whether replicas may run here. Without it, the region only has users.", "yes", OURS),
    row("region-zones", "Availability zones", "Zones over which the region's replicas are spread.", "3", OURS),
    row("region-price", "Price factor", "Price of a replica here over the price stated for the service.", "1 ×", OURS),
    row("region-limited", "Limited by quota or stock", "Whether no more than so many replicas can be had here.", "no", OURS),
    row("region-limit", "Max replicas", "Most replicas of one service that can be had here.", "no limit; 100 when it is first stated", OURS),
    row("drill-region", "Region", "The region that it happens to.", "the region with the highest load", OURS),
    row("drill-kind", "What happens", "What fails there.", "the region is lost", OURS),
    row("drill-length", "Duration", "For how long the cause lasts.", "1 h", OURS),
    row("drill-day", "Day", "Day of the usual week on which it begins.", "Tuesday", OURS),
    row("drill-time", "Time", "Time of the day at which it begins.", "19:00", OURS),
    row("drill-fleets", "Fleets", "How many replicas stand in each region when it begins.", "as the recovery tier keeps", OURS),
    row("drill-slowdown", "Requests take", "Time of a request over the usual time while the network is slow.", "4 × as long", OURS),
    row("drill-evacuate", "Send its users elsewhere", "Whether users are moved although the region is not lost as a whole.", "no", OURS),
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
            ("failover-decide", failover.decide.get()),
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
