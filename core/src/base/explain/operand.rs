//! Operands: the numbers of a formula, under their letters, printed as exactly as the result asks for.

use crate::base::dimension::Dimension;
use crate::base::text;
use serde::Serialize;

/// Most significant digits that an operand is printed with: a float has no more to tell.
const MOST_DIGITS: usize = 15;
/// Most decimals of an operand: a small term of a sum may need them.
const MOST_DECIMALS: i64 = 24;

/// A letter of a formula and what it stands for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Letter {
    /// As it stands in the formula.
    pub letter: &'static str,
    /// What it is, in plain words; empty where the letter is a word that says so itself.
    pub meaning: &'static str,
    /// Its value as printed; several where the formula is a sum, none for what is looked for.
    pub shown: String,
}

impl Letter {
    /// A letter with a value, for a step whose result is [found](super::Working::found).
    pub fn given(letter: &'static str, meaning: &'static str, value: f64, dimension: Dimension) -> Self {
        Self { letter, meaning, shown: text::quantity(value, dimension) }
    }

    /// A word with a text for its value: which product, which event.
    pub const fn named(word: &'static str, shown: String) -> Self {
        Self { letter: word, meaning: "", shown }
    }

    /// A letter without a value: what is looked for, or what changes on the way.
    pub const fn open(letter: &'static str, meaning: &'static str) -> Self {
        Self { letter, meaning, shown: String::new() }
    }
}

/// What letters mean, each once, those that are words of their own left out: `avg: average load; p: peak over average`.
pub fn legend<'a>(letters: impl IntoIterator<Item = &'a Letter>) -> String {
    let mut entries: Vec<String> = Vec::new();
    for letter in letters.into_iter().filter(|letter| !letter.meaning.is_empty()) {
        let entry = format!("{}: {}", letter.letter, letter.meaning);
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    }
    entries.join("; ")
}

/// A number that a formula is worked with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Operand {
    pub(super) letter: &'static str,
    pub(super) meaning: &'static str,
    pub(super) value: f64,
    pub(super) dimension: Dimension,
}

/// An operand under a letter, and what the letter means in plain words.
pub const fn letter(letter: &'static str, meaning: &'static str, value: f64, dimension: Dimension) -> Operand {
    Operand { letter, meaning, value, dimension }
}

/// An operand under a word that says what it is.
pub const fn word(word: &'static str, value: f64, dimension: Dimension) -> Operand {
    letter(word, "", value, dimension)
}

/// An operand as printed, and the number that a reader reads there.
pub(super) struct Printed {
    pub text: String,
    pub value: f64,
}

impl Operand {
    /// Prints it with so many digits more than usual.
    ///
    /// Prices an hour have all digits that they were stated with, others at least four.
    pub(super) fn printed(&self, more: usize) -> Printed {
        let Self { value, dimension, .. } = *self;
        if !value.is_finite() {
            return Printed { text: text::number(value), value };
        }
        let digits = |usual: usize| (usual + more).min(MOST_DIGITS.max(usual));
        match dimension {
            Dimension::Fraction => {
                let digits = all_digits(value * 100.0, digits(text::percent_digits(value)));
                Printed { value: read(&digits) / 100.0, text: format!("{digits} %") }
            }
            Dimension::Seconds => {
                let (scale, unit) = text::unit_of_seconds(value);
                let digits = all_digits(value / scale, digits(3));
                Printed { value: read(&digits) * scale, text: format!("{digits} {unit}") }
            }
            Dimension::Dollars => in_dollars(value, digits(4), ""),
            Dimension::DollarsPerHour => in_dollars(value, text::rate_digits(value, digits(4)), " an hour"),
            Dimension::DollarsPerThousand => in_dollars(value, text::rate_digits(value, digits(4)), " per 1,000"),
            Dimension::Hours | Dimension::Days => {
                let digits = all_digits(value, digits(4));
                Printed { value: read(&digits), text: format!("{digits} {}", dimension.unit()) }
            }
            _ => {
                let text = all_digits(value, digits(4));
                Printed { value: read(&text), text }
            }
        }
    }
}

fn in_dollars(value: f64, digits: usize, unit: &str) -> Printed {
    let amount = text::money_with(value, digits, MOST_DECIMALS);
    Printed { value: read(&amount), text: format!("{}{unit}", text::with_dollar(&amount)) }
}

/// A number with so many significant digits, however small it is: a term of a sum may need them all.
fn all_digits(value: f64, digits: usize) -> String {
    text::with_digits(value, digits, MOST_DECIMALS)
}

/// The number that digits with separators say.
fn read(digits: &str) -> f64 {
    let plain: String = digits.chars().filter(|c| *c != ',').map(|c| if c == '−' { '-' } else { c }).collect();
    plain.parse().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operands_read_back_as_they_are_printed() {
        for (value, dimension, more, text, read) in [
            (0.145, Dimension::DollarsPerHour, 0, "$0.145 an hour", 0.145),
            (0.509_614, Dimension::DollarsPerHour, 0, "$0.509614 an hour", 0.509_614),
            (0.357_246_813_579, Dimension::DollarsPerHour, 0, "$0.3572 an hour", 0.3572),
            (0.357_246_813_579, Dimension::DollarsPerHour, 2, "$0.357247 an hour", 0.357_247),
            (400_000.0, Dimension::DollarsPerHour, 0, "$400,000 an hour", 400_000.0),
            (831.663, Dimension::Dollars, 0, "$831.66", 831.66),
            (48_051.7, Dimension::Dollars, 2, "$48,051.70", 48_051.7),
            (-3.0, Dimension::Dollars, 0, "−$3.00", -3.0),
            (0.657_894_7, Dimension::Fraction, 0, "65.8 %", 0.658),
            (0.657_894_7, Dimension::Fraction, 2, "65.789 %", 0.657_89),
            (0.026_666_666, Dimension::Seconds, 1, "26.67 ms", 0.02667),
            (1_234_567.0, Dimension::Rate, 0, "1,234,567", 1_234_567.0),
        ] {
            let printed = Operand { letter: "x", meaning: "", value, dimension }.printed(more);
            assert_eq!(printed.text, text);
            assert!((printed.value - read).abs() <= 1e-15 * read.abs(), "{text}: {} {read}", printed.value);
        }
    }
}
