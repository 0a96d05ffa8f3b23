//! The load in a printed report.

use super::DemandPlan;
use crate::base::dimension::Dimension;
use crate::base::explain::{Standing, Verdict};
use crate::base::text;
use crate::plan::line::Line;

/// What a report says of the load of a service.
pub fn lines(plan: &DemandPlan, verdict: &Verdict) -> Vec<Line> {
    // What holds besides is in the working, under the usual peak in a year.
    let leads = verdict.findings.iter().enumerate();
    let leads = leads.filter(|(place, finding)| *place == 0 || finding.standing > Standing::Holds);
    let load = format!(
        "average {}, P95 {}, lowest {}",
        text::quantity(plan.average, Dimension::Rate),
        text::number(plan.p95),
        text::number(plan.trough)
    );
    leads.map(|(_, finding)| Line::Lead(finding.clone())).chain([Line::answer("Load", load)]).collect()
}
