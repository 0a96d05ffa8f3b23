//! Arithmetic: a formula in letters, its operands, and the work that makes a number of them.

use super::operand::{Letter, Operand, Printed};
use crate::base::dimension::Dimension;
use crate::base::text;
use std::fmt;

/// A formula with its operands, ready to be worked.
pub struct Arithmetic<'a> {
    pub(super) formula: &'static str,
    pieces: Vec<Piece>,
    operands: Vec<Operand>,
    work: Work<'a>,
}

/// Makes the result of the operands in their order.
type Work<'a> = Box<dyn Fn(&[f64]) -> f64 + 'a>;

/// A piece of the line of values.
#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Text(String),
    /// The operand in this place.
    Operand(usize),
}

impl fmt::Debug for Arithmetic<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arithmetic").field("formula", &self.formula).field("operands", &self.operands).finish()
    }
}

/// A number by a formula in which every operand has a letter; the work is the formula, in Rust.
///
/// # Example
///
/// ```
/// use headroom_core::base::dimension::Dimension;
/// use headroom_core::base::explain::{Working, by, letter, word};
///
/// let mut working = Working::default();
/// let ratio = working.step(
///     "Critical ratio",
///     by(
///         "1 − r / p",
///         [
///             letter("r", "a committed node in the end", 0.0958, Dimension::DollarsPerHour),
///             letter("p", "a node by the hour", 0.145, Dimension::DollarsPerHour),
///         ],
///         |[r, p]| 1.0 - r / p,
///     ),
///     Dimension::Fraction,
/// );
/// assert_eq!(ratio, 1.0 - 0.0958 / 0.145);
/// let step = &working.steps[0];
/// assert_eq!(step.values, "1 − $0.0958 an hour / $0.145 an hour");
/// assert_eq!(step.shown, "33.9 %");
/// ```
pub fn by<'a, const N: usize>(
    formula: &'static str,
    operands: [Operand; N],
    work: impl Fn([f64; N]) -> f64 + 'a,
) -> Arithmetic<'a> {
    let work = move |values: &[f64]| work(std::array::from_fn(|at| values.get(at).copied().unwrap_or(f64::NAN)));
    Arithmetic { formula, pieces: in_place(formula, &operands), operands: operands.into(), work: Box::new(work) }
}

/// A number by a formula with a Σ: `terms` is the formula written out, each `{}` an operand, in order.
pub fn over<'a>(
    formula: &'static str,
    terms: &str,
    operands: Vec<Operand>,
    work: impl Fn(&[f64]) -> f64 + 'a,
) -> Arithmetic<'a> {
    let mut pieces = Vec::new();
    for (place, text) in terms.split("{}").enumerate() {
        if place > 0 {
            pieces.push(Piece::Operand(place - 1));
        }
        pieces.push(Piece::Text(text.to_owned()));
    }
    debug_assert_eq!(pieces.len(), 2 * operands.len() + 1, "{formula}: {terms}");
    Arithmetic { formula, pieces, operands, work: Box::new(work) }
}

impl Arithmetic<'_> {
    /// The result from the operands as they are.
    pub(super) fn exact(&self) -> f64 {
        let values: Vec<f64> = self.operands.iter().map(|operand| operand.value).collect();
        (self.work)(&values)
    }

    /// The line of values and the letters, with the fewest digits with which the line, worked by hand,
    /// gives the result as it is shown.
    pub(super) fn printed(&self, shown: &str, dimension: Dimension) -> (String, Vec<Letter>) {
        const MOST_MORE: usize = 12;
        for more in 0..=MOST_MORE {
            let printed: Vec<Printed> = self.operands.iter().map(|operand| operand.printed(more)).collect();
            let values: Vec<f64> = printed.iter().map(|printed| printed.value).collect();
            if more == MOST_MORE || text::quantity((self.work)(&values), dimension) == shown {
                return (self.line(&printed), self.letters(&printed));
            }
        }
        (String::new(), Vec::new())
    }

    fn line(&self, printed: &[Printed]) -> String {
        let mut line = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => line.push_str(text),
                Piece::Operand(place) => match printed.get(*place) {
                    // A minus after an operator would be lost.
                    Some(printed) if printed.text.starts_with('−') && !line.is_empty() && !line.ends_with('(') => {
                        line.push_str(&format!("({})", printed.text));
                    }
                    Some(printed) => line.push_str(&printed.text),
                    None => {}
                },
            }
        }
        line
    }

    fn letters(&self, printed: &[Printed]) -> Vec<Letter> {
        let mut letters: Vec<Letter> = Vec::new();
        for (operand, printed) in self.operands.iter().zip(printed) {
            match letters.iter_mut().find(|known| known.letter == operand.letter) {
                Some(known) => known.shown = format!("{}, {}", known.shown, printed.text),
                None => letters.push(Letter {
                    letter: operand.letter,
                    meaning: operand.meaning,
                    shown: printed.text.clone(),
                }),
            }
        }
        letters
    }
}

/// The formula with every letter of an operand taken out.
fn in_place(formula: &'static str, operands: &[Operand]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut text, mut rest) = (String::new(), formula);
    let mut before = None;
    while let Some(next) = rest.chars().next() {
        let fits = |(_, operand): &(usize, &Operand)| {
            let after = rest.strip_prefix(operand.letter);
            !before.is_some_and(is_of_a_name) && after.is_some_and(|after| !after.starts_with(is_of_a_name))
        };
        // Of two that fit the longer is meant: `cost as sized` is not `cost`.
        let here = operands.iter().enumerate().filter(fits).max_by_key(|(_, operand)| operand.letter.len());
        if let Some((place, operand)) = here {
            pieces.push(Piece::Text(std::mem::take(&mut text)));
            pieces.push(Piece::Operand(place));
            before = operand.letter.chars().last();
            rest = rest.get(operand.letter.len()..).unwrap_or_default();
        } else {
            text.push(next);
            before = Some(next);
            rest = rest.get(next.len_utf8()..).unwrap_or_default();
        }
    }
    pieces.push(Piece::Text(text));
    for (place, operand) in operands.iter().enumerate() {
        debug_assert!(pieces.contains(&Piece::Operand(place)), "{} is not in {formula}", operand.letter);
    }
    pieces
}

/// Whether a character belongs to the name of an operand: `n_SLO`, `q̄`, `replica-hours`.
fn is_of_a_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '\u{300}'..='\u{36f}')
}
