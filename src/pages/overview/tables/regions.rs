//! Which losses of a region each service survives, and what that takes.

use super::ServiceRows;
use headroom_core::base::text;
use headroom_core::plan::regions::{LatencyOfUsers, RegionsPlan};

/// The table; nothing where the plan has no regions.
pub const REGIONS: ServiceRows = ServiceRows {
    id: "services-regions",
    page: "regions",
    is_there: |side| !side.scenario.regions.is_empty(),
    caption: |_| "Regions".to_owned(),
    columns: &[
        ("Region losses survived", false),
        ("Capacity over load", true),
        ("Replicas", true),
        ("Longest round trip, P95", true),
        ("Cost per hour", true),
    ],
    standing: |of| of.answers.regions.as_ref().map(|plan| plan.verdict.standing),
    cells: |of| Some(of.answers.regions.as_deref().map(cells).unwrap_or_else(|| vec![String::new(); 5])),
    total: None,
    has_tools: false,
};

fn cells(plan: &RegionsPlan) -> Vec<String> {
    let worst = plan.longest_trips();
    vec![
        survived(plan),
        plan.exact.map_or_else(|| "no load".to_owned(), |exact| format!("{} ×", text::number(exact))),
        text::count(plan.replicas),
        worst.map_or_else(|| "no users served".to_owned(), trip),
        text::or_unknown(plan.cost, text::dollars),
    ]
}

fn survived(plan: &RegionsPlan) -> String {
    let survived = match plan.survivable.regions {
        None => "overloaded with all regions up".to_owned(),
        Some(0) => "none".to_owned(),
        Some(n) => format!("any {}", text::count(n)),
    };
    format!("{survived} of {}, target {}", text::count(plan.n_hosts), text::count(plan.survive))
}

fn trip(latency: LatencyOfUsers) -> String {
    let mark = if latency.estimated { "≈ " } else { "" };
    format!("{mark}{}", text::seconds(latency.seen.p95))
}

#[cfg(test)]
mod tests {
    use super::super::tests::of;
    use super::*;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn a_row_says_what_may_be_lost_and_how_far_users_then_are() {
        let table = of(&REGIONS, &examples::find("three-region-payments").unwrap().scenario()).unwrap();
        assert_eq!(table.text(0, 1), "any 1 of 3, target 1");
        assert!(table.text(0, 2).ends_with(" ×") && table.text(0, 5).starts_with('$'), "{:?}", table.texts(0));
        assert_eq!(of(&REGIONS, &examples::seed_service()), None);
    }
}
