//! The steps of an answer: arithmetic that can be done again by hand, and what was found by a search.

use super::arithmetic::Arithmetic;
use super::operand::Letter;
use crate::base::dimension::Dimension;
use crate::base::text;
use jiff::SignedDuration;
use jiff::civil::Date;
use serde::Serialize;

/// How a step came to its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// By its formula: the values as printed, worked by hand, give the result as printed.
    Arithmetic,
    /// By a search, a simulation or a table; the formula says which in words.
    Found,
    /// By counting days from a date.
    Date,
}

/// One line of working: what was computed, by which formula, from which values, with what result.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// What the result is.
    pub label: &'static str,
    /// How it came about.
    pub kind: StepKind,
    /// The formula in letters, or the search in words.
    pub formula: &'static str,
    /// The same formula with the values put in, or what the search was given.
    pub values: String,
    /// What the letters mean.
    pub letters: Vec<Letter>,
    /// The result, as the next step uses it; for a date the days until then.
    pub value: f64,
    /// The result with its unit, as a reader sees it.
    pub shown: String,
}

/// The steps that led to an answer, and what they rest on.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Working {
    /// The arithmetic in order.
    pub steps: Vec<Step>,
    /// Ids of the [assumptions](crate::base::assumptions) that the steps rest on.
    pub assumptions: Vec<&'static str>,
}

impl Working {
    /// Works a formula, records it and returns the result, so that the number shown is the number used.
    #[must_use = "the number that the working shows is the one to use"]
    pub fn step(&mut self, label: &'static str, arithmetic: Arithmetic<'_>, dimension: Dimension) -> f64 {
        let value = arithmetic.exact();
        self.arithmetic(label, &arithmetic, value, dimension);
        value
    }

    /// Records how a number of the plan comes about that was computed for several alternatives at once.
    ///
    /// The number shown is the plan's; that the formula gives it is asserted.
    pub fn retrace(&mut self, label: &'static str, arithmetic: Arithmetic<'_>, value: f64, dimension: Dimension) {
        debug_assert!(
            (arithmetic.exact() - value).abs() <= 1e-9 * value.abs() + 1e-12 || arithmetic.exact() == value,
            "{label}: {arithmetic:?} is {}, not {value}",
            arithmetic.exact()
        );
        self.arithmetic(label, &arithmetic, value, dimension);
    }

    fn arithmetic(&mut self, label: &'static str, arithmetic: &Arithmetic<'_>, value: f64, dimension: Dimension) {
        let shown = text::quantity(value, dimension);
        let (values, letters) = arithmetic.printed(&shown, dimension);
        let (kind, formula) = (StepKind::Arithmetic, arithmetic.formula);
        self.steps.push(Step { label, kind, formula, values, letters, value, shown });
    }

    /// Records a number that a search, a simulation or a table gave, and what it was given; returns it.
    pub fn found(
        &mut self,
        label: &'static str,
        search: &'static str,
        letters: impl Into<Vec<Letter>>,
        value: f64,
        dimension: Dimension,
    ) -> f64 {
        let letters = letters.into();
        let given = letters.iter().filter(|letter| !letter.shown.is_empty());
        let values = given.map(|letter| format!("{} = {}", letter.letter, letter.shown)).collect::<Vec<_>>().join(", ");
        let (kind, shown) = (StepKind::Found, text::quantity(value, dimension));
        self.steps.push(Step { label, kind, formula: search, values, letters, value, shown });
        value
    }

    /// Records the day that lies so many days after another and returns it; negative days lie before.
    #[must_use = "the day that the working shows is the one to use"]
    pub fn date<const N: usize>(
        &mut self,
        label: &'static str,
        formula: &'static str,
        start: Date,
        days: [(&'static str, &'static str, i32); N],
    ) -> Date {
        let sum = days.iter().map(|(_, _, days)| i64::from(*days)).sum::<i64>();
        let date = start.saturating_add(SignedDuration::from_hours(sum * 24));
        let mut values = text::date(start);
        let mut letters = vec![Letter { letter: "start", meaning: "", shown: text::date(start) }];
        for (letter, meaning, days) in days {
            let size = text::counted(u64::from(days.unsigned_abs()), "day", "days");
            values.push_str(&format!(" {} {size}", if days < 0 { '−' } else { '+' }));
            letters.push(Letter { letter, meaning, shown: size });
        }
        let (kind, shown) = (StepKind::Date, text::date(date));
        self.steps.push(Step { label, kind, formula, values, letters, value: sum as f64, shown });
        date
    }

    /// Notes that the answer rests on an assumption.
    pub fn assume(&mut self, id: &'static str) {
        debug_assert!(crate::base::assumptions::find(id).is_some(), "{id} is not in the register");
        if !self.assumptions.contains(&id) {
            self.assumptions.push(id);
        }
    }
}
