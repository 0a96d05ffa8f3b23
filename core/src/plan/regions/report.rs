//! Regions and their losses in a printed report.

use super::RegionsPlan;
use crate::base::dimension::Dimension;
use crate::base::text;
use crate::plan::answered::Answered;
use crate::plan::line::Line;

/// What a report says of the regions of a service.
pub fn lines(plan: &Answered<RegionsPlan>, several: bool) -> Vec<Line> {
    let mut lines: Vec<Line> = Line::held("Regions", &plan.verdict, several).collect();
    for region in plan.regions.iter().filter(|region| region.hosts) {
        let line = format!(
            "{}: {} in normal operation, {} to survive every loss, {} planned; {} of users, up to {}",
            text::one_line(&region.name),
            text::counted(region.normal_replicas.into(), "replica", "replicas"),
            text::count(region.needed_replicas),
            text::count(region.replicas),
            text::percent(region.share),
            text::quantity(region.most_load, Dimension::Rate)
        );
        lines.push(Line::answer("Region", line));
    }
    for loss in &plan.losses {
        let lost = plan.regions.iter().find(|region| loss.lost.contains(&region.id));
        let missing = if loss.missing > 0.0 {
            format!("{} not served", text::quantity(loss.missing, Dimension::Rate))
        } else {
            "all served".to_owned()
        };
        let seen = loss
            .latency
            .map_or_else(String::new, |latency| format!(", round trip P95 {}", text::seconds(latency.seen.p95)));
        let name = lost.map_or_else(String::new, |region| text::one_line(&region.name));
        lines.push(Line::answer(
            "Lost",
            format!("{name}, {}: {} move, {missing}{seen}", loss.at, text::quantity(loss.moved, Dimension::Rate)),
        ));
    }
    lines.extend(Line::levers(&plan.levers));
    lines
}
