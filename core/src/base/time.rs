//! How long things last, each constant once.

use jiff::civil::Date;

/// Seconds in a day.
pub const SECONDS_PER_DAY: f64 = 86_400.0;
/// Seconds in a week.
pub const SECONDS_PER_WEEK: f64 = 7.0 * SECONDS_PER_DAY;
/// Hours in a week.
pub const HOURS_PER_WEEK: usize = 168;
/// Days in a mean month of the calendar: 365.25 / 12.
pub const DAYS_PER_MONTH: f64 = 30.4375;
/// Hours in a month as clouds bill: 8,760 hours a year over 12.
pub const HOURS_PER_MONTH: f64 = 730.0;
/// Names of the days, Monday first.
pub const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// The same where room is short.
pub const SHORT_WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// The first day of a month of a plan, counted from 0; the calendar's end where it would pass it.
pub fn month_start(start: Date, month: u32) -> Date {
    start.saturating_add(jiff::Span::new().months(i64::from(month)))
}
