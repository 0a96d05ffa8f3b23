//! The key answers, one row for each, and how those of two plans differ.

use super::{AnswerChange, Shown};
use crate::base::dimension::Dimension;
use crate::base::text;
use crate::plan::demand::later;
use crate::plan::key_answer::{KeyAnswer, Reads};
use crate::plan::topics::EPOCH;

impl<T> KeyAnswer<T> {
    /// A value as a reader sees it.
    pub(in crate::studies) fn shown(&self, value: Option<f64>) -> String {
        match (value, self.reads) {
            (None, _) => self.without.to_owned(),
            (Some(value), Reads::As(dimension)) => text::quantity(value, dimension),
            (Some(value), Reads::Day) => text::date(later(EPOCH, value as i32)),
        }
    }

    /// A difference with its sign: shares in points, days in days.
    fn difference(&self, difference: f64) -> Option<String> {
        text::difference(difference, 0.0, |size| match self.reads {
            Reads::As(Dimension::Fraction) => text::points(size),
            Reads::As(dimension) => text::quantity(size, dimension),
            Reads::Day => text::counted(size.abs() as u64, "day", "days"),
        })
    }

    /// A share of less than a billionth is what adding up floats has left.
    fn without_noise(&self, value: f64) -> f64 {
        if self.reads == Reads::As(Dimension::Fraction) && value.abs() < 1e-9 { 0.0 } else { value }
    }

    /// How the answers differ; `None` where they read the same.
    fn change(&self, before: Option<&T>, after: Option<&T>) -> Option<AnswerChange> {
        let of = |side: Option<&T>| {
            let value = (self.of)(side?).map(|value| self.without_noise(value));
            Some(Shown { value, shown: self.shown(value) })
        };
        let (before, after) = (of(before), of(after));
        let reads = |side: &Option<Shown>| side.as_ref().map(|shown| shown.shown.clone());
        if reads(&before) == reads(&after) {
            return None;
        }
        let value = |side: &Option<Shown>| side.as_ref().and_then(|shown| shown.value);
        let both = value(&before).zip(value(&after));
        let difference = both.map(|(before, after)| after - before);
        // A share of a share, or of a date, says nothing.
        let has_ratio = !matches!(self.reads, Reads::Day | Reads::As(Dimension::Fraction));
        let relative =
            both.filter(|(before, _)| has_ratio && *before != 0.0).map(|(before, after)| after / before - 1.0);
        Some(AnswerChange {
            id: self.id,
            label: self.label,
            difference_shown: difference.and_then(|difference| self.difference(difference)),
            relative_shown: relative.and_then(|relative| text::difference(relative, 0.0, text::percent)),
            before,
            after,
            difference,
            relative,
        })
    }
}

/// The answers that differ, in the order of the topics.
pub(super) fn changes<T: 'static>(
    table: impl Iterator<Item = &'static KeyAnswer<T>>,
    before: Option<&T>,
    after: Option<&T>,
) -> Vec<AnswerChange> {
    table.filter_map(|answer| answer.change(before, after)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::topics::{key_answers, plan_answers};
    use std::collections::HashSet;

    const NUMBER: Reads = Reads::As(Dimension::Plain);
    const RATE: Reads = Reads::As(Dimension::Rate);
    const FRACTION: Reads = Reads::As(Dimension::Fraction);
    const SECONDS: Reads = Reads::As(Dimension::Seconds);
    const DOLLARS: Reads = Reads::As(Dimension::Dollars);

    fn check(reads: Reads, before: Option<f64>, after: Option<f64>) -> Option<[String; 4]> {
        // The answer about a number is the number itself.
        let answer: KeyAnswer<Option<f64>> =
            KeyAnswer { id: "x", label: "X", reads, without: "unknown", of: |value| *value };
        let change = answer.change(Some(&before), Some(&after))?;
        let shown = |side: Option<Shown>| side.map(|side| side.shown).unwrap_or_default();
        let [difference, relative] = [change.difference_shown, change.relative_shown].map(Option::unwrap_or_default);
        Some([shown(change.before), shown(change.after), difference, relative])
    }

    #[test]
    fn differences_are_as_worked_by_hand() {
        for (reads, before, after, cells) in [
            // 60 − 57 = 3; 3 / 57 = 5.263 %.
            (NUMBER, Some(57.0), Some(60.0), Some(["57", "60", "+3", "+5.26 %"])),
            (NUMBER, Some(0.0), Some(60.0), Some(["0", "60", "+60", ""])),
            (DOLLARS, Some(2000.0), Some(1500.0), Some(["$2,000", "$1,500", "−$500.00", "−25 %"])),
            (DOLLARS, None, Some(1500.0), Some(["unknown", "$1,500", "", ""])),
            (FRACTION, Some(0.5), Some(0.75), Some(["50 %", "75 %", "+25 points", ""])),
            (FRACTION, Some(0.9995), Some(0.9996), Some(["99.95 %", "99.96 %", "+0.01 points", ""])),
            (SECONDS, Some(0.2), Some(0.184), Some(["200 ms", "184 ms", "−16 ms", "−8 %"])),
            // 20,453 days after the first of 1970 is the last of 2025.
            (Reads::Day, Some(20_453.0), Some(20_454.0), Some(["31 December 2025", "1 January 2026", "+one day", ""])),
            (Reads::Day, Some(20_454.0), Some(20_400.0), Some(["1 January 2026", "8 November 2025", "−54 days", ""])),
            (Reads::Day, Some(20_454.0), None, Some(["1 January 2026", "unknown", "", ""])),
            // What reads the same is no difference.
            (FRACTION, Some(4.9e-14), Some(-1e-15), None),
            (RATE, Some(75_000.1), Some(75_000.2), None),
            (NUMBER, None, None, None),
        ] {
            assert_eq!(check(reads, before, after), cells.map(|cells| cells.map(str::to_owned)));
        }
    }

    #[test]
    fn every_answer_has_an_id_of_its_own() {
        let all = [key_answers().map(|row| row.id).collect::<Vec<_>>(), plan_answers().map(|row| row.id).collect()];
        for ids in all {
            assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "{ids:?}");
        }
    }
}
