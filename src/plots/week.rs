//! The usual week, against provisioned capacity and what was measured.

use super::{load_axis, with_capacity};
use crate::charts::spec::{Chart, Points, Role, Series, XAxis};
use headroom_core::base::text;
use headroom_core::base::time::SECONDS_PER_WEEK as WEEK;
use headroom_core::plan::places::LoadAndFleet;
use headroom_core::plan::scenario::demand::MeasuredWeek;

const STEP: f64 = 900.0;

/// The usual week on the plan's first day.
pub fn usual_week(now: LoadAndFleet<'_>, measured: Option<&MeasuredWeek>, baseline: Option<LoadAndFleet<'_>>) -> Chart {
    let mut chart = Chart::new("usual-week", "Usual week", XAxis::WeekTime, load_axis())
        .with_hint("at the plan's start, without events")
        .with_summary(format!(
            "Over the usual week the load lies between {} and {} requests/s, {} on average.",
            text::si(now.demand.trough),
            text::si(now.demand.peak),
            text::si(now.demand.average)
        ))
        .with_x_range(0.0, WEEK)
        .with_series(Series::new("Load", Role::Load, week_of(now)));
    chart = with_capacity(chart, now);
    if let Some(measured) = measured {
        let hours = measured
            .hours
            .iter()
            .enumerate()
            .map(|(hour, factor)| (hour as f64 * 3600.0 + 1800.0, factor.get() * now.demand.average))
            .collect();
        chart = chart.with_series(Series::new("Measured hours", Role::Measured, Points::pairs(hours)).dots());
    }
    if let Some(baseline) = baseline {
        chart = chart.with_series(Series::new("Baseline", Role::Ghost, week_of(baseline)));
    }
    chart
}

fn week_of(service: LoadAndFleet<'_>) -> Points {
    let loads: Vec<f64> = (0..=(WEEK / STEP) as usize)
        .map(|place| service.curve.usual_load_at((place as f64 * STEP).min(WEEK - 1.0)))
        .collect();
    Points::regular(0.0, STEP, loads)
}
