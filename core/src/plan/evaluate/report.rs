//! The services together in a printed report.

use super::Totals;
use crate::base::dimension::Dimension;
use crate::base::text;
use crate::plan::line::Line;
use crate::plan::scaling::spent;
use crate::plan::sizing::resources;

/// The loads, added up.
pub fn load(totals: &Totals) -> Vec<Line> {
    let (peak, provisioned) = (text::number(totals.peak), text::quantity(totals.provisioned, Dimension::Rate));
    let says = format!("usual peaks {peak}, provisioned {provisioned}, summed as if simultaneous");
    vec![Line::answer("Load", says)]
}

/// The fleets, added up.
pub fn fleets(totals: &Totals) -> Vec<Line> {
    let says = format!("{}; {}", text::count(totals.replicas), resources(&totals.resources));
    vec![Line::answer("Replicas planned", says)]
}

/// What the policies keep and take together.
pub fn scaling(totals: &Totals) -> Vec<Line> {
    let scaling = &totals.scaling;
    let kept = text::percent(scaling.kept_of_requests());
    let mut says = format!("{kept} of all requests within the SLO; {}", spent(scaling.replica_hours, scaling.cost));
    if let Some(saving) = scaling.saving() {
        says.push_str(&format!(", {}", text::against(saving, "static")));
    }
    if scaling.length.is_none() {
        says.push_str(", each over its own period");
    }
    vec![Line::answer("Scaling", says)]
}
