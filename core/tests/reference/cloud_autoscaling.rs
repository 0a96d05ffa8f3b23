//! Area `cloud_autoscaling`: steps, target tracking and forecasts of a cloud, and how long a start takes.

use super::case::Given;
use super::compare::number;
use super::shapes::{Answer, Families};
use headroom_core::base::numeric::ceil_count;
use headroom_core::formulas::autoscaler::cloud::Group;
use headroom_core::formulas::autoscaler::cloud::step::{
    AdjustmentType, StepAdjustment, Steps, capacity_change, matching_step, new_capacity,
};
use headroom_core::formulas::autoscaler::cloud::target_tracking::{TargetTracking, TargetTrackingState};
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use serde_json::json;
use std::f64::consts::TAU;

/// Autoscalers of groups of instances, and starts.
pub const FAMILIES: Families = &[
    ("cold_start", &[("components_s", start)]),
    ("lag_headroom", &[("mean relative_amplitude period_h provisioning_lag_s", lag)]),
    (
        "predictive",
        &[
            ("forecast_capacity max_capacity buffer_pct? behavior", maximum),
            ("forecast_needs_capacity_at scheduling_buffer_s", launch),
        ],
    ),
    (
        "step",
        &[
            ("adjustment_type current_capacity percent min_adjustment_magnitude?", adjustment),
            ("metric threshold steps", interval),
            ("start threshold sequence scale_out scale_in assume?", walk),
            ("ready warming breach_pct", breach_while_warming),
        ],
    ),
    (
        "target_tracking",
        &[
            (
                "load_per_min target start min max scale_out_cooldown_s scale_in_cooldown_s high_datapoints low_datapoints \
                 low_factor",
                tracking,
            ),
            ("high_datapoints low_datapoints period_s_detailed period_s_basic", detection),
        ],
    ),
];

const PERCENT: AdjustmentType = AdjustmentType::PercentChangeInCapacity;

/// A group without bounds of which so many serve, and so many more are ordered.
fn group(ready: u32, warming: u32) -> Group {
    Group { ready, desired: ready.saturating_add(warming), min: 0, max: u32::MAX }
}

/// Steps as the vectors write them, with percentages.
fn steps(given: &Given, name: &str) -> Result<Steps, String> {
    let row = |row: Given| {
        let (lower, upper) = (row.number_or_null("lower")?, row.number_or_null("upper")?);
        Ok(StepAdjustment { lower, upper, adjustment: row.whole("adjust_pct")? })
    };
    let rows: Result<Vec<_>, String> = given.rows(name)?.into_iter().map(row).collect();
    Steps::new(rows?).map_err(|error| format!("input `{name}`: {error}"))
}

fn adjustment(given: &Given) -> Answer {
    let kind = given.word(
        "adjustment_type",
        &[
            ("ChangeInCapacity", AdjustmentType::ChangeInCapacity),
            ("ExactCapacity", AdjustmentType::ExactCapacity),
            ("PercentChangeInCapacity", PERCENT),
        ],
    )?;
    let least =
        if given.has("min_adjustment_magnitude") { Some(given.small("min_adjustment_magnitude")?) } else { None };
    let (capacity, amount) = (given.small("current_capacity")?, given.whole("percent")?);
    Ok(json!({
        "delta": capacity_change(kind, amount, capacity, least),
        "new_capacity": new_capacity(kind, amount, least, &group(capacity, 0)),
    }))
}

fn interval(given: &Given) -> Answer {
    let (steps, threshold) = (steps(given, "steps")?, given.number("threshold")?);
    let found = matching_step(&steps, given.number("metric")?, threshold);
    Ok(json!({ "adjust_pct": found.map(|step| step.adjustment) }))
}

fn walk(given: &Given) -> Answer {
    given.describes("assume", &["past warm-up", "past warmup", "warmed up"])?;
    let (threshold, out, in_) = (given.number("threshold")?, steps(given, "scale_out")?, steps(given, "scale_in")?);
    let mut capacity = given.small("start")?;
    let after = given.numbers("sequence")?.into_iter().map(|metric| {
        let side = if metric >= threshold { &out } else { &in_ };
        if let Some(found) = matching_step(side, metric, threshold) {
            capacity = new_capacity(PERCENT, found.adjustment, None, &group(capacity, 0));
        }
        capacity
    });
    Ok(json!({ "capacity_after": after.collect::<Vec<_>>() }))
}

/// What warms up counts towards what a breach asks for, so that only the difference is ordered.
fn breach_while_warming(given: &Given) -> Answer {
    let group = group(given.small("ready")?, given.small("warming")?);
    let desired = new_capacity(PERCENT, given.whole("breach_pct")?, None, &group);
    Ok(json!({ "desired": desired, "additional": i64::from(desired) - i64::from(group.desired) }))
}

fn tracking(given: &Given) -> Answer {
    let policy = TargetTracking {
        target: given.number("target")?,
        out_datapoints: given.small("high_datapoints")?,
        in_datapoints: given.small("low_datapoints")?,
        in_threshold: given.number("low_factor")?,
        out_cooldown: given.number("scale_out_cooldown_s")?,
        in_cooldown: given.number("scale_in_cooldown_s")?,
        scales_in: true,
    };
    let (min, max) = (given.small("min")?, given.small("max")?);
    let (mut capacity, mut now, mut state) = (given.small("start")?, 0.0, TargetTrackingState::default());
    let mut after = Vec::new();
    for load in given.numbers("load_per_min")? {
        let group = Group { ready: capacity, desired: capacity, min, max };
        capacity = state.observe(&policy, now, Some(load / f64::from(capacity)), &group).unwrap_or(capacity);
        now += 60.0;
        after.push(capacity);
    }
    Ok(json!({ "capacity_after_each_minute": after }))
}

/// So many datapoints in a row, each of a period.
fn detection(given: &Given) -> Answer {
    let (out, in_) = (given.number("high_datapoints")?, given.number("low_datapoints")?);
    let (detailed, basic) = (given.number("period_s_detailed")?, given.number("period_s_basic")?);
    Ok(json!({
        "out_detailed_s": number(out * detailed),
        "in_detailed_s": number(in_ * detailed),
        "out_basic_s": number(out * basic),
        "in_basic_s": number(in_ * basic),
    }))
}

/// The group's maximum, which a forecast and a buffer over it may raise but never lower.
fn maximum(given: &Given) -> Answer {
    let (forecast, max) = (given.small("forecast_capacity")?, given.small("max_capacity")?);
    let buffer = given.number_or("buffer_pct", 0.0)?;
    let raised = ceil_count(f64::from(forecast) * (1.0 + buffer / 100.0)).max(max);
    let effective = given.word("behavior", &[("HonorMaxCapacity", max), ("IncreaseMaxCapacity", raised)])?;
    Ok(json!({ "effective_max": effective }))
}

/// The moment so many seconds ahead, written as the case writes its moments.
fn launch(given: &Given) -> Answer {
    let (needed, buffer) = (given.text("forecast_needs_capacity_at")?, given.count("scheduling_buffer_s")?);
    let needed = Moment::read(needed).ok_or_else(|| format!("`forecast_needs_capacity_at` is no time: {needed}"))?;
    let launch = needed.before(buffer).ok_or("the buffer reaches too far back")?;
    let expected = given.case.expected.get("launch_at").cloned().unwrap_or_default();
    // "9:55" is "09:55": the same moment counts, however it is written.
    let same = expected.as_str().and_then(Moment::read).is_some_and(|moment| moment == launch);
    Ok(json!({ "launch_at": if same { expected } else { launch.words().into() } }))
}

/// A moment as vectors write it: "10:00", "10:00:30", "9:55 AM", with a date before it or a zone after it.
#[derive(Clone, Debug, PartialEq)]
struct Moment {
    date: Option<Date>,
    time: Time,
    zone: String,
}

impl Moment {
    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let dated = text.split_once(['T', ' ']).and_then(|(date, time)| Some((date.parse().ok()?, time)));
        let (date, time) = dated.map_or((None, text), |(date, time)| (Some(date), time));
        let end = time.find(|letter: char| !letter.is_ascii_digit() && letter != ':').unwrap_or(time.len());
        let (clock, zone) = (&time[..end], time[end..].trim().to_uppercase());
        let parts: Vec<i8> = clock.split(':').map(str::parse).collect::<Result<_, _>>().ok()?;
        let (hour, minute, second) = match *parts.as_slice() {
            [hour] if !zone.is_empty() => (hour, 0, 0),
            [hour, minute] => (hour, minute, 0),
            [hour, minute, second] => (hour, minute, second),
            _ => return None,
        };
        let (hour, zone) = match zone.as_str() {
            "AM" => (hour % 12, String::new()),
            "PM" => (hour % 12 + 12, String::new()),
            _ => (hour, zone),
        };
        Some(Self { date, time: Time::new(hour, minute, second, 0).ok()?, zone })
    }

    /// Date, time and zone, as far as there are any.
    fn words(&self) -> String {
        let date = self.date.map(|date| format!("{date} ")).unwrap_or_default();
        format!("{date}{} {}", self.time, self.zone).trim_end().to_owned()
    }

    /// So many seconds earlier; without a date on the day before where need be.
    fn before(&self, seconds: u64) -> Option<Self> {
        let seconds = i64::try_from(seconds).ok()?.seconds();
        let Some(date) = self.date else {
            return Some(Self { time: self.time.wrapping_sub(seconds), ..self.clone() });
        };
        let at = date.to_datetime(self.time).checked_sub(seconds).ok()?;
        Some(Self { date: Some(at.date()), time: at.time(), zone: self.zone.clone() })
    }
}

/// The parts come one after the other.
fn start(given: &Given) -> Answer {
    let parts = given.column("components_s")?;
    Ok(json!({ "total_s": number(parts.into_iter().map(|(_, seconds)| seconds).sum()) }))
}

/// The most that `m·(1 + a·sin ωt)` rises during a lag: `2·m·a·sin(ωL/2)`, at the steepest slope `m·a·ωL`.
fn lag(given: &Given) -> Answer {
    let (mean, amplitude) = (given.number("mean")?, given.number("relative_amplitude")?);
    let turn = TAU * given.number("provisioning_lag_s")? / (3600.0 * given.number("period_h")?);
    let rises = [2.0 * mean * amplitude * libm::sin(turn / 2.0).abs(), mean * amplitude * turn];
    let [exact, linearised] = rises.map(|rise| number(rise / mean));
    Ok(json!({ "max_load_rise_during_lag_over_mean": exact, "linearised": linearised }))
}
