//! The moments of a drill in order, and the minutes in which users leave and come back.

use super::DrillAnswer;

/// What is looked at before the failure, and at least after it, in seconds.
const MARGIN: f64 = 300.0;

/// A named moment of a drill.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Phase {
    /// What it is called.
    pub name: &'static str,
    /// What happens then.
    pub means: &'static str,
    /// When, in seconds from the first step.
    pub at: f64,
}

impl DrillAnswer {
    /// The phases that the drill reaches, in order.
    pub fn phases_in_order(&self) -> Vec<Phase> {
        let phases = &self.phases;
        let again = self.served_again().filter(|after| *after > 0.0).map(|after| after + phases.failure);
        let all = [
            ("failure", "The failure.", Some(phases.failure)),
            ("detected", "Enough health checks in a row have failed.", phases.detected),
            ("decided", "Failover is decided, by a person or the health check.", phases.decided),
            ("moving", "DNS has changed everywhere; clients follow as their cached answers expire.", phases.updated),
            ("moved", "All clients have switched but those that never resolve again.", phases.shifted),
            ("SLO met again", "Requests are answered within the SLO.", again),
            ("scaled", "Every other region has its desired replicas in service.", phases.scaled),
            ("cause resolved", "The cause is resolved.", phases.cause_over),
            ("recovered", "The region has its desired replicas in service.", phases.healthy),
            ("failing back", "Users are sent back.", phases.failing_back),
            ("back to normal", "All users are back in their regions.", phases.normal),
            ("calm", "The backlog is cleared.", phases.calm),
        ];
        let mut found: Vec<Phase> =
            all.into_iter().filter_map(|(name, means, at)| at.map(|at| Phase { name, means, at })).collect();
        found.sort_by(|one, other| one.at.total_cmp(&other.at));
        found
    }

    /// The minutes of the failover, in seconds of the week: until all is served elsewhere, with a margin.
    pub fn failover_span(&self) -> (f64, f64) {
        let phases = &self.phases;
        let after = [phases.shifted, phases.scaled, self.totals.outside_until].into_iter().flatten();
        let last = after.fold(phases.failure + MARGIN, f64::max).min(self.totals.length);
        let margin = 0.2 * (last - phases.failure);
        (self.at(phases.failure - margin.min(MARGIN)), self.at(last + margin))
    }

    /// The minutes in which the users come back; none where they never left.
    pub fn return_span(&self) -> Option<(f64, f64)> {
        let phases = &self.phases;
        let back = phases.failing_back?;
        let after = [phases.normal, phases.calm, self.totals.outside_on_return].into_iter().flatten();
        let last = after.fold(back + MARGIN, f64::max).min(self.totals.length);
        let margin = 0.2 * (last - back);
        Some((self.at(back - margin), self.at(last + margin)))
    }

    /// A time within the drill, in seconds of the week.
    fn at(&self, seconds: f64) -> f64 {
        self.begin + seconds.clamp(0.0, self.totals.length)
    }
}
