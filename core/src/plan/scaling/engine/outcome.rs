//! What a run comes to: what was served, lost and late, why, and what it cost.

use serde::{Deserialize, Serialize};

/// Why a step was outside the objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Enough replicas had been asked for, but they were still starting.
    ColdStart,
    /// Enough had been asked for, but no node had room yet.
    #[serde(rename = "no_node_capacity")]
    NoRoom,
    /// Replicas had failed and were being replaced.
    #[serde(rename = "failed_replicas")]
    Failures,
    /// A region, a zone or a part of the capacity was lost, or its network was slow.
    Incident,
    /// The policy was at its maximum, and that is too small.
    #[serde(rename = "max_replicas")]
    Ceiling,
    /// The policy desired enough, but the provider had no more room.
    Limit,
    /// The policy desired enough, but no more was ordered.
    NotOrdered,
    /// The policy desired enough, but an override did not allow it.
    Override,
    /// The numbers that the policy saw were from before the load rose.
    MetricDelay,
    /// The policy could see the load and did not ask for enough.
    #[serde(rename = "asks_for_too_few_replicas")]
    Timid,
    /// The policy's metrics asked for enough, but its own windows and limits held it back.
    #[serde(rename = "scale_up_too_slow")]
    HeldBack,
    /// The policy does not look at the load.
    #[serde(rename = "planned_fleet_too_small")]
    Blind,
    /// The fleet was large enough for the load, but not for the load and what had piled up.
    Backlog,
    /// The fleet was large enough, but clients that try again made the load larger.
    Retries,
    /// The queue had no room left.
    QueueFull,
    /// Requests were turned away on purpose: by the rate limit, or to keep the rest fast.
    #[serde(rename = "requests_shed")]
    Dropped,
    /// No fleet keeps the objective at this load.
    #[serde(rename = "slo_out_of_reach")]
    OutOfReach,
}

impl Cause {
    /// All causes.
    pub const ALL: [Self; 17] = [
        Self::ColdStart,
        Self::NoRoom,
        Self::Failures,
        Self::Incident,
        Self::Ceiling,
        Self::Limit,
        Self::NotOrdered,
        Self::Override,
        Self::MetricDelay,
        Self::Timid,
        Self::HeldBack,
        Self::Blind,
        Self::Backlog,
        Self::Retries,
        Self::QueueFull,
        Self::Dropped,
        Self::OutOfReach,
    ];

    /// The cause in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::ColdStart => "cold start",
            Self::NoRoom => "no node capacity",
            Self::Failures => "failed replicas",
            Self::Incident => "incident",
            Self::Ceiling => "max replicas",
            Self::Limit => "limit",
            Self::NotOrdered => "not ordered",
            Self::Override => "override",
            Self::MetricDelay => "metric delay",
            Self::Timid => "asks for too few replicas",
            Self::HeldBack => "scale-up too slow",
            Self::Blind => "planned fleet too small",
            Self::Backlog => "backlog",
            Self::Retries => "retries",
            Self::QueueFull => "queue full",
            Self::Dropped => "requests shed",
            Self::OutOfReach => "SLO out of reach",
        }
    }

    /// What happened, and what would help.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::ColdStart => {
                "enough replicas were requested but still starting: request them earlier, keep more headroom, or start faster"
            }
            Self::NoRoom => "replicas waited for a node: keep spare nodes, or provision them faster",
            Self::Incident => "capacity was lost or slow: move its users sooner, and keep capacity for them elsewhere",
            Self::Failures => "replicas had failed and their replacements were starting: keep spare replicas",
            Self::Ceiling => "the policy was at its maximum: raise max replicas",
            Self::Limit => "the limit was reached: request a higher quota",
            Self::NotOrdered => {
                "capacity was limited to what had been ordered: keep more headroom, or order more in time"
            }
            Self::Override => "an override limited the fleet",
            Self::MetricDelay => {
                "the policy saw stale metrics: scrape more often, use a shorter window, or keep more headroom"
            }
            Self::Timid => {
                "the policy saw the load but asked for too few replicas: lower its target, or let it act faster"
            }
            Self::HeldBack => {
                "its metrics asked for enough, but its scale-up window or policies held it back: let it act faster"
            }
            Self::Blind => {
                "the planned fleet was too small, and nothing reacts to the load: plan for more, or add a rule that reacts"
            }
            Self::Backlog => "an earlier backlog was still being served: keep more capacity while it drains",
            Self::Retries => "client retries kept the load up: limit retries, or shed load",
            Self::QueueFull => "the queue was full: add capacity; a longer queue only makes requests late",
            Self::Dropped => "requests were dropped on purpose, by the rate limit or load shedding",
            Self::OutOfReach => "no number of replicas meets the SLO: shorten the service time, or relax the target",
        }
    }

    /// Its place among [`Cause::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// Steps by cause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByCause(pub [u32; Cause::ALL.len()]);

impl ByCause {
    /// The cause of most steps; of equals the first.
    pub fn first(&self) -> Option<Cause> {
        let most = *self.0.iter().max()?;
        Cause::ALL.into_iter().find(|cause| most > 0 && self.0[cause.index()] == most)
    }
}

/// A time outside the objective.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Breach {
    /// When it began, in seconds from the period's start.
    pub start: f64,
    /// How much of the time until its end was outside the objective, in seconds.
    pub outside: f64,
    /// When it ended, in seconds from the period's start.
    pub end: f64,
    /// What caused most of it.
    pub cause: Cause,
    /// Requests lost.
    pub lost: f64,
    /// Requests late.
    pub late: f64,
    /// Largest number of replicas that were missing.
    pub missing: u32,
}

/// Most breaches that are kept: the longest.
pub const MAX_BREACHES: usize = 50;

/// What the fleet's time was spent on, in replica-hours; the parts add up to what is paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spend {
    /// Serving requests.
    pub work: f64,
    /// Idle, and needed to keep the objective.
    pub headroom: f64,
    /// Starting or draining.
    pub lag: f64,
    /// Beyond what the ideal fleet would have.
    pub waste: f64,
}

impl Spend {
    /// All of it.
    pub fn paid(&self) -> f64 {
        self.work + self.headroom + self.lag + self.waste
    }

    /// Work, headroom, lag and waste, each with its share of all; what rounding leaves a hair below nothing is nothing.
    pub fn uses(&self) -> [(f64, f64); 4] {
        let paid = self.paid();
        let share = |part: f64| if paid > 0.0 { part / paid } else { 0.0 };
        [self.work, self.headroom, self.lag, self.waste].map(|part| part.max(0.0)).map(|part| (part, share(part)))
    }

    /// What served nobody and was not needed: lag and waste.
    pub fn idle(&self) -> f64 {
        self.lag + self.waste
    }
}

/// What a run comes to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Length of the period, in seconds.
    pub length: f64,
    /// Time outside the objective, in seconds.
    pub outside: f64,
    /// New requests.
    pub requests: f64,
    /// Attempts, retries included.
    pub attempts: f64,
    /// Requests answered in time to somebody, whether or not within the objective.
    pub served: f64,
    /// Of these, answered while the objective was not kept.
    pub late: f64,
    /// Requests lost for good.
    pub lost: f64,
    /// Requests that still wait at the end.
    pub waiting: f64,
    /// Of these, such as can no longer be answered within the SLO.
    pub unanswered: f64,
    /// Attempts turned away by the rate limit or by shedding.
    pub dropped: f64,
    /// Time with fewer features, in seconds.
    pub reduced: f64,
    /// Longest queue, in requests.
    pub longest_queue: f64,
    /// When that was, in seconds from the period's start.
    pub longest_queue_at: f64,
    /// Time from then until the queue was empty; none where it was not, or never was one.
    pub drain: Option<f64>,
    /// Longest time for which work was left when no more came, in seconds: by how much a batch ran over its window.
    pub overrun: f64,
    /// How often work was left when no more came.
    pub overruns: u32,
    /// Fewest and most replicas in service.
    pub fewest: u32,
    /// Most replicas in service.
    pub most: u32,
    /// Mean share of the throughput in use.
    pub utilization: f64,
    /// Highest share of the throughput that arrived.
    pub peak_utilization: f64,
    /// Changes upwards of the number desired.
    pub ups: u32,
    /// Changes downwards.
    pub downs: u32,
    /// Changes of direction within a quarter of an hour.
    pub flaps: u32,
    /// Replica-hours by what they were spent on.
    pub spend: Spend,
    /// Replica-hours that are ordered for events, and in the bill, while no replica runs in them; not part of the spend.
    pub unused_lots: f64,
    /// Replica-hours of the ideal fleet; none where no fleet keeps the objective.
    pub ideal: Option<f64>,
    /// Most replicas that the ideal fleet has.
    pub ideal_most: u32,
    /// Time outside the objective by cause, in seconds; longest first.
    pub causes: Vec<(Cause, f64)>,
    /// The longest breaches, in the order of time.
    pub breaches: Vec<Breach>,
    /// How many breaches there were.
    pub n_breaches: u32,
}

impl Outcome {
    /// Share of time within the objective.
    pub fn kept(&self) -> f64 {
        if self.length > 0.0 { 1.0 - self.outside / self.length } else { 1.0 }
    }

    /// Replica-hours paid for over those of the ideal fleet, less one: 0.3 is 30 % more. None where there is no ideal
    /// fleet, or where it needs nothing.
    pub fn over_ideal(&self) -> Option<f64> {
        self.ideal.filter(|ideal| *ideal > 0.0).map(|ideal| self.spend.paid() / ideal - 1.0)
    }

    /// What the ideal fleet's time is spent on: all that it has is work, or needed beside it. None where no fleet keeps the
    /// objective.
    pub fn ideal_spend(&self) -> Option<Spend> {
        let ideal = self.ideal?;
        let work = self.spend.work.min(ideal);
        Some(Spend { work, headroom: ideal - work, ..Spend::default() })
    }

    /// The breaches, the worst first: those that lost or delayed most requests, of equals the longest, and then the earliest.
    pub fn worst_first(&self) -> Vec<&Breach> {
        worst_first(&self.breaches)
    }

    /// Requests outside the objective: lost, late, or waiting at the end without hope.
    pub fn bad(&self) -> f64 {
        self.lost + self.late + self.unanswered
    }

    /// Share of requests within the objective.
    pub fn kept_of_requests(&self) -> f64 {
        if self.requests > 0.0 { (1.0 - self.bad() / self.requests).max(0.0) } else { 1.0 }
    }

    /// Minutes outside the objective.
    pub fn minutes_outside(&self) -> f64 {
        self.outside / 60.0
    }
}

fn worst_first(breaches: &[Breach]) -> Vec<&Breach> {
    let mut breaches: Vec<&Breach> = breaches.iter().collect();
    breaches.sort_by(|one, other| {
        let by_requests = (other.lost + other.late).total_cmp(&(one.lost + one.late));
        by_requests.then(other.outside.total_cmp(&one.outside)).then(one.start.total_cmp(&other.start))
    });
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hurt_most_stands_first_and_of_equals_the_longest_and_then_the_earliest() {
        let breach = |start: f64, outside: f64, late: f64| Breach {
            start,
            outside,
            end: start + outside,
            cause: Cause::Timid,
            lost: 0.0,
            late,
            missing: 0,
        };
        let all = [breach(3.0, 600.0, 1.0), breach(0.0, 600.0, 1.0), breach(1.0, 60.0, 9.0), breach(2.0, 700.0, 1.0)];
        let starts: Vec<f64> = worst_first(&all).iter().map(|breach| breach.start).collect();
        assert_eq!(starts, [1.0, 2.0, 0.0, 3.0]);
    }
}
