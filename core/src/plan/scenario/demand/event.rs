//! Events: what lifts the load for a time.

use super::EventLot;
use crate::base::name::Name;
use crate::base::units::{EventLength, EventLift, EventRamp};
use crate::plan::scenario::ReadyBy;
use jiff::civil::{Date, DateTime};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// Most events that a service has.
pub const MAX_EVENTS: usize = 40;

/// Whether an event comes once or every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Repeat {
    /// Once.
    Once,
    /// Again every year, on the same weekday of the same week of its month, as holidays are.
    Yearly,
}

/// What a lift is a multiple of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LiftOf {
    /// The usual load of each hour: at night it lifts the night's load, at the peak the peak's. So in files that do not say it.
    #[default]
    UsualHour,
    /// The average: at its height the load is so many times the mean of the usual week.
    Average,
    /// The usual peak: at its height the load is so many times the highest of the usual week, whatever the hour.
    UsualPeak,
}

impl LiftOf {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::UsualHour, Self::Average, Self::UsualPeak];

    fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// In words: `× the hour's usual load`.
    pub const fn words(self) -> &'static str {
        match self {
            Self::UsualHour => "\u{d7} the hour's usual load",
            Self::Average => "\u{d7} the average",
            Self::UsualPeak => "\u{d7} the usual peak",
        }
    }
}

/// Something that multiplies the usual load for a time.
///
/// The lift rises evenly from 1 to `lift` during `ramp`, stays for `length`, and falls evenly
/// during another `ramp`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// What it is called.
    pub name: Name,
    /// Local time at which the ramp starts, such as `2026-11-27T00:00:00`.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub start: DateTime,
    /// Time to the full lift, and back.
    pub ramp: EventRamp,
    /// Time at the full lift.
    pub length: EventLength,
    /// Load at the full lift over what it is a multiple of.
    pub lift: EventLift,
    /// What that is.
    #[serde(default, skip_serializing_if = "LiftOf::is_usual")]
    pub of: LiftOf,
    /// Once or every year.
    pub repeat: Repeat,
    /// How soon capacity for it must be there.
    #[serde(default, skip_serializing_if = "ReadyBy::is_usual")]
    pub ready: ReadyBy,
    /// What is ordered for it.
    #[serde(default, skip_serializing_if = "EventLot::is_usual")]
    pub lot: EventLot,
}

impl Event {
    /// Hours from the first rise to the end of the fall.
    pub fn span_hours(&self) -> f64 {
        self.length.get() + 2.0 * self.ramp.get()
    }

    /// When the event begins in a year, where it repeats: the same weekday, counted within its month;
    /// the last one where a month has no fifth.
    pub fn start_in(&self, year: i16) -> Option<DateTime> {
        let date = self.start.date();
        let first = Date::new(year, date.month(), 1).ok()?;
        let nth = (date.day() - 1) / 7 + 1;
        let day = first
            .nth_weekday_of_month(nth, date.weekday())
            .or_else(|_| first.nth_weekday_of_month(-1, date.weekday()))
            .ok()?;
        Some(day.to_datetime(self.start.time()))
    }

    /// The day of the event: on which it reaches its full lift.
    pub fn day(&self) -> Date {
        let rise = jiff::SignedDuration::from_secs((self.ramp.get() * 3600.0) as i64);
        self.start.saturating_add(rise).date()
    }

    /// When it is at its full lift, from its beginning, in seconds.
    pub fn full_lift(&self) -> (f64, f64) {
        let full = self.ramp.get() * 3600.0;
        (full, full + self.length.get() * 3600.0)
    }

    /// Factor on the load at a number of hours after the start.
    pub fn factor_at(&self, hours: f64) -> f64 {
        let (ramp, lift) = (self.ramp.get(), self.lift.get());
        let span = self.span_hours();
        if !(0.0..span).contains(&hours) {
            return 1.0;
        }
        let edge = hours.min(span - hours);
        if edge >= ramp { lift } else { 1.0 + (lift - 1.0) * edge / ramp }
    }
}

/// Reads a list of events that is no longer than [`MAX_EVENTS`].
pub(super) fn at_most_forty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Event>, D::Error> {
    let events = Vec::<Event>::deserialize(deserializer)?;
    match events.len() {
        0..=MAX_EVENTS => Ok(events),
        n => Err(D::Error::custom(format!("a service must have at most {MAX_EVENTS} events, but has {n}"))),
    }
}

/// A kind of event with its usual lift, to start from.
#[derive(Clone, Copy, Debug)]
pub struct EventPreset {
    /// What it is called.
    pub name: &'static str,
    /// Lift: low, middle, high.
    pub lift: [f64; 3],
    /// Hours to the full lift.
    pub ramp: f64,
    /// Hours at the full lift.
    pub length: f64,
    /// Whether it comes every year.
    pub repeat: Repeat,
    /// How soon capacity for it must be there.
    pub ready: ReadyBy,
    /// What the source advises.
    pub advice: &'static str,
    next: fn(Date) -> Date,
}

impl EventPreset {
    /// The seasonal events of "Capacity planning for ML systems". Lifts are theirs; ramps and
    /// lengths are ours: a shopping day with its evening before, a launch week, late August, one match.
    pub const ALL: &'static [Self] = &[
        Self {
            name: "Black Friday",
            lift: [3.0, 4.0, 5.0],
            ramp: 6.0,
            length: 24.0,
            repeat: Repeat::Yearly,
            ready: ReadyBy::WeeksAhead,
            advice: "plan 2-3 months ahead",
            next: black_friday,
        },
        Self {
            name: "Product launch",
            lift: [2.0, 5.0, 10.0],
            ramp: 2.0,
            length: 72.0,
            repeat: Repeat::Once,
            ready: ReadyBy::Before,
            advice: "lift depends on marketing",
            next: launch,
        },
        Self {
            name: "Back to school",
            lift: [1.5, 1.75, 2.0],
            ramp: 72.0,
            length: 336.0,
            repeat: Repeat::Yearly,
            ready: ReadyBy::WeeksAhead,
            advice: "moderate headroom",
            next: back_to_school,
        },
        Self {
            name: "Super Bowl",
            lift: [10.0, 10.0, 15.0],
            ramp: 1.0,
            length: 4.0,
            repeat: Repeat::Yearly,
            ready: ReadyBy::WeeksAhead,
            advice: "special planning",
            next: super_bowl,
        },
    ];

    /// The event as it next comes after a day, at its middle lift.
    ///
    /// # Errors
    ///
    /// None for the presets of [`ALL`](Self::ALL); a test makes each of them.
    pub fn after(&self, day: Date) -> Result<Event, crate::base::units::OutOfRange> {
        let [_, middle, _] = self.lift;
        let date = (self.next)(day);
        // The lift is full when the day itself begins, or for a match when it is kicked off.
        let full = if self.length < 24.0 { date.at(18, 30, 0, 0) } else { date.at(0, 0, 0, 0) };
        let start = full.saturating_sub(jiff::Span::new().hours(self.ramp as i64));
        Ok(Event {
            name: Name::from_static(self.name),
            start,
            ramp: EventRamp::new(self.ramp)?,
            length: EventLength::new(self.length)?,
            lift: EventLift::new(middle)?,
            of: LiftOf::UsualHour,
            repeat: self.repeat,
            ready: self.ready,
            lot: EventLot::default(),
        })
    }
}

fn next_of(day: Date, in_year: impl Fn(i16) -> Option<Date>) -> Date {
    (0..=1).filter_map(|more| in_year(day.year().saturating_add(more))).find(|date| *date > day).unwrap_or(day)
}

/// The day after the fourth Thursday of November.
fn black_friday(day: Date) -> Date {
    next_of(day, |year| {
        let thursday = Date::new(year, 11, 1).ok()?.nth_weekday_of_month(4, jiff::civil::Weekday::Thursday).ok()?;
        thursday.tomorrow().ok()
    })
}

/// Four weeks from now.
fn launch(day: Date) -> Date {
    day.saturating_add(jiff::Span::new().days(28))
}

/// Mid August.
fn back_to_school(day: Date) -> Date {
    next_of(day, |year| Date::new(year, 8, 17).ok())
}

/// The second Sunday of February.
fn super_bowl(day: Date) -> Date {
    next_of(day, |year| Date::new(year, 2, 1).ok()?.nth_weekday_of_month(2, jiff::civil::Weekday::Sunday).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn presets_fall_on_their_days() {
        let day = date(2026, 11, 21);
        let starts: Vec<String> =
            EventPreset::ALL.iter().map(|preset| preset.after(day).unwrap().start.to_string()).collect();
        // Thanksgiving 2026 is 26 November; Super Bowl LXI is on 14 February 2027.
        assert_eq!(
            starts,
            ["2026-11-26T18:00:00", "2026-12-18T22:00:00", "2027-08-14T00:00:00", "2027-02-14T17:30:00"]
        );
        assert_eq!(black_friday(date(2026, 11, 27)), date(2027, 11, 26));
    }

    #[test]
    fn yearly_events_keep_their_weekday_within_the_month() {
        let black_friday = EventPreset::ALL[0].after(date(2026, 9, 1)).unwrap();
        // The evening before Black Friday, Thanksgiving: 26 November 2026, 23 November 2028, 28 November 2030.
        for (year, day) in [(2026, 26), (2027, 25), (2028, 23), (2030, 28)] {
            assert_eq!(black_friday.start_in(year), Some(date(year, 11, day).at(18, 0, 0, 0)), "{year}");
        }
    }

    #[test]
    fn the_lift_rises_stays_and_falls() {
        let event = Event {
            name: Name::from_static("x"),
            start: date(2026, 11, 27).at(0, 0, 0, 0),
            ramp: EventRamp::new(2.0).unwrap(),
            length: EventLength::new(4.0).unwrap(),
            lift: EventLift::new(3.0).unwrap(),
            of: LiftOf::UsualHour,
            repeat: Repeat::Once,
            ready: ReadyBy::Before,
            lot: EventLot::default(),
        };
        for (hours, factor) in [(-0.1, 1.0), (0.0, 1.0), (1.0, 2.0), (2.0, 3.0), (6.0, 3.0), (7.0, 2.0), (8.0, 1.0)] {
            assert_eq!(event.factor_at(hours), factor, "{hours} h");
        }
    }
}
