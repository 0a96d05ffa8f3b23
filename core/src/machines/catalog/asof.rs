//! Dates of prices, which may be known only to the month, the year or an interval.

use jiff::civil::Date;
use std::fmt;

/// The day on which a price held: somewhere from `earliest` to `latest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// First day that it may be.
    pub earliest: Date,
    /// Last day that it may be.
    pub latest: Date,
}

/// How many days old a price is; from [`AsOf::age`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceAge {
    /// At least so many days.
    pub at_least: i32,
    /// At most so many days; the same where the day is known.
    pub at_most: i32,
}

impl AsOf {
    /// Reads `2026-07-20`, `2026-07`, `2026`, or two of them joined by `/`; `None` for anything else.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::machines::catalog::AsOf;
    /// use jiff::civil::date;
    ///
    /// let month = AsOf::parse("2024-02").expect("a month");
    /// assert_eq!((month.earliest, month.latest), (date(2024, 2, 1), date(2024, 2, 29)));
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once('/').unwrap_or((text, text));
        let (earliest, latest) = (span(first)?.0, span(last)?.1);
        (earliest <= latest).then_some(Self { earliest, latest })
    }

    /// How old a price of this date is on `today`; a date still to come is no days old.
    ///
    /// ```
    /// use headroom_core::machines::catalog::AsOf;
    /// use jiff::civil::date;
    ///
    /// let age = AsOf::parse("2026-05").expect("a month").age(date(2026, 6, 10));
    /// assert_eq!((age.at_least, age.at_most), (10, 40));
    /// ```
    pub fn age(&self, today: Date) -> PriceAge {
        let days = |day: Date| today.since(day).map_or(0, |span| span.get_days()).max(0);
        PriceAge { at_least: days(self.latest), at_most: days(self.earliest) }
    }
}

impl fmt::Display for AsOf {
    /// As [`AsOf::parse`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (self.earliest, self.latest);
        let begins_month = first.day() == 1;
        let ends_month = last == last.last_of_month();
        if first == last {
            return write!(f, "{first}");
        }
        if begins_month && ends_month {
            let month = |day: Date| format!("{:04}-{:02}", day.year(), day.month());
            let is_year = first.year() == last.year() && (first.month(), last.month()) == (1, 12);
            return match month(first) == month(last) {
                _ if is_year => write!(f, "{:04}", first.year()),
                true => write!(f, "{}", month(first)),
                false => write!(f, "{}/{}", month(first), month(last)),
            };
        }
        write!(f, "{first}/{last}")
    }
}

/// First and last day of a day, month or year.
fn span(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.split('-');
    let mut part = |digits: usize| {
        let Some(part) = parts.next() else { return Some(None) };
        let whole = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        whole.then(|| part.parse::<i16>().ok()).flatten().map(Some)
    };
    let (year, month, day) = (part(4)??, part(2)?, part(2)?);
    if parts.next().is_some() {
        return None;
    }
    let month_of = |month: i16| i8::try_from(month).ok();
    match (month, day) {
        (None, _) => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        (Some(month), None) => {
            let first = Date::new(year, month_of(month)?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        (Some(month), Some(day)) => {
            let day = Date::new(year, month_of(month)?, month_of(day)?).ok()?;
            Some((day, day))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["", "26", "2026-13", "2026-02-30", "2026-1-1", "2026-01-01-01", "2026/2025", "x", "2026/", "-2026"]
        {
            assert_eq!(AsOf::parse(text), None, "{text}");
        }
        let whole = AsOf::parse("2025-06/2026").unwrap();
        assert_eq!((whole.earliest, whole.latest), (date(2025, 6, 1), date(2026, 12, 31)));
        assert_eq!(whole.age(date(2020, 1, 1)), PriceAge { at_least: 0, at_most: 0 });
        assert_eq!(AsOf::parse("2024-02-21").unwrap().age(date(2026, 11, 22)).at_most, 1005);
    }

    #[test]
    fn what_is_written_is_read_back() {
        for text in ["2026-07-20", "2026-07", "2026", "2025-06/2026-10", "2026-05-02/2026-06-03"] {
            assert_eq!(AsOf::parse(text).unwrap().to_string(), text);
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[0-9/-]{0,12}") {
            if let Some(as_of) = AsOf::parse(&text) {
                let age = as_of.age(date(2026, 11, 22));
                prop_assert!(age.at_least <= age.at_most);
            }
        }
    }
}
