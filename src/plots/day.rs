//! The usual day with the highest peak, against provisioned capacity.

use super::{load_axis, with_capacity};
use crate::charts::spec::{Chart, Points, Role, Series, XAxis};
use headroom_core::base::text;
use headroom_core::base::time::SECONDS_PER_DAY as DAY;
use headroom_core::plan::places::LoadAndFleet;

const STEP: f64 = 300.0;

/// The day of the usual week on which the load peaks.
pub fn usual_day(now: LoadAndFleet<'_>, baseline: Option<LoadAndFleet<'_>>) -> Chart {
    let told = match now.sizing {
        Some(sizing) => format!("; all running replicas together sustain {}", text::si(sizing.capacity)),
        None => String::new(),
    };
    let mut chart = Chart::new("usual-day", "Usual day", XAxis::DayTime, load_axis())
        .with_hint("the day of the week with the highest peak")
        .with_summary(format!(
            "The load peaks at {} requests/s at {}{told}.",
            text::si(now.demand.peak),
            text::time_of_day(now.demand.peak_hour)
        ))
        .with_x_range(0.0, DAY)
        .with_series(Series::new("Load", Role::Load, day_of(now)));
    chart = with_capacity(chart, now);
    if let Some(baseline) = baseline {
        chart = chart.with_series(Series::new("Baseline", Role::Ghost, day_of(baseline)));
    }
    chart
}

fn day_of(service: LoadAndFleet<'_>) -> Points {
    let start = f64::from(service.demand.peak_weekday) * DAY;
    let loads: Vec<f64> = (0..=(DAY / STEP) as usize)
        .map(|place| service.curve.usual_load_at(start + (place as f64 * STEP).min(DAY - 1.0)))
        .collect();
    Points::regular(0.0, STEP, loads)
}
