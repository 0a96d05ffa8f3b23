//! Every quantity, declared in one table: the words of its messages, its dimension, its range.
//!
//! A quantity can only be constructed inside its range, so NaN and infinity cannot exist, and a
//! damaged link is refused by the same code and with the same words as a typing error.

pub use super::dimension::Dimension;
use super::text;
use std::fmt;

/// A number that its quantity cannot hold: which quantity, what is allowed, what was given.
#[derive(Clone, Debug, PartialEq)]
pub struct OutOfRange {
    words: &'static str,
    dimension: Dimension,
    min: f64,
    max: f64,
    given: f64,
}

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show = |value| text::bound(value, self.dimension);
        if matches!(self.dimension, Dimension::Count(_)) && self.given.is_finite() && self.given.trunc() != self.given {
            return write!(f, "{} must be a whole number, but is {}", self.words, text::plain(self.given));
        }
        write!(
            f,
            "{} must be between {} and {}, but is {}",
            self.words,
            show(self.min),
            show(self.max),
            show(self.given)
        )
    }
}

impl std::error::Error for OutOfRange {}

/// What all quantities have in common, for fields and forms that work with any of them.
pub trait Quantity: Copy + PartialEq + 'static {
    /// The quantity in words, as labels and messages say it.
    const WORDS: &'static str;
    /// What it measures.
    const DIMENSION: Dimension;
    /// The smallest value it can hold.
    const MIN: f64;
    /// The largest value it can hold.
    const MAX: f64;
    /// Makes the quantity.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`] where `value` is outside `MIN..=MAX`, is NaN, or is not whole where only
    /// whole numbers make sense.
    fn new(value: f64) -> Result<Self, OutOfRange>;
    /// The number, in the dimension's unit.
    fn value(self) -> f64;
    /// The quantity nearest to a number, for sliders, steps and starting values; NaN gives the smallest.
    fn clamped(value: f64) -> Self;
}

fn check<Q: Quantity>(value: f64) -> Result<f64, OutOfRange> {
    let whole = !matches!(Q::DIMENSION, Dimension::Count(_)) || value.trunc() == value;
    if (Q::MIN..=Q::MAX).contains(&value) && whole {
        // Adding zero turns -0.0 into 0.0, so that equal plans are equal text.
        Ok(value + 0.0)
    } else {
        Err(OutOfRange { words: Q::WORDS, dimension: Q::DIMENSION, min: Q::MIN, max: Q::MAX, given: value })
    }
}

struct Shortest(f64);

impl serde::Serialize for Shortest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        super::numeric::serialize_shortest(self.0, serializer)
    }
}

macro_rules! quantities {
    ($($(#[doc = $doc:literal])+ $name:ident($words:literal, $dimension:expr, $min:literal..=$max:literal) as $inner:ty;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
        pub struct $name($inner);

        impl $name {
            /// Makes the quantity.
            ///
            /// # Errors
            ///
            /// [`OutOfRange`] where `value` is not within its range.
            pub fn new(value: impl Into<f64>) -> Result<Self, OutOfRange> {
                <Self as Quantity>::new(value.into())
            }

            /// The number, in the quantity's unit.
            pub const fn get(self) -> $inner {
                self.0
            }
        }

        impl Quantity for $name {
            const WORDS: &'static str = $words;
            const DIMENSION: Dimension = $dimension;
            const MIN: f64 = $min as f64;
            const MAX: f64 = $max as f64;
            fn new(value: f64) -> Result<Self, OutOfRange> {
                check::<Self>(value).map(|value| Self(value as $inner))
            }
            fn value(self) -> f64 {
                self.0.into()
            }
            fn clamped(value: f64) -> Self {
                let within = value.max(Self::MIN).min(Self::MAX);
                let whole = if matches!(Self::DIMENSION, Dimension::Count(_)) { libm::round(within) } else { within };
                Self(whole as $inner)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                // JSON holds the number alone; a writer that wants it with its unit is told whose it is.
                serializer.serialize_newtype_struct(stringify!($name), &$crate::base::units::Shortest(Quantity::value(*self)))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = <f64 as serde::Deserialize>::deserialize(deserializer)?;
                <Self as Quantity>::new(value).map_err(serde::de::Error::custom)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let kind = if matches!($dimension, Dimension::Count(_)) { "integer" } else { "number" };
                schemars::json_schema!({
                    "type": kind,
                    "minimum": $min,
                    "maximum": $max,
                    "description": concat!($($doc),+).trim(),
                })
            }
        }
    )+
        /// What a quantity of this list measures, by the name of its type.
        pub(super) fn dimension_here(type_name: &str) -> Option<Dimension> {
            match type_name {
                $(stringify!($name) => Some($dimension),)+
                _ => None,
            }
        }
    };
}

mod continuity;
mod cost;
pub use continuity::*;
pub use cost::*;

/// What a quantity measures, by the name of its type; `None` where it is the name of no quantity.
pub(crate) fn dimension_of(type_name: &str) -> Option<Dimension> {
    [dimension_here, continuity::dimension_here, cost::dimension_here].into_iter().find_map(|list| list(type_name))
}

quantities! {
    /// Mean of the load over the usual week, at the start of the plan.
    AverageLoad("average load", Dimension::Rate, 0.0..=1e9) as f64;
    /// Peak of the usual week over its mean.
    PeakToAverage("peak to average", Dimension::Times, 1.0..=100.0) as f64;
    /// Local time at which the day's load is highest.
    PeakHour("peak hour", Dimension::HourOfDay, 0.0..=23.75) as f64;
    /// Load of one day of the week relative to the others.
    DayFactor("day factor", Dimension::Times, 0.0..=100.0) as f64;
    /// Load of one hour of the week over the mean.
    HourFactor("hour factor", Dimension::Times, 0.0..=168.0) as f64;
    /// How much weekends exceed weekdays, as a fraction.
    WeekendLift("weekend lift", Dimension::Fraction, 0.0..=10.0) as f64;
    /// Weekend load over weekday load of a product for businesses.
    WeekendShare("weekend share", Dimension::Fraction, 0.0..=1.0) as f64;
    /// Factor by which an event multiplies the usual load.
    EventLift("event lift", Dimension::Times, 0.0..=1000.0) as f64;
    /// How long the load takes to rise to an event's full lift, and again to fall from it.
    EventRamp("event ramp", Dimension::Hours, 0.0..=2160.0) as f64;
    /// How long an event keeps its full lift.
    EventLength("event length", Dimension::Hours, 0.0..=8784.0) as f64;
    /// Items that a batch has to work through in one run.
    BatchItems("items of a run", Dimension::Plain, 0.0..=1e12) as f64;
    /// How long the window of a batch is open.
    WindowLength("window", Dimension::Hours, 0.25..=24.0) as f64;
    /// Replicas that are ordered for an event, in all regions.
    LotReplicas("replicas ordered for an event", Dimension::Count("replicas"), 0.0..=100000.0) as u32;
    /// How long before an event, or after it, what was ordered for it is there.
    LotMargin("time before or after an event", Dimension::Hours, 0.0..=2160.0) as f64;
    /// Growth of the average load a month.
    MonthlyGrowth("growth", Dimension::FractionPerMonth, -0.9..=10.0) as f64;
    /// Variability of the load around its usual shape (CV): standard deviation over that shape.
    Variability("variability", Dimension::Fraction, 0.0..=5.0) as f64;
    /// Throughput of one replica.
    ReplicaThroughput("replica throughput", Dimension::Rate, 1e-6..=1e9) as f64;
    /// Mean time that a replica works on one request.
    ServiceTime("service time", Dimension::Seconds, 1e-6..=86400.0) as f64;
    /// Variability of the service times of requests (CV): standard deviation over mean.
    ServiceVariability("variability of service times", Dimension::Fraction, 0.0..=3.0) as f64;
    /// Requests that a replica serves in parallel.
    Concurrency("concurrency", Dimension::Count("concurrent requests"), 1.0..=100000.0) as u32;
    /// Virtual CPUs of a replica.
    Vcpus("vCPU", Dimension::Vcpu, 0.0..=10000.0) as f64;
    /// Memory of a replica.
    Memory("memory", Dimension::Gib, 0.0..=100000.0) as f64;
    /// Accelerators of a replica.
    Gpus("GPUs", Dimension::Count("GPUs"), 0.0..=1024.0) as u32;
    /// Memory that one accelerator must have.
    GpuMemory("memory per GPU", Dimension::Gib, 1.0..=10000.0) as f64;
    /// Share of time, or of requests, within the objective.
    Availability("availability", Dimension::Fraction, 0.5..=0.9999999) as f64;
    /// Share of requests that must be answered within the latency target.
    LatencyPercentile("latency percentile", Dimension::Fraction, 0.5..=0.9999) as f64;
    /// Response time that the percentile must not exceed.
    LatencyTarget("latency target", Dimension::Seconds, 1e-6..=604800.0) as f64;
    /// Capacity beyond the expected peak, as a fraction of that peak.
    Headroom("headroom", Dimension::Fraction, 0.0..=99.0) as f64;
    /// Share of its capacity that the fleet may use at the expected peak.
    TargetUtilization("target utilization", Dimension::Fraction, 0.01..=1.0) as f64;
    /// Replicas beyond those that carry the load, which may be lost without harm.
    SpareReplicas("spare replicas", Dimension::Count("replicas"), 0.0..=10000.0) as u32;
    /// Time from ordering capacity to having it.
    LeadTime("lead time", Dimension::Days, 0.0..=1095.0) as f64;
    /// Requests, cores or whatever the metric counts, as an autoscaler's target states it.
    HpaQuantity("target value", Dimension::Plain, 0.001..=1e12) as f64;
    /// What a metric reads while nothing is done.
    ReadingAtRest("metric at rest", Dimension::Plain, 0.0..=1e12) as f64;
    /// What a metric reads for one unit of the signal that stands for it.
    ReadingPerSignal("metric per signal", Dimension::Plain, 1e-9..=1e12) as f64;
    /// Utilization of what pods request that an autoscaler aims at, in whole percent.
    HpaTargetUtilization("autoscaler target utilization", Dimension::Count("%"), 1.0..=10000.0) as u32;
    /// How long an autoscaler looks back for its most conservative recommendation.
    HpaWindow("stabilization window", Dimension::Seconds, 0.0..=3600.0) as f64;
    /// In how much time a scaling policy allows its change.
    HpaPeriod("policy period", Dimension::Seconds, 1.0..=1800.0) as f64;
    /// Pods that a scaling policy allows to add or remove.
    HpaPods("pods per policy", Dimension::Count("pods"), 1.0..=100000.0) as u32;
    /// Percent of the pods that a scaling policy allows to add or remove.
    HpaPercent("percent per policy", Dimension::Count("%"), 1.0..=100000.0) as u32;
    /// How far a metric may be from its target, as a fraction of it, before the autoscaler acts.
    Tolerance("tolerance", Dimension::Fraction, 0.0..=1.0) as f64;
    /// Fewest replicas that a policy may choose.
    MinReplicas("min replicas", Dimension::Count("replicas"), 0.0..=100000.0) as u32;
    /// Most replicas that a policy may choose.
    MaxReplicas("max replicas", Dimension::Count("replicas"), 1.0..=100000.0) as u32;
    /// Most of what can be had, in the unit of the limit: quota or stock.
    LimitAmount("limit", Dimension::Plain, 0.0..=10000000.0) as f64;
    /// Replicas of a service that are stated for a region.
    DeployedReplicas("deployed replicas", Dimension::Count("replicas"), 1.0..=100000.0) as u32;
    /// Replicas kept prepared, out of service.
    WarmPool("warm pool", Dimension::Count("replicas"), 0.0..=100000.0) as u32;
    /// Replicas that fit one node.
    ReplicasPerNode("replicas per node", Dimension::Count("replicas"), 1.0..=1000.0) as u32;
    /// Nodes kept free for what comes.
    SpareNodes("spare nodes", Dimension::Count("nodes"), 0.0..=10000.0) as u32;
    /// One part of the time from asking for a replica to having it.
    StartupPart("start-up time", Dimension::Seconds, 0.0..=86400.0) as f64;
    /// Time in which a replica that is taken out finishes its work, and is paid for.
    DrainTime("drain time", Dimension::Seconds, 0.0..=86400.0) as f64;
    /// Times that a replica fails in a month of 730 hours.
    FailureRate("failures per replica and month", Dimension::Plain, 0.0..=1000.0) as f64;
    /// Share of a running replica's price that one in the warm pool costs.
    WarmPriceShare("price of a warm replica", Dimension::Fraction, 0.0..=1.0) as f64;
    /// Requests that may wait, for each replica in service.
    QueueLimit("queue limit per replica", Dimension::Count("requests"), 0.0..=1e9) as f64;
    /// How long a request waits before its client times out.
    QueueTimeout("time-out", Dimension::Seconds, 0.001..=604800.0) as f64;
    /// How often a client retries after its first attempt.
    Retries("retries", Dimension::Count("retries"), 0.0..=5.0) as u32;
    /// How long a client waits before it retries.
    RetryDelay("retry delay", Dimension::Seconds, 0.0..=3600.0) as f64;
    /// Share of its throughput above which a fleet turns requests away, or drops features.
    LoadThreshold("load threshold", Dimension::Fraction, 0.1..=10.0) as f64;
    /// Throughput of a replica with fewer features over its usual throughput.
    ReducedGain("throughput in reduced mode", Dimension::Times, 1.0..=100.0) as f64;
    /// Requests that are admitted.
    RateLimit("rate limit", Dimension::Rate, 0.0..=1e9) as f64;
    /// Items that an accelerator works on together.
    MaxBatch("max batch", Dimension::Count("items"), 1.0..=128.0) as u32;
    /// Share of a full batch's time that does not depend on its size.
    FixedShare("fixed share of a batch", Dimension::Fraction, 0.0..=1.0) as f64;
    /// Time between two readings of a metric.
    ScrapeInterval("scrape interval", Dimension::Seconds, 1.0..=3600.0) as f64;
    /// Time over which a metric is averaged.
    MetricWindow("metric window", Dimension::Seconds, 0.0..=86400.0) as f64;
    /// Time from the reading of a metric to its being seen.
    MetricDelay("metric delay", Dimension::Seconds, 0.0..=3600.0) as f64;
    /// What a policy aims at, in its metric's unit.
    MetricTarget("target", Dimension::Plain, 1e-6..=1e12) as f64;
    /// Share of the fleet's throughput at which a rule acts.
    UtilizationThreshold("utilization threshold", Dimension::Fraction, 0.001..=10.0) as f64;
    /// Time after an action in which a rule does not act.
    Cooldown("cooldown", Dimension::Seconds, 0.0..=86400.0) as f64;
    /// Time ahead for which a policy provides.
    LeadSeconds("lead", Dimension::Seconds, 0.0..=86400.0) as f64;
    /// Readings in a row that an alarm needs.
    Datapoints("datapoints", Dimension::Count("datapoints"), 1.0..=1440.0) as u32;
    /// Time between two evaluations of a policy's metric.
    PolicyPeriod("evaluation period", Dimension::Seconds, 1.0..=3600.0) as f64;
    /// Waiting requests that one replica may have.
    BacklogPerReplica("backlog per replica", Dimension::Count("requests"), 1.0..=1e9) as f64;
    /// Price of one replica.
    ReplicaPrice("price per replica", Dimension::DollarsPerHour, 0.0..=100000.0) as f64;
    /// Most that the fleet may cost.
    SpendLimit("spend limit", Dimension::DollarsPerHour, 0.0..=1e9) as f64;
    /// Length of one step of a simulation.
    TimeStep("step", Dimension::Seconds, 1.0..=3600.0) as f64;
    /// Hours from the plan's start.
    HoursAhead("start of the period", Dimension::Hours, 0.0..=26280.0) as f64;
    /// Length of a simulated period.
    PeriodHours("period length", Dimension::Hours, 1.0..=8784.0) as f64;
    /// What makes the random failures of one run differ from those of another.
    Seed("seed", Dimension::Count("seed"), 0.0..=4294967295.0) as u32;
}
