//! From rows in any order to a trace: sorted, without duplicates, with its step and its gaps.

use super::error::limits;
use super::report::{Findings, Gap, Gaps, Issue, Place};
use super::series::{step_from_micros, step_micros};
use super::time::{MICROS_PER_DAY, days_in_month};
use super::{Arrivals, ImportError, InvalidTrace, IssueKind, LocalTime, Meaning, Step, Times, Trace};

/// Rows as they were read: columns of equal length (`values` is empty for events).
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub times: Vec<LocalTime>,
    pub values: Vec<f64>,
    pub places: Vec<u32>,
    unsorted: bool,
}

impl Rows {
    /// Adds a row and says so where it is earlier than the one before it.
    pub fn push(&mut self, time: LocalTime, value: Option<f64>, place: u64, findings: &mut Findings) {
        if self.times.last().is_some_and(|last| *last > time) {
            self.unsorted = true;
            findings.add(IssueKind::OutOfOrder, place, b"");
        }
        self.times.push(time);
        if let Some(value) = value {
            self.values.push(value);
            self.places.push(u32::try_from(place).unwrap_or(u32::MAX));
        }
    }

    /// Sorts by time; rows of the same time keep the order of the file.
    fn sort(&mut self) {
        if !std::mem::take(&mut self.unsorted) {
            return;
        }
        if self.values.is_empty() {
            self.times.sort_unstable();
            return;
        }
        let mut order: Vec<u32> = (0..self.times.len() as u32).collect();
        order.sort_by_key(|at| self.times[*at as usize]);
        self.values = order.iter().map(|at| self.values[*at as usize]).collect();
        self.places = order.iter().map(|at| self.places[*at as usize]).collect();
        self.times.sort_unstable();
    }

    /// Of rows with the same time keeps the last.
    fn keep_last(&mut self, findings: &mut Findings) {
        let (mut kept, mut dropped, mut first) = (0, 0, FirstPlaces::default());
        for at in 0..self.times.len() {
            if at > 0 && self.times[at] == self.times[kept - 1] {
                dropped += 1;
                first.add(u64::from(self.places[at]));
                kept -= 1;
            }
            self.times[kept] = self.times[at];
            self.values[kept] = self.values[at];
            self.places[kept] = self.places[at];
            kept += 1;
        }
        self.times.truncate(kept);
        self.values.truncate(kept);
        self.places.truncate(kept);
        findings.add_counted(IssueKind::Duplicate, dropped, first.places);
    }
}

/// The few smallest of many places.
#[derive(Debug, Default)]
pub(super) struct FirstPlaces {
    pub places: Vec<u64>,
}

impl FirstPlaces {
    pub fn add(&mut self, place: u64) {
        if self.places.len() < Issue::MAX_PLACES || self.places.last().is_some_and(|last| place < *last) {
            self.places.push(place);
            self.places.sort_unstable();
            self.places.truncate(Issue::MAX_PLACES);
        }
    }
}

/// A trace of values.
///
/// The step is the median of the distances between neighbouring rows, and a distance beyond one
/// and a half steps is a gap; where all rows are on the same day and time of a month, the step is
/// in calendar months.
pub(super) fn trace_from_values(
    name: &str,
    meaning: Meaning,
    mut rows: Rows,
    place: Place,
    findings: &mut Findings,
) -> Result<(Trace, Gaps), ImportError> {
    let too_many = |at| ImportError::TooManyRows { at, place };
    rows.sort();
    rows.keep_last(findings);
    let n_points = rows.times.len();
    if n_points < 2 {
        return Err(ImportError::TooFewPoints { points: n_points as u64 });
    }
    find_counter(&rows, findings);
    let (step, gaps) = match months_step(&rows.times) {
        Some(found) => found,
        None => fixed_step(&rows, findings),
    };
    let regular = |pair: &[LocalTime]| pair[1].micros() - pair[0].micros() == step_micros(step);
    let times = match rows.times.first() {
        Some(start) if rows.times.windows(2).all(regular) => Times::Regular { start: *start },
        _ => Times::Listed(rows.times),
    };
    let trace = Trace::new(name, meaning, step, times, rows.values, None);
    trace.map(|trace| (trace, gaps)).map_err(|invalid| match invalid {
        InvalidTrace::Points(n) => too_many(n as u64),
        other => ImportError::Layout(other.to_string()),
    })
}

/// Values that never fall look like a counter since start-up, not like load.
fn find_counter(rows: &Rows, findings: &mut Findings) {
    let rises = rows.values.windows(2).filter(|pair| pair[1] > pair[0]).count();
    let falls = rows.values.windows(2).any(|pair| pair[1] < pair[0]);
    if !falls && rows.values.len() >= 20 && rises * 2 >= rows.values.len() {
        findings.add_counted(IssueKind::LooksCumulative, rows.values.len() as u64, Vec::new());
    }
}

fn fixed_step(rows: &Rows, findings: &mut Findings) -> (Step, Gaps) {
    let mut distances: Vec<i64> = rows.times.windows(2).map(|pair| pair[1].micros() - pair[0].micros()).collect();
    let middle = (distances.len() - 1) / 2;
    let step = (*distances.select_nth_unstable(middle).1).max(1);
    let (mut gaps, mut uneven, mut first) = (Gaps::default(), 0, FirstPlaces::default());
    for (pair, place) in rows.times.windows(2).zip(rows.places.iter().skip(1)) {
        let distance = pair[1].micros() - pair[0].micros();
        let steps = distance / step + i64::from(distance % step * 2 >= step);
        if (distance - steps * step).abs() * 10 > step {
            uneven += 1;
            first.add(u64::from(*place));
        }
        if distance / 3 * 2 > step {
            add_gap(&mut gaps, pair[0].plus_micros(step), steps - 1);
        }
    }
    findings.add_counted(IssueKind::UnevenStep, uneven, first.places);
    (step_from_micros(step), gaps)
}

fn add_gap(gaps: &mut Gaps, start: LocalTime, missing: i64) {
    let missing = missing.max(0).unsigned_abs();
    if missing == 0 {
        return;
    }
    gaps.places += 1;
    gaps.missing = gaps.missing.saturating_add(missing);
    if gaps.listed.len() < limits::LISTED_GAPS {
        gaps.listed.push(Gap { start, missing });
    }
}

/// The step in months, if all rows are on the same day and time of a month, or all on its last day.
fn months_step(times: &[LocalTime]) -> Option<(Step, Gaps)> {
    let far = times.windows(2).filter(|pair| pair[1].micros() - pair[0].micros() >= 28 * MICROS_PER_DAY).count();
    // Rows less than 28 days apart are not monthly, and most traces end here.
    if times.len() < 3 || far + 1 < times.len() {
        return None;
    }
    let clock = |time: &LocalTime| time.micros().rem_euclid(MICROS_PER_DAY);
    let (_, _, first_day) = times.first()?.civil();
    let first_clock = clock(times.first()?);
    let on_day = times.iter().all(|time| time.civil().2 == first_day);
    let on_last = times.iter().map(|time| time.civil()).all(|(year, month, day)| day == days_in_month(year, month));
    if !(on_day || on_last) || times.iter().any(|time| clock(time) != first_clock) {
        return None;
    }
    let month_of = |time: &LocalTime| {
        let (year, month, _) = time.civil();
        year * 12 + i64::from(month) - 1
    };
    let mut distances: Vec<i64> = times.windows(2).map(|pair| month_of(&pair[1]) - month_of(&pair[0])).collect();
    let middle = (distances.len() - 1) / 2;
    let months = (*distances.select_nth_unstable(middle).1).max(1);
    let step = Step::Months(u32::try_from(months).ok()?);
    let mut gaps = Gaps::default();
    for pair in times.windows(2) {
        add_gap(&mut gaps, step.after(pair[0]), (month_of(&pair[1]) - month_of(&pair[0]) + months / 2) / months - 1);
    }
    Some((step, gaps))
}

/// A trace of counts from single events.
///
/// Intervals begin at whole multiples of their length. An interval between the first and the last
/// event in which nothing happened is a true zero. The first and the last interval are counted
/// like the others, although the log may cover only a part of them.
pub(super) fn trace_from_events(
    name: &str,
    interval_seconds: u32,
    mut rows: Rows,
) -> Result<(Trace, Gaps), ImportError> {
    rows.sort();
    let interval = i64::from(interval_seconds) * 1_000_000;
    let [first, .., last] = rows.times.as_slice() else {
        return Err(ImportError::TooFewPoints { points: rows.times.len() as u64 });
    };
    let number = |time: &LocalTime| time.micros().div_euclid(interval);
    let begin = number(first);
    let intervals = (number(last) - begin + 1).unsigned_abs();
    if intervals > limits::ROWS {
        return Err(ImportError::IntervalTooShort { intervals });
    }
    if intervals < 2 {
        return Err(ImportError::IntervalTooLong { events: rows.times.len() as u64 });
    }
    let mut counts = vec![0.0; intervals as usize];
    for time in &rows.times {
        if let Some(count) = counts.get_mut((number(time) - begin).unsigned_abs() as usize) {
            *count += 1.0;
        }
    }
    let start = LocalTime::from_micros(begin * interval).unwrap_or(LocalTime::MIN);
    let step = step_from_micros(interval);
    let arrivals = Some(arrivals_of(&rows.times));
    Trace::new(name, Meaning::CountPerInterval, step, Times::Regular { start }, counts, arrivals)
        .map(|trace| (trace, Gaps::default()))
        .map_err(|invalid| ImportError::Layout(invalid.to_string()))
}

/// Mean and squared coefficient of variation of the times between sorted events.
fn arrivals_of(times: &[LocalTime]) -> Arrivals {
    let gaps = || times.windows(2).map(|pair| (pair[1].micros() - pair[0].micros()) as f64 / 1e6);
    let n_gaps = times.len().saturating_sub(1).max(1) as f64;
    let mean = gaps().sum::<f64>() / n_gaps;
    let variance = gaps().map(|gap| (gap - mean) * (gap - mean)).sum::<f64>() / n_gaps;
    let scv = if mean > 0.0 { variance / (mean * mean) } else { 0.0 };
    Arrivals { events: times.len() as u64, mean_gap: mean, scv }
}
