//! The usual week of a plan, from that of a trace: holes filled, loads put on the plan's level.

use super::{NoDemand, rounded, to_thousandths};
use crate::base::name::Name;
use crate::base::text;
use crate::base::time::HOURS_PER_WEEK;
use crate::base::units::{AverageLoad, HourFactor, Quantity};
use crate::plan::scenario::demand::MeasuredWeek;
use crate::trace::{HourOfWeek, LocalTime, ProfileBasis, Step, Summary, TraceStatistics};
use jiff::civil::Date;

/// The measured week of a plan; `scale` puts the loads of the trace on the plan's level.
pub(super) fn measured_week(
    statistics: &TraceStatistics,
    name: &str,
    level: &Summary,
    hours: &[f64; HOURS_PER_WEEK],
    scale: f64,
    is_rate: bool,
) -> Result<MeasuredWeek, NoDemand> {
    let load = |value: f64| AverageLoad::new(rounded((value * scale).max(0.0)));
    let source = if is_rate { name.to_owned() } else { format!("{name} (shape only)") };
    Ok(MeasuredWeek {
        source: Name::cut(&source),
        first_day: date_of(statistics.start),
        last_day: date_of(statistics.end.plus_micros(-1)),
        mean: load(level.mean)?,
        peak: load(level.peak)?,
        p99: load(level.p99)?,
        hours: hours.map(|hour| HourFactor::clamped(to_thousandths(hour))),
    })
}

/// Says what the week rests on.
pub(super) fn note_basis(statistics: &TraceStatistics, n_filled: usize, notes: &mut Vec<String>) {
    if statistics.profile_basis == ProfileBasis::HourOfDay {
        notes.push(format!("The shape of the week: {}.", statistics.profile_basis.words()));
    }
    if n_filled > 0 {
        notes.push(format!(
            "{} of the week {} not observed and filled from the same hour of other days, or from the mean.",
            text::counted(n_filled as u64, "hour", "hours"),
            if n_filled == 1 { "was" } else { "were" }
        ));
    }
    if matches!(statistics.step, Step::Every(step) if step.as_secs() > 3600) {
        notes.push(format!("The step is {}, so all hours within a step are the same.", statistics.step));
    }
}

/// Why there is no week, and what follows from it.
pub(super) fn why_no_week(statistics: &TraceStatistics) -> String {
    let stays = "weekly shape and variability stay unchanged";
    let n_observed = statistics.hour_of_week.iter().flatten().count();
    match statistics.profile_basis {
        ProfileBasis::TooCoarse => format!(
            "Hours are unknown, because the step is {}: {stays}, and the peak is that of a whole step.",
            statistics.step
        ),
        // Each hour of the day stands on all seven days.
        ProfileBasis::HourOfDay => {
            format!("Only {} of the 24 hours of a day were observed, fewer than half: {stays}.", n_observed / 7)
        }
        _ => format!("Only {n_observed} of the 168 hours of a week were observed, fewer than half: {stays}."),
    }
}

/// Every hour of the week, those without observation filled, and how many those were; `None`
/// where fewer than half were observed.
pub(super) fn filled(profile: &HourOfWeek) -> Option<([f64; HOURS_PER_WEEK], usize)> {
    let n_observed = profile.iter().flatten().count();
    if n_observed * 2 < HOURS_PER_WEEK {
        return None;
    }
    let mut hours = [1.0; HOURS_PER_WEEK];
    for (hour, factor) in hours.iter_mut().enumerate() {
        let alike = profile.iter().skip(hour % 24).step_by(24).flatten();
        let (sum, count) = alike.fold((0.0, 0u32), |(sum, count), factor| (sum + factor, count + 1));
        let usual = if count > 0 { sum / f64::from(count) } else { 1.0 };
        *factor = profile.get(hour).copied().flatten().unwrap_or(usual).max(0.0);
    }
    Some((hours, HOURS_PER_WEEK - n_observed))
}

fn date_of(time: LocalTime) -> Date {
    let (year, month, day) = time.civil();
    // Years 1 to 9999 are within both calendars.
    Date::new(i16::try_from(year).unwrap_or(i16::MAX), month as i8, day as i8).unwrap_or(Date::MAX)
}
