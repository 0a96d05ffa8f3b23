//! The load of every region's users through the busiest day: why peaks at different hours save capacity.

use super::load_axis;
use crate::charts::spec::{Chart, Points, Role, Rule, Series, XAxis};
use headroom_core::base::text;
use headroom_core::plan::regions::{RegionsPlan, Traffic};

/// Seconds of an hour.
const HOUR: f64 = 3600.0;

/// The day of the busiest hour, by region of the users.
pub fn busiest_day(traffic: &Traffic, plan: &RegionsPlan) -> Chart {
    let hours = traffic.busiest_day();
    let clock = if traffic.is_utc { "UTC" } else { "one clock for all" };
    let day = traffic.weekday(hours.start);
    let mut chart = Chart::new("region-day", "Load of the users by region", XAxis::DayTime, load_axis())
        .with_hint(format!("{day}, {clock}, the highest of each hour"))
        .with_summary(format!(
            "The peaks of the regions add up to {} requests/s; all users together peak at {}, on {}.",
            text::si(plan.sum_of_peaks),
            text::si(plan.peak_of_all),
            plan.peak_at
        ))
        .with_x_range(0.0, 24.0 * HOUR);
    let all: Vec<f64> = hours.clone().map(|hour| traffic.together(hour)).collect();
    chart = chart.with_series(Series::new("All users", Role::Load, Points::regular(0.0, HOUR, all)).step());
    let with_users = plan.regions.iter().zip(&traffic.loads).filter(|(region, _)| region.share > 0.0);
    for (at, (region, loads)) in with_users.enumerate() {
        let name = if region.name.trim().is_empty() { format!("region {}", region.id.0) } else { region.name.clone() };
        let taken = chart.series.iter().any(|series| series.name == name);
        let name = if taken { format!("{name} ({})", region.id.0) } else { name };
        let points = Points::regular(0.0, HOUR, loads.get(hours.clone()).unwrap_or_default().to_vec());
        chart = chart.with_series(Series::new(name, Role::Other(at as u8), points).step());
    }
    if plan.follow_the_sun.is_some_and(|gain| gain > 0.005) {
        chart = chart.with_rule(Rule::new("peaks added up", Role::Event, plan.sum_of_peaks));
    }
    chart
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn every_region_with_users_has_a_line_beside_the_sum() {
        let scenario = examples::find("three-region-payments").unwrap().scenario();
        let service = scenario.services.first();
        let evaluation = evaluate(&scenario);
        let plan = evaluation.services[0].regions.as_ref().unwrap();
        let traffic = Traffic::new(
            &scenario.regions,
            &service.regions,
            &evaluation.services[0].caps,
            &service.sizing,
            &evaluation.services[0].curve,
        );
        let chart = busiest_day(&traffic, plan);
        assert_eq!(chart.series.len(), 4);
        assert_eq!(chart.rules.len(), 1);
        assert_eq!(chart.full_x_range(), (0.0, 86_400.0));
        assert!(chart.hint.contains("UTC"));
    }
}
