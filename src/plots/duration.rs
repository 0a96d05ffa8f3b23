//! The load-duration curve: for which share of the year the load is how high.

use super::load_axis;
use crate::charts::figures::Format;
use crate::charts::spec::{Chart, Points, Role, Rule, Series, XAxis};
use headroom_core::base::text;
use headroom_core::plan::demand::HORIZON_DAYS;
use headroom_core::plan::places::LoadAndFleet;

/// The load-duration curve of the year to come.
pub fn load_duration(now: LoadAndFleet<'_>, baseline: Option<&Series>) -> Chart {
    let axis = XAxis::Number { label: "share of the year".to_owned(), format: Format::Percent };
    let mut chart = Chart::new("load-duration", "Load duration", axis, load_axis())
        .with_hint("the load exceeded in this share of the coming year's hours")
        .with_summary(format!(
            "The load-duration curve falls from the highest hour of the year to the lowest{}.",
            now.sizing.map_or_else(String::new, |sizing| {
                format!("; the capacity of all running replicas is {} requests/s", text::si(sizing.capacity))
            })
        ))
        .with_x_range(0.0, 1.0)
        .with_series(Series::new("Load", Role::Load, curve_of(now)));
    if let Some(sizing) = now.sizing {
        chart = chart.with_rule(Rule::new("capacity", Role::Capacity, sizing.capacity));
    }
    if let Some(baseline) = baseline {
        chart = chart.with_series(baseline.clone());
    }
    chart
}

/// The baseline's curve, made apart so that an edit of the plan does not sort it anew.
pub fn load_duration_ghost(baseline: LoadAndFleet<'_>) -> Series {
    Series::new("Baseline", Role::Ghost, curve_of(baseline))
}

fn curve_of(service: LoadAndFleet<'_>) -> Points {
    let loads = service.curve.duration(HORIZON_DAYS);
    let last = loads.len().saturating_sub(1).max(1) as f64;
    Points::regular(0.0, 1.0 / last, loads)
}
