//! Charts for tests and measurements: the same figures on every run.

use super::clock::DAY;
use super::figures::Format;
use super::spec::{Band, BandRole, Chart, Edge, Mark, Points, Role, Rule, Series, Tone, XAxis, YAxis};

/// Seconds from 1970 to 2026-11-01.
pub const NOVEMBER: f64 = 1_793_491_200.0;

/// Numbers between −1 and 1 that look random.
pub fn wobble(index: usize) -> f64 {
    let mixed = (index as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    ((mixed >> 40) as f64) / 8_388_608.0 - 1.0
}

/// The sketch of the screen: a year of weekly peaks that grow through provisioned capacity.
pub fn year() -> Chart {
    let peak = |week: usize| 75_000.0 * (1.0 + week as f64 * 0.0186) * (1.0 + 0.04 * wobble(week));
    let peaks: Vec<f64> = (0..=52).map(peak).collect();
    let before: Vec<f64> = (0..=52).map(|week| peak(week) * 0.93 * (1.0 - week as f64 * 0.004)).collect();
    let week = 7.0 * DAY;
    Chart::new("year", "The year to come", XAxis::Time, YAxis::new("requests/s"))
        .with_hint("weekly peak against provisioned capacity")
        .with_summary("Peak load crosses provisioned capacity on 20 June 2027.")
        .with_band(Band::headroom("headroom", 75_000.0, 112_500.0))
        .with_series(Series::new("baseline", Role::Ghost, Points::regular(NOVEMBER, week, before)))
        .with_series(Series::new("weekly peak", Role::Load, Points::regular(NOVEMBER, week, peaks)))
        .with_rule(Rule::new("provisioned", Role::Capacity, 112_500.0))
        .with_mark(Mark::at(NOVEMBER + 171.0 * DAY, "order by 21 Apr", Tone::Neutral))
        .with_mark(Mark::at(NOVEMBER + 231.0 * DAY, "20 Jun: headroom gone", Tone::Tight))
        .with_mark(Mark::span(NOVEMBER + 25.0 * DAY, NOVEMBER + 30.0 * DAY, "Black Friday", Tone::Event))
}

/// Load of a year, one value each `step` seconds.
pub fn minutes(count: usize, step: f64) -> Vec<f64> {
    let value = |index: usize| {
        let time = index as f64 * step;
        let hour = (time / 3_600.0).rem_euclid(24.0);
        let day = 1.0 - (hour - 19.0).abs().min(24.0 - (hour - 19.0).abs()) / 14.0;
        let week = if (time / DAY).rem_euclid(7.0) >= 5.0 { 0.8 } else { 1.0 };
        (20_000.0 + 55_000.0 * day.max(0.0) * day.max(0.0)) * week * (1.0 + time / DAY * 0.0015)
            + 3_000.0 * wobble(index)
    };
    (0..count).map(value).collect()
}

/// A year at one-minute steps: 525,600 points, with capacity in steps.
pub fn long_year() -> Chart {
    let capacity: Vec<(f64, f64)> = (0..14)
        .map(|month| (NOVEMBER + f64::from(month) * 30.4 * DAY, 95_000.0 + 6_000.0 * f64::from(month)))
        .collect();
    Chart::new("long-year", "A year, minute by minute", XAxis::Time, YAxis::new("requests/s"))
        .with_hint("525,600 points")
        .with_summary(
            "Load rises and falls every day and grows through the year, under capacity that is raised each month.",
        )
        .with_series(Series::new("load", Role::Load, Points::regular(NOVEMBER, 60.0, minutes(525_600, 60.0))))
        .with_series(Series::new("capacity", Role::Capacity, Points::pairs(capacity)).step())
        .with_x_range(NOVEMBER, NOVEMBER + 365.0 * DAY)
}

/// The usual week with hourly steps, a range around it, and a region that fails on Wednesday.
pub fn week() -> Chart {
    let hour = 3_600.0;
    let values = minutes(169, hour);
    let scaled = |by: f64| -> Vec<f64> { values.iter().map(|value| value * by).collect() };
    let replicas: Vec<f64> = values.iter().map(|value| (value / 1_500.0).ceil() * 1_500.0 * 1.2).collect();
    Chart::new("week", "Usual week", XAxis::WeekTime, YAxis::new("requests/s"))
        .with_hint("load, its likely range, and what the autoscaler provides")
        .with_summary("Load peaks on weekday evenings and stays under the capacity that the autoscaler provides.")
        .with_band(Band::new(
            "likely range",
            BandRole::Range,
            Edge::Points(Points::regular(0.0, hour, scaled(0.86))),
            Edge::Points(Points::regular(0.0, hour, scaled(1.13))),
        ))
        .with_series(Series::new("capacity", Role::Capacity, Points::regular(0.0, hour, replicas)).step())
        .with_series(Series::new("load", Role::Load, Points::regular(0.0, hour, values)))
        .with_mark(Mark::span(2.8 * DAY, 2.95 * DAY, "region lost", Tone::Fails))
        .with_x_range(0.0, 7.0 * DAY)
}

/// Load against the share of the time that it is reached, with measured steps.
pub fn duration_curve() -> Chart {
    let curve = |share: f64| 20_000.0 + 80_000.0 * (1.0 - share) * (1.0 - share);
    let points = (0..=100).map(|index| (f64::from(index) / 100.0, curve(f64::from(index) / 100.0))).collect();
    let measured = (0..9)
        .map(|index| (f64::from(index) / 8.0, curve(f64::from(index) / 8.0) * (1.0 + 0.05 * wobble(index as usize))));
    let x = XAxis::Number { label: "share of the time".to_owned(), format: Format::Percent };
    Chart::new("duration", "Load-duration curve", x, YAxis::new("requests/s"))
        .with_summary("Load exceeds 80 thousand requests a second for a tenth of the time.")
        .with_series(Series::new("load", Role::Load, Points::pairs(points)))
        .with_series(Series::new("measured", Role::Measured, Points::pairs(measured.collect())).dots())
        .with_series(Series::new("model B", Role::Other(1), Points::pairs(vec![(0.0, 70_000.0), (1.0, 15_000.0)])))
        .with_rule(Rule::new("provisioned", Role::Capacity, 112_500.0))
}
