//! Ticks and texts for axes of time: hours, days, weeks, months and years as people count them.

pub use headroom_core::base::time::{SECONDS_PER_DAY as DAY, SHORT_WEEKDAYS as WEEKDAYS};
use jiff::civil::{Date, DateTime, date};
use jiff::{SignedDuration, ToSpan};

/// One labelled place on an axis of time.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeTick {
    /// Where it is.
    pub at: f64,
    /// What is written there, such as "06:00" or "Mar"; empty at the left end, if no tick stands there.
    pub text: String,
    /// Where the text is centred: at the tick, or in the middle of the day it names.
    pub text_at: f64,
    /// The larger unit that it belongs to, such as "Tue 3 March 2027"; written where it changes.
    pub context: String,
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Distance between ticks.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Seconds(i64),
    Days(i64),
    Months(i64),
}

/// Steps with the seconds that they last about.
const STEPS: [(f64, Step); 26] = [
    (1.0, Step::Seconds(1)),
    (5.0, Step::Seconds(5)),
    (15.0, Step::Seconds(15)),
    (30.0, Step::Seconds(30)),
    (60.0, Step::Seconds(60)),
    (300.0, Step::Seconds(300)),
    (900.0, Step::Seconds(900)),
    (1_800.0, Step::Seconds(1_800)),
    (3_600.0, Step::Seconds(3_600)),
    (7_200.0, Step::Seconds(7_200)),
    (10_800.0, Step::Seconds(10_800)),
    (21_600.0, Step::Seconds(21_600)),
    (43_200.0, Step::Seconds(43_200)),
    (DAY, Step::Days(1)),
    (2.0 * DAY, Step::Days(2)),
    (7.0 * DAY, Step::Days(7)),
    (30.0 * DAY, Step::Months(1)),
    (61.0 * DAY, Step::Months(2)),
    (91.0 * DAY, Step::Months(3)),
    (182.0 * DAY, Step::Months(6)),
    (365.0 * DAY, Step::Months(12)),
    (730.0 * DAY, Step::Months(24)),
    (1_826.0 * DAY, Step::Months(60)),
    (3_652.0 * DAY, Step::Months(120)),
    (18_262.0 * DAY, Step::Months(600)),
    (36_524.0 * DAY, Step::Months(1_200)),
];

/// Ticks of calendar time within `low..=high`, at most about `most`. Empty when out of the calendar.
pub fn calendar_ticks(low: f64, high: f64, most: usize) -> Vec<TimeTick> {
    let step = step_for(high - low, most);
    let Some(mut at) = date_time(low).and_then(|from| begin(from, step)) else { return Vec::new() };
    let mut ticks = Vec::new();
    let context = words(at, step).1;
    // The bound holds whatever the calendar does.
    for _ in 0..1_000 {
        let seconds = seconds_of(at);
        if seconds > high {
            break;
        }
        if seconds >= low {
            let (text, context) = words(at, step);
            ticks.push(TimeTick { at: seconds, text, text_at: seconds, context });
        }
        match advance(at, step) {
            Some(next) if next > at => at = next,
            _ => break,
        }
    }
    if ticks.first().is_none_or(|first| first.at > low) {
        // No tick stands at the left end, but what it belongs to is worth saying.
        ticks.insert(0, TimeTick { at: low, text: String::new(), text_at: low, context });
    }
    ticks
}

/// Ticks of the usual week (or day) within `low..=high`.
pub fn cycle_ticks(low: f64, high: f64, most: usize, is_week: bool) -> Vec<TimeTick> {
    let span = high - low;
    if is_week && span > 2.5 * DAY && most >= 4 {
        let first = (low / DAY).floor();
        let count = ((high / DAY).ceil() - first).clamp(0.0, 60.0) as usize;
        let every = count.div_ceil(most.max(1)).max(1);
        let tick = |index: usize| {
            let day = first + index as f64;
            let (from, to) = ((day * DAY).max(low), ((day + 1.0) * DAY).min(high));
            TimeTick {
                at: day * DAY,
                text: weekday(day).to_owned(),
                text_at: (from + to) / 2.0,
                context: String::new(),
            }
        };
        return (0..count).step_by(every).map(tick).collect();
    }
    let seconds = match step_for(span, most) {
        Step::Seconds(seconds) => seconds as f64,
        Step::Days(days) => days as f64 * DAY,
        Step::Months(_) => 7.0 * DAY,
    };
    let first = (low / seconds - 1e-9).ceil();
    let count = ((high / seconds + 1e-9).floor() - first).clamp(-1.0, 1_000.0) + 1.0;
    let tick = |index: usize| {
        let at = (first + index as f64) * seconds;
        let context = if is_week { weekday((at / DAY).floor()).to_owned() } else { String::new() };
        TimeTick { at, text: clock_text(at, seconds < 60.0, at >= DAY && !is_week), text_at: at, context }
    };
    (0..count as usize).map(tick).collect()
}

/// A moment of calendar time in words, as fine as needed for points this far apart.
pub fn calendar_text(at: f64, apart: f64) -> String {
    let Some(moment) = date_time(at) else { return format!("{at:.0} s") };
    let day = format!("{} {} {} {}", weekday_of(moment.date()), moment.day(), month_of(moment.date()), moment.year());
    if apart >= DAY && moment.hour() == 0 && moment.minute() == 0 {
        return day;
    }
    format!("{day}, {}", clock_text(at.rem_euclid(DAY), apart < 60.0, false))
}

/// A moment as in ISO 8601, for files.
pub fn iso_text(at: f64) -> String {
    date_time(at).map_or_else(|| at.to_string(), |moment| moment.to_string())
}

/// A moment of the usual week or day in words.
pub fn cycle_text(at: f64, apart: f64, is_week: bool) -> String {
    let clock = clock_text(at, apart < 60.0, at >= DAY && !is_week);
    if is_week { format!("{} {clock}", weekday((at / DAY).floor())) } else { clock }
}

/// Civil date and time from seconds since 1970, if the calendar reaches that far.
pub fn date_time(seconds: f64) -> Option<DateTime> {
    if !(-3e11..=3e11).contains(&seconds) {
        return None;
    }
    let epoch = date(1970, 1, 1).at(0, 0, 0, 0);
    epoch.checked_add(SignedDuration::from_secs((seconds + 1e-6).floor() as i64)).ok()
}

fn seconds_of(moment: DateTime) -> f64 {
    moment.duration_since(date(1970, 1, 1).at(0, 0, 0, 0)).as_secs() as f64
}

fn step_for(span: f64, most: usize) -> Step {
    let rough = span / most.max(1) as f64;
    STEPS.iter().find(|(seconds, _)| *seconds >= rough).map_or(Step::Months(6_000), |(_, step)| *step)
}

/// The last round moment at or before this one.
fn begin(moment: DateTime, step: Step) -> Option<DateTime> {
    let midnight = moment.date().at(0, 0, 0, 0);
    match step {
        Step::Seconds(step) => {
            let into_day = moment.duration_since(midnight).as_secs();
            midnight.checked_add(SignedDuration::from_secs(into_day - into_day.rem_euclid(step.max(1)))).ok()
        }
        Step::Days(7) => midnight.checked_sub((moment.weekday().to_monday_zero_offset() as i64).days()).ok(),
        Step::Days(_) => Some(moment.date().first_of_month().at(0, 0, 0, 0)),
        Step::Months(months) => {
            let index = i64::from(moment.year()) * 12 + i64::from(moment.month()) - 1;
            let index = index - index.rem_euclid(months.max(1));
            let (year, month) = (index.div_euclid(12), index.rem_euclid(12) + 1);
            Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, 1).ok().map(|day| day.at(0, 0, 0, 0))
        }
    }
}

fn advance(moment: DateTime, step: Step) -> Option<DateTime> {
    match step {
        Step::Seconds(step) => moment.checked_add(SignedDuration::from_secs(step)).ok(),
        Step::Days(days) => {
            let next = moment.checked_add(days.days()).ok()?;
            // Every other day begins anew with each month, and leaves room before its first.
            let first = moment.date().first_of_month().checked_add(1.month()).ok()?.at(0, 0, 0, 0);
            let is_near = next.checked_add(1.day()).ok()? >= first;
            Some(if days == 2 && is_near { first } else { next })
        }
        Step::Months(months) => moment.checked_add(months.months()).ok(),
    }
}

fn words(at: DateTime, step: Step) -> (String, String) {
    let (day, month, year) = (at.day(), month_of(at.date()), at.year());
    match step {
        Step::Seconds(step) => {
            let text = clock_text(seconds_of(at).rem_euclid(DAY), step < 60, false);
            (text, format!("{} {day} {month} {year}", weekday_of(at.date())))
        }
        Step::Days(7) => (format!("{day} {month}"), year.to_string()),
        Step::Days(_) => (day.to_string(), format!("{month} {year}")),
        Step::Months(months) if months < 12 => (month.to_owned(), year.to_string()),
        Step::Months(_) => (year.to_string(), String::new()),
    }
}

fn clock_text(at: f64, with_seconds: bool, keep_24: bool) -> String {
    let total = (at + 1e-6).floor();
    let total = if keep_24 { total } else { total.rem_euclid(DAY) } as i64;
    let (hours, minutes) = (total / 3_600, total / 60 % 60);
    if with_seconds { format!("{hours:02}:{minutes:02}:{:02}", total % 60) } else { format!("{hours:02}:{minutes:02}") }
}

fn weekday(day: f64) -> &'static str {
    WEEKDAYS[day.rem_euclid(7.0) as usize % 7]
}

fn weekday_of(day: Date) -> &'static str {
    WEEKDAYS[day.weekday().to_monday_zero_offset().rem_euclid(7) as usize]
}

fn month_of(day: Date) -> &'static str {
    MONTHS[(day.month() - 1).rem_euclid(12) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(year: i16, month: i8, day: i8, hour: i8) -> f64 {
        seconds_of(date(year, month, day).at(hour, 0, 0, 0))
    }

    fn texts(ticks: &[TimeTick]) -> Vec<String> {
        ticks.iter().map(|tick| tick.text.clone()).collect()
    }

    #[test]
    fn each_span_has_its_unit() {
        let day = calendar_ticks(at(2026, 11, 3, 0), at(2026, 11, 4, 0), 5);
        assert_eq!(texts(&day), ["00:00", "06:00", "12:00", "18:00", "00:00"]);
        assert_eq!(day[0].context, "Tue 3 Nov 2026");
        let week = calendar_ticks(at(2026, 11, 28, 0), at(2026, 12, 3, 0), 8);
        assert_eq!(texts(&week), ["28", "29", "30", "1", "2", "3"]);
        assert_eq!(week[3].context, "Dec 2026");
        let month = calendar_ticks(at(2026, 11, 1, 0), at(2026, 12, 1, 0), 6);
        assert_eq!(texts(&month)[1..], ["2 Nov", "9 Nov", "16 Nov", "23 Nov", "30 Nov"]);
        let year = calendar_ticks(at(2026, 11, 15, 0), at(2027, 11, 15, 0), 12);
        assert_eq!(texts(&year)[..4], ["", "Jan", "Mar", "May"]);
        assert_eq!((year[0].context.as_str(), year[1].context.as_str()), ("2026", "2027"));
        let years = calendar_ticks(at(2026, 11, 15, 0), at(2029, 11, 15, 0), 4);
        assert_eq!(texts(&years)[1..], ["2027", "2028", "2029"]);
    }

    #[test]
    fn every_other_day_begins_with_the_month() {
        let ticks = calendar_ticks(at(2027, 1, 27, 0), at(2027, 2, 4, 0), 5);
        assert_eq!(texts(&ticks), ["27", "29", "1", "3"]);
    }

    #[test]
    fn the_usual_week_and_day() {
        let week = cycle_ticks(0.0, 7.0 * DAY, 9, true);
        assert_eq!(texts(&week), WEEKDAYS);
        assert_eq!(week[0].text_at, DAY / 2.0);
        let day = cycle_ticks(0.0, DAY, 5, false);
        assert_eq!(texts(&day), ["00:00", "06:00", "12:00", "18:00", "24:00"]);
        let evening = cycle_ticks(DAY * 1.5, DAY * 2.25, 4, true);
        assert_eq!(texts(&evening), ["12:00", "18:00", "00:00", "06:00"]);
        assert_eq!(evening[2].context, "Wed");
    }

    #[test]
    fn moments_in_words() {
        assert_eq!(calendar_text(at(2027, 2, 27, 0), 7.0 * DAY), "Sat 27 Feb 2027");
        assert_eq!(calendar_text(at(2027, 2, 27, 19) + 2_400.0, 60.0), "Sat 27 Feb 2027, 19:40");
        assert_eq!(cycle_text(19.0 * 3_600.0, 60.0, false), "19:00");
        assert_eq!(cycle_text(DAY + 1.0, 1.0, true), "Tue 00:00:01");
        assert_eq!(iso_text(at(2027, 2, 27, 19)), "2027-02-27T19:00:00");
    }

    #[test]
    fn nothing_breaks_outside_the_calendar() {
        assert!(calendar_ticks(-1e30, 1e30, 8).len() < 2_000);
        assert_eq!(calendar_ticks(1e15, 2e15, 8), []);
        assert!(calendar_ticks(-3e11, 2e11, 8).len() < 2_000);
        assert!(cycle_ticks(0.0, 1e12, 8, true).len() < 2_000);
        assert!(cycle_ticks(0.0, 1e-9, 8, false).len() < 2_000);
        assert!(calendar_text(f64::NAN, 1.0).contains("NaN"));
    }
}
