//! What a drill comes to, as it is told: what it was, when everything happened, who lost what.

use super::{Alert, Detection, DrillOutcome, DrillSetup, Incident, IncidentKind, Phases, Recovery, Totals};
use crate::base::id::RegionId;
use crate::base::text;
use crate::base::time::WEEKDAYS;
use crate::formulas::availability::Severity;
use crate::plan::scaling::engine::{Cause, Outcome};
use crate::plan::scenario::{DrillInputs, Scenario, Service};
use serde::{Deserialize, Serialize};

/// One region of a drill that holds capacity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegionInDrill {
    /// Which.
    pub id: RegionId,
    /// Its place among all regions of the plan, those with users only included.
    pub place: usize,
    /// What it is called.
    pub name: String,
    /// Fewest and most replicas in service.
    pub replicas: (u32, u32),
    /// Most new requests a second that were sent there, from the failure on.
    pub peak_load: f64,
    /// What the planned replicas sustain, in requests/s.
    pub planned: f64,
    /// Requests lost there.
    pub lost: f64,
    /// Requests answered there while the objective was missed.
    pub late: f64,
    /// Most requests that waited there at one time.
    pub longest_queue: f64,
    /// Time outside the objective, in seconds.
    pub outside: f64,
    /// What most of that was caused by.
    pub cause: Option<Cause>,
}

/// What a drill comes to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DrillAnswer {
    /// The service.
    pub service: String,
    /// What happens, as a sentence begins with it: `Losing Virginia`.
    pub what: String,
    /// When, as people say it: `Tuesday 19:40 UTC`.
    pub at: String,
    /// The region's name.
    pub region: String,
    /// Its place among all regions of the plan.
    pub struck: usize,
    /// What happens.
    pub kind: IncidentKind,
    /// Whether users are sent elsewhere.
    pub moves_users: bool,
    /// How long its cause lasts, in seconds.
    pub length: f64,
    /// The first step's beginning, in seconds from Monday 00:00; below zero where that was the week before.
    pub begin: f64,
    /// Whether times are UTC, since regions have clocks of their own.
    pub is_utc: bool,
    /// Length of a step, in seconds.
    pub step: f64,
    /// Share of requests that must be answered in time.
    pub objective: f64,
    /// Mean load over the month of the budget, in requests/s.
    pub mean_load: f64,
    /// Load that the region served when it happened, in requests/s.
    pub struck_load: f64,
    /// How soon it is noticed and acted on.
    pub detection: Detection,
    /// When everything happened, in seconds from the first step.
    pub phases: Phases,
    /// The sums.
    pub totals: Totals,
    /// Share of the error budget of 30 days that it spends; none where there is no budget.
    pub budget_spent: Option<f64>,
    /// The standard burn-rate alerts.
    pub alerts: Vec<Alert>,
    /// How it ends.
    pub recovery: Recovery,
    /// The regions that hold capacity.
    pub regions: Vec<RegionInDrill>,
}

impl DrillAnswer {
    /// What a drill of a plan came to.
    pub fn new(
        scenario: &Scenario,
        service: &Service,
        inputs: &DrillInputs,
        setup: &DrillSetup,
        outcome: &DrillOutcome,
    ) -> Self {
        let Incident { region: left, kind, start, length, .. } = setup.incident;
        let is_utc = service.regions.local_time;
        let name = setup.regions.get(left).map(|region| region.name.clone()).unwrap_or_default();
        let failed = libm::ceil(start / setup.step - 1e-9) as usize;
        let sent_before = |place: usize| {
            let load = &outcome.regions.get(place)?.columns.load;
            load.get(failed.saturating_sub(1)).copied()
        };
        let places = scenario.regions.iter().zip(&setup.regions).zip(&outcome.regions).enumerate();
        let hosts = places.filter(|(_, ((region, _), _))| region.hosts);
        let regions = hosts.map(|(place, ((region, planned), found))| {
            let Outcome { fewest, most, lost, late, longest_queue, outside, causes, .. } = &found.outcome;
            RegionInDrill {
                id: region.id,
                place,
                name: planned.name.clone(),
                replicas: (*fewest, *most),
                peak_load: found.columns.load.iter().skip(failed).copied().fold(0.0, f64::max),
                planned: planned.capacity_planned,
                lost: *lost,
                late: *late,
                longest_queue: *longest_queue,
                outside: *outside,
                cause: causes.first().map(|(cause, _)| *cause),
            }
        });
        Self {
            service: service.name.to_string(),
            what: what(kind, &name),
            at: moment(inputs.start.get(), is_utc),
            moves_users: setup.incident.moves_users(),
            region: name,
            struck: left,
            kind,
            length,
            begin: inputs.start.get() * 3600.0 - start,
            is_utc,
            step: setup.step,
            objective: setup.objective,
            mean_load: setup.mean_load.unwrap_or_default(),
            struck_load: sent_before(left).unwrap_or_default(),
            detection: setup.detection,
            phases: outcome.phases,
            totals: outcome.totals,
            budget_spent: outcome.budget_spent,
            alerts: outcome.alerts.clone(),
            recovery: outcome.recovery.clone(),
            regions: regions.collect(),
        }
    }

    /// A time of the drill, in seconds from its first step, as people say it: `Tuesday 19:42 UTC`.
    pub fn moment(&self, seconds: f64) -> String {
        moment((self.begin + seconds) / 3600.0, self.is_utc)
    }

    /// Time from the failure, in seconds.
    pub fn since_failure(&self, seconds: f64) -> f64 {
        seconds - self.phases.failure
    }

    /// When the first alert of a severity fires, in seconds after the failure; none where none does.
    pub fn first_alert(&self, severity: Severity) -> Option<f64> {
        let fired = self.alerts.iter().filter(|alert| alert.rule.severity == severity).filter_map(|alert| alert.fired);
        fired.reduce(f64::min).map(|at| self.since_failure(at).max(0.0))
    }

    /// Whether a request is lost or late, so that something could help.
    pub fn loses_something(&self) -> bool {
        self.totals.bad() >= 1.0
    }

    /// Time from the failure until all requests are answered within the SLO again, whatever comes when the
    /// users are sent back; none where that is not so at the end of the drill.
    pub fn served_again(&self) -> Option<f64> {
        let until = self.totals.outside_until.unwrap_or(self.phases.failure);
        (until < self.totals.length - 0.5 * self.step).then(|| self.since_failure(until))
    }

    /// Whether requests are still lost or late at the end of the drill.
    pub fn is_outside_at_end(&self) -> bool {
        let until = self.totals.outside_on_return.or(self.totals.outside_until);
        until.is_some_and(|until| until >= self.totals.length - 0.5 * self.step)
    }

    /// Whether the survivors kept the objective once all users had moved that do.
    pub fn is_survived(&self) -> bool {
        self.totals.is_survived(self.objective)
    }
}

/// What happens, as a sentence begins with it.
pub(super) fn what(kind: IncidentKind, region: &str) -> String {
    match kind {
        IncidentKind::RegionLost => format!("Losing {region}"),
        IncidentKind::ZoneLost { zones } => format!("Losing one of {zones} zones of {region}"),
        IncidentKind::CapacityHalved => format!("Losing half of the replicas of {region}"),
        IncidentKind::SlowNetwork { factor } => {
            format!("A {} × slower network in {region}", text::number(factor))
        }
    }
}

/// An hour of the week as people say it.
pub(super) fn moment(hours: f64, is_utc: bool) -> String {
    // Rounded down, but that 23:59:59.9 is the next day.
    let minutes = libm::floor(hours * 60.0 + 0.01).rem_euclid(10_080.0) as usize;
    let clock = if is_utc { " UTC" } else { "" };
    format!("{} {}{clock}", WEEKDAYS[minutes / 1440 % 7], text::time_of_day((minutes % 1440) as f64 / 60.0))
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn moments_of_the_week_read_as_people_say_them() {
        assert_eq!(moment(43.0 + 2.0 / 3.0, true), "Tuesday 19:40 UTC");
        assert_eq!(moment(44.025, true), "Tuesday 20:01 UTC");
        assert_eq!(moment(168.0, false), "Monday 00:00");
        assert_eq!(moment(-0.5, false), "Sunday 23:30");
        assert_eq!(moment(23.9999, false), "Tuesday 00:00");
    }
}
