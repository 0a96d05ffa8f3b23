//! Regions and their losses in a printed report.

use super::RegionsPlan;
use super::response::{ResponsePlan, longest};
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
    lines.extend(plan.response.as_ref().map(|response| at_the_user(plan, response)));
    for (at, loss) in plan.losses.iter().enumerate() {
        let lost = plan.regions.iter().find(|region| loss.lost.contains(&region.id));
        let missing = if loss.missing > 0.0 {
            format!("{} not served", text::quantity(loss.missing, Dimension::Rate))
        } else {
            "all served".to_owned()
        };
        let response = plan.response.as_ref();
        let waits = response.and_then(|response| {
            let says = match longest(response.in_loss(at, loss))?.seconds() {
                Some(seconds) => format!("up to {}", text::seconds(seconds)),
                None => "not in time for all".to_owned(),
            };
            Some(format!(", P{} at the user {says}", percentile(response)))
        });
        let trip = || Some(format!(", round trip P95 {}", text::seconds(loss.latency?.seen.p95)));
        let seen = waits.or_else(trip).unwrap_or_default();
        let name = lost.map_or_else(String::new, |region| text::one_line(&region.name));
        lines.push(Line::answer(
            "Lost",
            format!("{name}, {}: {} move, {missing}{seen}", loss.at, text::quantity(loss.moved, Dimension::Rate)),
        ));
    }
    lines
}

fn percentile(response: &ResponsePlan) -> String {
    text::significant(response.percentile * 100.0, 6)
}

/// What the users of each region wait with all regions up.
fn at_the_user(plan: &RegionsPlan, response: &ResponsePlan) -> Line {
    let of_users = response.users.iter().map(|users| {
        let time = users.normally.seconds.map_or_else(|| "not served in time".to_owned(), text::seconds);
        format!("{} {time}", plan.called(users.region))
    });
    let of_users = of_users.collect::<Vec<_>>().join(", ");
    Line::answer("At the user", format!("P{} with all regions up: {of_users}", percentile(response)))
}
