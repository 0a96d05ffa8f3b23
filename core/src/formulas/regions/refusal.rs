//! Why a calculation over regions cannot begin.

use super::set::MAX_REGIONS;
use std::fmt;

/// Inputs that do not fit together or are not amounts.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// More regions than [`MAX_REGIONS`].
    TooManyRegions {
        /// How many there are.
        given: usize,
    },
    /// A list has another length than the one that it belongs to.
    WrongLength {
        /// What the list holds.
        of: &'static str,
        /// How many entries it must have.
        expected: usize,
        /// How many it has.
        given: usize,
    },
    /// An amount is negative, infinite, above 10¹⁵ or not a number.
    NotAnAmount {
        /// What the amount is of.
        of: &'static str,
        /// The amount.
        given: f64,
    },
    /// An amount that is divided by is below 10⁻⁹.
    TooSmall {
        /// What the amount is of.
        of: &'static str,
        /// The amount.
        given: f64,
    },
    /// A region that is not in the list.
    NoSuchRegion {
        /// Its place.
        given: usize,
        /// How many regions there are.
        regions: usize,
    },
    /// Rounding errors kept the optimum from being proved; no known input does this.
    NotProved,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyRegions { given } => {
                write!(f, "at most {MAX_REGIONS} regions can be planned, but there are {given}")
            }
            Self::WrongLength { of, expected, given } => {
                write!(f, "the list of {of} must have {expected} entries, but has {given}")
            }
            Self::NotAnAmount { of, given } => write!(f, "{of} must be between 0 and 10¹⁵, but is {given}"),
            Self::TooSmall { of, given } => write!(f, "{of} must be at least 10⁻⁹, but is {given}"),
            Self::NoSuchRegion { given, regions } => {
                write!(f, "there are {regions} regions, but number {} is meant", given + 1)
            }
            Self::NotProved => write!(f, "the optimum could not be proved; change an input slightly"),
        }
    }
}

impl std::error::Error for Refusal {}

/// The largest amount that is taken; sums and products of such amounts stay finite.
const LARGEST: f64 = 1e15;

/// Refuses amounts that are not between zero and 10¹⁵.
pub(crate) fn check_amounts<'a>(of: &'static str, amounts: impl IntoIterator<Item = &'a f64>) -> Result<(), Refusal> {
    let wrong = amounts.into_iter().find(|amount| !(0.0..=LARGEST).contains(*amount));
    wrong.map_or(Ok(()), |&given| Err(Refusal::NotAnAmount { of, given }))
}

/// Refuses a list of another length.
pub(crate) fn check_length<T>(of: &'static str, list: &[T], expected: usize) -> Result<(), Refusal> {
    if list.len() == expected { Ok(()) } else { Err(Refusal::WrongLength { of, expected, given: list.len() }) }
}

/// Refuses too many regions.
pub(crate) fn check_regions(n_regions: usize) -> Result<(), Refusal> {
    if n_regions <= MAX_REGIONS { Ok(()) } else { Err(Refusal::TooManyRegions { given: n_regions }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_name_the_limit_and_what_was_given() {
        for (refusal, text) in [
            (check_regions(17), "at most 16 regions can be planned, but there are 17"),
            (check_length("prices", &[1.0], 3), "the list of prices must have 3 entries, but has 1"),
            (check_amounts("demand", &[1.0, -2.0]), "demand must be between 0 and 10¹⁵, but is -2"),
            (check_amounts("demand", &[f64::NAN]), "demand must be between 0 and 10¹⁵, but is NaN"),
        ] {
            assert_eq!(refusal.unwrap_err().to_string(), text);
        }
        assert_eq!(check_amounts("demand", &[0.0, 1e15]), Ok(()));
    }
}
