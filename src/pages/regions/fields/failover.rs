//! How users are moved from a lost region and back, and the usual settings of that.

use crate::components::form::Field;
use crate::components::form::number;
use headroom_core::base::units::Quantity;
use headroom_core::plan::scenario::regions::FailoverInputs;

/// From the loss to the failback.
pub const FAILOVER: &[Field<FailoverInputs>] = &[
    number!(FailoverInputs, "failover-interval", interval),
    number!(FailoverInputs, "failover-threshold", threshold),
    number!(FailoverInputs, "failover-propagation", propagation),
    number!(FailoverInputs, "failover-ttl", ttl),
    number!(FailoverInputs, "failover-stale", stale),
    number!(FailoverInputs, "failover-failback", failback),
];

/// Usual settings: id, name, what they are; check interval, propagation and TTL in seconds.
pub const PRESETS: [(&str, &str, &str, [f64; 3]); 3] = [
    ("dns-standard", "DNS, checked every 30 s", "Amazon Route 53 default.", [30.0, 60.0, 60.0]),
    (
        "dns-fast",
        "DNS, checked every 10 s",
        "Route 53 fast health checks, three failures in a row.",
        [10.0, 60.0, 60.0],
    ),
    ("anycast", "Anycast", "Anycast: one address everywhere, nothing cached by clients.", [10.0, 20.0, 0.0]),
];

/// A usual setting; what it says nothing of stays as it is.
pub fn preset([interval, propagation, ttl]: [f64; 3], now: FailoverInputs) -> FailoverInputs {
    FailoverInputs {
        interval: Quantity::clamped(interval),
        threshold: Quantity::clamped(3.0),
        propagation: Quantity::clamped(propagation),
        ttl: Quantity::clamped(ttl),
        ..now
    }
}
