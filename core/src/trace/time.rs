//! A moment of a trace, on the trace's own wall clock, and the step between two moments.

use crate::base::time::{DAYS_PER_MONTH, HOURS_PER_WEEK, SECONDS_PER_DAY};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// Microseconds of a second, an hour, a day.
pub(crate) const MICROS_PER_SECOND: i64 = 1_000_000;
pub(crate) const MICROS_PER_HOUR: i64 = 3600 * MICROS_PER_SECOND;
pub(crate) const MICROS_PER_DAY: i64 = 24 * MICROS_PER_HOUR;

/// A moment on the trace's wall clock: microseconds since 1970-01-01 00:00 there, years 1 to 9999.
///
/// A trace knows one clock only; what its zone was is decided when it is imported.
///
/// # Example
///
/// ```
/// use headroom_core::trace::LocalTime;
///
/// let monday = LocalTime::from_seconds(1_397_433_600.0).ok_or("outside years 1 to 9999")?;
/// assert_eq!(monday.to_string(), "2014-04-14 00:00:00");
/// assert_eq!(monday.hour_of_week(), 0);
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct LocalTime(i64);

impl LocalTime {
    /// 0001-01-01 00:00:00.
    pub const MIN: Self = Self(-719_162 * MICROS_PER_DAY);
    /// 9999-12-31 23:59:59.999999.
    pub const MAX: Self = Self(2_932_897 * MICROS_PER_DAY - 1);

    /// The moment `micros` microseconds after 1970-01-01 00:00; `None` outside the years 1 to 9999.
    pub fn from_micros(micros: i64) -> Option<Self> {
        (Self::MIN.0..=Self::MAX.0).contains(&micros).then_some(Self(micros))
    }

    /// The moment `seconds` seconds after 1970-01-01 00:00, rounded to a microsecond.
    pub fn from_seconds(seconds: f64) -> Option<Self> {
        let micros = (seconds * 1e6).round();
        // The cast saturates, and a saturated number is outside the years 1 to 9999.
        if micros.is_nan() { None } else { Self::from_micros(micros as i64) }
    }

    /// Microseconds since 1970-01-01 00:00.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Seconds since 1970-01-01 00:00.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// Whole days since 1970-01-01.
    pub const fn day(self) -> i64 {
        self.0.div_euclid(MICROS_PER_DAY)
    }

    /// Hours since Monday 00:00, 0 to 167.
    pub const fn hour_of_week(self) -> usize {
        // 1970-01-01 was a Thursday, three days after Monday.
        let hours = self.0.div_euclid(MICROS_PER_HOUR);
        (hours + 72).rem_euclid(HOURS_PER_WEEK as i64) as usize
    }

    /// Year, month and day of month.
    pub fn civil(self) -> (i64, u8, u8) {
        civil_from_days(self.day())
    }

    /// This moment moved; stops at the ends of the calendar.
    pub(crate) fn plus_micros(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros).clamp(Self::MIN.0, Self::MAX.0))
    }
}

impl TryFrom<i64> for LocalTime {
    type Error = &'static str;
    fn try_from(micros: i64) -> Result<Self, Self::Error> {
        Self::from_micros(micros).ok_or("a time must be within the years 1 to 9999")
    }
}

impl From<LocalTime> for i64 {
    fn from(time: LocalTime) -> Self {
        time.0
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        let within = self.0.rem_euclid(MICROS_PER_DAY);
        let (seconds, micros) = (within / MICROS_PER_SECOND, within % MICROS_PER_SECOND);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        write!(f, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")?;
        if micros != 0 {
            let fraction = format!("{micros:06}");
            write!(f, ".{}", fraction.trim_end_matches('0'))?;
        }
        Ok(())
    }
}

/// The distance between two neighbouring points of a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// Always the same time, at least a microsecond.
    Every(Duration),
    /// Calendar months, at least one: the same day and time of day of each `n`th month, or the last
    /// day of a month that is too short.
    Months(u32),
}

impl Step {
    /// Seconds of the step; of a month, of the mean month of 30.4375 days.
    pub fn seconds(self) -> f64 {
        match self {
            Self::Every(duration) => duration.as_secs_f64(),
            Self::Months(n) => f64::from(n) * DAYS_PER_MONTH * SECONDS_PER_DAY,
        }
    }

    /// Seconds of the step that begins at `start`: a February counts 28 or 29 days.
    pub fn seconds_from(self, start: LocalTime) -> f64 {
        match self {
            Self::Every(duration) => duration.as_secs_f64(),
            Self::Months(_) => (self.after(start).micros() - start.micros()) as f64 / 1e6,
        }
    }

    /// The moment one step after `start`.
    pub fn after(self, start: LocalTime) -> LocalTime {
        match self {
            Self::Every(duration) => start.plus_micros(i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)),
            Self::Months(n) => {
                let (year, month, day) = start.civil();
                let months = year * 12 + i64::from(month) - 1 + i64::from(n);
                let (year, month) = (months.div_euclid(12), months.rem_euclid(12) as u8 + 1);
                let day = day.min(days_in_month(year, month));
                let moved = days_from_civil(year, month, day) - start.day();
                start.plus_micros(moved.saturating_mul(MICROS_PER_DAY))
            }
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Months(1) => f.write_str("a month"),
            Self::Months(12) => f.write_str("a year"),
            Self::Months(n) => write!(f, "{n} months"),
            Self::Every(duration) => {
                let micros = duration.as_micros();
                let units = [
                    (604_800_000_000, "week", "weeks"),
                    (86_400_000_000, "day", "days"),
                    (3_600_000_000, "h", "h"),
                    (60_000_000, "min", "min"),
                ];
                for (unit, one, many) in units {
                    if micros >= unit && micros % unit == 0 {
                        let n = micros / unit;
                        return write!(f, "{n} {}", if n == 1 { one } else { many });
                    }
                }
                write!(f, "{} s", duration.as_secs_f64())
            }
        }
    }
}

/// Days of a month.
pub(crate) fn days_in_month(year: i64, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar.
///
/// # Source
///
/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
pub(crate) fn days_from_civil(year: i64, month: u8, day: u8) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((i64::from(month) + 9) % 12) + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The date that lies `days` after 1970-01-01: `civil_from_days` of the same source.
pub(crate) fn civil_from_days(days: i64) -> (i64, u8, u8) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = (of_year - (153 * shifted + 2) / 5 + 1) as u8;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 } as u8;
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_is_jiffs() {
        // Every 37th day of the years 1 to 9999 passes every month and both kinds of leap year.
        for day in (LocalTime::MIN.day()..=LocalTime::MAX.day()).step_by(37) {
            let (year, month, date) = civil_from_days(day);
            assert_eq!(days_from_civil(year, month, date), day);
            let jiff = jiff::civil::date(year as i16, month as i8, date as i8);
            assert_eq!(jiff.duration_since(jiff::civil::date(1970, 1, 1)).as_hours(), day * 24);
            assert_eq!(i64::from(days_in_month(year, month)), i64::from(jiff.days_in_month()));
        }
        assert_eq!(LocalTime::MIN.to_string(), "0001-01-01 00:00:00");
        assert_eq!(LocalTime::MAX.to_string(), "9999-12-31 23:59:59.999999");
    }

    #[test]
    fn steps_read_as_people_say_them_and_months_follow_the_calendar() {
        for (seconds, text) in
            [(300, "5 min"), (60, "1 min"), (3600, "1 h"), (86400, "1 day"), (1_209_600, "2 weeks"), (15, "15 s")]
        {
            assert_eq!(Step::Every(Duration::from_secs(seconds)).to_string(), text);
        }
        let at = |year, month, day| LocalTime(days_from_civil(year, month, day) * MICROS_PER_DAY);
        for (from, n, to) in [
            (at(1949, 12, 1), 1, at(1950, 1, 1)),
            (at(2024, 1, 31), 1, at(2024, 2, 29)),
            (at(2023, 2, 28), 1, at(2023, 3, 28)),
            (at(2024, 2, 28), 12, at(2025, 2, 28)),
        ] {
            assert_eq!(Step::Months(n).after(from), to, "{from}");
        }
        assert_eq!(Step::Months(1).seconds_from(at(2024, 2, 1)), 29.0 * 86400.0);
    }
}
