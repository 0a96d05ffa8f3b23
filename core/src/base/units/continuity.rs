//! Quantities of regions, recovery and reliability.

use super::{OutOfRange, Quantity, check};
use crate::base::dimension::Dimension;

quantities! {
    /// Degrees north of the equator.
    Latitude("latitude", Dimension::Plain, -90.0..=90.0) as f64;
    /// Degrees east of Greenwich.
    Longitude("longitude", Dimension::Plain, -180.0..=180.0) as f64;
    /// Hours that a region's clock is ahead of UTC.
    UtcOffset("offset from UTC", Dimension::Hours, -12.0..=14.0) as f64;
    /// Zones of a region: parts that fail on their own.
    ZoneCount("zones", Dimension::Count("zones"), 1.0..=6.0) as u32;
    /// Price of a replica in a region over the price stated for the service.
    PriceFactor("price factor", Dimension::Times, 0.0..=100.0) as f64;
    /// Weight of a region's users, relative to the other regions'.
    UserWeight("user weight", Dimension::Plain, 0.0..=1e9) as f64;
    /// Regions that may be lost at once.
    RegionsLost("regions lost", Dimension::Count("regions"), 0.0..=3.0) as u32;
    /// Time between two health checks.
    CheckInterval("check interval", Dimension::Seconds, 1.0..=3600.0) as f64;
    /// Health checks in a row that must fail.
    FailureThreshold("failed checks", Dimension::Count("checks"), 1.0..=100.0) as u32;
    /// A part of the time that moving users takes.
    FailoverPart("failover time", Dimension::Seconds, 0.0..=86400.0) as f64;
    /// Share of clients that keep asking a lost region, whatever its records say.
    StaleShare("share of clients that never move", Dimension::Fraction, 0.0..=1.0) as f64;
    /// Target of a recovery: the longest time, or the oldest data.
    RecoveryObjective("recovery objective", Dimension::Seconds, 0.0..=2592000.0) as f64;
    /// A part of a recovery.
    RecoveryPart("recovery step", Dimension::Seconds, 0.0..=2592000.0) as f64;
    /// Times a year that a region is lost.
    OutageRate("outages per year", Dimension::Plain, 0.0..=365.0) as f64;
    /// What an hour of outage costs.
    LossPerHour("loss", Dimension::DollarsPerHour, 0.0..=1e9) as f64;
    /// Writes that the service takes.
    WriteRate("writes", Dimension::Rate, 0.0..=1e9) as f64;
    /// Standby compute over the primary's.
    StandbyShare("standby share of the primary", Dimension::Fraction, 0.0..=2.0) as f64;
    /// Size of an artefact, GB (10⁹ bytes).
    ArtefactSize("size in GB", Dimension::Plain, 0.0..=1e7) as f64;
    /// Times a month that an artefact is sent whole.
    CopiesPerMonth("copies per month", Dimension::Plain, 0.0..=1e5) as f64;
    /// Rate of a link, Gbit/s (10⁹ bits a second).
    LinkRate("link in Gbit/s", Dimension::Plain, 0.001..=1e5) as f64;
    /// Share of a link that a copy gets.
    LinkShare("share of the link", Dimension::Fraction, 0.01..=1.0) as f64;
    /// What storage costs a month.
    MonthlyCost("monthly cost", Dimension::Dollars, 0.0..=1e9) as f64;
    /// Share of time in which a part works.
    PartAvailability("availability of a component", Dimension::Fraction, 0.0..=1.0) as f64;
    /// Share of failures that hit all copies at once.
    CommonCause("common-cause share", Dimension::Fraction, 0.0..=1.0) as f64;
    /// Share of failovers that work.
    FailoverSuccess("failover success rate", Dimension::Fraction, 0.0..=1.0) as f64;
    /// Hours from Monday 00:00 of the usual week.
    HourOfWeek("drill start", Dimension::Hours, 0.0..=168.0) as f64;
    /// Time of the day at which a drill begins.
    DrillTime("drill time of day", Dimension::HourOfDay, 0.0..=23.999) as f64;
    /// How long a drill's cause lasts.
    DrillLength("drill duration", Dimension::Hours, 0.01..=72.0) as f64;
    /// How much longer a request takes over a slow network.
    NetworkSlowdown("network slowdown", Dimension::Times, 1.0..=100.0) as f64;
}
